"""What goes into a package: the rows of some groups and their men with everything that hangs on them and they need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from uuid import UUID

from facilitador.db.packing.nameless import Nameless
from facilitador.db.packing.own_fields import OWN_FIELDS, answered, travelling_key, under_travelling_keys
from facilitador.db.packing.rows import (
    Key,
    Row,
    columns_of,
    in_order,
    key_of,
    place,
    pointers,
    read_where,
)
from facilitador.db.packing.scope import SCOPES, Scope
from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid
from facilitador.domain.packages import PackageKind, PackageRows, TableRows, Value
from facilitador.domain.taken_packages import RootKind

Held: TypeAlias = dict[str, dict[Key, Row]]
"""Rows by table and key."""

_KEY: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_STAMPED_BY: Final = ("by", "created_by", "changed_by")
_TOLD: Final = (
    ("exclusion_decisions", "deciders", "people"),
    ("exclusion_decisions", "directory_ids", "directory_entries"),
    ("make_ups", "topic_ids", "own_topics"),
    ("practices", "topic_id", "own_topics"),
    ("session_topics", "topic_id", "own_topics"),
)
"""Texts and documents that name keys without pointing at them for the database: what they name goes too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: whole groups, or men by themselves.

    `coded`: the fields of the ficha chosen from a list, whose answers go where the names do not. `reserved`: of a
    hand-over, what is reserved goes too.
    """

    kind: PackageKind
    groups: tuple[UUID, ...] = ()
    men: tuple[UUID, ...] = ()
    with_names: bool = True
    coded: Collection[str] = field(default_factory=frozenset)
    reserved: bool = False


def gather(tx: Transaction, wanted: Wanted) -> PackageRows:
    """The rows of the package, by table in the order in which they may be written, each table in the order of its keys.

    A man of a group goes with what is his own; of what he did in other groups nothing goes.
    """
    held = rooted_rows(tx, wanted)
    _add_referenced(tx, wanted, held)
    return {table: TableRows(columns_of(table), tuple(rows)) for table, rows in _as_sent(wanted, held)}


def rooted_rows(tx: Transaction, wanted: Wanted) -> Held:
    """The groups, their men and everything that hangs on them, as it stands."""
    held: Held = {}
    for scope in SCOPES.values():
        if wanted.kind in scope.kinds and not scope.referenced:
            held[scope.table] = {key_of(scope.table, row): row for row in _rows_of(tx, scope, wanted, held)}
    return held


def _rows_of(tx: Transaction, scope: Scope, wanted: Wanted, held: Held) -> Iterator[Row]:
    if scope.root is not None:
        yield from read_where(tx, scope.table, "id", sorted(_roots(scope.root, wanted, held)))
        return
    for column in scope.hangs_on:
        (target,) = (table for spot, table, _ in pointers(scope.table) if spot == place(scope.table, column))
        keys = [key[0] for key in held.get(target, {})]
        yield from (row for row in read_where(tx, scope.table, column, keys) if _whole(scope.table, row, held))


def _roots(root: RootKind, wanted: Wanted, held: Held) -> set[bytes]:
    if root is RootKind.GROUP:
        return {group.bytes for group in wanted.groups}
    spot = place("enrolments", "participant_id")
    men = {value for row in held.get("enrolments", {}).values() if isinstance(value := row[spot], bytes)}
    return men | {man.bytes for man in wanted.men}


def _whole(table: str, row: Row, held: Held) -> bool:
    """True if everything that the row hangs on goes too, so that no half of another group's matters does."""
    return all(
        row[spot] is None or (row[spot],) in held[target]
        for spot, target, _ in pointers(table)
        if target in held and target != table
    )


