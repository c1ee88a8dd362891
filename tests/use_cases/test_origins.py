"""Whose rows a reading is over: the views that show one origin only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest

from facilitador import bootstrap
from facilitador.db.narrowing import narrowed
from facilitador.db.queries import groups, people
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.compliance import Compliance, ComplianceLine, State
from facilitador.domain.indicators import Span
from facilitador.domain.origins import ALL, OWN, ForeignState, Origin, of_book
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases.compliance import CompliancePrint, ComplianceView
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Query
from facilitador.use_cases.reviews import ReviewQueue
from facilitador.use_cases.runner import Runner
from tests.books import TODAY, make_environment
from tests.use_cases.foreign_books import SERVICE_THERE, THERE, taken_in
from tests.use_cases.scenes import Acting, group_of, one_value
from tests.use_cases.test_runner import QUESTIONS

NOBODY, OLD = UUID(int=9), UUID(int=78)


def seen(book: OpenBook, origin: Origin) -> tuple[str, ...]:
    """The groups that a reading of that origin finds."""

    def read(tx: Transaction) -> tuple[str, ...]:
        with narrowed(tx, origin):
            return tuple(line.group.name for line in groups.group_lines(tx))

    return book.with_book(lambda _, runner: runner.look(read)).result()


@pytest.fixture
def both(book: OpenBook) -> OpenBook:
    """A group of one's own and one of another service."""
    taken_in(book, group_of(book, 2)[0])
    book.submit([FormGroup(name="Queñua")]).result()
    return book


def test_each_origin_shows_its_own_rows(both: OpenBook) -> None:
    assert seen(both, OWN) == ("Los Molles", "Queñua")
    assert seen(both, of_book(THERE)) == ("Los Molles",)
    assert seen(both, ALL) == ("Los Molles", "Los Molles", "Queñua")
    assert seen(both, of_book(NOBODY)) == ()


def test_a_book_without_rows_of_others_lays_no_view(book: OpenBook) -> None:
    group_of(book, 1)

    def views(tx: Transaction) -> int:
        with narrowed(tx, OWN):
            return len(tx.connection.exec_driver_sql("SELECT 1 FROM temp.sqlite_master").all())

    assert book.with_book(lambda _, runner: runner.look(views)).result() == 0


def test_nothing_is_left_of_the_views_also_after_a_failure(both: OpenBook) -> None:
    def fail(tx: Transaction) -> None:
        with narrowed(tx, OWN):
            raise LookupError

    with pytest.raises(LookupError):
        both.with_book(lambda _, runner: runner.look(fail)).result()
    assert one_value(both, "SELECT count(*) FROM temp.sqlite_master") == 0
    assert seen(both, ALL) == ("Los Molles", "Los Molles", "Queñua")


def look(book: OpenBook, read: Callable[[Transaction], Any]) -> Any:
    return book.with_book(lambda _, runner: runner.look(read)).result()


def noted(book: OpenBook) -> str:
    """What the keys that stand noted are of; empty where there are none."""
    if not one_value(book, "SELECT count(*) FROM temp.sqlite_master WHERE name = 'kept_of'"):
        return ""
    return str(one_value(book, "SELECT origin FROM temp.kept_of"))


def test_what_stands_noted_serves_the_next_question_and_is_no_change_of_the_book(both: OpenBook) -> None:
    before = look(both, lambda tx: tx.written_so_far)
    seen(both, OWN)
    first = noted(both)
    seen(both, OWN)
    assert noted(both) == first
    assert look(both, lambda tx: tx.written_so_far) == before
    assert one_value(both, "SELECT count(*) FROM temp.sqlite_master WHERE type = 'view'") == 0


def test_after_any_change_it_is_noted_anew(both: OpenBook) -> None:
    assert seen(both, OWN) == ("Los Molles", "Queñua")
    sauce = both.submit([FormGroup(name="Sauce")]).result().ids[0]
    assert seen(both, OWN) == ("Los Molles", "Queñua", "Sauce")
    given = {"row_id": sauce, "table_name": "groups", "book_id": THERE, "state": ForeignState.SUPERVISED}
    look(both, lambda tx: tx.connection.execute(foreign_rows.insert().values(given)))
    assert seen(both, OWN) == ("Los Molles", "Queñua")
    assert seen(both, of_book(THERE)) == ("Los Molles", "Sauce")


