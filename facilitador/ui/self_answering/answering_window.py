"""The window in which a man answers: full screen, no name, a title that says nothing, and no way out but the clave."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from facilitador.domain.answering import Answering, StepKind
from facilitador.domain.answering_texts import AnsweringText
from facilitador.ui import theme
from facilitador.ui.onlookers import mark_for_others
from facilitador.ui.self_answering.leaving import LeavingPage
from facilitador.ui.self_answering.pages import EndPage, QuestionPage, words_page
from facilitador.ui.self_answering.parts import enlarge, large_button, words
from facilitador.ui.session_mode.leaf_view import scale_for
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.window import TITLE

WIDEST = 1000
LATER, NEXT, START, FINISH, GO_ON = "Dejar para después", "Siguiente", "Empezar", "Terminar", "Continuar"


class Wish(Enum):
    """What the man may ask for."""

    BACK = auto()
    FORWARD = auto()
    PAUSE = auto()
    GO_ON = auto()
    FIRST_OPEN = auto()
    FINISH = auto()


_KEYS = {
    Qt.Key.Key_Backspace: Wish.BACK,
    Qt.Key.Key_Left: Wish.BACK,
    Qt.Key.Key_PageUp: Wish.BACK,
    Qt.Key.Key_Right: Wish.FORWARD,
    Qt.Key.Key_PageDown: Wish.FORWARD,
    Qt.Key.Key_Return: Wish.FORWARD,
    Qt.Key.Key_Enter: Wish.FORWARD,
    Qt.Key.Key_Escape: Wish.PAUSE,
}


class AnsweringWindow(QWidget):
    """Shows what it is given. `wished(Wish)`; `answered(Answer)`; `leave_wished(clave)`; `may_close`: whether the
    window may simply be closed."""

    wished = Signal(Wish)
    answered = Signal(object)
    leave_wished = Signal(str)

    def __init__(self, text: AnsweringText) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._text = text
        self.may_close = False
        self.setWindowTitle(TITLE)
        self.setAccessibleName("Preguntas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        mark_for_others(self)
        self.setMinimumSize(640, 480)
        self._shown: Answering | None = None
        self.question: QuestionPage | None = None
        self.end_page: EndPage | None = None
        self.leaving: LeavingPage | None = None
        self._scale = 1.0
        self._lay_out()

    def show_step(self, answering: Answering) -> None:
        """Show this page."""
        self._shown = answering
        step = answering.step
        self.leaving = self.question = self.end_page = None
        page: QWidget
        if step.kind is StepKind.ITEM:
            page = self.question = QuestionPage(answering, self._scale)
            self.question.answered.connect(self.answered)
        elif step.kind is StepKind.END:
            page = self.end_page = EndPage(answering, self._scale)
            self.end_page.first_open_wished.connect(lambda: self.wished.emit(Wish.FIRST_OPEN))
        else:
            page = words_page(answering, self._text, self._scale)
        self._put(page)
        self._name_buttons(answering)
        (self.question.take_focus if self.question is not None else self.forward.setFocus)()

    def answer_shown(self, answering: Answering) -> None:
        """He chose an answer: the page stays, and the way on is named anew."""
        self._shown = answering
        self._name_buttons(answering)

    def show_leaving(self, *, finished: bool, locked: bool, asks_clave: bool) -> None:
        """Show the pause, or the end, without any question."""
        self._say_trouble("")
        self.question = self.end_page = None
        self.leaving = LeavingPage(self._scale, finished=finished, locked=locked, asks_clave=asks_clave)
        self.leaving.go_on_wished.connect(lambda: self.wished.emit(Wish.GO_ON))
        self.leaving.leave_wished.connect(self.leave_wished)
        for part in (self._progress, self._bar, self.pause, self.back, self.forward):
            part.hide()
        self._put(self.leaving)
        self.leaving.take_focus()

    def say_trouble(self, text: str) -> None:
        """Say that something could not be kept; an empty text takes it away."""
        self._say_trouble(text)

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not plain or event.isAutoRepeat():
            event.ignore()
        elif self.leaving is not None:
            if event.key() == Qt.Key.Key_Escape and not self.leaving.go_on.isHidden():
                self.wished.emit(Wish.GO_ON)
        elif event.key() in _KEYS:
            self._wish(_KEYS[Qt.Key(event.key())])
        elif self.question is None or not self.question.press(event.text()):
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = scale_for(self.size())
        if scale != self._scale:
            self._scale = scale
            for part in (self._progress, self.pause, self.back, self.forward, self._trouble):
                for one in (part, *part.findChildren(QWidget)):
                    enlarge(one, scale)
            if self._shown is not None and self.leaving is None:
                self.show_step(self._shown)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close:
            event.accept()
            return
        event.ignore()
        if self.leaving is None:
            self.wished.emit(Wish.PAUSE)

    # -- within -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._progress = words("", 1.0)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.SPACE_M)
        self.pause = large_button("Pausa", 1.0, "quiet")
        self.back = large_button("Atrás", 1.0, icon="back")
        self.forward = large_button(NEXT, 1.0, "primary")
        self.pause.clicked.connect(lambda: self.wished.emit(Wish.PAUSE))
        self.back.clicked.connect(lambda: self.wished.emit(Wish.BACK))
        self.forward.clicked.connect(lambda: self._wish(Wish.FORWARD))
        self._trouble = Banner(parent=self)
        for part in self._trouble.findChildren(QWidget):
            enlarge(part, 1.0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._progress, 1)
        top.addWidget(self.pause)
        bottom.addWidget(self.back)
        bottom.addStretch(1)
        bottom.addWidget(self.forward)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XXL, theme.SPACE_L, theme.SPACE_XXL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addWidget(self._trouble)
        column.addWidget(self._area, 1)
        column.addLayout(bottom)

    def _put(self, page: QWidget) -> None:
        ground = QWidget()
        ground.setProperty("ground", "window")
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        page.setMaximumWidth(round(WIDEST * self._scale))
        row.addStretch(1)
        row.addWidget(page, 1000)
        row.addStretch(1)
        self._area.setWidget(ground)

    def _name_buttons(self, answering: Answering) -> None:
        step = answering.step
        is_item = step.kind is StepKind.ITEM
        self._progress.setText(f"Pregunta {step.number} de {answering.count}" if is_item else "")
        self._bar.setRange(0, answering.count)
        self._bar.setValue(step.number if is_item else 0)
        self._bar.setAccessibleName(self._progress.text())
        self._bar.setVisible(is_item)
        self._progress.show()
        self.pause.show()
        self.back.setVisible(answering.can_go_back)
        self.forward.show()
        self.forward.setText(_way_on(answering))
        self.forward.setAccessibleName(self.forward.text())

    def _wish(self, wish: Wish) -> None:
        """At the end the way on is to finish."""
        if wish is Wish.FORWARD and self.end_page is not None:
            self.wished.emit(Wish.FINISH)
        else:
            self.wished.emit(wish)

    def _say_trouble(self, text: str) -> None:
        self._trouble.say(text, "problem")


def _way_on(answering: Answering) -> str:
    kind = answering.step.kind
    if kind is StepKind.END:
        return FINISH
    if kind is StepKind.ITEM:
        return LATER if answering.answer() is None else NEXT
    if kind is StepKind.INTRODUCTION:
        return GO_ON if answering.sheet.answers else START
    return NEXT
