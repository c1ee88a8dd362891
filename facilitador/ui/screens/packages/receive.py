"""Recibir un paquete: the file, what it would bring, what a person must decide, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import PackagePreview
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.packages.receive_parts import ConflictCard, PreviewCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.package_receiving import PreviewPackage, TakeIn, UndoPackage
from facilitador.use_cases.requests import Outcome

TITLE: Final = "Recibir un paquete"
EXPLANATION: Final = (
    "Elija el archivo que le enviaron. El programa comprueba quién lo firma y muestra qué trae. Nada cambia en su "
    "cuaderno hasta que usted lo incorpore."
)
PACKAGE: Final = FileKind("Paquete", ("paquete",))
CHOOSE, CHOOSE_OTHER = "Elegir el archivo…", "Elegir otro archivo…"
TAKE: Final = "Incorporar"
READING: Final = "Leyendo y comprobando el paquete…"
TAKING: Final = "Incorporando. No apague la computadora."
TAKEN: Final = "Quedó incorporado."
TAKEN_ALREADY: Final = "Este paquete ya se incorporó: no hay nada que cambiar."
NOTHING_NEWER: Final = "Lo que trae ya está en su cuaderno, o hay algo más nuevo: no hay nada que cambiar."
RECEIPT_NEXT: Final = "Lea por teléfono el código de recibo a quien lo entregó."
TEAM_NEXT: Final = "Nombre a quienes facilitan el grupo aquí."
UNDONE: Final = "Quedó deshecho: el cuaderno está como antes de recibirlo."
TO_DECIDE: Final = "Cambió aquí y también allá"
TO_DECIDE_DETAIL: Final = "Elija en cada caso qué vale. Mientras falte uno, no se incorpora nada."
_NEXT: Final = {
    PackageKind.SUPERVISION: ("Ver los grupos", "groups"),
    PackageKind.HANDOVER: ("Ver el código de recibo", "packages"),
    PackageKind.MAN: ("Ver quién llegó", "packages"),
    PackageKind.REVIEW: ("Ver lo que hay por hacer", "home"),
}
"""What is worth seeing once it was taken in, and where that is."""
_LEFT_TO_DO: Final = {PackageKind.HANDOVER: (RECEIPT_NEXT, TEAM_NEXT), PackageKind.MAN: (RECEIPT_NEXT,)}
"""What the person still has to do about it, beyond the book."""
_ABOUT_A_KEY: Final = frozenset({"package_from_stranger", "package_from_known_name", "package_from_withdrawn"})
"""Refusals that are mended where keys are confirmed."""


class ReceiveScreen(Screen):
    """Nothing is written before the person takes it in; whatever is refused is said in place, and nothing stays."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._folder = surroundings, surroundings.session, folder
        self._reading = Background(self)
        self._content: bytes | None = None
        self._asked = 0  # an answer to a question that was given up is not shown
        self._preview: PackagePreview | None = None
        self._about_key = False
        self.conflicts: list[ConflictCard] = []
        self._build()
        self._offer()

    def may_leave(self) -> bool:
        if not any(one.side is not None for one in self.conflicts):
            return True
        return self._surroundings.dialogs.confirm(
            self,
            "¿Salir sin incorporar el paquete?",
            "Salir",
            detail="En el cuaderno no cambia nada. Lo que eligió se pierde.",
        )

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.choose_button = button(CHOOSE, "primary", icon="folder")
        self.message = Banner()
        self.waiting = label(READING, "muted")
        self.cancel_button = button("Cancelar", "quiet")
        self.keys_button = button("Ver las llaves", "quiet", icon="key")
        self.preview = PreviewCard()
        self.to_decide = SectionHeader(TO_DECIDE, TO_DECIDE_DETAIL)
        self._conflicts = QVBoxLayout()
        self._conflicts.setSpacing(theme.SPACE_L)
        self.take_button = button(TAKE, "primary", icon="check")
        self.other_button = button(CHOOSE_OTHER, icon="folder")
        self.groups_button = button("", "primary")
        self.undo_button = button("Deshacer", "quiet", icon="undo")
        self._lay_out()
        self.choose_button.clicked.connect(self._choose)
        self.other_button.clicked.connect(self._choose)
        self.cancel_button.clicked.connect(self._cancel)
        self.keys_button.clicked.connect(lambda: self.destination_requested.emit(Destination("keys")))
        self.take_button.clicked.connect(self._take)
        self.undo_button.clicked.connect(self._undo)
        self.groups_button.clicked.connect(self._go_on)

    def _lay_out(self) -> None:
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        first, last = FlowLayout(), FlowLayout()
        for made in (self.choose_button, self.keys_button, self.cancel_button):
            first.addWidget(made)
        for made in (self.take_button, self.groups_button, self.other_button, self.undo_button):
            last.addWidget(made)
        column.addWidget(self.message)
        column.addWidget(self.waiting)
        column.addLayout(first)
        column.addWidget(self.preview)
        column.addWidget(self.to_decide)
        column.addLayout(self._conflicts)
        column.addLayout(last)
        column.addStretch(1)

    def _offer(self, *, busy: str = "", taken: bool = False) -> None:
        """What can be done now. One primary action at a time."""
        shown = self._preview
        self.waiting.setText(busy)
        self.waiting.setVisible(bool(busy))
        self.cancel_button.setVisible(busy == READING)
        self.choose_button.setVisible(not busy and shown is None)
        self.keys_button.setVisible(not busy and self._about_key)
        self.other_button.setVisible(not busy and shown is not None)
        self.take_button.setVisible(not busy and not taken and shown is not None and not shown.nothing_newer)
        self.take_button.setEnabled(all(one.side is not None for one in self.conflicts))
        self.groups_button.setVisible(not busy and taken)
        self.undo_button.setVisible(not busy and taken)
        self.to_decide.setVisible(bool(self.conflicts))

    # -- the file -----------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        if not self.may_leave():
            return
        path = self._surroundings.dialogs.open_file(self, "Elegir el paquete", (PACKAGE,), self._folder())
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        from facilitador.exchange.packages import read_file  # only who receives pays for it

        self._forget()
        self._about_key = False
        self._asked += 1
        number = self._asked
        self.message.say("")
        self._offer(busy=READING)
        self._reading.run(
            lambda: read_file(path),
            lambda content: self._look(number, content),
            lambda error: self._refuse_reading(number, error),
        )

    def _look(self, number: int, content: bytes) -> None:
        if number != self._asked:
            return
        self._content = content
        self._session.read(
            PreviewPackage(content=content),
            owner=self,
            done=lambda preview: self._show(number, preview),
            failed=lambda error: self._refuse_reading(number, error),
        )

    def _cancel(self) -> None:
        self._asked += 1
        self._forget()
        self._offer()
        self.choose_button.setFocus()

    def _forget(self) -> None:
        """Nothing of a file is kept once another is chosen, or it is given up."""
        self._content, self._preview = None, None
        self.preview.hide()
        self._forget_conflicts()

    def _forget_conflicts(self) -> None:
        for one in self.conflicts:
            self._conflicts.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.conflicts = []

    def _show(self, number: int, preview: PackagePreview) -> None:
        if number != self._asked:
            return
        self._preview = preview
        self.preview.show_preview(preview, self._surroundings.local)
        self.groups_button.setText(_NEXT[preview.kind][0])
        for conflict in preview.conflicts:
            made = ConflictCard(conflict, preview.form)
            made.decided.connect(self._offer)
            self.conflicts.append(made)
            self._conflicts.addWidget(made)
        if preview.nothing_newer and preview.clock_behind:
            told = {"name": preview.sender_name, "service": preview.service_name}
            self.message.say(messages.message("package_clock_behind", told).whole, "warning")
        elif preview.nothing_newer:
            self.message.say(TAKEN_ALREADY if preview.taken else NOTHING_NEWER, "info")
        self._offer()
        (self.take_button if self.take_button.isVisible() else self.other_button).setFocus()

    def _refuse_reading(self, number: int, error: UserFacingError) -> None:
        if number == self._asked:
            self._forget()
            self._refuse(error)

    # -- taking in ----------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        if self._content is None:
            return
        decisions: dict[str, Side] = {one.id: one.side for one in self.conflicts if one.side is not None}
        command = TakeIn(content=self._content, decisions=decisions)
        self.message.say("")
        self._offer(busy=TAKING)
        self._session.run([command], owner=self, done=self._taken, failed=self._refuse)

    def _taken(self, outcome: Outcome) -> None:
        told = [messages.message(one.code, one.parameters).whole for one in outcome.notices]
        self._forget_conflicts()  # they are decided: nothing is left to choose, nor to be lost by leaving
        left = _LEFT_TO_DO.get(self._preview.kind, ()) if self._preview is not None else ()
        self.message.say(" ".join(told or (TAKEN, *left)), "info" if told else "good")
        self._offer(taken=not told)
        self.page.verticalScrollBar().setValue(0)
        (self.other_button if told else self.groups_button).setFocus()

    def _go_on(self) -> None:
        if self._preview is not None:
            self.destination_requested.emit(Destination(_NEXT[self._preview.kind][1]))

    def _undo(self) -> None:
        if self._preview is not None:
            command = UndoPackage(package_id=self._preview.package_id)
            self._session.run([command], owner=self, done=self._undone, failed=self._refuse_undo)

    def _undone(self, outcome: Outcome) -> None:
        self._forget()
        self.message.say(UNDONE, "good")
        self._offer()

    def _refuse_undo(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _refuse(self, error: UserFacingError) -> None:
        """What was refused, calmly, with what to do; nothing was stored."""
        self.message.say(messages.of_error(error).whole, "problem")
        self._about_key = error.code in _ABOUT_A_KEY
        self._offer()
        self.page.verticalScrollBar().setValue(0)
