"""Keeps the plain copy of the emergency directory as the book has it, so that it is there while the book is locked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from facilitador.db import durable_files
from facilitador.domain.changes import Change, Topic
from facilitador.domain.emergency_contacts import EmergencyContact
from facilitador.exchange.emergency_copies import FILE_NAME, encoded
from facilitador.use_cases.directory import EmergencyDirectory
from facilitador.use_cases.runner import Runner

_TOPICS: Final = frozenset({Topic.DIRECTORY, Topic.SERVICE})  # the district of the service tells what is near


def concerns(changes: Iterable[Change]) -> bool:
    """True if what changed may change the copy."""
    return any(change.topic in _TOPICS for change in changes)


def keep(folder: Path, runner: Runner) -> None:
    """Write the copy anew if it differs; a disk that refuses is borne, for the book itself holds what counts."""
    _write(folder / FILE_NAME, runner.ask(EmergencyDirectory()))


def _write(path: Path, contacts: tuple[EmergencyContact, ...]) -> None:
    content = encoded(contacts)
    with contextlib.suppress(OSError):
        if path.exists() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        durable_files.write(path, content)
