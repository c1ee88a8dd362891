"""What is in a package of a service in which everything was written: nothing reserved, and no names if so asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from uuid_utils.compat import uuid7

from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.base import insert_row, metadata
from facilitador.db.tables.contacts import partner_contacts
from facilitador.db.tables.protection import protection_matters, protection_steps
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import PackageKind, PackageRows
from facilitador.domain.protection import ProtectionOrigin
from facilitador.use_cases import books
from facilitador.use_cases.demo import demo_book
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_sending import coded_fields
from tests.books import TODAY, make_environment
from tests.use_cases.packing import looked

pytestmark = pytest.mark.directive("6.4.5")

RESERVED = ("partner_contacts", "protection_matters", "protection_steps", "contact_openings")
TEAM = ("people", "groups", "own_fields")
"""Whose names stay: of who works, and of the group; and what the service asks."""

SHORTEST = 8
"""What is shorter is found in words that mean something else."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    folder: Path = tmp_path_factory.mktemp("contents")
    opened, _ = books.create(folder / "ejemplo", demo_book(TODAY, uuid7), make_environment(folder)).result()
    looked(opened, something_reserved)
    yield opened
    opened.close()


def something_reserved(tx: Transaction) -> None:
    insert_row(tx, partner_contacts, None, sealed=b"a sealed contact")
    matter = insert_row(
        tx,
        protection_matters,
        None,
        opened_on=TODAY,
        origin=ProtectionOrigin.ANYWHERE,
        origin_id=None,
        closed_on=None,
        closed_by=None,
        sealed=b"a sealed matter",
    )
    insert_row(tx, protection_steps, None, matter_id=matter, done_on=TODAY, next_on=None, sealed=b"a sealed step")


def gathered(demo: OpenBook, kind: PackageKind = PackageKind.SUPERVISION, *, with_names: bool = True) -> PackageRows:
    groups = tuple(line.group.id for line in demo.ask(Groups()).result())
    rows: PackageRows = looked(demo, lambda tx: gather(tx, Wanted(kind, groups, (), with_names, coded_fields())))
    return rows


def content(rows: PackageRows) -> bytes:
    return msgspec.msgpack.encode({table: (held.columns, held.rows) for table, held in rows.items()})


def whole(demo: OpenBook) -> dict[str, list[dict[str, Any]]]:
    def read(tx: Transaction) -> dict[str, list[dict[str, Any]]]:
        return {
            table.name: [dict(row) for row in tx.connection.execute(table.select()).mappings()]
            for table in metadata.sorted_tables
        }

    found: dict[str, list[dict[str, Any]]] = looked(demo, read)
    return found


def test_everything_of_the_groups_goes(demo: OpenBook) -> None:
    rows, there = gathered(demo), whole(demo)

    for table, scope in SCOPES.items():
        if PackageKind.SUPERVISION in scope.kinds and scope.hangs_on:
            least = len(there[table]) if "enrolment_id" in scope.hangs_on else 0
            assert len(rows[table].rows) >= least, table
    assert len(rows["groups"].rows) == len(there["groups"]) > 2
    assert len(rows["attendance_marks"].rows) == len(there["attendance_marks"]) > 100
    filled = {table for table, held in rows.items() if held.rows}
    assert len(filled) > 30, sorted(set(rows) - filled)


def test_nothing_reserved_is_in_it_sealed_or_not(demo: OpenBook) -> None:
    packed = content(gathered(demo))
    there = whole(demo)

    assert all(there[table] for table in RESERVED[:3])
    for table in RESERVED:
        for row in there[table]:
            assert row["id"].bytes not in packed
            assert row["sealed"] not in packed
    sealed = [row["sealed"] for row in there["exclusion_decisions"] if row["sealed"]]
    assert sealed
    assert not any(one in packed for one in sealed)


def test_two_books_that_differ_in_what_is_reserved_give_the_same_package(demo: OpenBook) -> None:
    groups = tuple(line.group.id for line in demo.ask(Groups()).result())
    wanted = Wanted(PackageKind.SUPERVISION, groups)
    statements = (
        "UPDATE partner_contacts SET sealed = x'00'",
        "UPDATE protection_matters SET sealed = x'01'",
        "UPDATE exclusion_decisions SET sealed = x'02' WHERE sealed IS NOT NULL",
        "UPDATE door_refusals SET protection_note = 'Se avisó a su hermana'",
    )

    def both(tx: Transaction) -> tuple[bytes, bytes, int]:
        before, touched = content(gather(tx, wanted)), 0
        with tx.connection.begin_nested() as savepoint:
            for statement in statements:
                touched += tx.connection.exec_driver_sql(statement).rowcount
            after = content(gather(tx, wanted))
            savepoint.rollback()
        return before, after, touched

    before, after, touched = looked(demo, both)
    assert touched > 3
    assert before == after


def test_without_names_nothing_that_was_written_of_anybody_is_in_it(demo: OpenBook) -> None:
    packed = content(gathered(demo, with_names=False)).decode("utf-8", "ignore").casefold()
    there = whole(demo)

    assert "participante n.º 7" in packed
    kept = {word.casefold() for table in TEAM for row in there[table] for word in texts_of(row)}
    looked_for = 0
    for table in SCOPES:
        if table in TEAM or table == "instrument_editions":
            continue
        for row in there[table]:
            for text in texts_of(row):
                if len(text) >= SHORTEST and is_written(text) and not any(text.casefold() in one for one in kept):
                    looked_for += 1
                    assert text.casefold() not in packed, (table, text)
    assert looked_for > 500


def texts_of(row: dict[str, Any]) -> Iterator[str]:
    for value in row.values():
        yield from leaves(value)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)


def is_written(text: str) -> bool:
    """True for what somebody wrote, not for a code, a key or a day."""
    return re.fullmatch(r"[a-z0-9_.:\-/ ]*", text) is None or text.isdecimal()


def test_without_names_a_man_is_a_number_and_what_he_chose_stays(demo: OpenBook) -> None:
    named, nameless = gathered(demo), gathered(demo, with_names=False)
    chosen = {f"own_{row[0].hex()}" for row in nameless["own_fields"].rows if isinstance(row[0], bytes)}
    assert chosen

    for one, other in zip(named["participants"].rows, nameless["participants"].rows, strict=True):
        before = dict(zip(named["participants"].columns, one, strict=True))
        after = dict(zip(named["participants"].columns, other, strict=True))
        assert before["id"] == after["id"]
        assert after["full_name"].startswith("Participante n.º ")
        assert after["birth_date"] is None
        kept = json.loads(after["answers"])
        assert kept.items() <= json.loads(before["answers"]).items()
        assert kept.keys() <= coded_fields() | chosen
    assert named["attendance_marks"] == nameless["attendance_marks"]
    assert "venues" not in nameless
