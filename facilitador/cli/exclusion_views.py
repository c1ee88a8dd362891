"""The views of `show` about what is known of a man and what was decided: for each, its JSON shape and its lines.

`{"evaluation": {"participant_id", "name", "risk": risk | null, "risk_levels": [risk], "factors": [{"code", "text",
"state", "changed": [fields], "latest": entry | null, "entries": [entry]}]}}` · `{"exclusion_check": {"participant_id",
"name", "causes": [{"code", "numeral", "text", "state", "facts": [fact]}], "decisions": [decision], "excluded":
[standing]}}`

A factor that nobody asked about is `not_evaluated`, a cause that was never asked `never_asked`: neither is a no. Other
keys are those of the dataclass of that name in `facilitador.domain`. Who may be in danger is reserved and not in them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from facilitador.cli.console import table
from facilitador.cli.names import participant_named
from facilitador.cli.views import plain_value
from facilitador.domain.dates import format_date
from facilitador.domain.evaluations import (
    RISK_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    Evaluation,
    FactorReading,
)
from facilitador.domain.exclusions import (
    CAUSE_STATE_LABELS,
    FACT_LABELS,
    OUTCOME_LABELS,
    CauseReading,
    ExclusionCheck,
    ExclusionDecision,
)
from facilitador.reference import exclusion_causes
from facilitador.use_cases.evaluations import EvaluationOf
from facilitador.use_cases.exclusions import ExclusionCheckOf
from facilitador.use_cases.open_book import OpenBook


def evaluation(seen: Evaluation) -> tuple[dict[str, Any], list[str]]:
    """What is known of a man, factor by factor."""
    document = {
        "participant_id": str(seen.participant_id),
        "name": seen.full_name,
        "risk": plain_value(seen.risk),
        "risk_levels": plain_value(seen.risk_levels),
        "factors": [
            {
                "code": reading.factor.code,
                "text": reading.factor.text,
                "state": str(reading.state),
                "changed": sorted(reading.changed),
                "latest": plain_value(reading.latest),
                "entries": plain_value(reading.entries),
            }
            for reading in seen.factors
        ],
    }
    lines = [f"Evaluación de {seen.full_name}", _risk_line(seen), ""]
    rows = [(reading.factor.text, STATE_LABELS[reading.state], _found(reading)) for reading in seen.factors]
    lines += table(("Factor", "Estado", "Lo que se sabe"), rows)
    return {"evaluation": document}, lines


def _risk_line(seen: Evaluation) -> str:
    risk = seen.risk
    if risk is None:
        return "Nivel de riesgo: ninguna autoridad ha informado uno."
    return f"Nivel de riesgo: {RISK_LABELS[risk.level]}, según {risk.told_by}, {format_date(risk.told_on)}."


def _found(reading: FactorReading) -> str:
    if reading.latest is None:
        return ""
    finding = reading.latest.finding
    level = reading.factor.level_text(finding.level) if finding.level else ""
    source = SOURCE_LABELS[finding.source] if finding.source is not None else ""
    told = [part.rstrip(".") for part in (level, finding.diagnosis, finding.known, source) if part]
    changed = " (cambió)" if reading.changed else ""
    return f"{'. '.join((*told, format_date(reading.latest.assessed_on)))}{changed}"


def exclusion_check(seen: ExclusionCheck) -> tuple[dict[str, Any], list[str]]:
    """Every cause with what is recorded, and what was decided."""
    document = {
        "participant_id": str(seen.participant_id),
        "name": seen.full_name,
        "causes": [
            {
                "code": reading.cause.code,
                "numeral": reading.cause.numeral,
                "text": reading.cause.whole_text,
                "state": str(reading.state),
                "facts": plain_value(reading.facts),
            }
            for reading in seen.causes
        ],
        "decisions": plain_value(seen.decisions),
        "excluded": plain_value(seen.excluded),
    }
    lines = [f"Criterios de exclusión (6.7): {seen.full_name}", ""]
    rows = [(one.cause.numeral, one.cause.whole_text, CAUSE_STATE_LABELS[one.state]) for one in seen.causes]
    lines += table(("Numeral", "Causa", "Qué hay"), rows)
    lines += [line for one in seen.causes if one.facts for line in ("", *_fact_lines(one))]
    lines += ["", *(_decision_line(one, seen) for one in seen.decisions)] if seen.decisions else []
    return {"exclusion_check": document}, lines


def _fact_lines(reading: CauseReading) -> Iterable[str]:
    yield f"{reading.cause.numeral} {reading.cause.whole_text}:"
    for fact in reading.facts:
        yield f"  {format_date(fact.on)} {FACT_LABELS[fact.kind]}: {fact.text} {fact.source_id}"


def _decision_line(one: ExclusionDecision, seen: ExclusionCheck) -> str:
    people = "; ".join(seen.people.get(key, "") for key in one.deciders)
    causes = "; ".join(map(exclusion_causes().text, one.causes))
    stands = f"comunicada el {format_date(one.told.on)}" if one.told is not None else "sin comunicar"
    if one.withdrawal is not None:
        stands = "retirada"
    parts = [f"{format_date(one.decided_on)} {OUTCOME_LABELS[one.outcome]} ({stands}). Decidió: {people}."]
    parts += [f"Causa: {causes}."] if causes else []
    parts += [f"Se revisa el {format_date(one.review_on)}."] if one.review_on is not None else []
    return " ".join((*parts, str(one.id)))


def _show_evaluation(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    return evaluation(book.ask(EvaluationOf(participant_id=participant_named(book, args.subject))).result())


def _show_check(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    return exclusion_check(book.ask(ExclusionCheckOf(participant_id=participant_named(book, args.subject))).result())


VIEWS: Final[Mapping[str, Callable[[OpenBook, argparse.Namespace], tuple[dict[str, Any], list[str]]]]] = {
    "evaluation": _show_evaluation,
    "exclusion-check": _show_check,
}
"""The views by name."""
