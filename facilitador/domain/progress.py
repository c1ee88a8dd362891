"""How a man goes on (6.9.1): his stays, his sessions and topics, what he was asked, and what remains to complete.

Nothing of his partner or of protection matters is here, and no figure that sums him up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.application_plans import MissingApplication
from facilitador.domain.applications import PURPOSE_LABELS, ApplicationLine
from facilitador.domain.care import IndividualCare
from facilitador.domain.coverage import TopicState
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.participants import StintWithEvents
from facilitador.domain.profiles import ManChange
from facilitador.domain.referrals import Referral

TO_MAKE_UP: Final = (TopicState.MISSED, TopicState.BEFORE_ENTRY)
"""What a man who is still in the group may make up."""


class RemainingKind(StrEnum):
    """Something that is still to be completed with him, in the order of the page."""

    SANCTION = "sanction"
    FICHA = "ficha"
    CONSENT = "consent"
    QUESTIONS = "questions"
    EVALUATION = "evaluation"
    MARKS = "marks"
    TOPICS = "topics"
    COMPLETION = "completion"
    REFERRALS = "referrals"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class Remaining:
    """One line of what remains, how many of it, and the destination that settles it."""

    kind: RemainingKind
    words: str
    count: int
    place: str
    target_id: UUID


@dataclass(frozen=True, slots=True)
class EvaluationProgress:
    """The initial evaluation (6.6): how many of its factors were asked about, and which were looked at again, when."""

    asked: int
    of: int
    looked_again: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class ManProgress:
    """A man on a day, as far as the asking role may see him; a part it may not see is None (changes: empty).

    `groups`: each group in which he took part, the latest first. `missing_questions`: of groups in which he is now.
    `route_missing`: he has a sanction to serve and nothing stands that leads to a CAI (6.2.8).
    """

    participant_id: UUID
    full_name: str
    on: date
    missing_fields: int
    consent_missing: bool
    stays: tuple[StintWithEvents, ...]
    groups: tuple[tuple[GroupNumbers, ManNumbers], ...]
    applications: tuple[ApplicationLine, ...] | None
    changes: tuple[ManChange, ...]
    missing_questions: tuple[tuple[UUID, MissingApplication], ...]
    evaluation: EvaluationProgress | None
    referrals: tuple[Referral, ...] | None
    route_missing: bool
    cares: tuple[IndividualCare, ...] | None

    @property
    def attended(self) -> int:
        """To how many sessions he came, over all his groups; without any there is nothing to certify."""
        return sum(man.figures.attended for _, man in self.groups)


_COUNTED: Final = {
    RemainingKind.FICHA: ("A su ficha le falta un dato.", "A su ficha le faltan {count} datos."),
    RemainingKind.QUESTIONS: ("Le falta responder unas preguntas: {what}.", "Le falta responder: {what}."),
    RemainingKind.EVALUATION: (
        "De la evaluación inicial falta preguntar por un factor.",
        "De la evaluación inicial falta preguntar por {count} factores.",
    ),
    RemainingKind.MARKS: (
        "Su asistencia a una sesión está sin registrar ({what}).",
        "Su asistencia a {count} sesiones está sin registrar ({what}).",
    ),
    RemainingKind.TOPICS: ("Tiene un tema por recuperar ({what}).", "Tiene {count} temas por recuperar ({what})."),
    RemainingKind.REFERRALS: ("Tiene una derivación abierta.", "Tiene {count} derivaciones abiertas."),
    RemainingKind.CARE: (
        "Su atención individual no tiene objetivos acordados.",
        "{count} atenciones individuales no tienen objetivos acordados.",
    ),
}
_SANCTION: Final = "Tiene una sanción por cumplir y no está derivado a un CAI (6.2.8)."
_CONSENT: Final = "Falta su consentimiento."
_COMPLETION: Final = "Con la asistencia que pide el servicio ya no puede completar, salvo que recupere sesiones."


def remaining(his: ManProgress) -> tuple[Remaining, ...]:
    """What remains to complete with him, in order; nothing that counts zero. Of groups he left, nothing."""
    man = his.participant_id
    found = [*_of_record(his)]
    for group, numbers in his.groups:
        if numbers.present:
            found += _of_group(group, numbers)
    still_open = [one for one in his.referrals or () if one.is_open]
    without_goals = [one for one in his.cares or () if one.is_open and not one.agreement.goals]
    found += _counted(RemainingKind.REFERRALS, len(still_open), "referrals", man)
    found += _counted(RemainingKind.CARE, len(without_goals), "care", man)
    order = list(RemainingKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _of_record(his: ManProgress) -> Iterable[Remaining]:
    man = his.participant_id
    if his.route_missing:
        yield Remaining(RemainingKind.SANCTION, _SANCTION, 1, "referrals", man)
    yield from _counted(RemainingKind.FICHA, his.missing_fields, "participant", man)
    if his.consent_missing:
        yield Remaining(RemainingKind.CONSENT, _CONSENT, 1, "participant", man)
    for group_id in dict.fromkeys(group for group, _ in his.missing_questions):
        asked = [question_words(one) for group, one in his.missing_questions if group == group_id]
        yield from _counted(RemainingKind.QUESTIONS, len(asked), "applications", group_id, "; ".join(asked))
    if his.evaluation is not None:
        yield from _counted(RemainingKind.EVALUATION, his.evaluation.of - his.evaluation.asked, "evaluation", man)


def _of_group(group: GroupNumbers, man: ManNumbers) -> Iterable[Remaining]:
    name, place = group.group_name, "coverage"
    yield from _counted(RemainingKind.MARKS, man.figures.unrecorded, place, group.group_id, name)
    lacks = [topic.short for topic in group.topics if man.topics[topic.id].state in TO_MAKE_UP]
    yield from _counted(RemainingKind.TOPICS, len(lacks), place, group.group_id, f"{name}: {', '.join(lacks)}")
    if man.can_complete is False:
        yield Remaining(RemainingKind.COMPLETION, _COMPLETION, 1, place, group.group_id)


def _counted(kind: RemainingKind, count: int, place: str, target: UUID, what: str = "") -> Iterable[Remaining]:
    if count > 0:
        words = _COUNTED[kind][count > 1].format(count=count, what=what)
        yield Remaining(kind, words, count, place, target)


def question_words(one: MissingApplication) -> str:
    """`Preguntas de inicio, al inicio`."""
    return f"{one.name}, {PURPOSE_LABELS[one.purpose].lower()}"
