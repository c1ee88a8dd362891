"""Words on the projector: 28 points at least, nothing cut at 1024×768, contrast for a lit room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from facilitador import reference
from facilitador.domain.session_decks import SlidePage
from facilitador.ui.palettes import DARK, LIGHT, contrast
from facilitador.ui.session_mode.actions import Action
from facilitador.ui.session_mode.leaf_view import SMALLEST, scale_for
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.theme import Appearance
from tests.ui.session_mode.screens_at_hand import ALONE, ScreensAtHand, slides

TOPICS = tuple(topic.id for topic in reference.curriculum().mandated)
LONG = tuple(f"{number} " + "Nos escuchamos con respeto aunque pensemos distinto. " * 5 for number in range(30))


def projected(qtbot: QtBot, topic: str = TOPICS[0], size: QSize | None = None, **given: object) -> Projection:
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    qtbot.addWidget(window, before_close_func=end)
    projection = Projection(window, slides(topic, **given), ScreensAtHand(ALONE, size=size))  # type: ignore[arg-type]
    projection.begin()
    return projection


def end(window: QWidget) -> None:
    going_on = Projection.of(window)
    if going_on is not None:
        going_on.end()


def every_leaf(projection: Projection) -> set[int]:
    """Go through the whole deck, with the steps of every activity, and look at each leaf; the slides that were seen."""
    seen = set()
    projection.act(Action.TIMER)
    while True:
        look(projection)
        seen.add(projection.showing.leaf.slide)
        if projection.slide.page is SlidePage.ACTIVITY and not projection.showing.steps:
            projection.act(Action.STEPS)
            look(projection)
        if projection.showing.is_last:
            break
        projection.act(Action.FORWARD)
    for wish in (SlidePage.TIMER, Action.KEYS):
        projection.act(wish)
        look(projection)
    return seen


def look(projection: Projection) -> None:
    QApplication.processEvents()
    projector = projection.projector
    shown = [one for one in (*projector.leaf.labels, *large(projection), projector.strip) if one.isVisible()]
    assert shown
    for one in shown:
        assert one.font().pointSizeF() >= SMALLEST, one.text()
        needed = one.heightForWidth(one.width())
        assert one.height() >= needed - 2, f"cut: {one.text()}"
        place = one.geometry().translated(one.parentWidget().mapTo(projector, one.parentWidget().rect().topLeft()))
        assert projector.rect().contains(place), f"outside: {one.text()} {place}"
    for label in projector.leaf.labels:
        if label.isVisible():
            assert label.geometry().bottom() <= projector.leaf.height(), f"below: {label.text()}"


def large(projection: Projection) -> tuple[QWidget, ...]:
    page = projection.projector.large
    return (page.title, page.time, page.words)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_page_of_every_topic_is_large_and_whole_at_1024_by_768(qtbot: QtBot, topic: str) -> None:
    projection = projected(qtbot, topic)
    assert every_leaf(projection) == set(range(len(projection.slides)))


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1920, 1080)])
def test_letters_grow_with_the_screen(qtbot: QtBot, size: QSize) -> None:
    projection = projected(qtbot, size=size)
    assert every_leaf(projection) == set(range(len(projection.slides)))
    projection.act(SlidePage.QUESTION)
    assert projection.projector.leaf.labels[0].font().pointSizeF() == pytest.approx(40 * scale_for(size))


def test_the_longest_agreements_that_can_be_typed_go_over_leaves_and_are_all_read(qtbot: QtBot) -> None:
    lines = tuple(line[:300] for line in LONG)
    projection = projected(qtbot, agreements=lines)
    projection.act(SlidePage.AGREEMENTS)
    read = ""
    while projection.slide.page is SlidePage.AGREEMENTS:
        look(projection)
        read += "\n".join(projection.projector.leaf.texts[1:])
        projection.act(Action.FORWARD)
    assert all(line.strip() in read for line in lines)


def test_the_size_of_the_programs_text_does_not_matter(qtbot: QtBot, dress: object) -> None:
    dress(Appearance.DARK, 150)  # type: ignore[operator]
    projection = projected(qtbot)
    assert every_leaf(projection) == set(range(len(projection.slides)))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_letters_stand_out_in_a_lit_room(palette: object) -> None:
    for letters, ground in (("text", "surface"), ("warning_text", "warning_soft"), ("on_accent_soft", "accent_soft")):
        assert contrast(getattr(palette, letters), getattr(palette, ground)) >= 7
