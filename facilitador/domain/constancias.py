"""Constancias: to how many sessions a man came, on which days, how many hours. They prove nothing else (6.2.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from facilitador.domain.attendance import ATTENDING, AttendanceMark
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.errors import UserFacingError

_MINUTES: Final = 60
_IN_PART: Final = (AttendanceMark.LATE, AttendanceMark.LEFT_EARLY)


@dataclass(frozen=True, slots=True)
class AttendedDay:
    """A session to which he came; `in_part`: he came late or left early, so that not all of its minutes are his."""

    day: date
    starts_at: time
    ends_at: time
    minutes: int
    in_part: bool


@dataclass(frozen=True, slots=True)
class Attended:
    """What can be certified: `held` sessions while he was in a group, of which he attended `days`, oldest first.

    `unrecorded`: of how many nobody wrote down whether he came. `made_up`: how many he worked afterwards.
    """

    held: int
    unrecorded: int
    made_up: int
    days: tuple[AttendedDay, ...]

    @property
    def minutes(self) -> int:
        """The whole of the sessions to which he came, those in part counted in."""
        return sum(one.minutes for one in self.days)

    @property
    def in_part(self) -> int:
        """To how many he came late, or left early."""
        return sum(one.in_part for one in self.days)


def attended(groups: Iterable[tuple[GroupNumbers, ManNumbers]]) -> Attended:
    """What can be certified of his groups; refuses with `constancia_without_attendance` where he came to nothing."""
    listed = tuple(groups)
    days = [
        _attended_day(session, man.record.marks[session.id])
        for group, man in listed
        for session in group.sessions
        if session.state is SessionState.HELD and man.record.marks.get(session.id) in ATTENDING
    ]
    if not days:
        raise UserFacingError("constancia_without_attendance", field="participant_id")
    figures = [man.figures for _, man in listed]
    return Attended(
        held=sum(one.held for one in figures),
        unrecorded=sum(one.unrecorded for one in figures),
        made_up=sum(one.made_up for one in figures),
        days=tuple(sorted(days, key=lambda one: (one.day, one.starts_at))),
    )


def _attended_day(session: Session, mark: AttendanceMark) -> AttendedDay:
    ends = (session.starts + timedelta(minutes=session.minutes)).time()
    return AttendedDay(session.day, session.starts_at, ends, session.minutes, mark in _IN_PART)


def hours_words(minutes: int) -> str:
    """`14 horas`, `1 hora y 30 minutos`."""
    hours, rest = divmod(minutes, _MINUTES)
    told = [f"{hours} {'hora' if hours == 1 else 'horas'}"] if hours else []
    told += [f"{rest} minutos"] if rest else []
    return " y ".join(told)


def spoken_name(answers: Answers) -> str:
    """Given names first, as one is called: `José Luis Ñahui Álvarez`."""
    names = (str(answers.get(key) or "") for key in ("given_names", "paternal_surname", "maternal_surname"))
    return " ".join(filter(None, names))
