"""Every question of the catalogue, asked of a book; one that is added joins by itself."""

from __future__ import annotations

import datetime
import enum
import itertools
import types
import typing
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.domain.sheets import Cell, Row, Sheet
from facilitador.reference import instruments
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query
from tests.books import TODAY
from tests.use_cases.scenes import ficha

FEW: Final = 3  # of the rows of a table that a question may be asked of
AT_MOST: Final = 20  # ways of asking one question
PHONE: Final = "987000111"
_IRREGULAR: Final = {"person": ["people"]}


class EveryQuestion:
    """The questions of the program, asked of a book: each with a few of the rows that there are.

    `texts` are looked for where a question takes a text; `opening` is an opening of contacts.
    """

    def __init__(self, book: OpenBook, texts: Sequence[str], opening: UUID | None = None) -> None:
        self.book, self.texts, self.opening = book, list(texts), opening or UUID(int=0)
        self.ids = {table.name: some_ids(book, table) for table in metadata.sorted_tables if "id" in table.c}
        self.men = self.ids["participants"]

    def of(self, kind: type[Query[Any]]) -> Iterator[Query[Any]]:
        """The question with everything that can be told of it, and with only what must be."""
        fields = msgspec.structs.fields(kind)
        hints = typing.get_type_hints(kind)
        needed = tuple(field for field in fields if field.required)
        for wanted in (needed, fields) if needed != fields else (fields,):
            values = [self._values(kind, field.name, hints[field.name]) for field in wanted]
            for chosen in itertools.islice(itertools.product(*values), AT_MOST):
                yield kind(**dict(zip((field.name for field in wanted), chosen, strict=True)))

    def _values(self, kind: type, name: str, hint: Any) -> list[Any]:
        if isinstance(hint, types.UnionType):
            hint = next(one for one in hint.__args__ if one is not type(None))
        if hint is UUID:
            return self._ids_for(name)
        if hint == tuple[UUID, ...]:
            return [(one,) for one in self._ids_for(name.removesuffix("s"))[:1]]
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return list(hint)[:2]
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return [self._struct(hint)]
        if name == "instrument_id":
            return [one.id for one in instruments()]
        simple: dict[Any, list[Any]] = {
            bytes: [b"PAQUETE"],
            str: self.texts,
            bool: [True],
            int: [60],
            datetime.date: [TODAY],
            datetime.time: [datetime.time(18, 0)],
            datetime.datetime: [datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)],
            Sheet: [_sheet("Celular", "Nombres", "Apellidos"), _sheet("Nombre", "Teléfono")],
            dict[str, Any]: [ficha(7, phone=PHONE, given_names=self.texts[0])],
            tuple[int, ...]: [(1,)],
            tuple[str, ...]: [("1",)],
        }
        known = simple.get(hint)
        # what has no sample is left as it is unless it must be told: then this test has to learn it
        return known if known is not None else [msgspec.structs.fields(kind)[_place(kind, name)].default]

    def _struct(self, kind: type) -> Any:
        """What a question asks in one piece: with what must be told."""
        hints = typing.get_type_hints(kind)
        needed = [field.name for field in msgspec.structs.fields(kind) if field.required]
        return kind(**{name: self._values(kind, name, hints[name])[0] for name in needed})

    def _ids_for(self, name: str) -> list[UUID]:
        if name == "opening_id":
            return [self.opening]
        stem = name.removesuffix("_id")
        tables = _IRREGULAR.get(stem) or [
            table for table in self.ids if table.endswith((f"{stem}s", f"{stem[:-1]}ies"))
        ]
        return [key for table in tables for key in self.ids[table]] or self.men


def _sheet(*headings: str) -> Sheet:
    row = {"Celular": PHONE, "Teléfono": PHONE, "Nombres": "Zulmira", "Apellidos": "Xauxa", "Nombre": "Zulmira Xauxa"}
    return Sheet("Lista", (Row(1, _cells(*headings)), Row(2, _cells(*(row[heading] for heading in headings)))))


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def _place(kind: type, name: str) -> int:
    return [field.name for field in msgspec.structs.fields(kind)].index(name)


def some_ids(book: OpenBook, table: sa.Table) -> list[UUID]:
    statement = f"SELECT id FROM {table.name} ORDER BY id LIMIT {FEW}"
    found = book.with_book(lambda file, _: file.driver_connection.execute(statement).fetchall()).result()
    return [UUID(bytes=key) for (key,) in found if isinstance(key, bytes)]
