"""Indicators of a group or of the service, counted when they are read (6.9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any
from uuid import UUID

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import indicators as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries.indicator_parts import Counting, Groups, Part
from facilitador.db.transaction import Transaction
from facilitador.domain.indicators import Indicator, Months, Reading, Readings
from facilitador.domain.origins import ALL, OWN, Origin
from facilitador.domain.roles import Section
from facilitador.reference import curriculum, indicators
from facilitador.use_cases.elsewhere import seen
from facilitador.use_cases.pieces import Pieces, Step
from facilitador.use_cases.requests import CommandHandler, Query, as_asked, in_pieces
from facilitador.use_cases.services import form_in_use


class Indicators(Query[Readings], kw_only=True):
    """Every indicator of a group, or of the service where none is named, month by month. No name of anybody."""

    group_id: UUID | None = None
    origin: Origin = OWN


def reading_all(query: Indicators) -> Pieces[Readings]:
    """Reads them in pieces; refuses with `not_found`."""
    tx = yield
    name = "" if query.group_id is None else group_queries.group(tx, query.group_id).name
    sources = seen(tx, query.origin, query.group_id)
    of, known = counting(tx, query.group_id), indicators()
    tx = yield
    first = first_day(tx, query.group_id)
    counted: dict[str, Months] = {}
    cut = [(part, part.portions(tx, of)) for part in queries.PARTS]
    whole = sum(len(portions) for _, portions in cut)
    steps = (Step(done, whole) for done in range(whole))
    for part, portions in cut:
        counted |= yield from _counted(part, of, portions, steps)
    return Readings(
        group_id=query.group_id,
        group_name=name,
        edition=known.provenance.edition,
        on=of.today,
        first=first,
        readings=tuple(
            Reading(one, counted.get(one.code, ()))
            for one in known.indicators
            if query.group_id is None or not one.service_only
        ),
        sources=sources,
        beside_own=query.group_id is None and query.origin == ALL,
    )


def first_day(tx: Transaction, group_id: UUID | None) -> date:
    """The first day of which anything can be counted; today where nothing can."""
    return min(queries.first_day(tx, group_id) or tx.today, tx.today)


def reading_one(indicator: Indicator, group_id: UUID | None) -> Pieces[Reading]:
    """Reads one indicator of a group or of the service, in pieces."""
    tx = yield
    of = counting(tx, group_id)
    counted: dict[str, Months] = {}
    for part in queries.PARTS:
        if indicator.code in part.codes:
            counted |= yield from _counted(part, of, part.portions(tx, of), repeat(None))
    return Reading(indicator, counted.get(indicator.code, ()))


def _counted(
    part: Part, of: Counting, portions: Sequence[Groups], steps: Iterator[Step | None]
) -> Pieces[Mapping[str, Months]]:
    read = part.reader(of)
    rows: list[Any] = []
    for some in portions:
        tx = yield next(steps)
        rows += read(tx, some)
    return part.reckon(rows)


def counting(tx: Transaction, group_id: UUID | None) -> Counting:
    """What is counted today of a group or of the service."""
    return Counting(
        group_id=group_id,
        today=tx.today,
        form=form_in_use(tx),
        competent=service_queries.service(tx).criminal_data_competent,
        topic_ids=tuple(topic.id for topic in curriculum().mandated),
    )


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (in_pieces(Indicators, reading_all, Section.SESSIONS, as_asked),)
