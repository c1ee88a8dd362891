"""Decisions about an import, one after another."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from facilitador.domain.roster_columns import Layout
from facilitador.domain.roster_decisions import (
    carried_over,
    confirming_flagged,
    decided,
    decision_on,
    leaving_out_errors,
)
from facilitador.domain.roster_imports import Decisions, PreviewRow, RosterPreview, RowDecision, RowStatus, settle
from facilitador.domain.roster_rows import RowReading
from facilitador.errors import Problem

FLAG, WRONG = Problem("ubigeo", "roster_district_guessed"), Problem("phone", "phone_malformed")


def reading(number: int, name: str = "Juan", **others: tuple[Problem, ...]) -> RowReading:
    return RowReading(number, {"paternal_surname": f"Apaza {number}", "given_names": name}, **others)  # type: ignore[arg-type]


def preview(*readings: RowReading) -> RosterPreview:
    rows = tuple(PreviewRow(one) for one in readings)
    return RosterPreview(UUID(int=1), "Grupo", "lista.csv", 15, 0, Layout(1, ()), (), rows)


LIST = preview(reading(2), reading(3, flags=(FLAG,)), reading(4, problems=(WRONG,)), reading(5, flags=(FLAG,)))


def statuses(decisions: Decisions) -> list[RowStatus]:
    return [row.status for row in settle(LIST, decisions).rows]


def test_a_decision_is_kept_changed_and_taken_back() -> None:
    decisions = decided(Decisions(waitlist=True), 3, RowDecision(confirmed=True))

    assert decision_on(decisions, 3) == RowDecision(confirmed=True)
    assert decision_on(decisions, 4) == RowDecision()
    assert decided(decisions, 3, RowDecision(left_out=True)).rows == {3: RowDecision(left_out=True)}
    assert decided(decisions, 3, RowDecision()) == Decisions(waitlist=True)


def test_all_that_is_flagged_is_confirmed_at_once_and_nothing_else() -> None:
    decisions = confirming_flagged(Decisions(), settle(LIST, Decisions()))

    assert statuses(decisions) == [RowStatus.READY, RowStatus.READY, RowStatus.ERROR, RowStatus.READY]
    assert not decisions.confirm_all  # what a later reading flags is still asked about


def test_whatever_cannot_enter_is_left_out_at_once() -> None:
    before = decided(Decisions(), 3, RowDecision(confirmed=True))

    decisions = leaving_out_errors(before, settle(LIST, before))

    assert statuses(decisions) == [RowStatus.READY, RowStatus.READY, RowStatus.LEFT_OUT, RowStatus.FLAGGED]


def test_decisions_go_over_to_a_new_reading_where_the_row_reads_the_same() -> None:
    taken = Decisions(waitlist=True, rows={number: RowDecision(confirmed=True) for number in (3, 5)})
    again = replace(LIST, rows=(*LIST.rows[:3], PreviewRow(reading(5, "Pedro", flags=(FLAG,)))))

    carried = carried_over(taken, LIST, again)

    assert carried == Decisions(waitlist=True, rows={3: RowDecision(confirmed=True)})
