"""What is wrong with a command that is not well formed, as a code of ours: the decoder's own words are English."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from typing import Any, Final

import msgspec

from facilitador.errors import UserFacingError

_PLACE: Final = re.compile(r"(?P<reason>.*?)(?: - at `(?P<place>[^`]*)`(?: in `(?P<parent>[^`]*)`)?)?", re.DOTALL)
_EXPECTED: Final = re.compile(r"Expected `(?P<wanted>[^`]*)`.*")
_MISSING: Final = re.compile(r"Object missing required field `(?P<name>[^`]*)`")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(?P<name>[^`]*)`")

_KINDS: Final = {
    "str": "text",
    "int": "number",
    "bool": "truth",
    "array": "list",
    "object": "object",
}
_SHAPES: Final = {
    "Invalid UUID": "id",
    "Invalid RFC3339 encoded date": "date",
    "Invalid RFC3339 encoded time": "time",
    "Invalid enum value": "code",
    "Invalid value": "code",
}


def refusal_of(error: msgspec.ValidationError, do: Any, known: Collection[str], line: int) -> UserFacingError:
    """The refusal of a line that is no well formed command; `do` is what it says it is.

    `batch_command_missing`, `batch_command_unknown` (name, and the likeliest in `closest`), `batch_field_missing`,
    `batch_field_unknown` or `batch_value_<kind>`, each with the `line` and, where it has one, the `place`: the path of
    the field as `facilitators[0]`.
    """
    if do is None:
        return UserFacingError("batch_command_missing", line=line, field="do")
    if not isinstance(do, str) or do not in known:
        return _unknown_command(str(do), known, line)
    reason, place = _parted(str(error))
    if missing := _MISSING.fullmatch(reason):
        name = _joined(place, missing["name"])
        return UserFacingError("batch_field_missing", field=name, line=line, command=do, place=name)
    if unknown := _UNKNOWN.fullmatch(reason):
        name = _joined(place, unknown["name"])
        return UserFacingError("batch_field_unknown", field=name, line=line, command=do, place=name)
    return UserFacingError(f"batch_value_{_kind(reason)}", field=place, line=line, place=place)


def _unknown_command(name: str, known: Collection[str], line: int) -> UserFacingError:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return UserFacingError("batch_command_misspelt", field="do", line=line, name=name[:60], closest=close[0])
    return UserFacingError("batch_command_unknown", field="do", line=line, name=name[:60])


def _parted(text: str) -> tuple[str, str]:
    """The decoder's reason, and the path of the field without its leading `$.`."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return text, ""
    # a bad key of a mapping is told as "key in `$.conditions`": the mapping is the place
    place = found["parent"] or found["place"] or ""
    return found["reason"], place.removeprefix("$").removeprefix(".")


def _joined(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _kind(reason: str) -> str:
    if expected := _EXPECTED.fullmatch(reason):
        wanted = [kind.strip() for kind in expected["wanted"].split("|")]
        return next((_KINDS[kind] for kind in wanted if kind in _KINDS), "other")
    return next((kind for start, kind in _SHAPES.items() if reason.startswith(start)), "other")
