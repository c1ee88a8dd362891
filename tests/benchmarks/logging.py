"""Writing a whole log against the same rows in one bare transaction; reading one against its bare statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.sessions import Reached
from facilitador.domain.topics import Area
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.incidents import WriteManNote
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.requests import Command
from facilitador.use_cases.session_logs import SaveLog, SessionLogPage
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns

MEN, HELD, OTHERS = 15, 40, 1_000
TURNS = 30
NOTES = 3
TEXT = "El 3 contó una decisión suya y el grupo escuchó sin burla. " * 6
HEADINGS = ("analysis", "responsibility", "impulse_control", "warning_signs", "withdrawal", "public_action")


def save() -> Figures:
    """Fifteen marks, the whole log and three notes in one gesture."""
    with TemporaryDirectory() as folder:
        ours, theirs = (_prepared(Path(folder) / name, TURNS + 1) for name in ("ours", "theirs"))
        book, men, sessions = ours
        pairs = iter(sessions)
        value, floor = by_turns(
            lambda: book.submit(_whole(next(pairs), men, book.person.id)).result(), _bare_save(*theirs), TURNS
        )
        yield Figure("log-save", value, floor, target=2.5, n=TURNS)
        for one in (book, theirs[0]):
            one.close()


def read() -> Figures:
    """The log of a group with forty held sessions, alone in its book and among a thousand other groups."""
    with TemporaryDirectory() as folder:
        alone, crowded = (_asked(Path(folder) / name) for name in ("alone", "crowded"))
        book, ask = alone
        statements = _statements(book, ask)
        value, floor = by_turns(ask, _bare_read(book, statements), TURNS)
        yield Figure("log-read", value, floor, target=5, n=TURNS, notes={"statements": len(statements)})
        _fill(crowded[0])
        among, by_itself = by_turns(crowded[1], ask, TURNS)
        yield Figure("log-read-crowded", among, by_itself, target=1.2, n=TURNS, notes={"groups": OTHERS})
        for one, _ in (alone, crowded):
            one.close()


def held_group(folder: Path) -> tuple[OpenBook, UUID]:
    """A book of a group with forty held sessions, each with its whole log not closed yet; and the last of them."""
    book, men, sessions = _prepared(folder, HELD)
    for session in sessions:
        book.submit(_whole(session, men, book.person.id)).result()
    return book, sessions[-1]


def _asked(folder: Path) -> tuple[OpenBook, Callable[[], object]]:
    """That book, and what asks it for the log of the last."""
    book, last = held_group(folder)
    return book, lambda: book.ask(SessionLogPage(session_id=last)).result()


def _prepared(folder: Path, sessions: int) -> tuple[OpenBook, tuple[UUID, ...], tuple[UUID, ...]]:
    """A book of a group of fifteen with so many sessions behind it: the stints and the sessions."""
    folder.mkdir()
    book = crowds.new_book(folder / "book.cuaderno", crowds.environment(folder))
    men = [RegisterParticipant(id=uuid7(), answers=answers) for answers in islice(crowds.men(MEN), MEN)]
    stints, keys = tuple(uuid7() for _ in range(MEN)), tuple(uuid7() for _ in range(sessions))
    group, first = uuid7(), book.circumstances.today() - timedelta(days=sessions + 1)
    enrol = [
        EnrolParticipant(id=key, group_id=group, participant_id=man.id or key, since=first)
        for key, man in zip(stints, men, strict=True)
    ]
    book.submit([FormGroup(id=group, name="Molle"), *men, *enrol, _plan(group, keys, first)]).result()
    return book, stints, keys


def _plan(group: UUID, keys: tuple[UUID, ...], first: date) -> PlanSessions:
    return PlanSessions(
        group_id=group,
        sessions=tuple(
            SessionToPlan(
                id=key, day=first + timedelta(days=number), starts_at=time(19), topic_ids=("power_and_violence",)
            )
            for number, key in enumerate(keys)
        ),
    )


def _whole(session: UUID, men: tuple[UUID, ...], who: UUID) -> list[Command]:
    marks = [MarkAttendance(session_id=session, enrolment_id=man, mark=AttendanceMark.ATTENDED) for man in men]
    notes = [WriteManNote(session_id=session, enrolment_id=man, text=TEXT) for man in men[:NOTES]]
    log = SaveLog(
        session_id=session,
        topic_ids=("power_and_violence",),
        summary=TEXT[:200],
        areas=dict.fromkeys(Area, Reached.YES),
        area_notes=dict.fromkeys(Area, "Bien."),
        technique=("sorting",),
        narrative=TEXT * 3,
        headings=dict.fromkeys(HEADINGS, TEXT),
        nothing_avoided=True,
        facilitator_ids=(who,),
        few_facilitators_reason="Enfermedad.",
    )
    return [*marks, log, *notes]


def _bare_save(book: OpenBook, men: tuple[UUID, ...], sessions: tuple[UUID, ...]) -> Callable[[], None]:
    """The rows of one whole log in one transaction, by the driver of a book that is open with the same pragmas."""
    driver = book.with_book(lambda file, _: file.driver_connection).result()
    left, numbers, by, now = iter(sessions), count(), book.person.id.bytes, "2026-11-20 15:30:00.000000"
    stamps = (now, by, now, by, 1)
    text = '{"summary": "' + TEXT * (3 + len(HEADINGS)) + '"}'

    def audit(action: str, subject: bytes) -> None:
        details = f'{{"fields":["mark"],"digest":"{next(numbers):032}"}}'
        driver.execute(
            "INSERT INTO audit_entries (at, person_id, action, subject_id, details) VALUES (?, ?, ?, ?, ?)",
            (now, by, action, subject, details),
        )

    def write() -> None:
        key = next(left).bytes
        driver.execute("BEGIN IMMEDIATE")
        for man in men:
            driver.execute(
                "INSERT INTO attendance_marks (session_id, enrolment_id, mark, created_at, created_by, changed_at,"
                " changed_by, revision) VALUES (?, ?, 'attended', ?, ?, ?, ?, ?)",
                (key, man.bytes, *stamps),
            )
            audit("MarkAttendance", key)
        driver.execute(
            "UPDATE sessions SET state = 'held', log_status = 'short', short_closed_at = ?, log = ?, revision = 2"
            " WHERE id = ?",
            (now, text, key),
        )
        for step in ("held",):
            driver.execute(
                'INSERT INTO session_events (id, session_id, number, step, reason_code, reason, at, "by")'
                " VALUES (?, ?, 2, ?, '', '', ?, ?)",
                (uuid7().bytes, key, step, now, by),
            )
        driver.execute("UPDATE session_topics SET worked = 1 WHERE session_id = ?", (key,))
        for area in Area:
            driver.execute(
                "INSERT INTO session_areas (session_id, area, reached, note) VALUES (?, ?, 'yes', 'Bien.')", (key, area)
            )
        driver.execute("INSERT INTO session_facilitators (session_id, person_id) VALUES (?, ?)", (key, by))
        audit("SaveLog", key)
        for man in men[:NOTES]:
            driver.execute(
                "INSERT INTO session_notes (session_id, enrolment_id, text, id, created_at, created_by, changed_at,"
                " changed_by, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, man.bytes, TEXT, uuid7().bytes, *stamps),
            )
            audit("WriteManNote", key)
        driver.execute("COMMIT")

    return write


def _statements(book: OpenBook, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """What the program asks the file for one log, with the values bound to it."""
    import sqlalchemy as sa

    engine = book.with_book(lambda file, _: file._engine).result()
    heard: list[tuple[str, Any]] = []

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT"):
            heard.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", hear)
    ask()
    sa.event.remove(engine, "before_cursor_execute", hear)
    return heard


def _bare_read(book: OpenBook, statements: list[tuple[str, Any]]) -> Callable[[], None]:
    """The same statements by the driver, every row fetched, in a transaction on the book's own thread."""

    def read_all(file: Any, _: Any) -> None:
        driver = file.driver_connection
        driver.execute("BEGIN IMMEDIATE")
        for statement, parameters in statements:
            driver.execute(statement, parameters).fetchall()
        driver.execute("COMMIT")

    return lambda: book.with_book(read_all).result()


def _fill(book: OpenBook) -> None:
    """A thousand other groups, each with one man and forty sessions of which the last is held."""
    first = book.circumstances.today() - timedelta(days=HELD + 1)
    people: Iterator[dict[str, str]] = crowds.men(OTHERS + 1, seed=5)
    for number, answers in enumerate(islice(people, OTHERS)):
        group, man, stint, keys = uuid7(), uuid7(), uuid7(), tuple(uuid7() for _ in range(HELD))
        answers = {**answers, "document_number": f"{70_000_000 + number}"}
        book.submit(
            [
                FormGroup(id=group, name=f"Grupo {number}"),
                RegisterParticipant(id=man, answers=answers),
                EnrolParticipant(id=stint, group_id=group, participant_id=man, since=first),
                _plan(group, keys, first),
                MarkUnmarked(session_id=keys[-1]),
            ]
        ).result()
