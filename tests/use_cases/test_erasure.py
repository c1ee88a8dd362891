"""A man is taken out of a book in which everything was noted of somebody: nothing points at him or names him."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador.db.queries import contacts as contact_queries
from facilitador.db.queries import indicators
from facilitador.db.queries.indicator_parts import Counting
from facilitador.db.tables.attendance import attendance_marks
from facilitador.db.tables.base import insert_row, metadata
from facilitador.db.tables.contacts import contact_openings, partner_contacts
from facilitador.db.tables.erasures import erase, held_of_a_man, matters_of, of_man
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters, protection_steps
from facilitador.db.tables.rights import purge_proposals
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Actor, Transaction, Transactions
from facilitador.domain.contacts import ContactText, OpeningText
from facilitador.domain.indicators import Months
from facilitador.domain.protection import MatterText
from facilitador.domain.retention import PurgeGround, PurgeProposal
from facilitador.domain.roles import Role
from facilitador.reference import registration_form
from facilitador.use_cases import books
from facilitador.use_cases.demo import demo_book
from facilitador.use_cases.open_book import OpenBook
from tests.books import TODAY, make_environment
from tests.use_cases.protection_samples import CONTACT

TRAIL = {("audit_entries", "subject_id"), ("prints", "subject_id")}
"""Only a key is left there, which points at nothing any more."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    folder: Path = tmp_path_factory.mktemp("erasure")
    opened, _ = books.create(folder / "ejemplo", demo_book(TODAY, uuid7), make_environment(folder)).result()
    yield opened
    opened.close()


def _erased(tx: Transaction, man: UUID) -> None:
    proposal = insert_row(tx, purge_proposals, None, participant_id=man, ground=PurgeGround.TIME, proposed_on=TODAY)
    erase(tx, None, PurgeProposal(proposal, man, PurgeGround.TIME, TODAY, UUID(int=5)))


def _within(demo: OpenBook, man: UUID, look: Any) -> None:
    """What `look` does to the book is not kept."""

    def job(file: Any, _: object) -> None:
        actor = Actor(demo.person.id, Role.FACILITATOR)
        transactions = Transactions(file.begin, actor, demo.circumstances, lambda: file.keys.reserved_key)
        with transactions.open(dry_run=True) as tx:
            look(tx, man)

    demo.with_book(job).result()


def _men(demo: OpenBook) -> list[tuple[UUID, str]]:
    statement = sa.select(participants.c.id, participants.c.full_name)

    def read(file: Any, _: object) -> list[tuple[UUID, str]]:
        with file.begin() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    return demo.with_book(read).result()


def _found(tx: Transaction, wanted: set[UUID]) -> set[tuple[str, str]]:
    """Where any of these keys stands, in whatever column of whatever table, as a key or within a text."""
    binary, texts = {key.bytes for key in wanted}, {str(key) for key in wanted}
    found: set[tuple[str, str]] = set()
    for table in metadata.sorted_tables:
        names = [column.name for column in table.columns]
        raw = tx.connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')
        for row in raw:
            for name, value in zip(names, row, strict=True):
                if value in binary if isinstance(value, bytes) else any(key in str(value) for key in texts):
                    found.add((table.name, name))
    return found


def _tables_of(tx: Transaction, man: UUID) -> set[str]:
    return {
        table.name
        for table in held_of_a_man()
        if tx.connection.execute(sa.select(sa.literal(1)).where(of_man(table, man)).select_from(table)).first()
    }


def test_nothing_in_the_file_points_at_him(demo: OpenBook) -> None:
    seen: set[str] = set()

    def look(tx: Transaction, man: UUID) -> None:
        here = _tables_of(tx, man)
        if here <= seen:
            return  # another man of whom all this is noted was looked at
        seen.update(here)
        mine = {
            key
            for table in held_of_a_man()
            if "id" in table.c
            for key in tx.connection.execute(sa.select(table.c.id).where(of_man(table, man))).scalars()
        }
        _erased(tx, man)
        assert _found(tx, mine) <= TRAIL
        assert tx.connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None

    for man, _ in _men(demo):
        _within(demo, man, look)
    assert {"referrals", "individual_cares", "exclusion_decisions", "attendance_marks", "applications"} <= seen


