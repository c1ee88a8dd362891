"""The days on which a man counted in a group, from the steps of his stint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from facilitador.domain.attendance import Period
from facilitador.domain.enrolments import EnrolmentStatus, StintEvent


def counted_periods(events: Iterable[StintEvent]) -> tuple[Period, ...]:
    """The periods of one stint in which he was expected at sessions.

    He is expected from the day he attends. A pause ends that on the eve of its day: no session of the pause counts for
    or against him. An end counts its own day in, as the stint does. Days of waiting are none.
    """
    periods: list[Period] = []
    first: date | None = None
    for event in events:
        if event.status is EnrolmentStatus.ATTENDING:
            first = first or event.on
        elif first is not None:
            last = event.on - timedelta(days=1) if event.status is EnrolmentStatus.PAUSED else event.on
            if last >= first:
                periods.append(Period(first, last))
            first = None
    if first is not None:
        periods.append(Period(first))
    return tuple(periods)
