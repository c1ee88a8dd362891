"""Writes what was planned, and takes it back: rows that belong together change at once, through the one door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.packing.gathering import Held
from facilitador.db.packing.own_fields import OWN_FIELDS, unanswered
from facilitador.db.packing.rows import Key, Row, delete, forget_all, in_order, insert, key_of, place, read_where
from facilitador.db.tables.base import metadata
from facilitador.db.tables.packages import open_door
from facilitador.db.tables.participants import participant_words, search_words
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import Value
from facilitador.errors import UserFacingError

_MAN: Final = "participants"


def put(tx: Transaction, package_id: UUID, written: Held, taken_out: Mapping[str, Collection[Key]]) -> None:
    """Write rows (over those of the same key) and take others out. Refused with `package_clashes` as a whole.

    A row is taken out and written anew, so that two rows may change places; what would go with it is written again.
    """
    with open_door(tx, package_id):
        along = _gone_along(tx, written, taken_out)
        try:
            for table in reversed(in_order()):
                keys = [*written.get(table, {}), *taken_out.get(table, ())]
                delete(tx, table, keys)
            for table in in_order():
                insert(tx, table, [*written.get(table, {}).values(), *along.get(table, {}).values()])
        except sa.exc.IntegrityError as error:
            raise UserFacingError("package_clashes") from error
        _write_words(tx, written.get(_MAN, {}).values())
    forget_all(tx, {*written, *taken_out})


def put_but_answered(tx: Transaction, package_id: UUID, back: Held, out: dict[str, list[Key]]) -> None:
    """As `put`; but of fields of the ficha only those are taken out that no man has an answer to then."""
    fields = out.pop(OWN_FIELDS, [])
    put(tx, package_id, back, out)
    if unused := unanswered(tx, fields):
        out[OWN_FIELDS] = unused
        put(tx, package_id, {}, {OWN_FIELDS: unused})


def _gone_along(tx: Transaction, written: Held, taken_out: Mapping[str, Collection[Key]]) -> Held:
    """The rows that the database takes out with those written over, and that are to stay."""
    along: Held = {}
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            above = [one[0] for one in written.get(key.column.table.name, {})]
            if key.ondelete == "CASCADE" and above and table is not participant_words:
                rows = {key_of(table.name, row): row for row in read_where(tx, table.name, key.parent.name, above)}
                gone = {*written.get(table.name, {}), *taken_out.get(table.name, ())}
                along.setdefault(table.name, {}).update({one: row for one, row in rows.items() if one not in gone})
    return along


def _write_words(tx: Transaction, men: Collection[Row]) -> None:
    fields = ("paternal_surname", "maternal_surname", "given_names", "document_number", "phone")
    rows = []
    for row in men:
        words = search_words({field: str(row[place(_MAN, field)]) for field in fields})
        rows += [{"word": word, "participant_id": _id(row[place(_MAN, "id")])} for word in sorted(words)]
    if rows:
        tx.connection.execute(participant_words.insert(), rows)


def _id(value: Value) -> UUID | None:
    return UUID(bytes=value) if isinstance(value, bytes) else None
