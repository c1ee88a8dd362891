"""Referrals, individual care and what a man takes with him: none, asked, followed, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from facilitador.domain.care import CareNoteKind, CareProvider, CareRequester
from facilitador.domain.referrals import ReferralReason, ReferralState, ReferralUrgency
from facilitador.ui.screens.care.screen import CareScreen
from facilitador.ui.screens.hand_outs.screen import HandOutsScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.referrals.referral import ReferralScreen
from facilitador.ui.screens.referrals.screen import ReferralsScreen
from facilitador.use_cases.care import AgreeCare, NoteCare, OpenCare
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.hand_outs import GiveMaterial, WriteRetreatPlan
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants, RegisterParticipant
from facilitador.use_cases.referrals import OpenReferral, RecordReferralStep, Referrals
from facilitador.use_cases.sanctions import RecordSanctionAlternative
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.scenes import ficha

WEEK = timedelta(days=7)


def own_book(stage: Stage) -> None:
    """A book of its own: a man followed in everything, and one with a sanction of whom nothing stands yet."""
    stage.unlock(stage.new_book("con-derivaciones"), PASSPHRASE)
    if stage.ask(Participants()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    men = [
        RegisterParticipant(answers=ficha(1, sentence_to_serve="yes")),
        RegisterParticipant(answers=ficha(2, sentence_to_serve="yes")),
        AddDirectoryEntry(kind="mental_health", name="Centro de salud mental comunitario", phones=("064123456",)),
    ]
    man, _, place = book.submit(men).result().ids
    told = {"participant_id": man, "share": ("identity", "reason"), "consented_on": TODAY - WEEK}
    opened = [
        OpenReferral(
            directory_id=place,
            reason=ReferralReason.HEALTH,
            why="Duerme mal desde hace meses y pidió hablar con una psicóloga.",
            urgency=ReferralUrgency.WEEK,
            sent_on=TODAY - WEEK,
            appointment="Martes, 10:00, consultorio 4",
            bring="DNI y carné del SIS",
            **told,
        ),
        OpenReferral(institution="Defensa pública", reason=ReferralReason.LEGAL, why="Pide orientación.", **told),
        OpenCare(
            participant_id=man,
            requested_by=CareRequester.HIMSELF,
            requested_on=TODAY - 2 * WEEK,
            why="Quiere hablar de la muerte de su padre.",
            provider_kind=CareProvider.PSYCHOLOGIST,
            provider="Julia Ccori",
        ),
        GiveMaterial(participant_ids=(man,), title="Cartilla del buen trato"),
        WriteRetreatPlan(participant_id=man, signs=("Se me calienta la cara",), goes_to="A la cancha"),
        RecordSanctionAlternative(
            participant_id=man,
            why="El CAI más cercano está a dos días de viaje.",
            done="Se informó por escrito y se pidió que lo reciban a distancia.",
            told_to="Juzgado de paz letrado",
            review_on=TODAY + 8 * WEEK,
        ),
    ]
    ids = book.submit(opened).result().ids
    book.submit(
        [
            RecordReferralStep(
                referral_id=ids[0], state=ReferralState.NO_ANSWER, on=TODAY - WEEK, note="No contestan."
            ),
            RecordReferralStep(referral_id=ids[0], state=ReferralState.ACCEPTED, on=TODAY),
            AgreeCare(care_id=ids[2], goals=("Dormir mejor",), may_tell="Que asiste."),
            NoteCare(care_id=ids[2], kind=CareNoteKind.FROM_PROVIDER, text="Asiste cada semana."),
        ]
    ).result()


def _men(stage: Stage) -> tuple[UUID, UUID]:
    """The man followed in everything, and the one with a sanction only."""
    followed = stage.ask(Referrals())[0].referral.participant_id
    return followed, next(line.id for line in stage.ask(Participants()) if line.id != followed)


def everybody(stage: Stage) -> ReferralsScreen:
    return stage.go("referrals", None, ReferralsScreen)


def of_one(stage: Stage) -> ReferralsScreen:
    return stage.go("referrals", _men(stage)[0], ReferralsScreen)


def with_sanction(stage: Stage) -> ReferralsScreen:
    return stage.go("referrals", _men(stage)[1], ReferralsScreen)


def _opened(stage: Stage) -> ReferralsScreen:
    screen = with_sanction(stage)
    form = screen.form
    assert form is not None
    stage.until(lambda: form.editor.keeper.is_settled)
    form.open()
    return screen


def asked(stage: Stage) -> None:
    screen = _opened(stage)
    assert screen.form is not None
    screen.form.editor.form.restore_draft({"directory_id": "other", "agrees": "yes"})
    screen.form.editor.save()


def refusing(stage: Stage) -> None:
    """He does not agree that anything is told."""
    screen = _opened(stage)
    assert screen.form is not None
    screen.form.editor.form.restore_draft({"agrees": "no"})
    screen.page.show_widget(screen.form.editor.form.rows["legal_basis"])


def no_cai(stage: Stage) -> None:
    with_sanction(stage).sanction.alternative_button.click()


def referral(stage: Stage) -> ReferralScreen:
    wanted = next(line.referral.id for line in stage.ask(Referrals()) if line.referral.appointment)
    return stage.go("referral", wanted, ReferralScreen)


def step(stage: Stage) -> None:
    referral(stage).steps[ReferralState.ATTENDED].click()


def visit(stage: Stage) -> None:
    referral(stage).visit_button.click()


def paper(kind: str) -> Callable[[Stage], None]:
    """One of its papers, written and shown."""

    def steps(stage: Stage) -> None:
        key = _men(stage)[0] if kind == "print_hand_out" else referral(stage)._id
        screen = stage.go(kind, key, PrintScreen)
        stage.until_painted(screen)

    return steps


def care(stage: Stage) -> CareScreen:
    return stage.go("care", _men(stage)[0], CareScreen)


def no_care(stage: Stage) -> None:
    stage.go("care", _men(stage)[1], CareScreen)


def agreed(stage: Stage) -> None:
    (card,) = care(stage).cards.values()
    card.buttons["agree"].click()


def hand_outs(stage: Stage) -> HandOutsScreen:
    return stage.go("hand_outs", _men(stage)[0], HandOutsScreen)


def no_hand_outs(stage: Stage) -> None:
    screen = stage.go("hand_outs", _men(stage)[1], HandOutsScreen)
    form = screen.form
    assert form is not None
    stage.until(lambda: form.editor.keeper.is_settled)
    form.open()


def given(stage: Stage) -> None:
    hand_outs(stage).give_button.click()


def sources(stage: Stage) -> None:
    hand_outs(stage).sources_button.click()


def record(stage: Stage) -> None:
    """His record, at what stands of all this."""
    screen = stage.go("participant", _men(stage)[0], ParticipantScreen)
    stage.settle()
    assert screen.page is not None
    screen.page.scroller.show_widget(screen.guidance)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("referrals", everybody),
    ("referrals-man", of_one),
    ("referrals-sanction", with_sanction),
    ("referrals-asked", asked),
    ("referrals-refusing", refusing),
    ("referrals-no-cai", no_cai),
    ("referral", referral),
    ("referral-step", step),
    ("referral-visit", visit),
    ("referral-letter", paper("print_referral_letter")),
    ("referral-cover", paper("print_referral_cover")),
    ("referral-sheet", paper("print_referral_hand_out")),
    ("hand-outs-paper", paper("print_hand_out")),
    ("care", care),
    ("care-none", no_care),
    ("care-agreed", agreed),
    ("hand-outs", hand_outs),
    ("hand-outs-none", no_hand_outs),
    ("hand-outs-given", given),
    ("hand-outs-sources", sources),
    ("participant-guidance", record),
)
"""Names of pictures and the steps to each."""
