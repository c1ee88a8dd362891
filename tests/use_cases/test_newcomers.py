"""Somebody unannounced: a name is enough, and he is merged with the man he turns out to be (6.4.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.doors import DoorCause
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.roster_imports import ImportedRow
from facilitador.domain.session_plans import SessionState
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, SessionAttendance
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, Roster
from facilitador.use_cases.newcomers import AddNewcomer, MergeNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import (
    ChangeParticipant,
    ParticipantRecord,
    Participants,
    RecordConsent,
    RegisterParticipant,
)
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.roster_imports import ImportRoster
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import consented, ficha, one_value, refused, register, rows

Run = Callable[..., Outcome]
M = AttendanceMark


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men; a session a week ago, one of today."""
    return planned(book, men=2, days=(-7, 0))


@pytest.fixture
def newcomer(run: Run, group: Planned) -> UUID:
    """He came today; only his name is known."""
    return run(named(group, group.sessions[1])).ids[0]


def named(group: Planned, session_id: UUID, **other: object) -> AddNewcomer:
    names = {"paternal_surname": "Yaranga", "given_names": "Abel"}
    return AddNewcomer(session_id=session_id, **{**names, **other})  # type: ignore[arg-type]


def lines(book: OpenBook, session_id: UUID) -> dict[str, AttendanceLine]:
    men = book.ask(SessionAttendance(session_id=session_id)).result().lines
    return {line.full_name: line for line in men}


# -- on the spot ------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.1")
def test_a_name_is_enough_to_be_in_the_group_and_marked(book: OpenBook, run: Run, group: Planned) -> None:
    run(named(group, group.sessions[1], mark=M.LATE))

    his = lines(book, group.sessions[1])["Yaranga, Abel"]
    assert (his.mark, his.bare, his.expected) == (M.LATE, True, True)
    assert his.stint.since == TODAY
    entry = next(one for one in book.ask(Roster(group_id=group.group_id)).result() if one.full_name == "Yaranga, Abel")
    assert not entry.complete


def test_typed_later_from_the_sheet_he_is_in_the_group_since_that_day(book: OpenBook, run: Run, group: Planned) -> None:
    run(named(group, group.sessions[0]))

    assert lines(book, group.sessions[0])["Yaranga, Abel"].stint.since == TODAY - timedelta(days=7)
    assert book.ask(SessionAttendance(session_id=group.sessions[0])).result().session.state is SessionState.HELD


def test_later_commands_of_the_list_can_name_him(book: OpenBook, run: Run, group: Planned) -> None:
    man, stint = uuid7(), uuid7()

    run(
        named(group, group.sessions[1], id=man, enrolment_id=stint),
        MarkAttendance(session_id=group.sessions[1], enrolment_id=stint, mark=M.LEFT_EARLY),
    )

    his = lines(book, group.sessions[1])["Yaranga, Abel"]
    assert (his.stint.participant_id, his.mark) == (man, M.LEFT_EARLY)


def test_somebody_already_registered_only_gets_his_place_and_his_mark(book: OpenBook, run: Run, group: Planned) -> None:
    (known,) = register(book, ficha(8))

    run(AddNewcomer(session_id=group.sessions[1], participant_id=known))

    assert one_value(book, "SELECT count(*) FROM participants") == 3
    his = next(one for one in lines(book, group.sessions[1]).values() if one.stint.participant_id == known)
    assert (his.mark, his.bare) == (M.ATTENDED, False)


@pytest.mark.parametrize("missing", ["paternal_surname", "given_names"])
def test_without_a_name_nothing_is_kept(book: OpenBook, run: Run, group: Planned, missing: str) -> None:
    with refused("field_required", missing):
        run(named(group, group.sessions[1], **{missing: " "}))

    assert one_value(book, "SELECT count(*) FROM participants") == 2


def test_who_did_not_come_is_no_newcomer_of_a_session(run: Run, group: Planned) -> None:
    with refused("newcomer_was_there", "mark"):
        run(named(group, group.sessions[1], mark=M.ABSENT_WITHOUT_NOTICE))


