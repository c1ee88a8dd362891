"""A clave is judged as an attacker who knows people here would judge it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages
from facilitador.domain.passphrases import MAX_LENGTH, MIN_LENGTH, Level, check, strength
from facilitador.errors import UserFacingError

ROSA = ("Rosa Ñahui Álvarez", "Servicio Warmi, Saylla")


@pytest.mark.parametrize(
    ("passphrase", "hint"),
    [
        ("clave123456", "passphrase_hint_common"),
        ("Violencia2019", "passphrase_hint_date"),
        ("quispe mamani 1985", "passphrase_hint_common"),
        ("amor perro casa", "passphrase_hint_common"),
        ("escarcha tambor", "passphrase_hint_words"),
        ("aaaaaaaaaaaaaaaa", "passphrase_hint_repeat"),
        ("Ñahui Álvarez 84", "passphrase_hint_personal"),
        ("nahui-alvarez-saylla", "passphrase_hint_personal"),
        ("Rosa Ñahui Álvarez 1984", "passphrase_hint_personal"),
        ("abcdefghijklm", "passphrase_hint_sequence"),
        ("22/11/1984 22/11/1984", "passphrase_hint_repeat"),
    ],
)
def test_what_people_choose_is_weak_and_says_why(passphrase: str, hint: str) -> None:
    judged = strength(passphrase, ROSA)
    assert (judged.level, judged.acceptable) == (Level.WEAK, False)
    assert hint in judged.hints


@pytest.mark.parametrize(
    "passphrase", ["mesa lluvia escarcha quinua", "el zorro cruza la pampa helada", "kx9!Lw2#pQz7"]
)
def test_what_resists_is_good(passphrase: str) -> None:
    judged = strength(passphrase, ROSA)
    assert judged.acceptable
    assert judged.level >= Level.GOOD


def test_a_name_of_her_own_adds_nothing() -> None:
    passphrase = "escarcha tambor ñahui"
    assert strength(passphrase, ROSA).level < strength(passphrase).level


@given(st.text(max_size=MIN_LENGTH - 1))
def test_nothing_short_is_acceptable(passphrase: str) -> None:
    judged = strength(passphrase)
    assert (judged.level, judged.acceptable) == (Level.WEAK, False)


@given(st.text(max_size=MAX_LENGTH + 20), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_is_judged_and_every_hint_has_its_words(passphrase: str, personal: list[str]) -> None:
    judged = strength(passphrase, personal)
    for code in (*judged.hints, judged.level.code):
        assert messages.message(code, {}).text


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("corta", "passphrase_short"),
        ("clave123456", "passphrase_weak"),
        ("kx9!Lw2#pQz7" * 20, "passphrase_long"),
    ],
)
def test_a_clave_that_cannot_be_taken_is_refused(passphrase: str, code: str) -> None:
    with pytest.raises(UserFacingError) as refusal:
        check(passphrase, ROSA, field="new_passphrase")
    assert (refusal.value.code, refusal.value.field) == (code, "new_passphrase")


def test_a_good_clave_passes() -> None:
    check("mesa lluvia escarcha quinua", ROSA)


def test_the_estimator_is_not_loaded_before_a_clave_is_judged() -> None:
    program = "import sys, facilitador.domain.passphrases; sys.exit('zxcvbn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
