"""What a person sees before she plans and while she does: the plan as it stands, one proposed, the feasts of her place.

Nothing here writes a session; a proposal is only looked at until `PlanSessions` is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from facilitador.db.queries import curricula as queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.queries import venues as venue_queries
from facilitador.db.tables.base import delete_row, insert_row
from facilitador.db.tables.curricula import local_feasts
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import EARLIEST_RECORD, Checks
from facilitador.domain.curricula import LocalFeast, ServiceCurriculum
from facilitador.domain.dates import WEEKDAYS, format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.groups import Group, GroupStatus
from facilitador.domain.holidays import Holiday, HolidayCalendar
from facilitador.domain.roles import Section, may_read
from facilitador.domain.session_plans import (
    FURTHEST_AHEAD,
    PlanFindings,
    PlannedSession,
    SessionState,
    plan_problems,
    propose,
)
from facilitador.domain.sessions import LogStatus, Session
from facilitador.domain.venues import Venue
from facilitador.errors import Problem, UserFacingError
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.plan_writing import calendar_of, findings_of, plan_of, plan_stamp
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

LONGEST_FEAST: Final = 120


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of a group with what it is read with. `findings` name the sessions by their place in `sessions`.

    `places`: the sessions as the rules see them. `calendar`: holidays and the feasts of the place. `stamp`: see
    `PlanSessions`. `on`: the day of which it tells.
    """

    group: Group
    venue: Venue | None
    venues: tuple[Venue, ...]
    sessions: tuple[Session, ...]
    places: tuple[PlannedSession, ...]
    findings: PlanFindings
    curriculum: ServiceCurriculum
    calendar: HolidayCalendar
    feasts: tuple[LocalFeast, ...]
    stamp: int
    on: date

    @property
    def planned(self) -> tuple[Session, ...]:
        """The sessions that are still to be held."""
        return tuple(session for session in self.sessions if session.state is SessionState.PLANNED)

    @property
    def next_session(self) -> Session | None:
        """The one to be opened: today's while its log is not closed, else the next one, else the last that is due."""
        today = [one for one in self.sessions if one.day == self.on and one.state is not SessionState.CANCELLED]
        waiting = [one for one in today if one.log_status is not LogStatus.CLOSED]
        ahead = [one for one in self.planned if one.day > self.on]
        late = [one for one in self.planned if one.day < self.on]
        return next(iter((*waiting, *ahead, *reversed(late))), None)

    @property
    def held(self) -> tuple[PlannedSession, ...]:
        """The sessions that were held, with the topics worked in them."""
        return tuple(one for one in self.places if one.status is SessionState.HELD)

    @property
    def next_day(self) -> date:
        """The first day of the group's weekday that is not past: not before it begins, after the last held session."""
        begins = (self.group.first_day,) if self.group.first_day else ()
        first: date = max((self.on, *begins, *(one.day + timedelta(days=1) for one in self.held)))
        weekday = self.group.weekday
        return first if weekday is None else first + timedelta(days=(weekday - first.weekday()) % len(WEEKDAYS))

    def judge(self, proposed: Sequence[PlannedSession]) -> PlanFindings:
        """What is wrong with these sessions beside those that were held; fields name their place in `proposed`."""
        found = plan_problems(
            (*proposed, *self.held),
            today=self.on,
            not_before=self.group.started_on or self.group.first_day,
            mandated=self.curriculum.mandated,
            holidays=self.calendar,
        )
        return PlanFindings(_within(found.refusals, len(proposed)), _within(found.warnings, len(proposed)))

    @property
    def topics_left(self) -> tuple[str, ...]:
        """The mandated topics that no session held so far has worked, in order (6.4.8)."""
        held = {topic for one in self.held for topic in one.topic_ids}
        return tuple(topic for topic in self.curriculum.mandated if topic not in held)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that stands nowhere yet: its sessions, what to look at, and the holidays it went round."""

    sessions: tuple[PlannedSession, ...]
    findings: PlanFindings
    left_out: tuple[Holiday, ...]


class GroupPlan(Query[PlanView], kw_only=True):
    """The plan of a group with its topics, holidays and what should be looked at."""

    group_id: UUID


class ProposedPlan(Query[Proposal], kw_only=True):
    """A plan proposed for what a group has still before it; nothing is stored.

    `weekdays`: 0 Monday … 6 Sunday. `topic_ids` in their order; the plan goes round holidays, feasts of the place and
    days on which the group met already.
    """

    group_id: UUID
    first: date
    weekdays: tuple[int, ...]
    starts_at: time
    minutes: int
    count: int
    topic_ids: tuple[str, ...]


class LocalFeasts(Query[tuple[LocalFeast, ...]], kw_only=True):
    """The days on which nobody meets in this place, by date."""


class AddLocalFeast(Command, kw_only=True):
    """Note a day on which nobody meets in this place (patron saint, anniversary); plans go round it from now on."""

    id: UUID | None = None
    day: date
    name: str


class RemoveLocalFeast(Command, kw_only=True):
    """Take a local feast back."""

    feast_id: UUID


def plan_view(tx: Transaction, group_id: UUID) -> PlanView:
    """The plan of a group; refuses with `not_found`."""
    plan = plan_of(tx, group_id)
    group, venues = plan.group, venue_queries.all_venues(tx)
    return PlanView(
        group=group,
        venue=next((venue for venue in venues if venue.id == group.venue_id), None),
        venues=venues,
        sessions=plan.sessions,
        places=plan.places,
        findings=findings_of(tx, group, plan.places),
        curriculum=curriculum_in_use(tx),
        calendar=calendar_of(tx),
        feasts=queries.feasts(tx),
        stamp=plan_stamp(plan.sessions),
        on=tx.today,
    )


def _propose(tx: Transaction, query: ProposedPlan) -> Proposal:
    view = plan_view(tx, query.group_id)
    if view.group.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    checks = Checks()
    too_far = query.first > tx.today + FURTHEST_AHEAD
    checks.need("first", not too_far, "session_too_far_ahead", day=format_date(query.first))
    checks.need("topic_ids", bool(query.topic_ids), "field_required")
    checks.refuse_if_any()
    sessions = propose(
        query.first,
        query.weekdays,
        query.starts_at,
        query.minutes,
        query.count,
        query.topic_ids,
        skip=_Taken(view.calendar, frozenset(one.day for one in view.held)),
        weights=view.curriculum.weights,
    )
    met = [day for day in view.calendar.between(query.first, sessions[-1].day) if day.free]
    left_out = tuple(day for day in met if day.day.weekday() in query.weekdays)
    return Proposal(sessions, view.judge(sessions), left_out)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Days that a plan leaves out: free ones, and those on which the group met already."""

    calendar: HolidayCalendar
    days: frozenset[date]

    def __contains__(self, day: object) -> bool:
        return day in self.days or day in self.calendar


