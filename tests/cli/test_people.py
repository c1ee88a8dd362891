"""People of a book from the command line: let in, given another role, taken out, listed; a new recovery code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from facilitador.db.recovery_code import parse
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from tests.books import PASSPHRASE
from tests.cli.conftest import Call

CallMain = Callable[..., Call]
OWN = "una clave nueva y larga 7"


@pytest.fixture
def abel(call: CallMain, book_path: Path) -> str:
    """Staff with a temporary clave; that clave."""
    made = call("person", "add", book_path, "Abel Tuesta", "--role", "staff", "--generated", "--json")
    assert made.code == 0
    assert made.document["person"]["name"] == "Abel Tuesta"
    clave: str = made.document["temporary_passphrase"]
    return clave


def as_rosa(call: CallMain, *words: object) -> Call:
    return call(*words, "--user", "Rosa")


def test_the_program_makes_up_a_clave_that_opens_and_must_be_changed(
    call: CallMain, book_path: Path, abel: str, environment: Environment
) -> None:
    theirs = call("info", book_path, "--user", "Abel", "--json", typed=[abel])
    assert (theirs.code, theirs.document["error"]) == (1, "passphrase_must_change")
    changed = call("person", "passphrase", book_path, "--user", "Abel", typed=[abel, OWN, OWN])
    assert changed.code == 0


def test_a_made_up_clave_is_shown_once_for_people(call: CallMain, book_path: Path) -> None:
    made = call("person", "add", book_path, "Julia Ccahua", "--role", "supervisor", "--generated")
    assert "ya puede abrir el cuaderno (supervisa)" in made.out
    assert any(line.startswith("    ") and line.count("-") == 4 for line in made.out.splitlines())


def test_someone_of_the_team_is_let_in_and_stays_one_person(call: CallMain, apply: CallMain, book_path: Path) -> None:
    apply({"do": "AddTeamMember", "given_names": "Elena", "surnames": "Apaza"})

    refused = call("person", "add", book_path, "elena apaza", "--role", "staff", "--json")
    assert (refused.code, refused.document["error"]) == (1, "access_needs_generated")
    made = call("person", "add", book_path, "elena apaza", "--role", "staff", "--generated", "--json")

    assert made.document["person"]["name"] == "Elena Apaza"
    assert as_rosa(call, "info", book_path, "--json").document["counts"]["people"] == 2


def test_removing_someone_needs_no_clave_of_hers_and_tells_the_new_code(
    call: CallMain, book_path: Path, abel: str, environment: Environment
) -> None:
    removed = as_rosa(call, "person", "remove", book_path, "abel", "--json")

    assert removed.code == 0
    assert set(removed.document) == {"person", "copy_before", "recovery_code"}
    assert (removed.document["person"]["name"], removed.document["person"]["role"]) == ("Abel Tuesta", None)
    assert Path(removed.document["copy_before"]).exists()
    assert [one.name for one in books.inspect(book_path, environment).people] == ["Rosa Mamani Quispe"]
    rosa = books.inspect(book_path, environment).people[0]
    code = removed.document["recovery_code"]
    books.open_with_recovery(book_path, code, rosa.id, OWN, environment).result().close()


def test_removing_tells_honestly_what_stays_readable(call: CallMain, book_path: Path, abel: str) -> None:
    removed = as_rosa(call, "person", "remove", book_path, "Abel Tuesta")
    assert "le siguen siendo legibles" in removed.out
    parse(removed.out.splitlines()[-1].strip())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["remove", "Rosa"], "access_is_ones_own"),
        (["remove", "Zoila"], "person_unknown"),
        (["role", "Rosa", "--role", "staff"], "last_reserved_reader"),
    ],
)
def test_what_cannot_be_is_refused(call: CallMain, book_path: Path, abel: str, words: list[str], code: str) -> None:
    before = book_path.read_bytes()[:16]
    refused = as_rosa(call, "person", words[0], book_path, *words[1:], "--json")
    assert (refused.code, refused.document["error"]) == (1, code)
    assert book_path.read_bytes()[:16] == before


def test_a_name_that_fits_several_is_not_guessed(call: CallMain, book_path: Path, abel: str) -> None:
    as_rosa(call, "person", "add", book_path, "Abel Salas", "--role", "staff", "--generated")
    refused = as_rosa(call, "person", "remove", book_path, "abel", "--json")
    assert refused.document["error"] == "person_ambiguous"


def test_a_role_is_changed_and_listed(call: CallMain, book_path: Path, abel: str) -> None:
    changed = as_rosa(call, "person", "role", book_path, "Abel", "--role", "supervisor", "--json")
    assert changed.document["person"]["role"] == "supervisor"

    listed = as_rosa(call, "person", "list", book_path, "--json").document

    assert [(one["name"], one["role"], one["last_opened"] is None) for one in listed["people"]] == [
        ("Rosa Mamani Quispe", "facilitator", False),
        ("Abel Tuesta", "supervisor", True),
    ]
    assert (listed["reviewed_on"], listed["review_due"], listed["recovery_keeper"]) == (None, "2027-05-22", None)
    told = as_rosa(call, "person", "list", book_path).out
    assert "todavía no entró" in told
    assert "Próxima revisión de accesos: 22/05/2027" in told


def test_staff_looks_after_nobodys_access(call: CallMain, book_path: Path, abel: str) -> None:
    call("person", "passphrase", book_path, "--user", "Abel", typed=[abel, OWN, OWN])
    for words in (["recovery-code"], ["remove", "Rosa"], ["add", "Ana Poma", "--role", "staff", "--generated"]):
        refused = call("person", words[0], book_path, *words[1:], "--user", "Abel", "--json", typed=[OWN])
        assert (refused.code, refused.document["error"]) == (1, "role_may_not_write")


def test_a_new_recovery_code_takes_the_place_of_the_old(
    call: CallMain, book_path: Path, environment: Environment
) -> None:
    renewed = call("person", "recovery-code", book_path, "--json").document
    rosa = books.inspect(book_path, environment).people[0]
    books.open_with_recovery(book_path, renewed["recovery_code"], rosa.id, OWN, environment).result().close()
    assert PASSPHRASE not in str(renewed)
