"""The proof of accessibility finds what is wrong: one planted fault after the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import PageScroll
from facilitador.ui.window import Window
from tests.screens import inspection
from tests.ui.gestures import show


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QVBoxLayout]:
    """The column of an empty page in the window of the program."""
    window = Window()
    qtbot.addWidget(window)
    holder = QWidget()
    window.show_page(holder)
    window.resize(800, 600)
    yield QVBoxLayout(holder)
    window.close()


def problems(page: QVBoxLayout) -> list[str]:
    window = page.parentWidget().window()
    show(window)
    return inspection.everything(window)


def test_a_sound_page_has_no_problems(page: QVBoxLayout) -> None:
    page.addWidget(label("Dos frases que se leen enteras."))
    page.addWidget(button("Guardar"))
    assert problems(page) == []


@pytest.mark.parametrize(
    ("text", "width", "height", "said"),
    [
        ("Palabras que no entran", 60, 30, "cut in width"),
        ("Varias palabras que necesitan más de una línea para leerse enteras", 160, 20, "cut in height"),
        ("group_full", 400, 30, "no Spanish word"),
        ("Save", 400, 30, "no Spanish word"),
    ],
)
def test_words_that_are_cut_or_foreign_are_found(
    page: QVBoxLayout, text: str, width: int, height: int, said: str
) -> None:
    made = label(text, wrap=said == "cut in height")
    made.setFixedSize(width, height)
    page.addWidget(made)
    page.addWidget(button("Guardar"))
    (found,) = problems(page)
    assert said in found


def test_a_page_that_is_wider_than_the_window_is_found(page: QVBoxLayout) -> None:
    scroll = PageScroll()
    wide = button("Guardar")
    wide.setMinimumWidth(1200)
    scroll.column.addWidget(wide)
    page.addWidget(scroll)
    assert any("scrolls sideways" in found for found in problems(page))


def test_what_says_no_name_or_has_no_caption_is_found(page: QVBoxLayout) -> None:
    page.addWidget(QLineEdit())
    assert problems(page) == [
        "QLineEdit «» in QWidget «» in Window «»: no name",
        "QLineEdit «» in QWidget «» in Window «»: no caption",
    ]


def test_two_primary_actions_are_found(page: QVBoxLayout) -> None:
    page.addWidget(button("Guardar", "primary"))
    page.addWidget(button("Inscribir", "primary"))
    assert problems(page) == ["two primary actions: PlainButton «Guardar», PlainButton «Inscribir»"]


def test_what_tab_cannot_leave_is_found(page: QVBoxLayout) -> None:
    class Trap(QLineEdit):
        def focusNextPrevChild(self, next: bool) -> bool:
            return True

    trap = Trap()
    trap.setAccessibleName("Trampa")
    trap.setPlaceholderText("Trampa")
    page.addWidget(trap)
    page.addWidget(button("Guardar"))
    assert "PlainButton «Guardar»: Tab does not come to it" in problems(page)
