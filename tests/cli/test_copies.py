"""Back to a copy, and what can be saved of a damaged book: from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from facilitador.db.schema import metadata
from facilitador.use_cases.salvaged_parts import OTHER, part_of
from tests.books import PASSPHRASE
from tests.cli.conftest import Call

CallMain = Callable[..., Call]


@pytest.fixture
def copy(call: CallMain, book_path: Path) -> Path:
    """A copy of the book."""
    return Path(call("backup", book_path, "--json").document["backup"])


def test_copies_are_listed_with_what_they_hold(call: CallMain, book_path: Path, copy: Path) -> None:
    listed = call("restore", book_path, "--json").document
    assert [one["copy"] for one in listed["copies"]] == [str(copy)]
    assert listed["copies"][0]["contents"]["groups"] == 0
    assert listed["copies"][0]["own_passphrase"] is True
    assert "todavía sin grupos" in call("restore", book_path).out


def test_a_copy_takes_the_place_of_the_book_which_is_kept(call: CallMain, book_path: Path, copy: Path) -> None:
    done = call("restore", book_path, "--from", copy, "--json").document
    assert Path(done["kept"]).is_file()
    assert done["contents"]["men"] == 0
    assert call("info", book_path).code == 0
    book_path.unlink()
    told = call("restore", book_path, "--from", copy)
    assert told.code == 0
    assert "son los de esa copia" in told.out
    assert call("check", book_path, "--full").code == 0


def test_a_torn_book_is_kept_as_a_damaged_one(call: CallMain, book_path: Path, copy: Path) -> None:
    book_path.write_bytes(book_path.read_bytes()[:9000])
    done = call("restore", book_path, "--from", copy, "--json").document
    assert ".dañado-" in done["kept"]


def test_what_cannot_be_restored_is_refused_with_its_reason(call: CallMain, book_path: Path, copy: Path) -> None:
    assert call("restore", book_path, "--from", copy, typed=["otra clave"], stdin="").code == 3
    assert call("restore", book_path, "--from", book_path.with_name("nada"), "--json").document["error"] == "not_a_copy"
    copy.unlink()
    assert call("restore", book_path, "--json").document["error"] == "no_copies_found"


def test_the_recovery_code_restores(call: CallMain, book_path: Path) -> None:
    code = call("person", "recovery-code", book_path, "--json").document["recovery_code"]
    copy = call("backup", book_path, "--json").document["backup"]
    book_path.unlink()
    assert call("restore", book_path, "--from", copy, "--recovery", typed=[code]).code == 0
    assert call("info", book_path, typed=[PASSPHRASE]).code == 0


def test_a_salvage_makes_a_new_book_and_says_what_is_missing(call: CallMain, book_path: Path, tmp_path: Path) -> None:
    done = call("salvage", book_path, "--out", tmp_path / "nuevo", "--json").document
    assert done["whole"] is True
    assert done["rows"] > 0
    assert call("check", tmp_path / "nuevo", "--full").code == 0
    assert call("salvage", book_path, "--out", tmp_path / "nuevo", "--json").document["error"] == "book_exists"
    assert "Se rescató todo." in call("salvage", book_path, "--out", tmp_path / "otro").out


def test_the_parts_are_named_as_people_know_them() -> None:
    known = {name for name in metadata.tables if part_of(name) != OTHER}
    assert {"participants", "enrolments", "sessions", "attendance_marks", "audit_entries", "groups", "people"} <= known
    assert part_of("participants") == "Fichas de participantes"
    assert part_of("a_table_of_tomorrow") == OTHER
