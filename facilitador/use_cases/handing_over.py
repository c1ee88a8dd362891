"""A group goes to another service (6.2.1): packed with all that its new team may have; reserved documents apart.

Packing hands nothing over yet: `deliveries` says when it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from facilitador.db.packing.gathering import Held, Wanted, gather, rooted_rows
from facilitador.db.packing.reserved_parts import with_reserved
from facilitador.db.packing.rows import digest_of
from facilitador.db.reserved import ReservedBox
from facilitador.db.tables.deliveries import insert_delivery
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.deliveries import digest_of_content, digest_of_file, receipt_of
from facilitador.domain.packages import PackageKind, PackageRows, PublicIdentity
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.exchange import sealing
from facilitador.use_cases.package_sending import (
    Errand,
    PackageWeight,
    Packed,
    check_errand,
    check_own_groups,
    manifest_of,
    recipients_of,
    sent,
    weighed,
)
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class DeliveryErrand(Errand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom something is handed over.

    All `recipients` are of one service. `reserved_for`: those of them who may open the reserved documents, by
    fingerprint; only who facilitates or supervises there. Nobody: no reserved document goes.
    """

    reserved_for: tuple[str, ...] = ()


class HandoverWish(DeliveryErrand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which groups go to another service."""

    group_ids: tuple[UUID, ...]


class PackHandover(Query[Packed], kw_only=True):
    """A package of groups that go to another service, noted as *por entregar*; the groups are still written here.

    Refused: InvalidInput (group_ids, recipients, reserved_for, purpose, until), `row_of_other_service`,
    `delivery_one_service`, `package_keys_needed`, `reserved_key_needed`, and as `exchange.packages.seal`.
    """

    wish: HandoverWish


class WeighHandover(Query[PackageWeight], kw_only=True):
    """What that package would weigh; nothing leaves the book. Refused as `PackHandover`."""

    wish: HandoverWish


@dataclass(frozen=True, slots=True)
class Consignment:
    """Rows that go to somebody for good: without what is reserved, and with the digest of what they say."""

    kind: PackageKind
    errand: DeliveryErrand
    subjects: tuple[UUID, ...]
    rows: PackageRows
    content_digest: bytes


def check_delivery(tx: Transaction, errand: DeliveryErrand, checks: Checks) -> tuple[PublicIdentity, ...]:
    """To whom it goes; refuses what is missing, people of several services, and whom it does not go to."""
    checks.need("reserved_for", set(errand.reserved_for) <= set(errand.recipients), "reserved_for_recipients")
    check_errand(tx, errand, checks)
    recipients = recipients_of(tx, errand.recipients)
    if len({one.book_id for one in recipients}) > 1:
        raise UserFacingError("delivery_one_service", field="recipients")
    return recipients


def consign(tx: Transaction, what: Consignment, recipients: Sequence[PublicIdentity]) -> Packed:
    """Pack it and note it as *por entregar*, with its reserved documents for who may open them."""
    rows, reserved_keys = _with_reserved(tx, what, recipients)
    manifest = manifest_of(tx, what.kind, what.errand, what.subjects, reserved_keys=reserved_keys)
    packed = sent(tx, manifest, rows, recipients)
    insert_delivery(
        tx,
        manifest.package_id,
        book_id=recipients[0].book_id,
        service_name=recipients[0].service_name,
        receipt=receipt_of(manifest.package_id, manifest.chain_head),
        file_digest=digest_of_file(packed.content),
        content_digest=what.content_digest,
        reserved=bool(reserved_keys),
    )
    return packed


def weigh(tx: Transaction, what: Consignment, recipients: Sequence[PublicIdentity]) -> PackageWeight:
    """What it would weigh."""
    rows, reserved_keys = _with_reserved(tx, what, recipients)
    manifest = manifest_of(tx, what.kind, what.errand, what.subjects, reserved_keys=reserved_keys)
    return weighed(tx, manifest, rows, recipients)


def _with_reserved(
    tx: Transaction, what: Consignment, recipients: Sequence[PublicIdentity]
) -> tuple[PackageRows, Mapping[str, bytes]]:
    entitled = [one for one in recipients if one.fingerprint in what.errand.reserved_for]
    if not entitled:
        return what.rows, {}
    key = sealing.new_key()
    rows = with_reserved(tx, what.rows, ReservedBox(key))
    return rows, {one.fingerprint: sealing.seal_to(one.box_key, key) for one in entitled}


def content_of(tx: Transaction, group_ids: tuple[UUID, ...]) -> bytes:
    """The digest of what the groups and their men say here now."""
    return digest_of_rows(rooted_rows(tx, Wanted(PackageKind.HANDOVER, group_ids)))


def digest_of_rows(held: Held) -> bytes:
    """The digest of rows, in whatever order they were read."""
    return digest_of_content(sorted(digest_of(row) for rows in held.values() for row in rows.values()))


def _consignment(tx: Transaction, wish: HandoverWish) -> tuple[Consignment, tuple[PublicIdentity, ...]]:
    checks = Checks()
    checks.need("group_ids", bool(wish.group_ids), "field_required")
    recipients = check_delivery(tx, wish, checks)
    groups = tuple(dict.fromkeys(wish.group_ids))
    check_own_groups(tx, groups)
    rows = gather(tx, Wanted(PackageKind.HANDOVER, groups, reserved=bool(wish.reserved_for)))
    return Consignment(PackageKind.HANDOVER, wish, groups, rows, content_of(tx, groups)), recipients


COMMANDS: Final[tuple[CommandHandler, ...]] = ()
QUERIES: Final = (
    QueryHandler(PackHandover, lambda tx, query: consign(tx, *_consignment(tx, query.wish)), Section.RESERVED),
    QueryHandler(WeighHandover, lambda tx, query: weigh(tx, *_consignment(tx, query.wish)), Section.RESERVED),
)
