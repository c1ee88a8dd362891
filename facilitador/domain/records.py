"""What the program keeps about its own use: drafts and audit entries as they are read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed into a form and has not saved: text as typed, over which revision of what."""

    form: str
    subject_id: UUID
    base_revision: int
    content: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when (UTC), in order; details carry field names and keyed hashes, never an answer."""

    number: int
    at: datetime
    person_id: UUID
    action: str
    subject_id: UUID | None
    details: dict[str, Any]