@pytest.mark.parametrize("first", [OWN, of_book(THERE)], ids=["own", "theirs"])
def test_what_was_noted_goes_with_its_transaction(both: OpenBook, first: Origin) -> None:
    def failing(tx: Transaction) -> None:
        with narrowed(tx, of_book(THERE) if first == OWN else OWN):
            groups.group_lines(tx)
        raise LookupError

    expected = seen(both, first)
    with pytest.raises(LookupError):
        look(both, failing)
    assert seen(both, first) == expected
    assert seen(both, OWN) == ("Los Molles", "Queñua")
    assert seen(both, of_book(THERE)) == ("Los Molles",)


def test_what_is_written_and_taken_back_is_not_noted(both: OpenBook) -> None:
    seen(both, OWN)
    both.submit([FormGroup(name="Sauce")], dry_run=True).result()
    assert seen(both, OWN) == ("Los Molles", "Queñua")


def test_a_question_about_others_does_not_let_a_long_reading_begin_anew(both: OpenBook) -> None:
    def work(runner: Runner) -> tuple[int, int]:
        def pieces(between: Callable[[], object]) -> int:
            read = runner.ask_in_pieces(ComplianceView(), clock=map(float, count()).__next__)
            return sum(between() is not None for answer in read if answer is None)

        alone = pieces(lambda: True)
        return alone, pieces(lambda: runner.ask(Groups(origin=of_book(THERE))))

    alone, beside = both.with_book(lambda _, runner: work(runner)).result()
    assert beside == alone > 5


def test_what_was_remembered_of_all_is_read_again(both: OpenBook) -> None:
    def read(tx: Transaction) -> tuple[int, int, int]:
        before = len(groups.open_lines(tx))
        with narrowed(tx, OWN):
            own = len(groups.open_lines(tx))
        return before, own, len(groups.open_lines(tx))

    assert both.with_book(lambda _, runner: runner.look(read)).result() == (3, 2, 3)


def test_one_inside_another_is_a_mistake_of_ours(both: OpenBook) -> None:
    def read(tx: Transaction) -> None:
        with narrowed(tx, OWN), narrowed(tx, of_book(THERE)):
            people.all_people(tx)

    with pytest.raises(RuntimeError):
        both.with_book(lambda _, runner: runner.look(read)).result()


# -- every question of the catalogue ----------------------------------------------------------------------------------


OVER_ALL: frozenset[str] = frozenset(
    {
        "RowCounts",  # what the file holds, whosever it is
        "AuditTrail",
        "TrailPage",
        "TrailExport",
        "AuditDayPrint",  # what was done in this book, the taking in among it
        "Packages",
        "Sources",
        "ElsewhereView",
        "ForeignPages",  # it tells of the others
        "FormInUse",  # it has the titles of what was answered elsewhere
    }
)
"""Questions over the whole book whose answer may change with what is taken in, on purpose."""


def asks_of_one_thing(query: Query[Any]) -> bool:
    """True if the question names what it is about."""
    return any(isinstance(getattr(query, name), UUID) for name in query.__struct_fields__)


def over_the_book() -> list[Query[Any]]:
    """Every question that names nothing, over this service where it can be asked so."""
    asked = []
    for query, _ in QUESTIONS:
        if not asks_of_one_thing(query) and type(query).__name__ not in OVER_ALL:
            own = "origin" in query.__struct_fields__
            asked.append(msgspec.structs.replace(query, origin=OWN) if own else query)
    return asked


