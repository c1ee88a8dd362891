"""A practice as it is read, in the list of all of them and beside the topic it is of."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QVBoxLayout

from facilitador.domain.dates import format_date
from facilitador.domain.practices import Practice
from facilitador.ui.widgets.labels import card, label


def practice_card(
    practice: Practice, topics: Mapping[str, str], techniques: Mapping[str, str]
) -> tuple[QFrame, QVBoxLayout]:
    """What was done and what came of it; the column, to add to."""
    frame, column = card()
    column.addWidget(label(practice.title, "heading"))
    about = (
        topics.get(practice.topic_id, ""),
        techniques.get(practice.technique, ""),
        practice.group_name,
        format_date(practice.changed_at.date()),
    )
    column.addWidget(label(" · ".join(part for part in about if part), "muted"))
    for heading, text in (
        ("Qué se hizo", practice.done),
        ("Qué funcionó", practice.worked),
        ("Qué no funcionó", practice.not_worked),
    ):
        if text:
            column.addWidget(label(heading, "label"))
            column.addWidget(label(text))
    return frame, column
