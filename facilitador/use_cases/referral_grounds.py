"""What a new referral of a man begins from: who he is, what a decision offered him, what this service may tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from facilitador.db.queries import directory as directory_queries
from facilitador.db.queries import exclusions as exclusion_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.dates import is_minor
from facilitador.domain.referrals import LINE_LIMIT
from facilitador.domain.roles import Section
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """An institution that a decision offered him: of the directory, or only in words."""

    decision_id: UUID
    directory_id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class ReferralGround:
    """What a new referral begins from: who he is, what he was offered, what this service may tell."""

    participant_id: UUID
    full_name: str
    minor: bool
    competent: bool
    offered: tuple[OfferedPlace, ...]


class ReferralGroundOf(Query[ReferralGround], kw_only=True):
    """What a new referral of a man begins from; the institutions of his last told decision among it."""

    participant_id: UUID


def _ground(tx: Transaction, query: ReferralGroundOf) -> ReferralGround:
    man = participant_queries.stored(tx, query.participant_id)
    competent = service_queries.service(tx).criminal_data_competent
    minor = is_minor(age_of(man.answers, tx.today))
    return ReferralGround(man.id, man.full_name, minor, competent, tuple(_offered(tx, man.id)))


def _offered(tx: Transaction, participant_id: UUID) -> Iterable[OfferedPlace]:
    """What the last decision that was told offered him (6.7.3)."""
    told = [one for one in exclusion_queries.decisions_of(tx, participant_id) if one.told and not one.withdrawal]
    for one in told[:1]:
        assert one.told is not None
        for key in one.told.directory_ids:
            yield OfferedPlace(one.id, key, directory_queries.entry(tx, key).name)
        for name in filter(None, map(str.strip, one.told.institutions.splitlines())):
            yield OfferedPlace(one.id, None, name[:LINE_LIMIT])


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(ReferralGroundOf, _ground, Section.SOCIAL),)
