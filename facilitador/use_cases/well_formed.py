"""Texts that no file can hold, made whole before anything sees them: a paste may end in the middle of a character."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def well_formed(request: T) -> T:
    """The command or question; without halves of characters (lone surrogates), which no encoding writes.

    One with `raw_text` stays as it is: who reads it tells where its file is broken.
    """
    if getattr(request, "raw_text", False):
        return request
    try:
        msgspec.json.encode(request, enc_hook=lambda other: None)
    except UnicodeEncodeError:
        whole: T = _whole(request)
        return whole
    return request


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        # an enumeration is a text too, but never a broken one
        return value if value.isascii() else value.encode("utf-8", "ignore").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        parts = map(_whole, value)
        named = hasattr(value, "_fields")  # such a tuple is made of its parts one by one
        return type(value)(*parts) if named else type(value)(parts)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **_whole(msgspec.structs.asdict(value)))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _whole(getattr(value, one.name)) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value