def test_what_is_sealed_about_him_goes_and_that_it_was_opened_stays(demo: OpenBook) -> None:
    def look(tx: Transaction, man: UUID) -> None:
        key, opening, matter = tx.new_id(), tx.new_id(), tx.new_id()
        text = {**CONTACT, "participant_id": man}
        insert_row(tx, partner_contacts, key, sealed=tx.reserved.seal(key, ContactText(**text)))
        insert_row(
            tx,
            contact_openings,
            opening,
            opened_at=tx.now,
            second_id=None,
            countersigned_at=None,
            countersigned_by=None,
            sealed=tx.reserved.seal(opening, OpeningText(man, "Llamarla por él")),
        )
        insert_row(
            tx,
            protection_matters,
            matter,
            opened_on=TODAY,
            origin="anywhere",
            origin_id=None,
            closed_on=TODAY,
            closed_by=tx.actor.id,
            sealed=tx.reserved.seal(matter, MatterText("Teme por ella", man)),
        )
        assert matters_of(tx, man) == (matter,)
        _erased(tx, man)
        assert contact_queries.contacts_of(tx, man) == ()
        assert matters_of(tx, man) == ()
        assert tx.connection.execute(sa.select(protection_steps.c.id)).first() is None
        left = contact_queries.opening(tx, opening)
        assert (left.text.participant_id, left.text.reason) == (UUID(int=0), "")

    _within(demo, _men(demo)[0][0], look)


def _large_groups(tx: Transaction) -> list[UUID]:
    """The groups of which every session has more than five marks."""
    marks = sa.select(sessions.c.group_id, sa.func.count().label("men")).join(attendance_marks)
    each = marks.group_by(sessions.c.id).subquery()
    large = sa.select(each.c.group_id).group_by(each.c.group_id).having(sa.func.min(each.c.men) > 5)
    return list(tx.connection.execute(large).scalars())


def _attendance(tx: Transaction, group_id: UUID) -> Months:
    of = Counting(group_id, TODAY, registration_form(), False, ())
    part = next(one for one in indicators.PARTS if "attendance" in one.codes)
    read = part.reader(of)
    return part.reckon([row for some in part.portions(tx, of) for row in read(tx, some)])["attendance"]


def test_marks_go_on_counting_where_others_are_many(demo: OpenBook) -> None:
    count = "SELECT session_id, mark, count(*) FROM attendance_marks GROUP BY session_id, mark"
    both = (
        "SELECT session_id, mark, sum(n) FROM (SELECT session_id, mark, 1 AS n FROM attendance_marks "
        "UNION ALL SELECT session_id, mark, men FROM erased_marks) GROUP BY session_id, mark"
    )

    def look(tx: Transaction, man: UUID) -> None:
        large = "SELECT session_id FROM attendance_marks GROUP BY session_id HAVING count(*) > 5"
        sessions = {row[0] for row in tx.connection.exec_driver_sql(large)}
        before = {tuple(row) for row in tx.connection.exec_driver_sql(count) if row[0] in sessions}
        told = {group: _attendance(tx, group) for group in _large_groups(tx)}
        assert any(told.values())
        _erased(tx, man)
        assert {group: _attendance(tx, group) for group in told} == told
        assert {tuple(row) for row in tx.connection.exec_driver_sql(both) if row[0] in sessions} == before
        kept = {row[0] for row in tx.connection.exec_driver_sql("SELECT session_id FROM erased_marks")}
        assert kept <= sessions

    for man, _ in _men(demo)[:3]:
        _within(demo, man, look)
