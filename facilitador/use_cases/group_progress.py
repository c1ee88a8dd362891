"""How a group goes on, read of that group only; and, apart and later, ranges of the other groups of the service."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from facilitador.db.narrowing import narrowed
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import progress as queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries.origins import origin_of
from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import Purpose
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, Stint, next_waiting
from facilitador.domain.group_progress import (
    COMPARED,
    AnswerCount,
    GroupProgress,
    GroupRanges,
    LeavingCount,
    missed_last,
    ranges,
    session_counts,
)
from facilitador.domain.roles import Section, may_read
from facilitador.domain.sessions import IncidentKind
from facilitador.use_cases.coverage import numbers
from facilitador.use_cases.groups import overview
from facilitador.use_cases.instruments import known_editions
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class GroupProgressOf(Query[GroupProgress], kw_only=True):
    """How a group goes on: attendance, topics, answers as counts, what happened, who left, who waits, team, venue."""

    group_id: UUID


class GroupRangesOf(Query[GroupRanges], kw_only=True):
    """The group beside the others of its service that met in the last year: ranges only, of three others or more."""

    group_id: UUID


def group_progress(tx: Transaction, group_id: UUID) -> GroupProgress:
    """How that group goes on; refuses with `not_found`."""
    details = overview(tx, group_id)
    found = numbers(tx, group_id)
    stints = enrolment_queries.stints_of_group(tx, group_id)
    happened = queries.incidents_of_group(tx, group_id)
    first = next_waiting(stints)
    return GroupProgress(
        on=tx.today,
        details=details,
        numbers=found,
        sessions=session_counts(found),
        answers=_answers(tx, group_id) if may_read(tx.actor.role, Section.TESTS) else None,
        incidents=tuple((kind, happened[kind]) for kind in IncidentKind if kind in happened),
        open_follow_ups=len(log_queries.open_incidents(tx, group_id, tx.today)),
        leaving=_leaving(tx, group_id, stints),
        missed_last_two=missed_last(found),
        waits_since=first.since if first is not None else None,
        led_by_two=queries.led_by_two(tx, group_id),
    )


def _answers(tx: Transaction, group_id: UUID) -> tuple[AnswerCount, ...]:
    """By instrument as they are known, then by moment."""
    counts = queries.answers_of_group(tx, group_id)
    if not counts:
        return ()
    names = {one.instrument.id: one.instrument.name for one in reversed(known_editions(tx))}
    return tuple(
        AnswerCount(name, purpose, counts[key, purpose])
        for key, name in names.items()
        for purpose in Purpose
        if (key, purpose) in counts
    )


def _leaving(tx: Transaction, group_id: UUID, stints: tuple[Stint, ...]) -> tuple[LeavingCount, ...]:
    """Stays that ended, by how; of who stopped coming, by the last call too. The most frequent first."""
    called = queries.last_calls_to_stopped(tx, group_id)
    ended = [one for one in stints if not STATUS_RULES[one.status].open and one.status is not EnrolmentStatus.WITHDRAWN]
    counted = Counter((one.status, called.get(one.id)) for one in ended)
    return tuple(LeavingCount(status, count, call) for (status, call), count in counted.most_common())


def group_ranges(tx: Transaction, group_id: UUID) -> GroupRanges:
    """That group beside the others of its service; refuses with `not_found`."""
    overview(tx, group_id)
    with narrowed(tx, origin_of(tx, groups, group_id)):
        return ranges(group_id, queries.totals_since(tx, tx.today - COMPARED))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(GroupProgressOf, lambda tx, query: group_progress(tx, query.group_id), Section.SESSIONS),
    QueryHandler(GroupRangesOf, lambda tx, query: group_ranges(tx, query.group_id), Section.SESSIONS),
)
