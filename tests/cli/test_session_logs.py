"""A log written, closed and amended by `apply`; shown and printed, as a program would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha

Apply = Callable[..., Call]
GROUP, STINT, SESSION = (f"01900000-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))
COMMANDS: tuple[dict[str, Any], ...] = (
    {"do": "FormGroup", "id": GROUP, "name": "Molle"},
    {"do": "RegisterParticipant", "answers": ficha(1), "ref": "man"},
    {
        "do": "EnrolParticipant",
        "id": STINT,
        "group_id": GROUP,
        "participant_id": "$man",
        "since": "2026-11-01",
    },
    {
        "do": "PlanSessions",
        "group_id": GROUP,
        "sessions": [
            {"id": SESSION, "day": "2026-11-18", "starts_at": "19:00", "topic_ids": ["power_and_violence"]},
        ],
    },
    {"do": "MarkAttendance", "session_id": SESSION, "enrolment_id": STINT, "mark": "attended"},
    {
        "do": "SaveLog",
        "session_id": SESSION,
        "summary": "Se habló del poder.",
        "topic_ids": ["power_and_violence"],
        "areas": {"saber_conocer": "yes"},
        "area_notes": {"saber_conocer": "Lo dijo el 1."},
        "headings": {"responsibility": "«Yo lo hice»."},
        "avoided": {"blaming_women": "Se volvió a la palabra yo."},
    },
)
REST: dict[str, Any] = {name: value for name, value in COMMANDS[-1].items() if name != "do"}


@pytest.mark.directive("6.4.7", "6.4.9", "6.4.10")
def test_a_log_is_written_closed_and_amended_by_commands(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(*COMMANDS).code == 0
    shown = call("show", book_path, "session", "Molle/1", "--json").document["session"]
    assert (shown["group"], shown["number"], shown["log_status"]) == ("Molle", 1, "short")
    assert shown["log"]["headings"] == {"responsibility": "«Yo lo hice»."}
    assert shown["areas"] == [{"area": "saber_conocer", "reached": "yes", "note": "Lo dijo el 1."}]
    assert shown["complete_by"] == "2026-11-25"
    assert [(man["number"], man["mark"]) for man in shown["men"]] == [(1, "attended")]
    assert {one["numeral"] for one in shown["missing"]} == {"6.2.1", "6.4.7", "6.4.9", "6.4.10 b", "6.4.10 d"}

    refused = apply({"do": "CloseLog", "session_id": SESSION})
    assert refused.code == 1
    amendment = {"do": "AmendLog", **REST, "reason": "Llegó tarde.", "marks": {STINT: "late"}}
    done = apply({"do": "CloseLog", "session_id": SESSION, "reason": "Faltó tiempo."}, amendment)
    assert done.code == 0
    shown = call("show", book_path, "session", SESSION, "--json").document["session"]
    assert shown["log_status"] == "closed"
    (one,) = shown["amendments"]
    assert (one["part"], one["before"], one["after"], one["reason"]) == (
        "attendance_marks",
        "attended",
        "late",
        "Llegó tarde.",
    )
    told = call("show", book_path, "session", SESSION).out
    assert "Motivo: Llegó tarde.\n    Antes decía: 1: Asistió" in told


def test_an_unknown_field_of_a_log_is_refused_not_dropped(apply: Apply) -> None:
    refused = apply(*COMMANDS[:-1], {**COMMANDS[-1], "narative": "con una errata"})
    assert refused.code == 1
    assert refused.document["error"] == "batch_field_unknown"


def test_a_person_reads_what_is_missing_and_who_has_which_number(apply: Apply, call: Apply, book_path: Path) -> None:
    apply(*COMMANDS)
    told = call("show", book_path, "session", "Molle/1").out
    assert "Asistió: 1." in told
    assert "Falta (6.4.10 b): " in told
    assert "1. Mamani Quispe, José Luis" in told


def test_a_log_is_printed_with_numbers_and_without_names(
    apply: Apply, call: Apply, book_path: Path, tmp_path: Path
) -> None:
    apply(*COMMANDS[:-1])
    file = tmp_path / "bitacora.pdf"
    assert call("print", book_path, "session-log", "Molle/1", "--out", file).code == 1  # nothing is written yet
    assert not file.exists()
    apply(COMMANDS[-1])
    assert call("print", book_path, "session-log", "Molle/1", "--out", file).code == 0
    text = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    assert "Se habló del poder." in text
    assert "José" not in text
