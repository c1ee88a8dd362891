"""The thirteen topics stay; a service adds its own beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from facilitador.domain.topics import Area
from facilitador.use_cases.curricula import AddOwnTopic, ChangeOwnTopic, CurriculumInUse, RetireOwnTopic
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome
from tests.use_cases.scenes import refused

Run = Callable[..., Outcome]
OBJECTIVES = {area: (f"Reconoce lo suyo ({area}).",) for area in Area}


def own(**changes: Any) -> AddOwnTopic:
    """A topic of the service, whole."""
    words: dict[str, Any] = {
        "name": "Agua y trabajo común",
        "purpose": "Que cada participante vea cómo se decide sobre el agua y quién queda fuera.",
        "objectives": OBJECTIVES,
        "suggested_minutes": 90,
    }
    return AddOwnTopic(**(words | changes))


def change(key: str, **changes: Any) -> ChangeOwnTopic:
    """Rewrite a topic."""
    words: dict[str, Any] = {"name": "Agua", "purpose": "Cuidarla entre todos.", "objectives": OBJECTIVES}
    return ChangeOwnTopic(topic_id=key, **(words | changes))


@pytest.mark.directive("6.4.8")
def test_the_thirteen_are_there_in_their_order_and_an_own_topic_comes_after(book: OpenBook, run: Run) -> None:
    before = book.ask(CurriculumInUse()).result()
    key = run(own()).ids[0]

    after = book.ask(CurriculumInUse()).result()

    assert [topic.number for topic in before.offered] == list(range(1, 14))
    assert after.offered[:13] == before.offered
    assert [(topic.id, topic.name) for topic in after.offered[13:]] == [(str(key), "Agua y trabajo común")]
    assert after.weights[str(key)] == 90
    assert len(after.mandated) == 13


@pytest.mark.directive("6.4.8")
@pytest.mark.parametrize("make", [lambda key: RetireOwnTopic(topic_id=key), change])
def test_none_of_the_thirteen_is_taken_out_or_rewritten(run: Run, make: Callable[[str], Command]) -> None:
    with refused("mandated_topic_stays", "topic_id"):
        run(make("laws_against_violence"))


@pytest.mark.directive("6.4.9")
def test_an_own_topic_needs_an_objective_of_each_area(run: Run) -> None:
    with refused("topic_objective_needed", "objectives"):
        run(own(objectives={Area.KNOWING: ("Reconoce lo suyo.",)}))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": "Poder y Violencia"}, "topic_name_taken", "name"),
        ({"name": " "}, "field_required", "name"),
        ({"purpose": "a" * 10_000}, "text_too_long", "purpose"),
        ({"suggested_minutes": 20}, "number_out_of_range", "suggested_minutes"),
        ({"components": ("soul",)}, "option_unknown", "components"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    run: Run, book: OpenBook, changes: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field):
        run(own(**changes))
    assert book.ask(CurriculumInUse()).result().own == ()


def test_a_topic_is_rewritten_retired_and_offered_again(book: OpenBook, run: Run) -> None:
    key = str(run(own()).ids[0])

    run(change(key, revision=1, name="Agua"))
    run(RetireOwnTopic(topic_id=key, revision=2))
    retired = book.ask(CurriculumInUse()).result()
    run(RetireOwnTopic(topic_id=key, revision=3, retired=False))

    assert len(retired.offered) == 13
    assert retired.names[key] == "Agua"  # a session that has it still says its name
    assert len(book.ask(CurriculumInUse()).result().offered) == 14
    with refused("changed_meanwhile"):
        run(change(key, revision=1))


@pytest.mark.parametrize("key", ["", "agua", str(UUID(int=7))])
def test_what_is_no_topic_is_not_found(run: Run, key: str) -> None:
    with refused("not_found", "topic_id"):
        run(RetireOwnTopic(topic_id=key))


def test_its_own_name_is_not_taken_by_itself(book: OpenBook, run: Run) -> None:
    key = str(run(own()).ids[0])

    run(change(key, name="Agua y trabajo común"))

    assert book.ask(CurriculumInUse()).result().own[0].topic.purpose == "Cuidarla entre todos."
