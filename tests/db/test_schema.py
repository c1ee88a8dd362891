"""What the database holds by itself, with every rule of the program bypassed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from facilitador.db import schema
from facilitador.db.books import Book
from facilitador.db.tables.base import metadata
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.enrolments import SEATS, EnrolmentStatus

WHO = UUID(int=1)
DAY = date(2026, 11, 20)
WHEN = datetime.fromisoformat("2026-11-20T15:30:00+00:00")
STAMPS = {"created_at": WHEN, "created_by": WHO, "changed_at": WHEN, "changed_by": WHO, "revision": 1}
EMPTY: dict[type, object] = {str: "", int: 0, bool: False, date: DAY, bytes: b"x"}


def add(connection: sa.Connection, table: str, **values: Any) -> UUID:
    """A row with these values; what is not named and may not be empty gets something harmless."""
    key = uuid4()
    row = {"id": key, **STAMPS, **values}
    for column in metadata.tables[table].columns:
        if column.name not in row and not column.nullable and not column.primary_key:
            row[column.name] = harmless(column)
    known = {name: value for name, value in row.items() if name in metadata.tables[table].columns}
    connection.execute(metadata.tables[table].insert().values(known))
    return key


def harmless(column: sa.Column[Any]) -> object:
    ours = {Guid: WHO, UtcDateTime: WHEN, Json: {}}
    return ours[type(column.type)] if type(column.type) in ours else EMPTY[column.type.python_type]


def stint(connection: sa.Connection, group: UUID, man: UUID, **values: Any) -> UUID:
    """An open stint that counts, unless `values` say otherwise."""
    row = {"status": "attending", "seat": 1, "queue_position": None, "since": DAY, "ended_on": None, "reason": ""}
    return add(connection, "enrolments", group_id=group, participant_id=man, **(row | values))


@pytest.fixture
def open_transaction(book: Book) -> Iterator[sa.Connection]:
    with book.begin() as connection:
        yield connection


@pytest.fixture
def group(open_transaction: sa.Connection) -> UUID:
    return add(open_transaction, "groups", status="forming", age_band="adults")


def man(connection: sa.Connection) -> UUID:
    return add(connection, "participants")


@pytest.mark.directive("6.4.1")
def test_fifteen_seats_are_held_and_no_sixteenth_row_is_taken(open_transaction: sa.Connection, group: UUID) -> None:
    for seat in range(1, SEATS + 1):
        stint(open_transaction, group, man(open_transaction), seat=seat)

    for seat in (0, SEATS + 1, -1):
        with pytest.raises(sa.exc.IntegrityError, match="seat_in_range"):
            stint(open_transaction, group, man(open_transaction), seat=seat)
    for seat in range(1, SEATS + 1):
        with pytest.raises(sa.exc.IntegrityError, match=r"enrolments\.seat"):
            stint(open_transaction, group, man(open_transaction), seat=seat)
    counting = sa.text("SELECT count(*) FROM enrolments WHERE status IN ('attending', 'paused')")
    assert open_transaction.execute(counting).scalar_one() == SEATS


@pytest.mark.directive("6.4.1")
@pytest.mark.parametrize("status", list(EnrolmentStatus))
def test_who_counts_has_a_seat_and_nobody_else(
    open_transaction: sa.Connection, group: UUID, status: EnrolmentStatus
) -> None:
    counts = status in ("attending", "paused")
    rest: dict[str, Any] = {
        "status": status,
        "queue_position": 1 if status == "waiting" else None,
        "ended_on": None if counts or status == "waiting" else DAY,
    }

    stint(open_transaction, group, man(open_transaction), seat=1 if counts else None, **rest)
    with pytest.raises(sa.exc.IntegrityError, match="counted_has_seat"):
        stint(open_transaction, group, man(open_transaction), seat=None if counts else 2, **rest)


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({"status": "unknown"}, "status_known"),
        ({"queue_position": 1}, "waiting_has_position"),
        ({"status": "waiting", "seat": None}, "waiting_has_position"),
        ({"ended_on": DAY}, "open_has_no_end"),
        ({"status": "stopped", "seat": None}, "open_has_no_end"),
        ({"status": "stopped", "seat": None, "ended_on": date(2026, 11, 19)}, "ends_after_start"),
    ],
)
def test_a_stint_that_cannot_be_is_refused(
    open_transaction: sa.Connection, group: UUID, values: dict[str, Any], sign: str
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=sign):
        stint(open_transaction, group, man(open_transaction), **values)


def test_one_man_has_one_open_stint_in_a_group_and_many_that_ended(
    open_transaction: sa.Connection, group: UUID
) -> None:
    same = man(open_transaction)
    for _ in range(2):
        stint(open_transaction, group, same, status="stopped", seat=None, ended_on=DAY)
    stint(open_transaction, group, same)

    with pytest.raises(sa.exc.IntegrityError, match=r"enrolments\.participant_id"):
        stint(open_transaction, group, same, status="waiting", seat=None, queue_position=1)
    stint(open_transaction, add(open_transaction, "groups", status="forming", age_band="adults"), same)


@pytest.mark.parametrize("table", ["audit_entries", "enrolment_events", "prints"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET at = '2000-01-01'", "DELETE FROM {}", "REPLACE INTO {} SELECT * FROM {}"]
)
def test_what_was_written_into_the_history_stays(
    open_transaction: sa.Connection, group: UUID, table: str, change: str
) -> None:
    key = stint(open_transaction, group, man(open_transaction))
    values = {"enrolment_id": key, "status": "attending"} if table == "enrolment_events" else {}
    add(open_transaction, table, **values)

    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        open_transaction.exec_driver_sql(change.format(table, table))
    assert open_transaction.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 1


@pytest.mark.parametrize(
    ("table", "values", "sign"),
    [
        ("services", {"binding": "adheres", "criminal_data_competent": True}, "competence_has_basis"),
        ("services", {"binding": "else"}, "binding_known"),
        ("people", {"role": "chief"}, "role_known"),
        ("own_fields", {"kind": "choices"}, "kind_known"),
        ("groups", {"status": "forming", "age_band": "adults", "weekday": 7}, "weekday_known"),
        ("groups", {"status": "running", "age_band": "adults"}, "started_has_day"),
        ("groups", {"status": "forming", "age_band": "all"}, "age_band_known"),
        ("consents", {"participant_id": WHO, "mark": "word"}, "mark_known"),
        ("consents", {"mark": "signature", "revoked_on": date(2026, 11, 19)}, "revoked_after_given"),
        ("trainings", {"person_id": WHO, "kind": "theoretical", "hours": 0}, "hours_positive"),
        ("consents", {"participant_id": WHO, "mark": "signature"}, "FOREIGN KEY"),
        ("trainings", {"person_id": WHO, "kind": "theoretical", "hours": 2}, "FOREIGN KEY"),
    ],
)
def test_rows_that_cannot_be_are_refused(
    open_transaction: sa.Connection, table: str, values: dict[str, Any], sign: str
) -> None:
    with pytest.raises(sa.exc.IntegrityError, match=sign):
        add(open_transaction, table, **values)


def test_every_constraint_has_a_name_by_which_a_migration_can_take_it_out() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]

    assert unnamed == []


def test_a_book_carries_its_mark_and_its_version(open_transaction: sa.Connection) -> None:
    assert open_transaction.exec_driver_sql("PRAGMA application_id").scalar_one() == schema.APPLICATION_ID
    assert open_transaction.exec_driver_sql("PRAGMA user_version").scalar_one() == schema.VERSION
