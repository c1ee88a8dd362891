"""Which men have worked all the topics (6.4.8), as `domain.coverage` has it: every part done, none to come.

Parts are added up a man and compared with those of his group: to ask topic by topic takes ten times as long, and is
left for the few who worked a topic on their own, outside any session.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.sql_functions import texts_in
from facilitador.db.tables.attendance import attendance_marks, make_ups
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.sessions import session_topics, sessions
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.session_plans import SessionState

_OF_SESSIONS = sessions.join(session_topics, session_topics.c.session_id == sessions.c.id)
_OTHER = session_topics.alias("other")

# As `domain.missed_sessions.topics_of`: while nobody wrote what was worked in a session, it is what was planned.
_COUNTS = sa.or_(
    session_topics.c.worked,
    sa.not_(sa.exists(sa.select(_OTHER.c.topic_id).where(_OTHER.c.session_id == sessions.c.id, _OTHER.c.worked))),
)


def men(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    """Rows `group_id, participant_id`, once each: who worked every one of these topics in that group."""
    return sa.select(sa.union(_by_parts(topic_ids, group_id), _by_topics(topic_ids, group_id)).subquery("whole"))


def _by_parts(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    parts = _parts(topic_ids, group_id).subquery("parts")
    needed = (
        sa.select(parts.c.group_id, sa.func.sum(parts.c.held).label("held"))
        .where(parts.c.held > 0, parts.c.to_come == 0)
        .group_by(parts.c.group_id)
        .having(sa.func.count() == len(topic_ids))
        .cte("needed")
    )
    done = sa.union_all(_attended(topic_ids, needed.c.group_id), _made_up(topic_ids, group_id)).subquery("done")
    man = (done.c.group_id, done.c.participant_id)
    by_man = sa.select(*man, sa.func.sum(done.c.parts).label("parts")).group_by(*man).subquery("by_man")
    return sa.select(by_man.c.group_id, by_man.c.participant_id).join(
        needed, sa.and_(needed.c.group_id == by_man.c.group_id, needed.c.held == by_man.c.parts)
    )


def _by_topics(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    """The same, topic by topic, of who worked any of them on his own."""
    parts = _parts(topic_ids, group_id).subquery("parts")
    alone = _alone(topic_ids, group_id)
    his = alone.subquery("his")
    done = sa.union_all(
        _one_by_one(
            _OF_SESSIONS.join(attendance_marks, attendance_marks.c.session_id == sessions.c.id).join(
                enrolments, enrolments.c.id == attendance_marks.c.enrolment_id
            ),
            attendance_marks.c.mark.in_(ATTENDING),
            enrolments.c.participant_id.in_(sa.select(his.c.participant_id)),
            *_worked(topic_ids),
        ),
        _one_by_one(_MADE_UP, *_worked(topic_ids), *_missed_and_repaired()),
    ).subquery("done")
    key = (done.c.group_id, done.c.participant_id, done.c.topic_id)
    counted = sa.select(*key, sa.func.count().label("parts")).group_by(*key).subquery("counted")
    whole = sa.select(counted.c.group_id, counted.c.participant_id, counted.c.topic_id).join(
        parts,
        sa.and_(
            parts.c.group_id == counted.c.group_id,
            parts.c.topic_id == counted.c.topic_id,
            parts.c.held == counted.c.parts,
            parts.c.to_come == 0,
        ),
    )
    covered = sa.union(whole, alone).subquery("covered")
    man = (covered.c.group_id, covered.c.participant_id)
    return sa.select(*man).group_by(*man).having(sa.func.count() == len(topic_ids))


def _parts(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    """Of each group and topic, how many parts were held and how many are to come."""
    held = sessions.c.state == SessionState.HELD
    to_come = sessions.c.state == SessionState.PLANNED
    statement = (
        sa.select(
            sessions.c.group_id,
            session_topics.c.topic_id,
            sa.func.sum(sa.case((held, 1), else_=0)).label("held"),
            sa.func.sum(sa.case((to_come, 1), else_=0)).label("to_come"),
        )
        .select_from(_OF_SESSIONS)
        .where(session_topics.c.topic_id.in_(topic_ids), _COUNTS)
        .group_by(sessions.c.group_id, session_topics.c.topic_id)
    )
    return statement if group_id is None else statement.where(sessions.c.group_id == group_id)


def _worked(topic_ids: Collection[str]) -> tuple[Any, ...]:
    return (sessions.c.state == SessionState.HELD, _COUNTS, session_topics.c.topic_id.in_(topic_ids))


def _attended(topic_ids: Collection[str], among: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """How many parts each man attended, session by session, in these groups."""
    worth = (
        sa.select(sessions.c.id, sessions.c.group_id, sa.func.count().label("parts"))
        .select_from(_OF_SESSIONS)
        .where(*_worked(topic_ids), sessions.c.group_id.in_(sa.select(among)))
        .group_by(sessions.c.group_id, sessions.c.day, sessions.c.id)  # as an index has them
        .subquery("worth")
    )
    return (
        sa.select(worth.c.group_id, enrolments.c.participant_id, worth.c.parts)
        .select_from(
            worth.join(attendance_marks, attendance_marks.c.session_id == worth.c.id).join(
                enrolments, enrolments.c.id == attendance_marks.c.enrolment_id
            )
        )
        .where(attendance_marks.c.mark.in_(ATTENDING))
    )


_MADE_UP = _OF_SESSIONS.join(make_ups, make_ups.c.session_id == sessions.c.id).join(
    enrolments, enrolments.c.id == make_ups.c.enrolment_id
)


def _made_up(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    """A row for each part that a man missed and made up."""
    statement = (
        sa.select(sessions.c.group_id, enrolments.c.participant_id, sa.literal(1).label("parts"))
        .select_from(_MADE_UP)
        .where(*_worked(topic_ids), *_missed_and_repaired())
    )
    return statement if group_id is None else statement.where(sessions.c.group_id == group_id)


def _missed_and_repaired() -> tuple[Any, ...]:
    """He was not there, and made up the whole session or this topic of it."""
    topics = texts_in(make_ups.c.topic_ids)
    there = sa.exists().where(
        attendance_marks.c.session_id == make_ups.c.session_id,
        attendance_marks.c.enrolment_id == make_ups.c.enrolment_id,
        attendance_marks.c.mark.in_(ATTENDING),
    )
    this_one = sa.exists(sa.select(topics.c.value).where(topics.c.value == session_topics.c.topic_id))
    whole = make_ups.c.topic_ids == sa.literal([], make_ups.c.topic_ids.type)
    return (sa.not_(there), sa.or_(whole, this_one))


def _one_by_one(source: Any, *where: Any) -> sa.Select[Any]:
    columns = (sessions.c.group_id, enrolments.c.participant_id, session_topics.c.topic_id)
    return sa.select(*columns).select_from(source).where(*where)


def _alone(topic_ids: Collection[str], group_id: UUID | None) -> sa.Select[Any]:
    """The topics that a man worked on their own, outside any session."""
    topics = texts_in(make_ups.c.topic_ids)
    statement = (
        sa.select(enrolments.c.group_id, enrolments.c.participant_id, topics.c.value.label("topic_id"))
        .select_from(make_ups.join(enrolments, enrolments.c.id == make_ups.c.enrolment_id).join(topics, sa.true()))
        .where(make_ups.c.session_id.is_(None), topics.c.value.in_(topic_ids))
    )
    return statement if group_id is None else statement.where(enrolments.c.group_id == group_id)
