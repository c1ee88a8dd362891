"""The editions of instruments that come with a package: a score is reckoned by them, so each is what it says it is."""

from __future__ import annotations

from typing import Final

import msgspec

from facilitador.domain.instrument_checks import faults
from facilitador.domain.instrument_content import content_hash
from facilitador.domain.instruments import Instrument
from facilitador.domain.packages import Package, rows_of
from facilitador.errors import UserFacingError
from facilitador.use_cases.instruments import shipped_hashes

_TABLE: Final = "instrument_editions"


def check_editions(package: Package) -> None:
    """Refuse an edition whose content is not the one of its hash, or cannot be used (`package_damaged_inside`), and
    another content than that of the program (`package_edition_differs`: instrument, edition)."""
    for row in rows_of(package.rows, _TABLE):
        content, told = row.get("content"), (row.get("instrument_id"), row.get("edition"))
        instrument = _instrument(content) if isinstance(content, bytes) else None
        if instrument is None or (instrument.id, instrument.edition) != told:
            raise UserFacingError("package_damaged_inside", name=package.manifest.sender.name)
        digest = content_hash(instrument)
        if digest != row.get("content_hash"):
            raise UserFacingError("package_damaged_inside", name=package.manifest.sender.name)
        if shipped_hashes().get((instrument.id, instrument.edition), digest) != digest:
            raise UserFacingError("package_edition_differs", instrument=instrument.name, edition=instrument.edition)


def _instrument(content: bytes) -> Instrument | None:
    try:
        read = msgspec.json.decode(content, type=Instrument)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return None if faults(read) else read
