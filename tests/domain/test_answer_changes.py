"""What two people rewrote in a ficha is brought together, and no answer is hidden without a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.answer_changes import (
    AnswerChange,
    Conflict,
    as_content,
    changes_between,
    from_content,
    merged,
)

ANSWERS = st.dictionaries(st.sampled_from("abcd"), st.one_of(st.integers(0, 3), st.sampled_from(["x", "y"])))


def test_only_what_differs_is_a_change() -> None:
    changes = changes_between({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "5", "d": "4"})
    assert changes == {"b": AnswerChange("2", "5"), "d": AnswerChange(None, "4"), "c": AnswerChange("3", None)}


def test_changes_of_different_questions_both_hold() -> None:
    changes = changes_between({"name": "Jose"}, {"name": "José"})
    result = merged({"name": "Jose", "work": "albañil"}, changes)
    assert result.answers == {"name": "José", "work": "albañil"}
    assert result.conflicts == ()


def test_the_same_question_answered_by_both_is_a_conflict_and_what_was_typed_stands() -> None:
    result = merged({"name": "Josué"}, changes_between({"name": "Jose"}, {"name": "José"}))
    assert result.answers == {"name": "José"}
    assert result.conflicts == (Conflict("name", "Josué", "José"),)


def test_both_with_the_same_answer_is_no_conflict() -> None:
    assert merged({"name": "José"}, changes_between({"name": "Jose"}, {"name": "José"})).conflicts == ()


def test_an_emptied_answer_over_a_new_one_is_a_conflict() -> None:
    result = merged({"note": "otra"}, changes_between({"note": "una"}, {}))
    assert result.answers == {}
    assert result.conflicts == (Conflict("note", "otra", None),)


@given(ANSWERS, ANSWERS)
def test_laid_over_what_they_were_made_on_changes_give_what_was_typed(before: dict, after: dict) -> None:
    result = merged(before, changes_between(before, after))
    assert result.answers == after
    assert result.conflicts == ()


@given(ANSWERS, ANSWERS, ANSWERS)
def test_every_saved_answer_stands_or_is_named(before: dict, typed: dict, saved: dict) -> None:
    result = merged(saved, changes_between(before, typed))
    named = {conflict.field: conflict.saved for conflict in result.conflicts}
    for name, answer in saved.items():
        if result.answers.get(name) != answer and before.get(name) != answer:
            assert named[name] == answer


@given(ANSWERS, ANSWERS)
def test_a_draft_gives_the_changes_back(before: dict, after: dict) -> None:
    changes = changes_between(before, after)
    assert from_content(as_content(changes)) == changes
