"""New keys for a book: everything sealed with the old reserved key is sealed with the new one."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.reserved import SEALED, ReservedBox
from facilitador.db.tables.base import metadata


def reseal(connection: sa.Connection, old: bytes, new: bytes) -> None:
    """Open every sealed document with the old reserved key and seal it with the new one."""
    opening, sealing = ReservedBox(old), ReservedBox(new)
    for table in metadata.sorted_tables:
        if SEALED not in table.c:
            continue
        for row_id, sealed in connection.execute(sa.select(table.c.id, table.c[SEALED])).all():
            if sealed:  # what did not come along with a package is empty
                again = sealing.seal(row_id, opening.open(row_id, sealed))
                connection.execute(table.update().where(table.c.id == row_id).values({SEALED: again}))
