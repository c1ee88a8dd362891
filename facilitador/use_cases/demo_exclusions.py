"""Evaluations and decisions of the example data: one man evaluated twice, one with conditions, one told long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.evaluations import FactorState, RiskLevel, Source
from facilitador.domain.exclusions import HelpKind, Outcome
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.exclusions import Helped, OwnFact, RecordExclusionDecision
from facilitador.use_cases.requests import Command
from facilitador.use_cases.risk_levels import RecordRiskLevel

_AT_ENTRY: Final = timedelta(days=60)
_AGAIN: Final = timedelta(days=4)
_DECIDED: Final = timedelta(days=9)
_REVIEWED_IN: Final = timedelta(days=5)

_FOUND: Final[tuple[dict[str, Any], ...]] = (
    {"factor": "violence_history", "known": "De niño vio cómo su padre golpeaba a su madre.", "source": Source.HIMSELF},
    {
        "factor": "substance_abuse",
        "level": "weekly",
        "known": "Cerveza los fines de semana.",
        "source": Source.HIMSELF,
    },
    {"factor": "weapons", "state": FactorState.NONE_KNOWN, "source": Source.HIMSELF},
    {"factor": "suicidal_attempts", "state": FactorState.NO_ANSWER},
    {"factor": "socioeconomic", "level": "sometimes_short", "source": Source.HIMSELF},
)
_FOUND_AGAIN: Final[dict[str, Any]] = {
    "factor": "substance_abuse",
    "level": "sometimes",
    "known": "Toma una o dos veces al mes; dice que en casa lo notan.",
    "source": Source.HIMSELF,
}


def exclusions_in(
    history: Sequence[Command], group_id: UUID, deciders: tuple[UUID, ...], today: date, new_id: Callable[[], UUID]
) -> Iterator[Command]:
    """What the team found and decided: two men of this group, and whoever does not continue by what happened."""
    stays = [one for one in history if isinstance(one, EnrolParticipant)]
    here = (one for one in stays if one.group_id == group_id and not one.waitlist)
    evaluated, conditional = islice(here, 2)
    yield from _evaluations(evaluated.participant_id, deciders[0], today)
    yield from _conditions(conditional, deciders, today, new_id())
    by_key = {one.id: one for one in stays}
    for step in history:
        if isinstance(step, ChangeEnrolmentStatus) and step.status is EnrolmentStatus.NOT_CONTINUING:
            yield from _not_continuing(by_key[step.enrolment_id], step, deciders, new_id())


def _evaluations(man: UUID, assessor: UUID, today: date) -> Iterator[Command]:
    for on, found in (*((today - _AT_ENTRY, one) for one in _FOUND), (today - _AGAIN, _FOUND_AGAIN)):
        said = {"state": FactorState.RECORDED, **found}
        yield RecordEvaluation(participant_id=man, assessed_on=on, assessed_by=assessor, **said)
    yield RecordRiskLevel(
        participant_id=man,
        level=RiskLevel.MODERATE,
        told_by="Comisaría de familia (ejemplo)",
        told_on=today - _AT_ENTRY,
        reference="Oficio 012-2026",
    )


def _conditions(stay: EnrolParticipant, deciders: tuple[UUID, ...], today: date, key: UUID) -> Iterator[Command]:
    on = today - _DECIDED
    yield RecordExclusionDecision(
        id=key,
        participant_id=stay.participant_id,
        enrolment_id=stay.id,
        outcome=Outcome.CONDITIONS,
        deciders=deciders,
        decided_on=on,
        causes=("not_cooperative",),
        facts=(OwnFact(cause="not_cooperative", on=on, what="Por tercera vez estuvo con el teléfono y no respondió."),),
        help_tried=(
            Helped(kind=HelpKind.WORK, what="Sale de su turno a esa hora: se acordó que llegue un poco después."),
        ),
        conditions="Deja el teléfono guardado y conversa cada semana con quien facilita.",
        review_on=today + _REVIEWED_IN,
    )
    yield TellExclusionDecision(
        decision_id=key,
        protection_note="El equipo lo conversó: no se sabe de nadie en riesgo.",
        explained="A solas, antes de la sesión. Dijo que le cuesta hablar delante de otros.",
        told_on=on,
        told_by=deciders[0],
    )


def _not_continuing(
    stay: EnrolParticipant, step: ChangeEnrolmentStatus, deciders: tuple[UUID, ...], key: UUID
) -> Iterator[Command]:
    assert step.on is not None  # what is invented has its day
    yield RecordExclusionDecision(
        id=key,
        participant_id=stay.participant_id,
        enrolment_id=stay.id,
        outcome=Outcome.NOT_CONTINUING,
        deciders=deciders,
        decided_on=step.on,
        causes=("substance_abuse",),
        facts=(OwnFact(cause="substance_abuse", on=step.on, what=step.reason),),
        why="Se le propuso atenderse primero y volver después.",
    )
    yield TellExclusionDecision(
        decision_id=key,
        protection_note="Su madre fue avisada y sabe a quién llamar.",
        explained="A solas y con calma; preguntó si puede volver y se le dijo cómo pedirlo.",
        told_on=step.on,
        told_by=deciders[0],
        institutions="Posta médica del distrito",
    )
