"""Rosters that a real spreadsheet program wrote, in three dialects: looked at, imported, read back from the book."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.source_trees import PROJECT

SAMPLES = PROJECT / "tests" / "exchange" / "samples"
CSV = ("lista-coma-utf8.csv", "lista-puntoycoma-1252.csv")
XLSX = "lista.xlsx"


@pytest.fixture
def bring(call: Callable[..., Call], book_path: Path) -> Callable[..., Call]:
    """`bring(name, …)`: `import-roster` of a sample into Grupo Amancay."""
    lines = json.dumps({"do": "FormGroup", "name": "Grupo Amancay"})
    assert call("apply", book_path, "-", "--json", stdin=lines).code == 0
    return lambda name, *words: call("import-roster", book_path, "Amancay", SAMPLES / name, *words, "--json")


@pytest.mark.parametrize(
    ("name", "hidden"), [*((csv, "ready") for csv in CSV), (XLSX, "flagged")], ids=["comma", "semicolon", "xlsx"]
)
def test_each_row_is_told_apart(bring: Callable[..., Call], name: str, hidden: str) -> None:
    """A CSV file knows no hidden rows: what was hidden in the program is there like any other."""
    preview = bring(name, "--dry-run").document["parameters"]["preview"]

    told = {row["row"]: row["status"] for row in preview["rows"]}
    assert told == {5: "ready", 6: "flagged", 7: hidden, 9: "ready", 10: "left_out"}
    (eaten,) = [row for row in preview["rows"] if row["row"] == 6]
    assert "01234567" in json.dumps(eaten, ensure_ascii=False)


@pytest.mark.parametrize("name", [*CSV, XLSX])
def test_what_is_confirmed_stands_in_the_book(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path, name: str
) -> None:
    assert bring(name, "--confirm").code == 0

    people = call("show", book_path, "participants", "--json").document
    text = json.dumps(people, ensure_ascii=False)
    for expected in ("01234567", "08765432", "Ñahui", "Édgar Iván", "Apaza"):
        assert expected in text
    record = call("show", book_path, "participant", "Ñahui", "--json").document
    told = json.dumps(record, ensure_ascii=False)
    assert "1990-12-05" in told
    assert 'Av. \\"28 de Julio\\" s/n' in told
