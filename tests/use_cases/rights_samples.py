"""Every command and query on rights and retention, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.retention import RetentionKind
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.domain.roles import Section
from facilitador.use_cases.consent_gates import RevocationOf
from facilitador.use_cases.mentions import NameMentions
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge, Retention, SetRetention, WithdrawPurge
from facilitador.use_cases.rights import (
    AnswerRightsRequest,
    RegisterRightsRequest,
    RightsLetterPrint,
    RightsOf,
    WaitingRequests,
)
from facilitador.use_cases.subject_access import SubjectAccess, SubjectAccessPrint

NOBODY: Final = UUID(int=0)
SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (RegisterRightsRequest(participant_id=NOBODY, kind=RightsKind.ACCESS), {Section.ENROLMENTS}),
    (AnswerRightsRequest(request_id=NOBODY, outcome=RightsOutcome.DONE), {Section.ENROLMENTS}),
    (SetRetention(kind=RetentionKind.PROCESS, years=5, basis="Acuerdo"), {Section.SERVICE}),
    (ProposePurge(participant_id=NOBODY), {Section.RESERVED}),
    (WithdrawPurge(proposal_id=NOBODY), {Section.RESERVED}),
    (ConfirmPurge(proposal_id=NOBODY), {Section.RESERVED}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section], ...]] = (
    (RightsOf(participant_id=NOBODY), Section.ENROLMENTS),
    (WaitingRequests(), Section.ENROLMENTS),
    (RightsLetterPrint(request_id=NOBODY), Section.ENROLMENTS),
    (Retention(), Section.RESERVED),
    (RevocationOf(participant_id=NOBODY), Section.SOCIAL),
    (NameMentions(participant_id=NOBODY), Section.RESERVED),
    (SubjectAccess(participant_id=NOBODY), Section.ENROLMENTS),
    (SubjectAccessPrint(participant_id=NOBODY), Section.ENROLMENTS),
)
