"""The rows of a package that say something new here: of groups and men of whom nothing newer is known.

The newest package that tells of a group or a man has the last word on its rows, so that it does not matter in which
order packages come. What a package says of a man whose data went is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from facilitador.db.packing.fitting import check_rows, damaged
from facilitador.db.packing.gathering import Held
from facilitador.db.packing.guarding import REVIEWED, SHARED, may_be_foreign
from facilitador.db.packing.nameless import EMPTIED, EMPTIED_BEFORE
from facilitador.db.packing.own_fields import under_keys_here
from facilitador.db.packing.roots import Place, Root, mentioned_by, parents_of, roots_of
from facilitador.db.packing.rows import Key, Row, columns_of, in_order, key_of, place, pointers, read_keys, read_where
from facilitador.db.packing.scope import SCOPES, Scope
from facilitador.db.queries import packages as queries
from facilitador.db.queries.deliveries import given, men_from
from facilitador.db.tables.packages import digest_of_man
from facilitador.db.transaction import Transaction
from facilitador.domain.dates import format_date
from facilitador.domain.packages import OWNED, Manifest, Package, PackageKind, Value
from facilitador.domain.taken_packages import RootKind
from facilitador.errors import UserFacingError

_ENTRIES: Final = "review_entries"


@dataclass(slots=True)
class Incoming:
    """What is left of a package: `accepted` rows to be laid beside those `mine` of the same keys.

    `listed`: the keys of all that the package holds. `older`: roots of which the book holds something as new or newer.
    `gone`: men whose data went from here, and when; `left_out`: those of them who stay away, and men whose groups know
    them no more. `not_theirs`: people and places of this book or a third that are only mentioned, and men who are ours.
    `given`: groups and men that went from here to the sender; `came`: men who came from there by themselves. `ours`:
    rows about men that stand in both books since. `told_before`: those of `older` whose newest word is the sender's
    own. `clock_behind`: it says that it is older and was written later.
    """

    manifest: Manifest
    listed: Held
    roots: frozenset[Root]
    older: set[bytes]
    left_out: set[bytes]
    not_theirs: set[tuple[str, Key]] = field(default_factory=set)
    given: frozenset[UUID] = frozenset()
    came: frozenset[UUID] = frozenset()
    gone: Mapping[bytes, queries.Gone] = field(default_factory=dict)
    ours: set[tuple[str, Key]] = field(default_factory=set)
    accepted: Held = field(default_factory=dict)
    mine: Held = field(default_factory=dict)
    told_before: frozenset[bytes] = frozenset()
    clock_behind: bool = False

    @property
    def fresh(self) -> frozenset[Root]:
        """The roots of which this package is the newest that is known."""
        return frozenset(root for root in self.roots if root.id not in self.older and root.id not in self.left_out)

    @property
    def comes_back(self) -> bool:
        """True if it is of a man who went from here to the sender."""
        return self.manifest.kind is PackageKind.MAN and not self.given.isdisjoint(self.manifest.subjects)

    def is_of_both(self, root: Root | None) -> bool:
        """True of a man who is of this book and of the sender's: he moved, or is here in another group too."""
        if root is None or root.kind is not RootKind.MAN:
            return False
        return UUID(bytes=root.id) in self.given | self.came or not self.given.isdisjoint(self.manifest.subjects)

    def is_there(self, where: Place) -> bool:
        """True if the row stands here, or comes with the package."""
        table, value = where
        return (value,) in self.accepted.get(table, {}) or (value,) in self.mine.get(table, {})


def read(tx: Transaction, package: Package) -> Incoming:
    """Sort out the rows of a package; nothing is written.

    Refused as a whole: `package_damaged_inside` (name), `package_edition_differs` (instrument, edition),
    `package_claims_other_rows` (name) where it holds what belongs to this book or to a third; `package_man_gone`
    (day, service) where it is of a man whose data went from here and who did not agree to come since.
    """
    check_rows(package.manifest, package.rows)
    listed = under_our_keys(tx, package)
    try:
        root_of = roots_of(listed)
    except ValueError:
        raise damaged(package.manifest) from None
    incoming = _with_roots(tx, package.manifest, listed)
    for table in in_order():
        if table in listed:
            rows = listed[table]
            incoming.mine[table] = read_keys(tx, table, rows.keys())
            _check_owner(tx, incoming, SCOPES[table], root_of)
            accepted = {key: row for key, row in rows.items() if _is_news(incoming, table, key, row, root_of)}
            incoming.accepted[table] = accepted
            if incoming.told_before and not incoming.clock_behind:
                incoming.clock_behind = any(_is_later(incoming, table, key, root_of) for key in rows)
    return incoming


