"""Tab goes where the eye goes: in the order of the layouts, however late a part was made or put in between.

Qt keeps the order in which widgets were made, which pages that grow and change would have to mend at every step.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QGridLayout, QLayout, QMainWindow, QScrollArea, QWidget


def stop_beside(widget: QWidget, *, forward: bool) -> QWidget | None:
    """The next widget of the same window that takes the keyboard, around the end to the beginning; None if alone."""
    window = widget.window()
    inside = next(filter(None, (_end_of(one, True) for one in _parts_of(widget))), None) if forward else None
    if inside is not None:
        return inside  # a page that has the keyboard as a whole: on to the first thing in it
    part = widget
    while part is not window and (holder := part.parentWidget()) is not None:
        parts = _parts_of(holder)
        beside = parts.index(part) if part in parts else -1
        for other in parts[beside + 1 :] if forward else reversed(parts[: max(beside, 0)]):
            found = _end_of(other, forward)
            if found is not None:
                return found
        part = holder
        if not forward and _takes_keyboard(part) and part is not window:
            return part  # what holds others is read before them
    found = _end_of(window, forward)
    return found if found is not widget else None


def _end_of(widget: QWidget, forward: bool) -> QWidget | None:
    """The first stop within, itself included; backwards the last."""
    if not widget.isVisible() or not widget.isEnabled():
        return None
    if forward and _takes_keyboard(widget):
        return widget
    for part in _parts_of(widget) if forward else reversed(_parts_of(widget)):
        found = _end_of(part, forward)
        if found is not None:
            return found
    return widget if not forward and _takes_keyboard(widget) else None


def _takes_keyboard(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isEnabled()
        and widget.isVisible()
        and not widget.isWindow()
    )


def _parts_of(holder: QWidget) -> list[QWidget]:
    """The widgets directly inside, as they are read; what no layout places comes last, in the order of its making."""
    if isinstance(holder, QMainWindow):
        central = holder.centralWidget()
        return [central] if central is not None else []
    if isinstance(holder, QScrollArea):
        return [holder.viewport()]
    if isinstance(holder, QAbstractScrollArea):
        return []  # a table, a text: one stop, whatever Qt keeps inside
    layout = holder.layout()
    placed = list(_placed(layout)) if layout is not None else []
    rest = [one for one in holder.children() if isinstance(one, QWidget) and not one.isWindow() and one not in placed]
    return [*placed, *rest]


def _placed(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: tuple(layout.getItemPosition(number)))  # type: ignore[arg-type]  # row, column
    for number in numbers:
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)
