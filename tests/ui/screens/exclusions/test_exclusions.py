"""The exclusion check on screen: facts lead to where they stand, people decide, safety comes before telling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.doors import DoorCause
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.exclusions import ExclusionCheck, ExclusionDecision, HelpKind
from facilitador.domain.exclusions import Outcome as Decided
from facilitador.domain.protection import PersonAtRisk
from facilitador.domain.roles import Role
from facilitador.domain.sessions import IncidentKind
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.evaluations.screen import EvaluationScreen
from facilitador.ui.screens.exclusions.screen import ExclusionScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.exclusion_tellings import DecisionSafety, TellExclusionDecision
from facilitador.use_cases.exclusions import (
    ExclusionCheckOf,
    OwnFact,
    RecordExclusionDecision,
    WithdrawExclusionDecision,
)
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.protection import OpenProtection, ProtectionMatterDetails, ProtectionMatters
from facilitador.use_cases.requests import Outcome, Query
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import Acting, ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
PUSHED = "Empujó a un compañero al salir."
SENTENCE = "Su expareja teme que la busque."


@pytest.fixture
def group(book: OpenBook) -> Planned:
    return planned(book, men=1, days=(-14, -7, 0))


@pytest.fixture
def man(group: Planned) -> UUID:
    return group.people[0]


@pytest.fixture
def pushed(group: Planned, run: Run) -> UUID:
    kind = IncidentKind.VIOLENCE_TO_PARTICIPANT
    return run(RecordIncident(session_id=group.sessions[0], kind=kind, what=PUSHED, enrolment_id=group.stints[0])).ids[
        0
    ]


@pytest.fixture
def decided(group: Planned, run: Run, pushed: UUID) -> UUID:
    """He does not continue; he was not told yet."""
    command = RecordExclusionDecision(
        participant_id=group.people[0],
        outcome=Decided.NOT_CONTINUING,
        causes=("violence_to_participant",),
        deciders=group.team,
    )
    return run(command).ids[0]


def opened(surroundings: Surroundings, qtbot: QtBot, man: UUID) -> ExclusionScreen:
    screen = ExclusionScreen(surroundings, man)
    qtbot.addWidget(screen)
    screen.resize(1100, 1800)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    if screen.form is not None:
        editor = screen.form.editor
        qtbot.waitUntil(lambda: editor.keeper.is_settled or editor.keeper.offer.isVisible())
    return screen


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def answer(editor: FormEditor, **answers: str | list[str]) -> None:
    for name, given in answers.items():
        control = editor.form.rows[name].control
        control.set_value(given)
        control.changed.emit()


def deciding(screen: ExclusionScreen) -> FormEditor:
    assert screen.form is not None
    screen.form.open_button.click()
    return screen.form.editor


def telling(screen: ExclusionScreen, qtbot: QtBot, decision: UUID) -> FormEditor:
    screen.cards[decision].buttons["tell"].click()
    editor = screen.telling.editor
    assert editor is not None
    qtbot.waitUntil(lambda: editor.keeper.is_settled or editor.keeper.offer.isVisible())
    return editor


def check(in_book: InBook, man: UUID) -> ExclusionCheck:
    found: ExclusionCheck = in_book(ExclusionCheckOf(participant_id=man))
    return found


def only(in_book: InBook, man: UUID) -> ExclusionDecision:
    (decision,) = check(in_book, man).decisions
    return decision


@pytest.mark.directive("6.7.1", "6.7.2", "6.7.3")
def test_each_cause_says_what_is_recorded_and_leads_to_where_it_stands(
    surroundings: Surroundings, run: Run, qtbot: QtBot, group: Planned, man: UUID, pushed: UUID
) -> None:
    door = run(RefuseAtDoor(session_id=group.sessions[2], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL)).ids[0]
    screen = opened(surroundings, qtbot, man)
    assert_accessible(screen)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)

    assert list(screen.causes.cards) == ["6.7.1", "6.7.2", "6.7.3"]
    said = words(screen.causes.cards["6.7.1"])
    assert f"06/11/2026 · Incidente de una sesión: {PUSHED}" in said
    assert "○  Sin hechos registrados" in said
    assert "?  Nunca se preguntó" in words(screen.causes.cards["6.7.3"])
    assert "–  No corresponde registrar" in words(screen.causes.cards["6.7.3"])
    screen.causes.buttons[pushed].click()
    screen.causes.buttons[door].click()
    screen.causes.buttons["homicidal_attempts"].click()
    assert wished == [
        Destination("session", group.sessions[0]),
        Destination("session", group.sessions[2]),
        Destination("evaluation", man),
    ]


@pytest.mark.directive("6.7.1")
def test_people_decide_on_recorded_facts(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, group: Planned, man: UUID, pushed: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert screen.none_decided.isVisible()
    editor = deciding(screen)
    answer(editor, outcome="not_continuing", causes=["violence_to_participant"], deciders=[])
    editor.save_button.click()
    qtbot.waitUntil(lambda: editor.form.rows["deciders"].has_problem)
    answer(editor, deciders=[str(key) for key in group.team], why="Lo conversamos dos veces.")
    editor.save_button.click()

    qtbot.waitUntil(lambda: bool(screen.cards))
    decision = only(in_book, man)
    assert (decision.outcome, decision.deciders) == (Decided.NOT_CONTINUING, group.team)
    assert [fact.source_id for fact in decision.facts] == [pushed]
    card = screen.cards[decision.id]
    qtbot.waitUntil(lambda: "Todavía no se le ha comunicado." in words(card))
    assert "Por qué: Lo conversamos dos veces." in words(card)
    assert in_book(OwnDrafts()) == ()


@pytest.mark.directive("6.7.1")
def test_not_cooperating_needs_a_dated_fact_and_what_was_tried_to_help(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    editor = deciding(screen)
    answer(editor, outcome="conditions", causes=["not_cooperative"], conditions="Hablar a solas.")
    answer(editor, review_on=(TODAY + timedelta(days=14)).isoformat())
    editor.save_button.click()

    rows = editor.form.rows
    qtbot.waitUntil(lambda: rows["fact_not_cooperative"].has_problem)
    assert rows["help_language"].has_problem
    answer(editor, fact_not_cooperative="No respondió en tres sesiones.")
    editor.save_button.click()
    qtbot.waitUntil(lambda: rows["day_not_cooperative"].has_problem)
    answer(editor, day_not_cooperative=TODAY.isoformat(), help_language="Se le habló en quechua.")
    editor.save_button.click()

    qtbot.waitUntil(lambda: bool(check(in_book, man).decisions))
    decision = only(in_book, man)
    assert decision.review_on == TODAY + timedelta(days=14)
    assert [one.kind for one in decision.help_tried] == [HelpKind.LANGUAGE]


@pytest.mark.directive("6.7.2")
def test_a_day_at_the_door_alone_does_not_end_his_stay(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, group: Planned, man: UUID
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[2], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL))
    screen = opened(surroundings, qtbot, man)
    editor = deciding(screen)
    answer(editor, outcome="not_continuing", causes=["under_alcohol"])
    editor.save_button.click()

    qtbot.waitUntil(lambda: editor.form.rows["causes"].has_problem)
    assert check(in_book, man).decisions == ()


def test_deciding_twice_is_refused_and_names_who_decided(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    editor = deciding(screen)
    answer(editor, outcome="not_continuing", causes=["violence_to_participant"])
    editor.save_button.click()

    row = editor.form.rows["causes"]
    qtbot.waitUntil(lambda: row.has_problem)
    assert "Mamani Quispe" in words(row)
    assert len(check(in_book, man).decisions) == 1


@pytest.mark.directive("6.7")
def test_before_he_is_told_it_is_asked_who_may_be_in_danger_and_what_was_done(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, group: Planned, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    editor = telling(screen, qtbot, decided)
    assert_accessible(screen.telling)
    answer(editor, explained="A solas, con calma.", institutions="CAI de la región")
    editor.save_button.click()
    qtbot.waitUntil(lambda: editor.form.rows["protection_note"].has_problem)
    assert only(in_book, man).told is None

    answer(editor, at_risk=["former_partner"], sentence=SENTENCE)
    editor.save_button.click()
    qtbot.waitUntil(lambda: only(in_book, man).told is not None)
    (line,) = in_book(ProtectionMatters())
    safety = in_book(DecisionSafety(decision_id=decided))
    assert (safety.at_risk, safety.protection_id) == ((PersonAtRisk.FORMER_PARTNER,), line.id)
    assert in_book(ProtectionMatterDetails(matter_id=line.id)).text.participant_id == man
    (entry,) = in_book(Roster(group_id=group.group_id))
    assert entry.stint.status is EnrolmentStatus.NOT_CONTINUING
    qtbot.waitUntil(lambda: "No continúa en «" in screen.standing.text)
    qtbot.waitUntil(lambda: "Cómo se le explicó: A solas, con calma." in words(screen.cards[decided]))
    screen.cards[decided].buttons["safety"].click()
    qtbot.waitUntil(screen.safety.isVisible)
    assert "Expareja" in words(screen.safety)


@pytest.mark.directive("6.7.3")
def test_institutions_come_from_the_directory_and_without_any_a_notice_is_given(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    place = run(AddDirectoryEntry(kind="mental_health", name="Centro comunitario", phones=("064123456",))).ids[0]
    screen = opened(surroundings, qtbot, man)
    editor = telling(screen, qtbot, decided)
    answer(editor, explained="En persona.", protection_note="Nadie en riesgo.", directory_ids=[str(place)])
    editor.save_button.click()

    qtbot.waitUntil(lambda: only(in_book, man).told is not None)
    told = only(in_book, man).told
    assert told is not None
    assert told.directory_ids == (place,)
    qtbot.waitUntil(lambda: "Se le ofreció: Centro comunitario" in words(screen.cards[decided]))
    assert "No se anotó ninguna institución" not in screen.message.text


def test_a_day_before_his_stay_began_is_refused_beside_the_day(
    surroundings: Surroundings, run: Run, in_book: InBook, qtbot: QtBot, group: Planned, man: UUID, pushed: UUID
) -> None:
    early = TODAY - timedelta(days=400)
    command = RecordExclusionDecision(
        participant_id=man,
        enrolment_id=group.stints[0],
        outcome=Decided.NOT_CONTINUING,
        causes=("violence_to_other",),
        facts=(OwnFact(cause="violence_to_other", on=early, what="Amenazó en recepción."),),
        deciders=group.team,
        decided_on=early,
    )
    key = run(command).ids[0]
    screen = opened(surroundings, qtbot, man)
    editor = telling(screen, qtbot, key)
    answer(editor, explained="En persona.", protection_note="Nadie en riesgo.", told_on=early.isoformat())
    editor.save_button.click()

    qtbot.waitUntil(lambda: editor.form.rows["told_on"].has_problem)
    assert only(in_book, man).told is None


@pytest.mark.directive("5.3")
def test_what_is_reserved_is_no_draft_and_is_not_lost_unasked(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, dialogs: ScriptedDialogs, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    editor = telling(screen, qtbot, decided)
    answer(editor, explained="A solas.", protection_note=SENTENCE, at_risk=["mother"])
    dialogs.answers = [None, "Salir sin guardar"]
    assert not screen.may_leave()
    assert screen.may_leave()

    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    (draft,) = in_book(OwnDrafts())
    assert draft.content["explained"] == "A solas."
    assert not {"protection_note", "at_risk", "sentence"} & set(draft.content)


def test_a_matter_opened_meanwhile_can_be_named(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    editor = telling(screen, qtbot, decided)
    surroundings.session.run([OpenProtection(sentence=SENTENCE, participant_id=man)], owner=screen)
    field = screen.telling._matter_field
    assert field is not None
    qtbot.waitUntil(lambda: field.combo.count() == 2)
    (line,) = in_book(ProtectionMatters())
    answer(editor, protection_id=str(line.id), explained="A solas.")
    editor.save_button.click()

    qtbot.waitUntil(lambda: only(in_book, man).told is not None)
    assert in_book(DecisionSafety(decision_id=decided)).protection_id == line.id


@pytest.mark.directive("6.7")
def test_that_he_may_return_is_a_new_decision(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    run(TellExclusionDecision(decision_id=decided, explained="A solas.", protection_note="Nadie.", institutions="CAI"))
    screen = opened(surroundings, qtbot, man)
    editor = deciding(screen)
    answer(editor, outcome="returns")
    editor.save_button.click()
    qtbot.waitUntil(lambda: editor.form.rows["why"].has_problem)
    answer(editor, why="Se atendió en el CAI y pidió volver.")
    editor.save_button.click()

    qtbot.waitUntil(lambda: len(check(in_book, man).decisions) == 2)
    newest = check(in_book, man).decisions[0]
    assert newest.outcome is Decided.RETURNS
    qtbot.waitUntil(lambda: newest.id in screen.cards)
    assert "tell" in screen.cards[newest.id].buttons


def test_a_decision_is_taken_back_only_before_he_is_told(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    screen.cards[decided].buttons["withdraw"].click()
    form = screen.reason.form
    assert form is not None
    type_text(form.rows["reason"].control.focusable()[0], "Fue otro.")
    run(WithdrawExclusionDecision(decision_id=decided, reason="Ya lo retiré."))
    screen.reason.verb.click()  # somebody was quicker

    qtbot.waitUntil(lambda: bool(screen.reason.message.text))
    qtbot.waitUntil(lambda: "Ya lo retiré." in words(screen.cards[decided]))
    assert list(screen.cards[decided].buttons) == []


def test_the_letter_and_his_other_pages_are_one_click_away(
    surroundings: Surroundings, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    screen.cards[decided].buttons["letter"].click()
    screen.evaluation_button.click()
    screen.ficha_button.click()

    assert wished == [
        Destination("print_decision_letter", decided),
        Destination("evaluation", man),
        Destination("participant", man),
    ]


def test_a_decision_half_typed_waits_as_a_draft(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    answer(deciding(screen), outcome="nothing_yet", causes=["addictions"])
    assert screen.may_leave()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    (draft,) = in_book(OwnDrafts())
    assert (draft.form, draft.subject_id) == ("exclusion", man)

    again = opened(surroundings, qtbot, man)
    assert again.form is not None
    again.form.editor.keeper.offer.resume.click()
    assert again.form.editor.form.values()["causes"] == ["addictions"]


def test_a_supervisor_decides_and_tells_too(
    open_as: Callable[[Role], OpenBook], environment: Any, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    surroundings = around(book, dialogs, environment)
    facilitator = Acting(book, Role.FACILITATOR)
    man = facilitator.run(RegisterParticipant(answers=ficha())).ids[0]
    screen = opened(surroundings, qtbot, man)
    editor = deciding(screen)
    answer(editor, outcome="nothing_yet", causes=["addictions"])
    editor.save_button.click()

    qtbot.waitUntil(lambda: bool(screen.cards))
    (card,) = screen.cards.values()
    assert list(card.buttons) == ["withdraw"]
    surroundings.session.lock()


def test_staff_have_no_way_there_and_are_refused(book: OpenBook, request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    man = register(book, ficha())[0]
    around_staff: Surroundings = request.getfixturevalue("staff_around")
    assert not {"exclusion", "print_decision_letter"} & set(furnish(around_staff).routes)
    screen = ExclusionScreen(around_staff, man)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(screen.message.isVisible)
    assert not screen.body.isVisible()


@pytest.mark.directive("6.7.3")
def test_from_what_he_was_told_a_referral_begins(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert "refer" not in screen.cards[decided].buttons  # nothing was offered to him yet
    run(TellExclusionDecision(decision_id=decided, explained="A solas.", protection_note="Nadie.", institutions="CAI"))
    screen = opened(surroundings, qtbot, man)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    screen.cards[decided].buttons["refer"].click()

    assert wished == [Destination("referrals", man, ("offered",))]


def test_one_action_is_primary_and_telling_comes_before_deciding_again(
    surroundings: Surroundings, qtbot: QtBot, man: UUID, decided: UUID
) -> None:
    screen = opened(surroundings, qtbot, man)
    assert screen.form is not None
    tell = screen.cards[decided].buttons["tell"]
    assert (tell.property("kind"), screen.form.open_button.property("kind")) == ("primary", "secondary")

    screen.cards[decided].buttons["withdraw"].click()
    assert tell.property("kind") == "secondary"
    assert screen.deciding.isHidden()
    screen.reason.close_panel()
    assert tell.property("kind") == "primary"
    assert screen.deciding.isVisible()
    screen.form.open_button.click()
    assert tell.property("kind") == "secondary"


def test_the_page_opens_without_flashing_up_another_window(
    surroundings: Surroundings, qtbot: QtBot, qapp: QApplication, man: UUID, decided: UUID
) -> None:
    """What is shown before it has its place is a window of its own, and takes the keyboard away."""
    flashed = Flashes()
    qapp.installEventFilter(flashed)
    screen = ExclusionScreen(surroundings, man)
    evaluation = EvaluationScreen(surroundings, man)
    qapp.removeEventFilter(flashed)
    for one in (screen, evaluation):
        qtbot.addWidget(one)

    assert flashed.seen == []


class Flashes(QObject):
    """Keeps what shows itself as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_what_is_refused_of_a_long_list_is_read_without_scrolling(
    surroundings: Surroundings, run: Run, qtbot: QtBot, group: Planned, man: UUID
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[2], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL))
    screen = opened(surroundings, qtbot, man)
    screen.resize(900, 560)
    editor = deciding(screen)
    answer(editor, outcome="not_continuing", causes=["under_alcohol"])
    editor.save_button.click()

    row = editor.form.rows["causes"]
    qtbot.waitUntil(lambda: row.message_part is not None)
    assert row.message_part is not None
    said = row.message_part
    qtbot.waitUntil(lambda: not said.visibleRegion().isEmpty())
