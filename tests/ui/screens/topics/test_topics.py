"""The topics: the thirteen to read, the service's own to write, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from facilitador.domain.curricula import ServiceCurriculum
from facilitador.domain.roles import Role
from facilitador.domain.topics import Area
from facilitador.ui.screens.topics.pane import TopicPane
from facilitador.ui.screens.topics.screen import TopicsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.curricula import AddOwnTopic, ChangeOwnTopic, CurriculumInUse
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDraft
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Open = Callable[[], TopicsScreen]
OBJECTIVES = dict.fromkeys(Area, ("Reconoce lo suyo.",))
WRITTEN = {"name": "Agua", "purpose": "Cuidarla entre todos.", **{str(area): "Reconoce lo suyo." for area in Area}}


def opened(surroundings: Surroundings, qtbot: QtBot) -> TopicsScreen:
    screen = TopicsScreen(surroundings)
    qtbot.addWidget(screen)
    screen.resize(1200, 900)
    show(screen)
    qtbot.waitUntil(lambda: screen._in_use is not None)
    return screen


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot) -> Open:
    """The screen, in sight and read."""
    return lambda: opened(surroundings, qtbot)


def in_use(in_book: InBook) -> ServiceCurriculum:
    found: ServiceCurriculum = in_book(CurriculumInUse())
    return found


def pane_of(screen: TopicsScreen, qtbot: QtBot) -> TopicPane:
    pane = screen.pane
    assert pane is not None
    qtbot.waitUntil(lambda: pane.editor.keeper.is_settled)
    return pane


def text_of(screen: TopicsScreen) -> str:
    assert screen.reading is not None
    return "\n".join(one.text() for one in screen.reading.findChildren(QLabel))


@pytest.mark.directive("6.4.8", "6.4.9")
def test_each_of_the_thirteen_is_read_in_its_order(open_screen: Open, in_book: InBook, qtbot: QtBot) -> None:
    screen = open_screen()
    rows = screen.table.shown
    assert [row.topic.number for row in rows] == list(range(1, 14))
    assert_accessible(screen)
    for row in rows:
        screen.table.go_to(row.topic.id)
        text = text_of(screen)
        for told in (row.topic.purpose, row.topic.home_task, *(one.answer for one in row.topic.watch_for)):
            assert told in text
        for activity in row.topic.activities:
            assert all(step in text for step in activity.steps)
    assert screen.pane is None  # nothing to write in one of the thirteen


def test_a_topic_of_the_service_is_added_and_stands_after_them(
    open_screen: Open, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    click(screen.add)
    pane = pane_of(screen, qtbot)
    pane.editor.form.restore_draft({**WRITTEN, "suggested_minutes": 90, "components": ["emotional"]})
    click(pane.editor.save_button)

    qtbot.waitUntil(lambda: len(in_use(in_book).own) == 1)
    (own,) = in_use(in_book).own
    assert (own.topic.name, own.topic.suggested_minutes, own.topic.components) == ("Agua", 90, ("emotional",))
    assert own.topic.objectives == OBJECTIVES
    qtbot.waitUntil(lambda: screen.pane is not None and screen.pane.key == own.topic.id)
    assert screen.table.shown[-1].topic.name == "Agua"


@pytest.mark.directive("6.4.9")
def test_what_is_missing_is_said_beside_its_area_and_nothing_typed_is_lost(
    open_screen: Open, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    click(screen.add)
    pane = pane_of(screen, qtbot)
    whole = {**WRITTEN, "suggested_minutes": 90}
    pane.editor.form.restore_draft({name: text for name, text in whole.items() if name != Area.RESOLVING})
    click(pane.editor.save_button)

    row = pane.editor.form.rows[Area.RESOLVING]
    assert "Saber resolver" in row.message
    pane.editor.form.restore_draft({**whole, "name": "Poder y violencia"})
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: pane.editor.form.rows["name"].has_problem)
    assert pane.editor.form.values()["purpose"] == WRITTEN["purpose"]
    assert in_use(in_book).own == ()


def test_a_topic_is_retired_and_offered_again(open_screen: Open, run: Run, in_book: InBook, qtbot: QtBot) -> None:
    key = run(AddOwnTopic(name="Agua", purpose="Cuidarla.", objectives=OBJECTIVES)).ids[0]
    screen = open_screen()
    screen.table.go_to(str(key))
    pane = pane_of(screen, qtbot)

    click(pane.retire)
    qtbot.waitUntil(lambda: pane.state.isVisible() and pane.retire.isEnabled())
    assert in_use(in_book).own[0].retired
    click(pane.retire)
    qtbot.waitUntil(lambda: not in_use(in_book).own[0].retired)


def test_a_topic_left_unsaved_is_offered_again(open_screen: Open, in_book: InBook, qtbot: QtBot) -> None:
    first = open_screen()
    click(first.add)
    pane = pane_of(first, qtbot)
    pane.editor.form.restore_draft({"name": "Agua"})
    assert first.may_leave()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="topics", subject_id=NEW_SUBJECT)) is not None)

    second = open_screen()
    qtbot.waitUntil(lambda: second.pane is not None and second.pane.editor.keeper.offer.isVisible())
    assert second.pane is not None
    click(second.pane.editor.keeper.offer.resume)
    assert second.pane.editor.form.values()["name"] == "Agua"


def test_a_topic_changed_meanwhile_shows_both(
    open_screen: Open, run: Run, surroundings: Surroundings, qtbot: QtBot
) -> None:
    key = run(AddOwnTopic(name="Agua", purpose="Cuidarla.", objectives=OBJECTIVES)).ids[0]
    screen = open_screen()
    screen.table.go_to(str(key))
    pane = pane_of(screen, qtbot)
    pane.editor.form.restore_draft({**pane.editor.form.values(), "name": "Agua limpia"})
    other = ChangeOwnTopic(topic_id=str(key), name="El agua", purpose="Cuidarla.", objectives=OBJECTIVES)
    surroundings.session.run([other], owner=screen)

    qtbot.waitUntil(lambda: "El agua" in pane.editor.form.rows["name"].message)
    assert pane.editor.form.values()["name"] == "Agua limpia"


def test_who_may_only_read_reads_own_topics_too(
    open_as: Callable[[Role], OpenBook], dialogs: ScriptedDialogs, environment: Any, qtbot: QtBot
) -> None:
    given = around(open_as(Role.SUPERVISOR), dialogs, environment)
    screen = opened(given, qtbot)

    assert not screen.add.isVisible()
    assert screen.reading is not None
    given.session.lock()
