"""A closed log is held closed by the file itself, whoever writes: its rows move only under an amendment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import schema

NOW = "2026-11-20 15:30:00.000000"
STAMPS = (NOW, b"p", NOW, b"p", 1)
Execute = Callable[..., list[Any]]
ROWS = {
    "session_topics": ("INSERT INTO session_topics VALUES (?, ?, 0, 0, 1)", (b"s", "water")),
    "session_areas": ("INSERT INTO session_areas VALUES (?, ?, 'yes', '')", (b"s", "saber_conocer")),
    "session_facilitators": ("INSERT INTO session_facilitators VALUES (?, ?)", (b"s", b"p")),
    "session_notes": (
        "INSERT INTO session_notes (id, session_id, enrolment_id, text, created_at, created_by, changed_at, changed_by,"
        " revision) VALUES (?, ?, ?, 'x', ?, ?, ?, ?, ?)",
        (b"n", b"s", b"e", *STAMPS),
    ),
}


@pytest.fixture
def execute(tmp_path: Path) -> Iterator[Execute]:
    """A bare file with the schema and one session whose log is closed; foreign keys are not what is looked at."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'plain.db'}", module=sqlcipher)
    with engine.begin() as connection:
        schema.create(connection)
        connection.exec_driver_sql(
            "INSERT INTO sessions (id, group_id, day, starts_at, minutes, title, state, phase, extra,"
            " curriculum_edition, log_status, log, short_closed_at, closed_at, closed_by, amendments, created_at,"
            " created_by, changed_at, changed_by, revision) VALUES (?, ?, '2026-11-18', '19:00', 120, '', 'held', '',"
            " 0, '1', 'short', '{}', ?, NULL, NULL, 0, ?, ?, ?, ?, ?)",
            (b"s", b"g", NOW, *STAMPS),
        )

    def run(statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        with engine.begin() as connection:
            done = connection.exec_driver_sql(statement, parameters)
            return list(done) if done.returns_rows else []

    yield run
    engine.dispose()


def close(execute: Execute) -> None:
    execute("UPDATE sessions SET log_status = 'closed', closed_at = ?, closed_by = ?", (NOW, b"p"))


def amend(execute: Execute, part: str) -> None:
    execute("UPDATE sessions SET amendments = amendments + 1")
    execute(
        'INSERT INTO session_amendments (id, session_id, number, part, "before", "after", reason, at, "by")'
        " SELECT randomblob(16), id, amendments, ?, '1', '2', 'x', ?, 'p' FROM sessions",
        (part, NOW),
    )


@pytest.mark.parametrize("table", ROWS)
def test_rows_of_a_closed_log_move_only_under_an_amendment_of_that_part(execute: Execute, table: str) -> None:
    insert, values = ROWS[table]
    execute(insert, values)
    execute(f"DELETE FROM {table}")
    close(execute)
    with _refused():
        execute(insert, values)
    amend(execute, "narrative")
    with _refused():
        execute(insert, values)
    amend(execute, table)
    execute(insert, values)
    amend(execute, "narrative")
    with _refused():
        execute(f"DELETE FROM {table}")


def test_the_words_of_a_closed_log_change_only_with_the_count_of_its_amendments(execute: Execute) -> None:
    execute('UPDATE sessions SET log = \'{"summary": "a"}\'')
    close(execute)
    with _refused():
        execute("UPDATE sessions SET log = '{}'")
    with _refused():
        execute("UPDATE sessions SET log_status = 'short', closed_at = NULL, closed_by = NULL")
    execute("UPDATE sessions SET log = '{}', amendments = amendments + 1")


def test_what_an_incident_was_is_locked_and_its_follow_up_goes_on(execute: Execute) -> None:
    insert = (
        "INSERT INTO incidents (id, session_id, kind, what, measures, follow_up, created_at, created_by, changed_at,"
        " changed_by, revision) VALUES (randomblob(16), ?, 'other', 'x', '', '', ?, ?, ?, ?, ?)"
    )
    execute(insert, (b"s", *STAMPS))
    close(execute)
    execute(insert, (b"s", *STAMPS))
    execute("UPDATE incidents SET measures = 'y', settled_on = '2026-11-20', kind = kind, enrolment_id = NULL")
    for changed in ("what = 'z'", "kind = 'threat'", "enrolment_id = x'65'"):
        with _refused():
            execute(f"UPDATE incidents SET {changed}")
    with _refused():
        execute("DELETE FROM incidents")


def _refused() -> Any:
    return pytest.raises(sa.exc.IntegrityError, match="the log of the session is closed")
