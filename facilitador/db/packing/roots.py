"""To which group or man each row belongs: who tells of one later has the last word on its rows."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from facilitador.db.packing.gathering import Held
from facilitador.db.packing.rows import Key, Row, in_order, pointers
from facilitador.db.packing.scope import SCOPES
from facilitador.domain.packages import Value
from facilitador.domain.taken_packages import RootKind


class Root(NamedTuple):
    """A group or a man."""

    kind: RootKind
    id: bytes


Place: TypeAlias = tuple[str, Value]
"""A row with a key of one value: its table and that key."""


def parents_of(table: str, row: Row) -> list[Place]:
    """What the row hangs on: groups, men, and what hangs on them; not what it only mentions (people, places)."""
    return [
        (target, row[spot])
        for spot, target, _ in pointers(table)
        if row[spot] is not None and target != table and target in SCOPES and not SCOPES[target].referenced
    ]


def mentioned_by(table: str, row: Row) -> list[Place]:
    """The people, places, institutions and editions that the row points at."""
    return [
        (target, row[spot])
        for spot, target, _ in pointers(table)
        if row[spot] is not None and target in SCOPES and SCOPES[target].referenced
    ]


def roots_of(held: Held) -> dict[tuple[str, Key], Root]:
    """The root of each row: its group where anything that it hangs on is a group's, else its man.

    Rows that only are mentioned have none. ValueError where a row hangs on nothing that is held, or on two groups.
    """
    found: dict[tuple[str, Key], Root] = {}
    for table in in_order():
        if table in held and not SCOPES[table].referenced:
            for key, row in held[table].items():
                found[(table, key)] = _root(table, key, row, found)
    return found


def _root(table: str, key: Key, row: Row, found: dict[tuple[str, Key], Root]) -> Root:
    kind = SCOPES[table].root
    if kind is not None and isinstance(key[0], bytes):
        return Root(kind, key[0])
    above = {found.get((target, (value,))) for target, value in parents_of(table, row)}
    groups = {root for root in above if root is not None and root.kind is RootKind.GROUP}
    men = {root for root in above if root is not None and root.kind is RootKind.MAN}
    if None in above or not above or len(groups) > 1 or (not groups and len(men) > 1):
        raise ValueError("a row that hangs on nothing, or on two")
    return next(iter(groups or men))
