"""The parts of a result as they are read: what cannot wait, the subscales, the answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from facilitador.domain.applications import (
    MODE_LABELS,
    STATUS_LABELS,
    ApplicationRecord,
    ApplicationStatus,
    CriticalMatter,
)
from facilitador.domain.dates import format_date
from facilitador.domain.instrument_words import (
    MORE_IS_WORDS,
    REFUSED_WORDS,
    UNANSWERED_WORDS,
    VALIDATION_WORDS,
)
from facilitador.domain.instruments import REFUSED, MoreIs, Subscale
from facilitador.domain.sheet_codes import shown_code
from facilitador.ui import theme
from facilitador.ui.screens.applications import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner


def status_words(record: ApplicationRecord) -> str:
    """What was asked, and where it stands."""
    line = record.line
    said = words.asked(line.name, line.purpose)
    return said if line.status is ApplicationStatus.FINISHED else f"{said} · {STATUS_LABELS[line.status]}"


def about(record: ApplicationRecord) -> str:
    """When, how, by whom, in which edition, and why it was voided."""
    line = record.line
    lines = [
        f"{format_date(line.applied_on)} · {MODE_LABELS[line.mode]} · a cargo de {record.applier}",
        f"{words.progress(line)} · edición {line.edition}",
    ]
    if line.code:
        lines[1] += f" · hoja {shown_code(line.code)}"
    if record.void_reason:
        lines.append(f"Anulada: {record.void_reason}")
    return "\n".join(lines)


def critical_part(matter: CriticalMatter, attend: Callable[[CriticalMatter], None] | None) -> QWidget:
    """An answer that cannot wait: why, what he answered, the steps, and what was done. `attend`: write that down."""
    frame, column = card()
    pending = matter.attended_at is None
    tone = "problem" if pending else "good"
    column.addWidget(Banner("Pide atención hoy" if pending else "Ya se atendió", tone, parent=frame))
    column.addWidget(label(matter.reason, "heading"))
    column.addWidget(label(f"«{matter.text}»: {matter.label}"))
    for number, step in enumerate(matter.steps, start=1):
        column.addWidget(label(f"{number}. {step}"))
    if matter.responder:
        column.addWidget(label(f"Actúa ante lo que resulte: {matter.responder}", "muted"))
    if matter.attended_at is not None:
        when = format_date(matter.attended_at.astimezone().date())
        column.addWidget(label(f"{when}, {matter.attended_by}: {matter.note}"))
    elif attend is not None:
        act = button("Anotar qué se hizo", "primary")
        act.setAccessibleDescription(matter.reason)
        act.clicked.connect(partial(attend, matter))
        row = FlowLayout()
        row.addWidget(act)
        column.addLayout(row)
    return frame


def scores_part(record: ApplicationRecord) -> QWidget:
    """Every subscale: its value and what that says, or why nothing can be said; then what it is worth."""
    frame, column = card()
    instrument = record.instrument
    done = record.line.status is ApplicationStatus.FINISHED
    column.addWidget(label("Lo que dicen sus respuestas" if done else "Lo que dicen hasta ahora", "heading"))
    for score in record.scores.subscales:
        subscale = instrument.subscale(score.subscale)
        column.addWidget(label(subscale.title, "label"))
        column.addWidget(label(words.value_line(instrument, subscale, score)))
        if score.range is not None:
            column.addWidget(label(score.range.meaning))
        column.addWidget(label(_direction(subscale), "help"))
    worth = f"{VALIDATION_WORDS[instrument.validation]}. {instrument.validation_note}".strip()
    column.addWidget(label(worth, "muted"))
    return frame


def answers_part(record: ApplicationRecord) -> QWidget:
    """Every question with what he answered, section by section."""
    frame, column = card()
    column.addWidget(label("Sus respuestas", "heading"))
    number = 0
    for section in record.instrument.sections:
        column.addWidget(label(section.title, "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        for row, item in enumerate(section.items):
            number += 1
            grid.addWidget(label(str(number), "muted", wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(item.text, "muted"), row, 1)
            grid.addWidget(label(_answer(record, item.id)), row, 2)
        column.addLayout(grid)
    return frame


def _direction(subscale: Subscale) -> str:
    said = MORE_IS_WORDS[subscale.more_is]
    return f"Aquí, {said}." if subscale.more_is is not MoreIs.NEITHER else f"Aquí {said}."


def _answer(record: ApplicationRecord, item: str) -> str:
    answer = record.answers.get(item)
    if answer is None:
        return UNANSWERED_WORDS
    return REFUSED_WORDS if answer is REFUSED else record.instrument.scale_of(item).label(answer)
