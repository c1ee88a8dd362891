"""Names that tell a stranger too much, and names that do not."""

from __future__ import annotations

import pytest

from facilitador.domain.group_names import telling_word


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Grupo contra la Violencia", "Violencia"),
        ("Hombres AGRESORES", "AGRESORES"),
        ("Sentenciados 2026", "Sentenciados"),
        ("No más maltrato", "maltrato"),
    ],
)
def test_a_telling_word_is_named(name: str, word: str) -> None:
    assert telling_word(name) == word


@pytest.mark.parametrize("name", ["", "Grupo Ceibo", "Los Molles, martes", "Nueva convivencia"])
def test_neutral_names_pass(name: str) -> None:
    assert telling_word(name) == ""
