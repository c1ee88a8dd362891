"""Lists imported into a group, with what each made and in which revision, so that it can be taken back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_row, metadata, stamped_table, update_row
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, UtcDateTime
from facilitador.domain.roster_imports import ImportedRow

roster_imports = stamped_table(
    "roster_imports",
    foreign("group_id", "groups"),
    sa.Column("source", sa.String(160), nullable=False),
    sa.Column("men", sa.Integer, nullable=False),
    sa.Column("undone_at", UtcDateTime),
    sa.Column("undone_by", Guid),
    sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    sa.Index(None, "group_id"),
)

# `participant_revision` is empty where the man was in the book before: then only his stint is the import's
roster_import_rows = sa.Table(
    "roster_import_rows",
    metadata,
    sa.Column("enrolment_id", sa.ForeignKey("enrolments.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("import_id", sa.ForeignKey("roster_imports.id"), nullable=False),
    sa.Column("participant_id", sa.ForeignKey("participants.id", ondelete="CASCADE"), nullable=False),
    sa.Column("enrolment_revision", sa.Integer, nullable=False),
    sa.Column("participant_revision", sa.Integer),
    sa.Index(None, "import_id"),
    sa.Index(None, "participant_id"),
)


def insert_import(
    tx: Transaction, import_id: UUID | None, group_id: UUID, source: str, rows: Sequence[ImportedRow]
) -> UUID:
    """Write an import and what it made in this very transaction: men and stints in their first revision."""
    key = insert_row(
        tx, roster_imports, import_id, group_id=group_id, source=source, men=len(rows), undone_at=None, undone_by=None
    )
    values = [
        {
            "enrolment_id": row.enrolment_id,
            "import_id": key,
            "participant_id": row.participant_id,
            "enrolment_revision": 1,
            "participant_revision": 1 if row.answers is not None else None,
        }
        for row in rows
    ]
    tx.connection.execute(roster_import_rows.insert(), values)
    return key


def take_back(tx: Transaction, import_id: UUID) -> None:
    """Delete every stint and man that an import made, and mark it as undone.

    The order is that of the triggers: an undone import lets its stints' first steps go, then its rows, its stints, its
    men. Ask first whether anything changed since: what hangs on them otherwise makes the database refuse.
    """
    update_row(tx, roster_imports, import_id, None, undone_at=tx.now, undone_by=tx.actor.id)
    rows = tx.connection.execute(
        sa.select(
            roster_import_rows.c.enrolment_id,
            roster_import_rows.c.participant_id,
            roster_import_rows.c.participant_revision.is_not(None),
        ).where(roster_import_rows.c.import_id == import_id)
    ).all()
    stints = [{"key": stint} for stint, _, _ in rows]
    men = [{"key": man} for _, man, registered in rows if registered]
    for column, keys in (
        (enrolment_events.c.enrolment_id, stints),
        (roster_import_rows.c.enrolment_id, stints),
        (enrolments.c.id, stints),
        (participants.c.id, men),
    ):
        if keys:
            tx.connection.execute(sa.delete(column.table).where(column == sa.bindparam("key")), keys)
