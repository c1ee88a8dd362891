"""Who has access, as cards; below, what keeps the book from being lost: review, recovery code, entrega de cargo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.access import AccessLine, AccessOverview
from facilitador.domain.dates import format_date
from facilitador.ui import theme
from facilitador.ui.role_words import RolesDisclosure
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.access_keys import ROLE_WORDS

ALONE = "Solo una persona puede abrir el cuaderno, y no consta quién guarda el código de recuperación."
NOBODY_KEEPS = "No consta quién guarda el sobre con el código de recuperación."
NEW_CODE_LOOSE = "El código es nuevo y no consta quién guarda el sobre. El anterior ya no abre nada."
STILL_OPENS = "Ya no está en el equipo, pero conserva su clave: quítele el acceso."


class OverviewPage(PageScroll):
    """Shows the overview. `may_write`: the role looks after access; `has_keys`: there are keys to look after.

    Wishes: `give_wanted`, `role_wanted(id)`, `clave_wanted(id)`, `end_wanted(id)`, `review_wanted`, `keeper_wanted`,
    `code_wanted`, `handover_wanted`, `acta_wanted(id)`.
    """

    give_wanted = Signal()
    role_wanted = Signal(UUID)
    clave_wanted = Signal(UUID)
    end_wanted = Signal(UUID)
    review_wanted = Signal()
    keeper_wanted = Signal()
    code_wanted = Signal()
    handover_wanted = Signal()
    acta_wanted = Signal(UUID)

    def __init__(
        self, own_id: UUID, today: Callable[[], date], *, may_write: bool, has_keys: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._own_id, self._today = own_id, today
        self._may_write, self._has_keys = may_write, may_write and has_keys
        self.cards: dict[UUID, AccessCard] = {}
        self.give_button = button("Dar acceso", "primary", icon="plus")
        if not self._has_keys:
            self.give_button.hide()
        self.give_button.clicked.connect(self.give_wanted)
        explanation = "Quién puede abrir este cuaderno y con qué rol. Cada persona tiene su propia clave."
        self.column.addWidget(SectionHeader("Accesos", explanation, action=self.give_button, role="title"))
        self.message = Banner()
        self.warning = Banner()
        self.column.addWidget(self.message)
        self.column.addWidget(self.warning)
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.SPACE_M)
        self.column.addLayout(self._people)
        self.roles = RolesDisclosure()
        self.column.addWidget(self.roles)
        self._add_review()
        self._add_code()
        self._add_handover()

    def show_overview(self, overview: AccessOverview) -> None:
        """Show who has access now, and what is due."""
        focused = next((key for key, shown in self.cards.items() if shown.has_focus), None)
        for shown in self.cards.values():
            shown.hide()
            shown.deleteLater()
        self.cards = {}
        for line in overview.lines:
            self._add_card(line)
        if focused in self.cards:
            self.cards[focused].focus_first()
        self.warning.say("" if overview.second_access else ALONE, "warning")
        self._show_review(overview)
        self._show_code(overview)
        self._show_handovers(overview)

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.give_button.setFocus()

    # -- building -----------------------------------------------------------------------------------------------------

    def _add_card(self, line: AccessLine) -> None:
        made = AccessCard(line, own=line.person.id == self._own_id, has_keys=self._has_keys)
        key = line.person.id
        made.role_button.clicked.connect(lambda: self.role_wanted.emit(key))
        made.clave_button.clicked.connect(lambda: self.clave_wanted.emit(key))
        made.end_button.clicked.connect(lambda: self.end_wanted.emit(key))
        self.cards[key] = made
        self._people.addWidget(made)

    def _add_review(self) -> None:
        self.review_words = label("")
        self.review_button = button("Revisé los accesos", icon="check")
        if not self._may_write:
            self.review_button.hide()
        self.review_button.clicked.connect(self.review_wanted)
        why = "Cada medio año: ¿cada persona de esta lista todavía lo necesita, y con ese rol?"
        self._add_section("Revisión de accesos", why, self.review_words, self.review_button)

    def _add_code(self) -> None:
        self.code_words = label("")
        self.keeper_button = button("Anotar quién lo guarda")
        if not self._may_write:
            self.keeper_button.hide()
        self.code_button = button("Renovar el código…", "quiet", icon="refresh")
        if not self._has_keys:
            self.code_button.hide()
        self.keeper_button.clicked.connect(self.keeper_wanted)
        self.code_button.clicked.connect(self.code_wanted)
        why = "Abre el cuaderno cuando alguien olvida su clave. Lo guarda la jefatura del servicio en un sobre cerrado."
        self._add_section("Código de recuperación", why, self.code_words, self.keeper_button, self.code_button)

    def _add_handover(self) -> None:
        self.handover_button = button("Empezar una entrega de cargo")
        if not self._has_keys:
            self.handover_button.hide()
        self.handover_button.clicked.connect(self.handover_wanted)
        why = (
            "Cuando alguien deja el servicio: sus grupos pasan a otras personas, su acceso termina sin necesitar su "
            "clave, y sale un acta para firmar."
        )
        column = self._add_section("Entrega de cargo", why, None, self.handover_button)
        self._handovers = QVBoxLayout()
        column.addLayout(self._handovers)
        self.acta_buttons: dict[UUID, QPushButton] = {}

    def _add_section(self, title: str, why: str, words: QWidget | None, *buttons: QPushButton) -> QVBoxLayout:
        frame, column = card()
        column.addWidget(label(title, "heading"))
        column.addWidget(label(why, "muted"))
        if words is not None:
            column.addWidget(words)
        row = FlowLayout()
        for made in buttons:
            row.addWidget(made)
        column.addLayout(row)
        self.column.addWidget(frame)
        return column

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show_review(self, overview: AccessOverview) -> None:
        if overview.reviewed_on is None:
            last = "Todavía no se revisaron."
        else:
            last = f"La última fue el {format_date(overview.reviewed_on)}, por {overview.reviewed_by}."
        late = overview.review_due <= self._today()
        self.review_words.setText(f"{last} {'Tocaba' if late else 'Toca'} el {format_date(overview.review_due)}.")

    def _show_code(self, overview: AccessOverview) -> None:
        if overview.keeper and overview.kept_on is not None:
            words = f"Lo guarda {overview.keeper} desde el {format_date(overview.kept_on)}."
        else:
            words = NEW_CODE_LOOSE if overview.code_renewed else NOBODY_KEEPS
        self.code_words.setText(words)

    def _show_handovers(self, overview: AccessOverview) -> None:
        while (item := self._handovers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.acta_buttons = {}
        for done in overview.handovers:
            said = f"{done.person} · {format_date(done.handed_on)}"
            made = button("Ver el acta", "quiet", icon="print")
            made.setAccessibleName(f"Ver el acta: {said}")
            made.clicked.connect(lambda checked=False, key=done.id: self.acta_wanted.emit(key))
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(said), 1)
            row.addWidget(made)
            self._handovers.addWidget(holder)
            self.acta_buttons[done.id] = made


class AccessCard(QFrame):
    """Someone who can open the book, and what can be done about it."""

    def __init__(self, line: AccessLine, *, own: bool, has_keys: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        person = line.person
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(label(f"{person.full_name} (usted)" if own else person.full_name, "heading"))
        role = ROLE_WORDS[person.role] if person.role is not None else ""
        column.addWidget(label(f"{role} · {last_opened(line.last_opened)}"))
        if not person.active:
            column.addWidget(label(STILL_OPENS, "notice"))
        self.role_button = button("Cambiar el rol")
        self.clave_button = button("Clave temporal nueva")
        self.clave_button.setToolTip("Cuando olvidó la suya: el programa inventa una que cambiará al entrar")
        self.end_button = button("Quitar el acceso", "quiet")
        self._buttons = (self.role_button, self.clave_button, self.end_button)
        row = FlowLayout()
        for made in self._buttons:
            made.setAccessibleName(f"{made.text()}: {person.full_name}")
            row.addWidget(made)
        if not has_keys:
            self.role_button.hide()
        if own or not has_keys:  # hidden, never shown: a button without its place yet would be a window of its own
            self.clave_button.hide()
            self.end_button.hide()
        if has_keys:
            column.addSpacing(theme.SPACE_XS)
            column.addLayout(row)

    @property
    def has_focus(self) -> bool:
        """True while the keyboard is on one of its buttons."""
        return any(made.hasFocus() for made in self._buttons)

    def focus_first(self) -> None:
        """Put the keyboard on its first button."""
        self.role_button.setFocus()


def last_opened(at: datetime | None) -> str:
    """`Entró por última vez el 20/11/2026`, on the calendar of this machine."""
    if at is None:
        return "Todavía no entró"
    return f"Entró por última vez el {format_date(at.astimezone().date())}"
