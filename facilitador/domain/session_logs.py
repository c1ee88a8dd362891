"""What a log holds and lacks (6.4.7–6.4.10), how it is cleaned, and how its amendments are read.

The essential of the night is enough to close it in short; what it lacks is then to be completed within the week.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.groups import Missing
from facilitador.domain.named_men import NamedMan, NumberedMan, named_men
from facilitador.domain.sessions import (
    FACILITATORS_AT_SESSION,
    AreaReached,
    Avoided,
    Incident,
    IncidentKind,
    LogStatus,
    LogText,
    Reached,
    Session,
    SessionLog,
)
from facilitador.domain.topics import Area, Curriculum
from facilitador.errors import UserFacingError

SUMMARY_LIMIT: Final = 1000
NARRATIVE_LIMIT: Final = 8000
HEADING_LIMIT: Final = 2000
ANSWER_LIMIT: Final = 1000
AREA_NOTE_LIMIT: Final = 1000
LINE_LIMIT: Final = 200
INCIDENT_LIMIT: Final = 4000
FOLLOW_UP_LIMIT: Final = 1000
NOTE_LIMIT: Final = 4000
MOST_MATERIALS: Final = 20

INCIDENT_LABELS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.VIOLENCE_TO_FACILITATOR: "Violencia contra alguien del equipo",
    IncidentKind.VIOLENCE_TO_PARTICIPANT: "Violencia contra un participante",
    IncidentKind.VIOLENCE_TO_OTHER: "Violencia contra otra persona del servicio",
    IncidentKind.THREAT: "Amenaza, o alguien en riesgo",
    IncidentKind.NON_COOPERATION: "No participa de forma cooperativa",
    IncidentKind.HEALTH_EMERGENCY: "Emergencia de salud",
    IncidentKind.VENUE: "Problema con el local",
    IncidentKind.OTHER: "Otro",
}

REACHED_LABELS: Final[Mapping[Reached, str]] = {
    Reached.YES: "Sí",
    Reached.PARTLY: "En parte",
    Reached.NO: "No",
}

STATUS_LABELS: Final[Mapping[LogStatus, str]] = {
    LogStatus.EMPTY: "Sin bitácora",
    LogStatus.SHORT: "Por completar",
    LogStatus.CLOSED: "Cerrada",
}


class LogPart(StrEnum):
    """A part of the log, as what is missing and what was amended name it; a heading stands as `headings.<code>`.

    The last five are the tables of the book that are locked with a log.
    """

    SUMMARY = "summary"
    ALERT = "alert"
    TECHNIQUE = "technique"
    OWN_TECHNIQUE = "own_technique"
    NARRATIVE = "narrative"
    AVOIDED = "avoided"
    NOTHING_AVOIDED = "nothing_avoided"
    MATERIALS = "materials"
    FEW_FACILITATORS_REASON = "few_facilitators_reason"
    TOPICS = "session_topics"
    AREAS = "session_areas"
    FACILITATORS = "session_facilitators"
    MARKS = "attendance_marks"
    NOTES = "session_notes"


PART_LABELS: Final[Mapping[LogPart, str]] = {
    LogPart.SUMMARY: "En tres líneas",
    LogPart.ALERT: "Algo que atender",
    LogPart.TECHNIQUE: "Técnicas",
    LogPart.OWN_TECHNIQUE: "Otra técnica",
    LogPart.NARRATIVE: "Relato de la sesión",
    LogPart.AVOIDED: "Lo que se evita y surgió",
    LogPart.NOTHING_AVOIDED: "Nada de lo que se evita surgió",
    LogPart.MATERIALS: "Materiales entregados",
    LogPart.FEW_FACILITATORS_REASON: "Por qué hubo menos de dos facilitadores",
    LogPart.TOPICS: "Temas trabajados",
    LogPart.AREAS: "Objetivos por ámbito",
    LogPart.FACILITATORS: "Facilitaron la sesión",
    LogPart.MARKS: "Asistencia",
    LogPart.NOTES: "Nota para un participante",
}

HEADING: Final = "headings."
"""What stands before the code of a heading in the name of its part and of its field."""


@dataclass(frozen=True, slots=True)
class LogGap:
    """Something the log lacks: the field of the form that mends it, and what to say, with its numeral."""

    field: str
    missing: Missing


@dataclass(frozen=True, slots=True)
class LogMan:
    """A man of the group beside a log: his number in it (None: not expected that day), his name and his mark."""

    number: int | None
    enrolment_id: UUID
    participant_id: UUID
    full_name: str
    mark: AttendanceMark | None

    @property
    def expected(self) -> bool:
        """True if he counted in the group on that day."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class PreviousSession:
    """The session held before this one, as it stands beside the log being written."""

    id: UUID
    number: int | None
    day: date
    topic_ids: tuple[str, ...]
    text: LogText


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What is still to be followed up in the group, and the day of the session at which it happened."""

    incident: Incident
    day: date


@dataclass(frozen=True, slots=True)
class LogPage:
    """A log with all that is needed to write and to read it.

    `topics`: names by id. `people`: everybody of the team by id, `leaders` those who lead the group. `proposed`:
    techniques that the planned topics suggest. `gaps`: what it lacks. `named`: words that seem to name a man.
    """

    log: SessionLog
    group_name: str
    men: tuple[LogMan, ...]
    leaders: tuple[UUID, ...]
    people: Mapping[UUID, str]
    topics: Mapping[str, str]
    proposed: tuple[str, ...]
    previous: PreviousSession | None
    open_incidents: tuple[OpenIncident, ...]
    gaps: tuple[LogGap, ...]
    named: tuple[NamedMan, ...]

    @property
    def session(self) -> Session:
        """The session it is about."""
        return self.log.session

    @property
    def unrecorded(self) -> int:
        """How many of the men expected are *sin registrar*."""
        return sum(man.expected and man.mark is None for man in self.men)


@dataclass(frozen=True, slots=True)
class StintNote:
    """A note for one man, with the session at which it was written; it stands on his record."""

    session_id: UUID
    group_name: str
    number: int | None
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class LogContent:
    """What is written in a log and what its completeness hangs on."""

    text: LogText
    topic_ids: tuple[str, ...]
    areas: tuple[AreaReached, ...]
    facilitators: int
    unrecorded: int
    incidents: int


# -- what it lacks ----------------------------------------------------------------------------------------------------


def gaps(log: LogContent, curriculum: Curriculum) -> tuple[LogGap, ...]:
    """What a complete log has and this one lacks, in the order of the form."""
    return (*_of_the_night(log), *_of_the_work(log, curriculum), *_of_what_was_said(log, curriculum))


def _of_the_night(log: LogContent) -> Iterable[LogGap]:
    if log.unrecorded:
        yield LogGap("attendance", Missing("log_lacks_marks", "6.4.8", {"count": log.unrecorded}))
    if not log.topic_ids:
        yield LogGap("topic_ids", Missing("log_lacks_topic", "6.4.8", {}))
    if not log.text.summary:
        yield LogGap("summary", Missing("log_lacks_summary", "6.4.10", {}))
    if log.text.alert and not log.incidents:
        yield LogGap("incidents", Missing("log_lacks_incident", "6.7.1", {}))
    if not log.facilitators:
        yield LogGap("facilitator_ids", Missing("log_lacks_facilitators", "6.2.1", {}))
    elif log.facilitators < FACILITATORS_AT_SESSION and not log.text.few_facilitators_reason:
        yield LogGap("few_facilitators_reason", Missing("log_lacks_few_reason", "6.2.1", {}))


def _of_the_work(log: LogContent, curriculum: Curriculum) -> Iterable[LogGap]:
    told = {area.area for area in log.areas}
    for area in Area:
        if area not in told:
            named: dict[str, object] = {"area": curriculum.areas.text(area)}
            yield LogGap(f"areas.{area}", Missing("log_lacks_area", "6.4.9", named))
    if not log.text.technique and not log.text.own_technique:
        yield LogGap("technique", Missing("log_lacks_technique", "6.4.7", {}))


def _of_what_was_said(log: LogContent, curriculum: Curriculum) -> Iterable[LogGap]:
    for letter in dict.fromkeys(item.group for item in curriculum.log_headings.items):
        items = [item for item in curriculum.log_headings.items if item.group == letter]
        if not any(log.text.headings.get(item.code) for item in items):
            named: dict[str, object] = {"headings": ", ".join(item.text for item in items)}
            yield LogGap(f"{HEADING}{items[0].code}", Missing("log_lacks_heading", f"6.4.10 {letter}", named))
    if not log.text.avoided and not log.text.nothing_avoided:
        yield LogGap("avoided", Missing("log_lacks_avoided", "6.4.10 c", {}))
    for one in log.text.avoided:
        if not one.answer:
            about: dict[str, object] = {"avoided": curriculum.avoidances.text(one.code)}
            yield LogGap(f"answers.{one.code}", Missing("log_lacks_answer", "6.4.10 c", about))


def check_close(session: Session, lacking: Sequence[LogGap], reason: str) -> None:
    """Refuse to close a log that was not begun, or that lacks something and no reason says why."""
    if session.log_status is LogStatus.EMPTY:
        raise UserFacingError("log_not_begun", field="session_id")
    if session.log_status is LogStatus.CLOSED:
        raise UserFacingError("log_closed", field="session_id")
    if lacking and not reason:
        raise UserFacingError("log_lacks", field="reason", count=len(lacking))


# -- what may stand in it ---------------------------------------------------------------------------------------------


def cleaned_text(checks: Checks, text: LogText, curriculum: Curriculum) -> LogText:
    """The words of a log fit to keep; every problem goes to `checks`, named by the field of the form."""
    for code in text.technique:
        checks.known("technique", code, curriculum.techniques.codes, required=True)
    checks.need("materials", len(text.materials) <= MOST_MATERIALS, "too_many_lines", maximum=MOST_MATERIALS)
    checks.need("avoided", not (text.avoided and text.nothing_avoided), "avoided_and_nothing")
    materials = (checks.line("materials", line, LINE_LIMIT) for line in text.materials[:MOST_MATERIALS])
    return replace(
        text,
        summary=checks.text("summary", text.summary, SUMMARY_LIMIT),
        technique=tuple(dict.fromkeys(text.technique)),
        own_technique=checks.line("own_technique", text.own_technique, LINE_LIMIT),
        narrative=checks.text("narrative", text.narrative, NARRATIVE_LIMIT),
        headings=_headings(checks, text.headings, curriculum.log_headings.codes),
        avoided=tuple(_avoided(checks, text.avoided, curriculum.avoidances.codes)),
        materials=tuple(line for line in materials if line),
        few_facilitators_reason=checks.text("few_facilitators_reason", text.few_facilitators_reason, REASON_LIMIT),
    )


def _headings(checks: Checks, given: Mapping[str, str], codes: Collection[str]) -> dict[str, str]:
    cleaned: dict[str, str] = {}
    for code, text in given.items():
        field = f"{HEADING}{code}"
        checks.known(field, code, codes, required=True)
        if words := checks.text(field, text, HEADING_LIMIT):
            cleaned[code] = words
    return cleaned


def _avoided(checks: Checks, given: Iterable[Avoided], codes: Collection[str]) -> Iterable[Avoided]:
    for one in given:
        checks.known("avoided", one.code, codes, required=True)
        yield Avoided(one.code, checks.text(f"answers.{one.code}", one.answer, ANSWER_LIMIT))


def shared_texts(text: LogText, areas: Iterable[AreaReached] = ()) -> dict[str, str]:
    """What of a log others read, by the field of the form: here men are numbers (6.4.5)."""
    written = {
        "summary": text.summary,
        **{f"notes.{area.area}": area.note for area in areas},
        "own_technique": text.own_technique,
        "narrative": text.narrative,
        **{f"{HEADING}{code}": words for code, words in text.headings.items()},
        **{f"answers.{one.code}": one.answer for one in text.avoided},
        "few_facilitators_reason": text.few_facilitators_reason,
    }
    return {field: words for field, words in written.items() if words}


def named_in(texts: Iterable[str], men: Iterable[LogMan]) -> tuple[NamedMan, ...]:
    """The words of these texts that seem to name a man of the group, each once."""
    return named_men(texts, [NumberedMan(man.number, man.full_name) for man in men])


# -- what was amended -------------------------------------------------------------------------------------------------


def text_changes(before: LogText, after: LogText) -> list[tuple[str, object, object]]:
    """Each part of the words of a log that differs: its name, what stood there, what stands there now."""
    changed: list[tuple[str, object, object]] = []
    for name in (field.name for field in fields(LogText)):
        if name in ("headings", "numbers"):
            continue
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changed.append((name, old, new))
    for code in dict.fromkeys([*before.headings, *after.headings]):
        old, new = before.headings.get(code, ""), after.headings.get(code, "")
        if old != new:
            changed.append((f"{HEADING}{code}", old, new))
    return changed
