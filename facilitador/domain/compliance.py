"""How a service and its groups stand with each numeral of the directive (7.2, VIII): reckoned from records.

Nothing here is ticked by hand. What no record can show is declared in writing; what the directive only prefers may be
decided otherwise, with a reason. There is no percentage anywhere, and no name of a man.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Final, TypeAlias, TypeVar
from uuid import UUID

from facilitador.domain.catalogues import Force, Provenance
from facilitador.domain.origins import Source
from facilitador.domain.services import Binding
from facilitador.errors import UserFacingError

WORDS_LIMIT: Final = 1000
"""Letters that a declaration or the reason of a decision may have."""


class Span(StrEnum):
    """Of what a numeral is asked: of each group, of the service as a whole, of both."""

    GROUP = "group"
    SERVICE = "service"
    BOTH = "both"


class State(StrEnum):
    """How one numeral stands. MISSING only where the directive demands; UNDECIDED where it prefers or suggests."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"
    UNDECIDED = "undecided"
    DECIDED_OTHERWISE = "decided_otherwise"
    NOT_APPLICABLE = "not_applicable"
    NOT_FOR_RECORD = "not_for_record"


STATE_LABELS: Final[Mapping[State, str]] = {
    State.MET: "Cumple",
    State.PARTLY: "En parte",
    State.MISSING: "Falta",
    State.UNDECIDED: "Por decidir",
    State.DECIDED_OTHERWISE: "Se decidió de otro modo",
    State.NOT_APPLICABLE: "Todavía no se aplica",
    State.NOT_FOR_RECORD: "No corresponde registrar",
}
FORCE_LABELS: Final[Mapping[Force, str]] = {
    Force.MUST: "Debe",
    Force.PREFERRED: "De preferencia",
    Force.IF_FEASIBLE: "De ser factible",
    Force.OWN: "Propio de este programa",
}
BINDING_SENTENCES: Final[Mapping[Binding, str]] = {
    Binding.MIMP_BODY: "Este servicio es del MIMP: está obligado por la directiva (IV).",
    Binding.BOUND: "Este servicio está obligado por la directiva.",
    Binding.ADHERES: "Este servicio no es del MIMP: adhiere a la directiva. Nada de esta lista lo obliga (IV).",
}
TO_MEND: Final = frozenset({State.MISSING, State.PARTLY, State.UNDECIDED})
"""The states in which somebody still has something to do or to decide."""


class Finding(StrEnum):
    """What one piece of evidence says."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NOT_FOR_RECORD = "not_for_record"


class StatementKind(StrEnum):
    """What somebody of the team put in writing about a numeral."""

    DECLARED = "declared"
    DECIDED_OTHERWISE = "decided_otherwise"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One numeral in our own words.

    `shows`: what counts as evidence. `place`: the kind of page that mends it, as the window's routes name it.
    `declaration`: what is declared where no record can show it, else empty. `paper`: what to do meanwhile on paper
    where the program does not record it, else empty.
    """

    numeral: str
    chapter: str
    text: str
    force: Force
    span: Span
    shows: str
    place: str
    declaration: str
    paper: str


@dataclass(frozen=True, slots=True)
class Requirements:
    """The numerals of one edition, in the directive's order, with the titles of their chapters."""

    provenance: Provenance
    chapters: Mapping[str, str]
    items: tuple[Requirement, ...]

    def find(self, numeral: str) -> Requirement:
        """The requirement of that numeral; refuses with `numeral_unknown`."""
        for item in self.items:
            if item.numeral == numeral:
                return item
        raise UserFacingError("numeral_unknown", field="numeral", numeral=numeral)


