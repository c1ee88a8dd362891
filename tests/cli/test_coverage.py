"""The numbers of a group and the rules about absences, as a program would ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha

Apply = Callable[..., Call]
GROUP, STINT, SESSION, OTHER = (f"01900000-0000-7000-8000-00000000000{number}" for number in (1, 2, 3, 4))
COMMANDS: tuple[dict[str, Any], ...] = (
    {"do": "FormGroup", "id": GROUP, "name": "Molle"},
    {"do": "RegisterParticipant", "answers": ficha(1), "ref": "man"},
    {"do": "EnrolParticipant", "id": STINT, "group_id": GROUP, "participant_id": "$man", "since": "2026-11-01"},
    {
        "do": "PlanSessions",
        "group_id": GROUP,
        "sessions": [
            {"id": SESSION, "day": "2026-11-11", "starts_at": "19:00", "topic_ids": ["power_and_violence"]},
            {"id": OTHER, "day": "2026-11-18", "starts_at": "19:00", "topic_ids": ["laws_against_violence"]},
        ],
    },
    {"do": "MarkAttendance", "session_id": SESSION, "enrolment_id": STINT, "mark": "absent_without_notice"},
    {"do": "SetAbsenceRules", "rules": [{"kind": "total", "count": 1, "step": "notice"}], "minimum_percent": 80},
)


@pytest.mark.directive("6.4.8")
def test_topics_and_rates_are_shown_to_programs(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(*COMMANDS).code == 0
    shown = call("show", book_path, "coverage", "Molle", "--json").document["coverage"]
    assert len(shown["topics"]) == 13
    assert shown["topics"][0]["state"] == "covered"
    (man,) = shown["men"]
    assert man["topics"]["power_and_violence"]["state"] == "missed"
    assert man["topics"]["power_and_violence"]["open_session_ids"] == [SESSION]
    rates = call("show", book_path, "attendance-rates", "Molle", "--json").document["attendance_rates"]
    (man,) = rates["men"]
    assert man["figures"]["of_held"] == {"numerator": 0, "denominator": 1}
    assert man["marks"] == {SESSION: "absent_without_notice"}
    assert man["pending"]["step"] == "notice"
    assert man["can_complete"] is False
    assert rates["policy"]["minimum_percent"] == 80


def test_a_step_taken_is_no_longer_to_be_considered(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(*COMMANDS, {"do": "RecordAbsenceStep", "enrolment_id": STINT, "step": "notice"}).code == 0
    rates = call("show", book_path, "attendance-rates", "Molle", "--json").document["attendance_rates"]
    (man,) = rates["men"]
    assert man["pending"]["step"] == "completion_talk"
    assert [one["step"] for one in man["taken"]] == ["notice"]


def test_people_read_signs_with_what_they_mean(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(*COMMANDS).code == 0
    out = call("show", book_path, "coverage", "Molle").out
    assert "○ faltó, por recuperar" in out
    assert "Poder y violencia" in out
    rates = call("show", book_path, "attendance-rates", "Molle").out
    assert "0 de 1 (0 %)" in rates
    assert "Aviso; ya no puede completar" in rates


def test_the_rules_are_read_as_sentences(apply: Apply, call: Apply, book_path: Path) -> None:
    assert "no ha puesto reglas" in call("show", book_path, "absence-rules").out
    assert apply(*COMMANDS).code == 0
    shown = call("show", book_path, "absence-rules")
    assert "Después de 1 inasistencia sin aviso: aviso. Lo recuperado no cuenta." in shown.out
    assert "80 % de sus sesiones" in shown.out
    rules = call("show", book_path, "absence-rules", "--json").document["absence_rules"]
    assert rules["rules"] == [
        {"kind": "total", "count": 1, "step": "notice", "marks": ["absent_without_notice"], "make_up": True}
    ]


def test_a_rule_that_cannot_be_is_refused(apply: Apply) -> None:
    refused = apply({"do": "SetAbsenceRules", "rules": [{"kind": "total", "count": 41, "step": "notice"}]})
    assert refused.code == 1
    assert refused.document["problems"][0]["field"] == "rules.0.count"


def test_the_paper_is_written(apply: Apply, call: Apply, book_path: Path, tmp_path: Path) -> None:
    assert apply(*COMMANDS).code == 0
    assert call("print", book_path, "coverage", "Molle", "--out", tmp_path).code == 0
    text = PdfReader(tmp_path / "asistencia-y-temas.pdf").pages[0].extract_text()
    assert "Temas de cada participante" in text