@pytest.mark.directive("6.4.1")
def test_a_full_group_refuses_him_and_he_can_wait(book: OpenBook, run: Run) -> None:
    full = planned(book, men=15, days=(0,), name="Alba", first=20)

    with refused("group_full"):
        run(named(full, full.sessions[0]))
    assert one_value(book, "SELECT count(*) FROM participants") == 15
    run(named(full, full.sessions[0], waitlist=True))

    waiting = [one for one in book.ask(Roster(group_id=full.group_id)).result() if one.stint.queue_position]
    assert [one.full_name for one in waiting] == ["Yaranga, Abel"]
    assert "Yaranga, Abel" not in lines(book, full.sessions[0])
    assert one_value(book, "SELECT count(*) FROM attendance_marks") == 0


# -- he is somebody known ---------------------------------------------------------------------------------------------


def test_his_stint_and_marks_become_those_of_the_man_he_is(
    book: OpenBook, run: Run, group: Planned, newcomer: UUID
) -> None:
    (known,) = register(book, ficha(8))
    run(ChangeParticipant(participant_id=newcomer, answers=bare(phone="987654321", occupation="chofer")))

    outcome = run(MergeNewcomer(newcomer_id=newcomer, into_id=known))

    man = book.ask(ParticipantRecord(participant_id=known)).result()
    (his,) = [one for one in lines(book, group.sessions[1]).values() if one.stint.participant_id == known]
    assert (his.mark, his.full_name) == (M.ATTENDED, man.full_name)
    assert man.answers["occupation"] == "chofer"  # only the newcomer had said so
    assert man.answers["phone"] == "980000008"  # both had: the older ficha stands, and it is told
    assert [(notice.code, notice.parameters["fields"]) for notice in outcome.notices] == [
        ("merge_kept_answers", "«Celular»")
    ]
    with refused("not_found"):
        book.ask(ParticipantRecord(participant_id=newcomer)).result()
    assert not book.ask(Participants(text="yaranga")).result()


def bare(**other: str) -> dict[str, str]:
    return {"paternal_surname": "Yaranga", "given_names": "Abel", **other}


def test_who_is_in_the_group_already_keeps_his_own_stint(
    book: OpenBook, run: Run, group: Planned, newcomer: UUID
) -> None:
    past, today, known = group.sessions[0], group.sessions[1], group.people[0]
    stint = lines(book, today)["Yaranga, Abel"].enrolment_id
    run(
        MarkAttendance(session_id=past, enrolment_id=group.stints[0], mark=M.LATE),
        AnnounceAbsence(session_id=today, enrolment_id=group.stints[0], note="viaja"),
        AnnounceAbsence(session_id=today, enrolment_id=stint, note="otra cosa"),
    )

    run(MergeNewcomer(newcomer_id=newcomer, into_id=known))

    (his,) = [one for one in lines(book, today).values() if one.stint.participant_id == known]
    assert (his.enrolment_id, his.mark, his.announced) == (group.stints[0], M.ATTENDED, "viaja")
    assert len(lines(book, today)) == 2
    places = rows(book, "SELECT seat IS NOT NULL, status FROM enrolments ORDER BY since, status")
    assert places == [(1, "attending"), (1, "attending"), (0, "withdrawn")]


def test_who_only_waited_takes_the_place_of_the_newcomer(
    book: OpenBook, run: Run, group: Planned, newcomer: UUID
) -> None:
    (known,) = register(book, ficha(8))
    run(EnrolParticipant(group_id=group.group_id, participant_id=known, waitlist=True))

    run(MergeNewcomer(newcomer_id=newcomer, into_id=known))

    stints = [one.stint for one in book.ask(Roster(group_id=group.group_id)).result()]
    his = {one.status for one in stints if one.participant_id == known}
    assert his == {EnrolmentStatus.ATTENDING, EnrolmentStatus.WITHDRAWN}


