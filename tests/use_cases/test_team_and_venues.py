"""People of the team with their training (6.2.1, 6.3.1), and venues with their conditions (6.2.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.domain.people import TrainingKind
from facilitador.domain.venues import Condition, unmet_conditions
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import (
    AddTeamMember,
    DescribeTeamMember,
    People,
    PersonDetails,
    RecordTraining,
    RemoveTraining,
)
from facilitador.use_cases.venues import AddVenue, ChangeVenue, Venues
from tests.books import TODAY
from tests.use_cases.scenes import refused


def add(book: OpenBook, **values: Any) -> UUID:
    return book.submit([AddTeamMember(**({"given_names": "Elena"} | values))]).result().ids[0]


def training(person_id: UUID, **values: Any) -> RecordTraining:
    whole: dict[str, Any] = {
        "kind": TrainingKind.EXPERIENTIAL,
        "provider": "DATPS",
        "datps_assistance": True,
        "held_on": TODAY,
        "hours": 16,
    }
    return RecordTraining(person_id=person_id, **(whole | values))


@pytest.mark.directive("6.2.1", "6.3.1")
def test_who_is_in_the_team_is_kept_with_designation_and_training(book: OpenBook) -> None:
    person_id = add(
        book, surnames="Apaza Ñahui", profession="social_work", designation_document="RD 5", designated_on=TODAY
    )
    second = training(
        person_id, kind=TrainingKind.THEORETICAL, held_on=TODAY - timedelta(days=9), datps_assistance=False
    )
    book.submit([training(person_id), second]).result()

    person = book.ask(PersonDetails(person_id=person_id)).result()

    assert (person.full_name, person.profession, person.role) == ("Elena Apaza Ñahui", "social_work", None)
    assert (person.designation_document, person.designated_on, person.active) == ("RD 5", TODAY, True)
    assert [(each.kind, each.hours, each.datps_assistance) for each in person.trainings] == [
        (TrainingKind.THEORETICAL, 16, False),
        (TrainingKind.EXPERIENTIAL, 16, True),
    ]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"given_names": ""}, "given_names", "field_required"),
        ({"surnames": "x" * 121}, "surnames", "text_too_long"),
        ({"profession": "wizard"}, "profession", "option_unknown"),
        ({"designated_on": TODAY + timedelta(days=1)}, "designated_on", "day_in_future"),
        ({"designated_on": date(1950, 1, 1)}, "designated_on", "day_too_early"),
    ],
)
def test_a_member_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    with refused(code, field):
        add(book, **values)
    with refused(code, field):
        command = DescribeTeamMember(**({"person_id": book.person.id, "given_names": "Rosa"} | values))
        book.submit([command]).result()


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"provider": " "}, "provider", "field_required"),
        ({"hours": 0}, "hours", "number_out_of_range"),
        ({"hours": 2001}, "hours", "number_out_of_range"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on", "day_in_future"),
        ({"person_id": UUID(int=7)}, "person_id", "not_found"),
    ],
)
def test_a_training_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    with refused(code, field):
        book.submit([training(**({"person_id": book.person.id} | values))]).result()


def test_a_training_recorded_by_mistake_is_taken_back(book: OpenBook) -> None:
    kept, mistaken = book.submit([training(book.person.id), training(book.person.id, hours=99)]).result().ids

    book.submit([RemoveTraining(training_id=mistaken)]).result()

    assert [each.id for each in book.ask(PersonDetails(person_id=book.person.id)).result().trainings] == [kept]
    with refused("not_found"):
        book.submit([RemoveTraining(training_id=mistaken)]).result()


def test_who_leaves_the_team_stays_on_record_after_those_who_are_in_it(book: OpenBook) -> None:
    gone = add(book, given_names="Abel", surnames="Aguilar")
    book.submit([DescribeTeamMember(person_id=gone, given_names="Abel", surnames="Aguilar", active=False)]).result()

    people = book.ask(People()).result()

    assert [(person.given_names, person.active) for person in people] == [("Rosa", True), ("Abel", False)]


def test_nobody_shuts_herself_out_of_the_book(book: OpenBook) -> None:
    with refused("person_is_oneself", "active"):
        command = DescribeTeamMember(person_id=book.person.id, given_names="Rosa", active=False)
        book.submit([command]).result()


def test_somebody_who_is_not_there_is_told(book: OpenBook) -> None:
    with refused("not_found"):
        book.submit([DescribeTeamMember(person_id=uuid4(), given_names="Rosa")]).result()
    with refused("not_found", "person_id"):
        book.ask(PersonDetails(person_id=uuid4())).result()


@pytest.mark.directive("6.2.3")
def test_a_venue_keeps_yes_no_and_not_looked_at_apart(book: OpenBook) -> None:
    looked_at = {Condition.NO_NOISE: False, Condition.ROOM_TO_MOVE: True}
    venue_id = (
        book.submit([AddVenue(name="Local", ubigeo="150101", conditions=looked_at, notes="a\nb")]).result().ids[0]
    )

    (venue,) = book.ask(Venues()).result()

    assert venue.conditions == looked_at
    assert set(unmet_conditions(venue)) == set(Condition) - {Condition.ROOM_TO_MOVE}
    assert venue.notes == "a\nb"
    book.submit([ChangeVenue(venue_id=venue_id, revision=1, name="Salón", conditions=looked_at, retired=True)]).result()
    book.submit([AddVenue(name="Zaguán")]).result()
    assert [(each.name, each.retired) for each in book.ask(Venues()).result()] == [("Zaguán", False), ("Salón", True)]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": ""}, "name", "field_required"),
        ({"ubigeo": "150199"}, "ubigeo", "option_unknown"),
        ({"address": "x" * 201}, "address", "text_too_long"),
        ({"notes": "x" * 1001}, "notes", "text_too_long"),
    ],
)
def test_a_venue_that_cannot_be_is_refused(book: OpenBook, values: dict[str, Any], field: str, code: str) -> None:
    with refused(code, field):
        book.submit([AddVenue(**({"name": "Local"} | values))]).result()
    with refused("not_found"):
        book.submit([ChangeVenue(venue_id=uuid4(), name="Local")]).result()
