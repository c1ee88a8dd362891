"""The top of a group's page: what it is, and what can be done with it as a whole."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.groups import GroupDetails, GroupStatus
from facilitador.domain.packages import PackageKind
from facilitador.domain.roles import Role, Section, may_read
from facilitador.ui import theme
from facilitador.ui.screens.groups import words
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label

PRINTS = {
    "print_group_fichas": "Fichas del grupo",
    "print_roster": "Nómina",
    "print_attendance_sheet": "Lista de asistencia",
    "print_agreements": "Acuerdos del grupo",
}
"""The papers of a group, by the kind of destination that shows each."""

VISITS = {
    "sessions": ("Sesiones", Section.SESSIONS),
    "coverage": ("Asistencia y temas", Section.SESSIONS),
    "group_progress": ("Avance", Section.SESSIONS),
    "compliance": ("Cumplimiento", Section.SESSIONS),
    "indicators": ("Indicadores", Section.SESSIONS),
    "applications": ("Preguntas", Section.TESTS),
    "reviews": ("Revisión", Section.REVIEWS),
}
"""The pages about a group, by kind of destination: the button, and what the role must be allowed to read."""

SENDS = {
    PackageKind.SUPERVISION: ("Preparar un paquete…", Section.SESSIONS),
    PackageKind.HANDOVER: ("Entregar a otro servicio…", Section.RESERVED),
}
"""What a group leaves the book for: the words, and what the role must be allowed to read."""


class GroupHead(QWidget):
    """Name, state and facts.

    `print_requested(kind)`: one of `PRINTS`; `visit_requested(kind)`: one of `VISITS`; `send_requested(use)`: one of
    `SENDS`.
    """

    change_requested = Signal()
    close_requested = Signal()
    print_requested = Signal(str)
    visit_requested = Signal(str)
    send_requested = Signal(str)

    def __init__(self, may_change: bool, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_change, self._role = may_change, role
        self.visits: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        self.name = label("", "display")
        self.state = label("", "label")
        self.facts = label("", "muted")
        self.reason = label("", "muted")
        for part in (self.name, self.state, self.facts, self.reason):
            column.addWidget(part)
        column.addSpacing(theme.SPACE_S)
        column.addLayout(self._buttons())

    def show_group(self, details: GroupDetails) -> None:
        """Show this group."""
        group = details.group
        self.name.setText(group.name)
        self.state.setText(words.state(group))
        self.facts.setText("\n".join(words.facts(details)))
        self.reason.setText(f"Empezó sin todo lo que pide la directiva. Razón anotada: {group.start_reason}")
        self.reason.setVisible(bool(group.start_reason))
        self.change.setVisible(self._may_change and group.status is not GroupStatus.CLOSED)
        self.close_group.setVisible(self._may_change and group.status is not GroupStatus.FORMING)
        closing = "Ver el cierre" if group.status is GroupStatus.CLOSED else "Cerrar el grupo"
        self.close_group.setText(closing)
        self.close_group.setAccessibleName(closing)

    def _buttons(self) -> FlowLayout:
        row = FlowLayout()
        self.print = button("Imprimir", icon="print")
        self.change = button("Cambiar los datos")
        self.close_group = button("Cerrar el grupo", "quiet")
        self.menu = QMenu(self.print)
        for kind, text in PRINTS.items():
            self.menu.addAction(text, partial(self.print_requested.emit, kind))
        self.print.setMenu(self.menu)
        self.change.clicked.connect(self.change_requested)
        self.close_group.clicked.connect(self.close_requested)
        for kind, (text, section) in VISITS.items():
            if not may_read(self._role, section):
                continue
            visit = button(text)
            visit.clicked.connect(lambda checked=False, kind=kind: self.visit_requested.emit(kind))
            self.visits[kind] = visit
            row.addWidget(visit)
        for one in (self.print, *self._sending(), self.change, self.close_group):
            row.addWidget(one)
        return row

    def _sending(self) -> tuple[QPushButton, ...]:
        """The button with what may be sent; none for who may not, and on the page of another service."""
        self.sends = {
            use: text for use, (text, section) in SENDS.items() if self._may_change and may_read(self._role, section)
        }
        if not self.sends:
            return ()
        self.send = button("Enviar", icon="folder")
        menu = QMenu(self.send)
        for use, text in self.sends.items():
            menu.addAction(text, partial(self.send_requested.emit, use.value))
        self.send.setMenu(menu)
        return (self.send,)
