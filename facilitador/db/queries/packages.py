"""Packages that the book sent and took in, what each wrote, and the sources they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.groups import groups
from facilitador.db.tables.packages import foreign_rows, gone_men, package_roots, package_rows, packages
from facilitador.db.tables.records import audit_entries
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import (
    KnownPackage,
    PackageWay,
    Recipient,
    RootKind,
    SourceGroup,
    SourceLine,
)
from facilitador.errors import UserFacingError

_CHUNK: Final = 500
_STANDS: Final = packages.c.undone_at.is_(None)
_TAKEN: Final = (packages.c.way == PackageWay.TAKEN, _STANDS)
_ALL: Final = sa.select(packages).order_by(packages.c.number.desc())


class Told(NamedTuple):
    """When something was last told of a root (UTC), and by which package."""

    at: datetime
    package_id: UUID


class Gone(NamedTuple):
    """When the data of somebody went from this book: the moment (UTC), and the day by the calendar here."""

    at: datetime
    on: date


class Written(NamedTuple):
    """A row that a package wrote or took out: as it stood before (None: not there), and the digest of what was left."""

    table: str
    key: bytes
    before: bytes | None
    digest: bytes | None


_SOURCES = (
    sa.select(foreign_rows.c.book_id, groups.c.id, groups.c.name)
    .join(groups, groups.c.id == foreign_rows.c.row_id)
    .where(foreign_rows.c.table_name == "groups", foreign_rows.c.state == "supervised")
    .order_by(groups.c.sort_key, groups.c.id)
)
_EXPIRING = _ALL.where(
    packages.c.way == PackageWay.SENT, packages.c.until.between(sa.bindparam("today"), sa.bindparam("last"))
)


def all_packages(tx: Transaction) -> tuple[KnownPackage, ...]:
    """Every package, newest first."""
    return tuple(_package(row) for row in tx.connection.execute(_ALL).mappings())


def package(tx: Transaction, package_id: UUID) -> KnownPackage:
    """One package; refuses with `not_found`."""
    row = tx.connection.execute(_ALL.where(packages.c.id == package_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="package_id")
    return _package(row)


def stands(tx: Transaction, package_id: UUID) -> bool:
    """True if that very package was taken in and not taken back."""
    return (
        tx.connection.execute(sa.select(packages.c.id).where(packages.c.id == package_id, *_TAKEN)).first() is not None
    )


def expiring(tx: Transaction, today: date, days: int) -> tuple[KnownPackage, ...]:
    """What was sent and can be opened for so many days more at most, and today still."""
    soon = {"today": today, "last": today + timedelta(days=days)}
    return tuple(_package(row) for row in tx.connection.execute(_EXPIRING, soon).mappings())


def chain_head(tx: Transaction) -> bytes:
    """The newest value in the chain of the audit; empty where nothing was written yet."""
    newest = sa.select(audit_entries.c.chain).order_by(audit_entries.c.number.desc()).limit(1)
    return tx.connection.execute(newest).scalar_one_or_none() or b""


def last_told(tx: Transaction, roots: Iterable[UUID]) -> dict[UUID, Told]:
    """For each group or man of whom a package told, the newest of those that stand."""
    found: dict[UUID, Told] = {}
    for part in _chunks(roots):
        rows = (
            sa.select(package_roots.c.root_id, packages.c.made_at, packages.c.id)
            .join(packages, packages.c.id == package_roots.c.package_id)
            .where(package_roots.c.root_id.in_(part), *_TAKEN)
        )
        for root, at, package_id in tx.connection.execute(rows):
            found[root] = max(found.get(root, Told(at, package_id)), Told(at, package_id))
    return found


def supervised(tx: Transaction, roots: Iterable[UUID], besides: UUID | None = None) -> set[UUID]:
    """Of these groups and men, those that a package for supervision told of, which stands; but for one package."""
    found: set[UUID] = set()
    for part in _chunks(roots):
        rows = (
            sa.select(package_roots.c.root_id)
            .join(packages, packages.c.id == package_roots.c.package_id)
            .where(package_roots.c.root_id.in_(part), packages.c.kind == PackageKind.SUPERVISION, *_TAKEN)
        )
        found.update(tx.connection.execute(rows.where(packages.c.id.is_distinct_from(besides))).scalars())
    return found


def nameless_groups(tx: Transaction) -> frozenset[UUID]:
    """The groups of which was last told without names."""
    rows = (
        sa.select(package_roots.c.root_id, packages.c.with_names)
        .join(packages, packages.c.id == package_roots.c.package_id)
        .where(package_roots.c.kind == RootKind.GROUP, *_TAKEN)
        .order_by(packages.c.made_at)
    )
    nameless: set[UUID] = set()
    for group_id, with_names in tx.connection.execute(rows):
        (nameless.discard if with_names else nameless.add)(group_id)
    return frozenset(nameless)


def roots_of(tx: Transaction, package_id: UUID) -> dict[UUID, RootKind]:
    """What a package told everything of."""
    rows = sa.select(package_roots.c.root_id, package_roots.c.kind).where(package_roots.c.package_id == package_id)
    return {root: RootKind(kind) for root, kind in tx.connection.execute(rows)}


def last_held(tx: Transaction, table: str, keys: Collection[bytes]) -> dict[bytes, bytes | None]:
    """By key, the digest of what both books last held of a row: what the newest package that stands left of it."""
    found: dict[bytes, bytes | None] = {}
    for part in _chunks(keys):
        rows = (
            sa.select(package_rows.c.row_key, package_rows.c.digest)
            .join(packages, packages.c.id == package_rows.c.package_id)
            .where(package_rows.c.table_name == table, package_rows.c.row_key.in_(part), _STANDS)
            .order_by(packages.c.number)
        )
        found.update((key, digest) for key, digest in tx.connection.execute(rows))
    return found


def owners(tx: Transaction, table: str, ids: Iterable[bytes]) -> dict[bytes, UUID]:
    """By key, the other book that each of these rows belongs to."""
    found: dict[bytes, UUID] = {}
    for part in _chunks(UUID(bytes=one) for one in ids):
        rows = sa.select(foreign_rows.c.row_id, foreign_rows.c.book_id).where(
            foreign_rows.c.table_name == table, foreign_rows.c.row_id.in_(part)
        )
        found.update((row.bytes, book) for row, book in tx.connection.execute(rows))
    return found


def rows_of_book(tx: Transaction, table: str, book_id: UUID) -> set[bytes]:
    """The keys of a table's rows that belong to a book."""
    there = (foreign_rows.c.table_name == table) & (foreign_rows.c.book_id == book_id)
    return {key.bytes for key in tx.connection.execute(sa.select(foreign_rows.c.row_id).where(there)).scalars()}


