"""A backup is verified before it is called one, the newest few stay, and nobody has to wait for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitador.db import backup_copying, key_copies, keys, keys_file
from facilitador.db.backup_rotation import Rotation
from facilitador.db.backups import (
    BackupStatus,
    backups_of,
    begin_meanwhile,
    default_folder,
    finish_meanwhile,
    make_backup,
)
from facilitador.db.books import Begin, Book, Host, create_book
from facilitador.errors import BookError
from tests.db.conftest import CHEAP, CLAVE, ELENA, ROSA, reopen

ONE = Rotation(days=0, weeks=0, months=0, newest=1, room=1, at_once=9)
THREE = Rotation(days=0, weeks=0, months=0, newest=3, room=3)


def with_marks(begin: Begin) -> None:
    with begin() as connection:
        connection.execute(sa.text("CREATE TABLE marks(number, weight)"))


def mark(book: Book, number: int, weight: int = 10) -> None:
    with book.begin() as connection:
        statement = sa.text("INSERT INTO marks VALUES (:number, randomblob(:weight))")
        connection.execute(statement, {"number": number, "weight": weight})


def marks(book: Book) -> list[int]:
    with book.begin() as connection:
        return list(connection.execute(sa.text("SELECT number FROM marks ORDER BY number")).scalars())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def book(place: Path, host: Host) -> Book:
    made, _ = create_book(place, ROSA, CLAVE, host=host, cost=CHEAP, fill=with_marks)
    return made


def test_a_backup_is_a_book_of_its_own_that_the_same_clave_opens(book: Book, host: Host) -> None:
    mark(book, 1)
    report = make_backup(book)
    mark(book, 2)
    book.close()
    assert report.path is not None
    assert (report.status, report.number, report.path.parent) == (BackupStatus.MADE, 1, default_folder(book.path))
    assert report.size == report.path.stat().st_size
    assert names(report.path.parent) == ["San Martín-000001.cuaderno", "San Martín-000001.cuaderno.keys"]
    copy = reopen(report.path, host)
    assert marks(copy) == [1]
    copy.close()


def test_lost_keys_are_found_beside_the_backups(book: Book, tmp_path: Path) -> None:
    make_backup(book)
    book.close()
    found = key_copies.find(book.salt, tmp_path / "a new machine", [default_folder(book.path)])
    assert [copy.names for copy in found] == [(ROSA.name,)]


def test_nothing_changed_nothing_made(book: Book, host: Host) -> None:
    mark(book, 1)
    made = make_backup(book)
    unchanged = make_backup(book)
    assert (unchanged.status, unchanged.path) == (BackupStatus.UNCHANGED, made.path)
    book.close()
    again = reopen(book.path, host)
    assert make_backup(again).status is BackupStatus.UNCHANGED
    mark(again, 2)
    assert make_backup(again).status is BackupStatus.MADE
    assert make_backup(again, always=True).number == 3
    again.close()


def test_a_change_within_the_grain_of_the_clock_is_still_a_change(book: Book) -> None:
    mark(book, 1)
    make_backup(book)
    changed = book.path.stat().st_mtime_ns
    mark(book, 2)
    os.utime(book.path, ns=(changed, changed))
    assert make_backup(book).status is BackupStatus.MADE
    book.close()


def test_changed_keys_are_worth_a_backup(book: Book) -> None:
    make_backup(book)
    book.change_keys(lambda document: keys.add_person(document, book.keys, ELENA, "temporal", CHEAP))
    assert make_backup(book).status is BackupStatus.MADE
    book.close()


def test_the_newest_stay_by_number_whatever_the_clock_says(book: Book) -> None:
    folder = default_folder(book.path)
    for number in range(1, 6):
        mark(book, number)
        report = make_backup(book, rotation=THREE)
        assert report.path is not None
        os.utime(report.path, (10**9 - number, 10**9 - number))  # a clock that runs backwards
    assert [backup.number for backup in backups_of(book)] == [3, 4, 5]
    assert report.removed == (folder / "San Martín-000002.cuaderno",)
    assert len(names(folder)) == 6
    book.close()


def test_a_stranger_of_the_same_name_is_neither_counted_nor_removed_nor_overwritten(book: Book) -> None:
    folder = default_folder(book.path)
    folder.mkdir()
    stranger = folder / "San Martín-000007.cuaderno"
    stranger.write_bytes(b"the book of another service")
    for number in range(3):
        mark(book, number)
        report = make_backup(book, rotation=ONE)
    assert report.number == 10
    assert stranger.read_bytes() == b"the book of another service"
    assert [backup.number for backup in backups_of(book)] == [10]
    book.close()


@pytest.mark.parametrize("looks", [0, 1, 2, 5])
def test_asked_to_stop_it_leaves_no_trace_and_the_earlier_ones(book: Book, looks: int) -> None:
    mark(book, 1, weight=9_000_000)
    first = make_backup(book, rotation=ONE)
    before = names(default_folder(book.path))
    mark(book, 2, weight=9_000_000)
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) > looks

    assert make_backup(book, rotation=ONE, stop=stop).status is BackupStatus.STOPPED
    assert names(default_folder(book.path)) == before
    assert [backup.path for backup in backups_of(book)] == [first.path]
    mark(book, 3)
    assert marks(book) == [1, 2, 3]
    assert make_backup(book, rotation=ONE).status is BackupStatus.MADE
    book.close()


def test_a_copy_that_fails_its_checks_is_not_called_a_backup(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_backup(book, rotation=ONE)
    mark(book, 1)
    copy = backup_copying._copy

    def copy_badly(source: Book, part: Path, key: object, stop: Callable[[], bool]) -> None:
        copy(source, part, key, stop)  # type: ignore[arg-type]
        content = bytearray(part.read_bytes())
        content[-2000] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(backup_copying, "_copy", copy_badly)
    with pytest.raises(BookError, match="backup_not_whole"):
        make_backup(book, rotation=ONE)
    assert [backup.path for backup in backups_of(book)] == [first.path]
    assert len(names(default_folder(book.path))) == 2
    book.close()


def test_a_damaged_book_never_pushes_good_backups_out(book: Book, host: Host) -> None:
    mark(book, 1, weight=200_000)
    good = make_backup(book, rotation=ONE)
    book.close()
    content = bytearray(book.path.read_bytes())
    content[-20 * 4096 + 100] ^= 1
    book.path.write_bytes(content)
    damaged = reopen(book.path, host)
    with pytest.raises(BookError, match=r"book_damaged|backup_not_whole"):
        make_backup(damaged, rotation=ONE, always=True)
    assert [backup.path for backup in backups_of(damaged)] == [good.path]
    damaged.close()


def test_what_a_killed_backup_left_is_swept(book: Book) -> None:
    folder = default_folder(book.path)
    folder.mkdir()
    part = folder / ".San Martín-copia.cuaderno.abcd1234.part"
    part.write_bytes(b"half")
    make_backup(book)
    assert not part.exists()
    book.close()


def test_a_folder_that_cannot_be_made_is_told(book: Book, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(BookError, match="backup_folder_unwritable"):
        make_backup(book, tmp_path / "a file" / "respaldos")
    mark(book, 1)
    book.close()


def test_a_backup_put_back_in_place_opens(book: Book, host: Host) -> None:
    mark(book, 1)
    report = make_backup(book)
    book.close()
    assert report.path is not None
    book.path.write_bytes(b"")
    shutil.copy(report.path, book.path)
    shutil.copy(keys_file.keys_path(report.path), keys_file.keys_path(book.path))
    restored = reopen(book.path, host)
    assert marks(restored) == [1]
    restored.close()


def test_what_is_saved_while_the_pages_are_copied_is_in_the_copy(book: Book, host: Host) -> None:
    mark(book, 1, weight=9_000_000)
    written = [1]

    def go_on() -> bool:
        written.append(len(written) + 1)
        mark(book, written[-1], weight=700_000)
        return len(written) < 40

    pages = begin_meanwhile(book, go_on)
    assert pages is not None
    assert len(written) > 2
    mark(book, 99)
    report = finish_meanwhile(book, pages)
    assert report.status is BackupStatus.MADE
    assert report.path is not None
    assert book.changed_since_backup(report.path.parent), "what was written afterwards waits for the next copy"
    book.close()
    copy = reopen(report.path, host)
    assert marks(copy) == written
    copy.close()


def test_a_copy_meanwhile_ends_as_soon_as_it_is_asked_and_nothing_unchanged_is_copied(book: Book) -> None:
    mark(book, 1, weight=9_000_000)
    assert begin_meanwhile(book, lambda: False) is None
    assert names(default_folder(book.path)) == []
    pages = begin_meanwhile(book, lambda: True)
    assert pages is not None
    assert finish_meanwhile(book, pages, lambda: True).status is BackupStatus.STOPPED
    assert names(default_folder(book.path)) == []
    make_backup(book)
    assert begin_meanwhile(book, lambda: True) is None
    book.close()


def test_two_copies_that_become_whole_at_once_both_stay(book: Book) -> None:
    mark(book, 1)
    pages = begin_meanwhile(book, lambda: True)
    assert pages is not None
    assert make_backup(book).number == 1
    assert finish_meanwhile(book, pages).number == 2
    assert [backup.number for backup in backups_of(book)] == [1, 2]
    book.close()
