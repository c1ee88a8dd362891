"""The three parts of the page: topics of each man, topics of the group, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from facilitador.domain.absence_policies import PendingStep
from facilitador.domain.attendance import ABSENT
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, NumberedTopic
from facilitador.domain.sessions import Session
from facilitador.domain.signs import MADE_UP, MARK_LEGEND, TOPIC_LEGEND, Sign
from facilitador.ui import theme
from facilitador.ui.screens.coverage import models, questions
from facilitador.ui.screens.coverage.models import TopicLine
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.matrix import Matrix, MatrixColumn, MatrixRow, SignKey
from facilitador.ui.widgets.wrapped_table import WrappedTable

LOWEST_MATRIX = 210
HOW_TO = "Vaya con las flechas a una casilla: aquí dice de quién y de qué es. Intro hace lo primero que se ofrece."


class MatrixPart(QWidget):
    """A matrix, what its signs mean, the words of the cell the person stands on, and what can be done there.

    `make_up_requested(man, sessions, topic or None)`, `step_requested(man)`, `session_requested(id)`,
    `man_requested(participant id)`.
    """

    make_up_requested = Signal(object, object, object)
    step_requested = Signal(object)
    session_requested = Signal(object)
    man_requested = Signal(object)

    def __init__(
        self, name: str, legend: Sequence[tuple[Sign | str, str]], *, may_make_up: bool, may_step: bool
    ) -> None:
        super().__init__()
        self._may_make_up, self._may_step = may_make_up, may_step
        self.numbers: GroupNumbers | None = None
        self._sessions: tuple[Session, ...] = ()
        self._missed: tuple[Session, ...] = ()
        self._topic: NumberedTopic | None = None
        self._man: ManNumbers | None = None
        self.matrix = Matrix(name)
        self.matrix.setMinimumHeight(theme.scaled(LOWEST_MATRIX))
        self.matrix.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.status = label("")
        self.status.setAccessibleName("Casilla")
        self.make_up = button("Registrar recuperación")
        self.step = button("")
        self.go = button("")
        self.ficha = button("Ver su ficha", "quiet", icon="form")
        self.ficha.setAccessibleName("Ver la ficha de este participante")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.matrix, 1)
        column.addWidget(self.status)
        row = FlowLayout()
        for one in self.offers:
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(SignKey(legend))
        self._connect()
        self._stand(-1, -1)

    @property
    def offers(self) -> tuple[QPushButton, ...]:
        """What may be offered, the first that Enter does first."""
        return (self.step, self.make_up, self.go, self.ficha)

    def show_numbers(self, numbers: GroupNumbers) -> None:
        """Show these numbers."""
        self.numbers = numbers
        self.matrix.show_cells(*self.cells_of(numbers))

    def cells_of(self, numbers: GroupNumbers) -> tuple[list[MatrixColumn], list[MatrixRow]]:
        """Columns and rows of the matrix."""
        raise NotImplementedError

    def look_at(self, numbers: GroupNumbers, man: ManNumbers, column: int) -> None:
        """Take note of what can be done at the cell: `_sessions`, `_missed`, `_topic`."""
        raise NotImplementedError

    def pending_at(self, man: ManNumbers) -> PendingStep | None:
        """The step that is offered here."""
        return None

    def _connect(self) -> None:
        self.matrix.stood_on.connect(self._stand)
        self.matrix.opened.connect(self._open)
        self.make_up.clicked.connect(lambda: self.make_up_requested.emit(self._man, self._missed, self._topic))
        self.step.clicked.connect(lambda: self.step_requested.emit(self._man))
        self.go.clicked.connect(lambda: self.session_requested.emit(self._sessions[0].id))
        self.ficha.clicked.connect(self._ask_for_man)

    def _ask_for_man(self) -> None:
        if self._man is not None:
            self.man_requested.emit(self._man.participant_id)

    def _stand(self, row: int, column: int) -> None:
        man = self.numbers.men[row] if self.numbers is not None and row >= 0 else None
        self._forget(man)
        if self.numbers is not None and man is not None:
            self.look_at(self.numbers, man, column)
            self.status.setText(self.matrix.cells.words(row, column))
        else:
            self.status.setText(HOW_TO)
        pending = self.pending_at(man) if man else None
        self.step.setText(questions.STEPS[pending.step].title if pending else "")
        self.step.setAccessibleName(self.step.text())
        self.go.setText(f"Ver la sesión {self._sessions[0].number}" if self._sessions else "")
        self.go.setAccessibleName(self.go.text())
        shown = (
            (self.step, pending is not None and self._may_step),
            (self.make_up, bool(self._missed) and self._may_make_up),
            (self.go, bool(self._sessions)),
            (self.ficha, man is not None),
        )
        for one, wanted in shown:
            one.setVisible(wanted)

    def _forget(self, man: ManNumbers | None) -> None:
        self._sessions, self._missed, self._topic, self._man = (), (), None, man

    def _open(self, row: int, column: int) -> None:
        self._stand(row, column)
        first = next((one for one in self.offers[:-1] if not one.isHidden()), None)
        if first is not None:
            first.click()


class TopicsOfMen(MatrixPart):
    """Man × topics (6.4.8)."""

    def __init__(self, *, may_make_up: bool, may_step: bool) -> None:
        super().__init__("Temas de cada participante", TOPIC_LEGEND, may_make_up=may_make_up, may_step=may_step)

    def cells_of(self, numbers: GroupNumbers) -> tuple[list[MatrixColumn], list[MatrixRow]]:
        return models.topic_matrix(numbers)

    def look_at(self, numbers: GroupNumbers, man: ManNumbers, column: int) -> None:
        self._topic = numbers.topics[column]
        self._sessions = models.sessions_of(numbers, man, self._topic.id)
        self._missed = models.to_make_up(numbers, man, self._topic.id)


_MARKS: Final = (*MARK_LEGEND, (MADE_UP, "faltó y la recuperó"))


class AttendanceOfMen(MatrixPart):
    """Man × rates and sessions."""

    def __init__(self, *, may_make_up: bool, may_step: bool) -> None:
        super().__init__("Asistencia de cada participante", _MARKS, may_make_up=may_make_up, may_step=may_step)

    def cells_of(self, numbers: GroupNumbers) -> tuple[list[MatrixColumn], list[MatrixRow]]:
        return models.attendance_matrix(numbers)

    def look_at(self, numbers: GroupNumbers, man: ManNumbers, column: int) -> None:
        at = column - len(models.RATES)
        if at < 0:
            return
        session = numbers.sessions[at]
        self._sessions = (session,)
        missed = man.record.counted_on(session.day) and man.record.marks.get(session.id) in ABSENT
        if missed and man.present and session.id not in man.made_up:
            self._missed = (session,)

    def pending_at(self, man: ManNumbers) -> PendingStep | None:
        return man.pending

    def go_to_pending(self) -> None:
        """Stand on the first man with whom something is to be considered."""
        if self.numbers is None:
            return
        man = next((one for one in self.numbers.men if one.pending is not None), None)
        if man is not None:
            self.matrix.stand_on(man.participant_id, models.RATES[-1][1])
        self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)


class TopicsOfGroup(QWidget):
    """The group's topics, each with its sessions and the areas that were reached (6.4.9). `opened(session id)`."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = models.topics_model()
        self.table = WrappedTable(self._model, "Temas del grupo")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        explanation = (
            "Conocer, actuar e interactuar, resolver: los tres ámbitos (6.4.9). «Sí»: sus objetivos se lograron, al "
            "menos en parte, en alguna sesión del tema. Intro abre su sesión."
        )
        column.addWidget(label(explanation, "help"))
        column.addWidget(self.table)
        column.addStretch(1)
        self.table.opened.connect(self._open)

    def show_numbers(self, numbers: GroupNumbers) -> None:
        """Show these numbers."""
        self._model.set_rows(models.topic_lines(numbers))

    def _open(self, line: TopicLine) -> None:
        sessions = (*line.held, *line.planned)
        if sessions:
            self.opened.emit(sessions[0].id)
