"""Topics as rows, and a topic of the service as the answers of its form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.registration_forms import Answer, Answers, FieldKind
from facilitador.domain.topics import LONGEST_NAME, LONGEST_TEXT, USUAL_SESSION, Area, Curriculum, Topic
from facilitador.errors import InvalidInput, Problem
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import options_of, text_in
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.ui.widgets.table import Column, RowsModel

OBJECTIVES_LENGTH: Final = 10_000  # of all together; how long each may be is for the rules to say


class TopicColumn(IntEnum):
    """The columns of the list of topics."""

    NAME = 0


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with its place in the list; `revision` of one of the service, None for one of the thirteen."""

    place: int
    topic: Topic
    retired: bool = False
    revision: int | None = None

    @property
    def text(self) -> str:
        """What it is called, and below it what it is."""
        number = f"{self.topic.number}. " if self.topic.number else ""
        kind = "Tema básico" if self.topic.mandated else "Retirado" if self.retired else "Tema del servicio"
        return f"{number}{self.topic.name}\n{kind} · {self.topic.suggested_minutes} minutos"


def topics_model() -> RowsModel[TopicRow]:
    """The thirteen in their order, then the service's own."""
    columns: dict[TopicColumn, Column[TopicRow]] = {
        TopicColumn.NAME: Column("Tema", lambda row: row.text, sort=lambda row: row.place, stretch=True),
    }
    return RowsModel([columns[which] for which in TopicColumn], lambda row: row.topic.id)


def rows_of(of: ServiceCurriculum) -> tuple[TopicRow, ...]:
    """Every topic as a row."""
    own = of.added_here
    return tuple(
        TopicRow(
            place,
            topic,
            retired=topic.id in own and own[topic.id].retired,
            revision=own[topic.id].revision if topic.id in own else None,
        )
        for place, topic in enumerate(of.kept_here)
    )


def topic_parts(curriculum: Curriculum) -> tuple[FormPart, ...]:
    """The questions about a topic of the service."""
    about = (
        FieldSpec("name", "Nombre del tema", compulsory=True, max_length=LONGEST_NAME),
        FieldSpec(
            "purpose",
            "¿Para qué se trabaja?",
            FieldKind.LONG_TEXT,
            help="Qué se busca que cada participante reconozca o practique.",
            compulsory=True,
            max_length=LONGEST_TEXT,
        ),
        FieldSpec(
            "suggested_minutes",
            "Duración sugerida, en minutos",
            FieldKind.NUMBER,
            help="Con apertura y cierre: entre 30 y 240.",
            compulsory=True,
        ),
    )
    objectives = tuple(_objectives(curriculum, area) for area in Area)
    components = FieldSpec(
        "components", "Componentes que trabaja", FieldKind.CHOICES, options=options_of(curriculum.components)
    )
    return (
        FormPart("", "", about),
        FormPart(
            "Objetivos", "La directiva pide trabajar los tres ámbitos (6.4.9): al menos uno en cada uno.", objectives
        ),
        FormPart("", "", (components,)),
    )


def _objectives(curriculum: Curriculum, area: Area) -> FieldSpec:
    item = curriculum.areas.item(area)
    return FieldSpec(
        str(area),
        item.text,
        FieldKind.LONG_TEXT,
        help=item.help,
        max_length=OBJECTIVES_LENGTH,
        control=lambda: LinesField("objetivo"),
    )


def of_topic(topic: Topic | None) -> dict[str, Answer]:
    """A topic of the service as answers; None: a new one."""
    if topic is None:
        return {"suggested_minutes": USUAL_SESSION}
    answers: dict[str, Answer | None] = {
        "name": topic.name,
        "purpose": topic.purpose,
        "suggested_minutes": topic.suggested_minutes,
        "components": list(topic.components) or None,
        **{str(area): "\n".join(topic.objectives.get(area, ())) or None for area in Area},
    }
    return {name: answer for name, answer in answers.items() if answer is not None}


def topic_fields(answers: Answers, curriculum: Curriculum) -> dict[str, Any]:
    """The fields of `OwnTopicForm`; InvalidInput names each area without an objective, beside its own question."""
    objectives = {area: tuple(text_in(answers, str(area)).splitlines()) for area in Area}
    empty = [area for area, lines in objectives.items() if not lines]
    if empty:
        raise InvalidInput(
            Problem(str(area), "topic_objective_needed", {"area": curriculum.areas.text(area)}) for area in empty
        )
    minutes, components = answers.get("suggested_minutes"), answers.get("components")
    return {
        "name": text_in(answers, "name"),
        "purpose": text_in(answers, "purpose"),
        "objectives": objectives,
        "suggested_minutes": minutes if isinstance(minutes, int) else 0,
        "components": tuple(components) if isinstance(components, list) else (),
    }
