"""Applications beside each other: nothing is said of a man or a group that his answers and the file do not carry."""

from __future__ import annotations

import random
from dataclasses import asdict
from uuid import UUID

import pytest

from facilitador.domain.applications import Purpose
from facilitador.domain.change_measures import ChangeSays, NotSaid
from facilitador.domain.instruments import REFUSED
from facilitador.domain.profiles import GroupProfileData
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.profiles import Change, GroupProfile
from tests.use_cases.answering import CALM, NORMS, REST, TIRED, answered, load
from tests.use_cases.scenes import ficha, group_of, refused, register


def profile(book: OpenBook, group: UUID, *purposes: Purpose) -> GroupProfileData:
    wanted = purposes or (Purpose.ENTRY, Purpose.EXIT)
    return book.ask(GroupProfile(group_id=group, instrument_id=REST, purposes=wanted)).result()


def pair(book: OpenBook, man: UUID, before: dict[str, int], after: dict[str, int]) -> None:
    """He answers at entry and at exit."""
    answered(book, man, before)
    answered(book, man, after, purpose=Purpose.EXIT)


@pytest.mark.directive("6.9.1")
def test_a_man_beside_himself(book: OpenBook) -> None:
    load(book, norms=NORMS)
    (man,) = register(book, ficha())
    pair(book, man, TIRED, CALM)

    seen = book.ask(Change(participant_id=man, instrument_id=REST)).result()

    assert [one.purpose for one in seen.applications] == [Purpose.ENTRY, Purpose.EXIT]
    (total,) = seen.subscales
    assert total.values == (8, 12)
    assert total.change is not None
    # by hand: 1.96 · √2 · 2 · √0.2 = 2.479
    assert (total.change.difference, total.change.says) == (4, ChangeSays.BETTER)
    assert total.change.needed == pytest.approx(2.479, abs=0.001)


def test_without_norms_there_is_no_data_to_say_it_and_one_application_is_no_change(book: OpenBook) -> None:
    load(book)
    man, once, never = register(book, ficha(1), ficha(2), ficha(3))
    pair(book, man, TIRED, CALM)
    answered(book, once, CALM)

    (total,) = book.ask(Change(participant_id=man, instrument_id=REST)).result().subscales
    assert total.change is not None
    assert total.change.says is ChangeSays.NO_DATA
    assert book.ask(Change(participant_id=once, instrument_id=REST)).result().subscales[0].change is None
    with refused("nothing_to_compare"):
        book.ask(Change(participant_id=never, instrument_id=REST)).result()


def test_editions_are_compared_only_where_they_ask_alike(book: OpenBook) -> None:
    load(book)
    same, other = register(book, ficha(1), ficha(2))
    for man in (same, other):
        answered(book, man, TIRED)
    load(book, "2", head='enlace = "https://example.org"')
    answered(book, same, CALM, purpose=Purpose.EXIT)
    load(book, "3", first="Dormí lo que necesitaba.")
    answered(book, other, CALM, purpose=Purpose.EXIT)

    (alike,) = book.ask(Change(participant_id=same, instrument_id=REST)).result().subscales
    (unlike,) = book.ask(Change(participant_id=other, instrument_id=REST)).result().subscales

    assert (alike.values, alike.other_edition) == ((8, 12), False)
    assert alike.change is not None
    assert (unlike.values, unlike.other_edition, unlike.change) == ((None, 12), True, None)


@pytest.mark.directive("6.9.1")
def test_a_group_of_nine_shows_pairs_and_medians_and_no_effect(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 11)
    for man in men[:9]:
        pair(book, man, TIRED, CALM)
    answered(book, men[9], {"d1": 4, "d2": REFUSED, "d3": REFUSED})  # not to be scored
    answered(book, men[10], CALM)

    seen = profile(book, group)

    (total,) = seen.subscales
    assert [man.number for man in seen.men] == list(range(1, 12))
    assert total.values[0] == (8, 12)
    assert (total.values[9], total.values[10]) == ((None, None), (12, None))
    assert total.n == (10, 9)
    assert total.group.n == 9
    assert total.group.difference is not None
    assert total.group.difference.median == 4
    assert (total.group.effect, total.group.no_effect) == (None, NotSaid.TOO_FEW)
    assert [alpha.not_said for alpha in total.alphas] == [NotSaid.TOO_FEW, NotSaid.TOO_FEW]
    assert total.changes[10] is None
    assert [one.item for one in total.to_work_on] == ["d1", "d2", "d3"]
    assert dict(seen.items[0][0].counts) == {1: 0, 2: 9, 3: 0, 4: 2}
    assert seen.items[0][1].refused == 1
    assert "p_value" not in repr(asdict(seen))


@pytest.mark.directive("6.9.1")
def test_from_ten_pairs_on_there_is_an_effect_with_its_interval(book: OpenBook) -> None:
    load(book)
    group, men, _ = group_of(book, 10)
    for number, man in enumerate(men):
        pair(book, man, {"d1": 1 + number % 2, "d2": 4, "d3": 4 - number % 2}, {"d1": 3, "d2": 2, "d3": 1 + number % 2})

    (total,) = profile(book, group).subscales

    assert total.group.n == 10
    assert total.group.effect is not None
    assert total.group.effect.low < total.group.effect.estimate < total.group.effect.high
    assert total.group.effect.low > 0


def test_alpha_is_of_thirty_men_of_the_whole_book(book: OpenBook) -> None:
    load(book)
    chance = random.Random(7)
    group, men, _ = group_of(book, 15)
    others = register(book, *(ficha(number) for number in range(100, 115)))
    for man in (*men, *others[:-1]):
        answered(book, man, {item: chance.randint(1, 4) for item in CALM})
    assert profile(book, group).subscales[0].alphas[0].value is None
    answered(book, others[-1], CALM)

    found = profile(book, group).subscales[0].alphas

    assert (found[0].n, found[0].items, found[0].value is not None) == (30, 3, True)
    assert found[1].not_said is NotSaid.TOO_FEW
    assert len(profile(book, group).men) == 15


def test_a_profile_holds_the_last_of_each_purpose_in_one_edition(book: OpenBook) -> None:
    load(book)
    group, (one, two), _ = group_of(book, 2)
    answered(book, one, TIRED)
    load(book, "2")
    answered(book, two, TIRED)
    answered(book, two, TIRED, purpose=Purpose.INTERMEDIATE)
    answered(book, two, CALM, purpose=Purpose.INTERMEDIATE)

    seen = profile(book, group, Purpose.ENTRY, Purpose.INTERMEDIATE, Purpose.EXIT)

    assert (seen.instrument.edition, seen.other_editions) == ("2", 1)
    assert [(man.participant_id, man.number) for man in seen.men] == [(two, 2)]
    assert seen.subscales[0].values == ((8, 12, None),)
    assert seen.subscales[0].group.n == 0


def test_a_profile_of_nothing_and_of_one_point(book: OpenBook) -> None:
    load(book)
    group, (man,), _ = group_of(book, 1)
    empty = profile(book, group)
    assert (empty.men, empty.instrument.id, empty.subscales[0].group.n) == ((), REST, 0)

    answered(book, man, CALM)

    (total,) = profile(book, group, Purpose.ENTRY).subscales
    assert (total.n, total.changes, total.group.n) == ((1,), (None,), 0)
    with refused("instrument_unknown"):
        book.ask(GroupProfile(group_id=group, instrument_id="nadie")).result()
