"""The close of a cycle (6.9.1): everything still open in sight, nothing forced, and what was left open kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from facilitador.db.queries import closures as queries
from facilitador.db.queries import protection as protection_queries
from facilitador.db.queries import referrals as referral_queries
from facilitador.db.queries import retention as retention_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.tables.base import update_row
from facilitador.db.tables.closures import add_closure_entry
from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.domain.application_plans import DueState
from facilitador.domain.applications import Purpose
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.closures import (
    LESSONS_LIMIT,
    NOTE_LIMIT,
    ClosureItem,
    ClosureMatter,
    ClosurePage,
    ClosureStep,
    MatterState,
    counted_item,
    left_open,
    retention_words,
    to_see_words,
    without_owner,
)
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, urgency_by
from facilitador.domain.groups import GroupDetails, GroupStatus
from facilitador.domain.retention import RetentionKind
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.application_plans import missing_applications
from facilitador.use_cases.groups import CloseGroup, close_group, overview
from facilitador.use_cases.naming import naming_notices
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes

CERTIFICATES: Final = ("constancia", "constancia_plain")
"""The numbered papers that serve as a constancia."""

FURTHEST_FOLLOW_UP: Final = timedelta(days=3 * 366)


class CloseCycle(Command, kw_only=True):
    """Close a group's cycle. `notes`: of what stays open, who sees to it or why; `lessons` name no man.

    Everything that is open is kept with the closing. `follow_up_on`: the day from which the men are asked again; null
    for none. Refuses only what closing a group refuses: men who still take part or wait, a day that cannot be.
    """

    group_id: UUID
    revision: int | None = None
    on: date
    notes: dict[ClosureMatter, str] = {}
    lessons: str = ""
    follow_up_on: date | None = None


class ReopenCycle(Command, kw_only=True):
    """Open a closed group again; the reason stays on record."""

    group_id: UUID
    revision: int | None = None
    reason: str


class ClosureOf(Query[ClosurePage], kw_only=True):
    """How a group stands on its way to be closed: each line in words, with the page that settles it."""

    group_id: UUID


# -- how it stands ----------------------------------------------------------------------------------------------------


def _page(tx: Transaction, query: ClosureOf) -> ClosurePage:
    details = overview(tx, query.group_id)
    return ClosurePage(
        details.group,
        tuple(_items(tx, details)),
        queries.entries_of_group(tx, query.group_id),
        log_queries.names_of_team(tx),
    )


def _items(tx: Transaction, details: GroupDetails) -> Iterable[ClosureItem]:
    group_id = details.group.id
    yield counted_item(ClosureMatter.MEN, details.counting + details.waiting, "group", group_id)
    yield counted_item(ClosureMatter.LOGS, queries.open_logs(tx, group_id, tx.today), "sessions", group_id)
    happened = len(log_queries.open_incidents(tx, group_id, tx.today))
    yield counted_item(ClosureMatter.INCIDENTS, happened, "sessions", group_id)
    yield _exit_questions(tx, group_id)
    men = {stint.participant_id for stint, _ in log_queries.men_of_group(tx, group_id)}
    referred = sum(one.participant_id in men for one in referral_queries.open_referrals(tx))
    yield counted_item(ClosureMatter.REFERRALS, referred, "referrals", None)
    yield _protection(tx, men)
    yield _certificates(tx, group_id)
    for matter, place in _FOR_PEOPLE.items():
        target = None if place == "practices" else group_id
        yield ClosureItem(matter, MatterState.TO_SEE, 0, to_see_words(matter), place, target)
    years = next(one.years for one in retention_queries.periods(tx) if one.kind is RetentionKind.PROCESS)
    kept = retention_words(years, details.group.closed_on or tx.today)
    yield ClosureItem(ClosureMatter.RETENTION, MatterState.TO_SEE, 0, kept, "retention", None)


def _exit_questions(tx: Transaction, group_id: UUID) -> ClosureItem:
    missing = {one.enrolment_id for one in missing_applications(tx, group_id) if one.purpose is Purpose.EXIT}
    return counted_item(ClosureMatter.EXIT, len(missing), "applications", group_id)


def _protection(tx: Transaction, men: set[UUID]) -> ClosureItem:
    """The open matters of the group's men; for who may not read whom they are about, how many the book has."""
    matters = protection_queries.open_lines(tx)
    if tx.reserved_box is None or not may_read(tx.actor.role, Section.RESERVED):
        return counted_item(ClosureMatter.PROTECTION, len(matters), "", None, of_book=True)
    of_group = sum(protection_queries.text_of(tx, one.id).participant_id in men for one in matters)
    return counted_item(ClosureMatter.PROTECTION, of_group, "protection", None)


