"""A timer that counts down the minutes of a moment. It reads no clock: each question brings the seconds of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import Final

LAST_MINUTE: Final = 60
LONGEST: Final = 240 * 60
"""The longest time it can be set to, in seconds: as long as the longest session."""


class TimeLeft(StrEnum):
    """What is to be said of the time, in words and in colour."""

    ENOUGH = "enough"
    LAST_MINUTE = "last_minute"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Countdown:
    """`seconds` to count down from; `spent` of them before `since`, the second of the clock at which it last started.

    `since` is None while it stands still.
    """

    seconds: float
    spent: float = 0.0
    since: float | None = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self.since is not None

    @property
    def begun(self) -> bool:
        """Whether it ever counted since it was set."""
        return self.running or self.spent > 0

    def used(self, now: float) -> float:
        """Seconds counted so far; goes on after the end."""
        return self.spent + (max(0.0, now - self.since) if self.since is not None else 0.0)

    def left(self, now: float) -> int:
        """Whole seconds still to come, never below 0: the last one shows as 1."""
        return max(0, ceil(self.seconds - self.used(now)))

    def beyond(self, now: float) -> int:
        """Whole seconds since the end; 0 before it."""
        return max(0, int(self.used(now) - self.seconds))

    def state(self, now: float) -> TimeLeft:
        """Enough, the last minute, or over; a time of a minute or less has no last minute before it began."""
        left = self.left(now)
        if left == 0:
            return TimeLeft.OVER
        return TimeLeft.LAST_MINUTE if left <= LAST_MINUTE and self.begun else TimeLeft.ENOUGH

    def toggled(self, now: float) -> Countdown:
        """Started if it stood still, stopped if it ran."""
        if self.running:
            return replace(self, spent=self.used(now), since=None)
        return replace(self, since=now)

    def lengthened(self, by: float, now: float) -> Countdown:
        """With so many seconds more (or fewer, below 0) still to come; never less than none, never beyond `LONGEST`."""
        used = self.used(now)
        target = max(self.seconds, used) if by > 0 else self.seconds  # a minute more after the end is a whole minute
        return replace(self, seconds=min(max(target + by, used, 0.0), LONGEST + used))

    def again(self) -> Countdown:
        """From the beginning, standing still."""
        return Countdown(self.seconds)


def clock_text(seconds: int) -> str:
    """Minutes and seconds as `7:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"