@pytest.mark.directive("6.9.1")
def test_what_is_taken_in_changes_no_figure_of_this_service(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    around = make_environment(tmp_path_factory.mktemp("app-data"))
    book = bootstrap.open_demo(around).result()
    try:
        people = {role: Acting(book, role) for role in (Role.FACILITATOR, Role.SUPERVISOR)}
        asked = over_the_book()
        book.ask(CompliancePrint()).result()  # that it was printed once is evidence: not to be changed by asking
        before = {role: [told(one, query) for query in asked] for role, one in people.items()}
        taken_in(book, *(line.group.id for line in book.ask(Groups()).result()))
        assert len(book.ask(Groups(origin=of_book(THERE))).result()) == len(book.ask(Groups(origin=OWN)).result())

        changed = {
            type(query).__name__
            for role, one in people.items()
            for query, was in zip(asked, before[role], strict=True)
            if told(one, query) != was
        }

        assert changed == set()
    finally:
        book.close()


def told(person: Acting, query: Query[Any]) -> str:
    """An answer, or the code with which it was refused, to be compared; without the number of a print."""
    try:
        answer = person.ask(query)
    except UserFacingError as error:
        return error.code
    return re.sub(r"N\.º \d+|code='[^']*'", "", repr(answer))


# -- the services whose work came in ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_and_others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    """The example book with two copies of its groups as those of other services, one of them old."""
    book = bootstrap.open_demo(make_environment(tmp_path_factory.mktemp("others"))).result()
    groups = [line.group.id for line in book.ask(Groups()).result()]
    taken_in(book, *groups)
    taken_in(book, *groups, book_id=OLD, service="Centro de Ayna", days_ago=40)
    yield book
    book.close()


def test_each_service_stands_as_on_the_day_of_its_data(demo_and_others: OpenBook) -> None:
    reviewer = Acting(demo_and_others, Role.SUPERVISOR)
    old, new = reviewer.ask(ElsewhereView())

    assert [one.source.service_name for one in (old, new)] == ["Centro de Ayna", SERVICE_THERE]
    assert (old.source.is_stale(TODAY), new.source.is_stale(TODAY)) == (True, False)
    own = reviewer.ask(ReviewQueue(origin=OWN, limit=0))
    assert new.to_review == own.total > 0
    assert new.late_logs >= old.late_logs
    assert Acting(demo_and_others, Role.FACILITATOR).ask(ElsewhereView())[0].to_review == 0


@pytest.mark.directive("6.9.1")
def test_the_queue_is_over_all_the_oldest_first(demo_and_others: OpenBook) -> None:
    reviewer = Acting(demo_and_others, Role.SUPERVISOR)
    queue = reviewer.ask(ReviewQueue(limit=200))
    parts = [reviewer.ask(ReviewQueue(origin=one, limit=0)).total for one in (OWN, of_book(THERE), of_book(OLD))]

    assert queue.total == sum(parts)
    assert [one.since for one in queue.entries] == sorted(one.since for one in queue.entries)


@pytest.mark.directive("7.2")
def test_of_another_service_what_no_package_brings_is_not_called_missing(demo_and_others: OpenBook) -> None:
    own = demo_and_others.ask(ComplianceView()).result()
    there = demo_and_others.ask(ComplianceView(origin=of_book(THERE))).result()
    state = {line.requirement.numeral: line.state for line in there.lines}

    assert there.service == SERVICE_THERE
    assert [one.book_id for one in there.sources] == [THERE]
    assert {state[numeral] for numeral in ("6.2.7", "7.2", "VIII")} <= {State.NOT_FOR_RECORD, State.MISSING}
    assert all(one.code == "evidence_kept_at_home" for one in find(there, "6.2.7").evidence)
    told = [[replace(one, target_id=None) for one in find(view, "6.4.10 a").evidence] for view in (there, own)]
    assert told[0] == told[1]  # the same, of rows of their own


def test_a_group_of_another_service_owes_nothing_to_what_this_one_stated(demo_and_others: OpenBook) -> None:
    group = demo_and_others.ask(Groups(origin=of_book(THERE))).result()[0].group
    view = demo_and_others.ask(ComplianceView(group_id=group.id)).result()

    assert view.service == SERVICE_THERE
    assert all(one.group_id == group.id for one in view.history)


@pytest.mark.directive("6.9.1")
def test_indicators_of_all_are_those_of_each_together(demo_and_others: OpenBook) -> None:
    def registered(origin: Origin) -> int:
        readings = demo_and_others.ask(Indicators(origin=origin)).result()
        (whole,) = readings.periods(Span.CYCLE)
        found = readings.of("attendance")
        assert found is not None
        return found.within(whole).count

    assert registered(ALL) == 3 * registered(OWN) > 0
    assert registered(of_book(OLD)) == registered(OWN)


def find(view: Compliance, numeral: str) -> ComplianceLine:
    """The line of that numeral."""
    return next(line for line in view.lines if line.requirement.numeral == numeral)
