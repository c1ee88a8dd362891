"""Reads a log with what stands beside it: the men and their numbers, the session before, what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import session_logs as queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance_lists import on_the_sheet
from facilitador.domain.enrolments import Stint
from facilitador.domain.session_logs import LogContent, LogMan, LogPage, gaps, named_in, shared_texts
from facilitador.domain.sessions import LogText, Session, SessionLog
from facilitador.domain.topics import Curriculum
from facilitador.use_cases.curricula import curriculum_in_use


def log_page(tx: Transaction, session_id: UUID) -> LogPage:
    """The log of a session with all that is needed to write and to read it; refuses with `not_found`."""
    log = session_queries.session_log(tx, session_id)
    session, group = log.session, group_queries.group(tx, log.session.group_id)
    curriculum = curriculum_in_use(tx)
    men = _men(tx, log)
    return LogPage(
        log=log,
        group_name=group.name,
        men=men,
        leaders=group.facilitator_ids,
        people=queries.names_of_team(tx),
        topics=curriculum.names,
        proposed=_proposed(curriculum.curriculum, session.planned_topics),
        previous=queries.held_before(tx, session),
        open_incidents=queries.open_incidents(tx, group.id, session.day),
        gaps=gaps(content_of(log, men), curriculum.curriculum),
        named=named_in(shared_texts(log.text, log.areas).values(), men),
    )


def content_of(log: SessionLog, men: Sequence[LogMan]) -> LogContent:
    """What the completeness of a log hangs on."""
    return LogContent(
        text=log.text,
        topic_ids=log.session.worked_topics,
        areas=log.areas,
        facilitators=len(log.facilitator_ids),
        unrecorded=sum(man.expected and man.mark is None for man in men),
        incidents=len(log.incidents),
    )


def numbers_of(tx: Transaction, session: Session, text: LogText) -> tuple[UUID, ...]:
    """The stints by number, from 1: those kept with the log, then whoever is expected and came to be known later."""
    return _counted([stint for number, stint, _ in _sheet(tx, session) if number is not None], text)


def _men(tx: Transaction, log: SessionLog) -> tuple[LogMan, ...]:
    """The men of the group: the expected ones by number, then the others by name."""
    sheet = _sheet(tx, log.session)
    expected = [stint for number, stint, _ in sheet if number is not None]
    numbers = {key: number for number, key in enumerate(_counted(expected, log.text), start=1)}
    marks = attendance_queries.marks_of_session(tx, log.session.id)
    men = [
        LogMan(numbers.get(stint.id), stint.id, stint.participant_id, name, marks.get(stint.id))
        for _, stint, name in sheet
    ]
    return tuple(sorted(men, key=lambda man: (man.number is None, man.number or 0)))


def _sheet(tx: Transaction, session: Session) -> list[tuple[int | None, Stint, str]]:
    """The men of the group as the printed sheet of that day has them, with their names."""
    men = queries.men_of_group(tx, session.group_id)
    names = {stint.id: name for stint, name in men}
    periods = attendance_queries.periods_of_stints(tx, session.group_id)
    sheet = on_the_sheet([stint for stint, _ in men], periods, session.day)
    return [(number, stint, names[stint.id]) for number, stint in sheet]


def _counted(expected: Sequence[Stint], text: LogText) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*text.numbers, *(stint.id for stint in expected))))


def _proposed(curriculum: Curriculum, topic_ids: Sequence[str]) -> tuple[str, ...]:
    """The techniques of the activities of these topics, each once."""
    known = {topic.id: topic for topic in curriculum.topics}
    activities = [one for key in topic_ids if key in known for one in known[key].activities]
    return tuple(dict.fromkeys(activity.technique for activity in activities))
