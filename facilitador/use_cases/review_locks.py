"""What was approved does not change until its review is opened again; asked by whoever would change it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from facilitador.db.queries import reviews as queries
from facilitador.db.transaction import Transaction
from facilitador.domain.reviews import ReviewKind
from facilitador.errors import UserFacingError

_CODES: Final = {ReviewKind.SESSION: "log_approved", ReviewKind.FICHA: "ficha_approved"}


def refuse_approved(tx: Transaction, kind: ReviewKind, subject_id: UUID) -> None:
    """Refuse to change a log or a ficha that the supervisor found in order; of a decision the database does."""
    if queries.is_approved(tx, kind, subject_id):
        raise UserFacingError(_CODES[kind])
