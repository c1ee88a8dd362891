"""A man's data from the command line: handed to him, and taken out in two steps."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from facilitador.cli import main
from facilitador.use_cases.books import Environment
from tests.books import NOW, PASSPHRASE, TODAY
from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha

MAN = "Mamani Quispe, José Luis"


def registered(call: Callable[..., Call], book: Path) -> str:
    """A man in the book; his id."""
    line = {"do": "RegisterParticipant", "answers": ficha(1), "ref": "man"}
    document = call("apply", book, "-", "--json", stdin=json.dumps(line)).document
    return str(document["ids"][0])


def asked_and_answered(call: Callable[..., Call], book: Path, man: str) -> None:
    lines = (
        {"do": "RegisterRightsRequest", "participant_id": man, "kind": "cancellation", "ref": "r"},
        {"do": "AnswerRightsRequest", "request_id": "$r", "outcome": "done"},
    )
    assert call("apply", book, "-", stdin="\n".join(map(json.dumps, lines))).code == 0


def test_he_gets_a_paper_and_a_file_for_programs(call: Callable[..., Call], book_path: Path, tmp_path: Path) -> None:
    man = registered(call, book_path)

    done = call("subject-access", book_path, man, "--out", tmp_path, "--json")

    pdf, plain = (Path(one) for one in done.document["files"])
    assert "Lo que se guarda de usted" in PdfReader(io.BytesIO(pdf.read_bytes())).pages[0].extract_text()
    assert json.loads(plain.read_text(encoding="utf-8")) == done.document["subject_access"]
    assert "José Luis" in plain.read_text(encoding="utf-8")
    again = call("subject-access", book_path, man, "--out", tmp_path)
    assert again.code == 1
    one = tmp_path / "suyo.json"
    assert call("subject-access", book_path, man, "--out", one).code == 0
    assert one.exists()


def test_two_days_and_nothing_of_him_is_left(
    call: Callable[..., Call], book_path: Path, environment: Environment
) -> None:
    man = registered(call, book_path)
    assert call("purge", book_path, "--json").document["proposed"] == []
    asked_and_answered(call, book_path, man)

    tried = call("purge", book_path, "--dry-run", "--json").document
    assert (tried["proposed"], tried["dry_run"]) == ([man], True)
    assert call("purge", book_path, "--json").document["proposed"] == [man]
    assert call("purge", book_path, "--json").document["waiting"] == [man]
    assert call("backup", book_path).code == 0

    around = environment.circumstances
    tomorrow = dataclasses.replace(
        environment,
        circumstances=dataclasses.replace(
            around, clock=lambda: NOW + timedelta(days=1), today=lambda: TODAY + timedelta(days=1)
        ),
    )
    practice = {"do": "RecordPractice", "title": "Dibujar", "done": f"{MAN} lo propuso.", "worked": "Sí."}
    (told,) = call("apply", book_path, "-", "--json", stdin=json.dumps(practice)).document["ids"]
    named = purged(book_path, tomorrow)
    assert (named["named"], named["erased"]) == ({man: 1}, [])
    taken_back = {"do": "RemovePractice", "practice_id": told}
    assert call("apply", book_path, "-", stdin=json.dumps(taken_back)).code == 0

    done = purged(book_path, tomorrow)
    assert (done["erased"], done["tidied"]) == ([man], True)
    assert done["copies"]
    assert done["copies"][0]["file"]
    assert call("show", book_path, "participants", "--json").document["participants"] == []


def purged(book_path: Path, environment: Environment) -> dict[str, Any]:
    """What `purge` answers on another day."""
    out = io.StringIO()
    code = main(
        ["purge", str(book_path), "--json"],
        environment=environment,
        stdin=io.StringIO(),
        stdout=out,
        stderr=io.StringIO(),
        ask_secret=lambda prompt: PASSPHRASE,
    )
    assert code == 0
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer
