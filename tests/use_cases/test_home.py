"""Home says what waits for somebody today, soonest first, and only what the asking role may see."""

from __future__ import annotations

import ast
from datetime import date, time, timedelta

import pytest

from facilitador import messages
from facilitador.domain.due import DAYS_IN_SIGHT, DueItem, Urgency, in_sight
from facilitador.domain.enrolments import SEATS, EnrolmentStatus
from facilitador.domain.roles import Role
from facilitador.use_cases.access import ConfirmRecoveryCodeKept
from facilitador.use_cases.catalogue import DUE_SOURCES
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import ChangeGroup, CloseGroup, FormGroup, StartGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, Participants
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.services import DescribeService
from facilitador.use_cases.venues import AddVenue
from tests.books import TODAY
from tests.source_trees import sources
from tests.use_cases.scenes import Acting, consented, ficha, group_of, register
from tests.use_cases.test_groups import whole_group


def due(book: OpenBook, role: Role = Role.FACILITATOR) -> list[DueItem]:
    return list(Acting(book, role).ask(Home()))


def codes(book: OpenBook, role: Role = Role.FACILITATOR) -> set[str]:
    return {item.code for item in due(book, role)}


def test_a_new_book_says_how_to_begin(book: OpenBook) -> None:
    for_everyone = {"due_first_group", "due_second_professional", "due_first_venue", "due_directory_empty"}
    assert codes(book) == for_everyone | {"due_service_incomplete", "due_second_access"}
    assert codes(book, Role.STAFF) == for_everyone


def test_what_was_done_waits_no_longer(book: OpenBook) -> None:
    service = DescribeService(name="Centro", ubigeo="150101", phone="01 4567890", responsible_officer="Elena Apaza")
    kept = ConfirmRecoveryCodeKept(keeper="Jefatura", kept_on=TODAY)
    police = AddDirectoryEntry(
        kind="police", name="Comisaría", phones=("987654321",), ubigeo="150101", emergency=True, verified_on=TODAY
    )
    book.submit([service, AddVenue(name="Local"), AddTeamMember(given_names="Elena"), kept, police]).result()
    group_id = book.submit([FormGroup(**whole_group(book))]).result().ids[0]

    assert codes(book) == set()
    book.submit([ChangeGroup(**(whole_group(book) | {"group_id": group_id, "starts_at": None}))]).result()
    assert codes(book) == {"due_group_lacks"}


@pytest.mark.directive("6.3.1")
def test_what_a_group_lacks_is_overdue_once_its_first_day_came(book: OpenBook) -> None:
    lacking, later, ready = (
        book.submit(
            [
                FormGroup(name="A", first_day=TODAY),
                FormGroup(name="B", first_day=TODAY + timedelta(days=1)),
                FormGroup(**(whole_group(book) | {"name": "C", "first_day": TODAY})),
            ]
        )
        .result()
        .ids
    )

    items = {item.target_id: item for item in due(book) if item.code.startswith("due_group")}

    assert (items[lacking].code, items[lacking].urgency) == ("due_group_lacks", Urgency.OVERDUE)
    assert (items[later].code, items[later].urgency) == ("due_group_lacks", Urgency.SOON)
    assert (items[ready].code, items[ready].urgency) == ("due_group_to_start", Urgency.OVERDUE)
    assert items[lacking].parameters == {"group": "A", "count": 4}
    book.submit([StartGroup(group_id=ready, on=TODAY), CloseGroup(group_id=ready, on=TODAY)]).result()
    assert ready not in {item.target_id for item in due(book)}


@pytest.mark.directive("6.4.1")
def test_a_free_place_is_due_while_somebody_waits(book: OpenBook) -> None:
    group_id, _, stints = group_of(book, SEATS)
    book.submit(
        [EnrolParticipant(group_id=group_id, participant_id=register(book, ficha(99))[0], waitlist=True)]
    ).result()
    assert "due_place_free" not in codes(book)

    book.submit([ChangeEnrolmentStatus(enrolment_id=stints[0], status=EnrolmentStatus.COMPLETED)]).result()

    (free,) = (item for item in due(book) if item.code == "due_place_free")
    assert (free.target_id, free.parameters) == (group_id, {"group": "Los Molles", "free": 1, "waiting": 1})


@pytest.mark.directive("6.4.2")
def test_an_incomplete_ficha_is_due_for_who_counts(book: OpenBook) -> None:
    group_id, (man,), (stint,) = group_of(book, 1)
    waiting = register(book, ficha(9, phone=None))[0]
    book.submit([EnrolParticipant(group_id=group_id, participant_id=waiting, waitlist=True)]).result()

    fichas = [item for item in due(book) if item.code == "due_ficha_incomplete"]

    assert [item.target_id for item in fichas] == [man]
    assert "due_ficha_incomplete" not in codes(book, Role.STAFF)
    book.submit([consented(man)]).result()
    assert "due_ficha_incomplete" not in codes(book)
    book.submit([ChangeParticipant(participant_id=man, answers=ficha(1, phone=None))]).result()
    assert "due_ficha_incomplete" in codes(book)
    book.submit([ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.COMPLETED)]).result()
    assert "due_ficha_incomplete" not in codes(book)


@pytest.mark.directive("6.4.5")
def test_several_incomplete_fichas_are_one_line_without_names(book: OpenBook) -> None:
    group_id, _, _ = group_of(book, 3)

    fichas = [item for item in due(book) if item.code == "due_fichas_incomplete"]

    assert [(item.target_id, item.parameters["count"]) for item in fichas] == [(group_id, 3)]
    names = [line.full_name for line in book.ask(Participants()).result()]
    assert not any(name in str(item.parameters) for item in due(book) for name in names)


def test_the_soonest_comes_first_and_every_item_reads_in_spanish(book: OpenBook) -> None:
    group_of(book, 2)
    book.submit([FormGroup(name="Tarde", first_day=TODAY, starts_at=time(8))]).result()

    items = due(book)

    assert [item.urgency for item in items] == sorted(item.urgency for item in items)
    assert items[0].urgency is Urgency.OVERDUE
    for item in items:
        assert "{" not in messages.message(item.code, item.parameters).whole


def test_every_room_that_tells_of_something_due_is_asked() -> None:
    telling = {
        path.removesuffix(".py").replace("/", ".")
        for path, tree in sources("def due_items(").items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "due_items" for node in tree.body)
    }

    assert {source.__module__ for source in DUE_SOURCES} == telling
    assert len(DUE_SOURCES) == len(telling)


@pytest.mark.parametrize(
    ("day", "shows"),
    [
        (None, True),
        (TODAY - timedelta(days=400), True),
        (TODAY + timedelta(days=DAYS_IN_SIGHT), True),
        (TODAY + timedelta(days=DAYS_IN_SIGHT + 1), False),
    ],
)
def test_what_is_due_in_more_than_seven_days_does_not_show(day: date | None, shows: bool) -> None:
    assert in_sight(DueItem("due_follow_up", Urgency.SOON, "session", day=day), TODAY) is shows


def test_within_one_urgency_the_earlier_day_comes_first(book: OpenBook) -> None:
    days = [TODAY, TODAY - timedelta(days=9), TODAY - timedelta(days=2)]
    book.submit([FormGroup(name=f"{day}", first_day=day) for day in days]).result()

    overdue = [item.day for item in due(book) if item.urgency is Urgency.OVERDUE]

    assert overdue == sorted(days)
