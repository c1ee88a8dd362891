"""Avance: how a man goes on, on one page, and his constancias (6.9.1, 6.2.8)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.progress import ManProgress
from facilitador.ui.screens.progress.page import ProgressPage
from facilitador.ui.screens.progress.parts import cards_of
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.progress import ManProgressOf

TITLE: Final = "Avance"
NO_CONSTANCIA: Final = "Todavía no asistió a ninguna sesión: no hay qué hacer constar."
CONSTANCIA_HELP: Final = (
    "La constancia dice cuánto asistió y nada más. La del trabajo lleva solo días y horas, y no dice de qué trata el "
    "servicio."
)
_WATCHED: Final = (
    *(Topic.SESSIONS, Topic.ATTENDANCE, Topic.ABSENCES, Topic.ENROLMENTS, Topic.CURRICULA, Topic.PARTICIPANTS),
    *(Topic.APPLICATIONS, Topic.EVALUATIONS, Topic.REFERRALS, Topic.CARE, Topic.GROUPS),
)


class ProgressScreen(ProgressPage):
    """Reads how he goes on each time something of it changed; that it was seen is recorded once."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, TITLE, id, parent)
        self.print_button = self.offer("Imprimir", "print_progress", icon="print")
        self.constancia = self.offer("Constancia", "print_constancia", icon="print")
        self.plain = self.offer("Constancia para su trabajo", "print_constancia_plain", icon="print")
        self.ficha = self.offer("Ver su ficha", "participant", "quiet")
        self._session.bus.watch(self, _WATCHED, lambda: self._read(again=True))
        self._read()

    def _read(self, *, again: bool = False) -> None:
        query = ManProgressOf(participant_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self.refuse, again=again)

    def _show(self, his: ManProgress) -> None:
        self.set_title(f"{TITLE}: {his.full_name}")
        came = his.attended > 0
        self.constancia.setVisible(came)
        self.plain.setVisible(came)
        self.help.setText(CONSTANCIA_HELP if came else NO_CONSTANCIA)
        self.help.show()
        self.show_cards(f"{his.full_name} · al {format_date(his.on)}", cards_of(his, self.go))
