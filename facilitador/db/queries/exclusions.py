"""Decisions about who continues, and who does not continue in another group."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.queries.evaluations import to_withdrawal
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.domain.exclusion_rules import in_force
from facilitador.domain.exclusions import (
    DecisionFact,
    ExclusionDecision,
    ExclusionStanding,
    HelpTried,
    Outcome,
    Safety,
    Telling,
)
from facilitador.errors import UserFacingError

_IT = exclusion_decisions.c
_ALL = sa.select(*(column for column in _IT if column.name != "sealed")).order_by(
    _IT.participant_id, _IT.decided_on.desc(), _IT.created_at.desc(), _IT.id.desc()
)
_OF_MAN = _ALL.where(_IT.participant_id == sa.bindparam("man"))
_ONE = _ALL.where(_IT.id == sa.bindparam("key"))
_SEALED = sa.select(_IT.sealed).where(_IT.id == sa.bindparam("key"))
_PENDING = _ALL.where(_IT.told_on.is_(None), _IT.withdrawn_on.is_(None), _IT.outcome != Outcome.NOTHING_YET)
_REVIEWED = _ALL.where(
    _IT.withdrawn_on.is_(None),
    _IT.participant_id.in_(sa.select(_IT.participant_id).where(_IT.review_on.is_not(None))),
)
_OF_OPEN_MEN = _ALL.where(
    _IT.participant_id.in_(
        sa.select(enrolments.c.participant_id).where(
            enrolments.c.group_id == sa.bindparam("group"), enrolments.c.ended_on.is_(None)
        )
    )
)


def decisions_of(tx: Transaction, participant_id: UUID) -> tuple[ExclusionDecision, ...]:
    """Every decision about a man, withdrawn ones too, the newest first."""
    return tuple(map(_decision, tx.connection.execute(_OF_MAN, {"man": participant_id}).mappings()))


def decision(tx: Transaction, decision_id: UUID) -> ExclusionDecision:
    """One decision; refuses with `not_found`."""
    row = tx.connection.execute(_ONE, {"key": decision_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="decision_id")
    return _decision(row)


def safety_of(tx: Transaction, decision_id: UUID) -> Safety | None:
    """Who may be in danger by a decision that was told; as `Transaction.reserved` for who may not read it.

    None before it was told, and where what was sealed did not come along with a package.
    """
    sealed = tx.connection.execute(_SEALED, {"key": decision_id}).scalar_one_or_none()
    return msgspec.convert(tx.reserved.open(decision_id, sealed), Safety) if sealed else None


def pending(tx: Transaction) -> tuple[ExclusionDecision, ...]:
    """The decisions that wait to be told."""
    return tuple(map(_decision, tx.connection.execute(_PENDING).mappings()))


def men_with_reviews(tx: Transaction) -> Iterable[tuple[ExclusionDecision, ...]]:
    """The standing decisions of each man of whom one is to be looked at again, the newest first."""
    found = map(_decision, tx.connection.execute(_REVIEWED).mappings().all())
    return (tuple(of_man) for _, of_man in groupby(found, key=lambda one: one.participant_id))


def excluded_men(tx: Transaction, group_id: UUID) -> tuple[ExclusionStanding, ...]:
    """Which men with an open stint in the group do not continue in another one, without a word of why."""
    found = map(_decision, tx.connection.execute(_OF_OPEN_MEN, {"group": group_id}).mappings().all())
    standing = [one for _, of_man in groupby(found, key=lambda one: one.participant_id) for one in in_force(of_man)]
    return tuple(one for one in standings(tx, standing) if one.group_id != group_id)


def standings(tx: Transaction, decisions: Iterable[ExclusionDecision]) -> tuple[ExclusionStanding, ...]:
    """The group of each decision by name, and since when; nothing else."""
    listed = tuple(decisions)
    stints = [one.enrolment_id for one in listed if one.enrolment_id is not None]
    statement = (
        sa.select(enrolments.c.id, groups.c.id, groups.c.name)
        .join(groups, groups.c.id == enrolments.c.group_id)
        .where(enrolments.c.id.in_(stints))
    )
    named = {stint: (group, name) for stint, group, name in tx.connection.execute(statement)} if stints else {}
    return tuple(
        ExclusionStanding(
            one.participant_id, *_group(named, one.enrolment_id), one.told.on if one.told else one.decided_on
        )
        for one in listed
    )


def _group(named: dict[UUID, tuple[UUID, str]], stint: UUID | None) -> tuple[UUID | None, str]:
    return named[stint] if stint is not None else (None, "")


def _decision(row: sa.RowMapping) -> ExclusionDecision:
    plain: dict[str, Any] = {
        name: row[name]
        for name in (
            *("id", "participant_id", "enrolment_id", "decided_on", "edition", "why", "conditions", "review_on"),
            "revision",
        )
    }
    return ExclusionDecision(
        **plain,
        outcome=Outcome(row["outcome"]),
        deciders=tuple(map(UUID, row["deciders"])),
        causes=tuple(row["causes"]),
        facts=msgspec.convert(row["facts"], tuple[DecisionFact, ...]),
        help_tried=msgspec.convert(row["help_tried"], tuple[HelpTried, ...]),
        told=_telling(row),
        withdrawal=to_withdrawal(row),
    )


def _telling(row: sa.RowMapping) -> Telling | None:
    if row["told_on"] is None:
        return None
    ids = tuple(map(UUID, row["directory_ids"]))
    return Telling(row["told_on"], row["told_by"], row["explained"], row["institutions"], ids)
