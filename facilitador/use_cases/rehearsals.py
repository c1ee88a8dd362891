"""Trying a restore: the newest copy is put back in a passing place, opened, checked in full, and taken away again.

A copy that nobody ever tried is a hope. Nothing of the book itself is touched; its audit says that it was tried.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from facilitador.db import backups, checks, migrations, restoring, storage_failures
from facilitador.db import books as book_files
from facilitador.db.books import Book, Host
from facilitador.db.copy_contents import CopyContents
from facilitador.db.keys import UnlockedKeys
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries.records import last_done
from facilitador.db.restoring import FoundCopy
from facilitador.db.transaction import Transaction
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Section, may_write
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query, QueryHandler

if TYPE_CHECKING:
    from facilitador.use_cases.books import Environment  # whose room knows every other one

EVERY_DAYS: Final = 31
REHEARSED: Final = "RehearseRestore"
FOLDER_NAME: Final = "ensayos"


class LastRehearsal(Query[datetime | None], kw_only=True):
    """When a restore was last tried with good outcome (UTC); None if it never was."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The copy that was tried, until when it reaches (UTC), and what it holds."""

    path: Path
    until: datetime
    contents: CopyContents


def rehearse(open_book: OpenBook, environment: Environment, stop: Callable[[], bool] = lambda: False) -> Rehearsal:
    """Tries the newest copy of an open book, on the thread that calls, while the person goes on working.

    `no_copy_to_try`, `copy_stopped`, and what keeps a copy from being restored, opened or whole. Nothing stays behind.
    """
    copy, unlocked = open_book.with_book(lambda book, runner: (_newest(book), book.keys)).result()
    room = environment.host.app_data / FOLDER_NAME
    shutil.rmtree(room, ignore_errors=True)  # what a killed rehearsal left
    room.mkdir(parents=True, mode=0o700)
    try:
        place = Path(tempfile.mkdtemp(dir=room)) / copy.path.name
        host = replace(environment.host, app_data=place.parent / "app")
        today = environment.circumstances.today()
        with storage_failures.full_disk_told_as("rehearsal_disk_full"):
            restored = restoring.put_back(place, copy, unlocked, host=host, today=today, stop=stop)
            _try(place, unlocked, host)
    except OSError as error:
        raise storage_failures.of_system(error, "rehearsal_disk_full") from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
    open_book.with_book(lambda book, runner: runner.record(REHEARSED, None)).result()
    return Rehearsal(copy.path, copy.until, restored.contents)


def _try(place: Path, unlocked: UnlockedKeys, host: Host) -> None:
    tried = book_files.open_book(place, unlocked, host=host, upgrade=migrations.upgrade)
    try:
        if not checks.check_book(tried, full=True).whole:
            raise BookError("book_damaged")
    finally:
        tried.close()


def _newest(book: Book) -> FoundCopy:
    folder = backups.places(book).folder or backups.default_folder(book.path)
    for backup in reversed(backups.backups_of(book, folder)):
        copy = restoring.found_at(backup.path)
        if copy is not None:
            return copy
    raise UserFacingError("no_copy_to_try")


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A rehearsal every month, once there is something to lose."""
    if not may_write(tx.actor.role, Section.SERVICE) or service_queries.is_demo(tx):
        return
    since = last_done(tx, REHEARSED) or service_queries.made_at(tx)
    if (tx.now - since).days > EVERY_DAYS and participant_queries.is_anybody_registered(tx):
        yield DueItem("due_rehearsal", Urgency.WHENEVER, "copies")


QUERIES = (QueryHandler(LastRehearsal, lambda tx, query: last_done(tx, REHEARSED), None),)
