"""Goals, indicators and what leaves the book, as a program would ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import openpyxl
import pytest
from pypdf import PdfReader

from facilitador.cli import report_exports
from facilitador.cli.program import INTERRUPTED
from facilitador.db.queries import indicators
from tests.cli.conftest import Call
from tests.cli.test_coverage import COMMANDS, GROUP

Apply = Callable[..., Call]
GOAL = {
    "do": "SetGoal",
    "group_id": GROUP,
    "kind": "number",
    "wording": "Que vengan",
    "indicator": "attendance",
    "target": 80,
    "percent": True,
    "starts_on": "2026-11-01",
    "due_on": "2026-12-31",
    "ref": "goal",
}


@pytest.fixture
def filled(apply: Apply) -> None:
    assert apply(*COMMANDS, GOAL, {"do": "NoteGoal", "goal_id": "$goal", "seen": "Faltó por la cosecha."}).code == 0


@pytest.mark.directive("6.9.1")
@pytest.mark.usefixtures("filled")
def test_indicators_and_goals_are_shown_to_programs(call: Apply, book_path: Path) -> None:
    shown = call("show", book_path, "indicators", "Molle", "--json").document["indicators"]
    found = {one["code"]: one for one in shown["indicators"]}
    assert found["attendance"]["whole"] == {"count": 0, "of": 1, "low": 0, "high": 0}
    assert found["attendance"]["periods"] == [
        {"first": "2026-11-01", "last": "2026-11-30", "count": 0, "of": 1, "low": 0, "high": 0}
    ]
    assert found["sessions_held"]["whole"]["count"] == 1
    assert "protection_opened" not in found
    service = call("show", book_path, "indicators", "--span", "quarter", "--json").document["indicators"]
    assert service["group_id"] is None
    assert {one["code"] for one in service["indicators"]} > set(found)
    (goal,) = call("show", book_path, "goals", "Molle", "--json").document["goals"]
    assert (goal["target"], goal["percent"], goal["amount"]["of"]) == (80, True, 1)
    assert goal["notes"][0]["seen"] == "Faltó por la cosecha."


@pytest.mark.usefixtures("filled")
def test_people_read_them_in_words(call: Apply, book_path: Path) -> None:
    assert "0 de 1" in call("show", book_path, "indicators", "Molle").out
    assert "Que vengan" in call("show", book_path, "goals", "Molle").out
    assert call("show", book_path, "goals").out.strip() == "No hay metas."


@pytest.mark.usefixtures("filled")
def test_reports_are_printed_with_definitions_and_without_names(call: Apply, book_path: Path, tmp_path: Path) -> None:
    for document, subject in (("group-report", ["Molle"]), ("service-report", [])):
        out = tmp_path / f"{document}.pdf"
        assert call("print", book_path, document, *subject, "--span", "quarter", "--out", out).code == 0
        text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
        assert "4.º trimestre de 2026" in text
        assert "Anexo: qué cuenta cada indicador" in text
        assert "Mamani" not in text
    refused = call("print", book_path, "service-report", "--day", "2019-01-01", "--out", tmp_path, "--json")
    assert (refused.code, refused.document["error"]) == (1, "report_day_outside")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("what", ["indicators", "marks"])
def test_who_interrupts_an_export_finds_the_file_as_it_was(
    call: Apply, book_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def half_written(sheets: object, out: BinaryIO) -> int:
        out.write(b"PK")
        raise KeyboardInterrupt

    monkeypatch.setattr(report_exports, "write_workbook", half_written)
    folder = tmp_path / "salida"
    folder.mkdir()
    out = folder / "tabla.xlsx"
    assert call("export", book_path, what, "--out", out).code == INTERRUPTED
    assert list(folder.iterdir()) == []
    out.write_bytes(b"de antes")
    assert call("export", book_path, what, "--out", out, "--overwrite").code == INTERRUPTED
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [("tabla.xlsx", b"de antes")]


@pytest.mark.usefixtures("filled")
def test_who_interrupts_the_counting_finds_no_file_and_the_book_whole(
    call: Apply, book_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(of: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "informe.pdf"
    with monkeypatch.context() as patched:
        parts = [replace(part, prepare=broken_off) for part in indicators.PARTS]
        patched.setattr(indicators, "PARTS", parts)
        assert call("print", book_path, "service-report", "--out", out).code == INTERRUPTED
    assert not out.exists()
    assert call("check", book_path).code == 0
    assert call("print", book_path, "service-report", "--out", out).code == 0


@pytest.mark.usefixtures("filled")
def test_tables_leave_the_book(call: Apply, book_path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "i.xlsx"
    assert call("export", book_path, "indicators", "Molle", "--out", sheet).code == 0
    assert openpyxl.load_workbook(sheet).sheetnames == ["Indicadores", "Definiciones"]
    text = tmp_path / "i.csv"
    assert call("export", book_path, "indicators", "--out", text).code == 0
    assert text.read_text("utf-8-sig").startswith("De,Código")
    told = call("export", book_path, "marks", "Molle", "--names", "--out", tmp_path, "--json").document
    assert told["marks"] == 1
    page = openpyxl.load_workbook(told["file"]).active
    assert page is not None
    assert "Nombre" in [cell.value for cell in page[1]]


@pytest.mark.directive("6.9.2")
@pytest.mark.usefixtures("filled")
def test_counts_leave_with_their_codebook(call: Apply, book_path: Path, tmp_path: Path) -> None:
    told = call("export", book_path, "anonymised", "--out", tmp_path, "--json").document
    assert told["left_out"]  # of one man nothing can be told
    counts = Path(told["files"]["counts"]).read_text("utf-8-sig")
    assert counts.splitlines() == ["campo,nombre,codigo,texto,situacion,situacion_texto,cuantos"]
    assert "Sin datos que se puedan dar" in Path(told["files"]["codebook"]).read_text("utf-8-sig")
