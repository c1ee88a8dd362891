"""Lists of commands as text: one JSON object a line, the very commands the window sends; all or nothing.

`"ref": "g1"` names the row a line makes; the text `"$g1"` stands for its id in later lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final, Union
from uuid import UUID

import msgspec

from facilitador.domain.registration_forms import FieldDefinition, FieldKind, FormDefinition
from facilitador.errors import UserFacingError
from facilitador.use_cases.catalogue import LISTED
from facilitador.use_cases.requests import Command

_REF: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
LINES_LIMIT: Final = 20_000


@cache
def _any_command() -> Any:
    return Union[LISTED]  # noqa: UP007 - built from a tuple


def read_batch(lines: Iterable[str], new_id: Callable[[], UUID]) -> tuple[tuple[Command, ...], dict[str, UUID]]:
    """The commands of a text and the ids that its names stand for.

    Refuses with `batch_line_unreadable`, `batch_ref_…` or `batch_empty`; parameters give the line from 1.
    """
    commands: list[Command] = []
    names: dict[str, UUID] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(commands) >= LINES_LIMIT:
            raise UserFacingError("batch_too_long", maximum=LINES_LIMIT)
        commands.append(_read_line(number, line, names, new_id))
    if not commands:
        raise UserFacingError("batch_empty")
    return tuple(commands), names


def _read_line(number: int, line: str, names: dict[str, UUID], new_id: Callable[[], UUID]) -> Command:
    try:
        entry = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise UserFacingError("batch_line_unreadable", line=number, detail=str(error)) from error
    if not isinstance(entry, dict):
        raise UserFacingError("batch_line_unreadable", line=number, detail="{…}")
    name = entry.pop("ref", None)
    entry = {key: _resolved(value, names, number) for key, value in entry.items()}
    if name is not None:
        entry["id"] = str(_named(name, names, number, new_id))
    try:
        command: Command = msgspec.convert(entry, _any_command(), strict=True)
    except msgspec.ValidationError as error:
        raise UserFacingError("batch_line_refused", line=number, detail=str(error)) from error
    return command


def _named(name: Any, names: dict[str, UUID], number: int, new_id: Callable[[], UUID]) -> UUID:
    if not isinstance(name, str) or not _REF.fullmatch(name):
        raise UserFacingError("batch_ref_malformed", line=number)
    if name in names:
        raise UserFacingError("batch_ref_twice", line=number, name=name)
    names[name] = new_id()
    return names[name]


def _resolved(value: Any, names: Mapping[str, UUID], number: int) -> Any:
    if isinstance(value, str) and value.startswith("$") and _REF.fullmatch(value[1:]):
        if value[1:] not in names:
            raise UserFacingError("batch_ref_unknown", line=number, name=value[1:])
        return str(names[value[1:]])
    if isinstance(value, list):
        return [_resolved(item, names, number) for item in value]
    if isinstance(value, dict):
        return {key: _resolved(item, names, number) for key, item in value.items()}
    return value


_JSON_TYPES: Final[dict[FieldKind, dict[str, Any]]] = {
    FieldKind.NUMBER: {"type": "integer"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.UBIGEO: {"type": "string", "pattern": "^[0-9]{6}$"},
}


def schema(form: FormDefinition) -> dict[str, Any]:
    """JSON Schema of every command that `apply` takes, with the fields of the form as the shape of `answers`."""
    shown, components = msgspec.json.schema_components(LISTED)
    for name in ("RegisterParticipant", "ChangeParticipant"):
        components[name]["properties"]["answers"] = {"$ref": "#/$defs/RegistrationForm"}
    components["RegistrationForm"] = {
        "title": form.title,
        "description": f"{form.id} {form.edition}",
        "type": "object",
        "properties": {field.id: _field_schema(field) for field in form.fields if not field.retired},
        "additionalProperties": False,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "oneOf": list(shown), "$defs": components}


def _field_schema(field: FieldDefinition) -> dict[str, Any]:
    codes = [option.code for option in field.options]
    shape: dict[str, Any] = {"description": field.label}
    if field.kind is FieldKind.CHOICES:
        return shape | {"type": "array", "items": {"enum": codes}, "uniqueItems": True}
    if codes:
        return shape | {"enum": codes, "x-texts": {option.code: option.text for option in field.options}}
    shape |= _JSON_TYPES.get(field.kind, {"type": "string", "maxLength": field.max_length})
    if field.kind is FieldKind.NUMBER:
        shape |= {
            key: bound for key, bound in (("minimum", field.minimum), ("maximum", field.maximum)) if bound is not None
        }
    return shape
