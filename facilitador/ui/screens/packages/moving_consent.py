"""The written consent of a man to go to another service (6.4.2), asked where his package is prepared."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.short_forms import day_in, is_yes, text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.choice_fields import YES_NO
from facilitador.use_cases.moving import RecordMovingConsent
from facilitador.use_cases.requests import Outcome

_MARKS: Final = (Option(ConsentMark.SIGNATURE, "Firmó"), Option(ConsentMark.FINGERPRINT, "Puso su huella digital"))
_ASKED: Final = (
    FieldSpec("given_on", "Cuándo", FieldKind.DATE, compulsory=True),
    FieldSpec("mark", "Cómo", FieldKind.CHOICE, compulsory=True, options=_MARKS),
    FieldSpec("read_aloud", "¿Se le leyó en voz alta?", FieldKind.YES_NO, compulsory=True, options=YES_NO),
    FieldSpec("witness", "Quién estuvo de testigo", help="Con huella digital hace falta un testigo."),
    FieldSpec("guardian_name", "Si es menor de 18: quién lo tiene a su cargo"),
    FieldSpec("guardian_document", "Documento de esa persona"),
)


class ConsentOfMan(QWidget):
    """Asks when and how he agreed that his record goes to a service; `recorded` once it stands in the book."""

    recorded = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._man: UUID | None = None
        self._service = ""
        self.panel = Panel(surroundings.today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.panel.accepted.connect(self._record)
        self.panel.closed.connect(self.hide)
        self.hide()

    def ask(self, man: UUID, service: str) -> None:
        """Ask for his consent to go to that service."""
        self._man, self._service = man, service
        self.show()
        self.panel.ask(
            "Su acuerdo escrito",
            _ASKED,
            "Registrar su acuerdo",
            words=f"Para que su registro pase a {service}, él lo acepta por escrito. Guarde la hoja firmada.",
            answers={"given_on": self._surroundings.today().isoformat()},
        )

    def _record(self, values: Answers) -> None:
        given_on = day_in(values, "given_on")
        assert self._man is not None  # it is asked about one
        assert given_on is not None  # it is compulsory
        command = RecordMovingConsent(
            participant_id=self._man,
            service_name=self._service,
            given_on=given_on,
            mark=ConsentMark(text_in(values, "mark")),
            read_aloud=is_yes(values, "read_aloud"),
            witness=text_in(values, "witness"),
            guardian_name=text_in(values, "guardian_name"),
            guardian_document=text_in(values, "guardian_document"),
        )
        self._session.run([command], owner=self, done=self._done, failed=self.panel.refuse)

    def _done(self, outcome: Outcome) -> None:
        self.panel.close_panel()
        self.recorded.emit()
