"""Invented institutions of the example data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from facilitador.use_cases.directory import AddDirectoryEntry


class Institution(msgspec.Struct, forbid_unknown_fields=True):
    """An institution, checked so many days ago; None: never."""

    kind: str
    name: str
    emergency: bool = False
    phones: tuple[str, ...] = ()
    ubigeo: str = ""
    address: str = ""
    hours: str = ""
    attends: str = ""
    requirements: str = ""
    notice: str = ""
    checked: int | None = None


def institutions_in(institutions: Iterable[Institution], today: date) -> Iterator[AddDirectoryEntry]:
    """The commands that write them down."""
    for one in institutions:
        known = msgspec.structs.asdict(one)
        checked = known.pop("checked")
        yield AddDirectoryEntry(
            verified_on=today - timedelta(days=checked) if checked is not None else None,
            **known,
        )
