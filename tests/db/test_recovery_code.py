"""A recovery code survives being copied by hand, and a slip is told from a wrong code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.db.recovery_code import generate, groups, parse
from facilitador.domain.copied_codes import ALPHABET, normalised
from facilitador.errors import UserFacingError

secrets_of_18_bytes = st.binary(min_size=18, max_size=18)


def code_of(secret: bytes) -> str:
    return "".join(groups(generate(lambda count: secret[:count])))


@given(secrets_of_18_bytes)
def test_eight_groups_of_four_without_look_alikes(secret: bytes) -> None:
    printed = groups(generate(lambda count: secret[:count]))
    assert [len(group) for group in printed] == [4] * 8
    assert not set("".join(printed)) & set("ILOU")


@given(secrets_of_18_bytes, st.sampled_from([" ", "-", " - ", "–", ".", "\n", "\u00a0"]))
def test_any_usual_spelling_is_the_same_code(secret: bytes, separator: str) -> None:
    printed = groups(generate(lambda count: secret[:count]))
    typed = separator.join(printed).lower().replace("0", "o").replace("1", "l")
    assert groups(parse(f"  {typed} ")) == printed


@given(secrets_of_18_bytes, st.integers(0, 31), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found_out(secret: bytes, position: int, wrong: str) -> None:
    code = code_of(secret)
    if code[position] == wrong:
        return
    with pytest.raises(UserFacingError, match="recovery_code_typo"):
        parse(code[:position] + wrong + code[position + 1 :])


def test_two_neighbours_swapped_are_found_out() -> None:
    code = code_of(bytes(range(18)))
    position = next(index for index in range(31) if code[index] != code[index + 1])
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    with pytest.raises(UserFacingError, match="recovery_code_typo"):
        parse(swapped)


def test_a_group_left_out_is_told_by_its_length() -> None:
    with pytest.raises(UserFacingError) as refusal:
        parse(" ".join(groups(generate())[:-1]))
    assert (refusal.value.code, refusal.value.parameters) == ("recovery_code_length", {"count": 28, "expected": 32})


@pytest.mark.parametrize("character", ["U", "Ñ", "*"])
def test_a_sign_that_no_code_has_is_named(character: str) -> None:
    with pytest.raises(UserFacingError) as refusal:
        parse(f"ABC{character.lower()}")
    assert (refusal.value.code, refusal.value.parameters) == ("recovery_code_character", {"character": character})


def test_single_groups_can_be_compared_as_typed() -> None:
    assert normalised(" ab-o1 ") == normalised("ABOI") == "AB01"


def test_codes_differ_and_stay_out_of_reprs() -> None:
    one, other = generate(), generate()
    assert one != other
    assert one.text[:4] not in repr(one)
