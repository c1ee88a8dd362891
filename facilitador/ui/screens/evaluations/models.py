"""The factors as a list, and what is known of one beside what was known before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from facilitador.domain.dates import format_date
from facilitador.domain.evaluations import (
    RISK_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    EvaluationEntry,
    Factor,
    FactorReading,
    FactorState,
    RiskLevelEntry,
    Withdrawal,
)
from facilitador.ui.widgets.table import Column, RowsModel

CHANGED: Final = "≠ cambió"
NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of what is known: `before` is None where nothing was known before."""

    title: str
    now: str
    before: str | None

    @property
    def changed(self) -> bool:
        """True if it differs from what was known before."""
        return self.before is not None and self.now != self.before


def factors_model() -> RowsModel[FactorReading]:
    """The factors in the directive's order; the second line says what is known and whether it changed."""
    return RowsModel([Column("Factor", factor_words, stretch=True)], lambda reading: reading.factor.code)


def factor_words(reading: FactorReading) -> str:
    """Name of the factor; below it its state with the level, the day, and whether it is another than before."""
    return f"{reading.factor.text}\n{short_words(reading)}"


def short_words(reading: FactorReading) -> str:
    """`Consume a veces · 15/11/2026 · ≠ cambió`; a factor nobody asked about says so."""
    entry = reading.latest
    if entry is None:
        return STATE_LABELS[reading.state]
    level = reading.factor.level_text(entry.finding.level) if entry.finding.level else ""
    parts = [level or STATE_LABELS[reading.state], format_date(entry.assessed_on), CHANGED if reading.changed else ""]
    return " · ".join(part for part in parts if part)


def standing(reading: FactorReading) -> tuple[EvaluationEntry, ...]:
    """What was found of a factor and not withdrawn, newest first."""
    return tuple(entry for entry in reading.entries if entry.withdrawal is None)


def compared(reading: FactorReading, people: Mapping[UUID, str]) -> tuple[Compared, ...]:
    """What is known now beside what was known before, line by line; lines that say nothing are left out."""
    found = standing(reading)
    if not found:
        return ()
    now = _lines(reading.factor, found[0], people)
    before = _lines(reading.factor, found[1], people) if len(found) > 1 else None
    lines = (
        Compared(title, text or NOTHING, (before[title] or NOTHING) if before is not None else None)
        for title, text in now.items()
    )
    return tuple(line for line in lines if line.now != NOTHING or line.before not in (None, NOTHING))


def _lines(factor: Factor, entry: EvaluationEntry, people: Mapping[UUID, str]) -> dict[str, str]:
    finding = entry.finding
    source = SOURCE_LABELS[finding.source] if finding.source is not None else ""
    document = finding.document_institution
    if finding.document_date is not None:
        document += f", {format_date(finding.document_date)}"
    return {
        "Estado": STATE_LABELS[finding.state],
        "Nivel": factor.level_text(finding.level) if finding.level else "",
        "Por qué" if finding.state is FactorState.NOT_APPLICABLE else "Qué se sabe": finding.known,
        "De quién se sabe": ". ".join(part for part in (source, finding.source_note) if part),
        "Diagnóstico": finding.diagnosis,
        "Documento": document,
        "Quién evaluó": people.get(entry.assessed_by, ""),
    }


def earlier_words(factor: Factor, entry: EvaluationEntry, people: Mapping[UUID, str]) -> str:
    """What was found once, in one paragraph; a withdrawn one says by whom, when and why."""
    lines = _lines(factor, entry, people)
    told = ". ".join(text.rstrip(".") for title, text in lines.items() if text and title != "Quién evaluó")
    words = f"{format_date(entry.assessed_on)}: {told}. Evaluó {lines['Quién evaluó']}."
    return f"{words} {withdrawn_words(entry.withdrawal, people)}" if entry.withdrawal is not None else words


def withdrawn_words(withdrawal: Withdrawal, people: Mapping[UUID, str]) -> str:
    """Who withdrew it, when and why."""
    who = people.get(withdrawal.by, "otra persona")
    return f"Retirado el {format_date(withdrawal.on)} por {who}: {withdrawal.reason}"


def risk_words(entry: RiskLevelEntry, people: Mapping[UUID, str]) -> str:
    """`Severo. Lo informó Comisaría de Chupaca el 15/11/2026 (oficio 12-2026).`"""
    reference = f" ({entry.reference})" if entry.reference else ""
    words = f"{RISK_LABELS[entry.level]}. Lo informó {entry.told_by} el {format_date(entry.told_on)}{reference}."
    return f"{words} {withdrawn_words(entry.withdrawal, people)}" if entry.withdrawal is not None else words
