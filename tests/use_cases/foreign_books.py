"""Groups as if a package had brought them: copies of a book's own, whose rows belong to another book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

import sqlalchemy as sa

from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.guarding import may_be_foreign
from facilitador.db.packing.own_fields import travelling_key
from facilitador.db.packing.rows import columns_of, in_order, insert
from facilitador.db.tables.base import insert_row
from facilitador.db.tables.packages import NEVER, foreign_rows, package_roots, packages, taking_in
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import PackageKind, Value
from facilitador.domain.taken_packages import PackageWay, RootKind
from facilitador.use_cases.open_book import OpenBook

THERE: Final = UUID(int=77)
SERVICE_THERE: Final = "Centro de Huanta"
_THE_SAME_EVERYWHERE: Final = "instrument_editions"
_OF_FIELD: Final = re.compile(travelling_key(b"") + "([0-9a-f]{32})")


def taken_in(
    book: OpenBook, *group_ids: UUID, book_id: UUID = THERE, service: str = SERVICE_THERE, days_ago: int = 3
) -> tuple[UUID, ...]:
    """Let copies of these groups stand in the book as those of another one; their keys. The package is so old."""

    def bring(tx: Transaction) -> tuple[UUID, ...]:
        copied = tuple(uuid5(book_id, key.hex) for key in group_ids)
        _note_package(tx, copied, book_id, service, days_ago)
        _copy(tx, group_ids, book_id)
        return copied

    return book.with_book(lambda _, runner: runner.look(bring)).result()


def _note_package(tx: Transaction, groups: tuple[UUID, ...], book_id: UUID, service: str, days_ago: int) -> None:
    number = tx.connection.execute(sa.select(sa.func.count()).select_from(packages)).scalar_one() + 1
    key = insert_row(
        tx,
        packages,
        None,
        number=number,
        way=PackageWay.TAKEN,
        kind=PackageKind.SUPERVISION,
        book_id=book_id,
        service_name=service,
        sender="0" * 20,
        sender_name="Rosa Ccori",
        purpose="Supervisión",
        made_at=tx.now - timedelta(days=days_ago),
        with_names=True,
        contents={"subjects": [str(group) for group in groups], "recipients": [], "counts": {}},
    )
    roots = [{"root_id": group, "package_id": key, "kind": RootKind.GROUP, "gone": False} for group in groups]
    tx.connection.execute(sa.insert(package_roots), roots)


def _copy(tx: Transaction, group_ids: tuple[UUID, ...], book_id: UUID) -> None:
    brought = gather(tx, Wanted(PackageKind.SUPERVISION, group_ids))
    kept = {table: held for table, held in brought.items() if table != _THE_SAME_EVERYWHERE}
    keys: dict[Value, bytes] = {
        key: uuid5(book_id, key.hex()).bytes
        for table, held in kept.items()
        if "id" in columns_of(table)
        for row in held.rows
        if isinstance(key := row[columns_of(table).index("id")], bytes)
    }
    tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tx.connection.execute(sa.insert(taking_in).values(package_id=book_id, open_until=NEVER))
    for table in in_order():
        if table in kept:
            insert(tx, table, [tuple(_copied(value, keys) for value in row) for row in kept[table].rows])
    tx.connection.execute(sa.delete(taking_in))
    marks = [
        {"row_id": UUID(bytes=keys[row[0]]), "table_name": table, "book_id": book_id, "state": ForeignState.SUPERVISED}
        for table, held in kept.items()
        if may_be_foreign(table) and "id" in columns_of(table)
        for row in held.rows
    ]
    tx.connection.execute(sa.insert(foreign_rows), marks)


def _copied(value: Value, keys: Mapping[Value, bytes]) -> Value:
    if isinstance(value, str):  # a field of the service travels under a key made of its id
        return _OF_FIELD.sub(lambda found: travelling_key(keys[bytes.fromhex(found[1])]), value)
    return keys.get(value, value) if isinstance(value, bytes) else value
