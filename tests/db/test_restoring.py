"""A copy takes the place of the book, whole and with its keys; what was there stays beside it under another name."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitador.db import backup_places, backups, copy_contents, engine, keys, keys_file, rekeying, restoring, schema
from facilitador.db.backup_places import BackupPlaces
from facilitador.db.books import Book, Host
from facilitador.db.keys import UnlockedKeys
from facilitador.db.restoring import FoundCopy
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, ELENA, ROSA, reopen

TODAY = date(2026, 11, 21)
NEW_CLAVE = "otra lluvia y otro tambor"


def version_note(book: Book, text: str) -> None:
    with book.begin() as connection:
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS notes(text)"))
        connection.execute(sa.text("INSERT INTO notes VALUES (:text)"), {"text": text})


def notes(book: Book) -> list[str]:
    with book.begin() as connection:
        return list(connection.execute(sa.text("SELECT text FROM notes")).scalars())


def opened_with(copy: FoundCopy, clave: str = CLAVE) -> UnlockedKeys:
    return keys.unlock(copy.document, ROSA.id, clave)


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if one.is_file() and one.stat().st_size)


@pytest.fixture
def path(book: Book) -> Path:
    """A closed book with a note, copied, and then a second note."""
    version_note(book, "first")
    backups.make_backup(book)
    version_note(book, "second")
    book.close()
    return book.path


@pytest.fixture
def copy(path: Path, host: Host) -> FoundCopy:
    (found,) = restoring.find(path, host.app_data)
    return found


def put_back(path: Path, copy: FoundCopy, host: Host, **more: bool) -> restoring.Restored:
    return restoring.put_back(path, copy, opened_with(copy), host=host, today=TODAY, **more)


def test_the_copy_is_the_book_and_the_book_is_kept_under_another_name(path: Path, copy: FoundCopy, host: Host) -> None:
    before, copied = path.read_bytes(), copy.path.read_bytes()
    done = put_back(path, copy, host)
    assert done.kept is not None
    assert done.kept.name == "San Martín.cuaderno.anterior-20261121"
    assert done.kept.read_bytes() == before
    assert copy.path.read_bytes() == copied, "the copy is only read"
    assert done.contents.version == schema.VERSION
    again = reopen(path, host)
    assert notes(again) == ["first"]
    again.close()
    kept = reopen(done.kept, host)
    assert notes(kept) == ["first", "second"]
    kept.close()


def test_what_is_kept_is_no_backup_and_takes_none_away(path: Path, copy: FoundCopy, host: Host) -> None:
    for number in ("", "-2", "-3"):
        assert put_back(path, copy, host).kept == path.with_name(f"{path.name}.anterior-20261121{number}")
    again = reopen(path, host)
    assert [backup.path for backup in backups.backups_of(again)] == [copy.path]
    assert backups.make_backup(again, always=True).number == 2
    again.close()
    assert [one.path.parent.name for one in restoring.find(path, host.app_data)] == ["respaldos", "respaldos"]


def hot_journal(path: Path, host: Host) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(b"something to undo, of the file that was there")


STATES: dict[str, Callable[[Path, Host], object]] = {
    "missing": lambda path, host: path.unlink(),
    "missing with its keys": lambda path, host: (path.unlink(), keys_file.keys_path(path).unlink()),
    "emptied": lambda path, host: path.write_bytes(b""),
    "foreign": lambda path, host: path.write_bytes(b"una carta " * 999),
    "torn": lambda path, host: path.write_bytes(path.read_bytes()[:9000]),
    "without keys": lambda path, host: keys_file.keys_path(path).unlink(),
    "keys damaged": lambda path, host: keys_file.keys_path(path).write_bytes(b"{"),
    "in the middle of a save": hot_journal,
}


@pytest.mark.parametrize("state", STATES)
def test_whatever_lies_there_the_copy_takes_its_place(path: Path, copy: FoundCopy, host: Host, state: str) -> None:
    STATES[state](path, host)
    before = {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file() and one.stat().st_size}
    done = put_back(path, copy, host, damaged=True)
    again = reopen(path, host)
    assert notes(again) == ["first"]
    again.close()
    for name, content in before.items():
        aside = name.replace("San Martín.cuaderno", "San Martín.cuaderno.dañado-20261121")
        assert (path.parent / aside).read_bytes() == content, "everything is kept"
    assert (done.kept is None) == (state == "missing with its keys")


def test_the_keys_are_those_of_the_copy(path: Path, copy: FoundCopy, host: Host) -> None:
    again = reopen(path, host)
    again.change_passphrase(ROSA.id, CLAVE, NEW_CLAVE, CHEAP)
    again.change_keys(lambda document: keys.add_person(document, again.keys, ELENA, "temporal", CHEAP))
    again.close()
    put_back(path, copy, host)
    with pytest.raises(BookError, match="wrong_passphrase"):
        reopen(path, host, clave=NEW_CLAVE)
    back = reopen(path, host)
    assert [slot.name for slot in back.people] == [ROSA.name]
    back.close()


def test_a_copy_from_before_new_keys_comes_back_with_the_old_ones(path: Path, copy: FoundCopy, host: Host) -> None:
    again = reopen(path, host)
    stick = path.parent / "memoria"
    stick.mkdir()
    rekeying.rekey(again, [ROSA], lambda begin: None)
    backup_places.keep(host.app_data, again.salt, BackupPlaces(second=stick))
    again.close()
    put_back(path, copy, host)
    back = reopen(path, host)
    assert back.salt == copy.document.salt
    assert notes(back) == ["first"]
    assert backups.places(back).second == stick
    back.close()


def test_a_copy_that_is_not_whole_changes_nothing(path: Path, copy: FoundCopy, host: Host) -> None:
    content = bytearray(copy.path.read_bytes())
    content[-3000] ^= 1
    copy.path.write_bytes(content)
    before = beside(path)
    with pytest.raises(BookError, match="book_damaged"):
        put_back(path, copy, host)
    assert beside(path) == before
    again = reopen(path, host)
    assert notes(again) == ["first", "second"]
    again.close()


def test_asked_to_stop_it_changes_nothing(path: Path, copy: FoundCopy, host: Host) -> None:
    before = beside(path)
    for looks in (0, 1):
        asked: list[None] = []

        def stop(asked: list[None] = asked, looks: int = looks) -> bool:
            asked.append(None)
            return len(asked) > looks

        with pytest.raises(BookError, match="copy_stopped"):
            restoring.put_back(path, copy, opened_with(copy), host=host, today=TODAY, stop=stop)
    assert beside(path) == before


def test_a_book_that_is_open_is_not_replaced(path: Path, copy: FoundCopy, host: Host) -> None:
    again = reopen(path, host)
    with pytest.raises(BookError, match="book_open_here"):
        put_back(path, copy, host)
    assert notes(again) == ["first", "second"]
    again.close()


def test_a_stranger_who_adds_herself_to_the_copys_keys_is_found_out(path: Path, copy: FoundCopy, host: Host) -> None:
    held = opened_with(copy)
    altered = keys_file.keys_path(copy.path)
    altered.write_bytes(altered.read_bytes().replace(ROSA.name.encode(), "Rosa Extraña".encode()))
    (found,) = restoring.find(path, host.app_data)
    with pytest.raises(BookError, match="keys_altered"):
        restoring.put_back(path, found, held, host=host, today=TODAY)


def test_copies_are_found_in_every_place_latest_first(path: Path, copy: FoundCopy, host: Host, tmp_path: Path) -> None:
    stick, elsewhere = tmp_path / "memoria", tmp_path / "otra carpeta"
    for folder, name, age in ((stick, copy.path.name, -10), (elsewhere, "cualquiera-000009.facilitador", 10)):
        folder.mkdir()
        shutil.copy2(copy.path, folder / name)
        shutil.copy2(keys_file.keys_path(copy.path), keys_file.keys_path(folder / name))
        when = copy.path.stat().st_mtime + age
        os.utime(folder / name, (when, when))
    (elsewhere / "carta-000001.txt").write_text("no es una copia")
    shutil.copy2(copy.path, elsewhere / "sin-claves-000002.cuaderno")
    backup_places.keep(host.app_data, copy.document.salt, BackupPlaces(second=stick))
    path.unlink()
    keys_file.keys_path(path).unlink()
    found = restoring.find(path, host.app_data, [elsewhere])
    assert [one.path.parent for one in found] == [elsewhere, copy.path.parent, stick]


def test_what_a_copy_holds_is_told_and_a_newer_one_refused(copy: FoundCopy) -> None:
    key = engine.RawKey(opened_with(copy).data_key, copy.document.salt)
    told = copy_contents.read(copy.path, key)
    assert (told.groups, told.men, told.last_session) == (0, 0, None)
    connection = engine.connect(copy.path, key)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(BookError, match="book_newer"):
        copy_contents.read(copy.path, key)
    with pytest.raises(BookError, match="book_damaged"):
        copy_contents.read(copy.path, engine.RawKey(bytes(32), copy.document.salt))
