"""Reviews between two books: what was said is united, and where a review stands follows from all that was said.

Nothing that was said is ever written over or taken out by a package, so it does not matter in which order they come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.packing.fitting import check_rows, damaged
from facilitador.db.packing.gathering import Held
from facilitador.db.packing.incoming import Incoming, under_our_keys
from facilitador.db.packing.planning import Plan
from facilitador.db.packing.rows import Key, Row, columns_of, key_of, place, read_keys, read_where
from facilitador.db.queries import packages as queries
from facilitador.db.queries import trusted_keys as key_queries
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.tables.participants import participants
from facilitador.db.tables.people import people
from facilitador.db.tables.reviews import review_entries, reviews
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import Package, PackageKind, PackageRows, TableRows, Value
from facilitador.domain.reviews import BY_REVIEWER, ReviewStep, state_after
from facilitador.domain.taken_packages import KnownPackage, PackageWay
from facilitador.errors import UserFacingError

REVIEWS: Final = "reviews"
ENTRIES: Final = "review_entries"
_BENEATH: Final = {"schema_translate_map": {None: "main"}}
_SUBJECTS: Final = {"session_id": sessions, "participant_id": participants, "decision_id": exclusion_decisions}


# -- what goes back ---------------------------------------------------------------------------------------------------


def rows_said_of(tx: Transaction, book_id: UUID) -> PackageRows:
    """What people of this book said of what came from another one to be supervised, with their names."""
    said = tx.connection.execute(_said_of(book_id)).all()
    entries = _by_keys(tx, ENTRIES, {row.id for row in said})
    begun = _by_keys(tx, REVIEWS, {row.review_id for row in said})
    named = _by_keys(tx, "people", {row.by for row in said})
    rows = {"people": [_as_author(row) for row in named], REVIEWS: begun, ENTRIES: entries}
    return {table: TableRows(columns_of(table), tuple(found)) for table, found in rows.items()}


def unsent_of(tx: Transaction, book_id: UUID) -> int:
    """How many steps people of this book took of that one's work since comments last went there."""
    last = max((one.made_at for one in _sent(tx, book_id, PackageKind.REVIEW)), default=None)
    said = _said_of(book_id) if last is None else _said_of(book_id).where(review_entries.c.at > last)
    counted = sa.select(sa.func.count()).select_from(said.subquery())
    # home is over this service only, and this is about another's: past the views that are laid for it
    return int(tx.connection.execute(counted, execution_options=_BENEATH).scalar_one())


def supervised_books(tx: Transaction) -> dict[UUID, str]:
    """The other books of which something is here to be supervised, each with the name of its service."""
    here = sa.select(foreign_rows.c.book_id).where(foreign_rows.c.state == ForeignState.SUPERVISED).distinct()
    books = set(tx.connection.execute(here).scalars())
    return {one.book_id: one.service_name for one in reversed(queries.all_packages(tx)) if one.book_id in books}


def _said_of(book_id: UUID) -> sa.Select[Any]:
    theirs = sa.select(foreign_rows.c.row_id).where(
        foreign_rows.c.book_id == book_id, foreign_rows.c.state == ForeignState.SUPERVISED
    )
    about = [
        reviews.c[column].in_(theirs.where(foreign_rows.c.table_name == table.name))
        for column, table in _SUBJECTS.items()
    ]
    elsewhere = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == people.name)
    it = review_entries.c
    said = sa.select(it.id, it.review_id, it.by).join_from(review_entries, reviews)
    return said.where(sa.or_(*about), review_entries.c.by.not_in(elsewhere))


def _by_keys(tx: Transaction, table: str, keys: set[UUID]) -> list[Row]:
    return sorted(read_where(tx, table, "id", [key.bytes for key in keys]), key=_id)


def _as_author(row: Row) -> Row:
    """Who said it, without her access or designation."""
    instead: Mapping[str, Value] = {"designation_document": "", "designated_on": None, "role": None, "active": 0}
    return tuple(instead.get(name, value) for name, value in zip(columns_of("people"), row, strict=True))


def _id(row: Row) -> bytes:
    return row[0] if isinstance(row[0], bytes) else b""


# -- what came --------------------------------------------------------------------------------------------------------


def plan_reviews(tx: Transaction, package: Package) -> Plan:
    """What taking in comments does here: they are added where they belong. Nothing is written.

    Refused as a whole: `package_damaged_inside` (name); `package_claims_other_rows` (name) where it tells of what this
    book never sent to that reviewer, or says something in the name of somebody of this book.
    """
    check_rows(package.manifest, package.rows)
    listed = under_our_keys(tx, package)
    mine = {table: read_keys(tx, table, set(rows)) for table, rows in listed.items()}
    new = {table: {key: row for key, row in rows.items() if key not in mine[table]} for table, rows in listed.items()}
    incoming = Incoming(package.manifest, listed, frozenset(), set(), set(), accepted=new, mine=mine)
    _check_subjects(tx, package, listed.get(REVIEWS, {}).values())
    _check_said(tx, package, listed, new.get(ENTRIES, {}).values())
    made = Plan(incoming)
    for table in ("people", ENTRIES):
        if new.get(table):
            made.new[table] = new[table]
    unite(tx, made)
    return made


