"""What is asked before and when a man is told a decision (end of 6.7, 6.7.3), and the commands that the answers are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from facilitador.domain.dates import format_date
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.exclusions import FACT_LIMIT, TOLD_LIMIT, ExclusionDecision, Outcome
from facilitador.domain.people import Person
from facilitador.domain.protection import AT_RISK_LABELS, ORIGIN_LABELS, SENTENCE_LIMIT, PersonAtRisk, ProtectionLine
from facilitador.domain.registration_forms import NO, YES, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.protection import KEY
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.ordered_choices import OrderedChoices
from facilitador.use_cases.exclusion_tellings import TellExclusionDecision
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Command

NEVER_KEPT: Final = ("at_risk", "protection_id", "sentence", "protection_note")
"""What is sealed in the book is no draft."""

SAFETY_TITLE: Final = "Primero: ¿quién puede estar en riesgo?"
SAFETY_WORDS: Final = (
    "Antes de decírselo, piensen quién puede correr peligro esta noche y qué se hizo. Lo que escriba aquí queda "
    f"reservado y no se guarda como borrador. Con {KEY} se abre un asunto de protección desde cualquier pantalla."
)
TELLING_TITLE: Final = "Cómo se le dijo"
TELLING_WORDS: Final = (
    "Con respeto, explicando los motivos, y dándole a dónde acudir (6.7.3). La carta no dice la causa."
)


def matter_options(matters: Iterable[ProtectionLine]) -> tuple[Option, ...]:
    """Open protection matters by their day and where they came from: not a word of what they say."""
    return tuple(
        Option(str(one.id), f"Abierto el {format_date(one.opened_on)} · {ORIGIN_LABELS[one.origin]}")
        for one in matters
        if one.is_open
    )


def telling_parts(
    decision: ExclusionDecision,
    team: Sequence[Person],
    directory: Sequence[DirectoryLine],
    matter_field: Callable[[], ComboField],
) -> tuple[FormPart, ...]:
    """The questions, those about safety first."""
    return (
        FormPart(SAFETY_TITLE, SAFETY_WORDS, _safety(matter_field)),
        FormPart(TELLING_TITLE, TELLING_WORDS, _told(decision, team, directory)),
    )


def _safety(matter_field: Callable[[], ComboField]) -> tuple[FieldSpec, ...]:
    at_risk = tuple(Option(str(one), text) for one, text in AT_RISK_LABELS.items() if one is not PersonAtRisk.UNKNOWN)
    return (
        FieldSpec(
            "at_risk",
            "¿Quién puede estar en riesgo?",
            FieldKind.CHOICES,
            help="Por lo que es para él. Vacío si el equipo no sabe de nadie.",
            options=at_risk,
        ),
        FieldSpec("protection_id", "Asunto de protección ya abierto", control=matter_field),
        FieldSpec(
            "sentence",
            "O abrir uno ahora: una frase basta",
            FieldKind.LONG_TEXT,
            help="No escriba dónde se encuentra la persona en riesgo.",
            max_length=SENTENCE_LIMIT,
        ),
        FieldSpec(
            "protection_note",
            "¿Qué se hizo, o por qué no hace falta?",
            FieldKind.LONG_TEXT,
            max_length=FACT_LIMIT,
        ),
    )


def _told(
    decision: ExclusionDecision, team: Sequence[Person], directory: Sequence[DirectoryLine]
) -> tuple[FieldSpec, ...]:
    places = tuple(Option(str(line.entry.id), line.named) for line in directory)
    ends = FieldSpec(
        "ends_stint", "¿Termina su permanencia en el grupo ese día?", FieldKind.YES_NO, options=YES_NO_OPTIONS
    )
    leaves = decision.outcome is Outcome.NOT_CONTINUING and decision.enrolment_id is not None
    return (
        FieldSpec("explained", "¿Cómo se le explicó?", FieldKind.LONG_TEXT, compulsory=True, max_length=TOLD_LIMIT),
        FieldSpec("told_on", "¿Qué día se le dijo?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "told_by",
            "¿Quién se lo dijo?",
            FieldKind.CHOICE,
            help="Vacío si fue usted.",
            options=tuple(Option(str(person.id), person.full_name) for person in team),
        ),
        FieldSpec(
            "directory_ids",
            "¿Qué instituciones del directorio se le ofrecieron?",
            FieldKind.CHOICES,
            options=places,
            control=partial(OrderedChoices, places, prompt="Elija una institución…"),
        ),
        FieldSpec(
            "institutions", "Otras instituciones", FieldKind.LONG_TEXT, help="Una en cada línea.", max_length=TOLD_LIMIT
        ),
        *((ends,) if leaves else ()),
    )


def first_answers(today: date) -> dict[str, Answer]:
    """The form before anything is typed."""
    return {"told_on": today.isoformat(), "ends_stint": YES}


def telling(decision: ExclusionDecision, values: Answers, new_id: Callable[[], UUID]) -> list[Command]:
    """One gesture: the matter that is opened now, if one is, and the telling that names it."""
    commands: list[Command] = []
    chosen, by = text_in(values, "protection_id"), text_in(values, "told_by")
    matter = UUID(chosen) if chosen else None
    if text_in(values, "sentence"):
        matter = new_id()
        commands.append(
            OpenProtection(id=matter, sentence=text_in(values, "sentence"), participant_id=decision.participant_id)
        )
    commands.append(
        TellExclusionDecision(
            decision_id=decision.id,
            revision=decision.revision,
            at_risk=tuple(map(PersonAtRisk, _chosen(values, "at_risk"))),
            protection_id=matter,
            protection_note=text_in(values, "protection_note"),
            explained=text_in(values, "explained"),
            told_on=day_in(values, "told_on"),
            told_by=UUID(by) if by else None,
            institutions=text_in(values, "institutions"),
            directory_ids=tuple(map(UUID, _chosen(values, "directory_ids"))),
            ends_stint=values.get("ends_stint") != NO,
        )
    )
    return commands


def _chosen(values: Answers, name: str) -> list[str]:
    given = values.get(name)
    return [str(one) for one in given] if isinstance(given, list) else []
