"""Where the backups of a book go from this machine, as its people chose: kept in the program's own folder.

A book is known by its salt, so several books on one machine keep their own places. Nothing of the book's content and
no name stands here.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from facilitador.db import durable_files
from facilitador.errors import BookError

FOLDER_NAME = "lugares"


@dataclass(frozen=True, slots=True)
class BackupPlaces:
    """The folder chosen for backups (None: beside the book) and the second place, a memory stick for instance."""

    folder: Path | None = None
    second: Path | None = None

    @property
    def chosen(self) -> tuple[Path, ...]:
        """Those of the two that somebody chose."""
        return tuple(place for place in (self.folder, self.second) if place is not None)


def read(app_data: Path, salt: bytes) -> BackupPlaces:
    """The places chosen for the book with that salt; none where nothing readable says so."""
    try:
        known = json.loads(_path(app_data, salt).read_text(encoding="utf-8"))
        return BackupPlaces(_place(known.get("folder")), _place(known.get("second")))
    except (OSError, ValueError, TypeError, AttributeError):
        return BackupPlaces()


def keep(app_data: Path, salt: bytes, places: BackupPlaces) -> None:
    """Keep these places; BookError `backup_places_not_kept` where the program's own folder cannot be written."""
    path = _path(app_data, salt)
    document = {"folder": _text(places.folder), "second": _text(places.second)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable_files.write(path, json.dumps(document, ensure_ascii=False).encode("utf-8"))
    except OSError as error:
        raise BookError("backup_places_not_kept") from error


def carry_over(app_data: Path, old_salt: bytes, new_salt: bytes) -> None:
    """The same places for a book that got new keys, and so a new salt; they can be chosen again if this fails."""
    places = read(app_data, old_salt)
    if places.chosen:
        with contextlib.suppress(BookError):
            keep(app_data, new_salt, places)


def everywhere(app_data: Path) -> tuple[Path, ...]:
    """Every place that was chosen for any book of this machine: where to look for the copies of one that is gone."""
    try:
        known = sorted((app_data / FOLDER_NAME).glob("*.json"))
        salts = [bytes.fromhex(path.stem) for path in known]
    except (OSError, ValueError):
        return ()
    return tuple(dict.fromkeys(place for salt in salts for place in read(app_data, salt).chosen))


def _path(app_data: Path, salt: bytes) -> Path:
    return app_data / FOLDER_NAME / f"{salt.hex()}.json"


def _place(value: object) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise TypeError("a folder was expected")
    return Path(value)


def _text(place: Path | None) -> str | None:
    return None if place is None else str(place)
