"""Rules about absences: none until the service sets them; the steps that the team takes with one man."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from facilitador.db.queries import absence_rules as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.tables.absences import absence_steps, put_policy
from facilitador.db.tables.base import delete_row, insert_row
from facilitador.db.transaction import Transaction
from facilitador.domain.absence_policies import (
    LONGEST_STEP_NOTE,
    AttendancePolicy,
    StepTaken,
    check_policy,
)
from facilitador.domain.attendance import AbsenceRule, AbsenceRuleKind, AbsenceStep, AttendanceMark
from facilitador.domain.attendance_lists import NEVER_THERE
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes


class RuleToSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After `count` absences (1–40) a step, `notice` or `suspension`.

    `kind`: total, in_a_row or by_phase. `marks`: the absences that count. `make_up`: one made up counts no more.
    """

    kind: AbsenceRuleKind
    count: int
    step: AbsenceStep
    marks: tuple[AttendanceMark, ...] = (AttendanceMark.ABSENT_WITHOUT_NOTICE,)
    make_up: bool = True


class SetAbsenceRules(Command, kw_only=True):
    """Put these rules in place of those of the service; an empty list switches all off.

    `minimum_percent` 1–100: of the sessions that are his, how many a man attends who completes; null where the service
    asks for none, and then nobody is ever said to complete no more. `revision`: what was last seen, 0 where nothing was
    set; null writes over whatever stands there.
    """

    rules: tuple[RuleToSet, ...]
    minimum_percent: int | None = None
    revision: int | None = None


class RecordAbsenceStep(Command, kw_only=True):
    """The team took a step with a man: notice, suspension, reentry_talk, or completion_talk with who cannot complete.

    Nothing else changes: the pause of a suspension and the way back are `ChangeEnrolmentStatus`. `note` up to 1000
    letters; `taken_on` is today if none is given.
    """

    id: UUID | None = None
    enrolment_id: UUID
    step: StepTaken
    taken_on: date | None = None
    note: str = ""


class RemoveAbsenceStep(Command, kw_only=True):
    """Take back a step that was recorded by mistake."""

    step_id: UUID


class AbsenceRules(Query[AttendancePolicy], kw_only=True):
    """What the service asks of attendance."""


def _set(tx: Transaction, command: SetAbsenceRules) -> Result:
    rules = [AbsenceRule(one.kind, one.count, one.step, frozenset(one.marks), one.make_up) for one in command.rules]
    check_policy(rules, command.minimum_percent)
    settings_id = queries.settings_id(tx)
    if settings_id is None and command.revision:
        raise UserFacingError("changed_meanwhile")
    key = put_policy(tx, settings_id, command.revision, rules, command.minimum_percent)
    return Result(key, (Change(Topic.ABSENCES, key),), ("rules", "minimum_percent"))


def _record(tx: Transaction, command: RecordAbsenceStep) -> Result:
    stint = enrolment_queries.stint(tx, command.enrolment_id)
    taken_on = command.taken_on or tx.today
    checks = Checks()
    note = checks.text("note", command.note, LONGEST_STEP_NOTE)
    checks.recorded_day("taken_on", taken_on, tx.today)
    checks.need("taken_on", taken_on >= stint.since, "day_before_stint", since=f"{stint.since:%d/%m/%Y}")
    checks.need("enrolment_id", stint.status not in NEVER_THERE, "step_of_who_waits")
    checks.refuse_if_any()
    values = {"enrolment_id": stint.id, "step": command.step, "taken_on": taken_on, "note": note}
    key = insert_row(tx, absence_steps, command.id, **values)
    return Result(key, (Change(Topic.ABSENCES, stint.id),), ("step", "taken_on", "note"))


def _remove(tx: Transaction, command: RemoveAbsenceStep) -> Result:
    stint_id = delete_row(tx, absence_steps, command.step_id, absence_steps.c.enrolment_id)
    return Result(command.step_id, (Change(Topic.ABSENCES, stint_id),))


COMMANDS = (
    CommandHandler(SetAbsenceRules, _set, writes(Section.SERVICE)),
    CommandHandler(RecordAbsenceStep, _record, writes(Section.ENROLMENTS)),
    CommandHandler(RemoveAbsenceStep, _remove, writes(Section.ENROLMENTS)),
)
QUERIES = (QueryHandler(AbsenceRules, lambda tx, query: queries.policy(tx), Section.SERVICE),)
