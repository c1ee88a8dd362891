"""Every command and query on evaluations and exclusions, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.evaluations import FactorState, RiskLevel
from facilitador.domain.exclusions import Outcome
from facilitador.domain.roles import Section
from facilitador.use_cases.evaluations import EvaluationOf, RecordEvaluation, WithdrawEvaluation
from facilitador.use_cases.exclusion_prints import BlankEvaluationPrint, DecisionLetterPrint
from facilitador.use_cases.exclusion_tellings import DecisionSafety, TellExclusionDecision
from facilitador.use_cases.exclusions import (
    ExcludedElsewhere,
    ExclusionCheckOf,
    ExclusionStandings,
    RecordExclusionDecision,
    WithdrawExclusionDecision,
)
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.risk_levels import RecordRiskLevel, WithdrawRiskLevel
from tests.books import TODAY

NOBODY: Final = UUID(int=0)
SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (RecordEvaluation(participant_id=NOBODY, factor="education", state=FactorState.NO_ANSWER), {Section.SOCIAL}),
    (RecordEvaluation(participant_id=NOBODY, factor="mental_health", state=FactorState.NO_ANSWER), {Section.HEALTH}),
    (RecordEvaluation(participant_id=NOBODY, factor="criminal_record", state=FactorState.NO_ANSWER), {Section.JUSTICE}),
    (WithdrawEvaluation(entry_id=NOBODY, reason="Era de otro."), {Section.SOCIAL}),
    (
        RecordRiskLevel(participant_id=NOBODY, level=RiskLevel.SEVERE, told_by="Comisaría", told_on=TODAY),
        {Section.JUSTICE},
    ),
    (WithdrawRiskLevel(risk_level_id=NOBODY, reason="Era de otro."), {Section.JUSTICE}),
    (
        RecordExclusionDecision(participant_id=NOBODY, outcome=Outcome.NOTHING_YET, deciders=(NOBODY,)),
        {Section.ENROLMENTS},
    ),
    (WithdrawExclusionDecision(decision_id=NOBODY, reason="Era de otro."), {Section.ENROLMENTS}),
    (TellExclusionDecision(decision_id=NOBODY, explained="En persona."), {Section.ENROLMENTS, Section.RESERVED}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section | None], ...]] = (
    (EvaluationOf(participant_id=NOBODY), Section.SOCIAL),
    (ExclusionCheckOf(participant_id=NOBODY), Section.ENROLMENTS),
    (ExclusionStandings(participant_id=NOBODY), Section.ENROLMENTS),
    (ExcludedElsewhere(group_id=NOBODY), Section.ENROLMENTS),
    (DecisionLetterPrint(decision_id=NOBODY), Section.ENROLMENTS),
    (BlankEvaluationPrint(), Section.SERVICE),
    (DecisionSafety(decision_id=NOBODY), Section.RESERVED),
)
