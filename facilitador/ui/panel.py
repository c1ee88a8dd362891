"""A question asked in the page itself, beside what it is about: a day, a reason, a choice. Never a modal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answer, Answers
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.forms import Form
from facilitador.ui.short_forms import controls, problems_as_typed, refuse_unfinished
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner


class Panel(QFrame):
    """One question at a time. `accepted(answers)` on the verb or Intro; `closed` when it goes away; Esc leaves it."""

    accepted = Signal(dict)
    alternative_accepted = Signal(dict)
    closed = Signal()
    shown = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._parts: tuple[FormPart, ...] = ()
        self.setProperty("role", "card")
        self.form: Form | None = None
        self._title = label("", "heading")
        self._words = label("", "muted")
        self.message = Banner()
        self._holder = QVBoxLayout()
        self.verb = button("", "primary")
        self.alternative = button("")
        self.cancel = button("Cancelar", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        for part in (self._title, self._words, self.message):
            column.addWidget(part)
        column.addLayout(self._holder)
        row = FlowLayout()
        for one in (self.verb, self.alternative, self.cancel):
            row.addWidget(one)
        column.addLayout(row)
        self.verb.clicked.connect(lambda: self._accept(self.accepted))
        self.alternative.clicked.connect(lambda: self._accept(self.alternative_accepted))
        self.cancel.clicked.connect(self.close_panel)
        self.hide()

    def ask(
        self,
        title: str,
        fields: Sequence[FieldSpec],
        verb: str,
        *,
        words: str = "",
        answers: Mapping[str, Answer] | None = None,
        alternative: str = "",
    ) -> None:
        """Ask these fields under a title; whatever was asked before is gone."""
        self._drop_form()
        self._title.setText(title)
        self.setAccessibleName(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.message.say("")
        _name(self.verb, verb)
        _name(self.alternative, alternative)
        self.alternative.setVisible(bool(alternative))
        self._parts = (FormPart("", "", tuple(fields)),)
        self.form = Form(self._parts, controls(self._today), check=self._problems, parent=self)
        self.form.set_values(answers or {})
        self._holder.addWidget(self.form)
        self.set_busy(False)
        self.show()
        self.form.rows[fields[0].id].control.focus()
        QTimer.singleShot(0, self, self.shown.emit)  # once it has its place, the page scrolls to it

    def refuse(self, error: UserFacingError) -> None:
        """Say what was refused beside the field it concerns, else above; what was typed stays."""
        self.set_busy(False)
        if self.form is None:
            return
        problems = error.problems if isinstance(error, InvalidInput) else ()
        if not problems and error.field in self.form.shown:
            problems = (Problem(str(error.field), error.code, dict(error.parameters)),)
        elsewhere = self.form.show_problems(problems)
        texts = [messages.of_problem(problem) for problem in elsewhere]
        if not problems:
            texts = [messages.of_error(error)]
        self.message.say(" ".join(text.whole for text in texts), "problem")
        self.shown.emit()

    def set_busy(self, busy: bool) -> None:
        """While what was asked is being saved, it cannot be sent twice."""
        self.verb.setEnabled(not busy)
        self.alternative.setEnabled(not busy)

    def close_panel(self) -> None:
        """Ask nothing any more."""
        if self.form is not None:
            self._drop_form()
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            pressed = QApplication.focusWidget()
            (pressed if isinstance(pressed, QPushButton) else self.verb).click()
        else:
            super().keyPressEvent(event)

    def _accept(self, told: SignalInstance) -> None:
        if self.form is None or not self.verb.isEnabled():
            return
        self.message.say("")
        self.form.clear_problems()
        values = self.form.values()
        try:
            refuse_unfinished(self._parts, values, self._today(), self.form.shown)
        except InvalidInput as error:
            self.refuse(error)
            return
        self.set_busy(True)
        told.emit(values)

    def _problems(self, values: Answers) -> tuple[Problem, ...]:
        return problems_as_typed(self._parts, values, self._today())

    def _drop_form(self) -> None:
        if self.form is not None:
            self._holder.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None


def _name(which: QPushButton, text: str) -> None:
    which.setText(text.replace("&", "&&"))
    which.setAccessibleName(text)
