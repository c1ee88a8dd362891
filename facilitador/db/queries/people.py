"""People of the team with their training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import remembered_of
from facilitador.db.tables.people import people, trainings
from facilitador.db.transaction import Transaction
from facilitador.domain.people import Person, Training, TrainingKind
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError

_ALL = sa.select(people).order_by(people.c.active.desc(), people.c.sort_key)
_RECEIVED = sa.select(trainings).order_by(trainings.c.held_on)


def all_people(tx: Transaction, ids: Collection[UUID] | None = None) -> tuple[Person, ...]:
    """Everybody of the team (or those of `ids`), active first, then by surname.

    Everybody is read once in a list of questions: several rooms ask on home.
    """
    if ids is not None:
        return _read(tx, _ALL.where(people.c.id.in_(ids)), _RECEIVED.where(trainings.c.person_id.in_(ids)))
    return remembered_of(tx, (people, trainings), "all", lambda: _read(tx, _ALL, _RECEIVED))


def _read(tx: Transaction, statement: sa.Select[Any], training: sa.Select[Any]) -> tuple[Person, ...]:
    received: dict[UUID, list[Training]] = defaultdict(list)
    for row in tx.connection.execute(training).mappings():
        received[row["person_id"]].append(_training(row))
    return tuple(_person(row, received[row["id"]]) for row in tx.connection.execute(statement).mappings())


def person(tx: Transaction, person_id: UUID) -> Person:
    """One person; refuses with `not_found`."""
    found = all_people(tx, (person_id,))
    if not found:
        raise UserFacingError("not_found", field="person_id")
    return found[0]


def _training(row: sa.RowMapping) -> Training:
    return Training(
        id=row["id"],
        kind=TrainingKind(row["kind"]),
        provider=row["provider"],
        datps_assistance=row["datps_assistance"],
        held_on=row["held_on"],
        hours=row["hours"],
    )


def _person(row: sa.RowMapping, received: list[Training]) -> Person:
    return Person(
        id=row["id"],
        given_names=row["given_names"],
        surnames=row["surnames"],
        profession=row["profession"],
        role=Role(row["role"]) if row["role"] else None,
        designation_document=row["designation_document"],
        designated_on=row["designated_on"],
        active=row["active"],
        trainings=tuple(received),
        revision=row["revision"],
    )
