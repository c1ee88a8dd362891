"""What is asked about one man: how he made something up, what was said to him; and the commands of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from facilitador.domain.absence_policies import LONGEST_STEP_NOTE, PendingStep, StepTaken
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import ManNumbers, NumberedTopic, session_words
from facilitador.domain.missed_sessions import topics_of
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.domain.sessions import Session
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.absence_rules import RecordAbsenceStep
from facilitador.use_cases.attendance import LONGEST_HOW, RecordMakeUp
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus
from facilitador.use_cases.requests import Command

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class StepWords:
    """How a step is asked about."""

    title: str
    verb: str
    words: str
    note: str


STEPS: dict[StepTaken, StepWords] = {
    StepTaken.NOTICE: StepWords(
        "Aviso por inasistencias",
        "Anotar el aviso",
        "Anote que ya se le avisó. No cambia nada más.",
        "¿Cómo se le avisó y qué dijo?",
    ),
    StepTaken.SUSPENSION: StepWords(
        "Suspensión por inasistencias",
        "Suspender",
        "Lo decide el equipo. Quedará en pausa: conserva su lugar, y las sesiones de la pausa no le cuentan.",
        "¿Qué decidió el equipo y qué se le dijo?",
    ),
    StepTaken.REENTRY_TALK: StepWords(
        "Conversación para volver",
        "Anotar que vuelve",
        "Desde ese día participa otra vez, y sus inasistencias de antes ya no cuentan para las reglas.",
        "¿Qué se acordó con él?",
    ),
    StepTaken.COMPLETION_TALK: StepWords(
        "Conversación sobre cómo seguir",
        "Anotar la conversación",
        "Con la asistencia que pide el servicio ya no puede completar, salvo que recupere sesiones. Puede seguir "
        "viniendo si el equipo y él lo quieren.",
        "¿Qué se acordó con él?",
    ),
}


def make_up_fields(sessions: Sequence[Session], topic: NumberedTopic | None, team: Sequence[Person]) -> list[FieldSpec]:
    """Which session, all of it or one topic, when, with whom and how."""
    fields: list[FieldSpec] = []
    if len(sessions) > 1:
        options = tuple(Option(str(one.id), session_words(one).capitalize()) for one in sessions)
        fields.append(FieldSpec("session", "¿Qué sesión recuperó?", FieldKind.CHOICE, options=options, compulsory=True))
    if topic is not None and any(len(topics_of(one)) > 1 for one in sessions):
        parts = (Option(WHOLE, "Todo lo de la sesión"), Option(topic.id, f"Solo este tema: {topic.name}"))
        fields.append(FieldSpec("part", "¿Qué recuperó de ella?", FieldKind.CHOICE, options=parts, compulsory=True))
    fields.append(FieldSpec("on", "¿Qué día?", FieldKind.DATE, compulsory=True))
    if len(team) > 1:
        people = tuple(Option(str(one.id), one.full_name) for one in team)
        fields.append(FieldSpec("person", "¿Con quién?", FieldKind.CHOICE, options=people, compulsory=True))
    help_text = "Dos o tres frases, sin nombrar a nadie."
    how = FieldSpec("how", "¿Cómo se trabajó?", FieldKind.LONG_TEXT, help=help_text, max_length=LONGEST_HOW)
    return [*fields, how]


def make_up_answers(sessions: Sequence[Session], person_id: UUID, today: date) -> dict[str, Answer]:
    """What is proposed: the first session, all of it, today, with who is asked."""
    return {"session": str(sessions[0].id), "part": WHOLE, "on": today.isoformat(), "person": str(person_id)}


def make_up_command(man: ManNumbers, sessions: Sequence[Session], answers: Answers, today: date) -> RecordMakeUp:
    """The session made up."""
    chosen = text_in(answers, "session")
    part, person = text_in(answers, "part") or WHOLE, text_in(answers, "person")
    return RecordMakeUp(
        enrolment_id=man.enrolment_id,
        session_id=UUID(chosen) if chosen else sessions[0].id,
        topic_ids=() if part == WHOLE else (part,),
        made_up_on=day_in(answers, "on") or today,
        person_id=UUID(person) if person else None,
        how=text_in(answers, "how"),
    )


def step_fields(pending: PendingStep) -> list[FieldSpec]:
    """When, and what was said."""
    needed = pending.step is StepTaken.SUSPENSION
    return [
        FieldSpec("taken_on", "¿Qué día?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "note",
            STEPS[pending.step].note,
            FieldKind.LONG_TEXT,
            max_length=500 if needed else LONGEST_STEP_NOTE,  # it is the reason of the pause, too
            compulsory=needed,
        ),
    ]


def step_commands(man: ManNumbers, pending: PendingStep, answers: Answers, today: date) -> list[Command]:
    """The step; with a suspension the pause, with the talk to come back its end."""
    on, note = day_in(answers, "taken_on") or today, text_in(answers, "note")
    commands: list[Command] = [
        RecordAbsenceStep(enrolment_id=man.enrolment_id, step=pending.step, taken_on=on, note=note)
    ]
    status = {
        (StepTaken.SUSPENSION, EnrolmentStatus.ATTENDING): EnrolmentStatus.PAUSED,
        (StepTaken.REENTRY_TALK, EnrolmentStatus.PAUSED): EnrolmentStatus.ATTENDING,
    }.get((pending.step, man.status))
    if status is not None:
        commands.append(
            ChangeEnrolmentStatus(
                enrolment_id=man.enrolment_id, revision=man.stint_revision, status=status, on=on, reason=note
            )
        )
    return commands
