"""The exclusion check (6.7): which causes have recorded facts, which have none, which were never asked; and decisions.

The program shows what is recorded; people decide (`exclusion_rules`), and tell him with respect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.catalogues import Provenance
from facilitador.domain.doors import DoorCause
from facilitador.domain.evaluations import FactorReading, FactorState, Withdrawal
from facilitador.domain.protection import PersonAtRisk
from facilitador.domain.sessions import IncidentKind

FACT_LIMIT: Final = 1000
WHY_LIMIT: Final = 4000
TOLD_LIMIT: Final = 2000


class FactKind(StrEnum):
    """Where a fact was recorded; `OWN` was written down with the decision itself."""

    EVALUATION = "evaluation"
    INCIDENT = "incident"
    DOOR = "door"
    ANSWER = "answer"
    OWN = "own"


FACT_LABELS: Final[Mapping[FactKind, str]] = {
    FactKind.EVALUATION: "Evaluación",
    FactKind.INCIDENT: "Incidente de una sesión",
    FactKind.DOOR: "No ingresó a una sesión",
    FactKind.ANSWER: "Respuesta que no puede esperar",
    FactKind.OWN: "Anotado con la decisión",
}


class CauseState(StrEnum):
    """What is known of a cause of a man."""

    FACTS = "facts"
    NONE = "none"
    NO_ANSWER = "no_answer"
    NEVER_ASKED = "never_asked"
    NOT_APPLICABLE = "not_applicable"


CAUSE_STATE_LABELS: Final[Mapping[CauseState, str]] = {
    CauseState.FACTS: "Hay hechos registrados",
    CauseState.NONE: "Sin hechos registrados",
    CauseState.NO_ANSWER: "Prefirió no responder",
    CauseState.NEVER_ASKED: "Nunca se preguntó",
    CauseState.NOT_APPLICABLE: "No corresponde registrar",
}


class Outcome(StrEnum):
    """What people decided."""

    NOT_CONTINUING = "not_continuing"
    CONDITIONS = "conditions"
    NOTHING_YET = "nothing_yet"
    RETURNS = "returns"


OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.NOT_CONTINUING: "No continúa",
    Outcome.CONDITIONS: "Continúa con condiciones",
    Outcome.NOTHING_YET: "Nada por ahora",
    Outcome.RETURNS: "Puede volver",
}


class HelpKind(StrEnum):
    """What may keep a man from taking part though he would, and was looked at before saying that he does not."""

    LANGUAGE = "language"
    HEARING = "hearing"
    SHYNESS = "shyness"
    WORK = "work"
    OTHER = "other"


HELP_LABELS: Final[Mapping[HelpKind, str]] = {
    HelpKind.LANGUAGE: "La lengua en que se trabaja",
    HelpKind.HEARING: "Si oye y ve bien",
    HelpKind.SHYNESS: "Timidez o vergüenza",
    HelpKind.WORK: "Trabajo, horario o distancia",
    HelpKind.OTHER: "Otra cosa",
}


@dataclass(frozen=True, slots=True)
class ExclusionCause:
    """A cause in the directive's words: what it says, what limits it (`qualifier`), and where its facts are found."""

    code: str
    numeral: str
    text: str
    qualifier: str
    factors: frozenset[str]
    incidents: frozenset[IncidentKind]
    door: frozenset[DoorCause]
    instruments: frozenset[str]
    day_only: bool
    needs_help_tried: bool
    needs_competence: bool

    @property
    def whole_text(self) -> str:
        """The cause with its qualifier."""
        return f"{self.text} {self.qualifier}".strip()


@dataclass(frozen=True, slots=True)
class ExclusionCauses:
    """The causes of one edition, in the directive's order."""

    provenance: Provenance
    causes: tuple[ExclusionCause, ...]

    def find(self, code: str) -> ExclusionCause | None:
        """The cause of that code, or None."""
        return next((cause for cause in self.causes if cause.code == code), None)

    def text(self, code: str) -> str:
        """The words of a cause; the code itself if this edition has it no more, so that it does not vanish."""
        cause = self.find(code)
        return cause.whole_text if cause is not None else code

    @property
    def codes(self) -> frozenset[str]:
        """Every code of this edition."""
        return frozenset(cause.code for cause in self.causes)


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """Something recorded elsewhere in the book: `code` is its factor, kind, cause or instrument.

    `source_id`: the record itself; `session_id`: the session it belongs to, if it belongs to one.
    """

    kind: FactKind
    code: str
    on: date
    text: str
    source_id: UUID
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A fact as it stood when the decision was taken, under the cause it speaks for."""

    cause: str
    kind: FactKind
    on: date
    text: str
    source_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HelpTried:
    """What was tried so that he could take part."""

    kind: HelpKind
    what: str


@dataclass(frozen=True, slots=True)
class CauseReading:
    """A cause with the facts recorded of a man, newest first."""

    cause: ExclusionCause
    state: CauseState
    facts: tuple[RecordedFact, ...]


@dataclass(frozen=True, slots=True)
class Safety:
    """Who may be in danger and what was done about it; sealed. Empty `at_risk`: nobody that the team knows of.

    `protection_id`: the protection matter, if one was opened; `note`: what was done, or why none was needed.
    """

    at_risk: tuple[PersonAtRisk, ...]
    protection_id: UUID | None
    note: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The decision was told to him: how it was explained, and which institutions were offered."""

    on: date
    by: UUID
    explained: str
    institutions: str
    directory_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ExclusionDecision:
    """A decision of people about a man. `enrolment_id`: the stint it is about; None: before he entered any group.

    `edition` is that of the causes. `told` is None while it waits to be told.
    """

    id: UUID
    participant_id: UUID
    enrolment_id: UUID | None
    outcome: Outcome
    decided_on: date
    deciders: tuple[UUID, ...]
    causes: tuple[str, ...]
    edition: str
    facts: tuple[DecisionFact, ...]
    help_tried: tuple[HelpTried, ...]
    why: str
    conditions: str
    review_on: date | None
    told: Telling | None
    withdrawal: Withdrawal | None
    revision: int

    @property
    def pending(self) -> bool:
        """True while he has not been told; of *nada por ahora* there is nothing to tell."""
        return self.told is None and self.withdrawal is None and self.outcome is not Outcome.NOTHING_YET


