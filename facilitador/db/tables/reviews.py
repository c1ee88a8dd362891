"""Reviews of closed sessions, fichas and decisions: where each stands, and every step, which is only added to.

What was approved is locked here too: it changes again once the review was opened again, with a reason.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import append_row, foreign, insert_row, metadata, one_of, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, UtcDateTime
from facilitador.domain.reviews import (
    ANCHOR_LIMIT,
    TEXT_LIMIT,
    TRANSITIONS,
    ReviewKind,
    ReviewState,
    ReviewStep,
    ReviewSubject,
)

# One row a thing, made when somebody first says something of it: what has none waits. Three keys and not one of any
# kind, so that the database knows what each points at.
reviews = stamped_table(
    "reviews",
    foreign("session_id", "sessions", nullable=True),
    foreign("participant_id", "participants", nullable=True),
    foreign("decision_id", "exclusion_decisions", nullable=True),
    sa.Column("state", sa.String(20), nullable=False),
    one_of("state", tuple(ReviewState)),
    sa.CheckConstraint(
        "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END "
        "+ CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END = 1",
        name="of_one_thing",
    ),
    sa.UniqueConstraint("session_id"),
    sa.UniqueConstraint("participant_id"),
    sa.UniqueConstraint("decision_id"),
    sa.Index(None, "state"),
)

review_entries = sa.Table(
    "review_entries",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    foreign("review_id", "reviews"),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("anchor", sa.String(ANCHOR_LIMIT), nullable=False),
    sa.Column("text", sa.String(TEXT_LIMIT), nullable=False),
    foreign("about_id", "review_entries", nullable=True),
    sa.Column("subject_revision", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    one_of("step", tuple(ReviewStep)),
    sa.CheckConstraint("(step = 'reply') = (about_id IS NOT NULL)", name="reply_is_about_something"),
    sa.CheckConstraint("step NOT IN ('comment', 'reply', 'reopen') OR text <> ''", name="says_something"),
    sa.Index(None, "review_id"),
    sa.Index(None, "about_id"),
)

KEYS: Final[dict[ReviewKind, str]] = {
    ReviewKind.SESSION: "session_id",
    ReviewKind.FICHA: "participant_id",
    ReviewKind.DECISION: "decision_id",
}
"""The column that points at a thing of each kind."""


_APPROVED: Final = "(SELECT state FROM reviews WHERE {column} = {row}) IS 'approved'"
_MOVED: Final = (
    "EXISTS (SELECT 1 FROM review_entries WHERE review_id = OLD.id AND at = NEW.changed_at "
    "AND (OLD.state, NEW.state, step) IN (VALUES {moves}))"
)


def _approved(kind: ReviewKind) -> str:
    """SQL: true if the thing whose row is about to change was approved."""
    return _APPROVED.format(column=KEYS[kind], row="OLD.id")


def _moved() -> str:
    """SQL: true if a step was added that leads from the old state to the new one."""
    moves = ", ".join(
        f"('{before}', '{after}', '{step}')" for (before, step), after in TRANSITIONS.items() if before is not after
    )
    return _MOVED.format(moves=moves)


def _locked(table: str, what: str, event: str, when: str) -> dict[str, str]:
    name = f"{table}_locked_by_review"
    body = f"BEGIN SELECT RAISE(ABORT, 'the {what} was approved'); END"
    return {name: f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} {body}"}


LOCKS: Final[dict[str, str]] = {
    "reviews_begin_pending": (
        "CREATE TRIGGER reviews_begin_pending BEFORE INSERT ON reviews WHEN NEW.state <> 'pending' "
        "BEGIN SELECT RAISE(ABORT, 'a review begins by waiting'); END"
    ),
    "reviews_move_by_steps": (
        "CREATE TRIGGER reviews_move_by_steps BEFORE UPDATE OF state ON reviews "
        f"WHEN NEW.state <> OLD.state AND NOT {_moved()} "
        "BEGIN SELECT RAISE(ABORT, 'a review moves by its steps'); END"
    ),
    **_locked("sessions", "log", "UPDATE", f"OLD.log_status = 'closed' AND {_approved(ReviewKind.SESSION)}"),
    **_locked("participants", "ficha", "UPDATE", _approved(ReviewKind.FICHA)),
    **_locked(
        "exclusion_decisions",
        "decision",
        "UPDATE OF withdrawn_on, withdrawn_by, withdrawn_reason",
        _approved(ReviewKind.DECISION),
    ),
}
"""Triggers: a review moves by its steps only, and what was approved stays as it was approved."""


def begin_review(tx: Transaction, subject: ReviewSubject) -> UUID:
    """The first thing said of something: its review, waiting; its key."""
    keys: dict[str, UUID | None] = dict.fromkeys(KEYS.values())
    return insert_row(tx, reviews, None, **{**keys, KEYS[subject.kind]: subject.id}, state=ReviewState.PENDING)


def add_review_entry(tx: Transaction, entry_id: UUID | None, review_id: UUID, **values: Any) -> UUID:
    """Add a step: `step`, `anchor`, `text`, `about_id`, `subject_revision`; its key. The state is moved after it."""
    return append_row(tx, review_entries, entry_id, review_id=review_id, **values)


def move_review(tx: Transaction, review_id: UUID, revision: int | None, state: ReviewState) -> None:
    """Put a review in another state, or only raise its revision. As `update_row`."""
    update_row(tx, reviews, review_id, revision, state=state)
