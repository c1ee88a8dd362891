"""The log of a session, from the cierre corto to the amendment, on a real encrypted book (6.4.7–6.4.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from uuid_utils.compat import uuid7

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.roles import Role
from facilitador.domain.session_logs import LogPage
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import IncidentKind, LogStatus, Reached
from facilitador.domain.topics import Area
from facilitador.errors import InvalidInput
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.home import Home
from facilitador.use_cases.incidents import ChangeIncident, RecordIncident, RemoveIncident, WriteManNote
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddTeamMember
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_logs import CloseLog, CloseShort, NotesOfParticipant, SaveLog, SessionLogPage
from tests.books import TODAY
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.scenes import Acting, one_value, refused, rows

Run = Callable[..., Outcome]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Four men, two sessions of the past, one of today."""
    return planned(book, men=4, days=(-14, -7, 0))


@pytest.fixture
def page(book: OpenBook) -> Callable[[UUID], LogPage]:
    """The log of a session as it stands in the file."""
    return lambda session_id: book.ask(SessionLogPage(session_id=session_id)).result()


Page = Callable[[UUID], LogPage]


def whole(group: Planned, session_id: UUID, **other: Any) -> SaveLog:
    """A log that lacks nothing but marks."""
    return SaveLog(session_id=session_id, **{**LOG, "facilitator_ids": group.team, **other})


def codes(page: LogPage) -> list[tuple[str, str]]:
    return [(gap.missing.code, gap.missing.numeral) for gap in page.gaps]


# -- cierre corto -----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_the_essential_of_the_night_is_topics_three_lines_and_no_alert(run: Run, group: Planned, page: Page) -> None:
    today = group.sessions[2]
    planned_topics = page(today).session.planned_topics
    run(CloseShort(session_id=today, topic_ids=planned_topics, summary="Se trabajó bien.", alert=False))
    log = page(today).log
    assert log.session.state is SessionState.HELD
    assert log.session.log_status is LogStatus.SHORT
    assert log.session.worked_topics == planned_topics
    assert (log.text.summary, log.text.alert) == ("Se trabajó bien.", False)
    assert log.complete_by == TODAY + timedelta(days=7)


def test_unknown_marks_do_not_hold_up_the_night(run: Run, group: Planned, page: Page) -> None:
    session, first = group.sessions[1], group.stints[0]
    run(MarkAttendance(session_id=session, enrolment_id=first, mark=AttendanceMark.ATTENDED))
    run(CloseShort(session_id=session, summary="Tres sin registrar.", alert=False))
    assert page(session).unrecorded == 3
    assert ("log_lacks_marks", "6.4.8") in codes(page(session))


@pytest.mark.directive("6.7")
def test_an_alert_asks_at_once_what_and_becomes_an_incident(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    with refused("alert_says_what", "incident_what"):
        run(CloseShort(session_id=session, summary="Breve.", alert=True, incident_kind=IncidentKind.THREAT))
    assert page(session).session.log_status is LogStatus.EMPTY
    key = uuid7()
    run(
        CloseShort(
            session_id=session,
            summary="Breve.",
            alert=True,
            incident_id=key,
            incident_kind=IncidentKind.THREAT,
            incident_what="El 3 dijo que iría a buscarla.",
        )
    )
    (incident,) = page(session).log.incidents
    assert (incident.id, incident.kind, incident.settled_on) == (key, IncidentKind.THREAT, None)


def test_the_night_is_closed_in_short_once(run: Run, group: Planned) -> None:
    short = CloseShort(session_id=group.sessions[0], summary="Breve.", alert=False)
    run(short)
    with refused("log_begun_already"):
        run(short)


def test_a_session_still_to_come_has_no_log(run: Run, book: OpenBook) -> None:
    ahead = planned(book, men=1, days=(7,), name="Los Ceibos")
    for command in (
        CloseShort(session_id=ahead.sessions[0], summary="Breve.", alert=False),
        whole(ahead, ahead.sessions[0]),
    ):
        with refused("attendance_too_early"):
            run(command)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"summary": "  "}, "field_required", "summary"),
        ({"summary": "x" * 10_000}, "text_too_long", "summary"),
        ({"topic_ids": ("astrology",)}, "option_unknown", "topic_ids"),
    ],
)
def test_what_cannot_stand_in_the_short_log_is_refused_beside_its_field(
    run: Run, group: Planned, page: Page, given: dict[str, Any], code: str, field: str
) -> None:
    session = group.sessions[0]
    with refused(code, field):
        run(CloseShort(**{"session_id": session, "summary": "Breve.", "alert": False, **given}))
    assert page(session).session.log_status is LogStatus.EMPTY


