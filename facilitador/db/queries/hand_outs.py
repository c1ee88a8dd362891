"""Where people find more, and what a man was given."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.evaluations import to_withdrawal
from facilitador.db.tables.hand_outs import given_materials, information_sources, retreat_plans
from facilitador.db.transaction import Transaction
from facilitador.domain.hand_outs import GivenMaterial, InformationSource, RetreatPlan
from facilitador.errors import UserFacingError

_SOURCE, _GIVEN, _PLAN = information_sources.c, given_materials.c, retreat_plans.c
_SOURCES = sa.select(_SOURCE.name, _SOURCE.reach).order_by(_SOURCE.position, _SOURCE.id)
_MATERIALS = sa.select(given_materials).order_by(_GIVEN.given_on.desc(), _GIVEN.created_at.desc(), _GIVEN.id.desc())
_PLANS = sa.select(retreat_plans).order_by(_PLAN.made_on.desc(), _PLAN.created_at.desc(), _PLAN.id.desc())


def sources(tx: Transaction) -> tuple[InformationSource, ...]:
    """The list that the service wrote; empty where it wrote none."""
    return tuple(InformationSource(*row) for row in tx.connection.execute(_SOURCES))


def materials_of(tx: Transaction, participant_id: UUID) -> tuple[GivenMaterial, ...]:
    """What a man was given, also what was noted by mistake, the newest first."""
    found = tx.connection.execute(_MATERIALS.where(_GIVEN.participant_id == participant_id)).mappings()
    return tuple(map(_material, found))


def material(tx: Transaction, material_id: UUID) -> tuple[UUID, GivenMaterial]:
    """The man and what he was given; refuses with `not_found`."""
    row = tx.connection.execute(_MATERIALS.where(_GIVEN.id == material_id)).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="material_id")
    return row["participant_id"], _material(row)


def titles(tx: Transaction) -> tuple[str, ...]:
    """The materials given so far, each once, the one given last first."""
    newest = sa.func.max(_GIVEN.given_on)
    statement = (
        sa.select(_GIVEN.title)
        .where(_GIVEN.withdrawn_on.is_(None))
        .group_by(_GIVEN.title)
        .order_by(newest.desc(), _GIVEN.title)
        .limit(20)
    )
    return tuple(tx.connection.execute(statement).scalars())


def plans_of(tx: Transaction, participant_id: UUID) -> tuple[RetreatPlan, ...]:
    """A man's plans, the newest first."""
    found = tx.connection.execute(_PLANS.where(_PLAN.participant_id == participant_id)).mappings()
    return tuple(
        RetreatPlan(row["id"], row["made_on"], tuple(row["signs"]), row["goes_to"], row["calls"], row["returns"])
        for row in found
    )


def _material(row: sa.RowMapping) -> GivenMaterial:
    return GivenMaterial(row["id"], row["title"], row["given_on"], to_withdrawal(row), row["revision"])
