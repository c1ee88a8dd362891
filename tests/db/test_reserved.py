"""Reserved documents: only the reserved key opens them, each on its own row, and new keys seal them again."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa

from facilitador.db import resealing
from facilitador.db.reserved import SEALED, ReservedBox
from facilitador.db.tables.base import metadata
from facilitador.db.types import Guid
from facilitador.errors import BookError

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
ONE, OTHER = UUID(int=1), UUID(int=2)
DOCUMENT = {"what": "Teme por su hermana", "days": [1, 3]}


def test_a_document_comes_back_whole() -> None:
    box = ReservedBox(OLD)
    sealed = box.seal(ONE, DOCUMENT)
    assert b"hermana" not in sealed
    assert box.open(ONE, sealed) == DOCUMENT


@pytest.mark.parametrize(("row", "key"), [(OTHER, OLD), (ONE, NEW)])
def test_neither_another_row_nor_another_key_opens_it(row: UUID, key: bytes) -> None:
    sealed = ReservedBox(OLD).seal(ONE, DOCUMENT)
    with pytest.raises(BookError) as refusal:
        ReservedBox(key).open(row, sealed)
    assert refusal.value.code == "reserved_not_whole"


def test_one_changed_byte_is_noticed() -> None:
    box = ReservedBox(OLD)
    sealed = bytearray(box.seal(ONE, DOCUMENT))
    sealed[-1] ^= 1
    with pytest.raises(BookError):
        box.open(ONE, bytes(sealed))


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def test_new_keys_seal_every_sealed_column_again(connection: sa.Connection) -> None:
    table = sa.Table(
        "sealed_probe", metadata, sa.Column("id", Guid, primary_key=True), sa.Column(SEALED, sa.LargeBinary)
    )
    try:
        table.create(connection)
        sealed = ReservedBox(OLD).seal(ONE, DOCUMENT)
        rows: list[dict[str, object]] = [{"id": ONE, SEALED: sealed}, {"id": OTHER, SEALED: None}]
        connection.execute(table.insert(), rows)
        resealing.reseal(connection, OLD, NEW)
        rows_now = connection.execute(sa.select(table.c.id, table.c[SEALED]))
        again = {row.id: row.sealed for row in rows_now}
        assert again[OTHER] is None
        assert ReservedBox(NEW).open(ONE, again[ONE]) == DOCUMENT
    finally:
        metadata.remove(table)
