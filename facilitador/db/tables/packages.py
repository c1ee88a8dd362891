"""Packages sent and taken in: what each brought, what it replaced, and which rows belong to another book."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert  # ON CONFLICT: PostgreSQL's dialect spells it the same way

from facilitador.db.tables.base import insert_row, metadata, one_of, stamped_table
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import FINGERPRINT_LENGTH, NAME_LIMIT, PURPOSE_LIMIT, Manifest, PackageKind
from facilitador.domain.taken_packages import PackageWay, Recipient, RootKind

packages = stamped_table(
    "packages",
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("way", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("book_id", Guid, nullable=False),
    sa.Column("service_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("sender", sa.String(FINGERPRINT_LENGTH), nullable=False),
    sa.Column("sender_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("purpose", sa.String(PURPOSE_LIMIT), nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("with_names", sa.Boolean, nullable=False),
    sa.Column("contents", Json, nullable=False),
    sa.Column("undone_at", UtcDateTime),
    sa.Column("undone_by", Guid),
    one_of("way", tuple(PackageWay)),
    one_of("kind", tuple(PackageKind)),
    sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    sa.Index(None, "book_id"),
)

# The groups and men that a package tells everything of: who tells of one later has the last word on it.
package_roots = sa.Table(
    "package_roots",
    metadata,
    sa.Column("root_id", Guid, primary_key=True),
    sa.Column("package_id", sa.ForeignKey("packages.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    one_of("kind", tuple(RootKind)),
    sa.Index(None, "package_id"),
)

# Every row that a package wrote or took out: as it stood before, and the digest of what the package left.
package_rows = sa.Table(
    "package_rows",
    metadata,
    sa.Column("table_name", sa.String(40), primary_key=True),
    sa.Column("row_key", sa.LargeBinary, primary_key=True),
    sa.Column("package_id", sa.ForeignKey("packages.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("before", sa.LargeBinary),
    sa.Column("digest", sa.LargeBinary(16)),
    sa.Index(None, "package_id"),
    sqlite_with_rowid=False,
)

# Rows of another service: they are read here, and written by nobody but the taking in of a package.
foreign_rows = sa.Table(
    "foreign_rows",
    metadata,
    sa.Column("row_id", Guid, primary_key=True),
    sa.Column("table_name", sa.String(40), primary_key=True),
    sa.Column("book_id", Guid, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    one_of("state", tuple(ForeignState)),
    sa.Index(None, "table_name", "book_id"),
    sqlite_with_rowid=False,
)

# Men whose data went: a keyless digest of a random key, so that no older package brings them back, and when they went.
# Nothing of a man.
gone_men = sa.Table(
    "gone_men",
    metadata,
    sa.Column("digest", sa.LargeBinary(16), primary_key=True),
    sa.Column("gone_at", UtcDateTime, nullable=False),
    sa.Column("gone_on", sa.Date, nullable=False),
)

NEVER: Final = UUID(int=0)

# The door of a package: open while a row stands here. Its second key points at a package that never is, and is looked
# at when the transaction ends: no transaction can end with the door open.
taking_in = sa.Table(
    "taking_in",
    metadata,
    sa.Column("package_id", Guid, primary_key=True),
    sa.Column("open_until", Guid, sa.ForeignKey("packages.id", deferrable=True, initially="DEFERRED"), nullable=False),
    sa.CheckConstraint(f"open_until = x'{NEVER.hex}'", name="ends_in_its_transaction"),
)


def insert_package(
    tx: Transaction, way: PackageWay, manifest: Manifest, counts: Mapping[str, int], recipients: Sequence[Recipient]
) -> int:
    """Note a package that was sent or taken in, under its own id; its number among all of the book."""
    contents = {
        "subjects": [str(one) for one in manifest.subjects],
        "recipients": [msgspec.to_builtins(one) for one in recipients],
        "counts": dict(counts),
    }
    number: int = tx.connection.execute(sa.select(sa.func.coalesce(sa.func.max(packages.c.number), 0) + 1)).scalar_one()
    insert_row(
        tx,
        packages,
        manifest.package_id,
        number=number,
        way=way,
        kind=manifest.kind,
        book_id=manifest.sender.book_id,
        service_name=manifest.sender.service_name,
        sender=manifest.sender.fingerprint,
        sender_name=manifest.sender.name,
        purpose=manifest.purpose,
        made_at=manifest.made_at,
        until=manifest.until,
        with_names=manifest.with_names,
        contents=contents,
        undone_at=None,
        undone_by=None,
    )
    return number


def forget_package(tx: Transaction, package_id: UUID) -> None:
    """Let go of a package that was taken back: it comes again as if for the first time."""
    tx.connection.execute(packages.delete().where(packages.c.id == package_id))


def insert_roots(tx: Transaction, package_id: UUID, roots: Mapping[UUID, RootKind], gone: Collection[UUID]) -> None:
    """Note what a package told everything of; `gone`: the men who are no more."""
    rows = [
        {"package_id": package_id, "root_id": root, "kind": kind, "gone": root in gone} for root, kind in roots.items()
    ]
    if rows:
        tx.connection.execute(package_roots.insert(), rows)


def insert_written(
    tx: Transaction, package_id: UUID, rows: Iterable[tuple[str, bytes, bytes | None, bytes | None]]
) -> None:
    """Note the rows that a package wrote or took out: table, key, the row as it was, the digest of what was left."""
    noted = [
        {"package_id": package_id, "table_name": table, "row_key": key, "before": before, "digest": digest}
        for table, key, before, digest in rows
    ]
    if noted:
        tx.connection.execute(package_rows.insert(), noted)


def forget_written(tx: Transaction, table: str, keys: Collection[bytes]) -> None:
    """Let go of what packages had noted of these rows, as they were before among it."""
    gone = package_rows.delete().where(
        package_rows.c.table_name == table, package_rows.c.row_key == sa.bindparam("gone_key")
    )
    if keys:
        tx.connection.execute(gone, [{"gone_key": key} for key in keys])


def forget_rows_of_package(tx: Transaction, package_id: UUID) -> None:
    """Let go of what a package had noted of the rows that it wrote."""
    tx.connection.execute(package_rows.delete().where(package_rows.c.package_id == package_id))


def forget_rows_of_book(tx: Transaction, book_id: UUID | None = None) -> None:
    """Let go of how rows stood before the packages of a book (None: of all): it may tell of who is gone."""
    gone = package_rows.delete().where(package_rows.c.table_name.not_in(("reviews", "review_entries")))
    if book_id is not None:
        gone = gone.where(package_rows.c.package_id.in_(sa.select(packages.c.id).where(packages.c.book_id == book_id)))
    tx.connection.execute(gone)


def forget_roots(tx: Transaction, roots: Collection[UUID]) -> None:
    """Groups and men that were taken out of the book: any package may tell of them again."""
    if roots:
        gone = package_roots.delete().where(package_roots.c.root_id == sa.bindparam("gone_root"))
        tx.connection.execute(gone, [{"gone_root": root} for root in roots])


def mark_foreign(tx: Transaction, table: str, ids: Collection[bytes], book_id: UUID, state: ForeignState) -> None:
    """Say that rows belong to another book; those that are marked stay as they are."""
    rows = [{"table_name": table, "row_id": UUID(bytes=one), "book_id": book_id, "state": state} for one in ids]
    if rows:
        tx.connection.execute(insert(foreign_rows).on_conflict_do_nothing(), rows)


def change_state(tx: Transaction, table: str, ids: Collection[bytes], book_id: UUID, state: ForeignState) -> None:
    """Say anew why rows of that book are only read here; those that are not marked as its own stay as they are."""
    its = (foreign_rows.c.table_name == table) & (foreign_rows.c.book_id == book_id)
    changed = foreign_rows.update().where(its, foreign_rows.c.row_id == sa.bindparam("marked")).values(state=state)
    if ids:
        tx.connection.execute(changed, [{"marked": UUID(bytes=one)} for one in ids])


def unmark_foreign(tx: Transaction, table: str, ids: Collection[bytes]) -> None:
    """Rows that are no longer here, or no longer another's."""
    there = (foreign_rows.c.table_name == table) & (foreign_rows.c.row_id == sa.bindparam("unmarked"))
    if ids:
        tx.connection.execute(foreign_rows.delete().where(there), [{"unmarked": UUID(bytes=one)} for one in ids])


def remember_gone(tx: Transaction, man: UUID) -> None:
    """Keep what is needed to leave out a man whose data went, wherever a package still holds them, and nothing else."""
    when = {"gone_at": tx.now, "gone_on": tx.today}
    noted = insert(gone_men).values(digest=digest_of_man(man.bytes), **when)
    tx.connection.execute(noted.on_conflict_do_update(index_elements=[gone_men.c.digest], set_=when))
    forget_rows_of_book(tx)


def digest_of_man(key: bytes) -> bytes:
    """What is kept of a man whose data went: it tells nothing, and only his key leads to it."""
    return hashlib.blake2b(key, digest_size=16, person=b"gone-man").digest()


@contextmanager
def open_door(tx: Transaction, package_id: UUID) -> Iterator[None]:
    """Rows of other services may be written inside; what points nowhere is looked for at the end of the transaction."""
    tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tx.connection.execute(taking_in.insert().values(package_id=package_id, open_until=NEVER))
    yield
    tx.connection.execute(taking_in.delete())
