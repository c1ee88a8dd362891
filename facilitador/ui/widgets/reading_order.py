"""Tab goes where the eye goes: by where things stand, however late a part was made or put in between.

Qt keeps the order in which widgets were made, which pages that grow and change would have to mend at every step.
Looked at is where widgets are, not the layouts: the items of a layout outlive their Python wrappers' knowledge of them
(seen: a layout that came back as an item deleted long ago).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

_TOUCH = 2  # pixels by which neighbours may overlap


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
    """The visible widgets directly inside, as they are read."""
    if isinstance(holder, QScrollArea):
        return [holder.viewport()]
    if isinstance(holder, QAbstractScrollArea):
        return []  # a table, a text: one stop, whatever Qt keeps inside
    inside = (one for one in holder.children() if isinstance(one, QWidget))
    return _as_read([one for one in inside if one.isVisible() and not one.isWindow()], across=False)


def _as_read(parts: list[QWidget], *, across: bool, is_last_try: bool = False) -> list[QWidget]:
    """From above to below wherever a line across keeps them apart, else from left to right; and so on within."""
    bands = _bands(parts, across=across)
    if len(bands) > 1:
        return [part for band in bands for part in _as_read(band, across=not across)]
    if len(parts) > 1 and not is_last_try:
        return _as_read(parts, across=not across, is_last_try=True)
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def _bands(parts: list[QWidget], *, across: bool) -> list[list[QWidget]]:
    """The parts as groups that a straight line keeps apart: columns if `across`, else rows."""

    def span(part: QWidget) -> tuple[int, int]:
        return (part.x(), part.x() + part.width()) if across else (part.y(), part.y() + part.height())

    bands: list[list[QWidget]] = []
    reached = 0
    for part in sorted(parts, key=span):
        begins, ends = span(part)
        if not bands or begins >= reached - _TOUCH:
            bands.append([])
            reached = ends
        bands[-1].append(part)
        reached = max(reached, ends)
    return bands
