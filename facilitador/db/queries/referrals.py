"""Referrals with their steps, what was done instead of a CAI, and who has a sanction to serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.evaluations import to_withdrawal
from facilitador.db.tables.enrolments import IS_OPEN, enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.tables.referrals import referral_events, referrals, sanction_alternatives
from facilitador.db.transaction import Transaction
from facilitador.domain.referrals import (
    SERVES,
    Referral,
    ReferralEvent,
    ReferralLine,
    ReferralReason,
    ReferralState,
    ReferralUrgency,
    SanctionAlternative,
    Sharing,
)
from facilitador.errors import UserFacingError

_IT, _STEP, _INSTEAD = referrals.c, referral_events.c, sanction_alternatives.c
_NAMED = sa.select(referrals, participants.c.full_name).join(participants, participants.c.id == _IT.participant_id)
_NEWEST_FIRST = _NAMED.order_by(_IT.created_at.desc(), _IT.id.desc())
_STEPS = sa.select(referral_events).order_by(_STEP.referral_id, _STEP.number)
_ENDED = sa.select(_STEP.referral_id).where(_STEP.state == ReferralState.CLOSED)
_OPEN = _NEWEST_FIRST.where(_IT.withdrawn_on.is_(None), _IT.id.not_in(_ENDED))
_ALTERNATIVES = sa.select(sanction_alternatives).order_by(_INSTEAD.noted_on.desc(), _INSTEAD.created_at.desc())
_PLAIN = (
    *("id", "participant_id", "directory_id", "institution", "reach", "why", "decision_id", "appointment", "bring"),
    *("neutral_sender", "revision"),
)


def lines(tx: Transaction, participant_id: UUID | None = None) -> tuple[ReferralLine, ...]:
    """Every referral, of one man if given, withdrawn ones too, the newest first."""
    wanted = _NEWEST_FIRST if participant_id is None else _NEWEST_FIRST.where(_IT.participant_id == participant_id)
    return _lines(tx, wanted)


def open_referrals(tx: Transaction) -> tuple[Referral, ...]:
    """The referrals after which somebody must still look."""
    return tuple(line.referral for line in _lines(tx, _OPEN))


def referral(tx: Transaction, referral_id: UUID) -> ReferralLine:
    """One referral; refuses with `not_found`."""
    found = _lines(tx, _NAMED.where(_IT.id == referral_id))
    if not found:
        raise UserFacingError("not_found", field="referral_id")
    return found[0]


def alternatives_of(tx: Transaction, participant_id: UUID) -> tuple[SanctionAlternative, ...]:
    """What was done for a man where no CAI was within reach, withdrawn notes too, the newest first."""
    statement = _ALTERNATIVES.where(_INSTEAD.participant_id == participant_id)
    return tuple(map(_alternative, tx.connection.execute(statement).mappings()))


def alternative(tx: Transaction, alternative_id: UUID) -> SanctionAlternative:
    """One of them; refuses with `not_found`."""
    row = tx.connection.execute(_ALTERNATIVES.where(_INSTEAD.id == alternative_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="alternative_id")
    return _alternative(row)


def alternatives_to_review(tx: Transaction) -> tuple[SanctionAlternative, ...]:
    """Those that stand and are to be looked at again on a day."""
    statement = _ALTERNATIVES.where(_INSTEAD.withdrawn_on.is_(None), _INSTEAD.review_on.is_not(None))
    return tuple(map(_alternative, tx.connection.execute(statement).mappings()))


def men_without_route(tx: Transaction) -> tuple[UUID, ...]:
    """The men with an open stint and a sanction to serve for whom nothing stands that leads to a CAI (6.2.8)."""
    return tuple(tx.connection.execute(_without_route()).scalars())


@cache  # put together once
def _without_route() -> sa.Select[UUID]:
    turned_down = (
        sa.select(_STEP.referral_id).where(_STEP.state == ReferralState.DECLINED).where(_STEP.number == _last_number())
    )
    led = sa.select(_IT.participant_id).where(
        _IT.reason == ReferralReason.SANCTION, _IT.withdrawn_on.is_(None), _IT.id.not_in(turned_down)
    )
    instead = sa.select(_INSTEAD.participant_id).where(_INSTEAD.withdrawn_on.is_(None))
    present = sa.select(enrolments.c.participant_id).where(IS_OPEN)
    return (
        sa.select(participants.c.id)
        .where(participants.c.sentence_to_serve == SERVES, participants.c.id.in_(present))
        .where(participants.c.id.not_in(led), participants.c.id.not_in(instead))
        .order_by(participants.c.created_at, participants.c.id)
    )


def _last_number() -> sa.ScalarSelect[Any]:
    later = referral_events.alias("later")
    newest = sa.select(sa.func.max(later.c.number)).where(later.c.referral_id == _STEP.referral_id)
    return newest.correlate(referral_events).scalar_subquery()


def _lines(tx: Transaction, statement: sa.Select[Any]) -> tuple[ReferralLine, ...]:
    found = tx.connection.execute(statement).mappings().all()
    steps = _steps(tx, [row["id"] for row in found])
    return tuple(ReferralLine(_referral(row, steps[row["id"]]), row["full_name"]) for row in found)


def _steps(tx: Transaction, keys: Sequence[UUID]) -> Mapping[UUID, list[ReferralEvent]]:
    steps: dict[UUID, list[ReferralEvent]] = defaultdict(list)
    if not keys:
        return steps
    few = _STEPS.where(_STEP.referral_id.in_(keys)) if len(keys) < 100 else _STEPS  # the whole table costs less
    for row in tx.connection.execute(few).mappings():
        state = ReferralState(row["state"])
        step = ReferralEvent(row["number"], state, row["on"], row["note"], row["next_on"], row["by"])
        steps[row["referral_id"]].append(step)
    return steps


def _referral(row: sa.RowMapping, steps: Sequence[ReferralEvent]) -> Referral:
    return Referral(
        **{name: row[name] for name in _PLAIN},
        reason=ReferralReason(row["reason"]),
        urgency=ReferralUrgency(row["urgency"]),
        sharing=Sharing(
            tuple(row["share"]), row["consented_on"], row["guardian_name"], row["legal_basis"], row["revoked_on"]
        ),
        events=tuple(steps),
        withdrawal=to_withdrawal(row),
    )


def _alternative(row: sa.RowMapping) -> SanctionAlternative:
    plain = {
        name: row[name]
        for name in ("id", "participant_id", "noted_on", "why", "done", "told_to", "told_on", "review_on", "revision")
    }
    return SanctionAlternative(**plain, withdrawal=to_withdrawal(row))
