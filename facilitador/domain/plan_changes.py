"""How a plan is rearranged. Nothing here changes what was held; what follows moves only if asked.

Sessions are named by their place in the plan, from 0, as given; the answer is in order of day and hour. A session that
comes new into the plan has no id yet; one that left it is no longer in the answer. `weekdays` are those of the group
(0 Monday … 6 Sunday); without them each session keeps its own. `skip` holds the days on which nobody meets.

A place whose session is not planned is refused with session_not_planned, one that is not there with not_found.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from facilitador.domain.dates import format_date
from facilitador.domain.session_plans import (
    FURTHEST_AHEAD,
    MOST_SESSIONS,
    PlannedSession,
    SessionState,
    in_order,
)
from facilitador.errors import UserFacingError

Plan: TypeAlias = tuple[PlannedSession, ...]

_A_DAY: Final = timedelta(days=1)


class TopicsGo(StrEnum):
    """What becomes of the topics of a session that is called off."""

    NOWHERE = "nowhere"
    INTO_NEXT = "into_next"
    ON_NEW_DAY = "on_new_day"


def move_topic(sessions: Sequence[PlannedSession], topic_id: str, source: int, target: int) -> Plan:
    """A topic goes from one session to another: to its end if that is the earlier one, to its beginning if later.

    Where it stands in the target already, it only leaves the source.
    """
    leaves, takes = _planned(sessions, source), _planned(sessions, target)
    if topic_id not in leaves.topic_ids:
        raise UserFacingError("not_found", field="topic_id")
    if source == target:
        return in_order(sessions)
    kept = tuple(topic for topic in leaves.topic_ids if topic != topic_id)
    taken = _joined(takes.topic_ids, (topic_id,)) if takes.starts < leaves.starts else takes.topic_ids
    if topic_id not in taken:
        taken = (topic_id, *taken)
    return _with(sessions, {source: replace(leaves, topic_ids=kept), target: replace(takes, topic_ids=taken)})


def swap(sessions: Sequence[PlannedSession], one: int, other: int) -> Plan:
    """Two sessions exchange their topics; their days and hours stay."""
    first, second = _planned(sessions, one), _planned(sessions, other)
    return _with(
        sessions,
        {one: replace(first, topic_ids=second.topic_ids), other: replace(second, topic_ids=first.topic_ids)},
    )


def split(
    sessions: Sequence[PlannedSession],
    place: int,
    at: int,
    weekdays: Collection[int] = (),
    skip: Container[date] = (),
) -> Plan:
    """The topics from `at` on get a new session on the next free day; what follows moves on by one.

    With `at` at the end of its topics, the last of them goes on in the new session: one topic over two.
    """
    session = _planned(sessions, place)
    if not 0 < at <= len(session.topic_ids):
        raise UserFacingError("not_found", field="at")
    rest = session.topic_ids[at:] or session.topic_ids[-1:]
    shortened = _with(sessions, {place: replace(session, topic_ids=session.topic_ids[:at])})
    return _insert_after(shortened, replace(session, topic_ids=rest, id=None, extra=False), weekdays, skip)


def merge(sessions: Sequence[PlannedSession], place: int) -> Plan:
    """The session takes the topics of the next planned one, which leaves the plan; the other days stay as they are.

    `shift_following` with -1 closes the gap.
    """
    session = _planned(sessions, place)
    following = _next_planned(sessions, place)
    joined = replace(session, topic_ids=_joined(session.topic_ids, sessions[following].topic_ids))
    kept = {at: one for at, one in enumerate(sessions) if at != following} | {place: joined}
    return in_order(tuple(kept.values()))


def cancel(
    sessions: Sequence[PlannedSession],
    place: int,
    topics: TopicsGo = TopicsGo.NOWHERE,
    weekdays: Collection[int] = (),
    skip: Container[date] = (),
) -> Plan:
    """The session is called off and stays in the plan as such, with the topics it would have had.

    They go nowhere (plan_problems then names what is left without a session), into the next planned session, before
    its own, or into a new session on the next free day, and what follows moves on by one.
    """
    session = _planned(sessions, place)
    called_off = {place: replace(session, status=SessionState.CANCELLED)}
    if topics is TopicsGo.INTO_NEXT:
        following = _next_planned(sessions, place)
        takes = sessions[following]
        called_off[following] = replace(takes, topic_ids=_joined(session.topic_ids, takes.topic_ids))
    changed = _with(sessions, called_off)
    if topics is TopicsGo.ON_NEW_DAY:
        return _insert_after(changed, replace(session, id=None), weekdays, skip)
    return changed


def move_session(
    sessions: Sequence[PlannedSession],
    place: int,
    day: date,
    starts_at: time,
    *,
    follow: bool = False,
    weekdays: Collection[int] = (),
    skip: Container[date] = (),
) -> Plan:
    """The session goes to another day or hour.

    With `follow`, those that came after it move on together, by as many turns as it takes for all to come after it.
    """
    session = _planned(sessions, place)
    moved = replace(session, day=day, starts_at=starts_at)
    if not follow:
        return _with(sessions, {place: moved})
    if day - session.day > FURTHEST_AHEAD:
        raise UserFacingError("session_too_far_ahead", field="day", day=format_date(day))
    after = session.day + _A_DAY
    others: Plan = tuple(one for at, one in enumerate(sessions) if at != place)
    while any(_follows(one, after) and one.day <= day for one in others):
        others = shift_following(others, after, 1, weekdays, skip)
    return in_order((*others, moved))


def shift_following(
    sessions: Sequence[PlannedSession],
    from_day: date,
    by: int,
    weekdays: Collection[int] = (),
    skip: Container[date] = (),
) -> Plan:
    """What is planned from `from_day` on moves by so many turns of its weekday, back where `by` is negative.

    Order is kept: nothing lands on the day of a session that does not move, nor goes back before one. Extra sessions
    stay. Raises no_free_day where two years hold none.
    """
    if abs(by) > MOST_SESSIONS:
        raise UserFacingError("number_out_of_range", field="by", minimum=-MOST_SESSIONS, maximum=MOST_SESSIONS)
    moving = [one for one in sessions if _follows(one, from_day)]
    staying = [one for one in sessions if not _follows(one, from_day)]
    taken = {one.day for one in staying if one.status is not SessionState.CANCELLED}
    last = date.min
    new_days: dict[date, date] = {}
    for day in sorted({one.day for one in moving}):
        own = frozenset(weekdays) or frozenset({day.weekday()})
        new = day
        for _ in range(abs(by)):
            new = _next_free(new, own, skip, taken, backwards=by < 0)
        last = max((last, *(one for one in taken if one < day)))
        new_days[day] = last = new if new > last else _next_free(last, own, skip, taken)
    return in_order((*staying, *(replace(one, day=new_days[one.day]) for one in moving)))


def _follows(session: PlannedSession, from_day: date) -> bool:
    return session.status is SessionState.PLANNED and session.day >= from_day and not session.extra


def _next_free(
    day: date, weekdays: Collection[int], skip: Container[date], taken: Collection[date], *, backwards: bool = False
) -> date:
    for ahead in range(1, FURTHEST_AHEAD.days + 1):
        try:
            day_then = day - ahead * _A_DAY if backwards else day + ahead * _A_DAY
        except OverflowError:
            break
        if day_then.weekday() in weekdays and day_then not in skip and day_then not in taken:
            return day_then
    raise UserFacingError("no_free_day")


def _insert_after(
    sessions: Sequence[PlannedSession], new: PlannedSession, weekdays: Collection[int], skip: Container[date]
) -> Plan:
    """The plan with `new` on the first free day after the one it names, the planned ones after that moved on by one."""
    shifted = shift_following(sessions, new.day + _A_DAY, 1, weekdays, skip)
    taken = {one.day for one in shifted if one.status is not SessionState.CANCELLED}
    own = frozenset(weekdays) or frozenset({new.day.weekday()})
    return in_order((*shifted, replace(new, day=_next_free(new.day, own, skip, taken))))


def _planned(sessions: Sequence[PlannedSession], place: int) -> PlannedSession:
    if not 0 <= place < len(sessions):
        raise UserFacingError("not_found", field="place")
    if sessions[place].status is not SessionState.PLANNED:
        raise UserFacingError("session_not_planned", field="place")
    return sessions[place]


def _next_planned(sessions: Sequence[PlannedSession], place: int) -> int:
    """The place of the planned session that comes after this one; refuses where there is none."""
    later = [
        at
        for at, one in enumerate(sessions)
        if one.status is SessionState.PLANNED and at != place and one.starts >= sessions[place].starts
    ]
    if not later:
        raise UserFacingError("no_session_after", field="place")
    return min(later, key=lambda at: sessions[at].starts)


def _joined(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def _with(sessions: Sequence[PlannedSession], changed: Mapping[int, PlannedSession]) -> Plan:
    return in_order(tuple(changed.get(at, one) for at, one in enumerate(sessions)))
