"""What the screens of the team say about a person and a training. Words only: the rules are in the domain."""

from __future__ import annotations

from typing import Final

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.groups import Missing, missing_of_person
from facilitador.domain.people import Person, Training
from facilitador.domain.text import as_sentence
from facilitador.reference import catalogue
from facilitador.use_cases.access_keys import ROLE_WORDS
from facilitador.use_cases.groups import fitting_professions

NO_ACCESS: Final = "Sin acceso al cuaderno"


def access_of(person: Person) -> str:
    """Her role in the book, or that she has no access to it."""
    return ROLE_WORDS[person.role] if person.role is not None else NO_ACCESS


def profession_of(person: Person) -> str:
    """Her profession as the list calls it."""
    return catalogue("professions").text(person.profession) if person.profession else "Sin profesión anotada"


def designation_of(person: Person) -> str:
    """The document that designates her and its day."""
    if not person.designation_document:
        return "Sin documento de designación"
    day = f", del {format_date(person.designated_on)}" if person.designated_on else ""
    return f"{person.designation_document}{day}"


def training_kinds_of(person: Person) -> str:
    """Which of the kinds that 6.3.1 asks for are on record: `Vivencial, Teórica`."""
    received = {training.kind for training in person.trainings}
    kinds = [item.text for item in catalogue("training_kinds").items if item.code in received]
    return f"Capacitación: {', '.join(kinds).lower()}" if kinds else "Sin capacitación anotada"


def missing_of(person: Person) -> tuple[str, ...]:
    """What the directive asks of her and no record shows, each with its numeral; her name stands beside it."""
    return tuple(_without_name(person, lack) for lack in missing_of_person(person, fitting_professions()))


def _without_name(person: Person, lack: Missing) -> str:
    said = messages.message(lack.code, lack.parameters).text.removeprefix(f"{person.full_name}: ").rstrip(".")
    return f"{as_sentence(said)} ({lack.numeral})"


def training_title(training: Training) -> str:
    """`Teórica: MIMP`."""
    return f"{catalogue('training_kinds').text(training.kind)}: {training.provider}"


def training_details(training: Training) -> str:
    """`12/03/2026 · 24 horas · con asistencia técnica de la DATPS`."""
    hours = "1 hora" if training.hours == 1 else f"{training.hours} horas"
    assistance = "con" if training.datps_assistance else "sin"
    return f"{format_date(training.held_on)} · {hours} · {assistance} asistencia técnica de la DATPS"
