"""Referrals, care and hand-outs by `apply`; shown and printed, as a program would."""

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
MAN, REFERRAL, CARE = (f"01900000-0000-7000-8000-00000000000{number}" for number in range(1, 4))
CODE = "0000-0002"
OPENED: dict[str, Any] = {
    "do": "OpenReferral",
    "id": REFERRAL,
    "participant_id": MAN,
    "institution": "Posta San Juan",
    "reason": "health",
    "why": "Pidió ayuda para dormir.",
    "share": ["identity", "reason"],
    "consented_on": "2026-11-18",
    "appointment": "Martes, 10:00",
}


@pytest.fixture
def apply(call: Apply, book_path: Path, tmp_path: Path) -> Apply:
    """`apply(command, …)` on the book, in which a man was referred."""

    def apply_all(*commands: dict[str, Any]) -> Call:
        file = tmp_path / "commands.jsonl"
        file.write_text("\n".join(json.dumps(one) for one in commands), encoding="utf-8")
        return call("apply", book_path, file, "--json")

    man = {"do": "RegisterParticipant", "id": MAN, "answers": ficha(1, sentence_to_serve="yes")}
    made = apply_all(man, OPENED, {"do": "RecordReferralStep", "referral_id": REFERRAL, "state": "accepted"})
    assert made.code == 0, made.document
    return apply_all


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.mark.directive("6.8.1", "6.2.8")
def test_referrals_are_shown_with_what_is_missing_of_a_sanction(apply: Apply, call: Apply, book_path: Path) -> None:
    shown = call("show", book_path, "referrals", MAN, "--json").document

    (one,) = shown["referrals"]
    assert (one["id"], one["state"], one["code"]) == (REFERRAL, "accepted", CODE)
    assert shown["sanction"] == {"serves": True, "missing": True, "alternatives": []}
    told = call("show", book_path, "referrals").out
    assert "Posta San Juan" in told
    assert "Lo recibirán" in told
    assert "falta derivarlo a un CAI" in call("show", book_path, "referrals", MAN).out


def test_without_his_agreement_the_referral_is_refused_as_a_whole(apply: Apply, call: Apply, book_path: Path) -> None:
    without = {name: value for name, value in OPENED.items() if name not in ("id", "consented_on")}

    refused = apply({**without, "institution": "Otra"})

    assert refused.code == 1
    assert refused.document["problems"][0]["code"] == "referral_needs_consent"
    assert len(call("show", book_path, "referrals", "--json").document["referrals"]) == 1


@pytest.mark.directive("6.8.1")
def test_its_papers_are_printed_by_the_code_on_them(apply: Apply, call: Apply, book_path: Path, tmp_path: Path) -> None:
    for document, words in (
        ("referral-letter", "Hoja de respuesta"),
        ("referral-cover", "Posta San Juan"),
        ("referral-sheet", "Martes, 10:00"),
    ):
        out = tmp_path / f"{document}.pdf"
        assert call("print", book_path, document, CODE, "--out", out).code == 0
        assert words in text_of(out)
    named = call("print", book_path, "referral-letter", "Quispe", "--out", tmp_path / "otra.pdf", "--json")
    assert (named.code, named.document["error"]) == (1, "referral_named_by_code")


def test_letter_and_hand_out_in_blank_need_no_book(call: Apply, tmp_path: Path) -> None:
    for document, words in (("referral-letter", "Hoja de respuesta"), ("hand-out", "Mi plan para tomar distancia")):
        out = tmp_path / f"{document}.pdf"
        assert call("print", document, "--out", out).code == 0
        assert words in text_of(out)


@pytest.mark.directive("6.8.3", "6.2.6")
def test_care_and_what_he_was_given_are_shown(apply: Apply, call: Apply, book_path: Path, tmp_path: Path) -> None:
    done = apply(
        {
            "do": "OpenCare",
            "id": CARE,
            "participant_id": MAN,
            "requested_by": "team",
            "why": "Duelo.",
            "provider_kind": "psychologist",
            "provider": "Julia Ccori",
        },
        {"do": "AgreeCare", "care_id": CARE, "goals": ["Dormir mejor"]},
        {"do": "GiveMaterial", "participant_ids": [MAN], "title": "Cartilla"},
        {"do": "WriteRetreatPlan", "participant_id": MAN, "goes_to": "A la cancha"},
    )
    assert done.code == 0, done.document

    (care,) = call("show", book_path, "care", MAN, "--json").document["care"]["cares"]
    assert care["agreement"]["goals"] == ["Dormir mejor"]
    assert "Objetivo: Dormir mejor" in call("show", book_path, "care", MAN).out
    held = call("show", book_path, "hand-outs", MAN, "--json").document["hand_outs"]
    assert [one["title"] for one in held["materials"]] == ["Cartilla"]
    assert held["plans"][0]["goes_to"] == "A la cancha"
    assert "Cartilla" in call("show", book_path, "hand-outs", MAN).out
    assert call("print", book_path, "hand-out", MAN, "--out", tmp_path / "hoja.pdf").code == 0
    assert "A la cancha" in text_of(tmp_path / "hoja.pdf")
