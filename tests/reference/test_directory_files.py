"""The shipped directory holds together and tells no place of a refuge; a file that does not is refused by place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitador.domain.directory import REFUGE
from facilitador.paths import resource
from facilitador.reference import directory, districts
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.directory_files import check_institutions, read_directory

SHIPPED = resource("reference", "directory.toml")


def changed(tmp_path: Path, before: str, after: str) -> Path:
    """The shipped file with one thing changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path = tmp_path / SHIPPED.name
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


@pytest.mark.directive("6.2.7")
def test_every_line_tells_its_source_and_the_unverified_ones_have_no_day() -> None:
    assert all(line.source for line in directory().lines)
    assert {line.code for line in directory().lines if line.verified_on is None} == {"sau", "alegra_1884", "refuges"}
    assert {line.code: line.numbers for line in directory().lines}["linea_1810"] == ("1810",)


def test_the_institutions_that_are_offered_can_be_kept_as_they_stand() -> None:
    check_institutions(directory(), districts())
    assert {one.kind for one in directory().institutions} == {"cai"}
    assert all(one.verified_on == date(2026, 11, 20) for one in directory().institutions)


@pytest.mark.directive("6.2.7")
def test_no_refuge_is_among_them() -> None:
    assert directory().kind(REFUGE) is not None
    assert all(one.kind != REFUGE for one in directory().institutions)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('numbers = ["1815"]', 'numbers = ["12"]', "lines.habla_franco"),
        ('source = "DEVIDA, 2017"', 'source = " "', "lines.habla_franco"),
        ('how = "Se escribe por internet; pida la dirección a la Línea 100."', "", "lines.chat_100"),
        ('code = "serenazgo"', 'code = "police"', "kinds"),
        ('words = ["otro", "otra"]', 'words = ["cem"]', "kinds.words"),
        ('province = ["Provincia"]', "", "columns"),
        ('province = ["Provincia"]', 'province = ["Nombre"]', "columns"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_place(
    tmp_path: Path, before: str, after: str, place: str
) -> None:
    with pytest.raises(BadReferenceFile) as refused:
        read_directory(changed(tmp_path, before, after))
    assert refused.value.place == place


@pytest.mark.directive("6.2.7")
def test_a_place_of_a_refuge_is_refused_in_the_file_too(tmp_path: Path) -> None:
    path = changed(tmp_path, 'kind = "cai"\nname = "CAI Saylla"', 'kind = "refuge"\nname = "Saylla"')
    with pytest.raises(BadReferenceFile, match="directory_refuge_place"):
        check_institutions(read_directory(path), districts())
