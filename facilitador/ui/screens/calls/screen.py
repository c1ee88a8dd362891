"""Llamadas: who was absent without notice, who has something to make up, whose ficha says no more than a name."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.calls import RESULT_LABELS, CallEntry, CallResult
from facilitador.domain.changes import Topic
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.calls.card import CallCard
from facilitador.ui.screens.calls.models import calls_model
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.table import RowsModel
from facilitador.use_cases.calls import CallList, RecordCall, RemoveCall
from facilitador.use_cases.requests import Outcome

PAGE_WIDTH = 1120
BESIDE_FROM = 860  # pixels at 100 % from which the man stands beside the list, else above it
_WATCHED = (Topic.CALLS, Topic.ATTENDANCE, Topic.ENROLMENTS, Topic.PARTICIPANTS, Topic.GROUPS, Topic.SESSIONS)


class CallsTable(FittedTable[CallEntry]):
    """Figures say how the call of the man stood on ended. `typed(event)`."""

    typed = Signal(object)

    def __init__(self, model: RowsModel[CallEntry], name: str) -> None:
        super().__init__(model, name, lines=2)
        self.setSortingEnabled(False)  # the most pressing first
        self._proxy.sort(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_6 and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(event)
        else:
            super().keyPressEvent(event)


class CallsScreen(Screen):
    """One list over all groups; a result takes the man off it, and can be taken back."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Llamadas", parent)
        self._session = surroundings.session
        self._may_write = may_write(self._session.person.role, Section.SESSIONS)
        self._last: UUID | None = None
        self._stale = True
        self._build()
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._something_changed)

    def shown_again(self) -> None:
        """Read again if something changed while another screen was in front."""
        if self._stale:
            self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self._to_call, self._called = calls_model(), calls_model()
        self.message = Banner("", "good", action="Deshacer")
        self.refusal = Banner()
        self.empty = EmptyState(
            "phone",
            "No hay a quién llamar",
            "Aquí aparece quien faltó sin aviso a la última sesión, quien tiene sesiones por recuperar y quien llegó "
            "sin ficha.",
        )
        self.table = CallsTable(self._to_call, "Por llamar")
        self.card = CallCard(self._may_write)
        self.done_header = SectionHeader("Ya se habló con ellos")
        self.done = FittedTable(self._called, "Ya se habló con ellos", lines=2)
        column = self.page.column
        column.addWidget(label("Llamadas", "title"))
        for part in (self.message, self.refusal, self.empty):
            column.addWidget(part)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(theme.SPACE_L)
        self._beside.addWidget(self.table, 1, Qt.AlignmentFlag.AlignTop)
        self._beside.addWidget(self.card, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._beside)
        column.addWidget(self.done_header)
        column.addWidget(self.done)
        column.addStretch(1)
        column.setSpacing(theme.SPACE_M)
        self.page.page.hide()  # nothing to show before the first answer

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= theme.scaled(BESIDE_FROM)
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.LeftToRight if beside else ways.BottomToTop)

    def _connect(self) -> None:
        self.table.picked.connect(self._show_man)
        self.table.typed.connect(self.card.end_by_key)
        self.table.opened.connect(lambda entry: self.card.results[CallResult.COMING_BACK].setFocus())
        self.card.ended.connect(self._record)
        self.card.ficha_wanted.connect(lambda: self._go("participant"))
        self.card.group_wanted.connect(lambda: self._go("group"))
        if self.message.action is not None:
            self.message.action.clicked.connect(self._take_back)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self.table)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self._take_back)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _something_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._session.read(CallList(), owner=self, done=self._show, failed=self._refuse)

    def _show(self, entries: tuple[CallEntry, ...]) -> None:
        to_call = [entry for entry in entries if not entry.settled]
        called = [entry for entry in entries if entry.settled]
        self._to_call.set_rows(to_call)
        self._called.set_rows(called)
        self.empty.setVisible(not to_call)
        for part in (self.table, self.card):
            part.setVisible(bool(to_call))
        for settled in (self.done_header, self.done):
            settled.setVisible(bool(called))
        if to_call and self.table.current is None:
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._show_man(self.table.current)
        self.page.page.show()

    def _show_man(self, entry: CallEntry | None) -> None:
        if entry is not None:
            self.card.show_man(entry)

    # -- recording ----------------------------------------------------------------------------------------------------

    def _record(self, result: CallResult, note: str) -> None:
        entry = self.table.current
        if entry is None:
            return
        self.refusal.say("")
        command = RecordCall(
            enrolment_id=entry.enrolment_id,
            session_id=entry.session_id,
            purpose=entry.purpose,
            result=result,
            note=note,
        )
        words = f"{entry.full_name}: {RESULT_LABELS[result].lower()}."
        if result is CallResult.NOT_COMING_BACK:
            words += " Si deja el grupo, cambie su estado en la página del grupo."
        self._session.run(
            [command], owner=self, done=lambda outcome: self._recorded(words, outcome), failed=self._refuse
        )

    def _recorded(self, words: str, outcome: Outcome) -> None:
        self._last = outcome.ids[0]
        self.card.note.set_value(None)
        self.message.say(words, "good")
        self.table.setFocus()

    def _take_back(self) -> None:
        if self._last is not None:
            self._session.run([RemoveCall(call_id=self._last)], owner=self, failed=self._refuse)
            self._last = None
            self.message.say("")
            self.table.setFocus()

    def _refuse(self, error: UserFacingError) -> None:
        self.page.page.show()
        self.refusal.say(messages.of_error(error).whole, "problem")

    def _go(self, kind: str) -> None:
        entry = self.table.current
        if entry is not None:
            key = entry.participant_id if kind == "participant" else entry.group_id
            self.destination_requested.emit(Destination(kind, key))
