"""The instruments of the service: read from a file with all that is wrong, allowed, planned, retired."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import Purpose
from facilitador.domain.instrument_settings import InstrumentLine, InstrumentState
from facilitador.ui.screen import Screen
from facilitador.ui.screens.applications.instruments import InstrumentsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.instruments import Instruments
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click
from tests.ui.screens.applications.conftest import words_of
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.answering import REST, load, text

Visit = Callable[..., Screen]


@pytest.fixture
def screen(visit: Visit, tmp_path: Path) -> InstrumentsScreen:
    return cast(InstrumentsScreen, visit(InstrumentsScreen, folder=lambda: tmp_path))


def line(book: OpenBook, key: str) -> InstrumentLine | None:
    found = book.ask(Instruments()).result()
    return next((one for one in found if one.instrument.id == key), None)


def choose(screen: InstrumentsScreen, dialogs: ScriptedDialogs, path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    dialogs.answers.append(path)
    click(screen.load)


def test_a_file_is_shown_before_it_is_loaded(
    screen: InstrumentsScreen, dialogs: ScriptedDialogs, tmp_path: Path, book: OpenBook, qtbot: QtBot
) -> None:
    choose(screen, dialogs, tmp_path / "descanso.toml", text())
    qtbot.waitUntil(screen.preview.isVisible)
    said = words_of(screen.preview)
    assert "Su descanso: 3 preguntas" in said
    assert "Preguntas con respuestas que piden atención inmediata: 1." in said
    assert line(book, REST) is None
    click(screen.preview.accept)
    qtbot.waitUntil(lambda: REST in screen.cards)
    assert line(book, REST) is not None
    assert screen.preview.isHidden()


def test_everything_wrong_is_said_with_its_line_and_nothing_is_loaded(
    screen: InstrumentsScreen, dialogs: ScriptedDialogs, tmp_path: Path, book: OpenBook, qtbot: QtBot
) -> None:
    wrong = text().replace('id = "d2"', 'id = "d1"').replace('"d1", "d2", "d3"', '"d1", "d9", "d3"')
    choose(screen, dialogs, tmp_path / "mal.toml", wrong)
    qtbot.waitUntil(screen.faults.isVisible)
    assert screen.faults.text.text().count("Línea ") >= 2
    assert line(book, REST) is None


@pytest.mark.parametrize(
    ("content", "said"), [("año".encode("latin-1"), "no está escrita en UTF-8"), (b"\xff\xfea\x00", "UTF-16")]
)
def test_odd_encodings_are_refused(
    screen: InstrumentsScreen, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot, content: bytes, said: str
) -> None:
    choose(screen, dialogs, tmp_path / "raro.toml", content)
    qtbot.waitUntil(screen.faults.isVisible)
    assert said in screen.faults.text.text()


def test_a_file_that_is_gone_is_said(screen: InstrumentsScreen, tmp_path: Path) -> None:
    screen.read_file(tmp_path / "no-esta.toml")
    assert "no-esta.toml" in screen.message.text


def test_another_content_under_a_known_edition_is_refused(
    screen: InstrumentsScreen, dialogs: ScriptedDialogs, tmp_path: Path, book: OpenBook, qtbot: QtBot
) -> None:
    load(book)
    choose(screen, dialogs, tmp_path / "otro.toml", text(first="Dormí bien."))
    qtbot.waitUntil(screen.faults.isVisible)
    assert "con otro contenido" in screen.faults.text.text()


def test_one_that_asks_for_named_people_is_off_until_they_are_named(
    screen: InstrumentsScreen, book: OpenBook, qtbot: QtBot
) -> None:
    assert "Apagado" in words_of(screen.cards["phq_9"])
    click(screen.cards["phq_9"].allow)
    assert screen.panel.form is not None
    key = str(book.person.id)
    screen.panel.form.restore_draft({"applier_ids": [key]})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: screen.panel.form is not None and screen.panel.form.rows["responder_id"].has_problem)
    screen.panel.form.restore_draft({"applier_ids": [key], "responder_id": key})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: "Disponible" in words_of(screen.cards["phq_9"]))
    found = line(book, "phq_9")
    assert found is not None
    assert found.state is InstrumentState.AVAILABLE
    assert_accessible(screen)


@pytest.mark.directive("6.4.3")
def test_the_plan_is_changed_but_the_entry_stays(screen: InstrumentsScreen, book: OpenBook, qtbot: QtBot) -> None:
    click(screen.cards["prueba_de_entrada"].plan)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"purposes": ["exit"]})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: screen.panel.form is not None and screen.panel.form.rows["purposes"].has_problem)
    screen.panel.form.restore_draft({"purposes": ["entry", "intermediate"]})
    click(screen.panel.verb)
    qtbot.waitUntil(screen.panel.isHidden)
    found = line(book, "prueba_de_entrada")
    assert found is not None
    assert found.purposes == (Purpose.ENTRY, Purpose.INTERMEDIATE)


def test_retired_and_taken_up_again(screen: InstrumentsScreen, qtbot: QtBot) -> None:
    click(screen.cards["audit"].retire)
    qtbot.waitUntil(lambda: screen.cards["audit"].retire.text() == "Reponer")
    click(screen.cards["audit"].retire)
    qtbot.waitUntil(lambda: screen.cards["audit"].retire.text() == "Retirar")


def test_who_may_not_decide_only_reads(staff_around: Surroundings) -> None:
    assert InstrumentsScreen(staff_around).load.isHidden()
