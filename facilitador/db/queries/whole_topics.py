"""Which men have worked all the topics (6.4.8), as `domain.coverage` has it: every part done, none to come.

Parts are added up a man and compared with those of his group: to ask topic by topic takes ten times as long, and is
left for the few who worked a topic on their own, outside any session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from facilitador.db.sql_functions import not_looked_up, read_once, texts_in
from facilitador.db.tables.attendance import attendance_marks, make_ups
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.sessions import session_topics, sessions
from facilitador.domain.attendance import ATTENDING
from facilitador.domain.session_plans import SessionState

_OTHER = session_topics.alias("other")
_MAN = ("group_id", "participant_id")

# As `domain.missed_sessions.topics_of`: while nobody wrote what was worked in a session, it is what was planned.
_COUNTS = sa.or_(
    session_topics.c.worked,
    sa.not_(
        sa.exists(
            sa.select(_OTHER.c.topic_id).where(_OTHER.c.session_id == session_topics.c.session_id, _OTHER.c.worked)
        )
    ),
)


Among: TypeAlias = Callable[[Any], sa.ColumnElement[bool]]
"""Whether the group of a column is one of those that are read."""


def men(topic_ids: Collection[str], among: Among) -> sa.Select[Any]:
    """Rows `group_id, participant_id`, once each: who worked every one of these topics in one of these groups."""
    read = _Read.of(topic_ids, among)
    return sa.select(sa.union(_by_parts(read), _by_topics(read)).subquery("whole"))


@dataclass(frozen=True)
class _Read:
    """What is read once and asked often: the topics of each session, the parts of each group, who repaired what.

    `lines`: a row for each topic that counts of a session held or planned. `parts`: of each group and topic. `repairs`:
    what men of these groups made up.
    """

    topic_ids: Collection[str]
    among: Among
    lines: sa.CTE
    parts: sa.CTE
    repairs: sa.CTE

    @property
    def stints(self) -> sa.Select[Any]:
        """The keys of the stints in these groups."""
        return sa.select(enrolments.c.id).where(self.among(enrolments.c.group_id))

    @classmethod
    def of(cls, topic_ids: Collection[str], among: Among) -> _Read:
        """Of these topics, in these groups."""
        dated = read_once(
            sa.select(sessions.c.id, sessions.c.group_id, sessions.c.state).where(
                sessions.c.state.in_((SessionState.HELD, SessionState.PLANNED)),
                among(sessions.c.group_id),
            ),
            "dated",
        )
        lines = read_once(
            sa.select(
                session_topics.c.session_id,
                session_topics.c.topic_id,
                dated.c.group_id,
                (dated.c.state == SessionState.HELD).label("held"),
            )
            .join(dated, dated.c.id == session_topics.c.session_id)
            .where(not_looked_up(session_topics.c.topic_id).in_(topic_ids), _COUNTS),
            "lines",
        )
        key = (lines.c.group_id, lines.c.topic_id)
        held = sa.func.sum(sa.case((lines.c.held, 1), else_=0)).label("held")
        parts = sa.select(*key, held, (sa.func.count() - held).label("to_come")).group_by(*key)
        made_up = (make_ups.c.session_id, make_ups.c.enrolment_id, make_ups.c.topic_ids)
        repairs: sa.Select[Any] = (
            sa.select(*made_up, enrolments.c.group_id, enrolments.c.participant_id)
            .join(enrolments, enrolments.c.id == make_ups.c.enrolment_id)
            .where(among(enrolments.c.group_id))
        )
        return cls(topic_ids, among, lines, read_once(parts, "parts"), read_once(repairs, "repairs"))


def _by_parts(read: _Read) -> sa.Select[Any]:
    parts = read.parts
    needed = (
        sa.select(parts.c.group_id, sa.func.sum(parts.c.held).label("held"))
        .where(parts.c.held > 0, parts.c.to_come == 0)
        .group_by(parts.c.group_id)
        .having(sa.func.count() == len(read.topic_ids))
        .subquery("needed")
    )
    done = sa.union_all(_attended(read), _made_up(read, sa.literal(1).label("parts"))).subquery("done")
    man = [done.c[name] for name in _MAN]
    by_man = sa.select(*man, sa.func.sum(done.c.parts).label("parts")).group_by(*man).subquery("by_man")
    return sa.select(*(by_man.c[name] for name in _MAN)).join(
        needed, sa.and_(needed.c.group_id == by_man.c.group_id, needed.c.held == by_man.c.parts)
    )


def _attended(read: _Read) -> sa.Select[Any]:
    """How many parts were attended in each stint."""
    lines = read.lines
    worth = read_once(
        sa.select(lines.c.session_id, sa.func.count().label("parts")).where(lines.c.held).group_by(lines.c.session_id),
        "worth",
    )
    # An outer join, for the marks are to be walked as their index has them: turned around it takes three times as long.
    by_stint = (
        sa.select(attendance_marks.c.enrolment_id, sa.func.sum(worth.c.parts).label("parts"))
        .select_from(attendance_marks.outerjoin(worth, worth.c.session_id == attendance_marks.c.session_id))
        .where(
            attendance_marks.c.mark.in_(ATTENDING),
            attendance_marks.c.enrolment_id.in_(read.stints),
        )
        .group_by(attendance_marks.c.enrolment_id)
        .subquery("by_stint")
    )
    return sa.select(enrolments.c.group_id, enrolments.c.participant_id, by_stint.c.parts).join(
        by_stint, by_stint.c.enrolment_id == enrolments.c.id
    )


def _by_topics(read: _Read) -> sa.Select[Any]:
    """The same, topic by topic, of who worked any of them on his own."""
    lines, parts, alone = read.lines, read.parts, _alone(read)
    his = sa.select(alone.subquery("his").c.participant_id)
    attended = (
        sa.select(lines.c.group_id, enrolments.c.participant_id, lines.c.topic_id)
        .select_from(
            enrolments.join(attendance_marks, attendance_marks.c.enrolment_id == enrolments.c.id).outerjoin(
                lines, sa.and_(lines.c.session_id == attendance_marks.c.session_id, lines.c.held)
            )
        )
        .where(attendance_marks.c.mark.in_(ATTENDING), enrolments.c.participant_id.in_(his))
    )
    done = sa.union_all(
        attended, _made_up(read, lines.c.topic_id).where(read.repairs.c.participant_id.in_(his))
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
    man = [covered.c[name] for name in _MAN]
    return sa.select(*man).group_by(*man).having(sa.func.count() == len(read.topic_ids))


def _made_up(read: _Read, told: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """A row, which tells `told`, for each part that a man missed and made up."""
    lines, repairs = read.lines, read.repairs
    return (
        sa.select(lines.c.group_id, repairs.c.participant_id, told)
        .join(repairs, repairs.c.session_id == lines.c.session_id)
        .where(lines.c.held, *_missed_and_repaired(repairs.c, lines.c.topic_id))
    )


def _missed_and_repaired(repairs: Any, topic_id: sa.ColumnElement[Any]) -> tuple[Any, ...]:
    """He was not there, and made up the whole session or this topic of it."""
    topics = texts_in(repairs.topic_ids)
    there = sa.exists().where(
        attendance_marks.c.session_id == repairs.session_id,
        attendance_marks.c.enrolment_id == repairs.enrolment_id,
        attendance_marks.c.mark.in_(ATTENDING),
    )
    this_one = sa.exists(sa.select(topics.c.value).where(topics.c.value == topic_id))
    whole = repairs.topic_ids == sa.literal([], repairs.topic_ids.type)
    return (sa.not_(there), sa.or_(whole, this_one))


def _alone(read: _Read) -> sa.Select[Any]:
    """The topics that a man worked on their own, outside any session."""
    repairs = read.repairs
    topics = texts_in(repairs.c.topic_ids)
    return (
        sa.select(repairs.c.group_id, repairs.c.participant_id, topics.c.value.label("topic_id"))
        .select_from(repairs.join(topics, sa.true()))
        .where(repairs.c.session_id.is_(None), topics.c.value.in_(read.topic_ids))
    )
