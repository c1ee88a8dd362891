"""Asistencia y temas: how a group and each of its men stand with the topics and with their attendance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, NumberedTopic
from facilitador.domain.people import Person
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section
from facilitador.domain.sessions import Session
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.coverage import models, questions
from facilitador.ui.screens.coverage.parts import AttendanceOfMen, MatrixPart, TopicsOfGroup, TopicsOfMen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.people import People
from facilitador.use_cases.requests import Command, Outcome

TITLE = "Asistencia y temas"
_WATCHED = (
    Topic.SESSIONS,
    Topic.ATTENDANCE,
    Topic.ABSENCES,
    Topic.CURRICULA,
    Topic.ENROLMENTS,
    Topic.PARTICIPANTS,
    Topic.GROUPS,
)
MakeCommands = Callable[[Answers], list[Command]]


class CoverageScreen(Screen):
    """Reads the numbers of the group each time something of them changed. Questions take the place of the tables."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "the numbers are those of a group"
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._team: tuple[Person, ...] = ()
        self._numbers: GroupNumbers | None = None
        self._there = False
        self._make: MakeCommands | None = None
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._session.bus.watch(self, (Topic.PEOPLE,), self._read_team)
        self._read_team()
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        may_make_up = self._surroundings.may_write(Section.SESSIONS)
        may_step = self._surroundings.may_write(Section.ENROLMENTS)
        self.topics_of_men = TopicsOfMen(may_make_up=may_make_up, may_step=may_step)
        self.topics_of_group = TopicsOfGroup()
        self.attendance = AttendanceOfMen(may_make_up=may_make_up, may_step=may_step)
        self.parts: tuple[QWidget, ...] = (self.topics_of_men, self.topics_of_group, self.attendance)
        self.tabs = _tabs("Temas por participante", "Temas del grupo", "Asistencia")
        self.pending = Banner(action="Ver quiénes")
        self.message = Banner()
        self.empty = self._empty_state()
        self._tables = QWidget()
        column = QVBoxLayout(self._tables)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(self._head())
        column.addWidget(self.about)
        column.addWidget(self.message)
        column.addWidget(self.pending)
        column.addWidget(self.tabs)
        for part in self.parts:
            column.addWidget(part, 1)
        column.addWidget(self.empty)
        self._below = QWidget()
        column.addWidget(self._below, 1)
        self._tables.setProperty("ground", "window")
        self._tables.hide()  # nothing to show before the first answer
        self.page = QScrollArea()
        self.page.setWidgetResizable(True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page.setWidget(self._tables)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)
        self._stack.addWidget(self._question_page())

    def _head(self) -> QHBoxLayout:
        self.title_label = label(TITLE, "title")
        self.about = label("", "muted")
        self.print_button = button("Imprimir", icon="print")
        self.rules_button = button("Reglas", "quiet")
        self.rules_button.setAccessibleName("Reglas de inasistencia")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.rules_button)
        row.addWidget(self.print_button)
        return row

    def _empty_state(self) -> EmptyState:
        empty = EmptyState(
            "groups",
            "Todavía no hay asistencia ni temas que mostrar",
            "Aparecen cuando el grupo tiene participantes y sesiones en su plan.",
            "Ir a las sesiones del grupo",
        )
        empty.hide()
        return empty

    def _question_page(self) -> PageScroll:
        self.question = PageScroll()
        self.panel = Panel(self._surroundings.today)
        self.question.column.addWidget(self.panel)
        self.question.column.addStretch(1)
        return self.question

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_part)
        self.print_button.clicked.connect(lambda: self._go("print_coverage", self._group_id))
        self.rules_button.clicked.connect(lambda: self._go("absence_rules", None))
        self.empty.action_requested.connect(lambda: self._go("sessions", self._group_id))
        self.pending.action_requested.connect(self.show_pending)
        self.topics_of_group.opened.connect(partial(self._go, "session"))
        for part in (self.topics_of_men, self.attendance):
            part.session_requested.connect(partial(self._go, "session"))
            part.man_requested.connect(partial(self._go, "participant"))
            part.matrix.entered.connect(partial(self._bring_into_view, part))
            part.make_up_requested.connect(self._ask_make_up)
            part.step_requested.connect(self._ask_step)
        self.panel.accepted.connect(self._carry_out)
        self.panel.closed.connect(self._back_to_tables)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_team(self) -> None:
        self._session.read(People(), owner=self, done=self._keep_team)

    def _keep_team(self, team: tuple[Person, ...]) -> None:
        self._team = tuple(one for one in team if one.active)

    def _read(self) -> None:
        query = Coverage(group_id=self._group_id)
        self._session.read(query, owner=self, done=self._show, failed=self._gone_wrong)

    def _show(self, numbers: GroupNumbers) -> None:
        self._numbers = numbers
        self.set_title(f"{TITLE}: {numbers.group_name}")
        held, whole = numbers.held, len(numbers.sessions)
        done = "1 sesión realizada" if held == 1 else f"{held} sesiones realizadas"
        self.about.setText(f"{numbers.group_name} · {done} de {whole}" if whole else numbers.group_name)
        there = bool(numbers.men) and bool(numbers.sessions)
        for shown in (self.topics_of_men, self.topics_of_group, self.attendance):
            shown.show_numbers(numbers)
        self.tabs.setVisible(there)
        self._there = there
        self._show_part(self.tabs.currentIndex())
        self.empty.setVisible(not there)
        self._below.setVisible(not there)
        self.print_button.setVisible(there)
        self._tell_pending(sum(man.pending is not None for man in numbers.men))
        self._tables.show()

    def _show_part(self, which: int) -> None:
        for place, part in enumerate(self.parts):
            part.setVisible(self._there and place == which)

    def _tell_pending(self, count: int) -> None:
        if not count:
            self.pending.say("")
        elif count == 1:
            self.pending.say("Con 1 participante hay un paso por considerar. Lo decide el equipo.", "warning")
        else:
            self.pending.say(f"Con {count} participantes hay un paso por considerar. Lo decide el equipo.", "warning")

    def _gone_wrong(self, error: UserFacingError) -> None:
        for one in (*self.parts, self.empty, self.print_button, self.rules_button, self.tabs):
            one.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self._tables.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go(self, kind: str, key: UUID | None) -> None:
        self.destination_requested.emit(Destination(kind, key))

    def _bring_into_view(self, part: MatrixPart) -> None:
        """With large text the page is higher than the window: whoever goes through a matrix sees it with its words."""
        QTimer.singleShot(0, part, partial(self.page.ensureWidgetVisible, part, 0, 0))  # once it has its height

    def show_pending(self) -> None:
        """Go to the first man with whom something is to be considered."""
        self.tabs.setCurrentIndex(self.parts.index(self.attendance))
        self.attendance.go_to_pending()

    def _ask_make_up(self, man: ManNumbers, sessions: tuple[Session, ...], topic: NumberedTopic | None) -> None:
        today = self._surroundings.today()
        self._make = lambda answers: [questions.make_up_command(man, sessions, answers, today)]
        what = topic.whole if topic else f"sesión {sessions[0].number}"
        fields = questions.make_up_fields(sessions, topic, self._team)
        asked = frozenset(field.id for field in fields)
        proposed = questions.make_up_answers(sessions, self._session.person.id, today)
        self._stack.setCurrentWidget(self.question)
        self.panel.ask(
            f"Registrar recuperación: {man.full_name}",
            fields,
            "Guardar",
            words=f"Lo que recupera: {what}. La sesión sigue contando como inasistencia; el tema queda trabajado.",
            answers={name: answer for name, answer in proposed.items() if name in asked},
        )

    def _ask_step(self, man: ManNumbers) -> None:
        pending, today = man.pending, self._surroundings.today()
        if pending is None or self._numbers is None:
            return
        asked = questions.STEPS[pending.step]
        self._make = lambda answers: questions.step_commands(man, pending, answers, today)
        self._stack.setCurrentWidget(self.question)
        self.panel.ask(
            f"{asked.title}: {man.full_name}",
            questions.step_fields(pending),
            asked.verb,
            words=f"{models.pending_words(self._numbers, pending)}. {asked.words}",
            answers={"taken_on": today.isoformat()},
        )

    def _carry_out(self, answers: Answers) -> None:
        assert self._make is not None
        self._session.run(self._make(answers), owner=self, done=self._done, failed=self._refused)

    def _done(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _refused(self, error: UserFacingError) -> None:
        self.panel.refuse(error)
        if error.code == "changed_meanwhile":
            self._read()

    def _back_to_tables(self) -> None:
        self._stack.setCurrentWidget(self.page)
        part = self.parts[self.tabs.currentIndex()]
        if isinstance(part, MatrixPart):
            part.matrix.setFocus()


def _tabs(*names: str) -> QTabBar:
    tabs = QTabBar()
    tabs.setAccessibleName("Partes de la página")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    for name in names:
        tabs.addTab(name)
    return tabs
