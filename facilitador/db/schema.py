"""The whole schema of the current version: tables, and the triggers that guard history and closed logs."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.packing.guarding import with_package_door
from facilitador.db.tables import (
    absences,
    access,
    applications,
    attendance,
    care,
    closures,
    compliance,
    contacts,
    curricula,
    deliveries,
    directory,
    enrolments,
    erasures,
    evaluations,
    exclusions,
    goals,
    groups,
    hand_outs,
    instruments,
    packages,
    participants,
    people,
    practices,
    protection,
    records,
    referrals,
    reviews,
    rights,
    roster_imports,
    services,
    sessions,
    trusted_keys,
    venues,
)
from facilitador.db.tables.base import metadata

__all__ = ["APPLICATION_ID", "TRIGGERS", "VERSION", "create", "metadata"]

APPLICATION_ID = 0x46_41_43_49
"""SQLite `application_id` of a book ("FACI")."""

VERSION = 10
"""SQLite `user_version` that this program writes; newer books are refused, older ones migrated."""

_ROOMS = (
    services,
    people,
    venues,
    groups,
    participants,
    enrolments,
    curricula,
    sessions,
    attendance,
    absences,
    instruments,
    applications,
    roster_imports,
    access,
    protection,
    contacts,
    directory,
    evaluations,
    exclusions,
    goals,
    referrals,
    care,
    hand_outs,
    records,
    reviews,
    closures,
    practices,
    compliance,
    rights,
    erasures,
    packages,
    deliveries,
)

_APPEND_ONLY = (
    "audit_chains",
    "audit_entries",
    "closure_entries",
    "compliance_statements",
    "enrolment_events",
    "erasures",
    "goal_notes",
    "instrument_editions",
    "prints",
    "referral_events",
    "review_entries",
    "session_amendments",
    "session_events",
)

# An import taken back must leave no man behind, though history is append-only. The one door: the first step of a stint
# that an import made, once that import is marked as undone. Its rows are taken out in the same transaction, which shuts
# the door; a later step is never let go, so a stint with a history of its own cannot be taken back even by mistake.
_UNLESS: dict[str, str] = {
    "enrolment_events_refuses_delete": (
        "WHEN OLD.number <> 1 OR NOT EXISTS ("
        "SELECT 1 FROM roster_import_rows JOIN roster_imports ON roster_imports.id = roster_import_rows.import_id "
        "WHERE roster_import_rows.enrolment_id = OLD.enrolment_id AND roster_imports.undone_at IS NOT NULL) "
    ),
    # A plan that is proposed anew leaves nothing behind of a session to which nothing happened but being planned.
    "session_events_refuses_delete": (
        "WHEN (SELECT state FROM sessions WHERE id = OLD.session_id) <> 'planned' "
        "OR (SELECT count(*) FROM session_events WHERE session_id = OLD.session_id) > 1 "
    ),
}

_APPENDS: dict[str, str] = {
    f"{table}_refuses_{action}": (
        f"CREATE TRIGGER {table}_refuses_{action} BEFORE {action.upper()} ON {table} "
        f"{_UNLESS.get(f'{table}_refuses_{action}', '')}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    for table in _APPEND_ONLY
    for action in ("update", "delete")
}

_GUARDS: dict[str, str] = {
    **_APPENDS,
    **sessions.LOCKS,
    **attendance.GUARDS,
    **applications.LOCKS,
    **protection.LOCKS,
    **contacts.LOCKS,
    **evaluations.LOCKS,
    **exclusions.LOCKS,
    **reviews.LOCKS,
    **referrals.LOCKS,
    **care.LOCKS,
    **hand_outs.LOCKS,
    **rights.LOCKS,
    **trusted_keys.LOCKS,
    **erasures.LOCKS,
    **deliveries.LOCKS,
}

TRIGGERS: dict[str, str] = with_package_door(erasures.with_door(_GUARDS))
"""Every trigger by name: the one list from which a migration rebuilds them."""


def create(connection: sa.Connection) -> None:
    """Write the schema into an empty book, inside the caller's transaction."""
    metadata.create_all(connection, checkfirst=False)
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
