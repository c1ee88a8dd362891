"""What was put in writing about numerals of the directive, and how often the view was given out on paper."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.compliance import compliance_statements
from facilitador.db.tables.people import people
from facilitador.db.tables.records import prints
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import Statement, StatementKind

_IT = compliance_statements.c
_COLUMNS = (_IT.id, _IT.group_id, _IT.numeral, _IT.edition, _IT.kind, _IT.words, _IT.stated_on)
_ALL = (
    sa.select(*_COLUMNS, people.c.given_names, people.c.surnames)
    .join(people, people.c.id == _IT.stated_by)
    .order_by(_IT.created_at, _IT.number)
)
_OF = _ALL.where(sa.or_(_IT.group_id.is_(None), _IT.group_id == sa.bindparam("group")))

_PRINTED = sa.select(sa.func.count()).where(prints.c.document == sa.bindparam("document"))


def statements(tx: Transaction, group_id: UUID | None) -> tuple[Statement, ...]:
    """What was stated for the service and, where one is named, for that group; oldest first."""
    rows = tx.connection.execute(_OF, {"group": group_id})
    return tuple(
        Statement(key, group, numeral, edition, StatementKind(kind), words, on, f"{given} {surnames}".strip())
        for key, group, numeral, edition, kind, words, on, given, surnames in rows
    )


def times_printed(tx: Transaction, document: str) -> int:
    """How often a paper of this kind was numbered."""
    times: int = tx.connection.execute(_PRINTED, {"document": document}).scalar_one()
    return times
