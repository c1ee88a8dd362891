"""Registro de uso: what was done, found in two clicks, taken out, put on paper, and proved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.roles import Role
from facilitador.domain.trail import TrailKind
from facilitador.ui.screen import Destination
from facilitador.ui.screens.audit import screen as audit_screen
from facilitador.ui.screens.audit.models import what
from facilitador.ui.screens.audit.screen import AuditScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.services.screen import ServiceScreen
from facilitador.ui.screens.services.trail_card import NOBODY
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord, RegisterParticipant
from facilitador.use_cases.prints import FichaPrint
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.scenes import Acting, ficha, rows


@pytest.fixture
def man(supervised: OpenBook) -> UUID:
    """A man whose record was seen and printed."""
    rosa = Acting(supervised, Role.FACILITATOR)
    one, other = rosa.run(RegisterParticipant(answers=ficha(1)), RegisterParticipant(answers=ficha(2))).ids
    for each in (one, other):
        rosa.ask(ParticipantRecord(participant_id=each))
    rosa.ask(FichaPrint(participant_id=one))
    return one


@pytest.fixture
def open_screen(supervising: Surroundings, man: UUID, tmp_path: Path, qtbot: QtBot) -> Callable[..., AuditScreen]:
    """The screen, read; of one man if given."""

    def make(of: UUID | None = None) -> AuditScreen:
        screen = AuditScreen(supervising, of, folder=lambda: tmp_path)
        qtbot.addWidget(screen)
        screen.resize(1100, 900)
        show(screen)
        screen.shown_again()
        qtbot.waitUntil(lambda: bool(screen.table.shown))
        return screen

    return make


def lines(screen: AuditScreen) -> list[str]:
    return [what(line) for line in screen.table.shown]


def test_the_newest_stands_first_in_plain_words(open_screen: Callable[..., AuditScreen]) -> None:
    screen = open_screen()

    assert lines(screen)[:3] == [
        "Rosa Mamani Quispe imprimió una ficha (N.º 1)\nMamani Quispe, José Luis",
        "Rosa Mamani Quispe vio una ficha\nÑahui Quispe, José Luis",
        "Rosa Mamani Quispe vio una ficha\nMamani Quispe, José Luis",
    ]
    assert not screen.more_button.isVisible()
    assert not screen.print_button.isVisible()
    assert_accessible(screen)


def test_one_day_one_kind_one_person(open_screen: Callable[..., AuditScreen], qtbot: QtBot) -> None:
    screen = open_screen()
    every = len(lines(screen))

    click(screen.filters.yesterday_button)
    qtbot.waitUntil(screen.empty.isVisible)
    assert screen.filters.day == TODAY - timedelta(days=1)
    click(screen.filters.today_button)
    qtbot.waitUntil(lambda: len(lines(screen)) == every)
    assert screen.print_button.isVisible()
    screen.filters.kind.setCurrentIndex(screen.filters.kind.findData(TrailKind.VIEWS))
    screen.filters.kind.activated.emit(0)
    qtbot.waitUntil(lambda: len(lines(screen)) == 2)
    click(screen.filters.any_day)
    assert screen.filters.day is None
    screen.filters.person.setCurrentIndex(1)
    screen.filters.person.activated.emit(1)
    qtbot.waitUntil(lambda: screen.filters.person_id is not None and len(lines(screen)) == 2)


def test_a_day_may_be_typed(open_screen: Callable[..., AuditScreen], qtbot: QtBot) -> None:
    screen = open_screen()

    type_text(screen.filters.day_field.edit, "19/11/2026")

    qtbot.waitUntil(screen.empty.isVisible)


def test_who_opened_a_ficha(open_screen: Callable[..., AuditScreen], man: UUID, qtbot: QtBot) -> None:
    screen = open_screen(man)
    asked: list[Destination] = []
    screen.destination_requested.connect(asked.append)

    assert screen.title == "Quién abrió esta ficha"
    assert screen.about.text() == "Mamani Quispe, José Luis"
    assert [line.split("\n")[0].removeprefix("Rosa Mamani Quispe ") for line in lines(screen)] == [
        "imprimió una ficha (N.º 1)",
        "vio una ficha",
        "registró una ficha",
    ]
    click(screen.all_button)
    assert asked == [Destination("audit")]


def test_more_is_read_when_it_is_asked_for(
    open_screen: Callable[..., AuditScreen], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(audit_screen, "PAGE", 3)
    screen = open_screen()
    assert len(lines(screen)) == 3

    click(screen.more_button)

    qtbot.waitUntil(lambda: len(lines(screen)) == 6)
    numbers = [line.number for line in screen.table.shown]
    assert numbers == list(range(numbers[0], numbers[0] - 6, -1))


def test_a_line_leads_to_whom_it_is_about(open_screen: Callable[..., AuditScreen], man: UUID) -> None:
    screen = open_screen()
    asked: list[Destination] = []
    screen.destination_requested.connect(asked.append)

    screen.table.setCurrentIndex(screen.table.model().index(0, 0))
    press(screen.table, Qt.Key.Key_Return)

    assert asked == [Destination("participant", man)]


def test_the_list_is_taken_out_with_a_warning_and_leaves_an_entry(
    open_screen: Callable[..., AuditScreen],
    dialogs: ScriptedDialogs,
    tmp_path: Path,
    supervised: OpenBook,
    qtbot: QtBot,
) -> None:
    screen = open_screen()
    dialogs.answers += [None]
    click(screen.save_button)
    assert not rows(supervised, "SELECT 1 FROM audit_entries WHERE action = 'Export'")
    dialogs.answers += ["Elegir dónde guardarla", tmp_path / "registro.csv"]

    click(screen.save_button)

    qtbot.waitUntil(lambda: "Se guardó" in screen.message.text)
    text = (tmp_path / "registro.csv").read_text(encoding="utf-8-sig")
    assert "vio una ficha" in text
    assert "Registro n.º " in text.splitlines()[-1]
    qtbot.waitUntil(lambda: "sacó a un archivo el registro de uso" in lines(screen)[0])


def test_the_day_goes_on_paper_with_its_code(
    open_screen: Callable[..., AuditScreen], supervising: Surroundings, qtbot: QtBot
) -> None:
    screen = open_screen()
    asked: list[Destination] = []
    screen.destination_requested.connect(asked.append)
    click(screen.filters.today_button)
    qtbot.waitUntil(screen.print_button.isVisible)

    click(screen.print_button)

    (wish,) = asked
    paper = PrintScreen(supervising, wish.kind, wish.id, detail=wish.detail)
    qtbot.addWidget(paper)
    qtbot.waitUntil(paper.print_button.isEnabled, timeout=20_000)
    document = paper.preview.document
    assert document is not None
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    assert "vio una ficha" in text
    assert "Registro n.º " in text


def test_the_chain_is_checked_and_a_printed_code_compared(
    open_screen: Callable[..., AuditScreen], supervised: OpenBook, man: UUID, qtbot: QtBot
) -> None:
    screen = open_screen()
    proof = screen.proof
    code = Acting(supervised, Role.FACILITATOR).ask(FichaPrint(participant_id=man)).code

    click(proof.check_button)
    qtbot.waitUntil(lambda: "está entero" in proof.message.text)
    proof.code.edit.setText(code.removeprefix("Registro n.º ").lower())
    click(proof.compare_button)
    qtbot.waitUntil(lambda: "tal como se imprimió" in proof.message.text)
    proof.code.edit.setText("1 ABCD-EFGH-ABCD-EFGH")
    click(proof.compare_button)
    qtbot.waitUntil(lambda: "no es la que tiene el cuaderno" in proof.message.text)
    proof.code.edit.setText("123456 ABCD-EFGH-ABCD-EFGH")
    press(proof.code.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no tiene la anotación" in proof.message.text)
    proof.code.edit.setText("nada")
    click(proof.compare_button)
    assert "No se entiende" in proof.message.text

    rows(supervised, "DROP TRIGGER audit_entries_refuses_delete")
    rows(supervised, "DELETE FROM audit_entries WHERE number = 2")
    click(proof.check_button)
    qtbot.waitUntil(lambda: "falta la anotación 2" in proof.message.text)
    assert proof.check_button.isEnabled()


def test_it_is_one_click_from_his_record_for_who_may_read_it(
    supervising: Surroundings, surroundings: Surroundings, man: UUID, book: OpenBook, qtbot: QtBot
) -> None:
    screen = ParticipantScreen(supervising, man)
    qtbot.addWidget(screen)
    show(screen)
    asked: list[Destination] = []
    screen.destination_requested.connect(asked.append)
    qtbot.waitUntil(lambda: screen.page is not None)
    assert screen.page is not None
    click(screen.page.trail)
    assert asked == [Destination("audit", man)]

    (mine,) = book.submit([RegisterParticipant(answers=ficha(3))]).result().ids
    facilitating = ParticipantScreen(surroundings, mine)
    qtbot.addWidget(facilitating)
    show(facilitating)
    qtbot.waitUntil(lambda: facilitating.page is not None)
    assert facilitating.page is not None
    assert not facilitating.page.trail.isVisible()


def test_the_service_says_who_may_read_it(supervising: Surroundings, surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = ServiceScreen(supervising)
    other = ServiceScreen(surroundings)
    for one in (screen, other):
        qtbot.addWidget(one)
        show(one)
    asked: list[Destination] = []
    screen.destination_requested.connect(asked.append)

    qtbot.waitUntil(lambda: screen.trail.readers.text() == "Lo ve quien supervisa: Rosa Mamani Quispe.")
    click(screen.trail.see_button)
    assert asked == [Destination("audit")]
    qtbot.waitUntil(lambda: other.trail.readers.text() == NOBODY)
    assert not other.trail.see_button.isVisible()
