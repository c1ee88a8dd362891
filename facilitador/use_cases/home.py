"""Home: what waits for somebody today, from every room of the catalogue that tells of something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeAlias

from facilitador.db.transaction import Transaction
from facilitador.domain.due import DueItem, in_sight
from facilitador.domain.roles import Section
from facilitador.use_cases.requests import Query, QueryHandler, own_only

DueSource: TypeAlias = Callable[[Transaction], Iterable[DueItem]]
"""A room's `due_items`: what waits in it, as far as the asking role may know of it, without a name (6.4.5)."""


class Home(Query[tuple[DueItem, ...]], kw_only=True):
    """What is overdue, due in the next seven days, or without a day, that the asking role may see; soonest first."""


def queries(sources: Sequence[DueSource]) -> tuple[QueryHandler, ...]:
    """The queries of home over these sources; the catalogue, which knows all rooms, hands them in."""

    def home(tx: Transaction, query: Home) -> tuple[DueItem, ...]:
        items = (item for source in sources for item in source(tx) if in_sight(item, tx.today))
        return tuple(sorted(items, key=_soonest_first))

    return (QueryHandler(Home, home, Section.GROUPS, origin=own_only),)


def _soonest_first(item: DueItem) -> tuple[int, date]:
    return item.urgency, item.day or date.max
