"""How a group goes on (6.9.1): its attendance over time, what it worked, what happened, who left, who waits.

Beside the other groups of the service it is set only as ranges: no group is named, and none is placed among the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final
from uuid import UUID

from facilitador.domain.applications import Purpose
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.calls import CallResult
from facilitador.domain.coverage import GroupTopic
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import GroupNumbers, NumberedTopic
from facilitador.domain.groups import GroupDetails
from facilitador.domain.indicators import LEAST_FOR_PERCENT
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import IncidentKind

COMPARED: Final = timedelta(days=365)
"""Groups are compared by the sessions of this last time."""

FEWEST_OTHERS: Final = 3
"""Of fewer other groups a range would tell how each of them stands."""


@dataclass(frozen=True, slots=True)
class SessionCount:
    """A held session: how many came, of how many whose mark is recorded, of how many who counted that day."""

    session_id: UUID
    number: int
    day: date
    attended: int
    marked: int
    counted: int


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many men finished an instrument at a moment."""

    name: str
    purpose: Purpose
    men: int


@dataclass(frozen=True, slots=True)
class LeavingCount:
    """How many stays ended so; of who stopped coming, by how the last call ended (None: no call is on record)."""

    status: EnrolmentStatus
    count: int
    last_call: CallResult | None = None


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """A group on a day. `answers` is None for who may not see them. `missed_last_two`: present, absent twice running.

    `led_by_two`: at how many held sessions two of the team or more are on record (6.3.1). `waits_since`: the day since
    which the longest of the waiting waits.
    """

    on: date
    details: GroupDetails
    numbers: GroupNumbers
    sessions: tuple[SessionCount, ...]
    answers: tuple[AnswerCount, ...] | None
    incidents: tuple[tuple[IncidentKind, int], ...]
    open_follow_ups: int
    leaving: tuple[LeavingCount, ...]
    missed_last_two: int
    waits_since: date | None
    led_by_two: int

    @property
    def worked(self) -> int:
        """How many of the thirteen topics any session worked (6.4.8)."""
        return sum(bool(found.parts) for topic, found in self._topics() if topic.mandated)

    @property
    def not_worked(self) -> tuple[NumberedTopic, ...]:
        """Those that none did yet."""
        return tuple(topic for topic, found in self._topics() if topic.mandated and not found.parts)

    def _topics(self) -> Iterable[tuple[NumberedTopic, GroupTopic]]:
        return zip(self.numbers.topics, self.numbers.group, strict=True)


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """What the sessions of the last year of one group add up to; `stopped`: how many men stopped coming, ever."""

    group_id: UUID
    held: int
    attended: int
    marked: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest to the highest of the other groups, and the one in the middle."""

    lowest: float
    middle: float
    highest: float


@dataclass(frozen=True, slots=True)
class GroupRanges:
    """A group beside `others` groups: its own totals, and ranges of the others. None where they are too few.

    `attendance` is a share from 0 to 1, `per_session` how many came to a session, `stopped` how many stopped coming.
    """

    own: GroupTotals | None
    others: int
    attendance: Range | None
    per_session: Range | None
    stopped: Range | None


def session_counts(numbers: GroupNumbers) -> tuple[SessionCount, ...]:
    """The held sessions in order, each with who came."""
    found = []
    for session in numbers.sessions:
        if session.state is not SessionState.HELD or session.number is None:
            continue
        marks = [man.record.marks.get(session.id) for man in numbers.men if man.record.counted_on(session.day)]
        came = sum(mark in ATTENDING for mark in marks)
        marked = sum(mark is not None for mark in marks)
        found.append(SessionCount(session.id, session.number, session.day, came, marked, len(marks)))
    return tuple(found)


def missed_last(numbers: GroupNumbers, count: int = 2) -> int:
    """How many who are in the group now are marked absent at each of its last held sessions."""
    held = [one for one in numbers.sessions if one.state is SessionState.HELD][-count:]
    if len(held) < count:
        return 0
    absent = (
        all((mark := man.record.marks.get(one.id)) is not None and mark not in ATTENDING for one in held)
        for man in numbers.men
        if man.present
    )
    return sum(absent)


def ranges(group_id: UUID, totals: Iterable[GroupTotals]) -> GroupRanges:
    """The group beside the others that have enough on record to be told as shares."""
    by_group = {one.group_id: one for one in totals}
    own = by_group.pop(group_id, None)
    others = [one for one in by_group.values() if one.marked >= LEAST_FOR_PERCENT]
    return GroupRanges(
        own=own,
        others=len(others),
        attendance=_range(others, lambda one: one.attended / one.marked),
        per_session=_range(others, lambda one: one.attended / one.held),
        stopped=_range(others, lambda one: one.stopped),
    )


def _range(groups: Sequence[GroupTotals], value: Callable[[GroupTotals], float]) -> Range | None:
    if len(groups) < FEWEST_OTHERS:
        return None
    values = [value(one) for one in groups]
    return Range(min(values), median(values), max(values))
