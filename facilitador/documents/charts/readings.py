"""From what was reckoned to what is drawn: the charts of a group and of one man, for paper and screen alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from facilitador.documents.charts.figures import BarChart, BarLine, ChartRow, SlopeChart, SlopeLine
from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.change_measures import Spread
from facilitador.domain.dates import format_date
from facilitador.domain.item_readings import ItemGroup
from facilitador.domain.profile_words import direction_note, figure
from facilitador.domain.profiles import GroupProfileData, ManChange, SubscaleChange, SubscaleProfile
from facilitador.domain.scoring import possible_range
from facilitador.domain.text import listed

MEDIAN = "mediana"
_MOST_BESIDE = 2
_BOTH_ENDS = 2
_FEWEST_FOR_MEDIAN = 3


def subscale_chart(profile: GroupProfileData, one: SubscaleProfile) -> SlopeChart:
    """Each man's line by his number, and the median: of one moment, or of the same men at the first and the last."""
    low, high = possible_range(profile.instrument, one.subscale)
    men = tuple(
        SlopeLine(row, str(man.number), str(man.number))
        for man, row in zip(profile.men, one.values, strict=True)
        if any(value is not None for value in row)
    )
    return SlopeChart(
        title=one.subscale.title,
        note="; ".join(filter(None, (_counts(one), direction_note(one.subscale)))),
        moments=tuple(PURPOSE_LABELS[purpose] for purpose in profile.purposes),
        low=low,
        high=high,
        lines=(*men, *_median(one)),
    )


def _median(one: SubscaleProfile) -> tuple[SlopeLine, ...]:
    """Of fewer than three a median says nothing that their own lines do not."""
    ends: tuple[Spread | None, ...]
    if len(one.n) == 1:
        ends = (one.spreads[0],) if one.n[0] >= _FEWEST_FOR_MEDIAN else ()
    else:
        ends = (one.group.before, one.group.after) if one.group.n >= _FEWEST_FOR_MEDIAN else ()
    values = [spread.median for spread in ends if spread is not None]
    if not values:
        return ()
    between = (None,) * (len(one.n) - len(values))
    names = (f"{MEDIAN} {figure(values[0])}", f"{MEDIAN} {figure(values[-1])}")
    return (SlopeLine((values[0], *between, *values[1:]), *names, strong=True),)


def _counts(one: SubscaleProfile) -> str:
    return f"n = {listed([str(n) for n in one.n])}"


def group_charts(profile: GroupProfileData) -> ChartRow:
    """Every subscale of a group, two beside each other where there are two moments."""
    charts = tuple(subscale_chart(profile, one) for one in profile.subscales)
    return ChartRow(charts, _MOST_BESIDE if len(profile.purposes) <= _BOTH_ENDS and len(charts) > 1 else 1)


def man_charts(change: ManChange) -> ChartRow:
    """One man's subscales, those of one scale and direction together, each named at its end."""
    shown = [one for one in change.subscales if any(value is not None for value in one.values)]
    key = {id(one): (*possible_range(change.instrument, one.subscale), one.subscale.more_is) for one in shown}
    runs = (tuple(run) for _, run in groupby(shown, key=lambda one: key[id(one)]))
    return ChartRow(tuple(_man_chart(change, run) for run in runs), across=1)


def _man_chart(change: ManChange, run: Sequence[SubscaleChange]) -> SlopeChart:
    low, high = possible_range(change.instrument, run[0].subscale)
    return SlopeChart(
        title="",
        note=direction_note(run[0].subscale),
        moments=tuple(f"{PURPOSE_LABELS[one.purpose]}, {format_date(one.applied_on)}" for one in change.applications),
        low=low,
        high=high,
        lines=tuple(SlopeLine(one.values, right=one.subscale.title) for one in run),
    )


def item_chart(group: ItemGroup, most: int) -> BarChart:
    """How each question of a section was answered; `most`: how many men the longest bar stands for."""
    values = group.scale.values
    return BarChart(
        options=tuple(group.scale.label(value) for value in values),
        most=most,
        lines=tuple(
            BarLine(
                number=one.number,
                text=one.item.text,
                counts=tuple(count for _, count in one.answers.counts),
                missing=one.answers.missing,
                dark=frozenset(place for place, value in enumerate(values) if value in one.to_work_on),
            )
            for one in group.items
        ),
    )


def item_sentences(group: ItemGroup) -> tuple[str, ...]:
    """What the bars of a section show, in words."""
    told = []
    for one in group.items:
        counts = ", ".join(group.counted(one))
        told.append(f"{one.number}. {one.item.text} {counts}; sin respuesta {one.answers.missing}.")
    return tuple(told)
