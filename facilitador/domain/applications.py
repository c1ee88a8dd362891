"""One man answering one instrument once: what he answered, for what, how, and what of it cannot wait (6.4.3).

An application pins the edition of its instrument. Once finished it is never changed: one recorded by mistake is voided
and stays. Only the entry application is the directive's; intermediate, exit and follow-up are the service's own plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from facilitador.domain.instruments import REFUSED, Answer, Answers, AnswerScale, Instrument, InstrumentSection, Refusal
from facilitador.domain.scoring import Scores
from facilitador.errors import UserFacingError

LONGEST_REASON: Final = 500
LONGEST_NOTE: Final = 1000

GivenAnswers: TypeAlias = Mapping[str, int | Refusal]
"""What he answered or declined to answer; an item that is not there was left open."""


class Purpose(StrEnum):
    """At which point of the group he is asked."""

    ENTRY = "entry"
    INTERMEDIATE = "intermediate"
    EXIT = "exit"
    FOLLOW_UP = "follow_up"


PURPOSE_LABELS: Final[Mapping[Purpose, str]] = {
    Purpose.ENTRY: "Al inicio",
    Purpose.INTERMEDIATE: "A medio camino",
    Purpose.EXIT: "Al terminar",
    Purpose.FOLLOW_UP: "De seguimiento",
}

ONCE_A_STINT: Final = (Purpose.ENTRY, Purpose.EXIT)
"""Asked once in a stay in a group; the others may come again."""


class Mode(StrEnum):
    """How he is asked: he answers by himself, somebody reads aloud and marks, or on paper."""

    SELF = "self"
    READ_ALOUD = "read_aloud"
    PAPER = "paper"


MODE_LABELS: Final[Mapping[Mode, str]] = {
    Mode.SELF: "Respondió por su cuenta",
    Mode.READ_ALOUD: "Se le leyó en voz alta",
    Mode.PAPER: "En papel",
}


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    VOIDED = "voided"


STATUS_LABELS: Final[Mapping[ApplicationStatus, str]] = {
    ApplicationStatus.IN_PROGRESS: "A medias",
    ApplicationStatus.FINISHED: "Terminada",
    ApplicationStatus.VOIDED: "Anulada",
}


@dataclass(frozen=True, slots=True)
class Application:
    """One application as it lies in the book.

    `enrolment_id` None: he was in no group. `code`: of the sheet it was typed from, or empty. `current_item`: where he
    paused. `second_answers`: the same paper typed once more, None if it was not. `finished_at` in UTC.
    """

    id: UUID
    participant_id: UUID
    enrolment_id: UUID | None
    edition_id: UUID
    instrument_id: str
    purpose: Purpose
    mode: Mode
    status: ApplicationStatus
    code: str
    applied_on: date
    applier_id: UUID
    answers: GivenAnswers
    current_item: str
    second_answers: GivenAnswers | None
    finished_at: datetime | None
    void_reason: str
    revision: int


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application in a list. `name`: what the team calls the instrument; `second_entry_open`: typed twice, and the
    two do not agree yet; `critical_pending`: how many critical answers wait for somebody."""

    id: UUID
    participant_id: UUID
    full_name: str
    enrolment_id: UUID | None
    instrument_id: str
    edition: str
    name: str
    purpose: Purpose
    mode: Mode
    status: ApplicationStatus
    code: str
    applied_on: date
    items: int
    answered: int
    refused: int
    second_entry_open: bool
    critical_pending: int
    revision: int


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """An item that was typed differently the second time; `number` from 1, None: left open."""

    item: str
    number: int
    first: Answer
    second: Answer


@dataclass(frozen=True, slots=True)
class CriticalMatter:
    """A critical answer: whose, what he answered, why it cannot wait, the steps, and who attended to it and how.

    `responder`: who acts on results of this instrument, empty if nobody is named. `attended_at` in UTC, None: pending.
    """

    application_id: UUID
    participant_id: UUID
    full_name: str
    name: str
    purpose: Purpose
    applied_on: date
    item: str
    text: str
    value: int
    label: str
    reason: str
    steps: tuple[str, ...]
    responder: str
    attended_at: datetime | None
    attended_by: str
    note: str


@dataclass(frozen=True)
class ApplicationRecord:
    """Everything about one application, for the team. `scores` of one in progress are of what he answered so far."""

    line: ApplicationLine
    instrument: Instrument
    content_hash: str
    answers: GivenAnswers
    current_item: str
    second_answers: GivenAnswers | None
    differences: tuple[EntryDifference, ...]
    scores: Scores
    critical: tuple[CriticalMatter, ...]
    applier: str
    void_reason: str


@dataclass(frozen=True)
class AnswerSheet:
    """What a man sees while he answers: no name, nothing of scoring, nothing that hangs on what he answers."""

    application_id: UUID
    status: ApplicationStatus
    title: str
    introduction: str
    sections: tuple[InstrumentSection, ...]
    scales: tuple[AnswerScale, ...]
    answers: GivenAnswers
    current_item: str
    revision: int


def merged(before: GivenAnswers, change: Answers) -> dict[str, int | Refusal]:
    """The answers with some given anew; None takes an answer back."""
    whole = {**before, **change}
    return {item: answer for item, answer in whole.items() if answer is not None}


def in_order(instrument: Instrument, answers: GivenAnswers) -> dict[str, int | Refusal]:
    """The answers in the order asked."""
    return {item.id: answers[item.id] for item in instrument.items if item.id in answers}


def counts(answers: GivenAnswers) -> tuple[int, int]:
    """How many items were answered, and how many he preferred not to answer."""
    refused = sum(answer is REFUSED for answer in answers.values())
    return len(answers) - refused, refused


def differences(instrument: Instrument, first: GivenAnswers, second: GivenAnswers) -> tuple[EntryDifference, ...]:
    """Where two typings of one sheet do not agree, in the order asked."""
    return tuple(
        EntryDifference(item.id, number, first.get(item.id), second.get(item.id))
        for number, item in enumerate(instrument.items, start=1)
        if first.get(item.id) != second.get(item.id)
    )


def check_open(application: Application) -> None:
    """Refuse to change an application that is finished or voided."""
    if application.status is ApplicationStatus.FINISHED:
        raise UserFacingError("application_finished", field="application_id")
    if application.status is ApplicationStatus.VOIDED:
        raise UserFacingError("application_voided", field="application_id")


def check_complete(instrument: Instrument, application: Application) -> None:
    """Refuse to finish what nobody answered, or what was typed twice in two ways."""
    if not application.answers:
        raise UserFacingError("application_empty", field="answers")
    if application.second_answers is not None:
        count = len(differences(instrument, application.answers, application.second_answers))
        if count:
            raise UserFacingError("entries_do_not_agree", field="answers", count=count)
