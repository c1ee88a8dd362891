"""What each column of the list is: found by its heading, and changed by whoever knows better."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.roster_cells import plain_text
from facilitador.domain.roster_columns import Column, Layout
from facilitador.domain.sheets import Row, Sheet
from facilitador.ui import theme
from facilitador.ui.screens.roster_imports import words
from facilitador.ui.screens.roster_imports.reader import NO_HEADINGS, Laid
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import card, label

OPEN = "Cambiar las columnas"
CLOSE = "Ocultar las columnas"
WITHOUT = "La lista no tiene encabezados"
_ROWS_OFFERED = 12
_SAMPLES = 2
_LOOKED_AT = 30
_LENGTH = 36  # letters that fit beside each other in the narrowest window


class ColumnsPanel(QWidget):
    """Says in one line what was recognised; unfolded, a list for every column.

    `layout_wanted(Layout)`: a column is something else. `heading_row_wanted(int)`: the headings stand elsewhere.
    """

    layout_wanted = Signal(object)
    heading_row_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = Layout(1, ())
        self._built_for: object = None
        self.combos: dict[int, ComboBox] = {}
        self._targets = QStandardItemModel(self)  # one for all columns
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        head = QHBoxLayout()
        self.summary = label("")
        self.toggle = button(OPEN)
        head.addWidget(self.summary, 1)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        body, self._inside = card(self)
        self._body = body
        column.addWidget(body)
        self.heading_row = ComboBox(self)
        self.heading_row.activated.connect(self._tell_heading_row)
        self._inside.addWidget(self._captioned("¿En qué fila están los encabezados?", self.heading_row))
        self._wide = False
        self._cells: list[QWidget] = []
        self._grid_holder: QWidget | None = None
        self.toggle.clicked.connect(lambda: self._unfold(body.isHidden()))
        self._unfold(False)

    def show_list(self, laid: Laid) -> None:
        """Show how this list is read; one that was not understood is unfolded."""
        layout = laid.preview.layout
        self._layout = layout
        self.summary.setText(_summary(layout))
        self._fill_heading_rows(laid.sheet, layout)
        shape = (laid.preview.targets, tuple((one.index, one.heading) for one in layout.columns), laid.sheet.rows)
        if shape != self._built_for:
            self._built_for = shape
            self._fill_targets(laid)
            self._build_grid(laid.sheet, layout)
        for column in layout.columns:
            if column.index in self.combos:
                combo = self.combos[column.index]
                blocker = QSignalBlocker(combo)
                combo.setCurrentIndex(max(combo.findData(column.target or None), 0))
                blocker.unblock()
        if not layout.recognised:
            self._unfold(True)

    def set_wide(self, wide: bool) -> None:
        """Two columns beside each other where there is room."""
        if wide != self._wide:
            self._wide = wide
            if self._grid_holder is not None:
                self._arrange()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _unfold(self, unfolded: bool) -> None:
        self._body.setVisible(unfolded)
        text = CLOSE if unfolded else OPEN
        self.toggle.setText(text)
        self.toggle.setAccessibleName(text)

    def _captioned(self, text: str, combo: ComboBox, sample: str = "") -> QWidget:
        frame = QWidget(self._body)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        caption = label(text, "label")
        caption.setBuddy(combo)
        combo.setAccessibleName(text)
        column.addWidget(caption)
        if sample:
            column.addWidget(label(sample, "help"))
        column.addWidget(combo)
        column.addStretch(1)
        return frame

    def _fill_heading_rows(self, sheet: Sheet, layout: Layout) -> None:
        offered = [row for row in sheet.rows[:_ROWS_OFFERED] if row.number != layout.heading_row]
        offered += [row for row in sheet.rows if row.number == layout.heading_row]
        blocker = QSignalBlocker(self.heading_row)
        self.heading_row.clear()
        self.heading_row.addItem(WITHOUT, NO_HEADINGS)
        for row in sorted(offered):
            self.heading_row.addItem(f"Fila {row.number}: {_excerpt(row)}", row.number)
        self.heading_row.setCurrentIndex(max(self.heading_row.findData(layout.heading_row), 0))
        blocker.unblock()

    def _tell_heading_row(self) -> None:
        number = int(self.heading_row.currentData())
        if number != self._layout.heading_row:
            self.heading_row_wanted.emit(number)

    def _fill_targets(self, laid: Laid) -> None:
        self._targets.clear()
        for text, data in (
            (words.DO_NOT_IMPORT, None),
            *((words.target(one, laid.form), one) for one in laid.preview.targets),
        ):
            item = QStandardItem(_shortened(text))
            item.setToolTip(text)
            item.setData(data, Qt.ItemDataRole.UserRole)
            self._targets.appendRow(item)

    def _build_grid(self, sheet: Sheet, layout: Layout) -> None:
        if self._grid_holder is not None:
            self._inside.removeWidget(self._grid_holder)
            self._grid_holder.hide()
            self._grid_holder.deleteLater()
        self.combos, self._cells = {}, []
        self._grid_holder = QWidget(self._body)
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_XL)
        self._grid.setVerticalSpacing(theme.SPACE_M)
        below = [row for row in sheet.rows[: _LOOKED_AT + 1] if row.number > layout.heading_row]
        for column in layout.columns:
            sample = _sample(below, column)
            if column.heading or sample:
                self._cells.append(self._cell(column, sample))
        self._arrange()
        self._inside.addWidget(self._grid_holder)

    def _arrange(self) -> None:
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, *divmod(number, 2 if self._wide else 1))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if self._wide else 0)

    def _cell(self, column: Column, sample: str) -> QWidget:
        combo = ComboBox()
        combo.setModel(self._targets)
        combo.activated.connect(lambda chosen, index=column.index: self._tell_target(index))
        combo.setAccessibleDescription(sample)
        self.combos[column.index] = combo
        cell = self._captioned(words.heading(column), combo, sample)
        combo.setAccessibleName(f"{words.heading(column)}: ¿qué es?")
        return cell

    def _tell_target(self, index: int) -> None:
        self.layout_wanted.emit(self._layout.with_target(index, self.combos[index].currentData() or ""))


def _summary(layout: Layout) -> str:
    if not layout.recognised:
        return messages.message("roster_headings_not_found", {}).whole
    taken, left = words.columns(layout)
    where = "" if layout.heading_row == NO_HEADINGS else f" (encabezados en la fila {layout.heading_row})"
    said = f"Se importan las columnas {taken}{where}."
    return f"{said} No se importan: {left}." if left else said


def _excerpt(row: Row) -> str:
    return _shortened(" · ".join(cell.text for cell in row.cells if cell.text))


def _sample(rows: list[Row], column: Column) -> str:
    found = [plain_text(row.cell(column.index)) for row in rows if row.cell(column.index).text][:_SAMPLES]
    return f"Por ejemplo: {'; '.join(_shortened(text) for text in found)}" if found else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH].rstrip()}…"
