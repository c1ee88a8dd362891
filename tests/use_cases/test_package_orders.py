"""In whatever order packages come, the books end alike; and who is gone at home stays gone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import time, timedelta
from itertools import permutations
from typing import Any, Final
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from facilitador.db import schema
from facilitador.db.packing import planning, taking_in
from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.base import insert_row, metadata
from facilitador.db.tables.erasures import erase
from facilitador.db.tables.rights import purge_proposals
from facilitador.db.transaction import Actor, Transaction, Transactions
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.packages import Manifest, Package, PackageKind
from facilitador.domain.retention import PurgeGround, PurgeProposal
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.catalogue import COMMANDS
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, RegisterParticipant
from facilitador.use_cases.requests import Command
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import PASSPHRASE, TODAY, copy_of, make_environment
from tests.use_cases.scenes import ficha

pytestmark = pytest.mark.directive("6.9.1")

A, B = UUID(int=1), UUID(int=2)
_HOURS: Final = {A: time(18), B: time(19)}
MEN: Final = tuple(UUID(int=10 + number) for number in range(3))
SESSIONS: Final = {A: UUID(int=20), B: UUID(int=21)}
EDITS: Final = ("rename", "erase", "mark", "unmark", "join", "stop", "name the group")
HISTORIES = st.lists(
    st.tuples(st.sampled_from(EDITS), st.sampled_from((A, B)), st.sampled_from(MEN)), min_size=1, max_size=6
)
Edit = tuple[str, UUID, UUID]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, template_books: dict[Role, Any]) -> Iterator[list[OpenBook]]:
    """A book that works and one that supervises; nothing that the tests do to them is kept."""
    folder = tmp_path_factory.mktemp("orders")
    environment = make_environment(folder)
    opened = []
    for role in (Role.FACILITATOR, Role.SUPERVISOR):
        path = copy_of(template_books[role], folder / role)
        person = books.inspect(path, environment).people[0]
        opened.append(books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result())
    yield opened
    for book in opened:
        book.close()


def within(book: OpenBook, do: Callable[[Transaction], Any]) -> Any:
    """What `do` gives; what it does is not kept."""
    given: list[Any] = []

    def job(file: Any, _: object) -> None:
        actor = Actor(book.person.id, Role.FACILITATOR)
        transactions = Transactions(file.begin, actor, book.circumstances, lambda: file.keys.reserved_key)
        with transactions.open(dry_run=True) as tx:
            given.append(do(tx))

    book.with_book(job).result()
    return given[0]


def carried_out(tx: Transaction, *commands: Command) -> None:
    for command in commands:
        COMMANDS[type(command)].run(tx, command)


def begin(tx: Transaction) -> None:
    """Two groups with a session each; the first man is in both, the second in A, the third in none yet."""
    for group, name in ((A, "Aliso"), (B, "Molle")):
        day = SessionToPlan(id=SESSIONS[group], day=TODAY, starts_at=_HOURS[group], topic_ids=())
        carried_out(tx, FormGroup(id=group, name=name), PlanSessions(group_id=group, sessions=(day,)))
    for number, man in enumerate(MEN):
        carried_out(tx, RegisterParticipant(id=man, answers=ficha(number)))
    for group, man in ((A, MEN[0]), (B, MEN[0]), (A, MEN[1])):
        carried_out(tx, EnrolParticipant(id=stint_of(group, man), group_id=group, participant_id=man))


def stint_of(group: UUID, man: UUID) -> UUID:
    return UUID(int=group.int * 100 + man.int)


def edit(tx: Transaction, step: Edit, number: int) -> None:
    """One change, if it can be made just now."""
    what, group, man = step
    stint = stint_of(group, man)
    there = {key for (key,) in tx.connection.execute(sa.select(metadata.tables["participants"].c.id))}
    stints = {key for (key,) in tx.connection.execute(sa.select(metadata.tables["enrolments"].c.id))}
    if what == "rename" and man in there:
        carried_out(tx, ChangeParticipant(participant_id=man, answers=ficha(number, given_names=f"Abel {number}")))
    elif what == "erase" and man in there:
        proposal = insert_row(tx, purge_proposals, None, participant_id=man, ground=PurgeGround.TIME, proposed_on=TODAY)
        erase(tx, None, PurgeProposal(proposal, man, PurgeGround.TIME, TODAY, UUID(int=5)))
    elif what in ("mark", "unmark") and stint in stints:
        mark = AttendanceMark.ATTENDED if what == "mark" else None
        changed = MarkAttendance(session_id=SESSIONS[group], enrolment_id=stint, mark=mark)
        _if_it_can(tx, changed)
    elif what == "join" and man in there and stint not in stints:
        carried_out(tx, EnrolParticipant(id=stint, group_id=group, participant_id=man))
    elif what == "stop" and stint in stints:
        _if_it_can(tx, ChangeEnrolmentStatus(enrolment_id=stint, status=EnrolmentStatus.STOPPED, reason="viaje"))
    elif what == "name the group":
        tx.connection.exec_driver_sql("UPDATE groups SET name = ? WHERE id = ?", (f"Grupo {number}", group.bytes))


def _if_it_can(tx: Transaction, command: Command) -> None:
    with contextlib.suppress(UserFacingError):
        carried_out(tx, command)


def packed(tx: Transaction, sender: Any, groups: Sequence[UUID], days: int) -> Package:
    rows = gather(tx, Wanted(PackageKind.SUPERVISION, tuple(groups)))
    manifest = Manifest(
        package_id=uuid7(),
        kind=PackageKind.SUPERVISION,
        sender=sender,
        book_version=schema.VERSION,
        made_at=tx.now + timedelta(minutes=days),
        purpose="Supervisar",
        until=None,
        with_names=True,
        subjects=tuple(groups),
    )
    return Package(manifest, rows, 0)


def history(home: OpenBook, edits: Sequence[Edit], sent: Sequence[tuple[int, Sequence[UUID]]]) -> list[Package]:
    """The packages that left home after so many edits."""
    sender = home.ask(OwnKey()).result().identity

    def live(tx: Transaction) -> list[Package]:
        begin(tx)
        packages = []
        for number in range(len(edits) + 1):
            packages += [packed(tx, sender, groups, number) for after, groups in sent if after == number]
            if number < len(edits):
                edit(tx, edits[number], number)
        return packages

    packages: list[Package] = within(home, live)
    return packages


def ended(there: OpenBook, packages: Sequence[Package]) -> dict[str, list[tuple[Any, ...]]]:
    """What the book holds after taking them in, in this order."""

    def take(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
        for package in packages:
            made = planning.plan(tx, package, {})
            if made.incoming.fresh:
                taking_in.take_in(tx, made)
        tables = [*(table for table in SCOPES if table != "people"), "participant_words"]
        return {
            table: sorted(map(tuple, tx.connection.exec_driver_sql(f'SELECT * FROM "{table}"')), key=repr)
            for table in tables
        }

    found: dict[str, list[tuple[Any, ...]]] = within(there, take)
    return found


_FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_GROUPS = st.sampled_from(((A,), (B,), (A, B)))


@_FEW
@given(edits=HISTORIES, first=_GROUPS, second=_GROUPS, data=st.data())
def test_two_packages_in_either_order_end_in_the_same_book(
    both: list[OpenBook], edits: list[Edit], first: tuple[UUID, ...], second: tuple[UUID, ...], data: st.DataObject
) -> None:
    home, there = both
    at = sorted(data.draw(st.tuples(st.integers(0, len(edits)), st.integers(0, len(edits)))))
    packages = history(home, edits, [(at[0], first), (at[1], second)])

    assert ended(there, packages) == ended(there, packages[::-1])


@_FEW
@given(edits=HISTORIES, parts=st.lists(st.tuples(st.integers(0, 6), _GROUPS), max_size=3), seed=st.randoms())
def test_once_all_was_told_anew_it_does_not_matter_what_came_before_or_after(
    both: list[OpenBook], edits: list[Edit], parts: list[tuple[int, tuple[UUID, ...]]], seed: Any
) -> None:
    home, there = both
    packages = history(home, edits, [*((min(at, len(edits)), groups) for at, groups in parts), (len(edits), (A, B))])
    alone = ended(there, packages[-1:])
    shuffled = packages[:]
    seed.shuffle(shuffled)

    assert ended(there, shuffled) == alone


@_FEW
@given(edits=HISTORIES, sent=st.lists(st.tuples(st.integers(0, 6), _GROUPS), min_size=3, max_size=3), seed=st.randoms())
def test_a_man_of_two_groups_never_ends_with_an_older_ficha(
    both: list[OpenBook], edits: list[Edit], sent: list[tuple[int, tuple[UUID, ...]]], seed: Any
) -> None:
    home, there = both
    kept = [one for one in edits if one[0] != "erase"]
    packages = history(home, kept, sorted(((min(at, len(kept)), groups) for at, groups in sent)))
    shuffled = packages[:]
    seed.shuffle(shuffled)
    newest: dict[Any, tuple[Any, ...]] = {}
    for package in packages:
        newest |= {row[0]: row for row in package.rows["participants"].rows}

    left = ended(there, shuffled)["participants"]
    assert {row[0]: row for row in left} == newest


def test_who_is_gone_at_home_is_gone_with_the_next_package_and_no_older_one_brings_him_back(
    both: list[OpenBook],
) -> None:
    home, there = both
    packages = history(home, [("erase", A, MEN[0])], [(0, (A, B)), (1, (A, B))])

    for order in permutations(packages):
        for more in (order, (*order, packages[0])):
            left = ended(there, more)
            assert {row[0] for row in left["participants"]} == {MEN[1].bytes}
            assert not any(MEN[0].bytes in row for rows in left.values() for row in rows)


def test_of_who_is_gone_no_package_keeps_what_stood_before(both: list[OpenBook]) -> None:
    home, there = both
    packages = history(home, [("rename", A, MEN[0]), ("erase", A, MEN[0])], [(0, (A, B)), (1, (A, B)), (2, (A, B))])

    def take(tx: Transaction) -> list[tuple[Any, ...]]:
        for package in packages:
            taking_in.take_in(tx, planning.plan(tx, package, {}))
        return [tuple(row) for row in tx.connection.exec_driver_sql("SELECT row_key, before FROM package_rows")]

    kept = within(there, take)
    assert not any(MEN[0].bytes in (part or b"") for row in kept for part in row)