def foreign_keys(tx: Transaction, table: str) -> list[bytes]:
    """The keys of a table's rows that belong to any other book."""
    found = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == table).order_by(foreign_rows.c.row_id)
    return [key.bytes for key in tx.connection.execute(found).scalars()]


def written(tx: Transaction, package_id: UUID) -> list[Written]:
    """What a package wrote and took out."""
    columns = (package_rows.c.table_name, package_rows.c.row_key, package_rows.c.before, package_rows.c.digest)
    rows = sa.select(*columns).where(package_rows.c.package_id == package_id)
    return [Written(*row) for row in tx.connection.execute(rows)]


def gone(tx: Transaction, digests: Mapping[bytes, bytes]) -> dict[bytes, Gone]:
    """Of these men, by key with the digest of each: those whose data went, and when."""
    known: dict[bytes, Gone] = {}
    for part in _chunks(digests.values()):
        for digest, at, on in tx.connection.execute(sa.select(gone_men).where(gone_men.c.digest.in_(part))):
            known[digest] = Gone(at, on)
    return {key: known[digest] for key, digest in digests.items() if digest in known}


def sources(tx: Transaction) -> tuple[SourceLine, ...]:
    """The other books of which groups are here for supervision, by service, each with its groups by name."""
    # also where what is read is narrowed to this service: what came from others is what is asked for
    found = tx.connection.execute(_SOURCES, execution_options={"schema_translate_map": {None: "main"}}).all()
    told = last_told(tx, [row.id for row in found])
    by_book: dict[UUID, list[SourceGroup]] = defaultdict(list)
    for book_id, group_id, name in found:
        by_book[book_id].append(SourceGroup(group_id, name, told[group_id].at, told[group_id].package_id))
    names = {one.id: one.service_name for one in all_packages(tx)}
    lines = [
        SourceLine(book, names[max(lines, key=lambda one: one.as_of).package_id], tuple(lines))
        for book, lines in by_book.items()
    ]
    return tuple(sorted(lines, key=lambda one: (one.service_name, one.book_id)))


def _chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    whole = list(values)
    return (whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK))


def _package(row: Mapping[Any, Any]) -> KnownPackage:
    contents = row["contents"]
    return KnownPackage(
        id=row["id"],
        number=row["number"],
        way=PackageWay(row["way"]),
        kind=PackageKind(row["kind"]),
        book_id=row["book_id"],
        service_name=row["service_name"],
        sender_name=row["sender_name"],
        purpose=row["purpose"],
        made_at=row["made_at"],
        until=row["until"],
        with_names=row["with_names"],
        subjects=tuple(UUID(one) for one in contents["subjects"]),
        recipients=msgspec.convert(contents["recipients"], tuple[Recipient, ...]),
        contents=contents["counts"],
        recorded_at=row["created_at"],
        recorded_by=row["created_by"],
        undone_at=row["undone_at"],
    )
