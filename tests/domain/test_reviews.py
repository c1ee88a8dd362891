"""The steps of a review, whose work it is, and what is still to be answered (6.9.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.reviews import (
    BY_REVIEWER,
    KIND_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    TRANSITIONS,
    ReviewEntry,
    ReviewKind,
    ReviewState,
    ReviewStep,
    ReviewSubject,
    check_answered,
    check_reviewer,
    comments_at,
    next_state,
    open_comments,
    replies_to,
)
from facilitador.errors import UserFacingError

ROSA, ELENA = UUID(int=1), UUID(int=2)


def entry(number: int, step: ReviewStep, about: int | None = None, anchor: str = "") -> ReviewEntry:
    about_id = UUID(int=about) if about is not None else None
    return ReviewEntry(UUID(int=number), step, anchor, "Algo.", about_id, 1, datetime(2026, 11, 20, tzinfo=UTC), ROSA)


def subject(*authors: UUID) -> ReviewSubject:
    return ReviewSubject(
        UUID(int=9), ReviewKind.SESSION, None, "", None, 1, "", None, revision=1, authors=frozenset(authors)
    )


def test_everything_has_its_words() -> None:
    assert set(KIND_LABELS) == set(ReviewKind)
    assert set(STATE_LABELS) == set(ReviewState)
    assert set(STEP_LABELS) == set(ReviewStep)


@pytest.mark.directive("6.9.1")
@given(st.lists(st.sampled_from(ReviewStep), max_size=30))
def test_whatever_is_tried_approval_is_left_only_by_opening_again(steps: list[ReviewStep]) -> None:
    state = ReviewState.PENDING
    for step in steps:
        before = state
        if (before, step) not in TRANSITIONS:
            code = "review_is_approved" if before is ReviewState.APPROVED else "review_step_unknown"
            with pytest.raises(UserFacingError, match=code):
                next_state(before, step)
            continue
        state = next_state(before, step)
        assert before is not ReviewState.APPROVED or step is ReviewStep.REOPEN
        assert state is not ReviewState.APPROVED or step is ReviewStep.APPROVE
        if state is not before:
            assert step in BY_REVIEWER or step is ReviewStep.COMPLETE


@pytest.mark.directive("6.9.1")
def test_nobody_reviews_her_own_work() -> None:
    check_reviewer(subject(ROSA), ELENA, ())
    with pytest.raises(UserFacingError, match=r"^review_own_work$"):
        check_reviewer(subject(ROSA), ROSA, ("Elena Ccori",))
    with pytest.raises(UserFacingError, match=r"^review_own_work_alone$"):
        check_reviewer(subject(ROSA), ROSA, ())


def test_a_return_rests_on_its_words_or_on_a_comment_since_the_last_step() -> None:
    comment, reply = entry(1, ReviewStep.COMMENT), entry(2, ReviewStep.REPLY, about=1)
    check_answered(ReviewStep.APPROVE, "", ())
    check_answered(ReviewStep.RETURN, "Falta el relato.", ())
    check_answered(ReviewStep.RETURN, "", (comment,))
    check_answered(ReviewStep.RETURN, "", (comment, reply))
    for before in ((), (reply,), (comment, entry(3, ReviewStep.RETURN))):
        with pytest.raises(UserFacingError, match="review_return_says_why"):
            check_answered(ReviewStep.RETURN, "", before)


def test_comments_stand_at_their_part_with_their_answers() -> None:
    first, other = entry(1, ReviewStep.COMMENT, anchor="summary"), entry(2, ReviewStep.COMMENT)
    reply = entry(3, ReviewStep.REPLY, about=1, anchor="summary")
    entries = (first, other, reply)

    assert comments_at(entries, "summary") == (first,)
    assert comments_at(entries, "") == (other,)
    assert replies_to(entries, first.id) == (reply,)
    assert open_comments(entries) == (other,)
