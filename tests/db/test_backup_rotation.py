"""Which copies stay is decided by their numbers; a lying clock shortens a ladder, it never takes what is new."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from facilitador.db.backup_rotation import ROTATION, NumberedCopy, Rotation, to_remove

MONDAY = date(2026, 1, 5)

clocks = st.lists(st.one_of(st.none(), st.dates()), max_size=80)
lying = st.lists(
    st.sampled_from([None, date(2010, 1, 1), MONDAY, MONDAY + timedelta(1), date(2037, 12, 31)]), max_size=80
)


def copies_of(days: list[date | None]) -> list[NumberedCopy]:
    return [NumberedCopy(number, day) for number, day in enumerate(days, start=1)]


def lived(days: list[date | None], rotation: Rotation = ROTATION) -> list[NumberedCopy]:
    """What is left after one copy after the other was made, and the rotation ran after each."""
    left: list[NumberedCopy] = []
    for copy in copies_of(days):
        left.append(copy)
        going = to_remove(left, rotation)
        left = [one for one in left if one.number not in going]
    return left


def working_days(count: int, copies_a_day: int = 1) -> list[date | None]:
    days: list[date | None] = []
    day = MONDAY
    while len(days) < count * copies_a_day:
        if day.weekday() < 5:
            days += [day] * copies_a_day
        day += timedelta(1)
    return days


@given(st.one_of(clocks, lying))
def test_whatever_the_clock_says_the_newest_stay_and_few_go_at_once(days: list[date | None]) -> None:
    copies = copies_of(days)
    going = to_remove(copies)
    assert len(going) <= ROTATION.at_once
    assert set(going) <= {copy.number for copy in copies}
    assert not set(going) & {copy.number for copy in copies[-ROTATION.newest :]}
    assert len(copies) - len(going) >= min(len(copies), ROTATION.room)


@given(lying)
def test_a_lying_clock_leaves_as_many_copies_as_there_is_room_for(days: list[date | None]) -> None:
    left = lived(days)
    assert len(left) >= min(len(days), ROTATION.room)
    assert len(left) <= ROTATION.room + ROTATION.newest
    assert [copy.number for copy in left][-ROTATION.newest :] == [copy.number for copy in copies_of(days)][
        -ROTATION.newest :
    ]


@given(st.lists(st.dates(), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_found_says_nothing(days: list[date | None], chance: object) -> None:
    copies = copies_of(days)
    mixed = list(copies)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert to_remove(mixed) == to_remove(copies)


def test_with_a_good_clock_twelve_days_ten_weeks_and_nine_months_stay() -> None:
    days = working_days(300, copies_a_day=3)
    left = lived(days)
    kept = [copy.day for copy in left if copy.day is not None]
    every = sorted({day for day in days if day is not None})
    assert set(every[-12:]) <= set(kept)
    weeks = sorted({day.isocalendar()[:2] for day in every})[-10:]
    assert set(weeks) <= {day.isocalendar()[:2] for day in kept}
    months = sorted({(day.year, day.month) for day in every})[-9:]
    assert set(months) <= {(day.year, day.month) for day in kept}
    for day in every[-12:]:
        last = max(copy.number for copy in copies_of(days) if copy.day == day)
        assert last in {copy.number for copy in left}, "of a day the last copy stays"
    assert len(left) <= ROTATION.room + ROTATION.newest


def test_a_clock_that_stands_still_keeps_copies_that_reach_far_back() -> None:
    left = lived([date(2010, 1, 1)] * 400)
    numbers = [copy.number for copy in left]
    assert len(numbers) == ROTATION.room
    assert numbers[-1] == 400
    assert numbers[0] <= 100, "some are old"
    assert len([number for number in numbers if number > 380]) >= 5, "some are young"


def test_one_jump_of_the_clock_takes_nothing_more_than_any_other_day() -> None:
    days = working_days(200)
    steady = len(lived(days))
    for leap in (date(2010, 1, 1), date(2055, 6, 1)):
        before = lived(days)
        after = [*before, NumberedCopy(201, leap)]
        assert len(to_remove(after)) <= ROTATION.at_once
        assert len(lived([*days, leap])) >= steady - 1


def test_few_copies_all_stay_and_none_is_no_trouble() -> None:
    assert to_remove([]) == ()
    assert to_remove(copies_of([MONDAY] * ROTATION.room)) == ()


def test_of_a_ladder_of_nothing_the_newest_is_left() -> None:
    none = Rotation(days=0, weeks=0, months=0, newest=0, room=0, at_once=99)
    assert to_remove(copies_of([MONDAY] * 5), none) == (1, 2, 3, 4)
