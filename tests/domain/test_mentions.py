"""A written name is found with its accents, apostrophes and capitals or without; a surname alone names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.mentions import Mention, MentionPlace, in_order, written_name

NAHUI = written_name(["Ñahui", "De la Cruz"], "José Manuel")


def test_particles_are_no_words_of_a_name() -> None:
    assert (NAHUI.surnames, NAHUI.given) == (("nahui", "cruz"), ("jose", "manuel"))
    assert written_name(["D’Álvarez", ""], "Eva María").parts == {"dalvarez": "alvarez"}


@pytest.mark.parametrize(
    ("text", "near", "said"),
    [
        ("Se lo dijo a nahui jose", False, ("nahui", "jose")),
        ("El hermano de José M. Ñahui vino", False, ("José", "Ñahui")),
        ("Cruz Ñahui", False, ("Cruz", "Ñahui")),
        ("Vino Ñahui", False, ()),
        ("Vino Ñahui", True, ("Ñahui",)),
        ("José Manuel Quispe", False, ()),
        ("José Manuel Quispe", True, ("José", "Manuel")),
        ("Nahuinta José", False, ()),
        ("llevó una cruz", True, ()),
        ("", True, ()),
    ],
)
def test_what_names_him(text: str, near: bool, said: tuple[str, ...]) -> None:
    assert NAHUI.said_in([text], near=near) == said


def test_a_surname_that_nobody_else_bears_names_him_anywhere() -> None:
    only = replace(NAHUI, alone=frozenset({"nahui"}))

    assert only.said_in(["Vino Ñahui"], near=False) == ("Ñahui",)
    assert only.said_in(["Vino Cruz"], near=False) == ()


def test_who_has_no_surname_is_found_by_his_names() -> None:
    assert written_name(["", ""], "Awajún Wampis").said_in(["awajún y wampis"], near=False) == ("awajún", "wampis")


@given(st.text("abcñáé ’-.", max_size=12), st.text("xyzúñ ", max_size=9), st.text(max_size=60))
def test_whatever_stands_in_a_text_what_is_found_was_typed(surname: str, names: str, text: str) -> None:
    for word in written_name([surname], names).said_in([text], near=True):
        assert word in text


def test_each_place_stands_once_with_all_its_words() -> None:
    def one(place: MentionPlace, day: int, *words: str) -> Mention:
        return Mention(place, "session", UUID(int=1), "Norte", date(2026, 3, day), words)

    call, log = one(MentionPlace.CALL, 1, "José"), one(MentionPlace.SESSION, 2, "José")
    later = one(MentionPlace.SESSION, 9, "Ñahui")

    assert in_order([call, log, one(MentionPlace.SESSION, 2, "Cruz", "José"), later]) == (
        later,
        one(MentionPlace.SESSION, 2, "José", "Cruz"),
        call,
    )
