"""Answers come back on the window's thread, to whoever still waits; locking loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from facilitador.errors import UserFacingError
from facilitador.ui.book_session import BookSession, SavingState
from facilitador.ui.change_bus import ChangeBus
from tests.ui.fake_book import FakeBook, Names, Rename


@pytest.fixture
def session(book: FakeBook, qtbot) -> Iterator[BookSession]:
    bus = ChangeBus()
    made = BookSession(book, bus)  # type: ignore[arg-type]
    yield made
    book.gate.set()
    made.lock()


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_an_outcome_arrives_on_the_windows_thread(session: BookSession, owner: QObject, qtbot) -> None:
    threads: list[int] = []
    session.run([Rename("A")], owner=owner, done=lambda outcome: threads.append(threading.get_ident()))
    qtbot.waitUntil(lambda: threads == [threading.get_ident()])


def test_an_answer_is_handed_over(session: BookSession, owner: QObject, qtbot) -> None:
    answers: list[object] = []
    session.run([Rename("A"), Rename("B")], owner=owner)
    session.read(Names(), owner=owner, done=answers.append)
    qtbot.waitUntil(lambda: answers == [("A", "B")])


def test_what_changed_is_announced_with_its_initiator(session: BookSession, owner: QObject, qtbot) -> None:
    with qtbot.waitSignal(session.bus.changed) as told:
        session.run([Rename("A")], owner=owner, initiator="roster")
    changes, initiator = told.args
    assert {change.topic.value for change in changes} == {"groups"}
    assert initiator == "roster"


def test_saving_is_shown_until_it_is_committed(session: BookSession, book: FakeBook, owner: QObject, qtbot) -> None:
    states: list[SavingState] = []
    session.saving_changed.connect(states.append)
    book.gate.clear()
    session.run([Rename("A")], owner=owner)
    session.run([Rename("B")], owner=owner)
    assert states == [SavingState.SAVING, SavingState.SAVING]
    book.gate.set()
    qtbot.waitUntil(lambda: states[2:] == [SavingState.SAVED])


def test_a_refusal_reaches_whoever_asked(session: BookSession, book: FakeBook, owner: QObject, qtbot) -> None:
    refused: list[str] = []
    states: list[SavingState] = []
    session.saving_changed.connect(states.append)
    book.refuse = UserFacingError("group_full", limit=15)
    session.run([Rename("A")], owner=owner, failed=lambda error: refused.append(error.code))
    qtbot.waitUntil(lambda: refused == ["group_full"])
    assert states[-1] is SavingState.QUIET


def test_a_refusal_nobody_awaits_is_told_by_the_session(
    session: BookSession, book: FakeBook, owner: QObject, qtbot
) -> None:
    book.refuse = UserFacingError("group_full", limit=15)
    with qtbot.waitSignal(session.refused) as told:
        session.run([Rename("A")], owner=owner)
    assert told.args[0].code == "group_full"


def test_the_unforeseen_reaches_its_handler(session: BookSession, book: FakeBook, owner: QObject, qtbot) -> None:
    book.refuse = ZeroDivisionError()
    with qtbot.captureExceptions() as caught:
        session.run([Rename("A")], owner=owner)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_nothing_is_delivered_to_an_owner_that_is_gone(
    session: BookSession, book: FakeBook, owner: QObject, qtbot
) -> None:
    answers: list[object] = []
    other = QObject()
    book.gate.clear()
    session.read(Names(), owner=owner, done=lambda names: answers.append("gone"))
    session.read(Names(), owner=other, done=lambda names: answers.append("here"))
    shiboken6.delete(owner)
    book.gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["here"]


def test_locking_waits_for_what_is_being_saved(session: BookSession, book: FakeBook, owner: QObject, qtbot) -> None:
    outcomes: list[object] = []
    book.gate.clear()
    session.run([Rename("A")], owner=owner, done=outcomes.append)
    threading.Timer(0.05, book.gate.set).start()
    session.lock()
    assert book.names == ["A"]
    assert len(outcomes) == 1
    assert book.closed
    QApplication.processEvents()
    assert len(outcomes) == 1


def test_locking_calls_for_drafts_first(session: BookSession, book: FakeBook, owner: QObject) -> None:
    session.locking.connect(lambda: session.run([Rename("draft")], owner=owner))
    session.lock()
    assert book.names == ["draft"]
    assert not session.is_open


def test_after_locking_nothing_runs_and_no_answer_arrives(session: BookSession, book: FakeBook, owner: QObject) -> None:
    answers: list[object] = []
    session.read(Names(), owner=owner, done=answers.append)
    session.lock()
    session.run([Rename("late")], owner=owner)
    session.read(Names(), owner=owner, done=answers.append)
    QApplication.processEvents()
    assert book.names == []
    assert answers == []


def test_a_screen_that_fails_on_its_answer_does_not_keep_the_book_open(
    session: BookSession, book: FakeBook, owner: QObject
) -> None:
    def stumble(outcome: object) -> None:
        raise ZeroDivisionError

    session.run([Rename("A")], owner=owner, done=stumble)
    with pytest.raises(ZeroDivisionError):
        session.lock()
    assert book.closed
