"""What is said of a group's progress, the same on screen and in the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from facilitador.domain.applications import PURPOSE_LABELS
from facilitador.domain.calls import RESULT_LABELS
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from facilitador.domain.group_numbers import NOTHING_HELD
from facilitador.domain.group_progress import GroupProgress, GroupRanges, Range, SessionCount
from facilitador.domain.indicators import Amount, amount_words, whole_percent
from facilitador.domain.session_logs import INCIDENT_LABELS

NO_CALL: Final = "sin llamada anotada"
TOO_FEW: Final = (
    "Todavía no hay otros tres grupos con suficientes registros en el último año: no se muestra al grupo junto a otros."
)


def parts_words(
    progress: GroupProgress, ranges: GroupRanges, *, named: bool = True
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every part under its title, for paper and command line; `named`: with the names of who leads it."""
    return (
        ("Asistencia", (attendance_words(progress), *ranges_words(ranges))),
        ("Temas", topics_words(progress)),
        ("Preguntas", answers_words(progress)),
        ("Lo que ocurrió", incidents_words(progress)),
        ("Quiénes ya no vienen", leaving_words(progress)),
        ("Lista de espera", (waiting_words(progress),)),
        ("Equipo y local", team_words(progress, named=named)),
    )


def came_words(one: SessionCount) -> str:
    """`12 de 14`, of those whose mark is recorded; a dash where nobody's is."""
    return f"{one.attended} de {one.marked}" if one.marked else NOTHING_HELD


def attendance_words(progress: GroupProgress) -> str:
    """`14 de 25 (56 %) de los registros, en 5 sesiones realizadas de 16.`"""
    came = Amount(sum(one.attended for one in progress.sessions), sum(one.marked for one in progress.sessions))
    held, planned = len(progress.sessions), len(progress.numbers.sessions)
    sessions = f"{held} de {planned} sesiones realizadas." if planned else "Todavía sin sesiones en el plan."
    return f"Asistencias: {amount_words(came)} de las registradas. {sessions}" if came.of else sessions


def topics_words(progress: GroupProgress) -> tuple[str, ...]:
    """How many of the thirteen were worked, and which were not yet."""
    whole = sum(topic.mandated for topic in progress.numbers.topics)
    told = [f"Se trabajaron {progress.worked} de los {whole} temas."]
    told += [f"Faltan: {'; '.join(topic.whole for topic in progress.not_worked)}."] if progress.not_worked else []
    return tuple(told)


def answers_words(progress: GroupProgress) -> tuple[str, ...]:
    """Who answered what, as counts; never what."""
    return tuple(
        f"{one.name}, {PURPOSE_LABELS[one.purpose].lower()}: {_men(one.men)}." for one in progress.answers or ()
    )


def incidents_words(progress: GroupProgress) -> tuple[str, ...]:
    """What happened, by kind, and how much of it is still to be followed up."""
    told = [f"{INCIDENT_LABELS[kind]}: {count}." for kind, count in progress.incidents]
    told += [f"Seguimientos abiertos: {progress.open_follow_ups}."] if progress.open_follow_ups else []
    return tuple(told)


def leaving_words(progress: GroupProgress) -> tuple[str, ...]:
    """Who is there no more, by how the stay ended; of who stopped coming, by what the last call told."""
    told = []
    for one in progress.leaving:
        call = ""
        if one.status is EnrolmentStatus.STOPPED:
            said = RESULT_LABELS[one.last_call] if one.last_call is not None else NO_CALL
            call = f" ({said[:1].lower()}{said[1:]})"
        told.append(f"{STATUS_RULES[one.status].label}{call}: {one.count}.")
    if progress.missed_last_two:
        told.append(f"Siguen en el grupo y faltaron a las dos últimas sesiones: {progress.missed_last_two}.")
    return tuple(told)


def waiting_words(progress: GroupProgress) -> str:
    """How many wait, and since when the first of them does."""
    waiting = progress.details.waiting
    if not waiting:
        return "Nadie espera un lugar."
    since = f", desde el {format_date(progress.waits_since)}" if progress.waits_since is not None else ""
    return f"1 persona espera un lugar{since}." if waiting == 1 else f"{waiting} personas esperan un lugar{since}."


def team_words(progress: GroupProgress, *, named: bool = True) -> tuple[str, ...]:
    """Who leads it where names are wanted, how often two were there (6.3.1), and where it meets."""
    details = progress.details
    names = "; ".join(person.full_name for person in details.facilitators) or "Sin nombrar."
    told = [f"Facilitan: {names}"] if named else []
    if progress.sessions:
        told.append(f"Con dos personas del equipo o más: {progress.led_by_two} de {len(progress.sessions)} sesiones.")
    return (*told, f"Local: {details.venue.name if details.venue else 'sin elegir'}")


def ranges_words(ranges: GroupRanges) -> tuple[str, ...]:
    """The group beside the others, one line a measure, without naming or placing any of them."""
    if ranges.attendance is None or ranges.per_session is None or ranges.stopped is None:
        return (TOO_FEW,)
    own = ranges.own
    came = Amount(own.attended, own.marked) if own is not None else Amount(0, 0)
    each = f"{_figure(own.attended / own.held)}" if own is not None else "—"
    stopped = str(own.stopped) if own is not None else "—"
    return (
        f"Junto a otros {ranges.others} grupos del servicio que se reunieron en el último año:",
        f"Asistencia en ese año: {amount_words(came)}. {_between(ranges.attendance, _share)}",
        f"Participantes por sesión en ese año: {each}. {_between(ranges.per_session, _figure)}",
        f"Dejaron de asistir, desde que empezó cada grupo: {stopped}. {_between(ranges.stopped, _figure)}",
    )


def _between(found: Range, told: Callable[[float], str]) -> str:
    return f"Los otros, de {told(found.lowest)} a {told(found.highest)}; el del medio, {told(found.middle)}."


def _share(value: float) -> str:
    return f"{whole_percent(value)} %"


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _men(count: int) -> str:
    return "1 participante" if count == 1 else f"{count} participantes"
