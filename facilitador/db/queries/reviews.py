"""What waits to be reviewed, was returned or approved, and everything that was said of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.sessions import session_number
from facilitador.db.sql_functions import not_looked_up
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.reviews import KEYS, review_entries, reviews
from facilitador.db.tables.sessions import session_amendments, session_facilitators, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.reviews import QueueEntry, ReviewEntry, ReviewKind, ReviewState, ReviewStep
from facilitador.domain.sessions import LogStatus

_TABLES: Final[Mapping[ReviewKind, sa.Table]] = {
    ReviewKind.SESSION: sessions,
    ReviewKind.FICHA: participants,
    ReviewKind.DECISION: exclusion_decisions,
}
_SINCE: Final[Mapping[ReviewKind, sa.Column[Any]]] = {
    ReviewKind.SESSION: sessions.c.closed_at,
    ReviewKind.FICHA: participants.c.created_at,
    ReviewKind.DECISION: exclusion_decisions.c.created_at,
}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which things of a queue: in this state, of this kind and group (None: any), after this one, at most so many."""

    state: ReviewState
    kind: ReviewKind | None = None
    group_id: UUID | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class StoredReview:
    """The review of a thing as it lies in the book; `review_id` None where nobody said anything yet."""

    review_id: UUID | None
    state: ReviewState
    revision: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    kind: ReviewKind
    id: UUID
    since: datetime
    state: ReviewState


NOT_BEGUN: Final = StoredReview(None, ReviewState.PENDING, 0)

_REVIEWS: Final = {
    kind: sa.select(reviews.c.id, reviews.c.state, reviews.c.revision).where(reviews.c[key] == sa.bindparam("key"))
    for kind, key in KEYS.items()
}
_ENTRIES = (
    sa.select(
        review_entries.c.id,
        review_entries.c.step,
        review_entries.c.anchor,
        review_entries.c.text,
        review_entries.c.about_id,
        review_entries.c.subject_revision,
        review_entries.c.at,
        review_entries.c.by,
    )
    .where(review_entries.c.review_id == sa.bindparam("review"))
    .order_by(review_entries.c.at, review_entries.c.id)
)


# -- one thing --------------------------------------------------------------------------------------------------------


def kind_of(tx: Transaction, subject_id: UUID) -> ReviewKind | None:
    """What a key is of: a closed session, a ficha, a standing decision; None for anything else."""
    for kind, table in _TABLES.items():
        statement = sa.select(table.c.id).where(table.c.id == subject_id, _reviewable(kind))
        if tx.connection.execute(statement).first() is not None:
            return kind
    return None


def review_of(tx: Transaction, kind: ReviewKind, subject_id: UUID) -> StoredReview:
    """Where the review of a thing stands; one that nobody began waits."""
    row = tx.connection.execute(_REVIEWS[kind], {"key": subject_id}).first()
    return StoredReview(row[0], ReviewState(row[1]), row[2]) if row is not None else NOT_BEGUN


def entries_of(tx: Transaction, review_id: UUID | None) -> tuple[ReviewEntry, ...]:
    """Every step of a review, oldest first."""
    if review_id is None:
        return ()
    found = tx.connection.execute(_ENTRIES, {"review": review_id})
    return tuple(ReviewEntry(key, ReviewStep(step), *rest) for key, step, *rest in found)


def is_approved(tx: Transaction, kind: ReviewKind, subject_id: UUID) -> bool:
    """True if the thing was approved and not opened again since."""
    return review_of(tx, kind, subject_id).state is ReviewState.APPROVED


