"""A text that others read names no man: what seems to name one is told, and a flower is none (6.4.5)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.named_men import NamedMan, NumberedMan, named_men

MEN = (
    NumberedMan(1, "Ñahui Álvarez, José Luis"),
    NumberedMan(2, "Flores Quispe, Wilber"),
    NumberedMan(3, "De la Cruz Quispe, Rosa Máximo"),
    NumberedMan(None, "Shapiama D’Ávila, Kenyi"),
)
# words that belong to no name above, however they are written
QUIET = ("hoy", "el", "contó", "que", "su", "hermano", "bebía", "3", "15", "de", "la", "se", "enojó", "y", "calló")
NAMES = [(man, part) for man in MEN for part in man.full_name.replace(",", "").split() if part not in ("De", "la")]


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("El 3 contó algo.", []),
        ("Hoy Ñahui contó algo.", [NamedMan("Ñahui", (1,))]),
        ("hoy nahui contó algo", [NamedMan("nahui", (1,))]),
        ("QUISPE llegó tarde", [NamedMan("QUISPE", (2, 3))]),
        ("Trajo flores y una rosa; la cruz de la plaza.", []),
        ("Flores no vino.", [NamedMan("Flores", (2,))]),
        ("vino flores quispe", [NamedMan("flores", (2,)), NamedMan("quispe", (2, 3))]),
        ("Kenyi, que ya no viene.", [NamedMan("Kenyi", ())]),
        ("lo dijo d'ávila", [NamedMan("d'ávila", ())]),
        ("Álvarez-Pinto", [NamedMan("Álvarez-Pinto", (1,))]),
        ("De la plaza a la casa", []),
        ("José contó; José lloró.", [NamedMan("José", (1,))]),
        ("", []),
    ],
)
def test_what_seems_to_name_a_man_is_found(text: str, found: list[NamedMan]) -> None:
    assert list(named_men([text], MEN)) == found


@pytest.mark.directive("6.4.5")
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(QUIET)), st.lists(st.sampled_from(QUIET)), st.booleans())
def test_a_name_with_its_capital_is_found_wherever_it_stands(
    name: tuple[NumberedMan, str], before: list[str], after: list[str], decomposed: bool
) -> None:
    man, part = name
    text = " ".join([*before, part, *after]) + "."
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    found = named_men([text], MEN)
    assert len(found) == 1
    assert man.number is None or man.number in found[0].numbers


@given(st.lists(st.sampled_from(QUIET)), st.sampled_from([".", ",", ";", ":", "(", ")", "¿", "¡", "—"]))
def test_a_text_without_a_name_is_left_alone(quiet: list[str], mark: str) -> None:
    assert named_men([f" {mark} ".join(quiet)], MEN) == ()


@given(st.text(max_size=200))
def test_any_text_is_borne_and_no_group_finds_nobody(text: str) -> None:
    named_men([text], MEN)
    assert named_men([text], ()) == ()
