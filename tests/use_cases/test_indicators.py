"""Indicators of small books counted by hand, and the same told by the rules of the domain."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from facilitador.db.queries.indicators import PARTS
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.coverage import TopicState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.goals import GoalKind, GoalOutcome
from facilitador.domain.indicators import Amount, Period, Readings, Span
from facilitador.domain.mark_tables import NAMELESS
from facilitador.domain.roles import Role
from facilitador.reference import curriculum, indicators
from facilitador.use_cases.anonymised_export import AnonymisedExport, ShareOwnField, UnshareOwnField
from facilitador.use_cases.attendance import MarkAttendance, RecordMakeUp
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, Roster
from facilitador.use_cases.goals import CloseGoal, DescribeGoal, Goals, NoteGoal, SetGoal
from facilitador.use_cases.home import Home
from facilitador.use_cases.indicators import Indicators
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RevokeConsent
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.reports import IndicatorsExport, MarksPage, ReportPrint, marks_sheet
from facilitador.use_cases.reviews import ApproveReview, ReturnReview
from facilitador.use_cases.services import AddOwnField, FieldKind, OwnFields
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.books import TODAY
from tests.use_cases.logs import Planned, planned
from tests.use_cases.reviewing import ActingLater, reviewed
from tests.use_cases.scenes import consented, ficha, group_of, refused, register, rows

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE
pytestmark = pytest.mark.directive("6.9.1")


def read(book: OpenBook, of: Planned | None = None) -> Readings:
    return book.ask(Indicators(group_id=of.group_id if of else None)).result()


def whole(readings: Readings, code: str) -> Amount:
    (period,) = readings.periods(Span.CYCLE)
    reading = readings.of(code)
    assert reading is not None
    return reading.within(period)


def mark(of: Planned, place: int, *marks: AttendanceMark | None) -> None:
    """The marks of one man, from the first session on; None leaves him without one."""
    for session, one in zip(of.sessions, marks, strict=False):
        if one is not None:
            of.book.submit([MarkAttendance(session_id=session, enrolment_id=of.stints[place], mark=one)]).result()


def left(of: Planned, place: int, status: EnrolmentStatus, on: date) -> ChangeEnrolmentStatus:
    return ChangeEnrolmentStatus(enrolment_id=of.stints[place], status=status, on=on, reason="Razón.")


def test_a_group_counted_by_hand(book: OpenBook) -> None:
    group = planned(book, men=4, days=(-40, -33, -26, -19, 7))
    mark(group, 0, A, A, A, A)
    mark(group, 1, A, F, A, None)
    mark(group, 2, A, F)
    book.submit(
        [
            left(group, 2, EnrolmentStatus.STOPPED, TODAY - timedelta(days=30)),
            left(group, 3, EnrolmentStatus.COMPLETED, TODAY),
        ]
    ).result()
    found = read(book, group)
    assert whole(found, "entered") == Amount(4)
    assert whole(found, "counting") == Amount(2)
    assert whole(found, "sessions_held") == Amount(4, 4)
    # session by session: 3 of 3, 1 of 3, 2 of 2, 1 of 1
    assert whole(found, "attendance") == Amount(7, 9, 1, 3)
    assert whole(found, "stopped") == Amount(1, 2)
    assert whole(found, "completed") == Amount(1, 2)
    assert whole(found, "moved") == Amount(0, 2)
    # the fourth session since they entered: one had left before it
    assert whole(found, "retention_4") == Amount(3, 4)
    assert whole(found, "retention_8") == Amount(0, 0)
    assert whole(found, "entry_applied") == Amount(0, 4)
    assert found.of("protection_opened") is None


def test_of_months_each_has_what_happened_in_it(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-50, -20))  # October 1st and 31st
    mark(group, 0, A, F)
    mark(group, 1, A, A)
    book.submit([left(group, 1, EnrolmentStatus.MOVED, TODAY)]).result()
    found = read(book, group)
    october = Period(Span.MONTH, date(2026, 10, 1), date(2026, 10, 31))
    november = Period(Span.MONTH, date(2026, 11, 1), date(2026, 11, 30))
    attendance, counting = found.of("attendance"), found.of("counting")
    assert attendance is not None
    assert counting is not None
    assert attendance.within(october) == Amount(3, 4, 1, 2)
    assert attendance.within(november) == Amount(0, 0)
    assert (counting.within(october).count, counting.within(november).count) == (2, 1)


def test_who_only_waited_neither_entered_nor_counts(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    (waiting,) = register(book, ficha(50))
    book.submit([EnrolParticipant(group_id=group.group_id, participant_id=waiting, waitlist=True)]).result()
    assert whole(read(book, group), "entered") == Amount(1)
    assert whole(read(book), "registered") == Amount(2)


def test_a_ficha_typed_later_counts_in_the_month_in_which_he_came(book: OpenBook) -> None:
    """Two are typed in November: one had come to his group on 31 October; the other was registered that day."""
    group = planned(book, men=0, days=(-20,))
    came, _ = register(book, ficha(50), ficha(51))
    since = TODAY - timedelta(days=20)
    book.submit([EnrolParticipant(group_id=group.group_id, participant_id=came, since=since)]).result()
    registered = read(book).of("registered")
    assert registered is not None
    assert [(one.month.month, one.amount.count) for one in registered.months] == [(10, 1), (11, 1)]


def test_fichas_are_complete_as_the_roster_says(book: OpenBook) -> None:
    group, men, _ = group_of(book, 3)
    book.submit([consented(men[0]), consented(men[1])]).result()
    (young,) = register(book, ficha(70, mother_tongue=None))
    book.submit([consented(young), EnrolParticipant(group_id=group, participant_id=young)]).result()
    (told,) = register(book, ficha(71, birth_date=None, approximate_age=40, phone=None, other_phone="987654321"))
    book.submit([consented(told), EnrolParticipant(group_id=group, participant_id=told)]).result()
    entries = book.ask(Roster(group_id=group)).result()
    found = book.ask(Indicators(group_id=group)).result()
    assert whole(found, "fichas_complete") == Amount(sum(one.complete for one in entries), len(entries))
    assert 0 < sum(one.complete for one in entries) < len(entries)


@pytest.mark.directive("6.4.8")
def test_the_thirteen_topics_are_those_of_the_group_s_numbers(book: OpenBook) -> None:
    """One attended all, one made up what he missed, one worked a topic on his own, one lacks a topic, one a part."""
    group = _thirteen(book)
    numbers = book.ask(Coverage(group_id=group.group_id)).result()
    full = [man for man in numbers.men if all(cell.state is TopicState.COVERED for cell in man.topics.values())]
    assert len(full) == 3
    for of in (None, group):
        assert whole(read(book, of), "thirteen_topics") == Amount(3, 5)


def test_a_part_still_to_come_leaves_everybody_without_the_thirteen(book: OpenBook) -> None:
    group = _thirteen(book)
    topic = curriculum().mandated[0].id
    plan = SessionToPlan(day=TODAY + timedelta(days=3), starts_at=time(19), topic_ids=(topic,))
    book.submit([PlanSessions(group_id=group.group_id, sessions=(plan,))]).result()
    numbers = book.ask(Coverage(group_id=group.group_id)).result()
    full = [man for man in numbers.men if all(cell.state is TopicState.COVERED for cell in man.topics.values())]
    assert whole(read(book, group), "thirteen_topics").count == len(full) == 0


def _thirteen(book: OpenBook) -> Planned:
    topics = [topic.id for topic in curriculum().mandated]
    group = planned(book, men=5, days=(-1,), name="Molle")
    start = TODAY - timedelta(days=70)
    plan = tuple(
        SessionToPlan(day=start + timedelta(days=3 * place), starts_at=time(18), topic_ids=(topic,))
        for place, topic in enumerate([*topics, topics[1]])
    )
    book.submit([PlanSessions(group_id=group.group_id, sessions=plan)]).result()
    sessions = [row[0] for row in rows(book, "SELECT id FROM sessions ORDER BY day")]
    made = [UUID(bytes=one) for one in sessions]
    missed = {1: {2}, 2: {12}, 3: {12}, 4: {13}}
    for place, session in enumerate(made):
        book.submit(
            [
                MarkAttendance(session_id=session, enrolment_id=stint, mark=F if place in missed.get(man, ()) else A)
                for man, stint in enumerate(group.stints)
            ]
        ).result()
    book.submit(
        [
            RecordMakeUp(enrolment_id=group.stints[1], session_id=made[2], made_up_on=TODAY, how="Conversación."),
            RecordMakeUp(enrolment_id=group.stints[2], topic_ids=(topics[12],), made_up_on=TODAY, how="Conversación."),
        ]
    ).result()
    return group


def test_the_service_counts_every_group_and_protection_by_number_alone(book: OpenBook) -> None:
    for number, name in enumerate(("Molle", "Sauce")):
        group = planned(book, men=2, days=(-7,), name=name, first=10 * number + 1)
        mark(group, 0, A)
    book.submit([OpenProtection(sentence="Dijo algo.")]).result()
    found = read(book)
    assert whole(found, "entered") == Amount(4)
    assert whole(found, "attendance").of == 2
    assert whole(found, "protection_opened") == Amount(1)
    assert "Dijo" not in repr(found)


def test_every_indicator_of_the_list_is_counted(book: OpenBook) -> None:
    planned(book, men=1, days=(-7,))
    assert [one.indicator.code for one in read(book).readings] == [one.code for one in indicators().indicators]
    counted = [code for part in PARTS for code in part.codes]
    assert sorted(counted) == sorted(one.code for one in indicators().indicators)


def test_what_waits_for_a_review_and_how_long_counted_by_hand(book: OpenBook) -> None:
    scene = reviewed(book)  # one closed log, two fichas, one decision: four; of today
    other = planned(book, men=1, days=(-7,), name="Sauce", first=21)
    back = ReturnReview(subject_id=scene.man_id, text="Falta.")
    scene.supervisor.run(ApproveReview(subject_id=scene.session_id), back)

    found = {code: whole(read(book), code) for code in ("reviews_waiting", "reviews_oldest")}

    assert found == {"reviews_waiting": Amount(3, 5), "reviews_oldest": Amount(0)}
    assert whole(read(book, scene.planned), "reviews_waiting") == Amount(2, 4)
    assert whole(read(book, other), "reviews_waiting") == Amount(1, 1)
    later = ActingLater(book, scene.supervisor_id, Role.SUPERVISOR, 9)
    assert whole(later.ask(Indicators(group_id=other.group_id)), "reviews_oldest") == Amount(9)


# -- goals ------------------------------------------------------------------------------------------------------------


def test_a_goal_by_an_indicator_is_counted_since_it_began(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-50, -20, -6))
    mark(group, 0, F, A, A)
    goal = SetGoal(
        group_id=group.group_id,
        kind=GoalKind.NUMBER,
        wording="Que vengan",
        indicator="attendance",
        target=80,
        percent=True,
        starts_on=TODAY - timedelta(days=7),
        due_on=TODAY + timedelta(days=30),
    )
    book.submit([goal]).result()
    (standing,) = book.ask(Goals(group_id=group.group_id)).result()
    assert standing.amount == Amount(1, 1, 1, 1)
    assert book.ask(Goals()).result() == ()


def test_notes_are_only_added_and_a_closed_goal_stays(book: OpenBook) -> None:
    looked = {"kind": GoalKind.QUALITY, "wording": "Escucharse", "looked_at": "La bitácora."}
    goal = book.submit([SetGoal(**looked, due_on=TODAY)]).result().ids[0]  # type: ignore[arg-type]
    first = NoteGoal(id=uuid4(), goal_id=goal, seen="Uno interrumpe.")
    book.submit([first, NoteGoal(goal_id=goal, seen="Ya no.")]).result()
    with refused("already_there", "id"):
        book.submit([first]).result()
    with pytest.raises(Exception, match="append-only"):
        rows(book, "DELETE FROM goal_notes")
    book.submit([CloseGoal(goal_id=goal, outcome=GoalOutcome.REACHED, seen="Se escuchan.")]).result()
    (standing,) = book.ask(Goals()).result()
    assert [note.seen for note in standing.goal.notes] == ["Uno interrumpe.", "Ya no."]
    assert standing.goal.outcome is GoalOutcome.REACHED
    for late in (
        NoteGoal(goal_id=goal, seen="Otra vez."),
        DescribeGoal(goal_id=goal, wording="Otra", kind=GoalKind.QUALITY, looked_at="x", due_on=TODAY),
    ):
        with refused("goal_closed"):
            book.submit([late]).result()


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"target": None}, "field_required", "target"),
        ({"indicator": "nothing"}, "option_unknown", "indicator"),
        ({"indicator": "registered"}, "option_unknown", "indicator"),
        ({"indicator": "entered", "percent": True}, "goal_percent_of_no_share", "percent"),
        ({"percent": True, "target": 101}, "number_out_of_range", "target"),
        ({"due_on": TODAY - timedelta(days=1)}, "goal_due_before_start", "due_on"),
        ({"kind": GoalKind.QUALITY}, "goal_quality_has_no_number", "target"),
        ({"wording": " "}, "field_required", "wording"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(book: OpenBook, changed: dict[str, object], code: str, field: str) -> None:
    group = planned(book, men=1, days=(7,))
    whole_goal = {"kind": GoalKind.NUMBER, "wording": "Que vengan", "indicator": "attendance", "target": 5}
    with refused(code, field):
        book.submit([SetGoal(**({"group_id": group.group_id, "due_on": TODAY} | whole_goal | changed))]).result()  # type: ignore[arg-type]


def test_a_goal_near_its_day_stands_on_home_without_its_words(book: OpenBook) -> None:
    planned(book, men=1, days=(7,))
    for days in (3, 30):
        due = TODAY + timedelta(days=days)
        book.submit([SetGoal(kind=GoalKind.QUALITY, wording="Secreta", looked_at="Algo", due_on=due)]).result()
    found = [item for item in book.ask(Home()).result() if item.place == "goals"]
    assert [item.day for item in found] == [TODAY + timedelta(days=3)]
    assert "Secreta" not in repr(found)


# -- what leaves the book ---------------------------------------------------------------------------------------------


def test_a_report_names_nobody_and_is_numbered(book: OpenBook) -> None:
    group = planned(book, men=3, days=(-35, -7))
    for place in range(3):
        mark(group, place, A, A)
    for span in Span:
        paper = book.ask(ReportPrint(group_id=group.group_id, span=span)).result()
        assert "Quispe" not in repr(paper)
        assert "Los Molles" in repr(paper)
        assert paper.code.startswith("Registro n.º")
        assert "Cómo va el grupo" in repr(paper)
        assert "Nadie espera un lugar." in repr(paper)
        assert "Facilitan:" not in repr(paper)
    (count,) = rows(book, "SELECT count(*) FROM prints WHERE document = 'group-report'")
    assert count == (3,)
    with refused("report_day_outside", "day"):
        book.ask(ReportPrint(group_id=group.group_id, day=date(2020, 1, 1))).result()


def test_marks_leave_page_by_page_and_names_are_recorded(book: OpenBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facilitador.db.queries.mark_pages.SESSIONS_A_PAGE", 2)
    group = planned(book, men=2, days=(-28, -21, -14, -7, -2))
    mark(group, 0, A, F, A, A, A)
    mark(group, 1, A)
    sheet = marks_sheet(lambda page: book.ask(page).result(), MarksPage(group_id=group.group_id))
    told = [tuple(row) for row in sheet.rows]
    assert len(told) == 6
    assert "Quispe" not in repr(told)
    assert {row[3] for row in told} == {1, 2}
    named = marks_sheet(lambda page: book.ask(page).result(), MarksPage(names=True))
    assert "Mamani" in repr(list(named.rows))
    details = [row[0] for row in rows(book, "SELECT details FROM audit_entries WHERE action = 'Export'")]
    assert [('"names":true' in one) for one in details] == [False, True]


def test_who_took_his_consent_back_is_named_to_nobody_and_counts_on(book: OpenBook) -> None:
    group = planned(book, men=2, days=(-7,))
    mark(group, 0, A)
    mark(group, 1, A)
    keys = [book.submit([consented(man)]).result().ids[0] for man in group.people]
    book.submit([RevokeConsent(consent_id=keys[0], on=TODAY)]).result()

    sheet = marks_sheet(lambda page: book.ask(page).result(), MarksPage(names=True))

    names = [row[4] for row in sheet.rows]
    assert len(names) == 2
    assert names.count(NAMELESS) == 1


@pytest.mark.directive("6.9.2")
def test_counts_leave_without_small_numbers_or_anybody(book: OpenBook) -> None:
    group_of(book, 9)
    register(book, *(ficha(number, mother_tongue="spanish") for number in range(100, 106)))
    register(book, *(ficha(number, mother_tongue="aimara") for number in range(200, 202)))
    tables = book.ask(AnonymisedExport()).result()
    counts = [row[-1] for row in tables.counts.rows]
    assert counts
    assert all(one == "oculto" or (isinstance(one, int) and one >= 5) for one in counts)
    tongues = [(row[2], row[4], row[-1]) for row in tables.counts.rows if row[0] == "mother_tongue"]
    assert tongues == [
        ("quechua", "attending", "oculto"),
        ("quechua", "never", "oculto"),
        ("quechua", "total", 9),
        ("joined", "attending", "oculto"),
        ("joined", "never", "oculto"),
        ("joined", "total", 8),
    ]
    assert "¿Necesita que alguien interprete en las sesiones?" in tables.left_out  # all said the same
    text = repr(list(tables.counts.rows)) + repr(list(tables.codebook.rows))
    for private in ("Quispe", "40000001", "José", "1988"):
        assert private not in text


@pytest.mark.directive("6.9.2")
def test_an_own_field_is_counted_only_if_coded_and_declared(book: OpenBook) -> None:
    zone = AddOwnField(label="Zona", kind=FieldKind.CHOICE, options=("Norte", "Sur"))
    text = AddOwnField(label="Apodo", kind=FieldKind.TEXT)
    zone_id, text_id = book.submit([zone, text]).result().ids
    key = next(one.key for one in book.ask(OwnFields()).result() if one.id == zone_id)
    register(book, *(ficha(number, **{key: "o1" if number < 8 else "o2"}) for number in range(1, 14)))
    assert "Zona" not in repr(list(book.ask(AnonymisedExport()).result().counts.rows))
    with refused("own_field_not_coded"):
        book.submit([ShareOwnField(own_field_id=text_id, why="Es corto.")]).result()
    book.submit([ShareOwnField(own_field_id=zone_id, why="Dos zonas grandes.")]).result()
    shown = list(book.ask(AnonymisedExport()).result().counts.rows)
    assert any(row[1] == "Zona" and row[3] == "Norte" and row[-1] == 7 for row in shown)
    book.submit([UnshareOwnField(own_field_id=zone_id)]).result()
    assert "Zona" not in repr(list(book.ask(AnonymisedExport()).result().counts.rows))


def test_indicators_leave_as_tables_with_their_definitions(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    mark(group, 0, A)
    tables = book.ask(IndicatorsExport(group_id=group.group_id)).result()
    codes = {row[1] for row in tables.periods.rows}
    assert codes == {row[0] for row in tables.definitions.rows}
    assert all(len(row) == len(tables.periods.headings) for row in tables.periods.rows)
    page = book.ask(MarksPage(group_id=group.group_id)).result()
    assert page.after is None
