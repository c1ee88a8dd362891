"""The page of tonight: who is expected and what each lacks, who gave notice, what the team has open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.dates import format_date
from facilitador.domain.missed_sessions import MissedSession
from facilitador.domain.sessions import Session
from facilitador.domain.text import as_sentence


class MatterKind(StrEnum):
    """What the team of a group has open, the most pressing first."""

    DOOR_REFUSAL = "door_refusal"
    INCIDENT = "incident"
    LOG = "log"
    NEWCOMER = "newcomer"


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One thing that is open. `day`: since when, or by when for an incident to follow up and a log to complete.

    `about`: the man's name, where it is about one. `text`: what to follow up. `session_id`: where it is settled; for a
    newcomer it is his record, `participant_id`. `count` newcomers in one line are completed from their `group_id`.
    """

    kind: MatterKind
    day: date
    text: str = ""
    about: str = ""
    session_id: UUID | None = None
    participant_id: UUID | None = None
    group_id: UUID | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class ExpectedMan:
    """A man who is expected, and what he missed so far."""

    line: AttendanceLine
    to_make_up: tuple[MissedSession, ...]


@dataclass(frozen=True, slots=True)
class Tonight:
    """A session as the team needs it before the door opens; `topics` are the names of `topic_ids`."""

    session: Session
    group_name: str
    venue_name: str
    topic_ids: tuple[str, ...]
    topics: tuple[str, ...]
    men: tuple[ExpectedMan, ...]
    matters: tuple[OpenMatter, ...]

    @property
    def announced(self) -> tuple[ExpectedMan, ...]:
        """Who gave notice that he will not come."""
        return tuple(man for man in self.men if man.line.announced is not None)


def matter_line(matter: OpenMatter) -> str:
    """One open thing in a line."""
    day = format_date(matter.day)
    if matter.kind is MatterKind.DOOR_REFUSAL:
        return f"{matter.about} no ingresó el {day}: falta saber, o anotar, si alguien corre riesgo en su casa."
    if matter.kind is MatterKind.INCIDENT:
        about = f" ({matter.about})" if matter.about else ""
        return f"Seguimiento hasta el {day}{about}: {matter.text}"
    if matter.kind is MatterKind.LOG:
        return f"Una bitácora por completar hasta el {day}."
    if matter.count > 1:
        return f"{matter.count} participantes tienen solo su nombre: falta completar sus fichas."
    return f"{matter.about} llegó el {day}: falta completar su ficha."


def missed_line(missed: Sequence[MissedSession]) -> str:
    """`Sesión 2 (Afecto, emociones y amor), sesión 5`; nothing where nothing was missed."""
    said = []
    for one in missed:
        which = f"sesión {one.number}" if one.number is not None else f"la del {format_date(one.day)}"
        said.append(f"{which} ({'; '.join(one.topics)})" if one.topics else which)
    text = ", ".join(said)
    return as_sentence(text)
