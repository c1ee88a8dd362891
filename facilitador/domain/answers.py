"""The rules of a filled form, whatever its fields: what is asked, what may be kept, what is missing, who may read it.

Everything here is pure and works on a `FormDefinition` and `Answers`; the form itself is data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from facilitador.domain.answer_checks import DistrictLookup, checked_answer, displayed
from facilitador.domain.dates import age_on, is_minor
from facilitador.domain.registration_forms import (
    YES_NO_OPTIONS,
    Answer,
    Answers,
    FieldDefinition,
    FieldKind,
    FormDefinition,
    FormSection,
)
from facilitador.domain.roles import Role, may_read, may_write
from facilitador.errors import Problem

OWN_SECTION_ID = "own_fields"
OWN_SECTION_TITLE = "Otros datos del servicio"
OWN_SECTION_INTRODUCTION = "Para terminar, algunos datos que pide este servicio."


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """What may be kept, in the form's order, and every problem found; with problems, keep nothing."""

    answers: dict[str, Answer]
    problems: tuple[Problem, ...]


def age_of(answers: Answers, today: date) -> int | None:
    """Age in whole years by the birth date, or as he told it; None if neither is known or the date lies ahead."""
    born = answers.get("birth_date")
    if isinstance(born, str):
        try:
            birth = date.fromisoformat(born)
        except ValueError:
            return None
        return age_on(birth, today) if birth <= today else None
    told = answers.get("approximate_age")
    return told if isinstance(told, int) else None


def _asked_for_age(field: FieldDefinition, age: int | None) -> bool:
    if field.minors_only:
        return is_minor(age)
    if field.adults_only:
        return not is_minor(age)
    return True


def _condition_holds(field: FieldDefinition, answers: Answers, asked: Mapping[str, FieldDefinition]) -> bool:
    if field.asked_if is None:
        return True
    if field.asked_if.field not in asked:
        return False
    answer = answers.get(field.asked_if.field)
    given = answer if isinstance(answer, list) else [answer]
    return any(code in field.asked_if.one_of for code in given)


def visible_fields(
    definition: FormDefinition, answers: Answers, *, age: int | None = None, competent: bool = False
) -> tuple[FieldDefinition, ...]:
    """The fields to ask, in order, given what was answered so far.

    A field hangs on an earlier one, so a question whose parent is not asked is not asked either. Retired fields are
    never asked; they show only where they hold an answer. `age` None: asked as an adult.
    """
    asked: dict[str, FieldDefinition] = {}
    for field in definition.fields:
        if field.retired and field.id not in answers:
            continue
        if field.competent_only and not competent:
            continue
        if _asked_for_age(field, age) and _condition_holds(field, answers, asked):
            asked[field.id] = field
    return tuple(asked.values())


def missing(
    definition: FormDefinition, answers: Answers, *, age: int | None = None, competent: bool = False
) -> tuple[FieldDefinition, ...]:
    """The compulsory fields that are asked and not answered; none missing means *completa* (6.4.2)."""
    return tuple(
        field
        for field in definition.fields
        if field.compulsory
        and field.id not in answers
        and not field.retired
        and _is_asked(definition, field, answers, age, competent=competent)
        and not any(other in answers for other in field.answered_by)
    )


def _is_asked(
    definition: FormDefinition, field: FieldDefinition, answers: Answers, age: int | None, *, competent: bool
) -> bool:
    """True if it is one of the visible fields; looks at what it hangs on and at nothing else."""
    hidden = (field.retired and field.id not in answers) or (field.competent_only and not competent)
    if hidden or not _asked_for_age(field, age):
        return False
    if field.asked_if is None:
        return True
    parent = definition.field(field.asked_if.field)
    asked = _is_asked(definition, parent, answers, age, competent=competent)
    return asked and _condition_holds(field, answers, {parent.id: parent})


def check_answers(
    definition: FormDefinition,
    answers: Mapping[str, object],
    *,
    today: date,
    competent: bool = False,
    held: Answers | None = None,
    districts: DistrictLookup | None = None,
) -> CheckedAnswers:
    """The answers made fit to keep, and every problem with its field.

    Empty texts and lists are left out. An answer to a question that another answer rules out is dropped; where the
    other question has no answer at all, that is a problem. Retired and competent-only fields are refused unless they
    merely repeat what is `held` already; unknown ones too, and where held (another edition) they stay as they are.
    Checking the result again, held, changes nothing.
    """
    before, fields = held or {}, definition.fields
    foreign = answers.keys() - {field.id for field in fields}
    problems = [
        Problem(name, "field_unknown", {"name": name}) for name in answers if name in foreign and name not in before
    ]
    kept: dict[str, Answer] = {}
    asked: dict[str, FieldDefinition] = {}
    for field in fields:
        if (field.minors_only or field.adults_only) and not _asked_for_age(field, age_of(kept, today)):
            continue
        if field.asked_if is not None and not _condition_holds(field, kept, asked):
            if field.id in answers and field.id not in before and _is_open(field, asked, answers):
                problems.append(_open_question(definition, field))
            continue
        asked[field.id] = field
        if field.id not in answers:
            continue
        guarded = field.retired or field.competent_only
        refusal = _refusal(field, competent) if guarded and answers[field.id] != before.get(field.id) else None
        result = refusal or checked_answer(field, answers[field.id], kept, today=today, districts=districts)
        if isinstance(result, Problem):
            problems.append(result)
        elif result is not None:
            kept[field.id] = result
    kept.update((name, before[name]) for name in answers if name in foreign and name in before)
    return CheckedAnswers(kept, tuple(problems))


