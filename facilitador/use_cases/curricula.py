"""The curriculum in use: the thirteen of 6.4.8, which nobody can take out, and the topics that the service adds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from facilitador import reference
from facilitador.db.queries import curricula as queries
from facilitador.db.tables.base import insert_row, remembered, update_row
from facilitador.db.tables.curricula import own_topics
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.roles import Section
from facilitador.domain.topics import USUAL_SESSION, Area, own_topic
from facilitador.errors import UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class OwnTopicForm(Command, kw_only=True):
    """What a service writes about a topic of its own.

    `objectives`: at least one of each area, `saber_conocer`, `saber_actuar_e_interactuar`, `saber_resolver` (6.4.9).
    `suggested_minutes` 30–240. `components`: codes of 5.4.8.
    """

    name: str
    purpose: str
    objectives: dict[Area, tuple[str, ...]] = {}
    suggested_minutes: int = USUAL_SESSION
    components: tuple[str, ...] = ()


class AddOwnTopic(OwnTopicForm, kw_only=True):
    """Add a topic of the service: name, purpose, objectives of each area (6.4.9), minutes, components (5.4.8)."""

    id: UUID | None = None


class ChangeOwnTopic(OwnTopicForm, kw_only=True):
    """Rewrite a topic of the service; `topic_id` of one of the thirteen is refused."""

    topic_id: str
    revision: int | None = None


class RetireOwnTopic(Command, kw_only=True):
    """Offer a topic of the service no more, or (`retired` false) again; sessions that have it keep it."""

    topic_id: str
    revision: int | None = None
    retired: bool = True


class CurriculumInUse(Query[ServiceCurriculum], kw_only=True):
    """The thirteen topics with their lists, and the topics of the service."""


def curriculum_in_use(tx: Transaction) -> ServiceCurriculum:
    """The thirteen topics with their lists, and those that services added; read once in a transaction."""

    def read() -> ServiceCurriculum:
        own = queries.all_own_topics(tx)
        return ServiceCurriculum(reference.curriculum().with_own(one.topic for one in own), own)

    return remembered(tx, own_topics, "curriculum", read)


def _checked(tx: Transaction, topic_id: str, command: OwnTopicForm) -> dict[str, Any]:
    """The columns; refuses with InvalidInput what `domain.topics.own_topic` refuses."""
    here = (one.topic for one in curriculum_in_use(tx).added_here.values())
    topic = own_topic(
        reference.curriculum().with_own(here),
        topic_id=topic_id,
        edition="",
        name=command.name,
        purpose=command.purpose,
        objectives=command.objectives,
        suggested_minutes=command.suggested_minutes,
        components=command.components,
    )
    content = queries.TopicContent(
        topic.purpose, dict(topic.objectives), topic.suggested_minutes, tuple(topic.components)
    )
    return {"name": topic.name, "content": content}


def _add(tx: Transaction, command: AddOwnTopic) -> Result:
    values = _checked(tx, "", command)
    key = insert_row(tx, own_topics, command.id, retired=False, **values)
    return _changed(key, tuple(values))


def _change(tx: Transaction, command: ChangeOwnTopic) -> Result:
    key = _own(tx, command.topic_id)
    values = _checked(tx, command.topic_id, command)
    update_row(tx, own_topics, key, command.revision, **values)
    return _changed(key, tuple(values))


def _retire(tx: Transaction, command: RetireOwnTopic) -> Result:
    key = _own(tx, command.topic_id)
    update_row(tx, own_topics, key, command.revision, retired=command.retired)
    return _changed(key, ("retired",))


def _own(tx: Transaction, topic_id: str) -> UUID:
    """The key of a topic of the service; refuses one of the thirteen, and what is no topic."""
    curriculum_in_use(tx).curriculum.check_removable(topic_id)
    try:
        key = UUID(topic_id)
    except ValueError:
        raise UserFacingError("not_found", field="topic_id") from None
    queries.own_topic(tx, key)
    return key


def _changed(key: UUID, fields: tuple[str, ...]) -> Result:
    return Result(key, (Change(Topic.CURRICULA, key),), fields)


COMMANDS = (
    CommandHandler(AddOwnTopic, _add, writes(Section.SESSIONS)),
    CommandHandler(ChangeOwnTopic, _change, writes(Section.SESSIONS)),
    CommandHandler(RetireOwnTopic, _retire, writes(Section.SESSIONS)),
)
QUERIES = (QueryHandler(CurriculumInUse, lambda tx, query: curriculum_in_use(tx), Section.SESSIONS),)