# -- the whole log ----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.7", "6.4.9", "6.4.10")
def test_a_whole_log_comes_back_as_it_was_written_and_lacks_only_the_marks(
    run: Run, group: Planned, page: Page
) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    shown = page(session)
    assert codes(shown) == [("log_lacks_marks", "6.4.8")]
    assert shown.log.text.headings == LOG["headings"]
    assert {area.area: area.reached for area in shown.log.areas} == {
        Area.KNOWING: Reached.YES,
        Area.ACTING: Reached.PARTLY,
        Area.RESOLVING: Reached.NO,
    }
    assert shown.log.text.technique == ("guided_dialogue",)
    assert set(shown.log.facilitator_ids) == set(group.team)
    assert shown.log.session.log_status is LogStatus.SHORT  # begun by writing it whole


def test_what_is_left_out_is_emptied_and_the_men_keep_their_numbers(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    numbers = [(man.number, man.enrolment_id) for man in page(session).men]
    run(SaveLog(session_id=session, summary="Solo esto."))
    shown = page(session)
    assert shown.log.text.narrative == ""
    assert shown.log.areas == ()
    assert (
        [(man.number, man.enrolment_id) for man in shown.men]
        == numbers
        == [(number, stint) for number, stint in enumerate(group.by_name, start=1)]
    )


def test_a_name_mended_later_turns_no_number_into_another_man(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    before = {man.enrolment_id: man.number for man in page(session).men}
    last = page(session).men[-1]
    group.rename(last.participant_id, "Abad")
    after = page(session)
    assert next(man for man in after.men if man.enrolment_id == last.enrolment_id).full_name.startswith("Abad")
    assert {man.enrolment_id: man.number for man in after.men} == before


@pytest.mark.directive("6.4.10")
def test_what_came_up_is_answered_and_each_gap_has_its_numeral(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(SaveLog(session_id=session, summary="Breve.", avoided={"blaming_women": ""}))
    assert codes(page(session)) == [
        ("log_lacks_marks", "6.4.8"),
        ("log_lacks_topic", "6.4.8"),
        ("log_lacks_facilitators", "6.2.1"),
        ("log_lacks_area", "6.4.9"),
        ("log_lacks_area", "6.4.9"),
        ("log_lacks_area", "6.4.9"),
        ("log_lacks_technique", "6.4.7"),
        ("log_lacks_heading", "6.4.10 a"),
        ("log_lacks_heading", "6.4.10 b"),
        ("log_lacks_heading", "6.4.10 d"),
        ("log_lacks_answer", "6.4.10 c"),
    ]


@pytest.mark.directive("6.2.1")
def test_a_single_facilitator_asks_for_a_reason(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(whole(group, session, facilitator_ids=group.team[:1]))
    assert ("log_lacks_few_reason", "6.2.1") in codes(page(session))
    run(whole(group, session, facilitator_ids=group.team[:1], few_facilitators_reason="Edwin enfermó."))
    assert ("log_lacks_few_reason", "6.2.1") not in codes(page(session))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"narrative": "x" * 10_000}, "text_too_long", "narrative"),
        ({"technique": ("hypnosis",)}, "option_unknown", "technique"),
        ({"headings": {"nothing": "x"}}, "option_unknown", "headings.nothing"),
        ({"avoided": {"blaming_women": "Se respondió."}, "nothing_avoided": True}, "avoided_and_nothing", "avoided"),
        (
            {"area_notes": {Area.KNOWING: "Sin decir hasta dónde."}, "areas": {}},
            "field_required",
            "areas.saber_conocer",
        ),
        ({"materials": ("x",) * 21}, "too_many_lines", "materials"),
        ({"facilitator_ids": (UUID(int=9),)}, "not_found", "facilitator_ids"),
    ],
)
def test_what_cannot_stand_in_a_log_is_refused_and_nothing_is_stored(
    run: Run, group: Planned, page: Page, given: dict[str, Any], code: str, field: str
) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    before = page(session)
    with refused(code, field):
        run(whole(group, session, **given))
    assert page(session) == before


