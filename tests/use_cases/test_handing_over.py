"""A group goes to another service on two real books: prepared, handed over, received, or taken back (6.2.1)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from facilitador.db.reserved import ReservedBox
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.deliveries import Delivery, DeliveryState
from facilitador.domain.packages import PackageKind
from facilitador.domain.roles import Role
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.contacts import RecordContact
from facilitador.use_cases.deliveries import (
    ConfirmDelivery,
    Deliveries,
    HandoverRecordPrint,
    RecordReceipt,
    UndoDelivery,
)
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import ChangeGroup, FormGroup, StartGroup
from facilitador.use_cases.handing_over import HandoverWish, PackHandover, WeighHandover
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.people import AddTeamMember, People
from facilitador.use_cases.protection import OpenProtection, ProtectionMatterDetails, ProtectionMatters
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import Pair, acquainted, whole
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.reserved import let_in
from tests.use_cases.scenes import Acting, one_value, refused, rows

pytestmark = pytest.mark.directive("6.2.1")

SECRET = "Teme por su hermana menor."


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    """Three men; a session a week ago whose log is begun, one of today; a protection matter about one of them."""
    made = planned(pair.home, men=3, days=(-7, 0))
    mark = MarkAttendance(session_id=made.sessions[0], enrolment_id=made.stints[0], mark=AttendanceMark.ATTENDED)
    log = SaveLog(session_id=made.sessions[0], facilitator_ids=made.team, **LOG)
    pair.home.submit([mark, log, OpenProtection(sentence=SECRET, participant_id=made.people[0])]).result()
    return made


def fingerprint(book: OpenBook) -> str:
    return book.ask(OwnKey()).result().identity.fingerprint


def packed(pair: Pair, group: Planned, *, reserved: bool = True) -> bytes:
    """The group for the other book."""
    to = (fingerprint(pair.there),)
    wish = HandoverWish(
        group_ids=(group.group_id,), recipients=to, reserved_for=to if reserved else (), purpose="Cambio de sede"
    )
    return pair.home.ask(PackHandover(wish=wish)).result().content


def last(book: OpenBook) -> Delivery:
    return book.ask(Deliveries()).result()[0]


def confirmed(pair: Pair) -> Delivery:
    pair.home.submit([ConfirmDelivery(delivery_id=last(pair.home).id)]).result()
    return last(pair.home)


def due(book: OpenBook) -> set[str]:
    return {item.code for item in book.ask(Home()).result()}


def test_what_is_prepared_is_still_written_here_and_waits_to_be_handed_over(pair: Pair, group: Planned) -> None:
    packed(pair, group)
    assert last(pair.home).state is DeliveryState.PREPARED
    assert "due_delivery_pending" in due(pair.home)
    pair.home.submit([ChangeGroup(group_id=group.group_id, name="Otro nombre")]).result()
    with refused("delivery_changed_since"):
        confirmed(pair)
    assert last(pair.home).state is DeliveryState.PREPARED
    assert one_value(pair.home, "SELECT count(*) FROM foreign_rows") == 0


def test_what_was_handed_over_is_only_read_here_and_is_theirs_there(pair: Pair, group: Planned) -> None:
    content = packed(pair, group)
    assert confirmed(pair).state is DeliveryState.DELIVERED
    for command in (
        ChangeGroup(group_id=group.group_id, name="Otro nombre"),
        MarkAttendance(session_id=group.sessions[1], enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED),
    ):
        with refused("row_of_other_service"):
            pair.home.submit([command]).result()
    pair.take(content)
    assert one_value(pair.there, "SELECT count(*) FROM foreign_rows WHERE table_name <> 'people'") == 0
    Acting(pair.there, Role.FACILITATOR).run(
        ChangeGroup(group_id=group.group_id, name="Otro nombre"),
        MarkAttendance(session_id=group.sessions[1], enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED),
        SaveLog(session_id=group.sessions[0], **{**LOG, "summary": "Lo que se leyó allá."}),
    )


def test_who_receives_names_the_team_before_the_next_session(pair: Pair, group: Planned) -> None:
    pair.home.submit([StartGroup(group_id=group.group_id, on=TODAY, reason="Falta el local.")]).result()
    pair.take(packed(pair, group))
    assert one_value(pair.there, "SELECT count(*) FROM group_facilitators") == 0
    assert "due_group_without_facilitator" in due(pair.there)
    assert {person.given_names for person in pair.there.ask(People()).result()} == {"Rosa"}
    new = pair.there.submit([AddTeamMember(given_names="Julia", surnames="Ccahua")]).result().ids
    pair.there.submit([ChangeGroup(group_id=group.group_id, name="Los Molles", facilitator_ids=new)]).result()
    assert "due_group_without_facilitator" not in due(pair.there)


def test_reserved_documents_are_read_there_by_who_may_and_closed_here(pair: Pair, group: Planned) -> None:
    content = packed(pair, group)
    assert last(pair.home).reserved
    confirmed(pair)
    (mine,) = pair.home.ask(ProtectionMatters()).result()
    assert not mine.is_open
    pair.take(content)
    (theirs,) = pair.there.ask(ProtectionMatters()).result()
    matter = pair.there.ask(ProtectionMatterDetails(matter_id=theirs.id)).result()
    assert theirs.is_open
    assert matter.text.sentence == SECRET
    assert matter.text.participant_id == group.people[0]


def test_reserved_documents_go_only_to_whom_they_may_and_stay_open_here_otherwise(pair: Pair, group: Planned) -> None:
    with_them = pair.opened(packed(pair, group))
    assert set(with_them.manifest.reserved_keys) == {fingerprint(pair.there)}
    without = pair.opened(packed(pair, group, reserved=False))
    assert not without.manifest.reserved_keys
    assert not {"partner_contacts", "protection_matters", "protection_steps"} & set(without.rows)
    confirmed(pair)
    (mine,) = pair.home.ask(ProtectionMatters()).result()
    assert mine.is_open  # nobody else knows of it: it goes on being followed here


def test_nothing_reserved_is_read_in_a_package_but_by_its_own_key(pair: Pair, group: Planned) -> None:
    package = pair.opened(packed(pair, group))
    held = package.rows["protection_matters"]
    sealed = held.rows[0][held.columns.index("sealed")]
    mine = one_value(pair.home, "SELECT sealed FROM protection_matters")
    assert isinstance(sealed, bytes)
    assert sealed != mine
    said = repr(package.rows)
    assert SECRET not in said
    assert "hermana" not in said


def test_who_may_not_open_what_is_reserved_takes_nothing_in(pair: Pair, group: Planned) -> None:
    content = packed(pair, group)
    package = pair.opened(content)
    for_another = pair.again(content, reserved_keys={"0" * 20: next(iter(package.manifest.reserved_keys.values()))})
    before = whole(pair.there)
    with refused("package_reserved_for_another"):
        pair.take(for_another)
    assert whole(pair.there) == before


def test_the_same_package_twice_changes_nothing_and_another_one_is_refused(pair: Pair, group: Planned) -> None:
    content = packed(pair, group)
    pair.take(content)
    before = whole(pair.there)
    (notice,) = pair.take(content).notices
    assert notice.code == "package_nothing_newer"
    with refused("package_already_ours"):
        pair.take(packed(pair, group))
    assert whole(pair.there) == before


def test_a_receipt_is_a_code_that_only_the_other_book_tells(pair: Pair, group: Planned) -> None:
    content = packed(pair, group)
    pair.take(content)
    code = last(pair.there).receipt_groups
    assert last(pair.there).file_groups == last(pair.home).file_groups
    with refused("delivery_not_delivered"):
        pair.home.submit([RecordReceipt(delivery_id=last(pair.home).id, code="-".join(code))]).result()
    confirmed(pair)
    assert "due_receipt_missing" in due(pair.home)
    with refused("delivery_receipt_differs"):
        pair.home.submit([RecordReceipt(delivery_id=last(pair.home).id, code="0000 0000 0000")]).result()
    pair.home.submit([RecordReceipt(delivery_id=last(pair.home).id, code=" ".join(code).lower())]).result()
    assert last(pair.home).state is DeliveryState.RECEIVED
    with refused("delivery_received"):
        pair.home.submit([UndoDelivery(delivery_id=last(pair.home).id, reason="Se arrepintieron.")]).result()


def test_what_nobody_received_is_taken_back_for_a_reason(pair: Pair, group: Planned) -> None:
    packed(pair, group)
    confirmed(pair)
    with refused("field_required"):
        pair.home.submit([UndoDelivery(delivery_id=last(pair.home).id, reason=" ")]).result()
    pair.home.submit([UndoDelivery(delivery_id=last(pair.home).id, reason="El otro servicio cerró.")]).result()
    assert one_value(pair.home, "SELECT count(*) FROM foreign_rows") == 0
    pair.home.submit([ChangeGroup(group_id=group.group_id, name="Sigue aquí")]).result()
    (matter,) = pair.home.ask(ProtectionMatters()).result()
    assert matter.is_open
    with refused("delivery_undone"):
        pair.home.submit([UndoDelivery(delivery_id=last(pair.home).id, reason="Otra vez.")]).result()


def test_a_group_that_was_supervised_becomes_ones_own_and_is_so_no_more_when_undone(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    before = whole(pair.there, without=("packages", "package_roots", "package_rows", "deliveries"))
    content = pair.again(packed(pair, group), later=1)
    pair.take(content)
    assert one_value(pair.there, "SELECT count(*) FROM foreign_rows WHERE table_name = 'groups'") == 0
    package_id = last(pair.there).package.id
    pair.there.submit([UndoPackage(package_id=package_id)]).result()
    assert whole(pair.there, without=("packages", "package_roots", "package_rows", "deliveries")) == before
    assert last(pair.there).state is DeliveryState.UNDONE
    pair.take(content)
    assert last(pair.there).state is DeliveryState.RECEIVED


def test_it_comes_back_the_way_it_went(pair: Pair, group: Planned) -> None:
    pair.take(packed(pair, group))
    confirmed(pair)
    pair.there.submit([ChangeGroup(group_id=group.group_id, name="Los Ceibos")]).result()
    back = Pair(pair.there, pair.home)
    content = back.again(packed(back, group), later=1)
    back.take(content)
    assert one_value(pair.home, f"SELECT count(*) FROM foreign_rows WHERE row_id = x'{group.group_id.hex}'") == 0
    assert rows(pair.home, "SELECT name FROM groups") == [("Los Ceibos",)]
    pair.home.submit([ChangeGroup(group_id=group.group_id, name="De nuevo aquí")]).result()


def test_it_goes_to_people_of_one_service_who_may_open_it(pair: Pair, group: Planned) -> None:
    wish = HandoverWish(
        group_ids=(group.group_id,), recipients=(fingerprint(pair.there),), reserved_for=("0" * 20,), purpose="Cambio"
    )
    with refused("reserved_for_recipients", "reserved_for"):
        pair.home.ask(PackHandover(wish=wish)).result()
    with refused("field_required", "group_ids"):
        pair.home.ask(PackHandover(wish=HandoverWish(group_ids=(), recipients=(), purpose=""))).result()
    assert pair.home.ask(Deliveries()).result() == ()


def test_what_it_weighs_is_told_and_leaves_nothing(pair: Pair, group: Planned) -> None:
    wish = HandoverWish(group_ids=(group.group_id,), recipients=(fingerprint(pair.there),), purpose="Cambio")
    weight = pair.home.ask(WeighHandover(wish=wish)).result()
    assert weight.size > 0
    assert weight.counts["participants"] == 3
    assert pair.home.ask(Deliveries()).result() == ()


def test_the_acta_counts_what_goes_and_names_no_man_unless_asked(pair: Pair, group: Planned) -> None:
    packed(pair, group)
    confirmed(pair)
    key = last(pair.home).id
    name = one_value(pair.home, "SELECT full_name FROM participants LIMIT 1")
    said = repr(pair.home.ask(HandoverRecordPrint(delivery_id=key)).result())
    assert "Los Molles" in said
    assert "-".join(last(pair.home).file_groups) in said
    assert f"{TODAY:%d/%m/%Y}" in said
    assert name not in said
    assert name in repr(pair.home.ask(HandoverRecordPrint(delivery_id=key, with_men=True)).result())


def test_a_man_who_is_in_another_group_too_goes_on_being_written_here(pair: Pair, group: Planned) -> None:
    other = pair.home.submit([FormGroup(name="Los Ceibos")]).result().ids[0]
    pair.home.submit([EnrolParticipant(group_id=other, participant_id=group.people[1])]).result()
    packed(pair, group)
    confirmed(pair)
    given = {
        UUID(bytes=key) for (key,) in rows(pair.home, "SELECT row_id FROM foreign_rows WHERE table_name='participants'")
    }
    assert given == {group.people[0], group.people[2]}
    assert last(pair.home).package.kind is PackageKind.HANDOVER


def test_a_second_person_is_needed_to_note_a_contact_that_goes_along(
    open_as: Callable[[Role], OpenBook], environment: object
) -> None:
    """Contacts take two people here; what was noted goes sealed and is opened there by its own rules."""
    home, _ = let_in(open_as(Role.FACILITATOR), environment)  # type: ignore[arg-type]
    there = open_as(Role.SUPERVISOR)
    try:
        made = planned(home, men=2, days=(-7,))
        home.submit([RecordContact(participant_id=made.people[0], **CONTACT)]).result()
        pair = acquainted(home, there)
        content = packed(pair, made)
        assert "Yovana" not in repr(pair.opened(content).rows)
        pair.take(content)
        assert one_value(there, "SELECT count(*) FROM partner_contacts") == 1
        key, sealed = rows(there, "SELECT id, sealed FROM partner_contacts")[0]
        told = there.with_book(lambda file, _: file.keys.reserved_key).result()
        assert told is not None
        assert ReservedBox(told).open(UUID(bytes=key), sealed)["name"] == "Yovana"
    finally:
        home.close()
