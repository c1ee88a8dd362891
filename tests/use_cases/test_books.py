"""Books as files with people: made, opened, shared, recovered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord
from facilitador.use_cases.people import AddPersonWithAccess, DescribeTeamMember, People
from facilitador.use_cases.services import DescribeService
from tests.books import PASSPHRASE, SERVICE
from tests.use_cases.scenes import Acting, ficha, one_value, refused, register, rows

NEW = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE)
TEMPORARY = "tambor-nogal-3-lluvia"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "San Martín.cuaderno"


@pytest.fixture
def made(path: Path, environment: Environment) -> Iterator[tuple[OpenBook, tuple[str, ...]]]:
    book, code = books.create(path, NEW, environment).result()
    yield book, code
    book.close()


def staff_member(environment: Environment) -> AddPersonWithAccess:
    return AddPersonWithAccess(
        id=environment.circumstances.new_id(), given_names="Abel", surnames="Tuesta", role=Role.STAFF
    )


def test_a_new_book_is_open_for_its_first_person(made: tuple[OpenBook, tuple[str, ...]]) -> None:
    book, code = made

    assert (book.title, book.person.full_name, book.person.role) == (
        SERVICE.name,
        "Rosa Mamani Quispe",
        Role.FACILITATOR,
    )
    assert (book.demo, book.opened.must_change_passphrase) == (False, False)
    assert len(code) >= 4
    actions = [row[0] for row in rows(book, "SELECT action FROM audit_entries ORDER BY number")]
    assert actions == ["DescribeService", "AddPersonWithAccess", "Open"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": Role.STAFF}, "first_person_role"),
        ({"given_names": " "}, "field_required"),
        ({"service": DescribeService(name="")}, "field_required"),
        ({"first_commands": (FormGroup(name=""),)}, "field_required"),
        ({"passphrase": "corta"}, "passphrase_short"),
    ],
)
def test_a_book_that_cannot_be_leaves_nothing_on_disk(
    path: Path, environment: Environment, change: dict[str, Any], code: str
) -> None:
    with refused(code):
        books.create(path, replace(NEW, **change), environment).result()

    assert [file for file in path.parent.iterdir() if file.is_file()] == []


def test_what_was_saved_is_there_at_the_next_opening(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    book, _ = made
    book.submit([FormGroup(name="Alba")]).result()
    book.close()
    book.close()  # harmless

    with refused("wrong_passphrase"):
        books.open_with_passphrase(path, book.person.id, "otra clave distinta", environment).result()
    again = books.open_with_passphrase(path, book.person.id, PASSPHRASE, environment).result()

    assert [line.group.name for line in again.ask(Groups()).result()] == ["Alba"]
    assert one_value(again, "SELECT count(*) FROM audit_entries WHERE action = 'Open'") == 2
    again.close()


def test_who_opens_is_named_before_the_clave_is_typed(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    made[0].close()

    found = books.inspect(path, environment)

    assert [(person.name, person.role) for person in found.people] == [("Rosa Mamani Quispe", Role.FACILITATOR)]
    assert (found.refusal, found.cloud) == (None, None)


@pytest.mark.directive("6.4.5")
def test_administrative_staff_opens_the_book_with_her_own_clave_and_sees_her_part(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    book, _ = made
    (man,) = register(book, ficha(1, health_conditions="asma"))
    person_id = books.add_person(book, staff_member(environment), TEMPORARY, environment).result()
    book.close()

    theirs = books.open_with_passphrase(path, person_id, TEMPORARY, environment).result()

    assert theirs.person.role is Role.STAFF
    assert theirs.opened.must_change_passphrase
    seen = theirs.ask(ParticipantRecord(participant_id=man)).result().answers
    assert "document_number" in seen
    assert "health_conditions" not in seen
    with refused("role_may_not_write"):
        theirs.submit([FormGroup(name="Alba")]).result()
    books.change_passphrase(theirs, TEMPORARY, "una clave nueva y larga 7", environment).result()
    theirs.close()
    again = books.open_with_passphrase(path, person_id, "una clave nueva y larga 7", environment).result()
    assert not again.opened.must_change_passphrase
    again.close()


def test_a_person_who_cannot_be_added_gets_no_keys(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    book, _ = made
    keys_before = path.with_name(path.name + ".keys").read_bytes()

    with refused("field_required", "given_names"):
        nameless = AddPersonWithAccess(id=environment.circumstances.new_id(), given_names=" ", role=Role.STAFF)
        books.add_person(book, nameless, TEMPORARY, environment).result()

    assert path.with_name(path.name + ".keys").read_bytes() == keys_before
    assert len(book.ask(People()).result()) == 1


def test_only_who_may_change_the_team_gives_access(
    made: tuple[OpenBook, tuple[str, ...]], environment: Environment
) -> None:
    with refused("role_may_not_write"):
        Acting(made[0], Role.STAFF).run(staff_member(environment))


def test_who_left_the_team_opens_the_book_no_more(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    book, _ = made
    person_id = books.add_person(book, staff_member(environment), TEMPORARY, environment).result()
    book.submit([DescribeTeamMember(person_id=person_id, given_names="Abel", surnames="Tuesta", active=False)]).result()
    book.close()

    with refused("person_not_in_book"):
        books.open_with_passphrase(path, person_id, TEMPORARY, environment).result()
    books.open_with_passphrase(path, book.person.id, PASSPHRASE, environment).result().close()  # the lock is free


def test_the_recovery_code_gives_a_new_clave(
    made: tuple[OpenBook, tuple[str, ...]], path: Path, environment: Environment
) -> None:
    book, code = made
    book.submit([FormGroup(name="Alba")]).result()
    book.close()
    new_clave = "cedro-luna-9-puente"

    with refused("recovery_code_typo"):
        wrong = "-".join(code)[:-1] + ("2" if not "-".join(code).endswith("2") else "3")
        books.open_with_recovery(path, wrong, book.person.id, new_clave, environment).result()
    again = books.open_with_recovery(path, "-".join(code), book.person.id, new_clave, environment).result()

    assert len(again.ask(Groups()).result()) == 1
    assert one_value(again, "SELECT count(*) FROM audit_entries WHERE action = 'OpenWithRecoveryCode'") == 1
    again.close()
    with refused("wrong_passphrase"):
        books.open_with_passphrase(path, book.person.id, PASSPHRASE, environment).result()
    books.open_with_passphrase(path, book.person.id, new_clave, environment).result().close()


def test_the_role_in_the_book_counts_not_the_one_beside_it(
    path: Path, environment: Environment, open_as: Callable[[Role], OpenBook]
) -> None:
    book = open_as(Role.FACILITATOR)
    person_id = books.add_person(book, staff_member(environment), TEMPORARY, environment).result()
    book.with_book(
        lambda file, _: file.driver_connection.execute(
            "UPDATE people SET role = 'supervisor' WHERE id = ?", (person_id.bytes,)
        )
    ).result()
    book.close()

    theirs = books.open_with_passphrase(book.opened.path, person_id, TEMPORARY, environment).result()

    assert theirs.person.role is Role.SUPERVISOR
    theirs.close()


def test_a_backup_is_made_only_if_something_changed(made: tuple[OpenBook, tuple[str, ...]], path: Path) -> None:
    book, _ = made

    desk = BackupDesk(book)
    first = desk.copy().result().backup
    second = desk.copy().result().backup
    book.submit([FormGroup(name="Alba")]).result()
    third = desk.copy().result().backup

    assert first
    assert second
    assert third
    assert [report.status.value for report in (first, second, third)] == ["made", "unchanged", "made"]
    assert (first.number, third.number) == (1, 2)
