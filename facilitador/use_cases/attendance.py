"""Who was there: marks one by one, announced absences, sessions made up (6.4.8, 6.7.2).

A session that was only planned becomes *held* with the first thing that says so, and only here: `hold`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from facilitador.db.queries import attendance as queries
from facilitador.db.queries import doors as door_queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.queries.foreign_pages import came_without_names
from facilitador.db.tables.attendance import (
    announce_absence,
    clear_marks,
    make_ups,
    put_marks,
    withdraw_announcement,
)
from facilitador.db.tables.base import delete_row, insert_row, require_row
from facilitador.db.tables.people import people
from facilitador.db.tables.sessions import add_session_event, change_session
from facilitador.db.transaction import Transaction
from facilitador.domain.attendance import ATTENDING, AttendanceMark
from facilitador.domain.attendance_lists import (
    AttendanceLine,
    AttendanceList,
    check_markable,
    check_stint,
    on_the_sheet,
)
from facilitador.domain.calls import is_bare
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.enrolments import Stint
from facilitador.domain.missed_sessions import topics_of
from facilitador.domain.roles import Section
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, LogText, Session, SessionStep, check_held
from facilitador.domain.text import sort_key
from facilitador.errors import UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, Together, writes

LONGEST_ANNOUNCEMENT = 300
LONGEST_HOW = 500


class MarkAttendance(Command, kw_only=True):
    """Mark a man at a session, or take his mark back (`mark` null: *sin registrar*, which is never an absence).

    The first mark of a planned session makes it held; when the last one of a session about which nothing else was
    written is taken back, it is planned again. `not_admitted` is written by `RefuseAtDoor`, with its cause (6.7.2).
    """

    session_id: UUID
    enrolment_id: UUID
    mark: AttendanceMark | None = None


class MarkUnmarked(Command, kw_only=True):
    """Give every expected man who is *sin registrar* the same mark; who has one keeps it."""

    session_id: UUID
    mark: AttendanceMark = AttendanceMark.ATTENDED


class AnnounceAbsence(Command, kw_only=True):
    """A man gave notice that he will not come to a session; `note`: what he said, up to 300 letters. It is no mark."""

    session_id: UUID
    enrolment_id: UUID
    note: str = ""


class WithdrawAnnouncement(Command, kw_only=True):
    """He comes after all, or the notice was another man's."""

    session_id: UUID
    enrolment_id: UUID


class RecordMakeUp(Command, kw_only=True):
    """A man worked afterwards what he missed (6.4.8).

    `session_id`: the held session that he makes up, be it one from before he entered; without it, `topic_ids` were
    worked on their own. Without `topic_ids` every topic of that session is made up. `person_id`: with whom (who sends
    it, if none is given); `how`: up to 500 letters.
    """

    id: UUID | None = None
    enrolment_id: UUID
    session_id: UUID | None = None
    topic_ids: tuple[str, ...] = ()
    made_up_on: date | None = None
    person_id: UUID | None = None
    how: str = ""


class RemoveMakeUp(Command, kw_only=True):
    """Take back a made-up session that was recorded by mistake."""

    make_up_id: UUID


class SessionAttendance(Query[AttendanceList], kw_only=True):
    """The men of a session in the order of its printed sheet, each with his mark."""

    session_id: UUID


# -- what other parts of a session need -------------------------------------------------------------------------------


def hold(tx: Transaction, session: Session) -> Session:
    """The session as held: a planned one takes that step now. Refuses a cancelled one and one still to come."""
    check_markable(session, tx.today)
    if session.state is SessionState.HELD:
        return session
    change_session(tx, session.id, None, state=SessionState.HELD)
    add_session_event(tx, session.id, SessionStep.HELD)
    return replace(session, state=SessionState.HELD, revision=session.revision + 1)


def release(tx: Transaction, session: Session) -> bool:
    """Put a held session back into the plan if nothing of it was written down; whether it was."""
    log = session_queries.session_log(tx, session.id)
    written = (
        log.session.state is not SessionState.HELD
        or log.session.log_status is not LogStatus.EMPTY
        or log.text != LogText()
        or any((log.areas, log.facilitator_ids, log.incidents, log.notes, log.session.worked_topics))
        or queries.has_marks(tx, session.id)
        or queries.made_up_of_session(tx, session.id)
        or door_queries.refusals_of_session(tx, session.id)
    )
    if written:
        return False
    change_session(tx, session.id, None, state=SessionState.PLANNED)
    add_session_event(tx, session.id, SessionStep.RESTORED)
    return True