def _is_later(incoming: Incoming, table: str, key: Key, root_of: Mapping[tuple[str, Key], Root]) -> bool:
    """True of a row that was changed after the one that its sender told here last, though it says that it is older."""
    root, mine = root_of.get((table, key)), incoming.mine[table].get(key)
    if root is None or root.id not in incoming.told_before or mine is None or "revision" not in columns_of(table):
        return False
    revision = place(table, "revision")
    return table not in REVIEWED and _number(incoming.listed[table][key][revision]) > _number(mine[revision])


def under_our_keys(tx: Transaction, package: Package) -> Held:
    """The rows by table and key; what is known here under another key (an edition, a review) goes under that one."""
    same: dict[Place, Value] = {}
    listed: Held = {}
    try:
        brought = under_keys_here(tx, package.rows)
    except ValueError:
        raise damaged(package.manifest) from None
    for table in in_order():
        if table in brought:
            rows = brought[table].rows
            same |= _known_by_nature(tx, SCOPES[table], rows)
            named = [_renamed(table, row, same) for row in rows] if same else rows
            listed[table] = {key_of(table, row): row for row in named}
            if len(listed[table]) != len(rows):
                raise damaged(package.manifest)
    return listed


def _known_by_nature(tx: Transaction, scope: Scope, rows: tuple[Row, ...]) -> dict[Place, Value]:
    spots = [place(scope.table, column) for column in scope.natural_key]
    known: dict[Row, Row] = {}
    for column, spot in zip(scope.natural_key, spots, strict=True):
        values = sorted({row[spot] for row in rows} - {None}, key=repr)
        known |= {tuple(row[one] for one in spots): row for row in read_where(tx, scope.table, column, values)}
    same: dict[Place, Value] = {}
    for row in rows:
        mine = known.get(tuple(row[spot] for spot in spots)) if spots else None
        if mine is not None:
            _check_edition(scope.table, mine, row)
            same[(scope.table, row[0])] = mine[0]
    return same


def _check_edition(table: str, mine: Row, theirs: Row) -> None:
    if table in SHARED:
        content, instrument, edition = (place(table, one) for one in ("content_hash", "instrument_id", "edition"))
        if mine[content] != theirs[content]:
            raise UserFacingError("package_edition_differs", instrument=theirs[instrument], edition=theirs[edition])


def _renamed(table: str, row: Row, same: Mapping[Place, Value]) -> Row:
    targets = {spot: target for spot, target, _ in pointers(table)}
    if columns_of(table)[0] == "id":
        targets[0] = table
    return tuple(
        same.get((targets[spot], value), value) if spot in targets else value for spot, value in enumerate(row)
    )


def _with_roots(tx: Transaction, manifest: Manifest, listed: Held) -> Incoming:
    roots = {
        Root(scope.root, key)
        for scope in SCOPES.values()
        if scope.root is not None
        for (key,) in listed.get(scope.table, {})
        if isinstance(key, bytes)
    }
    told_of = RootKind.MAN if manifest.kind is PackageKind.MAN else RootKind.GROUP
    if {root.id for root in roots if root.kind is told_of} != {one.bytes for one in manifest.subjects}:
        raise damaged(manifest)
    this = queries.Told(manifest.made_at, manifest.package_id)
    told = queries.last_told(tx, [UUID(bytes=root.id) for root in roots])
    men = {root.id: digest_of_man(root.id) for root in roots if root.kind is RootKind.MAN}
    older = {root.bytes for root, last in told.items() if last >= this}
    gone = queries.gone(tx, men)
    left_out = _who_left(tx, listed, older)
    if manifest.kind is PackageKind.MAN:
        _check_agreed_anew(manifest, listed, gone)
    else:
        left_out |= gone.keys()
    book_id = manifest.sender.book_id
    theirs = {one.id for one in queries.all_packages(tx) if one.book_id == book_id} if older else set()
    told_before = frozenset(
        root.bytes for root, last in told.items() if root.bytes in older and last.package_id in theirs
    )
    went, came = given(tx, book_id), men_from(tx, book_id)
    return Incoming(
        manifest, listed, frozenset(roots), older, left_out, given=went, came=came, gone=gone, told_before=told_before
    )


def _check_agreed_anew(manifest: Manifest, listed: Held, gone: Mapping[bytes, queries.Gone]) -> None:
    """Refuse a man whose data went from here, unless he agreed to come since: no older package brings him back."""
    day, revoked = place("moving_consents", "given_on"), place("moving_consents", "revoked_on")
    agreed = [str(row[day]) for row in listed.get("moving_consents", {}).values() if row[revoked] is None]
    for one in gone.values():
        if manifest.made_at <= one.at or not any(given_on >= one.on.isoformat() for given_on in agreed):
            raise UserFacingError("package_man_gone", day=format_date(one.on), service=manifest.sender.service_name)


