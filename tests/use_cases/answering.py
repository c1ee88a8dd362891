"""An instrument small enough to reckon by hand, and men who answer it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from facilitador.domain.applications import Mode, Purpose
from facilitador.domain.instruments import Refusal
from facilitador.use_cases.applications import FinishApplication, RecordApplication, SaveAnswers, StartApplication
from facilitador.use_cases.instruments import LoadInstrument
from facilitador.use_cases.open_book import OpenBook

REST = "descanso"
ENTRY_TEST = "prueba_de_entrada"
FILE = """
id = "descanso"
edicion = "{edition}"
tipo = "otro"
titulo = "Preguntas sobre su descanso"
nombre = "Descanso"
edad_minima = {age}
licencia = "Propia."
fuente = "Escrito por el servicio."
{head}

[escalas]
acuerdo = [[1, "Nada"], [2, "Poco"], [3, "Bastante"], [4, "Totalmente"]]

[[secciones]]
id = "descanso"
titulo = "Su descanso"
escala = "acuerdo"

[[secciones.preguntas]]
id = "d1"
texto = "{first}"

[[secciones.preguntas]]
id = "d2"
texto = "Me desperté cansado."
invertida = true

[[secciones.preguntas]]
id = "d3"
texto = "Pensé que ya no podía más."
invertida = true

[[subescalas]]
id = "total"
titulo = "Descanso"
preguntas = ["d1", "d2", "d3"]
minimo_contestadas = 2
mas_es = "mejor"
{norms}

[[criticas]]
pregunta = "d3"
valores = [3, 4]
motivo = "Dice que ya no puede más."
pasos = ["Hable con él hoy, a solas.", "Coordine con el servicio de salud."]
"""
NORMS = """
[subescalas.normas]
desviacion = 2.0
confiabilidad = 0.8
fuente = "Estudio inventado."
"""
CALM = {"d1": 4, "d2": 1, "d3": 1}
"""Twelve points, nothing critical."""
TIRED = {"d1": 2, "d2": 3, "d3": 1}
"""Eight points, nothing critical."""
ALARMING = {"d1": 1, "d2": 4, "d3": 4}
"""Three points, and one answer that cannot wait."""


def text(
    edition: str = "1", *, first: str = "Dormí lo suficiente.", norms: str = "", head: str = "", age: int = 0
) -> str:
    """The text of the file."""
    return FILE.format(edition=edition, first=first, norms=norms, head=head, age=age)


def load(book: OpenBook, edition: str = "1", **changes: Any) -> UUID:
    """Loads it into a book; the key of the edition."""
    return book.submit([LoadInstrument(content=text(edition, **changes))]).result().ids[0]


def start(man: UUID, **changes: Any) -> StartApplication:
    """He begins to answer by himself, at entry."""
    words: dict[str, Any] = {"instrument_id": REST, "purpose": Purpose.ENTRY, "mode": Mode.SELF}
    return StartApplication(participant_id=man, **(words | changes))


def started(book: OpenBook, man: UUID, **changes: Any) -> UUID:
    """He began; the application."""
    return book.submit([start(man, **changes)]).result().ids[0]


def answered(book: OpenBook, man: UUID, answers: Mapping[str, int | Refusal | None], **changes: Any) -> UUID:
    """He answered and it is finished; the application."""
    key = started(book, man, **changes)
    save = SaveAnswers(application_id=key, answers=dict(answers))
    book.submit([save, FinishApplication(application_id=key)]).result()
    return key


def paper(man: UUID | None, answers: dict[str, Any], **changes: Any) -> RecordApplication:
    """A paper without a code, or, with no man, with one."""
    words: dict[str, Any] = (
        {} if man is None else {"participant_id": man, "instrument_id": REST, "purpose": Purpose.ENTRY}
    )
    return RecordApplication(answers=answers, **(words | changes))
