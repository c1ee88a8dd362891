"""The notes written for a man at sessions stand on his record, and on nobody else's."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.incidents import WriteManNote
from facilitador.use_cases.open_book import OpenBook
from tests.ui.gestures import show
from tests.use_cases.logs import planned
from tests.use_cases.scenes import rows

NOTE = "Conversar con él antes de la próxima sesión."


def record_of(surroundings: Surroundings, man: UUID, qtbot: QtBot) -> ParticipantScreen:
    screen = ParticipantScreen(surroundings, man)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(lambda: screen.page is not None and not surroundings.session._undelivered)
    return screen


def said(screen: ParticipantScreen) -> list[str]:
    return [one.text() for one in screen.findChildren(QLabel) if one.isVisibleTo(screen)]


def test_a_note_is_read_on_his_record_and_leads_to_its_session(
    book: OpenBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    group = planned(book, men=2, days=(-7,))
    book.submit([WriteManNote(session_id=group.sessions[0], enrolment_id=group.stints[0], text=NOTE)]).result()
    screen = record_of(surroundings, group.people[0], qtbot)
    qtbot.waitUntil(lambda: NOTE in said(screen))
    assert "Sesión 1 de Los Molles, 13/11/2026" in said(screen)
    (go,) = [one for one in screen.findChildren(QPushButton) if one.text() == "Ver la sesión"]
    with qtbot.waitSignal(screen.destination_requested) as wished:
        go.click()
    assert (wished.args[0].kind, wished.args[0].id) == ("session", group.sessions[0])
    assert NOTE not in said(record_of(surroundings, group.people[1], qtbot))


def test_opening_his_record_leaves_one_trace_not_two(book: OpenBook, surroundings: Surroundings, qtbot: QtBot) -> None:
    group = planned(book, men=1, days=(-7,))
    record_of(surroundings, group.people[0], qtbot)
    viewed = [row[0] for row in rows(book, "SELECT details FROM audit_entries WHERE action = 'View'")]
    assert len(viewed) == 1