def _check_subjects(tx: Transaction, package: Package, begun: Iterable[Row]) -> None:
    groups = _sent_to(tx, package.manifest.sender.book_id)
    for row in begun:
        if not any(_was_sent(tx, column, row[place(REVIEWS, column)], groups) for column in _SUBJECTS):
            raise _claims(package)


def _sent_to(tx: Transaction, book_id: UUID) -> set[UUID]:
    """The groups that were sent to somebody of that book to be supervised."""
    return {group for one in _sent(tx, book_id, PackageKind.SUPERVISION) for group in one.subjects}


def _sent(tx: Transaction, book_id: UUID, kind: PackageKind) -> list[KnownPackage]:
    """The packages that went to somebody of that book, also to a key that was withdrawn since."""
    keys = {one.identity.fingerprint for one in key_queries.all_trusted_keys(tx) if one.identity.book_id == book_id}
    sent = (one for one in queries.all_packages(tx) if (one.way, one.kind) == (PackageWay.SENT, kind))
    return [one for one in sent if keys & {to.fingerprint for to in one.recipients}]


def _was_sent(tx: Transaction, column: str, value: Value, groups: set[UUID]) -> bool:
    if not isinstance(value, bytes):
        return False
    subject = UUID(bytes=value)
    table = _SUBJECTS[column]
    if column == "session_id":
        found = sa.select(sessions.c.id).where(sessions.c.id == subject, sessions.c.group_id.in_(groups))
    else:
        his = enrolments.c.participant_id == (table.c.id if table is participants else table.c.participant_id)
        found = sa.select(table.c.id).join_from(table, enrolments, his)
        found = found.where(table.c.id == subject, enrolments.c.group_id.in_(groups))
    foreign = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == table.name)
    return tx.connection.execute(found.where(table.c.id.not_in(foreign)).limit(1)).first() is not None


def _check_said(tx: Transaction, package: Package, listed: Held, said: Iterable[Row]) -> None:
    """Only steps of who reviews, of a review that came along, by somebody who came along and is nobody of this book."""
    review, step, by, about = (place(ENTRIES, name) for name in ("review_id", "step", "by", "about_id"))
    authors = {key[0] for key in listed.get("people", {})}
    here = read_keys(tx, "people", {(one,) for one in authors})
    owners = queries.owners(tx, "people", [key[0] for key in here if isinstance(key[0], bytes)])
    for row in said:
        if row[step] not in BY_REVIEWER or row[about] is not None or (row[review],) not in listed.get(REVIEWS, {}):
            raise damaged(package.manifest)
        if row[by] not in authors or ((row[by],) in here and row[by] not in owners):
            raise _claims(package)


def _claims(package: Package) -> UserFacingError:
    return UserFacingError("package_claims_other_rows", name=package.manifest.sender.name)


# -- where they stand -------------------------------------------------------------------------------------------------


def unite(tx: Transaction, made: Plan) -> None:
    """Put every review that the package tells of, or adds to, where all that was said on both sides leads."""
    told = made.incoming.listed.get(REVIEWS, {})
    spot = place(ENTRIES, "review_id")
    touched = set(made.incoming.accepted.get(REVIEWS, {}))
    touched |= {(row[spot],) for row in made.new.get(ENTRIES, {}).values()}
    here = read_keys(tx, REVIEWS, touched)
    said = _said(tx, made, touched)
    for key in touched:
        row = here.get(key) or told.get(key)
        if row is None or key in made.gone.get(REVIEWS, {}):
            continue
        moved = _moved(row, said.get(key[0], {}).values())
        if key not in here:
            made.new.setdefault(REVIEWS, {})[key] = moved
        elif moved != row:
            made.incoming.mine.setdefault(REVIEWS, {})[key] = row
            made.changed.setdefault(REVIEWS, {})[key] = moved


def _said(tx: Transaction, made: Plan, touched: Collection[Key]) -> dict[Value, dict[Key, Row]]:
    spot = place(ENTRIES, "review_id")
    there = {key_of(ENTRIES, row): row for row in read_where(tx, ENTRIES, "review_id", [key[0] for key in touched])}
    whole = there | made.new.get(ENTRIES, {})
    found: dict[Value, dict[Key, Row]] = {}
    for key, row in whole.items():
        if key not in made.gone.get(ENTRIES, {}):
            found.setdefault(row[spot], {})[key] = row
    return found


def _moved(row: Row, said: Iterable[Row]) -> Row:
    """The review after all that was said: the same in every book that knows the same."""
    at, by, step = (place(ENTRIES, name) for name in ("at", "by", "step"))
    steps = sorted(said, key=lambda one: (str(one[at]), _id(one)))
    if not steps:
        return row
    put: dict[str, Value] = {
        "state": str(state_after(ReviewStep(str(one[step])) for one in steps)),
        "changed_at": steps[-1][at],
        "changed_by": steps[-1][by],
        "revision": 1 + len(steps),  # it began by waiting, and every step raised it
    }
    return tuple(put.get(name, value) for name, value in zip(columns_of(REVIEWS), row, strict=True))
