"""What a service decides about an instrument: who applies it, who acts on the result, when it is asked, whether at all.

An instrument that asks for named people is off until the service names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.applications import Purpose
from facilitador.domain.instruments import Instrument, InstrumentKind
from facilitador.domain.people import Person
from facilitador.errors import UserFacingError


class InstrumentState(StrEnum):
    """Whether an instrument can be applied: off, until the service names who applies it and who acts."""

    AVAILABLE = "available"
    OFF = "off"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class InstrumentSettings:
    """What was decided about an instrument, whatever its edition; revision 0: nothing yet.

    `purposes` None: as the program plans it.
    """

    retired: bool = False
    applier_ids: tuple[UUID, ...] = ()
    responder_id: UUID | None = None
    purposes: tuple[Purpose, ...] | None = None
    revision: int = 0


UNDECIDED: Final = InstrumentSettings()


@dataclass(frozen=True)
class InstrumentLine:
    """An instrument the service has: its edition in use, where it stands, who is named, how often it was applied.

    `editions`: every edition known, the one in use first. `shipped`: it came with the program.
    """

    instrument: Instrument
    content_hash: str
    shipped: bool
    editions: tuple[str, ...]
    state: InstrumentState
    appliers: tuple[str, ...]
    responder: str
    purposes: tuple[Purpose, ...]
    applications: int
    settings: InstrumentSettings


@dataclass(frozen=True)
class InstrumentPreview:
    """What a file would bring. `known`: this very edition is there already; `editions`: those known so far."""

    instrument: Instrument
    known: bool
    editions: tuple[str, ...]


def state_of(instrument: Instrument, settings: InstrumentSettings) -> InstrumentState:
    """Where the instrument stands."""
    if settings.retired:
        return InstrumentState.RETIRED
    named = settings.applier_ids and settings.responder_id is not None
    return InstrumentState.OFF if instrument.requires_named_applier and not named else InstrumentState.AVAILABLE


def planned_purposes(instrument: Instrument, settings: InstrumentSettings) -> tuple[Purpose, ...]:
    """When every man is asked: as the service decided, else an entry test at entry and exit, others never."""
    if settings.purposes is not None:
        return settings.purposes
    # 6.4.3 asks for the entry; the exit is ours
    return (Purpose.ENTRY, Purpose.EXIT) if instrument.kind is InstrumentKind.ENTRY_TEST else ()


def check_in_use(instrument: Instrument, settings: InstrumentSettings) -> None:
    """Refuse an instrument that is retired or off."""
    state = state_of(instrument, settings)
    if state is InstrumentState.RETIRED:
        raise UserFacingError("instrument_retired", field="instrument_id", name=instrument.name)
    if state is InstrumentState.OFF:
        raise UserFacingError("instrument_off", field="instrument_id", name=instrument.name)


def check_applier(instrument: Instrument, settings: InstrumentSettings, applier: Person) -> None:
    """Refuse someone whom the service did not name, or whose profession the instrument does not admit."""
    if settings.applier_ids and applier.id not in settings.applier_ids:
        raise UserFacingError("applier_not_named", field="applier_id", name=instrument.name, person=applier.full_name)
    check_professions(instrument, (applier,), "applier_id")


def check_professions(instrument: Instrument, appliers: Iterable[Person], field: str) -> None:
    """Refuse people whose profession the instrument does not admit."""
    for person in appliers:
        if instrument.professions and person.profession not in instrument.professions:
            raise UserFacingError("applier_profession", field=field, name=instrument.name, person=person.full_name)
