"""What is projected, in which order, and how one goes through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.session_decks import (
    Leaf,
    SessionSlides,
    Showing,
    SlideMoment,
    SlidePage,
    deck,
    leaves,
)
from facilitador.domain.topics import MomentKind

SESSION = SessionSlides(
    session_id=UUID(int=1),
    group_name="Los Molles",
    number=3,
    topics=("Poder y violencia",),
    agreements=("Escucho.", "Aviso."),
    agreed=True,
    questions=("¿Quién?", "¿Cuándo?"),
    moments=(
        SlideMoment(MomentKind.OPENING, "Apertura", 15),
        SlideMoment(MomentKind.ACTIVITY, "El mapa", 40, "De dos en dos", ("Dibuje.", "Miren.")),
        SlideMoment(MomentKind.ACTIVITY, "El minuto antes", 50),
        SlideMoment(MomentKind.CLOSING, "Cierre", 15),
    ),
)
PAGE = SlidePage


def test_the_slides_follow_the_session_each_with_its_moment() -> None:
    assert [(slide.page, slide.moment, slide.number, slide.of) for slide in deck(SESSION)] == [
        (PAGE.WELCOME, 0, 1, 1),
        (PAGE.AGREEMENTS, 0, 1, 1),
        (PAGE.QUESTION, 0, 1, 2),
        (PAGE.QUESTION, 0, 2, 2),
        (PAGE.ACTIVITY, 1, 1, 2),
        (PAGE.ACTIVITY, 2, 2, 2),
        (PAGE.CLOSING, 3, 1, 1),
    ]


def test_what_the_session_does_not_have_is_left_out() -> None:
    bare = replace(SESSION, topics=(), agreements=(), questions=(), moments=())
    assert [(slide.page, slide.moment) for slide in deck(bare)] == [(PAGE.WELCOME, None), (PAGE.CLOSING, None)]


def room_for(letters: int) -> object:
    def fits(items: Sequence[str]) -> bool:
        return sum(map(len, items)) <= letters

    return fits


@given(st.lists(st.text(min_size=1, max_size=12), max_size=12), st.integers(1, 20))
def test_every_item_stands_on_one_leaf_in_order_and_no_leaf_is_too_full(items: list[str], letters: int) -> None:
    cut = leaves(2, items, room_for(letters))  # type: ignore[arg-type]
    assert [item for leaf in cut for item in leaf.items] == items
    assert all(items[leaf.first : leaf.first + len(leaf.items)] == list(leaf.items) for leaf in cut)
    assert all(sum(map(len, leaf.items)) <= letters or len(leaf.items) == 1 for leaf in cut)
    assert {leaf.slide for leaf in cut} == {2}


LEAVES = (Leaf(0, ("a",)), Leaf(1, ("b", "c"), 0), Leaf(1, ("d",), 2), Leaf(2, ()), Leaf(3, ()))
AT_TWO = Showing(LEAVES, at=2)


def test_forward_and_back_stop_at_the_ends() -> None:
    assert Showing(LEAVES).back().at == 0
    last = Showing(LEAVES, at=4)
    assert last.is_last
    assert last.forward().at == 4
    assert AT_TWO.forward().back() == AT_TWO


def test_back_from_the_large_timer_is_what_was_in_sight_and_forward_goes_on() -> None:
    timed = AT_TWO.with_timer()
    assert timed.back() == AT_TWO
    assert timed.forward() == AT_TWO.forward()


def test_from_the_dark_every_step_brings_only_light() -> None:
    dark = AT_TWO.darkened()
    assert dark.forward() == dark.back() == dark.darkened() == AT_TWO


def test_steps_last_as_long_as_their_slide() -> None:
    shown = Showing(LEAVES, at=1).with_steps()
    assert shown.forward().steps
    assert not shown.forward().forward().steps
    assert not shown.with_steps().steps


def test_a_page_begins_at_its_first_leaf_and_one_that_is_not_there_leads_nowhere() -> None:
    assert Showing(LEAVES, at=4, dark=True).at_slide(1) == Showing(LEAVES, at=1)
    assert AT_TWO.at_slide(9) == AT_TWO


@pytest.mark.parametrize(
    ("into", "at"),
    [
        ((Leaf(0, ()), Leaf(1, ("b", "c", "d"), 0), Leaf(2, ())), 1),
        ((Leaf(0, ()), Leaf(1, ("b",), 0), Leaf(1, ("c",), 1), Leaf(1, ("d",), 2), Leaf(2, ())), 3),
        ((Leaf(0, ()), Leaf(1, ("b",), 0), Leaf(1, ("c", "d"), 1), Leaf(2, ())), 2),
    ],
)
def test_leaves_cut_anew_keep_the_same_item_in_sight(into: tuple[Leaf, ...], at: int) -> None:
    assert AT_TWO.relaid(into).at == at
