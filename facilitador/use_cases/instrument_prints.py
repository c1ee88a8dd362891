"""Papers of instruments: sheets to answer by hand, one man's result, a group's profile. Each filled one is numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import group_profiles, instrument_results, instrument_sheets
from facilitador.documents.blocks import Document
from facilitador.documents.numbers import print_number
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.groups import any_age_of
from facilitador.domain.instruments import Instrument, InstrumentKind, may_apply_to
from facilitador.domain.profile_words import answered_purposes
from facilitador.domain.roles import Section, may_write
from facilitador.domain.services import Service
from facilitador.errors import UserFacingError
from facilitador.reference import instruments
from facilitador.use_cases.application_records import details, of_group
from facilitador.use_cases.instrument_sheets import give_codes, sheet_list
from facilitador.use_cases.instruments import in_use
from facilitador.use_cases.prints import consent_paper, letterhead, numbered
from facilitador.use_cases.profiles import profile_of_group
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class InstrumentSheetsPrint(Query[Document], kw_only=True):
    """Sheets to be answered by hand, one for every man of a group who needs one, with a code in place of his name.

    It gives the codes, as `PrintSheets` does; a man keeps his while it was not typed in. `instrument_id` empty: the
    entry test for the group's age.
    """

    group_id: UUID
    instrument_id: str = ""
    purpose: Purpose = Purpose.ENTRY


class ApplicationResultPrint(Query[Document], kw_only=True):
    """One application with what it says, for the man's file."""

    application_id: UUID


class GroupProfilePrint(Query[Document], kw_only=True):
    """How a group answered an instrument and what changed, by numbers in place of names.

    `instrument_id` empty: the one most of the group answered; `purposes` empty: those at which anybody answered.
    """

    group_id: UUID
    instrument_id: str = ""
    purposes: tuple[Purpose, ...] = ()


def entry_test_of(tx: Transaction, group_id: UUID) -> str:
    """The entry test in use for the age of a group; refuses with `instrument_unknown` where there is none."""
    age = any_age_of(group_queries.group(tx, group_id).age_band)
    return _entry_test((one.instrument for one in in_use(tx)), age).id


def blank_sheet(instrument_id: str, service: Service | None) -> Document:
    """One sheet of a shipped instrument, with a line for its code; empty: the entry test for adults.

    Refuses with `instrument_unknown`.
    """
    found = next((one for one in instruments() if one.id == instrument_id), None)
    if found is None and instrument_id:
        raise UserFacingError("instrument_unknown", field="instrument_id", id=instrument_id)
    instrument = found or _entry_test(instruments(), ADULT_AGE)
    return instrument_sheets.compose(
        instrument_sheets.InstrumentSheets(letterhead(service), instrument, ("",), consent_paper(service))
    )


def _entry_test(among: Iterable[Instrument], age: int) -> Instrument:
    for instrument in among:
        if instrument.kind is InstrumentKind.ENTRY_TEST and may_apply_to(instrument, age):
            return instrument
    raise UserFacingError("instrument_unknown", field="instrument_id", id="")


def _blank(tx: Transaction, query: InstrumentSheetsPrint) -> Document:
    if not may_write(tx.actor.role, Section.TESTS):  # codes are given, and that changes the book
        raise UserFacingError("role_may_not_write")
    instrument_id = query.instrument_id or entry_test_of(tx, query.group_id)
    give_codes(tx, query.group_id, instrument_id, query.purpose)
    found = sheet_list(tx, query.group_id, instrument_id, query.purpose)
    service = service_queries.service(tx)
    numbered(tx, "test-blank", query.group_id)
    # by code: the order of names would tell whose is which
    codes = tuple(sorted(sheet.code for sheet in found.sheets))
    return instrument_sheets.compose(
        instrument_sheets.InstrumentSheets(letterhead(service), found.instrument, codes, consent_paper(service))
    )


def _result(tx: Transaction, query: ApplicationResultPrint) -> Document:
    record = details(tx, query.application_id)
    number = numbered(tx, "test-result", query.application_id)
    return instrument_results.compose(
        instrument_results.InstrumentResult(letterhead(service_queries.service(tx)), record, print_number(number))
    )


def _profile(tx: Transaction, query: GroupProfilePrint) -> Document:
    group_queries.group(tx, query.group_id)
    finished = [one for one in of_group(tx, query.group_id) if one.status is ApplicationStatus.FINISHED]
    counted = Counter(one.instrument_id for one in finished)
    instrument_id = query.instrument_id or (
        counted.most_common(1)[0][0] if counted else entry_test_of(tx, query.group_id)
    )
    asked = query.purposes or answered_purposes({one.purpose for one in finished if one.instrument_id == instrument_id})
    profile = profile_of_group(tx, query.group_id, instrument_id, asked)
    numbered(tx, "group-profile", query.group_id)
    return group_profiles.compose(
        group_profiles.GroupProfilePaper(letterhead(service_queries.service(tx)), profile, tx.today)
    )


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(InstrumentSheetsPrint, _blank, Section.TESTS),
    QueryHandler(ApplicationResultPrint, _result, Section.TESTS, lambda query: query.application_id),
    QueryHandler(GroupProfilePrint, _profile, Section.TESTS),
)
