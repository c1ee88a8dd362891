"""The exclusion check (6.7): what is recorded of each cause, and the decisions that people take.

The program shows; people decide. Telling a man is a gesture of its own (`exclusion_tellings`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import exclusion_facts as fact_queries
from facilitador.db.queries import exclusions as queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.tables.base import insert_row, require_row, update_row
from facilitador.db.tables.evaluations import STANDING
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.exclusion_rules import (
    MOST_FACTS,
    ProposedDecision,
    check_decision,
    decided_already,
    in_force,
)
from facilitador.domain.exclusions import (
    FACT_LIMIT,
    OUTCOME_LABELS,
    TOLD_LIMIT,
    WHY_LIMIT,
    CauseReading,
    DecisionFact,
    ExclusionCheck,
    ExclusionDecision,
    ExclusionStanding,
    FactKind,
    HelpKind,
    HelpTried,
    Outcome,
    RecordedFact,
    read_causes,
)
from facilitador.domain.roles import Section, may_read
from facilitador.errors import UserFacingError
from facilitador.reference import exclusion_causes
from facilitador.use_cases.evaluations import factor_readings
from facilitador.use_cases.instruments import edition_of
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class OwnFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dated fact that stands nowhere else in the book: for which cause, which day, what was seen (1,000 letters)."""

    cause: str
    on: date
    what: str


