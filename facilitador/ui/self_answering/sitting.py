"""A man sitting at the computer to answer: the book is out of sight until somebody of the team gives her clave.

It outlives the screen that began it. A book that locks itself ends the questions, not the page: what he answered is
kept, and nothing of the book comes into his sight.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.answering import begin
from facilitador.domain.answering_texts import AnsweringText
from facilitador.domain.applications import AnswerSheet
from facilitador.domain.instruments import Answer
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.book_session import BookSession
from facilitador.ui.self_answering.answering_window import AnsweringWindow, Wish
from facilitador.ui.self_answering.saving import AnswerSaver
from facilitador.ui.session_mode.curtain import Curtain
from facilitador.ui.session_mode.displays import Displays
from facilitador.use_cases.requests import Outcome

TROUBLE = "No se pudo guardar la última respuesta. Avise a quien facilita."
CheckClave = Callable[[str], Future[None]]


class Sitting(QObject):
    """Belongs to the window with the book. Nothing is shown before `begin`; `ended`: the book is in sight again.

    `check_clave` None: no clave is asked (example data).
    """

    ended = Signal()

    def __init__(
        self,
        window: QWidget,
        session: BookSession,
        sheet: AnswerSheet,
        text: AnsweringText,
        check_clave: CheckClave | None,
        displays: Displays,
    ) -> None:
        super().__init__(window)
        self._window, self._displays, self._check = window, displays, check_clave
        self._answering = begin(sheet)
        self._finished = self._finishing = self._locked = self._over = False
        self.page = AnsweringWindow(text)
        self._saver = AnswerSaver(session, sheet.application_id, self)
        self._curtain = Curtain(window, lambda: True, self)
        self._background = Background(self)
        self.page.wished.connect(self._act)
        self.page.answered.connect(self._answer)
        self.page.leave_wished.connect(self._leave)
        self._saver.kept.connect(lambda: self.page.say_trouble(""))
        self._saver.refused.connect(lambda error: self._tell(TROUBLE))
        session.locked.connect(self._book_locked)
        self.destroyed.connect(self.page.deleteLater)

    @staticmethod
    def of(window: QWidget) -> Sitting | None:
        """The one that is going on over this window, if any."""
        found = window.findChildren(Sitting, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((one for one in found if not one.is_over), None)

    @property
    def is_over(self) -> bool:
        """Whether it ended."""
        return self._over

    def begin(self) -> None:
        """Cover the screen and take the book out of sight."""
        self.page.show_step(self._answering)
        self._displays.cover(self.page, self._displays.key_of(self._window))
        self._curtain.hide_all()
        self.page.activateWindow()
        self.page.setFocus()
        self.page.show_step(self._answering)

    # -- what the man does --------------------------------------------------------------------------------------------

    def _answer(self, answer: Answer) -> None:
        item = self._answering.step.item
        assert item is not None
        self._answering = self._answering.answered(answer)
        self._saver.keep({item.id: answer}, item.id)
        self.page.answer_shown(self._answering)

    def _act(self, wish: Wish) -> None:
        if self._finished or self._locked or self._finishing:
            return
        if wish is Wish.PAUSE:
            self._show_leaving()
            return
        if wish is Wish.FINISH:
            self._finish()
            return
        moves = {
            Wish.FORWARD: self._answering.forward,
            Wish.BACK: self._answering.back,
            Wish.FIRST_OPEN: self._answering.at_first_open,
        }
        if wish in moves:
            self._answering = moves[wish]()
            self._keep_place()
        self.page.show_step(self._answering)

    def _keep_place(self) -> None:
        item = self._answering.step.item
        if item is not None:
            self._saver.keep({}, item.id)

    def _finish(self) -> None:
        self._finishing = True
        self._saver.finish(self._done, self._not_finished)

    def _done(self, outcome: Outcome) -> None:
        self._finishing, self._finished = False, True
        self._show_leaving()

    def _not_finished(self, error: UserFacingError) -> None:
        self._finishing = False
        self._tell(messages.of_error(error).whole if error.code == "application_empty" else TROUBLE)

    def _tell(self, text: str) -> None:
        self.page.say_trouble(text)

    # -- the way back to the book -------------------------------------------------------------------------------------

    def _show_leaving(self) -> None:
        asks = self._check is not None and not self._locked
        self.page.show_leaving(finished=self._finished, locked=self._locked, asks_clave=asks)

    def _leave(self, clave: str) -> None:
        if self._check is None or self._locked:
            self.end()
            return
        self._background.follow(self._check(clave), lambda _: self.end(), self._refuse)

    def _refuse(self, error: UserFacingError) -> None:
        if self.page.leaving is not None:
            self.page.leaving.refuse(messages.of_error(error).whole)

    def _book_locked(self) -> None:
        """What asks for the clave from now on is the page behind: it shows nothing of the book before."""
        if self._over:
            return
        self._locked = True
        self.page.may_close = True
        self._show_leaving()

    def end(self) -> None:
        """Give the window with the book back, then take the page away."""
        if self._over:
            return
        self._over = self.page.may_close = True
        if not self._locked:
            self._saver.flush()
        self._curtain.lift()  # first: a program without any window would end
        self.page.hide()
        self.ended.emit()
        self.deleteLater()