def markable(tx: Transaction, session_id: UUID, enrolment_id: UUID) -> tuple[Session, Stint]:
    """The session and the stint, once a mark may stand between them; refuses otherwise."""
    session = session_queries.session(tx, session_id)
    check_markable(session, tx.today)
    stint = enrolment_queries.stint(tx, enrolment_id)
    check_stint(stint, session, queries.periods_of_stint(tx, stint.id))
    return session, stint


def attendance_list(tx: Transaction, session_id: UUID) -> AttendanceList:
    """The men of a session in the order of its printed sheet, each with his mark."""
    session = session_queries.session(tx, session_id)
    roster = sorted(enrolment_queries.roster(tx, session.group_id), key=lambda entry: sort_key(entry[1].full_name))
    men = {stint.id: (stint, man) for stint, man, _ in roster}
    periods = queries.periods_of_stints(tx, session.group_id)
    marks = queries.marks_of_session(tx, session.id)
    announced = queries.announced_of_session(tx, session.id)
    made_up = queries.made_up_of_session(tx, session.id)
    nameless = came_without_names(tx, session.group_id)
    refusals = {one.enrolment_id: one.id for one in door_queries.refusals_of_session(tx, session.id)}
    lines = tuple(
        AttendanceLine(
            number=number,
            stint=stint,
            full_name=men[stint.id][1].full_name,
            mark=marks.get(stint.id),
            announced=announced.get(stint.id),
            refusal_id=refusals.get(stint.id),
            made_up_on=made_up.get(stint.id),
            bare=not nameless and is_bare(men[stint.id][1].answers),
        )
        for number, stint in on_the_sheet([stint for stint, _ in men.values()], periods, session.day)
    )
    return AttendanceList(session, group_queries.group(tx, session.group_id).name, lines)


# -- commands ---------------------------------------------------------------------------------------------------------


def _mark(tx: Transaction, command: MarkAttendance) -> Result:
    session, stint = markable(tx, command.session_id, command.enrolment_id)
    _refuse_beside_the_door(tx, session, stint.id, command.mark)
    if command.mark is None:
        clear_marks(tx, session.id, (stint.id,))
        moved = session.state is SessionState.HELD and release(tx, session)
    else:
        put_marks(tx, session.id, {stint.id: command.mark})
        moved = hold(tx, session) is not session
    return marked(session, moved=moved)


def _mark_several(tx: Transaction, commands: Sequence[MarkAttendance]) -> list[Result]:
    """As `_mark` of each: marks that are set at one session, their men read at once and their rows written at once."""
    session = session_queries.session(tx, commands[0].session_id)
    keys = {command.enrolment_id for command in commands}
    stints, periods = enrolment_queries.stints(tx, keys), queries.periods_of(tx, keys)
    marks: dict[UUID, AttendanceMark | None] = {}
    for position, command in enumerate(commands):
        try:
            check_markable(session, tx.today)
            stint = stints.get(command.enrolment_id)
            if stint is None:
                raise UserFacingError("not_found", field="enrolment_id")
            check_stint(stint, session, periods.get(stint.id, ()))
            _refuse_beside_the_door(tx, session, stint.id, command.mark)
        except UserFacingError as error:
            error.position = position
            raise
        marks[stint.id] = command.mark
    put_marks(tx, session.id, {key: mark for key, mark in marks.items() if mark is not None})
    moved = hold(tx, session) is not session
    return [marked(session, moved=moved and position == 0) for position in range(len(commands))]


def _refuse_beside_the_door(tx: Transaction, session: Session, enrolment_id: UUID, mark: AttendanceMark | None) -> None:
    """What was seen at the door and the mark that goes with it stand and fall together (6.7.2)."""
    refused = any(one.enrolment_id == enrolment_id for one in door_queries.refusals_of_session(tx, session.id))
    if mark is AttendanceMark.NOT_ADMITTED and not refused:
        raise UserFacingError("door_cause_needed", field="mark")
    if mark is not AttendanceMark.NOT_ADMITTED and refused:
        raise UserFacingError("door_refusal_stands", field="mark")


def _mark_unmarked(tx: Transaction, command: MarkUnmarked) -> Result:
    if command.mark is AttendanceMark.NOT_ADMITTED:
        raise UserFacingError("door_cause_needed", field="mark")
    men = attendance_list(tx, command.session_id)
    check_markable(men.session, tx.today)
    unmarked = [line.enrolment_id for line in men.expected if line.mark is None]
    if not unmarked:
        return marked(men.session, moved=False)
    put_marks(tx, men.session.id, dict.fromkeys(unmarked, command.mark))
    return marked(men.session, moved=hold(tx, men.session) is not men.session)


