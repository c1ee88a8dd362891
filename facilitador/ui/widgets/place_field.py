"""A district found by typing part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from facilitador.ui.widgets.control import Control, Value
from facilitador.ui.widgets.text_fields import LineEdit

SHOWN = 12


class Place(Protocol):
    """What the search finds."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


class PlaceSearch(Protocol):
    """Where places are found (`facilitador.domain.places.Places`)."""

    def search(self, typed: str, limit: int = 10) -> Sequence[Place]: ...
    def get(self, code: str, /) -> Place | None: ...


class PlaceField(Control):
    """The answer is the ubigeo code of the place chosen, or what was typed where none was.

    Leaving the line with a single place found, or with the whole label typed, chooses it.
    """

    def __init__(self, places: PlaceSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._code: str | None = None
        self._found: Sequence[Place] = ()
        self.edit = LineEdit(self)
        self.edit.setPlaceholderText("Escriba el distrito")
        self._labels = QStringListModel(self)
        self.completer = QCompleter(self._labels, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(SHOWN)
        self.completer.setWidget(self.edit)  # not setCompleter: it would filter again, by its own idea of a prefix
        self.suggestions = QListView()
        self.suggestions.setProperty("role", "suggestions")
        self.suggestions.setAccessibleName("Distritos que coinciden")
        self.completer.setPopup(self.suggestions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edit)
        self.edit.textEdited.connect(self._look_up)
        self.edit.left.connect(self._finish)
        self.completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]

    def value(self) -> Value:
        return self._code or self.edit.text().strip() or None

    def set_value(self, value: Value) -> None:
        text = "" if value is None else str(value)
        place = self._places.get(text) if text else None
        self._code = place.code if place else None
        self.edit.setText(place.label if place else text)

    def focusable(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def _look_up(self, typed: str) -> None:
        self._code = None
        self._found = self._places.search(typed, SHOWN) if typed.strip() else ()
        self._labels.setStringList([place.label for place in self._found])
        if self._found:
            self.completer.complete()
        else:
            self.suggestions.hide()
        self.changed.emit()

    def _picked(self, index: QModelIndex) -> None:
        label = str(index.data(Qt.ItemDataRole.DisplayRole))
        for place in self._found:
            if place.label == label:
                self._take(place)
                self.changed.emit()
                return

    def _take(self, place: Place) -> None:
        self._code = place.code
        self.edit.setText(place.label)

    def _finish(self) -> None:
        if self.suggestions.isVisible():
            return  # going into the list of suggestions is not going on
        typed = self.edit.text().strip()
        if self._code is None and typed:
            found = self._places.search(typed, 2)
            same = [place for place in found if place.label.casefold() == typed.casefold()]
            if len(found) == 1 or same:
                self._take((same or list(found))[0])
                self.changed.emit()
        self.left.emit()
