"""The queue and the page of a review, from the key to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.reviews import ReviewKind, ReviewPage, ReviewState, ReviewStep
from facilitador.ui.screen import Destination
from facilitador.ui.screens.reviews.review import ReviewScreen
from facilitador.ui.screens.reviews.screen import ReviewsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.log_amendments import AmendLog
from facilitador.use_cases.requests import Query
from facilitador.use_cases.reviews import CommentReview, ReturnReview, ReviewOf, ReviewQueue
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.foreign_books import taken_in
from tests.use_cases.logs import LOG
from tests.use_cases.reviewing import Reviewed

Ask = Callable[[Query[Any]], Any]


def asking(around: Surroundings) -> Ask:
    return lambda query: around.session._book.ask(query, again=True).result()  # type: ignore[union-attr]


def queue(around: Surroundings, qtbot: QtBot, group: UUID | None = None) -> ReviewsScreen:
    screen = ReviewsScreen(around, group)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    return screen


def review(around: Surroundings, qtbot: QtBot, subject: UUID, *detail: str) -> ReviewScreen:
    screen = ReviewScreen(around, subject, detail=detail)
    qtbot.addWidget(screen)
    screen.resize(1000, 1000)
    show(screen)
    qtbot.waitUntil(screen.page.page.isVisible)
    return screen


def write(screen: ReviewScreen, words: str) -> None:
    assert screen.panel.form is not None
    control = screen.panel.form.rows["text"].control
    control.focus()
    type_text(control.focusWidget() or control, words)
    screen.panel.verb.click()


def test_the_queue_is_walked_with_j_and_k_and_enter_opens(
    supervising: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    screen = queue(supervising, qtbot)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    shown = screen.table.shown
    assert len(shown) == 4
    assert screen.counted.text() == "1 bitácora, 2 fichas, 1 decisión"
    screen.table.setFocus()

    press(screen.table, Qt.Key.Key_J)
    press(screen.table, Qt.Key.Key_J)
    press(screen.table, Qt.Key.Key_K)
    press(screen.table, Qt.Key.Key_Return)

    assert wished == [Destination("review", shown[1].subject_id, ("", ""))]
    assert_accessible(screen)


def test_the_queue_is_filtered_by_kind_group_and_state(
    supervising: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    screen = queue(supervising, qtbot, scene.planned.group_id)
    assert screen.group.currentText() == "Los Molles"
    screen.kind.setCurrentIndex(screen.kind.findData(ReviewKind.FICHA))
    qtbot.waitUntil(lambda: len(screen.table.shown) == 2)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    press(screen.table, Qt.Key.Key_Return)
    assert wished[0].detail == ("ficha", str(scene.planned.group_id))

    screen.state.setCurrentIndex(screen.state.findData(ReviewState.APPROVED))

    qtbot.waitUntil(lambda: not screen.table.isVisible())


@pytest.mark.directive("6.9.1")
def test_a_line_is_commented_and_the_log_returned(supervising: Surroundings, scene: Reviewed, qtbot: QtBot) -> None:
    screen = review(supervising, qtbot, scene.session_id)
    ask = asking(supervising)
    section = next(one for one in screen._cards if "summary" in one.buttons)
    click(section.buttons["summary"])
    write(screen, "¿Qué respondió el equipo?")
    qtbot.waitUntil(lambda: "comentario sin responder" in screen.state.text)
    standing = screen.focusWidget()
    assert standing is not None
    assert standing.accessibleDescription() == "En tres líneas"  # not on the button that finds all in order

    click(screen.give_back)
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: bool(screen.done.text))
    assert "devuelto para completar" in screen.done.text
    page: ReviewPage = ask(ReviewOf(subject_id=scene.session_id))
    assert page.state is ReviewState.RETURNED
    assert [(one.step, one.anchor) for one in page.entries] == [
        (ReviewStep.COMMENT, "summary"),
        (ReviewStep.RETURN, ""),
    ]
    assert_accessible(screen)


@pytest.mark.directive("6.9.1")
def test_after_one_is_in_order_the_oldest_other_one_comes(
    supervising: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    screen = review(supervising, qtbot, scene.session_id, "ficha", "")

    click(screen.approve)

    qtbot.waitUntil(lambda: "Ficha de registro" in screen.heading.text())
    assert asking(supervising)(ReviewOf(subject_id=scene.session_id)).state is ReviewState.APPROVED
    assert "Sigue lo más antiguo" in screen.done.text
    for left in (1, 0):
        before = screen.heading.text()
        click(screen.approve)
        qtbot.waitUntil(
            (lambda before=before: screen.heading.text() != before)
            if left
            else (lambda: "nada más por revisar" in screen.done.text)
        )
    qtbot.waitUntil(lambda: not screen.approve.isVisible())
    assert screen.reopen.isVisible()


def test_what_comes_next_is_of_the_same_service(supervising: Surroundings, scene: Reviewed, qtbot: QtBot) -> None:
    taken_in(supervising.session._book, scene.planned.group_id)  # type: ignore[arg-type]
    screen = review(supervising, qtbot, scene.decision_id, "decision", "")

    click(screen.approve)

    qtbot.waitUntil(lambda: "No queda nada más por revisar de este servicio." in screen.done.text)
    waiting = asking(supervising)(ReviewQueue(kind=ReviewKind.DECISION))
    assert len(waiting.entries) == 1, "that of the other service waits in the queue, where it says whose it is"


def test_what_is_in_order_is_opened_again_with_a_reason(
    supervising: Surroundings, scene: Reviewed, qtbot: QtBot
) -> None:
    screen = review(supervising, qtbot, scene.decision_id)
    click(screen.approve)
    qtbot.waitUntil(lambda: bool(screen.done.text))
    screen = review(supervising, qtbot, scene.decision_id)
    qtbot.waitUntil(screen.reopen.isVisible)
    assert not any(one.buttons for one in screen._cards)

    click(screen.reopen)
    screen.panel.verb.click()
    assert screen.panel.form is not None  # a reason is asked
    write(screen, "Falta quién decidió.")

    qtbot.waitUntil(screen.approve.isVisible)
    entries = asking(supervising)(ReviewOf(subject_id=scene.decision_id)).entries
    assert (entries[-1].step, entries[-1].text) == (ReviewStep.REOPEN, "Falta quién decidió.")


@pytest.mark.directive("6.9.1")
def test_who_wrote_it_answers_and_says_that_it_is_complete(
    surroundings: Surroundings, scene: Reviewed, in_book: Ask, qtbot: QtBot
) -> None:
    comment = scene.supervisor.run(
        CommentReview(subject_id=scene.session_id, anchor="narrative", text="Falta el relato."),
        ReturnReview(subject_id=scene.session_id),
    ).ids[0]
    screen = review(surroundings, qtbot, scene.session_id)
    assert not screen.approve.isVisible()
    view = next(one.comments[comment] for one in screen._cards if comment in one.comments)
    click(view.answer)
    write(screen, "Se completó hoy.")
    qtbot.waitUntil(lambda: "sin responder" not in screen.state.text)

    click(screen.complete)
    screen.panel.verb.click()

    qtbot.waitUntil(lambda: "Por revisar" in screen.state.text)
    page = in_book(ReviewOf(subject_id=scene.session_id))
    assert [one.step for one in page.entries][-2:] == [ReviewStep.REPLY, ReviewStep.COMPLETE]
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    click(screen.mend)
    assert wished == [Destination("session", scene.session_id)]


def test_what_changed_since_a_comment_says_so(surroundings: Surroundings, scene: Reviewed, qtbot: QtBot) -> None:
    scene.supervisor.run(CommentReview(subject_id=scene.session_id, anchor="summary", text="Es poco."))
    amended = {**LOG, "summary": "Se habló del poder en la casa y de la plata."}
    scene.facilitator.run(AmendLog(session_id=scene.session_id, reason="Faltaba.", **amended))

    screen = review(surroundings, qtbot, scene.session_id)

    said = [one.text() for one in screen.findChildren(type(screen.heading))]
    assert "Lo comentado cambió desde entonces." in said


def test_an_unsaved_comment_is_not_lost_unasked(
    supervising: Surroundings, scene: Reviewed, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    screen = review(supervising, qtbot, scene.session_id)
    click(screen.comment)
    assert screen.may_leave()
    control = screen.panel.form.rows["text"].control  # type: ignore[union-attr]
    type_text(control.focusWidget() or control, "Bien")
    dialogs.answers = [None]

    assert not screen.may_leave()


def test_a_comment_that_was_begun_is_not_lost_by_the_next_step(
    supervising: Surroundings, scene: Reviewed, qtbot: QtBot, dialogs: ScriptedDialogs
) -> None:
    screen = review(supervising, qtbot, scene.session_id)
    next(card.buttons["summary"] for card in screen._cards if "summary" in card.buttons).click()
    assert screen.panel.form is not None
    control = screen.panel.form.rows["text"].control
    type_text(control.focusWidget() or control, "Falta")
    dialogs.answers = [None, None, "Seguir sin guardar"]

    screen.approve.click()
    screen.give_back.click()
    assert screen.panel.form.values() == {"text": "Falta"}
    screen.approve.click()

    qtbot.waitUntil(lambda: bool(screen.done.text))
    assert [one.step for one in asking(supervising)(ReviewOf(subject_id=scene.session_id)).entries] == [
        ReviewStep.APPROVE
    ]


def test_what_is_nothing_to_review_is_said(surroundings: Surroundings, scene: Reviewed, qtbot: QtBot) -> None:
    screen = review(surroundings, qtbot, scene.planned.sessions[1])

    assert "no hay nada que revisar" in screen.message.text
    assert not screen.mend.isVisible()
