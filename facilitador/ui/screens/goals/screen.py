"""Metas: what a group or the service wants to reach, how far it is, and what was seen on the way (6.9.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.goals import GoalStanding
from facilitador.domain.groups import GroupDetails
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.command_panel import CommandPanel
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.goals import questions
from facilitador.ui.screens.goals.card import GoalCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.goals import Goals
from facilitador.use_cases.groups import GroupOverview
from facilitador.use_cases.requests import Command

TITLE: Final = "Metas"
EXPLANATION: Final = "Qué se quiere lograr y para cuándo: con un número, o con lo que se observe. Nunca de una persona."
OF_SERVICE: Final = "Todo el servicio"
_WATCHED: Final = (Topic.GOALS, Topic.ENROLMENTS, Topic.ATTENDANCE, Topic.SESSIONS, Topic.APPLICATIONS)


class GoalsScreen(Screen):
    """Reads the goals each time something they count changed."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._may_write = surroundings.may_write(Section.GROUPS)
        self.cards: list[GoalCard] = []
        self._build()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def may_leave(self) -> bool:
        """Asks before something typed is lost."""
        return may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.new_button = button("Poner una meta", "primary", icon="plus")
        self.indicators_button = button("Ver los indicadores", "quiet")
        self.message = Banner()
        self.panel = CommandPanel(self._surroundings)
        self.empty = EmptyState(
            "calendar", "Todavía no hay metas", "Una meta dice qué se quiere lograr, para cuándo y cómo se sabrá."
        )
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, action=self.new_button, role="title"))
        self.about = label(OF_SERVICE, "muted")
        for part in (self.about, self.message, self.panel, self.empty):
            column.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_M)
        column.addLayout(self._list)
        column.addWidget(self.indicators_button)
        column.addStretch(1)
        self.new_button.setVisible(self._may_write)
        self.page.page.hide()  # nothing to show before the first answer
        self.new_button.clicked.connect(self._ask_new)
        self.indicators_button.clicked.connect(
            lambda: self.destination_requested.emit(Destination("indicators", self._group_id))
        )
        self.panel.overtaken.connect(self._read)
        self.panel.closed.connect(lambda: self.new_button.setVisible(self._may_write))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Goals(group_id=self._group_id), owner=self, done=self._show, failed=self._refuse)
        if self._group_id is not None:
            self._session.read(GroupOverview(group_id=self._group_id), owner=self, done=self._name, failed=self._refuse)

    def _name(self, group: GroupDetails) -> None:
        self.about.setText(group.group.name)
        self.set_title(f"{TITLE}: {group.group.name}")

    def _show(self, standings: tuple[GoalStanding, ...]) -> None:
        for one in self.cards:
            self._list.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.cards = [self._card(one) for one in standings]
        for one in self.cards:
            self._list.addWidget(one)
        self.empty.setVisible(not standings)
        self.page.page.show()

    def _card(self, standing: GoalStanding) -> GoalCard:
        one = GoalCard(standing, may_write=self._may_write)
        goal = standing.goal
        one.note_requested.connect(
            lambda: self._ask("Qué se vio", questions.NOTE_FIELDS, "Anotar", partial(questions.noting, goal), goal=one)
        )
        one.change_requested.connect(lambda: self._ask_change(one))
        one.close_requested.connect(
            lambda: self._ask(
                "Cerrar la meta", questions.CLOSE_FIELDS, "Cerrar la meta", partial(questions.closing, goal), goal=one
            )
        )
        return one

    def _refuse(self, error: UserFacingError) -> None:
        self.new_button.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask_new(self) -> None:
        command, fields = partial(questions.setting, self._group_id), questions.goal_fields(self._group_id)
        self.new_button.hide()  # one primary action at a time
        self.panel.ask_for(command, "Poner una meta", fields)

    def _ask_change(self, card: GoalCard) -> None:
        goal, fields = card.standing.goal, questions.goal_fields(self._group_id)
        self.new_button.hide()
        answers = questions.goal_answers(goal)
        self.panel.ask_for(partial(questions.describing, goal), "Cambiar la meta", fields, answers=answers)

    def _ask(
        self,
        title: str,
        fields: tuple[FieldSpec, ...],
        verb: str,
        command: Callable[[Answers], Command],
        *,
        goal: GoalCard,
    ) -> None:
        self.new_button.hide()
        self.panel.ask_for(command, title, fields, verb, words=goal.standing.goal.content.wording)
