"""From the bytes of a reference file to a checked structure; every refusal names the file and the place in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from facilitador.domain.catalogues import Force, Provenance

S = TypeVar("S", bound=msgspec.Struct)


class BadReferenceFile(ValueError):
    """A file under `resources/reference` is not what it should be: a defect of the installation, not of a person."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(f"{file}: {place}: {reason}" if place else f"{file}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason


class Header(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What every reference file begins with."""

    id: str
    edition: str
    title: str
    source: str
    numeral: str
    force: Force
    valid_from: date

    def provenance(self) -> Provenance:
        """The header as the domain knows it."""
        return Provenance(self.id, self.edition, self.title, self.source, self.numeral, self.force, self.valid_from)


def decode(path: Path, shape: type[S]) -> S:
    """The file as `shape`; unknown keys, missing keys and wrong types raise BadReferenceFile."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise BadReferenceFile(path.name, place.rstrip("`").lstrip("."), reason) from error
    except (msgspec.DecodeError, OSError, UnicodeDecodeError) as error:
        raise BadReferenceFile(path.name, "", str(error)) from error


def check_name(path: Path, header: Header) -> None:
    """Refuses a file whose id is not its name, or whose words in the header are empty."""
    if header.id != path.stem:
        raise BadReferenceFile(path.name, "id", f"{header.id!r} is not the name of the file")
    for key in ("edition", "title", "source", "numeral"):
        if not getattr(header, key).strip():
            raise BadReferenceFile(path.name, key, "is empty")


def check_unique(file: str, place: str, values: Iterable[Hashable]) -> None:
    """Refuses a value that stands twice."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            raise BadReferenceFile(file, place, f"{value!r} stands twice")
        seen.add(value)
