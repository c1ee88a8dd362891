"""Who leaves the book with the groups that leave it: the men who are in no other group here, with what is theirs."""

from __future__ import annotations

from collections.abc import Collection

from facilitador.db.packing.gathering import Held
from facilitador.db.packing.roots import Root, roots_of
from facilitador.db.packing.rows import place, read_where
from facilitador.db.transaction import Transaction
from facilitador.domain.taken_packages import RootKind


def men_of(held: Held) -> set[bytes]:
    """The men among the rows."""
    return {key for (key,) in held.get("participants", {}) if isinstance(key, bytes)}


def in_other_groups(tx: Transaction, held: Held, men: Collection[bytes]) -> set[bytes]:
    """Of these men, those who are here in a group that is not among the rows."""
    group, man = place("enrolments", "group_id"), place("enrolments", "participant_id")
    stints = read_where(tx, "enrolments", "participant_id", sorted(men))
    elsewhere = (row[man] for row in stints if (row[group],) not in held.get("groups", {}))
    return {key for key in elsewhere if isinstance(key, bytes)}


def rows_of_roots(held: Held, roots: Collection[Root]) -> Held:
    """The rows that belong to these groups and men."""
    root_of = roots_of(held)
    return {
        table: {key: row for key, row in rows.items() if root_of.get((table, key)) in roots}
        for table, rows in held.items()
    }


def as_men(men: Collection[bytes]) -> set[Root]:
    """Men as roots."""
    return {Root(RootKind.MAN, man) for man in men}
