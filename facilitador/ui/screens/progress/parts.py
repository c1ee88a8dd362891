"""The parts of a man's progress: what remains, his stays, each group with its sessions and topics, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador.documents.charts.attendance_readings import MARKS_LEGEND, man_strip, man_strip_words
from facilitador.domain.coverage import STATE_LABELS
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, NumberedTopic, mark_words, topic_words
from facilitador.domain.progress import ManProgress, remaining
from facilitador.domain.progress_words import (
    NOTHING_REMAINS,
    application_words,
    attendance_told,
    care_words,
    changes_lines,
    evaluation_words,
    referral_words,
    stay_words,
    topics_told,
)
from facilitador.domain.sessions import Session
from facilitador.ui.widgets.chart_view import ChartView
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.ui.widgets.wrapped_table import WrappedTable

NO_GROUP: Final = "Todavía no ha participado en ningún grupo."
NONE: Final = "Ninguna."

Go = Callable[[str, UUID], None]


def cards_of(his: ManProgress, go: Go) -> Iterator[QWidget]:
    """Every part of the page in order; `go(kind, id)` leads to what settles or explains a line."""
    yield card_of("Lo que falta completar", _remaining(his, go))
    yield card_of("Sus permanencias", [label(stay_words(stay)) for stay in his.stays] or [label(NO_GROUP, "muted")])
    for group, man in his.groups:
        yield card_of(f"Asistencia: {group.group_name}", _attendance(group, man, go))
        yield card_of(f"Temas: {group.group_name}", _topics(group, man))
    yield from _beside_the_group(his, go)


def card_of(title: str, lines: Iterable[QWidget]) -> RedrawnCard:
    """A card under its heading."""
    card = RedrawnCard()
    card.redraw([label(title, "heading"), *lines])
    return card


def _remaining(his: ManProgress, go: Go) -> Iterator[QWidget]:
    found = remaining(his)
    if not found:
        yield label(NOTHING_REMAINS, "muted")
    for one in found:
        if one is not found[0]:
            yield rule()
        made = acting("Ir", partial(go, one.place, one.target_id), "quiet", about=one.words)
        yield told_line("", (one.words,), made)


def _attendance(group: GroupNumbers, man: ManNumbers, go: Go) -> Iterator[QWidget]:
    open_group = acting("Ver la del grupo", partial(go, "coverage", group.group_id), "quiet", about=group.group_name)
    yield told_line("", (attendance_told(man),), open_group)
    if group.sessions:
        chart = ChartView(f"Sesión por sesión en {group.group_name}")
        chart.show_blocks((man_strip(group, man), MARKS_LEGEND), man_strip_words(group, man))
        yield chart
        yield TableBehind(lambda: _marks_table(group, man, go), about=group.group_name)


def _marks_table(group: GroupNumbers, man: ManNumbers, go: Go) -> WrappedTable[Session]:
    columns: list[Column[Session]] = [
        Column("Sesión", lambda session: str(session.number), right=True),
        Column("Fecha", lambda session: format_date(session.day)),
        Column("Qué hubo", lambda session: mark_words(man, session), stretch=True),
    ]
    model: RowsModel[Session] = RowsModel(columns, lambda session: session.id)
    table = WrappedTable(model, f"Su asistencia en {group.group_name}")
    model.set_rows(group.sessions)
    table.opened.connect(lambda session: go("session", session.id))
    return table


def _topics(group: GroupNumbers, man: ManNumbers) -> Iterator[QWidget]:
    def told(topic: NumberedTopic) -> str:
        cell = man.topics[topic.id]
        return topic_words(cell, [group.session(key) for key in cell.open_session_ids])

    columns: list[Column[NumberedTopic]] = [
        Column("Tema", lambda topic: topic.whole, stretch=True),
        Column("Estado", lambda topic: STATE_LABELS[man.topics[topic.id].state]),
        Column("Qué pasó", told, stretch=True),
    ]
    model: RowsModel[NumberedTopic] = RowsModel(columns, lambda topic: topic.id)
    table = WrappedTable(model, f"Sus temas en {group.group_name}")
    model.set_rows(group.topics)
    yield label(topics_told(group, man))
    yield table


def _beside_the_group(his: ManProgress, go: Go) -> Iterator[QWidget]:
    """Only what the role may see."""
    man = his.participant_id
    if his.applications is not None:
        lines: list[QWidget] = [told_line("", [application_words(one) for one in his.applications] or (NONE,))]
        for change in his.changes:
            lines += [rule(), told_line(f"Qué cambió: {change.instrument.name}", changes_lines(change))]
        if his.changes:
            lines.append(told_line("", (), acting("Ver lo que cambió", partial(go, "participant_change", man))))
        yield card_of("Preguntas", lines)
    evaluation = None if his.evaluation is None else evaluation_words(his.evaluation)
    referrals = None if his.referrals is None else [referral_words(one) for one in his.referrals]
    cares = None if his.cares is None else [care_words(one) for one in his.cares]
    for title, kind, told in (
        ("Evaluación inicial", "evaluation", evaluation),
        ("Derivaciones", "referrals", referrals),
        ("Atención individual", "care", cares),
    ):
        if told is not None:
            open_it = acting("Abrir", partial(go, kind, man), "quiet", about=title)
            yield card_of(title, [told_line("", told or (NONE,), open_it)])
