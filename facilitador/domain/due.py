"""What waits for somebody today, from every area, in the order in which it matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from facilitador.domain.changes import Topic


class Urgency(IntEnum):
    """The lower, the sooner."""

    PROTECTION = 0
    OVERDUE = 1
    SOON = 2
    WHENEVER = 3


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do: a message code with its parameters, and the thing that settles it."""

    code: str
    urgency: Urgency
    topic: Topic
    target_id: UUID
    parameters: dict[str, object] = field(default_factory=dict)
