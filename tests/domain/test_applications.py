"""Answers given, taken back, typed twice: nothing gets lost between two of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.applications import EntryDifference, counts, differences, in_order, merged
from facilitador.domain.instruments import REFUSED
from tests.domain.test_instruments import GOOD

ANSWER = st.one_of(st.integers(0, 4), st.just(REFUSED))
GIVEN = st.dictionaries(st.sampled_from([item.id for item in GOOD.items]), ANSWER)
CHANGE = st.dictionaries(st.sampled_from([item.id for item in GOOD.items]), st.one_of(ANSWER, st.none()))


@given(GIVEN, CHANGE)
def test_what_is_named_is_as_named_and_the_rest_as_it_was(
    before: dict[str, int], change: dict[str, int | None]
) -> None:
    after = merged(before, change)

    for item in GOOD.items:
        assert after.get(item.id) == change.get(item.id, before.get(item.id))
    assert None not in after.values()
    assert list(in_order(GOOD, after)) == [item.id for item in GOOD.items if item.id in after]
    answered, refused = counts(after)
    assert answered + refused == len(after)


@given(GIVEN, GIVEN)
def test_two_typings_differ_exactly_where_they_do(first: dict[str, int], second: dict[str, int]) -> None:
    found = differences(GOOD, first, second)

    assert {one.item for one in found} == {key for key in first | second if first.get(key) != second.get(key)}
    assert differences(GOOD, first, first) == ()
    for number, item in enumerate(GOOD.items, start=1):
        mine = EntryDifference(item.id, number, first.get(item.id), second.get(item.id))
        assert (mine in found) is (mine.first != mine.second)
