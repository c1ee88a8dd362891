"""Begins an application or goes on with it, in the way it is asked: full screen, read aloud, typed from paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facilitador import reference
from facilitador.domain.applications import AnswerSheet, Mode
from facilitador.errors import UserFacingError
from facilitador.ui.screen import Destination
from facilitador.ui.self_answering.sitting import Sitting
from facilitador.ui.session_mode.displays import Displays
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.application_records import ApplicationToAnswer
from facilitador.use_cases.requests import Command, Outcome

MARKING = "marking"


class Starter(QObject):
    """Belongs to a screen. `destination_requested`: where marking goes on; `refused(error)`; `begun`: it is there.

    `displays` makes the screens on which a man answers; a test gives those it has.
    """

    destination_requested = Signal(Destination)
    refused = Signal(UserFacingError)
    begun = Signal()

    def __init__(self, surroundings: Surroundings, screen: QWidget) -> None:
        super().__init__(screen)
        self._surroundings, self._session, self._screen = surroundings, surroundings.session, screen
        self.displays: Callable[[QWidget], Displays] = Displays
        self.sitting: Sitting | None = None

    def start(self, command: Command, mode: Mode) -> None:
        """Send the command that begins an application, and go on in that way."""
        self._session.run([command], owner=self, done=partial(self._started, mode), failed=self.refused.emit)

    def resume(self, application_id: UUID, mode: Mode) -> None:
        """Go on with one that was begun."""
        if mode is not Mode.SELF:
            self.destination_requested.emit(Destination(MARKING, application_id))
            return
        query = ApplicationToAnswer(application_id=application_id)
        self._session.read(query, owner=self, done=self._sit, failed=self.refused.emit)

    def _started(self, mode: Mode, outcome: Outcome) -> None:
        self.begun.emit()
        self.resume(outcome.ids[0], mode)

    def _sit(self, sheet: AnswerSheet) -> None:
        window = self._screen.window()
        if Sitting.of(window) is not None:
            return
        going_on = Projection.of(window)
        if going_on is not None:
            going_on.end()  # the team's screen is the man's now
        displays = self.displays(window)
        check = self._surroundings.check_clave
        self.sitting = Sitting(window, self._session, sheet, reference.answering_text(), check, displays)
        displays.setParent(self.sitting)
        self.sitting.begin()
