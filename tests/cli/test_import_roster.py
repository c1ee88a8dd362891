"""Lists from a spreadsheet through the command line: dry runs, decisions by row, all or nothing, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Call

LIST = """\
LISTA DE PARTICIPANTES
N°;Apellidos y nombres;DNI;Celular;Firma
1;Quispe Mamani, José Luis;40000001;987654321;
2;Ñahui Álvarez, Teófilo;1234567;;
Total;2;;;
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A list in Windows-1252, as an older spreadsheet program writes it."""
    path = tmp_path / "lista.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


@pytest.fixture
def bring(call: Callable[..., Call], book_path: Path, roster: Path) -> Callable[..., Call]:
    """`import-roster` into Grupo Amancay."""
    lines = json.dumps({"do": "FormGroup", "name": "Grupo Amancay"})
    assert call("apply", book_path, "-", "--json", stdin=lines).code == 0
    return lambda *words: call("import-roster", book_path, "Amancay", roster, *words)


def counted(call: Callable[..., Call], book: Path) -> int:
    found: int = call("info", book, "--json").document["counts"]["participants"]
    return found


def test_rows_to_decide_refuse_the_list_and_are_all_told(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path
) -> None:
    told = bring()

    assert told.code == 1
    assert "por confirmar" in told.err
    assert "01234567" in told.err
    refused = bring("--json").document
    assert refused["error"] == "roster_undecided"
    rows = refused["parameters"]["preview"]["rows"]
    assert [(row["row"], row["status"]) for row in rows] == [(3, "ready"), (4, "flagged"), (5, "left_out")]
    assert counted(call, book_path) == 0


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path
) -> None:
    told = bring("--confirm", "--dry-run")

    assert told.code == 0
    assert "no se guardó nada" in told.out
    assert "Firma" in told.out
    assert counted(call, book_path) == 0


@pytest.mark.directive("6.4.2")
def test_a_list_is_imported_and_taken_back(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path
) -> None:
    done = bring("--confirm", "--json").document

    assert done["counts"] == {"left_out": 1, "ready": 2}
    assert counted(call, book_path) == 2
    undo = json.dumps({"do": "UndoRosterImport", "import_id": done["import"]})
    assert call("apply", book_path, "-", "--json", stdin=undo).code == 0
    assert counted(call, book_path) == 0


def test_rows_are_left_out_by_their_number(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path
) -> None:
    assert bring("--skip", "4-5").code == 0
    assert counted(call, book_path) == 1
    again = bring("--json", "--confirm", "--skip", "9")
    assert again.document["error"] == "roster_row_unknown"
    assert bring("--json", "--skip", "x").document["error"] == "roster_rows_malformed"


def test_who_is_there_already_is_enrolled(
    bring: Callable[..., Call], call: Callable[..., Call], book_path: Path
) -> None:
    man = {
        "do": "RegisterParticipant",
        "answers": {
            "paternal_surname": "Quispe",
            "given_names": "José",
            "document_kind": "dni",
            "document_number": "40000001",
        },
    }
    assert call("apply", book_path, "-", "--json", stdin=json.dumps(man)).code == 0

    assert bring("--confirm").code == 1
    assert bring("--confirm", "--existing", "4", "--json").document["error"] == "roster_row_like_nobody"
    assert bring("--confirm", "--existing", "3").code == 0
    assert counted(call, book_path) == 2


def test_a_file_that_is_no_list_is_refused(bring: Callable[..., Call], roster: Path) -> None:
    roster.write_bytes(b"%PDF-1.7 ...")
    assert bring("--json").document["error"] == "sheet_not_spreadsheet"
    roster.unlink()
    assert bring("--json").document["error"] == "sheet_unreadable"
