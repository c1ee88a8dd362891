"""What stays here of a group that was handed over, its reserved documents too: kept no longer than anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from facilitador.domain.retention import RetentionKind
from facilitador.domain.roles import Role
from facilitador.use_cases.deliveries import ConfirmDelivery
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge, Retention, SetRetention, WithdrawPurge
from tests.use_cases.later import On
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.scenes import ficha, one_value, refused, register, rows
from tests.use_cases.test_handing_over import last, packed

OTHER = UUID(int=5)
SIX_YEARS_ON = date(2032, 11, 26)


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def given(pair: Pair) -> Planned:
    """A group of two men, both in it to this day, that was handed over; something reserved is known of the first."""
    made = planned(pair.home, men=2, days=(-7, 0))
    pair.home.submit([OpenProtection(sentence="Teme por su hermana.", participant_id=made.people[0])]).result()
    packed(pair, made)
    pair.home.submit([ConfirmDelivery(delivery_id=last(pair.home).id)]).result()
    kinds = (RetentionKind.PROCESS, RetentionKind.PROTECTION)
    pair.home.submit([SetRetention(kind=kind, years=5, basis="Acuerdo del servicio") for kind in kinds]).result()
    return made


def marked(book: OpenBook) -> list[tuple[object, ...]]:
    """What is only read here, but for people."""
    return sorted(rows(book, "SELECT table_name, row_id, state FROM foreign_rows WHERE table_name <> 'people'"))


def test_once_its_time_is_over_what_stays_of_a_given_man_goes_in_two_steps_with_what_is_reserved(
    pair: Pair, given: Planned
) -> None:
    book, man = pair.home, given.people[0]
    assert On(book, date(2031, 11, 20)).ask(Retention()).lines == ()
    hers, theirs = On(book, SIX_YEARS_ON), On(book, SIX_YEARS_ON, OTHER)
    lines = {one.participant_id: one for one in hers.ask(Retention()).lines}
    assert set(lines) == set(given.people)
    assert {one.given_to for one in lines.values()} == {last(book).service_name}
    before = marked(book)

    proposal = hers.run(ProposePurge(participant_id=man)).ids[0]
    hers.run(WithdrawPurge(proposal_id=proposal))
    assert marked(book) == before
    proposal = hers.run(ProposePurge(participant_id=man)).ids[0]
    with refused("purge_needs_another"):
        hers.run(ConfirmPurge(proposal_id=proposal))
    theirs.run(ConfirmPurge(proposal_id=proposal))

    for table in ("protection_matters", "protection_steps"):
        assert one_value(book, f"SELECT count(*) FROM {table}") == 0
    assert rows(book, "SELECT id FROM participants") == [(given.people[1].bytes,)]
    left = marked(book)
    assert set(left) < set(before)  # the rest of the group is only read here, as before
    assert ("groups", given.group_id.bytes, "given") in left
    (new,) = register(book, ficha(9))
    with refused("row_of_other_service"):
        book.submit([EnrolParticipant(group_id=given.group_id, participant_id=new)]).result()


def test_who_is_only_supervised_here_is_nobody_whose_data_go_here(pair: Pair) -> None:
    made = planned(pair.home, men=1, days=(-7,))
    pair.take(pair.sent(made.group_id))
    kept = SetRetention(kind=RetentionKind.PROCESS, years=0, basis="Acuerdo del servicio")
    pair.there.submit([kept]).result()
    assert On(pair.there, SIX_YEARS_ON).ask(Retention()).lines == ()
