"""Sessions of a group: planned, held or cancelled, and the log (bitácora) of each (6.4.4–6.4.11).

Everything here is frozen data; what may follow what is in `check_*`. Days and hours are the local ones of the venue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.session_plans import SessionState
from facilitador.errors import UserFacingError

DAYS_TO_COMPLETE: Final = 7
"""A log closed in short on the night of the session is to be completed within this many days."""

FACILITATORS_AT_SESSION: Final = 2
"""Fewer than two facilitators at a session ask for a reason (6.2.1, 6.3.1)."""


class LogStatus(StrEnum):
    """How far the log of a session is: nothing yet, the essential of that night, closed and locked."""

    EMPTY = "empty"
    SHORT = "short"
    CLOSED = "closed"


class SessionStep(StrEnum):
    """A step in the life of a session that its history keeps."""

    PLANNED = "planned"
    EXTRA = "extra"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    HELD = "held"
    CLOSED = "closed"


class Reached(StrEnum):
    """How far the objectives of an area were reached (6.4.9)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class IncidentKind(StrEnum):
    """What happened, in the words of 6.7.1 where it names it."""

    VIOLENCE_TO_FACILITATOR = "violence_to_facilitator"
    VIOLENCE_TO_PARTICIPANT = "violence_to_participant"
    VIOLENCE_TO_OTHER = "violence_to_other"
    THREAT = "threat"
    NON_COOPERATION = "non_cooperation"
    HEALTH_EMERGENCY = "health_emergency"
    VENUE = "venue"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SessionTopic:
    """A topic of a session: planned for it, worked in it, or both. `topic_id`: of the curriculum or an own one."""

    topic_id: str
    planned: bool
    worked: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a group. `number` counts the sessions not cancelled, 1 from the first; None for a cancelled one.

    `minutes` 30–240. `phase`: of the programme, empty where the service has none.
    `extra`: it was added to the plan. `amendments`: how often the closed log was amended.
    """

    id: UUID
    group_id: UUID
    number: int | None
    day: date
    starts_at: time
    minutes: int
    venue_id: UUID | None
    title: str
    state: SessionState
    phase: str
    extra: bool
    log_status: LogStatus
    short_closed_at: datetime | None
    closed_at: datetime | None
    closed_by: UUID | None
    amendments: int
    curriculum_edition: str
    topics: tuple[SessionTopic, ...]
    revision: int

    @property
    def starts(self) -> datetime:
        """Day and hour together, local time."""
        return datetime.combine(self.day, self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When it ends, local time."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def planned_topics(self) -> tuple[str, ...]:
        """The topics planned for it, in order."""
        return tuple(topic.topic_id for topic in self.topics if topic.planned)

    @property
    def worked_topics(self) -> tuple[str, ...]:
        """The topics that were worked in it, in order."""
        return tuple(topic.topic_id for topic in self.topics if topic.worked)


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """One step in the life of a session: `reason_code` a `ChangeReason` or empty, and when it was to be before."""

    step: SessionStep
    reason_code: str
    reason: str
    before_day: date | None
    before_hour: time | None
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class AreaReached:
    """How far the objectives of one of the three areas were reached, and what is to be said of it (6.4.9)."""

    area: str
    reached: Reached
    note: str


@dataclass(frozen=True, slots=True)
class Avoided:
    """Something of 6.4.10 c that came up (`code` of the shared list) and what the team answered."""

    code: str
    answer: str


@dataclass(frozen=True, slots=True)
class LogText:
    """The part of the log that is written in words, in text shared with the group: men by number, never by name.

    `summary`: the three lines of the night. `technique` ids of the catalogue (6.4.7), `own_technique` in own words.
    `headings`: what was worked of 6.4.10 a, b and d, by the code of the heading. `avoided`: what came up of 6.4.10 c;
    `nothing_avoided` says that nothing did. `materials`: what was handed out. `numbers`: the stints by which the men
    of this log are counted, from 1; kept with it, so that a name mended later turns no number into another man.
    """

    summary: str = ""
    alert: bool = False
    technique: tuple[str, ...] = ()
    own_technique: str = ""
    narrative: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    avoided: tuple[Avoided, ...] = ()
    nothing_avoided: bool = False
    materials: tuple[str, ...] = ()
    few_facilitators_reason: str = ""
    numbers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened at a session, the measures taken, and what is to be followed up until when."""

    id: UUID
    session_id: UUID
    enrolment_id: UUID | None
    kind: IncidentKind
    what: str
    measures: str
    follow_up: str
    follow_up_by: date | None
    settled_on: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class ManNote:
    """A note for one man: it stands on his record only, never in the shared log."""

    id: UUID
    session_id: UUID
    enrolment_id: UUID
    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a closed log: which part, what stood there and what stands there now, why, who, when (UTC)."""

    number: int
    part: str
    subject_id: UUID | None
    before: object
    after: object
    reason: str
    at: datetime
    by: UUID


@dataclass(frozen=True, slots=True)
class SessionLog:
    """Everything written about one session."""

    session: Session
    text: LogText
    areas: tuple[AreaReached, ...]
    facilitator_ids: tuple[UUID, ...]
    incidents: tuple[Incident, ...]
    notes: tuple[ManNote, ...]
    amendments: tuple[Amendment, ...]
    events: tuple[SessionEvent, ...]

    @property
    def complete_by(self) -> date | None:
        """The day by which a log closed in short is to be completed; None for any other."""
        closed = self.session.short_closed_at
        if self.session.log_status is not LogStatus.SHORT or closed is None:
            return None
        return log_due_by(self.session.day)


def log_due_by(day: date) -> date:
    """The last day on which the log of a session of that day is completed in time."""
    return day + timedelta(days=DAYS_TO_COMPLETE)


def check_open(session: Session) -> None:
    """Refuse to change a log that is closed: it can only be amended."""
    if session.log_status is LogStatus.CLOSED:
        raise UserFacingError("log_closed", field="session_id")


def check_planned(session: Session) -> None:
    """Refuse to move, cancel or replan what was held or cancelled already."""
    if session.state is not SessionState.PLANNED:
        raise UserFacingError("session_not_planned", field="session_id")


def check_held(session: Session) -> None:
    """Refuse what only a session that was held can have."""
    if session.state is not SessionState.HELD:
        raise UserFacingError("session_not_held", field="session_id")
