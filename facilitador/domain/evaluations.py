"""The initial evaluation (6.6): eleven factors, what is known of each, from whom, since when; and what changed.

*No evaluado* is not "no", *no corresponde registrar* is neither. Nothing is overwritten: what is learnt later stands
beside what was known before. There is no score; the level of risk is the one that an authority told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.catalogues import Provenance
from facilitador.domain.checks import Checks
from facilitador.domain.roles import Role, Section, may_read

KNOWN_LIMIT: Final = 4000
LINE_LIMIT: Final = 160


class FactorState(StrEnum):
    """What can be said of a factor; `NOT_EVALUATED` is never written, it is where nothing else stands."""

    RECORDED = "recorded"
    NONE_KNOWN = "none_known"
    NO_ANSWER = "no_answer"
    NOT_APPLICABLE = "not_applicable"
    NOT_EVALUATED = "not_evaluated"


STATE_LABELS: Final[Mapping[FactorState, str]] = {
    FactorState.RECORDED: "Registrado",
    FactorState.NONE_KNOWN: "Sin antecedentes conocidos",
    FactorState.NO_ANSWER: "Prefiere no responder",
    FactorState.NOT_APPLICABLE: "No corresponde registrar",
    FactorState.NOT_EVALUATED: "No evaluado",
}


class Source(StrEnum):
    """From whom it is known. What a partner or relative told is reserved and has no place here."""

    HIMSELF = "himself"
    OBSERVED = "observed"
    DOCUMENT = "document"
    AUTHORITY = "authority"
    SERVICE = "service"


SOURCE_LABELS: Final[Mapping[Source, str]] = {
    Source.HIMSELF: "Lo dijo él",
    Source.OBSERVED: "Lo observó el equipo",
    Source.DOCUMENT: "Consta en un documento",
    Source.AUTHORITY: "Lo informó una autoridad",
    Source.SERVICE: "Lo informó otro servicio",
}


class RiskLevel(StrEnum):
    """The level of risk as an authority told it; never reckoned here."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


RISK_LABELS: Final[Mapping[RiskLevel, str]] = {
    RiskLevel.MILD: "Leve",
    RiskLevel.MODERATE: "Moderado",
    RiskLevel.SEVERE: "Severo",
}


@dataclass(frozen=True, slots=True)
class FactorLevel:
    """A level of a factor: stable code, words for people; `present`: whether it tells of something that he has now."""

    code: str
    text: str
    present: bool = True


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the eleven factors: who may see it, its levels where it has them, what may be said of it."""

    code: str
    text: str
    help: str
    section: Section
    levels: tuple[FactorLevel, ...]
    none_known: bool
    diagnosis: bool
    needs_competence: bool

    def level_text(self, code: str) -> str:
        """The words of a level; the code itself if this edition has it no more, so that it does not vanish."""
        return next((level.text for level in self.levels if level.code == code), code)

    def is_present(self, finding: FactorFinding) -> bool:
        """False for a level that tells of nothing he has now, unless a documented diagnosis stands beside it."""
        return bool(finding.diagnosis) or all(level.present for level in self.levels if level.code == finding.level)


@dataclass(frozen=True, slots=True)
class EvaluationFactors:
    """The factors of one edition, in the directive's order."""

    provenance: Provenance
    factors: tuple[Factor, ...]

    def find(self, code: str) -> Factor | None:
        """The factor of that code, or None."""
        return next((factor for factor in self.factors if factor.code == code), None)


@dataclass(frozen=True, slots=True)
class FactorFinding:
    """What is said of a factor on a day. `level`: a code of the factor or empty. A diagnosis has its document."""

    state: FactorState
    known: str = ""
    level: str = ""
    source: Source | None = None
    source_note: str = ""
    diagnosis: str = ""
    document_institution: str = ""
    document_date: date | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record was written down by mistake: it stays, marked, with who said so, when and why."""

    on: date
    by: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationEntry:
    """A finding with its man, its day and its assessor; `edition` is that of the factors it was written under."""

    id: UUID
    participant_id: UUID
    factor: str
    edition: str
    finding: FactorFinding
    assessed_on: date
    assessed_by: UUID
    withdrawal: Withdrawal | None
    revision: int


@dataclass(frozen=True, slots=True)
class FactorReading:
    """A factor with all that was written of it, newest first, and what of the newest differs from the one before."""

    factor: Factor
    state: FactorState
    latest: EvaluationEntry | None
    changed: frozenset[str]
    entries: tuple[EvaluationEntry, ...]


@dataclass(frozen=True, slots=True)
class RiskLevelEntry:
    """A level of risk as `told_by` told it on `told_on`; `reference`: number of the document or case."""

    id: UUID
    participant_id: UUID
    level: RiskLevel
    told_by: str
    told_on: date
    reference: str
    recorded_by: UUID
    withdrawal: Withdrawal | None
    revision: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is known of a man, as far as the asking role may see it; levels of risk newest first."""

    participant_id: UUID
    full_name: str
    factors: tuple[FactorReading, ...]
    risk_levels: tuple[RiskLevelEntry, ...]
    people: Mapping[UUID, str]

    @property
    def risk(self) -> RiskLevelEntry | None:
        """The level of risk that stands: the one told last; None if nobody told one."""
        return next((entry for entry in self.risk_levels if entry.withdrawal is None), None)

    @property
    def not_evaluated(self) -> int:
        """How many factors nobody has asked about yet."""
        return sum(reading.state is FactorState.NOT_EVALUATED for reading in self.factors)


