"""A group with its sessions on a real book, and its numbers in sight."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.ui.screens.coverage.screen import CoverageScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.open_book import OpenBook
from tests.ui.gestures import show
from tests.ui.real_books import *  # noqa: F403
from tests.use_cases.logs import Planned, planned

MISSED = AttendanceMark.ABSENT_WITHOUT_NOTICE
OpenScreen = Callable[..., CoverageScreen]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men, two sessions held and one to come; the first man by name missed the first session."""
    made = planned(book, men=2, days=(-14, -7, 7))
    first, second = made.by_name
    for session, marks in zip(made.sessions, ((MISSED, "attended"), ("attended", "attended")), strict=False):
        for stint, mark in zip((first, second), marks, strict=True):
            sent = MarkAttendance(session_id=session, enrolment_id=stint, mark=AttendanceMark(mark))
            book.submit([sent]).result()
    return made


@pytest.fixture
def open_screen(surroundings: Surroundings, group: Planned, qtbot: QtBot) -> OpenScreen:
    """The numbers of the group, in sight and read."""

    def make(group_id: UUID | None = None) -> CoverageScreen:
        screen = CoverageScreen(surroundings, group_id or group.group_id)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        show(screen)
        qtbot.waitUntil(screen._tables.isVisible)
        qtbot.waitUntil(lambda: not surroundings.session._undelivered)
        return screen

    return make
