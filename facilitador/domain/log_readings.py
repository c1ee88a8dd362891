"""A log as it is read, on screen and on paper: each part under its heading, with what stood there before an amendment.

Men are numbers here; notes for one man are counted and never shown, for they stand on his record only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.dates import format_date
from facilitador.domain.session_logs import (
    HEADING,
    INCIDENT_LABELS,
    PART_LABELS,
    REACHED_LABELS,
    LogMan,
    LogPage,
    LogPart,
)
from facilitador.domain.sessions import Amendment, Incident, Reached
from facilitador.domain.topics import Area, Curriculum

YES: Final = "Sí"
NO: Final = "No"
NOTHING_CAME_UP: Final = "Nada de esto surgió."


@dataclass(frozen=True, slots=True)
class Version:
    """What stood in a part before an amendment, and that amendment: its number, why, when (UTC), by whom."""

    before: str
    number: int
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One part of a log: `part` names it (`LogPart`, or `headings.<code>`), `text` is empty where nothing stands.

    `history`: what stood there before, the first text first.
    """

    part: str
    label: str
    text: str
    history: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class LogSection:
    """Parts of a log under one title."""

    title: str
    lines: tuple[LogLine, ...]


def log_sections(page: LogPage, curriculum: Curriculum) -> tuple[LogSection, ...]:
    """The whole log in the order of its form."""
    reader = _Reader(page, curriculum)
    parts = LogPart
    return (
        LogSection("Lo esencial", reader.lines(parts.MARKS, parts.TOPICS, parts.SUMMARY, parts.ALERT)),
        LogSection("Quiénes facilitaron", reader.lines(parts.FACILITATORS, parts.FEW_FACILITATORS_REASON)),
        LogSection("¿Se alcanzaron los objetivos? (6.4.9)", reader.lines(parts.AREAS)),
        LogSection("Cómo se trabajó (6.4.7)", reader.lines(parts.TECHNIQUE, parts.OWN_TECHNIQUE, parts.NARRATIVE)),
        LogSection("Qué se trabajó con el grupo (6.4.10 a, b, d)", reader.headings()),
        LogSection("Lo que se evita (6.4.10 c)", reader.lines(parts.AVOIDED, parts.NOTHING_AVOIDED)),
        LogSection("Materiales y notas", reader.lines(parts.MATERIALS, parts.NOTES)),
    )


def incident_text(incident: Incident, men: Iterable[LogMan]) -> str:
    """An incident in words: what happened, about whom (by number), measures, what follows and until when."""
    number = next((man.number for man in men if man.enrolment_id == incident.enrolment_id), None)
    about = f" (participante {number})" if number is not None else ""
    told = [f"{INCIDENT_LABELS[incident.kind]}{about}. {incident.what}"]
    if incident.measures:
        told.append(f"Medidas: {incident.measures}")
    if incident.follow_up:
        by = f", hasta el {format_date(incident.follow_up_by)}" if incident.follow_up_by else ""
        told.append(f"Seguimiento{by}: {incident.follow_up}")
    if incident.settled_on:
        told.append(f"Seguimiento terminado el {format_date(incident.settled_on)}.")
    return "\n".join(told)


def attendance_text(men: Sequence[LogMan]) -> str:
    """The attendance by number: `Asistió: 1, 2, 5. Sin registrar: 3.`"""
    told: list[str] = []
    for mark in (*AttendanceMark, None):
        numbers = [str(man.number) for man in men if man.expected and man.mark is mark]
        if numbers:
            told.append(f"{MARK_LABELS[mark]}: {', '.join(numbers)}.")
    return " ".join(told)


