"""What can still be read of a damaged book, row by row, in a new book; the damaged one is left as it is.

A page that cannot be read blocks the connection that tried: after every error the file is opened anew, and reading goes
on behind the gap. Rows come over as they are, what is sealed stays sealed, under the same keys.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import (
    checks,
    durable_files,
    engine,
    keys,
    keys_file,
    salvaged_links,
    salvaged_lists,
    schema,
    storage_failures,
)
from facilitador.db.book_lock import BookLock
from facilitador.db.books import Host
from facilitador.db.keys import UnlockedKeys
from facilitador.db.keys_file import KeysDocument
from facilitador.db.salvaged_links import quoted
from facilitador.errors import BookError

_BATCH: Final = 500
_FURTHEST: Final = 2**40  # rows; no book has a gap like this


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """Of one table: rows that came over, rows that could not be read (None: nobody can say how many), let go, loosened.

    Let go: rows that belonged to one that could not be read. Loosened: rows that stay and no longer name it.
    """

    name: str
    rows: int
    lost: int | None
    let_go: int = 0
    loosened: int = 0

    @property
    def whole(self) -> bool:
        """True if nothing is missing."""
        return self.lost == 0 and not self.let_go and not self.loosened


def salvage(
    book: Path,
    target: Path,
    document: KeysDocument,
    unlocked: UnlockedKeys,
    *,
    host: Host,
    stop: Callable[[], bool] = lambda: False,
    needed: frozenset[str] = frozenset(),
) -> tuple[SalvagedTable, ...]:
    """Makes a new, checked book at `target` of what can be read at `book`; what came of each table.

    Nothing is ever overwritten, and a target that is not whole is not left behind. BookError `book_exists`,
    `nothing_to_salvage` where the list of tables can neither be read nor mended, `salvage_without_service` where no row
    is left of a table that is `needed`, `copy_stopped`, `salvage_not_whole`,
    `disk_full`, `folder_missing`, `folder_read_only`, `book_not_created`, and of the lock of both places.
    """
    book, target = book.resolve(), target.resolve()
    keys.verify(document, unlocked.data_key)
    if not target.parent.is_dir():
        raise BookError("folder_missing")
    if target.exists() or keys_file.keys_path(target).exists():
        raise BookError("book_exists", name=target.name)
    own, new = BookLock(book), BookLock(target)
    own.acquire(unlocked.name, host.clock)
    try:
        new.acquire(unlocked.name, host.clock)
        return _make(book, target, document, engine.RawKey(unlocked.data_key, document.salt), stop, needed)
    except OSError as error:
        raise storage_failures.of_system(error, "book_not_created") from error
    finally:
        new.release()
        own.release()


def _make(
    book: Path,
    target: Path,
    document: KeysDocument,
    key: engine.RawKey,
    stop: Callable[[], bool],
    needed: frozenset[str],
) -> tuple[SalvagedTable, ...]:
    durable_files.remove_parts(target)
    source, part = durable_files.new_part(target), durable_files.new_part(target)
    try:
        shutil.copyfile(book, source)
        journal = book.with_name(f"{book.name}-journal")
        if journal.exists():  # what a save cut short left to be undone is undone in the passing copy
            shutil.copyfile(journal, source.with_name(f"{source.name}-journal"))
        reader = _Reader(source, key)
        try:
            told = _write(reader, part, key, stop, needed)
        finally:
            reader.close()
        durable_files.sync_file(part)
        keys_file.write(keys_file.keys_path(target), document)
        durable_files.publish(part, target)
        return told
    except BaseException:
        if not target.exists():
            keys_file.keys_path(target).unlink(missing_ok=True)
        raise
    finally:
        durable_files.remove_parts(target)


def _write(
    reader: _Reader, part: Path, key: engine.RawKey, stop: Callable[[], bool], needed: frozenset[str]
) -> tuple[SalvagedTable, ...]:
    made, version = reader.list_of_tables(), reader.rows("PRAGMA user_version")
    if not made or not version:
        raise BookError("nothing_to_salvage")
    try:
        writer = engine.connect(part, key)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "temp_store = MEMORY"):
                writer.execute(f"PRAGMA {pragma}")
            writer.execute("BEGIN")
            told = _fill(reader, writer, made, stop)
            if not needed <= {table.name for table in told if table.rows}:
                raise BookError("salvage_without_service")
            writer.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            writer.execute(f"PRAGMA user_version = {int(version[0][0])}")
            writer.execute("COMMIT")
            if not checks.check(writer, full=True).whole:
                raise BookError("salvage_not_whole")
            return told
        finally:
            writer.close()
    except sqlcipher.DatabaseError as error:
        raise storage_failures.of_sqlite(error) or BookError("salvage_not_whole") from error


def _fill(
    reader: _Reader, writer: Any, made: Sequence[Sequence[str]], stop: Callable[[], bool]
) -> tuple[SalvagedTable, ...]:
    tables = [(name, sql) for kind, name, sql in made if kind == "table" and not name.startswith("sqlite_")]
    for _, sql in tables:
        writer.execute(sql)
    told = {name: _copy_table(reader, writer, name, stop) for name, _ in tables}
    if counters := reader.rows("SELECT name, seq FROM sqlite_sequence"):
        writer.execute("DELETE FROM sqlite_sequence")
        writer.executemany("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", counters)
    for kind, _, sql in made:
        if kind == "index":
            writer.execute(sql)
    let_go, loosened = salvaged_links.mend(writer)
    for kind, _, sql in made:  # last: they would refuse what is mended
        if kind == "trigger":
            writer.execute(sql)
    return tuple(
        SalvagedTable(name, rows - let_go.get(name, 0), lost, let_go.get(name, 0), loosened.get(name, 0))
        for name, (rows, lost) in told.items()
    )


def _copy_table(reader: _Reader, writer: Any, table: str, stop: Callable[[], bool]) -> tuple[int, int | None]:
    """How many rows came over, and how many did not; None where no index is left to count them by."""
    columns = [row[1] for row in writer.execute(f"PRAGMA table_info({quoted(table)})")]
    names = ", ".join(quoted(column) for column in columns)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of the schema
    with_rowid = not any(row[4] for row in writer.execute("PRAGMA table_list") if row[1] == table)
    gap_seen = False
    copied = 0
    batches = reader.by_rowid(table, names) if with_rowid else reader.by_index(table, names)
    for batch in batches:
        if stop():
            raise BookError("copy_stopped")
        if batch is None:
            gap_seen = True
            continue
        writer.executemany(statement, batch)
        copied += len(batch)
    if not gap_seen:
        return copied, 0
    expected = reader.count(table)
    return copied, None if expected is None else max(expected - copied, 0)


class _Reader:
    """Reads a damaged file; whatever cannot be read is answered with None, and the next question starts afresh."""

    def __init__(self, path: Path, key: engine.RawKey) -> None:
        self._path, self._key = path, key
        self._connection = salvaged_lists.connect(path, key)

    def list_of_tables(self) -> list[Any] | None:
        """Kind, name and statement of all that was made; a torn list is mended in the file, if that can be done."""
        listed = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        found = self.rows(listed)
        if found:
            return found
        self._connection.close()
        try:
            mended = salvaged_lists.mend(self._path, self._key)
        finally:
            self._connection = salvaged_lists.connect(self._path, self._key)
        return self.rows(listed) if mended else None

    def close(self) -> None:
        self._connection.close()

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any] | None:
        try:
            return list(self._connection.execute(statement, parameters).fetchall())
        except sqlcipher.OperationalError as error:
            if storage_failures.of_sqlite(error) is None:  # an index that does not serve: nothing is damaged
                return None
            self._reopen()
        except sqlcipher.DatabaseError:
            self._reopen()
        return None

    def by_rowid(self, table: str, names: str) -> Iterator[list[Any] | None]:
        """Rows in batches; None for each gap."""
        statement = f"SELECT rowid, {names} FROM {quoted(table)} WHERE rowid >= ? ORDER BY rowid LIMIT ?"  # noqa: S608
        at, batch = -_FURTHEST, _BATCH
        while True:
            rows = self.rows(statement, (at, batch))
            if rows is None and batch > 1:
                batch = max(batch // 8, 1)  # up to the very edge of the gap
            elif rows is None:
                yield None
                beyond = self._beyond(statement, at)
                if beyond is None:
                    return
                at, batch = beyond, _BATCH
            elif rows:
                yield [row[1:] for row in rows]
                at = rows[-1][0] + 1
            else:
                return

    def by_index(self, table: str, names: str) -> Iterator[list[Any] | None]:
        """All rows of a table that is its own index, read along whichever of its indices is whole; else None."""
        for index in (None, *self._indices(table)):
            hint = "" if index is None else f" INDEXED BY {quoted(index)}"
            rows = self.rows(f"SELECT {names} FROM {quoted(table)}{hint}")  # noqa: S608 - names of the schema
            if rows is not None:
                yield rows
                return
        yield None

    def count(self, table: str) -> int | None:
        """How many rows an index knows of; None where none can be read."""
        for index in self._indices(table):
            columns = [row[2] for row in self.rows(f"PRAGMA index_info({quoted(index)})") or [] if row[2]]
            if not columns:
                continue
            # quote() answers for NULL, too, and keeps SQLite from counting the torn table instead
            counted = f"SELECT count(quote({quoted(columns[0])})) FROM {quoted(table)} INDEXED BY {quoted(index)}"  # noqa: S608
            rows = self.rows(counted)
            if rows is not None:
                return int(rows[0][0])
        return None

    def _indices(self, table: str) -> list[str]:
        return [row[1] for row in self.rows(f"PRAGMA index_list({quoted(table)})") or [] if not row[4]]

    def _beyond(self, statement: str, unreadable: int) -> int | None:
        """The first row number behind a gap that begins at or after `unreadable`; None where nothing can be reached."""
        readable = None
        bad, step = max(unreadable, 0), 1
        while step < _FURTHEST:
            if self.rows(statement, (bad + step, 1)) is not None:
                readable = bad + step
                break
            bad, step = bad + step, step * 2
        if readable is None:
            return None
        while readable - bad > 1:
            middle = (readable + bad) // 2
            if self.rows(statement, (middle, 1)) is None:
                bad = middle
            else:
                readable = middle
        return readable

    def _reopen(self) -> None:
        self._connection.close()
        self._connection = salvaged_lists.connect(self._path, self._key)