@dataclass(frozen=True, slots=True)
class ExclusionStanding:
    """A man does not continue in a group since a day; no more than that is told to another group's team."""

    participant_id: UUID
    group_id: UUID | None
    group_name: str
    since: date


@dataclass(frozen=True, slots=True)
class ExclusionCheck:
    """What is known of every cause of a man, and what was decided so far, newest first."""

    participant_id: UUID
    full_name: str
    causes: tuple[CauseReading, ...]
    decisions: tuple[ExclusionDecision, ...]
    excluded: tuple[ExclusionStanding, ...]
    people: Mapping[UUID, str]


def read_causes(
    causes: ExclusionCauses, factors: Sequence[FactorReading], facts: Iterable[RecordedFact], *, competent: bool
) -> tuple[CauseReading, ...]:
    """Every cause with the facts that speak for it (6.7.1–6.7.3); a level of knowledge, never a verdict."""
    found: dict[tuple[FactKind, str], list[RecordedFact]] = defaultdict(list)
    for fact in (*_evaluated(factors), *facts):
        found[fact.kind, fact.code].append(fact)
    states = {reading.factor.code: reading.state for reading in factors}
    return tuple(_read_cause(cause, found, states, competent=competent) for cause in causes.causes)


def _evaluated(factors: Sequence[FactorReading]) -> Iterable[RecordedFact]:
    """What the initial evaluation found, as far as the last finding tells of something that he has now.

    The causes speak of the present ("presente un problema", "tengan adicciones"): who is found to consume no more has
    no fact there, and what was found before is told with the evaluation alone.
    """
    for reading in factors:
        recorded = [
            entry
            for entry in reading.entries
            if entry.withdrawal is None and entry.finding.state is FactorState.RECORDED
        ]
        if not recorded or not reading.factor.is_present(recorded[0].finding):  # the newest comes first
            continue
        for entry in recorded:
            finding = entry.finding
            level = reading.factor.level_text(finding.level) if finding.level else ""
            text = ". ".join(part.rstrip(".") for part in (level, finding.diagnosis, finding.known) if part)
            yield RecordedFact(FactKind.EVALUATION, reading.factor.code, entry.assessed_on, text, entry.id)


def _read_cause(
    cause: ExclusionCause,
    found: Mapping[tuple[FactKind, str], Sequence[RecordedFact]],
    states: Mapping[str, FactorState],
    *,
    competent: bool,
) -> CauseReading:
    if cause.needs_competence and not competent:  # Ley 29733, 13.8
        return CauseReading(cause, CauseState.NOT_APPLICABLE, ())
    places: tuple[tuple[FactKind, Collection[str]], ...] = (
        (FactKind.EVALUATION, cause.factors),
        (FactKind.INCIDENT, cause.incidents),
        (FactKind.DOOR, cause.door),
        (FactKind.ANSWER, cause.instruments),
    )
    facts = [fact for kind, codes in places for code in codes for fact in found.get((kind, code), ())]
    if facts:
        newest_first = sorted(facts, key=lambda fact: (fact.on, fact.source_id), reverse=True)
        return CauseReading(cause, CauseState.FACTS, tuple(newest_first))
    return CauseReading(cause, _without_facts([states[code] for code in cause.factors if code in states]), ())


def _without_facts(states: Collection[FactorState]) -> CauseState:
    """What can be said of a cause without a fact: a blank is never a "no"."""
    for state, said in (
        (FactorState.NOT_EVALUATED, CauseState.NEVER_ASKED),
        (FactorState.NO_ANSWER, CauseState.NO_ANSWER),
        (FactorState.NOT_APPLICABLE, CauseState.NOT_APPLICABLE),
    ):
        if state in states:
            return said
    return CauseState.NONE
