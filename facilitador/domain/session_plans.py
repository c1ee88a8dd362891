"""The plan of a group: which session is when, and on which topics it works (6.4.8).

Topics are known by their ids only; what they say is in `domain/topics.py`. Days and hours are local; no clock is read.
How a plan is rearranged is in `domain/plan_changes.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate, islice, pairwise
from typing import Final
from uuid import UUID

from facilitador.domain.checks import EARLIEST_RECORD, Checks
from facilitador.domain.dates import WEEKDAYS, format_date
from facilitador.domain.holidays import HolidayCalendar
from facilitador.domain.hours import format_time
from facilitador.domain.topics import LONGEST_SESSION, SHORTEST_SESSION
from facilitador.errors import InvalidInput, Problem, UserFacingError

MOST_SESSIONS: Final = 104
"""So many sessions a plan may have; a weekly group fills two years with them."""

FURTHEST_AHEAD: Final = timedelta(days=731)
"""Two years: a session further ahead is a slip of the keyboard."""

LONGEST_NOTE: Final = 500

_MIDNIGHT: Final = 24 * 60


class SessionState(StrEnum):
    """Where a session stands. One that was moved is planned, with its history."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ChangeReason(StrEnum):
    """Why a session was moved, called off or added."""

    HARVEST = "harvest"
    FEAST = "feast"
    ROAD_BLOCKED = "road_blocked"
    FACILITATOR_ILL = "facilitator_ill"
    VENUE_NOT_AVAILABLE = "venue_not_available"
    WEATHER = "weather"
    OTHER = "other"


