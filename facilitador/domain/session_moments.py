"""How the activities of a topic fill the length of a session, moment by moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from facilitador.domain.topics import LONGEST_SESSION, SHORTEST_SESSION, Activity, MomentKind, Topic
from facilitador.errors import UserFacingError

STEP: Final = 5
"""Minutes are given out in steps of five: nobody leads a session by the minute."""

SHORTEST_ACTIVITY: Final = 10
LONG_SESSION: Final = 90
"""From this length on, opening and closing take fifteen minutes each instead of ten."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a session. `activity` is None at opening and closing, and where a topic has no exercises of its own.

    `minutes` are those it gets in this session, which need not be those the activity proposes.
    """

    kind: MomentKind
    minutes: int
    activity: Activity | None = None


def frame_minutes(minutes: int) -> int:
    """The minutes that the opening takes in a session of this length; the closing takes as many."""
    return 15 if minutes >= LONG_SESSION else 10


def session_moments(
    topic: Topic, minutes: int, *, also: Sequence[Topic] = (), part: int = 1, parts: int = 1
) -> tuple[Moment, ...]:
    """Opening, activities and closing of a session; the minutes add up exactly to its length.

    `also`: further topics of the same session. `part` of `parts`: the topic goes over several sessions, and each takes
    its share of the activities, in order; with more parts than activities some return. The activities share what
    opening and closing leave, in proportion to the minutes they propose, each at least ten; where there is not room
    for all, those that propose least stay out.
    Raises UserFacingError: moments_length_impossible; ValueError if `part` is none of `parts`.
    """
    if not SHORTEST_SESSION <= minutes <= LONGEST_SESSION:
        raise UserFacingError(
            "moments_length_impossible", field="minutes", minimum=SHORTEST_SESSION, maximum=LONGEST_SESSION
        )
    frame = frame_minutes(minutes)
    every = (*topic.activities, *(activity for other in also for activity in other.activities))
    shown = _that_fit(_share(every, part, parts), minutes - 2 * frame)
    return (
        Moment(MomentKind.OPENING, frame),
        *_between(shown, minutes - 2 * frame),
        Moment(MomentKind.CLOSING, frame),
    )


def _share(activities: Sequence[Activity], part: int, parts: int) -> Sequence[Activity]:
    if not 1 <= part <= parts:
        raise ValueError(f"part {part} of {parts}")
    first = (part - 1) * len(activities) // parts
    return activities[first : max(part * len(activities) // parts, first + 1)]


def _that_fit(activities: Sequence[Activity], minutes: int) -> Sequence[Activity]:
    room = minutes // SHORTEST_ACTIVITY
    by_length = sorted(range(len(activities)), key=lambda place: -activities[place].minutes)
    kept = set(by_length[:room])
    return [activity for place, activity in enumerate(activities) if place in kept]


def _between(activities: Sequence[Activity], minutes: int) -> list[Moment]:
    if not activities:
        return [Moment(MomentKind.ACTIVITY, minutes)]
    given = [SHORTEST_ACTIVITY] * len(activities)
    proposed = sum(activity.minutes for activity in activities)
    for _ in range((minutes - sum(given)) // STEP):
        # The next five minutes go to the activity furthest below its proportion of the whole.
        behind = [activity.minutes * minutes / proposed - own for activity, own in zip(activities, given, strict=True)]
        given[behind.index(max(behind))] += STEP
    longest = given.index(max(given))
    given[longest] += minutes - sum(given)
    return [Moment(MomentKind.ACTIVITY, own, activity) for activity, own in zip(activities, given, strict=True)]
