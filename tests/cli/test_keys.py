"""Keys of people from the command line: given away, confirmed by their fingerprint, withdrawn, listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from facilitador.exchange import identities
from tests.cli.conftest import Call
from tests.exchange.package_samples import ELENA

SHOWN = "-".join(ELENA.identity.fingerprint_groups)


@pytest.fixture
def elenas(tmp_path: Path) -> Path:
    """The file that Elena sent."""
    file = tmp_path / "elena.llave"
    file.write_text(identities.write(ELENA.identity, ELENA.keys), encoding="utf-8")
    return file


def test_ones_own_key_is_written_as_a_file_that_is_read_elsewhere(
    call: Callable[..., Call], book_path: Path, tmp_path: Path
) -> None:
    told = call("key", "export", book_path, "--out", tmp_path, "--json").document["key"]
    file = tmp_path / "mi-llave.llave"
    identity = identities.read(file.read_bytes())
    assert told == {
        "name": "Rosa Mamani Quispe",
        "service": "Centro de salud Los Molles",
        "fingerprint": "-".join(identity.fingerprint_groups),
        "file": str(file),
    }
    again = call("key", "export", book_path, "--out", file, typed=())
    assert (again.code, "mi-llave.llave" in again.err) == (1, True)
    written = call("key", "export", book_path, "--out", file, "--overwrite")
    assert (written.code, told["fingerprint"] in written.out) == (0, True)


def test_a_key_is_confirmed_listed_and_withdrawn(call: Callable[..., Call], book_path: Path, elenas: Path) -> None:
    assert "No hay llaves" in call("key", "list", book_path).out
    words = ("key", "trust", book_path, elenas, "--fingerprint", SHOWN.lower())
    confirmed = call(*words, "--how", "video", "--json").document
    assert confirmed["notices"] == []
    assert call("key", "list", book_path, "--json").document == {"keys": [confirmed["key"]]}
    assert {**confirmed["key"], "id": ""} == {
        "id": "",
        "name": "Elena Ñahui",
        "service": "CAI Huamanga",
        "fingerprint": SHOWN,
        "confirmed_on": "2026-11-20",
        "confirmed_by": "Rosa Mamani Quispe",
        "how": "video",
        "withdrawn_on": None,
    }
    assert "20/11/2026, por videollamada, Rosa Mamani Quispe" in call("key", "list", book_path).out
    withdrawn = call("key", "withdraw", book_path, SHOWN, "--json").document["key"]
    assert withdrawn == {**confirmed["key"], "withdrawn_on": "2026-11-20"}
    assert "retirada el 20/11/2026" in call("key", "list", book_path).out
    assert call("key", "withdraw", book_path, withdrawn["id"], "--json").document["error"] == "key_withdrawn_already"


def test_another_fingerprint_or_no_key_confirms_nothing(
    call: Callable[..., Call], book_path: Path, elenas: Path, tmp_path: Path
) -> None:
    wrong = call("key", "trust", book_path, elenas, "--fingerprint", SHOWN[:-1] + "*")
    assert (wrong.code, "Elena Ñahui" in wrong.err) == (1, True)
    assert call("key", "trust", book_path, elenas).code == 2
    (tmp_path / "otro").write_text("x" * 10_000, encoding="utf-8")
    for file, code in ((tmp_path / "otro", "key_file_not_a_key"), (tmp_path / "falta", "file_unreadable")):
        refused = call("key", "trust", book_path, file, "--fingerprint", SHOWN, "--json").document
        assert refused["error"] == code
    assert call("key", "withdraw", book_path, SHOWN, "--json").document["error"] == "key_unknown"
    assert call("key", "list", book_path, "--json").document == {"keys": []}


def test_the_card_is_printed(call: Callable[..., Call], book_path: Path, tmp_path: Path) -> None:
    answer = call("print", book_path, "key-card", "--out", tmp_path, "--json")
    assert answer.code == 0, answer.out
    (file,) = tmp_path.glob("llave-para-paquetes*.pdf")
    assert "Rosa Mamani Quispe" in PdfReader(file).pages[0].extract_text()


def test_a_command_file_may_confirm_a_key(call: Callable[..., Call], book_path: Path, elenas: Path) -> None:
    line = {"do": "TrustKey", "key": elenas.read_text(encoding="utf-8"), "fingerprint": SHOWN, "how": "in_person"}
    assert call("apply", book_path, "-", stdin=json.dumps(line)).code == 0
