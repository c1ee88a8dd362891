"""Packages that leave the book: for supervision, and what every package that is sent needs.

A package goes out as bytes, like any export, and asking for it leaves an audit row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from facilitador.db import schema
from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.own_fields import stay_behind
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import packages as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import trusted_keys as key_queries
from facilitador.db.queries.origins import is_foreign
from facilitador.db.tables import packages as tables
from facilitador.db.tables.groups import groups as group_table
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.consent_effects import ConsentUse, refuse
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, Urgency
from facilitador.domain.packages import (
    PURPOSE_LIMIT,
    Manifest,
    PackageKind,
    PackageRows,
    PublicIdentity,
    trusted,
)
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Section, may_write
from facilitador.domain.taken_packages import PackageWay, Recipient
from facilitador.errors import BookError, UserFacingError
from facilitador.exchange.packages import seal
from facilitador.reference import registration_form
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.trusted_keys import own_identity

_CODED: Final = (FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.NUMBER)


class Errand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a package goes and for what.

    `recipients`: fingerprints of trusted keys. `purpose`: up to 500 letters, needed. `until`: the last day on which it
    is opened.
    """

    recipients: tuple[str, ...]
    purpose: str
    until: date | None = None


class PackWish(Errand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be sent for supervision: whole groups of this service.

    Without `with_names` men go by a number, and what was written freely stays here.
    """

    group_ids: tuple[UUID, ...]
    with_names: bool = True


@dataclass(frozen=True, slots=True)
class Packed:
    """A package as the bytes of its file, with what it says of itself."""

    content: bytes
    manifest: Manifest


class Pack(Query[Packed], kw_only=True):
    """A package of some groups, sealed to its recipients; noted as sent, with an audit row, for it leaves the book.

    Refused: InvalidInput (group_ids, recipients, purpose, until), `row_of_other_service`, `package_keys_needed`, and
    as `exchange.packages.seal`.
    """

    wish: PackWish


@dataclass(frozen=True, slots=True)
class PackageWeight:
    """How large a package would be (bytes of its file), and what it would hold: rows by table."""

    size: int
    counts: Mapping[str, int]


class WeighPackage(Query[PackageWeight], kw_only=True):
    """What a package would weigh; nothing leaves the book. Refused as `Pack`."""

    wish: PackWish


def recipients_of(tx: Transaction, fingerprints: Iterable[str]) -> tuple[PublicIdentity, ...]:
    """Those of the trusted keys; refuses with `key_not_trusted` any other."""
    keys = key_queries.all_trusted_keys(tx)
    found = [trusted(keys, one) for one in dict.fromkeys(fingerprints)]
    if None in found:
        raise UserFacingError("key_not_trusted", field="recipients")
    return tuple(one.identity for one in found if one is not None)


def coded_fields() -> frozenset[str]:
    """The fields of the ficha that are chosen from a list or counted: what they say names nobody."""
    return frozenset(field.id for field in registration_form().fields if field.kind in _CODED)


def _check(tx: Transaction, wish: PackWish) -> None:
    checks = Checks()
    checks.need("group_ids", bool(wish.group_ids), "field_required")
    check_errand(tx, wish, checks)
    check_own_groups(tx, wish.group_ids)
    if wish.with_names:
        stints = (one for group in wish.group_ids for one in enrolment_queries.stints_of_group(tx, group))
        revoked = participant_queries.revocations(tx, {one.participant_id for one in stints})
        if revoked:
            raise refuse(ConsentUse.SUPERVISION_COPY, field="with_names", count=len(revoked))


def check_errand(tx: Transaction, errand: Errand, checks: Checks) -> None:
    """Refuse what every package needs and is missing or wrong, with what was found before."""
    checks.need("recipients", bool(errand.recipients), "field_required")
    checks.text("purpose", errand.purpose, PURPOSE_LIMIT, required=True)
    checks.need("until", errand.until is None or errand.until >= tx.today, "package_until_past")
    checks.refuse_if_any()


def check_own_groups(tx: Transaction, group_ids: Iterable[UUID]) -> None:
    """Refuse groups that are not there (`not_found`) or are of another service (`row_of_other_service`)."""
    for group_id in group_ids:
        group_queries.group(tx, group_id)
        if is_foreign(tx, group_table, group_id):
            raise UserFacingError("row_of_other_service", field="group_ids")


def manifest_of(
    tx: Transaction,
    kind: PackageKind,
    errand: Errand,
    subjects: tuple[UUID, ...],
    *,
    with_names: bool = True,
    reserved_keys: Mapping[str, bytes] | None = None,
    dropped: tuple[str, ...] = (),
) -> Manifest:
    """What a package that is made now says of itself."""
    return Manifest(
        package_id=tx.new_id(),
        kind=kind,
        sender=own_identity(tx),
        book_version=schema.VERSION,
        made_at=tx.now,
        purpose=errand.purpose.strip(),
        until=errand.until,
        with_names=with_names,
        subjects=subjects,
        chain_head=queries.chain_head(tx),
        reserved_keys=reserved_keys or {},
        dropped=dropped,
    )


def _made(tx: Transaction, wish: PackWish) -> tuple[Manifest, PackageRows]:
    groups = tuple(dict.fromkeys(wish.group_ids))
    rows = gather(tx, Wanted(PackageKind.SUPERVISION, groups, (), wish.with_names, coded_fields()))
    dropped = ("own_fields",) if not wish.with_names and stay_behind(tx, rows) else ()
    return manifest_of(tx, PackageKind.SUPERVISION, wish, groups, with_names=wish.with_names, dropped=dropped), rows


def _pack(tx: Transaction, query: Pack) -> Packed:
    _check(tx, query.wish)
    recipients = recipients_of(tx, query.wish.recipients)
    return sent(tx, *_made(tx, query.wish), recipients)


def sent(tx: Transaction, manifest: Manifest, rows: PackageRows, recipients: Sequence[PublicIdentity]) -> Packed:
    """A package that leaves the book, sealed and noted; refused with `book_read_only` where that cannot be noted."""
    if tx.read_only:
        raise BookError("book_read_only")
    content = seal(manifest, rows, recipients, tx.package_keys)
    note_sent(tx, manifest, rows, recipients)
    return Packed(content, manifest)


def note_sent(tx: Transaction, manifest: Manifest, rows: PackageRows, recipients: Iterable[PublicIdentity]) -> None:
    """Note that a package left the book, with an audit row."""
    named = [Recipient(one.fingerprint, one.name, one.service_name) for one in recipients]
    tables.insert_package(tx, PackageWay.SENT, manifest, _counted(rows), named)
    append_audit(tx, "Pack", manifest.package_id, {"kind": manifest.kind, "names": manifest.with_names})


def _weigh(tx: Transaction, query: WeighPackage) -> PackageWeight:
    _check(tx, query.wish)
    return weighed(tx, *_made(tx, query.wish), recipients_of(tx, query.wish.recipients))


def weighed(
    tx: Transaction, manifest: Manifest, rows: PackageRows, recipients: Sequence[PublicIdentity]
) -> PackageWeight:
    """What that package weighs, sealed and thrown away."""
    return PackageWeight(len(seal(manifest, rows, recipients, tx.package_keys)), _counted(rows))


def _counted(rows: PackageRows) -> dict[str, int]:
    """How many rows of each table; of what is reserved nothing is counted."""
    return {table: len(held.rows) for table, held in rows.items() if held.rows and table in SCOPES}


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """What was sent and soon can no longer be opened."""
    if may_write(tx.actor.role, Section.GROUPS):
        for sent in queries.expiring(tx, tx.today, DAYS_IN_SIGHT):
            told: dict[str, object] = {"purpose": sent.purpose}
            yield DueItem("due_package_expires", Urgency.SOON, "packages", None, told, sent.until)


COMMANDS: Final[tuple[CommandHandler, ...]] = ()
QUERIES: Final = (
    QueryHandler(Pack, _pack, Section.SESSIONS),
    QueryHandler(WeighPackage, _weigh, Section.SESSIONS),
)
