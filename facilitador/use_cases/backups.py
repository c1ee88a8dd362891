"""Copies of the book: where they go, made now or on leaving, and how old the one in the second place is.

The places belong to this machine; when the second one was last reached is told by the book's own audit, so that
everybody who opens it knows, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from facilitador.db import backup_places, backups, cloud_folders, durable_files
from facilitador.db.backup_copying import Unchecked
from facilitador.db.backups import BackupReport, BackupStatus
from facilitador.db.books import Book
from facilitador.db.database_thread import Priority, ThreadClosed
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries.records import last_done
from facilitador.db.transaction import Transaction
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section, may_write
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query, QueryHandler
from facilitador.use_cases.runner import Runner

SECOND_COPY_DAYS: Final = 7  # DS 016-2024-JUS, art. 51: every week
COPIED: Final = "CopyToSecondPlace"
CHOSEN: Final = "ChooseBackupPlaces"


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """When a copy last reached the second place (UTC), from any machine, and how many whole days ago that was."""

    at: datetime
    days: int

    @property
    def late(self) -> bool:
        """True once the next one is due."""
        return self.days > SECOND_COPY_DAYS


class LastSecondCopy(Query[SecondCopy | None], kw_only=True):
    """The last copy in the second place; None if there never was one."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """Where copies go from this machine and how things stand.

    `holds_until`: when what the newest copy in `folder` holds was written (UTC), None where there is none.
    `second_in_reach`: it is plugged in and is the one that was chosen.
    """

    folder: Path
    folder_chosen: bool
    copies: int
    holds_until: datetime | None
    second: Path | None
    second_in_reach: bool
    second_copy: SecondCopy | None
    may_choose: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """What came of copying to both places: None where nothing was copied, and why in `refusals`.

    The second is None, too, where none was chosen.
    """

    backup: BackupReport | None
    second: BackupReport | None
    refusals: tuple[UserFacingError, ...] = ()


class BackupDesk:
    """The copies of an open book. Every verb returns at once."""

    def __init__(self, open_book: OpenBook) -> None:
        self._book = open_book

    def state(self) -> Future[BackupState]:
        """Where copies go and how things stand."""
        return self._book.with_book(self._tell)

    def doubts(self, folder: Path, *, second: bool) -> Future[tuple[UserFacingError, ...]]:
        """What speaks against a folder and yet may be wanted: said to the person before it is chosen.

        `place_is_book_folder`, `place_in_cloud_folder`, `place_on_same_disk`.
        """
        return self._book.with_book(lambda book, runner: tuple(_doubts(book.path.parent, folder, second=second)))

    def choose_folder(self, folder: Path | None) -> Future[None]:
        """Let backups go there from now on; None: beside the book. Earlier copies stay where they are.

        `role_may_not_write`, `backup_folder_unwritable`, `backup_places_same`.
        """

        def choose(book: Book, runner: Runner) -> None:
            self._check_role()
            now = backups.places(book)
            _check_apart(folder or backups.default_folder(book.path), now.second)
            if folder is not None:
                _try_writing(folder)
            backup_places.keep(book.app_data, book.salt, replace(now, folder=folder))
            runner.record(CHOSEN, None)

        return self._book.with_book(choose)

    def choose_second(self, folder: Path) -> Future[BackupReport]:
        """Make that folder the second place and put a first copy there, by which it is known from then on.

        `role_may_not_write`, `backup_places_same`, and what `make_backup` refuses; then the former place stays.
        """

        def choose(book: Book, runner: Runner) -> BackupReport:
            self._check_role()
            now = backups.places(book)
            _check_apart(folder, now.folder or backups.default_folder(book.path))
            _try_writing(folder)
            report = backups.make_backup(book, folder)
            backup_places.keep(book.app_data, book.salt, replace(now, second=folder))
            runner.record(CHOSEN, None)
            runner.record(COPIED, None)
            return report

        return self._book.with_book(choose)

    def forget_second(self) -> Future[None]:
        """No second place any more on this machine; the copies there stay."""

        def forget(book: Book, runner: Runner) -> None:
            self._check_role()
            backup_places.keep(book.app_data, book.salt, replace(backups.places(book), second=None))
            runner.record(CHOSEN, None)

        return self._book.with_book(forget)

    def copy(self, stop: Callable[[], bool] = lambda: False, *, leaving: bool = False) -> Future[Copies]:
        """Copy to both places if anything changed since; neither waits for the other to go well.

        `leaving`: a second place that is out of reach is not worth a word while its copy is younger than a week.
        Who locks the book while a copy is made does not wait for it.
        """

        def enough() -> bool:
            return stop() or self._book.is_closing

        return self._book.with_book(
            lambda book, runner: _copy(book, runner, enough, leaving=leaving), priority=Priority.BACKGROUND
        )

    def copy_meanwhile(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Copy to the first place while the person works, on the thread that calls; true if a copy was made.

        What she saves or asks goes first, every few megabytes; closing ends it, and so does work on the file itself.
        """

        def begin(book: Book, runner: Runner) -> tuple[Book, Unchecked | None]:
            return book, backups.begin_meanwhile(book, lambda: not stop() and self._book.let_pass())

        try:
            book, pages = self._book.with_book(begin, priority=Priority.BACKGROUND).result()
        except (CancelledError, ThreadClosed):
            return False
        return pages is not None and backups.finish_meanwhile(book, pages, stop).status is BackupStatus.MADE

    def _check_role(self) -> None:
        if not _may_choose(self._book):
            raise UserFacingError("role_may_not_write")

    def _tell(self, book: Book, runner: Runner) -> BackupState:
        places = backups.places(book)
        folder = places.folder or backups.default_folder(book.path)
        copies = backups.backups_of(book, folder)
        return BackupState(
            folder=folder,
            folder_chosen=places.folder is not None,
            copies=len(copies),
            holds_until=_time_of(copies[-1].path) if copies else None,
            second=places.second,
            second_in_reach=backups.second_place_in_reach(book),
            second_copy=runner.ask(LastSecondCopy()),
            may_choose=_may_choose(self._book),
        )


