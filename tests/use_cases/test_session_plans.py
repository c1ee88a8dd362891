"""A plan on a real book: proposed, written in one transaction, rearranged with reasons, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.domain.plan_changes import TopicsGo
from facilitador.domain.roles import Role
from facilitador.domain.session_plans import ChangeReason, SessionState
from facilitador.domain.sessions import Session, SessionStep
from facilitador.errors import UserFacingError
from facilitador.reference import curriculum
from facilitador.use_cases.group_plans import (
    AddLocalFeast,
    GroupPlan,
    LocalFeasts,
    PlanView,
    ProposedPlan,
    RemoveLocalFeast,
)
from facilitador.use_cases.groups import CloseGroup, FormGroup, StartGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.session_plans import (
    AddSession,
    CancelSession,
    DescribeSession,
    GroupSessions,
    MergeSession,
    MoveSession,
    PlanSessions,
    ReplanTopics,
    RestoreSession,
    SessionTopics,
    SessionToPlan,
    SplitSession,
)
from tests.books import TODAY
from tests.use_cases.scenes import Acting, group_of, one_value, refused, rows

Run = Callable[..., Outcome]
THIRTEEN = tuple(topic.id for topic in curriculum().mandated)
HOUR = time(19)
MONDAY = date(2026, 11, 23)  # the first after TODAY
HARVEST, OTHER = ChangeReason.HARVEST, ChangeReason.OTHER


def proposed(group_id: UUID, **changes: Any) -> ProposedPlan:
    """Thirteen Mondays from the next on."""
    whole: dict[str, Any] = {
        "first": MONDAY,
        "weekdays": (0,),
        "starts_at": HOUR,
        "minutes": 120,
        "count": 13,
        "topic_ids": THIRTEEN,
    }
    return ProposedPlan(group_id=group_id, **(whole | changes))


def as_entries(view_or_plan: Sequence[Any]) -> tuple[SessionToPlan, ...]:
    """Sessions as the command takes them."""
    return tuple(
        SessionToPlan(
            id=one.id,
            day=one.day,
            starts_at=one.starts_at,
            minutes=one.minutes,
            topic_ids=one.topic_ids if hasattr(one, "topic_ids") else one.planned_topics,
            extra=one.extra,
        )
        for one in view_or_plan
    )


@pytest.fixture
def group_id(run: Run) -> UUID:
    """A group without men."""
    return run(FormGroup(name="Molle")).ids[0]


@pytest.fixture
def planned(book: OpenBook, run: Run, group_id: UUID) -> UUID:
    """The same with thirteen sessions, a topic each."""
    run(PlanSessions(group_id=group_id, sessions=as_entries(book.ask(proposed(group_id)).result().sessions)))
    return group_id


def view(book: OpenBook, group_id: UUID) -> PlanView:
    """Its plan as a screen reads it."""
    return book.ask(GroupPlan(group_id=group_id)).result()


def sessions(book: OpenBook, group_id: UUID) -> tuple[Session, ...]:
    """Its sessions."""
    return book.ask(GroupSessions(group_id=group_id)).result()


def steps(book: OpenBook, session_id: UUID) -> list[tuple[Any, ...]]:
    """The history of a session."""
    statement = "SELECT step, reason_code, reason, before_day FROM session_events WHERE session_id = ? ORDER BY number"
    return rows(book, statement, (session_id.bytes,))


# -- proposing --------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_a_proposal_gives_every_topic_its_session_and_stores_nothing(book: OpenBook, group_id: UUID) -> None:
    answer = book.ask(proposed(group_id)).result()

    assert [topic for one in answer.sessions for topic in one.topic_ids] == list(THIRTEEN)
    assert {one.day.weekday() for one in answer.sessions} == {0}
    assert answer.findings.refusals == ()
    assert "topics_without_session" not in {one.code for one in answer.findings.warnings}
    assert one_value(book, "SELECT count(*) FROM sessions") == 0


def test_the_next_day_of_a_group_is_its_weekday_once_it_begins_and_after_what_was_held(
    book: OpenBook, run: Run, planned: UUID
) -> None:
    monday, begins_later = run(
        FormGroup(name="Quinual", weekday=0),
        FormGroup(name="Aliso", weekday=0, first_day=date(2026, 12, 8)),
    ).ids
    hold(book, sessions(book, planned)[0].id)

    assert view(book, monday).next_day == MONDAY
    assert view(book, begins_later).next_day == date(2026, 12, 14)
    assert view(book, planned).next_day == MONDAY + timedelta(days=1)


def test_a_proposal_goes_round_the_feasts_of_the_place_and_says_so(book: OpenBook, run: Run, group_id: UUID) -> None:
    run(AddLocalFeast(day=MONDAY, name="Aniversario del distrito"))

    answer = book.ask(proposed(group_id, count=2, topic_ids=THIRTEEN[:2])).result()

    assert [one.day for one in answer.sessions] == [MONDAY + timedelta(7), MONDAY + timedelta(14)]
    assert [day.name for day in answer.left_out] == ["Aniversario del distrito"]


def test_a_day_that_is_kept_in_many_places_is_planned_and_told(book: OpenBook, group_id: UUID) -> None:
    calendar = view(book, group_id).calendar
    doubtful = next(day for day in calendar.between(TODAY, TODAY + timedelta(730)) if not day.free).day

    answer = book.ask(proposed(group_id, first=doubtful, weekdays=(doubtful.weekday(),), count=1)).result()

    assert answer.sessions[0].day == doubtful
    assert "sessions.0.day" in {one.field for one in answer.findings.warnings}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"first": date(3202, 1, 1)}, "session_too_far_ahead", "first"),
        ({"weekdays": ()}, "plan_weekday_needed", "weekdays"),
        ({"count": 0}, "number_out_of_range", "count"),
        ({"count": 10_000}, "number_out_of_range", "count"),
        ({"minutes": 10}, "number_out_of_range", "minutes"),
        ({"starts_at": time(23)}, "session_past_midnight", "starts_at"),
        ({"topic_ids": ()}, "field_required", "topic_ids"),
    ],
)
def test_what_cannot_be_proposed_is_said_beside_its_field(
    book: OpenBook, group_id: UUID, changes: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field):
        book.ask(proposed(group_id, **changes)).result()


# -- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_a_plan_is_written_at_once_with_the_edition_of_the_curriculum(book: OpenBook, planned: UUID) -> None:
    written = sessions(book, planned)

    assert [one.number for one in written] == list(range(1, 14))
    assert [one.planned_topics for one in written] == [(topic,) for topic in THIRTEEN]
    assert {one.curriculum_edition for one in written} == {curriculum().edition}
    assert {one.state for one in written} == {SessionState.PLANNED}
    assert steps(book, written[0].id) == [("planned", "", "", None)]
    assert view(book, planned).findings.refusals == ()
    assert "topics_without_session" not in {one.code for one in view(book, planned).findings.warnings}


def test_a_plan_with_one_wrong_session_is_not_written_at_all(book: OpenBook, run: Run, group_id: UUID) -> None:
    entries = as_entries(book.ask(proposed(group_id)).result().sessions)
    twice = SessionToPlan(day=MONDAY, starts_at=time(20), topic_ids=THIRTEEN[:1])

    with refused("session_overlaps", "sessions.13.starts_at"):
        run(PlanSessions(group_id=group_id, sessions=(*entries, twice)))

    assert one_value(book, "SELECT count(*) FROM sessions") == 0


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        (SessionToPlan(day=date(3202, 1, 7), starts_at=HOUR), "session_too_far_ahead", "sessions.0.day"),
        (SessionToPlan(day=date(1926, 1, 7), starts_at=HOUR), "day_too_early", "sessions.0.day"),
        (SessionToPlan(day=MONDAY, starts_at=HOUR, minutes=10_000), "number_out_of_range", "sessions.0.minutes"),
        (SessionToPlan(day=MONDAY, starts_at=time(23, 30)), "session_past_midnight", "sessions.0.starts_at"),
        (SessionToPlan(day=MONDAY, starts_at=HOUR, topic_ids=("soul",)), "option_unknown", "sessions.0.topic_ids"),
        (
            SessionToPlan(day=MONDAY, starts_at=HOUR, topic_ids=THIRTEEN[:1] * 2),
            "topic_twice_in_session",
            "sessions.0.topic_ids",
        ),
        (SessionToPlan(day=MONDAY, starts_at=HOUR, title="a" * 10_000), "text_too_long", "sessions.0.title"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(
    book: OpenBook, run: Run, group_id: UUID, entry: SessionToPlan, code: str, field: str
) -> None:
    with refused(code, field):
        run(PlanSessions(group_id=group_id, sessions=(entry,)))


def test_nothing_is_planned_before_the_group_begins(book: OpenBook, run: Run) -> None:
    later = run(FormGroup(name="Qantu", first_day=date(2027, 3, 1))).ids[0]

    with refused("session_before_group", "sessions.0.day"):
        run(PlanSessions(group_id=later, sessions=(SessionToPlan(day=MONDAY, starts_at=HOUR),)))


def test_a_closed_group_is_planned_no_more(book: OpenBook, run: Run, group_id: UUID) -> None:
    run(StartGroup(group_id=group_id, on=TODAY, reason="acuerdo"), CloseGroup(group_id=group_id, on=TODAY))

    with refused("group_closed", "group_id"):
        run(PlanSessions(group_id=group_id, sessions=()))
    with refused("group_closed", "group_id"):
        book.ask(proposed(group_id)).result()


def test_proposed_again_what_was_held_stays_and_rows_are_taken_over(book: OpenBook, run: Run, planned: UUID) -> None:
    first, second, *_ = before = sessions(book, planned)
    hold(book, first.id)
    again = book.ask(proposed(planned, first=date(2027, 1, 5), weekdays=(1,), count=6)).result()

    run(PlanSessions(group_id=planned, sessions=as_entries(again.sessions)))

    now = sessions(book, planned)
    assert now[0].id == first.id
    assert len(now) == 7
    assert {one.id for one in now} <= {one.id for one in before}
    assert now[1].id == second.id
    assert steps(book, second.id)[-1][0] == SessionStep.MOVED
    assert one_value(book, "SELECT count(DISTINCT session_id) FROM session_events") == 7  # the six others are forgotten


def test_a_session_about_which_something_is_written_stays_cancelled(book: OpenBook, run: Run, planned: UUID) -> None:
    told = sessions(book, planned)[12]
    run(MoveSession(session_id=told.id, day=told.day + timedelta(1), reason_code=HARVEST))

    run(PlanSessions(group_id=planned, sessions=as_entries(sessions(book, planned)[:12])))

    left = sessions(book, planned)
    assert [one.state for one in left if one.id == told.id] == [SessionState.CANCELLED]
    assert steps(book, told.id)[-1][2] == "Salió del plan."


def test_two_plans_made_over_the_same_one_do_not_overwrite_each_other(book: OpenBook, run: Run, planned: UUID) -> None:
    seen = view(book, planned)
    run(ReplanTopics(group_id=planned, sessions=(SessionTopics(session_id=seen.sessions[0].id, topic_ids=()),)))

    with refused("changed_meanwhile"):
        run(PlanSessions(group_id=planned, sessions=as_entries(seen.sessions), stamp=seen.stamp))


def test_a_held_session_is_not_planned_anew(book: OpenBook, run: Run, planned: UUID) -> None:
    first = sessions(book, planned)[0]
    hold(book, first.id)

    with refused("session_not_planned", "sessions.0.id"):
        run(PlanSessions(group_id=planned, sessions=as_entries([first])))
    with refused("session_not_planned"):
        run(MoveSession(session_id=first.id, day=first.day, reason_code=HARVEST))


def hold(book: OpenBook, session_id: UUID) -> None:
    """It was held."""
    book.with_book(
        lambda file, _: file.driver_connection.execute(
            "UPDATE sessions SET state = 'held' WHERE id = ?", (session_id.bytes,)
        )
    ).result()


# -- rearranging ------------------------------------------------------------------------------------------------------


def test_a_session_moves_with_its_reason_and_what_follows_moves_on_if_asked(
    book: OpenBook, run: Run, planned: UUID
) -> None:
    before = sessions(book, planned)
    third = before[2]

    run(
        MoveSession(
            session_id=third.id,
            revision=third.revision,
            day=before[3].day,
            follow=True,
            reason_code=HARVEST,
            reason="  cosecha de papa ",
        )
    )

    now = sessions(book, planned)
    assert [one.planned_topics for one in now] == [(topic,) for topic in THIRTEEN]
    assert now[2].id == third.id
    assert now[2].day == before[3].day
    assert now[3].day == before[4].day
    assert steps(book, third.id)[-1] == ("moved", "harvest", "cosecha de papa", third.day.isoformat())
    assert steps(book, now[3].id)[-1][:2] == ("moved", "harvest")


def test_a_session_moves_alone_if_not_asked(book: OpenBook, run: Run, planned: UUID) -> None:
    before = sessions(book, planned)

    run(MoveSession(session_id=before[2].id, day=before[2].day + timedelta(2), starts_at=time(16), reason_code=HARVEST))

    now = sessions(book, planned)
    assert [one.day for one in now if one.id != before[2].id] == [one.day for one in before if one.id != before[2].id]
    assert (now[2].day, now[2].starts_at) == (before[2].day + timedelta(2), time(16))


def test_a_move_onto_another_session_is_refused_beside_the_hour(book: OpenBook, run: Run, planned: UUID) -> None:
    before = sessions(book, planned)

    with refused("session_overlaps", "starts_at"):
        run(MoveSession(session_id=before[3].id, day=before[2].day, starts_at=time(20), reason_code=HARVEST))
    with refused("session_overlaps", "starts_at"):
        run(MoveSession(session_id=before[2].id, day=before[3].day, starts_at=time(18), reason_code=HARVEST))

    assert sessions(book, planned) == before


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"day": date(3202, 1, 1)}, "session_too_far_ahead", "day"),
        ({"minutes": 5}, "number_out_of_range", "minutes"),
        ({"starts_at": time(23)}, "session_past_midnight", "starts_at"),
        ({"reason_code": OTHER}, "change_reason_needed", "reason"),
        ({"reason": "a" * 10_000}, "text_too_long", "reason"),
        ({"revision": 9}, "changed_meanwhile", None),
    ],
)
def test_a_bad_move_is_refused_beside_its_field(
    book: OpenBook, run: Run, planned: UUID, changes: dict[str, Any], code: str, field: str | None
) -> None:
    first = sessions(book, planned)[0]
    whole: dict[str, Any] = {"day": MONDAY + timedelta(1), "reason_code": HARVEST}

    with refused(code, field):
        run(MoveSession(session_id=first.id, **(whole | changes)))


def test_a_move_onto_a_holiday_is_done_and_told(book: OpenBook, run: Run, planned: UUID) -> None:
    run(AddLocalFeast(day=MONDAY + timedelta(1), name="Santa patrona"))

    outcome = run(MoveSession(session_id=sessions(book, planned)[0].id, day=MONDAY + timedelta(1), reason_code=HARVEST))

    assert [notice.code for notice in outcome.notices] == ["session_on_holiday"]


@pytest.mark.parametrize(
    ("topics", "places"), [(TopicsGo.NOWHERE, 12), (TopicsGo.INTO_NEXT, 12), (TopicsGo.ON_NEW_DAY, 13)]
)
def test_a_cancelled_session_stays_with_its_reason_and_its_topics_go_where_asked(
    book: OpenBook, run: Run, planned: UUID, topics: TopicsGo, places: int
) -> None:
    off = sessions(book, planned)[4]

    run(CancelSession(session_id=off.id, reason_code=ChangeReason.ROAD_BLOCKED, reason="huaico", topics=topics))

    now = sessions(book, planned)
    standing = [one for one in now if one.state is SessionState.PLANNED]
    assert [one.state for one in now if one.id == off.id] == [SessionState.CANCELLED]
    assert len(standing) == places
    assert steps(book, off.id)[-1][:3] == ("cancelled", "road_blocked", "huaico")
    left = {one.code for one in view(book, planned).findings.warnings}
    assert ("topics_without_session" in left) is (topics is TopicsGo.NOWHERE)


def test_a_cancelled_session_comes_back_unless_its_hour_is_taken(book: OpenBook, run: Run, planned: UUID) -> None:
    off = sessions(book, planned)[4]
    run(CancelSession(session_id=off.id, reason_code=HARVEST))
    extra = AddSession(group_id=planned, day=off.day, starts_at=off.starts_at, reason_code=HARVEST)
    key = run(extra).ids[0]

    with refused("session_overlaps", "starts_at"):
        run(RestoreSession(session_id=off.id))
    run(CancelSession(session_id=key, reason_code=HARVEST), RestoreSession(session_id=off.id))

    now = {one.id: one.state for one in sessions(book, planned)}
    assert (now[off.id], now[key]) == (SessionState.PLANNED, SessionState.CANCELLED)
    assert steps(book, off.id)[-1][0] == SessionStep.RESTORED
    with refused("session_not_cancelled", "session_id"):
        run(RestoreSession(session_id=off.id))


def test_an_extra_session_keeps_its_reason_and_stays_when_others_move_on(
    book: OpenBook, run: Run, planned: UUID
) -> None:
    day = MONDAY + timedelta(3)
    key = run(
        AddSession(group_id=planned, day=day, starts_at=HOUR, reason_code=OTHER, reason="a pedido del grupo")
    ).ids[0]

    run(CancelSession(session_id=sessions(book, planned)[0].id, reason_code=HARVEST, topics=TopicsGo.ON_NEW_DAY))

    (extra,) = [one for one in sessions(book, planned) if one.id == key]
    assert (extra.day, extra.extra) == (day, True)
    assert steps(book, key) == [("extra", "other", "a pedido del grupo", None)]


def test_topics_are_exchanged_and_the_plan_says_what_is_left_out(book: OpenBook, run: Run, planned: UUID) -> None:
    first, second = sessions(book, planned)[:2]

    run(
        ReplanTopics(
            group_id=planned,
            sessions=(
                SessionTopics(session_id=first.id, topic_ids=second.planned_topics),
                SessionTopics(session_id=second.id, topic_ids=()),
            ),
        )
    )

    found = view(book, planned)
    assert found.sessions[0].planned_topics == second.planned_topics
    assert {one.code for one in found.findings.warnings} >= {"topics_without_session", "session_without_topic"}
    with refused("topic_twice_in_session", "topic_ids"):
        twice = SessionTopics(session_id=first.id, topic_ids=first.planned_topics * 2)
        run(ReplanTopics(group_id=planned, sessions=(twice,)))


def test_a_session_is_split_and_joined_again(book: OpenBook, run: Run, planned: UUID) -> None:
    before = sessions(book, planned)

    run(SplitSession(session_id=before[0].id))
    parted = sessions(book, planned)
    run(MergeSession(session_id=before[0].id))

    assert [one.planned_topics for one in parted[:3]] == [THIRTEEN[:1], THIRTEEN[:1], THIRTEEN[1:2]]
    assert len(parted) == 14
    assert [one.planned_topics for one in sessions(book, planned)] == [(topic,) for topic in THIRTEEN]
    with refused("no_session_after"):
        run(MergeSession(session_id=sessions(book, planned)[-1].id))


def test_whatever_was_done_to_a_plan_is_undone_by_sending_what_stood_there(
    book: OpenBook, run: Run, planned: UUID
) -> None:
    keys = [one.id for one in sessions(book, planned)]
    gestures = (
        MoveSession(session_id=keys[2], day=MONDAY + timedelta(21), follow=True, reason_code=HARVEST),
        CancelSession(session_id=keys[3], reason_code=HARVEST, topics=TopicsGo.ON_NEW_DAY),
        SplitSession(session_id=keys[0]),
        MergeSession(session_id=keys[5]),
        AddSession(group_id=planned, day=MONDAY + timedelta(1), starts_at=HOUR, reason_code=HARVEST),
    )
    for gesture in gestures:
        before = view(book, planned)
        run(gesture)
        after = view(book, planned)

        run(PlanSessions(group_id=planned, sessions=as_entries(before.planned), stamp=after.stamp))

        assert as_entries(view(book, planned).planned) == as_entries(before.planned), type(gesture).__name__


def test_a_session_is_described_and_a_closed_log_is_not(book: OpenBook, run: Run, planned: UUID) -> None:
    first = sessions(book, planned)[0]

    run(DescribeSession(session_id=first.id, revision=first.revision, title="Encuentro de bienvenida"))

    assert sessions(book, planned)[0].title == "Encuentro de bienvenida"
    with refused("text_too_long", "title"):
        run(DescribeSession(session_id=first.id, title="a" * 10_000))
    with refused("not_found", "venue_id"):
        run(DescribeSession(session_id=first.id, venue_id=uuid4()))


GESTURES: tuple[Callable[[UUID, date], Command], ...] = (
    lambda key, day: MoveSession(session_id=key, day=day, follow=True, reason_code=HARVEST),
    lambda key, day: MoveSession(session_id=key, day=day, reason_code=HARVEST),
    lambda key, day: CancelSession(session_id=key, reason_code=HARVEST, topics=TopicsGo.ON_NEW_DAY),
    lambda key, day: SplitSession(session_id=key),
    lambda key, day: MergeSession(session_id=key),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(GESTURES), st.integers(0, 12), st.integers(-10, 30)), max_size=8))
def test_a_plan_moved_about_at_random_never_holds_two_sessions_at_one_hour(
    book: OpenBook, gestures: list[tuple[Callable[[UUID, date], Command], int, int]]
) -> None:
    group_id = book.submit([FormGroup(name="Molle")]).result().ids[0]
    plan = book.ask(proposed(group_id)).result()
    book.submit([PlanSessions(group_id=group_id, sessions=as_entries(plan.sessions))]).result()
    for make, place, ahead in gestures:
        before = sessions(book, group_id)
        one = before[place % len(before)]
        try:
            book.submit([make(one.id, one.day + timedelta(ahead))]).result()
        except UserFacingError:
            assert sessions(book, group_id) == before
        now = [one for one in sessions(book, group_id) if one.state is not SessionState.CANCELLED]
        starts = [(one.day, one.starts_at) for one in now]
        assert len(set(starts)) == len(starts)
        assert [one.number for one in now] == list(range(1, len(now) + 1))


# -- what is read -----------------------------------------------------------------------------------------------------


def test_the_next_session_is_todays_then_the_coming_one_then_the_last_that_is_due(
    book: OpenBook, run: Run, group_id: UUID
) -> None:
    def plan(*days: date) -> Session | None:
        entries = tuple(SessionToPlan(day=day, starts_at=HOUR) for day in days)
        run(PlanSessions(group_id=group_id, sessions=entries))
        return view(book, group_id).next_session

    last_week, next_week = TODAY - timedelta(7), TODAY + timedelta(7)
    assert plan() is None
    assert plan(last_week, TODAY, next_week).day == TODAY  # type: ignore[union-attr]
    assert plan(last_week, next_week).day == next_week  # type: ignore[union-attr]
    assert plan(last_week - timedelta(7), last_week).day == last_week  # type: ignore[union-attr]


@pytest.mark.directive("6.4.8")
def test_what_no_held_session_worked_is_left_to_plan(book: OpenBook, planned: UUID) -> None:
    hold(book, sessions(book, planned)[0].id)

    assert view(book, planned).topics_left == THIRTEEN[1:]


def test_feasts_of_the_place_are_noted_once_and_taken_back(book: OpenBook, run: Run) -> None:
    key = run(AddLocalFeast(day=MONDAY, name="Santa patrona")).ids[0]

    with refused("feast_day_taken", "day"):
        run(AddLocalFeast(day=MONDAY, name="Otra"))
    with refused("field_required", "name"):
        run(AddLocalFeast(day=MONDAY + timedelta(1), name=" "))
    with refused("session_too_far_ahead", "day"):
        run(AddLocalFeast(day=date(3202, 1, 1), name="Lejos"))
    assert [feast.name for feast in book.ask(LocalFeasts()).result()] == ["Santa patrona"]

    run(RemoveLocalFeast(feast_id=key))
    assert book.ask(LocalFeasts()).result() == ()


def test_home_tells_of_a_running_group_without_plan_and_of_sessions_that_passed(book: OpenBook, run: Run) -> None:
    group_id, _, _ = group_of(book, 1)
    run(StartGroup(group_id=group_id, on=TODAY - timedelta(30), reason="acuerdo"))

    def due() -> set[str]:
        return {item.code for item in book.ask(Home()).result() if item.target_id == group_id}

    assert "due_group_without_plan" in due()
    past = [SessionToPlan(day=TODAY - timedelta(days), starts_at=HOUR) for days in (14, 7)]
    run(PlanSessions(group_id=group_id, sessions=tuple(past[:1])))
    assert due() & {"due_group_without_plan", "due_session_past", "due_sessions_past"} == {"due_session_past"}
    run(PlanSessions(group_id=group_id, sessions=tuple(past)))
    assert due() & {"due_session_past", "due_sessions_past"} == {"due_sessions_past"}
    today = (SessionToPlan(day=TODAY, starts_at=HOUR),)
    run(PlanSessions(group_id=group_id, sessions=today))
    assert not due() & {"due_group_without_plan", "due_session_past", "due_sessions_past"}


def test_who_may_not_read_sessions_hears_of_none_at_home(book: OpenBook, run: Run) -> None:
    group_id, _, _ = group_of(book, 1)
    run(StartGroup(group_id=group_id, on=TODAY, reason="acuerdo"))

    assert "due_group_without_plan" not in {item.code for item in Acting(book, Role.STAFF).ask(Home())}


def test_the_history_of_a_session_to_which_something_happened_is_never_let_go(
    book: OpenBook, run: Run, planned: UUID
) -> None:
    moved, held, *_ = sessions(book, planned)
    run(MoveSession(session_id=moved.id, day=moved.day + timedelta(1), reason_code=HARVEST))
    hold(book, held.id)

    for key in (moved.id, held.id):
        with pytest.raises(Exception, match="append-only"):
            rows(book, "DELETE FROM session_events WHERE session_id = ?", (key.bytes,))
