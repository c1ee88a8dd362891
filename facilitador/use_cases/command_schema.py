"""JSON Schema of the commands that `apply` takes: what a program reads before it writes one."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from facilitador.domain.registration_forms import FieldDefinition, FieldKind, FormDefinition
from facilitador.use_cases.batches import REF_PATTERN, commands_by_name, listed_structs, time_fields
from facilitador.use_cases.catalogue import LISTED

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_FORM: Final = "RegistrationForm"
_ID: Final = {"type": "string", "format": "uuid"}
_NAMED_ID: Final = {"anyOf": [_ID, {"type": "string", "pattern": rf"^\${REF_PATTERN}$"}]}
_TIME: Final = {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"}
_NAME: Final = {"type": "string", "pattern": f"^{REF_PATTERN}$", "description": "Names the row for later lines: $name."}

_JSON_TYPES: Final[dict[FieldKind, dict[str, Any]]] = {
    FieldKind.NUMBER: {"type": "integer"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.UBIGEO: {"type": "string", "pattern": "^[0-9]{6}$"},
}


def schema(form: FormDefinition) -> dict[str, Any]:
    """JSON Schema of every line that `apply` takes, with the fields of the form as the shape of `answers`."""
    shown, components = msgspec.json.schema_components(LISTED)
    shapes: dict[str, Any] = _as_written(components)
    for name in ("RegisterParticipant", "ChangeParticipant"):
        shapes[name]["properties"]["answers"] = {"$ref": f"#/$defs/{_FORM}"}
    for name, command in commands_by_name().items():
        properties = shapes[name]["properties"]
        _tell_times(shapes, command)
        if "id" in properties:
            properties["ref"] = _NAME
    shapes[_FORM] = {
        "title": form.title,
        "description": f"{form.id} {form.edition}",
        "type": "object",
        "properties": {field.id: _field_schema(field) for field in form.fields if not field.retired},
        "additionalProperties": False,
    }
    return {"$schema": _DIALECT, "oneOf": list(shown), "$defs": shapes}


def _tell_times(shapes: dict[str, Any], kind: type[msgspec.Struct]) -> None:
    """How an hour is written, in the shape of a command and of what it holds lists of."""
    properties: dict[str, Any] = shapes[kind.__name__]["properties"]
    for name in time_fields(kind):
        optional = "anyOf" in properties[name]
        properties[name] = {"anyOf": [_TIME, {"type": "null"}], "default": None} if optional else _TIME
    for inner in listed_structs(kind).values():
        _tell_times(shapes, inner)


def _as_written(node: Any) -> Any:
    """The schema of decoded values as the schema of what may be written: a name may stand for an id."""
    if node == _ID:
        return _NAMED_ID
    if isinstance(node, dict):
        return {key: _as_written(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_as_written(value) for value in node]
    return node


def _field_schema(field: FieldDefinition) -> dict[str, Any]:
    codes = [option.code for option in field.options]
    texts = {option.code: option.text for option in field.options}
    shape: dict[str, Any] = {"description": field.label}
    if field.kind is FieldKind.CHOICES:
        return shape | {"type": "array", "items": {"enum": codes}, "uniqueItems": True, "x-texts": texts}
    if codes:
        return shape | {"enum": codes, "x-texts": texts}
    shape |= _JSON_TYPES.get(field.kind, {"type": "string", "maxLength": field.max_length})
    if field.kind is FieldKind.NUMBER:
        shape |= {
            key: bound for key, bound in (("minimum", field.minimum), ("maximum", field.maximum)) if bound is not None
        }
    return shape
