"""A plan is written as a whole: what is new is added, what changed is rewritten with its step, what left it goes.

Whatever rearranges a plan (one session moved, all proposed again) comes through here, so that one set of rules holds:
no two sessions at one hour, nothing before the group began, topics that exist, and a history of every step.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from facilitador import reference
from facilitador.db.queries import curricula as curriculum_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import sessions as queries
from facilitador.db.tables.base import remembered
from facilitador.db.tables.curricula import local_feasts
from facilitador.db.tables.sessions import (
    add_session_event,
    change_session,
    forget_sessions,
    insert_session,
    lift_sessions,
    set_topics,
)
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.groups import Group, GroupStatus
from facilitador.domain.holidays import HolidayCalendar
from facilitador.domain.session_plans import PlanFindings, PlannedSession, SessionState, plan_problems
from facilitador.domain.sessions import Session, SessionStep, SessionTopic
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.requests import Notice, Result

LEFT_THE_PLAN: Final = "Salió del plan."
"""What stands in the history of a session that left the plan and is kept because something is written about it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a plan is changed: a code of `ChangeReason` and words, both empty where nobody is asked."""

    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WholePlan:
    """The plan of a group as it stands: its sessions in order, and the same as the rules see them."""

    group: Group
    sessions: tuple[Session, ...]
    places: tuple[PlannedSession, ...]

    def place_of(self, session_id: UUID) -> int:
        """Where a session stands; refuses with `not_found`."""
        for place, one in enumerate(self.places):
            if one.id == session_id:
                return place
        raise UserFacingError("not_found", field="session_id")


def plan_of(tx: Transaction, group_id: UUID) -> WholePlan:
    """The plan of a group; refuses with `not_found`."""
    group = group_queries.group(tx, group_id)
    sessions = queries.sessions_of_group(tx, group_id)
    return WholePlan(group, sessions, tuple(as_planned(session) for session in sessions))


def open_plan_of(tx: Transaction, group_id: UUID) -> WholePlan:
    """The same; refuses with `group_closed` where nothing is planned any more."""
    plan = plan_of(tx, group_id)
    if plan.group.status is GroupStatus.CLOSED:
        raise UserFacingError("group_closed", field="group_id")
    return plan


def as_planned(session: Session) -> PlannedSession:
    """A session as the rules of the plan see it; one that was held counts for the topics worked in it."""
    topics = session.worked_topics if session.state is SessionState.HELD else ()
    return PlannedSession(
        day=session.day,
        starts_at=session.starts_at,
        minutes=session.minutes,
        topic_ids=topics or session.planned_topics,
        id=session.id,
        status=session.state,
        extra=session.extra,
    )


def plan_stamp(sessions: Sequence[Session]) -> int:
    """A number that is another after every change of a plan: what was seen can be told from what stands there now."""
    seen = b"".join(session.id.bytes + session.revision.to_bytes(4) for session in sorted(sessions, key=_by_id))
    return zlib.crc32(seen)


def calendar_of(tx: Transaction) -> HolidayCalendar:
    """The holidays of Peru with the feasts of the place."""

    def read() -> HolidayCalendar:
        own = {feast.day: feast.name for feast in curriculum_queries.feasts(tx)}
        return reference.holidays().with_own(own)

    return remembered(tx, local_feasts, "calendar", read)


def findings_of(tx: Transaction, group: Group, places: Sequence[PlannedSession]) -> PlanFindings:
    """What is wrong with these sessions of a group and what should be looked at; see `plan_problems`."""
    return plan_problems(
        places,
        today=tx.today,
        not_before=group.started_on or group.first_day,
        mandated=curriculum_in_use(tx).mandated,
        holidays=calendar_of(tx),
    )


def touched(before: WholePlan, after: Sequence[PlannedSession]) -> dict[int, PlannedSession]:
    """The sessions of a plan that are new or not as they were, by their place in it."""
    known = {one.id: one for one in before.places}
    return {place: one for place, one in enumerate(after) if known.get(one.id) != one}


def check_plan(tx: Transaction, before: WholePlan, after: Sequence[PlannedSession]) -> PlanFindings:
    """Refuse a plan for what is wrong with the sessions that change; what stood there before is not judged again.

    Fields keep their place (`sessions.3.day`); what collides with a session that stays is told of the whole plan.
    """
    changed = touched(before, after)
    found = findings_of(tx, before.group, after)
    refusals = list(_unknown_topics(tx, before, changed))
    for problem in found.refusals:
        if _place(problem) in changed:
            refusals.append(problem)
        elif problem.code == "session_overlaps" and any(_meets(one, after, problem) for one in changed.values()):
            refusals.append(Problem("sessions", problem.code, problem.parameters))
    if refusals:
        raise InvalidInput(refusals)
    return PlanFindings((), tuple(one for one in found.warnings if _place(one) in changed))


def check_one(tx: Transaction, before: WholePlan, after: Sequence[PlannedSession]) -> tuple[Notice, ...]:
    """As `check_plan` for a command about one session: its fields are `day`, `starts_at`, `minutes`, `topic_ids`."""
    try:
        found = check_plan(tx, before, after)
    except InvalidInput as refused:
        fields = {"sessions": "starts_at"}
        own = (
            Problem(fields.get(name := one.field.split(".")[-1], name), one.code, one.parameters)
            for one in refused.problems
        )
        raise InvalidInput(own) from refused
    return tuple(Notice(one.code, one.parameters) for one in found.warnings)


def write_plan(
    tx: Transaction,
    before: WholePlan,
    after: Sequence[PlannedSession],
    why: Why = Why(),
    details: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> Result:
    """Put a checked plan in place of what stands there; `details`: further columns of sessions that are in it.

    A planned session that is in the plan no more is forgotten if nothing happened to it; else it stays, cancelled.
    """
    known = {session.id: session for session in before.sessions}
    changed = list(touched(before, after).values())
    kept = {one.id for one in after}
    gone = [one.id for one in before.sessions if one.state is SessionState.PLANNED and one.id not in kept]
    _take_out(tx, gone)
    lift_sessions(tx, [one.id for one in changed if one.id in known])
    made = [
        _rewrite(tx, known[one.id], one, why, (details or {}).get(one.id, {}))
        if one.id in known
        else _add(tx, before.group.id, one, why, (details or {}).get(one.id, {}) if one.id else {})
        for one in changed
    ]
    changes = tuple(Change(Topic.SESSIONS, key) for key in (*gone, *made))
    return Result(before.group.id, changes, ("sessions",))


def _add(tx: Transaction, group_id: UUID, one: PlannedSession, why: Why, details: Mapping[str, Any]) -> UUID:
    values = {"venue_id": None, "title": "", **details}
    key = insert_session(
        tx,
        one.id,
        group_id=group_id,
        day=one.day,
        starts_at=one.starts_at,
        minutes=one.minutes,
        extra=one.extra,
        curriculum_edition=curriculum_in_use(tx).edition,
        **values,
    )
    set_topics(tx, key, _planned_topics(one))
    step = SessionStep.EXTRA if one.extra else SessionStep.PLANNED
    add_session_event(tx, key, step, reason_code=why.code, reason=why.words)
    return key


def _rewrite(tx: Transaction, was: Session, one: PlannedSession, why: Why, details: Mapping[str, Any]) -> UUID:
    values: dict[str, Any] = {
        "day": one.day,
        "starts_at": one.starts_at,
        "minutes": one.minutes,
        "extra": one.extra,
        "state": one.status,
        **details,
    }
    if one.topic_ids != was.planned_topics:
        values["curriculum_edition"] = curriculum_in_use(tx).edition
        set_topics(tx, was.id, _planned_topics(one))
    change_session(tx, was.id, None, **values)
    step = _step(was, one)
    if step is not None:
        before = {"before_day": was.day, "before_hour": was.starts_at} if step is SessionStep.MOVED else {}
        add_session_event(tx, was.id, step, reason_code=why.code, reason=why.words, **before)
    return was.id


def _step(was: Session, one: PlannedSession) -> SessionStep | None:
    """What happened to a session, None where only its topics or its length changed."""
    if one.status is not was.state:
        return SessionStep.CANCELLED if one.status is SessionState.CANCELLED else SessionStep.RESTORED
    return SessionStep.MOVED if (one.day, one.starts_at) != (was.day, was.starts_at) else None


def _take_out(tx: Transaction, gone: Sequence[UUID]) -> None:
    told = queries.sessions_with_history(tx, gone)
    forget_sessions(tx, [key for key in gone if key not in told])
    for key in told:
        change_session(tx, key, None, state=SessionState.CANCELLED)
        add_session_event(tx, key, SessionStep.CANCELLED, reason=LEFT_THE_PLAN)


def _planned_topics(one: PlannedSession) -> tuple[SessionTopic, ...]:
    return tuple(SessionTopic(topic, planned=True, worked=False) for topic in one.topic_ids)


def _unknown_topics(tx: Transaction, before: WholePlan, changed: Mapping[int, PlannedSession]) -> Sequence[Problem]:
    """A topic that is none, or one that was retired and that no session had."""
    offered = {topic.id for topic in curriculum_in_use(tx).offered}
    offered |= {topic for one in before.places for topic in one.topic_ids}
    return [
        Problem(f"sessions.{place}.topic_ids", "option_unknown")
        for place, one in changed.items()
        if not offered.issuperset(one.topic_ids)
    ]


def _meets(one: PlannedSession, after: Sequence[PlannedSession], problem: Problem) -> bool:
    other = after[_place(problem)]
    return one.starts < other.ends and other.starts < one.ends


def _place(problem: Problem) -> int:
    """The place in the plan of which a problem tells; -1 for one of the whole plan."""
    parts = problem.field.split(".")
    return int(parts[1]) if len(parts) > 1 else -1


def _by_id(session: Session) -> bytes:
    return session.id.bytes
