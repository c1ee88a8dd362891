"""What is wrong with a window as it stands: for whoever hears it, goes through it by keyboard, or reads it small.

Every function gives a list of plain sentences; an empty list is what is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTextEdit,
    QWidget,
)

from facilitador.ui.widgets.elided_label import ElidedLabel
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.matrix import Matrix
from facilitador.ui.widgets.reading_order import stop_beside
from facilitador.ui.widgets.table import Table
from facilitador.ui.window import EMERGENCY

MOST_STOPS = 400
_NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)
_TYPED = (QLineEdit, QPlainTextEdit, QTextEdit)
_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b|\{\w*\}")
_ENGLISH = re.compile(
    r"\b(ok|cancel|close|save|yes|open|error|file|name|user|password|next|back|help|print|search|none|true|false|"
    r"group|session|draft|settings|loading|date|time|page|select)\b",
    re.IGNORECASE,
)


def everything(window: QWidget) -> list[str]:
    """All that is wrong."""
    return [*read(window), *asked(window), *heard(window), *gone_through(window)]


def heard(window: QWidget) -> list[str]:
    """Whatever takes the keyboard stands in the accessibility tree with name and role; captions say whose they are."""
    spoken = {_key(one.object()): one for one in _tree(QAccessible.queryAccessibleInterface(window)) if one.object()}
    found = []
    for widget in stops(window):
        one = spoken.get(_key(widget))
        if one is None:
            found.append(f"{_say(widget)}: a screen reader does not come to it")
        elif not one.text(QAccessible.Text.Name).strip():
            found.append(f"{_say(widget)}: no name")
        elif one.role() in _NO_ROLE and not isinstance(widget, QPdfView):  # Qt knows none for its view of papers
            found.append(f"{_say(widget)}: no role")
    return [*found, *_captions(window)]


def gone_through(window: QWidget) -> list[str]:
    """Tab comes to everything, once, in reading order, and comes back to where it began."""
    wanted = stops(window)
    if not wanted:
        return ["the keyboard reaches nothing"]
    places = {_key(widget): _rect(widget, window) for widget in wanted}
    (stop_beside(window, forward=True) or wanted[0]).setFocus(Qt.FocusReason.TabFocusReason)
    order: list[QWidget] = []
    for _ in range(MOST_STOPS):
        widget = QApplication.focusWidget()
        if widget is None or widget in order:
            break
        order.append(widget)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(
                QApplication.focusWidget() or window, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
            )
    if order and QApplication.focusWidget() is not order[0]:
        return [f"{_say(order[-1])}: Tab does not lead on from here"]
    visited = {_key(widget) for widget in order}
    found = [
        f"{_say(widget)}: Tab does not come to it"
        for widget in wanted
        if visited.isdisjoint(map(_key, _together(widget)))
    ]
    for before, after in pairwise(order):
        if _key(before) in places and _key(after) in places and _goes_back(before, after, places, window):
            found.append(f"{_say(before)}: Tab goes back from here to {_say(after)}")
    return found


def read(window: QWidget) -> list[str]:
    """Nothing is cut, nothing makes the page wider than the window, no code and no English is seen."""
    found = []
    for widget in _shown(window, QWidget):
        cut = _cut(widget)
        if cut:
            found.append(f"{_say(widget)}: {cut}")
        foreign = _foreign(widget)
        if foreign:
            found.append(f"{_say(widget)}: «{foreign}» is no Spanish word")
    return found


def asked(window: QWidget) -> list[str]:
    """No more than one primary action can be pressed; the red button of every screen is none of the screen's own."""
    pressable = [one for one in _shown(window, QPushButton) if one.isEnabled() and one.text() != EMERGENCY]
    primary = [one for one in pressable if one.property("kind") in ("primary", "danger")]
    return [f"two primary actions: {', '.join(_say(one) for one in primary)}"] if len(primary) > 1 else []


