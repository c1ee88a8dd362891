"""A man is told what was decided about him (6.7.3): with respect, with the reasons, and with places that can help.

First comes the question who may be in danger (end of 6.7, 5.3.4); what is answered is sealed. His stint is stepped in
the same gesture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import exclusions as queries
from facilitador.db.tables.base import require_row, update_row
from facilitador.db.tables.directory import directory_entries
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.people import people
from facilitador.db.tables.protection import protection_matters
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus
from facilitador.domain.exclusion_rules import check_safety, reviews
from facilitador.domain.exclusions import (
    FACT_LIMIT,
    TOLD_LIMIT,
    ExclusionDecision,
    Outcome,
    Safety,
)
from facilitador.domain.protection import PersonAtRisk
from facilitador.domain.roles import Section, may_write
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, change_status
from facilitador.use_cases.exclusions import changes_of, untold
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes

DAYS_TO_TELL: Final = 7
"""A decision that waits longer to be told is overdue."""

REVIEW_AHEAD: Final = timedelta(days=7)
"""A review shows on home that long before its day."""


class TellExclusionDecision(Command, kw_only=True):
    """He was told (6.7.3): how it was explained, and which institutions were offered; once, after the safety of others.

    `at_risk`: who may be in danger, by what they are to him; empty where the team knows of nobody. Either
    `protection_id` (the matter that was opened) or `protection_note` (what was done, or why no matter was needed; up to
    1,000 letters) is needed; all three are sealed. `explained`: up to 2,000 letters. `institutions`: in own words;
    `directory_ids`: of the service's directory. `told_by`: who told him (who sends it, if nobody is named).

    *No continúa* ends his stint on that day, unless `ends_stint` is false.
    """

    decision_id: UUID
    revision: int | None = None
    at_risk: tuple[PersonAtRisk, ...] = ()
    protection_id: UUID | None = None
    protection_note: str = ""
    explained: str
    told_on: date | None = None
    told_by: UUID | None = None
    institutions: str = ""
    directory_ids: tuple[UUID, ...] = ()
    ends_stint: bool = True


class DecisionSafety(Query[Safety | None], kw_only=True):
    """Who may be in danger by a decision, and what was done; None while he was not told. Asking leaves an audit row."""

    decision_id: UUID


def _tell(tx: Transaction, command: TellExclusionDecision) -> Result:
    decision = untold(queries.decision(tx, command.decision_id))
    if decision.outcome is Outcome.NOTHING_YET:
        raise UserFacingError("exclusion_nothing_to_tell", field="decision_id")
    safety = _checked_safety(tx, command)
    told_on, told_by = command.told_on or tx.today, command.told_by or tx.actor.id
    checks = Checks()
    checks.recorded_day("told_on", told_on, tx.today)
    on_time = told_on >= decision.decided_on
    checks.need("told_on", on_time, "exclusion_told_before", day=format_date(decision.decided_on))
    explained = checks.text("explained", command.explained, TOLD_LIMIT, required=True)
    institutions = checks.text("institutions", command.institutions, TOLD_LIMIT)
    checks.refuse_if_any()
    require_row(tx, people, told_by, "told_by")
    for key in command.directory_ids:
        require_row(tx, directory_entries, key, "directory_ids")
    update_row(
        tx,
        exclusion_decisions,
        decision.id,
        command.revision,
        told_on=told_on,
        told_by=told_by,
        explained=explained,
        institutions=institutions,
        directory_ids=list(dict.fromkeys(command.directory_ids)),
        sealed=tx.reserved.seal(decision.id, safety),
    )
    return _with_stint(tx, command, decision, told_on)


def _checked_safety(tx: Transaction, command: TellExclusionDecision) -> Safety:
    checks = Checks()
    note = checks.text("protection_note", command.protection_note, FACT_LIMIT)
    checks.refuse_if_any()
    safety = Safety(tuple(dict.fromkeys(command.at_risk)), command.protection_id, note)
    check_safety(safety)
    if safety.protection_id is not None:
        require_row(tx, protection_matters, safety.protection_id, "protection_id")
    return safety


def _with_stint(tx: Transaction, command: TellExclusionDecision, decision: ExclusionDecision, told_on: date) -> Result:
    """What the telling changes, his stint with it."""
    changes = changes_of(decision.participant_id)
    fields: tuple[str, ...] = ("told_on", "told_by", "explained", "institutions")
    notices: tuple[Notice, ...] = ()
    leaves = decision.outcome is Outcome.NOT_CONTINUING
    if leaves and not (command.institutions.strip() or command.directory_ids):
        notices = (Notice("exclusion_without_institution", {}),)
    step = _step(tx, decision, told_on) if leaves and command.ends_stint else None
    if step is not None:
        stepped = _stepped(tx, step)
        changes, notices = (*changes, *stepped.changes), (*notices, *stepped.notices)
        fields = (*fields, "status")
    return Result(decision.id, changes, fields, notices)


def _step(tx: Transaction, decision: ExclusionDecision, on: date) -> ChangeEnrolmentStatus | None:
    """How his stint ends; None where it is over already. The roster tells that it was decided, never why."""
    if decision.enrolment_id is None:
        return None
    stint = enrolment_queries.stint(tx, decision.enrolment_id)
    if not STATUS_RULES[stint.status].open:
        return None
    waiting = stint.status is EnrolmentStatus.WAITING
    status = EnrolmentStatus.WITHDRAWN if waiting else EnrolmentStatus.NOT_CONTINUING
    reason = f"Decisión del equipo del {format_date(decision.decided_on)}."
    return ChangeEnrolmentStatus(enrolment_id=stint.id, status=status, on=on, reason=reason)


def _stepped(tx: Transaction, step: ChangeEnrolmentStatus) -> Result:
    """The step; what it refuses of its day is refused of the day on which he was told."""
    try:
        return change_status(tx, step)
    except InvalidInput as error:
        raise InvalidInput([_of_the_telling(problem) for problem in error.problems]) from error
    except UserFacingError as error:
        if error.field == "on":
            error.field = "told_on"
        raise


def _of_the_telling(problem: Problem) -> Problem:
    return replace(problem, field="told_on") if problem.field == "on" else problem


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Decisions that wait to be told and conditions that are to be looked at again, without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.ENROLMENTS):
        return
    for one in queries.pending(tx):
        tell_by = one.decided_on + timedelta(days=DAYS_TO_TELL)
        late = tell_by < tx.today
        code, urgency = ("due_decision_late", Urgency.OVERDUE) if late else ("due_decision_to_tell", Urgency.SOON)
        told: dict[str, object] = {"day": format_date(one.decided_on)}
        yield DueItem(code, urgency, "exclusion", one.participant_id, told, tell_by)
    for of_man in queries.men_with_reviews(tx):
        for one in reviews(of_man):
            if one.review_on is not None and one.review_on <= tx.today + REVIEW_AHEAD:
                yield _review(one, one.review_on, tx.today)


def _review(one: ExclusionDecision, on: date, today: date) -> DueItem:
    code, urgency = ("due_decision_review", Urgency.SOON)
    if on < today:
        code, urgency = ("due_decision_review_late", Urgency.OVERDUE)
    return DueItem(code, urgency, "exclusion", one.participant_id, {"day": format_date(on)}, on)


COMMANDS = (CommandHandler(TellExclusionDecision, _tell, writes(Section.ENROLMENTS, Section.RESERVED), digested=False),)
QUERIES = (
    QueryHandler(
        DecisionSafety,
        lambda tx, query: queries.safety_of(tx, query.decision_id),
        Section.RESERVED,
        records_view_of=lambda query: query.decision_id,
    ),
)
