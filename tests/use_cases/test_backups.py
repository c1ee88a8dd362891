"""Copies of the book: who may choose where they go, what is told of them, and when one is due."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from facilitador.db.backups import BackupStatus
from facilitador.db.keys_file import keys_path
from facilitador.domain.due import DueItem
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.backups import SECOND_COPY_DAYS, BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from tests.books import NOW, PASSPHRASE
from tests.use_cases.scenes import ficha, refused, register

STAFF_PASSPHRASE = "molle-viento-9-jora"


@pytest.fixture
def desk(book: OpenBook) -> BackupDesk:
    return BackupDesk(book)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "memoria"
    folder.mkdir()
    return folder


@pytest.fixture
def reopened(book: OpenBook, environment: Environment) -> Iterator[Callable[[timedelta], OpenBook]]:
    """The book opened anew by the same person, so much later."""
    opened: list[OpenBook] = []

    def open_later(later: timedelta) -> OpenBook:
        book.close()
        around = replace(environment.circumstances, clock=lambda: NOW + later)
        passing = replace(environment, circumstances=around)
        opened.append(books.open_with_passphrase(book.opened.path, book.person.id, PASSPHRASE, passing).result())
        return opened[-1]

    yield open_later
    for one in opened:
        one.close()


def due(book: OpenBook) -> list[DueItem]:
    return [item for item in book.ask(Home()).result() if item.place == "copies"]


def told(desk: BackupDesk, folder: Path, *, second: bool) -> list[str]:
    return [doubt.code for doubt in desk.doubts(folder, second=second).result()]


def test_at_first_copies_go_beside_the_book_and_there_is_none(desk: BackupDesk, book: OpenBook) -> None:
    state = desk.state().result()
    assert (state.folder, state.folder_chosen, state.copies) == (book.opened.path.parent / "respaldos", False, 0)
    assert (state.holds_until, state.second, state.second_copy) == (None, None, None)


def test_a_folder_is_chosen_and_given_up_again(desk: BackupDesk, stick: Path) -> None:
    desk.choose_folder(stick).result()
    copies = desk.copy().result()
    state = desk.state().result()
    assert copies.backup is not None
    assert copies.backup.path is not None
    assert copies.backup.path.parent == state.folder == stick
    assert (state.folder_chosen, state.copies) == (True, 1)
    assert state.holds_until is not None
    desk.choose_folder(None).result()
    assert not desk.state().result().folder_chosen


def test_a_folder_that_cannot_be_written_is_refused_and_the_former_stays(desk: BackupDesk, tmp_path: Path) -> None:
    with refused("backup_folder_unwritable"):
        desk.choose_folder(tmp_path / "no hay").result()
    assert not desk.state().result().folder_chosen


def test_the_second_place_gets_a_first_copy_at_once_with_its_keys(desk: BackupDesk, stick: Path) -> None:
    report = desk.choose_second(stick).result()
    assert report.path is not None
    assert keys_path(report.path).is_file()
    state = desk.state().result()
    assert (state.second, state.second_in_reach) == (stick, True)
    assert state.second_copy is not None
    assert (state.second_copy.at, state.second_copy.days) == (NOW, 0)


def test_the_two_places_are_two(desk: BackupDesk, stick: Path) -> None:
    desk.choose_folder(stick).result()
    with refused("backup_places_same"):
        desk.choose_second(stick).result()
    desk.choose_folder(None).result()
    desk.choose_second(stick).result()
    with refused("backup_places_same"):
        desk.choose_folder(stick).result()


def test_copying_reaches_both_places_and_the_first_goes_well_without_the_second(desk: BackupDesk, stick: Path) -> None:
    desk.choose_second(stick).result()
    both = desk.copy().result()
    assert both.backup is not None
    assert both.second is not None
    assert both.refusals == ()
    shutil.rmtree(stick)
    alone = desk.copy().result()
    assert alone.backup is not None
    assert alone.second is None
    assert [error.code for error in alone.refusals] == ["second_place_absent"]


def test_a_chosen_folder_that_does_not_answer_is_told_and_the_copy_was_made(desk: BackupDesk, stick: Path) -> None:
    desk.choose_folder(stick).result()
    shutil.rmtree(stick)
    copies = desk.copy().result()
    assert copies.backup is not None
    assert copies.backup.path is not None
    assert copies.backup.path.is_file()
    assert [error.code for error in copies.refusals] == ["backup_made_beside"]


def test_on_leaving_a_stick_left_at_home_is_told_only_once_its_copy_is_late(
    desk: BackupDesk, stick: Path, reopened: Callable[[timedelta], OpenBook]
) -> None:
    desk.choose_second(stick).result()
    shutil.rmtree(stick)
    assert desk.copy(leaving=True).result().refusals == ()
    late = BackupDesk(reopened(timedelta(days=SECOND_COPY_DAYS + 1)))
    assert [error.code for error in late.copy(leaving=True).result().refusals] == ["second_place_absent"]


def test_forgetting_the_second_place_leaves_its_copies(desk: BackupDesk, stick: Path) -> None:
    desk.choose_second(stick).result()
    desk.forget_second().result()
    assert desk.state().result().second is None
    assert list(stick.glob("*.facilitador"))
    assert desk.copy().result().second is None


def test_what_speaks_against_a_place_is_said_before_it_is_chosen(
    desk: BackupDesk, book: OpenBook, tmp_path: Path
) -> None:
    home = book.opened.path.parent
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    assert told(desk, home, second=False) == ["place_is_book_folder"]
    assert told(desk, cloud, second=False) == ["place_in_cloud_folder"]
    assert told(desk, tmp_path, second=False) == []
    assert "place_on_same_disk" in told(desk, tmp_path, second=True)


def test_staff_make_copies_and_choose_no_place(book: OpenBook, environment: Environment, stick: Path) -> None:
    person = AddPersonWithAccess(
        id=uuid7(), given_names="Julia", surnames="Ccahua", profession="other", role=Role.STAFF
    )
    books.add_person(book, person, STAFF_PASSPHRASE, environment).result()
    book.close()
    theirs = books.open_with_passphrase(book.opened.path, person.id, STAFF_PASSPHRASE, environment).result()
    desk = BackupDesk(theirs)
    for wish in (lambda: desk.choose_folder(stick), lambda: desk.choose_second(stick), desk.forget_second):
        with pytest.raises(UserFacingError, match="role_may_not_write"):
            wish().result()
    assert not desk.state().result().may_choose
    assert desk.copy().result().backup is not None
    assert due(theirs) == []
    theirs.close()


def test_a_second_place_is_asked_for_once_there_is_somebody_to_lose(book: OpenBook) -> None:
    assert due(book) == []
    register(book, ficha(1))
    assert [item.code for item in due(book)] == ["due_second_place"]


def test_a_copy_is_due_after_seven_days_and_not_on_the_seventh(
    desk: BackupDesk, stick: Path, reopened: Callable[[timedelta], OpenBook]
) -> None:
    desk.choose_second(stick).result()
    assert due(reopened(timedelta(days=SECOND_COPY_DAYS))) == []


def test_a_copy_that_is_late_says_by_how_many_days(
    desk: BackupDesk, stick: Path, reopened: Callable[[timedelta], OpenBook]
) -> None:
    desk.choose_second(stick).result()
    (item,) = due(reopened(timedelta(days=SECOND_COPY_DAYS + 1)))
    assert (item.code, item.parameters) == ("due_second_copy", {"days": 8})


def test_a_clock_that_was_put_back_makes_no_copy_older_than_now(
    desk: BackupDesk, stick: Path, reopened: Callable[[timedelta], OpenBook]
) -> None:
    desk.choose_second(stick).result()
    copy = BackupDesk(reopened(timedelta(days=-3))).state().result().second_copy
    assert copy is not None
    assert copy.days == 0


def test_lost_keys_are_found_in_the_second_place(
    desk: BackupDesk, book: OpenBook, stick: Path, environment: Environment
) -> None:
    desk.choose_second(stick).result()
    book.close()
    keys_path(book.opened.path).unlink()
    found = books.inspect(book.opened.path, environment).key_copies
    assert stick in {copy.path.parent for copy in found}


def test_who_locks_while_a_copy_is_made_does_not_wait_for_it(book: OpenBook) -> None:
    register(book, ficha(1))
    begun, moment = threading.Event(), threading.Event()

    def stop() -> bool:
        begun.set()
        while not book.is_closing:  # it lasts until somebody wants to close, and asks for no end itself
            moment.wait(0.005)
        return False

    copied = BackupDesk(book).copy(stop)
    assert begun.wait(20)
    book.close()
    made = copied.result(0).backup
    assert made is not None
    assert made.status is BackupStatus.STOPPED
