"""The instruments of a service: those that come with the program and those it loads, and what it decides about each.

Nothing that was answered ever changes: an edition once known keeps its content, and the book keeps every edition that
anything was answered in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar
from uuid import UUID

from facilitador import reference
from facilitador.db.queries import instruments as queries
from facilitador.db.queries import people as people_queries
from facilitador.db.tables.base import forget, remembered
from facilitador.db.tables.instruments import insert_edition, instrument_editions, put_appliers, put_settings
from facilitador.db.tables.packages import unmark_foreign
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import Purpose
from facilitador.domain.changes import Change, Topic
from facilitador.domain.instrument_content import content_hash, encode_instrument, require_same_edition
from facilitador.domain.instrument_settings import (
    InstrumentLine,
    InstrumentPreview,
    InstrumentSettings,
    check_professions,
    planned_purposes,
    state_of,
)
from facilitador.domain.instruments import Instrument
from facilitador.domain.people import Person
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes


class LoadInstrument(Command, kw_only=True):
    """Load an instrument that the service holds a licence for; `content` is the text of its file (FORMATO.md).

    Refused with every fault and its line, or with `instrument_edition_changed` where the edition is known with other
    content. From then on this edition is the one in use. Loading the same again changes nothing.
    """

    raw_text: ClassVar[bool] = True

    id: UUID | None = None
    content: str


class AllowInstrument(Command, kw_only=True):
    """Name who may apply an instrument and who acts on its results; with nobody named, one that asks for it is off.

    Appliers must be active and of a profession that the instrument admits; none named: whoever has such a profession.
    """

    instrument_id: str
    revision: int | None = None
    applier_ids: tuple[UUID, ...] = ()
    responder_id: UUID | None = None


class RetireInstrument(Command, kw_only=True):
    """Offer an instrument no more, or (`retired` false) again; what was answered stays and can be read."""

    instrument_id: str
    revision: int | None = None
    retired: bool = True


class PlanApplications(Command, kw_only=True):
    """Decide when every man is asked an instrument; nothing: only when somebody starts it.

    For an entry test the entry cannot be left out (6.4.3); retire the instrument instead.
    """

    instrument_id: str
    revision: int | None = None
    purposes: tuple[Purpose, ...]


class Instruments(Query[tuple[InstrumentLine, ...]], kw_only=True):
    """Every instrument in its edition in use: the service's own first, then the program's; retired ones last."""


class InstrumentContent(Query[Instrument], kw_only=True):
    """One instrument; `edition` empty: the one in use. Refuses with `instrument_unknown`."""

    instrument_id: str
    edition: str = ""


class PreviewInstrument(Query[InstrumentPreview], kw_only=True):
    """What the text of a file would bring; nothing is kept. Refuses as `LoadInstrument`."""

    raw_text: ClassVar[bool] = True

    content: str


@dataclass(frozen=True)
class KnownEdition:
    """An edition that can be applied. `key` is that of its row, None while the book does not keep it.

    `sent`: the book keeps it for what another service applied, which says nothing about what is in use here.
    """

    instrument: Instrument
    digest: str
    shipped: bool
    key: UUID | None
    sent: bool = False


def known_editions(tx: Transaction) -> tuple[KnownEdition, ...]:
    """Every edition the book keeps or the program brings; of each instrument the one in use first.

    In use is what the service loaded last; where it loaded nothing, what came with the program. Read once in a list of
    commands.
    """

    def read() -> tuple[KnownEdition, ...]:
        stored = [
            KnownEdition(one.instrument, one.content_hash, one.shipped, one.id, one.sent)
            for one in queries.editions(tx)
        ]
        kept = {_name(one.instrument): one for one in stored}
        brought = [kept.get(_name(one), KnownEdition(one, digest, True, None)) for one, digest in _shipped()]
        own = [one for one in stored if not one.shipped and not one.sent]
        return tuple({_name(one.instrument): one for one in (*own, *brought, *stored)}.values())

    return remembered(tx, instrument_editions, "known", read)


def edition_of(tx: Transaction, instrument_id: str, edition: str = "") -> KnownEdition:
    """One edition of an instrument (empty: the one in use); refuses with `instrument_unknown`."""
    for one in known_editions(tx):
        if one.instrument.id == instrument_id and edition in ("", one.instrument.edition):
            return one
    raise UserFacingError("instrument_unknown", field="instrument_id", id=instrument_id)


def edition_by_key(tx: Transaction, key: UUID) -> KnownEdition:
    """The edition that an application or a sheet points at."""
    return next(one for one in known_editions(tx) if one.key == key)


def kept(tx: Transaction, one: KnownEdition, key: UUID | None = None) -> UUID:
    """The key of the edition's row, written now if the book did not keep it yet."""
    if one.key is not None:
        return one.key
    made = insert_edition(
        tx,
        key,
        instrument_id=one.instrument.id,
        edition=one.instrument.edition,
        digest=one.digest,
        content=encode_instrument(one.instrument),
        shipped=one.shipped,
    )
    forget(tx, instrument_editions)
    return made


