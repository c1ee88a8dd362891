"""Papers: from the book to preview, printer and file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from facilitador.ui import printing
from facilitador.ui.papers import WITH_CLAVE, WITHOUT_CLAVE
from facilitador.ui.screens.prints.screen import KINDS, PrintScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.paper_view import ZOOM_STEP
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show
from tests.ui.scripted_dialogs import ScriptedDialogs

LATER = 10_000


class Desk:
    """A group with men in it, and its papers."""

    def __init__(self, qtbot: QtBot, surroundings: Surroundings, folder: Path, run: Callable[..., Outcome]) -> None:
        self.qtbot, self.surroundings, self.folder, self.run = qtbot, surroundings, folder, run
        self.group = uuid4()
        self.printed = folder / "impreso.pdf"
        self.session = uuid4()
        session = SessionToPlan(id=self.session, day=TODAY, starts_at=time(19), topic_ids=("power_and_violence",))
        run(
            FormGroup(id=self.group, name="Grupo Amancay"),
            PlanSessions(group_id=self.group, sessions=(session,)),
        )

    def enrol(self, surname: str) -> UUID:
        man = uuid4()
        self.run(
            RegisterParticipant(id=man, answers={"given_names": "José", "paternal_surname": surname}),
            EnrolParticipant(group_id=self.group, participant_id=man, since=TODAY),
        )
        return man

    def printer(self, parent: QWidget, pages: int) -> QPrinter:
        made = printing.new_printer()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.printed))
        return made

    def paper(self, kind: str, key: UUID | None = None, ask: printing.AskForPrinter | None = None) -> PrintScreen:
        screen = PrintScreen(
            self.surroundings, kind, key, ask_for_printer=ask or self.printer, folder=lambda: self.folder
        )
        self.qtbot.addWidget(screen)
        show(screen)
        self.qtbot.waitUntil(lambda: screen.print_button.isEnabled() or bool(screen.message.text), timeout=LATER)
        return screen


@pytest.fixture
def desk(qtbot: QtBot, surroundings: Surroundings, tmp_path: Path, run: Callable[..., Outcome]) -> Desk:
    return Desk(qtbot, surroundings, tmp_path, run)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


@pytest.mark.directive("6.4.2")
def test_a_ficha_is_seen_printed_and_saved_under_one_number(desk: Desk, dialogs: ScriptedDialogs) -> None:
    man = desk.enrol("Ñahui")
    screen = desk.paper("print_ficha", man)
    assert screen.preview.pages >= 1
    click(screen.print_button)
    desk.qtbot.waitUntil(lambda: "Se envió a la impresora" in screen.message.text, timeout=LATER)
    saved = desk.folder / "ficha.pdf"
    dialogs.answers = [WITHOUT_CLAVE, saved]
    click(screen.save_button)
    screen.shown_again()

    assert "fuera del cuaderno cifrado" in dialogs.asked[0]
    assert "Ñahui" in text_of(saved)
    assert "000001" in text_of(saved)
    assert len(PdfReader(desk.printed).pages) == screen.preview.pages
    assert "Ñahui" not in screen.title
    assert "000002" in PdfReader(io.BytesIO(desk.paper("print_ficha", man)._pdf)).pages[0].extract_text()


def test_a_saved_paper_may_have_a_clave_of_its_own(desk: Desk, dialogs: ScriptedDialogs) -> None:
    screen = desk.paper("print_ficha", desk.enrol("Ñahui"))
    saved = desk.folder / "ficha.pdf"
    dialogs.answers = [WITH_CLAVE, "quinua-río-7-ñandú", saved]

    click(screen.save_button)

    closed = PdfReader(io.BytesIO(saved.read_bytes()))
    assert closed.is_encrypted
    assert not closed.decrypt("otra")
    assert closed.decrypt("quinua-río-7-ñandú")
    assert "Ñahui" in closed.pages[0].extract_text()
    assert b"Ficha" not in saved.read_bytes()


@pytest.mark.parametrize("answers", [[None], [WITH_CLAVE, None]])
def test_whoever_gives_up_before_saving_leaves_no_file(
    desk: Desk, dialogs: ScriptedDialogs, answers: list[object]
) -> None:
    screen = desk.paper("print_ficha", desk.enrol("Ñahui"))
    before = sorted(desk.folder.iterdir())
    dialogs.answers = answers

    click(screen.save_button)

    assert sorted(desk.folder.iterdir()) == before


def test_the_print_queue_is_told_nothing(desk: Desk) -> None:
    man = desk.enrol("Ñahui")
    screen = desk.paper("print_ficha", man)

    click(screen.print_button)
    desk.qtbot.waitUntil(lambda: bool(screen.message.text), timeout=LATER)
    assert desk.printer(screen, 1).docName() == "Facilitador"
    assert PdfReader(desk.printed).metadata.title == "Facilitador"  # type: ignore[union-attr]


def test_a_paper_that_lies_across_is_printed_as_large_as_it_is(desk: Desk) -> None:
    desk.enrol("Ñahui")
    screen = desk.paper("print_coverage", desk.group)
    click(screen.print_button)
    desk.qtbot.waitUntil(lambda: "Se envió a la impresora" in screen.message.text, timeout=LATER)
    sheet = PdfReader(desk.printed).pages[0].mediabox
    assert (round(float(sheet.width)), round(float(sheet.height))) == (842, 595)


# About somebody who left, a session that was held, an application, a decision, a referral, a request, a day: what they
# are about is made in the tests of their rooms.
TESTED_APART = (
    "print_handover",
    "print_delivery",
    "print_session_log",
    "print_test_result",
    "print_decision_letter",
    "print_referral_letter",
    "print_referral_cover",
    "print_referral_hand_out",
    "print_constancia",
    "print_constancia_plain",
    "print_rights_letter",
    "print_audit_day",
)
OF_A_MAN = ("print_ficha", "print_progress", "print_subject_access", "print_hand_out")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in TESTED_APART])
def test_every_paper_shows_in_the_program(desk: Desk, kind: str) -> None:
    man = desk.enrol("Quispe")
    of: dict[str, UUID | None] = {"print_blank_ficha": None, "print_consent": None, **dict.fromkeys(OF_A_MAN, man)}
    of |= dict.fromkeys(("print_session_plan", "print_sign_in", "print_tonight"), desk.session)
    key = of.get(kind, desk.group)
    screen = desk.paper(kind, key)

    assert screen.preview.pages >= 1
    assert screen.message.text == ""
    assert_accessible(screen)


def test_a_blank_paper_is_saved_without_a_warning(desk: Desk, dialogs: ScriptedDialogs) -> None:
    saved = desk.folder / "ficha-en-blanco.pdf"
    screen = desk.paper("print_blank_ficha")
    dialogs.answers = [saved]
    click(screen.save_button)

    assert dialogs.asked == ["Guardar PDF"]
    assert saved.read_bytes().startswith(b"%PDF")
    assert "ficha-en-blanco.pdf" in screen.message.text


def test_a_place_that_takes_no_file_is_told_and_leaves_nothing(desk: Desk, dialogs: ScriptedDialogs) -> None:
    screen = desk.paper("print_blank_ficha")
    dialogs.answers = [desk.folder / "no-hay" / "ficha.pdf"]
    click(screen.save_button)

    assert dialogs.refused == ["pdf_not_saved"]
    assert list(desk.folder.glob("**/*.part")) == []


def test_an_empty_group_has_no_fichas_to_print(desk: Desk) -> None:
    screen = desk.paper("print_group_fichas", desk.group)

    assert "No hay fichas para imprimir" in screen.message.text
    assert not screen.print_button.isEnabled()
    assert not screen.again_button.isVisible()


def test_no_printer_chosen_leaves_the_preview(desk: Desk) -> None:
    screen = desk.paper("print_blank_ficha", ask=lambda parent, pages: None)
    click(screen.print_button)

    assert screen.message.text == ""
    assert screen.preview.isVisible()


def test_writing_can_be_stopped_and_begun_again_under_the_same_number(desk: Desk) -> None:
    for number in range(6):
        desk.enrol(f"Quispe {number}")
    screen = PrintScreen(desk.surroundings, "print_group_fichas", desk.group, ask_for_printer=desk.printer)
    desk.qtbot.addWidget(screen)
    show(screen)
    desk.qtbot.waitUntil(screen.print_button.isEnabled, timeout=LATER)
    screen._write()
    screen.stop_button.click()  # at once, before the writing can end
    desk.qtbot.waitUntil(screen.again_button.isVisible, timeout=LATER)
    assert "Se detuvo" in screen.message.text
    click(screen.again_button)
    desk.qtbot.waitUntil(screen.print_button.isEnabled, timeout=LATER)

    assert "000006" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(screen._pdf)).pages)


def test_what_a_report_counts_can_be_broken_off_and_begun_again(desk: Desk) -> None:
    screen = PrintScreen(desk.surroundings, "print_report", desk.group, ask_for_printer=desk.printer)
    desk.qtbot.addWidget(screen)
    show(screen)
    screen.stop_button.click()  # at once, before the answer can be shown
    assert "Se detuvo" in screen.message.text
    assert screen.progress.isHidden()
    assert not screen.print_button.isEnabled()
    click(screen.again_button)
    desk.qtbot.waitUntil(screen.print_button.isEnabled, timeout=LATER)
    assert "Informe" in PdfReader(io.BytesIO(screen._pdf)).pages[0].extract_text()


def test_pages_and_zoom(desk: Desk) -> None:
    screen = desk.paper("print_blank_ficha")
    preview = screen.preview
    assert preview.pages > 1
    assert preview.where.text() == f"Página 1 de {preview.pages}"
    assert not preview.previous_button.isEnabled()
    click(preview.next_button)
    assert preview.page == 2
    preview.go_to_page(99)
    assert preview.page == preview.pages
    click(preview.larger_button)
    before = preview.view.zoomFactor()
    click(preview.larger_button)
    assert preview.view.zoomFactor() == pytest.approx(before * ZOOM_STEP)
    click(preview.width_button)
    assert preview.view.zoomMode() is preview.view.ZoomMode.FitToWidth


def test_the_pages_chosen_in_the_dialog_are_printed(desk: Desk) -> None:
    printer = desk.printer(QWidget(), 4)
    assert printing.pages_to_print(printer, 4) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert printing.pages_to_print(printer, 4) == [1, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.pages_to_print(printer, 4) == [3, 2, 1]
