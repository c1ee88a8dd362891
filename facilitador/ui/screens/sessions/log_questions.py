"""The questions of a log, in the order of the screen and of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.registration_forms import YES, Answers, Condition, FieldKind, Option
from facilitador.domain.session_logs import (
    ANSWER_LIMIT,
    AREA_NOTE_LIMIT,
    HEADING,
    HEADING_LIMIT,
    INCIDENT_LABELS,
    INCIDENT_LIMIT,
    LINE_LIMIT,
    NARRATIVE_LIMIT,
    NOTE_LIMIT,
    REACHED_LABELS,
    SUMMARY_LIMIT,
    LogMan,
    LogPage,
)
from facilitador.domain.sessions import FACILITATORS_AT_SESSION, IncidentKind, Reached
from facilitador.domain.topics import Area, Curriculum
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import options_of
from facilitador.ui.widgets.choice_fields import YES_NO, RadioField
from facilitador.ui.widgets.flowing_choices import FlowingChoices
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.ui.widgets.wrapped_choices import WrappedChoices

NOTHING: Final = "nothing"
NOT_RECORDED: Final = "not_recorded"
BY_NUMBER: Final = "Otras personas leen este texto: los hombres van por número («el 3 contó…»), nunca por nombre."
MARK: Final = "mark."
NOTE: Final = "note."


# -- questions --------------------------------------------------------------------------------------------------------


def short_parts(page: LogPage) -> tuple[FormPart, ...]:
    """The essential of the night."""
    kinds = tuple(Option(kind, INCIDENT_LABELS[kind]) for kind in IncidentKind)
    alert = Condition("alert", (YES,))
    return (
        FormPart(
            "",
            "",
            (
                *_topic_fields(page),
                _summary(),
                FieldSpec(
                    "alert",
                    "¿Quedó algo que atender?",
                    FieldKind.YES_NO,
                    "Alguien en riesgo, violencia, una amenaza, una emergencia, un problema con el local.",
                    compulsory=True,
                    options=YES_NO,
                ),
                FieldSpec(
                    "incident_kind",
                    "¿De qué se trata?",
                    FieldKind.CHOICE,
                    compulsory=True,
                    options=kinds,
                    asked_if=alert,
                ),
                FieldSpec(
                    "incident_what",
                    "¿Qué pasó?",
                    FieldKind.LONG_TEXT,
                    "Unas palabras bastan esta noche. Queda anotado como incidente, con su seguimiento.",
                    compulsory=True,
                    max_length=INCIDENT_LIMIT,
                    asked_if=alert,
                ),
            ),
        ),
    )


def log_parts(page: LogPage, curriculum: Curriculum) -> tuple[FormPart, ...]:
    """Everything of the shared log."""
    return (
        _essential(page),
        _team(page),
        _areas(curriculum),
        _work(page, curriculum),
        _headings(curriculum),
        _avoided(curriculum),
        FormPart("Materiales entregados", "", (_materials(),)),
    )


def amendment_parts(page: LogPage, curriculum: Curriculum) -> tuple[FormPart, ...]:
    """The same, and what else is locked with a log, with the reason at the end."""
    known = (Option(mark, MARK_LABELS[mark]) for mark in AttendanceMark)
    marks = (*known, Option(NOT_RECORDED, MARK_LABELS[None]))
    names = {man.enrolment_id: named(man) for man in page.men}
    notes = tuple(
        FieldSpec(f"{NOTE}{note.enrolment_id}", names[note.enrolment_id], FieldKind.LONG_TEXT, max_length=NOTE_LIMIT)
        for note in page.log.notes
        if note.enrolment_id in names
    )
    attendance = tuple(
        FieldSpec(f"{MARK}{man.enrolment_id}", named(man), FieldKind.CHOICE, options=marks)
        for man in page.men
        if man.expected
    )
    reason = FieldSpec(
        "reason",
        "¿Por qué se enmienda?",
        FieldKind.LONG_TEXT,
        "Queda con la enmienda, con su nombre y la hora. El primer texto se conserva.",
        compulsory=True,
        max_length=REASON_LIMIT,
    )
    extra = [FormPart("Asistencia", "", attendance)]
    if notes:
        extra.append(FormPart("Notas para un participante", "Están solo en su ficha.", notes))
    return (*log_parts(page, curriculum), *extra, FormPart("Motivo", "", (reason,)))


def asked(parts: Sequence[FormPart], values: Answers) -> Iterable[str]:
    """The questions to ask, given the answers so far."""
    for spec in (spec for part in parts for spec in part.fields):
        if spec.id == "few_facilitators_reason":
            chosen = values.get("facilitator_ids") or []
            if isinstance(chosen, list) and 0 < len(chosen) < FACILITATORS_AT_SESSION:
                yield spec.id
        elif spec.asked_if is None or _holds(spec.asked_if, values):
            yield spec.id


def _holds(condition: Condition, values: Answers) -> bool:
    given = values.get(condition.field)
    codes = given if isinstance(given, list) else [given]
    return any(code in condition.one_of for code in codes)


def _topic_fields(page: LogPage) -> tuple[FieldSpec, ...]:
    near = dict.fromkeys((*page.session.planned_topics, *page.session.worked_topics))
    chosen = tuple(Option(key, page.topics.get(key, key)) for key in near)
    others = tuple(Option(key, name) for key, name in page.topics.items() if key not in near)
    other = FieldSpec("other_topic", "Otro tema" if near else "Tema trabajado", FieldKind.CHOICE, options=others)
    if not near:
        return (other,)
    worked = FieldSpec(
        "topic_ids",
        "Temas trabajados",
        FieldKind.CHOICES,
        options=chosen,
        control=lambda: WrappedChoices(chosen),
    )
    return (worked, other)


def _summary() -> FieldSpec:
    return FieldSpec(
        "summary",
        "La sesión en tres líneas",
        FieldKind.LONG_TEXT,
        BY_NUMBER,
        compulsory=True,
        max_length=SUMMARY_LIMIT,
    )


def _essential(page: LogPage) -> FormPart:
    help_text = "Lo que pasó se anota abajo, en Incidentes."
    alert = FieldSpec("alert", "¿Quedó algo que atender?", FieldKind.YES_NO, help_text, options=YES_NO)
    return FormPart("Lo esencial", "", (*_topic_fields(page), _summary(), alert))


def _team(page: LogPage) -> FormPart:
    near = dict.fromkeys((*page.leaders, *page.log.facilitator_ids, *page.people))
    people = tuple(Option(str(key), page.people[key]) for key in near if key in page.people)
    return FormPart(
        "Quiénes facilitaron",
        "",
        (
            FieldSpec(
                "facilitator_ids",
                "Facilitaron la sesión",
                FieldKind.CHOICES,
                options=people,
                control=lambda: FlowingChoices(people),
            ),
            FieldSpec(
                "few_facilitators_reason",
                "¿Por qué facilitó una sola persona?",
                FieldKind.LONG_TEXT,
                "La directiva pide al menos dos (6.2.1).",
                max_length=REASON_LIMIT,
            ),
        ),
    )


def _areas(curriculum: Curriculum) -> FormPart:
    fields: list[FieldSpec] = []
    options = tuple(Option(reached, REACHED_LABELS[reached]) for reached in Reached)
    for area in Area:
        item = curriculum.areas.item(area)
        fields.append(
            FieldSpec(
                f"areas.{area}",
                item.text,
                FieldKind.CHOICE,
                item.help,
                options=options,
                control=lambda: RadioField(options, across=True),
            )
        )
        fields.append(
            FieldSpec(
                f"notes.{area}",
                f"Qué decir de «{item.text}»",
                FieldKind.LONG_TEXT,
                max_length=AREA_NOTE_LIMIT,
                asked_if=Condition(f"areas.{area}", tuple(Reached)),
            )
        )
    return FormPart("¿Se alcanzaron los objetivos?", "Por ámbito (6.4.9).", tuple(fields))


def _work(page: LogPage, curriculum: Curriculum) -> FormPart:
    items = {option.code: option for option in options_of(curriculum.techniques)}
    order = [code for code in page.proposed if code in items]
    ordered = tuple(items[code] for code in dict.fromkeys([*order, *items]))
    return FormPart(
        "Cómo se trabajó",
        "",
        (
            FieldSpec(
                "technique",
                "Técnicas (6.4.7)",
                FieldKind.CHOICES,
                "Primero, las que propone el tema." if order else "",
                options=ordered,
                control=lambda: FlowingChoices(ordered),
            ),
            FieldSpec("own_technique", "Otra, en sus palabras", max_length=LINE_LIMIT),
            FieldSpec("narrative", "Relato de la sesión", FieldKind.LONG_TEXT, BY_NUMBER, max_length=NARRATIVE_LIMIT),
        ),
    )


def _headings(curriculum: Curriculum) -> FormPart:
    fields = tuple(
        FieldSpec(
            f"{HEADING}{item.code}",
            f"{item.text} ({item.numeral})",
            FieldKind.LONG_TEXT,
            item.help,
            max_length=HEADING_LIMIT,
        )
        for item in curriculum.log_headings.items
    )
    return FormPart("Qué se trabajó con el grupo", "«No se trabajó hoy» también es una respuesta.", fields)


def _avoided(curriculum: Curriculum) -> FormPart:
    none = Option(NOTHING, "Nada de esto surgió hoy")
    options = (*options_of(curriculum.avoidances), none)
    answers = tuple(
        FieldSpec(
            f"answers.{item.code}",
            f"«{item.text}»: ¿qué respondió el equipo?",
            FieldKind.LONG_TEXT,
            max_length=ANSWER_LIMIT,
            asked_if=Condition("avoided", (item.code,)),
        )
        for item in curriculum.avoidances.items
    )
    first = FieldSpec(
        "avoided",
        "¿Surgió algo de lo que se evita en todo momento? (6.4.10 c)",
        FieldKind.CHOICES,
        options=options,
        control=lambda: WrappedChoices(options),
    )
    return FormPart("Lo que se evita", "", (first, *answers))


def _materials() -> FieldSpec:
    return FieldSpec(
        "materials",
        "Qué se entregó a los participantes",
        FieldKind.LONG_TEXT,
        max_length=20 * LINE_LIMIT,
        control=lambda: LinesField("material"),
    )


def named(man: LogMan) -> str:
    """`3. Ñahui Álvarez, José`; without a number who was not expected that day."""
    return f"{man.number}. {man.full_name}" if man.number is not None else man.full_name
