"""Hours in every usual form; what is no hour is refused, never guessed."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.hours import format_time, parse_typed_time
from facilitador.errors import UserFacingError


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        ("18h30", time(18, 30)),
        ("1830", time(18, 30)),
        ("830", time(8, 30)),
        ("18", time(18)),
        ("18 h", time(18)),
        (" 7 horas ", time(7)),
        ("6:30 pm", time(18, 30)),
        ("6 p. m.", time(18)),
        ("6PM", time(18)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("a las 7", time(7)),
    ],
)
def test_usual_forms(typed: str, hour: time) -> None:
    assert parse_typed_time(typed) == hour


@pytest.mark.parametrize("typed", ["", "tarde", "24:00", "18:60", "18:3", "13 pm", "0 pm", "12345", "-1", "6:30 xm"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        parse_typed_time(typed)
    assert refused.value.code == "time_not_understood"


@given(st.times())
def test_what_is_shown_can_be_typed(hour: time) -> None:
    assert parse_typed_time(format_time(hour)) == hour.replace(second=0, microsecond=0)


def hour_or_refusal(typed: str) -> time | str:
    try:
        return parse_typed_time(typed)
    except UserFacingError as refused:
        return refused.code


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_an_hour_or_a_refusal(typed: str) -> None:
    found = hour_or_refusal(typed)
    assert isinstance(found, time) or found == "time_not_understood"