def stops(window: QWidget) -> list[QWidget]:
    """What Tab should come to."""
    return [
        widget
        for widget in _shown(window, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and not _is_only_a_frame(widget)
    ]


# -- hearing ----------------------------------------------------------------------------------------------------------


def _tree(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield root
    if root.role() in (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.PopupMenu):
        return  # its cells are rows of the model, not things one tabs to
    for number in range(root.childCount()):
        child = root.child(number)
        if child is not None and child.isValid():
            yield from _tree(child)


def _captions(window: QWidget) -> list[str]:
    buddies = {_key(one.buddy()) for one in _shown(window, QLabel) if one.buddy() is not None}
    found = [
        f"{row.caption.text()}: its caption belongs to nothing"
        for row in _shown(window, FieldRow)
        if row.caption.buddy() not in row.control.focusable()
    ]
    for widget in stops(window):
        if isinstance(widget, (*_TYPED, QComboBox)) and not _explains_itself(widget) and _key(widget) not in buddies:
            row = _row_of(widget)
            if row is None:
                found.append(f"{_say(widget)}: no caption")
    return found


def _explains_itself(widget: QWidget) -> bool:
    """A search line says in itself what is typed there; a list shows what is chosen."""
    if isinstance(widget, QComboBox):
        return bool(widget.accessibleName())
    if isinstance(widget, QTextEdit):
        return bool(widget.accessibleName()) and widget.isReadOnly()
    return isinstance(widget, QLineEdit) and bool(widget.placeholderText())


def _row_of(widget: QWidget) -> FieldRow | None:
    holder: QWidget | None = widget
    while holder is not None and not isinstance(holder, FieldRow):
        holder = holder.parentWidget()
    return holder


# -- going through ----------------------------------------------------------------------------------------------------


def _is_only_a_frame(widget: QWidget) -> bool:
    """Areas that scroll take the keyboard in Qt's own way; what counts is inside them."""
    if isinstance(widget, (Table, QPlainTextEdit, QTextEdit, QPdfView)):
        return False
    return isinstance(widget, QAbstractScrollArea) and not widget.accessibleName()


def _together(widget: QWidget) -> list[QWidget]:
    """Of buttons of which one is chosen Tab comes to one; from it the arrows go on."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return [*group.buttons()] if group is not None and group.exclusive() else [widget]


def _goes_back(before: QWidget, after: QWidget, places: dict[int, QRect], window: QWidget) -> bool:
    """From one place to one that is read earlier: above it, unless in a column to the right; or to its left."""
    here, there = places[_key(before)], places[_key(after)]
    apart_here = [area for area in _areas_of(before) if not area.isAncestorOf(after)]
    apart_there = [area for area in _areas_of(after) if not area.isAncestorOf(before)]
    if apart_here:
        here = _rect(apart_here[-1], window)
    if apart_there:
        there = _rect(apart_there[-1], window)
    if there.bottom() <= here.top():
        return there.left() < here.right()
    return there.right() <= here.left() and there.top() < here.bottom() - 4 and here.top() < there.bottom() - 4


def _areas_of(widget: QWidget) -> list[QWidget]:
    areas: list[QWidget] = []
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            areas.append(holder)
        holder = holder.parentWidget()
    return areas


# -- reading ----------------------------------------------------------------------------------------------------------


def _cut(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _label_cut(widget)
    if isinstance(widget, QPushButton | QRadioButton | QCheckBox) and widget.text():
        return _too_small(widget)
    if isinstance(widget, QComboBox):
        return _list_cut(widget)
    if isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        room = widget.width() - 2 * 10
        return "cut in width" if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room else ""
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        return _header_cut(widget)
    if isinstance(widget, QAbstractScrollArea):
        return _runs_out(widget)
    return ""


def _label_cut(label: QLabel) -> str:
    if isinstance(label, ElidedLabel) or not label.text():
        return ""
    if not label.wordWrap():
        return _too_small(label)
    room = label.contentsRect()
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    needed = label.fontMetrics().boundingRect(QRect(0, 0, room.width(), 10_000), flags, label.text())
    if needed.width() > room.width() + 1:
        return "cut in width"
    return "cut in height" if needed.height() > room.height() + 2 else ""


def _too_small(widget: QWidget) -> str:
    wanted = widget.sizeHint()
    if isinstance(widget, QLabel):
        wanted = widget.fontMetrics().size(0, widget.text())
    if wanted.width() > widget.width() + 1:
        return f"cut in width ({wanted.width()} in {widget.width()})"
    return f"cut in height ({wanted.height()} in {widget.height()})" if wanted.height() > widget.height() + 1 else ""


def _list_cut(box: QComboBox) -> str:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    wanted = box.fontMetrics().horizontalAdvance(box.currentText())
    return f"cut in width ({wanted} in {room.width()})" if wanted > room.width() else ""


def _header_cut(header: QHeaderView) -> str:
    cut = [
        str(header.model().headerData(number, Qt.Orientation.Horizontal))
        for number in range(header.count())
        if not header.isSectionHidden(number) and header.sectionSizeHint(number) > header.sectionSize(number) + 1
    ]
    return f"cut headings: {', '.join(cut)}" if cut else ""


def _runs_out(area: QAbstractScrollArea) -> str:
    bar = area.horizontalScrollBar()
    # in a matrix the names stand still while the arrows go across
    if bar.maximum() > 0 and not isinstance(area, QPdfView | Matrix):
        return f"scrolls sideways by {bar.maximum()}"
    if isinstance(area, QScrollArea) and area.widget() is not None and area.widget().width() > area.viewport().width():
        return "what it holds is wider than it"
    return ""


def _foreign(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    if isinstance(widget, QLabel) and widget.property("role") == "path":
        return ""
    seen = (*_CODE.findall(text), *_ENGLISH.findall(text), *_ENGLISH.findall(widget.toolTip()))
    return seen[0] if seen else ""


# -- widgets ----------------------------------------------------------------------------------------------------------


def _shown(window: QWidget, kind: type[QWidget]) -> list:  # type: ignore[type-arg]
    return [one for one in window.findChildren(kind) if one.isVisible() and one.window() is window]


def _key(thing: object) -> int:
    return int(shiboken6.getCppPointer(thing)[0])  # type: ignore[arg-type]


def _rect(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def _say(widget: QWidget) -> str:
    """`QLineEdit «Nombres»`."""
    words = widget.accessibleName()
    if not words and isinstance(widget, QLabel | QAbstractButton):
        words = widget.text()
    holder = widget.parentWidget()
    return f"{type(widget).__name__} «{words[:60]}»" + ("" if words or holder is None else f" in {_say(holder)}")
