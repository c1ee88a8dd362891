"""The men of the book: found by typing any part of a name, document or phone; Enter opens a man's record."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.elsewhere import mark_words
from facilitador.domain.origins import ALL
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.roles import Section, may_write
from facilitador.ui import theme
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.origins import Origins
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.participants.models import PAGE, ParticipantsModel
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import EmptyState, SectionHeader
from facilitador.ui.widgets.table import Table
from facilitador.ui.widgets.text_fields import LineEdit
from facilitador.use_cases.participants import PAGE_LIMIT, Participants

TITLE = "Participantes"
REGISTER = "Registrar participante"
PAUSE_MS = 150


class ParticipantsScreen(Screen):
    """Every man, a page at a time; `id` is not used: this is an area."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._session = surroundings.session
        self._reading = 0
        self._may_register = may_write(self._session.person.role, Section.IDENTIFICATION)
        self.origins = Origins(surroundings, self)
        self.model = ParticipantsModel(
            surroundings.today, self, lambda line: mark_words(self.origins.of(line.id), surroundings.today())
        )
        self.of = OriginChoice(surroundings, ALL)
        self._build()
        self._lay_out()
        self._connect()
        self._read()

    def shown_again(self) -> None:
        self.search.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.register = button(REGISTER, "primary", icon="plus")
        if not self._may_register:
            self.register.hide()
        self.search = LineEdit(self)
        self.search.setPlaceholderText("Buscar por nombre, documento o celular")
        self.search.setAccessibleName("Buscar por nombre, documento o celular")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(theme.scaled(440))
        self.search.installEventFilter(self)
        self.table: Table[ParticipantLine] = Table(self.model, "Participantes", self)
        self.table.setSortingEnabled(False)  # the book gives them by name, a page at a time
        self.table.model().sort(-1)
        self.nobody = label("", "muted")
        self.empty = EmptyState(
            "person",
            "Todavía no hay participantes",
            "Registre a un hombre por su ficha: se le lee en voz alta y se guarda en este cuaderno.",
            REGISTER if self._may_register else "",
            self,
        )
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)

    def _lay_out(self) -> None:
        listing = QWidget(self)
        inner = QVBoxLayout(listing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_M)
        inner.addWidget(self.of)
        inner.addWidget(self.search)
        inner.addWidget(self.nobody)
        inner.addWidget(self.table, 1)
        inner.addStretch(0)  # with no table the words stay below the line that was typed in
        self._pages = QStackedWidget(self)
        self._pages.addWidget(listing)
        self._listing = listing
        nothing = QWidget(self)
        above = QVBoxLayout(nothing)
        above.addWidget(self.empty)
        above.addStretch(1)
        self._pages.addWidget(nothing)
        self._nothing = nothing
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(SectionHeader(TITLE, action=self.register, role="title"))
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.register.clicked.connect(self._register_one)
        self.empty.action_requested.connect(self._register_one)
        self.table.opened.connect(self._open)
        self.search.textChanged.connect(lambda text: self._pause.start())
        self._pause.timeout.connect(self._read)
        self.of.changed.connect(self._read)
        self.origins.changed.connect(self._tell_whose)
        self.model.page_wanted.connect(self._read_on)
        self._session.bus.watch(self, (Topic.PARTICIPANTS, Topic.ENROLMENTS, Topic.GROUPS), self._read)

    def _tell_whose(self) -> None:
        if any(self.origins.of(line.id) for line in self.table.shown):
            self._read()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read the list from its beginning, as far as it was read before."""
        self._pause.stop()
        self._reading += 1
        reading, typed = self._reading, self.search.text().strip()
        limit = min(max(PAGE, self.model.rowCount()), PAGE_LIMIT)
        query = Participants(text=typed, limit=limit, origin=self.of.origin)
        self._session.read(query, owner=self, done=lambda lines: self._show(reading, typed, limit, lines))

    def _read_on(self, offset: int) -> None:
        reading = self._reading
        query = Participants(text=self.search.text().strip(), limit=PAGE, offset=offset, origin=self.of.origin)
        self._session.read(query, owner=self, done=lambda lines: self._show_more(reading, lines))

    def _show(self, reading: int, typed: str, limit: int, lines: tuple[ParticipantLine, ...]) -> None:
        if reading != self._reading:
            return  # a later key overtook this answer
        self.model.start(lines, asked_for=limit)
        self.table.set_lines(2 if any(self.origins.of(line.id) for line in lines) else 1)
        nothing = not lines
        self._pages.setCurrentWidget(self._nothing if nothing and not typed else self._listing)
        self.register.setVisible(self._may_register and not (nothing and not typed))
        self.nobody.setText(f"No se encontró a nadie con «{typed}»." if nothing and typed else "")
        self.nobody.setVisible(nothing)
        self.table.setVisible(not nothing)

    def _show_more(self, reading: int, lines: tuple[ParticipantLine, ...]) -> None:
        if reading == self._reading:
            self.model.go_on(lines)

    # -- what the person does -----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(Qt.Key(event.key()))
        return False

    def _steer(self, key: Qt.Key) -> bool:
        shown = self.table.shown
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(shown) == 1:
            self._open(shown[0])
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and shown:
            self.table.go_to(shown[0].id)
            self.table.setFocus()
            return True
        return False

    def _open(self, line: ParticipantLine) -> None:
        self.destination_requested.emit(Destination("participant", line.id))

    def _register_one(self) -> None:
        self.destination_requested.emit(Destination("intake"))
