"""Goals of a group or of the service (6.9.1): set, followed by notes that are only added, and closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from facilitador.db.queries import goals as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.tables import goals as tables
from facilitador.db.tables.base import append_row, insert_row, require_row, update_row
from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, urgency_by
from facilitador.domain.goals import (
    LARGEST_TARGET,
    SEEN_LIMIT,
    Goal,
    GoalContent,
    GoalKind,
    GoalOutcome,
    GoalStanding,
    check_content,
)
from facilitador.domain.indicators import Period, Span
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.reference import indicators
from facilitador.use_cases.indicators import reading_one
from facilitador.use_cases.pieces import Pieces
from facilitador.use_cases.requests import Command, CommandHandler, Query, Result, in_pieces, own_unless, writes

_FIELDS: Final = ("kind", "wording", "indicator", "target", "percent", "looked_at", "starts_on", "due_on")


class GoalForm(Command, kw_only=True):
    """`number`: a `target` by `due_on`, of an `indicator` (a code, or empty: the team notes the number itself).

    `percent`: the target is a percentage. `quality`: what will be `looked_at`, and no number. It counts from
    `starts_on`, today if none is given. Texts up to 300 (`wording`) and 2,000 letters.
    """

    kind: GoalKind
    wording: str
    indicator: str = ""
    target: int | None = None
    percent: bool = False
    looked_at: str = ""
    starts_on: date | None = None
    due_on: date


class SetGoal(GoalForm, kw_only=True):
    """Set a goal of a group, or of the whole service where no group is named."""

    id: UUID | None = None
    group_id: UUID | None = None


class DescribeGoal(GoalForm, kw_only=True):
    """Write an open goal over."""

    goal_id: UUID
    revision: int | None = None


class NoteGoal(Command, kw_only=True):
    """Add what was seen on a day (today): a number, words up to 2,000 letters, or both. It is never changed after."""

    id: UUID | None = None
    goal_id: UUID
    noted_on: date | None = None
    value: int | None = None
    seen: str = ""


class CloseGoal(Command, kw_only=True):
    """Close a goal: reached, partly or not_reached, and what was seen, up to 2,000 letters."""

    goal_id: UUID
    revision: int | None = None
    outcome: GoalOutcome
    seen: str


class Goals(Query[tuple[GoalStanding, ...]], kw_only=True):
    """The goals of a group, or of the whole service where none is named, with how far each is; open ones first."""

    group_id: UUID | None = None


def standings(query: Goals) -> Pieces[tuple[GoalStanding, ...]]:
    """Reads them in pieces, each with what it counts."""
    tx = yield
    if query.group_id is not None:
        group_queries.group(tx, query.group_id)
    found: tuple[GoalStanding, ...] = ()
    for goal in queries.goals_of(tx, query.group_id):
        found += ((yield from _standing(goal, tx.today)),)
    return found


def _standing(goal: Goal, today: date) -> Pieces[GoalStanding]:
    indicator = indicators().of(goal.content.indicator)
    if indicator is None:
        return GoalStanding(goal, None, None)
    last = min(goal.closed_on or today, max(goal.content.due_on, goal.content.starts_on))
    period = Period(Span.CYCLE, goal.content.starts_on.replace(day=1), last)
    reading = yield from reading_one(indicator, goal.group_id)
    return GoalStanding(goal, indicator, reading.within(period))


def _content(tx: Transaction, form: GoalForm, group: bool) -> dict[str, Any]:
    content = GoalContent(
        form.kind,
        form.wording,
        form.indicator,
        form.target,
        form.percent,
        form.looked_at,
        form.starts_on or tx.today,
        form.due_on,
    )
    known = indicators()
    checked = check_content(content, {one.code: one for one in known.indicators}, group)
    return {name: getattr(checked, name) for name in _FIELDS} | {"edition": known.provenance.edition}


def _set(tx: Transaction, command: SetGoal) -> Result:
    if command.group_id is not None:
        require_row(tx, groups, command.group_id, "group_id")
    values = _content(tx, command, command.group_id is not None)
    standing = {"closed_on": None, "outcome": None, "outcome_seen": ""}
    key = insert_row(tx, tables.goals, command.id, group_id=command.group_id, **values, **standing)
    return _changed(key, _FIELDS)


def _describe(tx: Transaction, command: DescribeGoal) -> Result:
    goal = _open_goal(tx, command.goal_id)
    update_row(tx, tables.goals, goal.id, command.revision, **_content(tx, command, goal.group_id is not None))
    return _changed(goal.id, _FIELDS)


def _note(tx: Transaction, command: NoteGoal) -> Result:
    goal = _open_goal(tx, command.goal_id)
    checks = Checks()
    noted_on = command.noted_on or tx.today
    checks.recorded_day("noted_on", noted_on, tx.today)
    checks.within("value", command.value, 0, LARGEST_TARGET)
    seen = checks.text("seen", command.seen, SEEN_LIMIT, required=command.value is None)
    checks.refuse_if_any()
    values = {"goal_id": goal.id, "noted_on": noted_on, "value": command.value, "seen": seen}
    key = append_row(tx, tables.goal_notes, command.id, **values)
    return _changed(goal.id, ("noted_on", "value", "seen"), key)


def _close(tx: Transaction, command: CloseGoal) -> Result:
    goal = _open_goal(tx, command.goal_id)
    checks = Checks()
    seen = checks.text("seen", command.seen, SEEN_LIMIT, required=True)
    checks.refuse_if_any()
    values = {"closed_on": tx.today, "outcome": command.outcome, "outcome_seen": seen}
    update_row(tx, tables.goals, goal.id, command.revision, **values)
    return _changed(goal.id, ("outcome", "seen"))


def _open_goal(tx: Transaction, goal_id: UUID) -> Goal:
    goal = queries.goal(tx, goal_id)
    if not goal.is_open:
        raise UserFacingError("goal_closed", field="goal_id")
    return goal


def _changed(goal_id: UUID, fields: tuple[str, ...], key: UUID | None = None) -> Result:
    return Result(key or goal_id, (Change(Topic.GOALS, goal_id),), fields)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """The goals whose day is near or past; the page settles them."""
    if not may_write(tx.actor.role, Section.GROUPS):
        return
    for goal in queries.open_goals(tx):
        if (goal.content.due_on - tx.today).days <= DAYS_IN_SIGHT:
            urgency = urgency_by(goal.content.due_on, tx.today)
            if goal.group_id is None:
                yield DueItem("due_service_goal", urgency, "goals", None, {}, goal.content.due_on)
            else:
                told: dict[str, object] = {"group": group_queries.group(tx, goal.group_id).name}
                yield DueItem("due_goal", urgency, "goals", goal.group_id, told, goal.content.due_on)


COMMANDS = (
    CommandHandler(SetGoal, _set, writes(Section.GROUPS)),
    CommandHandler(DescribeGoal, _describe, writes(Section.GROUPS)),
    CommandHandler(NoteGoal, _note, writes(Section.GROUPS)),
    CommandHandler(CloseGoal, _close, writes(Section.GROUPS)),
)
QUERIES = (in_pieces(Goals, standings, Section.SESSIONS, own_unless("group_id")),)
