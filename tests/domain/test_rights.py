"""When a request is answered at the latest, and that the words of the answer hang on nothing but the request."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.retention import PurgeGround, PurgeProposal, RetentionKind, RetentionPeriod
from facilitador.domain.rights import DAYS_TO_ANSWER, RightsKind, RightsOutcome, answer_due, answers_to, letter_words
from facilitador.reference import holidays

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        (RightsKind.INFORMATION, date(2026, 11, 20), date(2026, 12, 2)),
        (RightsKind.RECTIFICATION, date(2026, 11, 20), date(2026, 12, 4)),
        (RightsKind.ACCESS, date(2026, 11, 20), date(2026, 12, 22)),  # 8 and 9 December are holidays
        (RightsKind.REVOCATION, date(2026, 11, 21), date(2026, 12, 4)),  # received on a Saturday
    ],
)
def test_working_days_are_counted_from_the_day_after(kind: RightsKind, received: date, due: date) -> None:
    assert answer_due(kind, received, holidays()) == due


@given(kind=st.sampled_from(RightsKind), received=DAYS)
def test_the_last_day_is_a_working_day_and_exactly_so_many_lie_before_it(kind: RightsKind, received: date) -> None:
    calendar = holidays()
    due = answer_due(kind, received, calendar)
    between = (received + timedelta(days=step) for step in range(1, (due - received).days + 1))

    worked = [day for day in between if day.weekday() < 5 and day not in calendar]

    assert len(worked) == DAYS_TO_ANSWER[kind]
    assert worked[-1] == due


@pytest.mark.parametrize("kind", RightsKind)
def test_every_answer_but_a_withdrawal_has_its_letter(kind: RightsKind) -> None:
    assert all(letter_words(kind, one) for one in answers_to(kind) if one is not RightsOutcome.WITHDRAWN)
    assert letter_words(kind, RightsOutcome.WITHDRAWN) == ()


def test_who_asks_to_be_taken_out_reads_the_same_whether_it_can_be_done_at_once_or_not() -> None:
    at_once = letter_words(RightsKind.CANCELLATION, RightsOutcome.DONE)

    assert letter_words(RightsKind.CANCELLATION, RightsOutcome.WITHIN_LIMITS) == at_once


@given(last=DAYS, years=st.integers(0, 30))
def test_a_time_has_ended_on_the_day_after_and_not_before(last: date, years: int) -> None:
    period = RetentionPeriod(RetentionKind.PROCESS, years, "Acuerdo", 1)
    ends = last.replace(year=last.year + years, day=min(last.day, 28))

    last = last.replace(day=min(last.day, 28))  # 29 February has no anniversary

    assert not period.ended(last, ends)
    assert period.ended(last, ends + timedelta(days=1))


def test_without_a_time_nothing_ends() -> None:
    assert not RetentionPeriod(RetentionKind.PROCESS, None, "", None).ended(date(2000, 1, 1), date(2090, 1, 1))


def test_the_same_person_confirms_from_the_next_day_on() -> None:
    she, he, day = UUID(int=1), UUID(int=2), date(2026, 11, 20)
    proposal = PurgeProposal(UUID(int=3), UUID(int=4), PurgeGround.TIME, day, she)

    assert proposal.may_confirm(he, day)
    assert not proposal.may_confirm(she, day)
    assert proposal.may_confirm(she, day + timedelta(days=1))
