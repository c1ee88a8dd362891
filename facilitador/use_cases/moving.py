"""A man moves to another service with his written consent (6.4.2, 6.8): his own record goes, and nobody else's.

Who receives him finds him among the participants, in no group, with those who may be the same man: a person decides
whether they are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.packing.gathering import Wanted, rooted_rows
from facilitador.db.packing.moving import rows_of_man
from facilitador.db.packing.own_fields import under_keys_here
from facilitador.db.packing.rows import digest_of, key_of, stored_key
from facilitador.db.queries import deliveries as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries.origins import is_foreign
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.deliveries import moving_consents
from facilitador.db.tables.packages import insert_written
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.deliveries import EarlierStay, MovingConsent, agreed_to
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.duplicates import DuplicateMatch
from facilitador.domain.packages import NAME_LIMIT, PackageKind, PackageRows, PublicIdentity
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.consent_gates import require_since
from facilitador.use_cases.handing_over import (
    Consignment,
    DeliveryErrand,
    check_delivery,
    consign,
    digest_of_rows,
    weigh,
)
from facilitador.use_cases.newcomers import unite
from facilitador.use_cases.package_sending import PackageWeight, Packed
from facilitador.use_cases.participants import ConsentForm, LikelyDuplicates, consent_values, duplicates
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes


class RecordMovingConsent(ConsentForm, kw_only=True):
    """Record that a man agreed in writing that his record goes to that service, as consent to the ficha is recorded."""

    service_name: str


class RevokeMovingConsent(Command, kw_only=True):
    """Record that he no longer agrees, from a day on; what was handed over before stays there."""

    consent_id: UUID
    on: date


class ManWish(DeliveryErrand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which man goes to another service.

    `reserved_for` is empty unless it was decided that what is known of the woman and of her protection must go along:
    her safety comes first.
    """

    participant_id: UUID


class PackMan(Query[Packed], kw_only=True):
    """A package with one man's own record, noted as *por entregar*.

    Refused: InvalidInput (recipients, reserved_for, purpose, until), `not_found`, `row_of_other_service`,
    `moving_consent_needed` (service), `delivery_one_service`, `package_keys_needed`, and as `exchange.packages.seal`.
    """

    wish: ManWish


class WeighMan(Query[PackageWeight], kw_only=True):
    """What that package would weigh; nothing leaves the book. Refused as `PackMan`."""

    wish: ManWish


class MovingConsentsOf(Query[tuple[MovingConsent, ...]], kw_only=True):
    """What a man agreed to about going to another service, newest first."""

    participant_id: UUID


class EarlierStaysOf(Query[tuple[EarlierStay, ...]], kw_only=True):
    """Where a man was before he came, oldest first."""

    participant_id: UUID


@dataclass(frozen=True, slots=True)
class ReceivedMan:
    """A man who came from another service and is in no group yet.

    `matches`: who of those registered may be the same man, likeliest first.
    """

    participant_id: UUID
    full_name: str
    package_id: UUID
    service_name: str
    matches: tuple[DuplicateMatch, ...]


class ReceivedMen(Query[tuple[ReceivedMan, ...]], kw_only=True):
    """The men who came from other services and are in no group yet."""


class UniteReceived(Command, kw_only=True):
    """A man who came from another service is somebody already registered: all of his becomes that man's.

    What only he had answered is added to the other's ficha; what both answered stays as the other's has it, and a
    notice says so. Refused: `not_received` for anybody else, and as `MergeNewcomer`.
    """

    received_id: UUID
    into_id: UUID


# -- his consent ------------------------------------------------------------------------------------------------------


def _record_consent(tx: Transaction, command: RecordMovingConsent) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    checks = Checks()
    service = checks.line("service_name", command.service_name, NAME_LIMIT, required=True)
    values = {"service_name": service, **consent_values(tx, man, command, checks)}
    checks.refuse_if_any()
    key = insert_row(tx, moving_consents, command.id, participant_id=man.id, revoked_on=None, **values)
    return Result(key, (Change(Topic.PARTICIPANTS, man.id),), tuple(values))


def _revoke_consent(tx: Transaction, command: RevokeMovingConsent) -> Result:
    consent = queries.moving_consent(tx, command.consent_id)
    checks = Checks()
    checks.recorded_day("on", command.on, tx.today)
    checks.need("on", command.on >= consent.given_on, "revoked_before_given")
    checks.refuse_if_any()
    if consent.revoked_on is not None:
        raise UserFacingError("consent_revoked_already")
    update_row(tx, moving_consents, consent.id, None, revoked_on=command.on)
    return Result(consent.id, (Change(Topic.PARTICIPANTS, consent.participant_id),), ("revoked_on",))


