"""A row that was changed in two books, as a person compares it: what differs, question by question, in words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec

from facilitador.domain.answers import display
from facilitador.domain.dates import format_date, format_moment
from facilitador.domain.package_words import part_of
from facilitador.domain.packages import Value
from facilitador.domain.registration_forms import FieldDefinition, FormDefinition
from facilitador.domain.taken_packages import Conflict
from facilitador.reference import districts
from facilitador.use_cases.subject_access_parts import TOLD

Row = Mapping[str, Value]

NOTHING: Final = "sin respuesta"
NOT_THERE: Final = "No está"
ANOTHER_CHOICE: Final = "Otra opción de la lista"
UNKNOWN_QUESTION: Final = "Un dato propio del servicio"
LAST_CHANGED: Final = "Cambiado por última vez"
WHOSE: Final = "En qué ficha está"
UNITED_HERE: Final = "En la ficha con la que se unió aquí"
AS_IT_CAME: Final = "En la ficha que viene de allá"

_LABELS: Final[Mapping[str, str]] = {
    "address": "Dirección",
    "agreements": "Acuerdos",
    "closed_on": "Cerrado el",
    "day": "Fecha",
    "done": "Qué se hizo",
    "first_day": "Primer día",
    "last_day": "Último día",
    "lessons": "Lecciones",
    "log": "Bitácora",
    "measures": "Medidas",
    "minutes": "Minutos",
    "name": "Nombre",
    "note": "Nota",
    "notes": "Notas",
    "not_worked": "Qué no funcionó",
    "number": "Número",
    "outcome_seen": "Cómo resultó",
    "reason": "Motivo",
    "starts_at": "Hora",
    "status": "Estado",
    "state": "Estado",
    "text": "Texto",
    "title": "Título",
    "wording": "Meta",
    "words": "Lo que se dijo",
    "worked": "Qué funcionó",
}
"""Columns of the rooms that are about no man; of the others `TOLD` has the words."""

_CODE: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_ANSWERS: Final = ("participants", "answers")


@dataclass(frozen=True, slots=True)
class Difference:
    """One question with what stands here and what the package says."""

    label: str
    mine: str
    theirs: str


_ONE: Final[Mapping[str, str]] = {
    "groups": "Grupo",
    "participants": "Ficha",
    "enrolments": "Permanencia en el grupo",
    "sessions": "Sesión",
    "attendance_marks": "Marca de asistencia",
    "incidents": "Incidente",
    "consents": "Consentimiento",
    "referrals": "Derivación",
    "applications": "Preguntas respondidas",
    "goals": "Meta",
    "practices": "Buena práctica",
    "reviews": "Revisión",
}
"""What one row of a table is called; of others, the part of the book that it is in."""


def heading(conflict: Conflict) -> str:
    """What kind of thing it is, and which: `Ficha: Juan Quispe`."""
    row = conflict.mine or conflict.theirs or {}
    named = conflict.name or (_said(row["day"], {}) if row.get("day") else "")
    kind = _ONE.get(conflict.table) or part_of(conflict.table)
    return f"{kind}: {named}" if named else kind


def differences(conflict: Conflict, form: FormDefinition) -> tuple[Difference, ...]:
    """What differs, as it is read; where one side has no such row, that alone. Never empty."""
    if conflict.mine is None or conflict.theirs is None:
        there, gone = "Está", NOT_THERE
        sides = (gone, there) if conflict.mine is None else (there, gone)
        return (Difference("En el cuaderno", *sides),)
    found = tuple(_of_columns(conflict.table, conflict.mine, conflict.theirs, form))
    if not found and conflict.mine.get("participant_id") != conflict.theirs.get("participant_id"):
        return (Difference(WHOSE, UNITED_HERE, AS_IT_CAME),)
    return found or (Difference(LAST_CHANGED, _changed(conflict.mine), _changed(conflict.theirs)),)


def _of_columns(table: str, mine: Row, theirs: Row, form: FormDefinition) -> Iterator[Difference]:
    if table == _ANSWERS[0]:
        yield from _of_answers(mine, theirs, form)
        return
    told = TOLD.get(table)
    labels = told.columns if told is not None else _LABELS
    words = told.words if told is not None else {}
    for column, label in labels.items():
        if column in mine and mine[column] != theirs.get(column):
            meant = words.get(column, {})
            yield Difference(label, _said(mine[column], meant), _said(theirs.get(column), meant))


def _of_answers(mine: Row, theirs: Row, form: FormDefinition) -> Iterator[Difference]:
    """The ficha, question by question: what is answered in the document, and what stands in a column of its own."""
    fields = {field.id: field for field in form.fields}
    here, there = ({**_document(row.get("answers")), **_in_columns(row, fields)} for row in (mine, theirs))
    for name in dict.fromkeys((*here, *there)):
        if here.get(name) != there.get(name):
            field = fields.get(name)
            sides = [here.get(name), there.get(name)]
            if field is None:
                said = [NOTHING if side is None else str(side) for side in sides]
            else:
                said = [_answered(field, side) for side in sides]
            yield Difference(field.label if field is not None else UNKNOWN_QUESTION, *said)


def _answered(field: FieldDefinition, side: Any) -> str:
    if side is None:
        return NOTHING
    said = display(field, side, districts())
    return ANOTHER_CHOICE if field.options and said == side else said  # a code that this edition does not know


def _in_columns(row: Row, fields: Container[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in fields and isinstance(value, str) and value}


def _document(value: Value) -> dict[str, Any]:
    found = msgspec.json.decode(value) if isinstance(value, str | bytes) and value else {}
    return found if isinstance(found, dict) else {}


def _said(value: Value, meant: Mapping[str, str]) -> str:
    if value is None or value == "":
        return NOTHING
    if meant:
        return meant.get(str(bool(value)) if "True" in meant else str(value), ANOTHER_CHOICE)
    if isinstance(value, str):
        return _text(value)
    return ANOTHER_CHOICE if isinstance(value, bytes) else str(value)


def _text(value: str) -> str:
    if value[:1] in ("[", "{"):
        return " · ".join(_leaves(msgspec.json.decode(value))) or NOTHING
    if value[4:5] == "-":
        return _day_or_moment(value)
    return ANOTHER_CHOICE if _CODE.fullmatch(value) else value


def _day_or_moment(value: str) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value


def _leaves(document: Any) -> Iterator[str]:
    """Every text in a document that is no code."""
    if isinstance(document, str):
        if not _CODE.fullmatch(document):
            yield document
    elif isinstance(document, dict | list):
        for one in document.values() if isinstance(document, dict) else document:
            yield from _leaves(one)


def _changed(row: Row) -> str:
    try:
        at = datetime.fromisoformat(str(row.get("changed_at")))
    except ValueError:
        return NOTHING
    return format_moment(at if at.tzinfo is not None else at.replace(tzinfo=UTC))