class _Reader:
    """Puts the parts of one log into words."""

    def __init__(self, page: LogPage, curriculum: Curriculum) -> None:
        self._page, self._curriculum = page, curriculum
        self._numbers = {man.enrolment_id: man.number for man in page.men}

    def lines(self, *parts: LogPart) -> tuple[LogLine, ...]:
        """Those parts; one that may be left out is left out where nothing ever stood."""
        made = (LogLine(part, PART_LABELS[part], self._text(part), self._history(part)) for part in parts)
        optional = {LogPart.OWN_TECHNIQUE, LogPart.NOTHING_AVOIDED, LogPart.FEW_FACILITATORS_REASON, LogPart.NOTES}
        return tuple(line for line in made if line.text or line.history or line.part not in optional)

    def headings(self) -> tuple[LogLine, ...]:
        """What was worked of 6.4.10 a, b and d, under the headings of the list."""
        given = self._page.log.text.headings
        return tuple(
            LogLine(
                f"{HEADING}{item.code}", item.text, given.get(item.code, ""), self._history(f"{HEADING}{item.code}")
            )
            for item in self._curriculum.log_headings.items
        )

    def _text(self, part: LogPart) -> str:
        log, text = self._page.log, self._page.log.text
        values: dict[LogPart, Any] = {
            LogPart.TOPICS: log.session.worked_topics,
            LogPart.AREAS: [{"area": one.area, "reached": one.reached, "note": one.note} for one in log.areas],
            LogPart.FACILITATORS: log.facilitator_ids,
            LogPart.AVOIDED: [{"code": one.code, "answer": one.answer} for one in text.avoided],
        }
        if part is LogPart.MARKS:
            return attendance_text(self._page.men)
        if part is LogPart.NOTES:
            return f"{len(log.notes)}, en la ficha de cada uno." if log.notes else ""
        if part is LogPart.AVOIDED and text.nothing_avoided:
            return NOTHING_CAME_UP
        if part is LogPart.NOTHING_AVOIDED:
            return ""  # said with what came up; it stands apart only where it was amended
        if part is LogPart.ALERT:
            return (YES if text.alert else NO) if text.summary else ""
        return self._shown(part, values[part] if part in values else getattr(text, part))

    def _history(self, part: str) -> tuple[Version, ...]:
        return tuple(
            Version(self._before(one), one.number, one.reason, one.at, self._page.people.get(one.by, ""))
            for one in self._page.log.amendments
            if one.part == part
        )

    def _before(self, one: Amendment) -> str:
        if one.part == LogPart.MARKS:
            mark = AttendanceMark(str(one.before)) if one.before else None
            return f"{self._number(one.subject_id)}: {MARK_LABELS[mark]}"
        if one.part == LogPart.NOTES:
            return f"la nota del {self._number(one.subject_id)}"
        if one.part.startswith(HEADING):
            return str(one.before)
        return self._shown(LogPart(one.part), one.before)

    def _number(self, stint: UUID | None) -> str:
        number = self._numbers.get(stint) if stint is not None else None
        return str(number) if number is not None else "participante sin número"

    def _shown(self, part: LogPart, value: Any) -> str:
        if isinstance(value, bool):
            return YES if value else NO
        if part is LogPart.TOPICS:
            return ", ".join(self._page.topics.get(key, key) for key in value)
        if part is LogPart.TECHNIQUE:
            return ", ".join(self._curriculum.techniques.text(code) for code in value)
        if part is LogPart.FACILITATORS:
            return "; ".join(self._page.people.get(UUID(str(key)), "") for key in value)
        if part is LogPart.AREAS:
            return "\n".join(self._area(one) for one in sorted(value, key=lambda one: list(Area).index(one["area"])))
        if part is LogPart.AVOIDED:
            return "\n".join(f"{self._curriculum.avoidances.text(one['code'])}. {one['answer']}" for one in value)
        if part is LogPart.MATERIALS:
            return "\n".join(value)
        return str(value)

    def _area(self, one: dict[str, str]) -> str:
        told = f"{self._curriculum.areas.text(one['area'])}: {REACHED_LABELS[Reached(one['reached'])].lower()}"
        return f"{told}. {one['note']}" if one["note"] else f"{told}."
