"""Papers from the command line: whole files, never over another one, numbered only when they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from facilitador.cli.paper_names import BLANK_PAPERS, PAPERS
from facilitador.reference import instruments, protection_steps, security_statement
from tests.cli.conftest import Call

CallMain = Callable[..., Call]
OF_A_SESSION = ("session-plan", "session-log", "sign-in", "tonight")
OF_A_MAN = ("ficha", "hand-out", "progress", "constancia", "constancia-plain")
OF_A_GROUP = ("fichas", "roster", "attendance-sheet", "agreements")
NAMELESS_OF_A_GROUP = ("calendar", "coverage", "test-blank", "group-profile", "group-report")


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


@pytest.mark.directive("6.4.2")
@pytest.mark.parametrize("document", BLANK_PAPERS)
def test_every_blank_paper_needs_no_book(call: CallMain, tmp_path: Path, document: str) -> None:
    file = tmp_path / "papel.pdf"

    done = call("print", document, "--out", file, "--json", typed=[])

    assert done.document == {"document": document, "file": str(file), "pages": len(PdfReader(file).pages)}


def test_a_paper_is_written_with_a_clave_of_its_own(call: CallMain, tmp_path: Path) -> None:
    file, clave = tmp_path / "papel.pdf", "quinua-río-7-ñandú"

    call("print", "consent", "--encrypt", "--out", file, typed=[clave, clave])

    closed = PdfReader(file)
    assert closed.is_encrypted
    assert not closed.decrypt("otra")
    assert closed.decrypt(clave)


@pytest.mark.parametrize(
    ("typed", "code"),
    [(["quinua-río-7-ñandú", "otra-cosa-9"], "passphrases_differ"), (["corta"] * 2, "passphrase_short")],
)
def test_a_clave_that_will_not_do_leaves_no_file(call: CallMain, tmp_path: Path, typed: list[str], code: str) -> None:
    file = tmp_path / "papel.pdf"

    done = call("print", "consent", "--encrypt", "--out", file, "--json", typed=typed)

    assert done.document["error"] == code
    assert not file.exists()


@pytest.mark.parametrize("instrument", [one.id for one in instruments()])
def test_every_instrument_has_a_blank_sheet_with_a_line_for_its_code(
    call: CallMain, tmp_path: Path, instrument: str
) -> None:
    file = tmp_path / "papel.pdf"

    call("print", "test-blank", "--instrument", instrument, "--out", file, typed=[])

    assert "____ ____" in text_of(file)


def test_a_blank_sheet_of_no_instrument_is_refused(call: CallMain, tmp_path: Path) -> None:
    done = call("print", "test-blank", "--instrument", "nada", "--out", tmp_path / "papel.pdf", "--json", typed=[])

    assert done.document["error"] == "instrument_unknown"


def test_how_data_are_protected_needs_no_book_and_promises_no_more_than_is_so(call: CallMain, tmp_path: Path) -> None:
    file = tmp_path / "papel.pdf"

    call("print", "security", "--out", file, typed=[])

    paper = "".join(text_of(file).split())
    told = security_statement()
    parts = [*told.not_promised, *told.outside, *told.review]
    assert [part for part in parts if "".join(part.split()) not in paper] == []


@pytest.mark.directive("6.7")
def test_the_protection_sheet_proposes_every_step_and_asks_for_no_place(call: CallMain, tmp_path: Path) -> None:
    file = tmp_path / "papel.pdf"

    call("print", "blank-protection", "--out", file, typed=[])

    paper = " ".join(text_of(file).split())
    assert all(step.phone in paper for step in protection_steps().steps)
    assert "No anote dónde está la persona en riesgo" in paper


@pytest.mark.directive("6.4.2", "6.2.4")
@pytest.mark.parametrize("document", OF_A_GROUP)
def test_papers_of_a_group(on_example: CallMain, tmp_path: Path, document: str) -> None:
    file = tmp_path / "papel.pdf"

    done = on_example("print", document, "Amancay", "--out", file, "--json")

    assert done.document["pages"] == len(PdfReader(file).pages)
    assert "Álvarez" in text_of(file)


@pytest.mark.directive("6.4.3")
def test_what_a_group_answered_and_its_sheets_name_nobody(on_example: CallMain, tmp_path: Path) -> None:
    for document in ("test-blank", "group-profile"):
        done = on_example("print", document, "Amancay", "--out", tmp_path / f"{document}.pdf", "--json")
        assert done.document["pages"] > 1
        assert "Álvarez" not in text_of(tmp_path / f"{document}.pdf")


def test_one_application_on_paper_is_named_by_its_id(on_example: CallMain, tmp_path: Path) -> None:
    key = on_example("show", "applications", "Amancay", "--json").document["applications"][0]["id"]

    on_example("print", "test-result", key, "--out", tmp_path / "una.pdf")
    refused = on_example("print", "test-result", "Amancay", "--out", tmp_path / "otra.pdf", "--json")

    assert "Lo que respondió" in text_of(tmp_path / "una.pdf")
    assert refused.document["error"] == "application_named_by_id"


def test_one_ficha_and_a_blank_one_of_the_service(on_example: CallMain, tmp_path: Path) -> None:
    on_example("print", "ficha", "nahui alvarez", "--out", tmp_path / "una.pdf")
    on_example("print", "blank-ficha", "--out", tmp_path / "blanca.pdf")

    assert "Ñahui" in text_of(tmp_path / "una.pdf")
    assert "¿Cuánto demora en llegar?" in text_of(tmp_path / "blanca.pdf")
    assert "Servicio de ejemplo Los Molles" in text_of(tmp_path / "blanca.pdf")


NAMED_BY_ID = (
    *("test-result", "decision-letter", "handover-record"),
    *("referral-letter", "referral-cover", "referral-sheet"),
)


def test_every_paper_lands_in_a_folder_under_a_neutral_name(on_example: CallMain, tmp_path: Path) -> None:
    of_him = {document: ["nahui alvarez"] for document in OF_A_MAN}
    subjects = {**of_him, **{document: ["amancay"] for document in NAMELESS_OF_A_GROUP + OF_A_GROUP}}
    papers = [document for document in PAPERS if document not in (*OF_A_SESSION, *NAMED_BY_ID)]
    for document in papers:
        assert on_example("print", document, *subjects.get(document, []), "--out", tmp_path).code == 0

    names = {file.name for file in tmp_path.glob("*.pdf")}
    assert len(names) == len(papers)
    assert not any("ahui" in name or "violencia" in name for name in names)


def test_a_file_is_never_overwritten_silently(call: CallMain, tmp_path: Path) -> None:
    file = tmp_path / "papel.pdf"
    file.write_text("lo de antes", encoding="utf-8")

    refused = call("print", "consent", "--out", file, "--json", typed=[])
    kept = file.read_text(encoding="utf-8")
    replaced = call("print", "consent", "--out", file, "--overwrite", typed=[])

    assert (refused.code, refused.document["error"], kept) == (1, "file_exists", "lo de antes")
    assert replaced.code == 0
    assert PdfReader(file).pages
    assert [path.name for path in tmp_path.iterdir()] == ["papel.pdf"]


def test_a_print_that_has_no_place_is_not_numbered(
    call: CallMain, apply: CallMain, book_path: Path, tmp_path: Path
) -> None:
    answers = {"paternal_surname": "Ñahui", "given_names": "José"}
    key = apply({"do": "RegisterParticipant", "answers": answers}).document["ids"][0]

    refused = call("print", book_path, "ficha", key, "--out", tmp_path / "no" / "una.pdf", "--json")
    before = call("info", book_path, "--json").document["counts"]["prints"]
    done = call("print", book_path, "ficha", key, "--out", tmp_path / "una.pdf")
    after = call("info", book_path, "--json").document["counts"]["prints"]

    assert (refused.code, refused.document["error"]) == (1, "file_not_written")
    assert (done.code, before, after) == (0, 0, 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ficha"], "subject_needed"),
        (["roster"], "subject_needed"),
        (["consent", "amancay"], "subject_unwanted"),
        (["roster", "jacinto"], "group_unknown"),
        (["fichas", "retama"], "nothing_to_print"),
    ],
)
def test_what_cannot_be_printed(on_example: CallMain, tmp_path: Path, words: list[str], code: str) -> None:
    refused = on_example("print", *words, "--out", tmp_path / "papel.pdf", "--json")

    assert (refused.code, refused.document["error"]) == (1, code)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_lines_for_a_person_are_spanish(call: CallMain, tmp_path: Path) -> None:
    done = call("print", "consent", "--out", tmp_path, typed=[])

    assert done.out.startswith("Se guardó ")
    assert "página" in done.out
