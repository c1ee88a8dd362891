"""The sessions of a proposal, rearranged where they stand: nothing is sent, every step can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain import plan_changes
from facilitador.domain.dates import format_date
from facilitador.domain.plan_changes import Plan
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_plans import PlanFindings, PlannedSession, in_order
from facilitador.errors import Problem, UserFacingError
from facilitador.ui import shortcuts, theme
from facilitador.ui.panel import Panel
from facilitador.ui.screens.sessions import plan_questions as questions
from facilitador.ui.screens.sessions.plan_gestures import neighbour
from facilitador.ui.screens.sessions.plan_list import Doubts, PlanList
from facilitador.ui.screens.sessions.plan_models import PlanRow, doubts_of, rows_of_proposal, topic_names
from facilitador.ui.short_forms import is_yes
from facilitador.ui.widgets.labels import label
from facilitador.use_cases.group_plans import PlanView

Change = Callable[[Answers], Plan]


class ProposalList(QWidget):
    """`changed`: the plan is another. `refused(words)`: a step could not be done."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, today: Callable[[], date], view: PlanView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._names = topic_names(view.curriculum.curriculum.topics)
        self._change: Change | None = None
        self._past: list[Plan] = []
        self._found = PlanFindings((), ())
        self.plan: Plan = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        self.title = label("La propuesta", "heading")
        self.words = label("", "muted")
        self.doubts = Doubts()
        self.panel = Panel(today)
        self.list = PlanList(True, proposed=True)
        for part in (self.title, self.words, self.doubts, self.panel, self.list):
            column.addWidget(part)
        self._connect()

    def begin(self, plan: Sequence[PlannedSession]) -> None:
        """Show this proposal; what was rearranged in the one before is gone."""
        self._past = []
        self._put(tuple(plan))

    def tell(self, words: str) -> None:
        """Say this above the list."""
        self.words.setText(words)

    def see(self, view: PlanView) -> None:
        """Holidays or held sessions are others: judge anew."""
        self._view = view
        self._put(self.plan)

    def show_refusals(self, problems: Sequence[Problem]) -> None:
        """Say what was refused beside the sessions it concerns."""
        self._found = PlanFindings(tuple(problems), self._found.warnings)
        self._show()

    def focus(self) -> None:
        """Put the keyboard in the list."""
        self.list.focus()

    @property
    def is_wrong(self) -> bool:
        """True while the plan holds something that will be refused."""
        return bool(self._found.refusals)

    @property
    def can_undo(self) -> bool:
        """True if a step can be taken back."""
        return bool(self._past)

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            self._put(self._past.pop())
            self.changed.emit()

    def _connect(self) -> None:
        wishes = self.list
        wishes.move_requested.connect(self._ask_move)
        wishes.topics_requested.connect(self._ask_topics)
        wishes.cancel_requested.connect(self._take_out)
        wishes.split_requested.connect(self._split)
        wishes.merge_requested.connect(
            lambda row: self._do(lambda: plan_changes.merge(self.plan, row.place), row.place)
        )
        wishes.swap_requested.connect(self._swap)
        wishes.topic_moved.connect(self._move_topic)
        self.panel.accepted.connect(self._accepted)
        shortcuts.bind(self.list.table, "Ctrl+Z", self.undo).setEnabled(True)

    # -- steps --------------------------------------------------------------------------------------------------------

    def _ask_move(self, row: PlanRow) -> None:
        was = self.plan[row.place]

        def change(answers: Answers) -> Plan:
            starts_at, minutes = questions.hours_in(answers)
            day = date.fromisoformat(str(answers["day"]))
            here = replace(was, minutes=minutes)
            plan = tuple(here if one is was else one for one in self.plan)
            follow = is_yes(answers, "follow")
            return plan_changes.move_session(plan, row.place, day, starts_at, follow=follow, skip=self._view.calendar)

        self._change = change
        self.panel.ask(
            f"Cambiar la sesión del {format_date(was.day)}",
            questions.move_fields(saved=False),
            "Cambiar",
            answers=questions.move_answers(was),
        )

    def _ask_topics(self, row: PlanRow) -> None:
        was = self.plan[row.place]

        def change(answers: Answers) -> Plan:
            topics = questions.codes_in(answers, "topic_ids")
            return tuple(replace(one, topic_ids=topics) if one is was else one for one in self.plan)

        self._change = change
        self.panel.ask(
            f"Temas de la sesión del {format_date(was.day)}",
            (questions.topics_field(self._view.curriculum.offered),),
            "Cambiar",
            answers={"topic_ids": list(was.topic_ids)},
        )

    def _split(self, row: PlanRow) -> None:
        topics = self.plan[row.place].topic_ids
        if len(topics) < 2:
            self._do(lambda: plan_changes.split(self.plan, row.place, 1, skip=self._view.calendar), row.place)
            return
        self._change = lambda answers: plan_changes.split(
            self.plan, row.place, int(str(answers["at"])), skip=self._view.calendar
        )
        self.panel.ask("Repartir la sesión", (questions.split_field(topics, self._names),), "Repartir en dos")

    def _take_out(self, row: PlanRow) -> None:
        rest = tuple(one for place, one in enumerate(self.plan) if place != row.place)
        self._do(lambda: rest, min(row.place, len(rest) - 1))

    def _swap(self, row: PlanRow) -> None:
        other = neighbour(self.plan, row.place, 1)
        if other is None:
            self.refused.emit(messages.message("no_session_after", {}).whole)
        else:
            self._do(lambda: plan_changes.swap(self.plan, row.place, other), row.place)

    def _move_topic(self, row: PlanRow, step: int) -> None:
        other = neighbour(self.plan, row.place, step)
        if other is None:
            self.refused.emit("No hay otra sesión en esa dirección.")
            return
        topic = self.plan[row.place].topic_ids[0 if step < 0 else -1]
        self._do(lambda: plan_changes.move_topic(self.plan, topic, row.place, other), other)

    def _accepted(self, answers: Answers) -> None:
        assert self._change is not None
        try:
            plan = self._change(answers)
        except UserFacingError as refused:
            self.panel.refuse(questions.as_asked(refused))
            return
        self.panel.close_panel()
        self._step(plan, None)

    def _do(self, change: Callable[[], Plan], place: int) -> None:
        try:
            self._step(change(), place)
        except UserFacingError as error:
            self.refused.emit(messages.of_error(error).whole)

    def _step(self, plan: Plan, place: int | None) -> None:
        self._past.append(self.plan)
        self._put(plan)
        if place is not None and place >= 0:
            self.list.table.go_to(place)
        self.list.table.setFocus()
        self.changed.emit()

    def _put(self, plan: Plan) -> None:
        self.plan = in_order(plan)
        self._found = self._view.judge(self.plan)
        self._show()

    def _show(self) -> None:
        rows = rows_of_proposal(self.plan, self._view.held, self._names, self._found)
        self.list.show_rows(rows)
        self.doubts.say(doubts_of(rows, self._found))
