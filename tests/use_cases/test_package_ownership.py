"""What a confirmed sender may not do: write over what is ours or of a third; and what nobody may do here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.packages import PackageRows, TableRows
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.instruments import LoadInstrument
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import People
from facilitador.use_cases.requests import Command
from tests.use_cases.answering import load, start, text
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted, changed, whole
from tests.use_cases.scenes import Acting, group_of, refused, rows
from tests.use_cases.test_runner import SAMPLES

pytestmark = pytest.mark.directive("6.4.5")


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    """Two books of facilitators: also who takes in has groups of her own."""
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.STAFF))


@pytest.fixture
def group(pair: Pair) -> Planned:
    return planned(pair.home, men=2, days=(-7, 0))


def turned(rows_: PackageRows, old: bytes, new: bytes) -> PackageRows:
    """Every mention of a key put in another's place."""
    return {
        table: TableRows(held.columns, tuple(tuple(new if one == old else one for one in row) for row in held.rows))
        for table, held in rows_.items()
    }


def test_a_package_that_claims_rows_of_this_book_is_refused_whole(pair: Pair, group: Planned) -> None:
    mine, men, stints = group_of(pair.there, 2, "Retama")
    venue_less = pair.opened(pair.sent(group.group_id)).rows
    claims = {
        "groups": (group.group_id, mine),
        "participants": (group.people[0], men[0]),
        "enrolments": (group.stints[0], stints[0]),
    }
    for what, (theirs, ours) in claims.items():
        stolen = turned(venue_less, theirs.bytes, ours.bytes)
        subjects = (mine,) if what == "groups" else (group.group_id,)
        content = pair.again(pair.sent(group.group_id), later=1, rows=stolen, subjects=subjects)
        before = whole(pair.there)
        with refused("package_claims_other_rows"):
            pair.take(content)
        with refused("package_claims_other_rows"):
            pair.preview(content)
        assert whole(pair.there) == before, what


def test_a_package_that_speaks_in_the_name_of_our_people_is_refused(pair: Pair, group: Planned) -> None:
    (ours, *_) = pair.there.ask(People()).result()
    package = pair.opened(pair.sent(group.group_id))
    edwin = next(row for row in package.rows["people"].rows if "Edwin" in row)
    stolen = turned(package.rows, edwin[0], ours.id.bytes)  # type: ignore[arg-type]

    with refused("package_claims_other_rows"):
        pair.take(pair.again(pair.sent(group.group_id), later=1, rows=stolen))
    assert pair.there.ask(People()).result()[0] == ours


def test_rows_that_hang_on_what_is_not_in_the_package_are_refused(pair: Pair, group: Planned) -> None:
    mine, _, stints = group_of(pair.there, 2, "Retama")
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    hostile = {
        "a session of our group": changed(rows_, "sessions", "group_id", mine.bytes),
        "an event of our stint": changed(rows_, "enrolment_events", "enrolment_id", stints[0].bytes),
        "a stint of nobody": changed(rows_, "enrolments", "participant_id", uuid4().bytes),
        "an unknown team": changed(rows_, "session_facilitators", "person_id", uuid4().bytes)
        if rows_["session_facilitators"].rows
        else changed(rows_, "group_facilitators", "person_id", uuid4().bytes),
    }
    for what, stolen in hostile.items():
        before = whole(pair.there)
        with refused("package_damaged_inside"):
            pair.take(pair.again(pair.sent(group.group_id), later=1, rows=stolen))
        assert whole(pair.there) == before, what


def test_tables_and_values_that_no_book_holds_are_refused(pair: Pair, group: Planned) -> None:
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    columns = ("id", "sealed", "created_at", "created_by", "changed_at", "changed_by", "revision")
    contact = (uuid4().bytes, b"x", "2026-11-20 10:00:00.000000", b"0" * 16, "2026-11-20 10:00:00.000000", b"0" * 16, 1)
    hostile: dict[str, PackageRows] = {
        "a reserved table": {**rows_, "partner_contacts": TableRows(columns, (contact,))},
        "the trail": {**rows_, "audit_entries": TableRows(("number",), ((1,),))},
        "no such table": {**rows_, "sqlite_master": TableRows(("name",), (("x",),))},
        "a column too few": {**rows_, "groups": TableRows(rows_["groups"].columns[1:], (rows_["groups"].rows[0][1:],))},
        "a day that is none": changed(rows_, "sessions", "day", "2026-02-31"),
        "a key too short": changed(rows_, "groups", "id", b"abc"),
        "a text too long": changed(rows_, "groups", "name", "x" * 90),
        "a document that is none": changed(rows_, "participants", "answers", "{"),
        "truth as a text": changed(rows_, "people", "active", "yes"),
        "the same row twice": {
            **rows_,
            "participants": TableRows(rows_["participants"].columns, rows_["participants"].rows[:1] * 2),
        },
    }
    for what, stolen in hostile.items():
        before = whole(pair.there)
        with refused("package_damaged_inside"):
            pair.take(pair.again(pair.sent(group.group_id), later=1, rows=stolen))
        assert whole(pair.there) == before, what


