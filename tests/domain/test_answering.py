"""One man, one question at a time: back, on, and where he paused; what he sees never hangs on what he answers."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador import reference
from facilitador.domain.answering import Answering, StepKind, answer_of_key, begin, key_of, keys_of
from facilitador.domain.applications import AnswerSheet, ApplicationStatus
from facilitador.domain.instruments import REFUSED, AnswerOption, AnswerScale, Instrument, Refusal

(ENTRY,) = [one for one in reference.instruments() if one.id == "prueba_de_entrada"]
SCALE = AnswerScale("acuerdo", tuple(AnswerOption(value, f"Respuesta {value}") for value in (0, 10, 3)))


def sheet(
    instrument: Instrument = ENTRY, answers: Mapping[str, int | Refusal] | None = None, current: str = ""
) -> AnswerSheet:
    return AnswerSheet(
        application_id=UUID(int=1),
        status=ApplicationStatus.IN_PROGRESS,
        title=instrument.title,
        introduction=instrument.introduction,
        sections=instrument.sections,
        scales=instrument.scales,
        answers=answers or {},
        current_item=current,
        revision=1,
    )


def walked(answering: Answering) -> list[Answering]:
    pages = [answering]
    while pages[-1].step.kind is not StepKind.END:
        pages.append(pages[-1].forward())
    return pages


@pytest.mark.directive("6.4.5")
def test_what_stays_between_us_and_what_must_be_reported_comes_first_each_time() -> None:
    ids = [item.id for item in ENTRY.items]
    assert begin(sheet()).step.kind is StepKind.RESERVE
    assert begin(sheet(answers={ids[0]: 1}, current=ids[0])).step.kind is StepKind.RESERVE


@pytest.mark.directive("6.4.3")
def test_every_question_is_asked_once_in_order_under_its_section() -> None:
    pages = walked(begin(sheet()))
    assert [page.step.item for page in pages if page.step.item] == list(ENTRY.items)
    assert [page.step.number for page in pages if page.step.item] == list(range(1, len(ENTRY.items) + 1))
    assert [page.step.section for page in pages if page.step.kind is StepKind.SECTION] == list(ENTRY.sections)


@given(st.data())
def test_what_he_answers_changes_nothing_that_he_sees(data: st.DataObject) -> None:
    plain = walked(begin(sheet()))
    page, seen = begin(sheet()), []
    while page.step.kind is not StepKind.END:
        seen.append(page.step)
        if page.step.item is not None:
            page = page.answered(data.draw(st.sampled_from([*page.scale().values, REFUSED, None])))
        page = page.forward()
    assert seen == [one.step for one in plain[:-1]]


def test_back_leads_through_the_same_pages() -> None:
    pages = walked(begin(sheet()))
    page = pages[-1]
    for before in reversed(pages[:-1]):
        page = page.back()
        assert page.step == before.step
    assert page.back().step is page.step
    assert not page.can_go_back


def test_he_resumes_where_he_paused_or_at_the_next_question_without_an_answer() -> None:
    ids = [item.id for item in ENTRY.items]
    resumed = begin(sheet(answers={ids[0]: 1, ids[1]: REFUSED}, current=ids[1])).forward().forward()
    assert resumed.step.item == ENTRY.items[2]
    assert begin(sheet(answers={ids[0]: 1}, current=ids[4])).forward().forward().step.item == ENTRY.items[4]
    whole = dict.fromkeys(ids, REFUSED)
    assert begin(sheet(answers=whole, current=ids[3])).forward().forward().step.kind is StepKind.END


def test_preferring_not_to_answer_is_an_answer_and_leaving_open_is_none() -> None:
    page = begin(sheet()).forward().forward().forward()
    assert page.open_count == page.count
    declined = page.answered(REFUSED)
    assert declined.open_count == page.count - 1
    assert declined.answer() is REFUSED
    assert declined.answered(None).open_count == page.count
    assert declined.at_first_open().step.item == ENTRY.items[1]


def test_keys_count_the_answers_as_shown_whatever_their_value() -> None:
    assert [(key, option.value) for key, option in keys_of(SCALE).items()] == [("1", 0), ("2", 10), ("3", 3)]
    assert answer_of_key(SCALE, "2") == 10
    assert answer_of_key(SCALE, "0") is REFUSED
    assert answer_of_key(SCALE, "4") is None
    assert [key_of(SCALE, answer) for answer in (0, 10, 3, REFUSED, None)] == ["1", "2", "3", "0", ""]
