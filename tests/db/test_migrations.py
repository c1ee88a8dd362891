"""From older versions to this one: the same schema as a new book, wholly or not at all, with a backup first."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from facilitador.db import backups, checks, engine, keys, keys_file, migrations, schema
from facilitador.db.books import Book, Host, open_book
from facilitador.errors import BookError
from tests.db.conftest import CLAVE, ROSA

OLDER = schema.VERSION - 1
HEAD = """
import sys
import sqlalchemy as sa
from alembic import op
revision = "{version}"
down_revision = {before}
def upgrade():
"""
# A table with children, guarded by triggers elsewhere, made anew by hand with its rows moved.
REBUILD_VENUES = """
    op.execute("CREATE TABLE venues_new (id BLOB NOT NULL PRIMARY KEY, name VARCHAR(120) NOT NULL, floor INTEGER)")
    op.execute("INSERT INTO venues_new SELECT id, name, 1 FROM venues")
    op.drop_table("venues")
    op.rename_table("venues_new", "venues")
"""
STOP_ON_THE_WAY = """
    def stop(where):
        print(where, flush=True)
        sys.stdin.readline()
    op.execute("PRAGMA cache_size = 10")
    stop("begun")
    op.add_column("books", sa.Column("moved", sa.Integer))
    op.execute("UPDATE books SET moved = 1")
    op.execute("CREATE TABLE weights (weight BLOB)")
    op.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
               "INSERT INTO weights SELECT randomblob(4000) FROM n")
    op.execute("UPDATE marks SET value = randomblob(2000)")
    stop("half")
    op.execute("DROP TABLE marks")
    stop("last")
"""
UPGRADER = """
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID
from facilitador.db import books, keys, keys_file, migrations
path, app_data, clave, revisions = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
host = books.Host(app_data, lambda: datetime.now(UTC), sync=False)
unlocked = keys.unlock(keys_file.read(keys_file.keys_path(path)), UUID(int=1), clave)
books.open_book(path, unlocked, host=host, upgrade=partial(migrations.upgrade, revisions=revisions))
print("committed", flush=True)
sys.stdin.readline()
"""


def raw(path: Path) -> Any:
    """A connection to a closed book, past everything that guards it."""
    document = keys_file.read(keys_file.keys_path(path))
    unlocked = keys.unlock(document, ROSA.id, CLAVE)
    return engine.connect(path, engine.RawKey(unlocked.data_key, document.salt))


def made_older(path: Path, *statements: str, version: int = OLDER) -> None:
    """Takes a closed book back to an older version."""
    connection = raw(path)
    for statement in (*statements, f"PRAGMA user_version = {version}"):
        connection.execute(statement)
    connection.close()


def upgraded(path: Path, host: Host, revisions: Path = migrations.REVISIONS) -> Book:
    unlocked = keys.unlock(keys_file.read(keys_file.keys_path(path)), ROSA.id, CLAVE)
    return open_book(path, unlocked, host=host, upgrade=partial(migrations.upgrade, revisions=revisions))


def revisions_of(folder: Path, *bodies: str) -> Path:
    """A chain of revisions from the current version up."""
    folder.mkdir()
    for version, body in enumerate(bodies, start=schema.VERSION):
        head = HEAD.format(version=version, before=f'"{version - 1}"' if version > schema.VERSION else None)
        (folder / f"r{version}.py").write_text(head + body, encoding="utf-8")
    return folder


def shape(connection: Any) -> dict[tuple[str, str], frozenset[str]]:
    """Every table, index and trigger with the parts of its definition, however they are ordered and spaced."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): frozenset(parts(sql)) for kind, name, sql in rows}


def parts(sql: str) -> list[str]:
    """The definition at its outermost commas, quotes and runs of spaces aside."""
    flat = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    head, _, body = flat.partition("(")
    depth, found = 0, [""]
    for place, character in enumerate(body):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:  # the bracket that closes the whole; what follows it (WHERE, WITHOUT ROWID) counts too
            found.append(body[place:])
            break
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return [head.strip(), *(part.strip() for part in found)]


