"""Referrals, care and hand-outs on screen: from the click to the file and back, what is asked, refused and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.care import CareNoteKind, CareProvider, CareRequester
from facilitador.domain.exclusions import Outcome as Decided
from facilitador.domain.referrals import ReferralReason, ReferralState
from facilitador.domain.roles import Role
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.care.screen import CareScreen
from facilitador.ui.screens.hand_outs.screen import HandOutsScreen
from facilitador.ui.screens.participants.guidance_part import TO_CAI, GuidancePart
from facilitador.ui.screens.referrals.referral import ReferralScreen
from facilitador.ui.screens.referrals.screen import ReferralsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.care import CareOf, OpenCare
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import OwnFact, RecordExclusionDecision
from facilitador.use_cases.hand_outs import GiveMaterial, HandOutsOf
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.referrals import OpenReferral, ReferralDetails, Referrals
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.sanctions import SanctionRouteOf
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.scenes import ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Shown = TypeVar("Shown", bound=Screen)


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha(1, sentence_to_serve="yes"))[0]


@pytest.fixture
def referral(run: Run, man: UUID) -> UUID:
    return run(
        OpenReferral(
            participant_id=man,
            institution="Posta San Juan",
            reason=ReferralReason.HEALTH,
            why="Pidió ayuda.",
            share=("identity",),
            consented_on=TODAY,
        )
    ).ids[0]


def opened(made: Shown, qtbot: QtBot) -> Shown:
    qtbot.addWidget(made)
    made.resize(1100, 1400)
    show(made)
    qtbot.waitUntil(made.page.page.isVisible)  # type: ignore[attr-defined]
    return made


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def answer(panel: Panel, **answers: str | list[str]) -> None:
    assert panel.form is not None
    for name, given in answers.items():
        row = panel.form.rows[name]
        row.control.set_value(given)
        row.control.changed.emit()


def wishes(screen: Screen) -> list[Destination]:
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    return wished


def form_of(screen: ReferralsScreen | HandOutsScreen, qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.editor.keeper.is_settled)
    assert screen.form is not None
    screen.form.open()
    return screen.form.editor


@pytest.mark.directive("6.8.1")
def test_a_man_is_referred_from_his_page(surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID) -> None:
    screen = opened(ReferralsScreen(surroundings, man), qtbot)
    wished = wishes(screen)
    editor = form_of(screen, qtbot)
    assert_accessible(screen)
    answers = {"reason": "legal", "directory_id": "other", "institution": "Defensa pública", "why": "Pide orientación."}

    editor.form.restore_draft({**answers, "urgency": "week", "agrees": "yes"})
    editor.save()
    assert editor.form.rows["share"].has_problem  # he agrees, but to what?
    assert in_book(Referrals()) == ()
    more = {"agrees": "yes", "share": ["identity", "reason"], "consented_on": TODAY.isoformat()}
    editor.form.restore_draft({**answers, "urgency": "week", **more})
    editor.save()

    qtbot.waitUntil(lambda: bool(wished))
    (line,) = in_book(Referrals())
    assert wished == [Destination("referral", line.referral.id)]
    assert line.referral.sharing.items == ("identity", "reason")
    assert line.referral.institution == "Defensa pública"
    qtbot.waitUntil(screen.table.isVisible)


@pytest.mark.directive("6.8.1")
def test_without_his_agreement_the_law_lets_the_least_be_told(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(ReferralsScreen(surroundings, man), qtbot)
    editor = form_of(screen, qtbot)
    answers = {"reason": "other", "directory_id": "other", "institution": "Fiscalía", "why": "Hechos.", "agrees": "no"}

    editor.form.restore_draft({**answers, "urgency": "today", "legal_basis": "duty_to_report"})
    assert "share" not in editor.form.shown
    editor.save()

    qtbot.waitUntil(lambda: bool(in_book(Referrals())))
    sharing = in_book(Referrals())[0].referral.sharing
    assert (set(sharing.items), sharing.legal_basis) == ({"identity", "reason"}, "duty_to_report")


@pytest.mark.directive("6.7.3")
def test_what_a_decision_offered_is_asked_at_once(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID
) -> None:
    place, decision = run(
        AddDirectoryEntry(kind="mental_health", name="Centro comunitario", phones=("064123456",)),
        RecordExclusionDecision(
            participant_id=man,
            outcome=Decided.NOT_CONTINUING,
            causes=("violence_to_other",),
            facts=(OwnFact(cause="violence_to_other", on=TODAY, what="Amenazó en recepción."),),
            deciders=(surroundings.session.person.id,),
        ),
    ).ids
    told = TellExclusionDecision(
        decision_id=decision, explained="A solas.", protection_note="Nadie.", directory_ids=(place,)
    )
    run(told)
    screen = opened(ReferralsScreen(surroundings, man, detail=("offered",)), qtbot)
    qtbot.waitUntil(lambda: screen.form is not None and screen.form.is_open)
    assert screen.form is not None
    editor = screen.form.editor
    assert editor.form.values()["directory_id"] == str(place)
    answers = {"reason": "health", "why": "Pidió ayuda.", "urgency": "week", "agrees": "no"}
    editor.form.restore_draft({**editor.form.values(), **answers})
    editor.save()

    qtbot.waitUntil(lambda: bool(in_book(Referrals())))
    assert in_book(Referrals())[0].referral.decision_id == decision
    assert in_book(OwnDrafts()) == ()


def test_asking_for_a_cai_keeps_what_was_typed(surroundings: Surroundings, qtbot: QtBot, man: UUID) -> None:
    screen = opened(ReferralsScreen(surroundings, man), qtbot)
    editor = form_of(screen, qtbot)
    editor.form.restore_draft({"why": "Debe cumplir una medida.", "urgency": "today"})
    qtbot.waitUntil(screen.sanction.refer_button.isVisible)
    screen.sanction.refer_button.click()

    typed = {"why": "Debe cumplir una medida.", "urgency": "today", "reason": "sanction"}
    assert typed.items() <= editor.form.values().items()


def test_what_is_typed_of_a_referral_is_kept_as_a_draft(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(ReferralsScreen(surroundings, man), qtbot)
    editor = form_of(screen, qtbot)
    editor.form.restore_draft({"why": "Pide orient"})

    assert screen.may_leave()

    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    (draft,) = in_book(OwnDrafts())
    assert (draft.form, draft.subject_id, draft.content["why"]) == ("referrals", man, "Pide orient")


@pytest.mark.directive("6.2.8", "6.11")
def test_a_sanction_is_asked_for_until_it_stands_what_was_done(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(ReferralsScreen(surroundings, man), qtbot)
    qtbot.waitUntil(lambda: "6.2.8" in screen.sanction.banner.text)
    screen.sanction.refer_button.click()
    form_of(screen, qtbot)
    screen.sanction.alternative_button.click()
    screen.panel.verb.click()
    assert screen.panel.form is not None
    assert screen.panel.form.rows["told_to"].has_problem

    answer(screen.panel, why="Está a dos días.", done="Se pidió atención a distancia.", told_to="Juzgado de paz")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: in_book(SanctionRouteOf(participant_id=man)).is_set)
    qtbot.waitUntil(lambda: "Juzgado de paz" in words(screen.sanction))
    assert not screen.sanction.refer_button.isVisible()


@pytest.mark.directive("6.8.1")
def test_the_next_steps_are_offered_and_noted(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, referral: UUID
) -> None:
    screen = opened(ReferralScreen(surroundings, referral), qtbot)
    assert_accessible(screen)
    screen.steps[ReferralState.ATTENDED].click()
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Fue atendido" in words(screen.history))
    qtbot.waitUntil(lambda: ReferralState.ACCEPTED not in screen.steps)
    screen.steps[ReferralState.CLOSED].click()
    screen.panel.verb.click()
    assert screen.panel.form is not None
    assert screen.panel.form.rows["note"].has_problem

    answer(screen.panel, note="Sigue yendo por su cuenta.")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: not screen.steps)
    one = in_book(ReferralDetails(referral_id=referral)).line.referral
    assert [step.state for step in one.events] == ["sent", "attended", "closed"]
    assert not screen.visit_button.isVisible()


def test_his_sheet_is_changed_and_his_agreement_taken_back(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, referral: UUID, dialogs: ScriptedDialogs
) -> None:
    screen = opened(ReferralScreen(surroundings, referral), qtbot)
    wished = wishes(screen)
    screen.visit_button.click()
    answer(screen.panel, appointment="Lunes, 8:00", neutral_sender="yes")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Lunes, 8:00" in words(screen.facts))
    screen.letter_button.click()
    assert wished == [Destination("print_referral_letter", referral)]
    dialogs.answers.append("Anotarlo")

    screen.revoke_button.click()

    qtbot.waitUntil(lambda: not screen.letter_button.isVisible())
    assert screen.sheet_button.isVisible()
    assert in_book(ReferralDetails(referral_id=referral)).line.referral.neutral_sender


def test_before_an_unsaved_step_is_lost_the_person_is_asked(
    surroundings: Surroundings, qtbot: QtBot, referral: UUID, dialogs: ScriptedDialogs
) -> None:
    screen = opened(ReferralScreen(surroundings, referral), qtbot)
    screen.steps[ReferralState.DECLINED].click()
    answer(screen.panel, note="No hay cupo.")
    dialogs.answers.append(False)

    assert not screen.may_leave()


@pytest.mark.directive("6.8.3", "6.8.4")
def test_care_is_asked_for_agreed_and_told_as_far_as_he_agrees(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(CareScreen(surroundings, man), qtbot)
    screen.new_button.click()
    answer(screen.panel, requested_by="himself", why="Duelo.", provider_kind="psychologist", provider="Julia Ccori")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: bool(screen.cards))
    (card,) = screen.cards.values()
    assert_accessible(screen)
    assert str(CareNoteKind.TO_PROVIDER) not in card.buttons  # he has not agreed to anything yet
    card.buttons["agree"].click()
    answer(screen.panel, goals="Dormir mejor\nHablar de su padre", may_tell="Que asiste.")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: str(CareNoteKind.TO_PROVIDER) in card.buttons)

    (one,) = in_book(CareOf(participant_id=man)).cares
    assert one.agreement.goals == ("Dormir mejor", "Hablar de su padre")
    qtbot.waitUntil(lambda: "– Hablar de su padre" in words(card))


@pytest.mark.directive("6.8.1")
def test_who_gives_care_is_chosen_from_the_directory(
    surroundings: Surroundings, in_book: InBook, run: Run, qtbot: QtBot, man: UUID
) -> None:
    place = run(AddDirectoryEntry(kind="mental_health", name="Centro comunitario", phones=("064123456",))).ids[0]
    screen = opened(CareScreen(surroundings, man), qtbot)
    screen.new_button.click()
    assert screen.panel.form is not None
    assert "provider" in screen.panel.form.shown  # as long as nothing of the directory is chosen
    answer(screen.panel, requested_by="team", why="Duelo.", provider_kind="public_health", directory_id=str(place))
    assert "provider" not in screen.panel.form.shown
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: bool(screen.cards))
    (one,) = in_book(CareOf(participant_id=man)).cares
    assert (one.directory_id, one.provider) == (place, "Centro comunitario")


@pytest.mark.directive("6.2.5", "6.2.6", "6.4.10")
def test_his_plan_a_material_and_the_list_are_written_down(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(HandOutsScreen(surroundings, man), qtbot)
    editor = form_of(screen, qtbot)
    assert_accessible(screen)
    editor.form.restore_draft({"signs": "Puños\nCalor", "goes_to": "A la cancha"})
    editor.save()
    qtbot.waitUntil(lambda: "A la cancha" in words(screen.plan))
    screen.give_button.click()
    answer(screen.panel, title="Cartilla")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Cartilla" in words(screen.given))
    screen.sources_button.click()
    answer(screen.panel, sources="MIMP: www.gob.pe/mimp")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: "www.gob.pe/mimp" in words(screen.sources))

    held = in_book(HandOutsOf(participant_id=man))
    assert held.plans[0].signs == ("Puños", "Calor")
    assert [one.title for one in held.materials] == ["Cartilla"]
    assert [(one.name, one.reach) for one in held.sources] == [("MIMP", "www.gob.pe/mimp")]


def test_his_record_shows_one_line_of_each_and_the_way_there(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID, referral: UUID
) -> None:
    part = GuidancePart(surroundings, man)
    qtbot.addWidget(part)
    qtbot.waitUntil(lambda: bool(part.buttons))
    assert TO_CAI in words(part)
    assert "Ninguna en curso." in words(part)
    assert "Sin plan escrito. Materiales: 0." in words(part)
    wanted: list[str] = []
    part.wanted.connect(wanted.append)

    for kind in ("referrals", "care", "hand_outs"):
        part.buttons[kind].click()

    assert wanted == ["referrals", "care", "hand_outs"]


def test_who_only_reads_is_offered_nothing_to_write(
    surroundings: Surroundings, qtbot: QtBot, run: Run, man: UUID, referral: UUID
) -> None:
    care = OpenCare(
        participant_id=man,
        requested_by=CareRequester.TEAM,
        why="Duelo.",
        provider_kind=CareProvider.TEAM,
        provider="Rosa",
    )
    run(care, GiveMaterial(participant_ids=(man,), title="Cartilla"))
    object.__setattr__(surroundings.session.person, "role", Role.SUPERVISOR)

    screen = opened(ReferralScreen(surroundings, referral), qtbot)
    cares = opened(CareScreen(surroundings, man), qtbot)
    outs = opened(HandOutsScreen(surroundings, man), qtbot)

    assert not screen.steps
    assert not screen.visit_button.isVisible()
    assert not cares.new_button.isVisible()
    assert not outs.give_button.isVisible()
    assert screen.letter_button.isVisible()
