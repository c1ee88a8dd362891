"""Invented declarations and a decision of the example data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from facilitador.use_cases.compliance import DecideOtherwise, DeclareCompliance
from facilitador.use_cases.requests import Command

_DECLARED: Final = (
    ("5.3", 62, "Los revisamos en la reunión de inicio, con un caso de ejemplo por principio."),
    ("5.4", 62, "En la misma reunión; la hoja con los ocho enfoques está en la carpeta del equipo."),
    ("6.3.3", 20, "Nos reunimos una hora a mirar cómo hablamos en las sesiones y qué queremos cambiar."),
    ("6.4.6", 34, "Preparamos cada sesión con la guía de su tema y anotamos qué enfoque trabajaba."),
    ("6.4.11", 62, "Quedó escrito en los acuerdos del equipo."),
)


def statements_in(today: date) -> Iterator[Command]:
    """What the team of the example signed so far, and what it decided about a suggestion."""
    for numeral, ago, words in _DECLARED:
        yield DeclareCompliance(numeral=numeral, words=words, on=today - timedelta(days=ago))
    yield DecideOtherwise(
        numeral="6.4.12",
        words="Este año no se harán: el equipo no tiene cómo asegurar la reserva de esas conversaciones.",
        on=today - timedelta(days=62),
    )
