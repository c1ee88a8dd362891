"""The rules of access at their boundaries."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.access import (
    PUT_OFF_DAYS,
    check_reader_remains,
    may_be_put_to_her,
    review_urgency,
    second_access,
)
from facilitador.domain.due import Urgency
from facilitador.domain.people import Person
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError

LAST = date(2026, 5, 21)


def person(number: int, role: Role | None, *, active: bool = True) -> Person:
    return Person(UUID(int=number), f"P{number}", "", "", role, "", None, active, (), 1)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(0, None), (182, None), (183, Urgency.SOON), (184, Urgency.OVERDUE), (800, Urgency.OVERDUE)],
)
def test_access_is_reviewed_every_half_year(days: int, urgency: Urgency | None) -> None:
    assert review_urgency(LAST, LAST + timedelta(days=days)) is urgency


@pytest.mark.parametrize(("days", "asked"), [(0, False), (PUT_OFF_DAYS - 1, False), (PUT_OFF_DAYS, True)])
def test_what_was_put_off_comes_back(days: int, asked: bool) -> None:
    assert may_be_put_to_her(LAST, LAST + timedelta(days=days)) is asked
    assert may_be_put_to_her(None, LAST)


@pytest.mark.parametrize(
    ("people", "keeper", "safe"),
    [
        ([person(1, Role.FACILITATOR)], "", False),
        ([person(1, Role.FACILITATOR)], "Jefatura", True),
        ([person(1, Role.FACILITATOR), person(2, Role.STAFF)], "", True),
        ([person(1, Role.FACILITATOR), person(2, None)], "", False),
        ([person(1, Role.FACILITATOR), person(2, Role.STAFF, active=False)], "", False),
    ],
)
def test_the_book_hangs_on_one_memory_or_not(people: list[Person], keeper: str, safe: bool) -> None:
    assert second_access(people, keeper) is safe


@given(
    st.lists(st.tuples(st.sampled_from([None, *Role]), st.booleans()), min_size=1, max_size=6),
    st.integers(0, 5),
    st.sampled_from([None, *Role]),
)
def test_somebody_always_reads_the_reserved_part(
    team: list[tuple[Role | None, bool]], chosen: int, role: Role | None
) -> None:
    people = [person(number, each, active=active) for number, (each, active) in enumerate(team)]
    changed = chosen % len(people)
    readers = (Role.FACILITATOR, Role.SUPERVISOR)
    after = [(role if number == changed else each, active) for number, (each, active) in enumerate(team)]
    remains = role in readers or any(each in readers and active for each, active in after)
    if remains:
        check_reader_remains(people, UUID(int=changed), role)
    else:
        with pytest.raises(UserFacingError, match="last_reserved_reader"):
            check_reader_remains(people, UUID(int=changed), role)