def authors(tx: Transaction, kind: ReviewKind, subject_ids: Sequence[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Whose work each of these things is: who led or wrote it, or decided."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for subject, people in _written_by(tx, kind, subject_ids):
        found[subject].update(person for person in people if person is not None)
    return {subject: frozenset(found[subject]) for subject in subject_ids}


def _written_by(
    tx: Transaction, kind: ReviewKind, subject_ids: Sequence[UUID]
) -> Iterable[tuple[UUID, Iterable[UUID | None]]]:
    if kind is ReviewKind.FICHA:
        it = participants.c
        for key, *people in tx.connection.execute(
            sa.select(it.id, it.created_by, it.changed_by).where(it.id.in_(subject_ids))
        ):
            yield key, people
    elif kind is ReviewKind.DECISION:
        made = exclusion_decisions.c
        statement = sa.select(made.id, made.created_by, made.deciders).where(made.id.in_(subject_ids))
        for key, by, deciders in tx.connection.execute(statement):
            yield key, (by, *map(UUID, deciders))
    else:
        by_whom = (
            (session_facilitators.c.session_id, session_facilitators.c.person_id),
            (session_amendments.c.session_id, session_amendments.c.by),
            (sessions.c.id, sessions.c.closed_by),
        )
        for of, by in by_whom:
            for key, person in tx.connection.execute(sa.select(of, by).where(of.in_(subject_ids))):
                yield key, (person,)


# -- the queue --------------------------------------------------------------------------------------------------------


def queue(tx: Transaction, wanted: QueueFilter) -> tuple[QueueEntry, ...]:
    """A page of the queue, oldest first; each kind is read in its own order, and no further than the page."""
    found = [one for kind in _kinds(wanted) for one in _of_kind(tx, kind, wanted)]
    page = sorted(found, key=lambda one: (one.since, one.id))[: wanted.limit]
    described: dict[UUID, QueueEntry] = {}
    for kind in _kinds(wanted):
        described |= _described(tx, kind, [one for one in page if one.kind is kind])
    return tuple(described[one.id] for one in page)


def counts(tx: Transaction, wanted: QueueFilter) -> Mapping[ReviewKind, int]:
    """How many things of each kind are in that state; those that wait are all but those that do not."""
    return {kind: _count(tx, kind, wanted) for kind in _kinds(wanted)}


def oldest(tx: Transaction, state: ReviewState, group_id: UUID | None = None) -> datetime | None:
    """Since when the oldest thing in that state is there; None where nothing is."""
    wanted = QueueFilter(state, group_id=group_id, limit=1)
    return min((one.since for kind in ReviewKind for one in _of_kind(tx, kind, wanted)), default=None)


def reviewable(tx: Transaction, group_id: UUID | None) -> int:
    """How many things may be reviewed, or were."""
    return sum(_there(tx, kind, group_id) for kind in ReviewKind)


def _count(tx: Transaction, kind: ReviewKind, wanted: QueueFilter) -> int:
    moved = _counted(kind, wanted.group_id).join(reviews, reviews.c[KEYS[kind]] == _TABLES[kind].c.id)
    if wanted.state is not ReviewState.PENDING:
        return int(tx.connection.execute(moved.where(reviews.c.state == wanted.state)).scalar_one())
    settled = tx.connection.execute(moved.where(reviews.c.state != ReviewState.PENDING)).scalar_one()
    return _there(tx, kind, wanted.group_id) - int(settled)


def _there(tx: Transaction, kind: ReviewKind, group_id: UUID | None) -> int:
    return int(tx.connection.execute(_counted(kind, group_id)).scalar_one())


def _counted(kind: ReviewKind, group_id: UUID | None) -> sa.Select[int]:
    of_group = [] if group_id is None else [_of_group(kind, group_id)]
    return sa.select(sa.func.count()).select_from(_TABLES[kind]).where(_reviewable(kind), *of_group)


def _of_kind(tx: Transaction, kind: ReviewKind, wanted: QueueFilter) -> Iterable[_Waiting]:
    table, since = _TABLES[kind], _SINCE[kind]
    statement = _in_state(kind, wanted.state)
    if wanted.group_id is not None:
        statement = statement.where(_of_group(kind, wanted.group_id))
    if wanted.after is not None:
        at, key = wanted.after
        statement = statement.where(sa.or_(since > at, sa.and_(since == at, table.c.id > key)))
    found = tx.connection.execute(statement, {"at_most": wanted.limit})
    return (_Waiting(kind, key, at, wanted.state) for key, at in found)


@cache
def _in_state(kind: ReviewKind, state: ReviewState) -> sa.Select[Any]:
    """What is in that state, oldest first, `at_most` so many."""
    table, since = _TABLES[kind], _SINCE[kind]
    in_state = reviews.c.state == state
    if state is ReviewState.PENDING:  # what nobody has touched yet has no row
        in_state = sa.or_(reviews.c.id.is_(None), in_state)
    pairs = table.join(reviews, reviews.c[KEYS[kind]] == table.c.id, isouter=state is ReviewState.PENDING)
    there = _reviewable(kind)
    if kind is ReviewKind.SESSION and state is ReviewState.RETURNED:
        # few are returned at a time: they are found among the reviews, without walking along all that is closed
        there = not_looked_up(sessions.c.log_status) == LogStatus.CLOSED
    found = sa.select(table.c.id, since).select_from(pairs).where(there, in_state)
    return found.order_by(since, table.c.id).limit(sa.bindparam("at_most"))


def _kinds(wanted: QueueFilter) -> tuple[ReviewKind, ...]:
    return tuple(ReviewKind) if wanted.kind is None else (wanted.kind,)


def _reviewable(kind: ReviewKind) -> sa.ColumnElement[bool]:
    """What may be reviewed: a closed log, the ficha of a man who is or was in a group, a decision that stands."""
    if kind is ReviewKind.SESSION:
        return sessions.c.log_status == LogStatus.CLOSED
    if kind is ReviewKind.DECISION:
        return exclusion_decisions.c.withdrawn_on.is_(None)
    return sa.exists().where(enrolments.c.participant_id == participants.c.id)


def _of_group(kind: ReviewKind, group_id: UUID) -> sa.ColumnElement[bool]:
    if kind is ReviewKind.SESSION:
        return sessions.c.group_id == group_id
    stints = sa.select(enrolments.c.id).where(enrolments.c.group_id == group_id)
    if kind is ReviewKind.DECISION:
        return exclusion_decisions.c.enrolment_id.in_(stints)
    return sa.exists().where(enrolments.c.participant_id == participants.c.id, enrolments.c.group_id == group_id)


# -- what a line of it says -------------------------------------------------------------------------------------------


def described(tx: Transaction, kind: ReviewKind, subject_id: UUID, state: ReviewState) -> QueueEntry:
    """One thing as the queue tells it; the thing is there."""
    since = tx.connection.execute(sa.select(_SINCE[kind]).where(_TABLES[kind].c.id == subject_id)).scalar_one()
    return _described(tx, kind, [_Waiting(kind, subject_id, since, state)])[subject_id]


def _described(tx: Transaction, kind: ReviewKind, page: Sequence[_Waiting]) -> dict[UUID, QueueEntry]:
    if not page:
        return {}
    keys = [one.id for one in page]
    whose = authors(tx, kind, keys)
    facts = _facts(tx, kind, keys)
    return {
        one.id: QueueEntry(one.id, kind, one.state, one.since, *facts[one.id], own=tx.actor.id in whose[one.id])
        for one in page
    }


_Facts: TypeAlias = tuple[UUID | None, str, int | None, date | None, str]
"""Group, its name, the number and day of a session, the name of a man."""


def _facts(tx: Transaction, kind: ReviewKind, keys: Sequence[UUID]) -> Mapping[UUID, _Facts]:
    if kind is ReviewKind.SESSION:
        rows = tx.connection.execute(_OF_SESSIONS, {"keys": keys})
        return {key: (group, name, number, day, "") for key, group, name, number, day in rows}
    rows = tx.connection.execute(_OF_MEN if kind is ReviewKind.FICHA else _OF_DECISIONS, {"keys": keys})
    # the newest stint comes last, and is the one that stays
    return {key: (group, group_name or "", None, day, name) for key, group, group_name, day, name in rows}


_KEYS: Final[sa.BindParameter[Any]] = sa.bindparam("keys", expanding=True)
_OF_SESSIONS = (
    sa.select(sessions.c.id, sessions.c.group_id, groups.c.name, session_number(), sessions.c.day)
    .join(groups, groups.c.id == sessions.c.group_id)
    .where(sessions.c.id.in_(_KEYS))
)
_OF_MEN = (
    sa.select(participants.c.id, groups.c.id, groups.c.name, sa.null(), participants.c.full_name)
    .select_from(
        participants.outerjoin(enrolments, enrolments.c.participant_id == participants.c.id).outerjoin(
            groups, groups.c.id == enrolments.c.group_id
        )
    )
    .where(participants.c.id.in_(_KEYS))
    .order_by(enrolments.c.since, enrolments.c.created_at)
)
_OF_DECISIONS = (
    sa.select(
        exclusion_decisions.c.id,
        groups.c.id,
        groups.c.name,
        exclusion_decisions.c.decided_on,
        participants.c.full_name,
    )
    .select_from(
        exclusion_decisions.join(participants, participants.c.id == exclusion_decisions.c.participant_id)
        .outerjoin(enrolments, enrolments.c.id == exclusion_decisions.c.enrolment_id)
        .outerjoin(groups, groups.c.id == enrolments.c.group_id)
    )
    .where(exclusion_decisions.c.id.in_(_KEYS))
)
