"""The log (bitácora) of one session: closed in short tonight, completed within the week, then read and amended."""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from facilitador import messages
from facilitador.domain import session_logs
from facilitador.domain.changes import Topic
from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.roles import Section
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.screens.sessions.log_aside import WIDTH, LogAside
from facilitador.ui.screens.sessions.log_reading import ReadingBody
from facilitador.ui.screens.sessions.log_writing import AmendingBody, ShortBody, WholeBody, Writing
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.curricula import CurriculumInUse
from facilitador.use_cases.session_logs import SessionLogPage

BESIDE_FROM = 940  # pixels at 100 % from which names and the session before stand beside the log
SHOW, HIDE = "Ver números y sesión anterior", "Ocultar números y sesión anterior"
PRINT, PRINT_BLANK = "Imprimir la bitácora", "Imprimir en blanco"
CALLED_OFF = "Esta sesión se canceló: no tiene bitácora."
TO_COME = "Esta sesión todavía no llega. Su bitácora se escribe desde ese día."

_WATCHED = (Topic.SESSIONS, Topic.ATTENDANCE, Topic.ENROLMENTS, Topic.PARTICIPANTS, Topic.PEOPLE, Topic.CURRICULA)
Body: TypeAlias = Writing | ReadingBody


class Mode(Enum):
    """What is done with the log just now."""

    SHORT = auto()
    WHOLE = auto()
    READ = auto()
    AMEND = auto()


