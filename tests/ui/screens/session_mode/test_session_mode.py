"""From «Proyectar» to the projector and back, on a real book; locking, leaving and coming again meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.session_decks import SlidePage
from facilitador.ui.app import BookDesk, Rooms
from facilitador.ui.book_session import BookSession
from facilitador.ui.idle import IdleGuard
from facilitador.ui.main_window import MainWindow
from facilitador.ui.rooms import furnish
from facilitador.ui.screen import Destination
from facilitador.ui.screens.session_mode.screen import SessionModeScreen
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.settings import SettingsFile
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.ui.session_mode.screens_at_hand import ALONE, LAPTOP, MIRRORED, PROJECTOR, ScreensAtHand
from tests.use_cases.logs import Planned

Key = Qt.Key
Visit = Callable[..., SessionModeScreen]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    yield made
    going_on = Projection.of(made)
    if going_on is not None:
        going_on.end()
    shiboken6.delete(made)


@pytest.fixture
def visit(surroundings: Surroundings, group: Planned, window: Window, qtbot: QtBot) -> Visit:
    """The screen of today's session in the window of the program, with these screens at hand."""

    def go(*screens: object) -> SessionModeScreen:
        displays = ScreensAtHand(*screens)  # type: ignore[arg-type]
        displays.setParent(window)
        screen = SessionModeScreen(surroundings, group.sessions[1], displays=displays)
        window.show_page(screen)
        show(window)
        screen.shown_again()
        qtbot.waitUntil(screen.setup.begin_button.isEnabled)
        return screen

    return go


def projection_of(screen: SessionModeScreen) -> Projection:
    assert screen.projection is not None
    return screen.projection


def surnames(book: OpenBook, group: Planned) -> list[str]:
    return [entry.full_name for entry in book.ask(Roster(group_id=group.group_id)).result()]


def words_of(screen: SessionModeScreen) -> str:
    labels = [*screen.findChildren(QLabel)]
    return "\n".join(label.text() for label in labels if label.isVisibleTo(screen))


def test_one_screen_from_the_button_to_the_projector_and_back_with_esc(visit: Visit, window: Window) -> None:
    screen = visit(ALONE)
    assert "Hay una sola pantalla" in screen.setup.screens.text
    click(screen.setup.begin_button)
    projection = projection_of(screen)
    assert window.isHidden()
    press(projection.projector, Key.Key_Space)
    assert projection.slide.page is SlidePage.AGREEMENTS
    press(projection.projector, Key.Key_Escape)
    assert window.isVisible()
    assert screen.setup.isVisible()
    assert "apague o tape el proyector" in screen.setup.afterwards.text
    press(screen, Key.Key_F11)
    assert projection_of(screen) is not projection


