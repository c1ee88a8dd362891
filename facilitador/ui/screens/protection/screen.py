"""Protección: every matter with its date, where it came from, its state and next date; a new one by one sentence."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.protection import ProtectionLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import RESERVED, may_leave
from facilitador.ui.protection import KEY
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.protection import questions
from facilitador.ui.screens.protection.models import matters_model
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.layout import EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.protection import ProtectionMatters
from facilitador.use_cases.requests import Outcome

PAGE_WIDTH = 900
TITLE = "Protección"
EXPLANATION = "Aquí no se lee qué pasó ni de quién se trata: eso se abre en cada asunto, y queda anotado quién lo vio."


class ProtectionScreen(Screen):
    """Reads the list each time something of it changed."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.RESERVED)
        self._build()
        self._session.bus.watch(self, (Topic.PROTECTION,), self._read)
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved sentence is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel, detail=RESERVED)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        self.open_button = button("Abrir un asunto", "primary", icon="plus")
        self.open_button.setToolTip(f"Desde cualquier pantalla: {KEY}")
        self.panel = Panel(self._surroundings.today)
        self.empty = EmptyState(
            "warning",
            "No hay asuntos de protección",
            f"Cuando alguien pueda estar en peligro, presione {KEY} en cualquier pantalla y escriba una frase. "
            "Lo demás se completa después.",
        )
        self._lines = matters_model(self._surroundings.today())
        self.table: FittedTable[ProtectionLine] = FittedTable(self._lines, "Asuntos de protección")
        self.table.setSortingEnabled(False)
        self.table._proxy.sort(-1)  # the most pressing first
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, action=self.open_button, role="title"))
        for part in (self.panel, self.empty, self.table):
            column.addWidget(part)
        column.addStretch(1)
        self.open_button.setVisible(self._may_write)  # it has its place now: before, it would flash up as a window
        self.page.page.hide()  # nothing to show before the first answer
        self.open_button.clicked.connect(self._ask)
        self.panel.accepted.connect(self._open)
        self.panel.closed.connect(self.open_button.show)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.table.opened.connect(lambda line: self._go(line.id))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(ProtectionMatters(), owner=self, done=self._show)

    def _show(self, lines: tuple[ProtectionLine, ...]) -> None:
        self._lines.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.open_button.hide()  # one primary action at a time
        self.panel.ask("Abrir un asunto de protección", (questions.SENTENCE,), "Guardar")

    def _open(self, answers: Answers) -> None:
        command = questions.opening(answers)
        self._session.run([command], owner=self, done=self._opened, failed=self.panel.refuse)

    def _opened(self, outcome: Outcome) -> None:
        self.panel.close_panel()
        self._go(outcome.ids[0])

    def _go(self, matter: UUID) -> None:
        self.destination_requested.emit(Destination("protection_matter", matter))
