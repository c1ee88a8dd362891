"""Answers as tables for analysis: long (one row an answer), wide (one row an application) and what columns mean.

Headings and codes are plain ASCII so that every statistics program takes them; texts are as people read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from facilitador.domain.applications import MODE_LABELS, PURPOSE_LABELS, GivenAnswers, Mode, Purpose
from facilitador.domain.instruments import REFUSED, Answer, Component, Instrument, Item, Subscale, SubscaleRule
from facilitador.domain.scoring import Scores, points_of

Table: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of cells, the headings first."""

PURPOSE_CODES: Final = {
    Purpose.ENTRY: "inicio",
    Purpose.INTERMEDIATE: "intermedia",
    Purpose.EXIT: "salida",
    Purpose.FOLLOW_UP: "seguimiento",
}
MODE_CODES: Final = {Mode.SELF: "solo", Mode.READ_ALOUD: "leido", Mode.PAPER: "papel"}
REFUSED_CODE: Final = "prefiere_no"
OPEN_CODE: Final = ""
_MISSING: Final = f"{REFUSED_CODE} = prefirió no responder; vacío = sin responder"

_COMPONENTS: Final = {
    Component.COGNITIVE: "cognitivo",
    Component.EMOTIONAL: "emocional",
    Component.COMMUNICATION: "comunicación",
    Component.LIFE_HISTORY: "historia de vida",
    Component.BODY_SEXUALITY: "cuerpo y sexualidad",
    Component.BEHAVIOURAL: "conductual",
}
_LEADING: Final = ("instrumento", "edicion", "participante", "grupo", "orden", "momento", "modo", "mes")
_LEADING_TEXTS: Final = (
    "Código del instrumento",
    "Edición del instrumento",
    "Código del participante: el mismo en cada exportación de este cuaderno, y en ningún otro",
    "Código del grupo; vacío si respondió fuera de un grupo",
    "Cuál de sus aplicaciones es, desde 1",
    "En qué momento del grupo respondió",
    "Cómo respondió",
    "Año y mes en que respondió",
)


@dataclass(frozen=True)
class ExportedApplication:
    """One application without anything that names the man. `month`: aaaa-mm; `order`: which of his it is, from 1."""

    man: str
    group: str
    order: int
    purpose: Purpose
    mode: Mode
    month: str
    answers: GivenAnswers
    scores: Scores


@dataclass(frozen=True)
class AnswerTables:
    """The tables of one edition of an instrument."""

    long: Table
    wide: Table
    codebook: Table


def answer_tables(instrument: Instrument, applications: Sequence[ExportedApplication]) -> AnswerTables:
    """The three tables of an edition and the applications answered in it."""
    return AnswerTables(_long(instrument, applications), _wide(instrument, applications), _codebook(instrument))


def _leading(instrument: Instrument, one: ExportedApplication) -> tuple[str, ...]:
    names = (instrument.id, instrument.edition, one.man, one.group, str(one.order))
    return (*names, PURPOSE_CODES[one.purpose], MODE_CODES[one.mode], one.month)


def _long(instrument: Instrument, applications: Sequence[ExportedApplication]) -> Table:
    rows: list[tuple[str, ...]] = [(*_LEADING, "pregunta", "respuesta", "puntos")]
    for one in applications:
        for item in instrument.items:
            answer = one.answers.get(item.id)
            points = str(points_of(instrument, item.id, answer)) if isinstance(answer, int) else ""
            rows.append((*_leading(instrument, one), item.id, _cell(answer), points))
    return tuple(rows)


def _wide(instrument: Instrument, applications: Sequence[ExportedApplication]) -> Table:
    items = tuple(item.id for item in instrument.items)
    subscales = tuple(f"sub_{subscale.id}" for subscale in instrument.subscales)
    rows: list[tuple[str, ...]] = [(*_LEADING, *items, *subscales)]
    for one in applications:
        values = tuple("" if score.value is None else f"{score.value:g}" for score in one.scores.subscales)
        rows.append((*_leading(instrument, one), *(_cell(one.answers.get(item)) for item in items), *values))
    return tuple(rows)


def _codebook(instrument: Instrument) -> Table:
    rows: list[tuple[str, ...]] = [("columna", "que_es", "valores", "componente", "tema", "invertida", "correctas")]
    codes = {
        "momento": "; ".join(f"{code} = {PURPOSE_LABELS[purpose]}" for purpose, code in PURPOSE_CODES.items()),
        "modo": "; ".join(f"{code} = {MODE_LABELS[mode]}" for mode, code in MODE_CODES.items()),
    }
    for name, text in zip(_LEADING, _LEADING_TEXTS, strict=True):
        rows.append((name, text, codes.get(name, ""), "", "", "", ""))
    rows += [
        ("pregunta", "Código de la pregunta (en la tabla larga)", "", "", "", "", ""),
        ("respuesta", "Lo que respondió (en la tabla larga)", _MISSING, "", "", "", ""),
        ("puntos", "Lo que vale la respuesta, ya invertida o comparada (en la tabla larga)", "", "", "", "", ""),
    ]
    rows += [_item_row(instrument, item) for item in instrument.items]
    rows += [_subscale_row(subscale) for subscale in instrument.subscales]
    return tuple(rows)


def _subscale_row(subscale: Subscale) -> tuple[str, ...]:
    rule = "suma" if subscale.rule is SubscaleRule.SUM else "promedio"
    how = f"{rule} de {', '.join(subscale.items)}; al menos {subscale.minimum_answered} contestadas"
    return (f"sub_{subscale.id}", subscale.title, f"{how}; vacío = no puntuable", "", "", "", "")


def _item_row(instrument: Instrument, item: Item) -> tuple[str, ...]:
    options = "; ".join(f"{option.value} = {option.label}" for option in instrument.scale_of(item.id).options)
    return (
        item.id,
        item.text,
        f"{options}; {_MISSING}",
        _COMPONENTS[item.component] if item.component is not None else "",
        str(item.topic or ""),
        "si" if item.reversed else "no",
        ", ".join(map(str, item.correct)),
    )


def _cell(answer: Answer) -> str:
    if answer is None:
        return OPEN_CODE
    return REFUSED_CODE if answer is REFUSED else str(answer)
