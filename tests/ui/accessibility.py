"""The check that every screen must pass: whatever takes the keyboard says its name to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from facilitador.ui.widgets.table import Table


def nameless(root: QWidget) -> list[str]:
    """The visible widgets that Tab reaches and that have no accessible name."""
    return [_describe(widget) for widget in _reachable(root) if not _name(widget)]


def assert_accessible(root: QWidget) -> None:
    """Fail if something that takes the keyboard has no name, or if the keyboard reaches nothing at all."""
    assert list(_reachable(root)), f"{_describe(root)}: the keyboard reaches nothing"
    assert nameless(root) == []


def _reachable(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in [root, *root.findChildren(QWidget)]
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and widget.isEnabled()
        and (not isinstance(widget, QAbstractScrollArea) or isinstance(widget, Table) or widget.accessibleName())
    ]


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


def _describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()