@dataclass(frozen=True, slots=True)
class ComplianceScope:
    """What is looked at: one group, or (None) the service with its groups that are not closed.

    `elsewhere`: it is of another service, whose team, directory and settings no package brings.
    """

    group_id: UUID | None = None
    elsewhere: bool = False

    def page(self, kind: str) -> tuple[str, UUID | None]:
        """The page of that kind about the group; of a service, the list of its groups."""
        return ("groups", None) if self.group_id is None else (kind, self.group_id)

    def page_of(self, kind: str, first: UUID | None, otherwise: str = "group") -> tuple[str, UUID | None]:
        """The page of that kind about the first thing that lacks something; where none does, as `page`."""
        return (kind, first) if first is not None else self.page(otherwise)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a room's records say about a numeral: a message code with counts, never a name.

    `place` and `target_id` are the page that mends it; empty where nothing can. `last_day`: of the newest record.
    """

    numeral: str
    finding: Finding
    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    place: str = ""
    target_id: UUID | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A declaration, a decision otherwise, or the withdrawal of either. `group_id` None: for the whole service."""

    id: UUID
    group_id: UUID | None
    numeral: str
    edition: str
    kind: StatementKind
    words: str
    stated_on: date
    person: str


@dataclass(frozen=True, slots=True)
class ComplianceLine:
    """A numeral with its state, what shows it, and what was put in writing about it."""

    requirement: Requirement
    state: State
    evidence: tuple[Evidence, ...]
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Compliance:
    """The whole view, of a group or (None) of the service, as of a day; `history`: all statements, oldest first.

    `sources`: the other services that it is over, with the day of their data.
    """

    service: str
    binding: Binding
    group_id: UUID | None
    group: str
    on: date
    requirements: Requirements
    lines: tuple[ComplianceLine, ...]
    history: tuple[Statement, ...]
    sources: tuple[Source, ...] = ()

    @property
    def to_mend(self) -> tuple[ComplianceLine, ...]:
        """The lines in which something is to be done or decided."""
        return tuple(line for line in self.lines if line.state in TO_MEND)


# -- what a room contributes ------------------------------------------------------------------------------------------

KEPT_AT_HOME: Final = "evidence_kept_at_home"
"""What is said of another service where only its own book can tell."""
NAMELESS: Final = "evidence_nameless"
"""What is said where the men came in a package without names."""
T = TypeVar("T")
EvidenceOf: TypeAlias = Callable[[T, ComplianceScope], Iterable[Evidence]]


def counted(
    numeral: str, code: str, done: int, of: int, place: str, target_id: UUID | None = None, *, last: date | None = None
) -> Evidence:
    """Evidence that `done` of `of` things are as the numeral asks; of none at all, that it does not apply yet."""
    if not of:
        return Evidence(numeral, Finding.NOT_APPLICABLE, "evidence_nothing_yet")
    finding = Finding.MET if done >= of else Finding.PARTLY if done else Finding.MISSING
    return Evidence(numeral, finding, code, {"done": done, "of": of}, place, target_id, last)


def stated(numeral: str, code: str, holds: object, place: str, target_id: UUID | None = None) -> Evidence:
    """Evidence of one thing that is there or is not; its text says so with `{told}`."""
    finding = Finding.MET if holds else Finding.MISSING
    return Evidence(numeral, finding, code, {"told": "consta" if holds else "no consta"}, place, target_id)


def kept_at_home(*numerals: str) -> Callable[[EvidenceOf[T]], EvidenceOf[T]]:
    """Mark what shows how a service itself stands with these numerals: of another one its own book tells it."""

    def mark(tell: EvidenceOf[T]) -> EvidenceOf[T]:
        @wraps(tell)
        def evidence(tx: T, scope: ComplianceScope) -> Iterable[Evidence]:
            if scope.elsewhere:
                return tuple(only_noted(numeral, KEPT_AT_HOME) for numeral in numerals)
            return tell(tx, scope)

        return evidence

    return mark


def only_noted(numeral: str, code: str, place: str = "") -> Evidence:
    """Evidence that says why nothing is recorded here, or why this page does not tell."""
    return Evidence(numeral, Finding.NOT_FOR_RECORD, code, {}, place)


# -- from evidence to states ------------------------------------------------------------------------------------------


