"""Which of the service's own fields are counted in the export without names (6.9.2): declared, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.domain.services import OwnField
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import GO_ON, may_leave
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.anonymised_export import CODED, SharedOwnFields, ShareOwnField, UnshareOwnField
from facilitador.use_cases.requests import Outcome

EXPLANATION: Final = (
    "La exportación sin nombres cuenta un dato propio solo si es una lista o un sí o no, y si el servicio declara que "
    "no permite reconocer a nadie. Los números pequeños se ocultan siempre."
)
COUNTED: Final = "Se cuenta en la exportación sin nombres."
NOT_COUNTED: Final = "No sale del cuaderno."
DECLARE: Final = "Declarar que no identifica a nadie"
TAKE_BACK: Final = "Dejar de contarlo"
_WHY: Final = (FieldSpec("why", "¿Por qué no permite reconocer a nadie?", FieldKind.LONG_TEXT, compulsory=True),)


class SharingCard(QFrame):
    """The coded fields of the service, each counted or not; out of sight where there is none."""

    def __init__(self, surroundings: Surroundings, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._surroundings, self._session, self._may_write = surroundings, surroundings.session, may_write
        self._fields: tuple[OwnField, ...] = ()
        self._shared: frozenset[UUID] = frozenset()
        self._asked: UUID | None = None
        self.buttons: dict[UUID, QPushButton] = {}
        self._drawn: list[QWidget] = []
        self.panel = Panel(surroundings.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader("Datos propios en la exportación sin nombres", EXPLANATION))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_M)
        column.addLayout(self._list)
        column.addWidget(self.panel)
        self.panel.accepted.connect(self._declare)
        self.hide()

    def may_leave(self) -> bool:
        """Asks before a reason that was begun is lost."""
        return may_leave(self._surroundings, self, self.panel)

    def read(self) -> None:
        """Read which fields were declared."""
        self._session.read(SharedOwnFields(), owner=self, done=self._show_shared)

    def show_fields(self, fields: Sequence[OwnField]) -> None:
        """Show these, as far as they can be counted."""
        self._fields = tuple(one for one in fields if one.kind in CODED)
        self._draw()

    def _show_shared(self, shared: frozenset[UUID]) -> None:
        self._shared = shared
        self._draw()

    def _draw(self) -> None:
        for former in self._drawn:
            self._list.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.buttons = {}
        self._drawn = [self._row(field) for field in self._fields]
        for row in self._drawn:
            self._list.addWidget(row)
        self.setVisible(bool(self._fields))

    def _row(self, field: OwnField) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        words.addWidget(label(field.label, "label"))
        counted = field.id in self._shared
        words.addWidget(label(COUNTED if counted else NOT_COUNTED, "muted"))
        row.addLayout(words, 1)
        if self._may_write:
            act = button(TAKE_BACK if counted else DECLARE, "quiet")
            act.setAccessibleDescription(field.label)
            act.clicked.connect(partial(self._take_back if counted else self._ask, field))
            self.buttons[field.id] = act
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(self, field: OwnField, checked: bool = False) -> None:
        if may_leave(self._surroundings, self, self.panel, GO_ON):
            self._asked = field.id
            self.panel.ask(DECLARE, _WHY, "Declararlo", words=field.label)

    def _declare(self, answers: Answers) -> None:
        assert self._asked is not None  # the panel asks about a field
        command = ShareOwnField(own_field_id=self._asked, why=text_in(answers, "why"))
        self._session.run([command], owner=self, done=self._declared, failed=self.panel.refuse)

    def _declared(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _take_back(self, field: OwnField, checked: bool = False) -> None:
        self._session.run([UnshareOwnField(own_field_id=field.id)], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self._session.refused.emit(error)
        self.read()
