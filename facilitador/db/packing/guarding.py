"""Rows of another service are written by nobody but the taking in of a package: the triggers that say so.

They are made from the schema: a table added later is guarded as soon as it travels or points at one that does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import sqlalchemy as sa

from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.base import metadata
from facilitador.db.tables.triggers import only_if

REVIEWED: Final = frozenset({"reviews", "review_entries"})
"""What a supervisor writes on the rows of another service."""

SHARED: Final = frozenset({"instrument_editions"})
"""What is the same in every book and belongs to none."""

_DERIVED: Final = frozenset({"participant_words", "package_roots", "package_rows"})
"""Written only along with the row that they are made from."""

_GUARD: Final = (
    "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN EXISTS (SELECT 1 FROM foreign_rows WHERE {foreign}) "
    "BEGIN SELECT RAISE(ABORT, 'a row of another service'); END"
)
_DOOR: Final = "NOT EXISTS (SELECT 1 FROM taking_in)"


def may_be_foreign(table: str) -> bool:
    """True if rows of the table may belong to another service."""
    return table in SCOPES and table not in REVIEWED and table not in SHARED


def with_package_door(triggers: Mapping[str, str]) -> dict[str, str]:
    """The triggers, each letting the rows of a package pass while it is taken in; and those that guard what came."""
    return {name: only_if(statement, _DOOR) for name, statement in {**triggers, **dict(_guards())}.items()}


def _guards() -> Iterator[tuple[str, str]]:
    for table in metadata.sorted_tables:
        if table.name in REVIEWED | _DERIVED:
            continue
        own = [("id", table.name)] if may_be_foreign(table.name) and "id" in table.c else []
        others = [
            (key.parent.name, key.column.table.name)
            for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
            # who led and who told are named also where the work is ours now: that changes nothing of theirs
            if may_be_foreign(key.column.table.name) and key.column.table.name != "people"
        ]
        old = [(f"OLD.{column}", target) for column, target in own or others]
        new = [(f"NEW.{column}", target) for column, target in others]
        if others:
            yield _guard(table, "insert", new)
        if old:
            yield _guard(table, "update", [*old, *new])
            yield _guard(table, "delete", old)


def _guard(table: sa.Table, event: str, pointed: list[tuple[str, str]]) -> tuple[str, str]:
    name = f"{table.name}_of_others_on_{event}"
    foreign = " OR ".join(f"(row_id = {column} AND table_name = '{target}')" for column, target in pointed)
    return name, _GUARD.format(name=name, event=event.upper(), table=table.name, foreign=foreign)