def _within(problems: Iterable[Problem], count: int) -> tuple[Problem, ...]:
    """The problems of the first `count` sessions, and those of the whole plan."""

    def place(problem: Problem) -> int:
        parts = problem.field.split(".")
        return int(parts[1]) if len(parts) > 1 else -1

    return tuple(problem for problem in problems if place(problem) < count)


# -- feasts of the place ----------------------------------------------------------------------------------------------


def _add_feast(tx: Transaction, command: AddLocalFeast) -> Result:
    checks = Checks()
    name = checks.line("name", command.name, LONGEST_FEAST, required=True)
    checks.need("day", command.day >= EARLIEST_RECORD, "day_too_early")
    too_far = command.day > tx.today + FURTHEST_AHEAD
    checks.need("day", not too_far, "session_too_far_ahead", day=format_date(command.day))
    taken = next((feast for feast in queries.feasts(tx) if feast.day == command.day), None)
    checks.need("day", taken is None, "feast_day_taken", name=taken.name if taken else "")
    checks.refuse_if_any()
    key = insert_row(tx, local_feasts, command.id, day=command.day, name=name)
    return Result(key, (Change(Topic.CURRICULA, key),), ("day", "name"))


def _remove_feast(tx: Transaction, command: RemoveLocalFeast) -> Result:
    delete_row(tx, local_feasts, command.feast_id, local_feasts.c.id)
    return Result(command.feast_id, (Change(Topic.CURRICULA, command.feast_id),))


# -- what waits -------------------------------------------------------------------------------------------------------


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A running group without a plan, and sessions whose day has passed and of which nothing is recorded."""
    if not may_read(tx.actor.role, Section.SESSIONS):
        return
    states = session_queries.plan_states(tx, tx.today)
    for line in group_queries.open_lines(tx):
        group = line.group
        if group.status is not GroupStatus.RUNNING:
            continue
        state = states.get(group.id)
        told: dict[str, object] = {"group": group.name}
        if state is None:
            yield DueItem("due_group_without_plan", Urgency.SOON, "sessions", group.id, told)
        elif state.past:
            code = "due_session_past" if state.past == 1 else "due_sessions_past"
            yield DueItem(code, Urgency.OVERDUE, "sessions", group.id, {**told, "count": state.past})


COMMANDS = (
    CommandHandler(AddLocalFeast, _add_feast, writes(Section.SESSIONS)),
    CommandHandler(RemoveLocalFeast, _remove_feast, writes(Section.SESSIONS)),
)
QUERIES = (
    QueryHandler(GroupPlan, lambda tx, query: plan_view(tx, query.group_id), Section.SESSIONS),
    QueryHandler(ProposedPlan, _propose, Section.SESSIONS),
    QueryHandler(LocalFeasts, lambda tx, query: queries.feasts(tx), Section.SESSIONS),
)
