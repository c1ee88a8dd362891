"""Compliance from the command line: shown, stated by `apply`, printed for the DATPS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call

Apply = Callable[..., Call]
GROUP = "01900000-0000-7000-8000-000000000001"
FORM: dict[str, Any] = {"do": "FormGroup", "id": GROUP, "name": "Molle", "agreements": ["Hablamos de uno mismo."]}


def lines(call: Apply, book_path: Path, *subject: str) -> dict[str, dict[str, Any]]:
    shown = call("show", book_path, "compliance", *subject, "--json").document["compliance"]
    return {line["numeral"]: line for line in shown["lines"]}


@pytest.mark.directive("7.2", "VIII")
def test_a_program_reads_states_and_a_person_reads_words(apply: Apply, call: Apply, book_path: Path) -> None:
    assert apply(FORM).code == 0
    of_group = lines(call, book_path, "Molle")
    assert of_group["6.2.4"]["state"] == "met"
    (found,) = of_group["6.2.4"]["evidence"]
    assert (found["finding"], found["place"], found["target_id"]) == ("met", "group_form", GROUP)
    assert found["message"] == "Grupos con sus acuerdos: 1 de 1."
    assert "5.3" not in of_group, "asked of the service, not of each group"
    shown = call("show", book_path, "compliance").out
    assert "6.2.4 Cumple: " in shown
    assert "5.3 Falta: " in shown
    assert "%" not in shown


@pytest.mark.directive("7.2")
def test_what_is_stated_is_shown_and_printed(apply: Apply, call: Apply, book_path: Path, tmp_path: Path) -> None:
    declared = {"do": "DeclareCompliance", "numeral": "5.3", "words": "Nos reunimos a revisarlos."}
    assert apply(FORM, declared).code == 0
    line = lines(call, book_path)["5.3"]
    assert (line["state"], line["statement"]["words"]) == ("met", "Nos reunimos a revisarlos.")
    for subject, name in (((), "servicio.pdf"), (("Molle",), "grupo.pdf")):
        assert call("print", book_path, "compliance", *subject, "--out", tmp_path / name).code == 0
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "servicio.pdf").pages)
    assert "Nos reunimos a revisarlos." in text
    assert "Anexo 1" in text
    assert lines(call, book_path)["7.2"]["state"] == "met"


def test_what_may_not_be_stated_exits_with_one(apply: Apply) -> None:
    refused = apply({"do": "DecideOtherwise", "numeral": "6.4.2", "words": "No."})
    assert refused.code == 1
    assert refused.document["error"] == "must_not_otherwise"
