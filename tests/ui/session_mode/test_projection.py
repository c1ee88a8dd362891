"""A session on the projector: keys, timer, and what hides the window with names as soon as screens are not certain."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.countdowns import TimeLeft
from facilitador.domain.displays import Doubt
from facilitador.domain.session_decks import SlidePage
from facilitador.ui.idle import IdleGuard
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.window import TITLE
from tests.ui.gestures import click, press, show
from tests.ui.session_mode.screens_at_hand import ALONE, LAPTOP, MIRRORED, PROJECTOR, ScreensAtHand, slides

Key = Qt.Key


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """The window of the program with a page that names a man."""
    made = QMainWindow()
    made.setCentralWidget(QLabel("Quispe Mamani, José"))
    qtbot.addWidget(made, before_close_func=end)
    show(made)
    return made


def end(window: QWidget) -> None:
    going_on = Projection.of(window)
    if going_on is not None:
        going_on.end()


Start = Callable[..., Projection]


@pytest.fixture
def start(qtbot: QtBot, window: QMainWindow, clock: Clock) -> Start:
    def begin(*screens: object) -> Projection:
        displays = ScreensAtHand(*screens)  # type: ignore[arg-type]
        projection = Projection(window, slides(), displays, monotonic=clock)
        displays.setParent(projection)
        projection.displays = displays  # type: ignore[attr-defined]
        projection.begin()
        return projection

    return begin


def texts(projection: Projection) -> str:
    return "\n".join(projection.projector.leaf.texts)


# -- keys -------------------------------------------------------------------------------------------------------------


def test_space_and_the_keys_of_presenters_lead_on_and_back(start: Start) -> None:
    projection = start(ALONE)
    projector = projection.projector
    seen = [texts(projection)]
    for key in (Key.Key_Space, Key.Key_Right, Key.Key_PageDown, Key.Key_Down, Key.Key_Return):
        press(projector, key)
        seen.append(texts(projection))
    assert len(set(seen)) == len(seen)
    for key in (Key.Key_Left, Key.Key_Up, Key.Key_PageUp, Key.Key_Backspace, Key.Key_Left):
        press(projector, key)
        seen.append(texts(projection))
    assert seen[6:] == seen[4::-1]


def test_number_keys_choose_the_page_and_come_back_to_where_one_was(start: Start) -> None:
    projection = start(ALONE)
    for key, page in ((Key.Key_6, 6), (Key.Key_4, 4), (Key.Key_3, 3), (Key.Key_2, 2), (Key.Key_1, 1)):
        press(projection.projector, key)
        assert projection.slide.page is SlidePage(page)
    press(projection.projector, Key.Key_4)
    press(projection.projector, Key.Key_Space)
    second = projection.slide
    press(projection.projector, Key.Key_2)
    press(projection.projector, Key.Key_4)
    assert projection.slide == second


def test_steps_come_one_at_a_time_and_only_when_asked_for(start: Start) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_4)
    moment = projection.session.moments[projection.slide.moment or 0]
    assert not any(step in texts(projection) for step in moment.steps)
    press(projection.projector, Key.Key_P)
    for step in moment.steps:
        assert projection.projector.leaf.texts == (moment.title, step)
        press(projection.projector, Key.Key_Space)
    assert projection.slide.number == 2
    assert not projection.showing.steps


def test_dark_hides_everything_until_the_next_key(start: Start) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_T)
    press(projection.projector, Key.Key_B)
    assert projection.projector.is_dark
    assert not any(part.isVisible() for part in (projection.projector.leaf, projection.projector.strip))
    press(projection.projector, Key.Key_Space)
    assert projection.projector.leaf.isVisible()
    assert projection.slide.page is SlidePage.WELCOME


def test_f1_shows_the_keys_and_f12_is_left_to_the_emergency_directory(start: Start) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_F1)
    assert "Esc: dejar de proyectar" in texts(projection)
    press(projection.projector, Key.Key_Space)
    assert "bienvenida" in texts(projection)
    before = projection.showing
    press(projection.projector, Key.Key_F12)
    press(projection.projector, Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert projection.showing == before


def test_a_click_leads_on(start: Start) -> None:
    projection = start(ALONE)
    click(projection.projector)
    assert projection.slide.page is SlidePage.AGREEMENTS


def test_f11_makes_it_a_window_and_covers_the_screen_again(start: Start) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_F11)
    assert projection.projector.isFullScreen()
    press(projection.projector, Key.Key_F11)
    assert not projection.projector.isFullScreen()


# -- time -------------------------------------------------------------------------------------------------------------


def test_the_timer_takes_the_minutes_of_the_moment_and_says_its_end_in_words_and_colour(
    start: Start, clock: Clock
) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_4)
    minutes = projection.session.moments[projection.slide.moment or 0].minutes
    press(projection.projector, Key.Key_5)
    assert projection.projector.large.time.text() == f"{minutes}:00"
    press(projection.projector, Key.Key_T)
    clock.now += minutes * 60 - 59
    projection._tick()
    assert projection.projector.large.words.text() == "Último minuto"
    clock.now += 60
    projection._tick()
    assert projection.time_left is TimeLeft.OVER
    assert projection.projector.large.time.text() == "0:00"
    assert projection.projector.large.words.text() == "Vayamos cerrando"
    ground = projection.projector.grab().toImage().pixelColor(20, 20).name()
    press(projection.projector, Key.Key_R)
    QApplication.processEvents()
    assert projection.projector.grab().toImage().pixelColor(20, 20).name() != ground


def test_a_running_time_stays_in_sight_on_the_other_pages_and_is_not_lost_by_looking_something_up(
    start: Start, clock: Clock
) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_4)
    title = projection.time_title
    press(projection.projector, Key.Key_T)
    clock.now += 90
    press(projection.projector, Key.Key_2)
    assert projection.projector.strip.isVisible()
    assert projection.projector.strip.text() == projection.time_text
    assert projection.time_title == title
    press(projection.projector, Key.Key_T)  # it rests while the agreements are read again
    press(projection.projector, Key.Key_4)
    clock.now += 300
    assert projection.countdown.used(clock.now) == 90


def test_the_next_activity_has_its_own_time_unless_the_former_still_runs(start: Start, clock: Clock) -> None:
    projection = start(ALONE)
    press(projection.projector, Key.Key_4)
    first = projection.time_title
    press(projection.projector, Key.Key_T)
    press(projection.projector, Key.Key_Space)
    assert projection.time_title == first
    press(projection.projector, Key.Key_T)
    press(projection.projector, Key.Key_Space)
    assert projection.time_title != first
    assert not projection.countdown.begun


def test_minutes_are_given_and_taken(start: Start) -> None:
    projection = start(ALONE)
    before = projection.countdown.seconds
    press(projection.projector, Key.Key_Plus)
    press(projection.projector, Key.Key_Plus)
    press(projection.projector, Key.Key_Minus)
    assert projection.countdown.seconds == before + 60


def test_no_clock_ticks_while_the_timer_stands_still(start: Start) -> None:
    projection = start(ALONE)
    assert not projection._timer.isActive()
    press(projection.projector, Key.Key_T)
    assert projection._timer.isActive()
    press(projection.projector, Key.Key_T)
    assert not projection._timer.isActive()


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("screens", [(ALONE,), (LAPTOP, MIRRORED)], ids=["one", "duplicate"])
def test_on_one_screen_or_on_duplicates_the_window_with_names_is_gone_until_esc(
    start: Start, window: QMainWindow, screens: tuple[object, ...]
) -> None:
    projection = start(*screens)
    assert window.isHidden()
    assert projection.projector.isVisible()
    projection.confirm_team_screen()
    assert not projection.names_allowed
    press(projection.projector, Key.Key_Escape)
    assert window.isVisible()
    assert window.centralWidget().isVisible()
    assert not projection.projector.isVisible()


@pytest.mark.directive("6.4.5")
def test_names_need_a_screen_apart_and_somebody_who_says_that_only_the_team_sees_it(
    start: Start, window: QMainWindow
) -> None:
    projection = start(LAPTOP, PROJECTOR)
    assert window.isVisible()
    assert (projection.arrangement.projected, projection.arrangement.team) == ("1", "0")
    assert not projection.names_allowed
    projection.confirm_team_screen()
    assert projection.names_allowed
    projection.hide_names()
    assert not projection.names_allowed


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize(
    ("after", "doubt"),
    [
        ((ALONE,), Doubt.ONE_SCREEN),
        ((LAPTOP, MIRRORED), Doubt.DUPLICATE),
        ((LAPTOP, PROJECTOR, MIRRORED), Doubt.TOO_MANY),
    ],
)
def test_a_change_of_screens_hides_names_and_window_at_once(
    start: Start, window: QMainWindow, after: tuple[object, ...], doubt: Doubt
) -> None:
    projection = start(LAPTOP, PROJECTOR)
    projection.confirm_team_screen()
    told: list[bool] = []
    projection.changed.connect(lambda: told.append(projection.names_allowed or window.isVisible()))
    projection.displays.become(*after)  # type: ignore[attr-defined]
    assert told
    assert not any(told)
    assert projection.arrangement.doubt is doubt
    projection.confirm_team_screen()
    assert not projection.names_allowed
    projection.displays.become(LAPTOP, PROJECTOR)  # type: ignore[attr-defined]
    assert window.isHidden()  # nobody looked at it yet: it comes back with Esc
    press(projection.projector, Key.Key_Escape)
    assert window.isVisible()


def test_a_signal_without_a_change_hides_nothing(start: Start, window: QMainWindow) -> None:
    projection = start(LAPTOP, PROJECTOR)
    projection.confirm_team_screen()
    projection.displays.changed.emit()  # type: ignore[attr-defined]
    assert projection.names_allowed
    assert window.isVisible()


def test_a_dialog_over_the_window_goes_with_it(start: Start, window: QMainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    qtbot.addWidget(dialog)
    dialog.show()
    start(ALONE)
    assert not dialog.isVisible()


@pytest.mark.directive("6.4.5")
def test_a_window_that_is_dragged_onto_the_groups_screen_shows_nothing_there(start: Start, window: QMainWindow) -> None:
    projection = start(LAPTOP, PROJECTOR)
    displays: ScreensAtHand = projection.displays  # type: ignore[attr-defined]
    displays.window_touches_projector = True
    QApplication.sendEvent(window, QEvent(QEvent.Type.Move))
    assert not window.centralWidget().isVisible()
    displays.window_touches_projector = False
    QApplication.sendEvent(window, QEvent(QEvent.Type.Move))
    assert window.centralWidget().isVisible()


def test_neither_title_nor_anything_in_sight_names_a_man(start: Start) -> None:
    projection = start(ALONE)
    assert projection.projector.windowTitle() == TITLE
    assert projection.projector.accessibleName() == "Página proyectada"


def test_closing_its_window_from_the_task_bar_gives_the_other_back(start: Start, window: QMainWindow) -> None:
    projection = start(ALONE)
    projection.projector.close()
    assert projection.is_over
    assert window.isVisible()
    assert Projection.of(window) is None


@pytest.mark.parametrize("screens", [(ALONE,), (LAPTOP, PROJECTOR)], ids=["one", "two"])
def test_a_projected_page_does_not_keep_the_program_from_leaving(
    start: Start, window: QMainWindow, screens: tuple[object, ...]
) -> None:
    projection = start(*screens)
    QApplication.closeAllWindows()
    assert projection.is_over
    assert not any(one.isVisible() for one in QApplication.topLevelWidgets())


# -- locking ----------------------------------------------------------------------------------------------------------


def idle_guard(qtbot: QtBot, clock: Clock) -> tuple[IdleGuard, list[str]]:
    guard = IdleGuard(5, monotonic=clock, wall=clock)
    told: list[str] = []
    guard.lock_due.connect(told.append)
    guard.start()
    return guard, told


@pytest.mark.parametrize(("screens", "reasons"), [((ALONE,), []), ((LAPTOP, PROJECTOR), ["idle"])])
def test_keys_on_the_projected_page_are_presence_only_where_no_name_can_stand_unattended(
    qtbot: QtBot, start: Start, clock: Clock, screens: tuple[object, ...], reasons: list[str]
) -> None:
    projection = start(*screens)
    guard, told = idle_guard(qtbot, clock)
    guard._watch_window(projection.projector.windowHandle())
    for _ in range(40):  # ten minutes, a key every fifteen seconds
        clock.now += 15
        QApplication.sendEvent(projection.projector.windowHandle(), key_event())
    guard.stop()
    assert told == reasons


def key_event() -> QEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
