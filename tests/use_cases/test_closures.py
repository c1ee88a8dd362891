"""The close of a cycle on a real book: all in sight, nothing forced, what stayed open kept with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitador.domain.closures import ClosureItem, ClosureMatter, ClosurePage, ClosureStep, LeftOpen, MatterState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import GroupStatus
from facilitador.domain.retention import RetentionKind
from facilitador.domain.roles import Role
from facilitador.domain.sessions import IncidentKind
from facilitador.exchange.calendars import FOLLOW_UP
from facilitador.use_cases.closures import CloseCycle, ClosureOf, ReopenCycle
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import StartGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Command
from facilitador.use_cases.retention import SetRetention
from facilitador.use_cases.session_sheets import ExportCalendar
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.reviewing import closing
from tests.use_cases.scenes import Acting, refused, rows


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """A running group of two men, with one session held and its log closed."""
    made = planned(book, men=2, days=(-7,))
    start = StartGroup(group_id=made.group_id, on=TODAY - timedelta(days=60), reason="Urge empezar.")
    book.submit([start, *closing(made.sessions[0])]).result()
    return made


def page(group: Planned) -> ClosurePage:
    return group.book.ask(ClosureOf(group_id=group.group_id)).result()


def item(group: Planned, matter: ClosureMatter) -> ClosureItem:
    return next(one for one in page(group).items if one.matter is matter)


def completing(group: Planned) -> list[Command]:
    return [ChangeEnrolmentStatus(enrolment_id=one, status=EnrolmentStatus.COMPLETED) for one in group.stints]


@pytest.mark.directive("6.9.1")
def test_everything_that_is_open_stands_in_sight(group: Planned) -> None:
    counts = {one.matter: (one.state, one.count) for one in page(group).items}
    assert list(counts) == list(ClosureMatter)
    assert counts[ClosureMatter.MEN] == (MatterState.OPEN, 2)
    assert counts[ClosureMatter.LOGS] == (MatterState.DONE, 0)
    assert counts[ClosureMatter.RETENTION] == (MatterState.TO_SEE, 0)

    happened = RecordIncident(
        session_id=group.sessions[0], kind=IncidentKind.OTHER, what="Discutieron.", follow_up="Conversar"
    )
    group.book.submit([*completing(group), happened]).result()

    counts = {one.matter: (one.state, one.count) for one in page(group).items}
    assert counts[ClosureMatter.MEN] == (MatterState.DONE, 0)
    assert counts[ClosureMatter.INCIDENTS] == (MatterState.OPEN, 1)
    assert counts[ClosureMatter.CERTIFICATES] == (MatterState.OPEN, 2)
    assert counts[ClosureMatter.EXIT] == (MatterState.OPEN, 2)


@pytest.mark.directive("6.9.1")
def test_it_is_told_until_when_the_data_are_kept_at_least(group: Planned) -> None:
    assert "todavía no dijo" in item(group, ClosureMatter.RETENTION).words
    group.book.submit([SetRetention(kind=RetentionKind.PROCESS, years=5, basis="Acuerdo 12")]).result()
    told = item(group, ClosureMatter.RETENTION)
    assert told.words.endswith("al menos hasta el 20/11/2031.")
    assert (told.place, told.target_id) == ("retention", None)


@pytest.mark.directive("6.9.1")
def test_closing_keeps_what_was_left_open_and_who_sees_to_it(group: Planned) -> None:
    group.book.submit(completing(group)).result()
    note = {ClosureMatter.EXIT: "No quisieron responder.", ClosureMatter.MATERIALS: "Los guarda Elena."}
    close = CloseCycle(
        group_id=group.group_id, on=TODAY, notes=note, lessons="Empezar puntual.", follow_up_on=TODAY + timedelta(180)
    )

    group.book.submit([close]).result()

    seen = page(group)
    assert seen.group.status is GroupStatus.CLOSED
    assert seen.group.closed_on == TODAY
    (entry,) = seen.entries
    assert (entry.step, entry.on, entry.lessons) == (ClosureStep.CLOSED, TODAY, "Empezar puntual.")
    assert set(entry.left_open) == {
        LeftOpen(ClosureMatter.EXIT, 2, "No quisieron responder."),
        LeftOpen(ClosureMatter.CERTIFICATES, 2, ""),
        LeftOpen(ClosureMatter.MATERIALS, 0, "Los guarda Elena."),
    }


def test_only_the_roster_keeps_a_group_open(group: Planned) -> None:
    with refused("group_has_men"):
        group.book.submit([CloseCycle(group_id=group.group_id, on=TODAY)]).result()
    group.book.submit([*completing(group), CloseCycle(group_id=group.group_id, on=TODAY)]).result()
    with refused("group_not_running"):
        group.book.submit([CloseCycle(group_id=group.group_id, on=TODAY)]).result()


def test_the_follow_up_is_after_the_closing_and_not_far_away(group: Planned) -> None:
    group.book.submit(completing(group)).result()
    for day, code in ((TODAY, "follow_up_before_closing"), (TODAY + timedelta(days=2000), "follow_up_too_far")):
        with refused(code, "follow_up_on"):
            group.book.submit([CloseCycle(group_id=group.group_id, on=TODAY, follow_up_on=day)]).result()


@pytest.mark.directive("6.9.1")
def test_a_group_is_opened_again_with_a_reason_and_closed_once_more(group: Planned) -> None:
    close = CloseCycle(group_id=group.group_id, on=TODAY)
    reopen = ReopenCycle(group_id=group.group_id, reason="Vuelven dos participantes.")
    with refused("group_not_closed"):
        group.book.submit([reopen]).result()
    group.book.submit([*completing(group), close]).result()
    with refused("field_required", "reason"):
        group.book.submit([ReopenCycle(group_id=group.group_id, reason=" ")]).result()

    group.book.submit([reopen]).result()
    assert page(group).group.status is GroupStatus.RUNNING
    assert page(group).group.closed_on is None
    man = group.people[0]
    stint = (
        group.book.submit([EnrolParticipant(group_id=group.group_id, participant_id=man, since=TODAY)]).result().ids[0]
    )
    again = ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.COMPLETED)
    group.book.submit([again, close]).result()

    assert [one.step for one in page(group).entries] == [ClosureStep.CLOSED, ClosureStep.REOPENED, ClosureStep.CLOSED]
    with pytest.raises(Exception, match="append-only"):
        rows(group.book, "UPDATE closure_entries SET lessons = 'nada'")


def test_what_goes_on_without_an_owner_is_said_and_lessons_name_nobody(group: Planned) -> None:
    happened = RecordIncident(
        session_id=group.sessions[0], kind=IncidentKind.OTHER, what="Discutieron.", follow_up="Conversar"
    )
    group.book.submit([*completing(group), happened]).result()
    close = CloseCycle(group_id=group.group_id, on=TODAY, lessons="A Mamani hay que darle tiempo.")

    outcome = group.book.submit([close]).result()

    assert [one.code for one in outcome.notices] == ["closure_without_owner", "text_seems_to_name"]


def test_protection_matters_are_counted_for_the_group_or_where_they_may_not_be_read_for_the_book(
    group: Planned,
) -> None:
    matters = [
        OpenProtection(sentence="Ella recibió una amenaza.", participant_id=man) for man in (group.people[0], None)
    ]
    group.book.submit(matters).result()

    mine = item(group, ClosureMatter.PROTECTION)
    assert (mine.count, mine.of_book, mine.place) == (1, False, "protection")

    class WithoutKey(Acting):
        def _runner(self, file: object) -> object:
            from facilitador.db.transaction import Transactions
            from facilitador.use_cases.catalogue import COMMANDS, QUERIES
            from facilitador.use_cases.runner import Runner

            transactions = Transactions(file.begin, self._actor, self._book.circumstances)  # type: ignore[attr-defined]
            return Runner(transactions, COMMANDS, QUERIES)

    seen = WithoutKey(group.book, Role.SUPERVISOR).ask(ClosureOf(group_id=group.group_id))
    (theirs,) = [one for one in seen.items if one.matter is ClosureMatter.PROTECTION]
    assert (theirs.count, theirs.of_book, theirs.place) == (2, True, "")
    assert "todo el cuaderno" in theirs.words


def test_the_follow_up_comes_up_on_home(group: Planned) -> None:
    soon = TODAY + timedelta(days=3)
    close = CloseCycle(group_id=group.group_id, on=TODAY, follow_up_on=soon)
    group.book.submit([*completing(group), close]).result()

    (due,) = [one for one in group.book.ask(Home()).result() if one.code == "due_group_follow_up"]
    assert (due.place, due.target_id, due.day) == ("applications", group.group_id, soon)

    group.book.submit([ReopenCycle(group_id=group.group_id, reason="Sigue.")]).result()
    assert not [one for one in group.book.ask(Home()).result() if one.code == "due_group_follow_up"]


def test_the_follow_up_stands_in_the_calendar_and_is_called_off_with_the_cycle_opened_again(group: Planned) -> None:
    def exported() -> str:
        return group.book.ask(ExportCalendar(group_id=group.group_id)).result().content.decode("utf-8")

    assert FOLLOW_UP not in exported()
    close = CloseCycle(group_id=group.group_id, on=TODAY, follow_up_on=TODAY + timedelta(days=90))
    group.book.submit([*completing(group), close]).result()
    entry = exported().partition(f"SUMMARY:{FOLLOW_UP}")[2].partition("END:VEVENT")[0]
    assert f"DTSTART;VALUE=DATE:{TODAY + timedelta(days=90):%Y%m%d}" in entry
    assert "STATUS:CONFIRMED" in entry

    group.book.submit([ReopenCycle(group_id=group.group_id, reason="Sigue.")]).result()

    assert "STATUS:CANCELLED" in exported().partition(f"SUMMARY:{FOLLOW_UP}")[2].partition("END:VEVENT")[0]
