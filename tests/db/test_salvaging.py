"""What can be read of a damaged book comes over as it is; what cannot is counted, and the book stays as it was."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitador.db import checks, engine, keys, keys_file, salvaging
from facilitador.db.book_file import PAGE_SIZE
from facilitador.db.books import Begin, Book, Host, create_book
from facilitador.db.keys import UnlockedKeys
from facilitador.db.salvaging import SalvagedTable
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, NOW, ROSA, reopen

ROWS = 400


def filled(begin: Begin) -> None:
    """Groups of marks, each mark with a note of its own; a table that is its own index; a counter that goes on."""
    with begin() as connection:
        for statement in (
            "CREATE TABLE bunches(number INTEGER PRIMARY KEY AUTOINCREMENT, name NOT NULL UNIQUE)",
            "CREATE TABLE marks(id BLOB PRIMARY KEY, bunch NOT NULL REFERENCES bunches(number), weight NOT NULL)",
            "CREATE TABLE notes(id BLOB PRIMARY KEY, mark REFERENCES marks(id), text)",
            "CREATE TABLE words(word, bunch REFERENCES bunches(number), PRIMARY KEY (word, bunch)) WITHOUT ROWID",
            "CREATE INDEX words_by_bunch ON words(bunch)",
            "CREATE TRIGGER bunches_stay BEFORE DELETE ON bunches BEGIN SELECT RAISE(ABORT, 'stays'); END",
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) "
            "INSERT INTO bunches SELECT i, 'bunch ' || i FROM n",
            "INSERT INTO marks SELECT randomblob(16), number, randomblob(60) FROM bunches",
            "INSERT INTO notes SELECT randomblob(16), id, hex(randomblob(30)) FROM marks",
            "INSERT INTO words SELECT 'word ' || number, number FROM bunches",
        ):
            connection.execute(sa.text(statement))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book with many rows, copied by each test."""
    folder = tmp_path_factory.mktemp("whole")
    host = Host(folder / "app", lambda: NOW, sync=False)
    book, _ = create_book(folder / "libro.cuaderno", ROSA, CLAVE, host=host, cost=CHEAP, fill=filled)
    book.close()
    return book.path


@pytest.fixture
def path(whole: Path, place: Path) -> Path:
    """A copy of that book."""
    shutil.copy(whole, place)
    shutil.copy(keys_file.keys_path(whole), keys_file.keys_path(place))
    return place


def unlocked(path: Path) -> UnlockedKeys:
    return keys.unlock(keys_file.read(keys_file.keys_path(path)), ROSA.id, CLAVE)


def salvaged(path: Path, host: Host) -> tuple[Path, dict[str, SalvagedTable]]:
    target = path.with_name("rescatado.cuaderno")
    before = path.read_bytes()
    told = salvaging.salvage(path, target, keys_file.read(keys_file.keys_path(path)), unlocked(path), host=host)
    assert path.read_bytes() == before, "the damaged book stays as it was"
    return target, {table.name: table for table in told}


