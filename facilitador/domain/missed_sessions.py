"""What a man missed and has not made up, session by session (6.4.8: it stays open until made up)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from facilitador.domain.attendance import ABSENT, ManRecord
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class MissedSession:
    """A held session that a man missed and has not made up; the names of the topics that he lacks of it."""

    session_id: UUID
    number: int | None
    day: date
    topics: tuple[str, ...]


def topics_of(session: Session) -> tuple[str, ...]:
    """The topics worked in a session; while nobody wrote which, those planned for it."""
    return session.worked_topics or session.planned_topics


def missed_sessions(man: ManRecord, sessions: Iterable[Session], names: Mapping[str, str]) -> tuple[MissedSession, ...]:
    """The sessions that he missed on days on which he counted and has not made up, in the order given.

    *Sin registrar* is no absence and hence nothing missed. A session of which every topic was made up, be it bit by
    bit or on its own, is missed no more. A topic without a name among `names` is left out.
    """
    whole = {one.session_id for one in man.make_ups if not one.topic_ids}
    by_session: dict[UUID, set[str]] = {}
    on_their_own: set[str] = set()
    for one in man.make_ups:
        if one.session_id is None:
            on_their_own.update(one.topic_ids)
        else:
            by_session.setdefault(one.session_id, set()).update(one.topic_ids)
    found: list[MissedSession] = []
    for session in sessions:
        if session.state is not SessionState.HELD or not man.counted_on(session.day):
            continue
        if man.marks.get(session.id) not in ABSENT or session.id in whole:
            continue
        topics = topics_of(session)
        left = [one for one in topics if one not in on_their_own and one not in by_session.get(session.id, ())]
        if left or not topics:
            told = tuple(names[one] for one in left if one in names)
            found.append(MissedSession(session.id, session.number, session.day, told))
    return tuple(found)
