"""What is asked about one factor, and about the level of risk that an authority told; the commands that answers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.checks import REASON_LIMIT
from facilitador.domain.evaluations import (
    KNOWN_LIMIT,
    LINE_LIMIT,
    RISK_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    Factor,
    FactorState,
    RiskLevel,
    Source,
)
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.errors import Problem
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.risk_levels import RecordRiskLevel

REASON: Final = FieldSpec(
    "reason",
    "¿Por qué se retira?",
    FieldKind.LONG_TEXT,
    help="Lo retirado queda a la vista, con su motivo.",
    compulsory=True,
    max_length=REASON_LIMIT,
)
_STATES: Final = tuple(
    Option(str(state), text) for state, text in STATE_LABELS.items() if state is not FactorState.NOT_EVALUATED
)
_TOLD: Final = (str(FactorState.RECORDED), str(FactorState.NONE_KNOWN))
_WHY: Final = "why"


def factor_parts(factors: Sequence[Factor], team: Sequence[Person]) -> tuple[FormPart, ...]:
    """The questions about one of these factors."""
    found = (
        FieldSpec(
            "factor",
            "Factor",
            FieldKind.CHOICE,
            compulsory=True,
            options=tuple(Option(factor.code, factor.text) for factor in factors),
        ),
        FieldSpec("state", "¿Qué se puede decir?", FieldKind.CHOICE, compulsory=True, options=_STATES),
        *(_level(factor) for factor in factors if factor.levels),
        FieldSpec("known", "Qué se sabe", FieldKind.LONG_TEXT, max_length=KNOWN_LIMIT),
        FieldSpec(_WHY, "¿Por qué no corresponde registrarlo?", FieldKind.LONG_TEXT, max_length=KNOWN_LIMIT),
        FieldSpec(
            "source",
            "¿De quién se sabe?",
            FieldKind.CHOICE,
            help="Lo que contó su pareja o familia es reservado: no se anota aquí.",
            options=tuple(Option(str(source), text) for source, text in SOURCE_LABELS.items()),
        ),
        FieldSpec("source_note", "Quién o qué servicio", help="Si hace falta precisarlo.", max_length=LINE_LIMIT),
        FieldSpec(
            "diagnosis",
            "Diagnóstico",
            help="Solo el que consta en un documento. El equipo no diagnostica.",
            max_length=LINE_LIMIT,
        ),
        FieldSpec("document_institution", "Institución que dio el documento", max_length=LINE_LIMIT),
        FieldSpec("document_date", "Fecha del documento", FieldKind.DATE),
        FieldSpec("assessed_on", "¿Qué día se evaluó?", FieldKind.DATE, compulsory=True),
        FieldSpec(
            "assessed_by",
            "¿Quién evaluó?",
            FieldKind.CHOICE,
            help="Vacío si fue usted.",
            options=tuple(Option(str(person.id), person.full_name) for person in team),
        ),
    )
    return (FormPart("", "", found),)


def _level(factor: Factor) -> FieldSpec:
    options = tuple(Option(level.code, level.text) for level in factor.levels)
    return FieldSpec(_level_of(factor.code), "Nivel", FieldKind.CHOICE, options=options)


def _level_of(factor: str) -> str:
    return f"level_{factor}"


def asked(values: Answers, factors: Sequence[Factor]) -> Iterable[str]:
    """Which questions are asked, given the factor and what can be said of it."""
    factor = next((one for one in factors if one.code == values.get("factor")), None)
    state = values.get("state")
    yield from ("factor", "state", "assessed_on", "assessed_by")
    if state == FactorState.RECORDED and factor is not None:
        if factor.levels:
            yield _level_of(factor.code)
        if factor.diagnosis:
            yield "diagnosis"
    if state in _TOLD:
        yield from ("known", "source", "source_note")
        diagnosed = factor is not None and factor.diagnosis and "diagnosis" in values
        if values.get("source") == Source.DOCUMENT or diagnosed:
            yield from ("document_institution", "document_date")
    if state == FactorState.NOT_APPLICABLE:
        yield _WHY


def first_answers(factor: str, today: date) -> dict[str, Answer]:
    """The form before anything is typed."""
    return {"factor": factor, "assessed_on": today.isoformat()}


def recording(participant_id: UUID, values: Answers) -> RecordEvaluation:
    """The command that writes down what was found."""
    factor, state = text_in(values, "factor"), FactorState(text_in(values, "state"))
    source, by = text_in(values, "source"), text_in(values, "assessed_by")
    return RecordEvaluation(
        participant_id=participant_id,
        factor=factor,
        state=state,
        known=text_in(values, _WHY if state is FactorState.NOT_APPLICABLE else "known"),
        level=text_in(values, _level_of(factor)),
        source=Source(source) if source else None,
        source_note=text_in(values, "source_note"),
        diagnosis=text_in(values, "diagnosis"),
        document_institution=text_in(values, "document_institution"),
        document_date=day_in(values, "document_date"),
        assessed_on=day_in(values, "assessed_on"),
        assessed_by=UUID(by) if by else None,
    )


def place(problem: Problem, values: Answers) -> Problem:
    """The same problem beside the question that asks for it."""
    if problem.field == "known" and values.get("state") == FactorState.NOT_APPLICABLE:
        return replace(problem, field=_WHY)
    if problem.field == "level":
        return replace(problem, field=_level_of(text_in(values, "factor")))
    return problem


def risk_parts() -> tuple[FormPart, ...]:
    """The questions about the level of risk."""
    levels = tuple(Option(str(level), text) for level, text in RISK_LABELS.items())
    return (
        FormPart(
            "",
            "",
            (
                FieldSpec("level", "Nivel que informó", FieldKind.CHOICE, compulsory=True, options=levels),
                FieldSpec(
                    "told_by",
                    "¿Qué autoridad lo informó?",
                    help="Comisaría, fiscalía o juzgado.",
                    compulsory=True,
                    max_length=LINE_LIMIT,
                ),
                FieldSpec("told_on", "¿Cuándo lo informó?", FieldKind.DATE, compulsory=True),
                FieldSpec("reference", "Número del documento o del expediente", max_length=LINE_LIMIT),
            ),
        ),
    )


def risk_command(participant_id: UUID, values: Answers) -> RecordRiskLevel:
    """The command that writes down what the authority told."""
    told_on = day_in(values, "told_on")
    assert told_on is not None  # the form does not let it go without
    return RecordRiskLevel(
        participant_id=participant_id,
        level=RiskLevel(text_in(values, "level")),
        told_by=text_in(values, "told_by"),
        told_on=told_on,
        reference=text_in(values, "reference"),
    )
