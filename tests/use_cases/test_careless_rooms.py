"""A careless walk through every room: commands of all kinds, right and wrong, kept wherever they are accepted.

Whatever is done, no more than fifteen count, nobody is marked where he was not, the audit is whole, a closed log
changes by amendment only, and what is reserved lies nowhere in clear. `--many=N` walks N steps.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from facilitador.db.checks import check_book
from facilitador.db.tables.base import metadata
from facilitador.domain.enrolments import SEATS
from facilitador.use_cases.audit_checks import check_trail
from facilitador.use_cases.catalogue import COMMANDS
from facilitador.use_cases.contacts import RecordContact
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import OpenProtection
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.scenes import one_value, rows
from tests.use_cases.worked_books import WorkedBook, worked_book

STEPS: Final = 400
LOOKED_AT_EVERY: Final = 50
PLANTED: Final = ("Zulmira Xauxa", "tocuyo morado", "Teme por su hermana Ollantina")
PLANTED_IN: Final = 3  # records

MARKS_OUTSIDE: Final = """
    SELECT count(*) FROM attendance_marks AS mark
    JOIN sessions ON sessions.id = mark.session_id
    JOIN enrolments ON enrolments.id = mark.enrolment_id
    WHERE sessions.group_id != enrolments.group_id
       OR sessions.day < enrolments.since OR sessions.day > enrolments.ended_on
"""
MOST_COUNTING: Final = "SELECT max(men) FROM (SELECT count(seat) AS men FROM enrolments GROUP BY group_id)"


@pytest.mark.directive("6.4.1", "6.4.12")
def test_whatever_is_done_the_book_holds(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    steps = max(STEPS, pytestconfig.getoption("many"))
    with worked_book(tmp_path, seed=steps) as worked:
        planted = _plant(worked)
        kept: Counter[str] = Counter(_audited(worked.book))
        logs = _closed_logs(worked.book)
        for number, done in enumerate(worked.walk(steps)):
            if not done.code and COMMANDS[type(done.command)].audited:
                kept[type(done.command).__name__] += 1
            if isinstance(done.command, AmendLog):
                logs.pop(done.command.session_id, None)
            if number % LOOKED_AT_EVERY == 0 or number == steps - 1:
                assert one_value(worked.book, MOST_COUNTING) <= SEATS
                assert one_value(worked.book, MARKS_OUTSIDE) == 0
                now = _closed_logs(worked.book)
                assert {key: now.get(key) for key in logs} == logs
                logs = now
        assert len(kept) > 60  # kinds of commands: it was a walk through the rooms
        assert Counter(_audited(worked.book)) == kept
        assert check_trail(worked.book).result()[-1].whole
        assert worked.book.with_book(lambda file, _: check_book(file, full=True)).result().whole
        assert planted == PLANTED_IN
        assert [one for one in _all_texts(worked.book) if any(words in one for words in PLANTED)] == []


def _plant(worked: WorkedBook) -> int:
    """What two partners told, before anything else is done."""
    men = [key for key, _ in worked.chance.rows["participants"][:2]]
    said = {"name": PLANTED[0], "safe_way": PLANTED[1]}
    told = [worked.attempt(RecordContact(participant_id=man, **(CONTACT | said)), worked.actors[0]) for man in men]
    told.append(worked.attempt(OpenProtection(sentence=PLANTED[2], participant_id=men[0]), worked.actors[0]))
    return sum(not done.code for done in told)


def _audited(book: OpenBook) -> dict[str, int]:
    return dict(rows(book, "SELECT action, count(*) FROM audit_entries GROUP BY action"))


def _closed_logs(book: OpenBook) -> dict[UUID, str]:
    found = rows(book, "SELECT id, log FROM sessions WHERE log_status = 'closed'")
    return {UUID(bytes=key): log for key, log in found}


def _all_texts(book: OpenBook) -> list[str]:
    names = [table.name for table in metadata.sorted_tables]
    every = [row for name in names for row in rows(book, f"SELECT * FROM {name}")]
    return [str(value) for row in every for value in row if isinstance(value, str | bytes)]
