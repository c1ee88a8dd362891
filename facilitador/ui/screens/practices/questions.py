"""What is asked about a practice, and the commands that the answers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.groups import GroupLine
from facilitador.domain.practices import DONE_LIMIT, OUTCOME_LIMIT, TITLE_LIMIT, Practice
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import options_of, text_in
from facilitador.use_cases.practices import ChangePractice, PracticeForm, RecordPractice


def parts(curriculum: ServiceCurriculum, groups: Iterable[GroupLine]) -> tuple[FormPart, ...]:
    """The questions; topics and techniques as the service has them, its groups by name."""
    topics = tuple(Option(topic.id, topic.name) for topic in curriculum.kept_here)
    named = tuple(Option(str(line.group.id), line.group.name) for line in groups)
    fields = (
        FieldSpec("title", "Título", compulsory=True, max_length=TITLE_LIMIT),
        FieldSpec("topic_id", "Tema", FieldKind.CHOICE, options=topics),
        FieldSpec("technique", "Técnica", FieldKind.CHOICE, options=options_of(curriculum.curriculum.techniques)),
        *([_group(named)] if named else []),
        FieldSpec("done", "Qué se hizo", FieldKind.LONG_TEXT, compulsory=True, max_length=DONE_LIMIT),
        FieldSpec("worked", "Qué funcionó", FieldKind.LONG_TEXT, max_length=OUTCOME_LIMIT),
        FieldSpec("not_worked", "Qué no funcionó", FieldKind.LONG_TEXT, max_length=OUTCOME_LIMIT),
    )
    return (FormPart("", "Sin nombres de participantes: lo leerán otros equipos.", fields),)


def _group(named: tuple[Option, ...]) -> FieldSpec:
    return FieldSpec("group_id", "Grupo", FieldKind.CHOICE, options=named, help="Vacío si no es de uno en particular.")


def answers_of(practice: Practice | None, topic_id: str = "") -> dict[str, Answer]:
    """A practice as the questions ask it; a new one with the topic that was looked at."""
    if practice is None:
        return {"topic_id": topic_id} if topic_id else {}
    names = ("title", "topic_id", "technique", "done", "worked", "not_worked")
    given: Mapping[str, str] = {name: getattr(practice, name) for name in names}
    group = {"group_id": str(practice.group_id)} if practice.group_id else {}
    return {name: text for name, text in {**given, **group}.items() if text}


def command(practice: Practice | None, answers: Answers) -> PracticeForm:
    """The command that keeps the practice."""
    names = ("title", "topic_id", "technique", "done", "worked", "not_worked")
    given: dict[str, Any] = {name: text_in(answers, name) for name in names}
    group = text_in(answers, "group_id")
    given["group_id"] = UUID(group) if group else None
    if practice is None:
        return RecordPractice(**given)
    return ChangePractice(practice_id=practice.id, revision=practice.revision, **given)
