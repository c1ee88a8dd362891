"""Line icons from `resources/icons`, in the colour of the text beside them, drawn anew when the palette changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from facilitador.paths import resource
from facilitador.ui.palettes import LIGHT, Palette

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

_ICON = "facilitadorIcon"
_COLOUR = "facilitadorIconColour"


class _InUse:
    palette = LIGHT
    scale = 1.0


def use(palette: Palette, scale: float) -> None:
    """Draw icons in these colours from now on, as many times larger as the text is."""
    _InUse.palette, _InUse.scale = palette, scale


def pixmap(name: str, colour: str = "text", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon as an image of `size` logical pixels at 100 % text; `colour` names a colour of the palette."""
    return _drawn(name, getattr(_InUse.palette, colour), round(size * _InUse.scale), ratio)


def set_icon(widget: QAbstractButton | QLabel, name: str, colour: str = "text", size: int = 20) -> None:
    """Give a button or label an icon that follows later changes of the palette."""
    widget.setProperty(_ICON, f"{name}:{size}")
    widget.setProperty(_COLOUR, colour)
    _draw(widget)


def recolour(widget: QAbstractButton | QLabel, colour: str) -> None:
    """Draw the icon of this widget, where it has one, in another colour of the palette."""
    if widget.property(_ICON) and widget.property(_COLOUR) != colour:
        widget.setProperty(_COLOUR, colour)
        _draw(widget)


def repaint(widgets: Iterable[QWidget]) -> None:
    """Draw the icons of these widgets anew in the colours in use."""
    for widget in widgets:
        if isinstance(widget, QAbstractButton | QLabel) and widget.property(_ICON):
            _draw(widget)


def _draw(widget: QAbstractButton | QLabel) -> None:
    name, size = str(widget.property(_ICON)).split(":")
    image = pixmap(name, str(widget.property(_COLOUR)), int(size), widget.devicePixelRatioF())
    if isinstance(widget, QLabel):
        widget.setPixmap(image)
    else:
        from PySide6.QtGui import QIcon  # start-up, as below

        icon = QIcon(image)
        icon.addPixmap(pixmap(name, "disabled", int(size), widget.devicePixelRatioF()), QIcon.Mode.Disabled)
        widget.setIcon(icon)
        widget.setIconSize(image.deviceIndependentSize().toSize())


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer  # start-up: the unlock window is painted before any icon is needed

    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
