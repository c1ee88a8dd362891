"""What the book itself refuses of marks, whoever writes past the rules above it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from facilitador.db.queries.attendance import marks_of_session
from facilitador.db.tables.attendance import attendance_marks, clear_marks, put_marks
from facilitador.db.transaction import Actor, Transaction, Transactions
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.roles import Role
from facilitador.domain.session_plans import ChangeReason
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_logs import CloseLog, CloseShort
from facilitador.use_cases.session_plans import CancelSession
from tests.books import TODAY, book, environment, open_as, run, template_books
from tests.use_cases.logs import TOPICS, Planned, planned
from tests.use_cases.scenes import refused

__all__ = ["book", "environment", "open_as", "run", "template_books"]

Run = Callable[..., Outcome]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men, a session a week ago and one today."""
    return planned(book, men=2, days=(-7, 0))


def past_the_rules(book: OpenBook, work: Callable[[Transaction], Any]) -> Any:
    """Do something to the tables in a transaction of its own, as no command would."""

    def on_file(file: Any, _: Any) -> Any:
        actor = Actor(book.person.id, Role.FACILITATOR)
        with Transactions(file.begin, actor, book.circumstances).open() as tx:
            return work(tx)

    return book.with_book(on_file).result()


def put(book: OpenBook, session: UUID, stint: UUID) -> None:
    past_the_rules(book, lambda tx: put_marks(tx, session, {stint: AttendanceMark.LATE}))


def test_a_mark_inside_the_stint_is_taken(book: OpenBook, group: Planned) -> None:
    put(book, group.sessions[1], group.stints[0])

    marks = past_the_rules(book, lambda tx: marks_of_session(tx, group.sessions[1]))
    assert marks == {group.stints[0]: AttendanceMark.LATE}


@pytest.mark.directive("6.4.1")
def test_a_mark_outside_the_stint_is_refused_by_the_book(book: OpenBook, run: Run, group: Planned) -> None:
    on = TODAY - timedelta(days=3)
    run(ChangeEnrolmentStatus(enrolment_id=group.stints[0], status=EnrolmentStatus.STOPPED, on=on, reason="viajó"))
    other = planned(book, men=1, days=(0,), name="Alba", first=9)

    put(book, group.sessions[0], group.stints[0])  # a week ago he was there
    for session, stint in (
        (group.sessions[1], group.stints[0]),  # he had left
        (group.sessions[1], other.stints[0]),  # a man of another group
    ):
        with refused("mark_outside_stint"):
            put(book, session, stint)


def test_a_cancelled_session_takes_no_mark(book: OpenBook, run: Run, group: Planned) -> None:
    run(CancelSession(session_id=group.sessions[1], reason_code=ChangeReason.FEAST))

    with refused("mark_outside_stint"):
        put(book, group.sessions[1], group.stints[0])


def test_a_mark_is_one_of_the_known_ones(book: OpenBook, group: Planned) -> None:
    put(book, group.sessions[1], group.stints[0])

    with pytest.raises(sa.exc.IntegrityError, match="mark_known"):
        past_the_rules(book, lambda tx: tx.connection.execute(attendance_marks.update().values(mark="perhaps")))


@pytest.mark.parametrize(
    "change",
    [
        lambda tx, group: put_marks(tx, group.sessions[0], {group.stints[0]: AttendanceMark.LATE}),
        lambda tx, group: put_marks(tx, group.sessions[0], {group.stints[1]: AttendanceMark.LATE}),
        lambda tx, group: clear_marks(tx, group.sessions[0], (group.stints[0],)),
    ],
    ids=["written over", "added", "taken back"],
)
def test_under_a_closed_log_no_mark_moves(
    book: OpenBook, run: Run, group: Planned, change: Callable[[Transaction, Planned], None]
) -> None:
    session = group.sessions[0]
    run(
        MarkAttendance(session_id=session, enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED),
        CloseShort(session_id=session, topic_ids=TOPICS[:1], summary="Bien.", alert=False),
        CloseLog(session_id=session, reason="Faltó una persona del equipo."),
    )

    with refused("log_closed"):
        past_the_rules(book, lambda tx: change(tx, group))

    marks = past_the_rules(book, lambda tx: marks_of_session(tx, session))
    assert marks == {group.stints[0]: AttendanceMark.ATTENDED}
