"""The views of `show` about goals and indicators: their JSON shapes and the lines a person reads.

`{"indicators": {"group_id", "group", "edition", "on", "span", "indicators": [{"code", "name", "unit", "numeral",
"timing", "whole": amount, "periods": [{"first", "last", …amount}]}]}}`, an amount being {"count", "of", "low", "high"};
`of` is null for a plain number, `low` and `high` count the smallest and the largest session ·
`{"goals": [{"id", "group_id", "kind", "wording", "indicator", "target", "percent", "looked_at", "starts_on", "due_on",
"closed_on", "outcome", "outcome_seen", "amount", "notes": [{"id", "noted_on", "value", "seen"}]}]}`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from facilitador.cli.console import table
from facilitador.cli.names import group_named
from facilitador.cli.origins import origin_of
from facilitador.cli.views import plain_value
from facilitador.domain.dates import format_date
from facilitador.domain.goals import OUTCOME_LABELS, GoalStanding, standing_words, target_words
from facilitador.domain.indicators import Amount, Period, Reading, Readings, Span, Timing, amount_words
from facilitador.domain.origins import OWN
from facilitador.use_cases.goals import Goals
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook

_LATEST: Final = 3


def indicators(readings: Readings, span: Span) -> tuple[dict[str, Any], list[str]]:
    """The indicators as they stand, and their latest periods."""
    (whole,) = readings.periods(Span.CYCLE)
    periods = readings.periods(span)
    document = {
        "group_id": plain_value(readings.group_id),
        "group": readings.group_name,
        "edition": readings.edition,
        "on": plain_value(readings.on),
        "span": str(span),
        "indicators": [_indicator(one, whole, periods) for one in readings.readings],
    }
    shown = (*periods[-_LATEST:], whole) if span is not Span.CYCLE else (whole,)
    headings = ("Indicador", *("Todo" if one is whole else one.label for one in shown))
    rows = [
        (one.indicator.name, *(_told(one, period, only=period is whole) for period in shown))
        for one in readings.readings
    ]
    return {"indicators": document}, [f"Datos al {format_date(readings.on)}", "", *table(headings, rows)]


def goals(standings: tuple[GoalStanding, ...]) -> tuple[dict[str, Any], list[str]]:
    """Goals, how far each is and what was noted."""
    document = [
        {
            "id": str(one.goal.id),
            "group_id": plain_value(one.goal.group_id),
            **plain_value(one.goal.content),
            "closed_on": plain_value(one.goal.closed_on),
            "outcome": plain_value(one.goal.outcome),
            "outcome_seen": one.goal.outcome_seen,
            "amount": plain_value(one.amount),
            "notes": [
                {"id": str(note.id), "noted_on": plain_value(note.noted_on), "value": note.value, "seen": note.seen}
                for note in one.goal.notes
            ],
        }
        for one in standings
    ]
    rows = [
        (
            one.goal.content.wording,
            target_words(one.goal.content, one.indicator) or one.goal.content.looked_at,
            standing_words(one),
            format_date(one.goal.content.due_on),
            OUTCOME_LABELS[one.goal.outcome] if one.goal.outcome else "",
        )
        for one in standings
    ]
    headings = ("Meta", "Se espera", "Va en", "Hasta", "Cómo terminó")
    return {"goals": document}, table(headings, rows) if rows else ["No hay metas."]


def _indicator(one: Reading, whole: Period, periods: tuple[Period, ...]) -> dict[str, Any]:
    standing = one.indicator.timing is Timing.STANDING
    return {
        "code": one.indicator.code,
        "name": one.indicator.name,
        "unit": one.indicator.unit,
        "numeral": one.indicator.numeral,
        "timing": str(one.indicator.timing),
        "whole": _amount(one.within(whole)),
        "periods": []
        if standing
        else [
            {"first": plain_value(period.first), "last": plain_value(period.last), **_amount(one.within(period))}
            for period in periods
        ],
    }


def _amount(amount: Amount) -> dict[str, Any]:
    return {"count": amount.count, "of": amount.of, "low": amount.low, "high": amount.high}


def _told(one: Reading, period: Period, *, only: bool) -> str:
    return amount_words(one.within(period)) if only or one.indicator.timing is not Timing.STANDING else ""


def _group(book: OpenBook, args: argparse.Namespace) -> UUID | None:
    return None if args.subject is None else group_named(book, args.subject)


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "indicators": lambda book, args: indicators(
        book.ask(Indicators(group_id=_group(book, args), origin=origin_of(book, args, OWN))).result(), Span(args.span)
    ),
    "goals": lambda book, args: goals(book.ask(Goals(group_id=_group(book, args))).result()),
}
"""How each view is asked of a book: of a group, or of the service where none is named."""
