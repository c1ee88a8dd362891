"""The thirteen stay, a service adds its own in three areas (6.4.8, 6.4.9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from facilitador.domain.topics import MANDATED_TOPICS, Area, Topic, own_topic
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.reference import curriculum

OBJECTIVES = {
    Area.KNOWING: ["Reconoce los riesgos de la temporada de cosecha."],
    Area.ACTING: ["Escucha a sus compañeros."],
    Area.RESOLVING: ["Arma un plan para volver a casa."],
}


def typed(**changes: Any) -> Topic:
    """A topic of the service from what a person typed, with some of it changed."""
    fields: dict[str, Any] = {
        "topic_id": "own_1",
        "edition": "2026-11-21",
        "name": "  Trabajo   de temporada ",
        "purpose": "Prepararse para los meses fuera de casa.",
        "objectives": OBJECTIVES,
        "suggested_minutes": 90,
        "components": ["behavioural", "behavioural"],
    }
    return own_topic(curriculum(), **(fields | changes))


def codes_of(**changes: Any) -> list[tuple[str, str]]:
    """Field and code of every problem of a topic typed so."""
    with pytest.raises(InvalidInput) as refused:
        typed(**changes)
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.directive("6.4.8")
def test_the_thirteen_come_first_and_in_their_order() -> None:
    own = typed()
    longer = curriculum().with_own([own])

    assert [topic.number for topic in longer.mandated] == list(range(1, MANDATED_TOPICS + 1))
    assert longer.topics == (*longer.mandated, own)
    assert longer.own == (own,)
    assert curriculum().own == ()


@pytest.mark.directive("6.4.8")
def test_none_of_the_thirteen_can_be_taken_out_and_an_own_one_can() -> None:
    longer = curriculum().with_own([typed()])

    for topic in longer.mandated:
        with pytest.raises(UserFacingError) as refused:
            longer.check_removable(topic.id)
        assert (refused.value.code, refused.value.parameters) == ("mandated_topic_stays", {"name": topic.name})
    longer.check_removable("own_1")


@pytest.mark.directive("6.4.8")
def test_an_own_topic_never_takes_the_place_of_another() -> None:
    longer = curriculum().with_own([typed()])

    for taken in (typed(), typed(topic_id="power_and_violence"), replace(typed(topic_id="own_2"), number=14)):
        with pytest.raises(ValueError, match=taken.id):
            longer.with_own([taken])


def test_a_topic_is_found_by_its_id() -> None:
    assert curriculum().topic("responsible_fatherhood").number == 9
    with pytest.raises(KeyError):
        curriculum().topic("own_1")


def test_what_was_typed_is_cleaned_and_kept() -> None:
    topic = typed(objectives={**OBJECTIVES, Area.KNOWING: ["  Uno ", "", "Dos"]})

    assert topic.name == "Trabajo de temporada"
    assert topic.objectives[Area.KNOWING] == ("Uno", "Dos")
    assert topic.components == ("behavioural",)
    assert not topic.mandated


@pytest.mark.directive("6.4.9")
@pytest.mark.parametrize("area", list(Area))
def test_an_own_topic_has_an_objective_in_each_area(area: Area) -> None:
    assert codes_of(objectives={**OBJECTIVES, area: [" "]}) == [("objectives", "topic_objective_needed")]
    missing = {other: lines for other, lines in OBJECTIVES.items() if other is not area}
    assert codes_of(objectives=missing) == [("objectives", "topic_objective_needed")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": " "}, ("name", "field_required")),
        ({"name": "x" * 121}, ("name", "text_too_long")),
        ({"name": "relacion de PAREJA"}, ("name", "topic_name_taken")),
        ({"purpose": ""}, ("purpose", "field_required")),
        ({"purpose": "x" * 2001}, ("purpose", "text_too_long")),
        ({"objectives": {**OBJECTIVES, Area.ACTING: ["x" * 2001]}}, ("objectives", "text_too_long")),
        ({"suggested_minutes": 29}, ("suggested_minutes", "number_out_of_range")),
        ({"suggested_minutes": 241}, ("suggested_minutes", "number_out_of_range")),
        ({"components": ["spiritual"]}, ("components", "option_unknown")),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert codes_of(**changes) == [problem]


def test_a_topic_keeps_its_own_name_when_it_is_changed() -> None:
    longer = curriculum().with_own([typed()])
    changed = own_topic(
        longer,
        topic_id="own_1",
        edition="2026-11-22",
        name="Trabajo de temporada",
        purpose="Otro propósito.",
        objectives=OBJECTIVES,
        suggested_minutes=30,
    )

    assert (changed.id, changed.purpose) == ("own_1", "Otro propósito.")
