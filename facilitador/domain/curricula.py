"""What a service adds of its own: topics beside the thirteen, and the feasts of its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from facilitador.domain.topics import Curriculum, Topic


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic of a service. A retired one is offered no more; sessions that have it keep it.

    `here`: it is of this service, and not of one whose work came along to be supervised.
    """

    topic: Topic
    retired: bool
    revision: int
    here: bool = True


@dataclass(frozen=True, slots=True)
class LocalFeast:
    """A day on which nobody meets in this place, with its name (patron saint, anniversary of the district)."""

    id: UUID
    day: date
    name: str


@dataclass(frozen=True, slots=True)
class ServiceCurriculum:
    """The thirteen with every topic that a service added, retired ones too, so that none loses its name."""

    curriculum: Curriculum
    own: tuple[OwnTopic, ...]

    @property
    def edition(self) -> str:
        """The edition of the thirteen, kept with each session."""
        return self.curriculum.edition

    @property
    def offered(self) -> tuple[Topic, ...]:
        """The topics that may be planned: the thirteen in order, then the service's own that are not retired."""
        return (*self.curriculum.mandated, *(own.topic for own in self.own if own.here and not own.retired))

    @property
    def added_here(self) -> Mapping[str, OwnTopic]:
        """The topics of this service by id, retired ones too."""
        return {own.topic.id: own for own in self.own if own.here}

    @property
    def kept_here(self) -> tuple[Topic, ...]:
        """The thirteen in order, then the topics of this service, retired ones too."""
        return (*self.curriculum.mandated, *(own.topic for own in self.added_here.values()))

    @property
    def mandated(self) -> Mapping[str, str]:
        """The names of the thirteen by id, in order (6.4.8)."""
        return {topic.id: topic.name for topic in self.curriculum.mandated}

    @property
    def names(self) -> Mapping[str, str]:
        """The names of all topics by id, retired ones too."""
        return {topic.id: topic.name for topic in self.curriculum.topics}

    @property
    def weights(self) -> Mapping[str, int]:
        """The suggested length of each topic in minutes, by id."""
        return {topic.id: topic.suggested_minutes for topic in self.curriculum.topics}
