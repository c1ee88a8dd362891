"""Protection matters and their steps: what lists need in columns, what is written of them sealed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.attendance import door_refusals
from facilitador.db.tables.base import foreign, one_of, stamped_table, update_row
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid
from facilitador.domain.protection import ProtectionOrigin

protection_matters = stamped_table(
    "protection_matters",
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("origin", sa.String(20), nullable=False),
    sa.Column("origin_id", Guid),
    sa.Column("closed_on", sa.Date),
    sa.Column("closed_by", Guid),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    one_of("origin", tuple(ProtectionOrigin)),
    sa.CheckConstraint("(closed_on IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    sa.CheckConstraint("closed_on >= opened_on", name="closed_after_opening"),
    sa.Index(None, "closed_on"),
)

protection_steps = stamped_table(
    "protection_steps",
    foreign("matter_id", "protection_matters"),
    sa.Column("done_on", sa.Date),
    sa.Column("next_on", sa.Date),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("done_on IS NOT NULL OR next_on IS NOT NULL", name="has_a_day"),
    sa.Index(None, "matter_id"),
)

# New keys seal every document again, also of a closed matter: so its dates are locked here, not the whole row.
LOCKS: Final[dict[str, str]] = {
    "protection_matters_stay": (
        "CREATE TRIGGER protection_matters_stay BEFORE DELETE ON protection_matters "
        "BEGIN SELECT RAISE(ABORT, 'a protection matter stays'); END"
    ),
    "protection_steps_stay": (
        "CREATE TRIGGER protection_steps_stay BEFORE DELETE ON protection_steps "
        "BEGIN SELECT RAISE(ABORT, 'a protection step stays'); END"
    ),
    "protection_steps_locked_on_insert": (
        "CREATE TRIGGER protection_steps_locked_on_insert BEFORE INSERT ON protection_steps "
        "WHEN (SELECT closed_on FROM protection_matters WHERE id = NEW.matter_id) IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the protection matter is closed'); END"
    ),
    "protection_steps_locked_on_update": (
        "CREATE TRIGGER protection_steps_locked_on_update BEFORE UPDATE OF matter_id, done_on, next_on "
        "ON protection_steps "
        "WHEN (SELECT closed_on FROM protection_matters WHERE id = OLD.matter_id) IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'the protection matter is closed'); END"
    ),
}
"""Triggers: nothing of a matter is ever taken out, and nothing happens to a closed one."""


def settle_door_refusal(tx: Transaction, refusal_id: UUID, note: str) -> None:
    """The refusal is attended to: a protection matter goes on with it."""
    update_row(tx, door_refusals, refusal_id, None, attended_at=tx.now, attended_by=tx.actor.id, attended_note=note)
