"""What a service added to the curriculum and to the calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.curricula import local_feasts, own_topics
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.transaction import Transaction
from facilitador.domain.curricula import LocalFeast, OwnTopic
from facilitador.domain.topics import Area, Topic
from facilitador.errors import UserFacingError


class TopicContent(msgspec.Struct, frozen=True):
    """What a service writes about a topic of its own, as it lies in the column `content`."""

    purpose: str
    objectives: dict[Area, tuple[str, ...]]
    suggested_minutes: int
    components: tuple[str, ...] = ()


_FOREIGN = sa.exists().where(foreign_rows.c.row_id == own_topics.c.id, foreign_rows.c.table_name == own_topics.name)
_ALL = sa.select(own_topics, _FOREIGN.label("foreign")).order_by(
    own_topics.c.retired, own_topics.c.created_at, own_topics.c.id
)
_ONE = sa.select(own_topics, _FOREIGN.label("foreign")).where(own_topics.c.id == sa.bindparam("key"))
_FEASTS = sa.select(local_feasts.c.id, local_feasts.c.day, local_feasts.c.name).order_by(local_feasts.c.day)


def all_own_topics(tx: Transaction) -> tuple[OwnTopic, ...]:
    """Every topic that a service added, those in use first, in the order in which they were added."""
    return tuple(_own_topic(row) for row in tx.connection.execute(_ALL).mappings())


def own_topic(tx: Transaction, topic_id: UUID) -> OwnTopic:
    """One topic that a service added; refuses with `not_found`."""
    row = tx.connection.execute(_ONE, {"key": topic_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="topic_id")
    return _own_topic(row)


def feasts(tx: Transaction) -> tuple[LocalFeast, ...]:
    """The feasts of the place, by date."""
    return tuple(LocalFeast(*row) for row in tx.connection.execute(_FEASTS))


def _own_topic(row: sa.RowMapping) -> OwnTopic:
    content: Any = msgspec.convert(row["content"], TopicContent)
    topic = Topic(
        id=str(row["id"]),
        edition=str(row["revision"]),
        number=None,
        name=row["name"],
        purpose=content.purpose,
        objectives=content.objectives,
        suggested_minutes=content.suggested_minutes,
        components=content.components,
    )
    return OwnTopic(topic, row["retired"], row["revision"], here=not row["foreign"])
