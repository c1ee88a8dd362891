"""Columns that every revision writes alike. What a revision wrote never changes: a new habit gets a new function."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def key() -> sa.LargeBinary:
    """A UUID as its 16 bytes."""
    return sa.LargeBinary(16)


def instant() -> sa.DateTime:
    """An instant in UTC."""
    return sa.DateTime(timezone=True)


def required(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    """A column that is never empty."""
    return sa.Column(name, kind, nullable=False)


def stamps() -> tuple[sa.Column[Any], ...]:
    """Who made and changed a row, when, and its revision."""
    return (
        required("created_at", instant()),
        required("created_by", key()),
        required("changed_at", instant()),
        required("changed_by", key()),
        required("revision", sa.Integer()),
    )


def points_at(table: str, column: str, target: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    """The column holds the key of a row of `target`; with `cascade`, the row goes with that one."""
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE" if cascade else None)


def keyed(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The key of a row, a UUID."""
    return (required("id", key()), sa.PrimaryKeyConstraint("id", name=f"pk_{table}"))
