"""A question in the page whose answers become a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from facilitador.domain.registration_forms import Answer, Answers
from facilitador.errors import UserFacingError
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.requests import Command, Outcome


class CommandPanel(Panel):
    """Asks, sends what the answers ask for, and tells a refusal beside the field it concerns.

    `saved(outcome)`: it is in the book, and nothing is asked any more. `overtaken`: what is asked about changed
    meanwhile; the page reads it again while what was typed stays.
    """

    saved = Signal(Outcome)
    overtaken = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings.today, parent)
        self._session = surroundings.session
        self._command: Callable[[Answers], Command] | None = None
        self.accepted.connect(self._send)

    def ask_for(
        self,
        command: Callable[[Answers], Command],
        title: str,
        fields: Sequence[FieldSpec],
        verb: str = "Guardar",
        *,
        words: str = "",
        answers: Mapping[str, Answer] | None = None,
    ) -> None:
        """As `ask`; on the verb, `command(answers)` is sent."""
        self._command = command
        self.ask(title, fields, verb, words=words, answers=answers)

    def _send(self, answers: Answers) -> None:
        if self._command is not None:
            self._session.run([self._command(answers)], owner=self, done=self._sent, failed=self._not_sent)

    def _sent(self, outcome: Outcome) -> None:
        self.close_panel()
        self.saved.emit(outcome)

    def _not_sent(self, error: UserFacingError) -> None:
        self.refuse(error)
        if error.code == "changed_meanwhile":
            self.overtaken.emit()
