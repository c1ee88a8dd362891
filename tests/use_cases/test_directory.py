"""The directory in the book: kept, found, checked again, brought from lists; and its plain copy for a locked one."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from facilitador.domain.directory import DirectoryLine, TypedEntry
from facilitador.domain.directory_lists import RowState
from facilitador.domain.due import DueItem
from facilitador.domain.emergency_contacts import Nearness
from facilitador.domain.roles import Role
from facilitador.exchange import emergency_copies
from facilitador.exchange.spreadsheets import parse_spreadsheet
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.directory import (
    AddDirectoryEntry,
    ChangeDirectoryEntry,
    Directory,
    DirectoryEntryDetails,
    EmergencyDirectory,
    RetireDirectoryEntry,
    VerifyDirectoryEntry,
)
from facilitador.use_cases.directory_lists import (
    ExportDirectory,
    ImportDirectory,
    OfferedInstitutions,
    PreviewDirectoryImport,
    choose_sheet,
)
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.services import DescribeService
from tests.books import PASSPHRASE, TODAY
from tests.use_cases.scenes import Acting, one_value, refused, rows

POLICE: dict[str, Any] = {
    "kind": "police",
    "name": "Comisaría Los Molles",
    "phones": ("987 654 321",),
    "ubigeo": "150101",
    "contact_person": "Elena Apaza",
    "emergency": True,
}
OLD = TODAY - timedelta(days=181)


def add(book: OpenBook, **values: Any) -> UUID:
    return book.submit([AddDirectoryEntry(**(POLICE | values))]).result().ids[0]


def lines(book: OpenBook, **query: Any) -> list[DirectoryLine]:
    return list(book.ask(Directory(**query)).result())


def copied(environment: Environment) -> list[str]:
    return [contact.name for contact in emergency_copies.read(environment.host.app_data)]


# -- kept -------------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.7")
def test_an_institution_is_kept_with_who_checked_it(book: OpenBook) -> None:
    key = add(book, verified_on=OLD)
    line = book.ask(DirectoryEntryDetails(entry_id=key)).result()
    assert (line.entry.name, line.entry.phones, line.kind_text) == (
        *("Comisaría Los Molles", ("987654321",)),
        "Comisaría de la PNP",
    )
    assert (line.entry.verified_on, line.verifier, line.nearness) == (OLD, "Rosa Mamani Quispe", Nearness.DISTRICT)


def test_it_is_checked_again_by_whoever_did_and_a_change_leaves_that_as_it_was(book: OpenBook) -> None:
    key = add(book)
    assert lines(book)[0].entry.verified_by is None
    book.submit([VerifyDirectoryEntry(entry_id=key, revision=1)]).result()
    book.submit([ChangeDirectoryEntry(**(POLICE | {"entry_id": key, "revision": 2, "hours": "Toda hora"}))]).result()
    (line,) = lines(book)
    assert (line.entry.verified_on, line.entry.verified_by) == (TODAY, book.person.id)
    assert (line.entry.hours, line.entry.revision) == ("Toda hora", 3)
    with refused("changed_meanwhile"):
        book.submit([VerifyDirectoryEntry(entry_id=key, revision=1)]).result()


def test_a_retired_one_is_out_of_sight_and_can_come_back(book: OpenBook) -> None:
    key = add(book)
    book.submit([RetireDirectoryEntry(entry_id=key)]).result()
    assert lines(book) == []
    assert book.ask(EmergencyDirectory()).result() == ()
    assert lines(book, with_retired=True)[0].entry.retired
    book.submit([RetireDirectoryEntry(entry_id=key, retired=False)]).result()
    assert lines(book)[0].entry.id == key


def test_one_that_looks_like_another_is_kept_and_said(book: OpenBook) -> None:
    add(book)
    outcome = book.submit(
        [AddDirectoryEntry(**(POLICE | {"name": "COMISARIA los molles", "phones": ("105",)}))]
    ).result()
    (notice,) = outcome.notices
    assert (notice.code, notice.parameters) == ("directory_alike", {"names": "Comisaría Los Molles"})
    assert len(lines(book)) == 2
    changed = book.submit([ChangeDirectoryEntry(**(POLICE | {"entry_id": outcome.ids[0], "name": "Otra"}))]).result()
    assert changed.notices[0].code == "directory_alike"  # by its number
    alone = ChangeDirectoryEntry(**(POLICE | {"entry_id": outcome.ids[0], "name": "Otra", "phones": ("105",)}))
    assert book.submit([alone]).result().notices == ()


def test_what_nobody_can_reach_is_refused(book: OpenBook) -> None:
    with refused("directory_unreachable", "phones"):
        add(book, phones=())
    add(book, phones=(), notice="Tocar la campana del local comunal.")


@pytest.mark.directive("6.2.7")
def test_the_book_itself_takes_no_place_of_a_refuge(book: OpenBook) -> None:
    with refused("directory_refuge_place", "address"):
        add(book, kind="refuge", address="Jr. Los Molles 3", ubigeo="")
    add(book, kind="refuge", ubigeo="")
    for column in ("address", "ubigeo"):
        with pytest.raises(sa.exc.IntegrityError, match="refuge_without_place"):
            book.with_book(lambda file, _, column=column: _put(file, column)).result()


def _put(file: Any, column: str) -> None:
    """Past everything above the database."""
    with file.begin() as connection:
        connection.exec_driver_sql(f"UPDATE directory_entries SET {column} = '150101'")


def test_it_is_found_by_the_beginnings_of_words_and_by_kind(book: OpenBook) -> None:
    add(book)
    add(book, kind="cem", name="CEM Ñaña", attends="Defensa legal", phones=("105",), ubigeo="080107")
    assert [line.entry.name for line in lines(book)] == ["Comisaría Los Molles", "CEM Ñaña"]
    for text in ("nana", "defensa", "saylla cem", "105", "centro emergencia"):
        assert [line.entry.name for line in lines(book, text=text)] == ["CEM Ñaña"], text
    assert [line.entry.name for line in lines(book, kind="police")] == ["Comisaría Los Molles"]
    assert lines(book, text="zzz") == []


def test_what_is_not_there_is_refused(book: OpenBook) -> None:
    with refused("not_found"):
        book.ask(DirectoryEntryDetails(entry_id=UUID(int=7))).result()


# -- lists ------------------------------------------------------------------------------------------------------------


def preview(book: OpenBook, text: str) -> Any:
    sheet = choose_sheet(parse_spreadsheet(text.encode(), "lista.csv"))
    return book.ask(PreviewDirectoryImport(sheet=sheet)).result()


def test_a_list_is_looked_at_then_added_whole(book: OpenBook) -> None:
    add(book)
    laid = preview(book, "Nombre,Teléfonos\nComisaría Los Molles,105\nPosta Ñahui,984123456\nSin número,\nCEM,100\n")
    assert [row.state for row in laid.rows] == [RowState.ALIKE, RowState.READY, RowState.WRONG, RowState.READY]
    assert len(lines(book)) == 1
    book.submit([ImportDirectory(rows=laid.entering())]).result()
    assert {line.entry.name for line in lines(book)} == {"Comisaría Los Molles", "Posta Ñahui", "CEM"}
    assert len(laid.entering(also_alike=True)) == 3


def test_one_wrong_row_keeps_all_out(book: OpenBook) -> None:
    good, wrong = TypedEntry("cem", "CEM", phones=("105",)), TypedEntry("cem", "", phones=("105",))
    with refused("directory_row_wrong", "rows"):
        book.submit([ImportDirectory(rows=(good, wrong))]).result()
    with refused("directory_nothing_to_add", "rows"):
        book.submit([ImportDirectory(rows=())]).result()
    assert lines(book) == []


def test_what_is_taken_along_can_be_brought_back(book: OpenBook, open_as: Callable[[Role], OpenBook]) -> None:
    add(book, verified_on=TODAY, notice="=A1", hours="+51")
    add(book, kind="refuge", name="Hogar Qantu", ubigeo="")
    file = book.ask(ExportDirectory()).result()
    assert (file.file_name, file.count) == ("directorio.csv", 2)
    details = one_value(book, "SELECT details FROM audit_entries WHERE action = 'Export'")
    assert json.loads(details) == {"what": "directory", "entries": 2}
    other = open_as(Role.SUPERVISOR)
    other.submit(
        [ImportDirectory(rows=preview(other, file.content.decode("utf-8-sig")).entering(also_alike=True))]
    ).result()

    def facts(of: OpenBook) -> list[tuple[Any, ...]]:
        kept = (line.entry for line in lines(of))
        return [(one.name, one.phones, one.notice, one.hours, one.emergency, one.verified_on) for one in kept]

    assert facts(other) == facts(book)


def test_what_comes_with_the_program_is_offered_until_it_is_there(book: OpenBook) -> None:
    offered = book.ask(OfferedInstitutions()).result()
    assert {row.entry.name for row in offered.rows} == {"CAI Huamanga", "CAI Callao", "CAI Saylla"}
    book.submit([ImportDirectory(rows=offered.entering())]).result()
    assert book.ask(OfferedInstitutions()).result().rows == ()
    assert {line.entry.kind for line in lines(book)} == {"cai"}


# -- due --------------------------------------------------------------------------------------------------------------


def due(book: OpenBook, role: Role = Role.FACILITATOR) -> list[DueItem]:
    return [item for item in Acting(book, role).ask(Home()) if item.code.startswith("due_directory")]


@pytest.mark.directive("6.2.7")
def test_home_asks_for_the_district_and_for_what_is_to_be_checked_again(book: OpenBook) -> None:
    assert [item.code for item in due(book)] == ["due_directory_empty"]
    add(book, ubigeo="080107", verified_on=TODAY)
    assert [item.code for item in due(book)] == ["due_directory_empty"]
    key = add(book, verified_on=OLD)
    assert [(item.code, item.parameters) for item in due(book)] == [("due_directory_stale", {"count": 1})]
    assert [item.code for item in due(book, Role.STAFF)] == ["due_directory_stale"]
    book.submit([VerifyDirectoryEntry(entry_id=key)]).result()
    assert due(book) == []


# -- the copy ---------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.7")
def test_the_copy_follows_the_directory_and_holds_nobody(book: OpenBook, environment: Environment) -> None:
    assert copied(environment) == []
    key = add(book)
    assert copied(environment) == ["Comisaría Los Molles"]
    add(book, name="Sin emergencia", emergency=False)
    add(book, name="Más cerca aún", phones=("105",))
    assert copied(environment) == ["Comisaría Los Molles", "Más cerca aún"]
    path = environment.host.app_data / emergency_copies.FILE_NAME
    assert "Apaza" not in path.read_text(encoding="utf-8")
    assert str(key) not in path.read_text(encoding="utf-8")
    book.submit([RetireDirectoryEntry(entry_id=key)]).result()
    assert copied(environment) == ["Más cerca aún"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders of a person are her own there")
def test_the_copy_is_its_owners_only(book: OpenBook, environment: Environment) -> None:
    add(book)
    path = environment.host.app_data / emergency_copies.FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_moving_the_service_brings_others_near(book: OpenBook, environment: Environment) -> None:
    add(book, name="De Lima")
    add(book, name="De Saylla", ubigeo="080107", phones=("105",))
    assert copied(environment) == ["De Lima", "De Saylla"]
    book.submit([DescribeService(name="Centro", ubigeo="080107")]).result()
    assert copied(environment) == ["De Saylla", "De Lima"]


def test_a_dry_run_and_other_commands_leave_the_copy_alone(book: OpenBook, environment: Environment) -> None:
    add(book)
    path = environment.host.app_data / emergency_copies.FILE_NAME
    before = path.stat().st_mtime_ns, path.stat().st_ino
    book.submit([AddDirectoryEntry(**(POLICE | {"name": "Otra"}))], dry_run=True).result()
    book.submit([FormGroup(name="Alba")]).result()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_copy_that_went_is_written_anew_at_the_next_opening(book_path: Path, environment: Environment) -> None:
    person = books.inspect(book_path, environment).people[0]
    book = books.open_with_passphrase(book_path, person.id, PASSPHRASE, environment).result()
    add(book)
    book.close()
    (environment.host.app_data / emergency_copies.FILE_NAME).unlink()
    again = books.open_with_passphrase(book_path, person.id, PASSPHRASE, environment).result()
    again.close()
    assert copied(environment) == ["Comisaría Los Molles"]


def test_a_folder_that_refuses_does_not_stop_the_work(book: OpenBook, environment: Environment) -> None:
    blocked = environment.host.app_data / emergency_copies.FILE_NAME
    blocked.unlink(missing_ok=True)
    blocked.mkdir()
    add(book)
    assert len(lines(book)) == 1
    assert copied(environment) == []


def test_no_name_of_the_directory_stands_in_the_audit(book: OpenBook) -> None:
    add(book)
    written = str(rows(book, "SELECT action, details FROM audit_entries"))
    assert "AddDirectoryEntry" in written
    assert "Molles" not in written
