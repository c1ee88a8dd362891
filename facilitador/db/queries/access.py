"""Who has access, when each last came in, when access was last reviewed, who keeps the recovery code."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.access import access_reviews, handovers, recovery_codes
from facilitador.db.tables.records import audit_entries, drafts
from facilitador.db.tables.services import books
from facilitador.db.transaction import Transaction
from facilitador.domain.access import AccessReview, Handover, HandoverGroup, RecoveryKeeping
from facilitador.errors import UserFacingError

_OPENINGS = ("Open", "OpenWithRecoveryCode", "RestoreBook")
_LAST_REVIEW = (
    sa.select(access_reviews.c.reviewed_on, access_reviews.c.created_by)
    .order_by(access_reviews.c.reviewed_on.desc(), access_reviews.c.created_at.desc())
    .limit(1)
)
_BEGAN_ON = sa.select(books.c.created_at)
_KEEPING = (
    sa.select(recovery_codes.c.id, recovery_codes.c.keeper, recovery_codes.c.kept_on)
    .order_by(recovery_codes.c.created_at.desc(), recovery_codes.c.id.desc())
    .limit(1)
)
_PUT_OFF_ON = sa.select(books.c.second_access_put_off_on)


def last_openings(tx: Transaction) -> dict[UUID, datetime]:
    """When each person last opened the book (UTC), as the audit has it."""
    statement = (
        sa.select(audit_entries.c.person_id, sa.func.max(audit_entries.c.at, type_=audit_entries.c.at.type))
        .where(audit_entries.c.action.in_(_OPENINGS))
        .group_by(audit_entries.c.person_id)
    )
    return dict(tx.connection.execute(statement).all())


def last_review(tx: Transaction) -> AccessReview | None:
    """The newest review of access, or None."""
    row = tx.connection.execute(_LAST_REVIEW).first()
    return AccessReview(*row) if row is not None else None


def began_on(tx: Transaction) -> datetime:
    """When the book was made (UTC)."""
    made: datetime = tx.connection.execute(_BEGAN_ON).scalar_one()
    return made


def recovery_keeping(tx: Transaction) -> RecoveryKeeping | None:
    """Who keeps the recovery code that opens the book now; None for the first code as long as nobody said so."""
    row = tx.connection.execute(_KEEPING).first()
    return RecoveryKeeping(*row) if row is not None else None


def put_off_on(tx: Transaction) -> date | None:
    """The day on which the question about a second person was last put off."""
    found: date | None = tx.connection.execute(_PUT_OFF_ON).scalar_one()
    return found


def draft_forms(tx: Transaction, person_id: UUID) -> dict[str, int]:
    """How many drafts a person has of each form; never what stands in them."""
    statement = sa.select(drafts.c.form).where(drafts.c.person_id == person_id).order_by(drafts.c.form)
    return dict(Counter(tx.connection.execute(statement).scalars()))


def handover(tx: Transaction, handover_id: UUID) -> Handover:
    """One handing over; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(handovers).where(handovers.c.id == handover_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="handover_id")
    return _handover(row)


def all_handovers(tx: Transaction) -> tuple[Handover, ...]:
    """Every handing over, newest first."""
    order = (handovers.c.handed_on.desc(), handovers.c.created_at.desc())
    return tuple(_handover(row) for row in tx.connection.execute(sa.select(handovers).order_by(*order)).mappings())


def _handover(row: sa.RowMapping) -> Handover:
    return Handover(
        id=row["id"],
        person_id=row["person_id"],
        receiver_id=row["receiver_id"],
        handed_on=row["handed_on"],
        had_access=row["had_access"],
        groups=tuple(HandoverGroup(group["name"], tuple(group["to"])) for group in row["groups"]),
        drafts=row["drafts"],
        copies=row["copies"],
        pending=row["pending"],
    )
