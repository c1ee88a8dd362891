"""Forming a group and changing how it is formed, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.groups import AgeBand, Group
from facilitador.reference import catalogue
from facilitador.ui.navigation import Area, Navigator
from facilitador.ui.screen import Destination
from facilitador.ui.screens.groups.form import GroupFormScreen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDraft, OwnDrafts
from facilitador.use_cases.groups import ChangeGroup, FormGroup, GroupOverview, Groups
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.venues import AddVenue, ChangeVenue
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.screens.groups.conftest import Seen
from tests.ui.scripted_dialogs import ScriptedDialogs

Run = Callable[..., Outcome]
InBook = Callable[[Query[object]], object]
Open = Callable[..., GroupFormScreen]


@pytest.fixture
def open_form(surroundings: Surroundings, seen: Seen, qtbot: QtBot) -> Open:
    """The form, in sight, once it is known whether a draft waits."""

    def make(group_id: UUID | None = None, *, with_draft: bool = False) -> GroupFormScreen:
        screen = GroupFormScreen(surroundings, group_id)
        qtbot.addWidget(screen)
        seen.watch(screen)
        screen.resize(1000, 800)
        show(screen)
        if with_draft:
            qtbot.waitUntil(lambda: screen.editor is not None and screen.editor.keeper.offer.isVisible())
        else:
            qtbot.waitUntil(lambda: screen.editor is not None and screen.editor.keeper.is_settled)
        return screen

    return make


def control(screen: GroupFormScreen, name: str) -> object:
    assert screen.editor is not None
    return screen.editor.form.rows[name].control


def write(screen: GroupFormScreen, name: str, text: str) -> None:
    edit = control(screen, name).focusable()[0]  # type: ignore[attr-defined]
    edit.selectAll()
    type_text(edit, text)


def pick(screen: GroupFormScreen, name: str, text: str) -> None:
    combo = control(screen, name).combo  # type: ignore[attr-defined]
    combo.setCurrentIndex(combo.findText(text))
    combo.activated.emit(combo.currentIndex())


def save(screen: GroupFormScreen) -> None:
    assert screen.editor is not None
    click(screen.editor.save_button)


def group(in_book: InBook, group_id: UUID) -> Group:
    return in_book(GroupOverview(group_id=group_id)).group  # type: ignore[attr-defined, no-any-return]


@pytest.mark.directive("6.2.3", "6.2.4", "6.3.1", "6.4.1")
def test_a_group_is_formed_from_the_keyboard_to_the_file(
    open_form: Open, run: Run, in_book: InBook, seen: Seen, qtbot: QtBot
) -> None:
    venue, julio = run(AddVenue(name="Local comunal"), AddTeamMember(given_names="Julio", surnames="Ñahui")).ids
    screen = open_form()
    write(screen, "name", "Grupo Ñahuimpuquio")
    pick(screen, "language", "Quechua")
    control(screen, "by_people").radios["yes"].click()  # type: ignore[attr-defined]
    write(screen, "ethnic_group", "Chanka")
    pick(screen, "venue_id", "Local comunal")
    pick(screen, "weekday", "Martes")
    write(screen, "starts_at", "6:30 pm")
    write(screen, "planned_sessions", "20")
    write(screen, "first_day", "1/12/26")
    write(screen, "last_day", "30 de abril de 2027")
    pick(screen, "facilitator_ids", "Julio Ñahui")
    pick(screen, "facilitator_ids", "Rosa Mamani Quispe")
    save(screen)
    qtbot.waitUntil(lambda: bool(seen.destinations))
    (line,) = in_book(Groups())  # type: ignore[misc]
    made = group(in_book, line.group.id)
    assert (made.name, made.age_band, made.language, made.ethnic_group) == (
        "Grupo Ñahuimpuquio",
        AgeBand.ADULTS,
        "quechua",
        "Chanka",
    )
    assert (made.venue_id, made.weekday, made.starts_at, made.planned_sessions) == (venue, 1, time(18, 30), 20)
    assert (made.first_day, made.last_day) == (date(2026, 12, 1), date(2027, 4, 30))
    assert made.facilitator_ids[0] == julio
    assert len(made.facilitator_ids) == 2
    assert made.agreements == tuple(item.text for item in catalogue("agreements").items)
    assert seen.backs == 1
    assert seen.destinations == [Destination("group", made.id)]
    assert in_book(OwnDrafts()) == ()


@pytest.mark.directive("6.2.4")
def test_agreements_are_moved_removed_and_added_by_keyboard(
    open_form: Open, run: Run, in_book: InBook, seen: Seen, qtbot: QtBot
) -> None:
    group_id = run(FormGroup(name="Grupo Ceibo", agreements=("Uno.", "Dos.", "Tres."))).ids[0]
    screen = open_form(group_id)
    field = control(screen, "agreements")
    press(field.edits[2], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # type: ignore[attr-defined]
    field.edits[0].selectAll()  # type: ignore[attr-defined]
    press(field.edits[0], Qt.Key.Key_Backspace)  # type: ignore[attr-defined]
    press(field.edits[0], Qt.Key.Key_Backspace)  # type: ignore[attr-defined]
    press(field.edits[1], Qt.Key.Key_Return)  # type: ignore[attr-defined]
    type_text(field.edits[2], "Avisamos si no podemos venir.")  # type: ignore[attr-defined]
    save(screen)
    qtbot.waitUntil(lambda: seen.backs == 1)
    assert group(in_book, group_id).agreements == ("Tres.", "Dos.", "Avisamos si no podemos venir.")


@pytest.mark.directive("6.4.5")
def test_a_name_that_tells_too_much_is_pointed_out_and_can_be_saved(
    open_form: Open, in_book: InBook, seen: Seen, qtbot: QtBot
) -> None:
    screen = open_form()
    write(screen, "name", "Grupo de violencia")
    row = screen.editor.form.rows["name"]  # type: ignore[union-attr]
    assert "«violencia»" in row.message
    assert not row.has_problem
    save(screen)
    qtbot.waitUntil(lambda: bool(seen.destinations))
    write_again = group(in_book, seen.destinations[0].id or UUID(int=0))
    assert write_again.name == "Grupo de violencia"


def test_a_neutral_name_is_not_remarked_upon(open_form: Open) -> None:
    screen = open_form()
    write(screen, "name", "Grupo de violencia")
    write(screen, "name", "Grupo Ceibo")
    assert screen.editor.form.rows["name"].message == ""  # type: ignore[union-attr]


def test_what_makes_no_sense_is_said_beside_it_and_nothing_is_stored(
    open_form: Open, in_book: InBook, seen: Seen
) -> None:
    screen = open_form()
    write(screen, "starts_at", "en la tarde")
    write(screen, "first_day", "31/02/2026")
    write(screen, "planned_sessions", "veinte")
    save(screen)
    form = screen.editor.form  # type: ignore[union-attr]
    wrong = [name for name in form.shown if form.rows[name].has_problem]
    assert wrong == ["name", "planned_sessions", "first_day"]
    write(screen, "name", "Grupo Ceibo")
    write(screen, "planned_sessions", "20")
    write(screen, "first_day", "1/12/26")
    save(screen)
    assert form.rows["starts_at"].has_problem
    assert form.values()["starts_at"] == "en la tarde"
    assert in_book(Groups()) == ()
    assert seen.backs == 0


def test_the_last_day_may_not_come_before_the_first(open_form: Open, in_book: InBook, qtbot: QtBot) -> None:
    screen = open_form()
    write(screen, "name", "Grupo Ceibo")
    write(screen, "first_day", "10/12/2026")
    write(screen, "last_day", "9/12/2026")
    save(screen)
    qtbot.waitUntil(lambda: screen.editor.form.rows["last_day"].has_problem)  # type: ignore[union-attr]
    assert in_book(Groups()) == ()


def test_leaving_keeps_what_was_typed_and_offers_it_back(open_form: Open, in_book: InBook, qtbot: QtBot) -> None:
    screen = open_form()
    write(screen, "name", "Grupo Ceib")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    screen.hide()
    again = open_form(with_draft=True)
    click(again.editor.keeper.offer.resume)  # type: ignore[union-attr]
    assert control(again, "name").value() == "Grupo Ceib"  # type: ignore[attr-defined]
    assert len(control(again, "agreements").edits) == len(catalogue("agreements").items)  # type: ignore[attr-defined]


def test_a_draft_over_what_changed_since_shows_both(
    open_form: Open, run: Run, in_book: InBook, seen: Seen, qtbot: QtBot
) -> None:
    group_id = run(FormGroup(name="Grupo Ceibo")).ids[0]
    screen = open_form(group_id)
    write(screen, "name", "Grupo Molle")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="group_form", subject_id=group_id)) is not None)
    screen.hide()
    run(ChangeGroup(group_id=group_id, name="Grupo Retama"))
    again = open_form(group_id, with_draft=True)
    click(again.editor.keeper.offer.resume)  # type: ignore[union-attr]
    assert control(again, "name").value() == "Grupo Molle"  # type: ignore[attr-defined]
    assert "Grupo Retama" in again.editor.form.rows["name"].message  # type: ignore[union-attr]
    save(again)
    qtbot.waitUntil(lambda: seen.backs == 1)
    assert group(in_book, group_id).name == "Grupo Molle"


def test_a_group_changed_while_typing_is_not_written_over(
    open_form: Open, run: Run, in_book: InBook, seen: Seen, qtbot: QtBot
) -> None:
    group_id = run(FormGroup(name="Grupo Ceibo", planned_sessions=16)).ids[0]
    screen = open_form(group_id)
    write(screen, "name", "Grupo Molle")
    run(ChangeGroup(group_id=group_id, name="Grupo Retama", planned_sessions=24))
    save(screen)
    qtbot.waitUntil(lambda: "Grupo Retama" in screen.editor.form.rows["name"].message)  # type: ignore[union-attr]
    assert group(in_book, group_id).name == "Grupo Retama"
    assert control(screen, "name").value() == "Grupo Molle"  # type: ignore[attr-defined]
    assert control(screen, "planned_sessions").value() == 24  # type: ignore[attr-defined]
    save(screen)
    qtbot.waitUntil(lambda: seen.backs == 1)
    saved = group(in_book, group_id)
    assert (saved.name, saved.planned_sessions) == ("Grupo Molle", 24)


def test_what_was_typed_is_discarded_after_asking(
    open_form: Open, dialogs: ScriptedDialogs, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_form()
    write(screen, "name", "Grupo Ceibo")
    dialogs.answers = [None, "Descartar"]
    click(screen.forget)
    assert control(screen, "name").value() == "Grupo Ceibo"  # type: ignore[attr-defined]
    click(screen.forget)
    assert control(screen, "name").value() is None  # type: ignore[attr-defined]
    assert not screen.forget.isEnabled()


def test_a_retired_venue_is_offered_only_where_it_was_chosen(open_form: Open, run: Run) -> None:
    kept, gone = run(AddVenue(name="Local comunal"), AddVenue(name="Aula vieja")).ids
    group_id = run(FormGroup(name="Grupo Ceibo", venue_id=kept)).ids[0]
    run(
        ChangeVenue(venue_id=kept, name="Local comunal", retired=True),
        ChangeVenue(venue_id=gone, name="Aula vieja", retired=True),
    )
    combo = control(open_form(group_id), "venue_id").combo  # type: ignore[attr-defined]
    assert [combo.itemText(row) for row in range(combo.count())] == ["Elija…", "Local comunal"]


def test_the_way_back_from_a_new_group_leads_to_the_list_not_to_its_form(
    surroundings: Surroundings, qtbot: QtBot
) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    navigator = Navigator(
        stack,
        [Area("groups", "Grupos", "groups", lambda: GroupsScreen(surroundings))],
        {
            "group_form": lambda group_id: GroupFormScreen(surroundings, group_id),
            "group": lambda group_id: GroupScreen(surroundings, group_id),
        },
    )
    show(stack)
    navigator.go(Destination("groups"))
    navigator.go(Destination("group_form"))
    form = navigator.screen
    assert isinstance(form, GroupFormScreen)
    qtbot.waitUntil(lambda: form.editor is not None and form.editor.keeper.is_settled)
    write(form, "name", "Grupo Ceibo")
    save(form)
    qtbot.waitUntil(lambda: isinstance(navigator.screen, GroupScreen))
    assert navigator.way_back == "Grupos"
    qtbot.waitUntil(lambda: navigator.screen.title == "Grupo Ceibo")  # type: ignore[union-attr]
    click(navigator.screen.head.change)  # type: ignore[union-attr]
    change = navigator.screen
    assert isinstance(change, GroupFormScreen)
    qtbot.waitUntil(lambda: change.editor is not None and change.editor.keeper.is_settled)
    write(change, "name", "Grupo Molle")
    save(change)
    qtbot.waitUntil(lambda: navigator.screen is not None and navigator.screen.title == "Grupo Molle")
    assert navigator.way_back == "Grupos"


def test_everything_has_a_name_for_screen_readers(open_form: Open) -> None:
    screen = open_form()
    QApplication.processEvents()
    assert_accessible(screen)
