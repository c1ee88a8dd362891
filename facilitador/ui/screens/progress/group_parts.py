"""The parts of a group's progress: each a card with its lines, and the way to where they are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QLabel, QWidget

from facilitador.documents.charts.attendance_readings import group_trend, group_trend_words
from facilitador.domain.dates import format_date
from facilitador.domain.group_progress import GroupProgress, SessionCount
from facilitador.domain.group_progress_words import (
    answers_words,
    attendance_words,
    came_words,
    incidents_words,
    leaving_words,
    team_words,
    topics_words,
    waiting_words,
)
from facilitador.ui.screens.progress.parts import Go, card_of
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.ui.widgets.wrapped_table import WrappedTable

NOTHING_HAPPENED: Final = "Nada registrado."
NOBODY_LEFT: Final = "Nadie ha salido del grupo."
NO_ANSWERS: Final = "Todavía nadie respondió."


def cards_of_group(progress: GroupProgress, go: Go, ranges: QLabel) -> Iterator[QWidget]:
    """Every part in order; `ranges` is told once the other groups were read."""
    group_id = progress.numbers.group_id
    yield card_of("Asistencia", _attendance(progress, go, ranges))
    parts: tuple[tuple[str, Sequence[str], str, str, str], ...] = (
        ("Temas (6.4.8)", topics_words(progress), "", "coverage", "Ver los temas"),
        ("Lo que ocurrió", incidents_words(progress), NOTHING_HAPPENED, "sessions", "Ver las sesiones"),
        ("Quiénes ya no vienen", leaving_words(progress), NOBODY_LEFT, "group", "Ver el grupo"),
        ("Lista de espera", (waiting_words(progress),), "", "group", "Ver el grupo"),
        ("Equipo y local", team_words(progress), "", "group", "Ver el grupo"),
    )
    for title, lines, nothing, kind, text in parts:
        yield _told(title, lines, nothing, kind, text, group_id, go)
        if kind == "coverage" and progress.answers is not None:
            yield _told("Preguntas", answers_words(progress), NO_ANSWERS, *_PROFILE, group_id, go)


_PROFILE: Final = ("group_profile", "Ver cómo respondió")


def _told(title: str, lines: Sequence[str], nothing: str, kind: str, text: str, group_id: UUID, go: Go) -> QWidget:
    made = acting(text, partial(go, kind, group_id), "quiet", about=title)
    return card_of(title, [told_line("", lines or (nothing,), made)])


def _attendance(progress: GroupProgress, go: Go, ranges: QLabel) -> Iterator[QWidget]:
    group_id = progress.numbers.group_id
    by_man = acting("Ver la de cada uno", partial(go, "coverage", group_id), "quiet", about="Asistencia")
    yield told_line("", (attendance_words(progress),), by_man)
    yield ranges
    if not progress.sessions:
        yield label("Todavía no se realizó ninguna sesión.", "muted")
        return
    chart = ChartView("Cuántos asistieron a cada sesión")
    chart.show_blocks((group_trend(progress.sessions),), group_trend_words(progress.sessions))
    yield chart
    yield TableBehind(lambda: _session_table(progress.sessions, lambda one: go("session", one.session_id)))


def _session_table(
    sessions: Sequence[SessionCount], open_session: Callable[[SessionCount], None]
) -> WrappedTable[SessionCount]:
    columns: list[Column[SessionCount]] = [
        Column("Sesión", lambda one: str(one.number), right=True),
        Column("Fecha", lambda one: format_date(one.day)),
        Column("Asistieron", came_words),
        Column("Sin registrar", _unrecorded, stretch=True),
    ]
    model: RowsModel[SessionCount] = RowsModel(columns, lambda one: one.session_id)
    table = WrappedTable(model, "Asistencia por sesión")
    model.set_rows(sessions)
    table.opened.connect(open_session)
    return table


def _unrecorded(one: SessionCount) -> str:
    return str(one.counted - one.marked) if one.counted > one.marked else ""
