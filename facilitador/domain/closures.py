"""The close of a group's cycle: what is done, what is still open, and what is kept with the closing (6.9.1).

Nothing is forced but what the roster itself asks: a group closes once nobody takes part or waits in it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta

from facilitador.domain.dates import format_date
from facilitador.domain.groups import Group

LESSONS_LIMIT: Final = 4000
NOTE_LIMIT: Final = 500
FOLLOW_UP_MONTHS: Final = 6


class ClosureStep(StrEnum):
    """What happened to a cycle."""

    CLOSED = "closed"
    REOPENED = "reopened"


class ClosureMatter(StrEnum):
    """What is looked at before a group closes, in the order of the page."""

    MEN = "men"
    LOGS = "logs"
    INCIDENTS = "incidents"
    EXIT = "exit"
    REFERRALS = "referrals"
    PROTECTION = "protection"
    CERTIFICATES = "certificates"
    MATERIALS = "materials"
    LESSONS = "lessons"
    REPORT = "report"
    RETENTION = "retention"


MATTER_LABELS: Final[Mapping[ClosureMatter, str]] = {
    ClosureMatter.MEN: "Quiénes siguen en el grupo",
    ClosureMatter.LOGS: "Bitácoras de las sesiones",
    ClosureMatter.INCIDENTS: "Seguimiento de lo que ocurrió",
    ClosureMatter.EXIT: "Preguntas de salida",
    ClosureMatter.REFERRALS: "Derivaciones abiertas",
    ClosureMatter.PROTECTION: "Asuntos de protección abiertos",
    ClosureMatter.CERTIFICATES: "Constancias",
    ClosureMatter.MATERIALS: "Materiales",
    ClosureMatter.LESSONS: "Lo aprendido",
    ClosureMatter.REPORT: "Informe final",
    ClosureMatter.RETENTION: "Hasta cuándo se guarda",
}

OF_BOOK: Final = "El número es de todo el cuaderno."
NEED_AN_OWNER: Final = frozenset({ClosureMatter.REFERRALS, ClosureMatter.PROTECTION, ClosureMatter.INCIDENTS})
"""What goes on after the group and needs somebody who sees to it."""


class MatterState(StrEnum):
    """How something stands: nothing open, something open, or for people to see to (the book cannot tell)."""

    DONE = "done"
    OPEN = "open"
    TO_SEE = "to_see"


STATE_LABELS: Final[Mapping[MatterState, str]] = {
    MatterState.DONE: "Nada pendiente",
    MatterState.OPEN: "Pendiente",
    MatterState.TO_SEE: "Por ver",
}


@dataclass(frozen=True, slots=True)
class ClosureItem:
    """One line of the page: how it stands, how many are open, in words, and the page that settles it ("" for none).

    `of_book`: the number is of the whole book, for the person may not read of whom they are.
    """

    matter: ClosureMatter
    state: MatterState
    count: int
    words: str
    place: str
    target_id: UUID | None
    of_book: bool = False


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What was open when the group closed: how many, and who sees to it or why it stays, as people wrote it."""

    matter: ClosureMatter
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class ClosureEntry:
    """A closing or an opening again: the day, why (opening), what was left open, what was learnt, the follow-up."""

    step: ClosureStep
    on: date
    reason: str
    left_open: tuple[LeftOpen, ...]
    lessons: str
    follow_up_on: date | None
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class ClosurePage:
    """A group on its way to be closed, or closed: every line, the history, and names by id."""

    group: Group
    items: tuple[ClosureItem, ...]
    entries: tuple[ClosureEntry, ...]
    people: Mapping[UUID, str]

    @property
    def counting(self) -> int:
        """How many men are still in the group or wait: it closes once there is none."""
        return next((item.count for item in self.items if item.matter is ClosureMatter.MEN), 0)