@pytest.mark.directive("6.4.5")
def test_two_screens_show_the_men_only_after_somebody_said_so_and_what_is_marked_meanwhile(
    visit: Visit, book: OpenBook, group: Planned, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = visit(LAPTOP, PROJECTOR)
    click(screen.setup.begin_button)
    assert screen.team.isVisible()
    men = surnames(book, group)
    assert not any(man in words_of(screen) for man in men)
    click(screen.team.show_button)
    qtbot.waitUntil(lambda: all(man in words_of(screen) for man in men))
    assert "Sin registrar: 3" in words_of(screen)
    mark = MarkAttendance(session_id=group.sessions[1], enrolment_id=group.by_name[0], mark=AttendanceMark.LATE)
    surroundings.session.run([mark], owner=screen)
    qtbot.waitUntil(lambda: "Tardanza: 1" in words_of(screen))
    click(screen.team.hide_button)
    assert not any(man in words_of(screen) for man in men)


@pytest.mark.directive("6.4.5")
def test_a_projector_that_begins_to_repeat_the_screen_takes_every_name_with_it(
    visit: Visit, book: OpenBook, group: Planned, window: Window, qtbot: QtBot
) -> None:
    screen = visit(LAPTOP, PROJECTOR)
    click(screen.setup.begin_button)
    click(screen.team.show_button)
    qtbot.waitUntil(lambda: "Sin registrar: 3" in words_of(screen))
    screen._displays.become(LAPTOP, MIRRORED)  # type: ignore[attr-defined]
    assert window.isHidden()
    assert not any(man in screen.team.names.text() for man in surnames(book, group))
    press(projection_of(screen).projector, Key.Key_Escape)
    assert not any(man in words_of(screen) for man in surnames(book, group))


def test_the_team_leads_from_its_own_side(visit: Visit) -> None:
    screen = visit(LAPTOP, PROJECTOR)
    click(screen.setup.begin_button)
    projection = projection_of(screen)
    click(screen.team.forward_button)
    assert projection.slide.page is SlidePage.AGREEMENTS
    assert "En pantalla: Acuerdos" in words_of(screen)
    press(screen.team.forward_button, Key.Key_4)
    step = projection.session.moments[projection.slide.moment or 0].steps[0]
    assert step in words_of(screen)
    assert step not in projection.projector.leaf.texts
    press(screen.team.forward_button, Key.Key_PageDown)
    assert projection.slide.number == 2
    click(screen.team.time_button)
    assert projection.countdown.running
    assert screen.team.time_button.text() == "Parar el tiempo"
    press(screen.team.forward_button, Key.Key_Escape)
    assert projection.is_over
    assert screen.setup.isVisible()
    assert not screen.setup.afterwards.text  # the group's screen never showed the book


def test_the_screens_can_be_used_the_other_way_round(visit: Visit) -> None:
    screen = visit(LAPTOP, PROJECTOR)
    click(screen.setup.swap_button)
    click(screen.setup.begin_button)
    assert projection_of(screen).arrangement.projected == "0"


def test_esc_before_it_begins_leads_back(visit: Visit, qtbot: QtBot) -> None:
    screen = visit(ALONE)
    with qtbot.waitSignal(screen.back_requested):
        press(screen, Key.Key_Escape)


def test_both_pages_say_their_names_to_a_screen_reader(visit: Visit) -> None:
    screen = visit(LAPTOP, PROJECTOR)
    assert_accessible(screen)
    click(screen.setup.begin_button)
    assert_accessible(screen)


# -- the whole window: leaving, coming again, locking ------------------------------------------------------------------


@pytest.fixture
def desk(
    book: OpenBook, group: Planned, window: Window, dialogs: ScriptedDialogs, environment: object, tmp_path: Path
) -> BookDesk:
    """The open book in its window, as the program shows it; locked, it asks for the clave."""

    def rooms(session: BookSession) -> Rooms:
        given = around(book, dialogs, environment)  # type: ignore[arg-type]
        return furnish(Surroundings(session, dialogs, given.today, given.now, given.new_id))

    guard = IdleGuard(5, window)
    locked = lambda reason: window.show_page(QLabel(f"Su clave, por favor ({reason})"))  # noqa: E731
    made = BookDesk(window, SettingsFile(tmp_path / "datos"), guard, dialogs, rooms, locked)
    made.show(book)
    made.guard = guard  # type: ignore[attr-defined]
    show(window)
    return made


def go_and_begin(
    window: Window, group: Planned, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *screens: object
) -> SessionModeScreen:
    at_hand = partial(ScreensAtHand, *screens)  # type: ignore[arg-type]
    monkeypatch.setattr("facilitador.ui.screens.session_mode.screen.Displays", lambda parent: at_hand())
    main = window.centralWidget()
    assert isinstance(main, MainWindow)
    main.navigator.go(Destination("session_mode", group.sessions[1]))
    screen = main.navigator.screen
    assert isinstance(screen, SessionModeScreen)
    qtbot.waitUntil(screen.setup.begin_button.isEnabled)
    screen.begin()
    return screen


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize("screens", [(ALONE,), (LAPTOP, PROJECTOR)], ids=["one", "two"])
def test_an_idle_lock_takes_the_book_and_the_names_and_leaves_the_projected_page(
    desk: BookDesk,
    window: Window,
    group: Planned,
    book: OpenBook,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    screens: tuple[object, ...],
) -> None:
    screen = go_and_begin(window, group, qtbot, monkeypatch, *screens)
    projection = projection_of(screen)
    projection.confirm_team_screen()
    press(projection.projector, Key.Key_Space)
    desk.guard.lock_due.emit("idle")  # type: ignore[attr-defined]
    assert desk.session is None
    assert projection.projector.isVisible()
    assert not projection.names_allowed
    assert window.isVisible() == (len(screens) == 2)
    for _ in range(3):  # it goes on with what was read before
        press(projection.projector, Key.Key_Space)
    assert projection.slide.page is not SlidePage.AGREEMENTS
    press(projection.projector, Key.Key_Escape)
    assert window.isVisible()
    page = window.centralWidget()
    assert isinstance(page, QLabel)
    qtbot.waitUntil(page.isVisible)
    assert page.text() == "Su clave, por favor (idle)"


def test_whoever_leaves_for_another_page_finds_the_projection_again(
    desk: BookDesk, window: Window, group: Planned, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = go_and_begin(window, group, qtbot, monkeypatch, LAPTOP, PROJECTOR)
    projection = projection_of(screen)
    main = window.centralWidget()
    assert isinstance(main, MainWindow)
    main.navigator.go(Destination("groups"))
    assert projection.projector.isVisible()
    main.navigator.go(Destination("session_mode", group.sessions[1]))
    again = main.navigator.screen
    assert isinstance(again, SessionModeScreen)
    assert again.projection is projection
    assert again.team.isVisible()
    press(again, Key.Key_Escape)
    assert projection.is_over
