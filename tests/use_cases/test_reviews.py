"""Review on a real book: nothing of the thing changes, and what was approved stays until it is opened again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.reviews import (
    TRANSITIONS,
    ReviewKind,
    ReviewPage,
    ReviewQueueView,
    ReviewState,
    ReviewStep,
    open_comments,
)
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.use_cases.exclusions import WithdrawExclusionDecision
from facilitador.use_cases.home import Home
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord
from facilitador.use_cases.reviews import (
    AnswerReview,
    ApproveReview,
    CommentReview,
    CompleteReview,
    ReopenReview,
    ReturnReview,
    ReviewOf,
    ReviewQueue,
    ReviewStandingOf,
)
from tests.books import TODAY
from tests.use_cases.logs import LOG
from tests.use_cases.reviewing import ActingAs, ActingLater, Reviewed, reviewed
from tests.use_cases.scenes import refused, rows


@pytest.fixture
def scene(book: OpenBook) -> Reviewed:
    return reviewed(book)


def queue(scene: Reviewed, **wanted: Any) -> ReviewQueueView:
    return scene.supervisor.ask(ReviewQueue(**wanted))


def page(scene: Reviewed, subject: Any = None) -> ReviewPage:
    return scene.supervisor.ask(ReviewOf(subject_id=subject or scene.session_id))


@pytest.mark.directive("6.9.1")
def test_closed_sessions_fichas_and_decisions_wait_and_what_is_not_closed_does_not(scene: Reviewed) -> None:
    view = queue(scene)

    found = {(one.kind, one.subject_id) for one in view.entries}
    assert found == {
        (ReviewKind.SESSION, scene.session_id),
        (ReviewKind.DECISION, scene.decision_id),
        *((ReviewKind.FICHA, man) for man in scene.planned.people),
    }
    assert view.counts == {ReviewKind.SESSION: 1, ReviewKind.FICHA: 2, ReviewKind.DECISION: 1}
    session = next(one for one in view.entries if one.kind is ReviewKind.SESSION)
    assert (session.number, session.group_name, session.full_name) == (1, "Los Molles", "")


def test_the_queue_is_filtered_and_read_page_by_page(scene: Reviewed) -> None:
    whole = queue(scene).entries
    seen, after = [], None
    while True:
        part = queue(scene, limit=1, after=after).entries
        if not part:
            break
        seen.append(part[0])
        after = (part[0].since, part[0].subject_id)

    assert seen == list(whole)
    assert {one.kind for one in queue(scene, kind=ReviewKind.FICHA).entries} == {ReviewKind.FICHA}
    assert queue(scene, group_id=scene.planned.group_id).entries == whole
    assert queue(scene, group_id=scene.session_id).total == 0


@pytest.mark.directive("6.9.1")
def test_a_comment_on_a_line_a_return_an_answer_and_the_approval(scene: Reviewed) -> None:
    subject = scene.session_id
    comment = scene.supervisor.run(
        CommentReview(subject_id=subject, anchor="summary", text="¿Qué respondió el equipo?"),
        ReturnReview(subject_id=subject),
    ).ids[0]
    assert page(scene).state is ReviewState.RETURNED
    assert [one.subject_id for one in queue(scene, state=ReviewState.RETURNED).entries] == [subject]

    scene.facilitator.run(
        AnswerReview(subject_id=subject, about_id=comment, text="Se devolvió la pregunta al grupo."),
        CompleteReview(subject_id=subject),
    )
    after = page(scene)
    assert after.state is ReviewState.PENDING
    assert open_comments(after.entries) == ()
    assert [(one.step, one.anchor) for one in after.entries] == [
        (ReviewStep.COMMENT, "summary"),
        (ReviewStep.RETURN, ""),
        (ReviewStep.REPLY, "summary"),
        (ReviewStep.COMPLETE, ""),
    ]

    scene.supervisor.run(ApproveReview(subject_id=subject))
    assert page(scene).state is ReviewState.APPROVED
    assert subject not in {one.subject_id for one in queue(scene).entries}
    standing = scene.facilitator.ask(ReviewStandingOf(subject_id=subject))
    assert (standing.state, standing.reviewed) == (ReviewState.APPROVED, True)


@pytest.mark.directive("6.9.1")
def test_what_was_approved_changes_again_once_it_was_opened_with_a_reason(scene: Reviewed) -> None:
    amend = AmendLog(session_id=scene.session_id, reason="Un error.", **{**LOG, "summary": "Se habló de otra cosa."})
    record = scene.facilitator.ask(ParticipantRecord(participant_id=scene.man_id))
    change = ChangeParticipant(participant_id=scene.man_id, answers={**record.answers, "phone": "987111222"})
    withdraw = WithdrawExclusionDecision(decision_id=scene.decision_id, reason="Fue un error.")
    locked = (
        (scene.session_id, amend, "log_approved"),
        (scene.man_id, change, "ficha_approved"),
        (scene.decision_id, withdraw, "decision_approved"),
    )
    for subject, command, code in locked:
        scene.supervisor.run(ApproveReview(subject_id=subject))
        with refused(code):
            scene.facilitator.run(command)
        with refused("field_required", "reason"):
            scene.supervisor.run(ReopenReview(subject_id=subject, reason="  "))

        scene.supervisor.run(ReopenReview(subject_id=subject, reason="Hay que corregir el teléfono."))
        scene.facilitator.run(command)


def test_the_database_holds_what_was_approved(scene: Reviewed) -> None:
    for subject in (scene.session_id, scene.man_id, scene.decision_id):
        scene.supervisor.run(ApproveReview(subject_id=subject))

    for statement in (
        "UPDATE sessions SET amendments = amendments + 1 WHERE log_status = 'closed'",
        "UPDATE participants SET phone = '987111222'",
        "UPDATE exclusion_decisions SET withdrawn_on = decided_on, withdrawn_by = created_by, withdrawn_reason = 'x'",
        "UPDATE reviews SET state = 'pending'",
        "UPDATE review_entries SET text = 'otra cosa'",
        "DELETE FROM review_entries",
        "INSERT INTO reviews SELECT id || 'x', NULL, NULL, decision_id, 'approved', created_at, created_by, "
        "changed_at, changed_by, 1 FROM reviews LIMIT 1",
    ):
        with pytest.raises(Exception, match=r"approved|steps|append-only|waiting"):
            rows(scene.book, statement)


def test_the_parts_of_an_approved_log_stay_though_they_were_amended_before(scene: Reviewed) -> None:
    worked = {**LOG, "topic_ids": ("gender_and_masculine_identity",)}
    scene.facilitator.run(AmendLog(session_id=scene.session_id, reason="Se anotó otro tema.", **worked))
    scene.supervisor.run(ApproveReview(subject_id=scene.session_id))

    with pytest.raises(Exception, match="closed"):
        rows(scene.book, "DELETE FROM session_topics")


@pytest.mark.directive("6.9.1")
def test_nobody_reviews_her_own_work_and_it_says_who_else_may(scene: Reviewed) -> None:
    own = ActingAs(scene.book, scene.book.person.id, Role.SUPERVISOR)

    for subject in (scene.session_id, scene.man_id, scene.decision_id):
        with pytest.raises(UserFacingError) as told:
            own.run(ApproveReview(subject_id=subject))
        assert (told.value.code, told.value.parameters) == ("review_own_work", {"others": "Elena Ccori"})
    assert not own.ask(ReviewOf(subject_id=scene.session_id)).may_review
    assert all(one.own for one in own.ask(ReviewQueue()).entries)
    assert not any(one.own for one in queue(scene).entries)


def test_where_nobody_else_supervises_it_says_how_to_mend_that(book: OpenBook) -> None:
    scene = reviewed(book)
    rows(book, "UPDATE people SET active = 0 WHERE given_names = 'Elena'")
    own = ActingAs(book, book.person.id, Role.SUPERVISOR)

    with refused("review_own_work_alone"):
        own.run(CommentReview(subject_id=scene.session_id, text="Bien."))


def test_a_return_says_what_is_to_be_completed(scene: Reviewed) -> None:
    with refused("review_return_says_why", "text"):
        scene.supervisor.run(ReturnReview(subject_id=scene.session_id))
    scene.supervisor.run(ReturnReview(subject_id=scene.session_id, text="Falta el relato."))
    scene.facilitator.run(CompleteReview(subject_id=scene.session_id))
    with refused("review_return_says_why", "text"):  # what was said before the last return is no reason for this one
        scene.supervisor.run(ReturnReview(subject_id=scene.session_id))


def test_a_comment_stands_at_a_part_that_is_there(scene: Reviewed) -> None:
    with refused("review_place_unknown", "anchor"):
        scene.supervisor.run(CommentReview(subject_id=scene.session_id, anchor="nowhere", text="¿Y esto?"))
    for subject in (scene.session_id, scene.man_id, scene.decision_id):
        for section in page(scene, subject).sections:
            line = section.lines[0]
            scene.supervisor.run(CommentReview(subject_id=subject, anchor=line.anchor, text="¿Y esto?"))


def test_what_was_read_must_be_what_is_approved(scene: Reviewed) -> None:
    seen = page(scene).subject.revision
    amended = {**LOG, "summary": "Otra cosa."}
    scene.facilitator.run(AmendLog(session_id=scene.session_id, reason="Faltaba.", **amended))

    with refused("changed_meanwhile"):
        scene.supervisor.run(ApproveReview(subject_id=scene.session_id, subject_revision=seen))


def test_what_is_not_closed_withdrawn_or_nothing_at_all_is_not_reviewed(scene: Reviewed) -> None:
    scene.facilitator.run(WithdrawExclusionDecision(decision_id=scene.decision_id, reason="Fue un error."))

    for subject in (scene.planned.sessions[1], scene.decision_id, scene.planned.group_id):
        with refused("review_nothing_there", "subject_id"):
            scene.supervisor.ask(ReviewOf(subject_id=subject))


@pytest.mark.directive("6.4.5")
def test_home_tells_what_waits_without_a_name(scene: Reviewed) -> None:
    def due(who: ActingAs) -> list[DueItem]:
        return [one for one in who.ask(Home()) if "review" in one.code or "return" in one.code]

    (waiting,) = due(scene.supervisor)
    assert (waiting.code, waiting.place) == ("due_reviews", "reviews")
    assert waiting.parameters == {"count": 4, "since": "20/11/2026"}
    assert due(scene.facilitator) == []

    for subject in (scene.session_id, scene.man_id, scene.decision_id):
        scene.supervisor.run(ReturnReview(subject_id=subject, text="Falta algo."))

    told = {one.code: (one.place, one.target_id) for one in due(scene.facilitator)}
    assert told == {
        "due_return_session": ("review", scene.session_id),
        "due_return_ficha": ("review", scene.man_id),
        "due_return_decision": ("review", scene.decision_id),
    }
    assert "Quispe" not in str([one.parameters for one in due(scene.facilitator)])
    (waiting,) = due(scene.supervisor)
    assert waiting.code == "due_review"


@pytest.mark.parametrize(("days", "urgency"), [(0, Urgency.WHENEVER), (7, Urgency.WHENEVER), (8, Urgency.SOON)])
def test_what_waits_for_a_review_has_its_place_by_age(scene: Reviewed, days: int, urgency: Urgency) -> None:
    later = ActingLater(scene.book, scene.supervisor_id, Role.SUPERVISOR, days)
    (waiting,) = (one for one in later.ask(Home()) if one.place == "reviews")
    assert (waiting.urgency, waiting.day) == (urgency, TODAY)


@pytest.mark.directive("6.4.5")
def test_that_a_ficha_or_a_decision_was_seen_is_recorded(scene: Reviewed) -> None:
    for subject in (scene.man_id, scene.decision_id, scene.session_id):
        page(scene, subject)

    seen = rows(scene.book, "SELECT subject_id FROM audit_entries WHERE action = 'View' AND details LIKE '%ReviewOf%'")
    assert seen == [(scene.man_id.bytes,)] * 2


def test_nothing_sealed_or_written_for_one_man_is_shown(scene: Reviewed) -> None:
    told = str(page(scene, scene.decision_id).sections) + str(page(scene).sections)

    assert "en riesgo" not in told
    assert "Quispe" not in str(page(scene).sections)


def test_a_book_of_many_sessions_is_walked_along_an_index(scene: Reviewed) -> None:
    plan = rows(
        scene.book,
        "EXPLAIN QUERY PLAN SELECT sessions.id, closed_at FROM sessions LEFT OUTER JOIN reviews "
        "ON reviews.session_id = sessions.id "
        "WHERE log_status = 'closed' AND (reviews.id IS NULL OR reviews.state = 'pending') "
        "ORDER BY closed_at, sessions.id LIMIT 50",
    )

    said = " ".join(str(row[-1]) for row in plan)
    assert "COVERING INDEX ix_sessions_by_closing" in said
    assert "TEMP B-TREE" not in said


class Reviewing(RuleBasedStateMachine):
    """People do whatever they like; the review goes where the table of steps says, and the history only grows."""

    scene: Reviewed

    @initialize()
    def begin(self) -> None:
        (one,) = (self.spare.pop(),)
        self.subject = one
        self.state = ReviewState.PENDING
        self.steps: list[ReviewStep] = []
        self.comments: list[Any] = []

    spare: list[Any]

    def _take(self, who: ActingAs, command: Any, step: ReviewStep) -> Any:
        after = TRANSITIONS.get((self.state, step))
        if after is None:
            with pytest.raises(UserFacingError):
                who.run(command)
            return None
        made = who.run(command).ids[0]
        self.state = after
        self.steps.append(step)
        return made

    @rule()
    def comment(self) -> None:
        made = self._take(
            self.scene.supervisor, CommentReview(subject_id=self.subject, text="¿Y esto?"), ReviewStep.COMMENT
        )
        self.comments += [made] if made else []

    @rule()
    def give_back(self) -> None:
        self._take(self.scene.supervisor, ReturnReview(subject_id=self.subject, text="Falta."), ReviewStep.RETURN)

    @rule()
    def approve(self) -> None:
        self._take(self.scene.supervisor, ApproveReview(subject_id=self.subject), ReviewStep.APPROVE)

    @rule()
    def reopen(self) -> None:
        self._take(self.scene.supervisor, ReopenReview(subject_id=self.subject, reason="Hay algo."), ReviewStep.REOPEN)

    @rule()
    def complete(self) -> None:
        self._take(self.scene.facilitator, CompleteReview(subject_id=self.subject), ReviewStep.COMPLETE)

    @rule()
    def answer(self) -> None:
        if self.comments:
            answer = AnswerReview(subject_id=self.subject, about_id=self.comments[-1], text="Se vio.")
            self._take(self.scene.facilitator, answer, ReviewStep.REPLY)

    @invariant()
    def it_stands_where_the_steps_led(self) -> None:
        if not hasattr(self, "subject"):
            return
        seen = page(self.scene, self.subject)
        assert seen.state is self.state
        assert sorted(one.step for one in seen.entries) == sorted(self.steps)


@pytest.mark.directive("6.9.1")
def test_a_review_goes_only_where_its_steps_lead(book: OpenBook) -> None:
    scene = reviewed(book)
    men = 12
    from facilitador.use_cases.enrolments import EnrolParticipant
    from tests.use_cases.scenes import ficha, register

    people = list(register(book, *(ficha(100 + number) for number in range(men))))
    book.submit([EnrolParticipant(group_id=scene.planned.group_id, participant_id=man) for man in people]).result()

    class Machine(Reviewing):
        pass

    Machine.scene, Machine.spare = scene, people
    found = settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Machine, settings=found)