def spoil(path: Path, *pages: int) -> None:
    """Tears these pages, counted from 1, as a failing disk would."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE_SIZE + 1000] ^= 0xFF
    path.write_bytes(content)


def answered_without(path: Path, page: int, *questions: str) -> list[bool]:
    """Which questions can still be answered once this page is torn."""
    document = keys_file.read(keys_file.keys_path(path))
    spoil(path, page)
    reader = salvaging._Reader(path, engine.RawKey(unlocked(path).data_key, document.salt))
    answered = [reader.rows(question) is not None for question in questions]
    reader.close()
    spoil(path, page)
    return answered


def pages_of(path: Path) -> range:
    """The pages that were written last, and so those of the tables above; the last first."""
    last = path.stat().st_size // PAGE_SIZE
    return range(last, last - 100, -1)


def leaf_of(path: Path, table: str, row: int) -> int:
    """The page that holds this row of a table: without it the row cannot be read, though one far away can."""
    near, far = (f"SELECT * FROM {table} WHERE rowid = {one}" for one in (row, ROWS - row))
    return next(page for page in pages_of(path) if answered_without(path, page, near, far) == [False, True])


def rows(book: Book, statement: str) -> Sequence[sa.Row[tuple[object, ...]]]:
    with book.begin() as connection:
        return connection.execute(sa.text(statement)).all()


def test_a_whole_book_comes_over_whole(path: Path, host: Host) -> None:
    target, told = salvaged(path, host)
    assert all(table.whole for table in told.values())
    assert told["marks"].rows == told["words"].rows == ROWS
    first, second = reopen(path, host), reopen(target, host)
    for statement in ("SELECT * FROM marks ORDER BY id", "SELECT * FROM words", "SELECT * FROM sqlite_sequence"):
        assert rows(first, statement) == rows(second, statement)
    names = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    assert rows(first, names) == rows(second, names), "tables, indices and triggers"
    assert first.version() == second.version()
    with pytest.raises(sa.exc.IntegrityError, match="stays"), second.begin() as connection:
        connection.execute(sa.text("DELETE FROM bunches"))
    first.close()
    second.close()


def test_of_three_bad_pages_nearly_everything_is_saved_and_nothing_dangles(path: Path, host: Host) -> None:
    spoil(path, leaf_of(path, "marks", 50), leaf_of(path, "marks", 350), leaf_of(path, "notes", 100))
    target, told = salvaged(path, host)
    marks, notes = told["marks"], told["notes"]
    assert marks.lost
    assert marks.rows + marks.lost == ROWS
    assert notes.lost
    assert notes.loosened, "notes of lost marks stay"
    assert marks.lost + notes.lost <= 3 * 60, "what three pages hold, and no more"
    assert told["bunches"].whole
    book = reopen(target, host)
    assert checks.check_book(book, full=True).whole
    assert rows(book, "SELECT count(*) FROM marks") == [(marks.rows,)]
    book.close()


def test_what_belonged_to_a_lost_row_goes_and_is_counted(path: Path, host: Host) -> None:
    spoil(path, leaf_of(path, "bunches", 30))
    target, told = salvaged(path, host)
    assert told["bunches"].lost
    assert told["marks"].let_go == told["bunches"].lost, "a mark must have its bunch"
    assert told["words"].let_go == told["bunches"].lost
    book = reopen(target, host)
    assert checks.check_book(book, full=True).whole
    book.close()


def test_without_the_list_of_tables_nothing_is_made(path: Path, host: Host) -> None:
    spoil(path, 1)
    with pytest.raises(BookError, match="nothing_to_salvage"):
        salvaged(path, host)
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, f"{path.name}.keys"]


@pytest.mark.parametrize(("needed", "made"), [({"bunches", "marks"}, True), ({"bunches", "service"}, False)])
def test_nothing_is_made_without_what_no_book_opens_without(
    path: Path, host: Host, needed: set[str], made: bool
) -> None:
    document, target = keys_file.read(keys_file.keys_path(path)), path.with_name("nuevo")

    with nullcontext() if made else pytest.raises(BookError, match="salvage_without_service"):
        salvaging.salvage(path, target, document, unlocked(path), host=host, needed=frozenset(needed))

    assert [target.exists(), keys_file.keys_path(target).exists()] == [made, made]


def test_any_torn_pages_are_survived(path: Path, host: Host) -> None:
    tables = "SELECT * FROM sqlite_master"
    harmless = [page for page in pages_of(path)[:40] if answered_without(path, page, tables) == [True]]
    spoil(path, *random.Random(7).sample(harmless, 12))
    target, told = salvaged(path, host)
    assert not all(table.whole for table in told.values())
    book = reopen(target, host)
    assert checks.check_book(book, full=True).whole
    book.close()


def test_nothing_is_overwritten_and_a_book_in_use_is_left_alone(path: Path, host: Host) -> None:
    path.with_name("rescatado.cuaderno").touch()
    with pytest.raises(BookError, match="book_exists"):
        salvaged(path, host)
    path.with_name("rescatado.cuaderno").unlink()
    book = reopen(path, host)
    with pytest.raises(BookError, match="book_open_here"):
        salvaging.salvage(path, path.with_name("nuevo"), book.key_document, book.keys, host=host)
    book.close()


def test_asked_to_stop_it_leaves_nothing(path: Path, host: Host) -> None:
    document = keys_file.read(keys_file.keys_path(path))
    with pytest.raises(BookError, match="copy_stopped"):
        salvaging.salvage(path, path.with_name("nuevo"), document, unlocked(path), host=host, stop=lambda: True)
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, f"{path.name}.keys"]


@pytest.fixture(scope="module")
def made_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book as this version makes it,."""
    folder = tmp_path_factory.mktemp("today")
    host = Host(folder / "app", lambda: NOW, sync=False)
    book, _ = create_book(folder / "libro.cuaderno", ROSA, CLAVE, host=host, cost=CHEAP, fill=noted)
    book.close()
    return book.path


def noted(begin: Begin) -> None:
    with begin() as connection:
        for number in range(1, ROWS + 1):
            connection.execute(
                sa.text("INSERT INTO drafts VALUES (:key, 'ficha', :key, 0, :content, '2026-11-20 10:00:00')"),
                {"key": number.to_bytes(16), "content": f'"{"borrador " * 20}{number}"'},
            )


@pytest.fixture
def todays(made_today: Path, place: Path) -> Path:
    shutil.copy(made_today, place)
    shutil.copy(keys_file.keys_path(made_today), keys_file.keys_path(place))
    return place


def pages_of_the_list(path: Path) -> list[int]:
    """The first pages behind the head without which the list of tables cannot be read."""
    return [page for page in range(2, 60) if answered_without(path, page, "SELECT sql FROM sqlite_master") == [False]]


@pytest.mark.parametrize("part", ["leaf", "both"])
def test_a_torn_list_of_tables_is_the_one_that_every_new_book_has(todays: Path, host: Host, part: str) -> None:
    leaf = pages_of_the_list(todays)[0]
    spoil(todays, *{"leaf": [leaf], "both": [1, leaf]}[part])
    target, told = salvaged(todays, host)
    assert all(table.whole for table in told.values())
    assert told["drafts"].rows == ROWS
    book = reopen(target, host)
    assert checks.check_book(book, full=True).whole
    assert rows(book, "SELECT content FROM drafts WHERE rowid = 7")[0][0].endswith(' 7"')
    book.close()


def test_a_book_that_lost_whole_pages_at_its_end_is_read_up_to_there(todays: Path, host: Host) -> None:
    content = todays.read_bytes()
    todays.write_bytes(content[: len(content) - 10 * PAGE_SIZE])
    target, told = salvaged(todays, host)
    assert 0 < told["drafts"].rows < ROWS
    reopen(target, host).close()


def test_where_nothing_of_the_list_is_left_none_is_made_up(todays: Path, host: Host) -> None:
    content = bytearray(todays.read_bytes())
    for page in range(0, len(content), PAGE_SIZE):
        content[page + 1000] ^= 0xFF
    todays.write_bytes(content)
    with pytest.raises(BookError, match="nothing_to_salvage"):
        salvaged(todays, host)


def test_a_torn_page_is_not_told_to_the_terminal(todays: Path, host: Host, capfd: pytest.CaptureFixture[str]) -> None:
    spoil(todays, 1)
    salvaged(todays, host)
    assert capfd.readouterr() == ("", "")