def test_what_the_tables_do_not_hold_together_is_refused_whole(pair: Pair, group: Planned) -> None:
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    before = whole(pair.there)
    for stolen in (changed(rows_, "enrolments", "seat", 1, 1), changed(rows_, "sessions", "minutes", 7)):
        with refused("package_clashes"):
            pair.take(pair.again(pair.sent(group.group_id), later=1, rows=stolen))
    assert whole(pair.there) == before


def test_a_questionnaire_of_another_content_is_refused(pair: Pair, group: Planned) -> None:
    load(pair.home)
    pair.home.submit([start(group.people[0])]).result()
    content = pair.sent(group.group_id)
    assert pair.preview(content).tables["instrument_editions"].new == 1
    Acting(pair.there, Role.FACILITATOR).run(LoadInstrument(content=text(first="Descansé bien.")))
    with refused("package_edition_differs"):
        pair.take(content)


def foreign(book: OpenBook) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the other service as they stand."""
    statement = "SELECT * FROM {0} WHERE id IN (SELECT row_id FROM foreign_rows WHERE table_name = '{0}') ORDER BY id"
    tables = [table for (table,) in rows(book, "SELECT DISTINCT table_name FROM foreign_rows")]
    held = {table: rows(book, statement.format(table)) for table in tables}
    loose = ("attendance_marks", "session_topics", "session_areas", "session_facilitators", "group_facilitators")
    return held | {table: sorted(rows(book, f"SELECT * FROM {table}"), key=repr) for table in loose}


def aimed(command: Command, targets: dict[str, UUID]) -> Command:
    """The sample, at rows of the other service."""
    put = {name: targets[name] for name in command.__struct_fields__ if name in targets}
    return msgspec.structs.replace(command, **put)


def test_no_command_changes_a_row_of_another_service(pair: Pair, group: Planned) -> None:
    marks = [
        MarkAttendance(session_id=group.sessions[0], enrolment_id=stint, mark=AttendanceMark.ATTENDED)
        for stint in group.stints
    ]
    pair.home.submit(marks).result()
    pair.take(pair.sent(group.group_id))
    targets = {
        "group_id": group.group_id,
        "participant_id": group.people[0],
        "enrolment_id": group.stints[0],
        "session_id": group.sessions[0],
        "person_id": group.team[1],
    }
    before = foreign(pair.there)
    tried = [aimed(command, targets) for command, _ in SAMPLES if type(command).__name__ not in _OF_THE_BOOK]

    refusals = set()
    for command in tried:
        try:
            pair.there.submit([command]).result()
        except UserFacingError as error:
            refusals.add(error.code)
        assert foreign(pair.there) == before, command

    assert len(before["participants"]) == 2
    assert "row_of_other_service" in refusals


_OF_THE_BOOK = ("RemoveSource", "UndoPackage")
"""What takes a source out of the book as a whole."""


def test_the_database_itself_refuses_what_no_command_asks(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%of_others_on_update'"
    guarded = {name.removesuffix("_of_others_on_update") for (name,) in rows(pair.there, guards)}
    assert guarded >= {"groups", "participants", "enrolments", "sessions", "people"}
    before = whole(pair.there)

    for table in sorted(guarded):
        for (key,) in rows(pair.there, "SELECT row_id FROM foreign_rows WHERE table_name = ?", (table,)):
            for statement in ("UPDATE {} SET id = id WHERE id = ?", "DELETE FROM {} WHERE id = ?"):
                with pytest.raises(Exception, match=r"another service|append-only|stays|closed"):
                    rows(pair.there, statement.format(table), (key,))
    assert whole(pair.there) == before
