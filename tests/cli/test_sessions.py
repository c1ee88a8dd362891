"""The plan on the command line: applied, shown, printed, taken out as a calendar file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from facilitador.reference import curriculum
from tests.cli.conftest import Call

CallMain = Callable[..., Call]
THIRTEEN = [topic.id for topic in curriculum().mandated]


def planned(apply: CallMain, count: int = 3) -> dict[str, Any]:
    """A group with some Wednesdays, a topic each; the answer of `apply`."""
    days = [f"2026-12-{2 + 7 * number:02}" for number in range(count)]
    sessions = [
        {"day": day, "starts_at": "19:00", "minutes": 120, "topic_ids": [topic]}
        for day, topic in zip(days, THIRTEEN, strict=False)
    ]
    document: dict[str, Any] = apply(
        {"do": "FormGroup", "ref": "g", "name": "Molle"},
        {"do": "PlanSessions", "group_id": "$g", "sessions": sessions},
    ).document
    return document


def test_a_plan_is_applied_and_shown(call: CallMain, apply: CallMain, book_path: Path) -> None:
    planned(apply)

    shown = call("show", book_path, "sessions", "molle", "--json").document
    told = call("show", book_path, "sessions", "molle").out

    assert list(shown) == ["sessions", "warnings", "next"]
    assert [one["number"] for one in shown["sessions"]] == [1, 2, 3]
    assert shown["sessions"][0]["starts_at"] == "19:00:00"
    assert shown["sessions"][0]["topic_names"] == ["Poder y violencia"]
    assert shown["next"] == shown["sessions"][0]["id"]
    assert "topics_without_session" in {one["code"] for one in shown["warnings"]}
    assert "mié 02/12/2026" in told
    assert "en el plan" in told
    assert "Revise: " in told


def test_a_group_without_plan_says_so(call: CallMain, apply: CallMain, book_path: Path) -> None:
    apply({"do": "FormGroup", "name": "Molle"})

    assert call("show", book_path, "sessions", "molle").out == "El grupo todavía no tiene plan de sesiones.\n"


def test_a_session_is_moved_with_its_reason(call: CallMain, apply: CallMain, book_path: Path) -> None:
    planned(apply)
    key = call("show", book_path, "sessions", "molle", "--json").document["sessions"][0]["id"]

    done = apply({"do": "MoveSession", "session_id": key, "day": "2026-12-08", "reason_code": "harvest"})
    refused = apply({"do": "MoveSession", "session_id": key, "day": "3202-12-08", "reason_code": "harvest"})

    assert [notice["code"] for notice in done.document["notices"]] == ["session_on_holiday"]
    assert (refused.code, refused.document["problems"][0]["field"]) == (1, "day")


@pytest.mark.directive("6.4.8")
def test_topics_are_shown_and_an_own_one_is_added(call: CallMain, apply: CallMain, book_path: Path) -> None:
    objectives = {key: ["Reconoce."] for key in ("saber_conocer", "saber_actuar_e_interactuar", "saber_resolver")}
    apply({"do": "AddOwnTopic", "name": "Agua", "purpose": "Cuidarla.", "objectives": objectives})

    topics = call("show", book_path, "topics", "--json").document["topics"]

    assert [topic["number"] for topic in topics] == [*range(1, 14), None]
    assert [topic["mandated"] for topic in topics] == [True] * 13 + [False]
    assert "Activismo comunitario" in call("show", book_path, "topics").out


def test_the_papers_of_the_plan(call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path) -> None:
    planned(apply)

    plan = call("print", book_path, "session-plan", "Molle/2", "--out", tmp_path / "plan.pdf", "--json")
    calendar = call("print", book_path, "calendar", "molle", "--out", tmp_path / "fechas.pdf", "--json")

    assert plan.document["pages"] <= 5
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "plan.pdf").pages)
    assert "Género e identidad masculina" in text
    assert "02/12/2026: Poder y violencia." in text
    assert calendar.document["pages"] == 1
    assert "Miércoles 2 de diciembre de 2026" in PdfReader(tmp_path / "fechas.pdf").pages[0].extract_text()


@pytest.mark.parametrize("name", ["Molle/9", "Molle/dos", "Molle", "", "/1"])
def test_a_session_that_is_none(call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path, name: str) -> None:
    planned(apply)

    refused = call("print", book_path, "session-plan", name, "--out", tmp_path, "--json")

    assert (refused.code, refused.document["error"]) == (1, "session_unknown")


@pytest.mark.directive("6.4.5")
def test_the_calendar_file_is_neutral_and_its_export_is_recorded(
    call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path
) -> None:
    planned(apply)

    done = call("export", book_path, "ics", "molle", "--out", tmp_path, "--json")

    file = tmp_path / "reuniones.ics"
    assert done.document == {"what": "ics", "file": str(file)}
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == 3
    assert {str(event["SUMMARY"]) for event in events} == {"Reunión de grupo"}
    assert b"Molle" not in file.read_bytes()
    again = call("export", book_path, "ics", "molle", "--out", tmp_path, "--json")
    assert (again.code, again.document["error"]) == (1, "file_exists")


def test_a_group_without_dates_has_no_calendar_file(
    call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path
) -> None:
    apply({"do": "FormGroup", "name": "Molle"})

    refused = call("export", book_path, "ics", "molle", "--out", tmp_path, "--json")

    assert (refused.code, refused.document["error"]) == (1, "calendar_empty")
    assert list(tmp_path.glob("*.ics")) == []
