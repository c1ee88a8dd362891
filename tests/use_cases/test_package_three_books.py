"""Two services and who supervises both, who also receives a group of each: in whatever order their packages come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from facilitador.db.packing import arriving
from facilitador.db.packing.scope import SCOPES
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import Package
from facilitador.domain.roles import Role
from facilitador.use_cases.handing_over import HandoverWish, PackHandover
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.trusted_keys import OwnKey
from tests.use_cases.logs import planned
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.scenes import group_of
from tests.use_cases.test_package_meetings import enrolled, moved
from tests.use_cases.test_package_orders import within

pytestmark = pytest.mark.directive("6.9.1")


@pytest.fixture
def books(open_as: Callable[[Role], OpenBook]) -> tuple[OpenBook, OpenBook, OpenBook]:
    """Two services, and who supervises both."""
    first, second, watching = open_as(Role.FACILITATOR), open_as(Role.STAFF), open_as(Role.SUPERVISOR)
    return first, second, watching


def handed_over(pair: Pair, group: UUID, *, later: int) -> bytes:
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = HandoverWish(group_ids=(group,), recipients=to, purpose="Cambio de sede")
    return pair.again(pair.home.ask(PackHandover(wish=wish)).result().content, later=later)


def ended(there: OpenBook, packages: Sequence[tuple[Package, bytes]]) -> dict[str, list[tuple[Any, ...]]]:
    """What the book holds after taking them in, in this order, and what of it is only read here.

    Of whom two services tell it does not matter which brought him first.
    """

    def take(tx: Transaction) -> dict[str, list[tuple[Any, ...]]]:
        for package, content in packages:
            arriving.take_in_for(tx, package, content, arriving.plan_for(tx, package, {}))
        held = {table: f'SELECT * FROM "{table}"' for table in (*SCOPES, "participant_words")}
        held["read only"] = "SELECT row_id, table_name, state FROM foreign_rows"
        held["of whom"] = "SELECT * FROM foreign_rows WHERE table_name NOT IN ('participants', 'people')"
        return {
            name: sorted(map(tuple, tx.connection.exec_driver_sql(statement)), key=repr)
            for name, statement in held.items()
        }

    found: dict[str, list[tuple[Any, ...]]] = within(there, take)
    return found


def test_packages_of_two_services_end_alike_in_every_order(books: tuple[OpenBook, OpenBook, OpenBook]) -> None:
    """Each sends a group to be supervised and hands one over; a man of the first moved to the second between."""
    one, two, watching = books
    first, second, between = acquainted(one, watching), acquainted(two, watching), acquainted(one, two)
    seen = planned(one, men=2, days=(-7, 0))
    told = first.sent(seen.group_id)
    moved(between, seen.people[0])
    other = enrolled(two, seen.people[0], "Retama")
    given = [group_of(book, 2, name)[0] for book, name in ((one, "Aliso"), (two, "Ceibo"))]
    contents = [
        told,
        second.sent(other, later=1),
        handed_over(first, given[0], later=2),
        handed_over(second, given[1], later=3),
    ]
    packages = [(first.opened(content), content) for content in contents]

    ends = [ended(watching, order) for order in permutations(packages)]

    assert all(end == ends[0] for end in ends[1:])
    assert len(ends[0]["groups"]) == 4
    assert sum(row[0] == seen.people[0].bytes for row in ends[0]["participants"]) == 1
