"""Files that are whole or absent, whatever happens to the machine while they are written."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from pathlib import Path

PART_SUFFIX = ".part"


def new_part(target: Path) -> Path:
    """An empty file beside `target`, readable by its owner only, to be filled and then published or replaced."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=PART_SUFFIX, dir=target.parent)
    os.close(descriptor)
    return Path(name)


def remove_parts(target: Path) -> None:
    """Removes what a killed process left half written beside `target`. Only for who holds the lock of that place."""
    for entry in list(target.parent.iterdir()):
        if _is_part_of(entry.name, target.name):
            entry.unlink(missing_ok=True)


def write(target: Path, content: bytes) -> None:
    """Replaces `target` by `content`: after a power cut either the old file is there or the new one. OSError if not."""
    part = new_part(target)
    try:
        part.write_bytes(content)
        sync_file(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def publish(part: Path, target: Path) -> None:
    """Gives a finished part its name; FileExistsError if the name is taken (nothing is ever overwritten)."""
    if sys.platform == "win32":
        part.rename(target)  # refuses an existing target there
    else:
        try:
            target.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:  # FAT and some network folders know no hard links
            if target.exists():
                raise FileExistsError(target) from None
            part.rename(target)
        else:
            part.unlink()
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Waits until the file's content is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the folder's names are on the disk, where the system can do that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network and FUSE folders refuse to sync a folder: there is nothing better to do for them.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_part_of(name: str, target: str) -> bool:
    # the middle is tempfile's: without a dot, so that the parts of `a` are never those of `a.keys`
    return re.fullmatch(rf"\.{re.escape(target)}\.[^.]+{re.escape(PART_SUFFIX)}(-journal)?", name) is not None