_WORDS: Final[Mapping[ClosureMatter, tuple[str, str, str]]] = {
    ClosureMatter.MEN: (
        "Nadie participa ni espera.",
        "Una persona participa o espera todavía: anote cómo terminó su permanencia.",
        "{count} personas participan o esperan todavía: anote cómo terminó la permanencia de cada una.",
    ),
    ClosureMatter.LOGS: (
        "Todas las sesiones tienen su bitácora cerrada.",
        "A una sesión le falta cerrar su bitácora.",
        "A {count} sesiones les falta cerrar su bitácora.",
    ),
    ClosureMatter.INCIDENTS: (
        "Nada queda en seguimiento.",
        "Algo que ocurrió sigue en seguimiento: diga quién se encarga.",
        "{count} cosas que ocurrieron siguen en seguimiento: diga quién se encarga.",
    ),
    ClosureMatter.EXIT: (
        "No falta ninguna.",
        "Falta preguntar a un participante.",
        "Falta preguntar a {count} participantes.",
    ),
    ClosureMatter.REFERRALS: (
        "No hay derivaciones abiertas.",
        "Hay una derivación abierta: diga quién la sigue.",
        "Hay {count} derivaciones abiertas: diga quién las sigue.",
    ),
    ClosureMatter.PROTECTION: (
        "No hay asuntos abiertos.",
        "Hay un asunto abierto: diga quién lo sigue.",
        "Hay {count} asuntos abiertos: diga quién los sigue.",
    ),
    ClosureMatter.CERTIFICATES: (
        "Cada uno que culminó tiene su constancia impresa.",
        "A un participante que culminó no se le imprimió su constancia.",
        "A {count} participantes que culminaron no se les imprimió su constancia.",
    ),
    ClosureMatter.MATERIALS: ("Qué se entregó, qué queda y quién lo guarda.", "", ""),
    ClosureMatter.LESSONS: ("Lo que otro equipo debería saber: se encuentra otra vez al planificar.", "", ""),
    ClosureMatter.REPORT: ("El informe del grupo con su asistencia y sus temas.", "", ""),
}
"""Of each matter: nothing open, one, many."""


def counted_item(
    matter: ClosureMatter, count: int, place: str, target: UUID | None, *, of_book: bool = False
) -> ClosureItem:
    """The line of a matter of which so many are open."""
    none, one, many = _WORDS[matter]
    said = none if not count else one if count == 1 else many.format(count=count)
    state = MatterState.OPEN if count else MatterState.DONE
    return ClosureItem(matter, state, count, f"{said} {OF_BOOK}" if of_book else said, place, target, of_book)


def to_see_words(matter: ClosureMatter) -> str:
    """What people see to, where no record tells whether it is done."""
    return _WORDS[matter][0]


def retention_words(years: int | None, closed_on: date) -> str:
    """Until when the data of the men are kept at least, if the service said so; `closed_on`: today while it is open."""
    if years is None:
        return "El servicio todavía no dijo cuántos años guarda lo de quien estuvo en un grupo."
    kept = "1 año" if years == 1 else f"{years} años"
    until = format_date(closed_on + relativedelta(years=years))
    return f"Lo de cada participante se guarda {kept} desde lo último que se anota de él: al menos hasta el {until}."


def left_open(items: Iterable[ClosureItem], notes: Mapping[ClosureMatter, str]) -> tuple[LeftOpen, ...]:
    """What is kept with the closing: everything that is open, and whatever somebody wrote about."""
    return tuple(
        LeftOpen(item.matter, item.count, notes.get(item.matter, ""))
        for item in items
        if item.state is MatterState.OPEN or notes.get(item.matter)
    )


def without_owner(items: Iterable[ClosureItem], notes: Mapping[ClosureMatter, str]) -> tuple[ClosureMatter, ...]:
    """What goes on after the group and nobody is named to see to it."""
    return tuple(
        item.matter
        for item in items
        if item.matter in NEED_AN_OWNER and item.state is MatterState.OPEN and not notes.get(item.matter)
    )


def proposed_follow_up(closed_on: date) -> date:
    """Half a year after a group closed; the last day of a shorter month."""
    later: date = closed_on + relativedelta(months=FOLLOW_UP_MONTHS)
    return later
