"""Temporary claves: easy to type on any keyboard, never weak, never the same words twice."""

from __future__ import annotations

import math
import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitador.domain.passphrases import check
from facilitador.domain.temporary_claves import DIGITS, TEMPORARY_WORDS, WORD_COUNT, temporary_clave


@settings(max_examples=30)  # how strong each is takes long to tell
@given(st.integers())
def test_a_temporary_clave_can_be_read_out_and_is_accepted(seed: int) -> None:
    clave = temporary_clave(random.Random(seed).randrange, ("Rosa", "Mamani Quispe"))

    assert re.fullmatch(r"([a-z]{4,7}-){4}\d{3}", clave)
    *words, _ = clave.split("-")
    assert len(set(words)) == WORD_COUNT
    assert set(words) <= set(TEMPORARY_WORDS)
    check(clave, ("Rosa", "Mamani Quispe"))


def test_words_of_her_own_name_never_weaken_it() -> None:
    numbers = iter([0, 1, 2, 3, *[5] * DIGITS, 10, 11, 12, 13, *[6] * DIGITS])
    known = TEMPORARY_WORDS[:4]

    assert temporary_clave(lambda below: next(numbers), known) == "-".join((*TEMPORARY_WORDS[10:14], "666"))


def test_there_are_enough_words() -> None:
    assert len(set(TEMPORARY_WORDS)) == len(TEMPORARY_WORDS)
    assert WORD_COUNT * math.log2(len(TEMPORARY_WORDS)) + DIGITS * math.log2(10) > 43
