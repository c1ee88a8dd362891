"""A book from creation to closing: real files, real keys, real refusals."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import backups, book_file, checks, engine, key_copies, keys, keys_file, recovery_code, schema
from facilitador.db.books import Begin, Book, Host, create_book, open_book
from facilitador.db.keys import NewPerson
from facilitador.domain.roles import Role
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, ELENA, NOW, ROSA, TOMAS, reopen
from tests.db.test_book_file import fingerprint


def raw(book_path: Path, host: Host) -> Any:
    """A connection to a closed book, past everything that guards it."""
    document = keys_file.read(keys_file.keys_path(book_path))
    unlocked = keys.unlock(document, ROSA.id, CLAVE)
    return engine.connect(book_path, engine.RawKey(unlocked.data_key, document.salt))


def count(book: Book) -> int:
    with book.begin() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM marks")).scalar_one())


def with_marks(begin: Begin) -> None:
    with begin() as connection:
        connection.execute(sa.text("CREATE TABLE marks(value)"))


@pytest.fixture
def marked(place: Path, host: Host) -> Book:
    """An open book with a table of its own to write to."""
    return create_book(place, ROSA, CLAVE, host=host, cost=CHEAP, fill=with_marks)[0]


# --- creating ---


@pytest.mark.directive("6.4.5")
def test_what_is_saved_is_there_again_and_nobody_else_can_read_it(marked: Book, host: Host) -> None:
    with marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES ('Ñahui Álvarez')"))
    marked.close()
    assert "Ñahui".encode() not in marked.path.read_bytes()
    with pytest.raises(sqlcipher.DatabaseError):
        sqlcipher.connect(marked.path).execute("SELECT * FROM marks")
    again = reopen(marked.path, host)
    with again.begin() as connection:
        assert connection.execute(sa.text("SELECT value FROM marks")).scalar_one() == "Ñahui Álvarez"
    again.close()


def test_a_new_book_is_two_files_and_begins_with_the_salt_of_its_keys(closed: Path) -> None:
    names = {path.name for path in closed.parent.iterdir()}
    assert names == {closed.name, f"{closed.name}.keys"}
    assert closed.read_bytes()[:16] == keys_file.read(keys_file.keys_path(closed)).salt


def test_a_new_book_is_of_this_version(book: Book) -> None:
    assert engine.header(book.driver_connection) == (schema.APPLICATION_ID, schema.VERSION)
    assert checks.check(book.driver_connection, full=True).whole


def test_nothing_is_overwritten(closed: Path, host: Host) -> None:
    before = fingerprint(closed.parent)
    with pytest.raises(BookError) as refusal:
        create_book(closed, ELENA, CLAVE, host=host, cost=CHEAP)
    assert (refusal.value.code, refusal.value.parameters) == ("book_exists", {"name": closed.name})
    assert fingerprint(closed.parent) == before


def test_keys_without_a_book_are_set_aside_not_lost(closed: Path, host: Host) -> None:
    orphan = keys_file.keys_path(closed).read_bytes()
    closed.unlink()
    create_book(closed, ELENA, CLAVE, host=host, cost=CHEAP)[0].close()
    assert closed.with_name(f"{closed.name}.keys.anterior-1").read_bytes() == orphan
    reopen(closed, host, ELENA).close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, host: Host) -> None:
    with pytest.raises(BookError, match="folder_missing"):
        create_book(tmp_path / "gone" / "x.cuaderno", ROSA, CLAVE, host=host, cost=CHEAP)


def test_a_book_whose_first_rows_fail_leaves_nothing(place: Path, host: Host) -> None:
    def fail(begin: Begin) -> None:
        raise BookError("disk_full")

    with pytest.raises(BookError, match="disk_full"):
        create_book(place, ROSA, CLAVE, host=host, cost=CHEAP, fill=fail)
    assert list(place.parent.iterdir()) == []
    create_book(place, ROSA, CLAVE, host=host, cost=CHEAP)[0].close()


def test_odd_names_are_only_names(place: Path, host: Host) -> None:
    odd = place.with_name("a?mode=memory&x=1#%41 ñ'\".cuaderno")
    create_book(odd, ROSA, CLAVE, host=host, cost=CHEAP)[0].close()
    assert odd.is_file()
    reopen(odd, host).close()


def test_uris_of_every_system() -> None:
    assert engine.uri_of(Path("/a b/ñ?.cuaderno"), "rw") == "file:///a%20b/%C3%B1%3F.cuaderno?mode=rw"


# --- opening ---


def test_the_connection_is_as_safe_as_it_was_meant_to_be(place: Path, host: Host) -> None:
    durable = Host(host.app_data, host.clock, sync=True)
    book, _ = create_book(place, ROSA, CLAVE, host=durable, cost=CHEAP)
    names = (
        "foreign_keys recursive_triggers trusted_schema temp_store secure_delete cell_size_check fullfsync locking_mode"
        " journal_mode synchronous"
    )
    values = [book.driver_connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names.split()]
    assert values == [1, 1, 0, 2, 1, 1, 1, "exclusive", "truncate", 3]
    assert book.driver_connection.execute("PRAGMA cipher_version").fetchone()
    book.close()


def test_another_process_finds_the_file_locked_even_without_our_lock_file(book: Book, host: Host) -> None:
    program = (
        "import sys, sqlcipher3.dbapi2 as s\n"
        "c = s.connect(sys.argv[1], timeout=0); c.set_key(sys.argv[2])\n"
        "try: c.execute('SELECT * FROM sqlite_master')\n"
        "except s.OperationalError as error: print(error.sqlite_errorname)\n"
    )
    key = f"x'{book.keys.data_key.hex()}{book.salt.hex()}'"
    done = subprocess.run(
        [sys.executable, "-c", program, str(book.path), key], capture_output=True, text=True, check=True
    )
    assert done.stdout == "SQLITE_BUSY\n"


def spoil_header(statement: str) -> Callable[[Path, Host], None]:
    def spoil(path: Path, host: Host) -> None:
        connection = raw(path, host)
        connection.execute(statement)
        connection.close()

    return spoil


def damage_first_page(path: Path, host: Host) -> None:
    content = bytearray(path.read_bytes())
    content[300] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_header(f"PRAGMA user_version = {schema.VERSION + 1}"), "book_newer"),
        (spoil_header(f"PRAGMA user_version = {schema.VERSION - 1}"), "book_older"),
        (spoil_header("PRAGMA application_id = 7"), "book_foreign_inside"),
        (damage_first_page, "book_damaged"),
    ],
)
def test_what_only_the_key_reveals_is_refused_and_nothing_changed(
    closed: Path, host: Host, spoil: Callable[[Path, Host], None], code: str
) -> None:
    spoil(closed, host)
    before = fingerprint(closed.parent)
    with pytest.raises(BookError) as refusal:
        reopen(closed, host)
    assert refusal.value.code == code
    assert fingerprint(closed.parent) == before


def test_a_newer_book_is_refused_without_loading_what_migrates(closed: Path, host: Host) -> None:
    spoil_header(f"PRAGMA user_version = {schema.VERSION + 1}")(closed, host)
    program = (
        "import sys; from pathlib import Path; from uuid import UUID\n"
        "from datetime import datetime, UTC\n"
        "from facilitador.db import books, keys, keys_file\n"
        "path = Path(sys.argv[1]); document = keys_file.read(keys_file.keys_path(path))\n"
        "host = books.Host(Path(sys.argv[2]), lambda: datetime.now(UTC))\n"
        "try: books.open_book(path, keys.unlock(document, UUID(int=1), sys.argv[3]), host=host)\n"
        "except books.BookError as error: print(error.code, 'alembic' in sys.modules)\n"
    )
    command = [sys.executable, "-c", program, str(closed), str(host.app_data), CLAVE]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "book_newer False\n"


def test_an_older_book_is_opened_by_what_upgrades_it(closed: Path, host: Host) -> None:
    spoil_header(f"PRAGMA user_version = {schema.VERSION - 1}")(closed, host)
    unlocked = keys.unlock(keys_file.read(keys_file.keys_path(closed)), ROSA.id, CLAVE)
    seen: list[int] = []

    def upgrade(book: Book) -> None:
        seen.append(book.version())
        book.driver_connection.execute(f"PRAGMA user_version = {schema.VERSION}")

    open_book(closed, unlocked, host=host, upgrade=upgrade).close()
    open_book(closed, unlocked, host=host, upgrade=upgrade).close()
    assert seen == [schema.VERSION - 1]


def test_an_upgrade_that_fails_gives_the_lock_back(closed: Path, host: Host) -> None:
    spoil_header(f"PRAGMA user_version = {schema.VERSION - 1}")(closed, host)
    unlocked = keys.unlock(keys_file.read(keys_file.keys_path(closed)), ROSA.id, CLAVE)

    def fail(book: Book) -> None:
        raise BookError("disk_full")

    with pytest.raises(BookError, match="disk_full"):
        open_book(closed, unlocked, host=host, upgrade=fail)
    assert book_file.inspect(closed).refusals == ()


def test_keys_altered_while_the_clave_was_typed_are_refused(closed: Path, host: Host) -> None:
    path = keys_file.keys_path(closed)
    document = keys_file.read(path)
    unlocked = keys.unlock(document, ROSA.id, CLAVE)
    slot = msgspec.structs.replace(document.slots[0], name="Otra")
    keys_file.write(path, msgspec.structs.replace(document, slots=(slot,)))
    with pytest.raises(BookError, match="keys_altered"):
        open_book(closed, unlocked, host=host)


def test_the_same_book_is_not_opened_twice(book: Book, host: Host) -> None:
    with pytest.raises(BookError, match="book_open_here"):
        reopen(book.path, host)


def test_closing_twice_is_harmless_and_using_a_closed_book_is_a_defect(book: Book) -> None:
    book.close()
    book.close()
    with pytest.raises(RuntimeError), book.begin():
        pass


# --- writing ---


def test_one_gesture_is_one_transaction_and_one_commit(marked: Book) -> None:
    assert count(marked) == 0  # the first use also asks the connection what it can do
    statements: list[str] = []
    marked.driver_connection.set_trace_callback(statements.append)
    with marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (1)"))
        connection.execute(sa.text("INSERT INTO marks VALUES (2)"))
    assert [text.split()[0] for text in statements] == ["BEGIN", "INSERT", "INSERT", "COMMIT"]
    marked.driver_connection.set_trace_callback(None)
    assert count(marked) == 2
    marked.close()


def test_a_gesture_that_fails_leaves_nothing_not_even_a_table(marked: Book) -> None:
    def fail() -> None:
        with marked.begin() as connection:
            connection.execute(sa.text("INSERT INTO marks VALUES (3)"))
            connection.execute(sa.text("CREATE TABLE half_done(value)"))
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert count(marked) == 0
    with marked.begin() as connection:
        assert "half_done" not in sa.inspect(connection).get_table_names()
    marked.close()


def test_nesting_raises_and_the_outer_transaction_goes_on(marked: Book) -> None:
    with marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (1)"))
        with pytest.raises(RuntimeError, match="open already"), marked.begin():
            pass
        with pytest.raises(RuntimeError, match="still open"):
            marked.close()
    assert count(marked) == 1
    marked.close()


def test_threads_wait_for_each_other(marked: Book) -> None:
    def add(number: int) -> None:
        with marked.begin() as connection:
            before = connection.execute(sa.text("SELECT count(*) FROM marks")).scalar_one()
            connection.execute(sa.text("INSERT INTO marks VALUES (:number)"), {"number": number})
            assert connection.execute(sa.text("SELECT count(*) FROM marks")).scalar_one() == before + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(400)))
    assert count(marked) == 400
    marked.close()


def test_no_value_reaches_the_text_of_an_error(marked: Book) -> None:
    statement = sa.text("INSERT INTO nowhere VALUES (:value)")
    with pytest.raises(sa.exc.OperationalError) as error, marked.begin() as connection:
        connection.execute(statement, {"value": "Quispe Mamani"})
    assert "Quispe" not in str(error.value)
    marked.close()


def test_a_full_disk_is_told_and_what_was_saved_stays(marked: Book) -> None:
    with marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (1)"))
    pages = marked.driver_connection.execute("PRAGMA page_count").fetchone()[0]
    marked.driver_connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(BookError, match="disk_full"), marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (zeroblob(100000))"))
    assert count(marked) == 1
    marked.close()


def test_a_page_damaged_in_the_middle_is_told_as_damage(marked: Book, host: Host) -> None:
    with marked.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (randomblob(200000))"))
    marked.close()
    content = bytearray(marked.path.read_bytes())
    content[-20 * 4096 + 100] ^= 1
    marked.path.write_bytes(content)
    book = reopen(marked.path, host)
    assert not checks.check(book.driver_connection).whole
    with pytest.raises(BookError, match="book_damaged"), book.begin() as connection:
        connection.execute(sa.text("SELECT sum(length(hex(value))) FROM marks")).scalar_one()
    book.close()


# --- keys of an open book ---


def test_keys_change_beside_the_book_and_in_the_programs_folder(book: Book, host: Host) -> None:
    book.change_keys(lambda document: keys.add_person(document, book.keys, TOMAS, "clave temporal", CHEAP))
    book.close()
    (copy,) = key_copies.find(book.salt, host.app_data)
    assert copy.names == (ROSA.name, TOMAS.name)
    again = reopen(book.path, host, TOMAS, "clave temporal")
    assert again.keys.must_change
    again.change_passphrase(TOMAS.id, "clave temporal", "otra muy suya", CHEAP)
    assert not again.keys.must_change
    again.close()
    reopen(book.path, host, TOMAS, "otra muy suya").close()


def test_the_recovery_code_opens_the_book_for_a_new_clave(place: Path, host: Host) -> None:
    book, code = create_book(place, ROSA, CLAVE, host=host, cost=CHEAP)
    book.close()
    typed = recovery_code.parse(" ".join(recovery_code.groups(code)))
    holder = keys.unlock_with_recovery(keys_file.read(keys_file.keys_path(place)), typed)
    opened = open_book(place, holder, host=host)
    opened.change_keys(lambda document: keys.set_passphrase(document, holder, ROSA.id, "una clave nueva", CHEAP))
    opened.sign_in(ROSA.id, "una clave nueva")
    assert (opened.keys.person_id, opened.keys.role) == (ROSA.id, ROSA.role)
    renewed = opened.renew_recovery_code()
    opened.close()
    document = keys_file.read(keys_file.keys_path(place))
    assert keys.unlock_with_recovery(document, renewed).data_key == holder.data_key
    with pytest.raises(BookError, match="wrong_recovery_code"):
        keys.unlock_with_recovery(document, code)


def test_a_refused_change_of_keys_writes_nothing(book: Book) -> None:
    before = keys_file.keys_path(book.path).read_bytes()
    stranger, _, _ = keys.create(NewPerson(TOMAS.id, "Intruso", Role.SUPERVISOR), "intruso", CHEAP)
    with pytest.raises(BookError, match="keys_altered"):
        book.change_keys(lambda document: stranger)
    assert keys_file.keys_path(book.path).read_bytes() == before


def test_a_copy_of_keys_that_cannot_be_kept_is_a_warning(place: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    host = Host(tmp_path / "a file", lambda: NOW, sync=False)
    book, _ = create_book(place, ROSA, CLAVE, host=host, cost=CHEAP)
    assert book.warnings == ["keys_copy_not_kept"]
    book.close()


# --- without permission to write ---

WITHOUT_PERMISSION = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from facilitador.db import book_file, books, keys, keys_file
from facilitador.domain.roles import Role
if os.geteuid() == 0:  # root may write everywhere: become someone else
    os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
path = Path(sys.argv[1])
state = book_file.inspect(path)
print(*[refusal.code for refusal in state.refusals])
host = books.Host(Path(sys.argv[2]), lambda: datetime.now(UTC))
try:
    books.open_book(path, keys.unlock(state.keys, UUID(int=1), sys.argv[3]), host=host)
except books.BookError as error:
    print(error.code)
try:
    person = keys.NewPerson(UUID(int=1), "Rosa", Role.FACILITATOR)
    books.create_book(path.with_name("otro.cuaderno"), person, "x", host=host, cost=keys_file.KdfCost(8, 1))
except books.BookError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX folders")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "code"), [(0o555, 0o644, "folder_read_only"), (0o777, 0o444, "book_read_only")]
)
def test_what_cannot_be_written_is_refused(host: Host, folder_mode: int, file_mode: int, code: str) -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name) / "solo lectura"
        folder.mkdir()
        path = folder / "x.cuaderno"
        create_book(path, ROSA, CLAVE, host=host, cost=CHEAP)[0].close()
        before = fingerprint(folder)
        for entry in folder.iterdir():
            entry.chmod(file_mode)
        keys_file.keys_path(path).chmod(0o644)
        folder.chmod(folder_mode)
        Path(name).chmod(0o777)
        command = [sys.executable, "-c", WITHOUT_PERMISSION, str(path), name, CLAVE]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        folder.chmod(0o755)
        assert done.stdout.split()[:2] == [code, code]
        if code == "folder_read_only":
            assert done.stdout.split()[2:] == [code]
            assert fingerprint(folder) == before
        else:
            assert fingerprint(folder)[path.name] == before[path.name]


def test_once_a_page_cannot_be_read_everything_is_refused_calmly_and_the_file_stays(closed: Path, host: Host) -> None:
    with reopen_and_fill(closed, host) as filled:
        last = filled.path.stat().st_size // 4096
    content = bytearray(closed.read_bytes())
    content[(last - 20) * 4096 + 1000] ^= 0xFF
    closed.write_bytes(content)
    book = reopen(closed, host)
    for _ in range(2):
        with pytest.raises(BookError, match="book_damaged"), book.begin() as connection:
            connection.execute(sa.text("SELECT weight FROM marks")).all()
    with pytest.raises(BookError, match="book_damaged"), book.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (1)"))
    with pytest.raises(BookError, match="book_damaged"):
        checks.check_book(book)
    with pytest.raises(BookError, match="book_damaged"):
        backups.make_backup(book, always=True)
    book.close()
    assert closed.read_bytes() == bytes(content)


@contextmanager
def reopen_and_fill(path: Path, host: Host) -> Iterator[Book]:
    """Many rows, each too large for a page of its own."""
    book = reopen(path, host)
    with book.begin() as connection:
        connection.execute(sa.text("CREATE TABLE marks(weight)"))
        connection.execute(
            sa.text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
                "INSERT INTO marks SELECT randomblob(5000) FROM n"
            )
        )
    yield book
    book.close()
