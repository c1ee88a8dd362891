"""Good practices and lessons (6.9.3): what a team did, what worked and what did not, found again when it is planned.

No man is named in them: they are for whoever comes later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from facilitador.domain.text import words

TITLE_LIMIT: Final = 120
DONE_LIMIT: Final = 2000
OUTCOME_LIMIT: Final = 1000
SEARCH_LIMIT: Final = 8000


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice: title, what was done, what worked, what did not; its topic and technique, "" for none.

    `group_name` is empty where it is of no group in particular.
    """

    id: UUID
    title: str
    topic_id: str
    technique: str
    done: str
    worked: str
    not_worked: str
    group_id: UUID | None
    group_name: str
    changed_at: datetime
    revision: int


def search_text(title: str, *texts: str) -> str:
    """What a search looks at: every word of the texts, folded, each after a space."""
    found = dict.fromkeys(word for text in (title, *texts) for word in words(text))
    return "".join(f" {word}" for word in found)[:SEARCH_LIMIT]
