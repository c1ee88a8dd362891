"""What is typed is kept in the book, offered back, and forgotten in the transaction that saves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.records import Draft
from facilitador.errors import UserFacingError
from facilitador.ui import drafts as ui_drafts
from facilitador.ui.drafts import DraftKeeper
from facilitador.ui.form_fields import FieldSpec, FieldTools, FormPart, control_maker
from facilitador.ui.forms import Form
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.drafts import OwnDrafts
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.venues import AddVenue, Venues
from tests.ui.gestures import click, show, type_text
from tests.ui.real_books import *  # noqa: F403

InBook = Callable[[Query[tuple[Draft, ...]]], tuple[Draft, ...]]


class Page(QWidget):
    """A form with its keeper, as a screen would hold them."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        part = FormPart("", "", (FieldSpec("name", "Nombre"), FieldSpec("address", "Dirección")))
        make = control_maker(FieldTools(None, None))  # type: ignore[arg-type]
        self.form = Form((part,), make, parent=self)
        self.keeper = DraftKeeper.for_form(surroundings, "venues", self.form, self)
        column = QVBoxLayout(self)
        column.addWidget(self.keeper.offer)
        column.addWidget(self.form)
        self.name = self.form.rows["name"].control.focusable()[0]


@pytest.fixture
def open_page(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., Page]:
    def make(*, offered: bool = False, revision: int = 0) -> Page:
        page = Page(surroundings)
        qtbot.addWidget(page)
        show(page)
        page.keeper.begin(revision=revision)
        qtbot.waitUntil(lambda: page.keeper.is_settled or page.keeper.offer.isVisible())
        assert page.keeper.offer.isVisible() == offered
        return page

    return make


def test_what_was_typed_is_kept_without_a_gesture(open_page, in_book: InBook, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(ui_drafts, "PAUSE_MS", 30)
    page = open_page()
    type_text(page.name, "Salón Ñusta")
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())), timeout=3000)
    assert in_book(OwnDrafts())[0].content == {"name": "Salón Ñusta"}


def test_who_never_pauses_is_kept_too(open_page, in_book: InBook, qtbot: QtBot) -> None:
    page = open_page()
    assert page.keeper._latest.interval() <= 5000
    type_text(page.name, "S")
    left = page.keeper._latest.remainingTime()
    qtbot.wait(50)
    type_text(page.name, "a")
    assert page.keeper._latest.remainingTime() < left  # a further key does not put it off


def test_what_cannot_be_kept_is_told_once_and_tried_again(
    open_page, surroundings: Surroundings, in_book: InBook, book, qtbot: QtBot, monkeypatch
) -> None:
    told: list[str] = []
    surroundings.session.refused.connect(lambda error: told.append(error.code))
    page = open_page()
    with monkeypatch.context() as full:
        full.setattr(type(book), "submit", lambda self, commands, **rest: refused("disk_full"))
        for letter in "Sal":
            type_text(page.name, letter)
            page.keeper.keep_now()
            qtbot.waitUntil(lambda: page.keeper._kept is None)
    assert told == ["disk_full"]
    page.keeper.keep_now()  # there is room again, and nothing more was typed
    qtbot.waitUntil(lambda: [draft.content for draft in in_book(OwnDrafts())] == [{"name": "Sal"}])


def test_where_nothing_can_be_written_no_draft_is_tried(
    open_page, surroundings: Surroundings, book, monkeypatch
) -> None:
    tried: list[object] = []
    page = open_page()
    monkeypatch.setattr(type(surroundings.session), "read_only", property(lambda self: True))
    monkeypatch.setattr(type(book), "submit", lambda self, commands, **rest: tried.append(commands))
    type_text(page.name, "Salón")
    page.keeper.keep_now()
    page.keeper.discard()
    assert tried == []


def refused(code: str) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_exception(UserFacingError(code))
    return future


def test_locking_keeps_the_last_keys(open_page, surroundings: Surroundings, book, environment) -> None:
    from facilitador.use_cases import books
    from tests.books import PASSPHRASE

    page = open_page()
    type_text(page.name, "Salón")
    surroundings.session.lock()
    again = books.open_with_passphrase(book.opened.path, book.person.id, PASSPHRASE, environment).result()
    try:
        assert [draft.content for draft in again.ask(OwnDrafts()).result()] == [{"name": "Salón"}]
    finally:
        again.close()


def test_a_draft_is_offered_and_resumed(open_page, in_book: InBook, qtbot: QtBot) -> None:
    first = open_page()
    type_text(first.name, "Salón")
    first.keeper.keep_now()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    page = open_page(offered=True)
    assert "20/11/2026 a las 15:30" in page.keeper.offer.text
    assert not page.form.isEnabled()
    click(page.keeper.offer.resume)
    assert page.form.values() == {"name": "Salón"}
    assert page.form.isEnabled()
    page.form.undo()
    assert page.form.values() == {}


def test_starting_over_forgets_the_draft(open_page, in_book: InBook, qtbot: QtBot) -> None:
    first = open_page()
    type_text(first.name, "Salón")
    assert first.keeper.let_go()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    page = open_page(offered=True)
    click(page.keeper.offer.start_over)
    qtbot.waitUntil(lambda: not in_book(OwnDrafts()))
    assert page.form.values() == {}


def test_a_base_that_changed_is_said(open_page, in_book: InBook, qtbot: QtBot) -> None:
    first = open_page()
    type_text(first.name, "Salón")
    first.keeper.keep_now()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    page = open_page(offered=True, revision=4)
    assert "cambió" in page.keeper.offer.text


def test_saving_forgets_the_draft_in_the_same_transaction(open_page, in_book, qtbot: QtBot) -> None:
    page = open_page()
    type_text(page.name, "Salón")
    done: list[object] = []
    page.keeper.save([AddVenue(name="Salón")], done=done.append, failed=lambda error: None)
    assert not page.keeper.let_go()  # for the moment in which it is saving
    qtbot.waitUntil(lambda: bool(done))
    assert in_book(OwnDrafts()) == ()
    assert [venue.name for venue in in_book(Venues())] == ["Salón"]


def test_a_refused_saving_leaves_the_draft(open_page, in_book, qtbot: QtBot) -> None:
    page = open_page()
    type_text(page.name, "Salón")
    refused: list[UserFacingError] = []
    page.keeper.save([AddVenue(name="")], done=lambda outcome: None, failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert in_book(OwnDrafts())[0].content == {"name": "Salón"}
    assert in_book(Venues()) == ()


def test_keeping_a_draft_is_not_shown_as_saving(open_page, surroundings, in_book: InBook, qtbot: QtBot) -> None:
    states: list[object] = []
    surroundings.session.saving_changed.connect(states.append)
    page = open_page()
    type_text(page.name, "Salón")
    page.keeper.keep_now()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    assert states == []


def test_what_was_typed_and_taken_back_leaves_no_draft(open_page, in_book: InBook, qtbot: QtBot) -> None:
    page = open_page()
    type_text(page.name, "Salón")
    page.keeper.keep_now()
    qtbot.waitUntil(lambda: bool(in_book(OwnDrafts())))
    page.form.undo()
    page.keeper.keep_now()
    qtbot.waitUntil(lambda: not in_book(OwnDrafts()))
