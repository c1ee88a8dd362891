"""Printed sheets carry a code in place of a name; whose is which stays in the book (6.4.5)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from facilitador.domain.applications import Mode, Purpose
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.sheet_codes import ALPHABET, LENGTH, Sheet, shown_code
from facilitador.use_cases.application_records import ApplicationDetails
from facilitador.use_cases.applications import VoidApplication
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.instrument_sheets import PrintSheets, Sheets
from facilitador.use_cases.instruments import RetireInstrument
from facilitador.use_cases.open_book import OpenBook
from tests.use_cases.answering import CALM, REST, answered, load, paper
from tests.use_cases.scenes import group_of, one_value, refused

One = Callable[..., UUID]


def printed(book: OpenBook, group: UUID, purpose: Purpose = Purpose.ENTRY) -> tuple[Sheet, ...]:
    """Prints sheets for a group; those that wait."""
    book.submit([PrintSheets(group_id=group, instrument_id=REST, purpose=purpose)]).result()
    return book.ask(Sheets(group_id=group, instrument_id=REST, purpose=purpose)).result().sheets


@pytest.mark.directive("6.4.5")
def test_every_man_has_a_code_that_says_nothing_of_him(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 15)

    sheets = printed(book, group)

    codes = [sheet.code for sheet in sheets]
    assert {sheet.participant_id for sheet in sheets} == set(men)
    assert len(set(codes)) == 15
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("01OI") & set("".join(codes))
    by_entry = [next(sheet.code for sheet in sheets if sheet.participant_id == man) for man in men]
    assert by_entry not in (sorted(codes), sorted(codes, reverse=True))
    assert codes not in (sorted(codes), sorted(codes, reverse=True))
    assert sheets[0].full_name.startswith("Apaza")


def test_a_second_print_keeps_the_codes_that_wait(book: OpenBook) -> None:
    load(book)
    group, _, _ = group_of(book, 3)

    first = printed(book, group)
    second = printed(book, group)

    assert first == second
    assert set(printed(book, group, Purpose.EXIT)).isdisjoint(first)


@pytest.mark.parametrize("written", [str, str.lower, shown_code, lambda code: f" {code[:2]} {code[2:]}- "])
def test_a_sheet_says_whose_it_is(book: OpenBook, written: Callable[[str], str]) -> None:
    load(book)
    group, _, _ = group_of(book, 2)
    sheet = printed(book, group)[1]

    key = book.submit([paper(None, CALM, code=written(sheet.code))]).result().ids[0]

    made = book.ask(ApplicationDetails(application_id=key)).result().line
    assert (made.participant_id, made.enrolment_id, made.instrument_id, made.purpose, made.mode, made.code) == (
        sheet.participant_id,
        sheet.enrolment_id,
        REST,
        Purpose.ENTRY,
        Mode.PAPER,
        sheet.code,
    )
    assert sheet not in book.ask(Sheets(group_id=group, instrument_id=REST, purpose=Purpose.ENTRY)).result().sheets


def test_two_sheets_with_one_code_are_refused_and_a_voided_one_is_typed_anew(book: OpenBook) -> None:
    load(book)
    group, _, _ = group_of(book, 1)
    (sheet,) = printed(book, group)
    typed = paper(None, CALM, code=sheet.code)

    with refused("sheet_recorded_already", "code", position=1):
        book.submit([typed, typed]).result()
    assert one_value(book, "SELECT count(*) FROM applications") == 0
    key = book.submit([typed]).result().ids[0]
    with refused("sheet_recorded_already", "code"):
        book.submit([typed]).result()
    book.submit([VoidApplication(application_id=key, reason="mal digitada")]).result()
    assert book.submit([typed]).result().ids


def test_a_sheet_of_another_man_or_purpose_is_refused(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 2)
    sheet = next(sheet for sheet in printed(book, group) if sheet.participant_id == men[0])

    for command in (
        paper(None, CALM, code=sheet.code, participant_id=men[1]),
        paper(None, CALM, code=sheet.code, purpose=Purpose.EXIT),
        paper(None, CALM, code=sheet.code, instrument_id="audit"),
        paper(None, CALM, code=sheet.code, edition="2"),
    ):
        with refused("sheet_of_another", "code"):
            book.submit([command]).result()
    assert book.submit([paper(men[0], CALM, code=sheet.code)]).result().ids


def test_a_sheet_printed_in_an_old_edition_is_typed_in_that_edition(book: OpenBook, one: One) -> None:
    load(book)
    group, _, _ = group_of(book, 1)
    (sheet,) = printed(book, group)
    load(book, "2", first="Dormí lo que necesitaba.")
    one(RetireInstrument(instrument_id=REST))

    key = book.submit([paper(None, CALM, code=sheet.code)]).result().ids[0]

    assert book.ask(ApplicationDetails(application_id=key)).result().line.edition == "1"


def test_who_answered_or_left_gets_no_sheet(book: OpenBook) -> None:
    load(book)
    group, men, stints = group_of(book, 3)
    answered(book, men[0], CALM)
    leaving = ChangeEnrolmentStatus(enrolment_id=stints[1], status=EnrolmentStatus.STOPPED, reason="viaje")
    book.submit([leaving]).result()

    outcome = book.submit([PrintSheets(group_id=group, instrument_id=REST, purpose=Purpose.ENTRY)]).result()

    assert [(notice.code, notice.parameters) for notice in outcome.notices] == [("sheets_left_out", {"count": 1})]
    assert [sheet.participant_id for sheet in printed(book, group)] == [men[2]]
    answered(book, men[2], CALM)
    with refused("sheets_of_nobody"):
        printed(book, group)


@pytest.mark.directive("6.6")
def test_nobody_gets_a_sheet_that_is_for_another_age(book: OpenBook) -> None:
    load(book, age=90)
    group, _, _ = group_of(book, 2)
    with refused("sheets_of_nobody"):
        printed(book, group)


def test_what_is_off_or_retired_is_not_printed(book: OpenBook, one: One) -> None:
    load(book)
    group, _, _ = group_of(book, 1)
    with refused("instrument_off"):
        one(PrintSheets(group_id=group, instrument_id="phq_9", purpose=Purpose.ENTRY))
    one(RetireInstrument(instrument_id=REST))
    with refused("instrument_retired"):
        printed(book, group)
