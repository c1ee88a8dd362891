"""What people must have answered before they decide about a man or tell him, and which decision stands (6.7).

A refusal at the door (6.7.2) never ends a stint by itself, and a return later is a new decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.checks import Checks
from facilitador.domain.exclusions import (
    DecisionFact,
    ExclusionCause,
    ExclusionCauses,
    ExclusionDecision,
    FactKind,
    HelpTried,
    Outcome,
    Safety,
)

MOST_FACTS: Final = 30
MOST_DECIDERS: Final = 10


@dataclass(frozen=True, slots=True)
class ProposedDecision:
    """A decision as people write it down, with the facts of its causes, recorded ones too."""

    outcome: Outcome
    decided_on: date
    deciders: tuple[UUID, ...]
    causes: tuple[str, ...]
    facts: tuple[DecisionFact, ...] = ()
    help_tried: tuple[HelpTried, ...] = ()
    why: str = ""
    conditions: str = ""
    review_on: date | None = None


def check_decision(proposed: ProposedDecision, causes: ExclusionCauses, today: date, *, competent: bool) -> None:
    """Refuse a decision that people could not answer for; `InvalidInput` names every field that does not do.

    Each cause needs a dated fact; not taking part cooperatively also needs what was tried to help him; 6.7.2 alone
    never ends a stint; conditions need a day on which they are looked at again.
    """
    checks = Checks()
    checks.recorded_day("decided_on", proposed.decided_on, today)
    checks.need("deciders", bool(proposed.deciders), "exclusion_needs_people")
    checks.need("deciders", len(proposed.deciders) <= MOST_DECIDERS, "too_many_lines", maximum=MOST_DECIDERS)
    acts = proposed.outcome in (Outcome.NOT_CONTINUING, Outcome.CONDITIONS)
    if proposed.outcome is Outcome.RETURNS:
        checks.need("causes", not proposed.causes, "exclusion_return_without_cause")
        checks.need("why", bool(proposed.why), "field_required")
    else:
        checks.need("causes", bool(proposed.causes), "exclusion_needs_cause")
    known = [cause for cause in map(causes.find, proposed.causes) if cause is not None]
    checks.need("causes", len(known) == len(proposed.causes), "option_unknown")
    off = any(cause.needs_competence for cause in known) and not competent
    checks.need("causes", not off, "evaluation_needs_competence")
    if acts:
        _check_grounds(checks, proposed, known)
    _check_days(checks, proposed)
    checks.refuse_if_any()


def _check_grounds(checks: Checks, proposed: ProposedDecision, causes: Sequence[ExclusionCause]) -> None:
    spoken_for = {fact.cause for fact in proposed.facts}
    for cause in causes:
        checks.need("facts", cause.code in spoken_for, "exclusion_needs_facts", cause=cause.whole_text)
        helped = bool(proposed.help_tried) or not cause.needs_help_tried
        checks.need("help_tried", helped, "exclusion_needs_help_tried")
    if proposed.outcome is Outcome.NOT_CONTINUING and causes:  # 6.7.2: of that day, not of his stay
        checks.need("causes", not all(cause.day_only for cause in causes), "exclusion_door_alone")


def _check_days(checks: Checks, proposed: ProposedDecision) -> None:
    conditional = proposed.outcome is Outcome.CONDITIONS
    checks.need("conditions", bool(proposed.conditions) or not conditional, "field_required")
    checks.need("review_on", proposed.review_on is not None or not conditional, "exclusion_needs_review")
    soon_enough = proposed.review_on is None or proposed.review_on > proposed.decided_on
    checks.need("review_on", soon_enough, "exclusion_review_before")
    outside = any(fact.on > proposed.decided_on for fact in proposed.facts if fact.kind is FactKind.OWN)
    checks.need("facts", not outside, "exclusion_fact_after")


def check_safety(safety: Safety) -> None:
    """Refuse to go on before it was said who may be in danger and what was done (end of 6.7, 5.3.4)."""
    checks = Checks()
    answered = safety.protection_id is not None or bool(safety.note)
    checks.need("protection_note", answered, "exclusion_safety_first")
    checks.refuse_if_any()


def decided_already(
    proposed: ProposedDecision, enrolment_id: UUID | None, decisions: Sequence[ExclusionDecision]
) -> ExclusionDecision | None:
    """The decision that this one would only repeat, if there is one; `decisions` newest first.

    About the same stint, either of the same day with a cause in common, or *no continúa* again while such a decision
    waits to be told or is in force.
    """
    standing = frozenset(one.id for one in in_force(decisions))
    for other in decisions:
        if other.withdrawal is None and other.enrolment_id == enrolment_id:
            same_cause = bool(set(proposed.causes) & set(other.causes)) or not (proposed.causes or other.causes)
            again = proposed.outcome is other.outcome is Outcome.NOT_CONTINUING
            if (other.decided_on == proposed.decided_on and same_cause) or (
                again and (other.pending or other.id in standing)
            ):
                return other
    return None


def in_force(decisions: Iterable[ExclusionDecision]) -> tuple[ExclusionDecision, ...]:
    """The told decisions *no continúa* of one man that no later decision to let him return has lifted.

    `decisions` newest first. A return without a stint lifts all of them, one with a stint that stint's.
    """
    lifted: set[UUID | None] = set()
    standing: list[ExclusionDecision] = []
    for one in decisions:
        if one.told is None or one.withdrawal is not None:
            continue
        if one.outcome is Outcome.RETURNS:
            lifted.add(one.enrolment_id)
        elif one.outcome is Outcome.NOT_CONTINUING and None not in lifted and one.enrolment_id not in lifted:
            standing.append(one)
    return tuple(standing)


def reviews(decisions: Iterable[ExclusionDecision]) -> tuple[ExclusionDecision, ...]:
    """Of one man's decisions (newest first): the last of each stint, where it is to be looked at again on a day."""
    seen: set[UUID | None] = set()
    due: list[ExclusionDecision] = []
    for one in decisions:
        if one.withdrawal is not None or one.enrolment_id in seen:
            continue
        seen.add(one.enrolment_id)
        if one.review_on is not None:
            due.append(one)
    return tuple(due)
