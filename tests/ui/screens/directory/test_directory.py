"""The directory, from the click to the file and back (6.2.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitador.domain.directory import DirectoryLine
from facilitador.ui.screens.directory.pane import EntryPane
from facilitador.ui.screens.directory.screen import DirectoryScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.directory import AddDirectoryEntry, ChangeDirectoryEntry, Directory
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs

Run = Callable[..., Outcome]
InBook = Callable[[Any], Any]
Open = Callable[[], DirectoryScreen]

POLICE: dict[str, Any] = {"kind": "police", "name": "Comisaría Ñahui", "phones": ("987654321",), "ubigeo": "150101"}


@pytest.fixture
def open_screen(surroundings: Surroundings, qtbot: QtBot, tmp_path: Path) -> Open:
    """The screen, in sight and read."""
    return lambda: opened(surroundings, qtbot, tmp_path)


def opened(surroundings: Surroundings, qtbot: QtBot, folder: Path) -> DirectoryScreen:
    screen = DirectoryScreen(surroundings, folder=lambda: folder)
    qtbot.addWidget(screen)
    screen.resize(1200, 900)
    show(screen)
    qtbot.waitUntil(lambda: screen.empty.isVisible() or screen.table.isVisible() or screen.pane is not None)
    return screen


@pytest.fixture
def pane_of(qtbot: QtBot) -> Callable[[DirectoryScreen], EntryPane]:
    """The pane in sight, once it is known whether a draft waits."""

    def wait(screen: DirectoryScreen) -> EntryPane:
        pane = screen.pane
        assert pane is not None
        qtbot.waitUntil(lambda: pane.editor.keeper.is_settled)
        return pane

    return wait


PaneOf = Callable[[DirectoryScreen], EntryPane]


def write(pane: EntryPane, name: str, text: str) -> None:
    edit = pane.editor.form.rows[name].control.focusable()[0]
    edit.selectAll()  # type: ignore[attr-defined]
    type_text(edit, text)


def choose(pane: EntryPane, kind: str) -> None:
    box: Any = pane.editor.form.rows["kind"].control.focusable()[0]
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


def stored(in_book: InBook) -> list[DirectoryLine]:
    return list(in_book(Directory(with_retired=True)))


@pytest.mark.directive("6.2.7")
def test_an_institution_is_written_down_and_stands_in_the_list(
    open_screen: Open, pane_of: PaneOf, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    assert screen.empty.action is not None
    click(screen.empty.action)
    pane = pane_of(screen)
    choose(pane, "police")
    write(pane, "name", "Comisaría de Ñahuimpuquio")
    write(pane, "phones", "987 654 321; 105")
    pane.editor.form.rows["emergency"].control.radios["yes"].click()  # type: ignore[attr-defined]
    write(pane, "verified_on", "hoy")
    press(pane.editor.form.rows["verified_on"].control.focusable()[0], Qt.Key.Key_Tab)
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: bool(stored(in_book)))
    (line,) = stored(in_book)
    assert (line.entry.name, line.entry.phones, line.entry.emergency, line.entry.verified_on) == (
        *("Comisaría de Ñahuimpuquio", ("987654321", "105")),
        *(True, TODAY),
    )
    qtbot.waitUntil(lambda: screen.pane is not None and screen.pane.subject == line.entry.id)
    assert "987 654 321 · Comisaría de la PNP" in screen.table.model().index(0, 0).data()


def test_without_a_way_to_reach_it_the_refusal_stands_beside_the_field(
    open_screen: Open, pane_of: PaneOf, in_book: InBook, qtbot: QtBot
) -> None:
    screen = open_screen()
    click(screen.empty.action)  # type: ignore[arg-type]
    pane = pane_of(screen)
    choose(pane, "ronda")
    write(pane, "name", "Ronda")
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: pane.editor.form.rows["phones"].has_problem)
    assert stored(in_book) == []
    write(pane, "notice", "Tocar la campana.")
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: [line.entry.notice for line in stored(in_book)] == ["Tocar la campana."])


@pytest.mark.directive("6.2.7")
def test_no_place_is_asked_of_a_refuge(open_screen: Open, pane_of: PaneOf, in_book: InBook, qtbot: QtBot) -> None:
    screen = open_screen()
    click(screen.empty.action)  # type: ignore[arg-type]
    pane = pane_of(screen)
    choose(pane, "police")
    assert {"address", "ubigeo"} <= set(pane.editor.form.shown)
    write(pane, "address", "Jr. Los Molles 3")
    choose(pane, "refuge")
    assert not {"address", "ubigeo"} & set(pane.editor.form.shown)
    write(pane, "name", "Hogar Qantu")
    write(pane, "phones", "987654321")
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: bool(stored(in_book)))
    assert stored(in_book)[0].entry.address == ""


@pytest.mark.directive("6.2.7")
def test_one_click_says_that_it_was_checked_today(
    open_screen: Open, pane_of: PaneOf, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(AddDirectoryEntry(**POLICE, verified_on=TODAY - timedelta(days=181)))
    screen = open_screen()
    assert screen.table.model().index(0, 0).data().split("\n")[1].startswith("por verificar")
    screen.table.selectRow(0)
    pane = pane_of(screen)
    assert "por verificar" in pane.state.text()
    click(pane.verify)
    qtbot.waitUntil(lambda: stored(in_book)[0].entry.verified_on == TODAY)
    qtbot.waitUntil(lambda: pane.state.text() == "Comprobada el 20/11/2026 por Rosa Mamani Quispe.")
    assert "por verificar" not in screen.table.model().index(0, 0).data()


def test_it_is_retired_and_comes_back(
    open_screen: Open, pane_of: PaneOf, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(AddDirectoryEntry(**POLICE))
    screen = open_screen()
    screen.table.selectRow(0)
    pane = pane_of(screen)
    click(pane.retire)
    qtbot.waitUntil(lambda: stored(in_book)[0].entry.retired)
    qtbot.waitUntil(lambda: pane.retire.text() == "Volver a usarla" and pane.retire.isEnabled())
    click(pane.retire)
    qtbot.waitUntil(lambda: not stored(in_book)[0].entry.retired)


def test_words_and_kinds_narrow_the_list(open_screen: Open, run: Run, qtbot: QtBot) -> None:
    run(AddDirectoryEntry(**POLICE), AddDirectoryEntry(kind="cem", name="CEM Lima", phones=("105",)))
    screen = open_screen()
    type_text(screen.search, "ñahui")
    qtbot.waitUntil(lambda: [line.entry.name for line in screen.table.shown] == ["Comisaría Ñahui"])
    screen.search.setText("zzz")
    qtbot.waitUntil(screen.nothing.isVisible)
    assert not screen.empty.isVisible()
    screen.search.clear()
    screen.kind.setCurrentIndex(screen.kind.findData("cem"))
    qtbot.waitUntil(lambda: [line.entry.name for line in screen.table.shown] == ["CEM Lima"])


def test_one_that_looks_like_another_is_said_after_saving(
    open_screen: Open, pane_of: PaneOf, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    run(AddDirectoryEntry(**POLICE))
    screen = open_screen()
    click(screen.add)
    pane = pane_of(screen)
    choose(pane, "police")
    write(pane, "name", "Otra")
    write(pane, "phones", "987654321")
    click(pane.editor.save_button)
    qtbot.waitUntil(lambda: len(stored(in_book)) == 2)
    qtbot.waitUntil(lambda: "Comisaría Ñahui" in screen.message.text)
    qtbot.waitUntil(lambda: screen.pane is not None and screen.pane.subject is not None)
    assert screen.message.isVisible()


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    open_screen: Open, pane_of: PaneOf, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    key = run(AddDirectoryEntry(**POLICE)).ids[0]
    screen = open_screen()
    screen.table.selectRow(0)
    pane = pane_of(screen)
    write(pane, "hours", "de mañana")
    run(ChangeDirectoryEntry(**(POLICE | {"entry_id": key, "hours": "de noche"})))
    click(pane.editor.save_button)
    qtbot.waitUntil(pane.editor.banner.isVisible)
    assert stored(in_book)[0].entry.hours == "de noche"
    assert pane.editor.form.values()["hours"] == "de mañana"


def test_a_draft_is_kept_and_offered_again(open_screen: Open, pane_of: PaneOf, qtbot: QtBot) -> None:
    screen = open_screen()
    click(screen.empty.action)  # type: ignore[arg-type]
    pane = pane_of(screen)
    write(pane, "name", "Serenaz")
    assert screen.may_leave()
    again = open_screen()
    qtbot.waitUntil(lambda: again.pane is not None and again.pane.editor.keeper.offer.isVisible())
    assert again.pane is not None
    click(again.pane.editor.keeper.offer.resume)
    assert again.pane.editor.form.values()["name"] == "Serenaz"


# -- lists ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "instituciones.csv"
    path.write_text(
        "Tipo,Nombre,Teléfonos\nCEM,CEM Ñaña,105\nComisaría,Comisaría Ñahui,987654321\n,Sin teléfono,\n",
        encoding="utf-8",
    )
    return path


def test_a_list_is_looked_at_before_it_is_added(
    open_screen: Open, run: Run, in_book: InBook, dialogs: ScriptedDialogs, listed: Path, qtbot: QtBot
) -> None:
    run(AddDirectoryEntry(**POLICE))
    screen = open_screen()
    dialogs.answers.append(listed)
    click(screen.bring)
    qtbot.waitUntil(screen.card.isVisible)
    assert screen.card.counts.text() == "Se agregan: 1 · Se parecen a otra: 1 · Por corregir en la lista: 1"
    assert len(stored(in_book)) == 1
    screen.card.also_alike.click()
    assert screen.card.add_button.text() == "Agregar 2 instituciones"
    screen.card.also_alike.click()
    click(screen.card.add_button)
    qtbot.waitUntil(lambda: {line.entry.name for line in stored(in_book)} == {"Comisaría Ñahui", "CEM Ñaña"})
    qtbot.waitUntil(lambda: screen.message.text == "Se agregó una institución.")
    assert not screen.card.isVisible()


def test_junk_is_refused_and_escape_brings_nothing(
    open_screen: Open, in_book: InBook, dialogs: ScriptedDialogs, listed: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    junk = tmp_path / "foto.csv"
    junk.write_bytes(b"\x89PNG\r\n\x1a\n")
    screen = open_screen()
    dialogs.answers += [junk, listed]
    click(screen.bring)
    qtbot.waitUntil(lambda: bool(screen.message.text))
    click(screen.bring)
    qtbot.waitUntil(screen.card.isVisible)
    press(screen.card, Qt.Key.Key_Escape)
    assert not screen.card.isVisible()
    assert stored(in_book) == []


def test_what_comes_with_the_program_is_added_with_two_clicks(open_screen: Open, in_book: InBook, qtbot: QtBot) -> None:
    screen = open_screen()
    qtbot.waitUntil(screen.offered.isVisible)
    click(screen.offered)
    qtbot.waitUntil(screen.card.isVisible)
    click(screen.card.add_button)
    qtbot.waitUntil(lambda: {line.entry.kind for line in stored(in_book)} == {"cai"})
    qtbot.waitUntil(lambda: not screen.offered.isVisible())


def test_the_directory_is_saved_as_a_list(
    open_screen: Open, run: Run, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    run(AddDirectoryEntry(**POLICE))
    screen = open_screen()
    dialogs.answers.append(tmp_path / "salida.csv")
    click(screen.take)
    qtbot.waitUntil(lambda: screen.message.text == "Se guardó «salida.csv».")
    assert "Comisaría Ñahui" in (tmp_path / "salida.csv").read_text(encoding="utf-8-sig")


def test_both_papers_are_one_click_away(open_screen: Open, qtbot: QtBot) -> None:
    screen = open_screen()
    for button, kind in ((screen.print_card, "print_wall_card"), (screen.print_all, "print_directory")):
        with qtbot.waitSignal(screen.destination_requested) as wished:
            click(button)
        assert wished.args is not None
        assert wished.args[0].kind == kind


def test_administrative_staff_keeps_the_directory_too(staff_around: Surroundings, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(staff_around, qtbot, tmp_path)
    assert screen.empty.action is not None
    assert_accessible(screen)
