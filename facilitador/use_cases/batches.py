"""Lists of commands as text: one JSON object a line, the very commands the window sends; all or nothing.

`"ref": "g1"` names the row a line makes; the text `"$g1"` stands for its id in later lines. Only a whole text of that
form is a name: a dollar sign inside a longer text, or before a figure, is just that, and `"$$g1"` is the text `$g1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any, Final, Union, get_args
from uuid import UUID

import msgspec

from facilitador.errors import UserFacingError
from facilitador.use_cases.catalogue import LISTED
from facilitador.use_cases.decoding_refusals import refusal_of
from facilitador.use_cases.requests import Command

REF_PATTERN: Final = "[A-Za-z][A-Za-z0-9_-]{0,39}"
LINES_LIMIT: Final = 20_000

_LARGEST: Final = 2**53 - 1  # what every reader of JSON holds exactly; the book itself holds more
_REF: Final = re.compile(REF_PATTERN)
_SHORT_TIME: Final = re.compile(r"\d\d:\d\d", re.ASCII)
_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Batch:
    """Commands in order, the line (from 1) each stood on, and the ids that their names stand for."""

    commands: tuple[Command, ...]
    lines: tuple[int, ...]
    names: dict[str, UUID]


def read_batch(lines: Iterable[str], new_id: Callable[[], UUID]) -> Batch:
    """The commands of a text; blank lines are passed over.

    Refuses with `batch_empty`, `batch_too_long` or, with the `line` from 1, `batch_line_unreadable`, `batch_ref_…` and
    what `refusal_of` says of a command that is not well formed. Nothing is carried out.
    """
    reader = _Reader(new_id)
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if text.strip():
            reader.read(number, text)
    if not reader.commands:
        raise UserFacingError("batch_empty")
    return Batch(tuple(reader.commands), tuple(reader.lines), reader.names)


@cache
def commands_by_name() -> Mapping[str, type[Command]]:
    """Every command that may stand in a batch, by the name that `do` gives it."""
    return {command.__name__: command for command in LISTED}


@cache
def _any_command() -> Any:
    return Union[LISTED]  # noqa: UP007 - built from a tuple


@cache
def time_fields(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The fields of a command, or of what it holds, that hold an hour of the day."""
    return frozenset(field.name for field in msgspec.structs.fields(kind) if time in _types_of(field))


@cache
def listed_structs(kind: type[msgspec.Struct]) -> Mapping[str, type[msgspec.Struct]]:
    """The fields of a command that hold a list of things with fields of their own, and the kind of these."""
    return {
        field.name: inner
        for field in msgspec.structs.fields(kind)
        for inner in _types_of(field)
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct)
    }


def _types_of(field: msgspec.structs.FieldInfo) -> tuple[Any, ...]:
    return (field.type, *get_args(field.type))


class _Reader:
    """Reads line by line and remembers the names given so far."""

    def __init__(self, new_id: Callable[[], UUID]) -> None:
        self.commands: list[Command] = []
        self.lines: list[int] = []
        self.names: dict[str, UUID] = {}
        self._new_id = new_id

    def read(self, number: int, line: str) -> None:
        """Take in one line that is not blank."""
        if len(self.commands) >= LINES_LIMIT:
            raise UserFacingError("batch_too_long", maximum=LINES_LIMIT)
        try:
            entry = msgspec.json.decode(line)
            if not isinstance(entry, dict):
                raise UserFacingError("batch_line_unreadable", line=number)
            command = self._command(number, entry)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
            raise UserFacingError("batch_line_unreadable", line=number) from error
        self.commands.append(command)
        self.lines.append(number)

    def _command(self, number: int, entry: dict[str, Any]) -> Command:
        name = entry.pop("ref", None)
        resolved: dict[str, Any] = {key: self._resolved(value, number) for key, value in entry.items()}
        kind = commands_by_name().get(str(resolved.get("do")))
        if name is not None:
            self._check_name(name, kind, number)
            if resolved.get("id") is None:
                resolved["id"] = str(self._new_id())
        _complete_times(resolved, kind)
        try:
            command: Command = msgspec.convert(resolved, _any_command(), strict=True)
        except msgspec.ValidationError as error:
            raise refusal_of(error, resolved.get("do"), commands_by_name(), number) from error
        if name is not None:
            self.names[name] = command.id  # type: ignore[attr-defined] # checked by _check_name
        return command

    def _check_name(self, name: Any, kind: type[Command] | None, number: int) -> None:
        if not isinstance(name, str) or not _REF.fullmatch(name):
            raise UserFacingError("batch_ref_malformed", line=number)
        if name in self.names:
            raise UserFacingError("batch_ref_twice", line=number, name=name)
        if kind is not None and "id" not in kind.__struct_fields__:
            raise UserFacingError("batch_ref_useless", line=number, command=kind.__name__)

    def _resolved(self, value: Any, number: int) -> Any:
        if isinstance(value, str) and value.startswith("$"):
            return self._named(value, number)
        if isinstance(value, int) and abs(value) > _LARGEST:
            raise UserFacingError("batch_number_too_large", line=number, maximum=_LARGEST)
        if isinstance(value, list):
            return [self._resolved(item, number) for item in value]
        if isinstance(value, dict):
            return {key: self._resolved(item, number) for key, item in value.items()}
        return value

    def _named(self, text: str, number: int) -> str:
        if text.startswith("$$") and _REF.fullmatch(text[2:]):
            return text[1:]
        if not _REF.fullmatch(text[1:]):
            return text
        if text[1:] not in self.names:
            raise UserFacingError("batch_ref_unknown", line=number, name=text[1:])
        return str(self.names[text[1:]])


def _complete_times(entry: dict[str, Any], kind: type[msgspec.Struct] | None) -> None:
    """Hours are written `19:30`; the decoder wants their seconds too."""
    if kind is None:
        return
    for name in time_fields(kind):
        value = entry.get(name)
        if isinstance(value, str) and _SHORT_TIME.fullmatch(value):
            entry[name] = f"{value}:00"
    for name, inner in listed_structs(kind).items():
        for item in entry[name] if isinstance(entry.get(name), list) else ():
            if isinstance(item, dict):
                _complete_times(item, inner)
