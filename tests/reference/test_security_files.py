"""The security statement says what is so: every table of the book is in it, and every part of the role table."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitador.db import schema
from facilitador.db.tables.base import metadata
from facilitador.domain.roles import Role, Section, may_read
from facilitador.domain.security import ROLE_HEADINGS, access_rows
from facilitador.paths import resource
from facilitador.reference import security_statement
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.security_files import read_security


def test_every_table_of_the_book_stands_in_the_inventory_once() -> None:
    assert schema.VERSION > 0  # the module that knows every table
    assert sorted(table for one in security_statement().kept for table in one.tables) == sorted(metadata.tables)


def test_what_is_sealed_is_told_as_reserved() -> None:
    sealed = {name for name, table in metadata.tables.items() if "sealed" in table.c}
    told = {table: one.text for one in security_statement().kept for table in one.tables}

    assert {name for name in sealed if "otra llave" not in told[name]} == set()
    assert not may_read(Role.STAFF, Section.RESERVED)


def test_what_each_role_may_do_is_told_of_every_section() -> None:
    rows = {row[0]: row[1:] for row in access_rows(security_statement())}

    assert len(rows) == len(Section)
    assert set(ROLE_HEADINGS) == set(Role)
    assert rows["Salud"] == ("ve y cambia", "ve", "no ve")


@pytest.mark.parametrize(
    ("was", "is_now", "reason"),
    [('audit = "Registro de uso"\n', "", "has no words"), ('"drafts"', '"venues"', "stands twice")],
)
def test_a_gap_in_the_file_is_refused(tmp_path: Path, was: str, is_now: str, reason: str) -> None:
    text = resource("reference", "security.toml").read_text(encoding="utf-8")
    file = tmp_path / "security.toml"
    file.write_text(text.replace(was, is_now), encoding="utf-8")

    with pytest.raises(BadReferenceFile, match=reason):
        read_security(file)
