"""The words of codes that the program computes on, for the lines that a person reads."""

from __future__ import annotations

from datetime import date
from typing import Final

from facilitador.domain.dates import WEEKDAYS, format_date
from facilitador.domain.groups import AgeBand, Group, GroupStatus
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding

ROLES: Final = {Role.FACILITATOR: "facilita", Role.SUPERVISOR: "supervisa", Role.STAFF: "apoyo administrativo"}
BINDINGS: Final = {
    Binding.MIMP_BODY: "es del MIMP",
    Binding.BOUND: "la directiva lo obliga",
    Binding.ADHERES: "adhiere a la directiva",
}
GROUP_STATUSES: Final = {
    GroupStatus.FORMING: "en formación",
    GroupStatus.RUNNING: "en marcha",
    GroupStatus.CLOSED: "cerrado",
}
AGE_BANDS: Final = {AgeBand.ADULTS: "adultos", AgeBand.ADOLESCENTS: "adolescentes"}
COUNTED: Final = {
    "participants": "Participantes",
    "groups": "Grupos",
    "people": "Personas del equipo",
    "venues": "Locales",
    "enrolments": "Inscripciones",
    "prints": "Impresiones numeradas",
}
SIZE_UNIT: Final = 1024


def role(of: Role | None) -> str:
    """What someone does in the book."""
    return ROLES[of] if of is not None else "sin clave"


def day(on: date | None) -> str:
    """A day as dd/mm/aaaa; nothing where it is not known."""
    return format_date(on) if on is not None else ""


def hours(group: Group) -> str:
    """`miércoles, 19:00`; nothing where it is not known."""
    if group.weekday is None:
        return ""
    return WEEKDAYS[group.weekday] + (f", {group.starts_at:%H:%M}" if group.starts_at else "")


def yes_no(value: bool) -> str:
    """Sí or no."""
    return "sí" if value else "no"


def size(count: int) -> str:
    """A size in KiB or MiB, with a decimal comma."""
    kibibytes = count / SIZE_UNIT
    if kibibytes < SIZE_UNIT:
        return f"{kibibytes:.0f} KiB"
    return f"{kibibytes / SIZE_UNIT:.1f} MiB".replace(".", ",")
