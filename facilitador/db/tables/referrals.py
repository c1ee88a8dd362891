"""Referrals with their steps, and what was done where no CAI is within reach: nothing of them is ever taken out."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, metadata, one_of, stamped_table
from facilitador.db.tables.evaluations import kept, withdrawable
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.referrals import ReferralEvent, ReferralReason, ReferralState, ReferralUrgency

referrals = stamped_table(
    "referrals",
    foreign("participant_id", "participants"),
    foreign("directory_id", "directory_entries", nullable=True),
    sa.Column("institution", sa.String(160), nullable=False),
    sa.Column("reach", sa.String(300), nullable=False),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("why", sa.String(2000), nullable=False),
    sa.Column("urgency", sa.String(20), nullable=False),
    sa.Column("share", Json, nullable=False),
    sa.Column("edition", sa.String(20), nullable=False),
    sa.Column("consented_on", sa.Date),
    sa.Column("guardian_name", sa.String(160), nullable=False),
    sa.Column("legal_basis", sa.String(40), nullable=False),
    sa.Column("revoked_on", sa.Date),
    foreign("decision_id", "exclusion_decisions", nullable=True),
    sa.Column("appointment", sa.String(160), nullable=False),
    sa.Column("bring", sa.String(500), nullable=False),
    sa.Column("neutral_sender", sa.Boolean, nullable=False),
    *withdrawable(),
    one_of("reason", tuple(ReferralReason)),
    one_of("urgency", tuple(ReferralUrgency)),
    sa.CheckConstraint("institution <> ''", name="goes_somewhere"),
    sa.CheckConstraint(
        "share = '[]' OR consented_on IS NOT NULL OR legal_basis <> ''", name="told_with_consent_or_by_law"
    ),
    sa.CheckConstraint("consented_on IS NULL OR legal_basis = ''", name="one_ground"),
    sa.CheckConstraint("revoked_on >= consented_on", name="revoked_after_consent"),
    sa.Index(None, "participant_id"),
)

referral_events = sa.Table(
    "referral_events",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("referral_id", sa.ForeignKey("referrals.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("note", sa.String(1000), nullable=False),
    sa.Column("next_on", sa.Date),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
    sa.UniqueConstraint("referral_id", "number"),
    one_of("state", tuple(ReferralState)),
    sa.CheckConstraint("(number = 1) = (state = 'sent')", name="begins_sent"),
    sa.CheckConstraint('next_on >= "on"', name="looked_at_after"),
)

sanction_alternatives = stamped_table(
    "sanction_alternatives",
    foreign("participant_id", "participants"),
    sa.Column("noted_on", sa.Date, nullable=False),
    sa.Column("why", sa.String(2000), nullable=False),
    sa.Column("done", sa.String(2000), nullable=False),
    sa.Column("told_to", sa.String(160), nullable=False),
    sa.Column("told_on", sa.Date, nullable=False),
    sa.Column("review_on", sa.Date),
    *withdrawable(),
    sa.CheckConstraint("done <> '' AND told_to <> ''", name="done_and_told"),
    sa.Index(None, "participant_id"),
)

_FIXED: Final = (
    *("directory_id", "institution", "reach", "reason", "why", "urgency", "share", "edition", "consented_on"),
    *("guardian_name", "legal_basis", "decision_id"),
)
LOCKS: Final[dict[str, str]] = {
    **kept("referrals", _FIXED),
    **kept("sanction_alternatives", ("noted_on", "why", "done", "told_to", "told_on")),
    "referrals_stay_revoked": (
        "CREATE TRIGGER referrals_stay_revoked BEFORE UPDATE OF revoked_on ON referrals "
        "WHEN OLD.revoked_on IS NOT NULL BEGIN SELECT RAISE(ABORT, 'his agreement was taken back'); END"
    ),
    "referral_events_follow": (
        "CREATE TRIGGER referral_events_follow BEFORE INSERT ON referral_events "
        "WHEN EXISTS (SELECT 1 FROM referrals WHERE id = NEW.referral_id AND withdrawn_on IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM referral_events WHERE referral_id = NEW.referral_id "
        'AND (state = \'closed\' OR number >= NEW.number OR "on" > NEW."on")) '
        "BEGIN SELECT RAISE(ABORT, 'the referral does not go on from there'); END"
    ),
}
"""Triggers: what he agreed to stays as it was; steps only follow one another, and none follows the end."""


def append_step(tx: Transaction, referral_id: UUID, step: ReferralEvent) -> None:
    """Write the next step of a referral; the database refuses one that does not follow."""
    values = {
        "id": tx.new_id(),
        "referral_id": referral_id,
        "number": step.number,
        "state": step.state,
        "on": step.on,
        "note": step.note,
        "next_on": step.next_on,
        "at": tx.now,
        "by": step.recorded_by,
    }
    tx.connection.execute(referral_events.insert().values(values))