class Helped(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was tried so that he could take part, up to 1,000 letters."""

    kind: HelpKind
    what: str


class RecordExclusionDecision(Command, kw_only=True):
    """Write down what people decided about a man (6.7); he is told in a gesture of its own.

    `deciders`: who decided, one at least. `causes`: codes of 6.7.1–6.7.3; each needs a dated fact, recorded in the book
    or in `facts`, where he does not continue or continues with `conditions`; those need `review_on`. *No participa de
    forma cooperativa* also needs `help_tried`. `enrolment_id`: the stint it is about (his only open one if none is
    given). `returns` lifts an earlier decision that was told; it has no cause and says `why`.
    """

    id: UUID | None = None
    participant_id: UUID
    enrolment_id: UUID | None = None
    outcome: Outcome
    deciders: tuple[UUID, ...]
    decided_on: date | None = None
    causes: tuple[str, ...] = ()
    facts: tuple[OwnFact, ...] = ()
    help_tried: tuple[Helped, ...] = ()
    why: str = ""
    conditions: str = ""
    review_on: date | None = None


class WithdrawExclusionDecision(Command, kw_only=True):
    """Take a decision back before he was told, with a reason; it stays in sight. `returns` lifts what was told."""

    decision_id: UUID
    revision: int | None = None
    reason: str


class ExclusionCheckOf(Query[ExclusionCheck], kw_only=True):
    """Every cause of 6.7 with the facts recorded of a man, and what was decided; that it was seen is recorded."""

    participant_id: UUID


class ExclusionStandings(Query[tuple[ExclusionStanding, ...]], kw_only=True):
    """Since when a man does not continue, and in which group: what his record says, without a word of why."""

    participant_id: UUID


class ExcludedElsewhere(Query[tuple[ExclusionStanding, ...]], kw_only=True):
    """Which men of a group do not continue in another one; the group and the day, no more."""

    group_id: UUID


_UNTOLD: Final[dict[str, Any]] = {
    "told_on": None,
    "told_by": None,
    "explained": "",
    "institutions": "",
    "directory_ids": [],
    "sealed": None,
}


def cause_readings(tx: Transaction, participant_id: UUID) -> tuple[CauseReading, ...]:
    """Every cause with the facts of a man that the acting person may see."""
    competent = service_queries.service(tx).criminal_data_competent
    facts: list[RecordedFact] = []
    if may_read(tx.actor.role, Section.SESSIONS):
        facts += [*fact_queries.incidents_of(tx, participant_id), *fact_queries.doors_of(tx, participant_id)]
    if may_read(tx.actor.role, Section.TESTS):
        facts += [
            replace(fact, text=edition_of(tx, fact.code).instrument.name)
            for fact in fact_queries.answers_of(tx, participant_id)
        ]
    return read_causes(exclusion_causes(), factor_readings(tx, participant_id), facts, competent=competent)


def _check(tx: Transaction, query: ExclusionCheckOf) -> ExclusionCheck:
    man = participant_queries.stored(tx, query.participant_id)
    decisions = queries.decisions_of(tx, man.id)
    return ExclusionCheck(
        participant_id=man.id,
        full_name=man.full_name,
        causes=cause_readings(tx, man.id),
        decisions=decisions,
        excluded=queries.standings(tx, in_force(decisions)),
        people=log_queries.names_of_team(tx),
    )


def _standings(tx: Transaction, query: ExclusionStandings) -> tuple[ExclusionStanding, ...]:
    return queries.standings(tx, in_force(queries.decisions_of(tx, query.participant_id)))


def _record(tx: Transaction, command: RecordExclusionDecision) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    enrolment_id = _stint_about(tx, command)
    causes = exclusion_causes()
    proposed = _proposed(tx, command)
    check_decision(proposed, causes, tx.today, competent=service_queries.service(tx).criminal_data_competent)
    for person in proposed.deciders:
        require_row(tx, people, person, "deciders")
    decisions = queries.decisions_of(tx, man.id)
    _refuse_twice(tx, proposed, enrolment_id, decisions)
    if proposed.outcome is Outcome.RETURNS:
        _require_something_to_lift(decisions, enrolment_id)
    values = {
        "outcome": proposed.outcome,
        "decided_on": proposed.decided_on,
        "deciders": list(proposed.deciders),
        "causes": list(proposed.causes),
        "facts": list(proposed.facts),
        "help_tried": list(proposed.help_tried),
        "why": proposed.why,
        "conditions": proposed.conditions,
        "review_on": proposed.review_on,
    }
    key = insert_row(
        tx,
        exclusion_decisions,
        command.id,
        participant_id=man.id,
        enrolment_id=enrolment_id,
        edition=causes.provenance.edition,
        **values,
        **_UNTOLD,
        **STANDING,
    )
    return Result(key, changes_of(man.id), tuple(values))


def _proposed(tx: Transaction, command: RecordExclusionDecision) -> ProposedDecision:
    """The decision as it would be kept: what was typed cleaned, with the facts recorded of its causes."""
    checks = Checks()
    checks.need("facts", len(command.facts) <= MOST_FACTS, "too_many_lines", maximum=MOST_FACTS)
    checks.need("help_tried", len(command.help_tried) <= MOST_FACTS, "too_many_lines", maximum=MOST_FACTS)
    own = [
        DecisionFact(one.cause, FactKind.OWN, one.on, checks.text("facts", one.what, FACT_LIMIT, required=True))
        for one in command.facts
    ]
    for fact in own:
        checks.recorded_day("facts", fact.on, tx.today)
        checks.need("facts", fact.cause in command.causes, "option_unknown")
    proposed = ProposedDecision(
        outcome=command.outcome,
        decided_on=command.decided_on or tx.today,
        deciders=tuple(dict.fromkeys(command.deciders)),
        causes=tuple(dict.fromkeys(command.causes)),
        facts=(*own, *_recorded(tx, command)),
        help_tried=tuple(
            HelpTried(one.kind, checks.text("help_tried", one.what, FACT_LIMIT, required=True))
            for one in command.help_tried
        ),
        why=checks.text("why", command.why, WHY_LIMIT),
        conditions=checks.text("conditions", command.conditions, TOLD_LIMIT),
        review_on=command.review_on,
    )
    checks.refuse_if_any()
    return proposed


def _recorded(tx: Transaction, command: RecordExclusionDecision) -> tuple[DecisionFact, ...]:
    """The facts of the chosen causes as they stand on the day of the decision."""
    on = command.decided_on or tx.today
    return tuple(
        DecisionFact(reading.cause.code, fact.kind, fact.on, fact.text[:FACT_LIMIT], fact.source_id)
        for reading in cause_readings(tx, command.participant_id)
        if reading.cause.code in command.causes
        for fact in reading.facts
        if fact.on <= on
    )


def _stint_about(tx: Transaction, command: RecordExclusionDecision) -> UUID | None:
    if command.enrolment_id is not None:
        stint = enrolment_queries.stint(tx, command.enrolment_id)
        if stint.participant_id != command.participant_id:
            raise UserFacingError("exclusion_other_man", field="enrolment_id")
        return stint.id
    if command.outcome is Outcome.RETURNS:
        return None
    stints = enrolment_queries.stints_of_participant(tx, command.participant_id)
    still_open = [one.stint.id for one in stints if STATUS_RULES[one.stint.status].open]
    return still_open[0] if len(still_open) == 1 else None


def _refuse_twice(
    tx: Transaction,
    proposed: ProposedDecision,
    enrolment_id: UUID | None,
    decisions: tuple[ExclusionDecision, ...],
) -> None:
    before = decided_already(proposed, enrolment_id, decisions)
    if before is None:
        return
    names = log_queries.names_of_team(tx)
    raise UserFacingError(
        "exclusion_decided_already",
        field="causes",
        day=format_date(before.decided_on),
        outcome=OUTCOME_LABELS[before.outcome],
        people="; ".join(names.get(key, "") for key in before.deciders),
    )


def _require_something_to_lift(decisions: tuple[ExclusionDecision, ...], enrolment_id: UUID | None) -> None:
    standing = in_force(decisions)
    if not any(enrolment_id in (None, one.enrolment_id) for one in standing):
        raise UserFacingError("exclusion_nothing_to_lift", field="outcome")


def _withdraw(tx: Transaction, command: WithdrawExclusionDecision) -> Result:
    before = untold(queries.decision(tx, command.decision_id))
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, exclusion_decisions, before.id, command.revision, **values)
    return Result(before.id, changes_of(before.participant_id), ("reason",))


def untold(decision: ExclusionDecision) -> ExclusionDecision:
    """The decision, if it stands and he was not told yet; refuses otherwise."""
    if decision.withdrawal is not None:
        raise UserFacingError("exclusion_decision_withdrawn", field="decision_id")
    if decision.told is not None:
        raise UserFacingError("exclusion_told_already", field="decision_id", day=format_date(decision.told.on))
    return decision


def changes_of(participant_id: UUID) -> tuple[Change, ...]:
    """What changes where something was decided about a man."""
    return (Change(Topic.EXCLUSIONS, participant_id), Change(Topic.PARTICIPANTS, participant_id))


COMMANDS = (
    CommandHandler(RecordExclusionDecision, _record, writes(Section.ENROLMENTS)),
    CommandHandler(WithdrawExclusionDecision, _withdraw, writes(Section.ENROLMENTS)),
)
QUERIES = (
    QueryHandler(ExclusionCheckOf, _check, Section.ENROLMENTS, records_view_of=lambda query: query.participant_id),
    QueryHandler(ExclusionStandings, _standings, Section.ENROLMENTS),
    QueryHandler(ExcludedElsewhere, lambda tx, query: queries.excluded_men(tx, query.group_id), Section.ENROLMENTS),
)
