"""What becomes of a package by what it is for: rows to be supervised, comments, or rows that are ours from now on.

What is handed over is taken in once: from then on it is of this book, and no package writes over it. It comes back the
same way it went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from facilitador.db.packing.belonging import make_ours
from facilitador.db.packing.fitting import damaged, fits
from facilitador.db.packing.incoming import Incoming
from facilitador.db.packing.planning import Plan, plan
from facilitador.db.packing.reserved_parts import RESERVED, as_held, sealed_here, without_reserved
from facilitador.db.packing.reviewing import plan_reviews, unite
from facilitador.db.packing.rows import place, read_keys
from facilitador.db.packing.taking_in import take_in
from facilitador.db.queries import deliveries as queries
from facilitador.db.queries import packages as package_queries
from facilitador.db.reserved import ReservedBox
from facilitador.db.tables.deliveries import insert_delivery
from facilitador.db.transaction import Transaction
from facilitador.domain.deliveries import DIGEST_BYTES, digest_of_file, receipt_of
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import OWNED, Manifest, Package, PackageKind, TableRows, fingerprint_of
from facilitador.domain.sessions import LogStatus
from facilitador.domain.taken_packages import RootKind
from facilitador.errors import UserFacingError

_TEAM: Final = "group_facilitators"
_LEADERS: Final = "session_facilitators"
_ROOTS: Final = {RootKind.GROUP: "groups", RootKind.MAN: "participants"}


def plan_for(tx: Transaction, package: Package, decisions: Mapping[str, Side]) -> Plan:
    """Lay a package beside the book; nothing is written.

    Refused as `planning.plan` and `reviewing.plan_reviews`; of what is handed over also `package_already_ours`
    (service), `package_handover_older` (service), `package_reserved_for_another`, `package_damaged_inside` (name).
    """
    kind = package.manifest.kind
    if kind is PackageKind.REVIEW:
        return plan_reviews(tx, package)
    if kind not in OWNED:
        made = plan(tx, package, decisions)
        unite(tx, made)
        return made
    return _plan_owned(tx, package, decisions)


def _plan_owned(tx: Transaction, package: Package, decisions: Mapping[str, Side]) -> Plan:
    manifest = package.manifest
    if package_queries.stands(tx, manifest.package_id):
        return Plan(Incoming(manifest, as_held(without_reserved(package).rows), frozenset(), set(), set()))
    _check_ours(tx, manifest)
    box = _reserved_box(tx, manifest)
    reserved = sealed_here(tx, _fitting_reserved(package), box)
    ordinary = without_reserved(package)
    rows = {**ordinary.rows, **{table: one for table, one in reserved.items() if table not in RESERVED}}
    made = plan(
        tx, replace(ordinary, rows={table: _without_team(table, one, rows) for table, one in rows.items()}), decisions
    )
    unite(tx, made)
    if made.incoming.older:
        raise UserFacingError("package_handover_older", service=manifest.sender.service_name)
    _add_reserved(tx, made, {table: one for table, one in reserved.items() if table in RESERVED})
    return made


def _check_ours(tx: Transaction, manifest: Manifest) -> None:
    """What is of this book is not taken over by a package, unless it went from here to them and now comes back."""
    table = _ROOTS[RootKind.MAN if manifest.kind is PackageKind.MAN else RootKind.GROUP]
    here = read_keys(tx, table, {(one.bytes,) for one in manifest.subjects})
    owners = package_queries.owners(tx, table, [key[0] for key in here if isinstance(key[0], bytes)])
    ours = {UUID(bytes=key[0]) for key in here if isinstance(key[0], bytes) and key[0] not in owners}
    if ours and not (manifest.kind is PackageKind.MAN and queries.given_to(tx, manifest.sender.book_id, ours)):
        raise UserFacingError("package_already_ours", service=manifest.sender.service_name)


def _reserved_box(tx: Transaction, manifest: Manifest) -> ReservedBox | None:
    """What opens the reserved documents of the package; None where it holds none."""
    if not manifest.reserved_keys:
        return None
    keys = tx.package_keys
    mine = manifest.reserved_keys.get(fingerprint_of(keys.box_key, keys.sign_key))
    if mine is None:
        raise UserFacingError("package_reserved_for_another")
    key = keys.open_sealed(mine)
    if key is None or len(key) != DIGEST_BYTES:
        raise damaged(manifest)
    return ReservedBox(key)


def _fitting_reserved(package: Package) -> Mapping[str, TableRows]:
    for table in RESERVED:
        if table in package.rows and not fits(table, package.rows[table]):
            raise damaged(package.manifest)
    return package.rows


def _without_team(table: str, held: TableRows, rows: Mapping[str, TableRows]) -> TableRows:
    """The team of who gives leads nothing here: who leads is named by who receives. What was led stays with its log."""
    if table == _TEAM:
        return TableRows(held.columns, ())
    if table != _LEADERS:
        return held
    spot, status = place(_LEADERS, "session_id"), place("sessions", "log_status")
    closed = {row[0] for row in rows["sessions"].rows if row[status] == LogStatus.CLOSED}
    return TableRows(held.columns, tuple(row for row in held.rows if row[spot] in closed))


def _add_reserved(tx: Transaction, made: Plan, reserved: Mapping[str, TableRows]) -> None:
    for table, rows in as_held(reserved).items():
        mine = read_keys(tx, table, set(rows))
        made.incoming.mine[table] = mine
        made.incoming.listed[table] = rows
        for key, row in rows.items():
            if key not in mine:
                made.new.setdefault(table, {})[key] = row
            elif mine[key] != row:
                made.changed.setdefault(table, {})[key] = row


def has_news(made: Plan) -> bool:
    """True if the package says anything of which nothing newer is known here."""
    return bool(made.counts if made.incoming.manifest.kind is PackageKind.REVIEW else made.incoming.fresh)


def take_in_for(tx: Transaction, package: Package, content: bytes, made: Plan) -> None:
    """Write what was planned, as `taking_in.take_in`; what was handed over is of this book from now on."""
    take_in(tx, made)
    manifest = package.manifest
    if manifest.kind not in OWNED:
        return
    make_ours(tx, made.incoming.listed)
    insert_delivery(
        tx,
        manifest.package_id,
        book_id=manifest.sender.book_id,
        service_name=manifest.sender.service_name,
        receipt=receipt_of(manifest.package_id, manifest.chain_head),
        file_digest=digest_of_file(content),
        content_digest=b"",
        reserved=bool(manifest.reserved_keys),
        delivered_on=tx.today,
        delivered_by=manifest.sender.person_id,
        received_on=tx.today,
    )
