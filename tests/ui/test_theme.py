"""The look: text size, colours, icons that exist and follow."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QPushButton

from facilitador.paths import resource
from facilitador.ui import icons, theme
from facilitador.ui.palettes import DARK, LIGHT, Palette
from facilitador.ui.stylesheet import stylesheet

ROOT = Path(__file__).resolve().parents[2]
Dress = Callable[[theme.Appearance, int], None]


@pytest.mark.parametrize(("asked", "points"), [(100, 10.5), (150, 15.75), (90, 10.5), (400, 15.75)])
def test_text_grows_between_100_and_150_per_cent(dress: Dress, asked: int, points: float) -> None:
    dress(theme.Appearance.LIGHT, asked)
    assert QApplication.font().pointSizeF() == points
    assert theme.scaled(100) == round(100 * points / 10.5)


def test_screen_and_paper_share_the_font(qapp: QApplication) -> None:
    assert qapp.font().family() == "Noto Sans"


def test_dark_is_dark(dress: Dress, qapp: QApplication) -> None:
    dress(theme.Appearance.DARK, 100)
    assert qapp.palette().window().color().name() == DARK.window
    assert DARK.window in qapp.styleSheet()


def test_an_icon_follows_the_colours(dress: Dress, qtbot) -> None:
    button = QPushButton("Guardar")
    qtbot.addWidget(button)
    icons.set_icon(button, "save")
    light = button.icon().pixmap(20).toImage()
    dress(theme.Appearance.DARK, 100)
    assert button.icon().pixmap(20).toImage() != light


def test_the_icon_of_a_disabled_button_has_the_colour_of_its_text(dress: Dress, qtbot) -> None:
    dress(theme.Appearance.LIGHT, 100)
    button = QPushButton("Guardar")
    qtbot.addWidget(button)
    icons.set_icon(button, "save", "on_accent")

    shown = button.icon().pixmap(button.iconSize(), QIcon.Mode.Disabled).toImage()

    assert shown == icons.pixmap("save", "disabled").toImage()
    assert shown != icons.pixmap("save", "on_accent").toImage()


def test_an_icon_grows_with_the_text(dress: Dress, qtbot) -> None:
    button = QPushButton("Guardar")
    qtbot.addWidget(button)
    icons.set_icon(button, "save", size=20)
    dress(theme.Appearance.LIGHT, 150)
    assert button.iconSize().width() == 30


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_image_of_the_stylesheet_exists(palette: Palette) -> None:
    images = re.findall(r'url\("([^"]+)"\)', stylesheet(palette, 10.5, 1.0, resource("icons")))
    assert images
    assert [image for image in images if not Path(image).is_file()] == []


@pytest.mark.parametrize("file", sorted(resource("icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_can_be_drawn(file: Path) -> None:
    assert QSvgRenderer(str(file)).isValid()


def test_every_icon_named_in_the_code_exists() -> None:
    drawn = {file.stem for file in resource("icons").glob("*.svg")}
    named = set()
    for file in (ROOT / "facilitador" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "icon" and isinstance(node.value, ast.Constant):
                named.add(node.value.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "icons.set_icon":
                named |= {each.value for each in ast.walk(node.args[1]) if _is_text(each)}
    named -= {"", "problem"}
    assert len(named) > 5
    assert named <= drawn


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
