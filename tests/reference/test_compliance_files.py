"""Every numeral that REQUIREMENTS names stands in the compliance view, in the directive's order and its own force."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitador.domain.catalogues import Force
from facilitador.reference import BadReferenceFile, requirements
from facilitador.reference.compliance_files import read_requirements
from tests.directive_report import known_numerals
from tests.reference.test_evaluation_files import altered
from tests.reference.test_reference_files import AVOIDED

COMPANIONS = {"COSUDE", "PER", "COS"}  # other sources: they bind nobody and are no numeral of the directive
PREFERRED = {"6.4.1": Force.PREFERRED, "6.4.7": Force.PREFERRED, "6.4.12": Force.IF_FEASIBLE}


@pytest.mark.directive("7.2", "VIII")
def test_every_numeral_is_there() -> None:
    ours = {item.numeral for item in requirements().items}
    asked = {numeral for numeral in known_numerals() if numeral not in COMPANIONS}
    assert asked - ours == {"6.4.10"}, "its letters stand one by one"
    assert {"6.4.10 a", "6.4.10 b", "6.4.10 c", "6.4.10 d", "5.3.4", "6.10.3"} <= ours


@pytest.mark.directive("7.2")
def test_only_three_are_not_demanded() -> None:
    assert {item.numeral: item.force for item in requirements().items if item.force is not Force.MUST} == PREFERRED


def test_what_the_program_does_not_record_says_what_to_do_on_paper() -> None:
    unrecorded = {item.numeral for item in requirements().items if item.paper}
    assert unrecorded == {*(f"6.5.{number}" for number in range(1, 8)), "6.10", "6.10.3"}
    assert all(item.declaration for item in requirements().items if item.paper)


def test_words_are_plain_and_avoid_what_labels_a_man() -> None:
    texts = [f"{item.text} {item.shows} {item.declaration} {item.paper}" for item in requirements().items]
    assert [text for text in texts if AVOIDED.search(text)] == []
    assert max(len(item.text) for item in requirements().items) <= 200


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('numeral = "5.3.4"', 'numeral = "5.3"', "requirements"),
        ('numeral = "5.3.4"', 'numeral = "cinco"', "requirements.cinco"),
        ('chapter = "6.2"', 'chapter = "9"', "requirements.6.2.1"),
        ('code = "6.3"', 'code = "6.2"', "chapters"),
        ('text = "Hay una persona responsable del cumplimiento."', 'text = " "', "requirements.VIII"),
        ('span = "service"', 'span = "nobody"', "requirements[0].span"),
    ],
)
def test_a_bad_numeral_is_told_with_its_place(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(BadReferenceFile) as bad:
        read_requirements(altered(tmp_path, "compliance.toml", before, after))
    assert bad.value.place == place


def test_paper_without_a_declaration_is_refused(tmp_path: Path) -> None:
    before = 'declaration = "El servicio entregó o coordinó información para las estadísticas oficiales."\n'
    with pytest.raises(BadReferenceFile) as bad:
        read_requirements(altered(tmp_path, "compliance.toml", before, ""))
    assert bad.value.place == "requirements.6.10.3"
