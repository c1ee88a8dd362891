"""What stands here of other services is counted as theirs: what was handed over, and what came without names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from facilitador import bootstrap
from facilitador.domain.compliance import NAMELESS, Compliance, ComplianceLine, State
from facilitador.domain.indicators import Amount, Span
from facilitador.domain.origins import ALL, OWN, ForeignState, Origin, of_book
from facilitador.domain.roles import Role
from facilitador.domain.taken_packages import NOT_SENT
from facilitador.domain.tonight import MatterKind
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.deliveries import ConfirmDelivery, Deliveries
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.foreign_pages import ForeignPages
from facilitador.use_cases.group_progress import GroupProgressOf, GroupRangesOf
from facilitador.use_cases.groups import GroupOverview, Groups
from facilitador.use_cases.hand_outs import HandOutPrint
from facilitador.use_cases.handing_over import HandoverWish, PackHandover
from facilitador.use_cases.home import Home
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.packages import Sources
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.prints import FichaPrint, RosterPrint
from facilitador.use_cases.reviews import ReviewQueue
from facilitador.use_cases.session_logs import SaveLog, SessionLogPage
from facilitador.use_cases.session_night_prints import TonightPrint
from facilitador.use_cases.tonight import TonightPage
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import SERVICE, TODAY, make_environment
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.scenes import Acting, group_of, register


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def given(pair: Pair) -> Planned:
    """A group that was handed over, beside one that stays."""
    group_of(pair.home, 2)
    went = planned(pair.home, men=3, days=(-7, 0))
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = HandoverWish(group_ids=(went.group_id,), recipients=to, purpose="Cambio de sede")
    pair.home.ask(PackHandover(wish=wish)).result()
    pair.home.submit([ConfirmDelivery(delivery_id=pair.home.ask(Deliveries()).result()[0].id)]).result()
    return went


@pytest.mark.directive("6.9.1")
@pytest.mark.parametrize("origin", [OWN, ALL])
def test_what_was_handed_over_is_in_no_figure(pair: Pair, given: Planned, origin: Origin) -> None:
    book = pair.home
    assert amount(book, "registered", origin).count == 2
    assert amount(book, "sessions_held", origin).count == 0
    assert book.ask(ComplianceView(origin=origin)).result().sources == ()
    assert given.group_id not in {item.target_id for item in book.ask(Home()).result()}
    reviewer = Acting(book, Role.SUPERVISOR)
    assert all(one.group_id != given.group_id for one in reviewer.ask(ReviewQueue(origin=origin)).entries)
    assert reviewer.ask(ElsewhereView()) == ()


def test_what_was_handed_over_is_listed_and_read(pair: Pair, given: Planned) -> None:
    book = pair.home
    assert given.group_id in {line.group.id for line in book.ask(Groups()).result()}
    assert given.group_id not in {line.group.id for line in book.ask(Groups(origin=OWN)).result()}
    assert set(given.people) <= {line.id for line in book.ask(Participants()).result()}
    assert book.ask(GroupOverview(group_id=given.group_id)).result().counting == 3
    assert book.ask(GroupProgressOf(group_id=given.group_id)).result()
    assert book.ask(GroupRangesOf(group_id=given.group_id)).result()
    assert book.ask(ComplianceView(group_id=given.group_id)).result().group
    assert book.ask(Indicators(group_id=given.group_id)).result().of("sessions_held").months
    assert book.ask(ForeignPages()).result()[given.group_id].state is ForeignState.GIVEN


def test_it_is_nobodys_that_is_supervised_either(pair: Pair, given: Planned) -> None:
    to = pair.home.ask(Deliveries()).result()[0].book_id
    assert pair.home.ask(Groups(origin=of_book(to))).result() == ()


# -- what comes without names -----------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.2")
def test_without_names_no_ficha_and_no_venue_is_called_missing(
    open_as: Callable[[Role], OpenBook], tmp_path: Path
) -> None:
    example = bootstrap.open_demo(make_environment(tmp_path / "example")).result()
    try:
        pair = acquainted(example, open_as(Role.SUPERVISOR))
        groups = [line.group.id for line in example.ask(Groups()).result()]
        pair.take(pair.sent(*groups, with_names=False))
        there = of_book(pair.there.ask(Sources()).result()[0].book_id)

        without = pair.there.ask(ComplianceView(origin=there)).result()
        for numeral, theirs in (("6.2.3", "evidence_venue_named"), ("6.4.2", "evidence_fichas")):
            codes = {one.code for one in find(without, numeral).evidence}
            assert NAMELESS in codes
            assert theirs not in codes
        assert find(without, "6.4.2").state is State.NOT_FOR_RECORD
        assert amount(pair.there, "fichas_complete", there).of == 0

        pair.take(pair.sent(*groups, later=1))

        named = pair.there.ask(ComplianceView(origin=there)).result()
        at_home = example.ask(ComplianceView()).result()
        told = [find(one, "6.4.2").evidence[0].parameters for one in (named, at_home)]
        assert told[0] == told[1]
        assert amount(pair.there, "fichas_complete", there) == amount(example, "fichas_complete", OWN)
    finally:
        example.close()


@pytest.mark.directive("6.4.2")
def test_without_names_what_stayed_there_is_said_to_be_not_sent_and_nothing_is_called_missing(pair: Pair) -> None:
    made = planned(pair.home, men=3, days=(-7, 0))
    (man,) = register(pair.home, {"given_names": "Solo", "paternal_surname": "Su Nombre"})
    enrol = EnrolParticipant(group_id=made.group_id, participant_id=man, since=TODAY - timedelta(days=30))
    pair.home.submit([enrol, SaveLog(session_id=made.sessions[0], facilitator_ids=made.team, **LOG)]).result()

    def seen(book: OpenBook) -> tuple[bool, set[MatterKind], str]:
        record = book.ask(ParticipantRecord(participant_id=man)).result()
        tonight = book.ask(TonightPage(session_id=made.sessions[1])).result()
        log = book.ask(SessionLogPage(session_id=made.sessions[0])).result().log
        return bool(record.missing), {one.kind for one in tonight.matters}, log.text.summary

    missing, matters, summary = seen(pair.home)
    assert missing
    assert MatterKind.NEWCOMER in matters
    assert summary == LOG["summary"]
    pair.take(pair.sent(made.group_id, with_names=False))
    missing, matters, summary = seen(pair.there)
    assert not missing
    assert MatterKind.NEWCOMER not in matters
    assert summary == NOT_SENT
    pair.take(pair.sent(made.group_id, later=1))
    assert seen(pair.there)[0]


def find(view: Compliance, numeral: str) -> ComplianceLine:
    return next(line for line in view.lines if line.requirement.numeral == numeral)


def amount(book: OpenBook, code: str, origin: Origin) -> Amount:
    """An indicator over the whole time."""
    readings = book.ask(Indicators(origin=origin)).result()
    (cycle,) = readings.periods(Span.CYCLE)
    return next(one for one in readings.readings if one.indicator.code == code).within(cycle)


def test_a_paper_of_another_service_is_headed_by_its_name_and_the_day_of_its_data(pair: Pair) -> None:
    made = planned(pair.home, men=2, days=(-7, 0))
    pair.take(pair.sent(made.group_id, with_names=False))
    name = pair.there.ask(Sources()).result()[0].service_name
    for print_of in (
        lambda group: RosterPrint(group_id=group.group_id),
        lambda group: FichaPrint(participant_id=group.people[0]),
        lambda group: TonightPrint(session_id=group.sessions[0]),
    ):
        head = pair.there.ask(print_of(made)).result().letterhead
        assert (head.service, head.place) == (name, "Datos al 20/11/2026, recibidos sin nombres ni textos")
        assert pair.home.ask(print_of(made)).result().letterhead.place == "Lima, Lima, Lima"


def test_a_paper_of_what_was_handed_over_says_to_whom_below_the_name_of_who_wrote_it(
    pair: Pair, given: Planned
) -> None:
    head = pair.home.ask(RosterPrint(group_id=given.group_id)).result().letterhead
    assert head.service == SERVICE.name
    assert head.place.endswith("Entregado a Centro de salud Los Molles el 20/11/2026")


def test_what_others_see_of_a_paper_stays_as_discreet_as_it_is(pair: Pair) -> None:
    made = planned(pair.home, men=1, days=(0,))
    pair.take(pair.sent(made.group_id))
    head = pair.there.ask(HandOutPrint(participant_id=made.people[0])).result().letterhead
    assert "Datos al" not in head.place
