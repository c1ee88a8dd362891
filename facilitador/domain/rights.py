"""What a person may ask about his own data (Ley 29733): when it is answered at the latest, and in which words.

The words of an answer hang on what was asked and on how it was answered, and on nothing else: they are the same for
every man, whatever else the book holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.holidays import HolidayCalendar

TEXT_LIMIT: Final = 2000
_SATURDAY: Final = 5


class RightsKind(StrEnum):
    """What is asked."""

    INFORMATION = "information"
    ACCESS = "access"
    RECTIFICATION = "rectification"
    CANCELLATION = "cancellation"
    OPPOSITION = "opposition"
    REVOCATION = "revocation"


KIND_LABELS: Final[Mapping[RightsKind, str]] = {
    RightsKind.INFORMATION: "Saber para qué se usan sus datos",
    RightsKind.ACCESS: "Ver todo lo que se guarda de él",
    RightsKind.RECTIFICATION: "Corregir sus datos",
    RightsKind.CANCELLATION: "Que se supriman sus datos",
    RightsKind.OPPOSITION: "Oponerse a un uso de sus datos",
    RightsKind.REVOCATION: "Retirar su consentimiento",
}

DAYS_TO_ANSWER: Final[Mapping[RightsKind, int]] = {
    RightsKind.INFORMATION: 8,
    RightsKind.ACCESS: 20,
    RightsKind.RECTIFICATION: 10,
    RightsKind.CANCELLATION: 10,
    RightsKind.OPPOSITION: 10,
    RightsKind.REVOCATION: 10,
}
"""Working days to answer (Ley 29733 and DS 016-2024-JUS; whether an extension applies: por verificar)."""


class RightsOutcome(StrEnum):
    """How a request was answered."""

    DONE = "done"
    WITHIN_LIMITS = "within_limits"
    WITHDRAWN = "withdrawn"


OUTCOME_LABELS: Final[Mapping[RightsOutcome, str]] = {
    RightsOutcome.DONE: "Se hizo lo que pidió",
    RightsOutcome.WITHIN_LIMITS: "Se hará hasta donde la ley lo permite",
    RightsOutcome.WITHDRAWN: "Él desistió de su pedido",
}

_NO_LONGER: Final = (
    "Sus datos se suprimen en cuanto ninguna norma ni plazo obliga a conservarlos. Mientras tanto quedan guardados "
    "bajo clave y no se usan para otra cosa."
)
_STOPS: Final = (
    "Desde ese día dejamos de usar sus datos en lo que dependía de su consentimiento: cuestionarios, archivos y "
    "perfiles hechos con sus respuestas, listas y paquetes con su nombre, y entregas a otras instituciones que usted "
    "había aceptado."
)
_REMAINS: Final = (
    "La ley nos permite conservar lo que ya se hizo mientras lo aceptaba y lo que una norma o una autoridad ordena "
    "guardar. " + _NO_LONGER
)

_SAID: Final[Mapping[RightsKind, Mapping[RightsOutcome, tuple[str, ...]]]] = {
    RightsKind.INFORMATION: {
        RightsOutcome.DONE: (
            "Le entregamos la hoja que dice quién guarda sus datos, para qué, por cuánto tiempo y cómo ejercer sus "
            "derechos.",
        ),
    },
    RightsKind.ACCESS: {
        RightsOutcome.DONE: (
            "Le entregamos lo que se guarda sobre usted, en palabras que se pueden leer.",
            "No incluye datos de otras personas: la ley también los protege.",
        ),
    },
    RightsKind.RECTIFICATION: {
        RightsOutcome.DONE: ("Corregimos los datos que nos señaló.",),
        RightsOutcome.WITHIN_LIMITS: (
            "Anotamos lo que nos señaló junto a lo que estaba escrito. Lo que otras personas dejaron escrito en su "
            "momento no se cambia; su versión queda al lado.",
        ),
    },
    RightsKind.CANCELLATION: {
        RightsOutcome.DONE: ("Recibimos su pedido de que se supriman sus datos.", _NO_LONGER),
        RightsOutcome.WITHIN_LIMITS: ("Recibimos su pedido de que se supriman sus datos.", _NO_LONGER),
    },
    RightsKind.OPPOSITION: {
        RightsOutcome.DONE: ("Dejamos de usar sus datos para lo que usted señaló.",),
        RightsOutcome.WITHIN_LIMITS: (
            "Dejamos de usar sus datos para lo que usted señaló, salvo lo que una norma ordena.",
            _NO_LONGER,
        ),
    },
    RightsKind.REVOCATION: {
        RightsOutcome.DONE: ("Anotamos que retira su consentimiento.", _STOPS, _REMAINS),
        RightsOutcome.WITHIN_LIMITS: ("Anotamos que retira su consentimiento.", _STOPS, _REMAINS),
    },
}


@dataclass(frozen=True, slots=True)
class RightsAnswer:
    """How a request was answered, on which day and by whom."""

    outcome: RightsOutcome
    on: date
    by: UUID
    note: str


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """One request of a man. `due_on`: the last day to answer; `answer` None while it waits."""

    id: UUID
    participant_id: UUID
    kind: RightsKind
    received_on: date
    what: str
    due_on: date
    answer: RightsAnswer | None
    revision: int

    def days_left(self, today: date) -> int:
        """Calendar days until the last day to answer; negative once it is past."""
        return (self.due_on - today).days


@dataclass(frozen=True, slots=True)
class RightsRecord:
    """The requests of one man, newest first."""

    participant_id: UUID
    full_name: str
    requests: tuple[RightsRequest, ...]


def answers_to(kind: RightsKind) -> tuple[RightsOutcome, ...]:
    """How a request of that kind may be answered."""
    return (*_SAID[kind], RightsOutcome.WITHDRAWN)


def letter_words(kind: RightsKind, outcome: RightsOutcome) -> tuple[str, ...]:
    """The paragraphs of the letter; none where he withdrew his request."""
    return _SAID[kind].get(outcome, ())


def answer_due(kind: RightsKind, received_on: date, calendar: HolidayCalendar) -> date:
    """The last day to answer: working days after the day it was received, without weekends and holidays."""
    day, left = received_on, DAYS_TO_ANSWER[kind]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in calendar
    return day
