"""One session on one page: tonight, its attendance, its log, its topic; and the way to the projector."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import IntEnum
from functools import partial
from typing import Final, Protocol, cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import long_date, weekday_name
from facilitador.domain.doors import DoorRefusal
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session
from facilitador.domain.tonight import Tonight
from facilitador.errors import UserFacingError
from facilitador.ui import shortcuts, theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.screens.sessions.log import LogPage
from facilitador.ui.screens.sessions.tonight import TonightPart
from facilitador.ui.screens.sessions.topic import TopicPart
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.doors import DoorRefusals
from facilitador.use_cases.tonight import TonightPage

_WATCHED = (Topic.SESSIONS, Topic.GROUPS, Topic.VENUES, Topic.CURRICULA)


class Part(IntEnum):
    """The parts of the page, in the order in which a night goes."""

    TONIGHT = 0
    ATTENDANCE = 1
    LOG = 2
    TOPIC = 3


TITLES: Final[Mapping[Part, str]] = {
    Part.TONIGHT: "Esta noche",
    Part.ATTENDANCE: "Asistencia",
    Part.LOG: "Bitácora",
    Part.TOPIC: "Tema",
}
_STATES: Final = {
    SessionState.PLANNED: "planificada",
    SessionState.HELD: "realizada",
    SessionState.CANCELLED: "cancelada",
}
_LOGS: Final = {
    LogStatus.EMPTY: "sin bitácora",
    LogStatus.SHORT: "bitácora por completar",
    LogStatus.CLOSED: "bitácora cerrada",
}


class _Hosted(Protocol):
    def let_go(self) -> bool: ...


def title_of(session: Session, group_name: str) -> str:
    """`Sesión 5 · Grupo Retama`; a cancelled one has no number."""
    which = f"Sesión {session.number}" if session.number is not None else "Sesión cancelada"
    return f"{which} · {group_name}"


def when_and_where(page: Tonight) -> str:
    """`Viernes 20 de noviembre de 2026, 19:00 a 21:00 · Local comunal`."""
    session = page.session
    day = f"{weekday_name(session.day).capitalize()} {long_date(session.day)}"
    return " · ".join(
        part for part in (f"{day}, {session.starts_at:%H:%M} a {session.ends_at:%H:%M}", page.venue_name) if part
    )


def state_words(session: Session) -> str:
    """`realizada, bitácora por completar`; a session that was not held has no log."""
    state = _STATES[session.state]
    return f"{state}, {_LOGS[session.log_status]}" if session.state is SessionState.HELD else state


def first_part(session: Session, today: date, *, door_pending: bool) -> Part:
    """Which part is wanted when the page is opened: tonight first, then what is still to be written down."""
    if door_pending:
        return Part.ATTENDANCE
    if session.state is SessionState.PLANNED:
        return Part.TONIGHT if session.day >= today else Part.ATTENDANCE
    if session.state is SessionState.HELD and session.log_status is LogStatus.EMPTY:
        return Part.ATTENDANCE
    return Part.LOG if session.state is SessionState.HELD else Part.TONIGHT


class SessionScreen(Screen):
    """Hosts the parts; each is made when it is first looked at, and keeps what is typed in it when left."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Sesión", parent)
        assert id is not None, "the page of a session is about one"
        self._surroundings, self._session, self._id = surroundings, surroundings.session, id
        self._parts: dict[Part, QWidget] = {}
        self._page: Tonight | None = None
        self._build()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def may_leave(self) -> bool:
        return all(cast(_Hosted, part).let_go() for part in self._parts.values())

    def part(self, which: Part) -> QWidget | None:
        """The part of the page, once it was looked at."""
        return self._parts.get(which)

    def show_part(self, which: Part) -> None:
        """Bring a part in front."""
        self.tabs.setCurrentIndex(which)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.heading = label("", "title")
        self.when = label("", "muted")
        self.topics = label("", "muted")
        self.message = Banner()
        self.project = button("Proyectar", icon="eye")
        self.project.setToolTip("Mostrar la sesión en el proyector, sin datos personales")
        self.plan = button("Plan del grupo", "quiet", icon="calendar")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Partes de la sesión")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for part, text in TITLES.items():
            self.tabs.insertTab(part, text)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_XS, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setContentsMargins(theme.SPACE_XL, 0, theme.SPACE_XL, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.tabs.hide()
        self.project.hide()
        self.plan.hide()
        self.tabs.currentChanged.connect(self._show_part)
        self.project.clicked.connect(lambda: self._go("session_mode", self._id))
        self.plan.clicked.connect(self._go_to_plan)
        shortcuts.bind(self, "Ctrl+PgDown", partial(self._step, 1))
        shortcuts.bind(self, "Ctrl+PgUp", partial(self._step, -1))

    def _head(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(theme.SPACE_S)
        first.addWidget(self.heading, 1)
        for one in (self.plan, self.project):
            first.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(theme.SPACE_XL, 0, theme.SPACE_XL, 0)
        head.setSpacing(2)
        head.addLayout(first)
        for part in (self.when, self.topics, self.message):
            head.addWidget(part)
        return head

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(TonightPage(session_id=self._id), owner=self, done=self._show, failed=self._gone_wrong)

    def _show(self, page: Tonight) -> None:
        first, self._page = self._page is None, page
        session = page.session
        title = title_of(session, page.group_name)
        self.set_title(title)
        self.heading.setText(title)
        self.when.setText(f"{when_and_where(page)} · {state_words(session)}")
        self.topics.setText(" · ".join(page.topics))
        self.topics.setVisible(bool(page.topics))
        self.project.setVisible(session.state is not SessionState.CANCELLED)
        self.plan.show()
        self.tabs.show()
        if first:
            self._session.read(DoorRefusals(session_id=self._id), owner=self, done=self._open_first_part)

    def _open_first_part(self, refusals: tuple[DoorRefusal, ...]) -> None:
        assert self._page is not None
        pending = any(refusal.pending for refusal in refusals)
        part = first_part(self._page.session, self._surroundings.today(), door_pending=pending)
        self.show_part(part)
        self._show_part(part)
        if pending:
            self._door()

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    # -- parts --------------------------------------------------------------------------------------------------------

    def _show_part(self, number: int) -> None:
        if self._page is None:
            return
        which = Part(number)
        if which not in self._parts:
            self._parts[which] = self._make(which)
            self.stack.addWidget(self._parts[which])
        self.stack.setCurrentWidget(self._parts[which])
        shown = self._parts[which]
        if isinstance(shown, AttendancePage | LogPage):
            shown.take_focus()

    def _make(self, which: Part) -> QWidget:
        makers: Mapping[Part, Callable[[Surroundings, UUID], QWidget]] = {
            Part.TONIGHT: TonightPart,
            Part.ATTENDANCE: AttendancePage,
            Part.LOG: LogPage,
            Part.TOPIC: TopicPart,
        }
        made = makers[which](self._surroundings, self._id)
        if isinstance(made, TonightPart | AttendancePage | LogPage | TopicPart):
            made.destination_requested.connect(self.destination_requested)
        if isinstance(made, TonightPart | LogPage):
            made.attendance_wanted.connect(partial(self.show_part, Part.ATTENDANCE))
        if isinstance(made, TonightPart):
            made.door_wanted.connect(self._door)
        return made

    def _door(self) -> None:
        self.show_part(Part.ATTENDANCE)
        shown = self._parts.get(Part.ATTENDANCE)
        if isinstance(shown, AttendancePage):
            shown.show_door()

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    # -- where to -----------------------------------------------------------------------------------------------------

    def _go_to_plan(self) -> None:
        if self._page is not None:
            self._go("sessions", self._page.session.group_id)

    def _go(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))
