"""Whose rows are when a group that was handed over is told of again, and when one of two services is taken out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.db.packing.gathering import Wanted, gather
from facilitador.db.packing.rows import place
from facilitador.db.queries.origins import of_origin
from facilitador.db.tables.groups import groups
from facilitador.domain.origins import ALL, OWN
from facilitador.domain.packages import PackageKind
from facilitador.domain.roles import Role
from facilitador.use_cases.deliveries import Deliveries, UndoDelivery
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.foreign_pages import ForeignPages
from facilitador.use_cases.groups import ChangeGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.packages import RemoveSource, Sources
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted, looked, whole
from tests.use_cases.scenes import Acting, one_value, refused, rows
from tests.use_cases.test_package_meetings import enrolled, handed, moved

pytestmark = pytest.mark.directive("6.9.1")


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    return planned(pair.home, men=2, days=(-7, 0))


def states(book: OpenBook) -> set[tuple[str, ...]]:
    return set(rows(book, "SELECT DISTINCT state FROM foreign_rows WHERE table_name <> 'people'"))


def counted(book: OpenBook) -> int:
    found = sa.select(sa.func.count()).select_from(groups).where(of_origin(groups.c.id, ALL))
    return int(looked(book, lambda tx: tx.connection.execute(found).scalar_one()))


def test_a_group_that_was_handed_over_and_is_told_of_again_is_supervised_until_that_is_undone(
    pair: Pair, group: Planned
) -> None:
    pair.take(handed(pair, group))
    assert (states(pair.home), counted(pair.home)) == ({("given",)}, 0)
    given_rows = whole(pair.home)
    Acting(pair.there, Role.FACILITATOR).run(ChangeGroup(group_id=group.group_id, name="Otro nombre"))
    back = Pair(pair.there, pair.home)
    package = back.take(back.sent(group.group_id, later=1)).ids[0]
    assert (states(pair.home), counted(pair.home)) == ({("supervised",)}, 1)
    assert [line.groups[0].name for line in pair.home.ask(Sources()).result()] == ["Otro nombre"]
    assert pair.home.ask(Groups(origin=OWN)).result() == ()
    with refused("delivery_received"):
        pair.home.submit(
            [UndoDelivery(delivery_id=pair.home.ask(Deliveries()).result()[-1].id, reason="Se quedan")]
        ).result()
    again = back.take(back.sent(group.group_id, later=2)).ids[0]
    pair.home.submit([UndoPackage(package_id=again)]).result()
    assert states(pair.home) == {("supervised",)}
    pair.home.submit([UndoPackage(package_id=package)]).result()
    for table in ("foreign_rows", "groups", "sessions", "participants", "enrolments"):
        assert whole(pair.home)[table] == given_rows[table], table


def test_a_group_that_was_handed_over_is_not_taken_out_with_what_was_told_of_it(pair: Pair, group: Planned) -> None:
    pair.take(handed(pair, group))
    back = Pair(pair.there, pair.home)
    content = back.sent(group.group_id, later=1)
    back.take(content)
    pair.home.submit([RemoveSource(book_id=pair.there.ask(OwnKey()).result().identity.book_id)]).result()
    assert states(pair.home) == {("given",)}
    assert pair.home.ask(Sources()).result() == ()
    assert one_value(pair.home, "SELECT count(*) FROM participants") == 2
    back.take(content)
    assert states(pair.home) == {("supervised",)}


def test_with_the_second_service_of_a_man_who_moved_goes_what_it_told_of_him(
    pair: Pair, group: Planned, open_as: Callable[[Role], OpenBook]
) -> None:
    watching = open_as(Role.STAFF)
    first, second = acquainted(pair.home, watching), acquainted(pair.there, watching)
    first.take(first.sent(group.group_id))
    alone = whole(watching, without=("packages", "package_roots", "package_rows"))
    man = group.people[0]
    moved(pair, man)
    second.take(second.sent(enrolled(pair.there, man, "Retama"), later=1))
    assert one_value(watching, "SELECT count(*) FROM earlier_stays") == 1
    known = watching.ask(ForeignPages()).result()[man]
    services = [book.ask(OwnKey()).result().identity for book in (pair.there, pair.home)]
    assert known.book_id == services[0].book_id  # the newest word, whoever told of him first
    assert [name for name, _ in known.also] == [services[1].service_name]
    watching.submit([RemoveSource(book_id=pair.there.ask(OwnKey()).result().identity.book_id)]).result()
    left = whole(watching, without=("packages", "package_roots", "package_rows"))
    for table in ("earlier_stays", "enrolments", "groups", "sessions", "foreign_rows", "consents", "moving_consents"):
        assert left[table] == alone[table], table
    assert watching.ask(ForeignPages()).result()[man].also == ()
    assert one_value(watching, "SELECT count(*) FROM participants") == 2
    first.take(first.sent(group.group_id, later=2))
    assert one_value(watching, "SELECT count(*) FROM consents") == 1


# -- numbers ----------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_man_without_names_has_the_number_of_his_arrival_whatever_groups_go_together(
    three: tuple[OpenBook, dict[UUID, list[UUID]]], data: st.DataObject
) -> None:
    book, arrived = three
    some = data.draw(st.sampled_from([one for count in (1, 2, 3) for one in combinations(arrived, count)]))
    wanted = Wanted(PackageKind.SUPERVISION, tuple(data.draw(st.permutations(list(some)))), (), with_names=False)
    packed = looked(book, lambda tx: gather(tx, wanted))
    spot = place("participants", "full_name")
    numbers = {UUID(bytes=row[0]): row[spot] for row in packed["participants"].rows}
    for man, name in numbers.items():
        of_first = next(men for key, men in sorted(arrived.items()) if key in some and man in men)
        assert name == f"Participante n.º {of_first.index(man) + 1}"


@pytest.fixture
def three(pair: Pair) -> tuple[OpenBook, dict[UUID, list[UUID]]]:
    """Three groups, the men of each in the order of their arrival; one man came to the others after to his own."""
    made = [planned(pair.home, men=3, days=(0,), name=f"Grupo {place}", first=10 * place) for place in (1, 2, 3)]
    arrived = {one.group_id: list(one.people) for one in made}
    for one in made[1:]:
        shared = made[0].people[0]
        pair.home.submit([EnrolParticipant(group_id=one.group_id, participant_id=shared, since=TODAY)]).result()
        arrived[one.group_id].append(shared)
    return pair.home, arrived
