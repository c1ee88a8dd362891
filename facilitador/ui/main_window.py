"""The open book: sidebar with the areas that work, header, and the screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from facilitador.ui import shortcuts, theme
from facilitador.ui.book_session import BookSession, SavingState
from facilitador.ui.dialogs import Dialogs
from facilitador.ui.key_watch import KeyWatch
from facilitador.ui.navigation import Area, Navigator
from facilitador.ui.onlookers import others_look_on
from facilitador.ui.protection import KEY as PROTECTION_KEY
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.settings import Settings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.elided_label import ElidedLabel
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.search_box import SearchBox, SearchHit
from facilitador.ui.widgets.state_pill import PillState, StatePill
from facilitador.ui.window import HAS_EMERGENCY, emergency_button

if TYPE_CHECKING:
    from facilitador.ui.origins import OriginBanner
    from facilitador.ui.protection.quick import QuickProtection

Find = Callable[[str, Callable[[Sequence[SearchHit]], None]], None]

DEMO_WORDS = "Datos de ejemplo: personas y hechos inventados. No registre aquí a nadie real."
READ_ONLY_WORDS = "Solo lectura: aquí no se puede guardar nada, y lo que mire no queda en el registro de uso."
DEMO_REMOVAL = "Quitar los datos de ejemplo"
_OTHER_ROLE = {
    Role.FACILITATOR: "Ver los datos de ejemplo como quien supervisa",
    Role.SUPERVISOR: "Ver los datos de ejemplo como quien facilita",
}
APPEARANCES = (("system", "Como el sistema"), ("light", "Claro"), ("dark", "Oscuro"))
COPIES = "copies"
COPIED_SHOWN_MS = 10_000
IDLE_CHOICES = (2, 5, 10, 15, 30)

_PILLS = {
    SavingState.QUIET: None,
    SavingState.SAVING: PillState.SAVING,
    SavingState.SAVED: PillState.SAVED,
}


class MainWindow(QWidget):
    """Header, sidebar and screens of one open book; the page that `Window` shows while it is open.

    `lock_requested`: by key or button. `emergency_requested`: by the red button. `preference_chosen(name, value)`: a
    field of `Settings` and its new value. `origin` says above the screens whose what they show is.
    """

    lock_requested = Signal()
    other_role_requested = Signal()  # example data as the other of its two people sees them
    emergency_requested = Signal()
    preference_chosen = Signal(str, object)

    def __init__(
        self,
        session: BookSession,
        areas: Sequence[Area],
        routes: Mapping[str, Callable[[UUID | None], Screen]],
        find: Find,
        dialogs: Dialogs,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        origin: OriginBanner | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._areas, self._dialogs = session, tuple(areas), dialogs
        self._origin = origin
        self._settings, self._kinds = settings, frozenset(routes)
        self.setProperty("ground", "window")
        self._preferences_menu = QMenu(self)
        self._stack = QStackedWidget()
        self.navigator = Navigator(self._stack, areas, routes)
        self._build(find)
        self._fit_text()
        self._connect()
        self._bind_keys()
        self.navigator.go(Destination(self._areas[0].id))

    def say_refused(self, error: UserFacingError) -> None:
        """Say what was refused, where no screen says it itself."""
        self._dialogs.refuse(self, error)

    def say_copied(self) -> None:
        """Say for a moment that a copy of the book was made, unless something else is being said."""
        if self.pill.state is None:
            self.pill.set_state(PillState.COPIED)
            QTimer.singleShot(COPIED_SHOWN_MS, self.pill, self._forget_copied)

    def _forget_copied(self) -> None:
        if self.pill.state is PillState.COPIED:
            self.pill.set_state(None)

    def use_settings(self, settings: Settings) -> None:
        """Show these preferences as chosen, and make room for the size of the text."""
        self._settings = settings
        self._fit_text()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self, find: Find) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header(find))
        if self._session.demo:
            banner = Banner(DEMO_WORDS, "warning", action=DEMO_REMOVAL)
            banner.action_requested.connect(self.lock_requested)
            column.addWidget(banner)
        if self._session.read_only:
            column.addWidget(Banner(READ_ONLY_WORDS, "warning"))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._build_sidebar())
        right = QVBoxLayout()
        right.setSpacing(0)
        self.back_button = button("Volver", "quiet", icon="back")
        self.back_button.hide()
        back_row = QHBoxLayout()
        back_row.setContentsMargins(theme.SPACE_L, theme.SPACE_XS, theme.SPACE_L, 0)
        back_row.addWidget(self.back_button)
        back_row.addStretch(1)
        right.addLayout(back_row)
        if self._origin is not None:
            right.addWidget(self._origin)
        right.addWidget(self._stack, 1)
        body.addLayout(right, 1)
        column.addLayout(body, 1)

    def _build_header(self, find: Find) -> QFrame:
        header = QFrame()
        header.setProperty("role", "header")
        row = QHBoxLayout(header)
        row.setContentsMargins(theme.SPACE_L, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        row.setSpacing(theme.SPACE_M)
        name = ElidedLabel(self._session.title)
        name.setProperty("role", "heading")
        row.addWidget(name, 3)
        self.pill = StatePill(parent=header)
        row.addWidget(self.pill)
        self.search = SearchBox(find, header)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.search, 2)
        self.preferences_button = button("Ajustes", "quiet", icon="settings")
        self.lock_button = button("Bloquear", icon="lock")
        self.lock_button.setToolTip("Cerrar el cuaderno y pedir la clave (Ctrl+L)")
        self.protect_button = button("Proteger", icon="warning")
        self.protect_button.setToolTip(f"Alguien puede estar en peligro ({PROTECTION_KEY})")
        row.addWidget(self.protect_button)
        row.addWidget(self.preferences_button)
        row.addWidget(self.lock_button)
        return header

    def _build_sidebar(self) -> QFrame:
        sidebar = QFrame()
        sidebar.setProperty("role", "sidebar")
        self._sidebar = sidebar
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(theme.SPACE_S, theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        column.setSpacing(theme.SPACE_XS)
        self._area_group = QButtonGroup(self)
        self.area_buttons: dict[str, QPushButton] = {}
        for area in self._areas:
            entry = button(area.title, "area", icon=area.icon)
            entry.setCheckable(True)
            entry.setAccessibleDescription("Área del cuaderno")
            entry.clicked.connect(lambda checked=False, area=area: self._visit(area.id))
            self._area_group.addButton(entry)
            self.area_buttons[area.id] = entry
            column.addWidget(entry)
        column.addStretch(1)
        self.emergency_button = emergency_button()
        self.emergency_button.clicked.connect(self.emergency_requested)
        self.setProperty(HAS_EMERGENCY, True)
        column.addWidget(self.emergency_button)
        column.addWidget(label(self._session.person.full_name, "help"))
        return sidebar

    def _fit_text(self) -> None:
        self._sidebar.setFixedWidth(theme.scaled(180))
        self.search.setMaximumWidth(theme.scaled(340))

    def _connect(self) -> None:
        self.lock_button.clicked.connect(self.lock_requested)
        self.preferences_button.clicked.connect(self._show_preferences)
        self.back_button.clicked.connect(self.navigator.back)
        self.protect_button.clicked.connect(self._protect)
        self.navigator.moved.connect(self._show_where)
        self.search.chosen.connect(self.navigator.go)
        self._session.saving_changed.connect(self._show_saving)
        self._session.refused.connect(self.say_refused)

    def _bind_keys(self) -> None:
        for keys in ("Ctrl+K", "Ctrl+F"):
            shortcuts.bind(self, keys, self.search.start)
        shortcuts.bind(self, "Ctrl+L", self.lock_requested.emit)
        KeyWatch(Qt.Key.Key_F8, self).pressed.connect(self._protect)
        shortcuts.bind(self, "Alt+Left", self.navigator.back)
        for number, area in enumerate(self._areas[:9], start=1):
            shortcuts.bind(self, f"Ctrl+{number}", partial(self._visit, area.id))

    # -- what the person does -----------------------------------------------------------------------------------------

    def _visit(self, area: str) -> None:
        self.navigator.go(Destination(area))
        self._show_where()  # also where the screen did not let go: the sidebar says where one is, not where one wished

    @cached_property
    def protection(self) -> QuickProtection:
        """The window that opens a protection matter; made at its first use."""
        from facilitador.ui.protection.quick import QuickProtection

        made = QuickProtection(self._session, self)
        made.destination_requested.connect(self.navigator.go)
        return made

    def _protect(self) -> None:
        """Ask who may be in danger; whatever is in sight stays as it is. Never where others read along."""
        if not others_look_on(self):
            self.protection.ask(self.navigator.destination)

    def _show_saving(self, state: SavingState) -> None:
        self.pill.set_state(_PILLS[state])

    def _show_where(self) -> None:
        self.area_buttons[self.navigator.area].setChecked(True)
        self.setProperty("manual", self.navigator.place)
        if self._origin is not None:
            self._origin.show_for(self.navigator.destination)
        way_back = self.navigator.way_back
        self.back_button.ensurePolished()  # a page that lays itself out at once must find its size as it will be
        self.back_button.setVisible(bool(way_back))
        self.back_button.setText(way_back.replace("&", "&&"))
        self.back_button.setAccessibleName(f"Volver a {way_back}")
        self.back_button.setToolTip("Volver (Alt+←)")

    def _show_manual(self, page: str) -> None:
        from facilitador.ui.manual import open_manual  # only who asks for it pays for it

        open_manual(self, page)

    def _show_preferences(self) -> None:
        self.preferences_menu().popup(self.preferences_button.mapToGlobal(self.preferences_button.rect().bottomLeft()))

    def preferences_menu(self) -> QMenu:
        """The menu of preferences with the present ones ticked."""
        now = self._settings
        menu = self._preferences_menu
        menu.clear()
        for former in menu.findChildren(QMenu):  # clearing leaves submenus behind
            former.deleteLater()
        self._add_choices(menu, "Colores", "appearance", APPEARANCES, now.appearance)
        sizes = tuple((size, f"{size} %") for size in theme.TEXT_SIZES)
        self._add_choices(menu, "Tamaño del texto", "text_percent", sizes, now.text_percent)
        minutes = tuple((minutes, f"Tras {minutes} minutos sin uso") for minutes in IDLE_CHOICES)
        self._add_choices(menu, "Bloqueo", "idle_minutes", minutes, now.idle_minutes)
        menu.addSeparator()
        other = _OTHER_ROLE.get(self._session.person.role) if self._session.demo else None
        if other is not None:
            menu.addAction(other, self.other_role_requested.emit)
        if COPIES in self._kinds:
            menu.addAction("Copias de respaldo", lambda: self.navigator.go(Destination(COPIES)))
        menu.addAction("Manual (F1)", lambda: self._show_manual(self.navigator.place))
        menu.addAction("Atajos de teclado", lambda: self._show_manual("atajos"))
        return menu

    def _add_choices(
        self, menu: QMenu, title: str, name: str, choices: Sequence[tuple[object, str]], present: object
    ) -> None:
        submenu = menu.addMenu(title)
        group = QActionGroup(submenu)
        for value, words in choices:
            action = submenu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == present)
            group.addAction(action)
            action.triggered.connect(lambda checked=False, value=value: self.preference_chosen.emit(name, value))
