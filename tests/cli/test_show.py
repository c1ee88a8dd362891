"""Views on the command line: for programs a documented shape, for people Spanish without codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from facilitador.cli.view_names import VIEWS
from facilitador.domain.roles import Role
from facilitador.domain.trail_words import ACTIONS
from facilitador.use_cases.catalogue import COMMANDS
from tests.books import PASSPHRASE, copy_of
from tests.cli.conftest import Call

CallMain = Callable[..., Call]
CODES = re.compile(
    r"\b(facilitator|supervisor|staff|attending|waiting|paused|stopped|forming|running|closed|adults|adolescents|bound"
    r"|adheres|spanish|bilingual|quechua_|psychology|municipality|None|True|False|dni|own_account)\b"
)


def test_groups(on_example: CallMain) -> None:
    groups = on_example("show", "groups", "--json").document["groups"]

    amancay = next(group for group in groups if group["name"] == "Grupo Amancay")
    assert (amancay["status"], amancay["counting"], amancay["waiting"]) == ("running", 15, 2)
    assert (amancay["venue"], amancay["starts_at"], amancay["weekday"]) == ("Casa comunal Los Molles", "19:00:00", 2)


def test_a_group_says_what_is_missing(on_example: CallMain) -> None:
    group = on_example("show", "group", "QANTU", "--json").document["group"]

    assert {"6.2.1", "6.2.3", "6.2.4", "6.3.1"} <= {item["numeral"] for item in group["missing"]}
    assert all(item["message"] and item["code"] for item in group["missing"])
    assert [person["name"] for person in group["facilitators"]] == ["Rosa Elena Huamaní Ccori", "Óscar Núñez Palomino"]


def test_a_roster(on_example: CallMain) -> None:
    roster = on_example("show", "roster", "grupo amancay", "--json").document["roster"]

    assert sorted(entry["seat"] for entry in roster if entry["counts"]) == list(range(1, 16))
    assert [entry["queue_position"] for entry in roster if entry["status"] == "waiting"] == [1, 2]
    assert {"participant_id", "enrolment_id", "name", "birth_date", "phone", "reason", "complete"} <= set(roster[0])


def test_participants_are_found_without_accents_and_case(on_example: CallMain) -> None:
    found = on_example("show", "participants", "nahui alvarez", "--json").document["participants"]
    paged = on_example("show", "participants", "--limit", "5", "--offset", "2", "--json").document

    assert [man["name"] for man in found] == ["Ñahui Álvarez, José Luis"]
    assert found[0]["groups"] == ["Grupo Amancay"]
    assert len(paged["participants"]) == 5


def test_a_participant_by_name_and_by_identifier(call: CallMain, apply: CallMain, book_path: Path) -> None:
    answers = {"paternal_surname": "Ñahui", "given_names": "José", "mother_tongue": "quechua"}
    made = apply({"do": "RegisterParticipant", "answers": answers}).document["ids"][0]

    by_name = call("show", book_path, "participant", "jose nahui", "--json").document["participant"]
    by_id = call("show", book_path, "participant", made, "--json").document["participant"]

    assert by_name == by_id
    assert by_id["answers"] == answers
    assert by_id["complete"] is False
    assert {"document_kind", "way_of_entry", "sentence_to_serve"} <= set(by_id["missing"])
    told = call("show", book_path, "participant", made).out
    assert "¿En qué lengua aprendió a hablar? Quechua" in told


def test_looking_at_a_man_leaves_a_row(call: CallMain, template_books: dict[Role, Path], tmp_path: Path) -> None:
    book = copy_of(template_books[Role.SUPERVISOR], tmp_path / "supervisa")
    refused = call("show", book, "participant", "nadie", "--json")
    trail = call("show", book, "audit", "--json").document["audit"]

    assert refused.document["error"] == "participant_unknown"
    assert [entry["action"] for entry in trail][:3] == ["Open", "Close", "Open"]
    assert call("show", book, "audit").out.count("abrió el cuaderno") >= 3


@pytest.mark.parametrize(
    ("view", "name", "code"),
    [
        ("group", "grupo", "group_ambiguous"),
        ("group", "jacinto", "group_unknown"),
        ("group", "", "group_unknown"),
        ("roster", "00000000-0000-0000-0000-000000000001", "not_found"),
        ("participant", "quispe", "participant_ambiguous"),
        ("participant", "Nadie", "participant_unknown"),
        ("participant", "  ", "participant_unknown"),
    ],
)
def test_a_name_that_is_nobodys_or_several(on_example: CallMain, view: str, name: str, code: str) -> None:
    refused = on_example("show", view, name, "--json")

    assert (refused.code, refused.document["error"]) == (1, code)


def test_the_audit_is_for_supervisors(on_example: CallMain) -> None:
    refused = on_example("show", "audit", "--json")

    assert (refused.code, refused.document["error"]) == (1, "role_may_not_read")


def test_a_view_says_whom_it_is_of_or_of_nobody(on_example: CallMain) -> None:
    assert on_example("show", "group", "--json").document["error"] == "subject_needed"
    assert on_example("show", "venues", "aula", "--json").document["error"] == "subject_unwanted"


def test_the_other_views(on_example: CallMain) -> None:
    def view(name: str) -> Any:
        return on_example("show", name, "--json").document

    assert [venue["name"] for venue in view("venues")["venues"]][1] == "Casa comunal Los Molles"
    assert {len(person["trainings"]) for person in view("people")["people"]} == {1, 3}
    service = view("service")
    assert service["service"]["name"] == "Servicio de ejemplo Los Molles"
    assert [field["key"] for field in service["own_fields"]] == ["own_cuanto_demora_en_llegar"]
    assert {"code", "message", "parameters", "urgency", "place", "target_id", "day"} == set(view("home")["home"][0])
    assert view("due")["due"] == view("home")["home"]
    assert on_example("show", "due").out.splitlines()[0].startswith("Grupo Amancay: un participante no ingresó el")


OF_A_GROUP = {
    "group",
    "group-progress",
    "closure",
    "tonight",
    "roster",
    "sessions",
    "coverage",
    "attendance-rates",
    "applications",
    "items",
}
OF_AN_APPLICATION = {"scores", "change"}  # the example data has none: tests/cli/test_applications.py
OF_TWO = {"contacts"}  # tests/cli/test_reserved.py
TESTED_APART = OF_AN_APPLICATION | OF_TWO | {"review"}  # of a review: tests/cli/test_reviews.py
OF_A_SESSION = {"session", "attendance"}
OF_A_MAN = {"participant", "evaluation", "exclusion-check", "progress", "care", "hand-outs"}
SUBJECTS = {
    "session": "amancay/1",
    "attendance": "amancay/1",
    "tonight": "amancay",
    "applications": "amancay",
    "items": "amancay",
    "sessions": "amancay",
    "coverage": "amancay",
    "attendance-rates": "amancay",
    "group": "qantu",
    "roster": "amancay",
    "group-progress": "amancay",
    "closure": "amancay",
    "participant": "nahui alvarez",
    "progress": "nahui alvarez",
    "care": "nahui alvarez",
    "hand-outs": "nahui alvarez",
    "evaluation": "nahui alvarez",
    "exclusion-check": "nahui alvarez",
    "participants": "a",
}


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in TESTED_APART | {"audit"}])
def test_people_read_no_code(on_example: CallMain, view: str) -> None:
    shown = on_example("show", view, *([SUBJECTS[view]] if view in SUBJECTS else []))

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.strip()
    assert not CODES.search(shown.out.replace("own_cuanto", "")), CODES.search(shown.out)


@pytest.mark.parametrize(
    "view",
    [view for view in VIEWS if view not in OF_A_GROUP | OF_A_SESSION | OF_A_MAN | TESTED_APART],
)
def test_an_empty_book_can_be_shown(
    call: CallMain, template_books: dict[Role, Path], tmp_path: Path, view: str
) -> None:
    book = copy_of(template_books[Role.SUPERVISOR], tmp_path / "vacío")

    assert call("show", book, view).code == 0
    assert next(iter(call("show", book, view, "--json").document)) == view.replace("-", "_")


def test_every_audited_command_has_its_words() -> None:
    audited = {command.__name__ for command, handler in COMMANDS.items() if handler.audited}

    assert audited <= set(ACTIONS)


def test_the_example_data_leaves_no_folder(call: CallMain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    shown = call("info", "--demo", "--json", typed=[])

    assert shown.document["demo"] is True
    assert json.loads(shown.out)["book"].startswith(str(tmp_path))
    assert list(tmp_path.glob("facilitador-ejemplo-*")) == []
    assert PASSPHRASE not in shown.out
