"""Packages between books: made and sealed, looked at before they are taken in, taken in, taken back, taken out.

A package goes out of the book as bytes, like any export, and asking for it leaves an audit row; what came is opened
again when it is taken in, so that nothing but the file itself is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from facilitador.db import schema
from facilitador.db.packing import arriving, removing, taking_in
from facilitador.db.packing.fitting import has_our_columns
from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.own_fields import new_own_fields, stay_behind
from facilitador.db.packing.planning import Plan
from facilitador.db.packing.rows import place
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import packages as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import trusted_keys as key_queries
from facilitador.db.queries.origins import is_foreign
from facilitador.db.tables import packages as tables
from facilitador.db.tables.groups import groups as group_table
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, Urgency
from facilitador.domain.origins import STALE_DAYS
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import (
    PURPOSE_LIMIT,
    Manifest,
    Package,
    PackageKind,
    PackageRows,
    PublicIdentity,
    trusted,
)
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.taken_packages import KnownPackage, PackagePreview, PackageWay, Recipient, SourceLine
from facilitador.errors import BookError, UserFacingError
from facilitador.exchange.packages import Receiver, open_package, seal
from facilitador.reference import registration_form
from facilitador.use_cases.package_editions import check_editions
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes
from facilitador.use_cases.services import form_with
from facilitador.use_cases.trusted_keys import own_identity

_CLOCKS_DIFFER: Final = timedelta(days=1)
"""How far two clocks may differ. A package that came from the future would be the newest for as long."""

_CODED: Final = (FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.NUMBER)
_TOUCHED: Final = (
    *(Topic.PACKAGES, Topic.PEOPLE, Topic.VENUES, Topic.DIRECTORY, Topic.GROUPS, Topic.PARTICIPANTS),
    *(Topic.ENROLMENTS, Topic.SESSIONS, Topic.ATTENDANCE, Topic.CALLS, Topic.ABSENCES, Topic.APPLICATIONS),
    *(Topic.EVALUATIONS, Topic.EXCLUSIONS, Topic.REFERRALS, Topic.CARE, Topic.HAND_OUTS, Topic.COMPLIANCE),
    *(Topic.GOALS, Topic.REVIEWS, Topic.CLOSURES, Topic.PRACTICES, Topic.PROTECTION, Topic.CONTACTS),
)


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


class PreviewPackage(Query[PackagePreview], kw_only=True):
    """What taking a file in would do; nothing is written. `decisions`: by the id of a conflict, whose row stays.

    Refused as `TakeIn`.
    """

    raw_text = True

    content: bytes
    decisions: dict[str, Side] = {}


class TakeIn(Command, kw_only=True):
    """Take a package in: what is newer of its groups and men is written, what is gone there goes; all or nothing.

    Refused: as `opened`; `package_damaged_inside`, `package_edition_differs`, `package_man_gone`, `package_clashes`,
    `package_claims_other_rows`, `package_conflicts_undecided` (count).
    Where the book holds all of it, a notice says so and nothing is written.
    """

    raw_text = True

    content: bytes
    decisions: dict[str, Side] = {}


class UndoPackage(Command, kw_only=True):
    """Take back a package as a whole: every row that it wrote is as it was.

    Refused: `package_not_taken`, `package_undone_already`, `package_told_anew` (service), `package_changed_since`,
    `package_undo_erased`.
    """

    package_id: UUID


class RemoveSource(Command, kw_only=True):
    """Take what came from another service out of the book: one group of it, or all (`group_id` None).

    What was said of it in reviews goes too. Refused with `source_not_here`.
    """

    book_id: UUID
    group_id: UUID | None = None


class Packages(Query[tuple[KnownPackage, ...]], kw_only=True):
    """Every package that was sent or taken in, newest first."""


class Sources(Query[tuple[SourceLine, ...]], kw_only=True):
    """The other services of which groups are here to be supervised, each group with the day of its data."""


def receiver(tx: Transaction) -> Receiver:
    """Who opens packages in this book today."""
    keys = key_queries.all_trusted_keys(tx)
    return Receiver(tx.package_keys, service_queries.book_id(tx), schema.VERSION, keys, tx.today)


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


def opened(tx: Transaction, content: bytes) -> Package:
    """The package in a file, as `exchange.packages.open_package`.

    Refused also: `package_from_future` (name, day, today), `package_older_program` (name), and as `check_editions`.
    """
    package = open_package(content, receiver(tx))
    manifest = package.manifest
    if manifest.made_at > tx.now + _CLOCKS_DIFFER:
        day, today = format_date(manifest.made_at.date()), format_date(tx.today)
        raise UserFacingError("package_from_future", name=manifest.sender.name, day=day, today=today)
    if manifest.book_version < schema.VERSION and not has_our_columns(package.rows):
        raise UserFacingError("package_older_program", name=manifest.sender.name)
    check_editions(package)
    return package


def _preview(tx: Transaction, query: PreviewPackage) -> PackagePreview:
    return preview_of(tx, package := opened(tx, query.content), arriving.plan_for(tx, package, query.decisions))


def preview_of(tx: Transaction, package: Package, made: Plan) -> PackagePreview:
    """What a plan would do, as it is shown."""
    manifest, incoming = package.manifest, made.incoming
    here = incoming.mine.get("participants", {})
    names = {key[0]: str(row[place("groups", "name")]) for key, row in incoming.listed.get("groups", {}).items()}
    return PackagePreview(
        package_id=manifest.package_id,
        kind=manifest.kind,
        service_name=manifest.sender.service_name,
        sender_name=manifest.sender.name,
        purpose=manifest.purpose,
        made_at=manifest.made_at,
        until=manifest.until,
        with_names=manifest.with_names,
        groups=tuple(sorted(names.values())),
        older=tuple(sorted(name for key, name in names.items() if key in incoming.older)),
        men=len(incoming.listed.get("participants", {})),
        gone_men=len(made.gone_men),
        left_out=len([key for key in incoming.gone if key in incoming.left_out and (key,) not in here]),
        removed_on=max((one.on for key, one in incoming.gone.items() if key not in incoming.left_out), default=None),
        tables=made.counts,
        conflicts=tuple(made.conflicts),
        dropped=manifest.dropped,
        taken=queries.stands(tx, manifest.package_id),
        form=form_with((*service_queries.known_own_fields(tx), *new_own_fields(made.new))),
    )


def _take_in(tx: Transaction, command: TakeIn) -> Result:
    package = opened(tx, command.content)
    key = package.manifest.package_id
    made = arriving.plan_for(tx, package, command.decisions)
    if not arriving.has_news(made):
        return Result(
            key, (), (), (Notice("package_nothing_newer", {"service": package.manifest.sender.service_name}),)
        )
    arriving.take_in_for(tx, package, command.content, made)
    return Result(key, _changes(key), tuple(made.counts))


def _undo(tx: Transaction, command: UndoPackage) -> Result:
    taking_in.undo(tx, command.package_id)
    return Result(command.package_id, _changes(command.package_id), ("undone_at",))


def _remove(tx: Transaction, command: RemoveSource) -> Result:
    source = next((one for one in queries.sources(tx) if one.book_id == command.book_id), None)
    here = [group.group_id for group in source.groups] if source is not None else []
    wanted = [group for group in here if command.group_id in (None, group)]
    if not wanted:
        raise UserFacingError("source_not_here", field="book_id")
    removing.remove(tx, command.book_id, wanted)
    return Result(command.group_id or command.book_id, _changes(command.book_id))


def _changes(key: UUID) -> tuple[Change, ...]:
    return tuple(Change(topic, key) for topic in _TOUCHED)


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """What was sent and soon can no longer be opened, and what came and is older than thirty days."""
    if may_write(tx.actor.role, Section.GROUPS):
        for sent in queries.expiring(tx, tx.today, DAYS_IN_SIGHT):
            told: dict[str, object] = {"purpose": sent.purpose}
            yield DueItem("due_package_expires", Urgency.SOON, "packages", None, told, sent.until)
    if may_read(tx.actor.role, Section.REVIEWS):
        for source in queries.sources(tx):
            days = (tx.today - source.oldest.date()).days
            if days > STALE_DAYS:
                told = {"service": source.service_name, "days": days}
                yield DueItem("due_source_stale", Urgency.WHENEVER, "packages", None, told)


COMMANDS = (
    CommandHandler(TakeIn, _take_in, writes(Section.GROUPS), listed=False, digested=False),
    CommandHandler(UndoPackage, _undo, writes(Section.GROUPS), copied_first=True),
    CommandHandler(RemoveSource, _remove, writes(Section.GROUPS), copied_first=True),
)
QUERIES = (
    QueryHandler(Pack, _pack, Section.SESSIONS),
    QueryHandler(WeighPackage, _weigh, Section.SESSIONS),
    QueryHandler(PreviewPackage, _preview, Section.SESSIONS),
    QueryHandler(Packages, lambda tx, query: queries.all_packages(tx), Section.SESSIONS),
    QueryHandler(Sources, lambda tx, query: queries.sources(tx), Section.GROUPS),
)
