"""The audit as the supervisor reads it: lines with names, kinds of action, and what she looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from facilitador.domain.trail_words import ACTIONS, told


class TrailKind(StrEnum):
    """What an action has to do with, as one looks for it."""

    OPENINGS = "openings"
    VIEWS = "views"
    CHANGES = "changes"
    PRINTS = "prints"
    TAKEN_OUT = "taken_out"
    BROUGHT_IN = "brought_in"
    PEOPLE = "people"
    RESERVED = "reserved"
    COPIES = "copies"


KIND_LABELS: Final[Mapping[TrailKind, str]] = {
    TrailKind.OPENINGS: "Aperturas y cierres",
    TrailKind.VIEWS: "Fichas vistas",
    TrailKind.CHANGES: "Cambios",
    TrailKind.PRINTS: "Impresiones",
    TrailKind.TAKEN_OUT: "Datos que salieron",
    TrailKind.BROUGHT_IN: "Listas que entraron",
    TrailKind.PEOPLE: "Accesos y claves",
    TrailKind.RESERVED: "Datos reservados",
    TrailKind.COPIES: "Copias de respaldo",
}

_OF_KIND: Final[Mapping[TrailKind, frozenset[str]]] = {
    TrailKind.OPENINGS: frozenset({"Open", "OpenWithRecoveryCode", "Lock", "Close", "FailedOpenings", "ClockWentBack"}),
    TrailKind.VIEWS: frozenset({"View"}),
    TrailKind.PRINTS: frozenset({"Print", "PrintSheets"}),
    TrailKind.TAKEN_OUT: frozenset({"Export"}),
    TrailKind.BROUGHT_IN: frozenset({"ImportRoster", "UndoRosterImport", "ImportDirectory"}),
    TrailKind.PEOPLE: frozenset(
        {
            "AddPersonWithAccess",
            "ChangePassphrase",
            "ChangeRole",
            "ConfirmRecoveryCodeKept",
            "EndAccess",
            "GiveAccess",
            "GiveTemporaryPassphrase",
            "PutOffSecondAccess",
            "RenewRecoveryCode",
            "ReviewAccess",
        }
    ),
    TrailKind.RESERVED: frozenset(
        {
            "ChangeContact",
            "ContactsNotOpened",
            "CountersignOpening",
            "OpenContacts",
            "RecordContact",
            "WithdrawContact",
        }
    ),
    TrailKind.COPIES: frozenset({"ChooseBackupPlaces", "CopyToSecondPlace", "RehearseRestore", "RestoreBook"}),
}
_KIND_OF: Final = {name: kind for kind, names in _OF_KIND.items() for name in names}


def kind_of(action: str) -> TrailKind:
    """What an action has to do with; what is not named otherwise is a change."""
    return _KIND_OF.get(action, TrailKind.CHANGES)


def actions_of(kind: TrailKind | None) -> tuple[str, ...]:
    """The names under which the audit has that kind; of every kind, without one."""
    return tuple(name for name in ACTIONS if kind is None or kind_of(name) is kind)


class SubjectKind(StrEnum):
    """What an entry is about."""

    PARTICIPANT = "participant"
    GROUP = "group"
    SESSION = "session"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what an entry is about, by name: the man whose row was changed, not the row."""

    kind: SubjectKind
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry: who did what, when (UTC); `subject` None where it is about nobody in particular or not known any more.

    `name` is how the audit has the action, for programs.
    """

    number: int
    at: datetime
    person_id: UUID
    person: str
    name: str
    kind: TrailKind
    details: Mapping[str, Any]
    subject_id: UUID | None
    subject: Subject | None

    @property
    def done(self) -> str:
        """What was done, in words."""
        return told(self.name, self.details)

    @property
    def about(self) -> str:
        """The name of whom or what it is about, or nothing."""
        return self.subject.name if self.subject is not None else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for; None leaves a side open. `until` is not included; both carry a zone."""

    since: datetime | None = None
    until: datetime | None = None
    person_id: UUID | None = None
    kind: TrailKind | None = None
    participant_id: UUID | None = None


def day_bounds(day: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """The beginning of a day and of the next in a zone; None: that of the machine."""
    begins = datetime.combine(day, time.min, zone)
    ends = datetime.combine(day + timedelta(days=1), time.min, zone)
    return (begins, ends) if zone is not None else (begins.astimezone(), ends.astimezone())
