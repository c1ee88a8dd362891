"""What taking a package in would do, row by row: nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from facilitador.db.packing.belonging import ids_of, is_marked
from facilitador.db.packing.gathering import Held, Wanted, rooted_rows
from facilitador.db.packing.guarding import REVIEWED
from facilitador.db.packing.incoming import Incoming, read
from facilitador.db.packing.leaving import as_men, in_other_groups, men_of, rows_of_roots
from facilitador.db.packing.roots import parents_of
from facilitador.db.packing.rows import Key, Row, columns_of, digest_of, in_order, stored_key
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries import packages as queries
from facilitador.db.transaction import Transaction
from facilitador.domain.package_merging import Outcome, Side, decided, settle
from facilitador.domain.packages import Package
from facilitador.domain.taken_packages import Conflict, RootKind, TableCounts

_NAMES: Final = ("full_name", "name", "title", "wording")
FOLLOWING: Final = "reviews"
"""Where a review stands follows from all that was said on both sides (`reviewing.unite`)."""


@dataclass(slots=True)
class Plan:
    """Rows to write, over none (`new`) or over those that stand here (`changed`); rows to take out (`gone`).

    `conflicts` are those that nobody decided. `gone_men`: whose data went at the other service.
    """

    incoming: Incoming
    new: Held = field(default_factory=dict)
    changed: Held = field(default_factory=dict)
    gone: Held = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    gone_men: set[bytes] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, TableCounts]:
        """How many rows of each table; of what is reserved nothing is counted."""
        parts = (self.new, self.changed, self.gone)
        tables = [table for table in in_order() if table in SCOPES and any(part.get(table) for part in parts)]
        return {table: TableCounts(*(len(part.get(table, {})) for part in parts)) for table in tables}

    def before(self, table: str, key: Key) -> Row | None:
        """The row as it stands here."""
        return self.incoming.mine.get(table, {}).get(key) or self.gone.get(table, {}).get(key)


def plan(tx: Transaction, package: Package, decisions: Mapping[str, Side]) -> Plan:
    """Lay a package beside the book. `decisions`: by the id of a conflict, whose row stays. Refused as `incoming.read`.

    What the newest package of a group no longer holds goes here too; so does a man who is in no other group.
    """
    incoming = read(tx, package)
    made = Plan(incoming)
    for table, accepted in incoming.accepted.items():
        if table == FOLLOWING:
            continue
        bases = _bases(tx, incoming, table, accepted)
        for key, theirs in accepted.items():
            _place(made, table, key, bases.get(key), theirs, decisions)
    _find_gone(tx, made)
    return made


def _bases(tx: Transaction, incoming: Incoming, table: str, keys: Collection[Key]) -> dict[Key, bytes | None]:
    """What both books last held of each row. What is only read here still is as it came."""
    mine = incoming.mine.get(table, {})
    if table not in REVIEWED and not incoming.comes_back:
        return {key: digest_of(mine[key]) for key in keys if key in mine and (table, key) not in incoming.ours}
    stored = {stored_key(key): key for key in keys}
    return {stored[one]: digest for one, digest in queries.last_held(tx, table, stored.keys()).items()}


def _place(made: Plan, table: str, key: Key, base: bytes | None, theirs: Row, decisions: Mapping[str, Side]) -> None:
    mine = made.incoming.mine[table].get(key)
    ours, other = (None if mine is None else digest_of(mine)), digest_of(theirs)
    outcome = settle(base, ours, other)
    if outcome is Outcome.CONFLICT:
        conflict = _conflict(made.incoming, table, key, mine, theirs)
        if conflict.id not in decisions:
            made.conflicts.append(conflict)
            return
        outcome = decided(decisions[conflict.id], ours, other)
    if outcome is Outcome.NEW:
        made.new.setdefault(table, {})[key] = theirs
    elif outcome is Outcome.CHANGED:
        made.changed.setdefault(table, {})[key] = theirs


def _conflict(incoming: Incoming, table: str, key: Key, mine: Row | None, theirs: Row) -> Conflict:
    names = columns_of(table)
    sides = [dict(zip(names, row, strict=True)) if row is not None else None for row in (mine, theirs)]
    differ = [name for name in names if None in sides or sides[0][name] != sides[1][name]]  # type: ignore[index]
    shown = [None if side is None else {name: side[name] for name in differ} for side in sides]
    here, there = shown
    return Conflict(f"{table}:{stored_key(key).hex()}", table, here, there, _named(incoming, table, mine or theirs))


def _named(incoming: Incoming, table: str, row: Row) -> str:
    """What the row is called, or else the man that it is about."""
    values = dict(zip(columns_of(table), row, strict=True))
    own = next((str(values[name]) for name in _NAMES if values.get(name)), "")
    if own or table == "participants":
        return own
    if "enrolment_id" in values:
        stint = incoming.listed.get("enrolments", {}).get((values["enrolment_id"],))
        values = {} if stint is None else dict(zip(columns_of("enrolments"), stint, strict=True))
    man = incoming.listed.get("participants", {}).get((values.get("participant_id"),))
    return "" if man is None else _named(incoming, "participants", man)


def _find_gone(tx: Transaction, made: Plan) -> None:
    """What stands here of the groups and men of the package, and is not in it any more."""
    incoming = made.incoming
    groups = tuple(UUID(bytes=root.id) for root in incoming.fresh if root.kind is RootKind.GROUP)
    held = rooted_rows(tx, Wanted(incoming.manifest.kind, groups))
    listed = {root.id for root in incoming.roots}
    missing = men_of(held) - listed
    made.gone_men = missing - in_other_groups(tx, held, missing)
    leaving = rows_of_roots(held, {*incoming.fresh, *as_men(made.gone_men)})
    for table in in_order():
        unlisted = _of_sender(tx, made, table, leaving.get(table, {}))
        bases = _bases(tx, incoming, table, unlisted) if table in REVIEWED else {}
        for key, row in unlisted.items():
            above = any((value,) in made.gone.get(target, {}) for target, value in parents_of(table, row))
            # what was said here of something that stays, and is not known there yet, stays too
            if above or table not in REVIEWED or bases.get(key) == digest_of(row):
                made.gone.setdefault(table, {})[key] = row


def _of_sender(tx: Transaction, made: Plan, table: str, rows: Mapping[Key, Row]) -> dict[Key, Row]:
    """The rows that the package does not list and that are not of this book or a third: men are in several."""
    unlisted = {key: row for key, row in rows.items() if key not in made.incoming.listed.get(table, {})}
    if not is_marked(table):
        return unlisted
    sender = made.incoming.manifest.sender.book_id
    owners = queries.owners(tx, table, ids_of({table: unlisted}, table))
    theirs: set[Key] = {(key,) for key, owner in owners.items() if owner == sender}
    return {key: row for key, row in unlisted.items() if key in theirs}
