"""Pages: nothing lost, nothing over the edge, what belongs together stays together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitador.documents.pagination import Placed, paginate
from facilitador.documents.strips import Strip

PAGE = 100.0
STRIPS = st.lists(st.builds(Strip, st.floats(1, 60), joined=st.booleans()), max_size=40)


def _strips(pages: list[list[Placed]]) -> list[Strip]:
    return [placed.strip for page in pages for placed in page]


@given(STRIPS)
def test_every_strip_stands_once_in_order_and_inside_its_page(strips: list[Strip]) -> None:
    pages = paginate(strips, PAGE)
    assert [id(strip) for strip in _strips(pages)] == [id(strip) for strip in strips]
    for page in pages:
        down = 0.0
        for placed in page:
            assert placed.down == down
            down += placed.strip.height
        assert down <= PAGE


@given(STRIPS)
def test_joined_strips_are_parted_only_where_a_page_is_too_low_for_them(strips: list[Strip]) -> None:
    page_of = {id(placed.strip): number for number, page in enumerate(paginate(strips, PAGE)) for placed in page}
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.joined:
            if sum(one.height for one in run) <= PAGE:
                assert len({page_of[id(one)] for one in run}) == 1
            run = []


def test_no_page_is_empty_but_a_lone_first_one() -> None:
    assert paginate([], PAGE) == [[]]
    assert [len(page) for page in paginate([Strip(0, breaks=True), Strip(50), Strip(0, breaks=True)], PAGE)] == [1]


def test_a_break_begins_a_new_page() -> None:
    assert [len(page) for page in paginate([Strip(10), Strip(0, breaks=True), Strip(10)], PAGE)] == [1, 1]


def test_empty_height_vanishes_at_the_head_of_a_page() -> None:
    gap, text = Strip(20, blank=True), Strip(90)
    assert _strips(paginate([gap, text, gap, text], PAGE)) == [text, text]


def test_headings_are_repeated_where_a_row_comes_to_stand_first() -> None:
    head = Strip(10)
    rows = [Strip(40, heads=(head,)) for _ in range(4)]
    pages = paginate([head, *rows], PAGE)
    assert [[placed.strip for placed in page] for page in pages] == [[head, *rows[:2]], [head, *rows[2:]]]
