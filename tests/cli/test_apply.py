"""Lists of commands through the command line: all or nothing, fifteen and no more, dry runs that leave no trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.books import PASSPHRASE
from tests.cli.conftest import Call

GROUP = {"do": "FormGroup", "ref": "g1", "name": "Grupo Amancay"}
Applying = Callable[..., Call]


def man(number: int) -> list[dict[str, Any]]:
    """A man registered and enrolled in $g1."""
    answers = {"paternal_surname": "Ñahui", "maternal_surname": "Ccori", "given_names": f"Varón {number}"}
    return [
        {"do": "RegisterParticipant", "ref": f"p{number}", "answers": answers},
        {"do": "EnrolParticipant", "ref": f"e{number}", "group_id": "$g1", "participant_id": f"$p{number}"},
    ]


def group_of(count: int) -> list[dict[str, Any]]:
    return [GROUP, *(command for number in range(1, count + 1) for command in man(number))]


def counts(call: Applying, book: Path) -> dict[str, int]:
    found: dict[str, int] = call("info", book, "--json").document["counts"]
    return found


@pytest.mark.directive("6.4.1")
def test_fifteen_men_are_enrolled(apply: Applying, call: Applying, book_path: Path) -> None:
    done = apply(*group_of(15)).document

    assert (done["commands"], done["dry_run"], len(done["ids"])) == (31, False, 31)
    assert done["refs"]["g1"] == done["ids"][0]
    groups = call("show", book_path, "groups", "--json").document["groups"]
    assert [(group["name"], group["counting"]) for group in groups] == [("Grupo Amancay", 15)]


@pytest.mark.directive("6.4.1")
def test_the_sixteenth_is_refused_and_with_him_the_whole_list(apply: Applying, call: Applying, book_path: Path) -> None:
    before = counts(call, book_path)

    refused = apply(*group_of(16))

    assert refused.code == 1
    assert refused.document["error"] == "group_full"
    assert (refused.document["position"], refused.document["line"]) == (32, 33)
    assert refused.document["parameters"] == {"limit": 15}
    assert counts(call, book_path) == before


@pytest.mark.directive("6.4.1")
def test_the_sixteenth_may_wait_and_is_offered_the_place_that_frees(apply: Applying) -> None:
    first = apply(*group_of(15)).document["refs"]
    extra = man(16)
    extra[1] |= {"waitlist": True, "group_id": first["g1"]}
    apply(*extra)

    left = apply(
        {"do": "ChangeEnrolmentStatus", "enrolment_id": first["e3"], "status": "stopped", "reason": "Se mudó."}
    )

    notices = left.document["notices"]
    assert [notice["code"] for notice in notices] == ["place_freed"]
    assert "Varón 16" in notices[0]["message"]


def test_a_refusal_is_told_in_spanish_with_its_line(call: Applying, book_path: Path) -> None:
    lines = "\n".join(json.dumps(command) for command in group_of(16))

    refused = call("apply", book_path, "-", stdin="\n" + lines)

    assert (refused.code, refused.out) == (1, "")
    told = refused.err.splitlines()
    assert told[0].startswith("Línea 34: El grupo está completo")
    assert "lista de espera" in told[1]
    assert told[2] == "No se guardó nada de la lista."


def test_fields_at_fault_are_named_by_their_question(call: Applying, book_path: Path) -> None:
    command = {"do": "RegisterParticipant", "answers": {"paternal_surname": "Ñ", "given_names": "J", "phone": "12"}}

    refused = call("apply", book_path, "-", stdin=json.dumps(command))
    document = call("apply", book_path, "-", "--json", stdin=json.dumps(command)).document

    assert "  - «Celular»: " in refused.err
    assert document["error"] == "invalid_input"
    assert [problem["field"] for problem in document["problems"]] == ["phone"]
    assert (document["position"], document["line"]) == (0, 1)


def test_a_dry_run_checks_everything_and_keeps_nothing(apply: Applying, call: Applying, book_path: Path) -> None:
    before = counts(call, book_path)

    fits = apply(*group_of(15), options=["--dry-run"]).document
    too_many = apply(*group_of(16), options=["--dry-run"])

    assert (fits["dry_run"], fits["commands"]) == (True, 31)
    assert (too_many.code, too_many.document["error"]) == (1, "group_full")
    assert counts(call, book_path) == before
    told = call("apply", book_path, "-", "--dry-run", stdin=json.dumps(GROUP))
    assert "no se guardó nada" in told.out
    assert "g1" not in told.out


def test_a_dry_run_leaves_no_audit_row_of_what_it_did_not_do(apply: Applying, call: Applying, book_path: Path) -> None:
    supervisor = ["person", "add", book_path, "Elena Apaza", "--role", "supervisor"]
    clave = "zarza-molino-42-tucán"
    call(*supervisor, typed=[PASSPHRASE, clave, clave])
    other = "brújula-helecho-96-puna"
    call("person", "passphrase", book_path, "--user", "elena", typed=[clave, other, other])
    apply(GROUP, options=["--user", "rosa", "--dry-run"])
    apply(GROUP, options=["--user", "rosa"])

    trail = call("show", book_path, "audit", "--user", "elena", "--json", typed=[other]).document["audit"]

    assert [entry["action"] for entry in trail].count("FormGroup") == 1
    assert {entry["person"] for entry in trail if entry["action"] == "FormGroup"} == {"Rosa Mamani Quispe"}


def test_commands_come_from_a_file_too(call: Applying, book_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "órdenes.jsonl"
    file.write_text("\ufeff" + json.dumps(GROUP) + "\r\n", encoding="utf-8")

    assert call("apply", book_path, file).code == 0
    assert call("show", book_path, "group", "amancay").code == 0


def test_clave_and_commands_may_share_the_standard_input(call: Applying, book_path: Path) -> None:
    stdin = f"{PASSPHRASE}\n{json.dumps(GROUP)}\n"

    assert call("apply", book_path, "-", "--passphrase-file", "-", typed=[], stdin=stdin).code == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file_unreadable"), (b"\xff\xfe{", "file_not_text"), (b"", "batch_empty"), (b"{", "batch_line_unreadable")],
)
def test_a_file_that_cannot_be_carried_out(
    call: Applying, book_path: Path, tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "órdenes.jsonl"
    if content is not None:
        file.write_bytes(content)

    refused = call("apply", book_path, file, "--json")

    assert (refused.code, refused.document["error"]) == (1, code)


def test_commands_without_a_book_asks_nobody(call: Applying) -> None:
    schema = call("commands", typed=[])

    assert schema.code == 0
    assert "EnrolParticipant" in json.loads(schema.out)["$defs"]
    assert call("commands", "--json", typed=[]).document == json.loads(schema.out)


def test_commands_of_a_book_know_its_own_fields(apply: Applying, call: Applying, book_path: Path) -> None:
    apply({"do": "AddOwnField", "label": "¿Pertenece a una ronda?", "kind": "yes_no"})

    fields = call("commands", book_path).out

    own = json.loads(fields)["$defs"]["RegistrationForm"]["properties"]["own_pertenece_a_una_ronda"]
    assert own["enum"] == ["yes", "no"]
    done = apply(
        {
            "do": "RegisterParticipant",
            "answers": {"paternal_surname": "Ñ", "given_names": "J", "own_pertenece_a_una_ronda": "yes"},
        }
    )
    assert done.code == 0
