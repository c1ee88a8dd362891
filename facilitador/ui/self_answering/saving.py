"""Keeps answers as they are given: one gesture, one save, none lost where one fails."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from facilitador.domain.instruments import Answer
from facilitador.errors import UserFacingError
from facilitador.ui.book_session import BookSession
from facilitador.use_cases.applications import FinishApplication, SaveAnswers
from facilitador.use_cases.requests import Command, Outcome


class AnswerSaver(QObject):
    """Saves the answers of one application that is not finished, in order; what could not be saved goes with the next.

    `kept`: everything given so far is in the book. `refused(error)`: it is not.
    """

    kept = Signal()
    refused = Signal(UserFacingError)

    def __init__(self, session: BookSession, application_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._id = session, application_id
        self._waiting: dict[str, Answer] = {}
        self._place: str | None = None
        self._busy = False
        session.locking.connect(self.flush)

    @property
    def is_settled(self) -> bool:
        """Whether everything given so far is in the book."""
        return not (self._waiting or self._busy or self._place is not None)

    def keep(self, answers: dict[str, Answer], place: str) -> None:
        """Keep these answers (None takes one back), and that the question `place` is in sight."""
        self._waiting.update(answers)
        self._place = place
        if not self._busy:
            self.flush()

    def finish(self, done: Callable[[Outcome], None], failed: Callable[[UserFacingError], None]) -> None:
        """Keep what waits and end the application, both or neither."""
        sent, self._waiting, self._place = self._waiting, {}, None
        commands: list[Command] = [SaveAnswers(application_id=self._id, answers=sent)] if sent else []
        commands.append(FinishApplication(application_id=self._id))

        def not_finished(error: UserFacingError) -> None:
            self._waiting = {**sent, **self._waiting}
            failed(error)

        self._session.run(commands, owner=self, done=done, failed=not_finished)

    def flush(self) -> None:
        """Send what waits at once, whatever is on its way already: nobody will be here to send it later."""
        if not self._waiting and self._place is None:
            return
        sent, place = self._waiting, self._place
        self._waiting, self._place, self._busy = {}, None, True

        def not_kept(error: UserFacingError) -> None:
            self._busy = False
            self._waiting = {**sent, **self._waiting}
            self.refused.emit(error)

        command = SaveAnswers(application_id=self._id, answers=dict(sent), current_item=place or "")
        self._session.run([command], owner=self, done=self._kept, failed=not_kept, quiet=True)

    def _kept(self, outcome: Outcome) -> None:
        self._busy = False
        if self.is_settled:
            self.kept.emit()
        else:
            self.flush()
