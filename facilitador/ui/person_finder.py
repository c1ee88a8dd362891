"""Someone who is already in the cuaderno, found by part of his name, document or phone, whatever accents and case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitador.domain.origins import OWN
from facilitador.domain.participants import ParticipantLine
from facilitador.ui import theme
from facilitador.ui.book_session import BookSession
from facilitador.ui.person_words import age
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.text_fields import TextField
from facilitador.use_cases.participants import Participants

PAUSE_MS = 150
SHOWN = 8
SPACING = 2


class PersonFinder(QFrame):
    """A line to type in and what it finds. `chosen(ParticipantLine)`; `closed` on Esc or the button."""

    chosen = Signal(object)
    closed = Signal()
    grown = Signal()

    def __init__(
        self,
        session: BookSession,
        today: Callable[[], date],
        *,
        title: str = "Inscribir a alguien ya registrado",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._today = session, today
        self._inside: frozenset[UUID] = frozenset()
        self._found: tuple[ParticipantLine, ...] = ()
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(title, "heading"))
        self.field = TextField(placeholder="Apellidos, nombre, documento o celular")
        column.addWidget(FieldRow("¿A quién?", self.field, help_text="Las tildes y mayúsculas no importan."))
        self.results = QListWidget(self)
        self.results.setAccessibleName("Personas encontradas")
        self.results.setProperty("role", "suggestions")
        self.results.setSpacing(SPACING)
        self.results.hide()
        column.addWidget(self.results)
        self.nobody = label("", "muted")
        self.nobody.hide()
        column.addWidget(self.nobody)
        self.cancel = button("Cancelar", "quiet")
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.changed.connect(self._pause.start)
        self.field.edit.installEventFilter(self)
        self.results.itemActivated.connect(self._choose)
        self.results.itemClicked.connect(self._choose)
        self.cancel.clicked.connect(self.close_finder)
        self.hide()

    def start(self, inside: Collection[UUID]) -> None:
        """Begin a search; `inside`: who is in the group already and cannot be enrolled twice."""
        self._inside = frozenset(inside)
        self.field.set_value(None)
        self._show_nothing()
        self.show()
        self.field.focus()

    def close_finder(self) -> None:
        """Search no more."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line, the arrows and Intro go to what was found."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.results.isVisible():
            if event.key() == Qt.Key.Key_Down:
                self.results.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.results.currentItem() is not None:
                self._choose(self.results.currentItem())
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_finder()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        typed = str(self.field.value() or "")
        if not typed:
            self._show_nothing()
            return
        query = Participants(text=typed, limit=SHOWN, origin=OWN)
        self._session.read(query, owner=self, done=lambda found: self._show(typed, found))

    def _show(self, typed: str, found: Sequence[ParticipantLine]) -> None:
        if typed != self.field.value():
            return  # a later key asked again
        self._found = tuple(found)
        self.results.clear()
        for man in found:
            self.results.addItem(self._item(man))
        first = next((row for row, man in enumerate(found) if man.id not in self._inside), -1)
        self.results.setCurrentRow(first)
        self.results.setVisible(bool(found))
        rows = sum(self.results.sizeHintForRow(row) + 2 * SPACING for row in range(self.results.count()))
        self.results.setFixedHeight(rows + 2 * self.results.frameWidth() + 2 * SPACING)
        self.nobody.setText(f"No se encontró a «{typed}». Si es alguien nuevo, inscríbalo por ficha.")
        self.nobody.setVisible(not found)
        QTimer.singleShot(0, self, self.grown.emit)  # once it has its place, the page scrolls to it

    def _item(self, man: ParticipantLine) -> QListWidgetItem:
        inside = man.id in self._inside
        details = [
            "ya está en este grupo" if inside else "",
            age(man.birth_date, self._today()),
            f"documento {man.document_number}" if man.document_number else "",
            "" if inside else ", ".join(man.groups),
        ]
        item = QListWidgetItem(f"{man.full_name}\n{' · '.join(part for part in details if part)}")
        item.setData(Qt.ItemDataRole.UserRole, man.id)
        if inside:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _choose(self, item: QListWidgetItem) -> None:
        wanted = item.data(Qt.ItemDataRole.UserRole)
        man = next((man for man in self._found if man.id == wanted), None)
        if man is not None and man.id not in self._inside:
            self.chosen.emit(man)

    def _show_nothing(self) -> None:
        self._found = ()
        self.results.clear()
        self.results.hide()
        self.nobody.hide()
