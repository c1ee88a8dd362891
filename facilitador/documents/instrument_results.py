"""What one man answered and what it says, for the team: his file, never his copy (6.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
    Width,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.domain.applications import (
    MODE_LABELS,
    PURPOSE_LABELS,
    STATUS_LABELS,
    ApplicationRecord,
    ApplicationStatus,
    CriticalMatter,
)
from facilitador.domain.dates import format_date
from facilitador.domain.instrument_words import (
    NOT_SCORED_WORDS,
    PRORATED_WORDS,
    REFUSED_WORDS,
    UNANSWERED_WORDS,
    VALIDATION_WORDS,
)
from facilitador.domain.instruments import REFUSED
from facilitador.domain.profile_words import NO_VALUE, direction_note, figure, is_validated
from facilitador.domain.scoring import SubscaleScore, possible_range
from facilitador.domain.text import as_sentence

TITLE = "Resultado de las preguntas"
_SCORES = (Column("Escala", 5), Column("Valor", 1.4, numeric=True), Column("Contestó", 1.9), Column("Qué dice", 6))
_ANSWERS = (Column("N.º", 0.9, numeric=True), Column("Pregunta", 8.5), Column("Respuesta", 4.5))


@dataclass(frozen=True, slots=True)
class InstrumentResult:
    """One application, and the number of its print."""

    letterhead: Letterhead
    record: ApplicationRecord
    number: str = ""


def compose(result: InstrumentResult) -> Document:
    """The result as a paper."""
    record = result.record
    blocks = (
        Title(TITLE, record.instrument.name, result.number),
        _facts(record),
        *_standing(record),
        *(block for matter in record.critical for block in _critical(matter)),
        *_scores(record),
        Heading("Lo que respondió"),
        Table(_ANSWERS, tuple(_answers(record)), row_height=18),
    )
    return Document(
        title=TITLE,
        subject="Respuestas de un participante y lo que dicen",
        file_name="resultado-de-las-preguntas.pdf",
        letterhead=result.letterhead,
        parts=(Part(blocks, result.number),),
        foot=SENSITIVE_FOOT,
        edition=record.line.edition,
    )


def _facts(record: ApplicationRecord) -> FieldGrid:
    line = record.line
    told = (
        ("Participante", line.full_name),
        ("Momento", PURPOSE_LABELS[line.purpose]),
        ("Fecha", format_date(line.applied_on)),
        ("Cómo", MODE_LABELS[line.mode]),
        ("Aplicó", record.applier),
        ("Respuestas", f"{line.answered} de {line.items}; prefirió no responder {line.refused}"),
    )
    return FieldGrid(tuple(FieldLine(label, value, Width.HALF) for label, value in told if value))


def _standing(record: ApplicationRecord) -> Iterator[Block]:
    """What must be known before a number is read."""
    if record.line.status is not ApplicationStatus.FINISHED:
        yield Notice(STATUS_LABELS[record.line.status], record.void_reason or "Los valores son de lo respondido.")
    instrument = record.instrument
    if not is_validated(instrument):
        yield Notice(VALIDATION_WORDS[instrument.validation], instrument.validation_note)
    elif instrument.validation_note:
        yield Paragraph(f"{VALIDATION_WORDS[instrument.validation]}. {instrument.validation_note}", quiet=True)


def _critical(matter: CriticalMatter) -> Iterator[Block]:
    if matter.attended_at is None:
        state = "Pide atención hoy"
    else:
        state = f"Atendida por {matter.attended_by}" if matter.attended_by else "Atendida"
    yield Notice(f"{state}: {matter.reason}", f"{matter.text} {matter.label}.\n{matter.note}".strip())
    if matter.attended_at is None:
        yield Points(matter.steps)


def _scores(record: ApplicationRecord) -> Iterator[Block]:
    rows = tuple(_score(record, one) for one in record.scores.subscales)
    told = len(_SCORES) if any(row[-1] for row in rows) else len(_SCORES) - 1
    yield Heading("Lo que dice")
    yield Table(_SCORES[:told], tuple(row[:told] for row in rows), row_height=18)


def _score(record: ApplicationRecord, one: SubscaleScore) -> tuple[str, ...]:
    subscale = record.instrument.subscale(one.subscale)
    low, high = possible_range(record.instrument, subscale)
    scale = "; ".join(filter(None, (f"de {figure(low)} a {figure(high)}", direction_note(subscale))))
    told = [NOT_SCORED_WORDS[one.reason]] if one.reason is not None else []
    told += [PRORATED_WORDS] if one.prorated else []
    told += [one.range.meaning] if one.range is not None else []
    value = figure(one.value) if one.value is not None else NO_VALUE
    answered = f"{one.answered} de {len(subscale.items)}"
    said = "; ".join(told)
    return f"{subscale.title} ({scale})", value, answered, as_sentence(said)


def _answers(record: ApplicationRecord) -> Iterator[tuple[str, ...]]:
    for number, item in enumerate(record.instrument.items, start=1):
        answer = record.answers.get(item.id)
        if answer is None:
            words = UNANSWERED_WORDS
        elif answer is REFUSED:
            words = REFUSED_WORDS
        else:
            words = record.instrument.scale_of(item.id).label(answer)
        yield str(number), item.text, words
