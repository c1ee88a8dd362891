"""Groups: formed, described, started with what is missing on record, closed (6.2.3, 6.2.4, 6.3.1)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand, GroupStatus
from facilitador.domain.people import TrainingKind
from facilitador.domain.venues import Condition
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.groups import (
    ChangeGroup,
    CloseGroup,
    FirstGroups,
    FormGroup,
    GroupOverview,
    Groups,
    OpenGroups,
    StartGroup,
)
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddTeamMember, RecordTraining
from facilitador.use_cases.venues import AddVenue
from tests.books import TODAY
from tests.use_cases.scenes import group_of, refused

YESTERDAY = TODAY - timedelta(days=1)


def form(book: OpenBook, **values: Any) -> UUID:
    return book.submit([FormGroup(**({"name": "Alba"} | values))]).result().ids[0]


def trained(book: OpenBook, name: str) -> UUID:
    """Someone of the team in whom nothing is missing."""
    member = AddTeamMember(given_names=name, profession="psychology", designation_document="RD 12-2026")
    person = book.submit([member]).result().ids[0]
    book.submit(
        [
            RecordTraining(
                person_id=person, kind=kind, provider="DATPS", datps_assistance=True, held_on=YESTERDAY, hours=16
            )
            for kind in TrainingKind
        ]
    ).result()
    return person


def whole_group(book: OpenBook) -> dict[str, Any]:
    """A group in which nothing is missing."""
    venue = book.submit([AddVenue(name="Local", conditions=dict.fromkeys(Condition, True))]).result().ids[0]
    return {
        "name": "Alba",
        "venue_id": venue,
        "weekday": 2,
        "starts_at": time(19, 30),
        "facilitator_ids": (trained(book, "Elena"), trained(book, "Tomás")),
        "agreements": ("Llegamos a la hora.",),
    }


def missing(book: OpenBook, group_id: UUID) -> set[str]:
    return {lack.code for lack in book.ask(GroupOverview(group_id=group_id)).result().missing}


def test_a_group_is_kept_as_it_was_formed(book: OpenBook) -> None:
    values = whole_group(book) | {
        "language": "quechua",
        "ethnic_group": "quechua",
        "planned_sessions": 13,
        "first_day": TODAY,
        "last_day": TODAY + timedelta(days=90),
    }
    group_id = form(book, **values)

    group = book.ask(GroupOverview(group_id=group_id)).result().group

    assert {name: getattr(group, name) for name in values} == values
    assert (group.status, group.age_band, group.revision) == (GroupStatus.FORMING, AgeBand.ADULTS, 1)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "  "}, "name", "field_required"),
        ({"name": "x" * 81}, "name", "text_too_long"),
        ({"weekday": 7}, "weekday", "number_out_of_range"),
        ({"planned_sessions": 0}, "planned_sessions", "number_out_of_range"),
        ({"planned_sessions": 101}, "planned_sessions", "number_out_of_range"),
        ({"first_day": TODAY, "last_day": YESTERDAY}, "last_day", "last_day_before_first"),
        ({"agreements": ("x",) * 31}, "agreements", "too_many_lines"),
        ({"venue_id": UUID(int=7)}, "venue_id", "not_found"),
        ({"facilitator_ids": (UUID(int=7),)}, "facilitator_ids", "not_found"),
    ],
)
def test_a_group_that_cannot_be_is_refused_and_nothing_kept(
    book: OpenBook, values: dict[str, Any], field: str, code: str
) -> None:
    with refused(code, field):
        form(book, **values)
    group_id = form(book)
    with refused(code, field):
        book.submit([ChangeGroup(**({"group_id": group_id, "name": "Beta"} | values))]).result()

    (line,) = book.ask(Groups()).result()
    assert line.group.name == "Alba"


@pytest.mark.directive("6.2.1", "6.2.3", "6.2.4", "6.3.1")
def test_what_is_missing_shows_before_the_start_and_going_on_asks_for_a_reason(book: OpenBook) -> None:
    group_id = form(book)

    assert missing(book, group_id) == {"missing_facilitators", "missing_venue", "missing_hours", "missing_agreements"}
    with refused("start_reason_needed", "reason"):
        book.submit([StartGroup(group_id=group_id, on=TODAY, reason=" ")]).result()
    book.submit([StartGroup(group_id=group_id, on=TODAY, reason="El local abre recién en diciembre.")]).result()

    details = book.ask(GroupOverview(group_id=group_id)).result()
    assert (details.group.status, details.group.started_on) == (GroupStatus.RUNNING, TODAY)
    assert details.group.start_reason == "El local abre recién en diciembre."
    assert details.missing == ()


@pytest.mark.directive("6.2.1", "6.2.3", "6.2.4", "6.3.1")
def test_a_group_in_which_nothing_is_missing_starts_without_a_reason(book: OpenBook) -> None:
    group_id = form(book, **whole_group(book))

    assert missing(book, group_id) == set()
    book.submit([StartGroup(group_id=group_id, on=TODAY)]).result()


@pytest.mark.directive("6.2.1", "6.3.1")
def test_the_one_who_opened_the_book_alone_does_not_make_a_team(book: OpenBook) -> None:
    group_id = form(book, **whole_group(book) | {"facilitator_ids": (book.person.id, book.person.id)})

    assert missing(book, group_id) == {
        "missing_facilitators",
        "missing_designation",
        *(f"missing_training_{kind}" for kind in TrainingKind),
    }


def test_a_start_that_cannot_be_is_refused(book: OpenBook) -> None:
    group_id = form(book)

    with refused("day_in_future", "on"):
        book.submit([StartGroup(group_id=group_id, on=TODAY + timedelta(days=1), reason="sí")]).result()
    with refused("not_found"):
        book.submit([StartGroup(group_id=uuid4(), on=TODAY, reason="sí")]).result()
    book.submit([StartGroup(group_id=group_id, on=TODAY, reason="sí")]).result()
    with refused("group_not_forming"):
        book.submit([StartGroup(group_id=group_id, on=TODAY, reason="sí")]).result()


def test_a_group_is_closed_when_nobody_counts_or_waits(book: OpenBook) -> None:
    group_id, _, (stint,) = group_of(book, 1)
    with refused("group_not_running"):
        book.submit([CloseGroup(group_id=group_id, on=TODAY)]).result()
    book.submit([StartGroup(group_id=group_id, on=YESTERDAY, reason="sí")]).result()

    with refused("group_has_men"):
        book.submit([CloseGroup(group_id=group_id, on=TODAY)]).result()
    book.submit([ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.COMPLETED)]).result()
    for day in (YESTERDAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with refused("closing_day_impossible", "on"):
            book.submit([CloseGroup(group_id=group_id, on=day)]).result()
    book.submit([CloseGroup(group_id=group_id, on=TODAY)]).result()

    (line,) = book.ask(Groups()).result()
    assert (line.group.status, line.group.closed_on) == (GroupStatus.CLOSED, TODAY)
    with refused("group_closed", "group_id"):
        book.submit([ChangeGroup(group_id=group_id, name="Beta")]).result()


@pytest.mark.directive("6.6")
def test_the_ages_of_a_group_are_fixed_once_somebody_was_in_it(book: OpenBook) -> None:
    group_id, _, (stint,) = group_of(book, 1)
    empty = form(book)
    book.submit([ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.COMPLETED)]).result()

    with refused("age_band_fixed", "age_band"):
        book.submit([ChangeGroup(group_id=group_id, name="Beta", age_band=AgeBand.ADOLESCENTS)]).result()
    book.submit([ChangeGroup(group_id=empty, name="Beta", age_band=AgeBand.ADOLESCENTS)]).result()

    assert book.ask(GroupOverview(group_id=empty)).result().group.age_band is AgeBand.ADOLESCENTS


def test_who_leads_a_group_keeps_the_order_in_which_they_were_named(book: OpenBook) -> None:
    people = book.submit([AddTeamMember(given_names=name) for name in ("Elena", "Tomás", "Abel")]).result().ids
    group_id = form(book, facilitator_ids=people)

    reversed_and_doubled = (*reversed(people), people[0])
    book.submit([ChangeGroup(group_id=group_id, name="Alba", facilitator_ids=reversed_and_doubled)]).result()

    details = book.ask(GroupOverview(group_id=group_id)).result()
    assert details.group.facilitator_ids == tuple(reversed(people))
    assert [person.given_names for person in details.facilitators] == ["Abel", "Tomás", "Elena"]


def test_groups_that_go_on_come_first_then_by_name_as_spanish_sorts(book: OpenBook) -> None:
    ids = {name: form(book, name=name) for name in ("Nube", "Ñandú", "Oro", "Águila", "Zorro")}
    book.submit(
        [StartGroup(group_id=ids["Águila"], on=TODAY, reason="sí"), CloseGroup(group_id=ids["Águila"], on=TODAY)]
    )

    names = [line.group.name for line in book.ask(Groups()).result()]

    assert names == ["Nube", "Ñandú", "Oro", "Zorro", "Águila"]


@pytest.mark.parametrize(("first", "more"), [(1, 2), (2, 1), (3, 0), (4, 0)])
def test_the_first_groups_are_those_of_the_list_and_the_others_are_counted(
    book: OpenBook, first: int, more: int
) -> None:
    over = form(book, **whole_group(book) | {"name": "Alba"})
    book.submit([StartGroup(group_id=over, on=TODAY), CloseGroup(group_id=over, on=TODAY)]).result()
    for name in ("Cantuta", "Amancay", "Molle"):
        form(book, **whole_group(book) | {"name": name})

    seen = book.ask(FirstGroups(first=first)).result()

    assert seen.lines == book.ask(Groups(only_open=True)).result()[:first]
    assert [line.group.name for line in seen.lines] == ["Amancay", "Cantuta", "Molle"][:first]
    assert seen.more == more
    open_ones = book.ask(OpenGroups()).result()
    assert (open_ones.lines, open_ones.more) == (book.ask(Groups(only_open=True)).result(), 1)
