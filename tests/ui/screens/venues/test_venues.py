"""Venues, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel
from pytestqt.qtbot import QtBot

from facilitador.domain.venues import Condition, Venue
from facilitador.ui.screens.venues.models import NOT_LOOKED
from facilitador.ui.screens.venues.pane import VenueFacts, VenuePane
from facilitador.ui.screens.venues.screen import VenuesScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDraft
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.venues import AddVenue, ChangeVenue, Venues
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

Run = Callable[..., Outcome]
InBook = Callable[[Query[object]], object]
Open = Callable[[], VenuesScreen]


def opened(surroundings: Surroundings, qtbot: QtBot) -> VenuesScreen:
    screen = VenuesScreen(surroundings)
    qtbot.addWidget(screen)
    screen.resize(1200, 900)
    show(screen)
    qtbot.waitUntil(lambda: screen.empty.isVisible() or screen.table.isVisible() or screen.pane is not None)
    return screen


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Open:
    """The screen, in sight and read."""
    return lambda: opened(surroundings, qtbot)


@pytest.fixture
def pane_of(qtbot: QtBot) -> Callable[[VenuesScreen], VenuePane]:
    """The pane in sight, once it is known whether a draft waits."""

    def wait(screen: VenuesScreen) -> VenuePane:
        pane = screen.pane
        assert pane is not None
        qtbot.waitUntil(lambda: pane.editor.keeper.is_settled)
        return pane

    return wait


def write(pane: VenuePane, name: str, text: str) -> None:
    edit = pane.editor.form.rows[name].control.focusable()[0]
    edit.selectAll()  # type: ignore[attr-defined]
    type_text(edit, text)


def answer(pane: VenuePane, condition: Condition, code: str) -> None:
    pane.editor.form.rows[condition].control.radios[code].click()  # type: ignore[attr-defined]


def stored(in_book: InBook) -> dict[str, Venue]:
    return {venue.name: venue for venue in in_book(Venues())}  # type: ignore[attr-defined]


@pytest.mark.directive("6.2.3")
def test_a_venue_is_added_with_yes_no_and_not_looked(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    assert screen.empty.action is not None
    click(screen.empty.action)
    pane = pane_of(screen)
    write(pane, "name", "Local comunal de Ñahuimpuquio")
    place = pane.editor.form.rows["ubigeo"].control
    type_text(place.focusable()[0], "san juan de miraf")
    press(place.suggestions, Qt.Key.Key_Down)  # type: ignore[attr-defined]
    press(place.suggestions, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    write(pane, "address", "Jr. Los Molles 12")
    answer(pane, Condition.NO_NOISE, "yes")
    answer(pane, Condition.ROOM_TO_MOVE, "no")
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: bool(in_book(Venues())))
    venue = stored(in_book)["Local comunal de Ñahuimpuquio"]
    assert venue.conditions == {Condition.NO_NOISE: True, Condition.ROOM_TO_MOVE: False}
    assert (venue.ubigeo, venue.address) == ("150133", "Jr. Los Molles 12")
    qtbot.waitUntil(lambda: screen.pane is not None and screen.pane.subject == venue.id)
    assert screen.table.current == venue
    assert "1 sin cumplir, 3 sin mirar" in screen.table.model().index(0, 0).data()


@pytest.mark.directive("6.2.3")
def test_a_condition_can_be_taken_back_to_not_looked(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(AddVenue(name="Aula 3", conditions=dict.fromkeys(Condition, True)))
    screen = open_screen()
    screen.table.selectRow(0)
    pane = pane_of(screen)
    assert "Cumple las condiciones" in screen.table.model().index(0, 0).data()
    answer(pane, Condition.NO_NOISE, NOT_LOOKED)
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: Condition.NO_NOISE not in stored(in_book)["Aula 3"].conditions)
    assert len(stored(in_book)["Aula 3"].conditions) == 4


def test_a_venue_without_a_name_is_refused_beside_the_field(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], in_book: InBook
) -> None:
    screen = open_screen()
    click(screen.empty.action)  # type: ignore[arg-type]
    pane = pane_of(screen)
    write(pane, "address", "Jr. Los Molles 12")
    click(pane.editor.save_button)
    assert pane.editor.form.rows["name"].has_problem
    assert in_book(Venues()) == ()


def test_going_to_another_venue_keeps_what_was_typed(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    first, _ = run(AddVenue(name="Aula 3"), AddVenue(name="Local comunal")).ids
    screen = open_screen()
    screen.table.selectRow(0)
    write(pane_of(screen), "notes", "Ruido los jueves")
    screen.table.selectRow(1)
    pane_of(screen)
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="venues", subject_id=first)) is not None)
    screen.table.selectRow(0)
    pane = screen.pane
    assert pane is not None
    qtbot.waitUntil(pane.editor.keeper.offer.isVisible)
    click(pane.editor.keeper.offer.resume)
    assert pane.editor.form.values()["notes"] == "Ruido los jueves"
    assert stored(in_book)["Aula 3"].notes == ""


def test_a_new_venue_left_unfinished_is_there_next_time(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    click(screen.empty.action)  # type: ignore[arg-type]
    write(pane_of(screen), "name", "Aula")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="venues", subject_id=NEW_SUBJECT)) is not None)
    screen.hide()
    again = open_screen()
    qtbot.waitUntil(lambda: again.pane is not None and again.pane.editor.keeper.offer.isVisible())
    assert again.pane is not None
    click(again.pane.editor.keeper.offer.start_over)
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="venues", subject_id=NEW_SUBJECT)) is None)


def test_a_venue_changed_while_typing_shows_both(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    venue_id = run(AddVenue(name="Aula 3", address="Jr. Uno 1")).ids[0]
    screen = open_screen()
    screen.table.selectRow(0)
    pane = pane_of(screen)
    write(pane, "address", "Jr. Dos 2")
    run(ChangeVenue(venue_id=venue_id, name="Aula 3", address="Jr. Tres 3"))
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: "Jr. Tres 3" in pane.editor.form.rows["address"].message)
    assert stored(in_book)["Aula 3"].address == "Jr. Tres 3"
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: stored(in_book)["Aula 3"].address == "Jr. Dos 2")


def test_a_venue_is_retired_and_offered_again(
    open_screen: Open, pane_of: Callable[[VenuesScreen], VenuePane], run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(AddVenue(name="Aula 3", conditions={Condition.NO_NOISE: True}))
    screen = open_screen()
    screen.table.selectRow(0)
    pane = pane_of(screen)
    click(pane.retire)
    qtbot.waitUntil(pane.state.isVisible)
    retired = stored(in_book)["Aula 3"]
    assert retired.retired
    assert retired.conditions == {Condition.NO_NOISE: True}
    assert pane.retire.text() == "Volver a ofrecerlo"
    click(pane.retire)
    qtbot.waitUntil(lambda: not pane.state.isVisible())
    assert not stored(in_book)["Aula 3"].retired


@pytest.fixture
def one_venue(run: Run) -> UUID:
    """A venue, made before the book changes hands."""
    return run(AddVenue(name="Aula 3", conditions={Condition.NO_NOISE: False}, notes="Ensaya la banda.")).ids[0]


def test_staff_reads_a_venue_and_changes_nothing(one_venue: UUID, staff_around: Surroundings, qtbot: QtBot) -> None:
    screen = opened(staff_around, qtbot)
    assert screen.add.isHidden()
    screen.table.selectRow(0)
    facts = screen.findChild(VenueFacts)
    assert isinstance(facts, VenueFacts)
    texts = [label.text() for label in facts.findChildren(QLabel)]
    assert "Ensaya la banda." in texts
    assert "No hay ruido ni gente que oiga desde afuera: no" in texts
    assert screen.pane is None


def test_in_a_narrow_window_the_pane_stands_below(
    open_screen: Open, one_venue: UUID, pane_of: Callable[[VenuesScreen], VenuePane], qtbot: QtBot
) -> None:
    screen = open_screen()
    screen.table.selectRow(0)
    pane_of(screen)
    assert screen._body.direction() is QBoxLayout.Direction.LeftToRight
    screen.resize(700, 700)
    QApplication.processEvents()
    assert screen._body.direction() is QBoxLayout.Direction.TopToBottom
    qtbot.waitUntil(lambda: screen.page.horizontalScrollBar().maximum() == 0)


def test_everything_has_a_name_for_screen_readers(
    open_screen: Open, one_venue: UUID, pane_of: Callable[[VenuesScreen], VenuePane]
) -> None:
    screen = open_screen()
    screen.table.selectRow(0)
    pane_of(screen)
    assert_accessible(screen)
