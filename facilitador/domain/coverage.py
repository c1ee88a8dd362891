"""Which topics each man and the group have worked (6.4.8), and in which of the three areas (6.4.9).

What counts is what was worked in held sessions, whatever was planned. A topic may go over several sessions (its parts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import ATTENDING, ManRecord, SessionFact
from facilitador.domain.session_plans import SessionState
from facilitador.domain.topics import Area

_AREAS: Final = frozenset(str(area) for area in Area)
_NOTHING: Final[frozenset[str]] = frozenset()


class TopicState(StrEnum):
    """How a man stands with a topic; all but the first stay open until it is worked or made up.

    COVERED: he was there, or made up, in every part, and none is still to come; whoever has half of a topic has not
    worked it. PARTIAL: in some parts. MISSED: held while he counted, and he was absent. UNRECORDED: held, his mark
    *sin registrar*. BEFORE_ENTRY: held before he entered or between two stays. AFTER_LEAVING: held once he had left.
    PENDING: not held yet.
    """

    COVERED = "covered"
    PARTIAL = "partial"
    MISSED = "missed"
    UNRECORDED = "unrecorded"
    BEFORE_ENTRY = "before_entry"
    AFTER_LEAVING = "after_leaving"
    PENDING = "pending"


STATE_LABELS: Final[Mapping[TopicState, str]] = {
    TopicState.COVERED: "Trabajado",
    TopicState.PARTIAL: "En parte",
    TopicState.MISSED: "Por recuperar",
    TopicState.UNRECORDED: "Sin registrar",
    TopicState.BEFORE_ENTRY: "Antes de su ingreso",
    TopicState.AFTER_LEAVING: "Después de su salida",
    TopicState.PENDING: "Pendiente",
}

_GRAVEST_FIRST: Final = (
    TopicState.MISSED,
    TopicState.UNRECORDED,
    TopicState.BEFORE_ENTRY,
    TopicState.AFTER_LEAVING,
)


@dataclass(frozen=True, slots=True)
class TopicCell:
    """A man and a topic. Of its `held` parts he has `done` so many, `made_up` of them later; `to_come` are planned.

    `open_session_ids`: the held parts that he has not, in order of date: what is to be made up.
    """

    state: TopicState
    done: int = 0
    made_up: int = 0
    held: int = 0
    to_come: int = 0
    open_session_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPart:
    """A held session that worked a topic, and the areas in which its objectives were reached."""

    session_id: UUID
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupTopic:
    """A topic in the group: its held parts in order of date, and how many are still to come.

    `reached` are the areas reached in any part, `missing` the ones of the three that none reached (6.4.9); both empty
    while nothing was held.
    """

    topic_id: str
    parts: tuple[TopicPart, ...]
    to_come: int

    @property
    def state(self) -> TopicState:
        """COVERED, PARTIAL (more is to come) or PENDING."""
        if not self.parts:
            return TopicState.PENDING
        return TopicState.PARTIAL if self.to_come else TopicState.COVERED

    @property
    def reached(self) -> frozenset[str]:
        """The areas reached in any part."""
        return frozenset().union(*(part.areas for part in self.parts))

    @property
    def missing(self) -> frozenset[str]:
        """The areas that no part reached."""
        return _AREAS - self.reached if self.parts else frozenset()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Topics of a group, in the order asked for, and of each of its men by `participant_id`, in the order given."""

    group: tuple[GroupTopic, ...]
    men: Mapping[UUID, Mapping[str, TopicCell]]


def coverage(topic_ids: Sequence[str], sessions: Iterable[SessionFact], men: Iterable[ManRecord]) -> Coverage:
    """The coverage of these topics; other topics that sessions worked are left out. Sessions may come in any order."""
    held: dict[str, list[SessionFact]] = {topic: [] for topic in topic_ids}
    to_come = dict.fromkeys(topic_ids, 0)
    for session in sorted(sessions, key=lambda one: (one.day, one.starts_at)):
        for topic in dict.fromkeys(session.topic_ids):
            if topic not in held:
                continue
            if session.status is SessionState.HELD:
                held[topic].append(session)
            elif session.status is SessionState.PLANNED:
                to_come[topic] += 1
    group = tuple(
        GroupTopic(topic, tuple(TopicPart(one.id, one.areas & _AREAS) for one in parts), to_come[topic])
        for topic, parts in held.items()
    )
    return Coverage(group, {man.participant_id: _of_man(man, held, to_come) for man in men})


def _of_man(
    man: ManRecord, held: Mapping[str, Sequence[SessionFact]], to_come: Mapping[str, int]
) -> Mapping[str, TopicCell]:
    credited, on_its_own = _credits(man)
    states: dict[UUID, TopicState] = {}
    cells: dict[str, TopicCell] = {}
    for topic, parts in held.items():
        found: list[TopicState] = []
        made_up = 0
        for session in parts:
            if session.id not in states:
                states[session.id] = _state_at(man, session)
            state = states[session.id]
            if state is not TopicState.COVERED and (
                topic in on_its_own or not credited.get(session.id, _NOTHING).isdisjoint(("", topic))
            ):
                state, made_up = TopicState.COVERED, made_up + 1
            found.append(state)
        cells[topic] = TopicCell(
            TopicState.COVERED if topic in on_its_own else _together(found, to_come[topic]),
            done=found.count(TopicState.COVERED),
            made_up=made_up,
            held=len(found),
            to_come=to_come[topic],
            open_session_ids=tuple(
                part.id for part, state in zip(parts, found, strict=True) if state is not TopicState.COVERED
            ),
        )
    return cells


def _together(parts: Sequence[TopicState], to_come: int) -> TopicState:
    """What the states of the held parts amount to."""
    if not parts:
        return TopicState.PENDING
    if TopicState.COVERED not in parts:
        return next(state for state in _GRAVEST_FIRST if state in parts)
    whole = all(state is TopicState.COVERED for state in parts) and not to_come
    return TopicState.COVERED if whole else TopicState.PARTIAL


def _state_at(man: ManRecord, session: SessionFact) -> TopicState:
    """How he stands with what that held session worked, leaving aside what he made up."""
    if not man.counted_on(session.day):
        left = any(period.first <= session.day for period in man.periods)
        returns = any(period.first > session.day for period in man.periods)
        return TopicState.AFTER_LEAVING if left and not returns else TopicState.BEFORE_ENTRY
    mark = man.marks.get(session.id)
    if mark is None:
        return TopicState.UNRECORDED
    return TopicState.COVERED if mark in ATTENDING else TopicState.MISSED


def _credits(man: ManRecord) -> tuple[Mapping[UUID, set[str]], frozenset[str]]:
    """What he made up: topics by session ("" for all of its topics), and topics worked on their own."""
    by_session: defaultdict[UUID, set[str]] = defaultdict(set)
    on_its_own: set[str] = set()
    for one in man.make_ups:
        if one.session_id is None:
            on_its_own.update(one.topic_ids)
        else:
            by_session[one.session_id].update(one.topic_ids or ("",))
    return by_session, frozenset(on_its_own)
