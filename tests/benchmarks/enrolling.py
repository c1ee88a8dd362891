"""Enrolling a man, from the command to what is safe on disk, against the same rows written by the bare driver."""

from __future__ import annotations

from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns

TURNS = 60


def enrol() -> Figures:
    """One EnrolParticipant through the thread and the runner; both files wait for the disk as the program does."""
    with TemporaryDirectory() as folder:
        ours, theirs = (_prepared(Path(folder) / name) for name in ("ours", "theirs"))
        commits: list[None] = []
        engine = ours[0].with_book(lambda file, _: file._engine).result()
        sa.event.listen(engine, "commit", lambda connection: commits.append(None))
        pairs = iter(ours[1])

        def work() -> None:
            group, man = next(pairs)
            ours[0].submit([EnrolParticipant(group_id=group, participant_id=man)]).result()

        value, floor = by_turns(work, _bare(*theirs), TURNS)
        notes: dict[str, object] = {"commits_each": len(commits) / (TURNS + 1)}
        yield Figure("enrol", value, floor, target=2.5, n=TURNS, notes=notes)
        for book, _ in (ours, theirs):
            book.close()


def _prepared(folder: Path) -> tuple[OpenBook, list[tuple[Any, Any]]]:
    folder.mkdir()
    book = crowds.new_book(folder / "book.cuaderno", crowds.environment(folder))
    men = [RegisterParticipant(answers=answers) for answers in crowds.men(TURNS + 2)]
    groups = [FormGroup(name=f"Grupo {number}") for number in range(len(men))]
    ids = book.submit([*groups, *men]).result().ids
    return book, list(zip(ids[: len(groups)], ids[len(groups) :], strict=True))


def _bare(book: OpenBook, pairs: list[tuple[Any, Any]]) -> Any:
    """The rows of one enrolment in one transaction, by the driver of a book that is open with the same pragmas."""
    driver = book.with_book(lambda file, _: file.driver_connection).result()
    fresh, left, numbers = book.circumstances.new_id, iter(pairs), count()
    by, now, today = book.person.id.bytes, "2026-11-20 15:30:00.000000", "2026-11-20"
    stamps = (now, by, now, by, 1)

    def write() -> None:
        (group, man), key = next(left), fresh()
        details = f'{{"fields":["status","since"],"digest":"{next(numbers):032}"}}'
        driver.execute("BEGIN IMMEDIATE")
        driver.execute(
            "INSERT INTO enrolments (group_id, participant_id, status, seat, since, reason, id, created_at, created_by,"
            " changed_at, changed_by, revision) VALUES (?, ?, 'attending', 1, ?, '', ?, ?, ?, ?, ?, ?)",
            (group.bytes, man.bytes, today, key.bytes, *stamps),
        )
        driver.execute(
            'INSERT INTO enrolment_events (id, enrolment_id, number, status, "on", reason, at, "by")'
            " VALUES (?, ?, 1, 'attending', ?, '', ?, ?)",
            (fresh().bytes, key.bytes, today, now, by),
        )
        driver.execute(
            "INSERT INTO audit_entries (at, person_id, action, subject_id, details)"
            " VALUES (?, ?, 'EnrolParticipant', ?, ?)",
            (now, by, key.bytes, details),
        )
        driver.execute("COMMIT")

    return write


def register() -> Figures:
    """A whole ficha kept; no floor: how long a person waits after pressing the button."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        book = crowds.new_book(path / "book.cuaderno", crowds.environment(path))
        men = islice(crowds.men(10_000, seed=7), 200)
        value, _ = by_turns(lambda: book.submit([RegisterParticipant(answers=next(men))]).result(), lambda: None, TURNS)
        yield Figure("register", value, n=TURNS)
        book.close()
