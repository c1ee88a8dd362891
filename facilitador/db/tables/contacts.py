"""Contacts with partners and relatives, and who opened them when.

A contact's row says nothing, not even whose it is: the man stands inside the sealed document. Whoever reads the file
without the reserved key learns how many there are.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, stamped_table
from facilitador.db.types import Guid, UtcDateTime

partner_contacts = stamped_table(
    "partner_contacts",
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

contact_openings = stamped_table(
    "contact_openings",
    sa.Column("opened_at", UtcDateTime, nullable=False),
    foreign("second_id", "people", nullable=True),
    sa.Column("countersigned_at", UtcDateTime),
    sa.Column("countersigned_by", Guid),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("second_id IS NULL OR second_id <> created_by", name="second_is_another"),
    sa.CheckConstraint("second_id IS NULL OR countersigned_at IS NULL", name="only_emergencies_are_countersigned"),
    sa.CheckConstraint("(countersigned_at IS NULL) = (countersigned_by IS NULL)", name="countersigned_by_somebody"),
    sa.CheckConstraint("countersigned_by IS NULL OR countersigned_by <> created_by", name="countersigned_by_another"),
    sa.Index(None, "opened_at"),
)

LOCKS: Final[dict[str, str]] = {
    "contact_openings_stay": (
        "CREATE TRIGGER contact_openings_stay BEFORE DELETE ON contact_openings "
        "BEGIN SELECT RAISE(ABORT, 'an opening stays'); END"
    ),
}
"""Trigger: that contacts were opened is never taken out."""
