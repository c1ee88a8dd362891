"""The book locks when nobody is there, and before anything is shown on waking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitador.ui.idle import SLEPT_AFTER_S, TICK_MS, IdleGuard
from facilitador.ui.widgets.combo_box import ComboBox
from tests.ui.gestures import show

TICK = TICK_MS / 1000


class Clocks:
    """A monotonic and a wall clock that go on when the test says so."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 100.0, 1_000_000.0

    def go_on(self, seconds: float, guard: IdleGuard) -> None:
        """Time passes with the program awake: it looks at every tick."""
        while seconds > 0:
            step = min(TICK, seconds)
            self.monotonic += step
            self.wall += step
            seconds -= step
            guard.look()


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    show(made)
    return made


@pytest.fixture
def guard(clocks: Clocks, window: QWidget) -> Iterator[IdleGuard]:
    made = IdleGuard(5, monotonic=lambda: clocks.monotonic, wall=lambda: clocks.wall)
    made.reasons = []  # type: ignore[attr-defined]
    made.lock_due.connect(made.reasons.append)  # type: ignore[attr-defined]
    made.start()
    yield made
    made.stop()


def test_five_minutes_without_anybody_lock(guard: IdleGuard, clocks: Clocks) -> None:
    clocks.go_on(299, guard)
    assert guard.reasons == []
    clocks.go_on(1, guard)
    assert guard.reasons == ["idle"]
    clocks.go_on(600, guard)
    assert guard.reasons == ["idle"]  # it is told once


@pytest.mark.parametrize("gesture", ["key", "mouse", "move"])
def test_a_key_or_the_mouse_is_presence(guard: IdleGuard, clocks: Clocks, window: QWidget, gesture: str) -> None:
    clocks.go_on(290, guard)
    native = window.windowHandle()
    if gesture == "key":
        QTest.keyClick(native, Qt.Key.Key_A)
    elif gesture == "mouse":
        QTest.mouseClick(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    else:
        QTest.mouseMove(native, QPoint(6, 6))
    QApplication.processEvents()
    clocks.go_on(290, guard)
    assert guard.reasons == []


def test_a_dialog_counts_as_the_program(guard: IdleGuard, clocks: Clocks, window: QWidget, qtbot) -> None:
    dialog = QWidget(window, Qt.WindowType.Dialog)
    qtbot.addWidget(dialog)
    show(dialog)
    QApplication.processEvents()  # the platform tells of the new window in front
    clocks.go_on(290, guard)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    clocks.go_on(290, guard)
    assert guard.reasons == []


@pytest.mark.parametrize(("monotonic", "wall"), [(0, 3600), (3600, 3600), (3600, 0)])
def test_waking_locks_before_the_first_paint(
    guard: IdleGuard, clocks: Clocks, window: QWidget, monotonic: float, wall: float
) -> None:
    """Systems differ in whether the monotonic clock sleeps; a corrected wall clock is no harm."""
    clocks.monotonic += monotonic
    clocks.wall += wall
    painted: list[list[str]] = []

    class Watch(QWidget):
        def paintEvent(self, event: QEvent) -> None:
            painted.append(list(guard.reasons))

    watch = Watch(window)
    watch.resize(20, 20)
    watch.show()
    window.update()
    QApplication.processEvents()
    assert painted
    assert painted[0] == ["slept"]


def test_the_key_that_wakes_is_no_presence(guard: IdleGuard, clocks: Clocks, window: QWidget) -> None:
    clocks.wall += 3600
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert guard.reasons == ["slept"]


def test_a_busy_moment_is_no_sleep(guard: IdleGuard, clocks: Clocks) -> None:
    clocks.monotonic += SLEPT_AFTER_S - 1
    clocks.wall += SLEPT_AFTER_S - 1
    guard.look()
    assert guard.reasons == []


def test_the_minutes_are_a_setting(guard: IdleGuard, clocks: Clocks) -> None:
    guard.set_minutes(10)
    clocks.go_on(599, guard)
    assert guard.reasons == []
    clocks.go_on(1, guard)
    assert guard.reasons == ["idle"]


def test_a_locked_book_is_not_watched_and_the_next_begins_anew(guard: IdleGuard, clocks: Clocks) -> None:
    guard.stop()
    clocks.go_on(1000, guard)
    assert guard.reasons == []
    guard.start()
    clocks.go_on(299, guard)
    assert guard.reasons == []


def test_a_list_that_was_open_before_keeps_nobody_from_watching(qtbot, clocks: Clocks) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = ComboBox(page)
    box.addItems(["Rosa", "Óscar"])
    show(page)
    box.showPopup()  # Qt makes a window of its own for it, and keeps it
    qtbot.waitUntil(lambda: len(QGuiApplication.topLevelWindows()) > 1)
    box.hidePopup()
    guard = IdleGuard(5, monotonic=lambda: clocks.monotonic, wall=lambda: clocks.wall)
    with qtbot.waitSignal(guard.lock_due) as told:
        guard.start()
        clocks.go_on(300, guard)
    assert told.args == ["idle"]
