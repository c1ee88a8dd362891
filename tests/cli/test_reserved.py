"""The reserved part on the command line: matters without a word, contacts only by two or in an emergency."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from tests.books import PASSPHRASE
from tests.cli.conftest import Call
from tests.use_cases.reserved import OWN_CLAVE, let_in
from tests.use_cases.scenes import ficha

CallMain = Callable[..., Call]
MAN = "01900000-0000-7000-8000-000000000001"
CONTACT: dict[str, Any] = {
    "do": "RecordContact",
    "participant_id": MAN,
    "relation": "partner",
    "name": "Yovana",
    "phone": "987111222",
    "safe_way": "Llamada",
    "if_another_answers": "Campaña de vacunación.",
    "he_knew_on": "2026-11-18",
    "he_knew_how": "En persona",
    "she_agreed_on": "2026-11-20",
    "she_agreed_how": "Por teléfono",
}
REGISTER = {"do": "RegisterParticipant", "id": MAN, "answers": ficha()}
AS_ROSA = ("--user", "Rosa")


@pytest.fixture
def shared_book(book_path: Path, environment: Environment) -> Path:
    """A book of two facilitators with their own claves."""
    person = books.inspect(book_path, environment).people[0]
    book = books.open_with_passphrase(book_path, person.id, PASSPHRASE, environment).result()
    again, _ = let_in(book, environment, Role.FACILITATOR)
    again.close()
    return book_path


@pytest.fixture
def noted(shared_book: Path, apply: CallMain) -> Path:
    """With a man and a contact of his."""
    assert apply(REGISTER, CONTACT, options=AS_ROSA).code == 0
    return shared_book


@pytest.mark.directive("6.7")
def test_matters_are_applied_and_listed_without_a_word(apply: CallMain, call: CallMain, book_path: Path) -> None:
    sentence = "Teme por su hermana."
    apply({"do": "OpenProtection", "ref": "m", "sentence": sentence})

    shown = call("show", book_path, "protection", "--json").document["protection"]
    told = call("show", book_path, "protection").out

    assert [(one["origin"], one["closed_on"], one["opened_on"]) for one in shown] == [("anywhere", None, "2026-11-20")]
    assert "Aviso directo" in told
    assert sentence not in told


def test_no_matter_says_so(call: CallMain, book_path: Path) -> None:
    assert call("show", book_path, "protection").out == "No hay asuntos de protección.\n"


@pytest.mark.directive("6.4.12")
def test_contacts_open_with_the_second_persons_clave(call: CallMain, noted: Path) -> None:
    asked = call(
        "show",
        noted,
        "contacts",
        MAN,
        "--second-user",
        "Elena",
        "--reason",
        "Acordado",
        "--json",
        *AS_ROSA,
        typed=[PASSPHRASE, OWN_CLAVE],
    )

    assert [one["text"]["name"] for one in asked.document["contacts"]] == ["Yovana"]
    assert asked.document["opening"]["emergency"] is False
    assert [prompt.split(":")[0] for prompt in asked.prompts][-1] == "Clave de Elena Apaza"


def test_with_a_wrong_clave_nothing_is_shown(call: CallMain, noted: Path) -> None:
    refused = call(
        "show", noted, "contacts", MAN, "--second-user", "Elena", "--reason", "Sí", "--json", *AS_ROSA,
        typed=[PASSPHRASE, "no es esta"],
    )  # fmt: skip

    assert (refused.code, refused.document["error"]) == (1, "second_clave_wrong")


@pytest.mark.directive("6.4.12")
def test_in_an_emergency_alone_and_home_asks_the_other_to_sign(call: CallMain, noted: Path) -> None:
    words = ("show", noted, "contacts", MAN, "--emergency", "--reason", "Amenaza", *AS_ROSA)
    told = call(*words).out
    due = call("show", noted, "home", "--user", "Elena", "--json", typed=[OWN_CLAVE]).document["home"]

    assert "Yovana" in told
    assert "987 111 222" in told
    assert "due_opening_to_sign" in {item["code"] for item in due}


@pytest.mark.parametrize(
    "options",
    [(), ("--reason", "Sí"), ("--second-user", "Elena", "--emergency", "--reason", "Sí")],
)
def test_neither_way_or_both_is_refused(call: CallMain, noted: Path, options: tuple[str, ...]) -> None:
    refused = call("show", noted, "contacts", MAN, *options, "--json", *AS_ROSA)

    assert (refused.code, refused.document["error"]) == (1, "contacts_way_needed")


def test_a_reason_is_asked_and_oneself_is_no_second(call: CallMain, noted: Path) -> None:
    without = call("show", noted, "contacts", MAN, "--emergency", "--json", *AS_ROSA)
    oneself = call("show", noted, "contacts", MAN, "--second-user", "Rosa", "--reason", "Sí", "--json", *AS_ROSA)

    assert without.document["problems"][0]["field"] == "reason"
    assert oneself.document["error"] == "second_person_unfit"


def test_an_opening_is_no_command_of_apply(apply: CallMain, shared_book: Path) -> None:
    opening = {"do": "OpenContacts", "participant_id": MAN, "reason": "Sí"}

    assert apply(REGISTER, opening, options=AS_ROSA).code == 1


def test_alone_in_the_team_no_contact_is_noted(apply: CallMain, book_path: Path) -> None:
    refused = apply(REGISTER, CONTACT)

    assert (refused.code, refused.document["error"]) == (1, "contact_needs_two_people")
