"""Protection matters: as lists show them, without a word of what they say, and whole for who may read them."""

from __future__ import annotations

from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.protection import protection_matters, protection_steps
from facilitador.db.transaction import Transaction
from facilitador.domain.protection import (
    MatterText,
    ProtectionLine,
    ProtectionMatter,
    ProtectionOrigin,
    ProtectionStep,
    StepText,
)
from facilitador.errors import UserFacingError

_MATTER, _STEP = protection_matters.c, protection_steps.c
_NEXT = (
    sa.select(sa.func.min(_STEP.next_on)).where(_STEP.matter_id == _MATTER.id).correlate(protection_matters)
).scalar_subquery()
_LINES = sa.select(
    _MATTER.id,
    _MATTER.opened_on,
    _MATTER.created_by.label("opened_by"),
    _MATTER.origin,
    _MATTER.origin_id,
    _MATTER.closed_on,
    _MATTER.closed_by,
    _NEXT.label("next_on"),
    _MATTER.revision,
)
_ALL = _LINES.order_by(_MATTER.closed_on.is_not(None), _NEXT.is_not(None), _NEXT, _MATTER.created_at.desc())
_OPEN = _ALL.where(_MATTER.closed_on.is_(None))
_ONE = _LINES.where(_MATTER.id == sa.bindparam("key"))
_SEALED = sa.select(_MATTER.sealed).where(_MATTER.id == sa.bindparam("key"))
_STEPS = sa.select(protection_steps).where(_STEP.matter_id == sa.bindparam("key")).order_by(_STEP.created_at, _STEP.id)


def lines(tx: Transaction) -> tuple[ProtectionLine, ...]:
    """Every matter: open ones first, those without a next date before all, then by that date."""
    return tuple(_line(row) for row in tx.connection.execute(_ALL).mappings())


def open_lines(tx: Transaction) -> tuple[ProtectionLine, ...]:
    """The open matters, in the order of `lines`."""
    return tuple(_line(row) for row in tx.connection.execute(_OPEN).mappings())


def line(tx: Transaction, matter_id: UUID) -> ProtectionLine:
    """One matter without what it says; refuses with `not_found`."""
    row = tx.connection.execute(_ONE, {"key": matter_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="matter_id")
    return _line(row)


def text_of(tx: Transaction, matter_id: UUID) -> MatterText:
    """What is written of a matter that is there; BookError `reserved_key_needed` for who may not read it."""
    sealed = tx.connection.execute(_SEALED, {"key": matter_id}).scalar_one()
    return msgspec.convert(tx.reserved.open(matter_id, sealed), MatterText)


def matter(tx: Transaction, matter_id: UUID) -> ProtectionMatter:
    """One matter with all that is written of it; refuses with `not_found`."""
    of = line(tx, matter_id)
    rows = tx.connection.execute(_STEPS, {"key": matter_id}).mappings()
    return ProtectionMatter(of, text_of(tx, matter_id), tuple(_step(tx, row) for row in rows))


def step(tx: Transaction, step_id: UUID) -> tuple[UUID, ProtectionStep]:
    """One step and its matter; refuses with `not_found`."""
    row = tx.connection.execute(sa.select(protection_steps).where(_STEP.id == step_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="step_id")
    return row["matter_id"], _step(tx, row)


def _line(row: sa.RowMapping) -> ProtectionLine:
    return ProtectionLine(**{**row, "origin": ProtectionOrigin(row["origin"])})


def _step(tx: Transaction, row: sa.RowMapping) -> ProtectionStep:
    return ProtectionStep(
        id=row["id"],
        done_on=row["done_on"],
        next_on=row["next_on"],
        text=msgspec.convert(tx.reserved.open(row["id"], row["sealed"]), StepText),
        recorded_by=row["created_by"],
        revision=row["revision"],
    )
