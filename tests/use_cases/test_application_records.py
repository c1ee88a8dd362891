"""Who has not answered what, and when: every man by the day he came in; the entry before his first session (6.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from facilitador.db.tables.sessions import insert_session
from facilitador.domain.application_plans import DueState, MissingApplication
from facilitador.domain.applications import Purpose
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import AgeBand
from facilitador.domain.session_plans import SessionState
from facilitador.use_cases.application_records import Applications, MissingApplications
from facilitador.use_cases.applications import VoidApplication
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup, StartGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.instruments import PlanApplications, RetireInstrument
from facilitador.use_cases.open_book import OpenBook
from tests.books import TODAY
from tests.use_cases.answering import CALM, ENTRY_TEST, REST, answered, load, paper, started
from tests.use_cases.scenes import ficha, group_of, refused, register

WEEK = timedelta(days=7)
One = Callable[..., UUID]


def sessions(book: OpenBook, group_id: UUID, *days: date, state: SessionState = SessionState.PLANNED) -> None:
    """Sessions on these days."""

    def write(file: Any, runner: Any) -> None:
        with runner._transactions.open() as tx:
            for day in days:
                values = {"group_id": group_id, "day": day, "starts_at": time(19), "minutes": 120, "state": state}
                insert_session(tx, None, **values, venue_id=None, title="", extra=False, curriculum_edition="x")

    book.with_book(write).result()


def missing(book: OpenBook, group_id: UUID) -> tuple[MissingApplication, ...]:
    return book.ask(MissingApplications(group_id=group_id)).result()


def told(found: tuple[MissingApplication, ...]) -> list[tuple[UUID, Purpose, date | None, DueState]]:
    return [(one.participant_id, one.purpose, one.due, one.state) for one in found]


def entry(book: OpenBook, man: UUID, **changes: Any) -> UUID:
    """He answers the entry test; the application."""
    return answered(book, man, {"i01": 0}, instrument_id=ENTRY_TEST, **changes)


@pytest.mark.directive("6.4.3")
def test_the_entry_is_due_before_a_mans_first_session_and_who_comes_late_has_his_own_day(book: OpenBook) -> None:
    group, (early, late), (first, _) = group_of(book, 2)
    leaving = ChangeEnrolmentStatus(enrolment_id=first, status=EnrolmentStatus.STOPPED, reason="se equivocó")
    since = TODAY - 3 * WEEK
    back = EnrolParticipant(group_id=group, participant_id=early, since=since)
    book.submit([leaving, back]).result()
    days = [since + number * WEEK for number in range(10)]
    sessions(book, group, *days)
    sessions(book, group, days[0] - timedelta(days=1), state=SessionState.CANCELLED)

    found = missing(book, group)

    assert told(found)[:2] == [
        (early, Purpose.ENTRY, days[0], DueState.OVERDUE),
        (late, Purpose.ENTRY, TODAY, DueState.DUE),  # the fourth session is his first
    ]
    assert set(told(found)[2:]) == {(man, Purpose.EXIT, days[-1], DueState.LATER) for man in (early, late)}
    assert {one.purpose for one in found if one.mandated} == {Purpose.ENTRY}
    assert {one.instrument_id for one in found} == {ENTRY_TEST}


@pytest.mark.directive("6.4.3")
def test_who_answered_is_missing_no_more_and_what_was_begun_is_resumed(book: OpenBook) -> None:
    group, (one, two), _ = group_of(book, 2)
    sessions(book, group, TODAY + WEEK)
    entry(book, one)
    begun = started(book, two, instrument_id=ENTRY_TEST)

    found = [each for each in missing(book, group) if each.purpose is Purpose.ENTRY]

    assert [(each.participant_id, each.application_id) for each in found] == [(two, begun)]


def test_voided_and_read_again_it_is_missing_again(book: OpenBook) -> None:
    group, (man,), _ = group_of(book, 1)
    key = entry(book, man)
    assert Purpose.ENTRY not in {each.purpose for each in missing(book, group)}
    book.submit([VoidApplication(application_id=key, reason="era otro")]).result()
    assert Purpose.ENTRY in {each.purpose for each in missing(book, group)}


def test_an_entry_before_he_was_in_any_group_serves_for_half_a_year(book: OpenBook) -> None:
    recent, old = register(book, ficha(1), ficha(2))
    for man, days in ((recent, 183), (old, 184)):
        record = paper(man, {"i01": 0}, instrument_id=ENTRY_TEST, applied_on=TODAY - timedelta(days=days))
        book.submit([record]).result()
    group = book.submit([FormGroup(name="Alba")]).result().ids[0]
    book.submit([EnrolParticipant(group_id=group, participant_id=man) for man in (recent, old)]).result()

    owing = {each.participant_id for each in missing(book, group) if each.purpose is Purpose.ENTRY}

    assert owing == {old}


def test_who_comes_back_owes_no_second_entry_but_his_exit(book: OpenBook) -> None:
    group, (man,), (stint,) = group_of(book, 1)
    entry(book, man)
    entry(book, man, purpose=Purpose.EXIT)
    leaving = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="viaje")
    book.submit([leaving, EnrolParticipant(group_id=group, participant_id=man)]).result()

    assert [each.purpose for each in missing(book, group)] == [Purpose.EXIT]


def test_who_waits_or_left_owes_nothing_and_who_completed_his_exit_and_follow_up(book: OpenBook, one: One) -> None:
    one(
        PlanApplications(
            instrument_id=ENTRY_TEST, purposes=(Purpose.ENTRY, Purpose.INTERMEDIATE, Purpose.EXIT, Purpose.FOLLOW_UP)
        )
    )
    group, (done, _), stints = group_of(book, 2)
    waits = register(book, ficha(9))[0]
    book.submit(
        [
            EnrolParticipant(group_id=group, participant_id=waits, waitlist=True),
            ChangeEnrolmentStatus(enrolment_id=stints[0], status=EnrolmentStatus.COMPLETED),
            ChangeEnrolmentStatus(enrolment_id=stints[1], status=EnrolmentStatus.STOPPED, reason="viaje"),
        ]
    ).result()

    assert told(missing(book, group)) == [
        (done, Purpose.EXIT, TODAY, DueState.DUE),
        (done, Purpose.FOLLOW_UP, TODAY + timedelta(days=183), DueState.LATER),
    ]


def test_a_service_plans_other_instruments_and_points(book: OpenBook, one: One) -> None:
    load(book)
    one(PlanApplications(instrument_id=REST, purposes=(Purpose.INTERMEDIATE,)))
    one(PlanApplications(instrument_id=ENTRY_TEST, purposes=(Purpose.ENTRY,)))
    group, (man,), _ = group_of(book, 1)
    entry(book, man)
    days = [TODAY + number * WEEK for number in range(5)]
    sessions(book, group, *days)

    assert told(missing(book, group)) == [(man, Purpose.INTERMEDIATE, days[2], DueState.DUE)]
    assert not missing(book, group)[0].mandated
    one(RetireInstrument(instrument_id=REST))
    assert missing(book, group) == ()


@pytest.mark.directive("6.6")
def test_a_boy_is_asked_the_version_for_his_age_also_where_it_is_not_known(book: OpenBook) -> None:
    young = book.submit([FormGroup(name="Jóvenes", age_band=AgeBand.ADOLESCENTS)]).result().ids[0]
    boys = register(book, ficha(1, birth_date="2010-05-01"), ficha(2, birth_date=None))
    book.submit([EnrolParticipant(group_id=young, participant_id=boy) for boy in boys]).result()
    grown, _, _ = group_of(book, 1)

    assert {each.instrument_id for each in missing(book, young)} == {"prueba_de_entrada_adolescentes"}
    assert {each.participant_id for each in missing(book, young)} == set(boys)
    assert {each.instrument_id for each in missing(book, grown)} == {ENTRY_TEST}


def home(book: OpenBook) -> list[DueItem]:
    return [
        item for item in book.ask(Home()).result() if item.code in {"due_entry_missing", "due_applications_missing"}
    ]


@pytest.mark.directive("6.4.3")
def test_home_tells_how_many_and_no_name(book: OpenBook) -> None:
    group, men, _ = group_of(book, 3)
    assert home(book) == []  # it is forming and nothing is planned yet
    sessions(book, group, TODAY + 3 * WEEK)
    assert home(book) == []
    sessions(book, group, TODAY + WEEK)
    entry(book, men[0])

    (item,) = home(book)
    assert (item.code, item.urgency, item.target_id) == ("due_entry_missing", Urgency.SOON, group)
    assert item.parameters == {"group": "Los Molles", "count": 2}


@pytest.mark.directive("6.4.3")
def test_an_entry_that_was_not_asked_before_the_first_session_is_overdue(book: OpenBook) -> None:
    group, (man,), (stint,) = group_of(book, 1)
    book.submit([StartGroup(group_id=group, on=TODAY, reason="falta un dato")]).result()
    assert [item.urgency for item in home(book)] == [Urgency.SOON]
    leaving = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="se anotó mal")
    back = EnrolParticipant(group_id=group, participant_id=man, since=TODAY - WEEK)
    book.submit([leaving, back]).result()
    sessions(book, group, TODAY, TODAY + 20 * WEEK)
    assert [item.urgency for item in home(book)] == [Urgency.SOON]  # today it can still be asked
    sessions(book, group, TODAY - timedelta(days=1))
    assert [item.urgency for item in home(book)] == [Urgency.OVERDUE]


@pytest.mark.directive("6.4.3")
def test_home_counts_what_the_page_of_the_group_lists_one_by_one(book: OpenBook, one: One) -> None:
    load(book)
    one(PlanApplications(instrument_id=REST, purposes=(Purpose.ENTRY, Purpose.INTERMEDIATE, Purpose.EXIT)))
    group, men, stints = group_of(book, 7)
    other = book.submit([FormGroup(name="Otro")]).result().ids[0]
    _leave_all_sorts_of_traces(book, group, other, men, stints)
    young = book.submit([FormGroup(name="Jóvenes", age_band=AgeBand.ADOLESCENTS)]).result().ids[0]
    turned_18 = {"birth_date": TODAY.replace(year=TODAY.year - 18).isoformat()}
    ages = (turned_18, {"birth_date": None, "approximate_age": 15}, {"birth_date": None})
    boys = register(book, *(ficha(20 + at, **age) for at, age in enumerate(ages)))
    since = TODAY - timedelta(days=1)
    book.submit([EnrolParticipant(group_id=young, participant_id=boy, since=since) for boy in boys]).result()
    sessions(book, young, TODAY + WEEK)
    sessions(book, group, TODAY - WEEK, TODAY, TODAY + 2 * WEEK)

    for key in (group, young):
        listed = [each for each in missing(book, key) if each.due is not None and each.due <= TODAY + 2 * WEEK]
        entries = [each.mandated for each in listed]
        told_at_home = {item.code: item.parameters["count"] for item in home(book) if item.target_id == key}

        assert told_at_home == {"due_entry_missing": sum(entries), "due_applications_missing": entries.count(False)}
    assert sum(each.mandated for each in missing(book, group)) == 5  # the rest has one that serves


def _leave_all_sorts_of_traces(
    book: OpenBook, group: UUID, other: UUID, men: tuple[UUID, ...], stints: tuple[UUID, ...]
) -> None:
    """An entry of each: finished, begun, voided, of an earlier stay, without a group, of another; one completed."""
    entry(book, men[0])
    started(book, men[1], instrument_id=ENTRY_TEST)
    voided = entry(book, men[2])
    entry(book, men[3])
    answered(book, men[3], CALM)
    before = register(book, ficha(30), ficha(31))
    days = [TODAY - timedelta(days=183), TODAY - timedelta(days=184)]  # the one serves, the other no more
    early = [
        paper(man, {"i01": 0}, instrument_id=ENTRY_TEST, applied_on=day) for man, day in zip(before, days, strict=True)
    ]
    book.submit([*early, *(EnrolParticipant(group_id=group, participant_id=man) for man in before)]).result()
    book.submit(
        [
            VoidApplication(application_id=voided, reason="era otro"),
            ChangeEnrolmentStatus(enrolment_id=stints[3], status=EnrolmentStatus.STOPPED, reason="viaje"),
            EnrolParticipant(group_id=group, participant_id=men[3]),
            ChangeEnrolmentStatus(enrolment_id=stints[6], status=EnrolmentStatus.COMPLETED),
        ]
    ).result()
    elsewhere = book.submit([EnrolParticipant(group_id=other, participant_id=men[5])]).result().ids[0]
    entry(book, men[5], enrolment_id=elsewhere)


def test_the_list_of_a_group_holds_what_was_made_in_it(book: OpenBook) -> None:
    load(book)
    group, (man,), (stint,) = group_of(book, 1)
    other = book.submit([FormGroup(name="Otro")]).result().ids[0]
    elsewhere = book.submit([EnrolParticipant(group_id=other, participant_id=man)]).result().ids[0]
    here = answered(book, man, CALM, enrolment_id=stint)
    there = answered(book, man, CALM, enrolment_id=elsewhere)

    assert [line.id for line in book.ask(Applications(group_id=group)).result()] == [here]
    assert {line.id for line in book.ask(Applications(participant_id=man)).result()} == {here, there}
    assert book.ask(Applications(group_id=group)).result()[0].full_name == "Mamani Quispe, José Luis"
    for query in (Applications(), Applications(group_id=UUID(int=9)), Applications(participant_id=UUID(int=9))):
        with refused("not_found"):
            book.ask(query).result()
