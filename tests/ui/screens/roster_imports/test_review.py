"""Every row is seen as it would enter and decided before anything is kept; what cannot be read is said in place."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitador.domain.roster_imports import RowDecision, RowStatus
from facilitador.exchange.spreadsheets import Spreadsheet, read_spreadsheet
from facilitador.ui.screens.roster_imports import reader
from facilitador.ui.screens.roster_imports.models import Shown
from facilitador.ui.screens.roster_imports.reader import NO_HEADINGS
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.groups import CloseGroup, GroupOverview, StartGroup
from facilitador.use_cases.participants import Participants, RegisterParticipant
from facilitador.use_cases.requests import Outcome, Query
from tests.books import TODAY
from tests.exchange.workbooks import table, written
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press
from tests.ui.screens.roster_imports.conftest import Desk, OpenDesk, desk_in
from tests.ui.scripted_dialogs import ScriptedDialogs

InBook = Callable[[Query[Any]], Any]
Run = Callable[..., Outcome]

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
MIXED = """\
Apellidos y nombres;DNI;F. Nac.
Quispe Mamani, José Luis;40000001;09/03/1985
Shapiama, Elías;123456;
Condori, Abel;40000003;31/02/1990
Total: 3;;
"""
KNOWN = {
    "paternal_surname": "Quispe",
    "maternal_surname": "Mamani",
    "given_names": "José Luis",
    "document_kind": "dni",
    "document_number": "40000001",
}


def choose(combo: Any, data: object) -> None:
    """Choose a line of a list as with the keyboard."""
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def import_it(desk: Desk) -> None:
    click(desk.screen.review.bar.import_button)
    desk.qtbot.waitUntil(desk.screen.done.isVisible, timeout=20_000)
    desk.settle()


# -- files that are no list -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLD_FORMAT, "formato antiguo"),
        (LOCKED, "protegido con una contraseña"),
        (b"%PDF-1.7 " + b"x" * 200, "no es una hoja de cálculo"),
        (b"PK\x03\x04" + b"\0" * 200, "dañado"),
        (b"\n\n", "no trae ninguna lista"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_place(desk: Desk, in_book: InBook, content: bytes, said: str) -> None:
    desk.choose(content, "lista.xlsx")

    assert desk.screen.start.isVisible()
    assert said in desk.screen.start.message.text
    assert QApplication.focusWidget() is desk.screen.start.choose  # the next file is one key away
    assert in_book(Participants()) == ()


def test_a_file_that_is_gone_is_told(desk: Desk) -> None:
    desk.dialogs.answers.append(desk.folder / "no-esta.csv")
    click(desk.screen.start.choose)
    desk.settle()

    assert "No se puede leer el archivo «no-esta.csv»" in desk.screen.start.message.text


def test_no_file_chosen_changes_nothing(desk: Desk) -> None:
    desk.dialogs.answers.append(None)
    click(desk.screen.start.choose)

    assert desk.screen.start.isVisible()
    assert desk.screen.start.choose.isEnabled()


def test_a_refused_file_leaves_the_list_that_was_laid_out(desk: Desk) -> None:
    desk.choose(MIXED)

    desk.choose(OLD_FORMAT, "otra.xls")

    assert "formato antiguo" in desk.screen.review.message.text
    assert len(desk.shown()) == 4
    assert desk.screen.review.isVisible()


# -- rows -------------------------------------------------------------------------------------------------------------


def test_rows_say_what_happens_to_them_and_why_the_import_waits(desk: Desk) -> None:
    desk.choose(MIXED)
    review = desk.screen.review

    assert [state for _, state, _ in desk.shown()] == ["Entra", "Por confirmar", "Con errores", "No entra"]
    assert review.counts.text() == "4 filas: 1 entra, 1 por confirmar, 1 con errores y 1 no entra."
    assert not review.bar.import_button.isEnabled()
    assert review.bar.reason.text() == "Faltan decidir 2 filas: 3 y 4."
    assert_accessible(desk.screen)


def test_a_number_whose_zeros_were_eaten_is_confirmed(desk: Desk, in_book: InBook) -> None:
    desk.choose("Apellidos y nombres;DNI\nShapiama, Elías;123456\n")
    review = desk.screen.review

    assert "con los ceros del comienzo es 00123456" in review.card.notes.text()
    click(review.card.confirm)
    desk.settle()

    assert desk.states() == {2: RowStatus.READY}
    import_it(desk)
    assert in_book(Participants())[0].document_number == "00123456"


def test_a_row_with_errors_shows_the_cell_and_stays_out(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(MIXED)
    review = desk.screen.review
    desk.stand_on(4)

    assert "Fecha de nacimiento" in review.card.notes.text()
    assert "«31/02/1990»" in review.card.notes.text()
    click(review.card.leave)
    desk.settle()
    click(review.confirm_all if review.confirm_all.isVisible() else review.card.following)
    click(review.card.confirm)
    desk.settle()
    import_it(desk)

    assert [entry.full_name for entry in in_book(Roster(group_id=group_id))] == [
        "Quispe Mamani, José Luis",
        "Shapiama, Elías",
    ]


def test_what_cannot_be_read_is_left_blank_only_if_wanted(desk: Desk) -> None:
    desk.choose(MIXED)
    click(desk.screen.review.options.leave_blank)
    desk.settle()

    assert desk.states()[4] is RowStatus.FLAGGED
    desk.stand_on(4)
    assert "quedará en blanco" in desk.screen.review.card.notes.text()


def test_whoever_has_the_same_document_is_enrolled_not_registered_twice(
    desk: Desk, in_book: InBook, run: Run, group_id: UUID
) -> None:
    known = run(RegisterParticipant(answers=KNOWN)).ids[0]
    desk.choose("Apellidos y nombres;DNI\nQuispe, José;40000001\n")
    card = desk.screen.review.card

    assert desk.states() == {2: RowStatus.DUPLICATE}
    assert card.another.isHidden()  # the same document is never another man
    click(card.enrol)
    desk.settle()
    assert "su ficha queda como está" in card.notes.text()
    import_it(desk)

    assert [man.id for man in in_book(Participants())] == [known]
    assert [entry.stint.participant_id for entry in in_book(Roster(group_id=group_id))] == [known]


def test_whoever_only_looks_alike_is_chosen_or_is_another(desk: Desk, in_book: InBook, run: Run) -> None:
    alike = {key: KNOWN[key] for key in ("paternal_surname", "maternal_surname", "given_names")}
    first, second = run(*(RegisterParticipant(answers=alike) for _ in range(2))).ids
    desk.choose("Apellidos y nombres;DNI\nQuispe Mamani, José Luis;40000009\n")
    card = desk.screen.review.card
    assert card.choice is not None
    assert set(card.choice.radios) == {str(first), str(second)}

    click(card.choice.radios[str(second)])
    click(card.enrol)
    desk.settle()
    assert desk.decisions() == {2: RowDecision(existing=second)}

    click(card.again)
    desk.settle()
    click(card.another)
    desk.settle()
    import_it(desk)

    assert len(in_book(Participants())) == 3


def test_many_rows_are_decided_at_once_and_taken_back(desk: Desk) -> None:
    desk.choose("Apellidos y nombres;DNI\n" + "".join(f"Apaza, Juan {n};12345{n}\n" for n in "123"))
    review = desk.screen.review
    assert review.confirm_all.text() == "Confirmar todas las marcadas (3)"

    click(review.confirm_all)
    desk.settle()
    assert review.bar.import_button.isEnabled()

    click(review.forget)
    desk.settle()
    assert set(desk.states().values()) == {RowStatus.FLAGGED}


def test_only_what_is_still_to_be_decided_is_shown(desk: Desk) -> None:
    desk.choose(MIXED)
    choose(desk.screen.review.shown, str(Shown.UNDECIDED))
    assert [number for number, _, _ in desk.shown()] == ["3", "4"]

    click(desk.screen.review.card.confirm)
    desk.settle()

    assert [number for number, _, _ in desk.shown()] == ["4"]
    assert desk.screen.review.table.current is not None
    assert desk.screen.review.table.current.number == 4  # on to the next by itself


def test_all_is_decided_by_keyboard_alone(desk: Desk) -> None:
    desk.choose(MIXED)
    review = desk.screen.review
    assert QApplication.focusWidget() is review.table
    assert review.table.current is not None
    assert review.table.current.number == 3  # the first that waits

    press(review.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is review.card.confirm
    press(review.card.confirm, Qt.Key.Key_Space)
    desk.settle()
    assert QApplication.focusWidget() is review.card.following
    press(review.card.following, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is review.card.leave
    press(review.card.leave, Qt.Key.Key_Space)
    desk.settle()

    assert review.bar.import_button.isEnabled()
    assert QApplication.focusWidget() is review.table  # never on the import by itself


# -- columns, sheets, the file again ----------------------------------------------------------------------------------


def test_a_column_is_made_something_else(desk: Desk, in_book: InBook) -> None:
    desk.choose("Apellidos;Nombres;Clave\nQuispe Mamani;José;40000001\n")
    columns = desk.screen.review.columns
    assert "No se importan: Clave." in columns.summary.text()
    click(columns.toggle)

    choose(columns.combos[2], "dni")
    desk.settle()

    assert desk.shown()[0][2] == "Quispe Mamani, José\n40000001"
    assert_accessible(desk.screen)
    import_it(desk)
    assert in_book(Participants())[0].document_number == "40000001"


def test_a_list_without_headings_is_understood_once_told(desk: Desk) -> None:
    desk.choose("Quispe Mamani, José;40000001\nShapiama, Elías;40000002\n")
    review = desk.screen.review
    assert review.columns.combos[0].isVisible()  # unfolded: something must be said
    assert "No se reconoce ninguna columna" in review.bar.reason.text()

    choose(review.columns.heading_row, NO_HEADINGS)
    desk.settle()
    choose(review.columns.combos[0], "full_name")
    desk.settle()
    choose(review.columns.combos[1], "dni")
    desk.settle()

    assert [name for _, _, name in desk.shown()] == ["Quispe Mamani, José\n40000001", "Shapiama, Elías\n40000002"]


def test_another_sheet_is_chosen(desk: Desk) -> None:
    def fill(book: Any, first: Any) -> None:
        for sheet, name in ((first, "Quispe, José"), (book.add_worksheet("Segundo"), "Shapiama, Elías")):
            sheet.write_row(0, 0, ["Apellidos y nombres"])
            sheet.write_row(1, 0, [name])

    desk.choose(written(fill), "lista.xlsx")
    assert desk.shown()[0][2].startswith("Quispe, José")

    choose(desk.screen.review.sheets, "Segundo")
    desk.settle()

    assert desk.shown()[0][2].startswith("Shapiama, Elías")


def test_a_mended_file_is_read_again_and_decisions_stay(desk: Desk) -> None:
    desk.choose(MIXED)
    click(desk.screen.review.card.confirm)
    desk.settle()
    desk.write(MIXED.replace("31/02/1990", "28/02/1990"))

    click(desk.screen.review.reread)
    desk.settle()

    assert [state for _, state, _ in desk.shown()] == ["Entra", "Entra", "Entra", "No entra"]


def test_a_spreadsheet_is_read_as_well(desk: Desk) -> None:
    desk.choose(table([["Nómina"], ["Apellido paterno", "Nombres", "DNI"], ["Ñahui", "Teófilo", 1234567]]), "n.xlsx")

    assert desk.states() == {3: RowStatus.FLAGGED}


# -- waiting, leaving, roles ------------------------------------------------------------------------------------------


def test_the_window_lives_while_a_long_list_is_read_and_it_can_be_left_off(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_off, read = Event(), []

    def read_for_long(path: Path) -> Spreadsheet:
        read.append(left_off.wait(20))  # on the window's thread nobody could leave it off
        return read_spreadsheet(path)

    monkeypatch.setattr(reader, "read_spreadsheet", read_for_long)
    desk.dialogs.answers.append(desk.write(MIXED))
    turns = itertools.count()
    beat = QTimer(desk.screen, interval=0)
    beat.timeout.connect(lambda: next(turns))
    beat.start()

    click(desk.screen.start.choose)
    qtbot.waitUntil(desk.screen.waiting.isVisible, timeout=20_000)
    assert next(turns) > 2
    press(desk.screen.waiting, Qt.Key.Key_Escape)
    assert desk.screen.start.isVisible()
    left_off.set()
    desk.settle()

    assert read == [True]

    assert desk.screen.reader.now is None
    assert desk.screen.start.isVisible()
    assert desk.screen.start.choose.isEnabled()


def test_leaving_asks_only_where_decisions_would_be_lost(desk: Desk) -> None:
    assert desk.screen.may_leave()
    desk.choose(MIXED)
    assert desk.screen.may_leave()
    click(desk.screen.review.card.confirm)
    desk.settle()

    desk.dialogs.answers += [None, "Dejarla"]

    assert not desk.screen.may_leave()
    assert desk.screen.may_leave()


def test_what_changes_in_the_book_meanwhile_is_seen(desk: Desk, surroundings: Surroundings) -> None:
    desk.choose("Apellidos y nombres;DNI\nQuispe, José;40000001\n")
    surroundings.session.run([RegisterParticipant(answers=KNOWN)], owner=desk.screen)

    desk.qtbot.waitUntil(lambda: desk.states() == {2: RowStatus.DUPLICATE})


def test_nothing_is_imported_into_a_closed_group(
    open_desk: OpenDesk, in_book: InBook, run: Run, group_id: UUID
) -> None:
    def revision() -> int:
        return int(in_book(GroupOverview(group_id=group_id)).group.revision)

    run(StartGroup(group_id=group_id, revision=revision(), on=TODAY, reason="Prueba"))
    run(CloseGroup(group_id=group_id, revision=revision(), on=TODAY))

    desk = open_desk(group_id)

    assert desk.screen.start.choose.isHidden()
    assert desk.screen.start.message.text


def test_who_may_not_enrol_imports_nothing(
    group_id: UUID, staff_around: Surroundings, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = desk_in(staff_around, group_id, dialogs, tmp_path, qtbot)

    assert desk.screen.start.choose.isHidden()
    assert desk.screen.start.message.text
