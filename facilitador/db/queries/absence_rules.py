"""Rules about absences, and the steps that the team took."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.absences import absence_steps
from facilitador.db.tables.curricula import absence_rules, attendance_settings
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.transaction import Transaction
from facilitador.domain.absence_policies import AbsenceStepTaken, AttendancePolicy, StepTaken, in_order
from facilitador.domain.attendance import AbsenceRule, AbsenceRuleKind, AbsenceStep, AttendanceMark

_RULES = sa.select(
    absence_rules.c.kind, absence_rules.c.count, absence_rules.c.step, absence_rules.c.marks, absence_rules.c.make_up
)
_SETTINGS = sa.select(
    attendance_settings.c.id, attendance_settings.c.minimum_percent, attendance_settings.c.revision
).limit(1)
_STEPS_OF_GROUP = (
    sa.select(
        absence_steps.c.id,
        absence_steps.c.enrolment_id,
        absence_steps.c.step,
        absence_steps.c.taken_on,
        absence_steps.c.note,
        enrolments.c.participant_id,
    )
    .join(enrolments, enrolments.c.id == absence_steps.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
    .order_by(absence_steps.c.taken_on, absence_steps.c.created_at, absence_steps.c.id)
)


def settings_id(tx: Transaction) -> UUID | None:
    """The key of the settings of the service, None until it set something."""
    row = tx.connection.execute(_SETTINGS).first()
    return row.id if row is not None else None


def policy(tx: Transaction) -> AttendancePolicy:
    """What the service asks of attendance; nothing until it set something."""
    row = tx.connection.execute(_SETTINGS).first()
    rules = in_order(
        AbsenceRule(
            AbsenceRuleKind(kind),
            count,
            AbsenceStep(step),
            frozenset(AttendanceMark(mark) for mark in msgspec.convert(marks, list[str])),
            make_up,
        )
        for kind, count, step, marks, make_up in tx.connection.execute(_RULES)
    )
    return AttendancePolicy(rules, row.minimum_percent if row else None, row.revision if row else 0)


def steps_of_group(tx: Transaction, group_id: UUID) -> dict[UUID, tuple[AbsenceStepTaken, ...]]:
    """The steps taken with each man of a group, by his key, oldest first."""
    found: dict[UUID, list[AbsenceStepTaken]] = defaultdict(list)
    for key, stint, step, on, note, man in tx.connection.execute(_STEPS_OF_GROUP, {"group": group_id}):
        found[man].append(AbsenceStepTaken(key, stint, StepTaken(step), on, note))
    return {man: tuple(steps) for man, steps in found.items()}
