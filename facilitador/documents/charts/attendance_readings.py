"""From attendance to its drawings and the same in words: one man session by session, and a group over time."""

from __future__ import annotations

from collections.abc import Sequence

from facilitador.documents.blocks import Legend
from facilitador.documents.charts.figures import MarkCell, MarkStrip, TrendChart
from facilitador.documents.charts.indicator_trends import MOST_PERIODS
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import (
    GroupNumbers,
    ManNumbers,
    mark_sign,
    mark_words,
    session_words,
)
from facilitador.domain.group_progress import SessionCount
from facilitador.domain.group_progress_words import came_words
from facilitador.domain.signs import MADE_UP, MARK_LEGEND

MARKS_LEGEND = Legend((*((str(sign), words) for sign, words in MARK_LEGEND), (MADE_UP, "faltó y la recuperó")))
"""What the signs of a strip mean."""


def man_strip(group: GroupNumbers, man: ManNumbers) -> MarkStrip:
    """His mark at each session of the group, held and to come."""
    return MarkStrip(
        tuple(
            MarkCell(str(mark_sign(man, session)), str(session.number), f"{session.day:%d/%m}")
            for session in group.sessions
        )
    )


def man_strip_words(group: GroupNumbers, man: ManNumbers) -> tuple[str, ...]:
    """What the strip shows, a sentence a session."""
    return tuple(f"{session_words(session).capitalize()}: {mark_words(man, session)}" for session in group.sessions)


def group_trend(sessions: Sequence[SessionCount]) -> TrendChart:
    """How many came, held session by held session, the latest of them."""
    shown = sessions[-MOST_PERIODS:]
    return TrendChart(
        title="Cuántos asistieron",
        note="participantes por sesión realizada",
        moments=tuple(f"{one.day:%d/%m}" for one in shown),
        high=max((one.counted for one in shown), default=1),
        values=tuple(float(one.attended) if one.marked else None for one in shown),
        last=came_words(shown[-1]) if shown else "",
    )


def group_trend_words(sessions: Sequence[SessionCount]) -> tuple[str, ...]:
    """What the drawing shows, a sentence a session."""
    return tuple(f"Sesión {one.number}, {format_date(one.day)}: {came_words(one)}." for one in sessions[-MOST_PERIODS:])
