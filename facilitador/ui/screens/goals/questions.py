"""The questions about a goal, and the commands that their answers are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from facilitador.domain.goals import (
    KIND_LABELS,
    OUTCOME_LABELS,
    SEEN_LIMIT,
    WORDING_LIMIT,
    Goal,
    GoalKind,
    GoalOutcome,
)
from facilitador.domain.registration_forms import NO, YES, Answer, Answers, Condition, FieldKind, Option
from facilitador.reference import indicators
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.use_cases.goals import CloseGoal, DescribeGoal, NoteGoal, SetGoal

OWN_COUNT: Final = "own"
"""The code of the answer «the team counts by itself»."""

_OF_NUMBER: Final = Condition("kind", (str(GoalKind.NUMBER),))


def goal_fields(group_id: UUID | None) -> tuple[FieldSpec, ...]:
    """What is asked of a goal of a group, or of the service."""
    known = [one for one in indicators().indicators if group_id is None or not one.service_only]
    counted = (*(Option(one.code, one.name) for one in known), Option(OWN_COUNT, "Otra cosa: la cuenta el equipo"))
    return (
        FieldSpec("wording", "La meta, en una frase", compulsory=True, max_length=WORDING_LIMIT),
        FieldSpec(
            "kind",
            "¿Cómo se sabrá?",
            FieldKind.CHOICE,
            compulsory=True,
            options=tuple(Option(str(kind), text) for kind, text in KIND_LABELS.items()),
        ),
        FieldSpec("indicator", "¿Qué se cuenta?", FieldKind.CHOICE, options=counted, asked_if=_OF_NUMBER),
        FieldSpec("target", "Número al que se quiere llegar", FieldKind.NUMBER, asked_if=_OF_NUMBER),
        FieldSpec(
            "percent",
            "¿Ese número es un porcentaje?",
            FieldKind.YES_NO,
            asked_if=_OF_NUMBER,
            options=(Option(YES, "Sí"), Option(NO, "No")),
        ),
        FieldSpec(
            "looked_at",
            "¿Qué se va a mirar, y dónde?",
            FieldKind.LONG_TEXT,
            help="Por ejemplo, qué se busca en la bitácora. Nunca de una sola persona.",
            max_length=SEEN_LIMIT,
        ),
        FieldSpec("starts_on", "Cuenta desde", FieldKind.DATE, help="Hoy, si no pone otro día."),
        FieldSpec("due_on", "Hasta cuándo", FieldKind.DATE, compulsory=True),
    )


NOTE_FIELDS: Final = (
    FieldSpec("seen", "¿Qué se vio?", FieldKind.LONG_TEXT, max_length=SEEN_LIMIT),
    FieldSpec("value", "Número, si lo hay", FieldKind.NUMBER),
    FieldSpec("noted_on", "¿Cuándo?", FieldKind.DATE, help="Hoy, si no pone otro día."),
)
CLOSE_FIELDS: Final = (
    FieldSpec(
        "outcome",
        "¿Cómo terminó?",
        FieldKind.CHOICE,
        compulsory=True,
        options=tuple(Option(str(one), text) for one, text in OUTCOME_LABELS.items()),
    ),
    FieldSpec("seen", "¿Qué se vio?", FieldKind.LONG_TEXT, compulsory=True, max_length=SEEN_LIMIT),
)


def goal_answers(goal: Goal) -> Mapping[str, Answer]:
    """A goal as the questions ask it."""
    content = goal.content
    answers: dict[str, Answer] = {
        "wording": content.wording,
        "kind": str(content.kind),
        "starts_on": content.starts_on.isoformat(),
        "due_on": content.due_on.isoformat(),
    }
    if content.looked_at:
        answers["looked_at"] = content.looked_at
    if content.target is not None:
        answers |= {
            "indicator": content.indicator or OWN_COUNT,
            "target": content.target,
            "percent": YES if content.percent else NO,
        }
    return answers


def setting(group_id: UUID | None, answers: Answers) -> SetGoal:
    """The command that sets a goal."""
    return SetGoal(group_id=group_id, **_form(answers))


def describing(goal: Goal, answers: Answers) -> DescribeGoal:
    """The command that writes a goal over."""
    return DescribeGoal(goal_id=goal.id, revision=goal.revision, **_form(answers))


def noting(goal: Goal, answers: Answers) -> NoteGoal:
    """The command that adds what was seen."""
    return NoteGoal(
        goal_id=goal.id,
        noted_on=day_in(answers, "noted_on"),
        value=_number(answers, "value"),
        seen=text_in(answers, "seen"),
    )


def closing(goal: Goal, answers: Answers) -> CloseGoal:
    """The command that closes a goal."""
    outcome = GoalOutcome(text_in(answers, "outcome"))
    return CloseGoal(goal_id=goal.id, revision=goal.revision, outcome=outcome, seen=text_in(answers, "seen"))


def _form(answers: Answers) -> dict[str, Any]:
    indicator = text_in(answers, "indicator")
    due_on: date | None = day_in(answers, "due_on")
    return {
        "kind": GoalKind(text_in(answers, "kind")),
        "wording": text_in(answers, "wording"),
        "indicator": "" if indicator == OWN_COUNT else indicator,
        "target": _number(answers, "target"),
        "percent": is_yes(answers, "percent"),
        "looked_at": text_in(answers, "looked_at"),
        "starts_on": day_in(answers, "starts_on"),
        "due_on": due_on,
    }


def _number(answers: Answers, name: str) -> int | None:
    given = answers.get(name)
    return given if isinstance(given, int) else None
