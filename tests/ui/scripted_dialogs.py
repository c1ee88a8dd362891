"""Dialogs answered by a script: what was asked is kept, what is answered was written before."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from facilitador.errors import UserFacingError
from facilitador.ui.dialogs import FileKind


@dataclass
class ScriptedDialogs:
    """Answers in order; asking more than the script knows fails the test."""

    answers: list[object] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def confirm(self, parent: QWidget, text: str, verb: str, *, detail: str = "", danger: bool = False) -> bool:
        return self._answer(f"{text} [{verb}]") == verb

    def choose(self, parent: QWidget, text: str, verbs: tuple[str, ...], *, detail: str = "") -> str | None:
        answer = self._answer(f"{text} [{' | '.join(verbs)}]")
        assert answer is None or answer in verbs
        return answer  # type: ignore[return-value]

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:
        self.told.append(f"{text}\n{detail}".strip())

    def refuse(self, parent: QWidget, error: UserFacingError) -> None:
        self.refused.append(error.code)

    def open_file(self, parent: QWidget, title: str, kinds: tuple[FileKind, ...], folder: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def save_file(self, parent: QWidget, title: str, kind: FileKind, proposed: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def choose_folder(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        return self._answer(title)  # type: ignore[return-value]

    def new_clave(self, parent: QWidget) -> str | None:
        return self._answer("clave")  # type: ignore[return-value]

    def _answer(self, question: str) -> object:
        self.asked.append(question)
        assert self.answers, f"nobody wrote an answer to: {question}"
        return self.answers.pop(0)
