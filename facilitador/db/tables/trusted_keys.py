"""Public keys of people of other books that somebody here confirmed: they stay, and can be withdrawn once."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.base import one_of, stamped_table
from facilitador.db.types import Guid
from facilitador.domain.packages import FINGERPRINT_LENGTH, KEY_BYTES, NAME_LIMIT, ConfirmedBy

trusted_keys = stamped_table(
    "trusted_keys",
    sa.Column("person_id", Guid, nullable=False),
    sa.Column("name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("service_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("book_id", Guid, nullable=False),
    sa.Column("box_key", sa.LargeBinary(KEY_BYTES), nullable=False),
    sa.Column("sign_key", sa.LargeBinary(KEY_BYTES), nullable=False),
    sa.Column("fingerprint", sa.String(FINGERPRINT_LENGTH), nullable=False),
    sa.Column("confirmed_on", sa.Date, nullable=False),
    sa.Column("confirmed_by", Guid, nullable=False),
    sa.Column("confirmed_how", sa.String(20), nullable=False),
    sa.Column("withdrawn_on", sa.Date),
    sa.Column("withdrawn_by", Guid),
    one_of("confirmed_how", tuple(ConfirmedBy)),
    sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
    sa.CheckConstraint("withdrawn_on >= confirmed_on", name="withdrawn_after"),
)
sa.Index(
    "uq_trusted_keys_fingerprint_in_force",
    trusted_keys.c.fingerprint,
    unique=True,
    sqlite_where=trusted_keys.c.withdrawn_on.is_(None),
    postgresql_where=trusted_keys.c.withdrawn_on.is_(None),
)

LOCKS: Final = {
    "trusted_keys_stay_as_confirmed": (
        "CREATE TRIGGER trusted_keys_stay_as_confirmed BEFORE UPDATE OF person_id, name, service_name, book_id, "
        "box_key, sign_key, fingerprint, confirmed_on, confirmed_by, confirmed_how ON trusted_keys "
        "BEGIN SELECT RAISE(ABORT, 'a key stays as it was confirmed'); END"
    ),
    "trusted_keys_stay_withdrawn": (
        "CREATE TRIGGER trusted_keys_stay_withdrawn BEFORE UPDATE ON trusted_keys WHEN OLD.withdrawn_on IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the key was withdrawn'); END"
    ),
    "trusted_keys_stay": (
        "CREATE TRIGGER trusted_keys_stay BEFORE DELETE ON trusted_keys BEGIN SELECT RAISE(ABORT, 'it stays'); END"
    ),
}
"""Triggers: what was confirmed is never rewritten, and what was withdrawn is never believed again by an update."""
