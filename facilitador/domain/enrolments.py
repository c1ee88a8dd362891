"""Who is in a group, since when, and how many count (6.4.1).

A stint is one stay of one man in one group; nothing of it is overwritten, a return is a new stint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from facilitador.errors import UserFacingError

SEATS = 15
"""A group holds at most fifteen men who count (6.4.1)."""


class EnrolmentStatus(StrEnum):
    """Where a stint stands."""

    WAITING = "waiting"
    ATTENDING = "attending"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"
    MOVED = "moved"
    NOT_CONTINUING = "not_continuing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What a status means: whether he holds one of the fifteen seats, whether the stint goes on, what may follow."""

    label: str
    counts: bool
    open: bool
    needs_reason: bool
    leads_to: tuple[EnrolmentStatus, ...]


_S = EnrolmentStatus
_LEAVING = (_S.COMPLETED, _S.STOPPED, _S.MOVED, _S.NOT_CONTINUING)

STATUS_RULES: dict[EnrolmentStatus, StatusRule] = {
    _S.WAITING: StatusRule("En lista de espera", False, True, False, (_S.ATTENDING, _S.WITHDRAWN)),
    _S.ATTENDING: StatusRule("Participa", True, True, False, (_S.PAUSED, *_LEAVING)),
    _S.PAUSED: StatusRule("En pausa, conserva su lugar", True, True, True, (_S.ATTENDING, *_LEAVING)),
    _S.COMPLETED: StatusRule("Culminó", False, False, False, ()),
    _S.STOPPED: StatusRule("Dejó de asistir", False, False, True, ()),
    _S.MOVED: StatusRule("Pasó a otro grupo o servicio", False, False, True, ()),
    _S.NOT_CONTINUING: StatusRule("No continúa en el grupo", False, False, True, ()),
    _S.WITHDRAWN: StatusRule("Salió de la lista de espera", False, False, True, ()),
}
"""The one table of statuses: which count, which are open, which ask for a reason."""

COUNTING: tuple[EnrolmentStatus, ...] = tuple(status for status, rule in STATUS_RULES.items() if rule.counts)
OPEN: tuple[EnrolmentStatus, ...] = tuple(status for status, rule in STATUS_RULES.items() if rule.open)


@dataclass(frozen=True, slots=True)
class Stint:
    """One stay of one man in one group. `ended_on` is None while it is open; `seat` 1–15 while he counts."""

    id: UUID
    group_id: UUID
    participant_id: UUID
    status: EnrolmentStatus
    seat: int | None
    queue_position: int | None
    since: date
    ended_on: date | None
    reason: str
    revision: int


@dataclass(frozen=True, slots=True)
class StintEvent:
    """One step of a stint: the status it took, on which day, and why."""

    status: EnrolmentStatus
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line of a group's roster; `complete` says whether his ficha is."""

    stint: Stint
    full_name: str
    birth_date: date | None
    phone: str
    complete: bool


def free_seat(taken: Collection[int]) -> int:
    """The lowest free seat; refuses with `group_full` when fifteen men count already (6.4.1)."""
    for seat in range(1, SEATS + 1):
        if seat not in taken:
            return seat
    raise UserFacingError("group_full", limit=SEATS)


def check_transition(
    stint: Stint, status: EnrolmentStatus, on: date, reason: str, today: date, *, last_step: date
) -> None:
    """Refuse a step that the status table does not know, that lacks its reason, or whose day cannot be.

    `last_step`: the day of the step before; two on one day are in order.
    """
    if status not in STATUS_RULES[stint.status].leads_to:
        raise UserFacingError(
            "status_step_unknown",
            field="status",
            before=STATUS_RULES[stint.status].label,
            after=STATUS_RULES[status].label,
        )
    if STATUS_RULES[status].needs_reason and not reason.strip():
        raise UserFacingError("reason_needed", field="reason", status=STATUS_RULES[status].label)
    if on > today:
        raise UserFacingError("day_in_future", field="on")
    if on < stint.since:
        raise UserFacingError("day_before_stint", field="on", since=f"{stint.since:%d/%m/%Y}")
    if on < last_step:
        raise UserFacingError("day_before_last_step", field="on", last=f"{last_step:%d/%m/%Y}")


def next_waiting(stints: Iterable[Stint]) -> Stint | None:
    """Who waits first, or None if nobody waits."""
    waiting = [stint for stint in stints if stint.status is EnrolmentStatus.WAITING]
    return min(waiting, key=lambda stint: stint.queue_position or 0, default=None)
