"""One program at a time per book: a lock file beside it, and a note that says who has it open, where and since when.

`<book>.lock` is Qt's QLockFile, never stale by age: it is taken over only when its process is known to be dead on this
very machine, or when its content was lost to a power cut and nobody holds the file. `<book>.lock-info` is our note.
Both lie in the open, perhaps in a shared folder: the name of the machine, the name the person chose for the book, the
time. The second guard is SQLite's own exclusive lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile, QSysInfo

from facilitador.db import durable_files
from facilitador.errors import BookError

IN_USE = frozenset({"book_open_here", "book_in_use", "book_in_use_by_someone"})
"""The refusals of a lock that someone else holds."""


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a book open; `since` is UTC, None where the note is missing. `here`: on this very machine."""

    machine: str
    person: str = ""
    since: datetime | None = None
    machine_id: str = ""

    @property
    def here(self) -> bool:
        """True if it is this very machine (a second copy of the program)."""
        return self.machine_id == this_machine_id() if self.machine_id else self.machine == this_machine()


def this_machine() -> str:
    """The name of this machine, as the person who is kept waiting will read it."""
    return QSysInfo.machineHostName()


def this_machine_id() -> str:
    """What tells this machine from another of the same name; empty where the system has nothing."""
    return bytes(QSysInfo.machineUniqueId().data()).decode("ascii", "replace")


class BookLock:
    """The lock on one book, from `acquire` to `release`."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self._lock = _qt_lock(book)

    def acquire(self, person: str, clock: Callable[[], datetime]) -> None:
        """Takes the lock for `person` and notes it; `clock` gives UTC.

        BookError `book_open_here` (another copy of the program on this machine), `book_in_use` (machine, person,
        since), `book_in_use_by_someone` (machine), `folder_read_only`, or `lock_failed`.
        """
        refusal = self._try()
        if refusal is not None:
            raise refusal
        note = Holder(machine=this_machine(), person=person, since=clock(), machine_id=this_machine_id())
        try:
            durable_files.remove_parts(_note_path(self._book))
            durable_files.write(_note_path(self._book), msgspec.json.encode(note))
        except OSError:
            self._lock.unlock()
            raise BookError("lock_failed") from None

    @property
    def held(self) -> bool:
        """True from `acquire` to `release`."""
        return self._lock.isLocked()

    def release(self) -> None:
        """Gives the lock back and removes both files."""
        if self._lock.isLocked():
            _note_path(self._book).unlink(missing_ok=True)
            self._lock.unlock()

    @contextmanager
    def probe(self) -> Iterator[BookError | None]:
        """Holds the lock for a look at the files if it is free; else tells what `acquire` would refuse with."""
        refusal = self._try()
        try:
            yield refusal
        finally:
            self._lock.unlock()

    def _try(self) -> BookError | None:
        return None if self._lock.tryLock(0) or self._take_over_torn_lock() else self._refusal()

    def _take_over_torn_lock(self) -> bool:
        """True if the lock file lost its words to a power cut, nobody held it, and it is ours now."""
        if self._lock.error() != QLockFile.LockError.LockFailedError or _process_of(self._lock) != (0, ""):
            return False
        return self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _refusal(self) -> BookError:
        error = self._lock.error()
        if error == QLockFile.LockError.PermissionError:
            return BookError("folder_read_only")
        if error != QLockFile.LockError.LockFailedError:
            return BookError("lock_failed")
        found = holder(self._book) or Holder(machine="")
        if found.here:
            return BookError("book_open_here")
        if found.since is None:
            return BookError("book_in_use_by_someone", machine=found.machine)
        return BookError("book_in_use", machine=found.machine, person=found.person, since=_local(found.since))


def holder(book: Path) -> Holder | None:
    """Who has the book open, or had when power was lost; None if nobody. The book itself is never read."""
    lock = _qt_lock(book)
    if not lock_path(book).exists():
        return None
    pid, machine = _process_of(lock)
    try:
        note = msgspec.json.decode(_note_path(book).read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        note = None
    if note is not None and (not pid or note.machine == machine):
        return note
    return Holder(machine=machine)  # a note left by someone else's crash says nothing about who holds the lock now


def lock_path(book: Path) -> Path:
    """Where the lock file of a book lies."""
    return book.with_name(f"{book.name}.lock")


def _note_path(book: Path) -> Path:
    return book.with_name(f"{book.name}.lock-info")


def _qt_lock(book: Path) -> QLockFile:
    lock = QLockFile(str(lock_path(book)))
    lock.setStaleLockTime(0)
    return lock


def _process_of(lock: QLockFile) -> tuple[int, str]:
    """Process number and machine written in the lock file; zero and empty if it says nothing."""
    pid, machine, _program = lock.getLockInfo()
    return pid, machine


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}"
