"""Invented sessions for the papers: a small topic, a plan, a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from facilitador.documents import calendars, session_plans
from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.group_headings import GroupHeading
from facilitador.domain.session_moments import session_moments
from facilitador.domain.topics import Activity, Area, Curriculum, Grouping, Resistance, Topic
from facilitador.reference import curriculum

STARTS = datetime(2026, 11, 25, 19)  # noqa: DTZ001 - sessions are local
TOPIC = Topic(
    id="water",
    edition="2026-1",
    number=1,
    name="Poder y violencia",
    purpose="Que cada participante vea quién decide sobre el agua.",
    objectives={area: (f"Objetivo de {area.replace('_', ' ')}.",) for area in Area},
    suggested_minutes=90,
    opening_questions=("¿Quién decide aquí?",),
    activities=(
        Activity(
            title="El mapa del agua",
            technique="sorting",
            area=Area.KNOWING,
            minutes=40,
            grouping=Grouping.PAIRS,
            steps=("Dibujen el canal.", "Marquen quién abre la compuerta."),
            materials=("Tiza", "Piedras"),
        ),
        Activity("La asamblea", "role_rehearsal", Area.RESOLVING, 20, Grouping.EVERYONE, ("Hablen.", "Oigan."), ()),
    ),
    materials=("Tiza", "Piedras"),
    watch_for=(Resistance("blaming_women", "«Ella se lo buscó.»", "«Hablemos de lo que hizo usted.»"),),
    closing="Quien decide también puede ceder.",
    home_task="Preguntar en casa qué prefieren.",
    notes=("No pida detalles.",),
    accessibility=("El mapa se hace con piedras.",),
    safety=("Si habla de armas, pregunte aparte.",),
)
CURRICULUM: Curriculum = replace(
    curriculum(),
    topics=(TOPIC,),
    opening=("Salude a cada participante.",),
    closing=("Una frase cada uno.",),
    safety=("Detenga la actividad con calma.",),
    accessibility=("Lea en voz alta.",),
)


def session_plan(letterhead: Letterhead, group: GroupHeading) -> session_plans.SessionPlan:
    """The fourth session of a group."""
    return session_plans.SessionPlan(
        letterhead=letterhead,
        group=group,
        number=4,
        starts=STARTS,
        ends=STARTS + timedelta(minutes=90),
        topics=(TOPIC,),
        moments=session_moments(TOPIC, 90, part=1, parts=1),
        curriculum=CURRICULUM,
        conditions=(("No hay ruido", "sí"), ("Hay espacio", "sin mirar")),
        before="18/11/2026: Género e identidad masculina.",
    )


def calendar() -> calendars.Calendar:
    """Three meetings, the last of them elsewhere."""
    meetings = tuple(
        calendars.Meeting(number, start, start + timedelta(minutes=120), place)
        for number, start, place in (
            (4, STARTS, ""),
            (5, STARTS + timedelta(7), ""),
            (6, STARTS + timedelta(49), "Local comunal de Soccos"),
        )
    )
    return calendars.Calendar(
        "Grupo Qantu", "Casa comunal, Jr. Los Sauces 123", "066 312 345", meetings, ((date(2026, 12, 9), "Feriado"),)
    )


def session_papers(letterhead: Letterhead, group: GroupHeading) -> dict[str, Document]:
    """The papers about sessions, by the name of their golden file."""
    bare = replace(session_plan(letterhead, group), topics=(), moments=(), number=None, before="", conditions=())
    return {
        "session_plan": session_plans.compose(session_plan(letterhead, group)),
        "session_plan_bare": session_plans.compose(bare),
        "calendar": calendars.compose(calendar()),
    }
