"""The initial evaluation to be filled by hand (6.6): a blank is "no evaluado", so every state has its own box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Document,
    FieldGrid,
    FieldLine,
    GridCell,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.domain.evaluations import (
    RISK_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    EvaluationFactors,
    Factor,
    FactorState,
    is_off,
)


@dataclass(frozen=True, slots=True)
class BlankEvaluation:
    """The factors to ask for; `competent`: the service may record criminal matters (Ley 29733, 13.8)."""

    letterhead: Letterhead
    factors: EvaluationFactors
    competent: bool


def compose_blank(blank: BlankEvaluation) -> Document:
    """Every factor that the service may record, with its boxes and lines."""
    return Document(
        title=blank.factors.provenance.title,
        subject="Evaluación inicial, en blanco",
        file_name="evaluacion-en-blanco.pdf",
        letterhead=blank.letterhead,
        parts=(Part(tuple(_blocks(blank))),),
        foot=SENSITIVE_FOOT,
        edition=blank.factors.provenance.edition,
    )


def _blocks(blank: BlankEvaluation) -> Iterator[Block]:
    yield Title(blank.factors.provenance.title)
    yield Paragraph(
        "Se pregunta con calma y a solas. Él puede no responder. Lo que se deja en blanco queda como no evaluado.",
        quiet=True,
    )
    yield FieldGrid(
        (
            FieldLine("Nombres y apellidos del participante"),
            FieldLine("Fecha", None, Width.HALF, Writing.DATE),
        )
    )
    for factor in blank.factors.factors:
        if not is_off(factor, competent=blank.competent):
            yield Heading(factor.text, factor.help)
            yield FieldGrid(tuple(_cells(factor)))
    yield Heading("Nivel de riesgo", "Solo el que informó una autoridad; el equipo no lo calcula.")
    yield FieldGrid(
        (
            ChoiceBoxes("Nivel", tuple(RISK_LABELS.values())),
            FieldLine("Qué autoridad lo informó"),
            FieldLine("Fecha en que lo informó", None, Width.HALF, Writing.DATE),
        )
    )
    yield SignatureRow((SignaturePlace("Firma de quien evalúa", ("Nombre:",)),))


def _cells(factor: Factor) -> Iterator[GridCell]:
    states = [FactorState.RECORDED, FactorState.NO_ANSWER, FactorState.NOT_APPLICABLE]
    if factor.none_known:
        states.insert(1, FactorState.NONE_KNOWN)
    yield ChoiceBoxes("Estado", tuple(STATE_LABELS[state] for state in states))
    if factor.levels:
        yield ChoiceBoxes("Nivel", tuple(level.text for level in factor.levels))
    yield ChoiceBoxes("De dónde se sabe", tuple(SOURCE_LABELS.values()))
    yield FieldLine("Lo que se sabe", None, Width.FULL, Writing.LINES)
    if factor.diagnosis:
        yield FieldLine("Diagnóstico, solo con documento")
        yield FieldLine("Institución y fecha del documento")
