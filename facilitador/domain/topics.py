"""The curriculum: the thirteen mandated topics (6.4.8), a service's own, and how a topic fills a session.

Wording is data (`resources/reference/topics`); here are its shapes and the rules that hold whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from facilitador.domain.catalogues import Catalogue, Provenance
from facilitador.domain.checks import Checks
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError

MANDATED_TOPICS: Final = 13
"""How many topics 6.4.8 names; none of them can be taken out."""

SHORTEST_SESSION: Final = 30
LONGEST_SESSION: Final = 240
"""Bounds of a session, in minutes."""

USUAL_SESSION: Final = 120
"""Minutes that a session takes where nobody says otherwise."""

LONGEST_NAME: Final = 120
LONGEST_TEXT: Final = 2000


class Area(StrEnum):
    """The three areas in which every topic is organised (6.4.9)."""

    KNOWING = "saber_conocer"
    ACTING = "saber_actuar_e_interactuar"
    RESOLVING = "saber_resolver"


class Grouping(StrEnum):
    """How the men sit together for an activity."""

    EVERYONE = "everyone"
    SMALL_GROUPS = "small_groups"
    PAIRS = "pairs"
    ALONE = "alone"


class MomentKind(StrEnum):
    """What a stretch of a session is for."""

    OPENING = "opening"
    ACTIVITY = "activity"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Activity:
    """One exercise of a topic. `technique` is a code of `Curriculum.techniques` (6.4.7)."""

    title: str
    technique: str
    area: Area
    minutes: int
    grouping: Grouping
    steps: tuple[str, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resistance:
    """What may be said in the group, which thing to avoid it is (6.4.10 c), and how the team can answer."""

    avoidance: str
    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a team reads it the evening before.

    `number` is its place in 6.4.8, None for a service's own. `components`, `approaches` and `principles` are codes of
    the lists of the curriculum (5.4.8, 5.4, 5.3). `suggested_minutes` counts opening and closing in.
    """

    id: str
    edition: str
    number: int | None
    name: str
    purpose: str
    objectives: Mapping[Area, tuple[str, ...]]
    suggested_minutes: int
    opening_questions: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    materials: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    watch_for: tuple[Resistance, ...] = ()
    closing: str = ""
    home_task: str = ""
    notes: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()

    @property
    def mandated(self) -> bool:
        """Whether 6.4.8 names it."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Curriculum:
    """One edition of the topics with the lists they speak of; a session keeps id and edition of what it used.

    `opening` and `closing` are the steps with which every session begins and ends; `safety` is what to do whatever
    the topic when someone tells of violence (5.3.4); `accessibility` holds for every topic too. `names` are the words
    for institutions and terms that a service may replace with its own; they are filled in already.
    """

    provenance: Provenance
    topics: tuple[Topic, ...]
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    safety: tuple[str, ...]
    accessibility: tuple[str, ...]
    areas: Catalogue
    components: Catalogue
    approaches: Catalogue
    principles: Catalogue
    techniques: Catalogue
    avoidances: Catalogue
    log_headings: Catalogue
    moments: Catalogue
    groupings: Catalogue
    names: Catalogue

    @property
    def id(self) -> str:
        """The stable name of the curriculum."""
        return self.provenance.id

    @property
    def edition(self) -> str:
        """The edition that is kept beside a session."""
        return self.provenance.edition

    @property
    def valid_from(self) -> date:
        """The first day of this edition."""
        return self.provenance.valid_from

    @property
    def source(self) -> str:
        """What it rests on."""
        return self.provenance.source

    @property
    def mandated(self) -> tuple[Topic, ...]:
        """The thirteen of 6.4.8, in its order."""
        return tuple(topic for topic in self.topics if topic.mandated)

    @property
    def own(self) -> tuple[Topic, ...]:
        """The topics that the service added."""
        return tuple(topic for topic in self.topics if not topic.mandated)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id; KeyError if there is none."""
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)

    def with_own(self, own: Iterable[Topic]) -> Curriculum:
        """The same with these topics of the service after the rest; ValueError if one would replace another."""
        topics = list(self.topics)
        for topic in own:
            if topic.mandated or any(topic.id == other.id for other in topics):
                raise ValueError(topic.id)
            topics.append(topic)
        return replace(self, topics=tuple(topics))

    def check_removable(self, topic_id: str) -> None:
        """Refuse to take out one of the thirteen (6.4.8)."""
        topic = next((one for one in self.mandated if one.id == topic_id), None)
        if topic is not None:
            raise UserFacingError("mandated_topic_stays", field="topic_id", name=topic.name)


def own_topic(
    curriculum: Curriculum,
    *,
    topic_id: str,
    edition: str,
    name: str,
    purpose: str,
    objectives: Mapping[Area, Sequence[str]],
    suggested_minutes: int,
    components: Sequence[str] = (),
) -> Topic:
    """A topic of the service, from what was typed.

    Raises InvalidInput: a name that another topic bears, an area without an objective (6.4.9), a component that is
    none, minutes that no session has, a text that is missing or too long.
    """
    checks = Checks()
    name = checks.line("name", name, LONGEST_NAME, required=True)
    taken = {fold(topic.name) for topic in curriculum.topics if topic.id != topic_id}
    checks.need("name", fold(name) not in taken, "topic_name_taken", name=name)
    purpose = checks.text("purpose", purpose, LONGEST_TEXT, required=True)
    cleaned = {area: _cleaned(checks, objectives.get(area, ())) for area in Area}
    for area, lines in cleaned.items():
        checks.need("objectives", bool(lines), "topic_objective_needed", area=curriculum.areas.text(area))
    checks.within("suggested_minutes", suggested_minutes, SHORTEST_SESSION, LONGEST_SESSION)
    for component in components:
        checks.known("components", component, curriculum.components.codes, required=True)
    checks.refuse_if_any()
    return Topic(
        id=topic_id,
        edition=edition,
        number=None,
        name=name,
        purpose=purpose,
        objectives=cleaned,
        suggested_minutes=suggested_minutes,
        components=tuple(dict.fromkeys(components)),
    )


def _cleaned(checks: Checks, lines: Iterable[str]) -> tuple[str, ...]:
    cleaned = (checks.line("objectives", line, LONGEST_TEXT) for line in lines)
    return tuple(line for line in cleaned if line)
