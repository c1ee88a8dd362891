"""What is missing before a group starts (6.2.1, 6.2.3, 6.2.4, 6.3.1), and ages that do not mix (6.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.groups import AgeBand, Group, GroupStatus, Missing, check_age, check_start, missing_to_start
from facilitador.domain.people import Person, Training, TrainingKind
from facilitador.domain.roles import Role
from facilitador.domain.venues import Condition, Venue
from facilitador.errors import UserFacingError

TODAY = date(2026, 11, 20)
GROUP = Group(
    id=UUID(int=1),
    name="Grupo Ceibo",
    status=GroupStatus.FORMING,
    age_band=AgeBand.ADULTS,
    venue_id=UUID(int=2),
    language="Castellano",
    ethnic_group="",
    weekday=2,
    starts_at=time(19),
    planned_sessions=13,
    first_day=None,
    last_day=None,
    started_on=None,
    start_reason="",
    closed_on=None,
    facilitator_ids=(),
    agreements=("Llegamos a la hora.",),
    revision=1,
)
VENUE = Venue(UUID(int=2), "Local comunal", "", "", dict.fromkeys(Condition, True), "", False, 1)


def a_person(**changes: object) -> Person:
    trainings = tuple(Training(uuid4(), kind, "Capacitadora", True, date(2025, 3, 1), 20) for kind in TrainingKind)
    person = Person(
        id=uuid4(),
        given_names="Rosa",
        surnames="Mamani",
        profession="psychology",
        role=Role.FACILITATOR,
        designation_document="Memorando 12",
        designated_on=None,
        active=True,
        trainings=trainings,
        revision=1,
    )
    return replace(person, **changes)  # type: ignore[arg-type]


def missing(group: Group, venue: Venue | None, team: list[Person]) -> tuple[Missing, ...]:
    return missing_to_start(group, venue, team, {"psychology", "social_work"})


def codes(found: tuple[Missing, ...]) -> list[str]:
    return [entry.code for entry in found]


@pytest.mark.directive("6.2.1")
@pytest.mark.directive("6.3.1")
@pytest.mark.parametrize(("named", "complete"), [(0, False), (1, False), (2, True), (3, True)])
def test_two_facilitators_are_needed(named: int, complete: bool) -> None:
    team = [a_person() for _ in range(named)]
    assert ("missing_facilitators" not in codes(missing(GROUP, VENUE, team))) is complete


def test_nothing_is_missing_where_everything_is_on_record() -> None:
    assert missing(GROUP, VENUE, [a_person(), a_person()]) == ()


@pytest.mark.directive("6.3.1")
@pytest.mark.parametrize("kind", TrainingKind)
def test_each_kind_of_training_is_asked_for(kind: TrainingKind) -> None:
    person = a_person()
    without = replace(person, trainings=tuple(training for training in person.trainings if training.kind is not kind))
    found = missing(GROUP, VENUE, [without, a_person()])
    assert codes(found) == [f"missing_training_{kind}"]
    assert found[0].parameters == {"person": "Rosa Mamani"}


@pytest.mark.directive("6.3.1")
def test_training_without_assistance_of_the_datps_shows() -> None:
    person = a_person()
    own = tuple(replace(training, datps_assistance=False) for training in person.trainings)
    without = replace(person, trainings=own)
    assert codes(missing(GROUP, VENUE, [without, a_person()])) == ["missing_datps"]


@pytest.mark.directive("6.2.1")
def test_designation_and_profession_are_asked_for() -> None:
    person = a_person(designation_document="", profession="")
    assert codes(missing(GROUP, VENUE, [person, a_person()])) == ["missing_designation", "missing_profession"]


@pytest.mark.directive("6.2.3")
@given(st.dictionaries(st.sampled_from(Condition), st.booleans()))
def test_a_condition_counts_only_where_somebody_looked_and_found_it_met(conditions: dict[Condition, bool]) -> None:
    found = codes(missing(GROUP, replace(VENUE, conditions=conditions), [a_person(), a_person()]))
    assert found == [f"missing_condition_{condition}" for condition in Condition if not conditions.get(condition)]


@pytest.mark.directive("6.2.3")
@pytest.mark.directive("6.2.4")
def test_venue_hours_and_agreements_are_asked_for() -> None:
    bare = replace(GROUP, weekday=None, agreements=())
    assert codes(missing(bare, None, [a_person(), a_person()])) == [
        "missing_venue",
        "missing_hours",
        "missing_agreements",
    ]


@pytest.mark.directive("6.3.1")
def test_going_on_with_something_missing_asks_for_a_reason() -> None:
    found = missing(GROUP, None, [])
    with pytest.raises(UserFacingError) as refusal:
        check_start(GROUP, found, "  ", TODAY, TODAY)
    assert refusal.value.code == "start_reason_needed"
    assert check_start(GROUP, found, "La segunda facilitadora llega en diciembre.", TODAY, TODAY) is None


def test_a_group_starts_once_and_not_in_the_future() -> None:
    with pytest.raises(UserFacingError, match="group_not_forming"):
        check_start(replace(GROUP, status=GroupStatus.RUNNING), (), "", TODAY, TODAY)
    with pytest.raises(UserFacingError, match="day_in_future"):
        check_start(GROUP, (), "", date(2026, 11, 21), TODAY)


@pytest.mark.directive("6.6")
@pytest.mark.parametrize(
    ("band", "age", "code"),
    [
        (AgeBand.ADULTS, 17, "minor_in_adult_group"),
        (AgeBand.ADULTS, 18, None),
        (AgeBand.ADULTS, None, None),
        (AgeBand.ADOLESCENTS, 17, None),
        (AgeBand.ADOLESCENTS, 18, "adult_in_adolescent_group"),
    ],
)
def test_minors_have_groups_of_their_own(band: AgeBand, age: int | None, code: str | None) -> None:
    group = replace(GROUP, age_band=band)
    if code is None:
        check_age(group, age)
        return
    with pytest.raises(UserFacingError) as refusal:
        check_age(group, age)
    assert refusal.value.code == code
