"""Applications beside each other: one man's change, and a group's profile. Reckoned when it is read, never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import Application, ApplicationStatus, GivenAnswers, Purpose
from facilitador.domain.instruments import Instrument
from facilitador.domain.profiles import (
    GroupProfileData,
    ManChange,
    ManProfile,
    ScoredApplication,
    group_profile,
    man_change,
)
from facilitador.domain.roles import Section
from facilitador.domain.scoring import score
from facilitador.errors import UserFacingError
from facilitador.use_cases.application_records import of_group
from facilitador.use_cases.instruments import edition_by_key, edition_of
from facilitador.use_cases.requests import Query, QueryHandler


class Change(Query[ManChange], kw_only=True):
    """One man's finished applications of an instrument, oldest first, and what changed from the first to the last.

    Refuses with `nothing_to_compare` where he has none. Asking leaves an audit row.
    """

    participant_id: UUID
    instrument_id: str


class GroupProfile(Query[GroupProfileData], kw_only=True):
    """A group's finished applications of an instrument at these purposes; the first is compared with the last.

    Of each man the last application of a purpose. Applications of another edition than the group's latest are left out
    and counted.
    """

    group_id: UUID
    instrument_id: str
    purposes: tuple[Purpose, ...] = (Purpose.ENTRY, Purpose.EXIT)


def scored(tx: Transaction, one: Application) -> ScoredApplication:
    """An application with what it says, by the edition it was answered in."""
    instrument = edition_by_key(tx, one.edition_id).instrument
    return ScoredApplication(
        application_id=one.id,
        participant_id=one.participant_id,
        purpose=one.purpose,
        applied_on=one.applied_on,
        instrument=instrument,
        answers=one.answers,
        scores=score(instrument, one.answers),
    )


def change_of_man(tx: Transaction, participant_id: UUID, instrument_id: str) -> ManChange:
    """As the query `Change`."""
    man = participant_queries.stored(tx, participant_id)
    found = _finished(queries.of_participant(tx, man.id), instrument_id)
    if not found:
        raise UserFacingError("nothing_to_compare", field="instrument_id")
    return man_change(man.id, man.full_name, [scored(tx, one) for one in found])


def profile_of_group(
    tx: Transaction, group_id: UUID, instrument_id: str, purposes: Sequence[Purpose]
) -> GroupProfileData:
    """As the query `GroupProfile`; with nothing answered yet it holds no man and the edition in use."""
    group = group_queries.group(tx, group_id)
    wanted = tuple(dict.fromkeys(purposes)) or (Purpose.ENTRY,)
    answered = [one for one in _finished(of_group(tx, group_id), instrument_id) if one.purpose in wanted]
    revoked = participant_queries.revocations(tx, {one.participant_id for one in answered})
    found = [one for one in answered if one.participant_id not in revoked]
    edition = edition_by_key(tx, found[-1].edition_id) if found else edition_of(tx, instrument_id)
    alike = [one for one in found if one.edition_id == edition.key]
    men = _men(tx, group_id, alike, wanted)
    everybody = _everybody(tx, edition.instrument, edition.key)
    return group_profile((group.id, group.name), edition.instrument, wanted, men, everybody, len(found) - len(alike))


def _finished(found: Iterable[Application], instrument_id: str) -> list[Application]:
    return [one for one in found if one.instrument_id == instrument_id and one.status is ApplicationStatus.FINISHED]


def _men(
    tx: Transaction, group_id: UUID, found: Sequence[Application], purposes: Sequence[Purpose]
) -> tuple[ManProfile, ...]:
    """The men who answered, by when they entered the group, each with his last application of each purpose."""
    last: dict[UUID, dict[Purpose, ScoredApplication]] = defaultdict(dict)
    for one in found:
        last[one.participant_id][one.purpose] = scored(tx, one)
    entered = dict.fromkeys(stint.participant_id for stint in enrolment_queries.stints_of_group(tx, group_id))
    names = queries.names(tx, last)
    return tuple(
        ManProfile(man, names[man], number, tuple(last[man].get(purpose) for purpose in purposes))
        for number, man in enumerate(entered, start=1)
        if man in last
    )


def _everybody(tx: Transaction, instrument: Instrument, edition_id: UUID | None) -> dict[Purpose, list[GivenAnswers]]:
    """The answers of every man in the book to an edition by purpose, one application a man: his last."""
    last: dict[tuple[Purpose, UUID], GivenAnswers] = {}
    for one in queries.finished(tx, instrument.id):
        if one.edition_id == edition_id:
            last[one.purpose, one.participant_id] = one.answers
    answers: dict[Purpose, list[GivenAnswers]] = defaultdict(list)
    for (purpose, _), given in last.items():
        answers[purpose].append(given)
    return answers


COMMANDS = ()
QUERIES = (
    QueryHandler(
        Change,
        lambda tx, query: change_of_man(tx, query.participant_id, query.instrument_id),
        Section.TESTS,
        lambda query: query.participant_id,
    ),
    QueryHandler(
        GroupProfile,
        lambda tx, query: profile_of_group(tx, query.group_id, query.instrument_id, query.purposes),
        Section.TESTS,
    ),
)
