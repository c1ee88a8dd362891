"""The shipped curriculum says what the directive asks, and a file that does not hold together is refused by place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitador.domain.topics import Area, Topic
from facilitador.paths import resource
from facilitador.reference import curriculum
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.topic_files import LEAST_WORDS, read_curriculum

SHIPPED = resource("reference", "topics")
TOPICS = curriculum().mandated
# The sentence of 6.4.8, word by word.
SENTENCE = (
    "Poder y violencia; género e identidad masculina; etapas de la vida, construcción social, masculinidad y "
    "violencia; "
    "afecto, emociones y amor; relación de pareja; negociación y resolución de conflictos; salud y cuerpo; sexualidad, "
    "erotismo y homofobia; paternidad responsable; trabajo remunerado y no remunerado; corresponsabilidades, "
    "desigualdades de género y derechos de las mujeres; leyes contra la violencia; y activismo comunitario"
)
# What is avoided beyond the words that every text is searched for.
AVOIDED = re.compile(r"\b(tratamientos?|aprobad\w*|tests?|log|curad\w*|rehabilita\w*|rechazad\w*)\b", re.IGNORECASE)

topics = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


def texts(topic: Topic) -> Iterator[str]:
    """Everything a team reads of a topic."""
    yield from (topic.purpose, topic.closing, topic.home_task)
    for lines in (topic.opening_questions, topic.materials, topic.notes, topic.accessibility, topic.safety):
        yield from lines
    for lines in topic.objectives.values():
        yield from lines
    for activity in topic.activities:
        yield from (activity.title, *activity.steps, *activity.materials)
    for one in topic.watch_for:
        yield from (one.said, one.answer)


@pytest.mark.directive("6.4.8")
def test_the_thirteen_stand_in_order_with_their_exact_names() -> None:
    assert [topic.name for topic in TOPICS] == [name[0].upper() + name[1:] for name in re.split("; (?:y )?", SENTENCE)]
    assert [topic.number for topic in TOPICS] == list(range(1, 14))
    assert {topic.edition for topic in TOPICS} == {curriculum().edition}


@pytest.mark.directive("6.4.9")
def test_the_three_areas_are_those_of_the_directive() -> None:
    assert [(area.code, area.text) for area in curriculum().areas.items] == [
        ("saber_conocer", "Saber conocer"),
        ("saber_actuar_e_interactuar", "Saber actuar e interactuar"),
        ("saber_resolver", "Saber resolver"),
    ]


@pytest.mark.directive("6.4.9")
@topics
def test_each_topic_has_objectives_and_an_activity_in_each_area(topic: Topic) -> None:
    assert all(topic.objectives[area] for area in Area)
    assert {activity.area for activity in topic.activities} == set(Area)


@pytest.mark.directive("6.4.10")
@topics
def test_each_topic_foresees_everything_that_is_to_be_avoided(topic: Topic) -> None:
    assert {one.avoidance for one in topic.watch_for} == curriculum().avoidances.codes
    assert all(one.said.startswith("«") and one.answer.startswith("«") for one in topic.watch_for)


@topics
def test_each_topic_fills_a_page_and_no_text_stands_in_two(topic: Topic) -> None:
    assert sum(len(text.split()) for text in texts(topic)) >= 2 * LEAST_WORDS
    elsewhere = {text for other in TOPICS if other is not topic for text in texts(other)}
    assert not [text for text in texts(topic) if text in elsewhere and len(text.split()) > 6]


@topics
def test_no_word_that_is_avoided_and_no_name_left_open(topic: Topic) -> None:
    for text in texts(topic):
        assert not AVOIDED.search(text), text
        assert not re.search(r"[{}]| {2}", text), text
        # «a el», «de el»: an institution carries its article.
        assert not re.search(r"\b(a|de) el\b", text), text


@pytest.mark.directive("6.4.6", "5.3", "5.4")
def test_every_component_approach_and_principle_is_worked_on() -> None:
    whole = curriculum()
    for codes, used in (
        (whole.components.codes, [topic.components for topic in TOPICS]),
        (whole.approaches.codes, [topic.approaches for topic in TOPICS]),
        (whole.principles.codes, [topic.principles for topic in TOPICS]),
    ):
        assert codes == {code for one in used for code in one}
    assert all("gender" in topic.approaches and "equality" in topic.principles for topic in TOPICS)


@pytest.mark.directive("5.3", "5.4", "6.4.10")
def test_the_lists_are_those_of_the_directive() -> None:
    whole = curriculum()
    assert [item.numeral for item in whole.components.items] == [f"5.4.8 {letter}" for letter in "abcdef"]
    assert [item.numeral for item in whole.approaches.items] == [f"5.4.{number}" for number in range(1, 9)]
    assert [item.numeral for item in whole.principles.items] == [f"5.3.{number}" for number in range(1, 5)]
    assert [item.numeral for item in whole.avoidances.items] == [
        f"6.4.10 c {roman}" for roman in ("i", "ii", "iii", "iv")
    ]
    assert {item.group for item in whole.log_headings.items} == {"a", "b", "d"}


@pytest.mark.directive("6.4.7")
def test_every_activity_states_a_technique_of_the_list() -> None:
    used = {activity.technique for topic in TOPICS for activity in topic.activities}
    assert used <= curriculum().techniques.codes
    assert len(used) >= 12


@pytest.mark.directive("6.4.10")
def test_withdrawing_from_the_place_of_tension_is_practised_before_the_middle() -> None:
    practised = [
        topic.number for topic in TOPICS for activity in topic.activities if activity.technique == "withdrawal_practice"
    ]
    assert practised[0] is not None
    assert practised[0] <= 6


@pytest.mark.directive("5.3")
@topics
def test_each_topic_says_what_to_do_when_someone_tells_of_violence(topic: Topic) -> None:
    names = {item.code: item.text for item in curriculum().names.items}
    said = " ".join((*topic.safety, *curriculum().safety))
    assert topic.safety
    assert names["police"] in said
    assert names["cem"] in said


def test_a_service_puts_its_own_names_in_their_place(tmp_path: Path) -> None:
    own = curriculum((("police", "la comisaría de Yanahuara"), ("cem", " "), ("unknown", "nadie")))
    everything = " ".join(text for topic in own.topics for text in texts(topic))

    assert "la comisaría de Yanahuara" in everything
    assert curriculum().names.text("cem") in everything
    assert own.names.text("police") == "la comisaría de Yanahuara"
    assert "la comisaría de Yanahuara" not in " ".join(curriculum().safety)


def test_a_name_with_braces_is_left_as_it_is() -> None:
    own = read_curriculum(SHIPPED, {"police": "{cem} y {0}"})
    assert any("{cem} y {0}" in text for text in own.safety)


POWER, GENDER, LIST = "01_power_and_violence.toml", "02_gender_and_masculine_identity.toml", "areas.toml"
BROKEN = [
    (POWER, 'id = "power_and_violence"', 'id = "power"', "id: the file must be named 01_power"),
    (POWER, "number = 1", "number = 2", "id: the file must be named 02_power_and_violence"),
    (POWER, "number = 1", 'number = "uno"', "number:"),
    (POWER, "home_task = ", "homework = ", "homework"),
    (POWER, 'purpose = "Que', 'purpose = " "\n# "', "purpose: is empty"),
    (POWER, "{cem}", "{cen}", "safety[1]: nobody fills {cen}"),
    (POWER, "{cem}", "{cem", "safety[1]:"),
    (
        POWER,
        'components = ["cognitive"',
        'components = ["rational"',
        "components: 'rational' is not in components.toml",
    ),
    (POWER, 'components = ["cognitive"', 'components = ["behavioural"', "components: 'behavioural' stands twice"),
    (POWER, 'approaches = ["gender"', 'approaches = ["sex"', "approaches: 'sex'"),
    (POWER, 'principles = ["equality", "due_diligence", "immediate_intervention"]', "principles = []", "principles"),
    (POWER, 'technique = "sorting"', 'technique = "hypnosis"', "activities[0].technique: 'hypnosis'"),
    (POWER, "minutes = 20", "minutes = 5", "activities[0].minutes"),
    (POWER, "minutes = 20", "minutes = 22", "activities[0].minutes"),
    (POWER, "minutes = 20", "minutes = 25", "suggested_minutes: opening, activities and closing take 125"),
    (POWER, "suggested_minutes = 120", "suggested_minutes = 500", "suggested_minutes: from 30 to 240"),
    (POWER, 'area = "saber_resolver"', 'area = "saber_conocer"', "activities: none works saber_resolver"),
    (POWER, 'area = "saber_resolver"', 'area = "saber_callar"', "activities[3].area"),
    (POWER, 'title = "El minuto antes"', 'title = "Ceder el mando"', "activities: 'Ceder el mando' stands twice"),
    (POWER, 'avoidance = "blaming_women"', 'avoidance = "blaming"', "watch_for[1].avoidance: 'blaming'"),
    (POWER, "[objectives]", "[objectives", "01_power_and_violence.toml: "),
    (GENDER, 'title = "Género e identidad masculina"', 'title = "Poder y violencia"', "topics: 'Poder y violencia'"),
    (LIST, 'code = "saber_conocer"', 'code = "saber_ser"', "items: must be saber_conocer"),
    ("names.toml", 'code = "cem"', 'code = "cems"', "nobody fills {cem}"),
    ("curriculum.toml", 'id = "curriculum"', 'id = "topics"', "id: 'topics' is not the name of the file"),
    ("components.toml", 'code = "cognitive"', 'code = "emotional"', "items: 'emotional' stands twice"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files that may be spoilt."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "topics"))


@pytest.mark.parametrize(("name", "before", "after", "place"), BROKEN, ids=[f"{row[0]}-{row[2]}" for row in BROKEN])
def test_a_file_that_does_not_hold_together_is_refused_with_its_place(
    folder: Path, name: str, before: str, after: str, place: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(BadReferenceFile) as refused:
        read_curriculum(folder)

    assert place in str(refused.value)
    assert ".toml: " in str(refused.value)


@pytest.mark.directive("6.4.9")
def test_an_area_without_an_objective_is_refused(folder: Path) -> None:
    path = folder / POWER
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"saber_resolver = \[.*?\n\]", "saber_resolver = []", text, flags=re.DOTALL), encoding="utf-8"
    )

    with pytest.raises(BadReferenceFile, match=r"objectives\.saber_resolver: an area without an objective"):
        read_curriculum(folder)


@pytest.mark.directive("6.4.8")
def test_a_topic_that_is_missing_is_refused(folder: Path) -> None:
    (folder / "13_community_activism.toml").unlink()

    with pytest.raises(BadReferenceFile, match="1 to 13"):
        read_curriculum(folder)


def test_a_topic_of_less_than_a_page_is_refused(folder: Path) -> None:
    path = folder / POWER
    text = path.read_text(encoding="utf-8")
    short = re.sub(r'"((?:\S+ ){4,}[^"\n]*)"', lambda found: f'"{" ".join(found[1].split()[:3])}"', text)
    path.write_text(short, encoding="utf-8")

    with pytest.raises(BadReferenceFile, match="words do not fill a page"):
        read_curriculum(folder)


def test_a_list_that_a_topic_leaves_empty_is_refused(folder: Path) -> None:
    path = folder / POWER
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"safety = \[.*?\n\]", "safety = []", text, flags=re.DOTALL), encoding="utf-8")

    with pytest.raises(BadReferenceFile, match="safety: is empty"):
        read_curriculum(folder)
