"""Decisions about an import as they are taken one after another, several at once, or carried over to a new reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from facilitador.domain.roster_imports import Decisions, RosterPreview, RowDecision, RowStatus, Settled, SettledRow

_NOTHING: Final = RowDecision()


def decided(decisions: Decisions, number: int, decision: RowDecision) -> Decisions:
    """The same decisions with another one about this row; deciding nothing takes back what was decided."""
    rows = {row: one for row, one in decisions.rows.items() if row != number}
    if decision != _NOTHING:
        rows[number] = decision
    return replace(decisions, rows=rows)


def decision_on(decisions: Decisions, number: int) -> RowDecision:
    """What was decided about this row."""
    return decisions.rows.get(number, _NOTHING)


def confirming_flagged(decisions: Decisions, settled: Settled) -> Decisions:
    """What is flagged now is right, in every row; what a later reading flags anew is not."""
    flagged = (row for row in settled.rows if row.status is RowStatus.FLAGGED)
    return _decided_all(decisions, flagged, lambda one: replace(one, confirmed=True))


def leaving_out_errors(decisions: Decisions, settled: Settled) -> Decisions:
    """Every row that cannot enter as it is stays out."""
    wrong = (row for row in settled.rows if row.status is RowStatus.ERROR)
    return _decided_all(decisions, wrong, lambda one: replace(one, left_out=True))


def carried_over(decisions: Decisions, before: RosterPreview, after: RosterPreview) -> Decisions:
    """The decisions about rows that read as they did; whatever reads otherwise is to be decided again."""
    known = {row.reading.number: row for row in before.rows}
    same = {row.reading.number for row in after.rows if known.get(row.reading.number) == row}
    return replace(decisions, rows={number: one for number, one in decisions.rows.items() if number in same})


def _decided_all(
    decisions: Decisions, rows: Iterable[SettledRow], change: Callable[[RowDecision], RowDecision]
) -> Decisions:
    changed = {row.number: change(decision_on(decisions, row.number)) for row in rows}
    return replace(decisions, rows={**decisions.rows, **changed})
