"""Any command of the program, filled with what a book knows: what is added to the catalogue joins by itself.

Values are taken from the ids in the book and from what the example data wrote into fields of that name, so that a good
part of what comes out is accepted; the same seed gives the same commands in the same book.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import itertools
import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador.db.tables.base import metadata
from facilitador.domain.registration_forms import FieldKind
from facilitador.paths import resource
from facilitador.reference import curriculum, instruments, registration_form
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.demo import demo_book
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command
from tests.books import TODAY
from tests.use_cases.scenes import ficha

ROWS: Final = 60  # of a table whose ids are known
_TEXT_KINDS: Final = (FieldKind.TEXT, FieldKind.LONG_TEXT)
SHORT: Final = "Se conversó con calma."
_OTHER_TABLES: Final = {
    "person": ("people",),
    "opening": ("contact_openings",),
    "matter": ("protection_matters",),
    "entry": ("directory_entries", "evaluations"),
    "about": ("review_notes", "review_remarks"),
    "subject": ("session_logs", "sessions", "groups", "applications"),
}
_PEOPLE: Final = ("_by", "decider", "facilitator", "applier", "responder", "receiver", "keeper", "second", "by")


def counted(start: int) -> Callable[[], UUID]:
    """Ids that are the same in every run."""
    numbers = itertools.count(start)
    return lambda: UUID(int=next(numbers))


@cache
def example() -> NewBook:
    """The commands that make the example data."""
    return demo_book(TODAY, counted(1))


@cache
def _samples() -> dict[type[Command], list[Command]]:
    """What the example data does, by kind of command."""
    made, found = example(), defaultdict(list)
    for command in (made.service, *made.first_commands, *made.sealed_commands, *made.supervised_commands):
        found[type(command)].append(command)
    return found


@cache
def _written() -> dict[str, list[Any]]:
    """What the example data writes into the fields of each name, without ids."""
    found: dict[str, list[Any]] = defaultdict(list)
    for command in itertools.chain.from_iterable(_samples().values()):
        for name, value in _leaves(command):
            if len(found[name]) < ROWS and value not in found[name]:
                found[name].append(value)
    return found


def _leaves(struct: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    for field in struct.__struct_fields__:
        value = getattr(struct, field)
        if isinstance(value, dict):
            yield from ((f"{field}_key", key) for key in value if isinstance(key, str))
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, msgspec.Struct):
                yield from _leaves(one)
            elif isinstance(one, (str, int)) and not isinstance(one, (bool, enum.Enum)) and one != "":
                yield field, one


class AnyCommand:
    """Makes commands for one book; `refresh` reads the ids again, `words` stand where any may."""

    def __init__(self, book: OpenBook, seed: int) -> None:
        self.random = Random(seed)
        self.words = SHORT
        self._book = book
        self.rows: dict[str, list[tuple[UUID, frozenset[UUID]]]] = {}
        self._named: set[UUID] = set()
        self._numbers = 900
        self.refresh()

    def refresh(self) -> None:
        """Learn which rows there are."""
        self.rows = {table.name: self._keys(table) for table in metadata.sorted_tables if "id" in table.c}

    def _keys(self, table: sa.Table) -> list[tuple[UUID, frozenset[UUID]]]:
        """The newest rows of a table, each with what it points at."""
        columns = ", ".join(["id", *(column.name for column in table.c if column.foreign_keys)])
        statement = f"SELECT {columns} FROM {table.name} ORDER BY rowid DESC LIMIT {ROWS}"
        found = self._book.with_book(lambda file, _: file.driver_connection.execute(statement).fetchall()).result()
        rows = [[UUID(bytes=key) for key in row if isinstance(key, bytes)] for row in found]
        return [(row[0], frozenset(row[1:])) for row in rows if row]

    def of(self, kind: type[Command], *, full: bool = False) -> Command:
        """One command of the kind; `full`: with something in every field."""
        self._named = set()
        samples = _samples().get(kind)
        if not samples or self.random.random() < 0.5:
            return typing.cast(Command, self._struct(kind, full))
        sample, made = self.random.choice(samples), self._struct(kind, full)
        own = {name: None for name in ("id", "revision", "subject_revision", "stamp") if name in kind.__struct_fields__}
        told = [name for name in kind.__struct_fields__ if full and not getattr(sample, name)]
        another = self.random.sample(kind.__struct_fields__, self.random.choice([0, 0, 1]))
        return msgspec.structs.replace(sample, **{name: getattr(made, name) for name in (*told, *another)} | own)

    def _struct(self, kind: type, full: bool) -> Any:
        values: dict[str, Any] = {}
        for name, (hint, required) in fields_of(kind).items():
            left_out = not required and name in ("id", "revision", "subject_revision", "stamp")
            if required or (not left_out and (full or self.random.random() < 0.5)):
                values[name] = self._value(kind, name, hint, full)
        return kind(**values)

    def _value(self, kind: type, name: str, hint: Any, full: bool) -> Any:
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self._value(
                kind, name, self.random.choice([one for one in inner if one is not types.NoneType]), full
            )
        if origin is tuple:
            count = self.random.randint(1, 3)
            made = (self._value(kind, name, inner[0], full) for _ in range(count))
            return tuple(made) if _has_fields(inner[0]) else tuple(dict.fromkeys(made))
        if origin is dict:
            return self._mapping(kind, name, inner, full)
        if isinstance(hint, type) and _has_fields(hint):
            return self._struct(hint, full)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return self.random.choice(list(hint))
        return self._plain(kind, name, hint)

    def _mapping(self, kind: type, name: str, inner: Sequence[Any], full: bool) -> dict[Any, Any]:
        if inner[1] is Any:
            self._numbers += 1
            return ficha(self._numbers, **_own_words(full)) if name == "answers" else {"note": SHORT}
        if name == "answers":
            test = self.random.choice(instruments())
            return {item.id: self.random.choice([1, 2, None]) for part in test.sections for item in part.items}
        of_enum = isinstance(inner[0], type) and issubclass(inner[0], enum.Enum)
        keys = list(inner[0]) if of_enum else [self._value(kind, f"{name}_key", inner[0], full)]
        return {key: self._value(kind, name, inner[1], full) for key in keys}

    def _plain(self, kind: type, name: str, hint: Any) -> Any:
        if hint is UUID:
            if name == "id":
                return uuid7()
            return self._id_for(kind, name)
        if hint is str:
            return self._text(name)
        if hint is int:
            return self.random.choice([*_known(name, int), 0, 1, 2, 4, 12])
        simple = {
            bool: [True, False],
            datetime.date: [TODAY, TODAY, TODAY - datetime.timedelta(days=7), TODAY + datetime.timedelta(days=20)],
            datetime.time: [datetime.time(18, 30)],
            bytes: [b"", b"PAQUETE", b"PAQUETE\x01" + bytes(60)],
        }
        return self.random.choice(simple[hint])

    def _text(self, name: str) -> str:
        if name == "topic_id" and self.rows["own_topics"] and self.random.random() < 0.5:
            return str(self.random.choice(self.rows["own_topics"])[0])
        known = _known_texts(name)
        return self.random.choice(known) if known and self.random.random() < 0.7 else self.words

    def _id_for(self, kind: type, name: str) -> UUID:
        stem = name.removesuffix("_id").removesuffix("_ids")
        named = _OTHER_TABLES.get(stem, ())
        tables = [table for table in self.rows if table in named or table.endswith((f"{stem}s", f"{stem[:-1]}ies"))]
        if not tables and stem.endswith(_PEOPLE):
            tables = ["people"]
        rows = [row for table in tables or self.rows for row in self.rows[table]]
        if tables == ["people"]:
            return self.random.choice(rows)[0]
        kin = [row for row in rows if self._named & (row[1] | {row[0]})]
        key, points_at = self.random.choice(kin if kin and self.random.random() < 0.8 else rows or self.rows["people"])
        self._named |= {key, *points_at}
        return key


@cache
def fields_of(kind: type) -> dict[str, tuple[Any, bool]]:
    """Every field of a command, or of what it holds: its type, and whether it must be told."""
    hints = typing.get_type_hints(kind)
    if issubclass(kind, msgspec.Struct):
        return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(kind)}
    told = {field.name: field.default is field.default_factory for field in dataclasses.fields(kind)}
    return {name: (hints[name], required) for name, required in told.items()}


def _has_fields(hint: type) -> bool:
    return issubclass(hint, msgspec.Struct) or dataclasses.is_dataclass(hint)


def _known(name: str, kind: type) -> list[Any]:
    return [value for value in _written().get(name, ()) if isinstance(value, kind)]


@cache
def _text_fields() -> list[str]:
    return [field.id for field in registration_form().fields if field.kind in _TEXT_KINDS]


def _own_words(full: bool) -> dict[str, str]:
    """A text in every field of the ficha that takes one and is not told by everybody."""
    return {field: SHORT for field in _text_fields() if full and field not in ficha()}


@cache
def _known_texts(name: str) -> list[str]:
    if name == "instrument_id":
        return [one.id for one in instruments()]
    if name == "components":
        return sorted(curriculum().components.codes)
    if name == "content":
        return [resource("reference", "instruments", "prueba_de_entrada.toml").read_text(encoding="utf-8")]
    return _known(name, str)