def check_consent(tx: Transaction, man: UUID, service_name: str) -> MovingConsent:
    """His consent in force to go there; refused with `moving_consent_needed`, or `consent_revoked_moving`."""
    consent = agreed_to(queries.moving_consents_of(tx, man), service_name)
    require_since(tx, man, consent.given_on, ConsentUse.MOVING, field="participant_id")
    return consent


# -- he goes ----------------------------------------------------------------------------------------------------------


def content_of(tx: Transaction, man: UUID) -> bytes:
    """The digest of what his record says here now."""
    return digest_of_rows(rooted_rows(tx, Wanted(PackageKind.MAN, (), (man,))))


def _consignment(tx: Transaction, wish: ManWish) -> tuple[Consignment, tuple[PublicIdentity, ...]]:
    recipients = check_delivery(tx, wish, Checks())
    man = participant_queries.stored(tx, wish.participant_id).id
    if is_foreign(tx, participants, man):
        raise UserFacingError("row_of_other_service", field="participant_id")
    check_consent(tx, man, recipients[0].service_name)
    rows = rows_of_man(tx, man, service_queries.service(tx).name)
    return Consignment(PackageKind.MAN, wish, (man,), rows, content_of(tx, man)), recipients


def _pack(tx: Transaction, query: PackMan) -> Packed:
    what, recipients = _consignment(tx, query.wish)
    packed = consign(tx, what, recipients)
    _remember(tx, packed.manifest.package_id, what.rows)
    return packed


def _remember(tx: Transaction, package_id: UUID, rows: PackageRows) -> None:
    """What both books hold of him from now on: should he come back, it is known what changed there."""
    rows = under_keys_here(tx, rows)
    insert_written(
        tx,
        package_id,
        [
            (table, stored_key(key_of(table, row)), None, digest_of(row))
            for table, held in rows.items()
            for row in held.rows
        ],
    )


# -- he comes ---------------------------------------------------------------------------------------------------------


def _received(tx: Transaction, query: ReceivedMen) -> tuple[ReceivedMan, ...]:
    return tuple(
        ReceivedMan(man.id, man.full_name, package.id, package.service_name, _alike(tx, man.id))
        for man, package in (
            (participant_queries.stored(tx, key), package) for key, package in queries.received_men(tx)
        )
    )


def _alike(tx: Transaction, man: UUID) -> tuple[DuplicateMatch, ...]:
    answers = participant_queries.stored(tx, man).answers
    return duplicates(tx, LikelyDuplicates(answers=dict(answers), exclude=man))


def _unite(tx: Transaction, command: UniteReceived) -> Result:
    if command.received_id not in {key for key, _ in queries.received_men(tx)}:
        raise UserFacingError("not_received", field="received_id")
    into = participant_queries.stored(tx, command.into_id)
    if is_foreign(tx, participants, into.id):
        raise UserFacingError("row_of_other_service", field="into_id")
    return unite(tx, participant_queries.stored(tx, command.received_id), into)


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """Men who came and are in no group yet: how many, from where; no names (6.4.5)."""
    if not may_write(tx.actor.role, Section.ENROLMENTS):
        return
    services: dict[str, int] = {}
    for _, package in queries.received_men(tx):
        services[package.service_name] = services.get(package.service_name, 0) + 1
    for service, count in services.items():
        yield DueItem("due_received", Urgency.SOON, "packages", None, {"service": service, "count": count})


COMMANDS: Final = (
    CommandHandler(RecordMovingConsent, _record_consent, writes(Section.SOCIAL)),
    CommandHandler(RevokeMovingConsent, _revoke_consent, writes(Section.SOCIAL)),
    CommandHandler(UniteReceived, _unite, writes(Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS)),
)
QUERIES: Final = (
    QueryHandler(PackMan, _pack, Section.RESERVED, records_view_of=lambda query: query.wish.participant_id),
    QueryHandler(WeighMan, lambda tx, query: weigh(tx, *_consignment(tx, query.wish)), Section.RESERVED),
    QueryHandler(
        MovingConsentsOf, lambda tx, query: queries.moving_consents_of(tx, query.participant_id), Section.SOCIAL
    ),
    QueryHandler(
        EarlierStaysOf,
        lambda tx, query: queries.earlier_stays_of(tx, query.participant_id),
        Section.ENROLMENTS,
        records_view_of=lambda query: query.participant_id,
    ),
    QueryHandler(ReceivedMen, _received, Section.ENROLMENTS, origin=own_only),
)
