"""Packages between two real books: what goes, what comes in, again, undone, decided, and what stays only to be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from facilitador.db.packing.rows import digest_of
from facilitador.db.packing.scope import SCOPES
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.origins import STALE_DAYS
from facilitador.domain.roles import Role
from facilitador.domain.taken_packages import PackageWay
from facilitador.use_cases.attendance import MarkAttendance, SessionAttendance
from facilitador.use_cases.groups import ChangeGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.package_sending import Pack, PackWish, WeighPackage
from facilitador.use_cases.packages import Packages, RemoveSource, Sources
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.people import People
from facilitador.use_cases.session_logs import SaveLog, SessionLogPage
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.later import On
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import NOTED, Pair, acquainted, whole
from tests.use_cases.scenes import Acting, one_value, refused, rows

pytestmark = pytest.mark.directive("6.9.1")


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    """Three men; a session a week ago whose log is begun, one of today."""
    made = planned(pair.home, men=3, days=(-7, 0))
    marks = [
        MarkAttendance(session_id=made.sessions[0], enrolment_id=stint, mark=AttendanceMark.ATTENDED)
        for stint in made.stints
    ]
    log = SaveLog(session_id=made.sessions[0], facilitator_ids=made.team, **LOG)
    pair.home.submit([*marks, log]).result()
    return made


def test_what_was_taken_in_is_shown_like_what_grew_here(pair: Pair, group: Planned) -> None:
    preview = pair.preview(pair.sent(group.group_id))
    assert (preview.groups, preview.men, preview.conflicts, preview.nothing_newer) == (("Los Molles",), 3, (), False)
    assert preview.tables["attendance_marks"].new == 3

    pair.take(pair.sent(group.group_id))

    marks, log = SessionAttendance(session_id=group.sessions[0]), SessionLogPage(session_id=group.sessions[0])
    assert pair.there.ask(marks).result() == pair.home.ask(marks).result()
    assert pair.there.ask(log).result().log == pair.home.ask(log).result().log
    (man, *_) = group.people
    record = ParticipantRecord(participant_id=man)
    assert pair.there.ask(record).result().answers == pair.home.ask(record).result().answers
    found = pair.there.ask(Participants(text="mamani")).result()
    assert [line.id for line in found] == [line.id for line in pair.home.ask(Participants(text="mamani")).result()]
    (source,) = pair.there.ask(Sources()).result()
    assert [(one.group_id, one.name) for one in source.groups] == [(group.group_id, "Los Molles")]


def test_the_same_package_twice_changes_nothing(pair: Pair, group: Planned) -> None:
    content = pair.sent(group.group_id)
    pair.take(content)
    before = whole(pair.there)

    assert pair.preview(content).taken
    again = pair.take(content)

    assert [notice.code for notice in again.notices] == ["package_nothing_newer"]
    assert whole(pair.there) == before


def test_last_months_package_after_this_months_changes_nothing(pair: Pair, group: Planned) -> None:
    old = pair.sent(group.group_id)
    group.rename(group.people[0], "Ccori")
    pair.take(pair.sent(group.group_id, later=30))
    before = whole(pair.there)

    assert pair.preview(old).older == ("Los Molles",)
    assert not pair.preview(old).clock_behind
    assert pair.take(old).notices[0].code == "package_nothing_newer"

    assert whole(pair.there) == before


def test_who_sends_with_a_clock_that_went_back_is_told_so_and_not_that_nothing_is_newer(
    pair: Pair, group: Planned
) -> None:
    pair.take(pair.sent(group.group_id))
    group.rename(group.people[0], "Ccori")
    late = pair.sent(group.group_id, later=-2 * 24 * 60)
    before = whole(pair.there)

    assert pair.preview(late).clock_behind
    assert [notice.code for notice in pair.take(late).notices] == ["package_clock_behind"]
    assert whole(pair.there) == before


def test_a_newer_package_brings_what_changed_and_takes_out_what_is_gone(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    group.rename(group.people[0], "Ccori")
    unmark = MarkAttendance(session_id=group.sessions[0], enrolment_id=group.stints[1], mark=None)
    pair.home.submit([unmark]).result()

    newer = pair.sent(group.group_id, later=1)
    preview = pair.preview(newer)
    pair.take(newer)

    assert (preview.tables["participants"].changed, preview.tables["attendance_marks"].gone) == (1, 1)
    assert [line.full_name.split()[0] for line in pair.there.ask(Participants(text="ccori")).result()] == ["Ccori"]
    for table in SCOPES:
        if table not in ("people", "instrument_editions"):
            mine, theirs = (rows(book, f"SELECT * FROM {table}") for book in (pair.home, pair.there))
            assert sorted(map(digest_of, mine)) == sorted(map(digest_of, theirs)), table


def test_two_men_who_change_seats_are_taken_in(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    for seat, man in ((9, 0), (1, 1), (2, 0)):
        rows(pair.home, "UPDATE enrolments SET seat = ? WHERE id = ?", (seat, group.stints[man].bytes))

    pair.take(pair.sent(group.group_id, later=1))

    seats = "SELECT seat FROM enrolments WHERE id = ?"
    assert [rows(pair.there, seats, (stint.bytes,))[0][0] for stint in group.stints[:2]] == [2, 1]


def test_it_is_undone_row_for_row(pair: Pair, group: Planned) -> None:
    first = pair.sent(group.group_id)
    pair.take(first)
    before = whole(pair.there, without=NOTED)
    group.rename(group.people[0], "Ccori")
    unmark = MarkAttendance(session_id=group.sessions[0], enrolment_id=group.stints[1], mark=None)
    pair.home.submit([unmark]).result()
    newer = pair.sent(group.group_id, later=1)
    taken = pair.take(newer).ids[0]

    pair.there.submit([UndoPackage(package_id=taken)]).result()

    assert whole(pair.there, without=NOTED) == before
    assert not pair.preview(newer).nothing_newer
    pair.take(newer)
    assert pair.there.ask(Participants(text="ccori")).result()


def test_undone_from_the_first_the_book_is_as_it_was(pair: Pair, group: Planned) -> None:
    before = whole(pair.there, without=NOTED)
    taken = pair.take(pair.sent(group.group_id)).ids[0]

    pair.there.submit([UndoPackage(package_id=taken)]).result()

    assert whole(pair.there, without=NOTED) == before
    with refused("package_undone_already"):
        pair.there.submit([UndoPackage(package_id=taken)]).result()


def test_a_package_is_not_undone_while_a_newer_one_tells_of_the_same(pair: Pair, group: Planned) -> None:
    first = pair.take(pair.sent(group.group_id)).ids[0]
    pair.take(pair.sent(group.group_id, later=1))

    with refused("package_told_anew"):
        pair.there.submit([UndoPackage(package_id=first)]).result()


def test_what_went_out_is_not_undone(pair: Pair, group: Planned) -> None:
    pair.sent(group.group_id)
    (sent,) = pair.home.ask(Packages()).result()

    assert (sent.way, sent.subjects, sent.contents["participants"]) == (PackageWay.SENT, (group.group_id,), 3)
    with refused("package_not_taken"):
        pair.home.submit([UndoPackage(package_id=sent.id)]).result()


def test_a_source_is_taken_out_and_may_come_again(pair: Pair, group: Planned) -> None:
    before = whole(pair.there, without=NOTED)
    content = pair.sent(group.group_id)
    pair.take(content)
    (source,) = pair.there.ask(Sources()).result()

    pair.there.submit([RemoveSource(book_id=source.book_id)]).result()

    assert whole(pair.there, without=NOTED) == before
    assert pair.there.ask(Sources()).result() == ()
    with refused("source_not_here"):
        pair.there.submit([RemoveSource(book_id=source.book_id)]).result()
    pair.take(content)
    assert len(pair.there.ask(Sources()).result()) == 1


def test_of_a_source_one_group_is_taken_out_and_who_is_in_another_stays(pair: Pair, group: Planned) -> None:
    other = planned(pair.home, men=2, days=(0,), name="Retama", first=20)
    pair.take(pair.sent(group.group_id, other.group_id))
    (source,) = pair.there.ask(Sources()).result()

    pair.there.submit([RemoveSource(book_id=source.book_id, group_id=group.group_id)]).result()

    assert {UUID(bytes=key) for (key,) in rows(pair.there, "SELECT id FROM participants")} == set(other.people)
    (left,) = pair.there.ask(Sources()).result()
    assert [one.name for one in left.groups] == ["Retama"]


def test_nobody_of_the_other_service_is_in_the_team(pair: Pair, group: Planned) -> None:
    team = pair.there.ask(People()).result()

    pair.take(pair.sent(group.group_id))

    assert pair.there.ask(People()).result() == team


def test_what_is_asked_of_a_package_to_send(pair: Pair, group: Planned) -> None:
    mine = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    good = PackWish(group_ids=(group.group_id,), recipients=mine, purpose="Supervisar")

    wishes = {
        "field_required": PackWish(group_ids=(), recipients=mine, purpose="Supervisar"),
        "not_found": PackWish(group_ids=(UUID(int=7),), recipients=mine, purpose="Supervisar"),
        "key_not_trusted": PackWish(group_ids=(group.group_id,), recipients=("0" * 20,), purpose="Supervisar"),
        "package_until_past": PackWish(
            group_ids=(group.group_id,), recipients=mine, purpose="Supervisar", until=TODAY - timedelta(days=1)
        ),
    }
    for code, wish in wishes.items():
        with refused(code):
            pair.home.ask(Pack(wish=wish)).result()
    assert pair.home.ask(Packages()).result() == ()
    weight = pair.home.ask(WeighPackage(wish=good)).result()
    packed = pair.home.ask(Pack(wish=good)).result()
    assert abs(weight.size - len(packed.content)) < 300
    assert (weight.counts["participants"], len(pair.home.ask(Packages()).result())) == (3, 1)
    assert one_value(pair.home, "SELECT count(*) FROM audit_entries WHERE action = 'Pack'") == 1


def test_what_was_taken_in_is_not_sent_on(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    to = (pair.home.ask(OwnKey()).result().identity.fingerprint,)

    with refused("row_of_other_service", "group_ids"):
        wish = PackWish(group_ids=(group.group_id,), recipients=to, purpose="Supervisar")
        pair.there.ask(Pack(wish=wish)).result()


def test_home_tells_what_grew_old_and_what_can_soon_no_longer_be_opened(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = PackWish(group_ids=(group.group_id,), recipients=to, purpose="Visita", until=TODAY + timedelta(days=5))
    pair.home.ask(Pack(wish=wish)).result()

    def codes(book: OpenBook, days: int) -> set[str]:
        return {item.code for item in On(book, TODAY + timedelta(days=days)).ask(Home())}

    assert "due_package_expires" in codes(pair.home, 0)
    assert "due_package_expires" not in codes(pair.home, 6)
    assert "due_source_stale" not in codes(pair.there, STALE_DAYS)
    assert "due_source_stale" in codes(pair.there, STALE_DAYS + 1)


def test_a_group_of_another_service_is_not_written_in(pair: Pair, group: Planned) -> None:
    pair.take(pair.sent(group.group_id))
    before = whole(pair.there)
    facilitator = Acting(pair.there, Role.FACILITATOR)

    for command in (
        ChangeGroup(group_id=group.group_id, name="Otro"),
        MarkAttendance(session_id=group.sessions[1], enrolment_id=group.stints[0], mark=AttendanceMark.LATE),
    ):
        with refused("row_of_other_service"):
            facilitator.run(command)

    assert whole(pair.there) == before


def test_the_door_is_shut_at_the_end_of_every_transaction(pair: Pair) -> None:
    values = "INSERT INTO taking_in VALUES (x'01', zeroblob(16))"
    with pytest.raises(Exception, match="FOREIGN KEY"):
        rows(pair.there, values)
    assert one_value(pair.there, "SELECT count(*) FROM taking_in") == 0
