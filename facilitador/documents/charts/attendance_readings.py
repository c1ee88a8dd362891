"""From attendance to its drawings and the same in words: one man session by session, and a group over time."""

from __future__ import annotations

from facilitador.documents.blocks import Legend
from facilitador.documents.charts.figures import MarkCell, MarkStrip
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, mark_sign, mark_words, session_words
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
