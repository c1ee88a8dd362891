"""How a group answered, laid out to be read: what asks for work comes first, and only where the file says which way."""

from __future__ import annotations

from dataclasses import replace

from facilitador.domain.instruments import MoreIs
from facilitador.domain.item_answers import item_answers
from facilitador.domain.item_readings import item_groups
from tests.documents.instrument_samples import INSTRUMENT

ANSWERS = [{"d1": 4, "d2": 4, "d3": 1}, {"d1": 3, "d2": 3, "d3": 2}]


def test_what_asks_for_most_work_comes_first_with_its_own_number() -> None:
    (section,) = item_groups(INSTRUMENT, item_answers(INSTRUMENT, ANSWERS))

    # more is better; d2 and d3 are reversed: d2 has few points, d1 and d3 many
    assert [(one.number, one.item.id) for one in section.items] == [(2, "d2"), (1, "d1"), (3, "d3")]
    assert [sorted(one.to_work_on) for one in section.items] == [[3, 4], [1, 2], [3, 4]]
    assert section.title == "Su descanso"


def test_nothing_asks_for_work_where_no_direction_is_known() -> None:
    neither = replace(INSTRUMENT, subscales=tuple(replace(one, more_is=MoreIs.NEITHER) for one in INSTRUMENT.subscales))
    (section,) = item_groups(neither, item_answers(neither, ANSWERS))

    assert [one.number for one in section.items] == [1, 2, 3]
    assert not any(one.to_work_on for one in section.items)


def test_fewer_points_are_better_turns_it_round() -> None:
    worse = replace(INSTRUMENT, subscales=tuple(replace(one, more_is=MoreIs.WORSE) for one in INSTRUMENT.subscales))
    (section,) = item_groups(worse, item_answers(worse, ANSWERS))

    assert [one.item.id for one in section.items][-1] == "d2"
    assert {one.item.id: sorted(one.to_work_on) for one in section.items}["d1"] == [3, 4]


def test_what_nobody_answered_comes_last() -> None:
    (section,) = item_groups(INSTRUMENT, item_answers(INSTRUMENT, [{"d2": 4}]))
    assert [one.item.id for one in section.items] == ["d2", "d1", "d3"]
