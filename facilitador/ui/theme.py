"""How the program looks: style, colours, text size, spacing. Applied to the application once and again on change."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from facilitador.paths import resource
from facilitador.ui import icons
from facilitador.ui.palettes import DARK, LIGHT, Palette
from facilitador.ui.stylesheet import stylesheet

# Spacing scale in pixels.
SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24
SPACE_XXL = 32

PAGE_WIDTH = 760  # the widest a column of text and fields becomes, in pixels at 100 %
BASE_POINTS = 10.5
TEXT_SIZES = (100, 110, 125, 150)  # per cent
FONT_FAMILY = "Noto Sans"


class Appearance(StrEnum):
    """Which colours the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette_for(appearance: Appearance) -> Palette:
    """The colours of a choice; SYSTEM follows the desktop and is light where the desktop says nothing."""
    if appearance is Appearance.SYSTEM:
        hints = QApplication.styleHints()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance is Appearance.DARK else LIGHT


def apply(app: QApplication, appearance: Appearance, text_percent: int) -> Palette:
    """Dress the whole application; `text_percent` is held between 100 and 150. Returns the colours in use."""
    palette = palette_for(appearance)
    percent = min(max(text_percent, TEXT_SIZES[0]), TEXT_SIZES[-1])
    points = BASE_POINTS * percent / 100
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_qt_palette(palette))
    font = QFont(_font_family())
    font.setPointSizeF(points)
    app.setFont(font)
    app.setStyleSheet(stylesheet(palette, points, percent / 100, resource("icons")))
    icons.use(palette, percent / 100)
    icons.repaint(app.allWidgets())
    return palette


def scaled(pixels: int) -> int:
    """A width meant for 100 % text, grown with the text size of the application."""
    return round(pixels * QApplication.font().pointSizeF() / BASE_POINTS)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet looks at, and have the widget drawn accordingly."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def _font_family() -> str:
    """The shipped family, so that screen and paper agree; the system's own if the files are not there."""
    if FONT_FAMILY not in QFontDatabase.families():
        for face in ("Regular", "Bold"):
            QFontDatabase.addApplicationFont(str(resource("fonts", f"NotoSans-{face}.ttf")))
    return FONT_FAMILY if FONT_FAMILY in QFontDatabase.families() else QApplication.font().family()


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.surface_alt),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.danger_text),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Mid, colours.control_edge),
        (role.Dark, colours.control_edge),
        (role.Light, colours.surface),
        (role.Midlight, colours.edge),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return palette
