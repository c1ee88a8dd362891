"""Sheets printed for a group: a code in place of a name, and the list of whose is which, which stays in the book."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.applications import instrument_sheets
from facilitador.db.tables.base import insert_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.applications import ONCE_A_STINT, ApplicationStatus, Purpose
from facilitador.domain.changes import Change, Topic
from facilitador.domain.enrolments import STATUS_RULES, Stint
from facilitador.domain.instrument_settings import check_in_use
from facilitador.domain.instruments import Instrument, may_apply_to
from facilitador.domain.roles import Section
from facilitador.domain.sheet_codes import SheetList, code_from
from facilitador.errors import UserFacingError
from facilitador.use_cases.instruments import edition_of, kept, settings_of
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes

_DIGEST_BYTES = 16


class PrintSheets(Command, kw_only=True):
    """Give each man of a group a sheet with a code for an instrument, to be answered on paper.

    A man keeps the code of a sheet that was not typed in yet, so a second print replaces the first. Left out are men
    who answered already (entry and exit) and men of another age; the notice `sheets_left_out` says how many.
    """

    group_id: UUID
    instrument_id: str
    purpose: Purpose


class Sheets(Query[SheetList], kw_only=True):
    """The sheets of a group that wait to be answered or typed in, by the name of the man; in the edition in use."""

    group_id: UUID
    instrument_id: str
    purpose: Purpose


def give_codes(tx: Transaction, group_id: UUID, instrument_id: str, purpose: Purpose) -> int:
    """Give every man of a group who needs one a sheet; how many men who count were left out.

    Refuses with `instrument_unknown`, `instrument_retired`, `instrument_off`, or `sheets_of_nobody` where nobody needs
    one.
    """
    group_queries.group(tx, group_id)
    of = edition_of(tx, instrument_id)
    check_in_use(of.instrument, settings_of(tx, instrument_id))
    edition = kept(tx, of)
    counting = [one for one in enrolment_queries.stints_of_group(tx, group_id) if STATUS_RULES[one.status].counts]
    asked = _to_ask(tx, group_id, counting, of.instrument, purpose)
    if not asked:
        raise UserFacingError("sheets_of_nobody", field="group_id")
    waiting = {
        one.enrolment_id
        for one in queries.sheets_of_group(tx, group_id)
        if not one.recorded and one.purpose is purpose and one.edition_id == edition
    }
    needing = [one for one in asked if one.id not in waiting]
    rows = [
        {"id": tx.new_id(), "code": code, "edition_id": edition, "enrolment_id": one.id, "purpose": purpose}
        for one, code in zip(needing, _new_codes(tx, len(needing)), strict=True)
    ]
    if rows:
        insert_rows(tx, instrument_sheets, rows)
    return len(counting) - len(asked)


def sheet_list(tx: Transaction, group_id: UUID, instrument_id: str, purpose: Purpose) -> SheetList:
    """The sheets of a group that are not typed in yet."""
    group = group_queries.group(tx, group_id)
    of = edition_of(tx, instrument_id)
    found = tuple(
        one
        for one in queries.sheets_of_group(tx, group_id)
        if not one.recorded and one.purpose is purpose and one.edition_id == of.key
    )
    return SheetList(group.id, group.name, of.instrument, purpose, found)


def _to_ask(
    tx: Transaction, group_id: UUID, counting: Collection[Stint], instrument: Instrument, purpose: Purpose
) -> list[Stint]:
    done = {
        one.enrolment_id
        for one in queries.of_men_of_group(tx, group_id)
        if one.instrument_id == instrument.id
        and one.purpose is purpose
        and purpose in ONCE_A_STINT
        and one.status is ApplicationStatus.FINISHED
    }
    men = participant_queries.stored_each(tx, [one.participant_id for one in counting]) if counting else ()
    return [
        stint
        for stint, man in zip(counting, men, strict=True)
        if stint.id not in done and may_apply_to(instrument, age_of(man.answers, tx.today))
    ]


def _new_codes(tx: Transaction, count: int) -> tuple[str, ...]:
    """Codes that no sheet has. Keyed with the book's own random key: nobody outside can tell which comes next."""
    codes: set[str] = set()
    while len(codes) < count:
        seed = hashlib.blake2b(tx.new_id().bytes, digest_size=_DIGEST_BYTES, key=service_queries.audit_key(tx))
        code = code_from(seed.digest())
        if queries.sheet(tx, code) is None:
            codes.add(code)
    return tuple(codes)


def _print(tx: Transaction, command: PrintSheets) -> Result:
    left_out = give_codes(tx, command.group_id, command.instrument_id, command.purpose)
    notices = (Notice("sheets_left_out", {"count": left_out}),) if left_out else ()
    return Result(command.group_id, (Change(Topic.APPLICATIONS, command.group_id),), ("codes",), notices)


COMMANDS = (CommandHandler(PrintSheets, _print, writes(Section.TESTS)),)
QUERIES = (
    QueryHandler(
        Sheets, lambda tx, query: sheet_list(tx, query.group_id, query.instrument_id, query.purpose), Section.TESTS
    ),
)
