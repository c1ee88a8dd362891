"""Version 9: the chained trail, rights of the person, retention."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from facilitador.db.migrations.columns import instant, keyed, required
from facilitador.domain.audit_chain import BEGINNING, KEY_BYTES, ChainRow, link

revision = "9"
down_revision = "8"

_BATCH: Final = 5_000


def upgrade() -> None:
    """From version 8 to version 9."""
    trail()


def trail() -> None:
    """The chain of the audit; what was written before it is chained as it stands now."""
    op.add_column("audit_entries", sa.Column("chain", sa.LargeBinary(32)))
    op.create_table(
        "audit_chains",
        *keyed("audit_chains"),
        required("key", sa.LargeBinary(32)),
        required("created_at", instant()),
    )
    _chain_what_is_there()
    op.create_index("ix_audit_entries_person_id_action", "audit_entries", ["person_id", "action"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    chain_key = secrets.token_bytes(KEY_BYTES)
    connection.exec_driver_sql(
        "INSERT INTO audit_chains (id, key, created_at) SELECT ?, ?, strftime('%Y-%m-%d %H:%M:%S.000000', 'now')",
        (uuid4().bytes, chain_key),
    )
    before, last = BEGINNING, 0
    while rows := connection.exec_driver_sql(
        "SELECT number, at, person_id, action, subject_id, details, NULL FROM audit_entries WHERE number > ?"
        " ORDER BY number LIMIT ?",
        (last, _BATCH),
    ).all():
        chained = []
        for row in map(ChainRow._make, rows):
            before, last = link(chain_key, before, row), row.number
            chained.append((before, last))
        connection.exec_driver_sql("UPDATE audit_entries SET chain = ? WHERE number = ?", chained)
