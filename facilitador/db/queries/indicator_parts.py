"""How indicators are read: a statement each, made once, and what its rows of some groups and of others amount to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.domain.indicators import Amount, Monthly, Months, summed
from facilitador.domain.registration_forms import FormDefinition

_SOME: Final = "some"
Rows: TypeAlias = "sa.Select[*tuple[Any, ...]]"
Groups: TypeAlias = tuple[UUID, ...] | None
"""The groups of which something is read; None: all."""
Reader: TypeAlias = Callable[[Transaction, Groups], Sequence[Any]]
"""Gives the rows of some groups."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: of one group or of all, until a day, with the form and the topics in use.

    `named`: which groups is only told as it is read, so that a statement is made once and serves them all.
    """

    group_id: UUID | None
    today: date
    form: FormDefinition
    competent: bool
    topic_ids: tuple[str, ...]
    named: bool = False

    def among(self, column: Any) -> sa.ColumnElement[bool]:
        """Whether the group of this column is counted."""
        return column.in_(sa.bindparam(_SOME, expanding=True)) if self.named else sa.true()


@dataclass(frozen=True, slots=True)
class Part:
    """Indicators that are read together: how to read what they count, and what it amounts to.

    What is read of some groups and of others is reckoned as if it had been read of all. `groups_at_once`: of more it
    takes longer than anybody should wait; 0 where all are read in a moment.
    """

    codes: tuple[str, ...]
    prepare: Callable[[Counting], Reader]
    reckon: Callable[[Sequence[Any]], Mapping[str, Months]]
    groups_at_once: int = 0

    def reader(self, of: Counting) -> Reader:
        """What reads it, a portion at a time."""
        return self.prepare(replace(of, named=of.group_id is not None or self.groups_at_once > 0))

    def portions(self, tx: Transaction, of: Counting) -> tuple[Groups, ...]:
        """The groups that are counted, cut so that each portion is read in a moment."""
        if of.group_id is not None:
            return ((of.group_id,),)
        if not self.groups_at_once:
            return (None,)
        ids = tuple(tx.connection.execute(sa.select(groups.c.id).order_by(groups.c.id)).scalars())
        starts = range(0, len(ids), self.groups_at_once) or (0,)  # of no group, too, it is told that there is nothing
        return tuple(ids[start : start + self.groups_at_once] for start in starts)


def part_of(code: str, make: Callable[[Counting], Rows], groups_at_once: int = 0) -> Part:
    """An indicator with a statement of its own, which gives rows `month, count, of, low, high`.

    The month is told as `2026-11`; what an indicator has no figure for is NULL.
    """

    return Part((code,), lambda of: reader(make(of)), partial(by_rows, code), groups_at_once)


def by_rows(code: str, rows: Sequence[Any]) -> Mapping[str, Months]:
    """The indicator that such rows tell."""
    return {code: summed(monthly(*row) for row in rows if row[0] is not None)}


def reader(statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> Reader:
    """Reads by one statement."""

    def read(tx: Transaction, some: Groups) -> Sequence[Any]:
        return tx.connection.execute(statement, {} if some is None else {_SOME: some}).all()

    return read


def monthly(month: str, count: int | None, of: int | None, low: int | None = None, high: int | None = None) -> Monthly:
    """A row as what it tells."""
    return Monthly(first_of(month), Amount(count or 0, of, low, high))


def first_of(month: str) -> date:
    """The first day of `2026-11`."""
    return date.fromisoformat(f"{month}-01")
