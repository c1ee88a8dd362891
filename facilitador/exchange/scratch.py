"""The passing folder in which the rows of a spreadsheet wait, and what killed programs left of theirs."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

PREFIX: Final = "facilitador-hoja-"
_AT_WORK_S: Final = 3600
"""No spreadsheet takes as long: an older folder is of a program that does not run any more."""


def new_scratch(parent: Path | None = None) -> tempfile.TemporaryDirectory[str]:
    """A fresh folder that goes with its `with`, by default among the system's temporary files."""
    return tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent)


def sweep(parent: Path | None = None, now: Callable[[], float] = time.time) -> None:
    """Take away what killed programs left; a folder that changed within the last hour stays, and so does a link."""
    try:
        left = list((parent or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"))
    except OSError:
        return
    for folder in left:
        if not folder.is_symlink() and folder.is_dir() and _is_abandoned(folder, now()):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path, now: float) -> bool:
    try:
        changed = max(one.stat().st_mtime for one in (folder, *folder.iterdir()))
    except OSError:  # somebody else's, or it went meanwhile
        return False
    return now - changed > _AT_WORK_S
