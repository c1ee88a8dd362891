"""Who is expected at a session and what is marked of each: on the screen in the order of the printed sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import ABSENT, ATTENDING, AttendanceMark, Period
from facilitador.domain.enrolments import EnrolmentStatus, Stint
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session
from facilitador.errors import UserFacingError

NEVER_THERE: Final = frozenset({EnrolmentStatus.WAITING, EnrolmentStatus.WITHDRAWN})
"""A man whose stint is in one of these was never in the group: no list names him."""


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """A man at a session. `number`: his row of the printed sheet, from 1; None where his stint does not cover the day.

    `announced`: what was said when he gave notice that he will not come, maybe nothing; None if he gave none.
    `refusal_id`: he was not admitted (6.7.2). `made_up_on`: he worked the session afterwards. `bare`: of his ficha
    there is little more than the name.
    """

    number: int | None
    stint: Stint
    full_name: str
    mark: AttendanceMark | None
    announced: str | None = None
    refusal_id: UUID | None = None
    made_up_on: date | None = None
    bare: bool = False

    @property
    def expected(self) -> bool:
        """Whether his stint covers the day; a mark can be set and counts."""
        return self.number is not None

    @property
    def enrolment_id(self) -> UUID:
        """The key of his stint, by which he is marked."""
        return self.stint.id


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """A session and its men: the expected ones by name, as the printed sheet has them, then those who do not count."""

    session: Session
    group_name: str
    lines: tuple[AttendanceLine, ...]

    @property
    def expected(self) -> tuple[AttendanceLine, ...]:
        """The men who can be marked."""
        return tuple(line for line in self.lines if line.expected)


@dataclass(frozen=True, slots=True)
class Tally:
    """The running count of a session: of `expected` men so many were there, were not, and are *sin registrar*."""

    expected: int
    attending: int
    absent: int
    unrecorded: int
    by_mark: Mapping[AttendanceMark, int]


def tally(marks: Iterable[AttendanceMark | None]) -> Tally:
    """Count the marks of the expected men; None is *sin registrar*, and never an absence."""
    counted = Counter(marks)
    by_mark = {mark: counted[mark] for mark in AttendanceMark}
    return Tally(
        expected=counted.total(),
        attending=sum(by_mark[mark] for mark in ATTENDING),
        absent=sum(by_mark[mark] for mark in ABSENT),
        unrecorded=counted[None],
        by_mark=by_mark,
    )


def covers(periods: Iterable[Period], day: date) -> bool:
    """Whether a man counted on that day."""
    return any(period.covers(day) for period in periods)


def on_the_sheet(
    stints: Sequence[Stint], periods: Mapping[UUID, Collection[Period]], day: date
) -> tuple[tuple[int | None, Stint], ...]:
    """The stints of a group, given by name, as the sheet of that day has them: numbered, then the ones beside it.

    A man is named once: who has a stint that covers the day does not stand there again for another of his.
    """
    there = [stint for stint in stints if stint.status not in NEVER_THERE]
    by_start = sorted(there, key=lambda stint: stint.since)
    last_of = {stint.participant_id: stint.id for stint in by_start}
    covering = {stint.participant_id: stint.id for stint in by_start if covers(periods.get(stint.id, ()), day)}
    inside = [stint for stint in there if covering.get(stint.participant_id) == stint.id]
    outside = [
        stint for stint in there if stint.participant_id not in covering and last_of[stint.participant_id] == stint.id
    ]
    return (*enumerate(inside, start=1), *((None, stint) for stint in outside))


def check_markable(session: Session, today: date) -> None:
    """Refuse attendance of a session that is cancelled, still to come, or whose log is closed."""
    if session.state is SessionState.CANCELLED:
        raise UserFacingError("attendance_of_cancelled", field="session_id")
    if session.day > today:
        raise UserFacingError("attendance_too_early", field="session_id", day=f"{session.day:%d/%m/%Y}")
    if session.log_status is LogStatus.CLOSED:
        raise UserFacingError("log_closed", field="session_id")


def check_stint(stint: Stint, session: Session, periods: Iterable[Period]) -> None:
    """Refuse a mark for a man who did not count in that group on that day."""
    if stint.group_id != session.group_id or stint.status in NEVER_THERE or not covers(periods, session.day):
        raise UserFacingError("mark_outside_stint", field="enrolment_id")
