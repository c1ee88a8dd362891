"""Applications of instruments, printed sheets, critical answers. What is finished is locked here too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, insert_rows, one_of, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.applications import ONCE_A_STINT, ApplicationStatus, Mode, Purpose

_STANDS: Final = "status <> 'voided'"
_ONCE: Final = ", ".join(f"'{purpose}'" for purpose in ONCE_A_STINT)

applications = stamped_table(
    "applications",
    foreign("participant_id", "participants"),
    foreign("enrolment_id", "enrolments", nullable=True),
    foreign("edition_id", "instrument_editions"),
    sa.Column("instrument_id", sa.String(40), nullable=False),  # of the edition: two rules below are about it
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("mode", sa.String(20), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("code", sa.String(10)),
    sa.Column("applied_on", sa.Date, nullable=False),
    foreign("applier_id", "people"),
    sa.Column("answers", Json, nullable=False),
    sa.Column("current_item", sa.String(40), nullable=False),
    sa.Column("second_answers", Json),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("void_reason", sa.String(500), nullable=False),
    one_of("purpose", tuple(Purpose)),
    one_of("mode", tuple(Mode)),
    one_of("status", tuple(ApplicationStatus)),
    sa.CheckConstraint("status <> 'in_progress' OR finished_at IS NULL", name="open_is_not_finished"),
    sa.CheckConstraint("status <> 'finished' OR finished_at IS NOT NULL", name="finished_is_dated"),
    sa.CheckConstraint("(status = 'voided') = (void_reason <> '')", name="voided_has_reason"),
    sa.Index(
        "uq_applications_one_a_sheet",
        "code",
        unique=True,
        sqlite_where=sa.text(_STANDS),
        postgresql_where=sa.text(_STANDS),
    ),
    sa.Index(
        "uq_applications_one_open",
        "participant_id",
        "instrument_id",
        unique=True,
        sqlite_where=sa.text("status = 'in_progress'"),
        postgresql_where=sa.text("status = 'in_progress'"),
    ),
    sa.Index(
        "uq_applications_once_a_stint",
        "enrolment_id",
        "instrument_id",
        "purpose",
        unique=True,
        sqlite_where=sa.text(f"{_STANDS} AND purpose IN ({_ONCE})"),
        postgresql_where=sa.text(f"{_STANDS} AND purpose IN ({_ONCE})"),
    ),
    sa.Index(None, "participant_id"),
    sa.Index(None, "instrument_id", "purpose"),
    sa.Index("ix_applications_by_stint", "enrolment_id", "purpose", "status"),  # what indicators count
)

instrument_sheets = stamped_table(
    "instrument_sheets",
    sa.Column("code", sa.String(10), nullable=False, unique=True),
    foreign("edition_id", "instrument_editions"),
    foreign("enrolment_id", "enrolments"),
    sa.Column("purpose", sa.String(20), nullable=False),
    one_of("purpose", tuple(Purpose)),
    sa.Index(None, "enrolment_id"),
)

critical_answers = stamped_table(
    "critical_answers",
    foreign("application_id", "applications"),
    sa.Column("item", sa.String(40), nullable=False),
    sa.Column("value", sa.SmallInteger, nullable=False),
    sa.Column("attended_at", UtcDateTime),
    sa.Column("attended_by", Guid),
    sa.Column("note", sa.String(1000), nullable=False),
    sa.UniqueConstraint("application_id", "item"),
    sa.CheckConstraint("(attended_at IS NULL) = (attended_by IS NULL)", name="attended_by_somebody"),
    sa.CheckConstraint("attended_at IS NULL OR note <> ''", name="attended_has_note"),
)

_FIXED: Final = (
    *("participant_id", "enrolment_id", "edition_id", "instrument_id", "purpose", "mode", "code", "applied_on"),
    *("applier_id", "answers", "current_item", "second_answers", "finished_at"),
)


def _row(name: str) -> str:
    return ", ".join(f"{name}.{column}" for column in _FIXED)


LOCKS: Final[dict[str, str]] = {
    "applications_locked_on_update": (
        "CREATE TRIGGER applications_locked_on_update BEFORE UPDATE ON applications "
        "WHEN OLD.status <> 'in_progress' AND NOT (OLD.status = 'finished' AND NEW.status = 'voided' "
        f"AND ({_row('OLD')}) IS ({_row('NEW')})) "
        "BEGIN SELECT RAISE(ABORT, 'the application is finished'); END"
    ),
    "applications_locked_on_delete": (
        "CREATE TRIGGER applications_locked_on_delete BEFORE DELETE ON applications "
        "WHEN OLD.status <> 'in_progress' "
        "BEGIN SELECT RAISE(ABORT, 'the application is finished'); END"
    ),
    "critical_answers_locked_on_delete": (
        "CREATE TRIGGER critical_answers_locked_on_delete BEFORE DELETE ON critical_answers "
        "WHEN (SELECT status FROM applications WHERE id = OLD.application_id) <> 'in_progress' "
        "BEGIN SELECT RAISE(ABORT, 'the application is finished'); END"
    ),
}
"""Triggers: a finished application is only ever voided, with nothing else about it changed; what was critical stays."""


def change_application(tx: Transaction, application_id: UUID, revision: int | None, **values: Any) -> None:
    """Write columns of an application. Raises `not_found` or `changed_meanwhile`."""
    update_row(tx, applications, application_id, revision, **values)


def put_criticals(tx: Transaction, application_id: UUID, hits: Mapping[str, int]) -> bool:
    """Keep which answers of an open application are critical (item -> value); True if anything changed.

    One that he took back goes, unless somebody attended to it; one that became another is pending again.
    """
    table = critical_answers
    find = sa.select(table.c.id, table.c.item, table.c.value, table.c.attended_at).where(
        table.c.application_id == application_id
    )
    before = {item: (key, value, attended) for key, item, value, attended in tx.connection.execute(find)}
    changed = False
    for item, (key, value, attended) in before.items():
        if item not in hits and attended is None:
            tx.connection.execute(table.delete().where(table.c.id == key))
            changed = True
        elif item in hits and hits[item] != value:
            update_row(tx, table, key, None, value=hits[item], attended_at=None, attended_by=None)
            changed = True
    new = {item: value for item, value in hits.items() if item not in before}
    nobody = {"attended_at": None, "attended_by": None, "note": ""}
    if new:
        rows = [
            {"id": tx.new_id(), "application_id": application_id, "item": item, "value": value, **nobody}
            for item, value in new.items()
        ]
        insert_rows(tx, table, rows)
    return changed or bool(new)


def attend_criticals(tx: Transaction, keys: tuple[UUID, ...], note: str) -> None:
    """Note what was done about critical answers."""
    for key in keys:
        update_row(tx, critical_answers, key, None, attended_at=tx.now, attended_by=tx.actor.id, note=note)
