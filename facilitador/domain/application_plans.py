"""Who has not answered what, and when it is due. Every man has his own dates: they follow from the day he came in.

Only the entry is the directive's (6.4.3): before the first session, his first if he came later. The others are ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, TypeAlias
from uuid import UUID

from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from facilitador.domain.instruments import AgeFit, Instrument, InstrumentKind, age_fit

FOLLOW_UP_DAYS: Final = 183
"""Half a year after he completed."""

ASKED: Final = tuple(
    status for status, rule in STATUS_RULES.items() if rule.counts or status is EnrolmentStatus.COMPLETED
)
"""In which a stint is asked anything at all."""

EARLY_DAYS: Final = 183
"""An application before he entered any group serves his entry for so long."""

AHEAD_DAYS: Final = 14
"""From so many days before its day on, an application is due."""


class DueState(StrEnum):
    """How an application that is missing stands."""

    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"


class Made(Protocol):
    """What a plan needs to know of an application."""

    @property
    def id(self) -> UUID: ...
    @property
    def enrolment_id(self) -> UUID | None: ...
    @property
    def instrument_id(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def status(self) -> ApplicationStatus: ...
    @property
    def applied_on(self) -> date: ...


class Standing(Protocol):
    """How a stint stands: all that says what is asked, and when."""

    @property
    def status(self) -> EnrolmentStatus: ...
    @property
    def since(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...


class Stay(Standing, Protocol):
    """What a plan needs to know of a stint."""

    @property
    def id(self) -> UUID: ...
    @property
    def participant_id(self) -> UUID: ...


Finished: TypeAlias = tuple[str, Purpose]
"""What was answered to its end: the id of the instrument, and when it was asked."""


class MadeApplication(NamedTuple):
    """An application without its answers."""

    id: UUID
    enrolment_id: UUID | None
    instrument_id: str
    purpose: Purpose
    status: ApplicationStatus
    applied_on: date


class StayOfMan(NamedTuple):
    """A stint with the man's name and his age in years (None: not known)."""

    id: UUID
    group_id: UUID
    participant_id: UUID
    status: EnrolmentStatus
    since: date
    ended_on: date | None
    full_name: str
    age: int | None


class MenAlike(NamedTuple):
    """So many men of a group who are asked the same and have answered the same.

    Their stints have the same status and days; `age` in years (None: not known) is the same, or past every age at which
    something else would be asked. `finished`: of it only what serves this stay.
    """

    group_id: UUID
    status: EnrolmentStatus
    since: date
    ended_on: date | None
    age: int | None
    finished: Collection[Finished]
    men: int


@dataclass(frozen=True, slots=True)
class Planned:
    """An instrument and when it is asked."""

    instrument: Instrument
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class ManInGroup:
    """A man as his plan sees him: his stint, his age in years (None: not known), the days of his sessions in order."""

    stint: Stay
    full_name: str
    age: int | None
    session_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MissingApplication:
    """What one man has not answered. `due`: the day of the session before which it is asked, None: no day is planned.

    `application_id`: one that was begun and waits to be resumed.
    """

    participant_id: UUID
    enrolment_id: UUID
    full_name: str
    instrument_id: str
    name: str
    purpose: Purpose
    due: date | None
    state: DueState
    application_id: UUID | None
    mandated: bool


def missing_of_man(
    man: ManInGroup,
    planned: Sequence[Planned],
    applications: Iterable[Made],
    kinds: Mapping[str, InstrumentKind],
    last_day: date | None,
    today: date,
) -> tuple[MissingApplication, ...]:
    """What a man has not answered of what is planned for his age, as `planned_for` gives it.

    `applications`: his, of this group and before it. `kinds`: of the instruments by id. `last_day`: of the group, for
    who has no planned session left.
    """
    standing = [one for one in applications if one.status is not ApplicationStatus.VOIDED]
    finished = [(one.instrument_id, one.purpose) for one in standing if one.status is ApplicationStatus.FINISHED]
    missing = []
    for instrument, purpose, due in asked_of(man.stint, man.session_days, planned, last_day):
        if not is_answered(instrument, purpose, finished, kinds):
            begun = next((one.id for one in standing if _is_of(one, instrument.id, purpose)), None)
            missing.append(_missing(man, instrument, purpose, due, today, begun))
    return tuple(missing)


def asked_of(
    stint: Standing, session_days: Sequence[date], planned: Sequence[Planned], last_day: date | None
) -> Iterator[tuple[Instrument, Purpose, date | None]]:
    """What a man is asked in all, be it answered or not, and the day on which it is due.

    It is the same for every man of a group with the same age, and a stint of the same status and days.
    """
    for plan in planned:
        for purpose in plan.purposes:
            if _expected(stint, purpose):
                yield plan.instrument, purpose, due_day(stint, session_days, purpose, last_day)


