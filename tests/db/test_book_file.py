"""What lies at a path is told before anything connects, and telling changes nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitador.db import cloud_folders, key_copies, keys
from facilitador.db.book_file import Content, inspect
from facilitador.db.book_lock import BookLock, lock_path
from facilitador.db.books import Book, Host, open_book
from facilitador.db.keys_file import keys_path, write
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, ELENA, NOW, ROSA, reopen


def fingerprint(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of change of every file in the folder."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def plain_sqlite(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes(text)")
    connection.close()


def overwrite(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def keep_first(path: Path, count: int) -> None:
    path.write_bytes(path.read_bytes()[:count])


def other_keys(path: Path) -> None:
    document, _, _ = keys.create(ELENA, CLAVE, CHEAP)
    write(keys_path(path), document)


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "vanished": (lambda path: path.unlink(), "book_missing"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "book_missing"),
    "emptied": (lambda path: overwrite(path, b""), "book_empty"),
    "plain SQLite": (plain_sqlite, "book_not_encrypted"),
    "a short text": (lambda path: overwrite(path, b"not a book"), "book_foreign"),
    "a long text": (lambda path: overwrite(path, b"una carta muy larga " * 5000), "book_foreign"),
    "zeros": (lambda path: overwrite(path, bytes(8192)), "book_foreign"),
    "a zip of noise": (lambda path: overwrite(path, b"PK\x03\x04" + os.urandom(8188)), "book_foreign"),
    "half a page": (lambda path: keep_first(path, 2000), "book_truncated"),
    "half copied": (lambda path: keep_first(path, 5 * 4096 + 100), "book_truncated"),
    "noise of another book": (lambda path: overwrite(path, os.urandom(8192)), "keys_of_another_book"),
    "without keys": (lambda path: keys_path(path).unlink(), "keys_missing"),
    "with damaged keys": (lambda path: keys_path(path).write_bytes(b"{"), "keys_damaged"),
    "with newer keys": (lambda path: keys_path(path).write_bytes(b'{"format": 99}'), "keys_newer"),
    "with another book's keys": (other_keys, "keys_of_another_book"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_is_told_and_nothing_is_changed(closed: Path, host: Host, trouble: str) -> None:
    spoil, code = TROUBLES[trouble]
    unlocked = keys.unlock(inspect(closed).keys or pytest.fail("a good book has keys"), ROSA.id, CLAVE)
    spoil(closed)
    before = fingerprint(closed.parent)

    state = inspect(closed)
    assert state.refusals[0].code == code
    with pytest.raises(BookError) as refusal:
        open_book(closed, unlocked, host=host)
    assert refusal.value.code == code
    assert fingerprint(closed.parent) == before


def test_a_good_book_tells_who_may_open_it(book: Book) -> None:
    book.change_keys(lambda document: keys.add_person(document, book.keys, ELENA, "temporal", CHEAP))
    book.close()
    before = fingerprint(book.path.parent)
    state = inspect(book.path)
    assert (state.content, state.refusals, state.cloud) == (Content.ENCRYPTED, (), None)
    assert state.salt == book.salt
    assert [(slot.person_id, slot.name, slot.role) for slot in state.people] == [
        (person.id, person.name, person.role) for person in (ROSA, ELENA)
    ]
    assert fingerprint(book.path.parent) == before


def test_an_open_book_is_not_looked_into_but_its_people_are_known(book: Book) -> None:
    state = inspect(book.path)
    assert (state.content, state.salt) == (Content.NOT_LOOKED_INTO, None)
    assert [refusal.code for refusal in state.refusals] == ["book_open_here"]
    assert state.people == book.people


def test_a_book_cut_in_the_middle_of_a_save_is_mended_not_refused(closed: Path) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content + b"half a new page")
    assert inspect(closed).refusals[0].code == "book_truncated"
    closed.with_name(f"{closed.name}-journal").write_bytes(b"a journal with something to undo")
    assert inspect(closed).refusals == ()


@pytest.mark.parametrize("trouble", ["without keys", "with damaged keys", "with another book's keys"])
def test_lost_keys_are_found_again_and_the_book_opens(closed: Path, host: Host, trouble: str) -> None:
    TROUBLES[trouble][0](closed)
    state = inspect(closed)
    assert state.keys_can_be_restored
    assert state.salt is not None
    (copy,) = key_copies.find(state.salt, host.app_data)
    key_copies.restore(copy, closed)
    reopen(closed, host).close()


def test_keys_are_not_offered_where_the_book_itself_is_the_trouble(closed: Path) -> None:
    closed.write_bytes(b"")
    keys_path(closed).unlink()
    assert not inspect(closed).keys_can_be_restored


def test_the_same_book_by_another_name_is_the_same_lock(book: Book, tmp_path: Path) -> None:
    link = tmp_path / "acceso.cuaderno"
    link.symlink_to(book.path)
    assert inspect(link).refusals[0].code == "book_open_here"


@settings(max_examples=60)
@given(content=st.binary(max_size=9000))
def test_no_content_is_ever_opened_or_changed(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "x.cuaderno"
    path.write_bytes(content)
    before = fingerprint(path.parent)
    state = inspect(path)
    assert state.refusals
    assert fingerprint(path.parent) == before


def test_a_stale_lock_does_not_hide_the_book(closed: Path) -> None:
    lock_path(closed).write_bytes(b"")
    assert inspect(closed).refusals == ()


def test_a_lock_of_another_machine_comes_first(closed: Path) -> None:
    lock_path(closed).write_text("4711\nfacilitador\nPOSTA-02\nanother\nboot\n")
    keys_path(closed).unlink()
    assert [refusal.code for refusal in inspect(closed).refusals] == ["book_in_use_by_someone", "keys_missing"]


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive/Documentos", "OneDrive"),
        ("OneDrive - Servicio Saylla", "OneDrive"),
        ("Dropbox/a/b", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Mi unidad", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Documentos", None),
        ("mis dropboxes", None),
    ],
)
def test_synchronised_folders_are_known_by_name(tmp_path: Path, folder: str, service: str | None) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    assert cloud_folders.service_of(place) == service


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_0a1b.db", "Nextcloud")],
)
def test_synchronised_folders_are_known_by_their_marks(tmp_path: Path, marker: str, service: str) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    (tmp_path / "a" / marker).touch()
    assert cloud_folders.service_of(place) == service


def test_a_synchronised_folder_is_a_warning_and_no_refusal(closed: Path) -> None:
    folder = closed.parent / "Dropbox"
    folder.mkdir()
    for path in (closed, keys_path(closed)):
        shutil.move(path, folder)
    state = inspect(folder / closed.name)
    assert state.refusals == ()
    assert state.cloud == "Dropbox"
    assert inspect(closed).cloud is None


def test_looking_holds_the_lock_only_for_the_moment(closed: Path) -> None:
    inspect(closed)
    lock = BookLock(closed)
    lock.acquire("Rosa", lambda: NOW)
    lock.release()