def settings_of(tx: Transaction, instrument_id: str) -> InstrumentSettings:
    """What the service decided about an instrument."""
    return queries.settings(tx)[instrument_id]


def in_use(tx: Transaction) -> tuple[KnownEdition, ...]:
    """The edition in use of every instrument, the service's own first."""
    found: dict[str, KnownEdition] = {}
    for one in known_editions(tx):
        found.setdefault(one.instrument.id, one)
    return tuple(found.values())


def lines(tx: Transaction) -> tuple[InstrumentLine, ...]:
    """Every instrument with what was decided about it; retired ones last."""
    known, decided = known_editions(tx), queries.settings(tx)
    counts = queries.application_counts(tx)
    people = {person.id: person for person in people_queries.all_people(tx)}
    found = []
    for one in in_use(tx):
        instrument, settings = one.instrument, decided[one.instrument.id]
        found.append(
            InstrumentLine(
                instrument=instrument,
                content_hash=one.digest,
                shipped=one.shipped,
                editions=tuple(each.instrument.edition for each in known if each.instrument.id == instrument.id),
                state=state_of(instrument, settings),
                appliers=tuple(people[key].full_name for key in settings.applier_ids),
                responder=people[settings.responder_id].full_name if settings.responder_id else "",
                purposes=planned_purposes(instrument, settings),
                applications=counts.get(instrument.id, 0),
                settings=settings,
            )
        )
    return tuple(sorted(found, key=lambda line: line.settings.retired))


def read_content(content: str) -> Instrument:
    """The instrument in the text of a file; refuses with every fault and its line."""
    from facilitador.reference.instrument_files import parse_instrument  # only who loads one pays for it

    return parse_instrument(content.encode("utf-8", errors="surrogatepass"))


@cache
def _shipped() -> tuple[tuple[Instrument, str], ...]:
    return tuple((one, content_hash(one)) for one in reference.instruments())


@cache
def shipped_hashes() -> Mapping[tuple[str, str], str]:
    """The hash of every edition that comes with the program, by instrument and edition."""
    return {_name(one): digest for one, digest in _shipped()}


def _name(instrument: Instrument) -> tuple[str, str]:
    return instrument.id, instrument.edition


def _same(tx: Transaction, instrument: Instrument) -> KnownEdition | None:
    """The edition that is known already; refuses one that is known with other content."""
    for one in known_editions(tx):
        if _name(one.instrument) == _name(instrument):
            require_same_edition(one.digest, instrument)
            return one
    return None


def _load(tx: Transaction, command: LoadInstrument) -> Result:
    instrument = read_content(command.content)
    same = _same(tx, instrument) or KnownEdition(instrument, content_hash(instrument), False, None)
    key = kept(tx, same, command.id)
    if same.sent:
        unmark_foreign(tx, instrument_editions.name, [key.bytes])
        forget(tx, instrument_editions)
    return Result(key, (Change(Topic.INSTRUMENTS, key),), ("content",))


