"""The fifteen who count, and the table of statuses (6.4.1)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.enrolments import (
    COUNTING,
    OPEN,
    SEATS,
    STATUS_RULES,
    EnrolmentStatus,
    Stint,
    check_transition,
    free_seat,
    next_waiting,
)
from facilitador.errors import UserFacingError

TODAY = date(2026, 11, 20)


def a_stint(status: EnrolmentStatus = EnrolmentStatus.ATTENDING, position: int | None = None) -> Stint:
    seat = 1 if STATUS_RULES[status].counts else None
    group, man = UUID(int=1), UUID(int=2)
    return Stint(uuid4(), group, man, status, seat, position, date(2026, 11, 1), None, "", 1)


@pytest.mark.directive("6.4.1")
@pytest.mark.parametrize(("taken", "answer"), [(13, 14), (14, 15)])
def test_a_group_takes_up_to_fifteen(taken: int, answer: int) -> None:
    assert free_seat(range(1, taken + 1)) == answer


@pytest.mark.directive("6.4.1")
def test_the_sixteenth_is_refused_and_told_that_the_group_is_full() -> None:
    with pytest.raises(UserFacingError) as refusal:
        free_seat(range(1, SEATS + 1))
    assert refusal.value.code == "group_full"
    assert refusal.value.parameters == {"limit": 15}


@pytest.mark.directive("6.4.1")
@given(st.sets(st.integers(1, SEATS), max_size=SEATS - 1))
def test_any_free_seat_is_found_again(taken: set[int]) -> None:
    seat = free_seat(taken)
    assert seat not in taken
    assert 1 <= seat <= SEATS


def test_whoever_counts_is_open_and_ended_stints_lead_nowhere() -> None:
    assert set(COUNTING) < set(OPEN)
    for rule in STATUS_RULES.values():
        assert bool(rule.leads_to) == rule.open


@given(st.sampled_from(EnrolmentStatus), st.sampled_from(EnrolmentStatus))
def test_only_the_table_says_what_may_follow(before: EnrolmentStatus, after: EnrolmentStatus) -> None:
    stint = a_stint(before, position=1)
    if after in STATUS_RULES[before].leads_to:
        check_transition(stint, after, TODAY, "Viajó a la cosecha.", TODAY, last_step=TODAY)
        return
    with pytest.raises(UserFacingError) as refusal:
        check_transition(stint, after, TODAY, "Viajó a la cosecha.", TODAY, last_step=TODAY)
    assert refusal.value.code == "status_step_unknown"


@pytest.mark.parametrize(
    ("on", "reason", "code"),
    [
        (TODAY, "  ", "reason_needed"),
        (date(2026, 11, 21), "Viajó.", "day_in_future"),
        (date(2026, 10, 31), "Viajó.", "day_before_stint"),
        (date(2026, 11, 9), "Viajó.", "day_before_last_step"),
    ],
)
def test_leaving_needs_a_reason_and_a_possible_day(on: date, reason: str, code: str) -> None:
    with pytest.raises(UserFacingError) as refusal:
        check_transition(a_stint(), EnrolmentStatus.STOPPED, on, reason, TODAY, last_step=date(2026, 11, 10))
    assert refusal.value.code == code


def test_who_waits_first_is_offered_first() -> None:
    second, first = a_stint(EnrolmentStatus.WAITING, 7), a_stint(EnrolmentStatus.WAITING, 3)
    assert next_waiting((a_stint(), second, first)) == first
    assert next_waiting((a_stint(),)) is None
