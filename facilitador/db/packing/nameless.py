"""Rows without names: who a man is and whatever was written freely is emptied; what was counted or chosen stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from facilitador.db.packing.rows import Row, columns_of, place
from facilitador.db.packing.scope import SCOPES, Scope
from facilitador.domain.packages import Value
from facilitador.domain.taken_packages import NOT_SENT
from facilitador.domain.text import sort_key

EMPTIED: Final = NOT_SENT
"""Stands where something was written: the tables ask of some texts that they say something, and people read it."""

EMPTIED_BEFORE: Final = "—"
"""What earlier versions put there: it may stand in a book, and come in a package."""

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_Change = Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class Nameless:
    """Takes names out of rows. `numbers`: what each man is called instead; `coded`: the fields of the ficha that are
    chosen from a list, whose answers stay."""

    numbers: Mapping[bytes, int]
    coded: Collection[str]

    def rows(self, table: str, rows: Collection[Row]) -> list[Row]:
        """The rows of one table, without names."""
        changes = _changes(SCOPES[table])
        emptied = [
            tuple(changes[spot](value) if spot in changes else value for spot, value in enumerate(row)) for row in rows
        ]
        return [self._numbered(row) for row in emptied] if table == "participants" else emptied

    def _numbered(self, row: Row) -> Row:
        key = row[place("participants", "id")]
        number = self.numbers[key] if isinstance(key, bytes) else 0
        name = f"Participante n.º {number}"
        answers = msgspec.json.decode(str(row[place("participants", "answers")]))
        kept = {field: answer for field, answer in answers.items() if field in self.coded}
        put = {
            "given_names": name,
            "full_name": name,
            "sort_key": sort_key(f"Participante {number:05}"),
            "answers": msgspec.json.encode(kept).decode(),
        }
        return tuple(put.get(column, value) for column, value in zip(columns_of("participants"), row, strict=True))


def _changes(scope: Scope) -> dict[int, _Change]:
    changes: dict[int, _Change] = {place(scope.table, text): _emptied_text for text in scope.texts}
    for column, kept in (scope.documents or {}).items():
        changes[place(scope.table, column)] = _document(kept)
    for column, value in (scope.nameless or {}).items():
        changes[place(scope.table, column)] = _instead(value)
    return changes


def _instead(value: Value) -> _Change:
    return lambda _: value


def _emptied_text(value: Value) -> Value:
    return EMPTIED if value else value


def _document(kept: frozenset[str]) -> _Change:
    def emptied(value: Value) -> Value:
        if not isinstance(value, str):
            return value
        return msgspec.json.encode(_emptied(msgspec.json.decode(value), kept)).decode()

    return emptied


def _emptied(value: Any, kept: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: inner if key in kept else _emptied(inner, kept) for key, inner in value.items()}
    if isinstance(value, list):
        return [_emptied(inner, kept) for inner in value]
    if isinstance(value, str) and value and not _ID.fullmatch(value):
        return EMPTIED
    return value
