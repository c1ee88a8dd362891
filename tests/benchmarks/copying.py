"""Multiplies the groups of a book: every row that hangs on them is written again under other keys, other men's names.

The rows are those that commands wrote, so that what they hold together (a mark inside its stint, seats, steps) holds
in each copy. Sealed documents are bound to their key and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.schema import TRIGGERS
from facilitador.db.tables.base import metadata
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participant_words, participants, search_words, stored_values
from facilitador.db.tables.records import append_audits
from facilitador.db.transaction import Actor, Transaction, Transactions
from facilitador.domain.roles import Role
from facilitador.domain.text import fold, sort_key
from facilitador.use_cases.open_book import OpenBook

NAMES: Final = (
    *("Amancay", "Retama", "Cantuta", "Molle", "Quinual", "Tara", "Huarango", "Aliso", "Sauco", "Chachacomo"),
    *("Capulí", "Lúcumo", "Pacae", "Algarrobo", "Caoba", "Capirona", "Ceibo", "Ñucchu", "Shihuahuaco", "Tornillo"),
)
_IDENTITY: Final = ("paternal_surname", "maternal_surname", "given_names", "document_number", "phone")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class _Rows:
    """The rows of one table as the file holds them."""

    table: sa.Table
    columns: tuple[str, ...]
    rows: list[Row]

    @property
    def statement(self) -> str:
        names, marks = ", ".join(f'"{name}"' for name in self.columns), ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.table.name} ({names}) VALUES ({marks})"

    def at(self, name: str) -> int:
        return self.columns.index(name)


def copy_groups(
    book: OpenBook, times: Mapping[UUID, int], new_id: Callable[[], UUID], men: Iterator[dict[str, str]]
) -> None:
    """Adds so many copies of each of these groups to the book, and to its trail what was done with them."""

    def copy(file: Any, runner: Any) -> None:
        transactions = Transactions(file.begin, Actor(book.person.id, Role.FACILITATOR), book.circumstances)
        with transactions.open() as tx:
            _copy(tx, file.driver_connection, times, new_id, men)

    book.with_book(copy).result()


def _copy(
    tx: Transaction, driver: Any, times: Mapping[UUID, int], new_id: Callable[[], UUID], men: Iterator[dict[str, str]]
) -> None:
    for name in TRIGGERS:  # closed logs and steps of long ago are written, too
        driver.execute(f"DROP TRIGGER {name}")
    done = driver.execute("SELECT action, subject_id FROM audit_entries ORDER BY number").fetchall()
    everything = [_read(driver, table) for table in _tables()]
    for at, (group_id, count) in enumerate(times.items()):
        templates, known = _of_group(everything, group_id.bytes)
        own = [(action, subject) for action, subject in done if subject in known]
        for number in range(count):
            keys = {key: new_id().bytes for key in known}
            for each in templates:
                _write(driver, each, keys, f"{at + 1}-{number + 1}", men)
            append_audits(tx, [(action, UUID(bytes=keys[subject]), {"fields": []}) for action, subject in own])
    for statement in TRIGGERS.values():
        driver.execute(statement)


def _of_group(everything: Sequence[_Rows], group_id: bytes) -> tuple[list[_Rows], frozenset[bytes]]:
    """The rows that hang on one group and its men, and their keys."""
    stints = next(each for each in everything if each.table is enrolments)
    group, man = stints.at("group_id"), stints.at("participant_id")
    known = {group_id, *(row[man] for row in stints.rows if row[group] == group_id)}
    found = []
    for each in everything:
        own = [row for row in each.rows if known.intersection(cell for cell in row if isinstance(cell, bytes))]
        found.append(replace(each, rows=own))
        if "id" in each.columns:
            known |= {row[each.at("id")] for row in own}
    return found, frozenset(known)


def _tables() -> list[sa.Table]:
    """The tables whose rows hang on a group or a man, parents first."""
    hanging = {groups, participants}
    for table in metadata.sorted_tables:
        if any(key.column.table in hanging for key in table.foreign_keys):
            hanging.add(table)
    return [
        table
        for table in metadata.sorted_tables
        if table in hanging and "sealed" not in table.c and table is not participant_words
    ]


def _read(driver: Any, table: sa.Table) -> _Rows:
    columns = tuple(column.name for column in table.columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return _Rows(table, columns, driver.execute(f"SELECT {names} FROM {table.name}").fetchall())


def _write(driver: Any, each: _Rows, keys: Mapping[bytes, bytes], number: str, men: Iterator[dict[str, str]]) -> None:
    rows: list[Row] = [tuple(keys.get(cell, cell) for cell in row) for row in each.rows]
    if each.table is groups:
        rows = [_renamed(each, row, number) for row in rows]
    elif each.table is participants:
        others = [next(men) for _ in rows]
        rows = [_another(each, row, man) for row, man in zip(rows, others, strict=True)]
        words = [(word, key) for (key, *_), man in zip(rows, others, strict=True) for word in sorted(search_words(man))]
    driver.executemany(each.statement, rows)
    if each.table is participants:
        driver.executemany("INSERT INTO participant_words (word, participant_id) VALUES (?, ?)", words)


def _renamed(each: _Rows, row: Row, number: str) -> Row:
    name = f"Grupo {NAMES[sum(map(ord, number)) % len(NAMES)]} {number}"
    return _with(each, row, {"name": name, "name_folded": fold(name), "sort_key": sort_key(name)})


def _another(each: _Rows, row: Row, man: dict[str, str]) -> Row:
    """His row with another man's name, document and telephone."""
    values = stored_values({field: man[field] for field in _IDENTITY})
    named = (*_IDENTITY, "full_name", "sort_key", "search_text", "surname_start")
    return _with(each, row, {name: values[name] for name in named})


def _with(each: _Rows, row: Row, values: Mapping[str, Any]) -> Row:
    return tuple(values.get(name, cell) for name, cell in zip(each.columns, row, strict=True))
