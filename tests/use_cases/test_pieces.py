"""Long readings in pieces: others go between them, and the answer is of one state of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from facilitador.db.queries import anonymised
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases.anonymised_export import AnonymisedExport
from facilitador.use_cases.compliance import CompliancePrint, ComplianceView
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.pieces import Step, Told
from facilitador.use_cases.reports import IndicatorsExport, ReportPrint
from facilitador.use_cases.requests import Query
from facilitador.use_cases.runner import Runner
from tests.use_cases.scenes import Acting, ficha, register

LONG: tuple[Query[Any], ...] = (Indicators(), ComplianceView(), AnonymisedExport(), IndicatorsExport())
PAPERS: tuple[Query[Any], ...] = (ReportPrint(), CompliancePrint())


def ticking() -> Callable[[], float]:
    """A clock by which every piece takes a second: after each of them others may go."""
    return map(float, count()).__next__


def with_runner(book: OpenBook, work: Callable[[Runner], Any]) -> Any:
    return book.with_book(lambda _, runner: work(runner)).result()


def in_pieces(
    runner: Runner, query: Query[Any], between: Callable[[], object] = lambda: None, told: Told = lambda step: None
) -> tuple[int, Any]:
    """How many pieces were read before the last, and the answer; `between` is done after each."""
    pieces: Iterator[Any] = runner.ask_in_pieces(query, clock=ticking(), told=told)
    for number, answer in enumerate(pieces):
        if answer is not None:
            return number, answer
        between()
    raise AssertionError("no answer came")


@pytest.mark.parametrize("query", LONG, ids=lambda query: type(query).__name__)
def test_what_is_read_in_pieces_is_what_is_read_at_once(book: OpenBook, query: Query[Any]) -> None:
    number, answer = with_runner(book, lambda runner: in_pieces(runner, query))
    assert number > 0
    assert answer == with_runner(book, lambda runner: runner.ask(query)) == book.ask(query).result()


@pytest.mark.directive("6.9.2")
@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_men_are_counted_some_at_a_time_and_each_once(
    book: OpenBook, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(book, *(ficha(number, mother_tongue="spanish") for number in range(5)))
    register(book, *(ficha(number, mother_tongue="aimara") for number in range(5, 10)))
    told = list(book.ask(AnonymisedExport()).result().counts.rows)
    few, _ = with_runner(book, lambda runner: in_pieces(runner, AnonymisedExport()))
    monkeypatch.setattr(anonymised, "_MEN_AT_ONCE", at_once)
    number, answer = with_runner(book, lambda runner: in_pieces(runner, AnonymisedExport()))
    assert number - few == -(-10 // at_once) - 1
    assert list(answer.counts.rows) == told
    assert "5" in repr(told)


@pytest.mark.parametrize(
    "query", [Indicators(), ComplianceView(), ReportPrint()], ids=lambda query: type(query).__name__
)
def test_a_long_reading_says_how_far_it_is(book: OpenBook, query: Query[Any]) -> None:
    steps: list[Step] = []
    with_runner(book, lambda runner: in_pieces(runner, query, told=steps.append))
    assert [step.done for step in steps] == list(range(steps[0].of))
    assert {step.of for step in steps} == {len(steps)}
    assert len(steps) > 10


def rows(book: OpenBook, table: str) -> int:
    def count(file: Any, _: Any) -> int:
        return int(file.driver_connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return int(book.with_book(count).result())


@pytest.mark.parametrize("query", PAPERS, ids=lambda query: type(query).__name__)
def test_a_paper_gets_its_number_once_however_often_it_begins_anew(book: OpenBook, query: Query[Any]) -> None:
    changes = iter([FormGroup(name="Qantu")])

    def work(runner: Runner) -> Any:
        return in_pieces(runner, query, lambda: [runner.run([change]) for change in changes])[1]

    with_runner(book, work)
    assert rows(book, "prints") == 1
    book.ask(query).result()
    assert rows(book, "prints") == 2


@pytest.mark.parametrize("query", [*PAPERS, IndicatorsExport()], ids=lambda query: type(query).__name__)
def test_what_is_broken_off_leaves_no_trace(book: OpenBook, query: Query[Any]) -> None:
    def work(runner: Runner) -> None:
        pieces = runner.ask_in_pieces(query, clock=ticking())
        for _ in range(8):
            assert next(pieces) is None
        pieces.close()  # type: ignore[attr-defined]  # as the book's thread does with what was cancelled

    before = rows(book, "audit_entries")
    with_runner(book, work)
    assert rows(book, "audit_entries") == before
    assert rows(book, "prints") == 0


def test_between_two_pieces_other_questions_are_answered(book: OpenBook) -> None:
    def work(runner: Runner) -> tuple[int, int]:
        alone, _ = in_pieces(runner, Indicators())
        beside, _ = in_pieces(runner, Indicators(), lambda: runner.ask(Groups()))
        return alone, beside

    alone, beside = with_runner(book, work)
    assert alone == beside


def test_a_change_between_two_pieces_lets_the_reading_begin_anew(book: OpenBook) -> None:
    changes = iter([FormGroup(name="Qantu", agreements=("Llegamos a la hora.",))])

    def work(runner: Runner) -> tuple[int, int, Any, Any]:
        def once() -> None:
            for change in changes:
                runner.run([change])

        changed, answer = in_pieces(runner, ComplianceView(), once)
        alone, _ = in_pieces(runner, ComplianceView())
        return changed, alone, answer, runner.ask(ComplianceView())

    changed, alone, answer, now = with_runner(book, work)
    assert changed == alone + 1  # the first piece was in vain
    assert answer == now


def test_who_writes_without_end_does_not_keep_the_answer_away(book: OpenBook) -> None:
    numbers = count()

    def work(runner: Runner) -> tuple[int, Any, Any]:
        pieces, answer = in_pieces(
            runner, ComplianceView(), lambda: runner.run([FormGroup(name=f"Grupo {next(numbers)}")])
        )
        return pieces, answer, runner.ask(ComplianceView())

    pieces, answer, now = with_runner(book, work)
    assert pieces == 3
    assert answer == now


def test_the_role_is_asked_here_too(book: OpenBook) -> None:
    staff = Acting(book, Role.STAFF)
    with pytest.raises(UserFacingError) as refused:
        book.with_book(lambda file, _: in_pieces(staff._runner(file), Indicators())).result()
    assert refused.value.code == "role_may_not_read"
