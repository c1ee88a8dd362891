"""What is asked to decide about a man, and the command that the answers are (6.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.exclusions import (
    FACT_LIMIT,
    HELP_LABELS,
    OUTCOME_LABELS,
    TOLD_LIMIT,
    WHY_LIMIT,
    ExclusionCause,
    HelpKind,
    Outcome,
)
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.errors import InvalidInput, Problem
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.exclusions import Helped, OwnFact, RecordExclusionDecision

REASON: Final = FieldSpec(
    "reason",
    "¿Por qué se retira?",
    FieldKind.LONG_TEXT,
    help="Lo retirado queda a la vista, con su motivo.",
    compulsory=True,
    max_length=REASON_LIMIT,
)
_ACTS: Final = (str(Outcome.NOT_CONTINUING), str(Outcome.CONDITIONS))


def decision_parts(
    causes: Sequence[ExclusionCause], team: Sequence[Person], stints: Mapping[UUID, str]
) -> tuple[FormPart, ...]:
    """The questions of a decision; `stints`: his open ones by the name of the group."""
    people = tuple(Option(str(person.id), person.full_name) for person in team)
    first = (
        FieldSpec(
            "outcome",
            "¿Qué decidieron?",
            FieldKind.CHOICE,
            compulsory=True,
            options=tuple(Option(str(one), text) for one, text in OUTCOME_LABELS.items()),
        ),
        FieldSpec("decided_on", "¿Qué día lo decidieron?", FieldKind.DATE, compulsory=True),
        FieldSpec("deciders", "¿Quiénes decidieron?", FieldKind.CHOICES, options=people),
        *((_stint(stints),) if len(stints) > 1 else ()),
        _causes(causes),
    )
    facts = tuple(spec for cause in causes for spec in _fact(cause))
    helped = tuple(
        FieldSpec(_help_of(kind), text, FieldKind.LONG_TEXT, max_length=FACT_LIMIT)
        for kind, text in HELP_LABELS.items()
    )
    last = (
        FieldSpec("why", "¿Por qué lo decidieron así?", FieldKind.LONG_TEXT, max_length=WHY_LIMIT),
        FieldSpec(
            "conditions", "¿Con qué condiciones continúa?", FieldKind.LONG_TEXT, compulsory=True, max_length=TOLD_LIMIT
        ),
        FieldSpec("review_on", "¿Cuándo se revisa?", FieldKind.DATE, help="Ese día aparece en Inicio."),
    )
    return (
        FormPart("", "", first),
        FormPart("Hechos", "Lo que ya está anotado en el cuaderno se incluye solo. Escriba lo que falte.", facts),
        FormPart("Qué se intentó para ayudarlo", "Antes de decir que no participa: qué se vio y qué se hizo.", helped),
        FormPart("", "", last),
    )


def _stint(stints: Mapping[UUID, str]) -> FieldSpec:
    options = tuple(Option(str(key), name) for key, name in stints.items())
    return FieldSpec("enrolment_id", "¿Sobre qué grupo?", FieldKind.CHOICE, compulsory=True, options=options)


def _causes(causes: Sequence[ExclusionCause]) -> FieldSpec:
    options = tuple(Option(cause.code, f"{cause.numeral}  {cause.whole_text}") for cause in causes)
    make = partial(WrappedChoices, options)
    return FieldSpec("causes", "¿Por qué causa?", FieldKind.CHOICES, options=options, control=make)


def _fact(cause: ExclusionCause) -> tuple[FieldSpec, FieldSpec]:
    words = FieldSpec(_fact_of(cause.code), cause.whole_text, FieldKind.LONG_TEXT, max_length=FACT_LIMIT)
    return words, FieldSpec(_day_of(cause.code), "¿Qué día pasó?", FieldKind.DATE)


def _fact_of(cause: str) -> str:
    return f"fact_{cause}"


def _day_of(cause: str) -> str:
    return f"day_{cause}"


def _help_of(kind: HelpKind) -> str:
    return f"help_{kind}"


def _chosen(values: Answers, name: str) -> list[str]:
    given = values.get(name)
    return [str(one) for one in given] if isinstance(given, list) else []


def asked(values: Answers, causes: Sequence[ExclusionCause], stints: Mapping[UUID, str]) -> Iterable[str]:
    """Which questions are asked, given what was decided and why."""
    yield from ("outcome", "decided_on", "deciders", "why")
    outcome, chosen = values.get("outcome"), _chosen(values, "causes")
    if outcome != Outcome.RETURNS:
        yield "causes"
        if len(stints) > 1:
            yield "enrolment_id"
        for cause in causes:
            if cause.code in chosen:
                yield _fact_of(cause.code)
                if _fact_of(cause.code) in values:
                    yield _day_of(cause.code)
        if outcome in _ACTS and any(cause.needs_help_tried for cause in causes if cause.code in chosen):
            yield from map(_help_of, HelpKind)
    if outcome == Outcome.CONDITIONS:
        yield "conditions"
    if outcome in (Outcome.CONDITIONS, Outcome.NOTHING_YET):
        yield "review_on"


def first_answers(today: date, decider: UUID) -> dict[str, Answer]:
    """The form before anything is typed: decided today, by who writes it down."""
    return {"decided_on": today.isoformat(), "deciders": [str(decider)]}


def half_typed(values: Answers) -> Iterable[Problem]:
    """A fact without its day, question by question."""
    for cause in _chosen(values, "causes"):
        if _fact_of(cause) in values and _day_of(cause) not in values:
            yield Problem(_day_of(cause), "field_required")


def deciding(participant_id: UUID, values: Answers) -> RecordExclusionDecision:
    """The command that writes the decision down; InvalidInput for a fact without its day."""
    lacking = tuple(half_typed(values))
    if lacking:
        raise InvalidInput(lacking)
    stint = text_in(values, "enrolment_id")
    facts = (
        (cause, day_in(values, _day_of(cause)), text_in(values, _fact_of(cause))) for cause in _chosen(values, "causes")
    )
    return RecordExclusionDecision(
        participant_id=participant_id,
        enrolment_id=UUID(stint) if stint else None,
        outcome=Outcome(text_in(values, "outcome")),
        deciders=tuple(map(UUID, _chosen(values, "deciders"))),
        decided_on=day_in(values, "decided_on"),
        causes=tuple(_chosen(values, "causes")),
        facts=tuple(OwnFact(cause=cause, on=on, what=what) for cause, on, what in facts if what and on is not None),
        help_tried=tuple(
            Helped(kind=kind, what=text_in(values, _help_of(kind))) for kind in HelpKind if _help_of(kind) in values
        ),
        why=text_in(values, "why"),
        conditions=text_in(values, "conditions"),
        review_on=day_in(values, "review_on"),
    )


def place(problem: Problem, values: Answers, causes: Sequence[ExclusionCause]) -> Problem:
    """The same problem beside the question that asks for it."""
    if problem.field == "help_tried":
        return replace(problem, field=_help_of(HelpKind.LANGUAGE))
    if problem.field != "facts":
        return problem
    meant = problem.parameters.get("cause")
    lacking = next((cause.code for cause in causes if cause.whole_text == meant), None)
    if lacking is not None:
        return replace(problem, field=_fact_of(lacking))
    days = [(text_in(values, _day_of(cause)), cause) for cause in _chosen(values, "causes")]
    latest = max((pair for pair in days if pair[0]), default=None)  # what is refused of a day is that it is too late
    return replace(problem, field=_day_of(latest[1])) if latest is not None else problem
