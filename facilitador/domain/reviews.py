"""What a supervisor says of closed sessions, fichas and decisions: waiting, returned to be completed, approved (6.9.1).

Every step is added and none is changed. What the team reflects on and its self-checks are nobody's to review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.errors import UserFacingError

TEXT_LIMIT: Final = 2000
ANCHOR_LIMIT: Final = 60


class ReviewKind(StrEnum):
    """What is reviewed."""

    SESSION = "session"
    FICHA = "ficha"
    DECISION = "decision"


KIND_LABELS: Final[Mapping[ReviewKind, str]] = {
    ReviewKind.SESSION: "Bitácora de sesión",
    ReviewKind.FICHA: "Ficha de registro",
    ReviewKind.DECISION: "Decisión sobre quién continúa",
}


class ReviewState(StrEnum):
    """Where the review of a thing stands; a thing nobody looked at waits."""

    PENDING = "pending"
    RETURNED = "returned"
    APPROVED = "approved"


STATE_LABELS: Final[Mapping[ReviewState, str]] = {
    ReviewState.PENDING: "Por revisar",
    ReviewState.RETURNED: "Devuelto para completar",
    ReviewState.APPROVED: "Conforme",
}


class ReviewStep(StrEnum):
    """A step of a review. A comment and a reply move nothing; the others lead from one state to another."""

    COMMENT = "comment"
    REPLY = "reply"
    RETURN = "return"
    COMPLETE = "complete"
    APPROVE = "approve"
    REOPEN = "reopen"


STEP_LABELS: Final[Mapping[ReviewStep, str]] = {
    ReviewStep.COMMENT: "Comentario",
    ReviewStep.REPLY: "Respuesta",
    ReviewStep.RETURN: "Devuelto para completar",
    ReviewStep.COMPLETE: "Completado",
    ReviewStep.APPROVE: "Conforme",
    ReviewStep.REOPEN: "Abierto otra vez",
}

TRANSITIONS: Final[Mapping[tuple[ReviewState, ReviewStep], ReviewState]] = {
    (ReviewState.PENDING, ReviewStep.COMMENT): ReviewState.PENDING,
    (ReviewState.PENDING, ReviewStep.REPLY): ReviewState.PENDING,
    (ReviewState.PENDING, ReviewStep.RETURN): ReviewState.RETURNED,
    (ReviewState.PENDING, ReviewStep.APPROVE): ReviewState.APPROVED,
    (ReviewState.RETURNED, ReviewStep.COMMENT): ReviewState.RETURNED,
    (ReviewState.RETURNED, ReviewStep.REPLY): ReviewState.RETURNED,
    (ReviewState.RETURNED, ReviewStep.COMPLETE): ReviewState.PENDING,
    (ReviewState.RETURNED, ReviewStep.APPROVE): ReviewState.APPROVED,
    (ReviewState.APPROVED, ReviewStep.REOPEN): ReviewState.PENDING,
}
"""Every step there is, by the state it is taken in, and where it leads."""

BY_REVIEWER: Final = frozenset({ReviewStep.COMMENT, ReviewStep.RETURN, ReviewStep.APPROVE, ReviewStep.REOPEN})
"""The steps of who reviews; the others are of who wrote."""

WITH_WORDS: Final = frozenset({ReviewStep.COMMENT, ReviewStep.REPLY, ReviewStep.REOPEN})
"""The steps that say nothing without words. A return may rest on the comments made before it."""


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """One step of a review: when (UTC), by whom, about which part, in which words.

    `anchor`: the part of the thing it stands at, empty for the whole. `about_id`: the comment that a reply answers.
    `subject_revision`: the revision of the thing when it was said; its text is not copied.
    """

    id: UUID
    step: ReviewStep
    anchor: str
    text: str
    about_id: UUID | None
    subject_revision: int
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """One part of a thing as it is read: what names it, and what stands there now; empty where nothing does."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewedSection:
    """Parts of a thing under one title."""

    title: str
    lines: tuple[ReviewedLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewSubject:
    """A thing that is reviewed, and whose work it is (`authors`).

    `participant_id` and `full_name`: the man it is about; `number` and `day`: of a session (`day` also of a decision).
    """

    id: UUID
    kind: ReviewKind
    group_id: UUID | None
    group_name: str
    participant_id: UUID | None
    number: int | None
    full_name: str
    day: date | None
    revision: int
    authors: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A thing to be reviewed, read only, with everything said of it, oldest first.

    `people`: names by id. `reviewers`: who else may review it, by name. `may_review`: the person who asks may.
    """

    subject: ReviewSubject
    state: ReviewState
    sections: tuple[ReviewedSection, ...]
    entries: tuple[ReviewEntry, ...]
    people: Mapping[UUID, str]
    reviewers: tuple[str, ...]
    may_review: bool
    revision: int


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A thing in the queue; `since`: when it began to wait (UTC); `own`: it is the work of the person who asks.

    `number` and `day` are of a session; `full_name` of a man.
    """

    subject_id: UUID
    kind: ReviewKind
    state: ReviewState
    since: datetime
    group_id: UUID | None
    group_name: str
    number: int | None
    day: date | None
    full_name: str
    own: bool


@dataclass(frozen=True, slots=True)
class ReviewQueueView:
    """A page of the queue, oldest first, and how many things of each kind are in that state."""

    entries: tuple[QueueEntry, ...]
    counts: Mapping[ReviewKind, int]

    @property
    def total(self) -> int:
        """How many there are of all kinds."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """How the review of a thing stands, for the page on which it is written."""

    state: ReviewState
    comments: int
    reviewed: bool


def next_state(state: ReviewState, step: ReviewStep) -> ReviewState:
    """Where a step leads; refuses one that is not taken in this state."""
    after = TRANSITIONS.get((state, step))
    if after is None:
        code = "review_is_approved" if state is ReviewState.APPROVED else "review_step_unknown"
        raise UserFacingError(code, state=STATE_LABELS[state].lower(), step=STEP_LABELS[step].lower())
    return after


def check_reviewer(subject: ReviewSubject, person_id: UUID, others: Sequence[str]) -> None:
    """Refuse who would review her own work, and say who else may; `others`: their names."""
    if person_id not in subject.authors:
        return
    if others:
        raise UserFacingError("review_own_work", others="; ".join(others))
    raise UserFacingError("review_own_work_alone")


def check_answered(step: ReviewStep, text: str, entries: Sequence[ReviewEntry]) -> None:
    """Refuse a return that says nothing: neither in its own words nor in a comment since the last step that moved."""
    if step is not ReviewStep.RETURN or text:
        return
    for entry in reversed(entries):
        if entry.step is ReviewStep.COMMENT:
            return
        if entry.step is not ReviewStep.REPLY:
            break
    raise UserFacingError("review_return_says_why", field="text")


def comments_at(entries: Sequence[ReviewEntry], anchor: str) -> tuple[ReviewEntry, ...]:
    """The comments that stand at a part, oldest first."""
    return tuple(one for one in entries if one.step is ReviewStep.COMMENT and one.anchor == anchor)


def replies_to(entries: Sequence[ReviewEntry], comment_id: UUID) -> tuple[ReviewEntry, ...]:
    """What was answered to a comment, oldest first."""
    return tuple(one for one in entries if one.about_id == comment_id)


def open_comments(entries: Sequence[ReviewEntry]) -> tuple[ReviewEntry, ...]:
    """The comments that nobody answered yet, oldest first."""
    answered: Collection[UUID | None] = {one.about_id for one in entries}
    return tuple(one for one in entries if one.step is ReviewStep.COMMENT and one.id not in answered)


def state_after(steps: Iterable[ReviewStep]) -> ReviewState:
    """Where these steps lead, oldest first, when two books took some each: one that no longer fits moves nothing."""
    state = ReviewState.PENDING
    for step in steps:
        state = TRANSITIONS.get((state, step), state)
    return state
