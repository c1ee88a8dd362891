"""A date typed in any usual form, or picked from a calendar whose weeks begin on Monday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from facilitador.errors import UserFacingError
from facilitador.ui import icons, language, theme
from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.text_fields import LineEdit


class DateField(Control):
    """The answer is ISO `yyyy-mm-dd`, or what was typed where it is no date.

    `parse` turns typed text into a date and raises UserFacingError where it cannot.
    """

    def __init__(self, parse: Callable[[str], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse = parse
        self._popup: QWidget | None = None
        self.edit = LineEdit(self)
        self.edit.setPlaceholderText("dd/mm/aaaa")
        self.edit.setMaximumWidth(theme.scaled(160))
        self.pick = QToolButton(self)
        icons.set_icon(self.pick, "calendar")
        self.pick.setProperty("kind", "quiet")
        self.pick.setToolTip("Elegir en el calendario (flecha abajo)")
        self.pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the keyboard has the arrow; no second stop on the way
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_XS)
        row.addWidget(self.edit)
        row.addWidget(self.pick)
        row.addStretch(1)
        self.edit.textEdited.connect(self.changed)
        self.edit.left.connect(self._finish)
        self.pick.clicked.connect(self.open_calendar)
        self.edit.addAction(self._arrow_down())

    def value(self) -> Value:
        found = self._date()
        return found.isoformat() if found else self.edit.text().strip() or None

    def set_value(self, value: Value) -> None:
        self.edit.setText(_shown("" if value is None else str(value)))

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def name(self, text: str, description: str = "") -> None:
        super().name(text, f"{description} Día, mes y año.".strip())
        self.pick.setAccessibleName(f"{text}: elegir en el calendario")

    def open_calendar(self) -> None:
        """Show the calendar under the line, on the date typed or today."""
        if self._popup is None:
            self._popup, self.calendar = self._build_popup()
        found = self._date()
        shown = QDate(found.year, found.month, found.day) if found else QDate.currentDate()
        self.calendar.setSelectedDate(shown)
        self._popup.adjustSize()
        self._popup.move(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
        self._popup.show()
        self.calendar.setFocus()

    def _arrow_down(self) -> QAction:
        action = QAction(self)
        action.setShortcut(Qt.Key.Key_Down)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.open_calendar)
        return action

    def _build_popup(self) -> tuple[QWidget, QCalendarWidget]:
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setProperty("ground", "window")
        calendar = QCalendarWidget(popup)
        calendar.setLocale(language.locale())
        calendar.setFirstDayOfWeek(language.FIRST_DAY)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName("Calendario")
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(calendar)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        return popup, calendar

    def _picked(self, day: QDate) -> None:
        assert self._popup is not None
        self._popup.hide()
        self.edit.setText(day.toString(language.DATE_FORMAT))
        self.edit.setFocus()
        self.changed.emit()

    def _date(self) -> date | None:
        typed = self.edit.text().strip()
        if not typed:
            return None
        try:
            return self._parse(typed)
        except UserFacingError:
            return None

    def _finish(self) -> None:
        found = self._date()
        if found is not None:
            self.edit.setText(_shown(found.isoformat()))
        self.left.emit()


def _shown(text: str) -> str:
    """An ISO date as dd/mm/aaaa; any other text as it is."""
    try:
        day = date.fromisoformat(text) if len(text) == len("yyyy-mm-dd") else None
    except ValueError:
        return text
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else text
