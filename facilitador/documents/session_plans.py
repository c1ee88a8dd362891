"""The plan of one session for those who lead it: read the evening before, kept on the knees while it goes (6.4.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    NumberedList,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT
from facilitador.documents.group_headings import GroupHeading, group_grid
from facilitador.domain.dates import long_date, weekday_name
from facilitador.domain.session_moments import Moment
from facilitador.domain.topics import Area, Curriculum, MomentKind, Topic

_MOMENTS = (Column("Hora", 1.5), Column("Min", 1, numeric=True), Column("Momento", 6), Column("Cómo", 5.5))
_ANSWERS = (Column("Se evita", 2.8), Column("Si alguien dice", 3.7), Column("El equipo puede responder", 6))


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What the paper tells. `number` None: called off or not counted. `conditions`: of 6.2.3, each with how it stands.

    `before`: what the session before this one was about, or empty. `part` of `parts`: the topic goes over several.
    """

    letterhead: Letterhead
    group: GroupHeading
    number: int | None
    starts: datetime
    ends: datetime
    topics: tuple[Topic, ...]
    moments: tuple[Moment, ...]
    curriculum: Curriculum
    conditions: tuple[tuple[str, str], ...]
    before: str = ""
    part: int = 1
    parts: int = 1


def compose(plan: SessionPlan) -> Document:
    """The plan as a paper; a session without a topic tells only what every session has."""
    numbered = f"Sesión {plan.number}" if plan.number is not None else "Sesión"
    blocks = (
        Title("Plan de sesión", subtitle=f"{numbered} · {_when(plan)}"),
        group_grid(plan.group),
        *_purpose(plan),
        *_timetable(plan),
        *(block for moment in plan.moments for block in _moment(plan, moment)),
        *_needed(plan),
        *_watched(plan),
        *_safety(plan),
        *_notes(plan),
    )
    return Document(
        title="Plan de sesión",
        subject="Temas, objetivos y momentos de una sesión",
        file_name=f"plan-de-sesion-{plan.starts:%Y-%m-%d}.pdf",
        letterhead=plan.letterhead,
        parts=(Part(blocks),),
        foot=INTERNAL_FOOT,
        edition=plan.curriculum.edition,
    )


def _when(plan: SessionPlan) -> str:
    day = plan.starts.date()
    return f"{weekday_name(day)} {long_date(day)}, {plan.starts:%H:%M} a {plan.ends:%H:%M}"


def _purpose(plan: SessionPlan) -> Iterator[Block]:
    if not plan.topics:
        yield Heading("Tema")
        yield Paragraph("Esta sesión todavía no tiene tema.")
    for topic in plan.topics:
        title = f"Tema {topic.number}: {topic.name}" if topic.number else f"Tema del servicio: {topic.name}"
        yield Heading(title + (f" (parte {plan.part} de {plan.parts})" if plan.parts > 1 else ""))
        yield Paragraph(topic.purpose)
        for area in Area:
            yield Paragraph(plan.curriculum.areas.text(area), strong=True)
            yield Points(tuple(topic.objectives.get(area, ())))
    if plan.before:
        yield Paragraph("La sesión anterior", strong=True)
        yield Paragraph(plan.before)


def _timetable(plan: SessionPlan) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    at = plan.starts
    for moment in plan.moments:
        rows.append((f"{at:%H:%M}", str(moment.minutes), _name(plan, moment), _way(plan, moment)))
        at += timedelta(minutes=moment.minutes)
    if rows:
        yield Heading("Los momentos de la sesión")
        yield Table(_MOMENTS, tuple(rows), row_height=22)


def _name(plan: SessionPlan, moment: Moment) -> str:
    if moment.activity is not None:
        return moment.activity.title
    if moment.kind is MomentKind.ACTIVITY and plan.topics:
        return "Trabajo sobre el tema"
    return plan.curriculum.moments.text(moment.kind)