def _certificates(tx: Transaction, group_id: UUID) -> ClosureItem:
    completed, without = queries.without_print(tx, group_id, CERTIFICATES)
    if not completed:
        return ClosureItem(ClosureMatter.CERTIFICATES, MatterState.DONE, 0, "Nadie culminó todavía.", "group", group_id)
    return counted_item(ClosureMatter.CERTIFICATES, without, "group", group_id)


_FOR_PEOPLE: Final[Mapping[ClosureMatter, str]] = {
    ClosureMatter.MATERIALS: "sessions",
    ClosureMatter.LESSONS: "practices",
    ClosureMatter.REPORT: "reports",
}
"""What no record can tell is done, and where people see to it."""

# -- closing and opening again ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Typed:
    notes: dict[ClosureMatter, str]
    lessons: str


def _close(tx: Transaction, command: CloseCycle) -> Result:
    typed = _typed(tx, command)
    details = overview(tx, command.group_id)
    items = tuple(_items(tx, details))
    closed = close_group(tx, CloseGroup(group_id=command.group_id, revision=command.revision, on=command.on))
    kept = [{"matter": one.matter, "count": one.count, "note": one.note} for one in left_open(items, typed.notes)]
    add_closure_entry(
        tx,
        command.group_id,
        ClosureStep.CLOSED,
        day=command.on,
        left_open=kept,
        lessons=typed.lessons,
        follow_up_on=command.follow_up_on,
    )
    notices = naming_notices(tx, [typed.lessons, *typed.notes.values()], command.group_id)
    if without_owner(items, typed.notes):
        notices = (Notice("closure_without_owner", {}), *notices)
    return Result(command.group_id, (*closed.changes, *_changes(command.group_id)), ("closed_on", "left_open"), notices)


def _typed(tx: Transaction, command: CloseCycle) -> _Typed:
    checks = Checks()
    notes = {matter: checks.text(f"notes.{matter}", text, NOTE_LIMIT) for matter, text in command.notes.items()}
    lessons = checks.text("lessons", command.lessons, LESSONS_LIMIT)
    later = command.follow_up_on
    if later is not None:
        checks.need("follow_up_on", later > command.on, "follow_up_before_closing")
        checks.need("follow_up_on", later <= tx.today + FURTHEST_FOLLOW_UP, "follow_up_too_far")
    checks.refuse_if_any()
    return _Typed({matter: text for matter, text in notes.items() if text}, lessons)


def _reopen(tx: Transaction, command: ReopenCycle) -> Result:
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    if overview(tx, command.group_id).group.status is not GroupStatus.CLOSED:
        raise UserFacingError("group_not_closed", field="group_id")
    update_row(tx, groups, command.group_id, command.revision, status=GroupStatus.RUNNING, closed_on=None)
    add_closure_entry(tx, command.group_id, ClosureStep.REOPENED, day=tx.today, reason=reason)
    return Result(command.group_id, _changes(command.group_id), ("status", "reason"))


def _changes(group_id: UUID) -> tuple[Change, ...]:
    return (Change(Topic.CLOSURES, group_id), Change(Topic.GROUPS, group_id))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """The groups whose follow-up has come, while somebody in them has not been asked."""
    if not may_write(tx.actor.role, Section.TESTS):
        return
    for group_id, name, on in queries.follow_ups(tx, tx.today + timedelta(days=DAYS_IN_SIGHT)):
        asked_later = (one for one in missing_applications(tx, group_id) if one.purpose is Purpose.FOLLOW_UP)
        if on > tx.today or any(one.state is not DueState.LATER for one in asked_later):
            urgency = urgency_by(on, tx.today)
            yield DueItem("due_group_follow_up", urgency, "applications", group_id, {"group": name}, on)


COMMANDS = (
    CommandHandler(CloseCycle, _close, writes(Section.GROUPS)),
    CommandHandler(ReopenCycle, _reopen, writes(Section.GROUPS)),
)
QUERIES = (QueryHandler(ClosureOf, _page, Section.SESSIONS),)
