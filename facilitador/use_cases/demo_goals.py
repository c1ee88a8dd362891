"""Invented goals of the example data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

from facilitador.domain.goals import GoalKind
from facilitador.use_cases.goals import NoteGoal, SetGoal
from facilitador.use_cases.requests import Command


def goals_in(group_id: UUID, new_id: Callable[[], UUID], today: date) -> Iterator[Command]:
    """Two goals of a group, one of them with a note, and one of the service."""
    begun, months = today - timedelta(days=70), today + timedelta(days=60)
    opening = new_id()
    yield SetGoal(
        id=new_id(),
        group_id=group_id,
        kind=GoalKind.NUMBER,
        wording="Que la asistencia llegue a ochenta de cada cien",
        indicator="attendance",
        target=80,
        percent=True,
        starts_on=begun,
        due_on=months,
    )
    yield SetGoal(
        id=opening,
        group_id=group_id,
        kind=GoalKind.QUALITY,
        wording="Que hablen en primera persona de lo que hicieron",
        looked_at="En la bitácora, si cuentan lo propio sin justificarse ni hablar de ella.",
        starts_on=begun,
        due_on=today + timedelta(days=5),
    )
    yield NoteGoal(
        id=new_id(),
        goal_id=opening,
        noted_on=today - timedelta(days=14),
        seen="La mitad del grupo ya lo hace al abrir.",
    )
    yield SetGoal(
        id=new_id(),
        kind=GoalKind.NUMBER,
        wording="Que ingresen treinta varones en el año",
        indicator="entered",
        target=30,
        starts_on=date(today.year, 1, 1),
        due_on=date(today.year, 12, 31),
    )
