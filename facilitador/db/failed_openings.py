"""Openings that failed, counted beside the book in the program's own folder until the next good one enters them.

A book is known by its salt. When, and with whose name on the page; never anything that was typed.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from facilitador.db import durable_files

FOLDER_NAME: Final = "intentos"
MOST: Final = 100
"""People counted at most: a file of ours stays small whatever is tried."""


@dataclass(frozen=True, slots=True)
class FailedOpenings:
    """How often somebody tried with this person's name, or with a recovery code (None), and when (UTC)."""

    person_id: UUID | None
    count: int
    first: datetime
    last: datetime


def note(app_data: Path, salt: bytes, person_id: UUID | None, at: datetime) -> None:
    """Count one more; where our folder cannot be written, nothing is counted and nobody is kept from trying again."""
    counted = _read(app_data, salt)
    key = str(person_id or "")
    if key not in counted and len(counted) >= MOST:
        return
    former = counted.get(key, {"count": 0, "first": at.isoformat()})
    counted[key] = {**former, "count": former["count"] + 1, "last": at.isoformat()}
    path = _path(app_data, salt)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable_files.write(path, json.dumps(counted).encode("utf-8"))  # readable by its owner only


def pending(app_data: Path, salt: bytes) -> tuple[FailedOpenings, ...]:
    """What was counted since the last good opening."""
    return tuple(
        FailedOpenings(
            UUID(key) if key else None,
            told["count"],
            datetime.fromisoformat(told["first"]),
            datetime.fromisoformat(told["last"]),
        )
        for key, told in _read(app_data, salt).items()
    )


def forget(app_data: Path, salt: bytes) -> None:
    """They stand in the book now; entered twice at worst, where the file cannot be removed."""
    with contextlib.suppress(OSError):
        _path(app_data, salt).unlink(missing_ok=True)


def _read(app_data: Path, salt: bytes) -> dict[str, Any]:
    """What the file says, and nothing where it is not one of ours."""
    try:
        known = json.loads(_path(app_data, salt).read_text(encoding="utf-8"))
        for key, told in known.items():
            if key:
                UUID(key)
            if not isinstance(told["count"], int) or told["count"] < 1:
                raise ValueError("a count was expected")
            for name in ("first", "last"):
                if datetime.fromisoformat(told[name]).tzinfo is None:
                    raise ValueError("an instant without a zone")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return dict(known)


def _path(app_data: Path, salt: bytes) -> Path:
    return app_data / FOLDER_NAME / f"{salt.hex()}.json"