def _refusal(field: FieldDefinition, competent: bool) -> Problem | None:
    if field.retired:
        return Problem(field.id, "field_retired", {"label": field.label})
    if field.competent_only and not competent:
        return Problem(field.id, "field_competent_only", {"label": field.label})
    return None


def _is_open(field: FieldDefinition, asked: Mapping[str, FieldDefinition], answers: Mapping[str, object]) -> bool:
    """True if the question that `field` hangs on is asked and nobody touched it."""
    parent = field.asked_if.field if field.asked_if else ""
    return parent in asked and answers.get(parent) in (None, "", [])


def _open_question(definition: FormDefinition, field: FieldDefinition) -> Problem:
    parent = definition.field(field.asked_if.field if field.asked_if else field.id)
    return Problem(parent.id, "answer_needed_first", {"label": parent.label, "other": field.label})


def readable(definition: FormDefinition, answers: Answers, role: Role) -> dict[str, Answer]:
    """The answers that `role` may see, by the role table; answers to unknown fields are never shown."""
    seen = {field.id for field in definition.fields if may_read(role, field.access)}
    return {field_id: answer for field_id, answer in answers.items() if field_id in seen}


def readable_definition(definition: FormDefinition, role: Role) -> FormDefinition:
    """The form with only the fields that `role` may see; sections left empty are gone."""
    return _narrowed(definition, frozenset(field.id for field in definition.fields if may_read(role, field.access)))


def _narrowed(definition: FormDefinition, wanted: frozenset[str]) -> FormDefinition:
    sections = (
        replace(section, fields=tuple(field for field in section.fields if field.id in wanted))
        for section in definition.sections
    )
    return replace(definition, sections=tuple(section for section in sections if section.fields))


def rewritten(
    definition: FormDefinition, held: Answers, typed: Mapping[str, object], role: Role, *, competent: bool = False
) -> dict[str, object]:
    """The whole set of answers after `role` rewrote what the form shows it.

    A field that `role` may write and that is not in `typed` was emptied. What the form does not let it touch stays as
    held: fields of other roles, retired ones, those of another edition, and the competent-only ones while the service
    is not competent. What is typed in fields of other roles is left aside: ask `written_without_right` first.
    """
    guarded = {field.id for field in definition.fields if not may_write(role, field.access)}
    open_ids = {
        field.id
        for field in definition.fields
        if field.id not in guarded and not field.retired and (competent or not field.competent_only)
    }
    result: dict[str, object] = {name: answer for name, answer in held.items() if name not in open_ids}
    result.update((name, answer) for name, answer in typed.items() if name not in guarded)
    return result


def written_without_right(
    definition: FormDefinition, held: Answers, typed: Mapping[str, object], role: Role
) -> tuple[FieldDefinition, ...]:
    """The fields typed with another answer than held although `role` may not write them."""
    return tuple(
        field
        for field in definition.fields
        if field.id in typed and typed[field.id] != held.get(field.id) and not may_write(role, field.access)
    )


def display(field: FieldDefinition, answer: Answer, districts: DistrictLookup | None = None) -> str:
    """An answer as a person reads it on screen and paper.

    Dates dd/mm/aaaa, options in words (several joined by `; `), districts as `Distrito, Provincia, Departamento`,
    phones in groups. A code that the list no longer has is shown as it is: it must not vanish.
    """
    return displayed(field, answer, districts)


def merge_own_fields(definition: FormDefinition, own_fields: Sequence[FieldDefinition]) -> FormDefinition:
    """The form with the service's own fields as its last section; the form itself if the service added none.

    Raises ValueError if an own field takes an id that the form has already.
    """
    if not own_fields:
        return definition
    taken = {field.id for field in definition.fields}
    marked = []
    for field in own_fields:
        if field.id in taken:
            raise ValueError(f"own field {field.id!r} has the id of another field")
        taken.add(field.id)
        options = YES_NO_OPTIONS if field.kind is FieldKind.YES_NO else field.options
        marked.append(replace(field, own=True, options=options))
    section = FormSection(OWN_SECTION_ID, OWN_SECTION_TITLE, OWN_SECTION_INTRODUCTION, tuple(marked))
    return replace(definition, sections=(*definition.sections, section))
