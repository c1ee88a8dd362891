"""A log, a ficha and a decision as they are read by who reviews them: every part with the name a comment stands at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from facilitador.domain.answers import display, visible_fields
from facilitador.domain.dates import format_date
from facilitador.domain.exclusions import HELP_LABELS, OUTCOME_LABELS, ExclusionCauses, ExclusionDecision
from facilitador.domain.log_readings import incident_text, log_sections
from facilitador.domain.participants import Participant
from facilitador.domain.places import Places
from facilitador.domain.registration_forms import FieldDefinition, FormDefinition
from facilitador.domain.reviews import ReviewedLine, ReviewedSection
from facilitador.domain.session_logs import LogPage
from facilitador.domain.topics import Curriculum

_INCIDENT: Final = "incident."


def log_lines(page: LogPage, curriculum: Curriculum) -> tuple[ReviewedSection, ...]:
    """A closed log in the order of its form; men by number. An incident is named by its key."""
    sections = [
        ReviewedSection(one.title, tuple(ReviewedLine(line.part, line.label, line.text) for line in one.lines))
        for one in log_sections(page, curriculum)
    ]
    happened = tuple(
        ReviewedLine(f"{_INCIDENT}{incident.id.hex}", "Incidente", incident_text(incident, page.men))
        for incident in page.log.incidents
    )
    if happened:
        sections.append(ReviewedSection("Lo que ocurrió", happened))
    return tuple(sections)


def ficha_lines(
    man: Participant, form: FormDefinition, places: Places, *, age: int | None, competent: bool
) -> tuple[ReviewedSection, ...]:
    """A ficha section by section: every question that is asked of him, answered or not."""
    asked = {field.id for field in visible_fields(form, man.answers, age=age, competent=competent)}

    def line(field: FieldDefinition) -> ReviewedLine:
        answer = man.answers.get(field.id)
        return ReviewedLine(field.id, field.label, "" if answer is None else display(field, answer, places))

    sections = (
        ReviewedSection(
            section.title,
            tuple(line(field) for field in section.fields if field.id in asked or field.id in man.answers),
        )
        for section in form.sections
    )
    return tuple(section for section in sections if section.lines)


def decision_lines(
    decision: ExclusionDecision, causes: ExclusionCauses, people: Mapping[UUID, str]
) -> tuple[ReviewedSection, ...]:
    """A decision: what was decided, why, what was tried, and whether he was told; nothing of what is sealed."""
    names = "; ".join(people.get(key, "") for key in decision.deciders)
    told = decision.told
    decided = (
        ("outcome", "Qué se decidió", OUTCOME_LABELS[decision.outcome]),
        ("decided_on", "Cuándo", format_date(decision.decided_on)),
        ("deciders", "Quiénes decidieron", names),
        ("causes", "Causas (6.7)", "\n".join(causes.text(code) for code in decision.causes)),
        ("why", "Por qué", decision.why),
    )
    ground = (
        ("facts", "Hechos", "\n".join(f"{format_date(one.on)}: {one.text}" for one in decision.facts)),
        (
            "help_tried",
            "Qué se intentó para que participara",
            "\n".join(f"{HELP_LABELS[one.kind]}: {one.what}" for one in decision.help_tried),
        ),
        ("conditions", "Condiciones", decision.conditions),
        ("review_on", "Se vuelve a mirar", format_date(decision.review_on) if decision.review_on else ""),
    )
    telling = (
        ("told_on", "Se le comunicó", format_date(told.on) if told else "Todavía no."),
        ("explained", "Cómo se le explicó", told.explained if told else ""),
        ("institutions", "Instituciones que se le ofrecieron", told.institutions if told else ""),
    )
    return (
        ReviewedSection("La decisión", tuple(_lines(decided))),
        ReviewedSection("En qué se apoya", tuple(_lines(ground))),
        ReviewedSection("Cómo se le comunicó", tuple(_lines(telling))),
    )


def _lines(parts: Iterable[tuple[str, str, str]]) -> Iterable[ReviewedLine]:
    return (ReviewedLine(*part) for part in parts)
