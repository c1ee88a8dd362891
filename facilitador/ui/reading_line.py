"""A line on a page that asks what may take long: how far it is, a way to leave off, and what is seen meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from facilitador.errors import UserFacingError
from facilitador.ui.book_session import BookSession
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from facilitador.use_cases.pieces import Step
    from facilitador.use_cases.requests import Query

T = TypeVar("T")

SHOWN_AFTER_MS: Final = 300
"""What is there sooner needs no word."""
CANCEL: Final = "Cancelar"
OLDER_STAYS: Final = "Mientras tanto se ve lo de antes."
OLDER: Final = "Lo que se ve es de antes."


@dataclass(frozen=True, slots=True)
class Work:
    """What is done, in its three forms: «Contando», «contar», «Volver a contar»."""

    doing: str
    done: str
    again: str


COUNTING: Final = Work("Contando", "No se terminó de contar.", "Volver a contar")
REVIEWING: Final = Work("Revisando", "No se terminó de revisar.", "Volver a revisar")


class ReadingLine(ProgressLine):
    """Asks the book and shows nothing, unless the answer takes longer than a moment.

    `appeared`: it has something to say, which a page that is still empty should let be seen. `again_requested`: the
    person wants what she broke off. Who asks anew before the answer is there gets only the newer one.
    """

    appeared = Signal()
    again_requested = Signal()

    def __init__(self, session: BookSession, work: Work, parent: QWidget | None = None) -> None:
        self.cancel_button, self.again_button = button(CANCEL, "quiet"), button(work.again)
        super().__init__(work.doing, self.cancel_button, self.again_button, parent=parent)
        self._session, self._work = session, work
        self._break_off: Callable[[], None] | None = None
        self._answered = False
        self._late = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._late.timeout.connect(self._show_reading)
        self.cancel_button.clicked.connect(self._cancel)
        self.again_button.clicked.connect(self.again_requested)

    def ask(self, query: Query[T], *, done: Callable[[T], None], failed: Callable[[UserFacingError], None]) -> None:
        """Ask; `done` may ask on, and to the person it is one reading."""
        self._leave_off()
        if not self.isHidden():
            self._show_reading()
        elif not self._late.isActive():
            self._late.start()
        self._break_off = self._session.read_long(
            query,
            owner=self,
            done=lambda answer: self._arrived(done, answer),
            failed=lambda error: self._failed(failed, error),
            told=self._show_step,
        )

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _show_reading(self) -> None:
        self._tell("")
        self.appeared.emit()

    def _show_step(self, step: Step) -> None:
        if not self.isHidden():
            self._tell(f" {step.done} de {step.of}", step.done, step.of)

    def _tell(self, how_far: str, done: int = 0, of: int = 0) -> None:
        older = f" {OLDER_STAYS}" if self._answered else ""
        self.say(f"{self._work.doing}…{how_far}{'.' if how_far and older else ''}{older}", done, of)
        self.cancel_button.show()
        self.again_button.hide()

    # -- how it ends --------------------------------------------------------------------------------------------------

    def _arrived(self, done: Callable[[Any], None], answer: Any) -> None:
        self._break_off = None
        done(answer)
        if self._break_off is None:  # nothing more is asked
            self._answered = True
            self._settle()

    def _failed(self, failed: Callable[[UserFacingError], None], error: UserFacingError) -> None:
        self._break_off = None
        self._settle()
        failed(error)

    def _settle(self) -> None:
        self._late.stop()
        self.hide()

    def _cancel(self) -> None:
        focused = self.cancel_button.hasFocus()
        self._leave_off()
        self._late.stop()
        self.words.setText(" ".join((self._work.done, *([OLDER] if self._answered else []))))
        for one in (self.bar, self.cancel_button):
            one.hide()
        self.again_button.show()
        if focused:
            self.again_button.setFocus()

    def _leave_off(self) -> None:
        if self._break_off is not None:
            self._break_off()
            self._break_off = None
