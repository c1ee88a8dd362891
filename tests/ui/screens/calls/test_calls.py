"""The calls of the next morning, from the key to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CallEntry, CallResult
from facilitador.ui.screen import Destination
from facilitador.ui.screens.calls.card import KEYS
from facilitador.ui.screens.calls.screen import CallsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.calls import CallList
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.use_cases.logs import Planned, planned

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def group(book: OpenBook, run: Run) -> Planned:
    """Two of three men were absent yesterday without notice, one with."""
    made = planned(book, men=3, days=(-1,))
    marks = (
        AttendanceMark.ABSENT_WITHOUT_NOTICE,
        AttendanceMark.ABSENT_WITHOUT_NOTICE,
        AttendanceMark.ABSENT_WITH_NOTICE,
    )
    run(
        *(
            MarkAttendance(session_id=made.sessions[0], enrolment_id=stint, mark=mark)
            for stint, mark in zip(made.stints, marks, strict=True)
        )
    )
    return made


@pytest.fixture
def opened(surroundings: Surroundings, qtbot: QtBot) -> Callable[[], CallsScreen]:
    """The list in sight and read."""

    def open_one() -> CallsScreen:
        screen = CallsScreen(surroundings)
        qtbot.addWidget(screen)
        screen.resize(1000, 1100)
        show(screen)
        screen.shown_again()
        qtbot.waitUntil(screen.page.page.isVisible)
        return screen

    return open_one


def results(in_book: InBook) -> dict[str, list[CallResult]]:
    entries: tuple[CallEntry, ...] = in_book(CallList())
    return {entry.full_name: [call.result for call in entry.calls] for entry in entries}


@pytest.mark.parametrize(("key", "result"), KEYS.items())
def test_one_key_says_how_the_call_ended(
    opened: Callable[[], CallsScreen],
    group: Planned,
    in_book: InBook,
    qtbot: QtBot,
    key: Qt.Key,
    result: CallResult,
) -> None:
    screen = opened()
    first = screen.table.current
    assert first is not None
    screen.table.setFocus()

    press(screen.table, key)

    qtbot.waitUntil(lambda: bool(screen.message.text))
    assert results(in_book)[first.full_name] == [result]


def test_who_was_reached_leaves_the_list_and_comes_back_when_it_is_taken_back(
    opened: Callable[[], CallsScreen], group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    screen = opened()
    assert len(screen.table.shown) == 3
    name = screen.card.name.text()
    type_text(screen.card.note.edit, "Vendrá el jueves")

    click(screen.card.results[CallResult.COMING_BACK])

    qtbot.waitUntil(lambda: len(screen.table.shown) == 2)
    assert [entry.full_name for entry in screen.done._model._rows] == [name]
    (entry,) = [one for one in in_book(CallList()) if one.full_name == name]
    assert entry.calls[0].note == "Vendrá el jueves"
    assert screen.card.name.text() != name
    assert_accessible(screen)

    assert screen.message.action is not None
    click(screen.message.action)
    qtbot.waitUntil(lambda: len(screen.table.shown) == 3)
    assert results(in_book)[name] == []


def test_who_does_not_answer_stays_and_it_says_so(
    opened: Callable[[], CallsScreen], group: Planned, qtbot: QtBot
) -> None:
    screen = opened()
    screen.table.setFocus()

    press(screen.table, Qt.Key.Key_3)

    qtbot.waitUntil(lambda: "No contesta, 20/11/2026" in screen.table.model().index(0, 1).data())
    assert len(screen.table.shown) == 3


@pytest.mark.directive("6.4.5")
def test_the_words_for_another_person_tell_nothing_of_the_group(
    opened: Callable[[], CallsScreen], group: Planned
) -> None:
    from facilitador.reference import catalogue

    said = " ".join(item.text for item in catalogue("call_words").items).casefold()

    for telling in ("violencia", "grupo de varones", "directiva", "agres", "taller", "denuncia"):
        assert telling not in said
    assert "asunto personal" in said
    shown = [label.text() for label in opened().card.findChildren(type(opened().card.name))]
    assert any("asunto personal" in text for text in shown)


def test_with_nobody_to_call_it_stays_calm(opened: Callable[[], CallsScreen]) -> None:
    screen = opened()

    assert screen.empty.isVisible()
    assert not screen.card.isVisible()


def test_it_leads_to_his_ficha_and_his_group(opened: Callable[[], CallsScreen], group: Planned) -> None:
    screen = opened()
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    entry = screen.table.current
    assert entry is not None

    click(screen.card.ficha)
    click(screen.card.group)

    assert wished == [Destination("participant", entry.participant_id), Destination("group", group.group_id)]
