"""Packages from the command line: made, looked at, taken in, shown, and refused with their code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader

from facilitador.domain.roles import Role
from tests.books import copy_of
from tests.cli.conftest import Call

pytestmark = pytest.mark.directive("6.9.1")

LINES = '{"do": "FormGroup", "name": "Los Molles"}\n'


@pytest.fixture
def there(template_books: dict[Role, Path], tmp_path: Path) -> Path:
    return copy_of(template_books[Role.SUPERVISOR], tmp_path / "there")


@pytest.fixture
def fingerprints(call: Callable[..., Call], book_path: Path, there: Path, tmp_path: Path) -> dict[Path, str]:
    """Each book's own key, confirmed in the other."""
    told: dict[Path, str] = {}
    for book, other in ((book_path, there), (there, book_path)):
        file = tmp_path / f"{book.parent.name}.llave"
        told[book] = call("key", "export", book, "--out", file, "--json").document["key"]["fingerprint"]
        assert call("key", "trust", other, file, "--fingerprint", told[book], "--json").code == 0
    lines = tmp_path / "lines.jsonl"
    lines.write_text(LINES, encoding="utf-8")
    assert call("apply", book_path, lines).code == 0
    return told


def test_a_group_is_packed_looked_at_taken_in_and_shown(
    call: Callable[..., Call], book_path: Path, there: Path, fingerprints: dict[Path, str], tmp_path: Path
) -> None:
    words = ("pack", book_path, "molles", "--to", fingerprints[there], "--purpose", "Supervisión")
    packed = call(*words, "--until", "31/12/2026", "--out", tmp_path, "--json").document["package"]
    file = tmp_path / "envio.paquete"
    assert (packed["file"], packed["bytes"], packed["until"]) == (str(file), file.stat().st_size, "2026-12-31")

    looked = call("unpack", there, file, "--dry-run", "--json").document
    assert (looked["taken_in"], looked["package"]["groups"]) == (False, ["Los Molles"])
    assert looked["package"]["rows"]["groups"] == {"new": 1, "changed": 0, "gone": 0}
    assert call("show", there, "packages", "--json").document == {"packages": [], "sources": [], "deliveries": []}

    taken = call("unpack", there, file, "--json").document
    assert taken == {**looked, "taken_in": True}
    again = call("unpack", there, file)
    assert "ya tenía todo" in again.out + again.err
    looked_at = call("unpack", there, file, "--dry-run").out
    assert "Este paquete ya se incorporó" in looked_at
    assert "algo más nuevo" not in looked_at
    shown: dict[str, Any] = call("show", there, "packages", "--json").document
    assert [one["way"] for one in shown["packages"]] == ["taken"]
    assert shown["sources"][0]["groups"][0]["name"] == "Los Molles"
    assert "Los Molles, con datos al 20/11/2026" in call("show", there, "packages").out
    assert "Enviado el 20/11/2026 a Rosa Mamani Quispe" in call("show", book_path, "packages").out


def test_what_is_refused_says_its_code_and_writes_nothing(
    call: Callable[..., Call], book_path: Path, there: Path, fingerprints: dict[Path, str], tmp_path: Path
) -> None:
    words = ("pack", book_path, "molles", "--purpose", "Supervisión", "--out", tmp_path / "a.paquete", "--json")
    stranger = call(*words, "--to", "0000-0000-0000-0000-0000")
    assert (stranger.code, stranger.document["error"]) == (1, "key_not_trusted")
    past = call(*words, "--to", fingerprints[there], "--until", "01/11/2026")
    assert past.code == 1
    assert not (tmp_path / "a.paquete").exists()

    assert call(*words, "--to", fingerprints[there]).code == 0
    own = call("unpack", book_path, tmp_path / "a.paquete", "--json")
    assert (own.code, own.document["error"]) == (1, "package_from_own_book")
    whole = (tmp_path / "a.paquete").read_bytes()
    (tmp_path / "a.paquete").write_bytes(whole[:-9])
    cut = call("unpack", there, tmp_path / "a.paquete", "--json")
    assert (cut.code, cut.document["error"]) == (1, "package_truncated")
    nothing = call("unpack", there, tmp_path / "b.paquete", "--json")
    assert (nothing.code, nothing.document["error"]) == (1, "package_unreadable")


@pytest.mark.directive("6.2.1")
def text_of(pdf: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_a_group_is_handed_over_and_its_receipt_is_told(
    call: Callable[..., Call], book_path: Path, there: Path, fingerprints: dict[Path, str], tmp_path: Path
) -> None:
    to, file = fingerprints[there], tmp_path / "entrega.paquete"
    group, man = call("show", book_path, "groups", "--json").document["groups"][0]["id"], uuid4()
    lines = tmp_path / "delivery.jsonl"
    enrolled = {"do": "EnrolParticipant", "group_id": group, "participant_id": str(man)}
    answers = {"paternal_surname": "Huari", "given_names": "Elmer"}
    registered = {"do": "RegisterParticipant", "id": str(man), "answers": answers}
    lines.write_text(f"{json.dumps(registered)}\n{json.dumps(enrolled)}\n", encoding="utf-8")
    assert call("apply", book_path, lines).code == 0
    words = ("pack", book_path, "molles", "--kind", "handover", "--purpose", "Cambio de sede", "--out", file, "--json")
    packed = call(*words, "--to", to, "--reserved-for", to).document["package"]
    assert packed["kind"] == "handover"
    (sent,) = call("show", book_path, "packages", "--json").document["deliveries"]
    assert (sent["state"], sent["receipt"], sent["package"]) == ("prepared", None, packed["id"])

    lines.write_text(f'{{"do": "ConfirmDelivery", "delivery_id": "{sent["id"]}"}}\n', encoding="utf-8")
    assert call("apply", book_path, lines).code == 0
    assert call("unpack", there, file).code == 0
    (taken,) = call("show", there, "packages", "--json").document["deliveries"]
    assert taken["file_digest"] == sent["file_digest"]
    assert "Código de recibo: " + taken["receipt"] in call("show", there, "packages").out
    receipt = f'{{"do": "RecordReceipt", "delivery_id": "{sent["id"]}", "code": "{taken["receipt"]}"}}\n'
    lines.write_text(receipt, encoding="utf-8")
    assert call("apply", book_path, lines).code == 0
    assert call("show", book_path, "packages", "--json").document["deliveries"][0]["state"] == "received"
    assert call("print", book_path, "handover-record", sent["id"], "--out", tmp_path).code == 0
    record = tmp_path / "acta-entre-servicios.pdf"
    assert "Huari" not in text_of(record)
    again = ("print", book_path, "handover-record", sent["id"], "--out", record, "--overwrite", "--with-men")
    assert call(*again).code == 0
    assert "Huari" in text_of(record)


def test_a_man_moves_only_alone_and_with_his_consent_and_comments_go_to_a_service_that_is_here(
    call: Callable[..., Call], book_path: Path, fingerprints: dict[Path, str], there: Path, tmp_path: Path
) -> None:
    rest = ("--to", fingerprints[there], "--purpose", "Se mudó", "--out", tmp_path / "a.paquete", "--json")
    codes = [
        call("pack", book_path, *subjects, *rest).document["error"]
        for subjects in (
            ("Quispe", "Flores", "--kind", "man"),
            ("Quispe", "--kind", "man"),
            ("Huanta", "--kind", "review"),
        )
    ]
    assert codes == ["package_one_subject", "participant_unknown", "source_not_here"]
    assert not (tmp_path / "a.paquete").exists()
