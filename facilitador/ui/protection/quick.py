"""One key, one sentence, Enter: a protection matter is opened from wherever one is (5.3.4).

What is typed never goes to a draft in clear. If the book is locked while the window is open, the sentence is kept as a
matter: it is better to close one too many than to lose one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QStackedLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.protection import ProtectionOrigin
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.book_session import BookSession
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Outcome

TITLE = "¿Quién puede estar en peligro?"
EXPLANATION = (
    "Basta una frase. Queda reservada y aparece primero en Inicio hasta que se cierre. No escriba dónde se encuentra "
    "la persona en riesgo."
)
NUMBERS = "Si el peligro es ahora: PNP 105 · SAMU 106 · Línea 100."
KEPT = "Guardado."
KEPT_WORDS = "Nadie tiene que acordarse: está primero en Inicio. Ahora puede ver los pasos que convienen."
NOT_HERS = (
    "Su clave no abre los asuntos de protección. Avise ahora a quien facilita o a quien supervisa, y si el peligro es "
    "inmediato llame usted."
)
_ORIGINS: Final[Mapping[str, ProtectionOrigin]] = {
    "session": ProtectionOrigin.SESSION,
    "session_mode": ProtectionOrigin.SESSION,
    "calls": ProtectionOrigin.CALL,
    "application": ProtectionOrigin.ANSWER,
    "contacts": ProtectionOrigin.INTERVIEW,
}
_WITH_ID: Final = frozenset({"session", "session_mode", "application"})
_ABOUT_HIM: Final = frozenset({"participant", "contacts", "evaluation", "exclusion"})


class _Sentence(QPlainTextEdit):
    """A few lines; Enter sends what is typed, Shift+Enter begins a new line."""

    sent = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName(TITLE)
        self.setFixedHeight(3 * self.fontMetrics().lineSpacing() + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        else:
            super().keyPressEvent(event)


class QuickProtection(QDialog):
    """The window of one open book, made once; `ask` shows it over whatever is in sight, blocking questions among it.

    `destination_requested`: the steps of what was saved. Esc leaves what was typed for the next time; whoever holds no
    reserved key is told whom to call instead.
    """

    destination_requested = Signal(Destination)

    def __init__(self, session: BookSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent
        self._may = may_write(session.person.role, Section.RESERVED)
        self._place: Destination | None = None
        self._matter: UUID | None = None
        self._saving = self._put_off = False
        self.setWindowTitle("Facilitador")
        self.setModal(True)
        self.setAccessibleName(TITLE)
        self._build()
        session.locking.connect(self._keep)

    def ask(self, place: Destination | None) -> None:
        """Ask for the sentence; `place`: where the person is."""
        if self.isVisible():
            return
        self._place, self._matter, self._put_off = place, None, False
        self._pages.setCurrentIndex(0)
        self.message.say("")
        self.setMinimumWidth(theme.scaled(520))
        self._stand_over(QApplication.activeModalWidget())
        self.open()
        (self.sentence if self._may else self.close_button).setFocus()

    def _stand_over(self, below: QWidget | None) -> None:
        """A question that blocks everything else is blocked by this one until it is answered."""
        under = (below or self._window).window()
        for one in (self, under):
            one.winId()  # makes the native window: it must know over which other one it stands
        self.windowHandle().setTransientParent(under.windowHandle())

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._question() if self._may else self._not_hers())
        self._pages.addWidget(self._answer())
        outer.addLayout(self._pages)

    def _question(self) -> QWidget:
        page, column = _page(self)
        column.addWidget(label(TITLE, "heading"))
        column.addWidget(label(EXPLANATION, "muted"))
        self.sentence = _Sentence(page)
        column.addWidget(self.sentence)
        self.message = Banner(parent=page)
        column.addWidget(self.message)
        column.addWidget(label(NUMBERS))
        self.save_button = button("Guardar (Intro)", "primary")
        self.cancel_button = button("Ahora no (Esc)", "quiet")
        self.sentence.sent.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self._leave)
        _row(column, self.cancel_button, self.save_button)
        return page

    def _not_hers(self) -> QWidget:
        page, column = _page(self)
        column.addWidget(label(TITLE, "heading"))
        column.addWidget(label(NOT_HERS))
        column.addWidget(label(NUMBERS, "heading"))
        self.message = Banner(parent=page)
        self.close_button = button("Entendido", "primary")
        self.close_button.clicked.connect(self._leave)
        _row(column, self.close_button)
        return page

    def _answer(self) -> QWidget:
        page, column = _page(self)
        column.addWidget(label(KEPT, "heading"))
        column.addWidget(label(KEPT_WORDS, "muted"))
        column.addWidget(label(NUMBERS))
        column.addStretch(1)
        self.steps_button = button("Ver los pasos (Intro)", "primary")
        self.go_on_button = button("Seguir con lo que estaba (Esc)")
        self.steps_button.clicked.connect(self._show_steps)
        self.go_on_button.clicked.connect(self._leave)
        _row(column, self.go_on_button, self.steps_button)
        return page

    # -- what the person does -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Open the matter with what is typed."""
        if self._saving or not self._may:
            return
        self._saving = True
        self.message.say("")
        self._session.run([self._command()], owner=self, done=self._saved, failed=self._refused)

    def _command(self) -> OpenProtection:
        place = self._place
        kind, key = (place.kind, place.id) if place is not None else ("", None)
        return OpenProtection(
            sentence=self.sentence.toPlainText(),
            origin=_ORIGINS.get(kind, ProtectionOrigin.ANYWHERE),
            origin_id=key if kind in _WITH_ID else None,
            participant_id=key if kind in _ABOUT_HIM else None,
        )

    def _saved(self, outcome: Outcome) -> None:
        self._saving, self._matter = False, outcome.ids[0]
        self.sentence.clear()
        self._pages.setCurrentIndex(1)
        self.steps_button.setFocus()

    def _refused(self, error: UserFacingError) -> None:
        self._saving = False
        self.message.say(messages.of_error(error).whole, "problem")
        self.sentence.setFocus()

    def _leave(self) -> None:
        self._put_off = True
        self.reject()

    def _show_steps(self) -> None:
        matter = self._matter
        self._leave()
        if matter is not None:
            self.destination_requested.emit(Destination("protection_matter", matter))

    def _keep(self) -> None:
        """The book is being locked over an open window: what is typed is a matter."""
        if self._may and not self._put_off and not self._saving and self.sentence.toPlainText().strip():
            self._session.run([self._command()], owner=self)
            self.sentence.clear()


def _page(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_M)
    return page, column


def _row(column: QVBoxLayout, *buttons: QWidget) -> None:
    row = QHBoxLayout()
    row.addStretch(1)
    for one in buttons:
        row.addWidget(one)
    column.addSpacing(theme.SPACE_S)
    column.addLayout(row)
