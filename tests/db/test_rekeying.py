"""Somebody leaves: new keys on a copy, then the copy in the book's place; whatever fails, the old pair stays."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from facilitador.db import backups, checks, durable_files, engine, key_copies, keys, keys_file, rekeying
from facilitador.db.books import Begin, Book, Host, open_book
from facilitador.db.keys import UnlockedKeys
from facilitador.domain.roles import Role
from facilitador.errors import BookError, UserFacingError
from tests.db.conftest import CHEAP, CLAVE, ELENA, ROSA, TOMAS, reopen

TEMPORARY = "clave temporal de prueba"
ELENAS = "otra clave de prueba"


@pytest.fixture
def three(book: Book) -> Book:
    """A book of Rosa, Tomás (staff) and Elena (supervisor), with some rows."""
    book.change_keys(lambda document: keys.add_person(document, book.keys, TOMAS, TEMPORARY, CHEAP))
    book.change_keys(lambda document: keys.add_person(document, book.keys, ELENA, ELENAS, CHEAP))
    with book.begin() as connection:
        connection.execute(sa.text("CREATE TABLE marks(number INTEGER PRIMARY KEY, weight)"))
        connection.execute(
            sa.text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) "
                "INSERT INTO marks SELECT i, randomblob(5000) FROM n"
            )
        )
    return book


def nothing(begin: Begin) -> None:
    """Writes nothing more into the copy."""


def numbers(book: Book) -> list[int]:
    with book.begin() as connection:
        return list(connection.execute(sa.text("SELECT number FROM marks ORDER BY number")).scalars())


def beside(book: Path) -> set[str]:
    return {path.name for path in book.parent.iterdir() if path.is_file()}


def state(book: Path) -> dict[str, bytes]:
    """Book and keys as they lie on the disk."""
    return {path.name: path.read_bytes() for path in (book, keys_file.keys_path(book))}


def test_who_left_opens_nothing_and_who_remains_needs_no_new_clave(three: Book, host: Host) -> None:
    path, old_salt = three.path, three.salt

    done = rekeying.rekey(three, [ROSA, ELENA], lambda begin: "said")

    assert done.answer == "said"
    assert three.salt != old_salt
    assert numbers(three) == list(range(1, 41))
    with three.begin() as connection:  # the book goes on being written
        connection.execute(sa.text("INSERT INTO marks VALUES (41, 1)"))
    three.close()
    assert path.read_bytes()[:16] == keys_file.read(keys_file.keys_path(path)).salt != old_salt
    with pytest.raises(BookError, match="person_without_keys"):
        reopen(path, host, TOMAS, TEMPORARY)
    for person, clave in ((ROSA, CLAVE), (ELENA, ELENAS)):
        again = reopen(path, host, person, clave)
        assert numbers(again) == list(range(1, 42))
        assert checks.check_book(again, full=True).whole
        again.close()
    assert beside(path) <= {path.name, f"{path.name}.keys", f"{path.name}-journal"}


def test_both_keys_and_the_recovery_code_are_new(
    three: Book, host: Host, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = three.keys
    code = three.renew_recovery_code()
    done = rekeying.rekey(three, [ROSA, ELENA], nothing)
    after = three.keys

    assert before.data_key != after.data_key
    assert None is not before.reserved_key != after.reserved_key is not None
    assert keys.unlock_with_recovery(three.key_document, done.code).reserved_key == after.reserved_key
    with pytest.raises(BookError, match="wrong_recovery_code"):
        keys.unlock_with_recovery(three.key_document, code)
    assert keys.unlock(three.key_document, ELENA.id, ELENAS).reserved_key == after.reserved_key
    three.close()
    stranger = engine.connect(place, engine.RawKey(before.data_key, three.salt))
    with pytest.raises(Exception, match="not a database"):
        engine.header(stranger)
    stranger.close()


def test_roles_are_those_of_the_book(three: Book) -> None:
    now_staff = keys.NewPerson(ELENA.id, "Elena Apaza Soto", Role.STAFF)

    rekeying.rekey(three, [ROSA, now_staff, TOMAS], nothing)

    opened = keys.unlock(three.key_document, ELENA.id, ELENAS)
    assert (opened.name, opened.role, opened.reserved_key) == ("Elena Apaza Soto", Role.STAFF, None)
    assert keys.unlock(three.key_document, TOMAS.id, TEMPORARY).must_change


def test_the_backup_made_before_still_opens_for_who_left(three: Book, host: Host) -> None:
    done = rekeying.rekey(three, [ROSA], nothing)

    assert done.backup is not None
    old = keys.unlock(keys_file.read(keys_file.keys_path(done.backup)), TOMAS.id, TEMPORARY)
    copy = open_book(done.backup, old, host=host)
    assert numbers(copy) == list(range(1, 41))
    copy.close()
    three.close()
    again = reopen(three.path, host)
    assert backups.make_backup(again).status == "made", "the new book has a backup of its own"
    assert len(list(done.backup.parent.glob("*.cuaderno"))) == 2
    again.close()


def test_what_goes_with_it_is_written_into_the_copy_only(three: Book) -> None:
    def mark(begin: Begin) -> None:
        with begin() as connection:
            connection.execute(sa.text("INSERT INTO marks VALUES (99, 1)"))

    done = rekeying.rekey(three, [ROSA], mark)

    assert 99 in numbers(three)
    assert done.backup is not None
    old_keys = keys_file.read(keys_file.keys_path(done.backup))
    old = keys.unlock(old_keys, ROSA.id, CLAVE)
    connection = engine.connect(done.backup, engine.RawKey(old.data_key, old_keys.salt), writable=False)
    assert connection.execute("SELECT count(*) FROM marks WHERE number = 99").fetchall() == [(0,)]
    connection.close()


def test_what_was_sealed_with_the_reserved_key_is_sealed_anew(three: Book) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def reseal(connection: sa.Connection, old: bytes, new: bytes) -> None:
        seen.append((old, new))
        connection.execute(sa.text("UPDATE marks SET weight = :new WHERE number = 1"), {"new": new})

    before = three.keys.reserved_key
    rekeying.rekey(three, [ROSA], nothing, resealers=(reseal,))

    assert seen == [(before, three.keys.reserved_key)]
    with three.begin() as connection:
        sealed = connection.execute(sa.text("SELECT weight FROM marks WHERE number = 1")).scalar_one()
    assert sealed == three.keys.reserved_key


def refusing(begin: Begin) -> None:
    raise UserFacingError("refused_by_the_rule")


def spoilt(three: Book) -> Callable[[Begin], None]:
    """Tears a page of the copy, as a failing disk would."""

    def tear(begin: Begin) -> None:
        (part,) = three.path.parent.glob(f".{three.path.name}.*.part")
        with part.open("rb+") as file:
            file.seek(30 * 4096 + 100)
            file.write(bytes(200))

    return tear


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        ("rule", "refused_by_the_rule"),
        ("torn", "copy_not_whole"),
        ("no_rename", "keys_not_renewed"),
        ("no_keys", "keys_not_saved"),
        ("no_backup", "backup_disk_full"),
    ],
)
def test_a_refusal_on_the_way_leaves_book_and_keys_as_they_were(
    three: Book, host: Host, monkeypatch: pytest.MonkeyPatch, failure: str, code: str
) -> None:
    before, held = state(three.path), three.keys
    change = {"rule": refusing, "torn": spoilt(three)}.get(failure, nothing)
    replace, write = Path.replace, durable_files.write

    def no_rename(self: Path, target: Any) -> Path:
        if Path(target) == three.path:
            raise OSError("held by another program")
        return replace(self, target)

    def no_keys(target: Path, content: bytes) -> None:
        if target == keys_file.pending_path(three.path):
            raise OSError("no room")
        write(target, content)

    def no_backup(*_: object, **__: object) -> None:
        raise BookError("backup_disk_full")

    with monkeypatch.context() as patch:
        if failure == "no_rename":
            patch.setattr(Path, "replace", no_rename)
        if failure == "no_keys":
            patch.setattr(durable_files, "write", no_keys)
        if failure == "no_backup":
            patch.setattr(backups, "make_backup", no_backup)
        with pytest.raises(UserFacingError, match=code):
            rekeying.rekey(three, [ROSA], change)

    assert three.keys == held
    assert numbers(three) == list(range(1, 41)), "the book is open as before"
    three.close()
    assert state(three.path) == before
    assert beside(three.path) <= {three.path.name, f"{three.path.name}.keys", f"{three.path.name}-journal"}
    reopen(three.path, host, TOMAS, TEMPORARY).close()


def test_staff_cannot_give_the_book_new_keys(three: Book, host: Host) -> None:
    three.close()
    theirs = reopen(three.path, host, TOMAS, TEMPORARY)
    with pytest.raises(BookError, match="reserved_key_needed"):
        rekeying.rekey(theirs, [ROSA, TOMAS], nothing)
    theirs.close()


def test_the_new_keys_have_their_good_copy_on_this_machine(three: Book, host: Host) -> None:
    rekeying.rekey(three, [ROSA], nothing)

    (copy,) = key_copies.find(three.salt, host.app_data)
    assert copy.names == (ROSA.name,)


def crashed(three: Book, *, renamed: bool) -> UnlockedKeys:
    """What a crash leaves: the new keys wait, the book is renamed or not."""
    document, unlocked, _ = keys.reissue(three.key_document, three.keys, [ROSA])
    part = three.path.with_name("copy")
    part.touch()
    connection = engine.connect(part, engine.RawKey(unlocked.data_key, document.salt))
    three.driver_connection.backup(connection)
    connection.close()
    three.close()
    keys_file.write(keys_file.pending_path(three.path), document)
    part.replace(three.path) if renamed else part.unlink()
    return unlocked


@pytest.mark.parametrize("renamed", [True, False])
def test_keys_that_wait_belong_to_the_file_that_begins_with_their_salt(three: Book, host: Host, renamed: bool) -> None:
    crashed(three, renamed=renamed)
    waiting = keys_file.pending_path(three.path)

    document = keys_file.read_for(three.path, three.path.read_bytes()[:16])
    again = open_book(three.path, keys.unlock(document, ROSA.id, CLAVE), host=host)

    assert [slot.name for slot in again.people] == ([ROSA.name] if renamed else [ROSA.name, TOMAS.name, ELENA.name])
    assert numbers(again) == list(range(1, 41))
    again.close()
    assert not waiting.exists()
    assert keys_file.read(keys_file.keys_path(three.path)).salt == three.path.read_bytes()[:16]


# Killed at every single step that touches a file: a fork per step, each followed by an opening.
REMOVER = """
import os, shutil, sys
from pathlib import Path
from facilitador.db import book_file, books, checks, keys, keys_file, rekeying
from tests.db.conftest import CHEAP, CLAVE, NOW, ROSA, TOMAS, reopen
import sqlalchemy as sa

