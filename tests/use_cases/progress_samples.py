"""What may be asked about progress and constancias, with the section it needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from facilitador.domain.roles import Section
from facilitador.use_cases import constancias, group_progress, progress
from facilitador.use_cases.requests import Query

NOBODY = UUID(int=7)
QUESTIONS: tuple[tuple[Query[Any], Section | None], ...] = (
    (progress.ManProgressOf(participant_id=NOBODY), Section.SESSIONS),
    (progress.ProgressPrint(participant_id=NOBODY), Section.SESSIONS),
    (group_progress.GroupProgressOf(group_id=NOBODY), Section.SESSIONS),
    (group_progress.GroupRangesOf(group_id=NOBODY), Section.SESSIONS),
    (constancias.ConstanciaPrint(participant_id=NOBODY), Section.SESSIONS),
)
