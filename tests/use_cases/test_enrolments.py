"""Who is in a group: fifteen count, the rest wait in order, nothing is overwritten (6.4.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.db.tables.enrolments import NewStint, insert_stints
from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.enrolments import SEATS, STATUS_RULES, EnrolmentStatus, RosterEntry
from facilitador.domain.groups import AgeBand
from facilitador.domain.participants import StintWithEvents
from facilitador.domain.roles import Role
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, MoveInWaitingList, Roster
from facilitador.use_cases.groups import CloseGroup, FormGroup, GroupOverview, Groups, StartGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.use_cases.scenes import Acting, consented, ficha, group_of, refused, register, rows

S = EnrolmentStatus
YESTERDAY = TODAY - timedelta(days=1)


def enrol(book: OpenBook, group_id: UUID, man: UUID, *, waitlist: bool = False, since: date | None = None) -> UUID:
    command = EnrolParticipant(group_id=group_id, participant_id=man, waitlist=waitlist, since=since)
    return book.submit([command]).result().ids[0]


def step(book: OpenBook, stint: UUID, status: S, reason: str = "", on: date | None = None) -> Outcome:
    return book.submit([ChangeEnrolmentStatus(enrolment_id=stint, status=status, reason=reason, on=on)]).result()


def roster(book: OpenBook, group_id: UUID) -> tuple[RosterEntry, ...]:
    return book.ask(Roster(group_id=group_id)).result()


def history(book: OpenBook, man: UUID) -> tuple[StintWithEvents, ...]:
    return book.ask(ParticipantRecord(participant_id=man), again=True).result().stints


@pytest.mark.directive("6.4.1")
def test_fifteen_count_and_the_sixteenth_is_refused_by_the_rule(book: OpenBook) -> None:
    group_id, _, stints = group_of(book, SEATS)
    (sixteenth,) = register(book, ficha(99))

    with refused("group_full"):
        enrol(book, group_id, sixteenth)

    details = book.ask(GroupOverview(group_id=group_id)).result()
    assert (details.counting, details.waiting) == (SEATS, 0)
    assert sorted(entry.stint.seat or 0 for entry in roster(book, group_id)) == list(range(1, SEATS + 1))
    step(book, stints[3], S.PAUSED, "viaje por trabajo")
    with refused("group_full"):  # who pauses keeps his place
        enrol(book, group_id, sixteenth)


@pytest.mark.directive("6.4.1")
def test_the_sixteenth_is_refused_by_the_database_where_the_rule_is_bypassed(book: OpenBook) -> None:
    group_id, _, _ = group_of(book, SEATS)
    (sixteenth,) = register(book, ficha(99))

    def bypass(seat: int) -> None:
        def write(file: Any, _: object) -> None:
            transactions = Transactions(file.begin, Actor(book.person.id, Role.FACILITATOR), book.circumstances)
            with transactions.open() as tx:
                insert_stints(tx, group_id, TODAY, [NewStint(tx.new_id(), sixteenth, seat, None)])

        book.with_book(write).result()

    for seat in (1, SEATS, SEATS + 1):  # the database's own refusal reads the same
        with refused("group_full", "group_id"):
            bypass(seat)
    assert len(roster(book, group_id)) == SEATS


@pytest.mark.directive("6.4.1")
def test_a_freed_place_is_offered_to_who_waits_first_and_a_person_decides(book: OpenBook) -> None:
    group_id, _, stints = group_of(book, SEATS)
    first, second = register(book, ficha(98, given_names="Abel"), ficha(97))
    waiting = enrol(book, group_id, first, waitlist=True)
    enrol(book, group_id, second, waitlist=True)

    (notice,) = step(book, stints[7], S.STOPPED, "consiguió trabajo en otra provincia").notices

    assert notice.code == "place_freed"
    name = book.ask(Participants(text="abel")).result()[0].full_name
    assert notice.parameters == {"name": name, "enrolment_id": str(waiting), "free": 1}
    assert next(entry for entry in roster(book, group_id) if entry.stint.id == waiting).stint.status is S.WAITING
    step(book, waiting, S.ATTENDING)
    taken = next(entry for entry in roster(book, group_id) if entry.stint.id == waiting).stint
    assert (taken.seat, taken.queue_position) == (8, None)  # the place that became free
    with refused("group_full"):
        step(book, enrol(book, group_id, register(book, ficha(96))[0], waitlist=True), S.ATTENDING)


def test_where_nobody_waits_nothing_is_offered(book: OpenBook) -> None:
    _, _, stints = group_of(book, 2)

    assert step(book, stints[0], S.COMPLETED).notices == ()
    assert step(book, stints[1], S.PAUSED, "viaje").notices == ()


@pytest.mark.directive("6.4.1")
def test_the_waiting_list_keeps_its_order_and_can_be_put_in_another(book: OpenBook) -> None:
    group_id = book.submit([FormGroup(name="Alba")]).result().ids[0]
    men = register(book, *(ficha(number) for number in range(1, 5)))
    a, b, c, d = (enrol(book, group_id, man, waitlist=True) for man in men)

    def order() -> list[UUID]:
        return [entry.stint.id for entry in roster(book, group_id)]

    assert order() == [a, b, c, d]
    for stint, place, expected in (
        (d, 1, [d, a, b, c]),
        (d, 3, [a, b, d, c]),
        (a, 99, [b, d, c, a]),
        (c, 0, [c, b, d, a]),
    ):
        book.submit([MoveInWaitingList(enrolment_id=stint, place=place)]).result()
        assert order() == expected
    step(book, b, S.WITHDRAWN, "ya no desea")
    assert order()[:3] == [c, d, a]
    e = enrol(book, group_id, register(book, ficha(9))[0], waitlist=True)
    assert order()[:4] == [c, d, a, e]


def test_only_who_waits_is_moved_in_the_waiting_list(book: OpenBook) -> None:
    _, _, (stint,) = group_of(book, 1)

    with refused("not_waiting", "enrolment_id"):
        book.submit([MoveInWaitingList(enrolment_id=stint, place=1)]).result()


@pytest.mark.directive("6.4.1")
def test_a_return_is_a_new_stint_and_the_old_one_stays_as_it_was(book: OpenBook) -> None:
    group_id, (man,), (first,) = group_of(book, 1)
    step(book, first, S.PAUSED, "viaje")
    step(book, first, S.ATTENDING)
    step(book, first, S.STOPPED, "se mudó")
    before = history(book, man)

    second = enrol(book, group_id, man)

    assert second != first
    assert history(book, man)[:1] == before
    (old, new) = history(book, man)
    assert [(event.status, event.reason) for event in old.events] == [
        (S.ATTENDING, ""),
        (S.PAUSED, "viaje"),
        (S.ATTENDING, ""),
        (S.STOPPED, "se mudó"),
    ]
    assert (old.stint.ended_on, old.stint.seat, old.stint.reason) == (TODAY, None, "se mudó")
    assert [event.status for event in new.events] == [S.ATTENDING]
    with refused("status_step_unknown"):
        step(book, first, S.ATTENDING)


def test_a_man_is_in_a_group_once_at_a_time(book: OpenBook) -> None:
    group_id, (man,), _ = group_of(book, 1)
    other = book.submit([FormGroup(name="Beta")]).result().ids[0]

    for waitlist in (False, True):
        with refused("already_enrolled", "participant_id"):
            enrol(book, group_id, man, waitlist=waitlist)
    enrol(book, other, man)

    (line,) = book.ask(Participants()).result()
    assert line.groups == ("Beta", "Los Molles")


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
def test_the_status_table_says_which_step_follows_which(book: OpenBook, before: S, after: S) -> None:
    group_id = book.submit([FormGroup(name="Alba")]).result().ids[0]
    (man,) = register(book, ficha())
    starts_waiting = before in (S.WAITING, S.WITHDRAWN)
    stint = enrol(book, group_id, man, waitlist=starts_waiting)
    if before not in (S.WAITING, S.ATTENDING):
        step(book, stint, before, "porque sí")

    if after in STATUS_RULES[before].leads_to:
        if STATUS_RULES[after].needs_reason:
            with refused("reason_needed", "reason"):
                step(book, stint, after, "  ")
        step(book, stint, after, "porque sí")
        assert roster(book, group_id)[0].stint.status is after
    else:
        with refused("status_step_unknown", "status"):
            step(book, stint, after, "porque sí")
        assert roster(book, group_id)[0].stint.status is before


def test_days_that_cannot_be_are_refused(book: OpenBook) -> None:
    group_id = book.submit([FormGroup(name="Alba")]).result().ids[0]
    (man,) = register(book, ficha())
    with refused("day_in_future", "since"):
        enrol(book, group_id, man, since=TODAY + timedelta(days=1))
    with refused("day_too_early", "since"):
        enrol(book, group_id, man, since=date(1900, 1, 1))
    stint = enrol(book, group_id, man, since=YESTERDAY)

    with refused("day_in_future", "on"):
        step(book, stint, S.COMPLETED, on=TODAY + timedelta(days=1))
    with refused("day_before_stint", "on"):
        step(book, stint, S.COMPLETED, on=YESTERDAY - timedelta(days=1))
    step(book, stint, S.COMPLETED, on=YESTERDAY)

    assert roster(book, group_id)[0].stint.ended_on == YESTERDAY


@pytest.mark.directive("6.6")
def test_minors_and_adults_have_groups_of_their_own(book: OpenBook) -> None:
    adults, young = book.submit([FormGroup(name="A"), FormGroup(name="B", age_band=AgeBand.ADOLESCENTS)]).result().ids
    grown, boy, unknown = register(
        book,
        ficha(1),
        ficha(2, birth_date="2010-05-05"),
        ficha(3, birth_date=None, document_kind=None, document_number=None),
    )

    with refused("minor_in_adult_group", "group_id"):
        enrol(book, adults, boy)
    with refused("adult_in_adolescent_group", "group_id"):
        enrol(book, young, grown, waitlist=True)
    enrol(book, young, boy)
    enrol(book, adults, grown)
    enrol(book, adults, unknown)  # an age that nobody knows is not refused


def test_what_is_not_there_is_told_by_its_field(book: OpenBook) -> None:
    group_id, (man,), _ = group_of(book, 1)

    with refused("not_found", "group_id"):
        enrol(book, uuid4(), man)
    with refused("not_found", "participant_id"):
        enrol(book, group_id, uuid4())
    with refused("not_found", "enrolment_id"):
        step(book, uuid4(), S.PAUSED, "viaje")
    with refused("not_found", "enrolment_id"):
        book.submit([MoveInWaitingList(enrolment_id=uuid4(), place=1)]).result()
    assert [one.stint.status for one in book.ask(Roster(group_id=group_id)).result()] == [S.ATTENDING]


def test_a_closed_group_takes_nobody(book: OpenBook) -> None:
    group_id = book.submit([FormGroup(name="Alba")]).result().ids[0]
    start = StartGroup(group_id=group_id, on=TODAY, reason="es una urgencia")
    book.submit([start, CloseGroup(group_id=group_id, on=TODAY)]).result()

    with refused("group_closed", "group_id"):
        enrol(book, group_id, register(book, ficha())[0])
    assert book.ask(Roster(group_id=group_id)).result() == ()


def test_the_roster_says_who_counts_by_name_then_who_waits_then_who_left(book: OpenBook) -> None:
    group_id = book.submit([FormGroup(name="Alba")]).result().ids[0]
    names = ("Ñahui", "Zapana", "Nina", "Álvarez", "Apaza", "Tello")
    men = register(book, *(ficha(number, paternal_surname=name) for number, name in enumerate(names, start=1)))
    nahui, zapana, nina, alvarez, apaza, tello = men
    for man in (nahui, zapana, nina, alvarez):
        enrol(book, group_id, man)
    for man in (tello, apaza):
        enrol(book, group_id, man, waitlist=True)
    step(book, next(e.stint.id for e in roster(book, group_id) if e.stint.participant_id == zapana), S.STOPPED, "viajó")
    book.submit([consented(nina)]).result()

    entries = roster(book, group_id)

    assert [entry.full_name.split()[0] for entry in entries] == ["Álvarez", "Nina", "Ñahui", "Tello", "Apaza", "Zapana"]
    assert [entry.complete for entry in entries] == [False, True, False, False, False, False]
    assert entries[0].phone == "980000004"
    (line,) = book.ask(Groups()).result()
    assert (line.counting, line.waiting) == (3, 2)


@pytest.mark.directive("6.4.5")
def test_administrative_staff_sees_who_is_in_a_group_and_no_reason(book: OpenBook) -> None:
    group_id, (man,), (stint,) = group_of(book, 1)
    step(book, stint, S.PAUSED, "internado en el hospital")
    staff = Acting(book, Role.STAFF)

    (entry,) = staff.ask(Roster(group_id=group_id))
    seen = staff.ask(ParticipantRecord(participant_id=man)).stints

    assert entry.stint.status is S.PAUSED
    assert "hospital" not in repr((entry, seen))
    assert "hospital" in repr(Acting(book, Role.SUPERVISOR).ask(Roster(group_id=group_id)))


def test_every_step_stands_in_the_history_with_who_took_it(book: OpenBook) -> None:
    _, _, (stint,) = group_of(book, 1)
    step(book, stint, S.PAUSED, "viaje")
    step(book, stint, S.ATTENDING)

    steps = rows(book, 'SELECT number, status, "by" FROM enrolment_events ORDER BY number')

    person = book.person.id.bytes
    assert steps == [(1, "attending", person), (2, "paused", person), (3, "attending", person)]
