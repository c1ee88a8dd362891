"""Good practices, from the click to the file and back, and beside the topic that is planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from facilitador.ui.screen import Destination
from facilitador.ui.screens.practices.screen import FORM, PracticesScreen
from facilitador.ui.screens.sessions.topic import TopicPart
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDraft
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.practices import Practices, RecordPractice
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import TOPICS, planned
from tests.use_cases.scenes import ficha, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Opened = Callable[..., PracticesScreen]

RIVER = RecordPractice(title="El río de la vida", topic_id=TOPICS[0], done="Se dibujó un río.", worked="Hablaron.")
SILENCE = RecordPractice(title="Un minuto", topic_id=TOPICS[1], done="Callaron.", not_worked="Se rieron.")


@pytest.fixture
def opened(surroundings: Surroundings, qtbot: QtBot) -> Opened:
    """The page in sight and read."""

    def open_one(*detail: str) -> PracticesScreen:
        screen = PracticesScreen(surroundings, detail=detail)
        qtbot.addWidget(screen)
        screen.resize(1000, 1000)
        show(screen)
        qtbot.waitUntil(screen.page.page.isVisible)
        return screen

    return open_one


def write(screen: PracticesScreen, name: str, words: str) -> None:
    assert screen.editor is not None
    control = screen.editor.form.rows[name].control
    control.focus()
    type_text(control.focusWidget() or control, words)


@pytest.mark.directive("6.9.3")
def test_a_practice_is_written_and_found_again(opened: Opened, in_book: InBook, qtbot: QtBot) -> None:
    screen = opened(TOPICS[0])
    assert screen.topic.currentData() == TOPICS[0]
    click(screen.add)
    assert screen.editor is not None
    qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)  # type: ignore[union-attr]
    for name, words in (("title", "El río"), ("done", "Se dibujó."), ("worked", "Hablaron todos.")):
        write(screen, name, words)

    click(screen.editor.save_button)

    qtbot.waitUntil(lambda: len(screen.cards) == 1)
    (kept,) = in_book(Practices(topic_ids=(TOPICS[0],)))
    assert (kept.title, kept.done, kept.worked) == ("El río", "Se dibujó.", "Hablaron todos.")
    assert screen.editor is None
    assert_accessible(screen)


def test_what_is_missing_is_said_beside_it(opened: Opened, in_book: InBook, qtbot: QtBot) -> None:
    screen = opened()
    click(screen.add)
    assert screen.editor is not None
    qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)  # type: ignore[union-attr]
    write(screen, "title", "El río")
    write(screen, "done", "Se dibujó.")

    click(screen.editor.save_button)

    qtbot.waitUntil(lambda: screen.editor.form.rows["worked"].has_problem)  # type: ignore[union-attr]
    assert in_book(Practices()) == ()


@pytest.mark.directive("6.4.5")
def test_who_names_a_man_is_warned(opened: Opened, book: OpenBook, qtbot: QtBot) -> None:
    register(book, ficha(3))
    screen = opened()
    click(screen.add)
    qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)  # type: ignore[union-attr]
    for name, words in (("title", "El río"), ("done", "A Huamán le costó."), ("worked", "Después habló.")):
        write(screen, name, words)
    click(screen.editor.save_button)  # type: ignore[union-attr]

    qtbot.waitUntil(lambda: "«Huamán»" in screen.message.text)


def test_words_and_topic_narrow_the_list(opened: Opened, run: Run, qtbot: QtBot) -> None:
    river, silence = run(RIVER, SILENCE).ids
    screen = opened()
    assert set(screen.cards) == {river, silence}

    type_text(screen.search, "rio vida")
    qtbot.waitUntil(lambda: set(screen.cards) == {river})
    screen.search.clear()
    screen.topic.setCurrentIndex(screen.topic.findData(TOPICS[1]))
    qtbot.waitUntil(lambda: set(screen.cards) == {silence})
    screen.search.setText("rio")
    qtbot.waitUntil(screen.nothing.isVisible)


def test_a_draft_waits_and_cancelling_forgets_it(opened: Opened, in_book: InBook, qtbot: QtBot) -> None:
    screen = opened()
    click(screen.add)
    qtbot.waitUntil(lambda: screen.editor.keeper.is_settled)  # type: ignore[union-attr]
    write(screen, "title", "El río")
    assert screen.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form=FORM, subject_id=NEW_SUBJECT)) is not None)

    again = opened()

    qtbot.waitUntil(lambda: again.editor is not None and again.editor.keeper.offer.isVisible())


def test_a_practice_is_taken_out_only_when_sure(
    opened: Opened, run: Run, in_book: InBook, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    key = run(RIVER).ids[0]
    screen = opened()
    remove = next(one for one in screen.cards[key].findChildren(type(screen.add)) if one.text() == "Quitar")
    dialogs.answers = [None, "Quitar la práctica"]
    click(remove)
    assert len(in_book(Practices())) == 1
    click(remove)
    qtbot.waitUntil(lambda: in_book(Practices()) == ())
    qtbot.waitUntil(screen.empty.isVisible)


@pytest.mark.directive("6.9.3")
def test_it_stands_beside_the_topic_that_is_planned(
    surroundings: Surroundings, book: OpenBook, run: Run, qtbot: QtBot
) -> None:
    group = planned(book, men=0, days=(7,))
    run(RIVER, SILENCE)
    part = TopicPart(surroundings, group.sessions[0])
    qtbot.addWidget(part)
    part.resize(900, 1400)
    show(part)
    qtbot.waitUntil(lambda: len(part.practices.cards) == 1)
    wished: list[Destination] = []
    part.destination_requested.connect(wished.append)

    click(part.practices.all)

    assert wished == [Destination("practices", None, (TOPICS[0],))]
