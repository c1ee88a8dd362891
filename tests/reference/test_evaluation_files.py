"""Factors and causes are data: what is wrong in a file is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitador.paths import resource
from facilitador.reference import BadReferenceFile, evaluation_factors, exclusion_causes
from facilitador.reference.evaluation_files import read_evaluation_factors, read_exclusion_causes
from tests.reference.test_reference_files import AVOIDED


def altered(folder: Path, name: str, before: str, after: str) -> Path:
    text = resource("reference", name).read_text("utf-8")
    assert before in text
    path = folder / name
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('code = "weapons"', 'code = "violence_history"', "factors"),
        ('code = "weapons"', 'code = "Armas"', "factors.Armas"),
        ('text = "Posesión y uso de armas"', 'text = " "', "factors.weapons"),
        ('section = "justice"', 'section = "audit"', "factors.weapons"),
        ('code = "weekly"', 'code = "daily"', "factors.substance_abuse.levels"),
    ],
)
def test_a_bad_factor_is_told_with_its_place(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(BadReferenceFile) as bad:
        read_evaluation_factors(altered(tmp_path, "evaluation_factors.toml", before, after))
    assert bad.value.place == place


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('code = "not_cooperative"', 'code = "violence_to_other"', "causes"),
        ('numeral = "6.7.2"', 'numeral = "6.6"', "causes.under_alcohol"),
        ('factors = ["mental_health"]', 'factors = ["mood"]', "causes.psychiatric_evident"),
        ('incidents = ["non_cooperation"]', "", "causes.not_cooperative"),
    ],
)
def test_a_bad_cause_is_told_with_its_place(tmp_path: Path, before: str, after: str, place: str) -> None:
    factors = {factor.code for factor in evaluation_factors().factors}
    with pytest.raises(BadReferenceFile) as bad:
        read_exclusion_causes(altered(tmp_path, "exclusion_causes.toml", before, after), factors)
    assert bad.value.place == place


def test_no_word_of_them_labels_a_man() -> None:
    words = [
        f"{one.text} {one.help} {' '.join(level.text for level in one.levels)}" for one in evaluation_factors().factors
    ]
    words += [cause.whole_text for cause in exclusion_causes().causes]
    assert [text for text in words if AVOIDED.search(text)] == []
