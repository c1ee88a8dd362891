"""Packages sent and taken in: what each brought, what it replaced, and which rows belong to another book."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import metadata, one_of, stamped_table
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import FINGERPRINT_LENGTH, NAME_LIMIT, PURPOSE_LIMIT, PackageKind
from facilitador.domain.taken_packages import PackageWay, RootKind

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

# Men whose data went: a keyless digest of a random key, so that no older package brings them back. Nothing of a man.
gone_men = sa.Table("gone_men", metadata, sa.Column("digest", sa.LargeBinary(16), primary_key=True))

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