def test_a_text_too_long_is_said_once(run: Run, group: Planned) -> None:
    with pytest.raises(InvalidInput) as caught:
        run(whole(group, group.sessions[1], summary="x" * 10_000))
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [("summary", "text_too_long")]


def test_who_has_no_surname_is_named_without_a_comma(run: Run, group: Planned, page: Page) -> None:
    (rosa,) = run(AddTeamMember(given_names="Rosa")).ids
    assert page(group.sessions[1]).people[rosa] == "Rosa"


def test_a_log_written_over_one_that_moved_on_is_refused(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    seen = page(session).session.revision
    run(whole(group, session, narrative="La versión de Rosa."))
    with refused("changed_meanwhile"):
        run(whole(group, session, narrative="La versión de Edwin.", revision=seen))
    assert page(session).log.text.narrative == "La versión de Rosa."


@pytest.mark.directive("6.4.5")
def test_shared_text_that_names_a_man_is_kept_and_said(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    surname = page(session).men[0].full_name.split()[0].rstrip(",")
    run(whole(group, session, narrative=f"Hoy {surname} llegó tarde."))
    (named,) = page(session).named
    assert named.word == surname
    assert 1 in named.numbers


def test_the_session_before_and_what_is_still_open_stand_beside_it(run: Run, group: Planned, page: Page) -> None:
    first, second, third = group.sessions
    run(whole(group, first, summary="La primera."))
    run(whole(group, second, summary="La segunda."))
    by = TODAY + timedelta(days=3)
    run(
        RecordIncident(
            session_id=second, kind=IncidentKind.VENUE, what="Se fue la luz.", follow_up="Pedir llave.", follow_up_by=by
        )
    )
    shown = page(third)
    assert shown.previous is not None
    assert (shown.previous.number, shown.previous.text.summary) == (2, "La segunda.")
    assert [one.incident.follow_up for one in shown.open_incidents] == ["Pedir llave."]
    assert page(first).previous is None
    assert page(first).open_incidents == ()


# -- incidents and notes ----------------------------------------------------------------------------------------------


def test_an_incident_is_followed_up_until_it_is_settled(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[0]
    key = run(RecordIncident(session_id=session, kind=IncidentKind.OTHER, what="Discutieron.")).ids[0]
    told = {"incident_id": key, "kind": IncidentKind.OTHER, "what": "Discutieron.", "follow_up": "Hablar con ambos."}
    with refused("follow_up_before_session", "settled_on"):
        run(ChangeIncident(**told, settled_on=TODAY - timedelta(days=60)))
    run(ChangeIncident(**told, measures="Se pausó.", follow_up_by=TODAY))
    assert len(page(session).open_incidents) == 1
    run(ChangeIncident(**told, settled_on=TODAY))
    assert page(session).open_incidents == ()
    run(RemoveIncident(incident_id=key))
    assert page(session).log.incidents == ()


def test_a_day_to_follow_up_says_what(run: Run, group: Planned) -> None:
    with refused("follow_up_says_what", "follow_up"):
        run(RecordIncident(session_id=group.sessions[0], kind=IncidentKind.OTHER, what="Algo.", follow_up_by=TODAY))


def test_an_incident_names_no_man_of_another_group(run: Run, group: Planned, book: OpenBook) -> None:
    other = planned(book, men=1, days=(0,), name="Los Ceibos", first=20)
    for command in (
        RecordIncident(
            session_id=group.sessions[0], kind=IncidentKind.OTHER, what="Algo.", enrolment_id=other.stints[0]
        ),
        WriteManNote(session_id=group.sessions[0], enrolment_id=other.stints[0], text="Algo."),
    ):
        with refused("not_found", "enrolment_id"):
            run(command)


def test_a_note_for_one_man_stands_on_his_record_and_is_rewritten_or_taken_back(
    run: Run, group: Planned, book: OpenBook, page: Page
) -> None:
    session, stint, man = group.sessions[1], group.stints[0], group.people[0]
    run(WriteManNote(session_id=session, enrolment_id=stint, text="Se le vio inquieto."))
    (note,) = book.ask(NotesOfParticipant(participant_id=man)).result()
    assert (note.text, note.session_id, note.number) == ("Se le vio inquieto.", session, 2)
    assert book.ask(NotesOfParticipant(participant_id=group.people[1])).result() == ()
    (held,) = page(session).log.notes
    run(WriteManNote(session_id=session, enrolment_id=stint, text="Más tranquilo.", revision=held.revision))
    with refused("changed_meanwhile"):
        run(WriteManNote(session_id=session, enrolment_id=stint, text="Otra cosa.", revision=held.revision))
    run(WriteManNote(session_id=session, enrolment_id=stint))
    assert book.ask(NotesOfParticipant(participant_id=man)).result() == ()


# -- closing ----------------------------------------------------------------------------------------------------------


def closed(run: Run, group: Planned, session: UUID) -> None:
    run(whole(group, session), CloseLog(session_id=session, reason="No se supo de los demás."))


def test_a_log_that_lacks_something_is_closed_only_with_a_reason(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    with refused("log_not_begun"):
        run(CloseLog(session_id=session))
    run(whole(group, session))
    with refused("log_lacks", "reason"):
        run(CloseLog(session_id=session))
    run(CloseLog(session_id=session, reason="No se supo de los demás."))
    log = page(session).log
    assert log.session.log_status is LogStatus.CLOSED
    assert log.session.closed_by is not None
    assert log.events[-1].reason == "No se supo de los demás."
    with refused("log_closed"):
        run(CloseLog(session_id=session, reason="Otra vez."))


def test_a_complete_log_needs_no_reason(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    marks = [MarkAttendance(session_id=session, enrolment_id=key, mark=AttendanceMark.ATTENDED) for key in group.stints]
    run(*marks, whole(group, session), CloseLog(session_id=session))
    assert page(session).session.log_status is LogStatus.CLOSED


def test_a_closed_log_takes_nothing_but_amendments_and_incidents(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    run(RecordIncident(session_id=session, kind=IncidentKind.OTHER, what="Discutieron."))
    closed(run, group, session)
    (incident,) = page(session).log.incidents
    for command in (
        whole(group, session, narrative="Otra cosa."),
        CloseShort(session_id=session, summary="Breve.", alert=False),
        WriteManNote(session_id=session, enrolment_id=group.stints[0], text="Algo."),
        MarkAttendance(session_id=session, enrolment_id=group.stints[0], mark=AttendanceMark.LATE),
        RemoveIncident(incident_id=incident.id),
    ):
        with refused("log_closed"):
            run(command)
    with refused("incident_locked", "what"):
        run(ChangeIncident(incident_id=incident.id, kind=incident.kind, what="No discutieron."))
    run(ChangeIncident(incident_id=incident.id, kind=incident.kind, what=incident.what, measures="Se habló."))
    run(RecordIncident(session_id=session, kind=IncidentKind.THREAT, what="Se supo después."))
    assert [one.measures for one in page(session).log.incidents] == ["Se habló.", ""]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET log = '{}'",
        "DELETE FROM session_topics",
        "UPDATE session_areas SET reached = 'yes'",
        "DELETE FROM session_facilitators",
        "DELETE FROM session_notes",
        "UPDATE attendance_marks SET mark = 'late'",
        "UPDATE incidents SET what = 'nada'",
        "DELETE FROM incidents",
        "DELETE FROM session_amendments",
        "UPDATE session_amendments SET reason = 'otra'",
    ],
)
def test_the_book_itself_holds_a_closed_log_closed(run: Run, group: Planned, book: OpenBook, statement: str) -> None:
    session = group.sessions[1]
    run(
        MarkAttendance(session_id=session, enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED),
        RecordIncident(session_id=session, kind=IncidentKind.OTHER, what="Discutieron."),
        WriteManNote(session_id=session, enrolment_id=group.stints[0], text="Inquieto."),
        whole(group, session),
        CloseLog(session_id=session, reason="Faltan marcas."),
        AmendLog(**amended(group, session), narrative="Corregido."),
    )
    with pytest.raises(sqlcipher.IntegrityError, match=r"closed|append-only"):
        rows(book, statement)
    rows(book, "UPDATE incidents SET measures = 'Se habló.'")


# -- amending ---------------------------------------------------------------------------------------------------------


def amended(group: Planned, session_id: UUID, **other: Any) -> dict[str, Any]:
    """The fields of an amendment that says again what `whole` said."""
    given = {**LOG, "facilitator_ids": group.team, "reason": "Se leyó mal."}
    given.pop("narrative")
    return {"session_id": session_id, **given, **other}


def test_an_amendment_keeps_the_first_text_with_reason_author_and_time(
    run: Run, group: Planned, book: OpenBook, page: Page
) -> None:
    session = group.sessions[1]
    closed(run, group, session)
    given = amended(group, session)
    run(AmendLog(**given, narrative="Segunda versión."))
    run(AmendLog(**{**given, "reason": "Otra vez."}, narrative="Tercera versión."))
    log = page(session).log
    assert log.text.narrative == "Tercera versión."
    told = [(one.number, one.part, one.before, one.after, one.reason, one.by) for one in log.amendments]
    assert told == [
        (1, "narrative", LOG["narrative"], "Segunda versión.", "Se leyó mal.", book.person.id),
        (2, "narrative", "Segunda versión.", "Tercera versión.", "Otra vez.", book.person.id),
    ]
    assert log.session.amendments == 2


def test_every_part_of_a_closed_log_can_be_amended(run: Run, group: Planned, page: Page) -> None:
    session, stint = group.sessions[1], group.stints[0]
    closed(run, group, session)
    given = amended(
        group,
        session,
        topic_ids=("gender_and_masculine_identity",),
        areas={Area.KNOWING: Reached.NO},
        area_notes={},
        facilitator_ids=group.team[:1],
        headings={**LOG["headings"], "withdrawal": "Se ensayó."},
        marks={stint: AttendanceMark.LATE},
        notes={stint: "Se le vio inquieto."},
    )
    run(AmendLog(**given, narrative=LOG["narrative"]))
    log = page(session).log
    assert {one.part for one in log.amendments} == {
        "session_topics",
        "session_areas",
        "session_facilitators",
        "headings.withdrawal",
        "attendance_marks",
        "session_notes",
    }
    assert {one.number for one in log.amendments} == {1}
    assert log.session.worked_topics == ("gender_and_masculine_identity",)
    assert next(man for man in page(session).men if man.enrolment_id == stint).mark is AttendanceMark.LATE
    assert [note.text for note in log.notes] == ["Se le vio inquieto."]
    run(AmendLog(**{**given, "marks": {stint: None}, "notes": {stint: ""}}, narrative=LOG["narrative"]))
    assert next(man for man in page(session).men if man.enrolment_id == stint).mark is None
    assert page(session).log.notes == ()


def test_an_amendment_needs_a_closed_log_a_reason_and_a_difference(run: Run, group: Planned, page: Page) -> None:
    session = group.sessions[1]
    given = amended(group, session)
    run(whole(group, session))
    with refused("log_not_closed"):
        run(AmendLog(**given, narrative="Otra."))
    run(CloseLog(session_id=session, reason="Faltan marcas."))
    with refused("field_required", "reason"):
        run(AmendLog(**{**given, "reason": " "}, narrative="Otra."))
    with refused("nothing_amended"):
        run(AmendLog(**given, narrative=LOG["narrative"]))
    with refused("changed_meanwhile"):
        run(AmendLog(**given, narrative="Otra.", revision=1))
    with refused("door_cause_needed", "marks"):
        run(AmendLog(**given, narrative="Otra.", marks={group.stints[0]: AttendanceMark.NOT_ADMITTED}))
    assert page(session).log.amendments == ()


def test_a_mark_outside_the_stint_is_no_amendment(run: Run, group: Planned, book: OpenBook) -> None:
    session = group.sessions[1]
    other = planned(book, men=1, days=(0,), name="Los Ceibos", first=20)
    closed(run, group, session)
    given = amended(group, session)
    with refused("mark_outside_stint"):
        run(AmendLog(**given, narrative="Otra.", marks={other.stints[0]: AttendanceMark.LATE}))


# -- who, and when ----------------------------------------------------------------------------------------------------


def test_a_supervisor_reads_logs_and_staff_know_nothing_of_them(run: Run, group: Planned, book: OpenBook) -> None:
    session = group.sessions[1]
    run(whole(group, session))
    supervisor, staff = Acting(book, Role.SUPERVISOR), Acting(book, Role.STAFF)
    assert supervisor.ask(SessionLogPage(session_id=session)).log.text.summary == LOG["summary"]
    with refused("role_may_not_write"):
        supervisor.run(whole(group, session))
    for query in (SessionLogPage(session_id=session), NotesOfParticipant(participant_id=group.people[0])):
        with refused("role_may_not_read"):
            staff.ask(query)
    assert [item for item in staff.ask(Home()) if item.code.startswith("due_log")] == []


def test_reading_a_mans_notes_leaves_a_trace_and_no_text_of_a_log_does(
    run: Run, group: Planned, book: OpenBook
) -> None:
    run(whole(group, group.sessions[1]))
    book.ask(NotesOfParticipant(participant_id=group.people[0])).result()
    details = [row[0] for row in rows(book, "SELECT details FROM audit_entries")]
    assert any("NotesOfParticipant" in one for one in details)
    assert not any(LOG["narrative"] in one for one in details)


def due(book: OpenBook) -> list[tuple[str, dict[str, object]]]:
    items = book.ask(Home()).result()
    return [(one.code, one.parameters) for one in items if one.code.startswith(("due_log", "due_follow"))]


@pytest.mark.directive("6.9.1")
def test_who_supervises_finds_the_group_that_falls_behind_and_is_asked_for_nothing_else(
    run: Run, book: OpenBook
) -> None:
    late = planned(book, men=1, days=(-20, -9), name="Los Molles")
    in_time = planned(book, men=1, days=(-2,), name="Sauce", first=21)
    for session in (*late.sessions, *in_time.sessions):
        run(CloseShort(session_id=session, summary="Breve.", alert=False))
    found = [one for one in Acting(book, Role.SUPERVISOR).ask(Home()) if one.code.startswith("due_log")]
    assert [(one.code, one.place, one.target_id) for one in found] == [("due_logs_overdue", "sessions", late.group_id)]


def test_home_counts_the_days_left_and_says_what_is_late(run: Run, book: OpenBook) -> None:
    group = planned(book, men=1, days=(-9, -8, -7, -2, 0), name="Los Molles")
    for session in group.sessions[:-1]:
        run(CloseShort(session_id=session, summary="Breve.", alert=False))
    run(MarkAttendance(session_id=group.sessions[-1], enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED))
    assert due(book) == [
        ("due_logs_overdue", {"group": "Los Molles", "count": 2}),
        ("due_log_last_day", {"group": "Los Molles", "day": "13/11/2026"}),
        ("due_log_to_complete", {"group": "Los Molles", "day": "18/11/2026", "days": 5}),
        ("due_log_missing", {"group": "Los Molles", "day": "20/11/2026"}),
    ]


def test_home_says_what_is_to_be_followed_up_and_forgets_what_is_settled(run: Run, book: OpenBook) -> None:
    group = planned(book, men=1, days=(-20,), name="Los Molles")
    told: dict[str, Any] = {"kind": IncidentKind.OTHER, "what": "Algo.", "follow_up": "Ver."}
    session = group.sessions[0]
    late, soon, far = (
        RecordIncident(session_id=session, follow_up_by=TODAY + timedelta(days=days), **told) for days in (-1, 7, 8)
    )
    ids = run(late, soon, far).ids
    follow_ups = [code for code, _ in due(book) if "follow" in code]
    assert follow_ups == ["due_follow_up_late", "due_follow_up"]
    run(ChangeIncident(incident_id=ids[0], settled_on=TODAY, **told))
    assert [code for code, _ in due(book) if "follow" in code] == ["due_follow_up"]
    assert one_value(book, "SELECT count(*) FROM incidents") == 3


def test_the_snapshot_is_the_same_when_nothing_changed(group: Planned, page: Page) -> None:
    assert page(group.sessions[0]) == replace(page(group.sessions[0]))
