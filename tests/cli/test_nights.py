"""A night by `apply`: marks, a man at the door, a newcomer, calls; shown and printed, as a program would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha

Apply = Callable[..., Call]
GROUP, FIRST, SECOND, SESSION, LATER = (f"01900000-0000-7000-8000-00000000000{number}" for number in range(1, 6))
COMMANDS: tuple[dict[str, Any], ...] = (
    {"do": "FormGroup", "id": GROUP, "name": "Molle"},
    {"do": "RegisterParticipant", "answers": ficha(1), "ref": "one"},
    {"do": "RegisterParticipant", "answers": ficha(2), "ref": "two"},
    {"do": "EnrolParticipant", "id": FIRST, "group_id": GROUP, "participant_id": "$one", "since": "2026-11-01"},
    {"do": "EnrolParticipant", "id": SECOND, "group_id": GROUP, "participant_id": "$two", "since": "2026-11-01"},
    {
        "do": "PlanSessions",
        "group_id": GROUP,
        "sessions": [
            {"id": SESSION, "day": "2026-11-18", "starts_at": "19:00", "topic_ids": ["power_and_violence"]},
            {"id": LATER, "day": "2026-11-25", "starts_at": "19:00"},
        ],
    },
    {"do": "MarkAttendance", "session_id": SESSION, "enrolment_id": FIRST, "mark": "absent_without_notice"},
    {
        "do": "RefuseAtDoor",
        "session_id": SESSION,
        "enrolment_id": SECOND,
        "cause": "alcohol",
        "goes_where": "A casa de su hermano",
        "at_risk": "unknown",
    },
    {"do": "AddNewcomer", "session_id": SESSION, "paternal_surname": "Yaranga", "given_names": "Abel"},
    {"do": "AnnounceAbsence", "session_id": LATER, "enrolment_id": FIRST, "note": "cosecha"},
)


@pytest.fixture
def apply(call: Apply, book_path: Path, tmp_path: Path) -> Apply:
    """`apply(command, …)` on the book."""

    def apply_all(*commands: dict[str, Any]) -> Call:
        file = tmp_path / "commands.jsonl"
        file.write_text("\n".join(json.dumps(one) for one in commands), encoding="utf-8")
        return call("apply", book_path, file, "--json")

    return apply_all


def test_attendance_and_the_door_are_shown_as_they_were_applied(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(*COMMANDS).code == 0

    shown = call("show", book_path, "attendance", "Molle/1", "--json").document["attendance"]

    men = {man["name"]: man for man in shown["men"]}
    assert [man["number"] for man in shown["men"]] == [1, 2, 3]
    assert {name: man["mark"] for name, man in men.items()} == {
        "Mamani Quispe, José Luis": "absent_without_notice",
        "Ñahui Quispe, José Luis": "not_admitted",
        "Yaranga, Abel": "attended",
    }
    assert men["Yaranga, Abel"]["bare"] is True
    assert shown["tally"] == {"expected": 3, "attending": 1, "absent": 2, "unrecorded": 0}
    (refusal,) = shown["door_refusals"]
    assert (refusal["cause"], refusal["at_risk"], refusal["goes_where"]) == (
        "alcohol",
        "unknown",
        "A casa de su hermano",
    )
    assert shown["session"]["state"] == "held"
    text = call("show", book_path, "attendance", SESSION).out
    assert "Inasistencia sin aviso" in text
    assert "PENDIENTE" in text


@pytest.mark.parametrize("subject", ["Molle", "Molle/2", LATER, GROUP])
def test_tonight_is_named_by_its_group_or_its_session(apply: Apply, call: Apply, book_path: Path, subject: str) -> None:
    apply(*COMMANDS)

    page = call("show", book_path, "tonight", subject, "--json").document["tonight"]

    assert page["session"]["id"] == LATER
    assert page["expected"][0]["announced"] == "cosecha"
    assert page["expected"][0]["to_make_up"][0]["topics"] == ["Poder y violencia"]
    assert [matter["kind"] for matter in page["open_matters"]] == ["door_refusal", "newcomer"]
    assert "cosecha" in call("show", book_path, "tonight", subject).out


def test_calls_are_listed_recorded_and_settled(apply: Apply, call: Apply, book_path: Path) -> None:
    apply(*COMMANDS)
    listed = call("show", book_path, "calls", "--json").document["calls"]
    assert [(one["purpose"], one["settled"]) for one in listed] == [
        ("absent", False),
        ("newcomer", False),
        ("make_up", False),
    ]
    assert listed[0]["phones"] == ["980000001"]
    assert "980 000 001" in call("show", book_path, "calls").out

    base = {"do": "RecordCall", "enrolment_id": FIRST, "session_id": SESSION, "purpose": "absent"}
    assert apply({**base, "result": "no_answer"}, {**base, "result": "coming_back"}).code == 0

    listed = call("show", book_path, "calls", "--json").document["calls"]
    assert listed[0]["settled"] is True
    assert [made["result"] for made in listed[0]["calls"]] == ["no_answer", "coming_back"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"do": "MarkAttendance", "session_id": LATER, "enrolment_id": FIRST, "mark": "late"}, "attendance_too_early"),
        (
            {"do": "MarkAttendance", "session_id": SESSION, "enrolment_id": SECOND, "mark": "attended"},
            "door_refusal_stands",
        ),
        ({"do": "MarkAttendance", "session_id": SESSION, "enrolment_id": FIRST, "mark": "maybe"}, None),
        ({"do": "RecordMakeUp", "enrolment_id": FIRST, "session_id": LATER}, "session_not_held"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(apply: Apply, command: dict[str, Any], code: str | None) -> None:
    apply(*COMMANDS)

    refused = apply(command)

    assert refused.code == 1
    if code is not None:
        assert refused.document["error"] == code


@pytest.mark.parametrize(("document", "says"), [("sign-in", "Lista de asistencia"), ("tonight", "Hoja de la noche")])
def test_both_papers_are_written(
    apply: Apply, call: Apply, book_path: Path, tmp_path: Path, document: str, says: str
) -> None:
    apply(*COMMANDS)

    printed = call("print", book_path, document, "Molle/2", "--out", tmp_path / "hoja.pdf", "--json")

    assert printed.document["pages"] == 1
    text = PdfReader(tmp_path / "hoja.pdf").pages[0].extract_text()
    assert says in text
    assert "Yaranga, Abel" in text
    if document == "sign-in":
        assert "violencia" not in text.casefold()  # names never stand beside what the group is about (6.4.5)


def test_a_view_without_its_subject_says_so(call: Apply, book_path: Path) -> None:
    assert call("show", book_path, "attendance", "--json").document["error"] == "subject_needed"
    assert call("show", book_path, "calls", "Molle", "--json").document["error"] == "subject_unwanted"
