"""The plan of a group: proposed, written, rearranged, with the reason and the step of every change (6.4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, Final
from uuid import UUID

import msgspec

from facilitador.db.queries import sessions as queries
from facilitador.db.tables.base import require_row
from facilitador.db.tables.sessions import change_session
from facilitador.db.tables.venues import venues
from facilitador.db.transaction import Transaction
from facilitador.domain import plan_changes
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.plan_changes import TopicsGo
from facilitador.domain.roles import Section
from facilitador.domain.session_plans import (
    LONGEST_NOTE,
    MOST_SESSIONS,
    ChangeReason,
    PlannedSession,
    SessionState,
    check_reason,
)
from facilitador.domain.sessions import Session, check_open, check_planned
from facilitador.domain.topics import USUAL_SESSION
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.plan_writing import (
    WholePlan,
    Why,
    calendar_of,
    check_one,
    check_plan,
    open_plan_of,
    plan_stamp,
    write_plan,
)
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

LONGEST_TITLE: Final = 120
LONGEST_PHASE: Final = 40


class SessionToPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One session of a plan.

    `id`: of a session that is planned or cancelled, or of a new one. `minutes` 30–240. `topic_ids`: of the thirteen
    (`laws_against_violence`) or of the service's own, in the order in which they are worked. `extra`: added beside the
    series. `venue_id`, `title`, `phase`: None leaves what stands there, for a new one the group's venue and no words.
    """

    id: UUID | None = None
    day: date
    starts_at: time
    minutes: int = USUAL_SESSION
    topic_ids: tuple[str, ...] = ()
    extra: bool = False
    venue_id: UUID | None = None
    title: str | None = None
    phase: str | None = None


