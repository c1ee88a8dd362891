"""A recovery code that was shown and is not on paper yet: hidden by a lock, shown again to the same person.

The code that it replaced opens nothing any more, so a lock at the wrong moment must not lose it. It stays in memory for
half an hour at most, never on the disk; nobody else sees it, on any book.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document

KEPT_MS: Final = 30 * 60 * 1000


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code in its groups, its sheet, what stands above it, and what is said once it is on paper."""

    groups: tuple[str, ...]
    sheet: Document
    introduction: str
    said: str

    def __repr__(self) -> str:
        return "ShownCode()"


class ShownCodes(QObject):
    """Holds at most one code, for one person of one book."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._code: ShownCode | None = None
        self._owner: tuple[Path, UUID] | None = None
        self._timer = QTimer(self, singleShot=True, interval=KEPT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.forget)

    @property
    def waiting(self) -> bool:
        """True while a code is held that nobody has on paper."""
        return self._code is not None

    def of(self, book: Path, person_id: UUID) -> CodeSlot:
        """Where the code of this person of this book is put and found."""
        return CodeSlot(self, (book, person_id))

    def put(self, owner: tuple[Path, UUID], code: ShownCode) -> None:
        """Hold this code, in place of whatever was held."""
        self._owner, self._code = owner, code
        self._timer.start()

    def found(self, owner: tuple[Path, UUID]) -> ShownCode | None:
        """The code held for this owner; None for anybody else."""
        return self._code if owner == self._owner else None

    def forget(self) -> None:
        """It is on paper, was given up, or half an hour passed."""
        self._owner = self._code = None
        self._timer.stop()


class CodeSlot:
    """The place of one person's code of one book."""

    def __init__(self, codes: ShownCodes, owner: tuple[Path, UUID]) -> None:
        self._codes, self._owner = codes, owner

    @property
    def code(self) -> ShownCode | None:
        """The code that waits for paper, if any."""
        return self._codes.found(self._owner)

    def put(self, code: ShownCode) -> None:
        """Hold this code until it is on paper."""
        self._codes.put(self._owner, code)

    def forget(self) -> None:
        """It is on paper or was given up."""
        if self.code is not None:
            self._codes.forget()
