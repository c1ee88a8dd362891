"""Individual care with what was noted of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.care import care_notes, individual_cares
from facilitador.db.transaction import Transaction
from facilitador.domain.care import (
    CareAgreement,
    CareClosing,
    CareNote,
    CareNoteKind,
    CareOutcome,
    CareProvider,
    CareRequester,
    IndividualCare,
)
from facilitador.errors import UserFacingError

_IT, _NOTE = individual_cares.c, care_notes.c
_ALL = sa.select(individual_cares).order_by(_IT.requested_on.desc(), _IT.created_at.desc(), _IT.id.desc())
_NOTES = sa.select(care_notes).order_by(_NOTE.on, _NOTE.created_at, _NOTE.id)


def cares_of(tx: Transaction, participant_id: UUID) -> tuple[IndividualCare, ...]:
    """The individual care of a man, the newest first."""
    return _cares(tx, _ALL.where(_IT.participant_id == participant_id))


def open_cares(tx: Transaction) -> tuple[IndividualCare, ...]:
    """Every care that has not ended."""
    return _cares(tx, _ALL.where(_IT.closed_on.is_(None)))


def care(tx: Transaction, care_id: UUID) -> IndividualCare:
    """One care; refuses with `not_found`."""
    found = _cares(tx, _ALL.where(_IT.id == care_id))
    if not found:
        raise UserFacingError("not_found", field="care_id")
    return found[0]


def _cares(tx: Transaction, statement: sa.Select[Any]) -> tuple[IndividualCare, ...]:
    found = tx.connection.execute(statement).mappings().all()
    if not found:
        return ()
    notes: dict[UUID, list[CareNote]] = defaultdict(list)
    of_these = _NOTES.where(_NOTE.care_id.in_(statement.with_only_columns(_IT.id).order_by(None)))
    for row in tx.connection.execute(of_these).mappings():
        noted = CareNote(row["id"], CareNoteKind(row["kind"]), row["on"], row["text"], row["created_by"])
        notes[row["care_id"]].append(noted)
    return tuple(_care(row, tuple(notes[row["id"]])) for row in found)


def _care(row: sa.RowMapping, notes: tuple[CareNote, ...]) -> IndividualCare:
    closing = None
    if row["closed_on"] is not None:
        closing = CareClosing(row["closed_on"], row["closed_by"], CareOutcome(row["outcome"]), row["closing_note"])
    return IndividualCare(
        id=row["id"],
        participant_id=row["participant_id"],
        requested_by=CareRequester(row["requested_by"]),
        requested_on=row["requested_on"],
        why=row["why"],
        provider_kind=CareProvider(row["provider_kind"]),
        provider=row["provider"],
        directory_id=row["directory_id"],
        started_on=row["started_on"],
        agreement=CareAgreement(tuple(row["goals"]), row["agreed_on"], row["may_tell"], row["tells_on"]),
        notes=notes,
        closing=closing,
        revision=row["revision"],
    )
