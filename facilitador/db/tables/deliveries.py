"""Groups and men that went to another service or came from one; a man's consent to it; where he was before."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_row, metadata, one_of, stamped_table
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json
from facilitador.domain.deliveries import DIGEST_BYTES, REASON_LIMIT, RECEIPT_LENGTH
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.packages import NAME_LIMIT
from facilitador.domain.participants import ConsentMark

deliveries = stamped_table(
    "deliveries",
    sa.Column("package_id", sa.ForeignKey("packages.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("book_id", Guid, nullable=False),
    sa.Column("service_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("receipt", sa.String(RECEIPT_LENGTH), nullable=False),
    sa.Column("file_digest", sa.LargeBinary(DIGEST_BYTES), nullable=False),
    sa.Column("content_digest", sa.LargeBinary(DIGEST_BYTES), nullable=False),
    sa.Column("reserved", sa.Boolean, nullable=False),
    sa.Column("delivered_on", sa.Date),
    sa.Column("delivered_by", Guid),
    sa.Column("received_on", sa.Date),
    sa.Column("undone_on", sa.Date),
    sa.Column("undone_by", Guid),
    sa.Column("undone_reason", sa.String(REASON_LIMIT), nullable=False),
    sa.CheckConstraint("(delivered_on IS NULL) = (delivered_by IS NULL)", name="delivered_by_somebody"),
    sa.CheckConstraint("received_on IS NULL OR delivered_on IS NOT NULL", name="received_after_delivered"),
    sa.CheckConstraint(
        "(undone_on IS NULL) = (undone_by IS NULL) AND (undone_on IS NULL) = (undone_reason = '')", name="undone_whole"
    ),
    sa.CheckConstraint("undone_on IS NULL OR received_on IS NULL", name="received_is_not_undone"),
)

# What a consent to the ficha says, of another purpose: that his record goes to one service.
moving_consents = stamped_table(
    "moving_consents",
    foreign("participant_id", "participants"),
    sa.Column("service_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("given_on", sa.Date, nullable=False),
    sa.Column("mark", sa.String(20), nullable=False),
    sa.Column("read_aloud", sa.Boolean, nullable=False),
    sa.Column("witness", sa.String(160), nullable=False),
    sa.Column("guardian_name", sa.String(160), nullable=False),
    sa.Column("guardian_document", sa.String(40), nullable=False),
    sa.Column("revoked_on", sa.Date),
    one_of("mark", tuple(ConsentMark)),
    sa.CheckConstraint("revoked_on IS NULL OR revoked_on >= given_on", name="revoked_after_given"),
    sa.Index(None, "participant_id"),
)

# Where a man was before he came: told by the service he came from, under the key of his stay there.
earlier_stays = sa.Table(
    "earlier_stays",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    foreign("participant_id", "participants"),
    sa.Column("service_name", sa.String(NAME_LIMIT), nullable=False),
    sa.Column("group_name", sa.String(80), nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("marks", Json, nullable=False),  # [{"on": …, "mark": …}]
    one_of("status", tuple(EnrolmentStatus)),
    sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ends_after_start"),
    sa.Index(None, "participant_id"),
)

LOCKS: Final = {
    "deliveries_stay": (
        "CREATE TRIGGER deliveries_stay BEFORE DELETE ON deliveries "
        "WHEN OLD.delivered_on IS NOT NULL AND OLD.undone_on IS NULL "
        "AND EXISTS (SELECT 1 FROM packages WHERE id = OLD.package_id AND undone_at IS NULL) "
        "BEGIN SELECT RAISE(ABORT, 'it was handed over'); END"
    ),
    "deliveries_stay_received": (
        "CREATE TRIGGER deliveries_stay_received BEFORE UPDATE ON deliveries WHEN OLD.received_on IS NOT NULL "
        "OR OLD.undone_on IS NOT NULL BEGIN SELECT RAISE(ABORT, 'it was received or taken back'); END"
    ),
}
"""Triggers: that something was handed over is never taken out; what was received or taken back stays so."""


def insert_delivery(tx: Transaction, package_id: UUID, **values: Any) -> UUID:
    """Note what was prepared, or what came: `book_id` (the other one), `service_name`, `receipt`, `file_digest`,
    `content_digest`, `reserved`, and for what came the days; its key."""
    empty = dict.fromkeys(("delivered_on", "delivered_by", "received_on", "undone_on", "undone_by"))
    return insert_row(tx, deliveries, None, package_id=package_id, undone_reason="", **{**empty, **values})
