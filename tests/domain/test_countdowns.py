"""The timer counts what passes while it runs, and says when it ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.countdowns import LONGEST, Countdown, TimeLeft, clock_text

FIVE = Countdown(300)


def test_it_counts_only_while_it_runs() -> None:
    running = FIVE.toggled(1000)
    assert running.left(1010) == 290
    stopped = running.toggled(1010)
    assert stopped.left(5000) == 290
    assert stopped.toggled(5000).left(5030) == 260


def test_the_last_second_shows_as_one_and_then_it_is_over() -> None:
    running = FIVE.toggled(0)
    assert (running.left(299.2), running.state(299.2)) == (1, TimeLeft.LAST_MINUTE)
    assert (running.left(300), running.state(300)) == (0, TimeLeft.OVER)
    assert running.beyond(365) == 65


def test_the_last_minute_begins_at_sixty_seconds_left() -> None:
    running = FIVE.toggled(0)
    assert running.state(239) is TimeLeft.ENOUGH
    assert running.state(240) is TimeLeft.LAST_MINUTE


def test_a_minute_that_has_not_begun_is_no_last_minute() -> None:
    assert Countdown(60).state(0) is TimeLeft.ENOUGH


def test_a_minute_more_after_the_end_is_a_whole_minute() -> None:
    assert FIVE.toggled(0).lengthened(60, 400).left(400) == 60


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    assert FIVE.toggled(100).left(50) == 300


def test_again_stands_still_at_the_whole_time() -> None:
    assert FIVE.toggled(0).again() == FIVE


def test_it_reads_as_minutes_and_seconds() -> None:
    assert [clock_text(seconds) for seconds in (0, 9, 65, 600, 7200)] == ["0:00", "0:09", "1:05", "10:00", "120:00"]


@given(
    st.floats(0, LONGEST),
    st.lists(st.tuples(st.sampled_from(["toggle", "more", "less", "wait"]), st.floats(0, 4000)), max_size=12),
)
def test_whatever_is_pressed_what_is_left_stays_between_nothing_and_the_longest(
    seconds: float, presses: list[tuple[str, float]]
) -> None:
    timer, now = Countdown(seconds), 0.0
    for press, wait in presses:
        now += wait
        before = timer.left(now)
        if press == "toggle":
            timer = timer.toggled(now)
            assert timer.left(now) == before
        elif press == "more":
            timer = timer.lengthened(60, now)
            assert timer.left(now) >= before
        elif press == "less":
            timer = timer.lengthened(-60, now)
            assert timer.left(now) <= before
        assert 0 <= timer.left(now) <= LONGEST + 1
