"""What a salvage could not read, by the parts of a cuaderno that its people know. Counts only, no content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from facilitador.db.salvaging import SalvagedTable

OTHER: Final = "Otros datos"

_BY_BEGINNING: Final = (
    (("participants", "participant_", "consents", "own_fields", "shared_fields"), "Fichas de participantes"),
    (("enrolment", "announced_", "absence_", "make_ups"), "Inscripciones y avisos"),
    (("attendance_", "door_"), "Asistencia"),
    (("session", "own_topics", "given_materials", "local_feasts"), "Sesiones y bitácoras"),
    (("group", "venues", "roster_", "closure_"), "Grupos y locales"),
    (("application", "critical_", "instrument"), "Instrumentos y respuestas"),
    (("protection_", "partner_", "contact_"), "Protección y datos reservados"),
    (("exclusion", "evaluation_", "risk_", "sanction_", "incidents", "information_"), "Evaluaciones y decisiones"),
    (("referral", "individual_", "care_", "retreat_", "goal", "calls"), "Atención individual y derivaciones"),
    (("people", "services", "trainings", "handovers", "access_", "recovery_", "directory_"), "Equipo y servicio"),
    (("audit_", "prints", "books"), "Registro de lo que se hizo"),
    (("drafts",), "Borradores"),
)


@dataclass(frozen=True, slots=True)
class SalvagedPart:
    """Of one part: rows that came over, and rows that did not. `at_least`: of some nobody can say how many they were.

    `loosened`: rows that came over and no longer name something that was lost.
    """

    name: str
    rows: int
    lost: int
    at_least: bool
    loosened: int


def parts(tables: Iterable[SalvagedTable]) -> tuple[SalvagedPart, ...]:
    """The parts of which something is missing, in the order in which a cuaderno is thought of."""
    gathered: dict[str, list[SalvagedTable]] = {}
    for table in tables:
        gathered.setdefault(part_of(table.name), []).append(table)
    order = [name for _, name in _BY_BEGINNING] + [OTHER]
    told = (_part(name, gathered[name]) for name in order if name in gathered)
    return tuple(part for part in told if part.lost or part.at_least or part.loosened)


def part_of(table: str) -> str:
    """The part that a table belongs to."""
    for beginnings, name in _BY_BEGINNING:
        if table.startswith(beginnings):
            return name
    return OTHER


def _part(name: str, tables: list[SalvagedTable]) -> SalvagedPart:
    return SalvagedPart(
        name,
        sum(table.rows for table in tables),
        sum((table.lost or 0) + table.let_go for table in tables),
        any(table.lost is None for table in tables),
        sum(table.loosened for table in tables),
    )
