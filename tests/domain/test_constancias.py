"""Hours and names as a constancia tells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.constancias import hours_words, spoken_name


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (45, "45 minutos"),
        (60, "1 hora"),
        (90, "1 hora y 30 minutos"),
        (840, "14 horas"),
        (871, "14 horas y 31 minutos"),
    ],
)
def test_hours_in_words(minutes: int, words: str) -> None:
    assert hours_words(minutes) == words


@given(st.integers(1, 10_000))
def test_no_minute_is_lost(minutes: int) -> None:
    numbers = [int(word) for word in hours_words(minutes).split() if word.isdigit()]
    has_hours = minutes >= 60
    hours = numbers.pop(0) if has_hours else 0
    assert hours * 60 + (numbers[0] if numbers else 0) == minutes


def test_a_name_is_told_as_one_is_called() -> None:
    answers = {"given_names": "José Luis", "paternal_surname": "Ñahui", "maternal_surname": "Álvarez"}
    assert spoken_name(answers) == "José Luis Ñahui Álvarez"
    assert spoken_name({"given_names": "José", "paternal_surname": "Ñahui"}) == "José Ñahui"
