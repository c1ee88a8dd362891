"""The process is killed at any moment: what was confirmed is there, and nothing stands in the way of going on."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitador.db import checks, keys_file
from facilitador.db.books import Begin, Host, create_book
from tests.db.conftest import CHEAP, CLAVE, NOW, ROSA, reopen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
import sqlalchemy as sa
from facilitador.db import books, keys, keys_file
path = Path(sys.argv[1])
host = books.Host(Path(sys.argv[2]), lambda: datetime.now(UTC))
unlocked = keys.unlock(keys_file.read(keys_file.keys_path(path)), UUID(int=1), sys.argv[3])
book = books.open_book(path, unlocked, host=host)
number = int(sys.argv[4])
while True:
    with book.begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (:number, randomblob(9000))"), {"number": number})
        connection.execute(sa.text("INSERT INTO marks VALUES (:number, randomblob(9000))"), {"number": -number})
    print(number, flush=True)
    number += 1
"""


def with_marks(begin: Begin) -> None:
    with begin() as connection:
        connection.execute(sa.text("CREATE TABLE marks(number INTEGER PRIMARY KEY, weight)"))


def test_what_was_confirmed_survives_being_killed_while_writing(place: Path, host: Host) -> None:
    durable = Host(host.app_data, lambda: NOW, sync=True)
    create_book(place, ROSA, CLAVE, host=durable, cost=CHEAP, fill=with_marks)[0].close()
    number = 1
    for confirmations in (1, 4, 9):
        command = [sys.executable, "-c", WRITER, str(place), str(host.app_data), CLAVE, str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(confirmations):
                confirmed = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split()
        confirmed = int(rest[-1]) if rest else confirmed
        book = reopen(place, durable)
        with book.begin() as connection:
            numbers = set(connection.execute(sa.text("SELECT number FROM marks")).scalars())
        assert checks.check(book.driver_connection, full=True).whole
        assert set(range(1, confirmed + 1)) <= numbers
        assert {-number for number in numbers} == numbers, "a gesture was saved by half"
        number = max(numbers) + 1
        book.close()


# Creation, killed at every single step that touches a file: a fork per step, each followed by a second try.
CREATOR = """
import os, sys
from pathlib import Path
from facilitador.db import books, key_copies, keys_file
from tests.db.conftest import CHEAP, CLAVE, NOW, ROSA, reopen

STEPS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.utime"}


def host_of(folder):
    return books.Host(folder / "app", lambda: NOW, sync=False)


def create(folder):
    return books.create_book(folder / "libro.cuaderno", ROSA, CLAVE, host=host_of(folder), cost=CHEAP)[0]


def killed_at(step, folder):
    \"\"\"True if the creation in a forked process was killed before its step number `step` in that folder.\"\"\"
    child = os.fork()
    if child == 0:
        left = [step]

        def hook(event, arguments):
            if event in STEPS and str(folder) in str(arguments[0]):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(hook)
        create(folder)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "app")


step = 0
while True:
    folder = Path(sys.argv[1]) / str(step)
    folder.mkdir()
    killed = killed_at(step, folder)
    path = folder / "libro.cuaderno"
    if path.exists():
        # seen under its name: whole, and its keys are there
        reopen(path, host_of(folder)).close()
        assert set(files(folder)) == {path.name, path.name + ".keys"}, files(folder)
        outcome = "whole"
    else:
        create(folder).close()
        extra = [name for name in files(folder) if not name.startswith(path.name)]
        assert not extra, extra
        outcome = "again"
    print(outcome, flush=True)
    if not killed:
        break
    step += 1
"""


def test_a_creation_killed_at_any_step_can_be_tried_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CREATOR, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()
    assert len(outcomes) > 10
    assert outcomes == sorted(outcomes), "once seen under its name, a book never disappears again"
    assert {"again", "whole"} == set(outcomes)


# An audit hook cannot be taken off again: it gets a process of its own.
WATCHED = """
import os, sys
from pathlib import Path
from facilitador.db import backups, book_file, books, checks, keys
from tests.db.conftest import CHEAP, CLAVE, ELENA, NOW, ROSA, reopen
import sqlalchemy as sa

folder = Path(sys.argv[1])
path = folder / "libro.cuaderno"
host = books.Host(folder / "app", lambda: NOW, sync=False)
books.create_book(path, ROSA, CLAVE, host=host, cost=CHEAP)[0].close()
book = reopen(path, host)
connected = [True]
opened = []

def hook(event, arguments):
    if connected[0] and event in ("open", "sqlite3.connect", "sqlcipher3.connect") and arguments:
        name = arguments[0]
        if isinstance(name, (str, bytes, os.PathLike)):
            name = os.fsdecode(name)
            if Path(name.split("?")[0].removeprefix("file://")) == path:
                opened.append(name)

sys.addaudithook(hook)
with book.begin() as connection:
    connection.execute(sa.text("CREATE TABLE marks(number)"))
book.change_keys(lambda document: keys.add_person(document, book.keys, ELENA, "temporal", CHEAP))
assert backups.make_backup(book).status == "made"
assert backups.backups_of(book)
checks.check(book.driver_connection, full=True)
assert book_file.inspect(path).refusals[0].code == "book_open_here"
for attempt in (lambda: reopen(path, host), lambda: books.create_book(path, ROSA, CLAVE, host=host, cost=CHEAP)):
    try:
        attempt()
    except books.BookError:
        pass
    else:
        raise AssertionError("opened twice")
print(opened)
book.close()
path.open("rb").close()
print(len(opened))  # proves that the watch sees what it should
"""


def test_nothing_opens_the_books_file_while_it_is_connected(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WATCHED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["[]", "1"]


def test_half_a_keys_file_left_by_a_crash_is_swept_at_the_next_opening(closed: Path, host: Host) -> None:
    part = closed.with_name(f".{closed.name}.keys.abcd1234.part")
    part.write_bytes(b"half")
    reopen(closed, host).close()
    assert not part.exists()
    assert keys_file.keys_path(closed).exists()
