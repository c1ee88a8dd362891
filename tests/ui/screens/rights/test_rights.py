"""Requests and periods on screen: from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.mentions import LeftNamed
from facilitador.domain.retention import RetentionKind
from facilitador.domain.rights import RightsKind, RightsOutcome
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.retention.mentions import NameMentionsScreen
from facilitador.ui.screens.retention.screen import NOBODY, RetentionScreen
from facilitador.ui.screens.rights.screen import RightsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import RecordPractice
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.retention import ProposePurge, Retention
from facilitador.use_cases.rights import AnswerRightsRequest, RegisterRightsRequest, RightsOf
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.later import On
from tests.use_cases.scenes import ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Shown = TypeVar("Shown", bound=Screen)


@pytest.fixture
def man(book: OpenBook) -> UUID:
    return register(book, ficha(1))[0]


def opened(made: Shown, qtbot: QtBot) -> Shown:
    qtbot.addWidget(made)
    made.resize(1100, 1400)
    show(made)
    qtbot.waitUntil(made.page.page.isVisible)  # type: ignore[attr-defined]
    return made


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def says(widget: QWidget, text: str) -> bool:
    return text in words(widget)


def answer(panel: Panel, **answers: str | int) -> None:
    assert panel.form is not None
    for name, given in answers.items():
        row = panel.form.rows[name]
        row.control.set_value(given)
        row.control.changed.emit()


def test_a_request_is_written_down_answered_and_its_letter_is_one_click_away(
    surroundings: Surroundings, in_book: InBook, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(RightsScreen(surroundings, man), qtbot)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    screen.new_button.click()
    answer(screen.panel, kind="access", what="Quiero ver todo.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: len(screen.cards) == 1)
    (card,) = screen.cards.values()
    assert "22/12/2026" in words(card)  # 20 working days, without 8 and 9 December
    assert_accessible(screen)

    card.buttons["answer"].click()
    answer(screen.panel, outcome="done")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "letter" in card.buttons)
    card.buttons["letter"].click()
    screen.copy_button.click()

    (one,) = in_book(RightsOf(participant_id=man)).requests
    assert one.answer is not None
    assert one.answer.outcome is RightsOutcome.DONE
    assert wished == [Destination("print_rights_letter", one.id), Destination("print_subject_access", man)]


def test_without_a_man_everything_that_waits_is_shown_with_the_way_there(
    surroundings: Surroundings, run: Run, qtbot: QtBot, man: UUID
) -> None:
    run(RegisterRightsRequest(participant_id=man, kind=RightsKind.OPPOSITION))
    screen = opened(RightsScreen(surroundings), qtbot)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    (card,) = screen.cards.values()

    card.buttons["man"].click()

    assert wished == [Destination("rights", man)]
    assert not screen.new_button.isVisible()


def test_a_period_is_set_and_written_over(surroundings: Surroundings, in_book: InBook, qtbot: QtBot) -> None:
    screen = opened(RetentionScreen(surroundings), qtbot)
    assert NOBODY in words(screen.lines)
    for years in ("5", "6"):
        screen.buttons[RetentionKind.PROCESS].click()
        answer(screen.panel, years=years, basis="Acuerdo 3-2026")
        screen.panel.verb.click()
        qtbot.waitUntil(partial(says, screen.periods, f"{years} años"))
    assert_accessible(screen)

    assert in_book(Retention()).periods[0].years == 6


def test_who_asked_goes_in_two_steps(
    surroundings: Surroundings,
    run: Run,
    in_book: InBook,
    book: OpenBook,
    qtbot: QtBot,
    man: UUID,
    dialogs: ScriptedDialogs,
) -> None:
    request = run(RegisterRightsRequest(participant_id=man, kind=RightsKind.CANCELLATION)).ids[0]
    run(AnswerRightsRequest(request_id=request, outcome=RightsOutcome.DONE))
    screen = opened(RetentionScreen(surroundings), qtbot)
    screen.buttons[f"propose-{man}"].click()
    qtbot.waitUntil(lambda: f"withdraw-{man}" in screen.buttons)
    assert f"confirm-{man}" not in screen.buttons
    screen.buttons[f"withdraw-{man}"].click()
    qtbot.waitUntil(lambda: f"propose-{man}" in screen.buttons)

    On(book, TODAY, UUID(int=5)).run(ProposePurge(participant_id=man))
    again = opened(RetentionScreen(surroundings), qtbot)
    dialogs.answers.append("Retirar")
    again.buttons[f"confirm-{man}"].click()

    qtbot.waitUntil(lambda: "se retiraron hasta hoy: 1" in words(again.lines))
    assert in_book(Retention()).lines == ()


def test_what_names_him_is_seen_and_decided_before_he_goes(
    surroundings: Surroundings, run: Run, in_book: InBook, book: OpenBook, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    (man,) = register(book, {**ficha(1), "paternal_surname": "Ñahui"})
    key = run(RegisterRightsRequest(participant_id=man, kind=RightsKind.CANCELLATION)).ids[0]
    practice = RecordPractice(title="Dibujar", done="Ñahui lo propuso.", worked="Sí.")
    run(AnswerRightsRequest(request_id=key, outcome=RightsOutcome.DONE), practice)
    On(book, TODAY, UUID(int=5)).run(ProposePurge(participant_id=man))
    places = opened(NameMentionsScreen(surroundings, man), qtbot)
    wished: list[Destination] = []
    places.destination_requested.connect(wished.append)
    assert "Dice «Ñahui»" in words(places)
    places.buttons[0].click()
    assert wished == [Destination("practices")]
    assert_accessible(places)

    screen = opened(RetentionScreen(surroundings), qtbot)
    screen.buttons[f"confirm-{man}"].click()
    qtbot.waitUntil(screen.panel.isVisible)
    screen.panel.verb.click()
    assert in_book(Retention()).lines, "nothing goes before somebody decided"
    answer(screen.panel, left_named=LeftNamed.NEEDED)
    dialogs.answers.append("Retirar")
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: "se retiraron hasta hoy: 1" in words(screen.lines))
    assert not screen.panel.isVisible()


def test_who_is_named_nowhere_is_told_so_and_how_it_was_looked_for(
    surroundings: Surroundings, qtbot: QtBot, man: UUID
) -> None:
    screen = opened(NameMentionsScreen(surroundings, man), qtbot)

    assert screen.empty.isVisible()
    assert says(screen, "No se encuentra un apodo")
