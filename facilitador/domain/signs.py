"""The signs of the matrices: one language for screen, paper and terminal, told apart by shape and never by colour."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.coverage import TopicState


class Sign(StrEnum):
    """A shape; its value is the character that stands for it where nothing can be drawn."""

    FULL = "●"
    HALF = "◐"
    EMPTY = "○"
    DOT = "·"
    DASH = "‒"
    QUESTION = "?"


TOPIC_SIGNS: Final[Mapping[TopicState, Sign]] = {
    TopicState.COVERED: Sign.FULL,
    TopicState.PARTIAL: Sign.HALF,
    TopicState.MISSED: Sign.EMPTY,
    TopicState.UNRECORDED: Sign.QUESTION,
    TopicState.BEFORE_ENTRY: Sign.DASH,
    TopicState.AFTER_LEAVING: Sign.DASH,
    TopicState.PENDING: Sign.DOT,
}

TOPIC_LEGEND: Final[tuple[tuple[Sign, str], ...]] = (
    (Sign.FULL, "trabajado"),
    (Sign.HALF, "en parte"),
    (Sign.EMPTY, "faltó, por recuperar"),
    (Sign.DOT, "por venir"),
    (Sign.DASH, "no estaba en el grupo"),
    (Sign.QUESTION, "sin registrar"),
)

GROUP_LEGEND: Final[tuple[tuple[Sign, str], ...]] = (
    (Sign.FULL, "trabajado"),
    (Sign.HALF, "en parte, falta una sesión"),
    (Sign.DOT, "por venir"),
)

_M = AttendanceMark

MARK_SIGNS: Final[Mapping[AttendanceMark | None, Sign | str]] = {
    _M.ATTENDED: Sign.FULL,
    _M.LATE: "T",
    _M.LEFT_EARLY: "S",
    _M.ABSENT_WITH_NOTICE: "C",
    _M.ABSENT_WITHOUT_NOTICE: Sign.EMPTY,
    _M.NOT_ADMITTED: "N",
    None: Sign.QUESTION,
}
"""A mark of attendance in a matrix: a shape, or a letter where shapes would not tell it apart."""

MARK_LEGEND: Final[tuple[tuple[Sign | str, str], ...]] = (
    (Sign.FULL, "asistió"),
    ("T", "tardanza"),
    ("S", "salió antes"),
    ("C", "faltó con aviso"),
    (Sign.EMPTY, "faltó sin aviso"),
    ("N", "no ingresó"),
    (Sign.QUESTION, "sin registrar"),
    (Sign.DASH, "no estaba en el grupo"),
    (Sign.DOT, "por venir"),
)
MADE_UP: Final = "R"
"""Stands for an absence that was made up."""
