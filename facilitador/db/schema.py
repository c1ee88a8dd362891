"""The whole schema of the current version: tables, and the triggers that keep history append-only."""

from __future__ import annotations

import sqlalchemy as sa

from facilitador.db.tables import enrolments, groups, participants, people, records, services, venues
from facilitador.db.tables.base import metadata

__all__ = ["APPLICATION_ID", "TRIGGERS", "VERSION", "create"]

APPLICATION_ID = 0x46_41_43_49
"""SQLite `application_id` of a book ("FACI")."""

VERSION = 1
"""SQLite `user_version` that this program writes; newer books are refused, older ones migrated."""

_ROOMS = (services, people, venues, groups, participants, enrolments, records)

_APPEND_ONLY = ("audit_entries", "enrolment_events", "prints")

TRIGGERS: dict[str, str] = {
    f"{table}_refuses_{action}": (
        f"CREATE TRIGGER {table}_refuses_{action} BEFORE {action.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    for table in _APPEND_ONLY
    for action in ("update", "delete")
}
"""Every trigger by name: the one list from which a migration rebuilds them."""


def create(connection: sa.Connection) -> None:
    """Write the schema into an empty book, inside the caller's transaction."""
    metadata.create_all(connection, checkfirst=False)
    for statement in TRIGGERS.values():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
