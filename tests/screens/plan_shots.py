"""The plan of a group and the topics: nothing yet, proposed, rearranged, asked about, refused, read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from uuid import UUID

from facilitador.domain.plan_changes import TopicsGo
from facilitador.domain.session_plans import ChangeReason
from facilitador.reference import curriculum
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.sessions.screen import SessionsScreen
from facilitador.ui.screens.topics.screen import TopicsScreen
from facilitador.use_cases.group_plans import AddLocalFeast, GroupPlan, ProposedPlan
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_plans import AddSession, CancelSession, PlanSessions, SessionToPlan
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage

WITH, WITHOUT = "Grupo Amancay", "Grupo Retama"


def planned(stage: Stage) -> None:
    """A book of its own: a group with a plan under way, and one without."""
    stage.unlock(stage.new_book("plan-del-servicio"), PASSPHRASE)
    if stage.ask(Groups()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    hour, week = time(19), timedelta(7)
    forming = [FormGroup(name=name, weekday=TODAY.weekday(), starts_at=hour) for name in (WITHOUT, WITH)]
    key = book.submit(forming).result().ids[1]
    topics = tuple(topic.id for topic in curriculum().mandated)
    query = ProposedPlan(
        group_id=key,
        first=TODAY - 2 * week,
        weekdays=(TODAY.weekday(),),
        starts_at=hour,
        minutes=120,
        count=11,
        topic_ids=topics,
    )
    entries = tuple(
        SessionToPlan(day=one.day, starts_at=one.starts_at, minutes=one.minutes, topic_ids=one.topic_ids)
        for one in stage.ask(query).sessions
    )
    book.submit([PlanSessions(group_id=key, sessions=entries)]).result()
    plan = stage.ask(GroupPlan(group_id=key)).sessions
    harvest = ChangeReason.HARVEST
    book.submit(
        [
            AddLocalFeast(day=plan[5].day, name="Fiesta patronal"),
            CancelSession(session_id=plan[1].id, reason_code=harvest, topics=TopicsGo.NOWHERE),
            AddSession(
                group_id=key,
                day=TODAY + timedelta(3),
                starts_at=time(16),
                topic_ids=topics[-1:],
                reason_code=ChangeReason.OTHER,
                reason="a pedido del grupo",
            ),
        ]
    ).result()
    stage.settle()


def _group(stage: Stage, name: str) -> UUID:
    return stage.group(lambda line: line.group.name == name)


def plan(stage: Stage) -> SessionsScreen:
    screen = stage.go("sessions", _group(stage, WITH), SessionsScreen)
    stage.until(lambda: screen._view is not None)
    stage.settle()
    return screen


def end_of_plan(stage: Stage) -> None:
    screen = plan(stage)
    bar = screen.page.verticalScrollBar()
    bar.setValue(bar.maximum())


def nothing_yet(stage: Stage) -> SessionsScreen:
    screen = stage.go("sessions", _group(stage, WITHOUT), SessionsScreen)
    stage.until(lambda: screen._view is not None)
    stage.settle()
    return screen


def asked_to_move(stage: Stage) -> SessionsScreen:
    screen = plan(stage)
    screen.list.table.selectRow(3)
    screen.list.shift.click()
    stage.settle()
    return screen


def move_refused(stage: Stage) -> None:
    screen = asked_to_move(stage)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft(
        {"day": "03/03/3202", "starts_at": "21:00", "ends_at": "19:00", "reason_code": "other"}
    )
    screen.panel.verb.click()


def asked_to_cancel(stage: Stage) -> None:
    screen = plan(stage)
    screen.list.table.selectRow(4)
    screen.list.cancel.click()


def other_topics(stage: Stage) -> None:
    screen = plan(stage)
    screen.list.table.selectRow(4)
    screen.list.topics.click()


def feasts(stage: Stage) -> None:
    plan(stage).head.feasts.click()


def asked_to_propose(stage: Stage) -> SessionsScreen:
    screen = nothing_yet(stage)
    if screen.proposal is None:
        assert screen.empty.action is not None
        screen.empty.action.click()
    pane = screen.proposal
    assert pane is not None
    stage.until(lambda: pane.keeper.is_settled or pane.keeper.offer.isVisible())
    if not pane.keeper.is_settled:
        pane.keeper.offer.start_over.click()
        stage.settle()
    return screen


def proposal(stage: Stage) -> SessionsScreen:
    screen = asked_to_propose(stage)
    pane = screen.proposal
    assert pane is not None
    pane.propose.click()
    stage.until(lambda: bool(pane.list.plan))
    stage.settle()
    return screen


def proposal_rearranged(stage: Stage) -> None:
    screen = proposal(stage)
    pane = screen.proposal
    assert pane is not None
    pane.list.list.table.selectRow(2)
    pane.list.list.earlier.click()
    stage.settle()
    screen.page.show_widget(pane.list.list)


def proposal_kept(stage: Stage) -> None:
    proposal(stage)
    screen = nothing_yet(stage)
    stage.until(lambda: screen.proposal is not None and screen.proposal.keeper.offer.isVisible())


def topics(stage: Stage) -> TopicsScreen:
    screen = stage.go("topics", None, TopicsScreen)
    stage.until(lambda: screen.reading is not None)
    stage.settle()
    return screen


def new_topic(stage: Stage) -> TopicsScreen:
    screen = topics(stage)
    screen.add.click()
    stage.until(lambda: screen.pane is not None and screen.pane.editor.keeper.is_settled)
    return screen


def new_topic_refused(stage: Stage) -> None:
    pane = new_topic(stage).pane
    assert pane is not None
    pane.editor.form.restore_draft({"name": "Poder y violencia", "purpose": "Cuidar el agua.", "suggested_minutes": 10})
    pane.editor.save_button.click()


def paper(kind: str) -> Callable[[Stage], object]:
    """A paper of the plan, written and shown."""

    def steps(stage: Stage) -> None:
        key = _group(stage, WITH)
        subject = stage.ask(GroupPlan(group_id=key)).sessions[2].id if kind == "print_session_plan" else key
        stage.until_painted(stage.go(kind, subject, PrintScreen))

    return steps


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("plan-empty", nothing_yet),
    ("plan-propose", asked_to_propose),
    ("plan-proposal", proposal),
    ("plan-proposal-rearranged", proposal_rearranged),
    ("plan-proposal-kept", proposal_kept),
    ("plan", plan),
    ("plan-end", end_of_plan),
    ("plan-move", asked_to_move),
    ("plan-move-refused", move_refused),
    ("plan-cancel", asked_to_cancel),
    ("plan-topics", other_topics),
    ("plan-feasts", feasts),
    ("topics", topics),
    ("topic-new", new_topic),
    ("topic-refused", new_topic_refused),
    ("print-calendar", paper("print_calendar")),
    ("print-session-plan", paper("print_session_plan")),
)
