"""Good practices, newest first; by topic, technique, group and the words typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from facilitador.db.tables.groups import groups
from facilitador.db.tables.practices import practices
from facilitador.db.transaction import Transaction
from facilitador.domain.practices import Practice

_IT = practices.c
_ALL = (
    sa.select(
        _IT.id,
        _IT.title,
        _IT.topic_id,
        _IT.technique,
        _IT.done,
        _IT.worked,
        _IT.not_worked,
        _IT.group_id,
        sa.func.coalesce(groups.c.name, ""),
        _IT.changed_at,
        _IT.revision,
    )
    .select_from(practices.outerjoin(groups, groups.c.id == _IT.group_id))
    .order_by(_IT.changed_at.desc(), _IT.id.desc())
)


@dataclass(frozen=True, slots=True)
class PracticeFilter:
    """Practices with every one of these folded words, of one of these topics, of this technique; empty: of any."""

    words: tuple[str, ...] = ()
    topic_ids: Collection[str] = ()
    technique: str = ""
    limit: int = 100
    offset: int = 0


def found(tx: Transaction, wanted: PracticeFilter) -> tuple[Practice, ...]:
    """The practices of the filter, newest first."""
    conditions: list[sa.ColumnElement[Any]] = [
        _IT.search_text.contains(f" {word}", autoescape=True) for word in wanted.words
    ]
    if wanted.topic_ids:
        conditions.append(_IT.topic_id.in_(wanted.topic_ids))
    if wanted.technique:
        conditions.append(_IT.technique == wanted.technique)
    statement = _ALL.where(*conditions).limit(wanted.limit).offset(wanted.offset)
    return tuple(Practice(*row) for row in tx.connection.execute(statement))
