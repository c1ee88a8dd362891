"""The words for columns hold together with the ficha, and a file that does not is refused by place."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitador.domain.text import fold
from facilitador.paths import resource
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.roster_column_files import read_roster_words, roster_words

SHIPPED = resource("reference", "roster_columns.toml")


def changed(tmp_path: Path, before: str, after: str) -> Path:
    """The shipped file with one thing changed."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path = tmp_path / SHIPPED.name
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_the_shipped_words_are_folded_and_lead_somewhere() -> None:
    words = roster_words()

    assert words.provenance.id == "roster_columns"
    assert all(fold(word) == word and targets for word, targets in words.headings.items())
    assert words.headings["telefono"] == ("phone", "other_phone")
    assert words.bare("N° de D.N.I. (8 cifras)") == "d i"


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("[headings]\nfull_name = [", "[headings]\nshoe_size = [", "headings.shoe_size"),
        ("[answers.insurance]\nsis = [", "[answers.insurance]\nsix = [", "answers.insurance"),
        ('essalud = ["essalud", ', 'essalud = ["sis", ', "answers.insurance"),
        ("[answers.insurance]", "[answers.shoe_size]", "answers.shoe_size"),
        ('id = "roster_columns"', 'id = "columns"', "id"),
    ],
)
def test_what_does_not_hold_together_is_refused(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(BadReferenceFile) as refused:
        read_roster_words(changed(tmp_path, before, after))

    assert refused.value.place == place