def _add_referenced(tx: Transaction, wanted: Wanted, held: Held) -> None:
    # people last: institutions point at them too
    for scope in reversed([one for one in SCOPES.values() if one.referenced and wanted.kind in one.kinds]):
        if scope.table == OWN_FIELDS:
            held[OWN_FIELDS] = answered(tx, held["participants"].values(), with_names=wanted.with_names)
        elif wanted.with_names or not scope.named_only:
            keys = sorted(_pointed_at(scope.table, held))
            held[scope.table] = {key_of(scope.table, row): row for row in read_where(tx, scope.table, "id", keys)}


def _pointed_at(target: str, held: Held) -> set[bytes]:
    found: set[bytes] = set()
    for table, rows in held.items():
        spots = [spot for spot, name, _ in pointers(table) if name == target]
        if target == "people":
            spots += _author_places(table)
        found.update(value for row in rows.values() for spot in spots if isinstance(value := row[spot], bytes))
    for table, column, told in _TOLD:
        if told == target:
            texts = {str(row[place(table, column)]) for row in held.get(table, {}).values()}
            found.update(UUID(one).bytes for text in texts for one in _KEY.findall(text))
    return found


def _author_places(table: str) -> list[int]:
    """The columns that say who wrote something, without pointing at her for the database."""
    return [
        place(table, column.name)
        for column in metadata.tables[table].columns
        if isinstance(column.type, Guid) and (column.name in _STAMPED_BY or column.name.endswith("_by"))
    ]


def _as_sent(wanted: Wanted, held: Held) -> Iterator[tuple[str, list[Row]]]:
    held = held | _under_travelling_keys(held)
    fields = {travelling_key(key) for (key,) in held[OWN_FIELDS] if isinstance(key, bytes)}
    names = None if wanted.with_names else Nameless(_numbers(held), {*wanted.coded, *fields})
    for table in in_order():
        if table not in held:
            continue
        rows = _without_reserved(SCOPES[table], wanted, _sorted(table, held[table].values()))
        if names is not None:
            rows = names.rows(table, [unlinked(table, row, held) for row in rows])
        yield table, rows


def _under_travelling_keys(held: Held) -> Held:
    fields, men = under_travelling_keys(held[OWN_FIELDS], held["participants"].values())
    return {
        table: {key_of(table, row): row for row in rows}
        for table, rows in ((OWN_FIELDS, fields), ("participants", men))
    }


def _sorted(table: str, rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: key_of(table, row))


def _without_reserved(scope: Scope, wanted: Wanted, rows: list[Row]) -> list[Row]:
    stays = wanted.kind in scope.without_in or (scope.reserved and not wanted.reserved)
    if not scope.without or not stays:
        return rows
    instead: dict[int, Value] = {place(scope.table, column): value for column, value in scope.without.items()}
    return [
        tuple(instead[spot] if spot in instead and value is not None else value for spot, value in enumerate(row))
        for row in rows
    ]


def unlinked(table: str, row: Row, held: Collection[str]) -> Row:
    """The row without what it points at where that does not go: places and institutions, which would tell who he is."""
    loose = {spot for spot, target, nullable in pointers(table) if nullable and target not in held}
    return tuple(None if spot in loose else value for spot, value in enumerate(row)) if loose else row


def _numbers(held: Held) -> dict[bytes, int]:
    """The men by number: how many had come into the group before each, so that he has it whatever groups go together.

    Of two groups he has the number of the first by its key; who comes in no group is counted by himself.
    """
    names = ("group_id", "created_at", "id", "participant_id")
    spots = [place("enrolments", name) for name in names]
    groups: dict[Value, dict[bytes, int]] = {}
    for group, _, _, man in sorted(tuple(row[spot] for spot in spots) for row in held.get("enrolments", {}).values()):
        if isinstance(man, bytes):
            arrived = groups.setdefault(group, {})
            arrived.setdefault(man, len(arrived) + 1)
    alone = [key for (key,) in held.get("participants", {}) if isinstance(key, bytes)]
    numbers = {man: number for number, man in enumerate(alone, start=1)}
    for arrived in reversed(groups.values()):
        numbers |= arrived
    return numbers
