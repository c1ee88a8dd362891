"""Books made and looked at, people let in, claves changed: from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitador.cli.names import given_names_and_surnames
from facilitador.db.recovery_code import parse
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from tests.books import PASSPHRASE
from tests.cli.conftest import Call

CLAVE = "zarza-molino-42-tucán"
OTHER_CLAVE = "brújula-helecho-96-puna"
CallMain = Callable[..., Call]


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file under a folder with what it holds."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def new_words(path: Path, *more: str) -> list[object]:
    return ["new", path, "--service", "CEM Los Molles", "--user", "Rosa Mamani Quispe", "--role", "facilitator", *more]


def test_a_new_book_opens_with_its_clave_and_tells_its_recovery_code(
    call: CallMain, tmp_path: Path, environment: Environment
) -> None:
    path = tmp_path / "nuevo.cuaderno"

    made = call(*new_words(path), typed=[CLAVE, CLAVE])

    assert made.code == 0
    code = next(line.strip() for line in made.out.splitlines() if line.startswith("    "))
    parse(code)
    person = books.inspect(path, environment).people[0]
    assert person.name == "Rosa Mamani Quispe"
    opened = books.open_with_recovery(path, code, person.id, OTHER_CLAVE, environment).result()
    opened.close()
    assert CLAVE not in made.out + made.err


def test_new_as_one_document(call: CallMain, tmp_path: Path) -> None:
    made = call(*new_words(tmp_path / "nuevo.cuaderno", "--json"), typed=[CLAVE, CLAVE]).document

    assert set(made) == {"book", "person", "recovery_code"}
    assert made["person"]["name"] == "Rosa Mamani Quispe"
    assert made["person"]["role"] == "facilitator"


def test_the_service_is_described_by_options(call: CallMain, tmp_path: Path) -> None:
    path = tmp_path / "nuevo.cuaderno"
    options = ["--kind", "cem", "--binding", "bound", "--ubigeo", "carmen alto", "--address", "Jr. Uno 1"]
    options += ["--phone", "900 000 001", "--email", "uno@molles.example", "--officer", "Ana Poma"]
    made = call(*new_words(path, *options, "--competent", "Ley de ejemplo"), typed=[CLAVE, CLAVE])

    service = call("show", path, "service", "--json", typed=[CLAVE]).document["service"]

    assert made.code == 0
    assert (service["kind"], service["binding"], service["ubigeo"]) == ("cem", "bound", "050104")
    assert (service["criminal_data_competent"], service["competence_basis"]) == (True, "Ley de ejemplo")


@pytest.mark.parametrize(
    ("ubigeo", "code"),
    [("nowhere", "district_not_found"), ("san juan", "district_ambiguous"), ("999999", "invalid_input")],
)
def test_a_district_that_is_not_one_is_refused(call: CallMain, tmp_path: Path, ubigeo: str, code: str) -> None:
    refused = call(*new_words(tmp_path / "nuevo.cuaderno", "--json", "--ubigeo", ubigeo), typed=[CLAVE, CLAVE])

    assert (refused.code, refused.document["error"]) == (1, code)
    assert list(tmp_path.glob("nuevo*")) == []


def test_nothing_is_made_of_two_different_claves(call: CallMain, tmp_path: Path) -> None:
    refused = call(*new_words(tmp_path / "nuevo.cuaderno"), typed=[CLAVE, OTHER_CLAVE])

    assert (refused.code, refused.out) == (1, "")
    assert "no son iguales" in refused.err
    assert list(tmp_path.glob("nuevo*")) == []


def test_a_weak_clave_is_refused(call: CallMain, tmp_path: Path) -> None:
    assert call(*new_words(tmp_path / "nuevo"), typed=["12345678901", "12345678901"]).code == 1


def test_a_book_is_never_made_over_another_file(call: CallMain, book_path: Path) -> None:
    before = book_path.read_bytes()

    refused = call(*new_words(book_path, "--json"), typed=[CLAVE, CLAVE])

    assert (refused.code, refused.document["error"]) == (3, "book_exists")
    assert book_path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Rosa Elena Huamaní Ccori", ("Rosa Elena", "Huamaní Ccori")),
        ("Rosa Huamaní", ("Rosa", "Huamaní")),
        ("Rosa", ("Rosa", "")),
        ("de la Cruz Soto, Ana", ("Ana", "de la Cruz Soto")),
    ],
)
def test_a_name_in_its_two_parts(name: str, parts: tuple[str, str]) -> None:
    assert given_names_and_surnames(name) == parts


def test_info_and_check(call: CallMain, book_path: Path) -> None:
    info = call("info", book_path, "--json").document
    whole = call("check", book_path, "--json").document
    full = call("check", book_path, "--full", "--json").document

    assert info["service"] == "Centro de salud Los Molles"
    assert info["demo"] is False
    assert info["counts"] == {
        "participants": 0,
        "groups": 0,
        "people": 1,
        "venues": 0,
        "enrolments": 0,
        "prints": 0,
    }
    assert info["size"] == book_path.stat().st_size
    assert (whole["whole"], whole["full"], full["full"], full["damaged_pages"]) == (True, False, True, 0)


def test_info_for_a_person_is_in_spanish(call: CallMain, book_path: Path) -> None:
    told = call("info", book_path)

    assert told.prompts == ("Clave de Rosa Mamani Quispe: ",)
    assert "Abierto por:" in told.out
    assert "facilitator" not in told.out


def test_a_damaged_page_is_found(call: CallMain, book_path: Path) -> None:
    content = bytearray(book_path.read_bytes())
    content[-2000] ^= 0xFF  # in the last page, which opening does not read
    book_path.write_bytes(content)

    refused = call("check", book_path, "--json")

    assert refused.code in {1, 3}
    assert refused.document["error"] in {"book_not_whole", "book_damaged"}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b""), "book_empty"),
        (lambda path: path.unlink(), "book_missing"),
        (lambda path: path.with_name(path.name + ".keys").unlink(), "keys_missing"),
    ],
    ids=["empty", "missing", "without keys"],
)
def test_what_cannot_be_opened_is_refused_with_three(
    call: CallMain, book_path: Path, make: Callable[[Path], object], code: str
) -> None:
    make(book_path)
    before = contents(book_path.parent)

    refused = call("info", book_path, "--json")

    assert (refused.code, refused.document["error"]) == (3, code)
    assert refused.prompts == ()
    assert contents(book_path.parent) == before


def test_a_wrong_clave_is_refused_with_three(call: CallMain, book_path: Path) -> None:
    refused = call("show", book_path, "groups", typed=["otra-clave-cualquiera"])

    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith("La clave no es correcta.")


def test_a_clave_may_come_from_a_file_or_the_standard_input(call: CallMain, book_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "clave.txt"
    file.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\nmore\r\n")

    from_file = call("info", book_path, "--passphrase-file", file, typed=[])
    from_input = call("info", book_path, "--passphrase-file", "-", typed=[], stdin=PASSPHRASE + "\n")
    from_nowhere = call("info", book_path, "--json", "--passphrase-file", tmp_path / "falta", typed=[])

    assert (from_file.code, from_input.code) == (0, 0)
    assert (from_nowhere.code, from_nowhere.document["error"]) == (1, "file_unreadable")


def test_a_clave_is_no_argument_and_no_variable(
    call: CallMain, book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACILITADOR_PASSPHRASE", PASSPHRASE)

    assert call("info", book_path, "--passphrase", PASSPHRASE).code == 2
    assert call("info", book_path, typed=["no-es-esta-clave"]).code == 3


def add_elena(call: CallMain, book: Path, name: str = "Elena Rosales Apaza", role: str = "supervisor") -> Call:
    words = ["person", "add", book, name, "--role", role, "--user", "rosa mamani", "--profession", "psychology"]
    return call(*words, "--json", typed=[PASSPHRASE, CLAVE, CLAVE])


def test_someone_is_let_in_and_changes_her_temporary_clave(call: CallMain, book_path: Path) -> None:
    added = add_elena(call, book_path).document["person"]

    refused = call("show", book_path, "groups", "--user", "elena", "--json", typed=[CLAVE])
    changed = call("person", "passphrase", book_path, "--user", "ELENA", typed=[CLAVE, OTHER_CLAVE, OTHER_CLAVE])
    shown = call("show", book_path, "audit", "--user", "Elena", "--json", typed=[OTHER_CLAVE])

    assert (added["name"], added["role"]) == ("Elena Rosales Apaza", "supervisor")
    assert (refused.code, refused.document["error"]) == (1, "passphrase_must_change")
    assert changed.code == 0
    assert shown.code == 0
    assert call("info", book_path, "--user", "elena", typed=[CLAVE]).code == 3
    actions = {entry["action"] for entry in shown.document["audit"]}
    assert {"AddPersonWithAccess", "ChangePassphrase", "Open"} <= actions


def test_the_new_clave_may_be_the_next_line(call: CallMain, book_path: Path) -> None:
    changed = call(
        *["person", "passphrase", book_path, "--passphrase-file", "-", "--new-passphrase-file", "-"],
        typed=[],
        stdin=f"{PASSPHRASE}\n{OTHER_CLAVE}\n",
    )

    assert changed.code == 0
    assert call("info", book_path, typed=[OTHER_CLAVE]).code == 0


def test_who_opens_is_asked_for_where_there_are_several(call: CallMain, book_path: Path) -> None:
    add_elena(call, book_path)
    add_elena(call, book_path, "Elena Rodas", "staff")

    nobody = call("info", book_path, "--json").document
    two = call("info", book_path, "--json", "--user", "elena ro").document
    none = call("info", book_path, "--json", "--user", "Beatriz").document

    assert (nobody["error"], two["error"], none["error"]) == ("user_needed", "user_ambiguous", "user_unknown")
    assert "Rosa Mamani Quispe" in nobody["message"]
    assert "Elena Rosales Apaza; Elena Rodas" in two["message"]


def test_staff_may_not_let_people_in(call: CallMain, book_path: Path) -> None:
    add_elena(call, book_path, "Tomás Vilca", "staff")
    call("person", "passphrase", book_path, "--user", "tomas", typed=[CLAVE, OTHER_CLAVE, OTHER_CLAVE])

    refused = call(
        *["person", "add", book_path, "Ana Poma", "--role", "staff", "--user", "tomas", "--json"],
        typed=[OTHER_CLAVE, "marea-copal-58-liebre", "marea-copal-58-liebre"],
    )

    assert (refused.code, refused.document["error"]) == (1, "role_may_not_write")


def test_refusals_of_fields_name_each(call: CallMain, tmp_path: Path) -> None:
    words = new_words(tmp_path / "nuevo", "--kind", "nada", "--email", "no")

    refused = call(*words, "--json", typed=[CLAVE, CLAVE]).document
    told = call(*words, typed=[CLAVE, CLAVE])

    assert refused["error"] == "invalid_input"
    assert {problem["field"] for problem in refused["problems"]} == {"kind", "email"}
    assert all(problem["message"] for problem in refused["problems"])
    assert told.err.count("\n  - ") == 2


def test_the_error_shape(call: CallMain, tmp_path: Path) -> None:
    refused = json.loads(call("info", tmp_path / "nada", "--json").out)

    assert set(refused) == {"error", "message", "parameters"}
    assert refused["parameters"] == {"name": "nada"}


def test_names_are_matched_by_their_beginnings() -> None:
    from uuid import UUID

    from facilitador.cli.access import choose_person
    from facilitador.domain.roles import Role
    from facilitador.use_cases.books import PersonOfTheBook

    jose = PersonOfTheBook(UUID(int=1), "José Ñahui", Role.FACILITATOR)
    josefa = PersonOfTheBook(UUID(int=2), "Josefa Ñahui Soto", Role.STAFF)

    assert choose_person([jose, josefa], "jose nahui") is jose
    assert choose_person([jose, josefa], "SOTO") is josefa
    with pytest.raises(UserFacingError, match="user_ambiguous"):
        choose_person([jose, josefa], "jose")


def test_a_backup_goes_to_both_places_and_says_what_speaks_against_them(
    call: CallMain, book_path: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "memoria"
    stick.mkdir()

    made = call("backup", book_path, "--second-place", stick)
    again = call("backup", book_path, "--json").document

    assert made.code == 0
    assert "está en el mismo disco" in made.err
    assert len(list(stick.glob("*.keys"))) == 3, "one when it was chosen, one a call"
    assert (again["made"], again["second_place"], again["warnings"]) == (True, str(stick), [])
    assert Path(again["backup"]).is_file()
    assert Path(again["second"]).parent == stick


def test_a_stick_that_is_gone_is_told_and_the_backup_was_made(call: CallMain, book_path: Path, tmp_path: Path) -> None:
    stick = tmp_path / "memoria"
    stick.mkdir()
    call("backup", book_path, "--second-place", stick)
    stick.rename(tmp_path / "llevada")

    made = call("backup", book_path, "--json").document

    assert Path(made["backup"]).is_file()
    assert made["second"] is None
    assert [warning["code"] for warning in made["warnings"]] == ["second_place_absent"]


def test_a_folder_that_cannot_be_written_makes_no_backup(call: CallMain, book_path: Path, tmp_path: Path) -> None:
    refused = call("backup", book_path, "--folder", tmp_path / "no hay", "--json")

    assert refused.document["error"] == "backup_folder_unwritable"
    assert not (book_path.parent / "respaldos").exists()