def marked(session: Session, *, moved: bool) -> Result:
    """What a mark changes; `moved`: the session became held, or is planned again."""
    changes = (Change(Topic.ATTENDANCE, session.id), Change(Topic.SESSIONS, session.id))
    return Result(session.id, changes if moved else changes[:1], ("mark",))


def _announce(tx: Transaction, command: AnnounceAbsence) -> Result:
    checks = Checks()
    note = checks.line("note", command.note, LONGEST_ANNOUNCEMENT)
    checks.refuse_if_any()
    session = _announceable(tx, command.session_id, command.enrolment_id)
    announce_absence(tx, session.id, command.enrolment_id, note)
    return Result(session.id, (Change(Topic.ATTENDANCE, session.id),), ("note",))


def _withdraw_announcement(tx: Transaction, command: WithdrawAnnouncement) -> Result:
    session = _announceable(tx, command.session_id, command.enrolment_id)
    withdraw_announcement(tx, session.id, command.enrolment_id)
    return Result(session.id, (Change(Topic.ATTENDANCE, session.id),))


def _announceable(tx: Transaction, session_id: UUID, enrolment_id: UUID) -> Session:
    session = session_queries.session(tx, session_id)
    if session.state is SessionState.CANCELLED:
        raise UserFacingError("attendance_of_cancelled", field="session_id")
    stint = enrolment_queries.stint(tx, enrolment_id)
    check_stint(stint, session, queries.periods_of_stint(tx, stint.id))
    return session


def _record_make_up(tx: Transaction, command: RecordMakeUp) -> Result:
    stint = enrolment_queries.stint(tx, command.enrolment_id)
    session = session_queries.session(tx, command.session_id) if command.session_id else None
    if session is not None:
        _check_missed(tx, session, stint)
    on = command.made_up_on or tx.today
    checks = Checks()
    how = checks.text("how", command.how, LONGEST_HOW)
    checks.recorded_day("made_up_on", on, tx.today)
    topics = tuple(dict.fromkeys(command.topic_ids))
    if session is None:
        checks.need("topic_ids", bool(topics), "make_up_of_nothing")
        known = {one for each in session_queries.sessions_of_group(tx, stint.group_id) for one in topics_of(each)}
    else:
        checks.need("made_up_on", on >= session.day, "made_up_before_session", day=f"{session.day:%d/%m/%Y}")
        known = set(topics_of(session))
    checks.need("topic_ids", known.issuperset(topics), "topic_not_worked")
    checks.refuse_if_any()
    person_id = command.person_id or tx.actor.id
    require_row(tx, people, person_id, "person_id")
    values = {"session_id": command.session_id, "enrolment_id": stint.id, "topic_ids": list(topics)}
    key = insert_row(tx, make_ups, command.id, **values, made_up_on=on, person_id=person_id, how=how)
    changes = (Change(Topic.ATTENDANCE, command.session_id or stint.id), Change(Topic.ENROLMENTS, stint.id))
    return Result(key, changes, ("topic_ids", "made_up_on", "how"))


def _check_missed(tx: Transaction, session: Session, stint: Stint) -> None:
    check_held(session)
    if session.group_id != stint.group_id:
        raise UserFacingError("not_found", field="session_id")
    if queries.mark_of(tx, session.id, stint.id) in ATTENDING:
        raise UserFacingError("nothing_to_make_up", field="session_id")
    if stint.id in queries.made_up_of_session(tx, session.id):
        raise UserFacingError("made_up_already", field="session_id")


def _remove_make_up(tx: Transaction, command: RemoveMakeUp) -> Result:
    stint_id = delete_row(tx, make_ups, command.make_up_id, make_ups.c.enrolment_id)
    return Result(command.make_up_id, (Change(Topic.ENROLMENTS, stint_id), Change(Topic.ATTENDANCE, stint_id)))


_MARKS_OF_A_SESSION = Together(lambda one: None if one.mark is None else one.session_id, _mark_several)
COMMANDS = (
    CommandHandler(MarkAttendance, _mark, writes(Section.SESSIONS), together=_MARKS_OF_A_SESSION),
    CommandHandler(MarkUnmarked, _mark_unmarked, writes(Section.SESSIONS)),
    CommandHandler(AnnounceAbsence, _announce, writes(Section.SESSIONS)),
    CommandHandler(WithdrawAnnouncement, _withdraw_announcement, writes(Section.SESSIONS)),
    CommandHandler(RecordMakeUp, _record_make_up, writes(Section.SESSIONS)),
    CommandHandler(RemoveMakeUp, _remove_make_up, writes(Section.SESSIONS)),
)
QUERIES = (QueryHandler(SessionAttendance, lambda tx, query: attendance_list(tx, query.session_id), Section.SESSIONS),)
