"""What a complete log has, and how what was amended is told (6.4.7–6.4.10)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import messages, reference
from facilitador.domain.checks import Checks
from facilitador.domain.session_logs import (
    HEADING,
    SUMMARY_LIMIT,
    LogContent,
    cleaned_text,
    gaps,
    shared_texts,
    text_changes,
)
from facilitador.domain.sessions import AreaReached, Avoided, LogText, Reached
from facilitador.domain.topics import Area
from facilitador.errors import InvalidInput

CURRICULUM = reference.curriculum()
TEXT = LogText(
    summary="Se habló del poder.",
    technique=("guided_dialogue",),
    headings={"responsibility": "Dijo «yo lo hice».", "withdrawal": "Se ensayó.", "public_action": "Nada hoy."},
    avoided=(Avoided("blaming_women", "«Ella no está aquí para hablar»."),),
)
WHOLE = LogContent(
    text=TEXT,
    topic_ids=("power_and_violence",),
    areas=tuple(AreaReached(area, Reached.YES, "") for area in Area),
    facilitators=2,
    unrecorded=0,
    incidents=0,
)


def numerals(log: LogContent) -> list[str]:
    return [gap.missing.numeral for gap in gaps(log, CURRICULUM)]


@pytest.mark.directive("6.4.7", "6.4.8", "6.4.9", "6.4.10")
def test_a_whole_log_lacks_nothing() -> None:
    assert gaps(WHOLE, CURRICULUM) == ()


@pytest.mark.directive("6.4.7", "6.4.8", "6.4.9", "6.4.10")
@pytest.mark.parametrize(
    ("log", "numeral", "field"),
    [
        (replace(WHOLE, unrecorded=1), "6.4.8", "attendance"),
        (replace(WHOLE, topic_ids=()), "6.4.8", "topic_ids"),
        (replace(WHOLE, text=replace(TEXT, summary="")), "6.4.10", "summary"),
        (replace(WHOLE, text=replace(TEXT, alert=True)), "6.7.1", "incidents"),
        (replace(WHOLE, facilitators=0), "6.2.1", "facilitator_ids"),
        (replace(WHOLE, facilitators=1), "6.2.1", "few_facilitators_reason"),
        (replace(WHOLE, areas=WHOLE.areas[1:]), "6.4.9", f"areas.{Area.KNOWING}"),
        (replace(WHOLE, text=replace(TEXT, technique=())), "6.4.7", "technique"),
        (replace(WHOLE, text=replace(TEXT, headings={})), "6.4.10 a", f"{HEADING}analysis"),
        (replace(WHOLE, text=replace(TEXT, avoided=())), "6.4.10 c", "avoided"),
        (
            replace(WHOLE, text=replace(TEXT, avoided=(Avoided("blaming_women", ""),))),
            "6.4.10 c",
            "answers.blaming_women",
        ),
    ],
)
def test_what_is_missing_is_told_with_its_numeral_and_its_field(log: LogContent, numeral: str, field: str) -> None:
    first = gaps(log, CURRICULUM)[0]
    assert (first.missing.numeral, first.field) == (numeral, field)
    assert messages.message(first.missing.code, first.missing.parameters).text


@pytest.mark.directive("6.4.10")
@pytest.mark.parametrize("letter", ["a", "b", "d"])
def test_one_text_of_each_letter_is_enough(letter: str) -> None:
    for item in (item for item in CURRICULUM.log_headings.items if item.group == letter):
        others = {one.code: "x" for one in CURRICULUM.log_headings.items if one.group != letter}
        assert numerals(replace(WHOLE, text=replace(TEXT, headings=others))) == [f"6.4.10 {letter}"]
        assert numerals(replace(WHOLE, text=replace(TEXT, headings={**others, item.code: "x"}))) == []


def test_a_technique_in_own_words_and_a_reason_for_one_facilitator_are_enough() -> None:
    assert numerals(replace(WHOLE, text=replace(TEXT, technique=(), own_technique="Canto"))) == []
    assert numerals(replace(WHOLE, facilitators=1, text=replace(TEXT, few_facilitators_reason="Enfermó."))) == []
    assert numerals(replace(WHOLE, text=replace(TEXT, avoided=(), nothing_avoided=True))) == []
    assert numerals(replace(WHOLE, incidents=1, text=replace(TEXT, alert=True))) == []


@given(st.integers(min_value=0, max_value=2 * SUMMARY_LIMIT))
def test_a_text_is_as_long_as_its_field_takes(length: int) -> None:
    checks = Checks()
    cleaned = cleaned_text(checks, replace(TEXT, summary="x" * length), CURRICULUM)
    if length <= SUMMARY_LIMIT:
        checks.refuse_if_any()
        assert cleaned.summary == "x" * length
    else:
        with pytest.raises(InvalidInput) as refused:
            checks.refuse_if_any()
        assert [(one.field, one.code) for one in refused.value.problems] == [("summary", "text_too_long")]


def test_what_others_read_is_every_text_but_never_a_choice() -> None:
    shared = shared_texts(TEXT, (AreaReached(Area.ACTING, Reached.NO, "Al 2 le costó."),))
    assert set(shared) == {
        "summary",
        f"notes.{Area.ACTING}",
        "headings.responsibility",
        "headings.withdrawal",
        "headings.public_action",
        "answers.blaming_women",
    }


_TEXTS = st.builds(
    LogText,
    summary=st.sampled_from(("", "Una.", "Otra.")),
    alert=st.booleans(),
    narrative=st.sampled_from(("", "Una.", "Otra.")),
    headings=st.dictionaries(st.sampled_from(("analysis", "withdrawal")), st.sampled_from(("Una.", "Otra."))),
)


@given(_TEXTS, _TEXTS)
def test_what_differs_is_named_once_and_what_is_the_same_is_not(before: LogText, after: LogText) -> None:
    changed = text_changes(before, after)
    assert len({part for part, _, _ in changed}) == len(changed)
    assert all(old != new for _, old, new in changed)
    assert (changed == []) == (before == after)
    back = {part: (new, old) for part, old, new in changed}
    assert {part: (old, new) for part, old, new in text_changes(after, before)} == back
