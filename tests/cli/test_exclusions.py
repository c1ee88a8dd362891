"""From an evaluation to a decision by `apply`; shown and printed, as a program would."""

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
MAN, DECISION = ("01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002")


@pytest.fixture
def team(call: Apply, book_path: Path) -> str:
    """Who keeps the book."""
    key: str = call("show", book_path, "people", "--json").document["people"][0]["id"]
    return key


@pytest.fixture
def apply(call: Apply, book_path: Path, tmp_path: Path, team: str) -> Apply:
    """`apply(command, …)` on the book."""

    def apply_all(*commands: dict[str, Any]) -> Call:
        file = tmp_path / "commands.jsonl"
        file.write_text("\n".join(json.dumps(one) for one in commands), encoding="utf-8")
        return call("apply", book_path, file, "--json")

    made = apply_all(
        {"do": "RegisterParticipant", "id": MAN, "answers": ficha(1)},
        {
            "do": "RecordEvaluation",
            "participant_id": MAN,
            "factor": "substance_abuse",
            "state": "recorded",
            "known": "Bebe a diario.",
            "level": "daily",
            "source": "himself",
        },
        {
            "do": "RecordRiskLevel",
            "participant_id": MAN,
            "level": "moderate",
            "told_by": "Fiscalía",
            "told_on": "2026-11-18",
        },
        {
            "do": "RecordExclusionDecision",
            "id": DECISION,
            "participant_id": MAN,
            "outcome": "not_continuing",
            "causes": ["addictions"],
            "deciders": [team],
        },
    )
    assert made.code == 0, made.document
    return apply_all


@pytest.mark.directive("6.6")
def test_an_evaluation_is_shown_as_it_was_applied(apply: Apply, call: Apply, book_path: Path) -> None:
    shown = call("show", book_path, "evaluation", MAN, "--json").document["evaluation"]

    assert shown["risk"]["level"] == "moderate"
    factors = {one["code"]: one for one in shown["factors"]}
    assert len(factors) == 11
    assert factors["substance_abuse"]["latest"]["finding"]["known"] == "Bebe a diario."
    assert factors["weapons"]["state"] == "not_evaluated"
    told = call("show", book_path, "evaluation", MAN).out
    assert "Nivel de riesgo: Moderado, según Fiscalía, 18/11/2026." in told
    assert "Consume casi todos los días. Bebe a diario. Lo dijo él" in told
    assert "No corresponde registrar" in told


@pytest.mark.directive("6.7.3")
def test_a_check_is_shown_with_its_facts_and_decisions(apply: Apply, call: Apply, book_path: Path) -> None:
    shown = call("show", book_path, "exclusion-check", MAN, "--json").document["exclusion_check"]

    causes = {one["code"]: one for one in shown["causes"]}
    assert causes["addictions"]["state"] == "facts"
    assert causes["homicidal_attempts"]["state"] == "never_asked"
    (decision,) = shown["decisions"]
    assert (decision["id"], decision["outcome"], decision["told"]) == (DECISION, "not_continuing", None)
    told = call("show", book_path, "exclusion-check", MAN).out
    assert "6.7.3 Tiene adicciones:" in told
    assert "No continúa (sin comunicar)" in told
    refused = call("show", book_path, "exclusion-check", "--json")
    assert (refused.code, refused.document["error"]) == (1, "subject_needed")


@pytest.mark.directive("6.7.3")
def test_the_letter_is_printed_by_its_identifier_and_says_no_cause(
    apply: Apply, call: Apply, book_path: Path, tmp_path: Path
) -> None:
    told = apply(
        {
            "do": "TellExclusionDecision",
            "decision_id": DECISION,
            "explained": "A solas.",
            "protection_note": "Vive solo.",
            "institutions": "Centro de salud mental comunitario, 981 000 111",
        }
    )
    assert told.code == 0

    assert call("print", book_path, "decision-letter", DECISION, "--out", tmp_path / "carta.pdf").code == 0

    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "carta.pdf").pages)
    assert "Centro de salud mental comunitario, 981 000 111" in text
    assert not [word for word in ("adicci", "Bebe", "Vive solo", "causa", "6.7", "exclu") if word in text]
    named = call("print", book_path, "decision-letter", "Quispe", "--out", tmp_path / "otra.pdf", "--json")
    assert (named.code, named.document["error"]) == (1, "decision_named_by_id")


def test_the_evaluation_in_blank_needs_no_book_and_leaves_criminal_matters_out(call: Apply, tmp_path: Path) -> None:
    assert call("print", "blank-evaluation", "--out", tmp_path / "blanco.pdf", "--json").code == 0
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "blanco.pdf").pages)
    assert "Posesión y uso de armas" in text
    assert "Historial criminal" not in text
