"""Individual care and what is noted of it: notes are only added, and nothing happens to what is closed."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from facilitador.db.tables.base import foreign, one_of, stamped_table
from facilitador.db.types import Guid, Json
from facilitador.domain.care import CareNoteKind, CareOutcome, CareProvider, CareRequester

individual_cares = stamped_table(
    "individual_cares",
    foreign("participant_id", "participants"),
    sa.Column("requested_by", sa.String(20), nullable=False),
    sa.Column("requested_on", sa.Date, nullable=False),
    sa.Column("why", sa.String(2000), nullable=False),
    sa.Column("provider_kind", sa.String(20), nullable=False),
    sa.Column("provider", sa.String(160), nullable=False),
    foreign("directory_id", "directory_entries", nullable=True),
    sa.Column("started_on", sa.Date),
    sa.Column("goals", Json, nullable=False),
    sa.Column("agreed_on", sa.Date),
    sa.Column("may_tell", sa.String(2000), nullable=False),
    sa.Column("tells_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("closed_by", Guid),
    sa.Column("outcome", sa.String(20)),
    sa.Column("closing_note", sa.String(2000), nullable=False),
    one_of("requested_by", tuple(CareRequester)),
    one_of("provider_kind", tuple(CareProvider)),
    one_of("outcome", tuple(CareOutcome)),
    sa.CheckConstraint("(goals = '[]') = (agreed_on IS NULL)", name="goals_are_dated"),
    sa.CheckConstraint("(may_tell = '') = (tells_on IS NULL)", name="telling_is_dated"),
    sa.CheckConstraint(
        "(closed_on IS NULL) = (closed_by IS NULL) AND (closed_on IS NULL) = (outcome IS NULL)", name="closed_whole"
    ),
    sa.CheckConstraint("closed_on >= requested_on", name="closed_after_request"),
    sa.Index(None, "participant_id"),
)

care_notes = stamped_table(
    "care_notes",
    foreign("care_id", "individual_cares"),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("text", sa.String(2000), nullable=False),
    one_of("kind", tuple(CareNoteKind)),
    sa.Index(None, "care_id"),
)

_OF = "SELECT 1 FROM individual_cares WHERE id = NEW.care_id AND "


def _guard(name: str, event: str, table: str, when: str, why: str) -> dict[str, str]:
    condition = f"WHEN {when} " if when else ""
    return {name: f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{why}'); END"}


LOCKS: Final[dict[str, str]] = {
    **_guard("individual_cares_stay", "DELETE", "individual_cares", "", "it stays"),
    **_guard(
        "individual_cares_stay_closed",
        "UPDATE OF goals, agreed_on, may_tell, tells_on, closed_on, closed_by, outcome, closing_note",
        "individual_cares",
        "OLD.closed_on IS NOT NULL",
        "the care is closed",
    ),
    **_guard("care_notes_stay", "DELETE", "care_notes", "", "it stays"),
    **_guard("care_notes_fixed", "UPDATE", "care_notes", "", "it is only added to"),
    **_guard(
        "care_notes_agreed",
        "INSERT",
        "care_notes",
        f"EXISTS ({_OF}closed_on IS NOT NULL) OR (NEW.kind <> 'meeting' AND EXISTS ({_OF}tells_on IS NULL))",
        "the care is closed, or he did not agree",
    ),
}
"""Triggers: nothing is told between both sides unless he agreed, and nothing is noted of a care that ended."""