def assess(
    requirement: Requirement, evidence: Iterable[Evidence], statement: Statement | None, *, elsewhere: bool = False
) -> ComplianceLine:
    """How a numeral stands. `evidence`: of this numeral; `statement`: the one in force, if any.

    `elsewhere`: of another service, of which it is not known what it declared.
    """
    found = tuple(evidence)
    if requirement.declaration and statement is None and elsewhere:
        found += (only_noted(requirement.numeral, KEPT_AT_HOME),)
    findings = [one.finding for one in found]
    if requirement.declaration and not (statement is None and elsewhere):
        declared = statement is not None and statement.kind is StatementKind.DECLARED
        findings.append(Finding.MET if declared else Finding.MISSING)
    state = _together(findings, requirement.force)
    otherwise = statement is not None and statement.kind is StatementKind.DECIDED_OTHERWISE
    if otherwise and requirement.force is not Force.MUST and state is not State.MET:
        state = State.DECIDED_OTHERWISE
    return ComplianceLine(requirement, state, found, statement)


def _together(findings: Sequence[Finding], force: Force) -> State:
    telling = [one for one in findings if one not in (Finding.NOT_APPLICABLE, Finding.NOT_FOR_RECORD)]
    if not telling:
        if Finding.NOT_APPLICABLE in findings:
            return State.NOT_APPLICABLE
        if Finding.NOT_FOR_RECORD in findings:
            return State.NOT_FOR_RECORD
    if telling and all(one is Finding.MET for one in telling):
        return State.MET
    if any(one is not Finding.MISSING for one in telling):
        return State.PARTLY
    return State.MISSING if force is Force.MUST else State.UNDECIDED


def in_force(statements: Iterable[Statement], group_id: UUID | None) -> dict[str, Statement]:
    """The statement in force of each numeral, of statements given oldest first; withdrawn ones are not.

    What the service stated holds for each of its groups that stated nothing of its own.
    """
    found: dict[str, Statement] = {}
    for of in dict.fromkeys((None, group_id)):
        own = {one.numeral: one for one in statements if one.group_id == of}
        found |= {numeral: one for numeral, one in own.items() if one.kind is not StatementKind.WITHDRAWN}
    return found


def lines(
    requirements: Requirements,
    scope: ComplianceScope,
    evidence: Iterable[Evidence],
    statements: Mapping[str, Statement],
) -> tuple[ComplianceLine, ...]:
    """Every numeral that is asked of the scope, in the directive's order."""
    wanted = Span.SERVICE if scope.group_id is None else Span.GROUP
    by_numeral: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_numeral.setdefault(one.numeral, []).append(one)
    return tuple(
        assess(item, by_numeral.get(item.numeral, ()), statements.get(item.numeral), elsewhere=scope.elsewhere)
        for item in requirements.items
        if item.span in (wanted, Span.BOTH)
    )


# -- what may be stated -----------------------------------------------------------------------------------------------


def _must_ask_for_one(requirement: Requirement) -> None:
    if not requirement.declaration:
        raise UserFacingError("declaration_not_asked", field="numeral", numeral=requirement.numeral)


def _must_leave_room(requirement: Requirement) -> None:
    if requirement.force is Force.MUST:
        raise UserFacingError("must_not_otherwise", field="numeral", numeral=requirement.numeral)


_CHECKS: Final[Mapping[StatementKind, Callable[[Requirement], None]]] = {
    StatementKind.DECLARED: _must_ask_for_one,
    StatementKind.DECIDED_OTHERWISE: _must_leave_room,
}


def check_statement(requirement: Requirement, kind: StatementKind, standing: Statement | None, of: UUID | None) -> None:
    """Refuse a statement that this numeral does not admit, or the withdrawal of what does not stand here (`of`)."""
    if kind in _CHECKS:
        _CHECKS[kind](requirement)
    elif standing is None or standing.group_id != of:
        raise UserFacingError("nothing_stated", field="numeral", numeral=requirement.numeral)
