"""The plan of a session and the calendar: what they hold and what they must not."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from facilitador.documents import calendars, session_plans
from facilitador.domain.session_moments import session_moments
from facilitador.domain.text import fold
from facilitador.reference import curriculum
from tests.documents.samples import GROUP, LETTERHEAD, pages
from tests.documents.session_samples import calendar, session_plan

TELLING = ("violencia", "agres", "maltrat", "genero", "masculin", "directiva", "mimp", "cem", "victima")


@pytest.mark.directive("6.4.5")
def test_the_calendar_says_nothing_of_what_the_group_is_for() -> None:
    (text,) = pages(calendars.compose(calendar()))

    assert not [word for word in TELLING if word in fold(text)]
    assert {field.name for field in fields(calendars.Calendar)} == {
        "group_name",
        "place",
        "phone",
        "meetings",
        "free_days",
    }


def test_the_calendar_of_half_a_year_is_one_page() -> None:
    first = calendar().meetings[0]
    meetings = tuple(replace(first, number=number) for number in range(1, 25))

    assert len(pages(calendars.compose(replace(calendar(), meetings=meetings)))) == 1


def test_a_group_without_dates_says_so() -> None:
    (text,) = pages(calendars.compose(replace(calendar(), meetings=(), free_days=())))

    assert "Todavía no hay fechas." in text


@pytest.mark.directive("6.4.8", "6.4.9", "6.4.10")
@pytest.mark.parametrize("topic", curriculum().mandated, ids=lambda topic: topic.id)
def test_the_plan_of_each_of_the_thirteen_tells_everything_and_is_read_in_an_evening(topic: object) -> None:
    one = next(each for each in curriculum().mandated if each is topic)
    sample = session_plan(LETTERHEAD, GROUP)
    moments = session_moments(one, 120)
    whole = replace(sample, topics=(one,), moments=moments, curriculum=curriculum())

    written = pages(session_plans.compose(whole))

    text = " ".join(" ".join(written).split())
    assert len(written) <= 5
    for told in (one.purpose, *(line for lines in one.objectives.values() for line in lines), one.home_task):
        assert " ".join(told.split())[:50] in text
    for activity in one.activities:
        assert activity.title in text
    assert "6.4.10 c" in text
    assert "5.3.4" in text


def test_the_hours_of_the_moments_follow_each_other_to_the_end() -> None:
    (text, *_) = pages(session_plans.compose(session_plan(LETTERHEAD, GROUP)))

    assert re.findall(r"^\d\d:\d\d$", text, re.MULTILINE) == ["19:00", "19:15", "19:55", "20:15"]
    assert "19:00 a 20:30" in text


def test_a_topic_over_several_sessions_says_which_part_it_is() -> None:
    part = replace(session_plan(LETTERHEAD, GROUP), part=2, parts=3)

    assert "(parte 2 de 3)" in pages(session_plans.compose(part))[0]
