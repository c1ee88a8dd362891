"""The evaluation of a man and the exclusion check: nothing known yet, known and changed, asked, decided, told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from facilitador.domain.evaluations import FactorState, RiskLevel, Source
from facilitador.domain.exclusions import HelpKind, Outcome
from facilitador.domain.sessions import IncidentKind
from facilitador.ui.screens.evaluations.screen import EvaluationScreen
from facilitador.ui.screens.exclusions.screen import ExclusionScreen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.referrals.screen import ReferralsScreen
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import ExclusionCheckOf, Helped, RecordExclusionDecision
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.risk_levels import RecordRiskLevel
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.logs import planned

WEEK = timedelta(days=7)


def own_book(stage: Stage) -> None:
    """A book of its own: one man evaluated twice and told that he does not continue, one with everything open."""
    stage.unlock(stage.new_book("con-criterios"), PASSPHRASE)
    if stage.ask(Participants()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    group = planned(book, men=2, days=(-14, -7, 0))
    man = group.people[0]
    known = {"participant_id": man, "state": FactorState.RECORDED, "source": Source.HIMSELF}
    book.submit(
        [
            RecordEvaluation(
                factor="substance_abuse", level="weekly", known="Cerveza.", assessed_on=TODAY - 8 * WEEK, **known
            ),
            RecordEvaluation(
                factor="substance_abuse",
                level="stopped",
                known="Dejó el trago hace un mes.",
                assessed_on=TODAY,
                **known,
            ),
            RecordRiskLevel(
                participant_id=man, level=RiskLevel.MODERATE, told_by="Comisaría de Chupaca", told_on=TODAY - WEEK
            ),
            RecordIncident(
                session_id=group.sessions[0],
                kind=IncidentKind.NON_COOPERATION,
                what="Se retiró dos veces de la dinámica.",
                enrolment_id=group.stints[0],
            ),
            RecordIncident(
                session_id=group.sessions[1],
                kind=IncidentKind.VIOLENCE_TO_PARTICIPANT,
                what="Empujó a un compañero al salir.",
                enrolment_id=group.stints[0],
            ),
            AddDirectoryEntry(kind="mental_health", name="Centro de salud mental comunitario", phones=("064123456",)),
            RecordExclusionDecision(
                participant_id=man,
                outcome=Outcome.CONDITIONS,
                deciders=group.team,
                decided_on=TODAY - WEEK,
                causes=("not_cooperative",),
                help_tried=(Helped(kind=HelpKind.LANGUAGE, what="Se le habló en quechua."),),
                conditions="Viene a las sesiones y habla a solas con quien facilita.",
                review_on=TODAY + WEEK,
            ),
        ]
    ).result()
    _decided(book, man, group.team)
    other = book.submit([FormGroup(name="Los Ceibos")]).result().ids[0]
    book.submit([EnrolParticipant(group_id=other, participant_id=man)]).result()


def _decided(book: OpenBook, man: UUID, team: tuple[UUID, ...]) -> None:
    decide = RecordExclusionDecision(
        participant_id=man,
        outcome=Outcome.NOT_CONTINUING,
        deciders=team,
        causes=("violence_to_participant",),
        why="Repitió la agresión después de conversarlo.",
    )
    key = book.submit([decide]).result().ids[0]
    told = TellExclusionDecision(
        decision_id=key, explained="A solas, con calma.", protection_note="Nadie en riesgo.", institutions="CAI"
    )
    book.submit([told]).result()


def _man(stage: Stage) -> UUID:
    return next(man.id for man in stage.ask(Participants()) if man.groups and "Los Ceibos" in man.groups)


def _other(stage: Stage) -> UUID:
    return next(man.id for man in stage.ask(Participants()) if man.groups and "Los Ceibos" not in man.groups)


def evaluation(stage: Stage) -> EvaluationScreen:
    screen = stage.go("evaluation", _man(stage), EvaluationScreen)
    screen.table.go_to("substance_abuse")
    return screen


def never_evaluated(stage: Stage) -> None:
    stage.go("evaluation", _other(stage), EvaluationScreen)


def asked(stage: Stage) -> None:
    """A factor half typed and refused."""
    screen = evaluation(stage)
    form = screen.form
    assert form is not None
    stage.until(lambda: form.editor.keeper.is_settled)
    form.open_button.click()
    form.editor.form.restore_draft({**form.editor.form.values(), "state": "recorded", "diagnosis": "Dependencia"})
    form.editor.save_button.click()
    stage.settle()
    screen.page.show_typing(form)


def risk(stage: Stage) -> None:
    screen = evaluation(stage)
    form = screen.risk_form
    assert form is not None
    stage.until(lambda: form.editor.keeper.is_settled)
    form.open_button.click()
    screen.page.show_widget(form)


def check(stage: Stage) -> ExclusionScreen:
    return stage.go("exclusion", _man(stage), ExclusionScreen)


def nothing_decided(stage: Stage) -> None:
    stage.go("exclusion", _other(stage), ExclusionScreen)


def causes(stage: Stage) -> None:
    screen = check(stage)
    screen.page.show_widget(screen.causes.cards["6.7.1"])


def deciding(stage: Stage) -> None:
    """A decision half typed and refused."""
    screen = stage.go("exclusion", _other(stage), ExclusionScreen)
    form = screen.form
    assert form is not None
    stage.until(lambda: form.editor.keeper.is_settled)
    form.open_button.click()
    answers = {"outcome": "conditions", "causes": ["not_cooperative"]}
    form.editor.form.restore_draft({**form.editor.form.values(), **answers})
    form.editor.save_button.click()
    stage.settle()
    screen.page.show_typing(form)


def telling(stage: Stage) -> None:
    """Before a man is told: who may be in danger."""
    screen = check(stage)
    (pending,) = [one.id for one in stage.ask(ExclusionCheckOf(participant_id=_man(stage))).decisions if one.pending]
    screen.cards[pending].buttons["tell"].click()
    editor = screen.telling.editor
    assert editor is not None
    stage.until(lambda: editor.keeper.is_settled)
    editor.form.restore_draft({**editor.form.values(), "explained": "A solas."})
    editor.save_button.click()
    stage.settle()
    screen.page.show_typing(screen.telling)


def referring(stage: Stage) -> None:
    """From what he was told, to a place that he was offered."""
    screen = stage.go("referrals", _man(stage), ReferralsScreen, detail=("offered",))
    stage.until(lambda: screen.form is not None and screen.form.is_open)


def giving(stage: Stage) -> None:
    """A material for the men of a group."""
    screen = stage.go("group", stage.group(lambda line: line.group.name == "Los Ceibos"), GroupScreen)
    screen.give.click()
    stage.until(screen.roster_panel.isVisible)


def letter(stage: Stage) -> None:
    decision = stage.ask(ExclusionCheckOf(participant_id=_man(stage))).decisions[0]
    stage.until_painted(stage.go("print_decision_letter", decision.id, PrintScreen))


def record(stage: Stage) -> None:
    stage.go("participant", _man(stage), ParticipantScreen)


def elsewhere(stage: Stage) -> None:
    stage.go("group", stage.group(lambda line: line.group.name == "Los Ceibos"), GroupScreen)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("evaluation", evaluation),
    ("evaluation-none", never_evaluated),
    ("evaluation-asked", asked),
    ("evaluation-risk", risk),
    ("exclusion", check),
    ("exclusion-none", nothing_decided),
    ("exclusion-causes", causes),
    ("exclusion-deciding", deciding),
    ("exclusion-telling", telling),
    ("exclusion-letter", letter),
    ("exclusion-referring", referring),
    ("exclusion-record", record),
    ("exclusion-elsewhere", elsewhere),
    ("group-material", giving),
)
"""Names of pictures and the steps to each."""
