"""Avance: how a man goes on, on one page, and his constancias (6.9.1, 6.2.8)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.progress import ManProgress
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.progress.parts import cards_of
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.told_line import acting
from facilitador.use_cases.progress import ManProgressOf

TITLE: Final = "Avance"
NO_CONSTANCIA: Final = "Todavía no asistió a ninguna sesión: no hay qué hacer constar."
CONSTANCIA_HELP: Final = (
    "La constancia dice cuánto asistió y nada más. La del trabajo lleva solo días y horas, y no dice de qué trata el "
    "servicio."
)
_WIDTH: Final = 980
_WATCHED: Final = (
    *(Topic.SESSIONS, Topic.ATTENDANCE, Topic.ABSENCES, Topic.ENROLMENTS, Topic.CURRICULA, Topic.PARTICIPANTS),
    *(Topic.APPLICATIONS, Topic.EVALUATIONS, Topic.REFERRALS, Topic.CARE, Topic.GROUPS),
)


class ProgressScreen(Screen):
    """Reads how he goes on each time something of it changed; that it was seen is recorded once."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "it is about a man"
        self._session, self._id = surroundings.session, id
        self.cards: list[QWidget] = []
        self._build()
        self._session.bus.watch(self, _WATCHED, lambda: self._read(again=True))
        self._read()

    def _build(self) -> None:
        self.page = PageScroll(self, width=_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)
        self.title_label, self.about = label(TITLE, "title"), label("", "muted")
        self.message = Banner()
        self.print_button = acting("Imprimir", lambda: self._go("print_progress"), icon="print")
        self.constancia = acting("Constancia", lambda: self._go("print_constancia"), icon="print")
        self.plain = acting("Constancia para su trabajo", lambda: self._go("print_constancia_plain"), icon="print")
        self.ficha = acting("Ver su ficha", lambda: self._go("participant"), "quiet")
        self.constancia_words = label("", "help")
        row = FlowLayout()
        for one in (self.print_button, self.constancia, self.plain, self.ficha):
            row.addWidget(one)
        column = self.page.column
        for part in (self.title_label, self.about, self.message):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.constancia_words)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.SPACE_L)
        column.addLayout(self._cards)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _read(self, *, again: bool = False) -> None:
        query = ManProgressOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._refuse, again=again)

    def _show(self, his: ManProgress) -> None:
        self.set_title(f"{TITLE}: {his.full_name}")
        self.about.setText(f"{his.full_name} · al {format_date(his.on)}")
        self.message.say("")
        came = his.attended > 0
        self.constancia.setVisible(came)
        self.plain.setVisible(came)
        self.constancia_words.setText(CONSTANCIA_HELP if came else NO_CONSTANCIA)
        for old in self.cards:
            self._cards.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = list(cards_of(his, self._go_to))
        for card in self.cards:
            self._cards.addWidget(card)
        self.page.page.show()

    def _refuse(self, error: UserFacingError) -> None:
        for one in (self.print_button, self.constancia, self.plain, self.ficha, self.constancia_words, *self.cards):
            one.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def _go(self, kind: str) -> None:
        self._go_to(kind, self._id)

    def _go_to(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))