def _way(plan: SessionPlan, moment: Moment) -> str:
    if moment.activity is None:
        return ""
    technique = plan.curriculum.techniques.text(moment.activity.technique)
    return f"{technique}. {plan.curriculum.groupings.text(moment.activity.grouping)}"


def _moment(plan: SessionPlan, moment: Moment) -> Iterator[Block]:
    """A moment step by step: its name with its minutes, then what to do."""
    head = f"{_name(plan, moment)} · {moment.minutes} minutos"
    steps: Sequence[str] = ()
    told: list[Block] = []
    match moment.kind:
        case MomentKind.OPENING:
            told = [Points(plan.curriculum.opening), *_questions(plan)]
        case MomentKind.CLOSING:
            told = [Points(plan.curriculum.closing), *_endings(plan)]
        case MomentKind.ACTIVITY if moment.activity is not None:
            steps = moment.activity.steps
            head += f" · {plan.curriculum.areas.text(moment.activity.area)}"
            if moment.activity.materials:
                told = [Paragraph(f"Se necesita: {_listed(moment.activity.materials)}.", quiet=True)]
    yield Heading(head)
    if steps:
        yield NumberedList(tuple(steps))
    yield from told


def _questions(plan: SessionPlan) -> list[Block]:
    questions = tuple(question for topic in plan.topics for question in topic.opening_questions)
    return [Paragraph("Preguntas para abrir el tema", strong=True), Points(questions)] if questions else []


def _endings(plan: SessionPlan) -> list[Block]:
    blocks: list[Block] = []
    for topic in plan.topics:
        if topic.closing:
            blocks += [Paragraph("Idea central", strong=True), Paragraph(topic.closing)]
        if topic.home_task:
            blocks += [Paragraph("Tarea para la semana", strong=True), Paragraph(topic.home_task)]
    return blocks


def _needed(plan: SessionPlan) -> Iterator[Block]:
    materials = dict.fromkeys(thing for topic in plan.topics for thing in topic.materials)
    if materials:
        yield Heading("Materiales y local")
        yield Points(tuple(materials))
    if plan.conditions:
        told = "; ".join(f"{condition[:1].lower()}{condition[1:]} ({state})" for condition, state in plan.conditions)
        yield Paragraph(f"El local pide (6.2.3): {told}.")


def _watched(plan: SessionPlan) -> Iterator[Block]:
    """What may be said, by what is to be avoided (6.4.10 c), and how the team can answer."""
    answers = [answer for topic in plan.topics for answer in topic.watch_for]
    if not answers:
        return
    yield Heading("Lo que puede aparecer y cómo responder (6.4.10 c)", "Con respeto y con firmeza, sin dejarlo pasar.")
    avoidances = plan.curriculum.avoidances
    yield Table(_ANSWERS, tuple((avoidances.text(one.avoidance), one.said, one.answer) for one in answers))


def _safety(plan: SessionPlan) -> Iterator[Block]:
    of_topics = tuple(step for topic in plan.topics for step in topic.safety)
    yield Heading(
        "Si alguien cuenta violencia o hay peligro (5.3.4)",
        "La seguridad y los derechos están antes que la «unidad familiar» (6.4.11).",
    )
    yield Points((*of_topics, *plan.curriculum.safety))


def _notes(plan: SessionPlan) -> Iterator[Block]:
    every = (*plan.curriculum.accessibility, *(line for topic in plan.topics for line in topic.accessibility))
    yield Heading("Para que todos puedan participar")
    yield Points(every, small=True)
    notes = tuple(line for topic in plan.topics for line in topic.notes)
    if notes:
        yield Heading("Notas para el equipo")
        yield Points(notes, small=True)


def _listed(things: Sequence[str]) -> str:
    """`Tiza, piedras, papelote`: small letters after the first."""
    return ", ".join((things[0], *(thing[:1].lower() + thing[1:] for thing in things[1:])))
