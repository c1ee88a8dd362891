"""How long data are kept, and whose may go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries import protection as protection_queries
from facilitador.db.queries.deliveries import given_places
from facilitador.db.tables.care import individual_cares
from facilitador.db.tables.enrolments import IS_OPEN, enrolments
from facilitador.db.tables.erasures import erasures, held_of_a_man, of_man
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.tables.participants import participants
from facilitador.db.tables.referrals import referral_events, referrals
from facilitador.db.tables.rights import purge_proposals, retention_periods, rights_requests
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.referrals import ReferralState
from facilitador.domain.retention import PurgeGround, PurgeProposal, RetentionKind, RetentionPeriod
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.errors import UserFacingError

_NOT_OF_HIS_PROCESS: Final = (rights_requests, purge_proposals)
_ASKED: Final = (
    sa.select(rights_requests.c.participant_id)
    .where(
        rights_requests.c.kind == RightsKind.CANCELLATION,
        rights_requests.c.outcome.in_((RightsOutcome.DONE, RightsOutcome.WITHIN_LIMITS)),
    )
    .distinct()
)
_OPEN_STINTS: Final = sa.select(enrolments.c.participant_id).where(IS_OPEN)
_OPEN_CARES: Final = sa.select(individual_cares.c.participant_id).where(individual_cares.c.closed_on.is_(None))
_OPEN_REQUESTS: Final = sa.select(rights_requests.c.participant_id).where(rights_requests.c.answered_on.is_(None))
_OPEN_REFERRALS: Final = sa.select(referrals.c.participant_id).where(
    referrals.c.withdrawn_on.is_(None),
    ~sa.exists().where(
        referral_events.c.referral_id == referrals.c.id, referral_events.c.state == ReferralState.CLOSED
    ),
)
_MEN_OF_OTHERS: Final = sa.select(foreign_rows.c.row_id).where(foreign_rows.c.table_name == participants.name)
_GIVEN: Final = participants.c.id.in_(_MEN_OF_OTHERS.where(foreign_rows.c.state == ForeignState.GIVEN))
_NOT_SUPERVISED: Final = participants.c.id.not_in(_MEN_OF_OTHERS.where(foreign_rows.c.state == ForeignState.SUPERVISED))
_NOTHING_OPEN: Final = tuple(
    sa.or_(_GIVEN, participants.c.id.not_in(open_one))  # of who was handed over it goes on there
    for open_one in (_OPEN_STINTS, _OPEN_CARES, _OPEN_REQUESTS, _OPEN_REFERRALS)
)


def periods(tx: Transaction) -> tuple[RetentionPeriod, ...]:
    """Every kind with its time, in the order of the kinds; None where nobody set it."""
    rows = {row["kind"]: row for row in tx.connection.execute(sa.select(retention_periods)).mappings()}
    return tuple(_period(kind, rows.get(kind.value)) for kind in RetentionKind)


def _period(kind: RetentionKind, row: sa.RowMapping | None) -> RetentionPeriod:
    if row is None:
        return RetentionPeriod(kind, None, "", None)
    return RetentionPeriod(kind, row["years"], row["basis"], row["revision"])


def period_id(tx: Transaction, kind: RetentionKind) -> UUID | None:
    """The key of the row that holds the time of a kind."""
    return tx.connection.execute(
        sa.select(retention_periods.c.id).where(retention_periods.c.kind == kind)
    ).scalar_one_or_none()


def candidates(tx: Transaction, before: date | None, limit: int) -> tuple[tuple[UUID, str], ...]:
    """Men of whom nothing is open: who asked to be taken out, and whose ficha was last changed before that day.

    Who was handed over is among them, for a copy of what is his stays here; who is of another service is not.
    """
    going: list[sa.ColumnElement[bool]] = [participants.c.id.in_(_ASKED)]
    if before is not None:
        going.append(participants.c.changed_at < datetime.combine(before, time(), UTC))
    statement = (
        sa.select(participants.c.id, participants.c.full_name)
        .where(sa.or_(*going), *_NOTHING_OPEN, _NOT_SUPERVISED)
        .order_by(participants.c.sort_key, participants.c.id)
        .limit(limit)
    )
    return tuple((key, name) for key, name in tx.connection.execute(statement))


def given_men(tx: Transaction) -> Mapping[UUID, str]:
    """The men who were handed over from here, each with the service that has him now."""
    places = given_places(tx)
    rows = tx.connection.execute(
        sa.select(foreign_rows.c.row_id, foreign_rows.c.book_id).where(
            foreign_rows.c.table_name == participants.name, foreign_rows.c.state == ForeignState.GIVEN
        )
    )
    return {man: places[book_id][0] for man, book_id in rows if book_id in places}


def may_be_due(tx: Transaction, participant_id: UUID) -> bool:
    """False while something of him is open that anybody who sees his record can see."""
    statement = sa.select(participants.c.id).where(participants.c.id == participant_id, *_NOTHING_OPEN)
    return tx.connection.execute(statement).first() is not None


def asked_to_go(tx: Transaction, participant_id: UUID) -> bool:
    """True if he asked that his data go, and was answered."""
    return tx.connection.execute(_ASKED.where(rights_requests.c.participant_id == participant_id)).first() is not None


def was_enrolled(tx: Transaction, participant_id: UUID) -> bool:
    """True if he was ever in a group or on its list."""
    statement = sa.select(enrolments.c.id).where(enrolments.c.participant_id == participant_id)
    return tx.connection.execute(statement.limit(1)).first() is not None


def last_day(tx: Transaction, participant_id: UUID) -> date:
    """The day (UTC) of the last thing that was noted of a man, in whatever table."""
    days = tx.connection.execute(_last_written(), {"man": participant_id}).scalars()
    newest: datetime = max(day for day in days if day is not None)
    return newest.date()


@cache
def _last_written() -> sa.CompoundSelect[tuple[Any]]:
    man: Any = sa.bindparam("man", type_=participants.c.id.type)
    parts = []
    for table in held_of_a_man():
        column = table.c.get("changed_at", table.c.get("at"))
        if column is not None and table not in _NOT_OF_HIS_PROCESS:
            parts.append(sa.select(sa.func.max(column)).where(of_man(table, man)))
    return sa.union_all(*parts)


def protection_days(tx: Transaction) -> Mapping[UUID, tuple[date | None, ...]]:
    """For each man of a protection matter, when each was closed (None: open); every one is opened for it."""
    found: dict[UUID, tuple[date | None, ...]] = {}
    for line in protection_queries.lines(tx):
        man = protection_queries.text_of(tx, line.id).participant_id
        if man is not None:
            found[man] = (*found.get(man, ()), line.closed_on)
    return found


def proposals(tx: Transaction) -> Mapping[UUID, PurgeProposal]:
    """What was proposed to go, by man."""
    rows = tx.connection.execute(sa.select(purge_proposals)).mappings()
    return {row["participant_id"]: _proposal(row) for row in rows}


def proposal(tx: Transaction, proposal_id: UUID) -> PurgeProposal:
    """One proposal; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(purge_proposals).where(purge_proposals.c.id == proposal_id)).mappings()
    found = row.first()
    if found is None:
        raise UserFacingError("not_found", field="proposal_id")
    return _proposal(found)


def _proposal(row: sa.RowMapping) -> PurgeProposal:
    return PurgeProposal(
        row["id"], row["participant_id"], PurgeGround(row["ground"]), row["proposed_on"], row["created_by"]
    )


def erased(tx: Transaction) -> int:
    """How many men's data went."""
    return tx.connection.execute(sa.select(sa.func.count()).select_from(erasures)).scalar_one()
