"""The audit from the command line: found by day, person, kind and man; checked; compared with a paper."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.people import AddPersonWithAccess
from tests.books import PASSPHRASE, copy_of
from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha, rows

OTHER = "molle-viento-9-jora"


@dataclass
class Supervised:
    """A facilitator's book with a supervisor, and the calls of each."""

    path: Path
    call: Callable[..., Call]

    def rosa(self, verb: str, *words: object, stdin: str = "") -> Call:
        return self.call(verb, self.path, *words, "--user", "rosa mamani", stdin=stdin)

    def elena(self, *words: object, verb: str = "audit") -> Call:
        return self.call(verb, self.path, *words, "--user", "elena", typed=[OTHER])

    def tampered(self, environment: Environment, *statements: str) -> None:
        """Rows changed by somebody with a clave and other tools."""
        person = next(one for one in books.inspect(self.path, environment).people if "Rosa" in one.name)
        book = books.open_with_passphrase(self.path, person.id, PASSPHRASE, environment).result()
        for statement in statements:
            rows(book, statement)
        book.close()


@pytest.fixture
def supervised(
    call: Callable[..., Call], template_books: dict[Role, Path], environment: Environment, tmp_path: Path
) -> Supervised:
    """Rosa registered two men; one was looked at and printed."""
    made = Supervised(copy_of(template_books[Role.FACILITATOR], tmp_path / "supervisado"), call)
    rosa = books.inspect(made.path, environment).people[0]
    book = books.open_with_passphrase(made.path, rosa.id, PASSPHRASE, environment).result()
    elena = AddPersonWithAccess(
        id=environment.circumstances.new_id(), given_names="Elena", surnames="Rosales", role=Role.SUPERVISOR
    )
    books.add_person(book, elena, "quipu-nube-4-alba", environment).result()
    book.close()
    opened = books.open_with_passphrase(made.path, elena.id, "quipu-nube-4-alba", environment).result()
    books.change_passphrase(opened, "quipu-nube-4-alba", OTHER, environment).result()
    opened.close()
    men = [{"do": "RegisterParticipant", "answers": ficha(number)} for number in (1, 2)]
    made.rosa("apply", "-", "--json", stdin="\n".join(map(json.dumps, men)))
    made.rosa("show", "participant", "Mamani Quispe")
    made.rosa("print", "ficha", "Mamani Quispe", "--out", tmp_path / "ficha.pdf")
    return made


def done(call: Call) -> list[tuple[str, str]]:
    return [(line["person"].split()[0], line["action"]) for line in call.document["audit"]]


def test_what_a_man_s_ficha_went_through(supervised: Supervised) -> None:
    found = supervised.elena("--subject", "mamani quispe", "--json")

    assert done(found) == [("Rosa", "Print"), ("Rosa", "View"), ("Rosa", "RegisterParticipant")]
    first = found.document["audit"][0]
    assert first["subject"]["name"] == "Mamani Quispe, José Luis"
    assert first["subject"]["kind"] == "participant"
    assert first["kind"] == "prints"
    assert first["done"] == "imprimió una ficha (N.º 1)"
    told = supervised.elena("--subject", "mamani quispe").out
    assert "vio una ficha" in told
    assert "RegisterParticipant" not in told


def test_by_day_person_and_kind(supervised: Supervised) -> None:
    assert supervised.elena("--day", "ayer", "--json").document == {"audit": []}
    day = supervised.elena("--day", "20/11/2026", "--limit", 500, "--json")
    assert ("Rosa", "Print") in done(day)
    assert {who for who, _ in done(supervised.elena("--person", "elena", "--json"))} == {"Elena"}
    kind = supervised.elena("--kind", "views", "--person", "rosa mamani", "--json")
    assert done(kind) == [("Rosa", "View")]
    number = kind.document["audit"][0]["number"]
    before = supervised.elena("--before", number, "--limit", 1, "--json").document["audit"]
    assert [line["number"] for line in before] == [number - 1]
    assert supervised.elena("--day", "32/13/2026", "--json").code == 1
    assert supervised.elena("--person", "nadie", "--json").document["error"] == "audit_person_unknown"


def test_it_is_for_who_supervises(supervised: Supervised) -> None:
    refused = supervised.rosa("audit", "--json")

    assert (refused.code, refused.document["error"]) == (1, "role_may_not_read")


def test_a_printed_code_is_compared(supervised: Supervised, environment: Environment, tmp_path: Path) -> None:
    text = PdfReader(io.BytesIO((tmp_path / "ficha.pdf").read_bytes())).pages[0].extract_text()
    code = next(line for line in text.splitlines() if "Registro n.º" in line).partition("Registro n.º")[2].strip()

    same = supervised.elena("--verify", code, "--json")
    assert same.document["code"] == "same"
    assert same.document["trail"]["entries"] == same.document["trail"]["last"]
    assert "tal como se imprimió" in supervised.elena("--verify", code).out
    assert supervised.elena("--verify", "nada", "--json").document["error"] == "trail_code_form"
    different = supervised.elena("--verify", "1 ABCD-EFGH-ABCD-EFGH", "--json")
    assert (different.code, different.document["error"]) == (1, "trail_code_different")
    number = int(code.split()[0])
    supervised.tampered(
        environment,
        "DROP TRIGGER audit_entries_refuses_delete",
        f"DELETE FROM audit_entries WHERE number >= {number}",
        f"UPDATE sqlite_sequence SET seq = {number - 1} WHERE name = 'audit_entries'",
    )
    assert supervised.rosa("check").code == 0  # nothing inside the book tells that its end is gone
    gone = supervised.elena("--verify", code, "--json")
    assert gone.document["error"] in {"trail_code_gone", "trail_code_different"}


def test_check_names_the_entries_that_are_not_as_they_were_written(
    supervised: Supervised, environment: Environment
) -> None:
    whole = supervised.rosa("check", "--json").document
    supervised.tampered(
        environment,
        "DROP TRIGGER audit_entries_refuses_delete",
        "DROP TRIGGER audit_entries_refuses_update",
        "DELETE FROM audit_entries WHERE number IN (2, 3)",
        "UPDATE audit_entries SET details = '{}' WHERE number = 6",
    )
    refused = supervised.rosa("check", "--json")

    assert whole["trail"]["entries"] == whole["trail"]["last"]
    assert (refused.code, refused.document["error"]) == (1, "trail_not_whole")
    assert refused.document["parameters"]["faults"] == [
        {"kind": "missing", "first": 2, "last": 3},
        {"kind": "unfitting", "first": 6, "last": 6},
    ]
    assert "faltan las anotaciones 2 a 3; la anotación 6 no es como se escribió" in supervised.rosa("check").err