class SessionTopics(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The topics that a planned session is to work, in order."""

    session_id: UUID
    topic_ids: tuple[str, ...]


class PlanSessions(Command, kw_only=True):
    """Put these sessions in place of everything that is still planned for a group; what was held stays.

    Entries without `id` take over the planned sessions that no entry names, in order. A session that is in the plan no
    more is forgotten, or cancelled if something is written about it. `stamp`: what `GroupPlan` told, or null to write
    over whatever stands there.
    """

    group_id: UUID
    sessions: tuple[SessionToPlan, ...]
    stamp: int | None = None


class Rearrangement(Command, kw_only=True):
    """A change of one session with its reason: `reason_code` harvest, feast, road_blocked…; `other` needs words."""

    session_id: UUID
    revision: int | None = None
    reason_code: ChangeReason
    reason: str = ""


class MoveSession(Rearrangement, kw_only=True):
    """Move a planned session to another day or hour; with `follow`, what comes after it moves on too."""

    day: date
    starts_at: time | None = None
    minutes: int | None = None
    follow: bool = False


class CancelSession(Rearrangement, kw_only=True):
    """Call a planned session off. `topics`: nowhere, into_next, or on_new_day (what follows moves on by one)."""

    topics: TopicsGo = TopicsGo.NOWHERE


class AddSession(Command, kw_only=True):
    """Add a session beside the series, with its reason; it stays where it is when others move on."""

    id: UUID | None = None
    group_id: UUID
    day: date
    starts_at: time
    minutes: int = USUAL_SESSION
    topic_ids: tuple[str, ...] = ()
    reason_code: ChangeReason
    reason: str = ""


class RestoreSession(Command, kw_only=True):
    """Take a cancelled session back into the plan, on its day and hour."""

    session_id: UUID
    revision: int | None = None


class SplitSession(Command, kw_only=True):
    """Give the topics from `at` on (1: from the second) a new session on the next free day; what follows moves on.

    With `at` at the end of its topics, the last of them goes on in the new session.
    """

    session_id: UUID
    revision: int | None = None
    at: int = 1


class MergeSession(Command, kw_only=True):
    """Take the topics of the next planned session into this one; the next one leaves the plan."""

    session_id: UUID
    revision: int | None = None


class ReplanTopics(Command, kw_only=True):
    """Give planned sessions of a group other topics: moved, swapped, added, taken away."""

    group_id: UUID
    sessions: tuple[SessionTopics, ...]
    stamp: int | None = None


class DescribeSession(Command, kw_only=True):
    """Say where a session meets if not at the group's venue, its neutral title, its phase of the programme."""

    session_id: UUID
    revision: int | None = None
    venue_id: UUID | None = None
    title: str = ""
    phase: str = ""


class GroupSessions(Query[tuple[Session, ...]], kw_only=True):
    """Every session of a group in order of day and hour, cancelled ones too."""

    group_id: UUID


# -- the plan as a whole ----------------------------------------------------------------------------------------------


def _plan(tx: Transaction, command: PlanSessions) -> Result:
    before = open_plan_of(tx, command.group_id)
    _check_stamp(before, command.stamp)
    entries = _with_ids(tx, before, command.sessions)
    named = {entry.id for entry in entries}
    stays = [
        one
        for one in before.places
        if one.status is SessionState.HELD or (one.status is SessionState.CANCELLED and one.id not in named)
    ]
    after = (*(_place_of(entry) for entry in entries), *stays)
    details = {entry.id: _details(tx, place, entry) for place, entry in enumerate(entries) if entry.id}
    check_plan(tx, before, after)
    return write_plan(tx, before, after, details=details)


def _with_ids(tx: Transaction, before: WholePlan, entries: Sequence[SessionToPlan]) -> tuple[SessionToPlan, ...]:
    """The entries, those without an id with that of a planned session that nobody names, or with a fresh one."""
    checks = Checks()
    checks.within("sessions", len(entries), 0, MOST_SESSIONS)
    named = [entry.id for entry in entries if entry.id is not None]
    held = {one.id for one in before.sessions if one.state is SessionState.HELD}
    for place, entry in enumerate(entries):
        checks.need(f"sessions.{place}.id", named.count(entry.id) < 2 if entry.id else True, "already_there")
        checks.need(f"sessions.{place}.id", entry.id not in held, "session_not_planned")
    checks.refuse_if_any()
    free = iter([one.id for one in before.sessions if one.state is SessionState.PLANNED and one.id not in named])
    return tuple(
        entry if entry.id is not None else msgspec.structs.replace(entry, id=next(free, None) or tx.new_id())
        for entry in entries
    )


def _place_of(entry: SessionToPlan) -> PlannedSession:
    return PlannedSession(entry.day, entry.starts_at, entry.minutes, entry.topic_ids, entry.id, extra=entry.extra)


def _details(tx: Transaction, place: int, entry: SessionToPlan) -> dict[str, Any]:
    checks = Checks()
    values: dict[str, Any] = {}
    if entry.title is not None:
        values["title"] = checks.line(f"sessions.{place}.title", entry.title, LONGEST_TITLE)
    if entry.phase is not None:
        values["phase"] = checks.line(f"sessions.{place}.phase", entry.phase, LONGEST_PHASE)
    checks.refuse_if_any()
    if entry.venue_id is not None:
        require_row(tx, venues, entry.venue_id, f"sessions.{place}.venue_id")
        values["venue_id"] = entry.venue_id
    return values


def _replan_topics(tx: Transaction, command: ReplanTopics) -> Result:
    before = open_plan_of(tx, command.group_id)
    _check_stamp(before, command.stamp)
    after = list(before.places)
    for number, entry in enumerate(command.sessions):
        place = before.place_of(entry.session_id)
        if after[place].status is not SessionState.PLANNED:
            raise InvalidInput([Problem(f"sessions.{number}.session_id", "session_not_planned")])
        after[place] = replace(after[place], topic_ids=entry.topic_ids)
    notices = check_one(tx, before, after)
    return replace(write_plan(tx, before, after), notices=notices)


def _check_stamp(before: WholePlan, stamp: int | None) -> None:
    if stamp is not None and stamp != plan_stamp(before.sessions):
        raise UserFacingError("changed_meanwhile")


# -- one session of it ------------------------------------------------------------------------------------------------


def _move(tx: Transaction, command: MoveSession) -> Result:
    why = _why(command.reason_code, command.reason)
    before, place = _one(tx, command.session_id, command.revision)
    was = before.places[place]
    after = plan_changes.move_session(
        before.places,
        place,
        command.day,
        was.starts_at if command.starts_at is None else command.starts_at,
        follow=command.follow,
        skip=calendar_of(tx),
    )
    if command.minutes is not None:
        after = tuple(replace(one, minutes=command.minutes) if one.id == was.id else one for one in after)
    return _rearranged(tx, before, after, command.session_id, why)


def _cancel(tx: Transaction, command: CancelSession) -> Result:
    why = _why(command.reason_code, command.reason)
    before, place = _one(tx, command.session_id, command.revision)
    after = plan_changes.cancel(before.places, place, command.topics, skip=calendar_of(tx))
    return _rearranged(tx, before, after, command.session_id, why)


def _restore(tx: Transaction, command: RestoreSession) -> Result:
    session = _seen(tx, command.session_id, command.revision)
    if session.state is not SessionState.CANCELLED:
        raise UserFacingError("session_not_cancelled", field="session_id")
    before = open_plan_of(tx, session.group_id)
    after = [replace(one, status=SessionState.PLANNED) if one.id == session.id else one for one in before.places]
    return _rearranged(tx, before, after, session.id, Why())


def _split(tx: Transaction, command: SplitSession) -> Result:
    before, place = _one(tx, command.session_id, command.revision)
    after = plan_changes.split(before.places, place, command.at, skip=calendar_of(tx))
    return _rearranged(tx, before, after, command.session_id, Why())


def _merge(tx: Transaction, command: MergeSession) -> Result:
    before, place = _one(tx, command.session_id, command.revision)
    return _rearranged(tx, before, plan_changes.merge(before.places, place), command.session_id, Why())


def _add(tx: Transaction, command: AddSession) -> Result:
    why = _why(command.reason_code, command.reason)
    before = open_plan_of(tx, command.group_id)
    key = command.id or tx.new_id()
    if any(one.id == key for one in before.sessions):
        raise UserFacingError("already_there", field="id")
    new = PlannedSession(command.day, command.starts_at, command.minutes, command.topic_ids, key, extra=True)
    return _rearranged(tx, before, (*before.places, new), key, why)


def _rearranged(
    tx: Transaction, before: WholePlan, after: Sequence[PlannedSession], session_id: UUID, why: Why
) -> Result:
    notices = check_one(tx, before, after)
    return replace(write_plan(tx, before, after, why), id=session_id, notices=notices)


def _one(tx: Transaction, session_id: UUID, revision: int | None) -> tuple[WholePlan, int]:
    """The plan with the place of a planned session in it."""
    session = _seen(tx, session_id, revision)
    check_planned(session)
    before = open_plan_of(tx, session.group_id)
    return before, before.place_of(session_id)


def _seen(tx: Transaction, session_id: UUID, revision: int | None) -> Session:
    session = queries.session(tx, session_id)
    if revision is not None and revision != session.revision:
        raise UserFacingError("changed_meanwhile")
    return session


def _why(code: ChangeReason, words: str) -> Why:
    check_reason(code, words)
    return Why(code, Checks().text("reason", words, LONGEST_NOTE))


def _describe(tx: Transaction, command: DescribeSession) -> Result:
    session = _seen(tx, command.session_id, command.revision)
    check_open(session)
    checks = Checks()
    values: dict[str, Any] = {
        "title": checks.line("title", command.title, LONGEST_TITLE),
        "phase": checks.line("phase", command.phase, LONGEST_PHASE),
        "venue_id": command.venue_id,
    }
    checks.refuse_if_any()
    if command.venue_id is not None:
        require_row(tx, venues, command.venue_id, "venue_id")
    change_session(tx, session.id, command.revision, **values)
    return Result(session.id, (Change(Topic.SESSIONS, session.id),), tuple(values))


COMMANDS = tuple(
    CommandHandler(command, run, writes(Section.SESSIONS))
    for command, run in (
        (PlanSessions, _plan),
        (AddSession, _add),
        (MoveSession, _move),
        (CancelSession, _cancel),
        (RestoreSession, _restore),
        (SplitSession, _split),
        (MergeSession, _merge),
        (ReplanTopics, _replan_topics),
        (DescribeSession, _describe),
    )
)
QUERIES = (
    QueryHandler(GroupSessions, lambda tx, query: queries.sessions_of_group(tx, query.group_id), Section.SESSIONS),
)