def test_two_marks_in_one_session_are_refused_and_it_says_which(
    book: OpenBook, run: Run, group: Planned, newcomer: UUID
) -> None:
    today = group.sessions[1]
    run(MarkAttendance(session_id=today, enrolment_id=group.stints[0], mark=M.ABSENT_WITHOUT_NOTICE))

    with refused("merge_both_marked", "into_id") as raised:
        run(MergeNewcomer(newcomer_id=newcomer, into_id=group.people[0]))

    del raised
    assert lines(book, today)["Yaranga, Abel"].mark is M.ATTENDED
    assert one_value(book, "SELECT count(*) FROM participants") == 3


def test_what_was_noted_of_him_at_the_door_goes_with_him(
    book: OpenBook, run: Run, group: Planned, newcomer: UUID
) -> None:
    past = group.sessions[0]
    (known,) = register(book, ficha(8))
    other = uuid7()
    run(named(group, past, id=other, paternal_surname="Apaza", enrolment_id=uuid7()))
    stint = lines(book, past)["Apaza, Abel"].enrolment_id
    run(
        MarkAttendance(session_id=past, enrolment_id=stint, mark=None),
        RefuseAtDoor(session_id=past, enrolment_id=stint, cause=DoorCause.ALCOHOL),
    )

    run(MergeNewcomer(newcomer_id=other, into_id=known))

    (his,) = [one for one in lines(book, past).values() if one.stint.participant_id == known]
    assert his.mark is M.NOT_ADMITTED
    assert his.refusal_id is not None


def test_a_consent_given_by_the_newcomer_is_not_lost(book: OpenBook, run: Run, group: Planned, newcomer: UUID) -> None:
    (known,) = register(book, ficha(8))
    consent: RecordConsent = consented(newcomer)
    run(consent)

    run(MergeNewcomer(newcomer_id=newcomer, into_id=known))

    assert len(book.ask(ParticipantRecord(participant_id=known)).result().consents) == 1


def test_only_a_ficha_with_little_more_than_a_name_is_merged_and_never_with_itself(
    run: Run, group: Planned, newcomer: UUID
) -> None:
    with refused("merge_not_bare", "newcomer_id"):
        run(MergeNewcomer(newcomer_id=group.people[0], into_id=newcomer))
    with refused("merge_with_himself", "into_id"):
        run(MergeNewcomer(newcomer_id=newcomer, into_id=newcomer))


def test_a_man_of_an_imported_list_stays_for_the_list_to_be_taken_back(run: Run, group: Planned) -> None:
    imported = uuid7()
    row = ImportedRow(imported, uuid7(), dict(bare()))
    run(ImportRoster(group_id=group.group_id, rows=(row,)))

    with refused("merge_imported", "newcomer_id"):
        run(MergeNewcomer(newcomer_id=imported, into_id=group.people[0]))


def test_a_mark_before_he_counted_cannot_be_moved_there(book: OpenBook, run: Run, group: Planned) -> None:
    """The known man entered today; the newcomer was there a week ago."""
    known = run(RegisterParticipant(answers=ficha(8))).ids[0]
    run(EnrolParticipant(group_id=group.group_id, participant_id=known, since=TODAY))
    newcomer = run(named(group, group.sessions[0])).ids[0]

    with refused("mark_outside_stint"):
        run(MergeNewcomer(newcomer_id=newcomer, into_id=known))

    assert lines(book, group.sessions[0])["Yaranga, Abel"].mark is M.ATTENDED


def test_his_ended_stay_stands_beside_the_new_one(book: OpenBook, run: Run, group: Planned, newcomer: UUID) -> None:
    left = TODAY - timedelta(days=3)
    run(
        ChangeEnrolmentStatus(
            enrolment_id=group.stints[0], status=EnrolmentStatus.STOPPED, on=left, reason="viajó a la selva"
        )
    )

    run(MergeNewcomer(newcomer_id=newcomer, into_id=group.people[0]))

    stays = book.ask(ParticipantRecord(participant_id=group.people[0])).result().stints
    assert [stay.stint.status for stay in stays] == [EnrolmentStatus.STOPPED, EnrolmentStatus.ATTENDING]
