"""What was marked in this sitting, so that it can be taken back step by step. Knows no window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from facilitador.domain.attendance import AttendanceMark
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.requests import Command


@dataclass(frozen=True, slots=True)
class Marked:
    """A man's mark before and after one gesture."""

    enrolment_id: UUID
    before: AttendanceMark | None
    after: AttendanceMark | None


class MarkHistory:
    """The gestures of this sitting, the last one first to go."""

    def __init__(self, session_id: UUID) -> None:
        self._session_id = session_id
        self._steps: list[tuple[Marked, ...]] = []

    @property
    def can_undo(self) -> bool:
        """True if there is a gesture to take back."""
        return bool(self._steps)

    def note(self, step: Sequence[Marked]) -> None:
        """Remember a gesture; one that changes nothing is none."""
        changed = tuple(one for one in step if one.before is not one.after)
        if changed:
            self._steps.append(changed)

    def take_back(self) -> tuple[Marked, ...]:
        """The last gesture the other way round; nothing if there is none."""
        if not self._steps:
            return ()
        return tuple(Marked(one.enrolment_id, one.after, one.before) for one in self._steps.pop())

    def forget(self, step: Sequence[Marked]) -> None:
        """That gesture was refused: there is nothing of it to take back."""
        refused = tuple(step)
        if refused in self._steps:
            self._steps.remove(refused)

    def forget_all(self) -> None:
        """What was marked stands on something else now."""
        self._steps.clear()

    def commands(self, step: Sequence[Marked]) -> tuple[Command, ...]:
        """What puts a gesture into the book."""
        return tuple(
            MarkAttendance(session_id=self._session_id, enrolment_id=one.enrolment_id, mark=one.after) for one in step
        )
