"""Incidents of a session: what happened, measures, what is followed up until when. Also once the log is closed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.log_readings import incident_text
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.domain.session_logs import FOLLOW_UP_LIMIT, INCIDENT_LABELS, INCIDENT_LIMIT, LogPage
from facilitador.domain.sessions import Incident, IncidentKind, LogStatus
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.form_panel import FormPanel
from facilitador.ui.screens.sessions.log_questions import named
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.use_cases.incidents import ChangeIncident, RecordIncident
from facilitador.use_cases.requests import Command

DRAFT_NAME = "session_incident"
EXPLANATION = "Qué pasó, qué medidas se tomaron y qué queda por seguir. Lo que se anota aquí no va en el relato."
ONLY_WHILE_CHANGING = "settled_on"


class IncidentsCard(QFrame):
    """Shows the incidents of a session; who may write adds them and goes on with each."""

    def __init__(self, surroundings: Surroundings, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._surroundings, self._may_write = surroundings, may_write
        self._page: LogPage | None = None
        self._changing: Incident | None = None
        self.panel: FormPanel | None = None
        self.change_buttons: list[QPushButton] = []
        self._lay_out()

    def show_page(self, page: LogPage) -> None:
        """Show the incidents as they are now; what is being typed stays."""
        self._page = page
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self.change_buttons = []
        if not page.log.incidents:
            self._rows.addWidget(label("Ninguno anotado.", "muted"))
        for number, incident in enumerate(page.log.incidents):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(incident, page))

    def open(self) -> None:
        """Go to the form for one more."""
        self.prepare()
        if self.panel is not None:
            self._begin(None)
            self.panel.open()

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.panel is None or self.panel.editor.let_go()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addWidget(SectionHeader("Incidentes", EXPLANATION, parent=self))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_S)
        self._column.addLayout(self._rows)

    def prepare(self) -> None:
        """Make the form for one more; it can wait until the log is painted: most of the time none is written."""
        if self.panel is not None or self._page is None or not self._may_write:
            return
        page = self._page
        parts = incident_parts(page)
        editor = FormEditor(
            self._surroundings,
            DRAFT_NAME,
            parts,
            self._commands,
            save_text="Guardar el incidente",
            asked=lambda values: self._asked(parts),
        )
        self.panel = FormPanel(editor, "Anotar un incidente", "", parent=self)
        editor.saved.connect(lambda outcome: self._begin(None))
        self.panel.cancel_button.clicked.connect(lambda: self._begin(None))
        self._column.addWidget(self.panel)
        editor.keeper.settled.connect(self._go_to_first)
        self._begin(None)

    def _begin(self, incident: Incident | None) -> None:
        assert self.panel is not None
        assert self._page is not None
        editor = self.panel.editor
        editor.let_go()  # what was typed of another one is kept as its draft
        self._changing = incident
        if incident is None:
            editor.begin({}, subject=self._page.session.id)
        else:
            editor.begin(incident_answers(incident), subject=incident.id, revision=incident.revision)
        editor.form.ask_anew()

    def _go_to_first(self) -> None:
        if self.panel is not None and self.panel.is_open:
            self.panel.editor.form.go_to(self.panel.editor.form.shown[0])

    def _change(self, incident: Incident) -> None:
        self.prepare()
        assert self.panel is not None
        self._begin(incident)
        self.panel.open()

    def _asked(self, parts: Sequence[FormPart]) -> list[str]:
        """What happened is locked with the log; the day on which it ended is asked of what was begun."""
        names = [spec.id for part in parts for spec in part.fields]
        if self._changing is None:
            names.remove(ONLY_WHILE_CHANGING)
        elif self._page is not None and self._page.session.log_status is LogStatus.CLOSED:
            names = [name for name in names if name not in ("kind", "what", "enrolment_id")]
        return names

    def _commands(self, values: Answers) -> list[Command]:
        assert self._page is not None
        if self._changing is None:
            return [record_incident(self._page.session.id, values)]
        return [change_incident(self._changing, values)]

    def _row(self, incident: Incident, page: LogPage) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(label(incident_text(incident, page.men)), 1)
        if self._may_write:
            change = button("Seguir", "quiet")
            change.setAccessibleDescription(incident.what)
            change.setToolTip("Anotar medidas y seguimiento")
            change.clicked.connect(lambda: self._change(incident))
            row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
            self.change_buttons.append(change)
        return holder


def incident_parts(page: LogPage) -> tuple[FormPart, ...]:
    """The questions about an incident."""
    kinds = tuple(Option(kind, INCIDENT_LABELS[kind]) for kind in IncidentKind)
    men = tuple(Option(str(man.enrolment_id), named(man)) for man in page.men)
    long = FieldKind.LONG_TEXT
    return (
        FormPart(
            "",
            "",
            (
                FieldSpec("kind", "De qué se trata", FieldKind.CHOICE, compulsory=True, options=kinds),
                FieldSpec("what", "Qué pasó", long, compulsory=True, max_length=INCIDENT_LIMIT),
                FieldSpec("enrolment_id", "Sobre un participante, si es el caso", FieldKind.CHOICE, options=men),
                FieldSpec("measures", "Qué medidas se tomaron", long, max_length=INCIDENT_LIMIT),
                FieldSpec("follow_up", "Qué queda por seguir", long, max_length=FOLLOW_UP_LIMIT),
                FieldSpec("follow_up_by", "Hasta cuándo", FieldKind.DATE),
                FieldSpec(ONLY_WHILE_CHANGING, "Seguimiento terminado el", FieldKind.DATE),
            ),
        ),
    )


def incident_answers(incident: Incident) -> dict[str, Answer]:
    """An incident as answers of its form."""
    answers = {
        "kind": incident.kind.value,
        "what": incident.what,
        "enrolment_id": str(incident.enrolment_id or ""),
        "measures": incident.measures,
        "follow_up": incident.follow_up,
        "follow_up_by": incident.follow_up_by.isoformat() if incident.follow_up_by else "",
        ONLY_WHILE_CHANGING: incident.settled_on.isoformat() if incident.settled_on else "",
    }
    return {name: answer for name, answer in answers.items() if answer}


def record_incident(session_id: UUID, values: Answers) -> RecordIncident:
    """One more incident, as it was typed."""
    stint = text_in(values, "enrolment_id")
    return RecordIncident(
        session_id=session_id,
        kind=IncidentKind(text_in(values, "kind")),
        what=text_in(values, "what"),
        enrolment_id=UUID(stint) if stint else None,
        measures=text_in(values, "measures"),
        follow_up=text_in(values, "follow_up"),
        follow_up_by=day_in(values, "follow_up_by"),
    )


def change_incident(incident: Incident, values: Answers) -> ChangeIncident:
    """The incident as it was typed anew; what is locked stays."""
    locked = "what" not in values
    stint = str(incident.enrolment_id or "") if locked else text_in(values, "enrolment_id")
    return ChangeIncident(
        incident_id=incident.id,
        revision=incident.revision,
        kind=incident.kind if locked else IncidentKind(text_in(values, "kind")),
        what=incident.what if locked else text_in(values, "what"),
        enrolment_id=UUID(stint) if stint else None,
        measures=text_in(values, "measures"),
        follow_up=text_in(values, "follow_up"),
        follow_up_by=day_in(values, "follow_up_by"),
        settled_on=day_in(values, ONLY_WHILE_CHANGING),
    )
