"""Papers of instruments: codes in place of names, numbers in place of men, every filled one numbered."""

from __future__ import annotations

import re

import pytest

from facilitador.documents.blocks import Document, Title
from facilitador.domain.applications import Purpose
from facilitador.domain.roles import Role
from facilitador.domain.sheet_codes import shown_code
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.instrument_prints import ApplicationResultPrint, GroupProfilePrint, InstrumentSheetsPrint
from facilitador.use_cases.instrument_sheets import Sheets
from facilitador.use_cases.open_book import OpenBook
from tests.documents.samples import pages
from tests.use_cases.answering import CALM, ENTRY_TEST, REST, TIRED, answered, load
from tests.use_cases.scenes import FAMILIES, Acting, group_of, one_value, refused


def words(document: Document) -> str:
    return " ".join(pages(document))


def assert_nameless(document: Document) -> None:
    assert not [name for name in FAMILIES if name in words(document)]


@pytest.mark.directive("6.4.3", "6.4.5")
def test_every_man_gets_a_sheet_with_a_code_that_stays_his_until_it_is_typed_in(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 3)
    answered(book, men[0], CALM)
    query = InstrumentSheetsPrint(group_id=group, instrument_id=REST)

    first, again = book.ask(query).result(), book.ask(query).result()

    codes = [part.number for part in first.parts]
    listed = book.ask(Sheets(group_id=group, instrument_id=REST, purpose=Purpose.ENTRY)).result()
    assert codes == sorted(f"Código {shown_code(sheet.code)}" for sheet in listed.sheets)
    assert len(codes) == 2
    assert [part.number for part in again.parts] == codes
    assert_nameless(first)
    assert "No escriba su nombre" in words(first)
    assert one_value(book, "SELECT count(*) FROM prints WHERE document = 'test-blank'") == 2


def test_without_a_name_of_an_instrument_it_is_the_entry_test_for_the_age_of_the_group(book: OpenBook) -> None:
    group, _, _ = group_of(book, 1)
    titles = [
        block.text
        for block in book.ask(InstrumentSheetsPrint(group_id=group)).result().parts[0].blocks[:1]
        if isinstance(block, Title)
    ]
    assert titles == ["Preguntas de inicio"]
    assert book.ask(Sheets(group_id=group, instrument_id=ENTRY_TEST, purpose=Purpose.ENTRY)).result().sheets


def test_who_only_reads_gives_no_codes_and_prints_results(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 1)
    key = answered(book, men[0], CALM)
    supervisor = Acting(book, Role.SUPERVISOR)

    with refused("role_may_not_write"):
        supervisor.ask(InstrumentSheetsPrint(group_id=group, instrument_id=REST))
    assert one_value(book, "SELECT count(*) FROM instrument_sheets") == 0
    assert "Descanso" in words(supervisor.ask(ApplicationResultPrint(application_id=key)))


@pytest.mark.directive("6.4.3")
def test_a_result_is_one_mans_and_numbered(book: OpenBook) -> None:
    load(book)
    _, men, _ = group_of(book, 1)
    key = answered(book, men[0], TIRED)

    paper = book.ask(ApplicationResultPrint(application_id=key)).result()

    assert "Mamani" in words(paper)
    assert re.search(r"N\.º 00000\d", words(paper))
    assert "Mamani" not in paper.title + paper.file_name
    assert one_value(book, "SELECT document FROM prints") == "test-result"


@pytest.mark.directive("6.9.1")
def test_a_groups_profile_takes_what_most_answered_and_when_anybody_did(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 3)
    for man in men:
        answered(book, man, TIRED)
    answered(book, men[0], CALM, purpose=Purpose.EXIT)

    paper = book.ask(GroupProfilePrint(group_id=group)).result()
    at_entry = book.ask(GroupProfilePrint(group_id=group, purposes=(Purpose.ENTRY,))).result()

    assert "Al terminar" in words(paper)
    assert "Al terminar" not in words(at_entry)
    assert "No validada" in words(paper)
    assert_nameless(paper)
    assert not re.search(r"\bp\s*[<=]", words(paper))


def test_a_group_that_answered_nothing_has_a_page_that_says_so(book: OpenBook) -> None:
    group = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
    assert "Nadie del grupo ha respondido todavía" in words(book.ask(GroupProfilePrint(group_id=group)).result())
