"""A session on the projector, as the team sees it: ready to begin, going on, or over."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador.domain.attendance_lists import AttendanceList
from facilitador.domain.changes import Topic
from facilitador.domain.displays import arrangement
from facilitador.domain.session_decks import SessionSlides
from facilitador.ui.screen import Screen
from facilitador.ui.screens.session_mode.setup_page import SetupPage
from facilitador.ui.screens.session_mode.team_page import TeamPage
from facilitador.ui.session_mode.actions import Action, wish_of
from facilitador.ui.session_mode.displays import Displays
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import SessionAttendance
from facilitador.use_cases.session_modes import ProjectedSession

_PRESENTER_KEYS: Final = (
    (Qt.Key.Key_PageDown, Action.FORWARD),
    (Qt.Key.Key_Right, Action.FORWARD),
    (Qt.Key.Key_PageUp, Action.BACK),
    (Qt.Key.Key_Left, Action.BACK),
)


class SessionModeScreen(Screen):
    """About the session `id`. What is projected goes on when this screen is left, and is found again on return.

    Names are read only while they may be shown.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        displays: Displays | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("Proyectar", parent)
        assert id is not None
        self._session, self._id, self._monotonic = surroundings.session, id, monotonic
        self._given = displays
        self._displays = displays or Displays(self)
        self._swapped = self._named = False
        self._slides: SessionSlides | None = None
        self._projection: Projection | None = None
        self._build()
        self._connect()
        self._bind_keys()
        self._read()

    @property
    def projection(self) -> Projection | None:
        """What is projected now from here, if anything."""
        return self._projection

    def shown_again(self) -> None:
        going_on = Projection.of(self.window())
        if going_on is not None and self._projection is None and going_on.session.session_id == self._id:
            self._follow(going_on)
        self._show()

    def begin(self) -> None:
        """Project, in place of anything else that is projected."""
        if self._slides is None or self._projection is not None:
            return
        former = Projection.of(self.window())
        if former is not None:
            former.end()
        window = self.window()
        displays = self._given or Displays(window)  # the page outlives this screen
        projection = Projection(window, self._slides, displays, monotonic=self._monotonic)
        if self._given is None:
            displays.setParent(projection)
        self._follow(projection)
        projection.begin(swapped=self._swapped)
        self._show()
        if projection.arrangement.team is not None:
            self.team.forward_button.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setup, self.team = SetupPage(), TeamPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.setup)
        self._stack.addWidget(self.team)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.setup.begin_requested.connect(self.begin)
        self.setup.swap_requested.connect(self._swap)
        self.team.wished.connect(self._act)
        self.team.names_wished.connect(self._wish_names)
        self._displays.changed.connect(self._show_screens)
        self._session.locking.connect(self._hide_names)
        self._session.bus.watch(self, (Topic.ATTENDANCE, Topic.ENROLMENTS, Topic.PARTICIPANTS), self._read_men)
        self._session.bus.watch(self, (Topic.SESSIONS, Topic.GROUPS, Topic.CURRICULA), self._read)

    def _bind_keys(self) -> None:
        """Keys that a page which scrolls, or a button, would take for itself; presenters send some of them."""
        self._keys = []
        for key, action in _PRESENTER_KEYS:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._act, action))
            self._keys.append(shortcut)

    def _follow(self, projection: Projection) -> None:
        self._projection = projection
        projection.changed.connect(self._show)
        projection.ticked.connect(self._show_time)
        projection.ended.connect(self._ended)

    # -- what the person does -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if self._projection is not None and wish is not None:
            self._projection.act(wish)
        elif wish is Action.FULL_SCREEN or (wish is Action.FORWARD and event.key() == Qt.Key.Key_Return):
            self.begin()
        elif wish is Action.END:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _act(self, action: Action) -> None:
        if self._projection is not None:
            self._projection.act(action)

    def _swap(self) -> None:
        self._swapped = not self._swapped
        self._show_screens()

    def _wish_names(self, shown: bool) -> None:
        if self._projection is not None and shown:
            self._projection.confirm_team_screen()
        else:
            self._hide_names()

    def _hide_names(self) -> None:
        if self._projection is not None:
            self._projection.hide_names()

    def _ended(self) -> None:
        if self._projection is not None and self._projection.arrangement.team is None:
            self.setup.say_afterwards()
        self._projection = None
        self._show()
        self.setup.begin_button.setFocus()

    # -- reading and showing ------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(ProjectedSession(session_id=self._id), owner=self, done=self._fill)

    def _fill(self, slides: SessionSlides) -> None:
        self._slides = slides
        self.setup.show_session(slides)
        self._show()

    def _show(self) -> None:
        projection = self._projection
        going_on = projection is not None and not projection.is_over
        self._stack.setCurrentWidget(self.team if going_on else self.setup)
        for shortcut in self._keys:
            shortcut.setEnabled(going_on)
        self._show_names()
        if projection is not None and going_on:
            self.team.show_projection(projection)
        else:
            self._show_screens()

    def _show_screens(self) -> None:
        here = self._displays.key_of(self)
        self.setup.show_screens(arrangement(self._displays.facts(), here, swapped=self._swapped))

    def _show_time(self) -> None:
        if self._projection is not None:
            self.team.show_time(self._projection)

    def _show_names(self) -> None:
        """Hide the names at once where they may not be seen; read them once they may."""
        if self._projection is None or not self._projection.names_allowed:
            self._named = False
            self.team.show_men(None)
        elif not self._named:
            self._named = True
            self._read_men()

    def _read_men(self) -> None:
        if self._named:
            self._session.read(SessionAttendance(session_id=self._id), owner=self, done=self._name, again=True)

    def _name(self, men: AttendanceList) -> None:
        if self._projection is not None and self._projection.names_allowed:
            self.team.show_men(men.expected)