def _may_choose(book: OpenBook) -> bool:
    return book.person.role is not None and may_write(book.person.role, Section.SERVICE)


def _copy(book: Book, runner: Runner, stop: Callable[[], bool], *, leaving: bool) -> Copies:
    backup = second = None
    refusals: list[UserFacingError] = []
    try:
        backup = backups.make_backup(book, stop=stop)
        if backup.instead_of is not None:
            refusals.append(UserFacingError("backup_made_beside", folder=str(backup.instead_of)))
    except BookError as error:
        refusals.append(error)
    try:
        second = _to_second(book, runner, stop)
    except BookError as error:
        last = runner.ask(LastSecondCopy())
        if error.code != "second_place_absent" or not leaving or last is None or last.late:
            refusals.append(error)
    return Copies(backup, second, tuple(refusals))


def _to_second(book: Book, runner: Runner, stop: Callable[[], bool]) -> BackupReport | None:
    report = backups.copy_to_second_place(book, stop)
    if report is not None and report.status is not BackupStatus.STOPPED:
        runner.record(COPIED, None)
    return report


def _doubts(home: Path, folder: Path, *, second: bool) -> Iterable[UserFacingError]:
    if folder.resolve() == home:
        yield UserFacingError("place_is_book_folder")
    service = cloud_folders.service_of(folder)
    if service is not None:
        yield UserFacingError("place_in_cloud_folder", service=service)
    if second and _device(folder) == _device(home):
        yield UserFacingError("place_on_same_disk")


def _check_apart(one: Path, other: Path | None) -> None:
    if other is not None and one.resolve() == other.resolve():
        raise UserFacingError("backup_places_same")


def _try_writing(folder: Path) -> None:
    try:
        durable_files.new_part(folder / "copia").unlink()
    except OSError as error:
        raise BookError("backup_folder_unwritable") from error


def _device(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _time_of(copy: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    except OSError:
        return None


def _last_second_copy(tx: Transaction, query: LastSecondCopy) -> SecondCopy | None:
    at = last_done(tx, COPIED)
    return None if at is None else SecondCopy(at, max((tx.now - at).days, 0))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A second place, once there is something to lose; then a copy in it every week."""
    if not may_write(tx.actor.role, Section.SERVICE) or service_queries.is_demo(tx):
        return
    last = _last_second_copy(tx, LastSecondCopy())
    if last is None:
        if participant_queries.is_anybody_registered(tx):
            yield DueItem("due_second_place", Urgency.WHENEVER, "copies")
    elif last.late:
        yield DueItem("due_second_copy", Urgency.SOON, "copies", parameters={"days": last.days})


QUERIES = (QueryHandler(LastSecondCopy, _last_second_copy, None),)
