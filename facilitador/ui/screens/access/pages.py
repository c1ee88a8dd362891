"""The pages of one thing done about access: a short form, or a grave step that is explained and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import Answers
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_fields import FormPart
from facilitador.ui.forms import Form
from facilitador.ui.print_row import PrintRow
from facilitador.ui.role_words import WHAT_ROLES_PROTECT, role_lines
from facilitador.ui.screens.access.questions import role_of
from facilitador.ui.short_forms import controls, refuse_unfinished
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.access_keys import ROLE_WORDS, GivenClave

if TYPE_CHECKING:
    from facilitador.ui.printing import AskForPrinter

WARN_SAVED = (
    "La clave temporal se entrega en la mano.",
    "Quien tenga este PDF y el cuaderno podría entrar antes que esa persona. Si lo guarda para imprimirlo en otra "
    "computadora, bórrelo en cuanto lo imprima.",
)
ONCE = (
    "Entréguela en la mano: no se vuelve a mostrar. Al entrar por primera vez, el programa le pedirá una clave que "
    "solo esa persona conozca."
)


class ActionPage(PageScroll):
    """A title, what it means, something to fill in or read, and the button that does it. Esc and *Cancelar* go back.

    `above` stands in small letters over the title: which step of a flow it is.
    """

    accepted = Signal()
    back_wanted = Signal()

    def __init__(
        self,
        title: str,
        explanation: str,
        verb: str,
        *,
        kind: str = "primary",
        above: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        if above:
            head.addWidget(label(above, "muted"))
        head.addWidget(label(title, "title"))
        if explanation:
            head.addWidget(label(explanation, "muted"))
        self.column.addLayout(head)
        self.message = Banner()
        self.column.addWidget(self.message)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE_L)
        self.column.addLayout(self.body)
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working.setTextVisible(False)
        self.working.setAccessibleName("Avance")
        self.working.hide()
        self.column.addWidget(self.working)
        self._add_buttons(verb, kind)

    @property
    def busy(self) -> bool:
        """True while keys are made, which cannot be left half way."""
        return not self.working.isHidden()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.busy:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard where the page begins; on the safe button where the step is grave."""
        self.back_button.setFocus()

    def _add_buttons(self, verb: str, kind: str) -> None:
        self.accept_button = button(verb, kind)
        self.back_button = button("Cancelar")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.accept_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.accept_button.clicked.connect(self.accepted)
        self.back_button.clicked.connect(self.back_wanted)

    def set_busy(self, busy: bool) -> None:
        """While keys are made."""
        self.working.setVisible(busy)
        self.accept_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)

    def refuse(self, error: UserFacingError) -> None:
        """Say why it was not done; what was typed stays."""
        self.set_busy(False)
        self.message.say(messages.of_error(error).whole, "problem")


class FormPage(ActionPage):
    """A short form. `values` are its answers once `accepted` let them pass."""

    def __init__(
        self,
        surroundings: Surroundings,
        title: str,
        explanation: str,
        verb: str,
        parts: Sequence[FormPart],
        parent: QWidget | None = None,
        *,
        above: str = "",
        mark_optional: bool = True,
    ) -> None:
        super().__init__(title, explanation, verb, above=above, parent=parent)
        self._parts, self._today = tuple(parts), surroundings.today
        self.form = Form(self._parts, controls(surroundings.today), mark_optional=mark_optional)
        frame, column = card()
        column.addWidget(self.form)
        self.body.addWidget(frame)
        self.accept_button.clicked.disconnect(self.accepted)
        self.accept_button.clicked.connect(self._accept)

    @property
    def values(self) -> Answers:
        """What was answered."""
        return self.form.values()

    def focus_first(self) -> None:
        self.form.go_to(self.form.shown[0])

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.form.setEnabled(not busy)

    def refuse(self, error: UserFacingError) -> None:
        self.set_busy(False)
        elsewhere = self.form.show_problems(error.problems) if isinstance(error, InvalidInput) else None
        if elsewhere is None:
            self.message.say(messages.of_error(error).whole, "problem")
        elif elsewhere:
            self.message.say(messages.of_problem(elsewhere[0]).whole, "problem")

    def _accept(self) -> None:
        self.message.say("")
        try:
            refuse_unfinished(self._parts, self.values, self._today(), self.form.shown)
        except InvalidInput as error:
            self.refuse(error)
            return
        self.accepted.emit()


class RoleFormPage(FormPage):
    """A form with a role in it: what the chosen role may do is told in words, before anything is given."""

    def __init__(
        self,
        surroundings: Surroundings,
        title: str,
        explanation: str,
        verb: str,
        parts: Sequence[FormPart],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(surroundings, title, explanation, verb, parts, parent)
        frame, column = card()
        self._role_title = label("", "label")
        self.role_words = label("")
        for words in (self._role_title, self.role_words, label(WHAT_ROLES_PROTECT, "muted")):
            column.addWidget(words)
        self.body.addWidget(frame)
        self.form.changed.connect(self.show_role)
        self.show_role()

    def show_role(self) -> None:
        """Tell what the role that is chosen just now may do."""
        role = role_of(self.values.get("role"))
        self._role_title.setText(ROLE_WORDS[role] if role else "Qué puede hacer cada rol")
        lines = role_lines(role) if role else ("Elija un rol para ver qué ve y qué cambia quien lo tiene.",)
        self.role_words.setText("\n".join(lines))


class WarningPage(ActionPage):
    """A grave step: what happens, in sentences, and a button that says what it does."""

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        verb: str,
        *,
        grave: bool = True,
        above: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "", verb, kind="danger" if grave else "primary", above=above, parent=parent)
        frame, column = card()
        for line in lines:
            column.addWidget(label(line))
        self.body.addWidget(frame)


class ClavePage(PageScroll):
    """A temporary clave, shown once, with its small sheet. `done`: it is in her hand."""

    done = Signal()

    def __init__(
        self,
        given: GivenClave,
        surroundings: Surroundings,
        ask_for_printer: AskForPrinter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.column.addWidget(label(f"Clave temporal de {given.name}", "title"))
        self.column.addWidget(label(ONCE, "muted"))
        self.paper = PrintRow(given.sheet, surroundings.dialogs, surroundings.now, ask_for_printer, warn=WARN_SAVED)
        self.column.addWidget(self.paper.message)
        frame, column = card()
        self.clave = label(given.clave, "display")
        self.clave.setAccessibleName(f"Clave temporal: {given.clave}")
        self.clave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column.addWidget(self.clave)
        self.column.addWidget(frame)
        self.column.addWidget(self.paper)
        self.done_button = button("Listo, ya la tiene", "primary")
        row = QHBoxLayout()
        row.addWidget(self.done_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.done_button.clicked.connect(self.done)

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.paper.print_button.setFocus()


def today_typed(today: Callable[[], date]) -> str:
    """Today as a form keeps it."""
    return today().isoformat()
