"""The passing folders in which books of example data live, and what killed programs left of them."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from facilitador.db.book_lock import BookLock, lock_path

PREFIX: Final = "facilitador-ejemplo-"
BOOK_NAME: Final = "ejemplo.cuaderno"
_BEING_MADE_S: Final = 3600  # a folder without a lock that is younger may be of a program that is just starting


def new_folder(parent: Path | None = None) -> Path:
    """A fresh folder of our own, by default among the system's temporary files; `remove` takes it away."""
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))


def remove(folder: Path) -> None:
    """Take a folder away with all that is in it; what the system refuses stays for the next sweep."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path | None = None, now: Callable[[], float] = time.time) -> None:
    """Take away what programs left that no longer run; a book that somebody has open stays untouched."""
    try:
        left = list((parent or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"))
    except OSError:
        return
    for folder in left:
        if not folder.is_symlink() and folder.is_dir() and _is_abandoned(folder, now):
            remove(folder)


def _is_abandoned(folder: Path, now: Callable[[], float]) -> bool:
    book = folder / BOOK_NAME
    try:
        if not lock_path(book).exists():
            return now() - folder.stat().st_mtime > _BEING_MADE_S
        with BookLock(book).probe() as refusal:
            return refusal is None
    except OSError:  # somebody else's, or it went meanwhile
        return False
