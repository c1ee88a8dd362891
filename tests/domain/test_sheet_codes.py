"""Codes in place of names (6.4.5): nothing in them to mistake for another letter, whatever a hand makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.sheet_codes import ALPHABET, LENGTH, clean_code, code_from, shown_code
from facilitador.errors import UserFacingError

CHANCE = st.binary(min_size=LENGTH, max_size=16)


@pytest.mark.directive("6.4.5")
@given(CHANCE)
def test_no_code_holds_what_is_mistaken_for_something_else(chance: bytes) -> None:
    code = code_from(chance)

    assert len(code) == LENGTH
    assert not set(code) & set("01OI")
    assert code.isascii()
    assert code == code.upper()


def test_every_letter_is_as_likely_as_any_other() -> None:
    letters = [code_from(bytes([value] * LENGTH))[0] for value in range(256)]

    assert {letters.count(letter) for letter in ALPHABET} == {256 // len(ALPHABET)}


@given(CHANCE, st.sampled_from([str, str.lower, shown_code, " {}".format, "{}\n".format, " ".join]))
def test_a_code_is_known_however_it_is_written(chance: bytes, written: object) -> None:
    code = code_from(chance)

    assert callable(written)
    assert clean_code(written(code)) == code


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDEFG", "ABCDE0", "ABCDE1", "ABCDEO", "ABCDEI", "ÁBCDEF", "ABC_EF"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(UserFacingError) as raised:
        clean_code(typed)
    assert raised.value.code == "sheet_code_malformed"


def test_it_is_shown_in_two_halves() -> None:
    assert shown_code("K7M4PX") == "K7M-4PX"
