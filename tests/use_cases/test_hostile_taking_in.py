"""What a confirmed sender could send with a program of her own: refused with nothing written, or taken in whole.

30 packages in the test command, thousands by `--many=N`. What is sent by others, and what was damaged on the way, is
tried without a book in `tests/exchange/test_hostile_packages.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import pytest

from facilitador import messages
from facilitador.domain.packages import Package, PackageRows, TableRows, Value
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.exchange.packages import seal
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import TakeIn, UndoPackage
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.trusted_keys import OwnKey
from tests.exchange.test_hostile_packages import damaged
from tests.use_cases.logs import planned
from tests.use_cases.packing import NOTED, Pair, acquainted, whole
from tests.use_cases.scenes import Acting, ficha

FEW: Final = 30
_FORBIDDEN: Final = (
    "audit_entries",
    "trusted_keys",
    "services",
    "books",
    "foreign_rows",
    "taking_in",
    "drafts",
    "otra",
)

Rows = dict[str, TableRows]
Mutation = Callable[[random.Random, Rows, tuple[bytes, ...]], Rows]


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


def _put(rows: Rows, table: str, at: int, column: int, value: Value) -> Rows:
    held = rows[table]
    changed = [list(row) for row in held.rows]
    changed[at][column] = value
    return {**rows, table: TableRows(held.columns, tuple(map(tuple, changed)))}


def _cell(chance: random.Random, rows: Rows) -> tuple[str, int, int]:
    table = chance.choice([name for name, held in rows.items() if held.rows])
    return table, chance.randrange(len(rows[table].rows)), chance.randrange(len(rows[table].columns))


def _other_kind(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    values: list[Value] = [None, -1, 2**62, 1.5, "", "x", "\x00", "9" * 300, b"", b"x" * 16, "2026-13-45", "{", "[1]"]
    return _put(rows, *_cell(chance, rows), chance.choice(values))


def _huge(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    return _put(rows, *_cell(chance, rows), "ñ" * chance.choice([5_000, 300_000]))


def _rows_of_mine(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    """An id of the receiver's own in the place of one of the sender's."""
    spots = [
        (table, at, column)
        for table, held in rows.items()
        for at, row in enumerate(held.rows)
        for column, value in enumerate(row)
        if isinstance(value, bytes)
    ]
    return _put(rows, *chance.choice(spots), chance.choice(own))


def _all_to_mine(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    """Everywhere the same id of the sender's becomes one of the receiver's: nothing hangs in the air."""
    ids = [row[0] for held in rows.values() for row in held.rows if isinstance(row[0], bytes)]
    mine = {chance.choice(ids): chance.choice(own)}
    return {
        table: TableRows(held.columns, tuple(tuple(mine.get(value, value) for value in row) for row in held.rows))  # type: ignore[arg-type]
        for table, held in rows.items()
    }


def _other_extent(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    table, at, _ = _cell(chance, rows)
    held = rows[table]
    twice, less = (*held.rows, held.rows[at]), held.rows[:at] + held.rows[at + 1 :]
    return {**rows, table: TableRows(held.columns, chance.choice([twice, less, ()]))}


def _other_tables(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    table = _cell(chance, rows)[0]
    rest = {name: held for name, held in rows.items() if name != table}
    renamed = {chance.choice(_FORBIDDEN): rows[table]}
    return chance.choice([rest, {**rest, **renamed}, {**rows, **renamed}, dict(reversed(list(rows.items())))])


def _other_columns(chance: random.Random, rows: Rows, own: tuple[bytes, ...]) -> Rows:
    table = _cell(chance, rows)[0]
    held = rows[table]
    order = chance.sample(range(len(held.columns)), len(held.columns))
    kept = chance.choice([order, order[:-1], [*order[1:]]])
    columns = tuple(held.columns[at] for at in kept)
    names = chance.choice([columns, tuple(f"{name}x" for name in columns)])
    return {**rows, table: TableRows(names, tuple(tuple(row[at] for at in kept) for row in held.rows))}


MUTATIONS: Final[tuple[Mutation, ...]] = (
    _other_kind,
    _rows_of_mine,
    _all_to_mine,
    _other_extent,
    _other_tables,
    _other_columns,
    _huge,
)


class Desk:
    """The receiver's book with rows of her own, and a package from a colleague who was confirmed."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        made = planned(pair.home, men=3, days=(-7, 0))
        group = pair.there.submit([FormGroup(name="Propio")]).result().ids[0]
        man = Acting(pair.there, Role.FACILITATOR).run(RegisterParticipant(answers=ficha(30))).ids[0]
        self.content = pair.sent(made.group_id)
        self.package: Package = pair.opened(self.content)
        self.own = (group.bytes, man.bytes, pair.there.person.id.bytes)
        self.to = [pair.there.ask(OwnKey()).result().identity]
        self.before = whole(pair.there)

    def sealed(self, rows: PackageRows, number: int, subjects: tuple[UUID, ...] | None = None) -> bytes:
        told = self.package.manifest
        told = replace(told, package_id=UUID(int=number + 1), counts={}, hashes={}, subjects=subjects or told.subjects)
        return seal(told, rows, self.to, self.pair.home.package_keys)

    def take(self, content: bytes) -> UUID:
        run = self.pair.there.with_book(lambda _, runner: runner.run([TakeIn(content=content)]))
        return run.result().ids[0]

    def tried(self, content: bytes) -> str:
        """The code it was refused with, or nothing: either way the book is as it was, the sender's rows undone."""
        try:
            key = self.take(content)
        except UserFacingError as refusal:
            assert messages.of_error(refusal).whole  # noqa: PT017 - told in words, whatever it is
            assert whole(self.pair.there) == self.before
            return refusal.code
        self._own_rows_stand()
        undone = self.pair.there.with_book(lambda _, runner: runner.run([UndoPackage(package_id=key)]))
        undone.result()
        assert whole(self.pair.there, without=NOTED) == _without(self.before, NOTED)
        self.before = whole(self.pair.there)
        return ""

    def _own_rows_stand(self) -> None:
        after = whole(self.pair.there)
        for table, held in _without(self.before, NOTED).items():
            assert set(map(repr, held)) <= set(map(repr, after[table])), table
        broken = self.pair.there.with_book(
            lambda file, _: file.driver_connection.execute("PRAGMA foreign_key_check").fetchall()
        )
        assert broken.result() == []


def _without(rows: Mapping[str, Any], tables: tuple[str, ...]) -> dict[str, Any]:
    return {table: held for table, held in rows.items() if table not in tables}


def test_hostile_rows_are_refused_whole_or_taken_in_beside_ones_own(pair: Pair, pytestconfig: pytest.Config) -> None:
    desk, chance = Desk(pair), random.Random(9)
    told: list[str] = []
    for number in range(pytestconfig.getoption("many") or FEW):
        rows = MUTATIONS[number % len(MUTATIONS)](chance, dict(desk.package.rows), desk.own)
        stolen = (UUID(bytes=desk.own[0]),) if number % 10 == 9 else None
        told.append(desk.tried(desk.sealed(rows, number, stolen)))
    assert {"package_damaged_inside"} <= set(told)
    assert desk.tried(desk.sealed(desk.package.rows, len(told))) == ""  # nothing of all that stands in its way


def test_a_damaged_file_writes_nothing(pair: Pair) -> None:
    desk = Desk(pair)
    for content in damaged(desk.content, 12):
        assert desk.tried(content) != ""
