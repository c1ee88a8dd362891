"""The plan of a group, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.domain.session_plans import ChangeReason, SessionState
from facilitador.domain.sessions import Session
from facilitador.reference import curriculum
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.sessions.plan_head import OPEN_LATE, OPEN_NEXT, OPEN_TODAY
from facilitador.ui.screens.sessions.plan_models import Standing
from facilitador.ui.screens.sessions.proposal import ProposalPane
from facilitador.ui.screens.sessions.screen import SessionsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDraft
from facilitador.use_cases.group_plans import AddLocalFeast, LocalFeasts
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.session_plans import (
    AddSession,
    CancelSession,
    GroupSessions,
    PlanSessions,
    SessionToPlan,
)
from facilitador.use_cases.venues import AddVenue
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Open = Callable[[UUID], SessionsScreen]
THIRTEEN = tuple(topic.id for topic in curriculum().mandated)
WEEK = timedelta(7)
HARVEST = ChangeReason.HARVEST
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bare(run: Run) -> UUID:
    """A group that meets on Wednesdays at seven and has no plan."""
    return run(FormGroup(name="Molle", weekday=2, starts_at=time(19), planned_sessions=13)).ids[0]


@pytest.fixture
def planned(run: Run, bare: UUID) -> UUID:
    """The same with a session a week from today on, a topic each."""
    entries = tuple(
        SessionToPlan(day=TODAY + number * WEEK, starts_at=time(19), topic_ids=(topic,))
        for number, topic in enumerate(THIRTEEN)
    )
    run(PlanSessions(group_id=bare, sessions=entries))
    return bare


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot, tmp_path: Path) -> Open:
    """The screen, in sight and read."""

    def open_one(group_id: UUID) -> SessionsScreen:
        screen = SessionsScreen(surroundings, group_id, folder=lambda: tmp_path)
        qtbot.addWidget(screen)
        screen.resize(1200, 1000)
        show(screen)
        qtbot.waitUntil(lambda: screen._view is not None or bool(screen.message.text))
        return screen

    return open_one


@pytest.fixture
def stored(in_book: InBook) -> Callable[[UUID], tuple[Session, ...]]:
    """What stands in the file."""
    return lambda group_id: in_book(GroupSessions(group_id=group_id))


Stored = Callable[[UUID], tuple[Session, ...]]


def wishes(screen: SessionsScreen) -> list[Destination]:
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    return wished


def start_proposal(screen: SessionsScreen, qtbot: QtBot) -> ProposalPane:
    assert screen.empty.action is not None
    click(screen.empty.action)
    pane = screen.proposal
    assert pane is not None
    qtbot.waitUntil(lambda: pane.keeper.is_settled)
    return pane


def proposed(screen: SessionsScreen, qtbot: QtBot) -> ProposalPane:
    pane = start_proposal(screen, qtbot)
    click(pane.propose)
    qtbot.waitUntil(lambda: bool(pane.list.plan))
    return pane


def stand_on(screen: SessionsScreen, place: int) -> None:
    assert screen._view is not None
    screen.list.table.go_to(screen._view.sessions[place].id)
    screen.list.table.setFocus()


# -- proposing --------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_a_plan_is_proposed_looked_at_and_only_then_written(
    open_screen: Open, bare: UUID, stored: Stored, qtbot: QtBot
) -> None:
    screen = open_screen(bare)
    assert screen.empty.isVisible()
    pane = proposed(screen, qtbot)
    assert stored(bare) == ()
    assert next(row.topics for row in pane.list.list.model.rows) == ("1. Poder y violencia",)

    click(pane.save)
    qtbot.waitUntil(lambda: screen.proposal is None and screen.list.isVisible())

    written = stored(bare)
    assert [one.planned_topics for one in written] == [(topic,) for topic in THIRTEEN]
    assert {(one.day.weekday(), one.starts_at, one.minutes) for one in written} == {(2, time(19), 120)}
    assert screen.undo.text == "Se guardó el plan."
    assert_accessible(screen)


def test_a_proposal_is_rearranged_by_keys_and_undone_before_it_is_written(
    open_screen: Open, bare: UUID, stored: Stored, qtbot: QtBot
) -> None:
    screen = open_screen(bare)
    pane = proposed(screen, qtbot)
    pane.list.list.table.go_to(1)
    press(pane.list.list.table, Qt.Key.Key_Up, CONTROL)
    assert pane.list.plan[0].topic_ids == THIRTEEN[:2]
    assert pane.list.plan[1].topic_ids == ()
    assert any("no tiene tema" in text for text in pane.list.doubts.texts)
    assert pane.list.list.row is not None
    assert pane.list.list.row.place == 0  # the person goes with the topic

    press(pane.list.list.table, Qt.Key.Key_Z, CONTROL)
    pane.list.list.merge.trigger()
    click(pane.save)
    qtbot.waitUntil(lambda: screen.proposal is None)

    assert [one.planned_topics for one in stored(bare)][:2] == [THIRTEEN[:2], THIRTEEN[2:3]]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("first", "07/01/3202", "Faltan más de dos años"),
        ("ends_at", "18:00", "posterior"),
        ("ends_at", "noche", "hora"),
        ("count", "10000", "entre"),
        ("count", "0", "entre"),
    ],
)
def test_what_cannot_be_proposed_is_said_beside_its_field_and_stays_typed(
    open_screen: Open, bare: UUID, stored: Stored, qtbot: QtBot, field: str, typed: str, said: str
) -> None:
    pane = start_proposal(open_screen(bare), qtbot)
    edit: Any = pane.form.rows[field].control.focusable()[0]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, typed)

    click(pane.propose)

    qtbot.waitUntil(lambda: pane.form.rows[field].has_problem)
    assert said in pane.form.rows[field].message
    assert edit.text() == typed
    assert pane.list.plan == ()
    assert stored(bare) == ()


def test_a_proposal_left_unsaved_is_kept_and_offered_again(
    open_screen: Open, bare: UUID, stored: Stored, in_book: InBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    first = open_screen(bare)
    pane = proposed(first, qtbot)
    pane.list.list.table.go_to(1)
    press(pane.list.list.table, Qt.Key.Key_Up, CONTROL)
    assert first.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="sessions", subject_id=bare)) is not None)

    second = open_screen(bare)
    qtbot.waitUntil(lambda: second.proposal is not None and second.proposal.keeper.offer.isVisible())
    again = second.proposal
    assert again is not None
    click(again.keeper.offer.resume)
    assert again.list.plan[0].topic_ids == THIRTEEN[:2]
    click(again.save)
    qtbot.waitUntil(lambda: second.proposal is None)

    assert stored(bare)[0].planned_topics == THIRTEEN[:2]
    assert in_book(OwnDraft(form="sessions", subject_id=bare)) is None


def test_a_proposal_over_a_plan_that_moved_on_is_refused_and_stays(
    open_screen: Open, bare: UUID, run: Run, stored: Stored, qtbot: QtBot
) -> None:
    screen = open_screen(bare)
    pane = proposed(screen, qtbot)
    run(PlanSessions(group_id=bare, sessions=(SessionToPlan(day=TODAY, starts_at=time(8)),)))

    click(pane.save)

    qtbot.waitUntil(lambda: bool(pane.message.text))
    assert len(stored(bare)) == 1
    assert len(pane.list.plan) == 13


def test_proposed_again_what_was_held_stays(
    open_screen: Open, book: OpenBook, planned: UUID, stored: Stored, qtbot: QtBot
) -> None:
    held = stored(planned)[0]
    statement = "UPDATE sessions SET state = 'held' WHERE id = ?"
    book.with_book(lambda file, _: file.driver_connection.execute(statement, (held.id.bytes,))).result()
    screen = open_screen(planned)
    click(screen.head.propose)
    pane = screen.proposal
    assert pane is not None
    qtbot.waitUntil(lambda: pane.keeper.is_settled)
    assert pane.form.values()["topic_ids"] == list(THIRTEEN[1:])
    click(pane.propose)
    qtbot.waitUntil(lambda: bool(pane.list.plan))
    click(pane.save)
    qtbot.waitUntil(lambda: screen.proposal is None)

    assert stored(planned)[0].id == held.id
    assert {one.day.weekday() for one in stored(planned)[1:]} == {2}


# -- the plan as it stands --------------------------------------------------------------------------------------------


def test_what_comes_next_stands_out_and_is_one_click_away(
    open_screen: Open, bare: UUID, run: Run, stored: Stored, qtbot: QtBot
) -> None:
    def opened(*days: date) -> SessionsScreen:
        run(PlanSessions(group_id=bare, sessions=tuple(SessionToPlan(day=day, starts_at=time(19)) for day in days)))
        return open_screen(bare)

    today = opened(TODAY - WEEK, TODAY, TODAY + WEEK)
    assert today.head.open.text() == OPEN_TODAY
    assert [row.standing for row in today.list.model.rows] == [Standing.PAST, Standing.TODAY, Standing.PLANNED]
    assert opened(TODAY - WEEK, TODAY + WEEK).head.open.text() == OPEN_NEXT
    late = opened(TODAY - WEEK)
    assert late.head.open.text() == OPEN_LATE

    wished = wishes(late)
    click(late.head.open)
    assert wished == [Destination("session", stored(bare)[0].id)]


def test_a_topic_moves_by_keys_is_in_the_file_and_comes_back(
    open_screen: Open, planned: UUID, stored: Stored, qtbot: QtBot
) -> None:
    screen = open_screen(planned)
    stand_on(screen, 3)

    press(screen.list.table, Qt.Key.Key_Down, CONTROL)
    qtbot.waitUntil(lambda: stored(planned)[4].planned_topics == (THIRTEEN[3], THIRTEEN[4]))
    qtbot.waitUntil(lambda: screen.list.row is not None and screen.list.row.place == 4)
    assert stored(planned)[3].planned_topics == ()
    qtbot.waitUntil(lambda: any("no tiene tema" in text for text in screen.doubts.texts))

    assert screen.undo.action is not None
    click(screen.undo.action)
    qtbot.waitUntil(lambda: [one.planned_topics for one in stored(planned)] == [(topic,) for topic in THIRTEEN])


def test_a_session_is_moved_with_its_reason_and_what_follows(
    open_screen: Open, planned: UUID, stored: Stored, qtbot: QtBot
) -> None:
    before = stored(planned)
    screen = open_screen(planned)
    stand_on(screen, 2)
    click(screen.list.shift)
    form = screen.panel.form
    assert form is not None
    form.restore_draft({**form.values(), "day": before[3].day.isoformat(), "follow": "yes", "reason_code": "harvest"})
    qtbot.waitUntil(lambda: screen.head.open.property("kind") == "secondary")  # one primary action

    click(screen.panel.verb)
    qtbot.waitUntil(lambda: screen.panel.form is None)

    assert [one.day for one in stored(planned)][2:4] == [before[3].day, before[4].day]
    assert "Se movió la sesión." in screen.undo.text


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"day": "2026-11-27", "reason_code": "harvest"}, "starts_at", "ya tiene una sesión"),
        ({"day": "3202-11-27", "reason_code": "harvest"}, "day", "Faltan más de dos años"),
        ({"ends_at": "18:00", "reason_code": "harvest"}, "ends_at", "posterior"),
        ({"reason_code": "other"}, "reason", "motivo"),
        ({"reason_code": "harvest", "reason": "a" * 10_000}, "reason", "500"),
        ({}, "reason_code", ""),
    ],
)
def test_a_move_that_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    open_screen: Open,
    planned: UUID,
    stored: Stored,
    qtbot: QtBot,
    answers: dict[str, str],
    field: str,
    said: str,
) -> None:
    before = stored(planned)
    screen = open_screen(planned)
    stand_on(screen, 2)
    click(screen.list.shift)
    form = screen.panel.form
    assert form is not None
    form.restore_draft({**form.values(), **answers})
    typed = form.values()

    click(screen.panel.verb)

    qtbot.waitUntil(lambda: form.rows[field].has_problem)
    assert said in form.rows[field].message
    assert form.values() == typed
    assert stored(planned) == before


def test_a_session_is_cancelled_and_put_back(open_screen: Open, planned: UUID, stored: Stored, qtbot: QtBot) -> None:
    screen = open_screen(planned)
    stand_on(screen, 1)
    click(screen.list.cancel)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"reason_code": "road_blocked", "topics": "nowhere"})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: stored(planned)[1].state is SessionState.CANCELLED)
    qtbot.waitUntil(screen.list.restore.isVisible)
    assert screen.list.row is not None
    assert screen.list.row.standing is Standing.CANCELLED

    click(screen.list.restore)

    qtbot.waitUntil(lambda: stored(planned)[1].state is SessionState.PLANNED)


def test_a_session_is_added_split_and_joined(open_screen: Open, planned: UUID, stored: Stored, qtbot: QtBot) -> None:
    screen = open_screen(planned)
    click(screen.head.extra)
    assert screen.panel.form is not None
    day = (TODAY + timedelta(3)).isoformat()
    screen.panel.form.restore_draft(
        {"day": day, "starts_at": "16:00", "ends_at": "18:00", "topic_ids": [THIRTEEN[4]], "reason_code": "weather"}
    )
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: len(stored(planned)) == 14)
    assert stored(planned)[1].extra

    stand_on(screen, 0)
    screen.list.split.trigger()
    qtbot.waitUntil(lambda: len(stored(planned)) == 15)
    qtbot.waitUntil(lambda: screen._view is not None and len(screen._view.sessions) == 15)
    stand_on(screen, 0)
    screen.list.swap.trigger()
    qtbot.waitUntil(lambda: stored(planned)[0].planned_topics == (THIRTEEN[4],))
    assert_accessible(screen)


def test_a_session_is_held_elsewhere_once(
    open_screen: Open, planned: UUID, run: Run, stored: Stored, qtbot: QtBot
) -> None:
    venue = run(AddVenue(name="Local comunal de Soccos")).ids[0]
    screen = open_screen(planned)
    stand_on(screen, 2)
    screen.list.describe.trigger()
    form = screen.panel.form
    assert form is not None
    form.restore_draft({"venue_id": str(venue), "title": "Encuentro"})
    click(screen.panel.verb)

    qtbot.waitUntil(lambda: stored(planned)[2].venue_id == venue)
    assert stored(planned)[2].title == "Encuentro"
    qtbot.waitUntil(lambda: "Local comunal de Soccos" in screen.list.model.rows[2].text)


def test_undo_goes_back_step_by_step_but_never_over_what_another_did(
    open_screen: Open, planned: UUID, stored: Stored, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = open_screen(planned)
    for place in (3, 5):
        stand_on(screen, place)
        press(screen.list.table, Qt.Key.Key_Down, CONTROL)
        qtbot.waitUntil(lambda place=place: stored(planned)[place].planned_topics == ())
        qtbot.waitUntil(lambda place=place: screen.list.row is not None and screen.list.row.place == place + 1)
    press(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: stored(planned)[5].planned_topics == (THIRTEEN[5],))
    qtbot.waitUntil(lambda: screen.undo.text == "Se deshizo el último cambio.")
    assert screen.gestures.can_undo

    other = AddSession(group_id=planned, day=TODAY + timedelta(1), starts_at=time(8), reason_code=HARVEST)
    surroundings.session.run([other], owner=screen)
    qtbot.waitUntil(lambda: screen._view is not None and len(screen._view.sessions) == 14)

    assert not screen.gestures.can_undo


def test_feasts_of_the_place_are_noted_and_taken_back(
    open_screen: Open, planned: UUID, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen(planned)
    click(screen.head.feasts)
    click(screen.feasts.add)
    form = screen.feasts.panel.form
    assert form is not None
    form.restore_draft({"day": (TODAY + WEEK).isoformat(), "name": "Santa patrona"})
    click(screen.feasts.panel.verb)
    qtbot.waitUntil(lambda: any("Santa patrona" in text for text in screen.doubts.texts))

    (feast,) = in_book(LocalFeasts())
    assert feast.name == "Santa patrona"
    (remove,) = [one for one in screen.feasts.findChildren(QPushButton) if one.text() == "Quitar"]
    click(remove)
    qtbot.waitUntil(lambda: in_book(LocalFeasts()) == ())


@pytest.mark.directive("6.4.5")
def test_dates_are_taken_out_with_neutral_titles(
    open_screen: Open, planned: UUID, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = open_screen(planned)
    dialogs.answers.append(tmp_path / "fechas.ics")

    screen.head.export_requested.emit()

    qtbot.waitUntil(lambda: "fechas.ics" in screen.message.text)
    events = Calendar.from_ical((tmp_path / "fechas.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 13
    assert {str(event["SUMMARY"]) for event in events} == {"Reunión de grupo"}


def test_papers_and_topics_are_one_click_away(open_screen: Open, planned: UUID, stored: Stored, qtbot: QtBot) -> None:
    screen = open_screen(planned)
    wished = wishes(screen)
    screen.head.calendar_requested.emit()
    click(screen.head.topics)
    stand_on(screen, 2)
    screen.list.print.trigger()
    press(screen.list.table, Qt.Key.Key_Return)

    key = stored(planned)[2].id
    assert wished == [
        Destination("print_calendar", planned),
        Destination("topics", None),
        Destination("print_session_plan", key),
        Destination("session", key),
    ]


def test_the_plan_is_read_again_when_something_of_it_changes(
    open_screen: Open, planned: UUID, stored: Stored, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = open_screen(planned)
    commands = [CancelSession(session_id=stored(planned)[2].id, reason_code=HARVEST)]
    surroundings.session.run([*commands, AddLocalFeast(day=TODAY + WEEK, name="Feria")], owner=screen)

    qtbot.waitUntil(lambda: screen.list.model.rows[2].standing is Standing.CANCELLED)
    assert any("Feria" in text for text in screen.doubts.texts)


def test_who_may_only_read_changes_nothing(
    open_as: Callable[[Role], OpenBook], dialogs: ScriptedDialogs, environment: Any, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    group_id = book.submit([FormGroup(name="Molle")]).result().ids[0]
    given = around(book, dialogs, environment)
    screen = SessionsScreen(given, group_id)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen._view is not None)

    assert screen.empty.action is None
    assert not screen.head.extra.isVisible()
    assert not screen.list.shift.isVisible()
    given.session.lock()


def test_staff_have_no_way_to_the_plan(staff_around: Surroundings) -> None:
    routes = furnish(staff_around).routes

    assert not {"sessions", "topics", "print_calendar", "print_session_plan"} & set(routes)


def test_a_group_that_is_not_there_says_so(open_screen: Open, qtbot: QtBot) -> None:
    screen = open_screen(UUID(int=7))

    assert screen.message.isVisible()
    assert not screen.list.isVisible()
