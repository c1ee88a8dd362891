"""The reserved documents that go along with a group or a man: opened, and sealed again with a key of their own.

In the package they lie under a fresh key, which only who may open them holds; where they arrive they are sealed again
with the reserved key of that book. They stand beside the rows of the other tables and never among those that are
counted or compared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from facilitador.db.packing.gathering import Held, Wanted, rooted_rows
from facilitador.db.packing.leaving import men_of
from facilitador.db.packing.rows import Row, columns_of, key_of, place, read_keys, read_where
from facilitador.db.queries import contacts as contact_queries
from facilitador.db.queries import protection as protection_queries
from facilitador.db.reserved import SEALED, ReservedBox
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import Package, PackageRows, TableRows, Value
from facilitador.domain.protection import ProtectionLine
from facilitador.errors import BookError

RESERVED: Final = ("partner_contacts", "protection_matters", "protection_steps")
"""Tables of which every row is sealed; in the order in which they may be written."""

_DECISIONS: Final = "exclusion_decisions"


def with_reserved(tx: Transaction, rows: PackageRows, box: ReservedBox) -> PackageRows:
    """The rows, and with them what is reserved about their men or began in one of them, sealed with `box`."""
    keys = {row[0] for one in rows.values() for row in one.rows if isinstance(row[0], bytes)}
    men = {UUID(bytes=row[0]) for row in rows["participants"].rows if isinstance(row[0], bytes)}
    contacts = [one.id for one in contact_queries.all_contacts(tx) if one.text.participant_id in men]
    matters = [matter.id.bytes for matter in matters_of(tx, men, keys)]
    reserved = {
        "partner_contacts": read_where(tx, "partner_contacts", "id", sorted(one.bytes for one in contacts)),
        "protection_matters": [
            _without_origin(row, keys) for row in read_where(tx, "protection_matters", "id", sorted(matters))
        ],
        "protection_steps": read_where(tx, "protection_steps", "matter_id", sorted(matters)),
    }
    again = _sealing(tx.reserved, box)
    sealed = {table: _each(table, found, again) for table, found in reserved.items()}
    decisions = (key for (key,) in _keys(rows, _DECISIONS))
    told = _each(_DECISIONS, read_where(tx, _DECISIONS, "id", decisions), again) if _DECISIONS in rows else None
    whole = dict(rows)
    if told is not None:
        spot = place(_DECISIONS, SEALED)
        by_key = {row[0]: row[spot] for row in told.rows}
        put = tuple((*row[:spot], by_key[row[0]], *row[spot + 1 :]) for row in rows[_DECISIONS].rows)
        whole[_DECISIONS] = TableRows(columns_of(_DECISIONS), put)
    return whole | sealed


def matters_of(tx: Transaction, men: Collection[UUID], keys: Collection[object]) -> tuple[ProtectionLine, ...]:
    """The protection matters about these men, or about nobody in particular that began in a row of these keys."""
    found = []
    for line in protection_queries.lines(tx):
        man = protection_queries.text_of(tx, line.id).participant_id
        began_here = line.origin_id is not None and line.origin_id.bytes in keys
        if man in men or (man is None and began_here):
            found.append(line)
    return tuple(found)


def matters_along(tx: Transaction, wanted: Wanted) -> tuple[ProtectionLine, ...]:
    """The protection matters that go along with groups or a man."""
    held = rooted_rows(tx, wanted)
    keys = {key[0] for rows in held.values() for key in rows}
    return matters_of(tx, {UUID(bytes=one) for one in men_of(held)}, keys)


def _keys(rows: PackageRows, table: str) -> Iterable[tuple[Value, ...]]:
    return (key_of(table, row) for row in rows[table].rows) if table in rows else ()


def _without_origin(row: Row, keys: Collection[Value]) -> Row:
    """The matter without what it began in, where that does not go: another man's call, another group's session."""
    spot = place("protection_matters", "origin_id")
    return row if row[spot] in keys else (*row[:spot], None, *row[spot + 1 :])


_Again = Callable[[Value, Value], bytes]


def _sealing(opening: ReservedBox, box: ReservedBox) -> _Again:
    def again(key: Value, sealed: Value) -> bytes:
        if not isinstance(key, bytes) or not isinstance(sealed, bytes):
            raise BookError("reserved_not_whole")
        row_id = UUID(bytes=key)
        return box.seal(row_id, opening.open(row_id, sealed))

    return again


def _each(table: str, rows: Iterable[Row], again: _Again) -> TableRows:
    spot = place(table, SEALED)
    done = ((*row[:spot], again(row[0], row[spot]) if row[spot] else row[spot], *row[spot + 1 :]) for row in rows)
    return TableRows(columns_of(table), tuple(done))


def without_reserved(package: Package) -> Package:
    """The package with its ordinary rows only."""
    return replace(package, rows={table: one for table, one in package.rows.items() if table not in RESERVED})


def sealed_here(tx: Transaction, rows: PackageRows, box: ReservedBox | None) -> Mapping[str, TableRows]:
    """The reserved tables of a package, and its decisions, sealed with the key of this book.

    BookError `reserved_not_whole` where a document is not of its row. What says the same here stays as it lies.
    """
    found = {table: rows[table] for table in (*RESERVED, _DECISIONS) if table in rows}
    if box is None:
        return {table: one for table, one in found.items() if table == _DECISIONS}
    again = _sealing(box, tx.reserved)
    return {table: _kept(tx, table, one, _each(table, one.rows, again)) for table, one in found.items()}


def _kept(tx: Transaction, table: str, sent: TableRows, again: TableRows) -> TableRows:
    """Sealing gives other bytes each time: what says the same as the row here keeps those of the row here."""
    mine = read_keys(tx, table, {key_of(table, row) for row in sent.rows})
    spot = place(table, SEALED)

    def one(row: Row) -> Row:
        here = mine.get(key_of(table, row))
        if here is None or not here[spot] or not row[spot] or _said(tx, here, spot) != _said(tx, row, spot):
            return row
        return (*row[:spot], here[spot], *row[spot + 1 :])

    return TableRows(again.columns, tuple(map(one, again.rows)))


def _said(tx: Transaction, row: Row, spot: int) -> object:
    key, sealed = row[0], row[spot]
    return tx.reserved.open(UUID(bytes=key), sealed) if isinstance(key, bytes) and isinstance(sealed, bytes) else None


def as_held(rows: Mapping[str, TableRows]) -> Held:
    """Rows by table and key."""
    return {table: {key_of(table, row): row for row in one.rows} for table, one in rows.items()}