def _allow(tx: Transaction, command: AllowInstrument) -> Result:
    instrument = edition_of(tx, command.instrument_id).instrument
    appliers = _active(tx, command.applier_ids, "applier_ids")
    check_professions(instrument, appliers, "applier_ids")
    _active(tx, [key for key in (command.responder_id,) if key is not None], "responder_id")
    if command.applier_ids and command.responder_id is None and instrument.requires_named_applier:
        raise UserFacingError("responder_needed", field="responder_id", name=instrument.name)
    _check_revision(tx, command.instrument_id, command.revision)
    key = put_settings(tx, instrument.id, command.revision or None, responder_id=command.responder_id)
    put_appliers(tx, key, tuple(dict.fromkeys(command.applier_ids)))
    return _decided(key, "applier_ids", "responder_id")


def _active(tx: Transaction, keys: Sequence[UUID], field: str) -> tuple[Person, ...]:
    found = {person.id: person for person in people_queries.all_people(tx, keys)} if keys else {}
    for key in keys:
        if key not in found:
            raise UserFacingError("not_found", field=field)
        if not found[key].active:
            raise UserFacingError("person_left_team", field=field, person=found[key].full_name)
    return tuple(found[key] for key in keys)


def _check_revision(tx: Transaction, instrument_id: str, revision: int | None) -> None:
    """Revision 0 says that nothing was decided when it was looked at."""
    if revision == 0 and settings_of(tx, instrument_id).revision:
        raise UserFacingError("changed_meanwhile")


def _retire(tx: Transaction, command: RetireInstrument) -> Result:
    instrument = edition_of(tx, command.instrument_id).instrument
    _check_revision(tx, instrument.id, command.revision)
    return _decided(put_settings(tx, instrument.id, command.revision or None, retired=command.retired), "retired")


def _plan(tx: Transaction, command: PlanApplications) -> Result:
    instrument = edition_of(tx, command.instrument_id).instrument
    purposes = tuple(purpose for purpose in Purpose if purpose in command.purposes)
    if planned_purposes(instrument, InstrumentSettings()) and Purpose.ENTRY not in purposes:  # 6.4.3
        raise UserFacingError("entry_cannot_be_left_out", field="purposes")
    _check_revision(tx, instrument.id, command.revision)
    return _decided(put_settings(tx, instrument.id, command.revision or None, purposes=list(purposes)), "purposes")


def _decided(key: UUID, *fields: str) -> Result:
    return Result(key, (Change(Topic.INSTRUMENTS, key),), fields)


def _preview(tx: Transaction, query: PreviewInstrument) -> InstrumentPreview:
    instrument = read_content(query.content)
    return InstrumentPreview(instrument, _same(tx, instrument) is not None, _editions(known_editions(tx), instrument))


def _editions(known: Iterable[KnownEdition], instrument: Instrument) -> tuple[str, ...]:
    return tuple(one.instrument.edition for one in known if one.instrument.id == instrument.id)


COMMANDS = (
    CommandHandler(LoadInstrument, _load, writes(Section.SERVICE)),
    CommandHandler(AllowInstrument, _allow, writes(Section.SERVICE)),
    CommandHandler(RetireInstrument, _retire, writes(Section.SERVICE)),
    CommandHandler(PlanApplications, _plan, writes(Section.SERVICE)),
)
QUERIES = (
    QueryHandler(Instruments, lambda tx, query: lines(tx), Section.TESTS, origin=own_only),
    QueryHandler(
        InstrumentContent,
        lambda tx, query: edition_of(tx, query.instrument_id, query.edition).instrument,
        Section.TESTS,
    ),
    QueryHandler(PreviewInstrument, _preview, Section.TESTS),
)
