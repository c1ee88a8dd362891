"""What is projected during a session, without a word about any man (6.4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.group_names import telling_word
from facilitador.domain.roles import Section
from facilitador.domain.session_decks import SessionSlides, SlideMoment
from facilitador.domain.session_moments import Moment, session_moments
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.domain.topics import Curriculum, Topic
from facilitador.reference import proposed_agreements
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class ProjectedSession(Query[SessionSlides], kw_only=True):
    """What a projector may show of a session: topics, agreements, questions, moments; nothing of any man."""

    session_id: UUID


def _projected(tx: Transaction, query: ProjectedSession) -> SessionSlides:
    session = session_queries.session(tx, query.session_id)
    group = group_queries.group(tx, session.group_id)
    curriculum = curriculum_in_use(tx).curriculum
    topics = _topics_of(curriculum, session)
    standing = [one for one in session_queries.sessions_of_group(tx, group.id) if one.state is not _CANCELLED]
    after = next((one for one in standing if (one.day, one.starts_at) > (session.day, session.starts_at)), None)
    return SessionSlides(
        session_id=session.id,
        group_name="" if telling_word(group.name) else group.name,
        number=session.number,
        topics=tuple(topic.name for topic in topics),
        agreements=group.agreements or proposed_agreements(),
        agreed=bool(group.agreements),
        questions=tuple(question for topic in topics for question in topic.opening_questions),
        moments=tuple(_in_words(moment, curriculum) for moment in _moments(session, topics, standing)),
        notes=tuple(note for topic in topics for note in topic.notes),
        next_day=after.day if after else None,
        next_hour=after.starts_at if after else None,
    )


def _topics_of(curriculum: Curriculum, session: Session) -> tuple[Topic, ...]:
    """Those planned for it, or those that were worked where none was planned; one that is no more is left out."""
    known = {topic.id: topic for topic in curriculum.topics}
    wanted = session.planned_topics or session.worked_topics
    return tuple(known[topic_id] for topic_id in wanted if topic_id in known)


def _moments(session: Session, topics: Sequence[Topic], standing: Sequence[Session]) -> tuple[Moment, ...]:
    """How the session is divided: a topic that goes over several sessions brings to each its own activities."""
    if not topics:
        return ()
    first, *also = topics
    sharing = [one.id for one in standing if first.id in one.planned_topics]
    part, parts = (sharing.index(session.id) + 1, len(sharing)) if session.id in sharing else (1, 1)
    return session_moments(first, session.minutes, also=also, part=part, parts=parts)


def _in_words(moment: Moment, curriculum: Curriculum) -> SlideMoment:
    activity = moment.activity
    if activity is None:
        return SlideMoment(moment.kind, curriculum.moments.text(moment.kind), moment.minutes)
    return SlideMoment(
        kind=moment.kind,
        title=activity.title,
        minutes=moment.minutes,
        grouping=curriculum.groupings.text(activity.grouping),
        steps=activity.steps,
        materials=activity.materials,
    )


_CANCELLED = SessionState.CANCELLED

COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(ProjectedSession, _projected, Section.SESSIONS),)
