"""The directory through the command line: shown, brought in, taken along, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Call

LIST = "Tipo;Nombre;Teléfonos;Distrito\nComisaría;Los Molles;987654321;Saylla\nCEM;CEM Ñaña;105;\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "instituciones.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


@pytest.mark.directive("6.2.7")
def test_a_list_is_brought_in_and_shown(call: Callable[..., Call], book_path: Path, listed: Path) -> None:
    tried = call("import-directory", book_path, listed, "--dry-run")
    assert "no se guardó nada" in tried.out
    assert call("show", book_path, "directory", "--json").document["directory"] == []
    assert call("import-directory", book_path, listed, "--json").document["added"] == 2
    shown = call("show", book_path, "directory", "nana", "--json").document
    (entry,) = shown["directory"]
    assert (entry["name"], entry["kind"], entry["kind_text"], entry["nearness"], entry["stale"]) == (
        *("CEM Ñaña", "cem", "Centro Emergencia Mujer y Familia (CEM)"),
        *("unplaced", True),
    )
    assert shown["national"][0]["numbers"] == ["105"]
    told = call("show", book_path, "directory").out
    assert "987 654 321" in told
    assert "105  Policía Nacional" in told


def test_what_looks_like_another_is_added_only_on_demand(
    call: Callable[..., Call], book_path: Path, listed: Path
) -> None:
    call("import-directory", book_path, listed)
    again = call("import-directory", book_path, listed)
    assert again.code == 1
    assert "No hay ninguna institución para agregar" in again.err
    assert call("import-directory", book_path, listed, "--also-alike", "--json").document["added"] == 2


def test_rows_to_mend_refuse_the_list_and_are_all_told(
    call: Callable[..., Call], book_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mala.csv"
    path.write_text(LIST + "Refugio;Qantu;987000111;Lima\nPosta;;105;\n", encoding="utf-8")
    told = call("import-directory", book_path, path)
    assert told.code == 1
    assert "Hogar de Refugio" in told.err
    refused = call("import-directory", book_path, path, "--json").document
    assert refused["error"] == "directory_rows_wrong"
    assert [row["state"] for row in refused["parameters"]["rows"]] == ["ready", "ready", "wrong", "wrong"]
    assert call("show", book_path, "directory", "--json").document["directory"] == []


def test_it_is_taken_along_and_never_over_a_file_that_is_there(
    call: Callable[..., Call], book_path: Path, listed: Path, tmp_path: Path
) -> None:
    call("import-directory", book_path, listed)
    done = call("export", book_path, "directory", "--out", tmp_path, "--json").document
    assert (done["entries"], Path(done["file"]).name) == (2, "directorio.csv")
    assert "CEM Ñaña" in Path(done["file"]).read_text(encoding="utf-8-sig")
    assert call("export", book_path, "directory", "--out", tmp_path).code == 1


@pytest.mark.directive("6.2.7")
def test_both_papers_are_printed_and_the_card_without_any_book(
    call: Callable[..., Call], book_path: Path, tmp_path: Path
) -> None:
    for paper in ("directory", "wall-card"):
        done = call("print", book_path, paper, "--out", tmp_path, "--json").document
        assert Path(done["file"]).read_bytes().startswith(b"%PDF")
    blank = call("print", "wall-card", "--out", tmp_path / "pared.pdf", "--json").document
    assert blank["pages"] == 1
