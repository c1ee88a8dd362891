"""Tonight's page: who is expected, who gave notice, what each missed, what the team has open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.doors import DoorCause
from facilitador.domain.roles import Role
from facilitador.domain.sessions import IncidentKind
from facilitador.domain.tonight import MatterKind, matter_line
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, MarkUnmarked
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.groups import ChangeGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.newcomers import AddNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_logs import CloseShort
from facilitador.use_cases.session_plans import DescribeSession
from facilitador.use_cases.tonight import TonightPage
from facilitador.use_cases.venues import AddVenue
from tests.books import TODAY
from tests.use_cases.logs import TOPICS, Planned, planned
from tests.use_cases.scenes import Acting, refused

Run = Callable[..., Outcome]
M = AttendanceMark


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men; two sessions of the past, one of today, one to come."""
    return planned(book, men=3, days=(-14, -7, 0, 7))


@pytest.mark.directive("6.4.8")
def test_it_says_of_each_man_what_he_missed_before_and_nothing_of_what_comes(
    book: OpenBook, run: Run, group: Planned
) -> None:
    first, second, today, _ = group.sessions
    run(
        MarkAttendance(session_id=first, enrolment_id=group.stints[0], mark=M.ABSENT_WITHOUT_NOTICE),
        MarkAttendance(session_id=today, enrolment_id=group.stints[1], mark=M.ABSENT_WITH_NOTICE),
        AnnounceAbsence(session_id=today, enrolment_id=group.stints[2], note="cosecha"),
    )

    page = book.ask(TonightPage(session_id=today)).result()

    missed = {man.line.enrolment_id: [one.number for one in man.to_make_up] for man in page.men}
    assert missed == {group.stints[0]: [1], group.stints[1]: [], group.stints[2]: []}
    assert [man.line.announced for man in page.announced] == ["cosecha"]
    assert page.topics == ("Afecto, emociones y amor",)
    assert second not in {one.session_id for man in page.men for one in man.to_make_up}


def test_what_the_team_has_open_stands_there_the_most_pressing_first(book: OpenBook, run: Run, group: Planned) -> None:
    first, second, today, _ = group.sessions
    run(
        MarkUnmarked(session_id=first), CloseShort(session_id=first, topic_ids=TOPICS[:1], summary="Bien.", alert=False)
    )
    run(
        RecordIncident(
            session_id=first,
            kind=IncidentKind.VENUE,
            what="Se fue la luz.",
            follow_up="Pedir otra llave",
            follow_up_by=TODAY,
        ),
        RefuseAtDoor(session_id=second, enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL),
        AddNewcomer(session_id=second, paternal_surname="Yaranga", given_names="Abel"),
    )

    matters = book.ask(TonightPage(session_id=today)).result().matters

    assert [matter.kind for matter in matters] == [
        MatterKind.DOOR_REFUSAL,
        MatterKind.INCIDENT,
        MatterKind.LOG,
        MatterKind.NEWCOMER,
    ]
    assert matters[0].session_id == second
    assert (matters[1].text, matters[1].day) == ("Pedir otra llave", TODAY)
    assert matters[2].day == TODAY - timedelta(days=7)
    assert matters[3].about == "Yaranga, Abel"


def test_of_a_group_it_is_the_session_of_the_day_else_the_next(book: OpenBook, group: Planned) -> None:
    def of(**other: object) -> object:
        return book.ask(TonightPage(group_id=group.group_id, **other)).result().session.id  # type: ignore[arg-type]

    assert of() == group.sessions[2]
    assert of(on=TODAY - timedelta(days=7)) == group.sessions[1]
    assert of(on=TODAY + timedelta(days=1)) == group.sessions[3]
    with refused("no_session_ahead", "group_id"):
        of(on=TODAY + timedelta(days=8))
    with refused("not_found"):
        book.ask(TonightPage()).result()


@pytest.mark.directive("6.4.5")
def test_home_leads_to_the_session_of_today_until_it_is_held(book: OpenBook, run: Run, group: Planned) -> None:
    def told() -> list[tuple[UUID, dict[str, object]]]:
        items = book.ask(Home()).result()
        return [(item.target_id, item.parameters) for item in items if item.code == "due_session_today"]

    assert told() == [(group.sessions[2], {"group": "Los Molles", "hour": "19:00"})]
    assert not any(item.code == "due_session_today" for item in Acting(book, Role.STAFF).ask(Home()))
    run(MarkUnmarked(session_id=group.sessions[2]))
    assert told() == []


def test_many_of_whom_there_is_only_a_name_are_one_line_that_leads_to_their_group(
    book: OpenBook, run: Run, group: Planned
) -> None:
    second, today = group.sessions[1], group.sessions[2]
    names = ("Yaranga", "Puma", "Quilla", "Rimac")
    newcomers = [AddNewcomer(session_id=second, paternal_surname=one, given_names="Abel") for one in names]

    run(*newcomers[:3])
    few = book.ask(TonightPage(session_id=today)).result().matters
    run(newcomers[3])
    (many,) = book.ask(TonightPage(session_id=today)).result().matters

    assert [matter.count for matter in few] == [1, 1, 1]
    assert (many.kind, many.group_id) == (MatterKind.NEWCOMER, group.group_id)
    assert matter_line(many) == "4 participantes tienen solo su nombre: falta completar sus fichas."


@pytest.mark.directive("6.2.3")
def test_a_session_meets_where_its_group_does_unless_it_was_said_otherwise(
    book: OpenBook, run: Run, group: Planned
) -> None:
    def place() -> str:
        return book.ask(TonightPage(session_id=group.sessions[2])).result().venue_name

    usual, other = run(AddVenue(name="Casa comunal"), AddVenue(name="Posta de salud")).ids
    run(ChangeGroup(group_id=group.group_id, name="Los Molles", venue_id=usual, facilitator_ids=group.team))
    of_the_group = place()
    run(DescribeSession(session_id=group.sessions[2], venue_id=other))

    assert (of_the_group, place()) == ("Casa comunal", "Posta de salud")
