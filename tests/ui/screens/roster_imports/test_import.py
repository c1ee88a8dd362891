"""A list from the click to the file and back: seen row by row, imported as a whole, taken back as one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from facilitador.domain.enrolments import SEATS, EnrolmentStatus
from facilitador.domain.roster_imports import RowStatus
from facilitador.ui.screen import Destination
from facilitador.ui.screens.roster_imports.history import CHANGED, UNDO
from facilitador.use_cases.enrolments import EnrolParticipant, Roster
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord, Participants, RegisterParticipant
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.roster_imports import RosterImports
from tests.source_trees import PROJECT
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, type_text
from tests.ui.screens.roster_imports.conftest import Desk

InBook = Callable[[Query[object]], object]
Run = Callable[..., Outcome]

THREE = """\
N°;Apellidos y nombres;DNI;F. Nac.;Celular
1;Quispe Mamani, José Luis;40000001;09/03/1985;987654321
2;Ñahui Álvarez, Teófilo;40000002;1/12/90;
3;Shapiama, Elías;40000003;;912345678
"""


SAMPLES = PROJECT / "tests" / "exchange" / "samples"


def crowd(count: int) -> str:
    lines = [f"Apellido{n} Prueba{n}, Nombre{n};{50_000_000 + n}" for n in range(1, count + 1)]
    return "\n".join(["Apellidos y nombres;DNI", *lines])


def roster(in_book: InBook, group_id: UUID) -> dict[str, EnrolmentStatus]:
    return {entry.full_name: entry.stint.status for entry in in_book(Roster(group_id=group_id))}  # type: ignore[attr-defined]


def import_it(desk: Desk) -> None:
    click(desk.screen.review.bar.import_button)
    desk.qtbot.waitUntil(desk.screen.done.isVisible, timeout=20_000)
    desk.settle()


@pytest.mark.directive("6.4.2")
def test_a_list_is_seen_imported_and_taken_back(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(THREE)

    assert desk.shown() == [
        ("2", "Entra", "Quispe Mamani, José Luis\n40000001 · 09/03/1985"),
        ("3", "Entra", "Ñahui Álvarez, Teófilo\n40000002 · 01/12/1990"),
        ("4", "Entra", "Shapiama, Elías\n40000003"),
    ]
    assert roster(in_book, group_id) == {}  # nothing before she says so
    assert desk.screen.review.bar.import_button.text() == "Importar 3 participantes"
    assert_accessible(desk.screen)

    import_it(desk)

    assert desk.screen.done.done.text == "Se importó la lista en Grupo Ceibo: 3 participantes."
    assert roster(in_book, group_id) == dict.fromkeys(
        ("Ñahui Álvarez, Teófilo", "Quispe Mamani, José Luis", "Shapiama, Elías"), EnrolmentStatus.ATTENDING
    )
    assert_accessible(desk.screen)
    wishes: list[Destination] = []
    desk.screen.destination_requested.connect(wishes.append)
    click(desk.screen.done.group)
    assert wishes == [Destination("group", group_id)]

    desk.qtbot.waitUntil(lambda: bool(desk.screen.done.past.buttons))
    desk.dialogs.answers.append(UNDO)
    click(desk.screen.done.past.buttons[0])
    desk.qtbot.waitUntil(lambda: not desk.screen.done.past.buttons)

    assert desk.screen.done.done.text == "Se deshizo la importación de lista.csv (3 participantes)."
    assert roster(in_book, group_id) == {}
    assert in_book(Participants()) == ()


def test_what_changed_since_keeps_an_import_from_being_taken_back_and_is_listed(
    desk: Desk, in_book: InBook, run: Run, group_id: UUID
) -> None:
    desk.choose(THREE)
    import_it(desk)
    desk.qtbot.waitUntil(lambda: bool(desk.screen.done.past.buttons))
    entry = in_book(Roster(group_id=group_id))[0]  # type: ignore[index]
    man = in_book(ParticipantRecord(participant_id=entry.stint.participant_id))
    run(
        ChangeParticipant(
            participant_id=man.id,  # type: ignore[attr-defined]
            revision=man.revision,  # type: ignore[attr-defined]
            answers={**man.answers, "occupation": "Carpintero"},  # type: ignore[attr-defined]
        )
    )

    desk.dialogs.answers.append(UNDO)
    click(desk.screen.done.past.buttons[0])  # the screen does not know of the change yet
    desk.qtbot.waitUntil(lambda: not desk.screen.done.past.buttons)

    assert "No se puede deshacer" in desk.screen.done.message.text
    words = [label.text() for label in desk.screen.done.past.findChildren(QLabel)]
    assert CHANGED in words
    assert f"{entry.full_name}: cambió su ficha." in words
    assert len(roster(in_book, group_id)) == 3


def test_imports_of_other_days_can_be_taken_back_from_the_start(
    desk: Desk, open_desk: Callable[[UUID], Desk], in_book: InBook, group_id: UUID
) -> None:
    desk.choose(THREE)
    import_it(desk)

    later = open_desk(group_id)
    later.qtbot.waitUntil(lambda: bool(later.screen.start.past.buttons))
    later.dialogs.answers.append(UNDO)
    click(later.screen.start.past.buttons[0])
    later.qtbot.waitUntil(lambda: not later.screen.start.past.buttons)

    assert roster(in_book, group_id) == {}
    assert "Se deshizo" in later.screen.start.message.text
    assert in_book(RosterImports(group_id=group_id))[0].undone_at is not None  # type: ignore[index]


def test_undoing_waits_for_a_yes(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(THREE)
    import_it(desk)
    desk.qtbot.waitUntil(lambda: bool(desk.screen.done.past.buttons))

    desk.dialogs.answers.append(None)
    click(desk.screen.done.past.buttons[0])

    assert len(roster(in_book, group_id)) == 3


@pytest.mark.directive("6.4.1")
def test_more_men_than_places_wait_only_if_asked_to(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(crowd(SEATS + 2))
    review = desk.screen.review

    assert [states for _, states, _ in desk.shown()][SEATS:] == ["Sin lugar"] * 2
    assert not review.bar.import_button.isEnabled()
    assert review.bar.reason.text() == "Faltan decidir 2 filas: 17 y 18."

    click(review.options.waitlist)
    desk.settle()

    assert [states for _, states, _ in desk.shown()][SEATS:] == ["Pasa a la espera"] * 2
    import_it(desk)
    assert "2 pasaron a la lista de espera" in desk.screen.done.done.text
    counted = list(roster(in_book, group_id).values())
    assert counted.count(EnrolmentStatus.WAITING) == 2
    assert len(counted) == SEATS + 2


def test_whoever_finds_no_place_is_left_out_with_one_gesture(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(crowd(SEATS + 2))
    click(desk.screen.review.leave_errors)
    desk.settle()

    import_it(desk)

    assert len(roster(in_book, group_id)) == SEATS


def test_a_place_taken_meanwhile_is_told_and_nothing_is_kept(
    desk: Desk, in_book: InBook, run: Run, group_id: UUID
) -> None:
    desk.choose(crowd(SEATS))
    man = run(RegisterParticipant(answers={"paternal_surname": "Apaza", "given_names": "Juan"})).ids[0]
    run(EnrolParticipant(group_id=group_id, participant_id=man))

    click(desk.screen.review.bar.import_button)
    desk.qtbot.waitUntil(desk.screen.review.message.isVisible, timeout=20_000)
    desk.settle()

    assert "Fila 16, Apellido15 Prueba15, Nombre15: no se puede importar." in desk.screen.review.message.text
    assert "El grupo está completo" in desk.screen.review.message.text
    assert roster(in_book, group_id) == {"Apaza, Juan": EnrolmentStatus.ATTENDING}
    assert desk.states()[16] is RowStatus.ERROR  # laid beside the book as it is now


def test_the_day_they_came_is_asked_for(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(THREE)
    edit = desk.screen.review.options.form.rows["since"].control.focusable()[0]
    edit.selectAll()  # type: ignore[attr-defined]
    type_text(edit, "31/02/2026")
    click(desk.screen.review.bar.import_button)

    assert desk.screen.review.options.form.rows["since"].has_problem
    assert roster(in_book, group_id) == {}

    edit.selectAll()  # type: ignore[attr-defined]
    type_text(edit, "2/11/2026")
    import_it(desk)

    assert {entry.stint.since for entry in in_book(Roster(group_id=group_id))} == {date(2026, 11, 2)}  # type: ignore[attr-defined]


def test_a_day_to_come_is_refused_beside_it(desk: Desk, in_book: InBook, group_id: UUID) -> None:
    desk.choose(THREE)
    edit = desk.screen.review.options.form.rows["since"].control.focusable()[0]
    edit.selectAll()  # type: ignore[attr-defined]
    type_text(edit, "2/11/2030")
    click(desk.screen.review.bar.import_button)
    desk.qtbot.waitUntil(lambda: desk.screen.review.options.form.rows["since"].has_problem)
    desk.settle()

    assert roster(in_book, group_id) == {}
    assert QApplication.focusWidget() is edit


@pytest.mark.parametrize(
    ("name", "seventh"),
    [
        ("lista-coma-utf8.csv", RowStatus.READY),
        ("lista-puntoycoma-1252.csv", RowStatus.READY),
        ("lista.xlsx", RowStatus.FLAGGED),  # hidden there; a CSV file cannot say so
    ],
)
def test_lists_of_a_real_program_are_seen_as_they_are(desk: Desk, name: str, seventh: RowStatus) -> None:
    desk.choose((SAMPLES / name).read_bytes(), name)

    assert desk.states() == {
        5: RowStatus.READY,
        6: RowStatus.FLAGGED,
        7: seventh,
        9: RowStatus.READY,
        10: RowStatus.LEFT_OUT,
    }
    shown = {number: text for number, _, text in desk.shown()}
    assert shown["5"] == "Quispe Mamani, José Luis\n40000001 · 17/04/1988"
    assert shown["6"].startswith("Ñahui Álvarez, Teófilo\n")
