"""The plain copy of the emergency directory that is read while a book is locked: institutions, and nobody's name.

It lies in the program's own folder, readable by its owner only. What cannot be read counts as no copy: whoever needs
help is shown the national lines at least.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from facilitador.domain.emergency_contacts import EmergencyContact

FILE_NAME: Final = "directorio-de-emergencia.json"
_LARGEST: Final = 2 * 1024 * 1024  # bytes; a thousand institutions take less than half a megabyte


class _Copy(msgspec.Struct, frozen=True):
    contacts: tuple[EmergencyContact, ...]
    version: int = 1


def encoded(contacts: Sequence[EmergencyContact]) -> bytes:
    """The copy as it is written; the same contacts give the same bytes."""
    return msgspec.json.encode(_Copy(tuple(contacts)))


def read(folder: Path) -> tuple[EmergencyContact, ...]:
    """The contacts of the copy in the program's own folder; none where there is no copy that can be read."""
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > _LARGEST:
            return ()
        return msgspec.json.decode(path.read_bytes(), type=_Copy).contacts
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ()
