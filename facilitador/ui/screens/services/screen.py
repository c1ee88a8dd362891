"""Servicio: its data, what the law lets it record, its own fields, and the papers that carry them."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.services import OwnField, Service
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.services.own_fields import OwnFieldsCard
from facilitador.ui.screens.services.questions import (
    DRAFT_NAME,
    answers_of,
    description,
    parts_of_service,
    service_problems,
)
from facilitador.ui.screens.services.sharing_card import SharingCard
from facilitador.ui.screens.services.trail_card import TrailCard
from facilitador.ui.short_forms import shown
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import PageScroll, SectionHeader
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import OwnFields, ServiceDetails

EXPLANATION = "Quién lleva este cuaderno. Sale en los documentos que se imprimen."
PAPERS = (
    ("Ver la ficha en blanco", "print_blank_ficha"),
    ("Ver el consentimiento", "print_consent"),
    ("Ver la bitácora en blanco", "print_blank_session_log"),
    ("Ver la evaluación inicial en blanco", "print_blank_evaluation"),
    ("Ver la hoja de protección en blanco", "print_blank_protection"),
    ("Ver cómo se protegen los datos", "print_security"),
)


class ServiceScreen(Screen):
    """Reads the service and its own fields each time something of them changed."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Servicio", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.SERVICE)
        self._service: Service | None = None
        self.page = PageScroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.page.column.addWidget(SectionHeader("Servicio", EXPLANATION, role="title"))
        frame, self._data = card()
        self.page.column.addWidget(frame)
        self.editor: FormEditor | None = self._add_editor() if self._may_write else None
        self.own_fields = OwnFieldsCard(surroundings, may_write=self._may_write)
        self.own_fields.stale.connect(self._read_fields)
        self.page.column.addWidget(self.own_fields)
        self.sharing = SharingCard(surroundings, may_write=self._may_write)
        self.page.column.addWidget(self.sharing)
        self._add_rules()
        self._add_compliance()
        self._add_indicators()
        self.trail = TrailCard(self._session)
        self.trail.wanted.connect(lambda: self.destination_requested.emit(Destination("audit")))
        self.page.column.addWidget(self.trail)
        self._add_retention()
        self._add_packages()
        self._add_papers()
        self._session.bus.watch(self, (Topic.SERVICE,), self._read_service)
        self._session.bus.watch(self, (Topic.OWN_FIELDS,), self._read_fields)
        self._read_service()
        self._read_fields()

    def may_leave(self) -> bool:
        fields_let_go = self.own_fields.let_go()
        return (self.editor is None or self.editor.let_go()) and fields_let_go and self.sharing.may_leave()

    # -- building -----------------------------------------------------------------------------------------------------

    def _add_editor(self) -> FormEditor:
        editor = FormEditor(
            self._surroundings,
            DRAFT_NAME,
            parts_of_service(),
            self._commands,
            check=service_problems(lambda: self._service),
        )
        editor.stale.connect(self._read_service)
        self._data.addWidget(editor)
        return editor

    def _add_rules(self) -> None:
        """What the service decided about attendance has a page of its own."""
        frame, column = card()
        self.rules_button = button("Reglas de inasistencia")
        self.rules_button.clicked.connect(lambda: self.destination_requested.emit(Destination("absence_rules")))
        explanation = "Después de cuántas inasistencias se propone un aviso o una suspensión. Lo decide el servicio."
        column.addWidget(SectionHeader("Asistencia", explanation, action=self.rules_button))
        self.page.column.addWidget(frame)

    def _add_indicators(self) -> None:
        """What is counted of the whole service, its goals and its reports have pages of their own."""
        if not may_read(self._session.person.role, Section.SESSIONS):
            return
        frame, column = card()
        self.indicators_button = button("Ver los indicadores")
        self.indicators_button.clicked.connect(lambda: self.destination_requested.emit(Destination("indicators")))
        explanation = "Cuántos ingresaron, asistieron y culminaron; las metas; informes en papel y como tablas."
        column.addWidget(SectionHeader("Indicadores, metas e informes", explanation, action=self.indicators_button))
        self.page.column.addWidget(frame)

    def _add_compliance(self) -> None:
        """How the service stands with the directive has a page of its own."""
        if not may_read(self._session.person.role, Section.SESSIONS):
            return
        frame, column = card()
        self.compliance_button = button("Ver el cumplimiento")
        self.compliance_button.clicked.connect(lambda: self.destination_requested.emit(Destination("compliance")))
        explanation = "Cada numeral de la directiva: qué consta, qué falta y dónde se completa. Para la DATPS."
        column.addWidget(SectionHeader("Cumplimiento", explanation, action=self.compliance_button))
        self.page.column.addWidget(frame)

    def _add_retention(self) -> None:
        """How long data are kept, and what people ask about theirs, have pages of their own."""
        if not may_read(self._session.person.role, Section.RESERVED):
            return
        frame, column = card()
        self.retention_button = button("Ver los plazos")
        self.retention_button.clicked.connect(lambda: self.destination_requested.emit(Destination("retention")))
        explanation = "Cuántos años se guarda cada cosa, qué ya puede retirarse y los pedidos que esperan respuesta."
        column.addWidget(SectionHeader("Plazos de conservación", explanation, action=self.retention_button))
        self.page.column.addWidget(frame)

    def _add_packages(self) -> None:
        """What goes to other books and comes from them has pages of its own."""
        if not may_read(self._session.person.role, Section.SESSIONS):
            return
        frame, column = card()
        self.packages_button = button("Ver los paquetes")
        self.packages_button.clicked.connect(lambda: self.destination_requested.emit(Destination("packages")))
        explanation = "Enviar un grupo a quien supervisa o a su nuevo equipo, y recibir lo que envían otros servicios."
        column.addWidget(SectionHeader("Paquetes entre cuadernos", explanation, action=self.packages_button))
        self.page.column.addWidget(frame)

    def _add_papers(self) -> None:
        frame, column = card()
        explanation = "Así salen hoy, con los datos del servicio y con sus datos propios."
        column.addWidget(SectionHeader("Papeles", explanation))
        row = FlowLayout()
        self.paper_buttons = {kind: button(text, icon="print") for text, kind in PAPERS}
        for kind, made in self.paper_buttons.items():
            made.clicked.connect(lambda checked=False, kind=kind: self.destination_requested.emit(Destination(kind)))
            row.addWidget(made)
        column.addLayout(row)
        self.page.column.addWidget(frame)

    def _show_as_text(self, service: Service) -> None:
        """The same data for who may not change it."""
        while (item := self._data.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.deleteLater()
        answers = answers_of(service)
        for part in parts_of_service():
            for spec in part.fields:
                if spec.id in answers:
                    self._data.addWidget(label(spec.label, "label"))
                    self._data.addWidget(label(shown(spec, answers[spec.id])))

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read_service(self) -> None:
        self._session.read(ServiceDetails(), owner=self, done=self._show_service)

    def _read_fields(self) -> None:
        self._session.read(OwnFields(), owner=self, done=self._show_fields)
        self.sharing.read()

    def _show_service(self, service: Service) -> None:
        first, self._service = self._service is None, service
        if self.editor is None:
            self._show_as_text(service)
        elif first:
            self.editor.begin(answers_of(service), subject=service.id, revision=service.revision)
        else:
            self.editor.refresh(answers_of(service), service.revision)
        if first:
            self.own_fields.begin(service)

    def _show_fields(self, fields: tuple[OwnField, ...]) -> None:
        self.own_fields.show_fields(fields)
        self.sharing.show_fields(fields)

    def _commands(self, values: Answers) -> list[Command]:
        assert self._service is not None  # nothing can be saved before the service has been read
        return [description(self._service, values)]
