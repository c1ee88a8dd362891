"""What a supervisor said of the example data: one log returned with comments, one in order; and good practices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from facilitador.domain.closures import ClosureMatter
from facilitador.use_cases.closures import CloseCycle
from facilitador.use_cases.practices import RecordPractice
from facilitador.use_cases.requests import Command
from facilitador.use_cases.reviews import ApproveReview, CommentReview, ReturnReview
from facilitador.use_cases.session_logs import CloseLog
from facilitador.use_cases.session_plans import PlanSessions

_FOLLOW_UP: Final = timedelta(days=180)


def cycle_closed(group_id: UUID, on: date) -> CloseCycle:
    """The close of a group with what was left open and what was learnt."""
    return CloseCycle(
        group_id=group_id,
        on=on,
        notes={
            ClosureMatter.EXIT: "Quienes no respondieron se fueron antes del último día.",
            ClosureMatter.MATERIALS: "Los papelógrafos los guarda la recepción.",
            ClosureMatter.RETENTION: "Se revisa en el balance anual.",
        },
        lessons="Conviene avisar desde el inicio cuántas sesiones son, y no programar en semana de fiesta.",
        follow_up_on=on + _FOLLOW_UP,
    )


def practices_in(group_id: UUID) -> Iterator[RecordPractice]:
    """Three practices, one of them of a group."""
    yield RecordPractice(
        title="El termómetro del enojo",
        topic_id="affection_emotions_and_love",
        technique="",
        done="Cada uno dibujó un termómetro y anotó qué siente en el cuerpo en cada grado, y en cuál se retira.",
        worked="Casi todos encontraron una señal propia que antes no notaban.",
        not_worked="Leerlo en voz alta el primer día: se burlaron. Mejor de dos en dos.",
        group_id=group_id,
    )
    yield RecordPractice(
        title="El reloj de las veinticuatro horas",
        topic_id="paid_and_unpaid_work",
        done="Se anotó hora por hora quién hace qué en la casa, y se sumó.",
        worked="Los números hablaron solos: nadie tuvo que convencer a nadie.",
    )
    yield RecordPractice(
        title="Responder al «ella me provoca»",
        topic_id="power_and_violence",
        done="Se preguntó siempre lo mismo: ¿y qué decidió usted en ese momento?",
        worked="Después de unas sesiones la pregunta la hacían ellos.",
        not_worked="Discutir si ella tuvo razón: alarga y no lleva a nada.",
    )


def reviews_in(commands: Sequence[Command], group_id: UUID) -> Iterator[Command]:
    """The last closed log of the group returned, the one before it in order."""
    of_group: Mapping[UUID, date] = {
        session.id: session.day
        for command in commands
        if isinstance(command, PlanSessions) and command.group_id == group_id
        for session in command.sessions
        if session.id is not None
    }
    closed = [one.session_id for one in commands if isinstance(one, CloseLog) and one.session_id in of_group]
    if len(closed) < 2:
        return
    *_, before, last = sorted(closed, key=of_group.__getitem__)
    yield ApproveReview(subject_id=before, text="Muy claro lo que respondió el equipo.")
    comment = "¿Qué se acordó para la próxima vez? Aquí se lee lo que pasó, pero no qué sigue."
    yield CommentReview(subject_id=last, anchor="summary", text=comment)
    yield CommentReview(subject_id=last, anchor="narrative", text="Falta contar cómo cerró el grupo.")
    yield ReturnReview(subject_id=last)