def test_the_revisions_lead_to_this_version_one_by_one() -> None:
    chain = ScriptDirectory(migrations.REVISIONS, version_locations=[migrations.REVISIONS])

    numbers = [int(step.revision) for step in chain.walk_revisions()]

    assert numbers == list(range(schema.VERSION, 0, -1))


def test_an_empty_book_is_brought_to_the_schema_of_a_new_one(closed: Path, host: Host) -> None:
    connection = raw(closed)
    new = shape(connection)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    drops = [f'DROP TABLE "{name}"' for (name,) in tables.fetchall()]
    connection.close()
    made_older(closed, "PRAGMA foreign_keys = OFF", *drops, version=0)

    book = upgraded(closed, host)

    assert len(new) > 30
    assert shape(book.driver_connection) == new
    assert book.version() == schema.VERSION
    book.close()


def test_a_table_made_anew_keeps_its_children_and_every_guard(closed: Path, host: Host, tmp_path: Path) -> None:
    made_older(
        closed,
        "INSERT INTO venues VALUES (x'01', 'Local comunal', '', '', '{}', '', 0, '', x'', '', x'', 1)",
        "INSERT INTO groups (id, name, name_folded, sort_key, status, age_band, venue_id, language, ethnic_group,"
        " start_reason, agreements, created_at, created_by, changed_at, changed_by, revision)"
        " VALUES (x'02', 'Alba', '', '', 'forming', 'adults', x'01', '', '', '', '[]', '', x'', '', x'', 1)",
        "INSERT INTO audit_entries (at, person_id, action, details) VALUES ('', x'', 'Open', '{}')",
    )

    book = upgraded(closed, host, revisions_of(tmp_path / "revisions", REBUILD_VENUES))

    with book.begin() as connection:
        assert connection.exec_driver_sql("SELECT name, floor FROM venues").all() == [("Local comunal", 1)]
        assert connection.exec_driver_sql("SELECT venue_id FROM groups").scalar_one() == b"\x01"
        with pytest.raises(sa.exc.DatabaseError, match="append-only"):
            connection.exec_driver_sql("DELETE FROM audit_entries")
        with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
            connection.exec_driver_sql("DELETE FROM venues")
    assert checks.check(book.driver_connection, full=True).whole
    book.close()


def test_the_book_as_it_was_lies_in_a_verified_backup_before_anything_is_changed(
    closed: Path, host: Host, tmp_path: Path
) -> None:
    made_older(closed)

    upgraded(closed, host, revisions_of(tmp_path / "revisions", REBUILD_VENUES)).close()

    (copy,) = backups.default_folder(closed).glob("*.cuaderno")
    connection = raw(copy)
    assert engine.header(connection)[1] == OLDER
    assert "floor" not in connection.execute("SELECT sql FROM sqlite_master WHERE name = 'venues'").fetchone()[0]
    connection.close()


def test_without_a_backup_nothing_is_changed(closed: Path, host: Host, tmp_path: Path) -> None:
    made_older(closed)
    before = closed.read_bytes()
    backups.default_folder(closed).write_text("a file where the folder should be")

    with pytest.raises(BookError) as refusal:
        upgraded(closed, host, revisions_of(tmp_path / "revisions", REBUILD_VENUES))

    assert refusal.value.code.startswith("backup_")
    assert closed.read_bytes() == before


def test_only_the_steps_that_lack_are_taken(closed: Path, host: Host, tmp_path: Path) -> None:
    chain = revisions_of(tmp_path / "revisions", "    raise RuntimeError('taken before')\n", REBUILD_VENUES)

    book = upgraded_by_one_step(closed, host, chain)

    assert (
        "floor" in book.driver_connection.execute("SELECT sql FROM sqlite_master WHERE name = 'venues'").fetchone()[0]
    )
    assert book.version() == schema.VERSION + 1
    book.close()


