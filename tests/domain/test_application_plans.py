"""When each man is asked: every rule at its bound (6.4.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.application_plans import (
    AHEAD_DAYS,
    EARLY_DAYS,
    FOLLOW_UP_DAYS,
    DueState,
    ManInGroup,
    MissingApplication,
    Planned,
    due_day,
    missing_of_man,
    planned_for,
    serves,
)
from facilitador.domain.applications import Application, ApplicationStatus, Mode, Purpose
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, Stint
from facilitador.domain.instruments import InstrumentKind
from facilitador.reference import instruments

TODAY = date(2026, 11, 20)
MAN, HERE, EARLIER = UUID(int=1), UUID(int=2), UUID(int=3)
STINT = Stint(HERE, UUID(int=9), MAN, EnrolmentStatus.ATTENDING, 1, None, TODAY, None, "", 1)
SHIPPED = {instrument.id: instrument for instrument in instruments()}
ENTRY = SHIPPED["prueba_de_entrada"]
YOUNG = SHIPPED["prueba_de_entrada_adolescentes"]
KINDS = {instrument.id: instrument.kind for instrument in SHIPPED.values()}
DAYS = st.lists(st.dates(TODAY, TODAY + timedelta(days=400)), unique=True).map(sorted).map(tuple)
MADE = Application(
    *(UUID(int=20), MAN, HERE, UUID(int=21), ENTRY.id, Purpose.ENTRY, Mode.SELF, ApplicationStatus.FINISHED, ""),
    *(TODAY, UUID(int=22), {}, "", None, None, "", 1),
)


def man(*days: date, stint: Stint = STINT, age: int | None = 40) -> ManInGroup:
    return ManInGroup(stint, "Quispe, Abel", age, days)


def owing(
    of: ManInGroup, *made: Application, purposes: tuple[Purpose, ...] = (Purpose.ENTRY,), last_day: date | None = None
) -> tuple[MissingApplication, ...]:
    planned = (Planned(ENTRY, purposes), Planned(YOUNG, purposes))
    return missing_of_man(of, planned_for(of.age, planned), made, KINDS, last_day, TODAY)


@pytest.mark.directive("6.4.3")
@given(DAYS)
def test_the_entry_is_before_his_first_session_and_the_exit_at_his_last(days: tuple[date, ...]) -> None:
    of = man(*days)

    entry, middle, end = (due_day(of.stint, days, purpose, TODAY) for purpose in tuple(Purpose)[:3])

    assert entry == (days[0] if days else None)
    assert end == (days[-1] if days else TODAY)
    assert (middle is None) is (len(days) < 3)
    if entry is not None and middle is not None and end is not None:
        assert entry < middle <= end
        assert middle in days


@pytest.mark.directive("6.4.3")
@pytest.mark.parametrize(
    ("ahead", "state"), [(-1, DueState.OVERDUE), (0, DueState.DUE), (1, DueState.DUE), (300, DueState.DUE)]
)
def test_the_entry_may_be_asked_from_the_day_he_enters_until_his_first_session(ahead: int, state: DueState) -> None:
    (one,) = owing(man(TODAY + timedelta(days=ahead)))

    assert (one.state, one.mandated, one.purpose) == (state, True, Purpose.ENTRY)
    assert owing(man())[0].state is DueState.DUE


@pytest.mark.parametrize(
    ("ahead", "state"),
    [(-1, DueState.OVERDUE), (0, DueState.DUE), (AHEAD_DAYS, DueState.DUE), (AHEAD_DAYS + 1, DueState.LATER)],
)
def test_what_is_ours_is_due_a_fortnight_ahead(ahead: int, state: DueState) -> None:
    (one,) = owing(man(TODAY + timedelta(days=ahead)), purposes=(Purpose.EXIT,))

    assert (one.state, one.mandated) == (state, False)
    assert owing(man(), purposes=(Purpose.EXIT,))[0].state is DueState.LATER


@pytest.mark.parametrize("status", list(EnrolmentStatus))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_who_is_asked_what(status: EnrolmentStatus, purpose: Purpose) -> None:
    ended = None if STATUS_RULES[status].open else TODAY
    stint = replace(STINT, status=status, ended_on=ended)
    expected = {
        EnrolmentStatus.ATTENDING: {Purpose.ENTRY, Purpose.INTERMEDIATE, Purpose.EXIT},
        EnrolmentStatus.PAUSED: {Purpose.ENTRY, Purpose.INTERMEDIATE, Purpose.EXIT},
        EnrolmentStatus.COMPLETED: {Purpose.EXIT, Purpose.FOLLOW_UP},
    }

    found = owing(man(stint=stint), purposes=(purpose,))

    assert bool(found) is (purpose in expected.get(status, set()))
    if found and ended is not None:
        days = FOLLOW_UP_DAYS if purpose is Purpose.FOLLOW_UP else 0
        assert found[0].due == TODAY + timedelta(days=days)


@pytest.mark.directive("6.6")
@pytest.mark.parametrize(
    ("age", "asked"), [(14, YOUNG.id), (17, YOUNG.id), (18, ENTRY.id), (70, ENTRY.id), (None, ENTRY.id)]
)
def test_of_entry_tests_he_is_asked_the_one_for_his_age(age: int | None, asked: str) -> None:
    assert [one.instrument_id for one in owing(man(age=age))] == [asked]


@pytest.mark.directive("6.4.3")
def test_any_entry_test_serves_but_no_other_instrument_and_no_other_purpose() -> None:
    of = man()
    assert owing(of, MADE) == ()
    assert owing(of, replace(MADE, instrument_id=YOUNG.id)) == ()
    assert KINDS["audit"] is not InstrumentKind.ENTRY_TEST
    for other in (
        replace(MADE, instrument_id="audit"),
        replace(MADE, purpose=Purpose.EXIT),
        replace(MADE, status=ApplicationStatus.VOIDED),
    ):
        assert [one.application_id for one in owing(of, other)] == [None]
    begun = replace(MADE, status=ApplicationStatus.IN_PROGRESS)
    assert [one.application_id for one in owing(of, begun)] == [MADE.id]


@pytest.mark.parametrize(
    ("changes", "served"),
    [
        ({}, True),
        ({"enrolment_id": EARLIER}, True),
        ({"enrolment_id": UUID(int=77)}, False),
        ({"enrolment_id": EARLIER, "purpose": Purpose.EXIT}, False),
        ({"purpose": Purpose.EXIT}, True),
        ({"enrolment_id": None, "applied_on": TODAY - timedelta(days=EARLY_DAYS)}, True),
        ({"enrolment_id": None, "applied_on": TODAY - timedelta(days=EARLY_DAYS + 1)}, False),
        ({"enrolment_id": None, "purpose": Purpose.EXIT}, False),
    ],
)
def test_which_application_serves_a_stay(changes: dict[str, object], served: bool) -> None:
    assert serves(replace(MADE, **changes), STINT, {HERE, EARLIER}) is served  # type: ignore[arg-type]
