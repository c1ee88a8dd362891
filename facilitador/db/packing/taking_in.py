"""Taking a package in, and taking it back as a whole: each in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from facilitador.db.packing import applying
from facilitador.db.packing.applying import put_but_answered
from facilitador.db.packing.belonging import as_before, give_again, is_marked, supervise
from facilitador.db.packing.gathering import Held
from facilitador.db.packing.guarding import REVIEWED, SHARED
from facilitador.db.packing.leaving import rows_of_roots
from facilitador.db.packing.planning import Plan
from facilitador.db.packing.rows import (
    Key,
    Row,
    columns_of,
    digest_of,
    in_order,
    key_of,
    read_keys,
    read_where,
    stored_key,
)
from facilitador.db.packing.scope import SCOPES
from facilitador.db.queries import packages as queries
from facilitador.db.tables import packages as table
from facilitador.db.tables.base import metadata, update_row
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import OWNED, PackageKind
from facilitador.domain.taken_packages import PackageWay, RootKind
from facilitador.errors import UserFacingError

_ENCODER: Final = msgspec.msgpack.Encoder()
_ROW: Final = msgspec.msgpack.Decoder(tuple)


def take_in(tx: Transaction, plan: Plan) -> None:
    """Write what was planned. Refused: `package_conflicts_undecided` (count), `package_clashes`; nothing is stored."""
    if plan.conflicts:
        raise UserFacingError("package_conflicts_undecided", count=len(plan.conflicts))
    manifest = plan.incoming.manifest
    written = {
        name: {**plan.new.get(name, {}), **plan.changed.get(name, {})}
        for name in in_order()
        if name in plan.new or name in plan.changed
    }
    counts = {name: one.new + one.changed + one.gone for name, one in plan.counts.items()}
    if not queries.stands(tx, manifest.package_id):  # one of whose groups some were taken out is only gone on with
        table.forget_package(tx, manifest.package_id)
        table.insert_package(tx, PackageWay.TAKEN, manifest, counts, ())
    roots = {UUID(bytes=root.id): root.kind for root in plan.incoming.fresh}
    gone = {UUID(bytes=man) for man in plan.gone_men}
    table.insert_roots(tx, manifest.package_id, roots | dict.fromkeys(gone, RootKind.MAN), gone)
    applying.put(tx, manifest.package_id, written, plan.gone)
    _mark(tx, written, manifest.sender.book_id)
    if manifest.kind is PackageKind.SUPERVISION:
        supervise(tx, rows_of_roots(plan.incoming.listed, plan.incoming.fresh), manifest.sender.book_id)
    for name, rows in plan.gone.items():
        unmark(tx, name, rows)
    if gone:
        table.forget_rows_of_book(tx, manifest.sender.book_id)
    else:
        table.insert_written(tx, manifest.package_id, _noted(plan, written))


def _noted(plan: Plan, written: Held) -> Iterator[tuple[str, bytes, bytes | None, bytes | None]]:
    for name, rows in written.items():
        for key, row in rows.items():
            yield name, stored_key(key), _packed(plan.before(name, key)), digest_of(row)
    for name, rows in plan.gone.items():
        for key, row in rows.items():
            yield name, stored_key(key), _packed(row), None


def _packed(row: Row | None) -> bytes | None:
    return None if row is None else _ENCODER.encode(row)


def _mark(tx: Transaction, written: Held, book_id: UUID) -> None:
    for name, rows in written.items():
        if is_marked(name) or name in SHARED:
            table.mark_foreign(tx, name, _ids(rows), book_id, ForeignState.SUPERVISED)


def unmark(tx: Transaction, name: str, keys: Collection[Key]) -> None:
    """Rows of a table that are no longer here."""
    if is_marked(name) or name in SHARED:
        table.unmark_foreign(tx, name, _ids(keys))


def _ids(keys: Collection[Key]) -> list[bytes]:
    return [key[0] for key in keys if isinstance(key[0], bytes)]


def undo(tx: Transaction, package_id: UUID, revision: int | None = None) -> None:
    """Take a package back: every row it wrote is as it was before.

    Refused: `package_not_taken`, `package_undone_already`, `package_told_anew` (service) where a newer one tells of the
    same, `package_changed_since` where something of it was changed or added to, `package_undo_erased` where it brought
    that somebody's data went.
    """
    known = queries.package(tx, package_id)
    _check_undoable(tx, known.way, known.undone_at, package_id, known.service_name)
    noted = queries.written(tx, package_id)
    if _is_forgotten(known.contents, noted):
        raise UserFacingError("package_undo_erased")
    back, out = _as_before(noted)
    _check_unchanged(tx, noted, out)
    put_but_answered(tx, package_id, back, out)
    for name, keys in out.items():
        unmark(tx, name, keys)
    if known.kind in OWNED:
        as_before(tx, known)
    else:
        _mark(tx, back, known.book_id)
        give_again(tx, known.subjects, known.book_id, besides=package_id)
    table.forget_rows_of_package(tx, package_id)
    update_row(tx, table.packages, package_id, revision, undone_at=tx.now, undone_by=tx.actor.id)


def _check_undoable(
    tx: Transaction, way: PackageWay, undone_at: datetime | None, package_id: UUID, service: str
) -> None:
    if way is not PackageWay.TAKEN:
        raise UserFacingError("package_not_taken")
    if undone_at is not None:
        raise UserFacingError("package_undone_already")
    told = queries.last_told(tx, queries.roots_of(tx, package_id))
    if any(last.package_id != package_id for last in told.values()):
        raise UserFacingError("package_told_anew", service=service)


def _is_forgotten(contents: Mapping[str, int], noted: list[queries.Written]) -> bool:
    """True if how the rows stood before was let go, because it told of somebody whose data went."""
    brought = any(count for name, count in contents.items() if name not in REVIEWED)
    return brought and all(one.table in REVIEWED for one in noted)


def _key(name: str, stored: bytes) -> Key:
    return (stored,) if columns_of(name)[0] == "id" else _ROW.decode(stored)


def _as_before(noted: list[queries.Written]) -> tuple[Held, dict[str, list[Key]]]:
    back: Held = {}
    out: dict[str, list[Key]] = {}
    for one in noted:
        key = _key(one.table, one.key)
        if one.before is None:
            out.setdefault(one.table, []).append(key)
        else:
            back.setdefault(one.table, {})[key] = _ROW.decode(one.before)
    return back, out


def _check_unchanged(tx: Transaction, noted: list[queries.Written], out: dict[str, list[Key]]) -> None:
    left: dict[str, dict[Key, bytes | None]] = {}
    for one in noted:
        left.setdefault(one.table, {})[_key(one.table, one.key)] = one.digest
    for name, digests in left.items():
        now = read_keys(tx, name, digests.keys())
        if any(digest != (digest_of(now[key]) if key in now else None) for key, digest in digests.items()):
            raise UserFacingError("package_changed_since")
    for name in out:
        for child, column in _pointing_at(name):
            known = left.get(child, {})
            rows = read_where(tx, child, column, [key[0] for key in out[name]])
            if any(key_of(child, row) not in known for row in rows):
                raise UserFacingError("package_changed_since")


def _pointing_at(name: str) -> Iterator[tuple[str, str]]:
    for one in metadata.sorted_tables:
        for key in one.foreign_keys:
            if key.column.table.name == name and (one.name in SCOPES or key.ondelete != "CASCADE"):
                yield one.name, key.parent.name
