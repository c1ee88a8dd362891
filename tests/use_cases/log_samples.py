"""Every command and query on a log, with the sections its sender must be allowed to write or read."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.roles import Section
from facilitador.domain.sessions import IncidentKind
from facilitador.use_cases.incidents import ChangeIncident, RecordIncident, RemoveIncident, WriteManNote
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.session_log_prints import BlankLogPrint, SessionLogPrint
from facilitador.use_cases.session_logs import CloseLog, CloseShort, NotesOfParticipant, SaveLog, SessionLogPage

NOBODY: Final = UUID(int=0)

SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (CloseShort(session_id=NOBODY, summary="Breve.", alert=False), {Section.SESSIONS}),
    (SaveLog(session_id=NOBODY, summary="Breve."), {Section.SESSIONS}),
    (CloseLog(session_id=NOBODY), {Section.SESSIONS}),
    (AmendLog(session_id=NOBODY, summary="Breve.", reason="Faltaba."), {Section.SESSIONS}),
    (RecordIncident(session_id=NOBODY, kind=IncidentKind.OTHER, what="Algo."), {Section.SESSIONS}),
    (ChangeIncident(incident_id=NOBODY, kind=IncidentKind.OTHER, what="Algo."), {Section.SESSIONS}),
    (RemoveIncident(incident_id=NOBODY), {Section.SESSIONS}),
    (WriteManNote(session_id=NOBODY, enrolment_id=NOBODY, text="Algo."), {Section.SESSIONS}),
)

QUESTIONS: Final[tuple[tuple[Query[Any], Section | None], ...]] = (
    (SessionLogPage(session_id=NOBODY), Section.SESSIONS),
    (NotesOfParticipant(participant_id=NOBODY), Section.SESSIONS),
    (SessionLogPrint(session_id=NOBODY), Section.SESSIONS),
    (BlankLogPrint(), Section.SERVICE),
)