STEPS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.utime", "os.chmod"}
TEMPORARY = "clave temporal de prueba"


def host_of(folder):
    return books.Host(folder / "app", lambda: NOW, sync=False)


def mark(begin):
    with begin() as connection:
        connection.execute(sa.text("INSERT INTO marks VALUES (2)"))


template = Path(sys.argv[1]) / "template"
template.mkdir()
book = books.create_book(template / "libro.cuaderno", ROSA, CLAVE, host=host_of(template), cost=CHEAP)[0]
book.change_keys(lambda document: keys.add_person(document, book.keys, TOMAS, TEMPORARY, CHEAP))
with book.begin() as connection:
    connection.execute(sa.text("CREATE TABLE marks(number)"))
    connection.execute(sa.text("INSERT INTO marks VALUES (1)"))
book.close()


def killed_at(step, folder):
    child = os.fork()
    if child == 0:
        book = reopen(folder / "libro.cuaderno", host_of(folder))
        left = [step]

        def hook(event, arguments):
            if event in STEPS and str(folder) in str(arguments[0]):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(hook)
        rekeying.rekey(book, [ROSA], mark)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


step = 0
while True:
    folder = Path(sys.argv[1]) / str(step)
    shutil.copytree(template, folder)
    killed = killed_at(step, folder)
    path = folder / "libro.cuaderno"
    state = book_file.inspect(path)
    assert not state.refusals, [refusal.code for refusal in state.refusals]
    book = books.open_book(path, keys.unlock(state.keys, ROSA.id, CLAVE), host=host_of(folder))
    assert checks.check_book(book, full=True).whole
    with book.begin() as connection:
        marks = list(connection.execute(sa.text("SELECT number FROM marks ORDER BY number")).scalars())
    who = [slot.name for slot in book.people]
    book.close()
    assert (marks, who) in (([1], [ROSA.name, TOMAS.name]), ([1, 2], [ROSA.name])), (marks, who)
    left = {name for name in os.listdir(folder) if name not in ("app", "respaldos", path.name + "-journal")}
    assert left == {path.name, path.name + ".keys"}, left
    if len(who) == 2:
        reopen(path, host_of(folder), TOMAS, TEMPORARY).close()
    print("old" if len(who) == 2 else "taken", flush=True)
    if not killed:
        break
    step += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")
def test_killed_at_any_step_the_old_pair_or_the_new_one_opens(tmp_path: Path) -> None:
    command = [sys.executable, "-c", REMOVER, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()
    assert len(outcomes) > 20
    assert outcomes == sorted(outcomes), "once she has no access, she never has it again"
    assert {"old", "taken"} == set(outcomes)
