"""The fields that the service adds to the ficha: what there is, adding one, other words for it, asking it no more."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from facilitador.domain.services import OwnField, Service
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.screens.services.questions import (
    DRAFT_NAME,
    NEW_FIELD,
    details_of,
    label_parts,
    new_field_subject,
    own_field_addition,
    own_field_parts,
    relabelling,
)
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.services import RetireOwnField

EXPLANATION = (
    "Preguntas que este servicio agrega a la ficha de registro (6.4.2). Salen al final, en la pantalla y en el papel. "
    "Nunca se borran: se dejan de preguntar, y lo respondido se conserva."
)


class OwnFieldsCard(QFrame):
    """Lists the service's own fields; who may write adds and changes them. `stale`: they must be read anew."""

    stale = Signal()

    def __init__(self, surroundings: Surroundings, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._surroundings, self._may_write = surroundings, may_write
        self.rows: dict[UUID, OwnFieldRow] = {}
        self.panel: FormPanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(SectionHeader("Datos propios en la ficha", EXPLANATION))
        self.empty = label("Todavía no hay ninguno: la ficha se pregunta tal como viene.", "muted")
        column.addWidget(self.empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_M)
        column.addLayout(self._list)
        if may_write:
            self.panel = self._build_panel()
            column.addWidget(self.panel)

    def begin(self, service: Service) -> None:
        """Offer the draft of a new field, once it is known whose."""
        if self.panel is None:
            return
        editor, subject = self.panel.editor, new_field_subject(service.id)
        editor.saved.connect(lambda outcome: editor.begin(NEW_FIELD, subject=subject))
        editor.begin(NEW_FIELD, subject=subject)

    def show_fields(self, fields: Sequence[OwnField]) -> None:
        """Show these, those asked no more at the end; what is being typed stays."""
        self.empty.setVisible(not fields)
        ordered = [*(one for one in fields if not one.retired), *(one for one in fields if one.retired)]
        for place, field in enumerate(ordered):
            row = self.rows.get(field.id)
            if row is None:
                row = self.rows[field.id] = OwnFieldRow(self._surroundings, field, may_write=self._may_write)
                row.stale.connect(self.stale)
            else:
                row.show_field(field)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.line.setVisible(place > 0)

    def let_go(self) -> bool:
        """Keep what is being typed; False only while something of it is being saved."""
        panels = [self.panel, *(row.panel for row in self.rows.values())]
        answers = [panel.editor.let_go() for panel in panels if panel is not None]  # each keeps its own
        return all(answers)

    def _build_panel(self) -> FormPanel:
        editor = FormEditor(
            self._surroundings,
            DRAFT_NAME,
            own_field_parts(),
            lambda values: [own_field_addition(values)],
            save_text="Agregar a la ficha",
        )
        return FormPanel(editor, "Agregar un dato", "Un dato más en la ficha")


class OwnFieldRow(QWidget):
    """One field of the service's own. `stale`: it was refused because it has changed since."""

    stale = Signal()

    def __init__(
        self, surroundings: Surroundings, field: OwnField, *, may_write: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._field = surroundings.session, field
        self.line = rule()
        self.caption = label("", "label")
        self.details = label("", "muted")
        self.panel: FormPanel | None = None
        self.retire_button = button("", "quiet", parent=self)
        self.retire_button.hide()
        self.retire_button.clicked.connect(self._retire_or_bring_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self.line)
        column.addWidget(self.caption)
        column.addWidget(self.details)
        if may_write:
            self.panel = self._build_panel(surroundings)
            column.addWidget(self.panel)
            self.retire_button.show()
        self.show_field(field)

    def show_field(self, field: OwnField) -> None:
        """Show the field as it is now."""
        self._field = field
        self.caption.setText(f"{field.label} (ya no se pregunta)" if field.retired else field.label)
        self.details.setText(details_of(field))
        verb = "Volver a preguntar" if field.retired else "Dejar de preguntar"
        self.retire_button.setText(verb)
        self.retire_button.setAccessibleName(f"{verb}: {field.label}")
        self.retire_button.setEnabled(True)
        if self.panel is not None:
            self.panel.open_button.setAccessibleName(f"Cambiar las palabras: {field.label}")
            self.panel.editor.refresh({"label": field.label}, field.revision)

    def _build_panel(self, surroundings: Surroundings) -> FormPanel:
        editor = FormEditor(
            surroundings,
            DRAFT_NAME,
            label_parts(),
            lambda values: [relabelling(self._field, values)],
        )
        editor.begin({"label": self._field.label}, subject=self._field.id, revision=self._field.revision)
        editor.stale.connect(self.stale)
        panel = FormPanel(editor, "Cambiar las palabras", "", icon="")
        set_kind(panel.open_button, "quiet")
        panel.button_row.insertWidget(1, self.retire_button)
        return panel

    def _retire_or_bring_back(self) -> None:
        self.retire_button.setEnabled(False)  # until it is read anew: twice would be refused
        command = RetireOwnField(
            own_field_id=self._field.id, revision=self._field.revision, retired=not self._field.retired
        )
        self._session.run([command], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self._session.refused.emit(error)
        self.stale.emit()