class LogPage(QWidget):
    """The part of a session's page that is its log. `attendance_wanted`: a mark is missing, go to the attendance."""

    destination_requested = Signal(Destination)
    attendance_wanted = Signal()

    def __init__(self, surroundings: Surroundings, session_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, session_id
        self._may_write = surroundings.may_write(Section.SESSIONS)
        self._page: session_logs.LogPage | None = None
        self._mode: Mode | None = None
        self._whole = False
        self._amending = False
        self.body: Body | None = None
        self._lay_out()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.body is None or self.body.let_go()

    def take_focus(self) -> None:
        """Put the keyboard where the three lines of tonight are written; elsewhere leave it where it is."""
        if isinstance(self.body, ShortBody):
            self.body.take_focus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.scroller = PageScroll(self)
        self.aside = LogAside(self)
        self.aside_button = button(SHOW, "quiet", icon="people")
        self.print_button = button(PRINT, icon="print")
        self.message = Banner()
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE_S)
        tools.addWidget(self.print_button)
        tools.addWidget(self.aside_button)
        tools.addStretch(1)
        self.scroller.column.addLayout(tools)
        self.scroller.column.addWidget(self.message)
        self.scroller.column.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.scroller, 1)
        self._box.addWidget(self.aside)
        self._aside_shown = False
        self.aside_button.clicked.connect(self._toggle_aside)
        self.print_button.clicked.connect(self._print)
        self.scroller.page.hide()
        self.aside.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Names beside the log where there is room; else below it, when they are asked for."""
        beside = self.width() >= theme.scaled(BESIDE_FROM)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self.aside.stand(beside=beside)
        if beside:
            self.aside.setFixedWidth(theme.scaled(WIDTH))
            self.aside.setMaximumHeight(16_777_215)
        else:
            self.aside.setMinimumWidth(0)
            self.aside.setMaximumWidth(16_777_215)
            self.aside.setMaximumHeight(max(self.height() * 2 // 5, 120))
        self.aside_button.setVisible(not beside)
        self.aside_button.setText(HIDE if self._aside_shown else SHOW)
        self.aside.setVisible(self._page is not None and (beside or self._aside_shown))

    def _toggle_aside(self) -> None:
        self._aside_shown = not self._aside_shown
        self._arrange()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(SessionLogPage(session_id=self._id), owner=self, done=self._keep, failed=self._gone_wrong)
        self._session.read(CurriculumInUse(), owner=self, done=self._show)

    def _keep(self, page: session_logs.LogPage) -> None:
        self._page = page

    def _show(self, curriculum: ServiceCurriculum) -> None:
        """The second of the two answers: they come in the order in which they were asked."""
        page = self._page
        if page is None:
            return
        self._curriculum = curriculum.curriculum
        self.aside.show_page(page)
        self.scroller.page.show()
        self._arrange()
        self.message.say(self._why_not(page))
        self.print_button.setText(PRINT if self._is_begun(page) else PRINT_BLANK)
        self.print_button.setAccessibleName(self.print_button.text())
        mode = self._mode_of(page)
        if mode is not self._mode:
            self._change_mode(mode, page)
        elif isinstance(self.body, ReadingBody):
            self.body.show_page(page, self._curriculum)
        elif isinstance(self.body, ShortBody | WholeBody | AmendingBody):
            self.body.show_page(page)

    def _is_begun(self, page: session_logs.LogPage) -> bool:
        return page.session.log_status is not LogStatus.EMPTY

    def _print(self) -> None:
        """What is written; while nothing is, the paper to be written by hand."""
        if self._page is not None and self._is_begun(self._page):
            self.destination_requested.emit(Destination("print_session_log", self._id))
        else:
            self.destination_requested.emit(Destination("print_blank_session_log"))

    def _why_not(self, page: session_logs.LogPage) -> str:
        if page.session.state is SessionState.CANCELLED:
            return CALLED_OFF
        return TO_COME if page.session.day > self._surroundings.today() else ""

    def _mode_of(self, page: session_logs.LogPage) -> Mode | None:
        status = page.session.log_status
        if self._why_not(page):
            return None
        if not self._may_write or (status is LogStatus.CLOSED and not self._amending):
            return Mode.READ
        if status is LogStatus.CLOSED:
            return Mode.AMEND
        return Mode.SHORT if status is LogStatus.EMPTY and not self._whole else Mode.WHOLE

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.scroller.page.show()
        self.print_button.hide()
        self.message.say(messages.of_error(error).whole, "problem")

    # -- what is done with it -----------------------------------------------------------------------------------------

    def _change_mode(self, mode: Mode | None, page: session_logs.LogPage) -> None:
        former, self._mode = self.body, mode
        if former is not None:
            former.let_go()
            self.scroller.column.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.body = self._make(mode, page) if mode is not None else None
        if self.body is not None:
            self.scroller.column.insertWidget(2, self.body)
            self.body.show()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # else it flashes up squeezed
            self.scroller.verticalScrollBar().setValue(0)

    def _make(self, mode: Mode, page: session_logs.LogPage) -> Body:
        if mode is Mode.READ:
            reading = ReadingBody(self._surroundings, may_write=self._may_write, parent=self.scroller.page)
            reading.amend_wanted.connect(self.amend)
            reading.review.destination_requested.connect(self.destination_requested)
            reading.show_page(page, self._curriculum)
            return reading
        body = self._make_writing(mode, page)
        body.stale.connect(self._read)
        body.saved.connect(self._saved)
        return body

    def _make_writing(self, mode: Mode, page: session_logs.LogPage) -> Writing:
        if mode is Mode.SHORT:
            short = ShortBody(self._surroundings, page, self.scroller.page)
            short.whole_wanted.connect(self.write_whole)
            short.attendance_wanted.connect(self.attendance_wanted)
            return short
        if mode is Mode.AMEND:
            amending = AmendingBody(self._surroundings, page, self._curriculum, self.scroller.page)
            amending.left.connect(self._stop_amending)
            return amending
        whole = WholeBody(self._surroundings, page, self._curriculum, self.scroller.page)
        whole.attendance_wanted.connect(self.attendance_wanted)
        whole.reached.connect(self.scroller.show_widget)
        return whole

    def write_whole(self) -> None:
        """Write the whole log without closing it in short first."""
        self._whole = True
        self._again()

    def amend(self) -> None:
        """Correct a closed log."""
        self._amending = True
        self._again()

    def _stop_amending(self) -> None:
        self._amending = False
        self._again()

    def _saved(self) -> None:
        self._amending = False
        self._read()

    def _again(self) -> None:
        if self._page is not None:
            self._change_mode(self._mode_of(self._page), self._page)
