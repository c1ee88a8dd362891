"""What a man's written consent holds up: asked before each use of his data, and told once he took it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import applications as application_queries
from facilitador.db.queries import deliveries as delivery_queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import referrals as referral_queries
from facilitador.db.queries import rights as rights_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus
from facilitador.domain.consent_effects import (
    ConsentUse,
    Revocation,
    Unsettled,
    UnsettledMatter,
    refuse,
    still_holds,
)
from facilitador.domain.deliveries import DeliveryState
from facilitador.domain.packages import PackageKind
from facilitador.domain.rights import RightsKind
from facilitador.domain.roles import Section
from facilitador.domain.taken_packages import PackageWay
from facilitador.errors import about
from facilitador.use_cases.requests import Query, QueryHandler


class RevocationOf(Query[Revocation | None], kw_only=True):
    """Since when a man's consent is taken back, and what is left to end; None where none is taken back."""

    participant_id: UUID


def revoked_on(tx: Transaction, participant_id: UUID) -> date | None:
    """The day on which he took his consent back; None while one is in force or none was ever given."""
    return participant_queries.revocations(tx, (participant_id,)).get(participant_id)


def require_consent(tx: Transaction, men: Collection[UUID], use: ConsentUse, *, field: str) -> None:
    """Refuse the use for who took his consent back; the refusal is about him."""
    for man in participant_queries.revocations(tx, men):
        with about(man):
            raise refuse(use, field=field)


def require_since(tx: Transaction, man: UUID, agreed_on: date, use: ConsentUse, *, field: str) -> None:
    """Refuse what rests on an agreement that he gave before he took his consent back."""
    if not still_holds(agreed_on, revoked_on(tx, man)):
        raise refuse(use, field=field)


def _here(tx: Transaction, man: UUID) -> Iterator[UnsettledMatter]:
    """What goes on in this service."""
    for stay in enrolment_queries.stints_of_participant(tx, man):
        if stay.stint.ended_on is None:
            yield UnsettledMatter(Unsettled.STINT, stay.group_name, "group", stay.stint.group_id)
    for one in application_queries.of_participant(tx, man):
        if one.status is ApplicationStatus.IN_PROGRESS:
            yield UnsettledMatter(Unsettled.APPLICATION, "", "application", one.id)
    for request in rights_queries.requests_of(tx, man):
        if request.kind is RightsKind.REVOCATION and request.answer is None:
            yield UnsettledMatter(Unsettled.ANSWER, "", "rights", man)


def _to_others(tx: Transaction, man: UUID, since: date) -> Iterator[UnsettledMatter]:
    """What was agreed or made ready to be told to others."""
    for line in referral_queries.lines(tx, man):
        given, referral = line.referral.sharing.consented_on, line.referral
        if referral.is_open and given is not None and referral.sharing.may_be_told and not still_holds(given, since):
            yield UnsettledMatter(Unsettled.REFERRAL, referral.institution, "referral", referral.id)
    for delivery in delivery_queries.all_deliveries(tx):
        package = delivery.package
        his = package.kind is PackageKind.MAN and package.subjects == (man,) and package.way is PackageWay.SENT
        if his and delivery.state is DeliveryState.PREPARED:
            yield UnsettledMatter(Unsettled.DELIVERY, delivery.service_name, "packages", None)
    for moving in delivery_queries.moving_consents_of(tx, man):
        if moving.revoked_on is None and not still_holds(moving.given_on, since):
            yield UnsettledMatter(Unsettled.MOVING, moving.service_name, "participant", man)


def _revocation(tx: Transaction, query: RevocationOf) -> Revocation | None:
    man = participant_queries.stored(tx, query.participant_id).id
    since = revoked_on(tx, man)
    return None if since is None else Revocation(since, (*_here(tx, man), *_to_others(tx, man, since)))


COMMANDS: Final = ()
QUERIES: Final = (QueryHandler(RevocationOf, _revocation, Section.SOCIAL),)
