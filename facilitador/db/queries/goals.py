"""Goals with their notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.goals import goal_notes, goals, shared_fields
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain.goals import Goal, GoalContent, GoalKind, GoalNote, GoalOutcome
from facilitador.errors import UserFacingError

_GOALS = sa.select(goals).order_by(goals.c.closed_on.is_not(None), goals.c.due_on, goals.c.wording)
_NOTES = (
    sa.select(goal_notes, people.c.given_names, people.c.surnames)
    .outerjoin(people, people.c.id == goal_notes.c.by)
    .where(goal_notes.c.goal_id.in_(sa.bindparam("goals", expanding=True)))
    .order_by(goal_notes.c.noted_on, goal_notes.c.at)
)


def goals_of(tx: Transaction, group_id: UUID | None) -> tuple[Goal, ...]:
    """The goals of a group, or those of the whole service: open ones first, the soonest before all."""
    where = goals.c.group_id.is_(None) if group_id is None else goals.c.group_id == group_id
    return _read(tx, where)


def goal(tx: Transaction, goal_id: UUID) -> Goal:
    """The goal of that id; refuses with `not_found`."""
    found = _read(tx, goals.c.id == goal_id)
    if not found:
        raise UserFacingError("not_found", field="goal_id")
    return found[0]


def open_goals(tx: Transaction) -> tuple[Goal, ...]:
    """Every open goal, of groups and of the service, the soonest first."""
    return _read(tx, goals.c.closed_on.is_(None))


def shared_field_ids(tx: Transaction) -> frozenset[UUID]:
    """The own fields that were declared to identify nobody."""
    return frozenset(tx.connection.execute(sa.select(shared_fields.c.own_field_id)).scalars())


def shared_field(tx: Transaction, own_field_id: UUID) -> UUID:
    """The key of the declaration about an own field; refuses with `not_found`."""
    statement = sa.select(shared_fields.c.id).where(shared_fields.c.own_field_id == own_field_id)
    found: UUID | None = tx.connection.execute(statement).scalar_one_or_none()
    if found is None:
        raise UserFacingError("not_found", field="own_field_id")
    return found


def _read(tx: Transaction, where: sa.ColumnElement[bool]) -> tuple[Goal, ...]:
    rows = tx.connection.execute(_GOALS.where(where)).mappings().all()
    notes = _notes(tx, [row["id"] for row in rows]) if rows else {}
    return tuple(_goal(row, tuple(notes[row["id"]])) for row in rows)


def _notes(tx: Transaction, goal_ids: Collection[UUID]) -> dict[UUID, list[GoalNote]]:
    found: dict[UUID, list[GoalNote]] = defaultdict(list)
    for row in tx.connection.execute(_NOTES, {"goals": goal_ids}).mappings():
        by = f"{row['given_names'] or ''} {row['surnames'] or ''}".strip()
        found[row["goal_id"]].append(GoalNote(row["id"], row["noted_on"], row["value"], row["seen"], by))
    return found


def _goal(row: sa.RowMapping, notes: tuple[GoalNote, ...]) -> Goal:
    content = GoalContent(
        GoalKind(row["kind"]),
        row["wording"],
        row["indicator"],
        row["target"],
        row["percent"],
        row["looked_at"],
        row["starts_on"],
        row["due_on"],
    )
    outcome = GoalOutcome(row["outcome"]) if row["outcome"] else None
    return Goal(
        row["id"],
        row["group_id"],
        content,
        row["closed_on"],
        outcome,
        row["outcome_seen"],
        notes,
        row["revision"],
    )
