"""The content of an instrument as bytes and as a hash: what an application pins, what a book keeps.

A property at its default leaves no trace, so that a property added by a later version of the program changes no hash
of what was stored before.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json

from facilitador.domain.instruments import Instrument
from facilitador.errors import UserFacingError


def encode_instrument(instrument: Instrument) -> bytes:
    """The instrument as canonical JSON in UTF-8: sorted keys, no spaces, defaults left out."""
    return json.dumps(_plain(instrument), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(instrument: Instrument) -> str:
    """SHA-256 of the canonical content in 64 hexadecimal digits; equal exactly where the content is equal."""
    return hashlib.sha256(encode_instrument(instrument)).hexdigest()


def same_edition(known_hash: str, new: Instrument) -> bool:
    """True if `new` is what is already known under its id and edition."""
    return content_hash(new) == known_hash


def require_same_edition(known_hash: str, new: Instrument) -> None:
    """Refuse with `instrument_edition_changed` where other content comes under an edition already known."""
    if not same_edition(known_hash, new):
        raise UserFacingError("instrument_edition_changed", field="file", name=new.name, edition=new.edition)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(held)
            for field in dataclasses.fields(value)
            if (held := getattr(value, field.name)) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 8 and 8.0 are one bound of a range
    return value
