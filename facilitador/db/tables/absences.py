"""Rules about absences, the share that is asked of who completes, and the steps that the team took with one man."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_row, insert_rows, metadata, one_of, stamped_table, update_row
from facilitador.db.tables.curricula import absence_rules, attendance_settings
from facilitador.db.transaction import Transaction
from facilitador.domain.absence_policies import StepTaken
from facilitador.domain.attendance import AbsenceRule

__all__ = ["absence_steps", "metadata", "put_policy"]

absence_steps = stamped_table(
    "absence_steps",
    foreign("enrolment_id", "enrolments"),
    sa.Column("step", sa.String(20), nullable=False),
    sa.Column("taken_on", sa.Date, nullable=False),
    sa.Column("note", sa.String(1000), nullable=False),
    one_of("step", tuple(StepTaken)),
    sa.Index(None, "enrolment_id"),
)


def put_policy(
    tx: Transaction,
    settings_id: UUID | None,
    revision: int | None,
    rules: Iterable[AbsenceRule],
    minimum_percent: int | None,
) -> UUID:
    """Put these rules and this share in place of those of the service; the key of its settings.

    `settings_id` is None where nothing was set before. As `update_row` about `revision`.
    """
    if settings_id is None:
        settings_id = insert_row(tx, attendance_settings, None, minimum_percent=minimum_percent)
    else:
        update_row(tx, attendance_settings, settings_id, revision, minimum_percent=minimum_percent)
    tx.connection.execute(absence_rules.delete())
    rows = [
        {
            "id": tx.new_id(),
            "kind": one.kind,
            "count": one.count,
            "step": one.step,
            "marks": sorted(one.marks),
            "make_up": one.make_up,
        }
        for one in rules
    ]
    if rows:
        insert_rows(tx, absence_rules, rows)
    return settings_id