def _who_left(tx: Transaction, listed: Held, older: set[bytes]) -> set[bytes]:
    """The men whose groups are all told of by something newer that does not know them any more."""
    group, man = place("enrolments", "group_id"), place("enrolments", "participant_id")
    stints = listed.get("enrolments", {}).values()
    told_by_older = {row[man] for row in stints if row[group] in older}
    doubtful = told_by_older - {row[man] for row in stints if row[group] not in older}
    here = read_keys(tx, "participants", {(key,) for key in doubtful})
    return {key for key in doubtful if isinstance(key, bytes) and (key,) not in here}


def _check_owner(tx: Transaction, incoming: Incoming, scope: Scope, root_of: Mapping[tuple[str, Key], Root]) -> None:
    """Refuse what would write over a row of this book, or of a third: only what came from the sender is told anew.

    But men move: one who is of two other books is told of by both, the newest has the word; of one who went from here
    to the sender, or came from there, what is ours stays, or is laid beside theirs where he is to be ours alone again.
    """
    mine = incoming.mine[scope.table]
    if not may_be_foreign(scope.table) or columns_of(scope.table)[0] != "id" or not mine:
        return  # what has no key of its own is guarded by what it hangs on
    owners = queries.owners(tx, scope.table, [key[0] for key in mine if isinstance(key[0], bytes)])
    for key, row in mine.items():
        owner = owners.get(key[0]) if isinstance(key[0], bytes) else None
        root = root_of.get((scope.table, key))
        of_man = root is not None and root.kind is RootKind.MAN
        if root is not None and root.id in incoming.left_out:
            continue  # nothing of his is written
        if owner == incoming.manifest.sender.book_id or (owner is not None and of_man):
            continue
        if owner is None and incoming.is_of_both(root):
            kept = incoming.ours if incoming.manifest.kind in OWNED else incoming.not_theirs
            kept.add((scope.table, key))
        elif _may_be_mentioned(scope, owner, row, incoming.listed[scope.table][key]):
            incoming.not_theirs.add((scope.table, key))
        else:
            raise UserFacingError("package_claims_other_rows", name=incoming.manifest.sender.name)


def _may_be_mentioned(scope: Scope, owner: UUID | None, mine: Row, theirs: Row) -> bool:
    """True for who and what is only mentioned, and stays as it is here; who is of this book, under the names she bears.

    They know her as we told of her once: as she is, or as she was.
    """
    if not scope.referenced or owner is not None or scope.table != "people":
        return scope.referenced
    revision = place("people", "revision")
    as_she_is = all(mine[place("people", one)] == theirs[place("people", one)] for one in ("given_names", "surnames"))
    return as_she_is or _number(theirs[revision]) < _number(mine[revision])


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _is_news(incoming: Incoming, table: str, key: Key, row: Row, root_of: Mapping[tuple[str, Key], Root]) -> bool:
    if SCOPES[table].referenced:
        return _is_news_of_mentioned(incoming, table, key, row)
    root = root_of[(table, key)]
    if root.id in incoming.older or root.id in incoming.left_out or (table, key) in incoming.not_theirs:
        return False
    if table == _ENTRIES and key in incoming.mine[table] and not _fills(incoming.mine[table][key], row):
        return False  # what was said is only added to; without names it comes back emptied
    if not all(map(incoming.is_there, mentioned_by(table, row))) or not _points_at_its_like(incoming, table, row):
        raise damaged(incoming.manifest)
    return all(map(incoming.is_there, parents_of(table, row)))


def _fills(mine: Row, theirs: Row) -> bool:
    """True if what was said came without its words before, and now with them."""
    words = place(_ENTRIES, "text")
    emptied = (EMPTIED, EMPTIED_BEFORE)
    return mine[words] in emptied and theirs[words] not in emptied


def _is_news_of_mentioned(incoming: Incoming, table: str, key: Key, row: Row) -> bool:
    if not all(map(incoming.is_there, mentioned_by(table, row))):
        raise damaged(incoming.manifest)
    mine = incoming.mine[table].get(key)
    if mine is None:
        return True
    if table in SHARED or (table, key) in incoming.not_theirs:
        return False
    revision = place(table, "revision")
    return _number(row[revision]) > _number(mine[revision])


def _points_at_its_like(incoming: Incoming, table: str, row: Row) -> bool:
    """True if what a row points at in its own table (the comment that a reply answers) comes too, or is here."""
    own = [row[spot] for spot, target, _ in pointers(table) if target == table and row[spot] is not None]
    return all((value,) in incoming.listed[table] or (value,) in incoming.mine[table] for value in own)