def due_day(stint: Standing, session_days: Sequence[date], purpose: Purpose, last_day: date | None) -> date | None:
    """The day before which (entry) or around which he is asked; None where nothing is planned yet."""
    days = session_days
    if purpose is Purpose.ENTRY:
        return days[0] if days else None
    if purpose is Purpose.INTERMEDIATE:
        return days[len(days) // 2] if len(days) > 2 else None
    if purpose is Purpose.EXIT:
        planned = days[-1] if days else last_day
        return stint.ended_on if stint.ended_on is not None else planned
    return stint.ended_on + timedelta(days=FOLLOW_UP_DAYS) if stint.ended_on is not None else None


def serves(application: Made, stint: Stay, stints_here: Collection[UUID]) -> bool:
    """True if an application belongs to a man's stay in a group.

    An entry of an earlier stay in the same group serves him who comes back; so does one made shortly before he entered
    any group.
    """
    if application.purpose is not Purpose.ENTRY:
        return application.enrolment_id == stint.id
    if application.enrolment_id is not None:
        return application.enrolment_id in stints_here
    return serves_early(application.applied_on, stint.since)


def serves_early(applied_on: date, since: date) -> bool:
    """True if an entry that was answered before he was in any group serves a stint that begins on that day."""
    return applied_on >= since - timedelta(days=EARLY_DAYS)


def planned_for(age: int | None, planned: Sequence[Planned]) -> list[Planned]:
    """What is planned for a man of that age in years (None: not known); of entry tests one: the first that fits."""
    fitting = [plan for plan in planned if age_fit(plan.instrument, age) is AgeFit.FITS]
    fitting = fitting or [plan for plan in planned if age_fit(plan.instrument, age) is AgeFit.AGE_UNKNOWN]
    tests = [plan for plan in fitting if plan.instrument.kind is InstrumentKind.ENTRY_TEST]
    return [*tests[:1], *(plan for plan in fitting if plan.instrument.kind is not InstrumentKind.ENTRY_TEST)]


def age_of_sameness(planned: Iterable[Planned]) -> int:
    """The age from which on everybody is asked the same, as `planned_for` has it."""
    bounds = ((plan.instrument.min_age, plan.instrument.max_age) for plan in planned)
    return max((bound for low, high in bounds for bound in (low or 0, 0 if high is None else high + 1)), default=0)


def _expected(stint: Standing, purpose: Purpose) -> bool:
    completed = stint.status is EnrolmentStatus.COMPLETED
    if purpose is Purpose.FOLLOW_UP:
        return completed
    return STATUS_RULES[stint.status].counts or (completed and purpose is Purpose.EXIT)


def is_answered(
    instrument: Instrument, purpose: Purpose, finished: Iterable[Finished], kinds: Mapping[str, InstrumentKind]
) -> bool:
    """True if it is among what he finished.

    An entry test is by any other, too, for a service may have changed its own meanwhile.
    """
    return any(
        when is purpose
        and (
            made == instrument.id
            or (instrument.kind is InstrumentKind.ENTRY_TEST and kinds.get(made) is instrument.kind)
        )
        for made, when in finished
    )


def _is_of(application: Made, instrument_id: str, purpose: Purpose) -> bool:
    return (
        application.status is ApplicationStatus.IN_PROGRESS
        and application.instrument_id == instrument_id
        and application.purpose is purpose
    )


def _missing(
    man: ManInGroup, instrument: Instrument, purpose: Purpose, due: date | None, today: date, begun: UUID | None
) -> MissingApplication:
    return MissingApplication(
        participant_id=man.stint.participant_id,
        enrolment_id=man.stint.id,
        full_name=man.full_name,
        instrument_id=instrument.id,
        name=instrument.name,
        purpose=purpose,
        due=due,
        state=state_of_day(due, today, purpose),
        application_id=begun,
        mandated=is_mandated(instrument, purpose),
    )


def is_mandated(instrument: Instrument, purpose: Purpose) -> bool:
    """True for what the directive itself asks: the test at the entry (6.4.3)."""
    return purpose is Purpose.ENTRY and instrument.kind is InstrumentKind.ENTRY_TEST


def state_of_day(due: date | None, today: date, purpose: Purpose) -> DueState:
    """How what is missing stands on a day."""
    if due is not None and due < today:
        return DueState.OVERDUE
    if purpose is Purpose.ENTRY:  # may be asked from the day he enters
        return DueState.DUE
    return DueState.DUE if due is not None and due <= today + timedelta(days=AHEAD_DAYS) else DueState.LATER
