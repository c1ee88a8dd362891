"""How the list is to be imported: who finds no place, what cannot be read, and since when they are in the group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import FieldKind
from facilitador.errors import InvalidInput, Problem
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.forms import Form
from facilitador.ui.screens.roster_imports.reader import Laid
from facilitador.ui.short_forms import controls, day_in, problems_as_typed, refuse_unfinished

WAITLIST = "Los que no alcancen lugar pasan a la lista de espera"
LEAVE_BLANK = "Lo que no se entienda queda en blanco en su ficha"
LEAVE_BLANK_HELP = "Salvo los nombres. Cada fila con algo en blanco se confirma."


class ImportOptions(QWidget):
    """`waitlist_changed(bool)`, `leave_blank_changed(bool)`."""

    waitlist_changed = Signal(bool)
    leave_blank_changed = Signal(bool)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        spec = FieldSpec("since", "¿Desde qué día están en el grupo?", FieldKind.DATE)
        self._parts = (FormPart("", "", (spec,)),)
        self.waitlist = QCheckBox(WAITLIST)
        self.leave_blank = QCheckBox(LEAVE_BLANK)
        self.leave_blank.setToolTip(LEAVE_BLANK_HELP)
        self.leave_blank.setAccessibleDescription(LEAVE_BLANK_HELP)
        self.form = Form(
            self._parts,
            controls(today),
            check=lambda values: problems_as_typed(self._parts, values, today()),
            parent=self,
        )
        self.form.set_values({"since": today().isoformat()})
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(theme.SPACE_M)
        boxes = QVBoxLayout()
        boxes.setSpacing(theme.SPACE_XS)
        for box in (self.waitlist, self.leave_blank):
            boxes.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
        boxes.addStretch(1)
        self._side.addLayout(boxes, 4)
        self._side.addWidget(self.form, 3)
        self.waitlist.toggled.connect(self.waitlist_changed)
        self.leave_blank.toggled.connect(self.leave_blank_changed)

    def show_list(self, laid: Laid) -> None:
        """Show how this list is being read."""
        for box, ticked in ((self.waitlist, laid.decisions.waitlist), (self.leave_blank, laid.leave_blank)):
            blocker = QSignalBlocker(box)
            box.setChecked(ticked)
            blocker.unblock()

    def set_wide(self, wide: bool) -> None:
        """Put the day beside the rest where there is room."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._side.setDirection(across if wide else down)

    def since(self) -> date:
        """The day they came, today if she left it empty; refuses with InvalidInput what is no day."""
        values = self.form.values()
        refuse_unfinished(self._parts, values, self._today(), self.form.shown)
        return day_in(values, "since") or self._today()

    def show_problems(self, error: InvalidInput) -> None:
        """Say what is wrong beside it."""
        self.form.show_problems(error.problems)

    def say_refused(self, problem: Problem) -> bool:
        """Say it beside the day if it is about that; False if it is not."""
        return problem.field == "since" and not self.form.show_problems([problem])