def upgraded_by_one_step(path: Path, host: Host, revisions: Path) -> Book:
    unlocked = keys.unlock(keys_file.read(keys_file.keys_path(path)), ROSA.id, CLAVE)
    book = open_book(path, unlocked, host=host)
    migrations.upgrade(book, revisions)
    return book


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (REBUILD_VENUES + '    op.execute("DELETE FROM venues")\n', BookError),
        (REBUILD_VENUES + "    raise RuntimeError('a defect of the step')\n", RuntimeError),
    ],
)
def test_a_step_that_fails_leaves_the_book_as_it_was(
    closed: Path, host: Host, tmp_path: Path, body: str, error: type[Exception]
) -> None:
    made_older(
        closed,
        "INSERT INTO venues VALUES (x'01', 'Local comunal', '', '', '{}', '', 0, '', x'', '', x'', 1)",
        "INSERT INTO groups (id, name, name_folded, sort_key, status, age_band, venue_id, language, ethnic_group,"
        " start_reason, agreements, created_at, created_by, changed_at, changed_by, revision)"
        " VALUES (x'02', 'Alba', '', '', 'forming', 'adults', x'01', '', '', '', '[]', '', x'', '', x'', 1)",
    )
    connection = raw(closed)
    before = shape(connection)
    connection.close()

    with pytest.raises(error) as raised:
        upgraded(closed, host, revisions_of(tmp_path / "revisions", body))

    assert error is RuntimeError or (isinstance(raised.value, BookError) and raised.value.code == "upgrade_not_whole")
    connection = raw(closed)  # the lock is free again, or this would be refused
    assert shape(connection) == before
    assert engine.header(connection)[1] == OLDER
    assert connection.execute("SELECT name FROM venues").fetchall() == [("Local comunal",)]
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("moment", ["begun", "half", "last", "committed"])
def test_a_kill_at_any_moment_leaves_the_book_wholly_old_or_wholly_new(
    closed: Path, host: Host, tmp_path: Path, moment: str
) -> None:
    made_older(
        closed,
        "CREATE TABLE marks (value BLOB)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
        " INSERT INTO marks SELECT zeroblob(2000) FROM n",
    )
    connection = raw(closed)
    old = shape(connection)
    connection.close()
    chain = revisions_of(tmp_path / "revisions", STOP_ON_THE_WAY)

    killed_at(moment, closed, host, chain)
    if moment == "last":
        assert closed.with_name(closed.name + "-journal").stat().st_size > 4096  # the file itself was being written

    connection = raw(closed)
    if moment == "committed":
        assert ("table", "marks") not in shape(connection)
        assert engine.header(connection)[1] == schema.VERSION
        assert connection.execute("SELECT moved FROM books").fetchall() == []
    else:
        assert shape(connection) == old
        assert engine.header(connection)[1] == OLDER
        assert connection.execute("SELECT count(*), sum(value = zeroblob(2000)) FROM marks").fetchone() == (400, 400)
    assert checks.check(connection, full=True).whole
    connection.close()


def killed_at(moment: str, path: Path, host: Host, revisions: Path) -> None:
    """Opens the book in another process, which upgrades it, and kills that process at `moment`."""
    command = [sys.executable, "-c", UPGRADER, str(path), str(host.app_data), CLAVE, str(revisions)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        while (reached := process.stdout.readline().strip()) != moment:
            assert reached, "the process ended on its way"
            process.stdin.write("go on\n")
            process.stdin.flush()
        process.send_signal(signal.SIGKILL)


def test_a_book_of_this_version_is_opened_without_loading_what_migrates(closed: Path, host: Host) -> None:
    script = UPGRADER.replace("sys.stdin.readline()", 'print([m for m in sys.modules if m.startswith("alembic")])')
    command = [sys.executable, "-c", script, str(closed), str(host.app_data), CLAVE, str(migrations.REVISIONS)]

    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert done.stdout.split("\n")[:2] == ["committed", "[]"]
