"""What the team put in writing about a numeral of the directive: only ever added to, withdrawn by a later one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_row, one_of, stamped_table
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import StatementKind

# Without a group it is said for the whole service. `number` orders what was said of one numeral in one gesture.
compliance_statements = stamped_table(
    "compliance_statements",
    foreign("group_id", "groups", nullable=True),
    sa.Column("numeral", sa.String(20), nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("words", sa.String(1000), nullable=False),
    sa.Column("stated_on", sa.Date, nullable=False),
    foreign("stated_by", "people"),
    sa.Column("number", sa.Integer, nullable=False),
    one_of("kind", tuple(StatementKind)),
    sa.CheckConstraint("words <> ''", name="says_something"),
    sa.Index(None, "group_id"),
)


def add_statement(
    tx: Transaction,
    statement_id: UUID | None,
    *,
    group_id: UUID | None,
    numeral: str,
    edition: str,
    kind: StatementKind,
    words: str,
    stated_on: date,
) -> UUID:
    """Add a statement of who acts; its id."""
    number = sa.select(sa.func.coalesce(sa.func.max(compliance_statements.c.number), 0) + 1)
    return insert_row(
        tx,
        compliance_statements,
        statement_id,
        group_id=group_id,
        numeral=numeral,
        edition=edition,
        kind=kind,
        words=words,
        stated_on=stated_on,
        stated_by=tx.actor.id,
        number=tx.connection.execute(number).scalar_one(),
    )
