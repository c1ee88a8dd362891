"""Backups go where somebody chose, and a second place is known by what it holds already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from facilitador.db import backup_places, backups, rekeying
from facilitador.db.backup_places import BackupPlaces
from facilitador.db.backups import BackupStatus, copy_to_second_place, default_folder, make_backup
from facilitador.db.books import Book, Host
from facilitador.errors import BookError
from tests.db.conftest import ROSA, reopen


def change(book: Book, name: str) -> None:
    with book.begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE {name}(number)"))


def choose(book: Book, folder: Path | None = None, second: Path | None = None) -> None:
    backup_places.keep(book.app_data, book.salt, BackupPlaces(folder, second))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "memoria"
    folder.mkdir()
    return folder


def test_backups_go_to_the_folder_that_was_chosen(book: Book, tmp_path: Path) -> None:
    chosen = tmp_path / "otro disco"
    chosen.mkdir()
    choose(book, chosen)
    report = make_backup(book)
    assert report.path is not None
    assert (report.path.parent, report.instead_of) == (chosen, None)
    assert not default_folder(book.path).exists()


def test_a_chosen_folder_that_is_gone_is_not_made_up_and_the_copy_lies_beside_the_book(
    book: Book, tmp_path: Path
) -> None:
    gone = tmp_path / "no conectado"
    choose(book, gone)
    report = make_backup(book)
    assert report.path is not None
    assert (report.path.parent, report.instead_of) == (default_folder(book.path), gone)
    assert not gone.exists()


def test_without_a_second_place_nothing_is_copied_there(book: Book) -> None:
    assert copy_to_second_place(book) is None


def test_a_copy_in_the_second_place_opens_with_the_same_clave(book: Book, host: Host, stick: Path) -> None:
    make_backup(book, stick)
    choose(book, second=stick)
    change(book, "marks")
    report = copy_to_second_place(book)
    assert report is not None
    assert report.path is not None
    assert (report.status, report.number, report.path.parent) == (BackupStatus.MADE, 2, stick)
    book.close()
    copy = reopen(report.path, host)
    with copy.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM marks")).scalar_one() == 0
    copy.close()
    assert not list(stick.glob("*.part"))


def test_what_one_place_holds_says_nothing_of_the_other(book: Book, stick: Path) -> None:
    make_backup(book, stick)
    choose(book, second=stick)
    change(book, "marks")
    make_backup(book)
    report = copy_to_second_place(book)
    assert report is not None
    assert report.status is BackupStatus.MADE
    again = copy_to_second_place(book)
    assert again is not None
    assert again.status is BackupStatus.UNCHANGED


@pytest.mark.parametrize("left", ["nothing", "another stick"])
def test_a_second_place_out_of_reach_is_refused_and_nothing_is_written(book: Book, stick: Path, left: str) -> None:
    make_backup(book, stick)
    choose(book, second=stick)
    shutil.rmtree(stick)
    if left == "another stick":
        stick.mkdir()
        (stick / "fotos.txt").write_text("de otra persona", encoding="utf-8")
    with pytest.raises(BookError, match="second_place_absent"):
        copy_to_second_place(book)
    assert not stick.exists() or [path.name for path in stick.iterdir()] == ["fotos.txt"]


def test_new_keys_keep_the_places(book: Book, stick: Path) -> None:
    make_backup(book, stick)
    choose(book, second=stick)
    before = book.salt
    rekeying.rekey(book, [ROSA], lambda begin: None)
    assert book.salt != before
    assert backups.places(book).second == stick
    report = copy_to_second_place(book)
    assert report is not None
    assert report.status is BackupStatus.MADE


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"folder": 7}', b"\xff\xfe"])
def test_a_damaged_list_of_places_is_none_at_all(book: Book, damaged: bytes) -> None:
    choose(book, book.path.parent)
    (file,) = (book.app_data / backup_places.FOLDER_NAME).iterdir()
    file.write_bytes(damaged)
    assert backups.places(book) == BackupPlaces()


def test_places_that_cannot_be_kept_are_refused(book: Book) -> None:
    (book.app_data / backup_places.FOLDER_NAME).write_text("no es una carpeta", encoding="utf-8")
    with pytest.raises(BookError, match="backup_places_not_kept"):
        choose(book, book.path.parent)
