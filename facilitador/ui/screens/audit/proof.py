"""Is the audit as it was written? Its chain is read, and the code at the foot of a paper is compared with the book."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.audit_chain import ChainCode, ChainReport, CodeState, parse_code
from facilitador.domain.trail_words import faults_told
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, SectionHeader
from facilitador.ui.widgets.text_fields import TextField
from facilitador.use_cases.audit import TrailCode

TITLE: Final = "¿Está como se escribió?"
EXPLANATION: Final = (
    "Cada anotación va atada a la anterior. Así se nota si alguien cambió, quitó o agregó una con otro programa. Si "
    "faltan las últimas, se nota comparando el código que llevan al pie los papeles impresos."
)
HONEST: Final = "Quien tiene una clave y sabe mucho de computadoras podría rehacerlo todo; los papeles impresos no."


class ProofCard(QWidget):
    """What proves that the trail was not changed."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._background = Background(self)
        self.check_button = button("Comprobar el registro")
        self.code = TextField(placeholder="1523 · ABCD-EFGH-IJKL-MNOP")
        self.code.setMinimumWidth(theme.scaled(290))
        self.code.name("Código al pie de un papel", "El número y los cuatro grupos.")
        self.compare_button = button("Comparar")
        self.message = Banner()
        self._lay_out()
        self.check_button.clicked.connect(self.check)
        self.compare_button.clicked.connect(self.compare)
        self.code.edit.returnPressed.connect(self.compare)
        self.check_button.setVisible(surroundings.check_trail is not None)

    def check(self) -> None:
        """Read the whole chain, in pages between which everything else goes on."""
        if self._surroundings.check_trail is None or self._background.busy:
            return
        self.message.say("Comprobando…")
        self.check_button.setEnabled(False)
        self._background.follow(self._surroundings.check_trail(), lambda pages: self._checked(pages[-1]), self._refuse)

    def compare(self) -> None:
        """Look up the entry that a paper names."""
        try:
            code = parse_code(self.code.edit.text())
        except UserFacingError as error:
            self._refuse(error)
            self.code.focus()
            return
        asked = TrailCode(number=code.number, code=code.code)
        self._session.read(asked, owner=self, done=lambda state: self._compared(state, code), failed=self._refuse)

    def _lay_out(self) -> None:
        frame, inner = card(self)
        inner.addWidget(SectionHeader(TITLE, EXPLANATION))
        check = FlowLayout()
        check.addWidget(self.check_button)
        inner.addLayout(check)
        inner.addWidget(label("Código al pie de un papel", "label"))
        row = FlowLayout()
        row.addWidget(self.code)
        row.addWidget(self.compare_button)
        inner.addLayout(row)
        inner.addWidget(self.message)
        inner.addWidget(label(HONEST, "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def _checked(self, report: ChainReport) -> None:
        self.check_button.setEnabled(True)
        if report.whole:
            self.message.say(f"El registro está entero: {report.entries} anotaciones, como se escribieron.", "good")
        else:
            self._refuse(UserFacingError("trail_not_whole", where=faults_told(report.faults)))

    def _compared(self, state: CodeState, code: ChainCode) -> None:
        if state is CodeState.SAME:
            self.message.say(f"{code.text}: el cuaderno tiene esta anotación tal como se imprimió.", "good")
            return
        refusal = "trail_code_gone" if state is CodeState.GONE else "trail_code_different"
        self._refuse(UserFacingError(refusal, code=code.text))

    def _refuse(self, error: UserFacingError) -> None:
        self.check_button.setEnabled(True)
        self.message.say(messages.of_error(error).whole, "problem")