REASON_LABELS: Final[Mapping[ChangeReason, str]] = {
    ChangeReason.HARVEST: "Siembra o cosecha",
    ChangeReason.FEAST: "Fiesta o feriado local",
    ChangeReason.ROAD_BLOCKED: "Vía bloqueada",
    ChangeReason.FACILITATOR_ILL: "Enfermedad de quien facilita",
    ChangeReason.VENUE_NOT_AVAILABLE: "Local no disponible",
    ChangeReason.WEATHER: "Lluvia, friaje u otro clima adverso",
    ChangeReason.OTHER: "Otro motivo",
}


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of a plan. `id` is None while it is only proposed; `extra` ones were added outside the series.

    `topic_ids` are in the order in which they are worked; a cancelled session keeps those it would have had.
    """

    day: date
    starts_at: time
    minutes: int
    topic_ids: tuple[str, ...] = ()
    id: UUID | None = None
    status: SessionState = SessionState.PLANNED
    extra: bool = False

    @property
    def starts(self) -> datetime:
        """Day and hour together, local time."""
        return datetime.combine(self.day, self.starts_at)

    @property
    def ends(self) -> datetime:
        """When it ends, local time."""
        return self.starts + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """What is wrong with a plan (`refusals`) and what a person should look at (`warnings`).

    The field of a problem is `sessions.3.day`: the place of the session in the plan, from 0, and what of it. A warning
    about the whole plan has the field `sessions`.
    """

    refusals: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def refuse_if_any(self) -> None:
        """Raise `InvalidInput` with every refusal, if there is one."""
        if self.refusals:
            raise InvalidInput(self.refusals)


def propose(
    first: date,
    weekdays: Collection[int],
    starts_at: time,
    minutes: int,
    count: int,
    topic_ids: Sequence[str],
    *,
    skip: Container[date] = (),
    weights: Mapping[str, int] | None = None,
) -> tuple[PlannedSession, ...]:
    """`count` sessions from `first` on, on these weekdays (0 Monday … 6 Sunday), in which every topic has its place.

    The order of the topics is kept. With fewer sessions than topics some share one; with more, some go over several in
    a row. `weights` are the suggested lengths of the topics: the longer one gets more room. `skip` holds the days on
    which nobody meets, usually a HolidayCalendar.

    Raises InvalidInput for numbers out of range or without a weekday, UserFacingError plan_too_long where the sessions
    do not fit in two years.
    """
    checks = Checks()
    checks.need("weekdays", any(day in range(len(WEEKDAYS)) for day in weekdays), "plan_weekday_needed")
    checks.within("count", count, 1, MOST_SESSIONS)
    checks.within("minutes", minutes, SHORTEST_SESSION, LONGEST_SESSION)
    checks.need(
        "starts_at", _fits_in_day(starts_at, minutes), "session_past_midnight", starts_at=format_time(starts_at)
    )
    checks.need("first", first >= EARLIEST_RECORD, "day_too_early")
    checks.refuse_if_any()
    days = tuple(islice(free_days(first, weekdays, skip), count))
    if len(days) < count:
        raise UserFacingError("plan_too_long", field="count", fitting=len(days))
    shares = spread(topic_ids, count, weights or {})
    return tuple(PlannedSession(day, starts_at, minutes, share) for day, share in zip(days, shares, strict=True))


def free_days(first: date, weekdays: Collection[int], skip: Container[date] = ()) -> Iterator[date]:
    """The days from `first` on, itself included, on these weekdays and not to be skipped; two years of them."""
    for ahead in range(min(FURTHEST_AHEAD, date.max - first).days + 1):
        day = first + timedelta(days=ahead)
        if day.weekday() in weekdays and day not in skip:
            yield day


def spread(topic_ids: Sequence[str], count: int, weights: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """The topics of each of `count` sessions, in order and none left out; a topic without a weight counts as 1."""
    if not topic_ids:
        return ((),) * count
    loads = [max(1, weights.get(topic, 1)) for topic in topic_ids]
    if count < len(topic_ids):
        ends = _even_cuts(loads, count)
        return tuple(tuple(topic_ids[begin:end]) for begin, end in pairwise((0, *ends)))
    times = _turns(loads, count)
    return tuple((topic,) for topic, turns in zip(topic_ids, times, strict=True) for _ in range(turns))


def _turns(loads: Sequence[int], count: int) -> list[int]:
    """How many sessions each topic gets: one, and of those left over as much as its length goes beyond one.

    Rounded along the way, so that topics of one length get their second session spread over the whole plan.
    """
    left, whole = count - len(loads), sum(loads)
    beyond = [max(0, load * count - whole) for load in loads]
    if left == 0:
        return [1] * len(loads)
    total = sum(beyond)
    marks = [(2 * so_far * left + total) // (2 * total) for so_far in accumulate(beyond, initial=0)]
    return [1 + after - before for before, after in pairwise(marks)]


def _even_cuts(loads: Sequence[int], count: int) -> tuple[int, ...]:
    """Where each of `count` runs of topics ends, none empty, so that the sum of their squared lengths is least."""
    until = list(accumulate(loads, initial=0))
    best: list[tuple[int, tuple[int, ...]]] = [(until[end] ** 2, (end,)) for end in range(len(until))]
    for runs in range(2, count + 1):
        best = [
            min(
                (best[cut][0] + (until[end] - until[cut]) ** 2, (*best[cut][1], end))
                for cut in range(runs - 1, max(end, runs))
            )
            for end in range(len(until))
        ]
    return best[-1][1]


def _fits_in_day(starts_at: time, minutes: int) -> bool:
    return starts_at.hour * 60 + starts_at.minute + minutes <= _MIDNIGHT


def minutes_between(starts_at: time, ends_at: time) -> int:
    """How long a session is that was typed with its two hours; refuses an end that is not after the start."""
    minutes = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
    if minutes <= 0:
        raise UserFacingError("session_ends_before_start", field="ends_at", starts_at=format_time(starts_at))
    return minutes


def in_order(sessions: Sequence[PlannedSession]) -> tuple[PlannedSession, ...]:
    """The sessions by day and hour; those of one hour stay as they stood."""
    return tuple(sorted(sessions, key=lambda session: session.starts))


def check_reason(reason: ChangeReason, note: str) -> None:
    """Refuse «otro motivo» without saying which, and a note that is too long."""
    checks = Checks()
    checks.text("reason", note, LONGEST_NOTE)
    checks.need("reason", reason is not ChangeReason.OTHER or bool(note.strip()), "change_reason_needed")
    checks.refuse_if_any()


def plan_problems(
    sessions: Sequence[PlannedSession],
    *,
    today: date,
    not_before: date | None = None,
    mandated: Mapping[str, str] | None = None,
    holidays: HolidayCalendar | None = None,
) -> PlanFindings:
    """What is wrong with a plan, and what should be looked at.

    Refused: a length of which no session is, an end after midnight, a day before `not_before` (the group's first day)
    or more than two years ahead, two sessions at one hour, a topic twice in one session. Warned about: a planned
    session on a holiday or without a topic, a topic that comes back after others, and topics of `mandated` (6.4.8: id
    to name, in order) without a session. What was called off is left out of all this.
    """
    refusals: list[Problem] = []
    warnings: list[Problem] = []
    standing = [(at, one) for at, one in enumerate(sessions) if one.status is not SessionState.CANCELLED]
    for at, session in standing:
        refusals += _wrong_alone(f"sessions.{at}", session, today, not_before)
        if session.status is SessionState.PLANNED:
            warnings += _warnings_alone(f"sessions.{at}", session, holidays)
    standing.sort(key=lambda numbered: numbered[1].starts)
    refusals += _overlaps(standing)
    warnings += _coming_back(standing, mandated or {})
    worked = {topic for _, session in standing for topic in session.topic_ids}
    left_out = [name for topic, name in (mandated or {}).items() if topic not in worked]
    if left_out:
        parameters: dict[str, object] = {"count": len(left_out), "topics": "; ".join(left_out)}
        warnings.append(Problem("sessions", "topics_without_session", parameters))
    return PlanFindings(tuple(refusals), tuple(warnings))


def _wrong_alone(place: str, session: PlannedSession, today: date, not_before: date | None) -> list[Problem]:
    found: list[Problem] = []
    bounds: dict[str, object] = {"minimum": SHORTEST_SESSION, "maximum": LONGEST_SESSION}
    if not SHORTEST_SESSION <= session.minutes <= LONGEST_SESSION:
        found.append(Problem(f"{place}.minutes", "number_out_of_range", bounds))
    elif not _fits_in_day(session.starts_at, session.minutes):
        starts_at = format_time(session.starts_at)
        found.append(Problem(f"{place}.starts_at", "session_past_midnight", {"starts_at": starts_at}))
    day = format_date(session.day)
    if session.day < EARLIEST_RECORD:
        found.append(Problem(f"{place}.day", "day_too_early"))
    elif not_before is not None and session.day < not_before:
        first = format_date(not_before)
        found.append(Problem(f"{place}.day", "session_before_group", {"day": day, "first": first}))
    elif session.day > today and session.day - today > FURTHEST_AHEAD:
        found.append(Problem(f"{place}.day", "session_too_far_ahead", {"day": day}))
    if len(set(session.topic_ids)) < len(session.topic_ids):
        found.append(Problem(f"{place}.topic_ids", "topic_twice_in_session", {"day": day}))
    return found


def _warnings_alone(place: str, session: PlannedSession, holidays: HolidayCalendar | None) -> list[Problem]:
    found: list[Problem] = []
    day = format_date(session.day)
    holiday = holidays.on(session.day) if holidays else None
    if holiday is not None:
        unseen = "session_on_unverified_holiday" if holiday.off else "session_on_feast"
        code = "session_on_holiday" if holiday.free else unseen
        found.append(Problem(f"{place}.day", code, {"day": day, "name": holiday.name}))
    if not session.topic_ids:
        found.append(Problem(f"{place}.topic_ids", "session_without_topic", {"day": day}))
    return found


def _overlaps(standing: Sequence[tuple[int, PlannedSession]]) -> Iterator[Problem]:
    """A problem for each session that begins before an earlier one has ended."""
    earlier: PlannedSession | None = None
    for at, session in standing:
        if earlier is not None and session.starts < earlier.ends:
            day, starts_at = format_date(earlier.day), format_time(earlier.starts_at)
            yield Problem(f"sessions.{at}.starts_at", "session_overlaps", {"day": day, "starts_at": starts_at})
        if earlier is None or session.ends > earlier.ends:
            earlier = session


def _coming_back(standing: Sequence[tuple[int, PlannedSession]], names: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each topic that is planned again after a session without it."""
    last_seen: dict[str, int] = {}
    for turn, (at, session) in enumerate(standing):
        for topic in session.topic_ids:
            if last_seen.setdefault(topic, turn) < turn - 1 and session.status is SessionState.PLANNED:
                first = format_date(standing[last_seen[topic]][1].day)
                code = "topic_again" if topic in names else "own_topic_again"
                parameters: dict[str, object] = {"topic": names.get(topic, ""), "first": first}
                yield Problem(f"sessions.{at}.topic_ids", code, parameters)
            last_seen[topic] = turn
