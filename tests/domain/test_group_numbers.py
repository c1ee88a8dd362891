"""The words of the numbers: whole fractions, a dash where nothing was held, a cell that says what it means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.attendance import AttendanceMark, Rate
from facilitador.domain.coverage import TopicCell, TopicState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import (
    mark_sign,
    mark_words,
    numbered_topics,
    percent,
    rate_words,
    sessions_words,
    short_rate,
    topic_words,
)
from facilitador.domain.session_plans import SessionState
from facilitador.domain.signs import GROUP_LEGEND, MADE_UP, MARK_LEGEND, MARK_SIGNS, TOPIC_LEGEND, TOPIC_SIGNS, Sign
from tests.documents.coverage_samples import numbers, sessions

NAMES = ("Ñahui Álvarez, José", "Quispe Mamani, Juan", "Condori Ccori, Efraín")


def test_a_rate_is_told_with_its_whole_and_a_dash_where_there_is_none() -> None:
    assert (rate_words(Rate(8, 10)), short_rate(Rate(8, 10))) == ("8 de 10 (80 %)", "8 de 10")
    assert (rate_words(None), short_rate(None)) == ("—", "—")


@given(st.integers(1, 104), st.data())
def test_a_hundred_per_cent_means_all_and_nothing_is_rounded_up(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    shown = percent(Rate(part, whole))
    assert (shown == 100) == (part == whole)
    assert shown <= 100 * part / whole < shown + 1


@pytest.mark.directive("6.4.8")
def test_the_thirteen_keep_their_numbers_and_own_topics_have_letters() -> None:
    topics = numbered_topics({f"t{number}": f"Tema {number}" for number in range(1, 14)}, {"x": "Agua", "y": "Tierra"})
    assert [topic.short for topic in topics[-3:]] == ["13", "P1", "P2"]
    assert [topic.mandated for topic in topics[-3:]] == [True, False, False]
    assert topics[0].whole == "1. Tema 1"


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (1, "sesión 1"), (2, "sesiones 1 y 2"), (4, "sesiones 1, 2, 3 y 4")]
)
def test_sessions_are_named_by_their_numbers(count: int, words: str) -> None:
    assert sessions_words(sessions()[:count]) == words


@pytest.mark.parametrize(
    ("cell", "missing", "words"),
    [
        (TopicCell(TopicState.COVERED, done=1, held=1), 0, "Trabajado."),
        (TopicCell(TopicState.COVERED, done=2, made_up=1, held=2), 0, "Trabajado. Recuperó 1 sesión."),
        (TopicCell(TopicState.MISSED, held=1), 1, "Faltó y no lo ha recuperado: sesión 1."),
        (TopicCell(TopicState.UNRECORDED, held=2), 2, "Su asistencia está sin registrar: sesiones 1 y 2."),
        (
            TopicCell(TopicState.PARTIAL, done=1, held=2, to_come=1),
            1,
            "En parte: 1 de 3. Le falta: sesión 1. Falta 1 sesión del tema.",
        ),
        (TopicCell(TopicState.PARTIAL, done=1, held=1, to_come=2), 0, "En parte: 1 de 3. Faltan 2 sesiones del tema."),
        (TopicCell(TopicState.BEFORE_ENTRY, held=1), 1, "Se trabajó antes de su ingreso: sesión 1."),
        (TopicCell(TopicState.AFTER_LEAVING, held=1), 1, "Se trabajó cuando ya no estaba en el grupo: sesión 1."),
        (TopicCell(TopicState.PENDING, to_come=1), 0, "Por venir."),
        (TopicCell(TopicState.PENDING), 0, "Sin sesión en el plan."),
    ],
)
def test_a_cell_says_in_words_what_its_sign_means(cell: TopicCell, missing: int, words: str) -> None:
    assert topic_words(cell, sessions()[:missing]) == words


def test_a_mark_has_its_sign_and_its_words() -> None:
    always, missed, left = numbers(NAMES).men
    first, second, third, planned, _ = sessions()
    assert (mark_sign(always, first), mark_words(always, first)) == (Sign.FULL, "Asistió.")
    assert (mark_sign(missed, first), mark_words(missed, first)) == (MADE_UP, "Inasistencia sin aviso. Recuperada.")
    assert mark_sign(missed, second) == Sign.EMPTY
    assert (mark_sign(missed, third), mark_words(missed, third)) == (Sign.QUESTION, "Sin registrar.")
    assert (mark_sign(missed, planned), mark_words(missed, planned)) == (Sign.DOT, "Por venir.")
    assert mark_sign(left, first) == Sign.DASH
    assert "no cuenta" in mark_words(left, first)


def test_a_man_on_pause_is_present_and_one_who_left_is_not() -> None:
    always = numbers(NAMES).men[0]
    assert replace(always, status=EnrolmentStatus.PAUSED).present
    assert not replace(always, status=EnrolmentStatus.COMPLETED).present


def test_a_topic_finds_its_sessions_held_and_planned() -> None:
    found = numbers(NAMES)
    assert [one.number for one in found.of_topic("gender")] == [2, 3]
    assert [one.state for one in found.of_topic("own")] == [SessionState.PLANNED]
    assert found.held == 3
    assert found.session(found.sessions[1].id).number == 2


def test_every_sign_that_is_shown_is_explained() -> None:
    assert {*TOPIC_SIGNS} == {*TopicState}
    assert {*MARK_SIGNS} == {*AttendanceMark, None}
    assert {*TOPIC_SIGNS.values()} == {sign for sign, _ in TOPIC_LEGEND}
    assert {*MARK_SIGNS.values()} <= {sign for sign, _ in MARK_LEGEND}
    group = (TopicState.COVERED, TopicState.PARTIAL, TopicState.PENDING)
    assert {TOPIC_SIGNS[state] for state in group} == {sign for sign, _ in GROUP_LEGEND}
