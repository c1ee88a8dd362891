"""What may be asked about goals, indicators and reports, with the sections it needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from facilitador.domain.goals import GoalKind, GoalOutcome
from facilitador.domain.roles import Section
from facilitador.use_cases import anonymised_export, goals, indicators, reports
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.requests import Command, Query
from tests.books import TODAY

NOBODY = UUID(int=7)
_GOAL: dict[str, Any] = {"kind": GoalKind.QUALITY, "wording": "Escucharse", "looked_at": "La bitácora", "due_on": TODAY}

SAMPLES: tuple[tuple[Command, set[Section]], ...] = (
    (goals.SetGoal(**_GOAL), {Section.GROUPS}),
    (goals.DescribeGoal(goal_id=NOBODY, **_GOAL), {Section.GROUPS}),
    (goals.NoteGoal(goal_id=NOBODY, seen="Se escucharon."), {Section.GROUPS}),
    (goals.CloseGoal(goal_id=NOBODY, outcome=GoalOutcome.REACHED, seen="Se escucharon."), {Section.GROUPS}),
    (anonymised_export.ShareOwnField(own_field_id=NOBODY, why="Solo dice la zona."), {Section.SERVICE}),
    (anonymised_export.UnshareOwnField(own_field_id=NOBODY), {Section.SERVICE}),
)
QUESTIONS: tuple[tuple[Query[Any], Section | None], ...] = (
    (ElsewhereView(), Section.GROUPS),
    (goals.Goals(), Section.SESSIONS),
    (indicators.Indicators(), Section.SESSIONS),
    (reports.ReportPeriods(), Section.SESSIONS),
    (reports.ReportPrint(), Section.SESSIONS),
    (reports.IndicatorsExport(), Section.SESSIONS),
    (reports.MarksPage(), Section.SESSIONS),
    (anonymised_export.AnonymisedExport(), Section.SESSIONS),
    (anonymised_export.SharedOwnFields(), Section.SERVICE),
)
