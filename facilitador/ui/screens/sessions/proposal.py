"""A plan that is only proposed: asked for, looked at, rearranged, and written by one gesture; until then a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.hours import format_time
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.domain.session_plans import PlannedSession
from facilitador.domain.topics import USUAL_SESSION
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.drafts import DraftKeeper, FoundDraft
from facilitador.ui.form_fields import FormPart
from facilitador.ui.forms import Form
from facilitador.ui.screens.sessions import plan_questions as questions
from facilitador.ui.screens.sessions.plan_models import topic_names
from facilitador.ui.screens.sessions.proposal_list import ProposalList
from facilitador.ui.short_forms import controls, problems_as_typed, refuse_unfinished
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.group_plans import PlanView, Proposal
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan

FORM: Final = "sessions"
EXPLANATION: Final = (
    "Diga desde cuándo, qué días y a qué hora, y el programa reparte los temas en las fechas, saltando los feriados. "
    "Después puede cambiar todo. Nada se guarda hasta que usted presione «Guardar el plan»."
)


class ProposalPane(QWidget):
    """`saved(Outcome)`: the plan is in the book. `left`: the person goes back without it. `grown`: look again."""

    saved = Signal(object)
    left = Signal()
    grown = Signal()

    def __init__(self, surroundings: Surroundings, view: PlanView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._view = view
        self._names = topic_names(view.curriculum.offered)
        self._parts = (FormPart("", "", questions.proposal_fields(self._names)),)
        self._is_saving, self._asking = False, True
        self._build()
        self._connect()
        self.form.set_values(first_answers(view))
        self.form.setDisabled(True)  # until it is known whether a draft waits, whose offer is the primary action then
        self.propose.setDisabled(True)
        self.keeper.begin(view.group.id, view.stamp)

    def let_go(self) -> bool:
        """Keep what is typed and rearranged; False only while it is being saved."""
        return self.keeper.let_go()

    def refresh(self, view: PlanView) -> None:
        """The book says this now; what is proposed stays and is judged anew."""
        if view.stamp != self._view.stamp:
            self.keeper.rebase(view.stamp)
        self._view = view
        self.list.see(view)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(label("Proponer un plan", "title"))
        column.addWidget(label(EXPLANATION, "muted"))
        self.form = Form(self._parts, controls(self._surroundings.today), check=self._problems_as_typed, parent=self)
        self.keeper = DraftKeeper(self._surroundings, FORM, read=self._typed, restore=self._restore, parent=self)
        self.propose = button("Ver la propuesta")
        self.again = button("Cambiar los datos y proponer otra vez", icon="back")
        self.cancel = button("Volver sin guardar", "quiet")
        self.message = Banner()
        self.list = ProposalList(self._surroundings.today, self._view)
        self.save = button("Guardar el plan", "primary", icon="save")
        self.undo = button("Deshacer", "quiet", icon="undo")
        for part in (self.keeper.offer, self.form):
            column.addWidget(part)
        row = FlowLayout()
        for one in (self.propose, self.save, self.undo, self.again, self.cancel):
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self.list)
        self._show_proposal()

    def _connect(self) -> None:
        self.propose.clicked.connect(self._ask)
        self.again.clicked.connect(self._ask_again)
        self.cancel.clicked.connect(self._leave)
        self.save.clicked.connect(self._save)
        self.undo.clicked.connect(self.list.undo)
        self.form.changed.connect(self.keeper.touch)
        self.list.changed.connect(self._rearranged)
        self.list.refused.connect(lambda words: self.message.say(words, "warning"))
        self.keeper.settled.connect(self._settled)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.message.say("")
        self.form.clear_problems()
        values = self.form.values()
        try:
            refuse_unfinished(self._parts, values, self._surroundings.today(), self.form.shown)
            query = questions.proposal_query(self._view.group.id, values, tuple(self._names))
        except UserFacingError as refused:
            self._refuse(refused)
            return
        self.propose.setEnabled(False)
        self._session.read(query, owner=self, done=self._proposed, failed=self._refuse)

    def _ask_again(self) -> None:
        self._asking = True
        self._show_proposal()
        self.form.go_to("first")

    def _proposed(self, proposal: Proposal) -> None:
        self.propose.setEnabled(True)
        self._asking = False
        self.list.begin(proposal.sessions)
        left_out = "; ".join(f"{format_date(day.day)} ({day.name})" for day in proposal.left_out)
        first, last = proposal.sessions[0].day, proposal.sessions[-1].day
        words = f"{len(proposal.sessions)} sesiones, del {format_date(first)} al {format_date(last)}."
        self.list.tell(words + (f" Se saltaron: {left_out}." if left_out else ""))
        self.keeper.touch()
        self._show_proposal()
        self.grown.emit()
        self.list.focus()

    def _rearranged(self) -> None:
        self.message.say("")
        self.keeper.touch()
        self._show_proposal()

    def _save(self) -> None:
        if self._is_saving or not self.keeper.is_settled:
            return
        self.message.say("")
        self._is_saving = True
        self._show_proposal()
        command = PlanSessions(
            group_id=self._view.group.id, sessions=entries_of(self.list.plan), stamp=self._view.stamp
        )
        self.keeper.save([command], done=self._done, failed=self._not_saved)

    def _done(self, outcome: Outcome) -> None:
        self._is_saving = False
        self.saved.emit(outcome)

    def _not_saved(self, error: UserFacingError) -> None:
        self._is_saving = False
        self._show_proposal()
        if isinstance(error, InvalidInput):
            self.list.show_refusals(error.problems)
            self.message.say(messages.of_problem(error.problems[0]).whole, "problem")
        else:
            self.message.say(messages.of_error(error).whole, "problem")
        self.grown.emit()

    def _leave(self) -> None:
        self.keeper.let_go()
        self.left.emit()

    def _refuse(self, error: UserFacingError) -> None:
        self.propose.setEnabled(True)
        error = questions.as_asked(error)
        problems = error.problems if isinstance(error, InvalidInput) else ()
        if not problems and error.field in self.form.shown:
            problems = (Problem(str(error.field), error.code, dict(error.parameters)),)
        elsewhere = self.form.show_problems(problems)
        texts = [messages.of_problem(problem).whole for problem in elsewhere]
        self.message.say(" ".join(texts) if problems else messages.of_error(error).whole, "problem")

    # -- state --------------------------------------------------------------------------------------------------------

    def _problems_as_typed(self, values: Answers) -> tuple[Problem, ...]:
        typed = problems_as_typed(self._parts, values, self._surroundings.today())
        return (*typed, *questions.hour_problems(values))

    def _show_proposal(self) -> None:
        there = bool(self.list.plan) and not self._asking
        self.form.setVisible(not there)
        self.propose.setVisible(not there)
        self.again.setVisible(there)
        self.list.setVisible(there)
        self.save.setVisible(there)
        self.undo.setVisible(there)
        self.save.setEnabled(not self._is_saving and not self.list.is_wrong)
        self.undo.setEnabled(self.list.can_undo)

    def _settled(self) -> None:
        self.form.setEnabled(True)
        set_kind(self.propose, "primary")
        self.propose.setEnabled(True)
        if self.isVisible() and not self.list.plan:
            self.form.go_to("first")

    # -- draft --------------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any] | None:
        if not self.form.is_changed and not self.list.plan:
            return None
        return {"form": self.form.values(), "sessions": [as_draft(one) for one in self.list.plan]}

    def _restore(self, found: FoundDraft) -> None:
        self.form.restore_draft(found.content.get("form", {}))
        self.list.begin(tuple(of_draft(one) for one in found.content.get("sessions", ())))
        self._asking = not self.list.plan
        self._show_proposal()


def first_answers(view: PlanView) -> dict[str, Answer]:
    """What the form begins with: what the group's own form says, and the topics that are still to be worked."""
    group, left = view.group, view.topics_left or tuple(view.curriculum.mandated)
    count = (group.planned_sessions or 0) - len(view.held)
    answers: dict[str, Answer] = {
        "first": view.next_day.isoformat(),
        "count": count if count > 0 else len(left),
        "topic_ids": list(left),
    }
    if group.weekday is not None:
        answers["weekdays"] = [str(group.weekday)]
    if group.starts_at is not None:
        answers["starts_at"] = format_time(group.starts_at)
        answers["ends_at"] = format_time(_after(group.starts_at))
    return answers


def _after(starts_at: time) -> time:
    minutes = min(starts_at.hour * 60 + starts_at.minute + USUAL_SESSION, 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)


def entries_of(plan: Sequence[PlannedSession]) -> tuple[SessionToPlan, ...]:
    """The proposal as the command takes it."""
    return tuple(
        SessionToPlan(
            day=one.day, starts_at=one.starts_at, minutes=one.minutes, topic_ids=one.topic_ids, extra=one.extra
        )
        for one in plan
    )


def as_draft(one: PlannedSession) -> list[Any]:
    """A proposed session as a draft keeps it."""
    return [one.day.isoformat(), format_time(one.starts_at), one.minutes, list(one.topic_ids), one.extra]


def of_draft(kept: Sequence[Any]) -> PlannedSession:
    """The proposed session that a draft kept."""
    day, starts_at, minutes, topics, extra = kept
    return PlannedSession(date.fromisoformat(day), time.fromisoformat(starts_at), minutes, tuple(topics), extra=extra)
