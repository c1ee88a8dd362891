"""Groups and stints as a person reads them."""

from __future__ import annotations

from datetime import date

from facilitador.domain.dates import WEEKDAYS, format_date, long_date
from facilitador.domain.enrolments import SEATS, STATUS_RULES, EnrolmentStatus
from facilitador.domain.groups import AgeBand, Group, GroupDetails, GroupStatus
from facilitador.domain.hours import format_time
from facilitador.domain.text import listed
from facilitador.reference import catalogue

STATES = {GroupStatus.RUNNING: "En marcha", GroupStatus.FORMING: "En formación", GroupStatus.CLOSED: "Cerrado"}
AGES = {AgeBand.ADULTS: "Adultos", AgeBand.ADOLESCENTS: "Adolescentes"}


def meeting(group: Group) -> str:
    """Weekday and hour: `Martes, 18:30`; empty if neither is decided."""
    parts = []
    if group.weekday is not None:
        parts.append(WEEKDAYS[group.weekday].capitalize())
    if group.starts_at is not None:
        parts.append(format_time(group.starts_at))
    return ", ".join(parts)


def places(counting: int) -> str:
    """`12 de 15 lugares`."""
    return f"{counting} de {SEATS} lugares"


def waiting(count: int) -> str:
    """`2 en espera`, or nothing."""
    return f"{count} en espera" if count else ""


def state(group: Group) -> str:
    """Where the group stands, and since when."""
    if group.status is GroupStatus.CLOSED and group.closed_on:
        return f"Cerrado el {long_date(group.closed_on)}"
    if group.status is GroupStatus.RUNNING and group.started_on:
        return f"En marcha desde el {long_date(group.started_on)}"
    return STATES[group.status]


NOBODY_LEADS = "Nadie del equipo lo facilita todavía"


def facts(details: GroupDetails) -> tuple[str, ...]:
    """The lines under the name of a group: when and where, with whom, for whom, how long."""
    group = details.group
    where = details.venue.name if details.venue else ""
    what = [
        AGES[group.age_band],
        f"Pueblo: {group.ethnic_group}" if group.ethnic_group else "",
        f"Lengua: {catalogue('languages').text(group.language)}" if group.language else "",
        f"{group.planned_sessions} sesiones previstas" if group.planned_sessions else "",
        _span(group.first_day, group.last_day),
    ]
    team = listed([person.full_name for person in details.facilitators])
    lines = (
        " · ".join(part for part in (meeting(group), where) if part),
        " · ".join(part for part in what if part),
        f"Facilitan: {team}" if team else "" if group.status is GroupStatus.CLOSED else NOBODY_LEADS,
    )
    return tuple(line for line in lines if line)


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"del {format_date(first)} al {format_date(last)}"
    if first:
        return f"desde el {format_date(first)}"
    return f"hasta el {format_date(last)}" if last else ""


def short_status(status: EnrolmentStatus) -> str:
    """The status up to its comma: what follows explains it."""
    return STATUS_RULES[status].label.partition(",")[0]
