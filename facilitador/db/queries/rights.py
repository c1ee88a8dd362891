"""Requests of a person about his data."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.participants import participants
from facilitador.db.tables.rights import rights_requests
from facilitador.db.transaction import Transaction
from facilitador.domain.rights import RightsAnswer, RightsKind, RightsOutcome, RightsRequest
from facilitador.errors import UserFacingError

_IT = rights_requests.c
_ALL = sa.select(rights_requests).order_by(_IT.received_on.desc(), _IT.created_at.desc(), _IT.id.desc())


def requests_of(tx: Transaction, participant_id: UUID) -> tuple[RightsRequest, ...]:
    """What a man asked, the newest first."""
    rows = tx.connection.execute(_ALL.where(_IT.participant_id == participant_id)).mappings()
    return tuple(map(_request, rows))


def open_requests(tx: Transaction) -> tuple[RightsRequest, ...]:
    """Every request that waits for an answer, the most pressing first."""
    waiting = _ALL.where(_IT.answered_on.is_(None)).order_by(None).order_by(_IT.due_on, _IT.id)
    return tuple(map(_request, tx.connection.execute(waiting).mappings()))


def named_open_requests(tx: Transaction) -> tuple[tuple[str, RightsRequest], ...]:
    """As `open_requests`, each with the name of the man."""
    waiting = sa.select(_IT.participant_id).where(_IT.answered_on.is_(None))
    men = sa.select(participants.c.id, participants.c.full_name).where(participants.c.id.in_(waiting))
    names = dict(tx.connection.execute(men).all())
    return tuple((names[one.participant_id], one) for one in open_requests(tx))


def request(tx: Transaction, request_id: UUID) -> RightsRequest:
    """One request; refuses with `not_found`."""
    row = tx.connection.execute(_ALL.where(_IT.id == request_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="request_id")
    return _request(row)


def _request(row: sa.RowMapping) -> RightsRequest:
    answer = None
    if row["answered_on"] is not None:
        answer = RightsAnswer(RightsOutcome(row["outcome"]), row["answered_on"], row["answered_by"], row["note"])
    return RightsRequest(
        id=row["id"],
        participant_id=row["participant_id"],
        kind=RightsKind(row["kind"]),
        received_on=row["received_on"],
        what=row["what"],
        due_on=row["due_on"],
        answer=answer,
        revision=row["revision"],
    )
