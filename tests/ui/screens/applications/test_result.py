"""What an application says, for the team; what cannot wait first, until somebody attended to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.applications import ApplicationStatus, Mode
from facilitador.domain.instruments import REFUSED
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.applications.application import ApplicationScreen
from facilitador.use_cases.application_records import CriticalAnswers
from facilitador.use_cases.home import Home
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click
from tests.ui.screens.applications.conftest import Asked, wishes_of, words_of
from tests.use_cases.answering import ALARMING, CALM, answered, started

Visit = Callable[..., Screen]


def result(visit: Visit, key: UUID) -> ApplicationScreen:
    return cast(ApplicationScreen, visit(ApplicationScreen, key))


def test_values_with_their_bounds_and_every_answer(visit: Visit, group: Asked) -> None:
    screen = result(visit, answered(group.book, group.men[0], CALM))
    said = words_of(screen)
    assert "12 (de 3 a 12)." in said
    assert "Aquí, un valor más alto es mejor." in said
    assert "No validada." in said
    assert "Totalmente" in said
    assert "Pide atención hoy" not in said
    assert_accessible(screen)


def test_too_much_missing_is_said_with_its_reason(visit: Visit, group: Asked) -> None:
    screen = result(visit, answered(group.book, group.men[0], {"d1": 1, "d2": REFUSED}))
    said = words_of(screen)
    assert "No puntuable: faltan demasiadas respuestas (respondió 1 de 3; hacen falta 2)." in said
    assert "Prefiero no responder" in said
    assert "Sin responder" in said


def test_what_cannot_wait_has_its_steps_until_somebody_wrote_down_what_was_done(
    visit: Visit, group: Asked, qtbot: QtBot
) -> None:
    key = answered(group.book, group.men[0], ALARMING)
    screen = result(visit, key)
    said = words_of(screen)
    assert "Pide atención hoy" in said
    assert "1. Hable con él hoy, a solas." in said
    (act,) = [one for one in screen.findChildren(QPushButton) if one.text() == "Anotar qué se hizo"]
    click(act)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"note": "Se habló con él y quedó con el servicio de salud."})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: "Ya se atendió" in words_of(screen))
    assert "quedó con el servicio de salud" in words_of(screen)
    (matter,) = group.book.ask(CriticalAnswers(application_id=key)).result()
    assert matter.attended_at is not None
    assert "due_critical_answer" not in [item.code for item in group.book.ask(Home()).result()]


def test_voided_with_its_reason_it_stays_to_be_read(visit: Visit, group: Asked, qtbot: QtBot) -> None:
    screen = result(visit, answered(group.book, group.men[0], CALM))
    click(screen.void)
    assert screen.panel.form is not None
    screen.panel.form.restore_draft({"reason": "Era la hoja de otro."})
    click(screen.panel.verb)
    qtbot.waitUntil(lambda: "Anulada: Era la hoja de otro." in words_of(screen))
    assert screen.void.isHidden()
    (line,) = group.lines()
    assert line.status is ApplicationStatus.VOIDED


def test_one_that_was_begun_is_resumed_from_here(visit: Visit, group: Asked) -> None:
    key = started(group.book, group.men[0], mode=Mode.READ_ALOUD)
    screen = result(visit, key)
    assert "0 de 3 respondidas" in words_of(screen)
    assert "No puntuable" not in words_of(screen)
    click(screen.resume)
    assert wishes_of(screen) == [Destination("marking", key)]


def test_an_application_that_is_not_there(visit: Visit, group: Asked) -> None:
    screen = result(visit, UUID(int=7))
    assert screen.message.text
    assert screen.resume.isHidden()
