"""Where two books know something of the same: topics and questionnaires of a service, men who move, clocks that err."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from facilitador.db.packing.nameless import EMPTIED
from facilitador.db.transaction import Transactions
from facilitador.domain.doors import DoorCause
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import PackageRows, TableRows
from facilitador.domain.participants import ConsentMark
from facilitador.domain.reviews import ReviewStep
from facilitador.domain.roles import Role
from facilitador.errors import BookError
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.deliveries import ConfirmDelivery, Deliveries
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.exclusion_tellings import DecisionSafety
from facilitador.use_cases.groups import ChangeGroup, FormGroup
from facilitador.use_cases.handing_over import HandoverWish, PackHandover
from facilitador.use_cases.instruments import LoadInstrument, edition_of
from facilitador.use_cases.moving import ManWish, PackMan, RecordMovingConsent
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.package_sending import Pack, PackWish
from facilitador.use_cases.packages import RemoveSource, Sources
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, RegisterParticipant
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.reviews import CommentReview
from facilitador.use_cases.runner import Runner
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.use_cases.answering import REST, load, start, text
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.packing import Pair, acquainted, changed, looked, whole
from tests.use_cases.reviewing import ActingAs, closing
from tests.use_cases.scenes import Acting, consented, ficha, one_value, refused, rows
from tests.use_cases.test_curricula import change, own
from tests.use_cases.test_exclusion_prints import decided
from tests.use_cases.test_exclusions import telling

pytestmark = pytest.mark.directive("6.9.1")


@pytest.fixture
def pair(open_as: Callable[[Role], OpenBook]) -> Pair:
    return acquainted(open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR))


@pytest.fixture
def group(pair: Pair) -> Planned:
    return planned(pair.home, men=2, days=(-7, 0))


# -- what a service adds ----------------------------------------------------------------------------------------------


def with_own_topic(pair: Pair, group: Planned) -> str:
    """A session of the group has a topic that its service wrote."""
    key = str(pair.home.submit([own(name="Agua")]).result().ids[0])
    session = SessionToPlan(day=TODAY + timedelta(days=7), starts_at=time(19), topic_ids=(key,))
    pair.home.submit([PlanSessions(group_id=group.group_id, sessions=(session,))]).result()
    return key


@pytest.mark.parametrize("with_names", [True, False])
def test_a_topic_of_the_other_service_keeps_its_title_and_is_not_offered(
    pair: Pair, group: Planned, with_names: bool
) -> None:
    key = with_own_topic(pair, group)
    package = pair.take(pair.sent(group.group_id, with_names=with_names)).ids[0]
    seen = pair.there.ask(CurriculumInUse()).result()
    assert seen.names[key] == "Agua"
    assert key not in {topic.id for topic in (*seen.offered, *seen.kept_here)}
    there = Acting(pair.there, Role.FACILITATOR)
    there.run(own(name="Agua"))
    with refused("row_of_other_service"):
        there.run(change(key, name="Otra"))
    pair.there.submit([UndoPackage(package_id=package)]).result()
    assert key not in pair.there.ask(CurriculumInUse()).result().names


def test_a_questionnaire_of_the_other_service_is_read_and_not_in_use(pair: Pair, group: Planned) -> None:
    load(pair.home)
    pair.home.submit([start(group.people[0])]).result()
    pair.take(pair.sent(group.group_id))
    known = looked(pair.there, lambda tx: edition_of(tx, REST))
    assert (known.sent, known.instrument.edition) == (True, "1")
    there = Acting(pair.there, Role.FACILITATOR)
    there.run(LoadInstrument(content=text("2", first="Descansé bien.")))
    assert looked(pair.there, lambda tx: edition_of(tx, REST)).instrument.edition == "2"
    pair.home.submit([LoadInstrument(content=text("3"))]).result()
    pair.home.submit([start(group.people[1])]).result()
    pair.take(pair.sent(group.group_id, later=1))
    assert looked(pair.there, lambda tx: edition_of(tx, REST)).instrument.edition == "2"
    there.run(LoadInstrument(content=text("3")))
    assert looked(pair.there, lambda tx: edition_of(tx, REST)).instrument.edition == "3"


def test_a_questionnaire_that_is_not_what_it_says_is_refused(pair: Pair, group: Planned) -> None:
    load(pair.home)
    pair.home.submit([start(group.people[0])]).result()
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    content = rows_["instrument_editions"].rows[0][rows_["instrument_editions"].columns.index("content")]
    assert isinstance(content, bytes)
    before = whole(pair.there)
    for column, value in (
        ("content", content.replace(b"Dorm", b"Corr")),
        ("content", b"x"),
        ("content_hash", "0" * 64),
        ("edition", "9"),
    ):
        with refused("package_damaged_inside"):
            pair.take(pair.again(pair.sent(group.group_id), rows=changed(rows_, "instrument_editions", column, value)))
    assert whole(pair.there) == before


@pytest.mark.parametrize(
    ("table", "column", "document"),
    [
        ("groups", "agreements", '{"a":1}'),
        ("participants", "answers", "[1]"),
        ("participants", "answers", '{"phone":{"a":1}}'),
        ("sessions", "log", "[]"),
        ("sessions", "log", '{"summary":7}'),
    ],
)
def test_a_document_of_another_shape_is_refused(
    pair: Pair, group: Planned, table: str, column: str, document: str
) -> None:
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    with refused("package_damaged_inside"):
        pair.take(pair.again(pair.sent(group.group_id), rows=changed(rows_, table, column, document)))


# -- when it was made -------------------------------------------------------------------------------------------------


def test_a_package_from_the_future_is_refused_for_it_would_be_the_newest_for_ever(pair: Pair, group: Planned) -> None:
    content = pair.sent(group.group_id)
    pair.preview(pair.again(content, later=23 * 60))
    with refused("package_from_future"):
        pair.take(pair.again(content, later=25 * 60))
    assert pair.there.ask(Sources()).result() == ()


def test_a_program_that_kept_less_is_told_to_be_updated(pair: Pair, group: Planned) -> None:
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    held = rows_["groups"]
    less: PackageRows = {**rows_, "groups": TableRows(held.columns[:-1], tuple(row[:-1] for row in held.rows))}
    with refused("package_older_program"):
        pair.take(pair.again(pair.sent(group.group_id), rows=less, book_version=9))
    pair.take(pair.again(pair.sent(group.group_id), book_version=9))


def test_nothing_leaves_a_book_in_which_it_cannot_be_noted(pair: Pair, group: Planned) -> None:
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    pack = Pack(wish=PackWish(group_ids=(group.group_id,), recipients=to, purpose="Visita"))
    with pytest.raises(BookError, match="book_read_only"):
        OnReadOnly(pair.home, Role.FACILITATOR).ask(pack)


class OnReadOnly(Acting):
    """Somebody at work in a book that lies where nothing can be written."""

    def _runner(self, file: Any) -> Runner:
        transactions = Transactions(
            file.begin,
            self._actor,
            self._book.circumstances,
            package_keys=lambda: file.keys.package_keys,
            read_only=True,
        )
        return Runner(transactions, COMMANDS, QUERIES)


# -- what was said, with and without names ----------------------------------------------------------------------------


def test_a_comment_that_came_without_its_words_is_filled_when_they_come(pair: Pair, group: Planned) -> None:
    log = SaveLog(session_id=group.sessions[0], facilitator_ids=group.team, **LOG)
    pair.home.submit([log, *closing(group.sessions[0])]).result()
    comment = CommentReview(subject_id=group.sessions[0], text="Habló el 1.")
    (other,) = (
        pair.home.submit([AddTeamMember(given_names="Elena", surnames="Ccori", profession="psychology")]).result().ids
    )
    ActingAs(pair.home, other, Role.SUPERVISOR).run(comment)
    said = "SELECT text FROM review_entries WHERE step = ?"
    nameless, named = pair.sent(group.group_id, with_names=False), pair.sent(group.group_id, later=1)
    pair.take(nameless)
    assert rows(pair.there, said, (ReviewStep.COMMENT,)) == [(EMPTIED,)]
    pair.take(named)
    assert rows(pair.there, said, (ReviewStep.COMMENT,)) == [("Habló el 1.",)]
    pair.take(pair.sent(group.group_id, with_names=False, later=2))
    assert rows(pair.there, said, (ReviewStep.COMMENT,)) == [("Habló el 1.",)]


# -- men of two books -------------------------------------------------------------------------------------------------


def moved(pair: Pair, man: Any) -> None:
    """He goes from home to the other book, which takes him in."""
    there = pair.there.ask(OwnKey()).result().identity
    agreed = RecordMovingConsent(
        participant_id=man,
        service_name=there.service_name,
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
    )
    pair.home.submit([consented(man), agreed]).result()
    wish = ManWish(participant_id=man, recipients=(there.fingerprint,), purpose="Se mudó")
    content = pair.home.ask(PackMan(wish=wish)).result().content
    pair.home.submit([ConfirmDelivery(delivery_id=pair.home.ask(Deliveries()).result()[0].id)]).result()
    pair.take(content)


def enrolled(book: OpenBook, man: Any, name: str) -> Any:
    """A group of the book with him in it."""
    group = book.submit([FormGroup(name=name)]).result().ids[0]
    Acting(book, Role.FACILITATOR).run(EnrolParticipant(group_id=group, participant_id=man, since=TODAY))
    return group


def test_who_supervises_both_services_reads_of_a_man_who_moved_in_both(
    pair: Pair, group: Planned, open_as: Callable[[Role], OpenBook]
) -> None:
    watching = open_as(Role.STAFF)
    first, second = acquainted(pair.home, watching), acquainted(pair.there, watching)
    first.take(first.sent(group.group_id))
    man = group.people[0]
    moved(pair, man)
    other = enrolled(pair.there, man, "Retama")
    second.take(second.sent(other, later=1))
    assert {line.book_id for line in watching.ask(Sources()).result()} == {
        pair.home.ask(OwnKey()).result().identity.book_id,
        pair.there.ask(OwnKey()).result().identity.book_id,
    }
    assert rows(watching, "SELECT count(*) FROM enrolments WHERE participant_id = ?", (man.bytes,)) == [(2,)]
    theirs = one_value(watching, "SELECT count(*) FROM earlier_stays")
    first.take(first.sent(group.group_id, later=2))  # of what is told by the other service nothing goes
    assert one_value(watching, "SELECT count(*) FROM earlier_stays") == theirs == 1
    book_id = pair.home.ask(OwnKey()).result().identity.book_id
    watching.submit([RemoveSource(book_id=book_id)]).result()
    assert rows(watching, "SELECT id FROM participants") == [(man.bytes,)]


def test_whose_man_another_service_told_of_since_is_not_said_to_have_a_clock_that_went_back(
    pair: Pair, group: Planned, open_as: Callable[[Role], OpenBook]
) -> None:
    watching = open_as(Role.STAFF)
    first, second = acquainted(pair.home, watching), acquainted(pair.there, watching)
    man = group.people[0]
    moved(pair, man)
    other = enrolled(pair.there, man, "Retama")
    there = Acting(pair.there, Role.FACILITATOR)
    answers = there.ask(ParticipantRecord(participant_id=man)).answers
    for phone in ("955555555", "955555556"):
        there.run(ChangeParticipant(participant_id=man, answers={**answers, "phone": phone}))
    second.take(second.sent(other, later=2))
    first.take(first.sent(group.group_id, later=3))  # the newest word on him, of a ficha that was changed less often
    preview = second.preview(second.sent(other, later=1))
    assert preview.nothing_newer
    assert not preview.clock_behind


def test_of_a_man_who_moved_what_is_ours_stays_as_we_have_it(pair: Pair, group: Planned) -> None:
    man = group.people[0]
    moved(pair, man)
    other = enrolled(pair.there, man, "Retama")
    before = pair.home.ask(ParticipantRecord(participant_id=man)).result()
    change = ChangeParticipant(participant_id=man, answers={**before.answers, "phone": "955555555"})
    Acting(pair.there, Role.FACILITATOR).run(change)
    back = Pair(pair.there, pair.home)
    back.take(back.sent(other, later=1))
    assert pair.home.ask(ParticipantRecord(participant_id=man)).result().answers == before.answers
    pair.home.submit([change]).result()


def handed(pair: Pair, group: Planned, *, later: int = 0) -> bytes:
    """The group goes from home to the other book, without its reserved documents."""
    to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
    wish = HandoverWish(group_ids=(group.group_id,), recipients=to, purpose="Cambio de sede")
    content = pair.home.ask(PackHandover(wish=wish)).result().content
    pair.home.submit([ConfirmDelivery(delivery_id=pair.home.ask(Deliveries()).result()[0].id)]).result()
    return pair.again(content, later=later) if later else content


@pytest.mark.parametrize("side", list(Side))
def test_a_group_comes_back_and_of_a_man_who_stayed_too_a_person_decides(
    pair: Pair, group: Planned, side: Side
) -> None:
    man = group.people[0]
    enrolled(pair.home, man, "Los que siguen")
    pair.take(handed(pair, group))
    answers = pair.there.ask(ParticipantRecord(participant_id=man)).result().answers
    for book, phone in ((pair.home, "911111111"), (pair.there, "922222222")):
        change = ChangeParticipant(participant_id=man, answers={**answers, "phone": phone})
        Acting(book, Role.FACILITATOR).run(change)
    back = Pair(pair.there, pair.home)
    content = handed(back, group, later=1)
    conflicts = back.preview(content).conflicts
    assert [one.table for one in conflicts] == ["participants"]
    with refused("package_conflicts_undecided"):
        back.take(content)
    package = back.take(content, decisions={one.id: side for one in conflicts}).ids[0]
    stays = pair.home.ask(ParticipantRecord(participant_id=man)).result().answers["phone"]
    assert stays == ("911111111" if side is Side.MINE else "922222222")
    pair.home.submit([UndoPackage(package_id=package)]).result()
    assert pair.home.ask(ParticipantRecord(participant_id=man)).result().answers["phone"] == "911111111"
    with refused("row_of_other_service"):
        pair.home.submit([ChangeGroup(group_id=group.group_id, name="Otro")]).result()
    pair.home.submit([change]).result()  # he stayed ours all along


def test_a_man_of_ours_who_never_went_there_is_claimed_by_no_package(pair: Pair, group: Planned) -> None:
    (mine,) = Acting(pair.there, Role.FACILITATOR).run(RegisterParticipant(answers=ficha(30))).ids
    rows_ = pair.opened(pair.sent(group.group_id)).rows
    stolen = {
        table: TableRows(
            held.columns,
            tuple(tuple(mine.bytes if one == group.people[0].bytes else one for one in row) for row in held.rows),
        )
        for table, held in rows_.items()
    }
    with refused("package_claims_other_rows"):
        pair.take(pair.again(pair.sent(group.group_id), rows=stolen))


def test_a_decision_handed_over_without_what_is_reserved_is_read_there(pair: Pair, group: Planned) -> None:
    decision = decided(pair.home, lambda *commands: pair.home.submit(commands).result(), group.people[0])
    door = RefuseAtDoor(
        session_id=group.sessions[1],
        enrolment_id=group.stints[1],
        cause=DoorCause.ALCOHOL,
        protection_note="Se avisó a su hermana.",
    )
    pair.home.submit([telling(decision), door]).result()
    assert pair.home.ask(DecisionSafety(decision_id=decision)).result()
    pair.take(handed(pair, group))
    assert pair.there.ask(DecisionSafety(decision_id=decision)).result() is None
    assert one_value(pair.there, "SELECT sealed FROM exclusion_decisions") == b""
    assert one_value(pair.there, "SELECT protection_note FROM door_refusals") == ""