def checked_finding(factor: Factor, given: FactorFinding, assessed_on: date, today: date) -> FactorFinding:
    """The finding as it is kept; `InvalidInput` names every field that does not do.

    What is recorded needs words or a level, and says from whom it is known; a diagnosis, and whatever rests on a
    document, needs the institution that wrote it and its date.
    """
    checks = Checks()
    kept = FactorFinding(
        state=given.state,
        known=checks.text("known", given.known, KNOWN_LIMIT),
        level=checks.known("level", given.level, {level.code for level in factor.levels}),
        source=given.source,
        source_note=checks.line("source_note", given.source_note, LINE_LIMIT),
        diagnosis=checks.line("diagnosis", given.diagnosis, LINE_LIMIT),
        document_institution=checks.line("document_institution", given.document_institution, LINE_LIMIT),
        document_date=given.document_date,
    )
    checks.recorded_day("assessed_on", assessed_on, today)
    checks.need("state", given.state is not FactorState.NOT_EVALUATED, "evaluation_state_not_written")
    checks.need("state", given.state is not FactorState.NONE_KNOWN or factor.none_known, "evaluation_always_something")
    _check_words(checks, kept)
    _check_document(checks, factor, kept, today)
    checks.refuse_if_any()
    return kept


def _check_words(checks: Checks, kept: FactorFinding) -> None:
    if kept.state is FactorState.RECORDED:
        checks.need("known", bool(kept.known or kept.level or kept.diagnosis), "evaluation_says_nothing")
    else:
        for field in ("level", "diagnosis"):
            checks.need(field, not getattr(kept, field), "evaluation_only_recorded")
    if kept.state is FactorState.NOT_APPLICABLE:
        checks.need("known", bool(kept.known), "evaluation_says_why")
    if kept.state in (FactorState.RECORDED, FactorState.NONE_KNOWN):
        checks.need("source", kept.source is not None, "field_required")


def _check_document(checks: Checks, factor: Factor, kept: FactorFinding, today: date) -> None:
    checks.need("diagnosis", factor.diagnosis or not kept.diagnosis, "evaluation_without_diagnosis")
    named = bool(kept.document_institution)
    dated = kept.document_date is not None
    if kept.diagnosis or kept.source is Source.DOCUMENT or named or dated:
        checks.need("document_institution", named, "evaluation_needs_document")
        checks.need("document_date", dated, "evaluation_needs_document")
    checks.need("document_date", kept.document_date is None or kept.document_date <= today, "day_in_future")


def is_off(factor: Factor, *, competent: bool) -> bool:
    """True where the service must not record the factor (Ley 29733, 13.8)."""
    return factor.needs_competence and not competent


def read_factors(
    factors: EvaluationFactors, entries: Iterable[EvaluationEntry], role: Role, *, competent: bool
) -> tuple[FactorReading, ...]:
    """Every factor that `role` may see; of one that is off nothing is shown, whatever lies in the book.

    `entries` may come in any order of factors, newest first within each.
    """
    of_factor: dict[str, list[EvaluationEntry]] = {}
    for entry in entries:
        of_factor.setdefault(entry.factor, []).append(entry)
    return tuple(
        _reading(factor, tuple(of_factor.get(factor.code, ())), off=is_off(factor, competent=competent))
        for factor in factors.factors
        if may_read(role, factor.section)
    )


def _reading(factor: Factor, entries: tuple[EvaluationEntry, ...], *, off: bool) -> FactorReading:
    if off:
        return FactorReading(factor, FactorState.NOT_APPLICABLE, None, frozenset(), ())
    standing = [entry for entry in entries if entry.withdrawal is None]
    if not standing:
        return FactorReading(factor, FactorState.NOT_EVALUATED, None, frozenset(), entries)
    latest = standing[0]
    changed = differences(standing[1].finding, latest.finding) if len(standing) > 1 else frozenset()
    return FactorReading(factor, latest.finding.state, latest, changed, entries)


def differences(before: FactorFinding, after: FactorFinding) -> frozenset[str]:
    """The fields in which two findings differ."""
    return frozenset(name for name in FactorFinding.__slots__ if getattr(before, name) != getattr(after, name))
