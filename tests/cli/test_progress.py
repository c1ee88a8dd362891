"""How a man and a group go on, and constancias, as a program would ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.cli.test_coverage import COMMANDS, GROUP, OTHER, SESSION, STINT

Apply = Callable[..., Call]
CAME = {"do": "MarkAttendance", "session_id": OTHER, "enrolment_id": STINT, "mark": "attended"}


@pytest.fixture
def filled(apply: Apply) -> str:
    """His key: he missed the first session and came to the second."""
    done = apply(*COMMANDS, CAME)
    assert done.code == 0
    return str(done.document["ids"][1])


@pytest.mark.directive("6.9.1")
def test_a_mans_progress_is_shown_to_programs_and_people(call: Apply, book_path: Path, filled: str) -> None:
    shown = call("show", book_path, "progress", filled, "--json").document["progress"]
    assert (shown["attended"], shown["participant_id"]) == (1, filled)
    (group,) = shown["groups"]
    assert group["marks"] == {SESSION: "absent_without_notice", OTHER: "attended"}
    assert group["topics"]["power_and_violence"] == "missed"
    topics = next(one for one in shown["remaining"] if one["kind"] == "topics")
    assert (topics["count"], topics["place"], topics["target_id"]) == (1, "coverage", GROUP)
    assert (shown["referrals"], shown["care"]) == ([], [])
    out = call("show", book_path, "progress", filled).out
    assert "Asistió a 1 de 2 sesiones realizadas." in out
    assert "Tiene un tema por recuperar (Molle: 1)." in out


@pytest.mark.directive("6.9.1")
@pytest.mark.usefixtures("filled")
def test_a_groups_progress_is_shown_to_programs_and_people(call: Apply, book_path: Path) -> None:
    shown = call("show", book_path, "group-progress", "Molle", "--json").document["group_progress"]
    assert [(one["attended"], one["marked"]) for one in shown["sessions"]] == [(0, 1), (1, 1)]
    assert (shown["topics_worked"], len(shown["topics_not_worked"])) == (2, 11)
    assert shown["ranges"]["attendance"] is None
    assert shown["ranges"]["others"] == 0
    out = call("show", book_path, "group-progress", "Molle").out
    assert "Asistencias: 1 de 2 de las registradas." in out
    assert "Nadie espera un lugar." in out


def test_somebody_must_be_named(call: Apply, book_path: Path) -> None:
    for view in ("progress", "group-progress"):
        assert call("show", book_path, view).code == 1


@pytest.mark.directive("6.2.8")
def test_the_papers_are_written_without_a_name_outside(
    call: Apply, book_path: Path, tmp_path: Path, filled: str
) -> None:
    for paper, file in (("progress", "avance"), ("constancia", "constancia")):
        assert call("print", book_path, paper, filled, "--out", tmp_path).code == 0
        assert len(PdfReader(tmp_path / f"{file}.pdf").pages) == 1
    out = tmp_path / "trabajo.pdf"
    assert call("print", book_path, "constancia-plain", filled, "--out", out).code == 0
    assert "asistió a este servicio un día" in " ".join(PdfReader(out).pages[0].extract_text().split())


def test_there_is_no_constancia_of_nothing(apply: Apply, call: Apply, book_path: Path, tmp_path: Path) -> None:
    man = str(apply(*COMMANDS).document["ids"][1])
    refused = call("print", book_path, "constancia", man, "--out", tmp_path, "--json")
    assert (refused.code, refused.document["error"]) == (1, "constancia_without_attendance")
    assert list(tmp_path.glob("*.pdf")) == []
