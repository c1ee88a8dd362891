"""Paquetes entre cuadernos: what was sent and received, newest first, and what is here of other services."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.deliveries import Delivery
from facilitador.domain.duplicates import DuplicateMatch, shared_words
from facilitador.domain.groups import GroupLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.taken_packages import KnownPackage, SourceLine
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.packages import delivery_parts
from facilitador.ui.screens.packages.list_parts import PackageCard, SourcesCard
from facilitador.ui.screens.packages.received_card import ReceivedCard
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.use_cases.deliveries import Deliveries
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.moving import ReceivedMan, ReceivedMen, UniteReceived
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.packages import Packages, RemoveSource, Sources
from facilitador.use_cases.requests import Command, Outcome

TITLE: Final = "Paquetes entre cuadernos"
EXPLANATION: Final = "Archivos cifrados que llevan trabajo de un cuaderno a otro, por memoria USB o por correo."
UNDO: Final = "Deshacer"
UNDO_DETAIL: Final = "Todo lo que trajo queda como estaba antes. Si algo de eso se cambió después, no se puede."
REMOVE: Final = "Quitar del cuaderno"
REMOVE_DETAIL: Final = (
    "Se quitan de aquí sus grupos y participantes, y también lo que usted comentó de ellos. En el cuaderno de ese "
    "servicio no cambia nada."
)
UNITE: Final = "Unirlos"
UNITE_DETAIL: Final = (
    "Todo lo que llegó de él pasa a la ficha que ya estaba. Donde las dos responden, queda lo que ya estaba aquí."
)
SHOWN: Final = 20
"""Cards at first, and with each further press: a page of hundreds would not be read."""


class PackagesScreen(Screen):
    """Reads the packages each time one came or went."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Paquetes", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._may_write = may_write(self._session.person.role, Section.GROUPS)
        writes = (Section.SESSIONS, Section.IDENTIFICATION, Section.ENROLMENTS)
        self._may_unite = all(may_write(self._session.person.role, section) for section in writes)
        self._names: Mapping[UUID, str] = {}
        self._packages: tuple[KnownPackage, ...] = ()
        self._deliveries: Mapping[UUID, Delivery] = {}
        self._step: tuple[str, Delivery] | None = None
        self._most = SHOWN
        self.cards: dict[UUID, PackageCard] = {}
        self._build()
        self._session.bus.watch(self, (Topic.PACKAGES, Topic.GROUPS, Topic.PARTICIPANTS, Topic.ENROLMENTS), self._read)
        self._read()

    def may_leave(self) -> bool:
        return may_leave(self._surroundings, self, self.panel)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.receive_button = button("Recibir un paquete", "primary", icon="folder")
        self.prepare_button = button("Preparar un paquete", icon="save")
        self.keys_button = button("Llaves", "quiet", icon="key")
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.sources = SourcesCard(may_write=self._may_write)
        self.received = ReceivedCard(may_unite=self._may_unite)
        self.empty = EmptyState(
            "folder",
            "Todavía no hay paquetes",
            "Para intercambiarlos, primero cada persona entrega a la otra su llave, que está en «Llaves». Después se "
            "prepara el paquete en un cuaderno y se recibe en el otro.",
        )
        self.empty.hide()
        self.more_button = button("Ver más", "quiet")
        self._lay_out()
        self.receive_button.clicked.connect(lambda: self._go("receive_package"))
        self.prepare_button.clicked.connect(lambda: self._go("prepare_package"))
        self.keys_button.clicked.connect(lambda: self._go("keys"))
        self.more_button.clicked.connect(self._show_more)
        self.sources.remove_wanted.connect(self._remove)
        self.received.unite_wanted.connect(self._unite)
        self.received.man_wanted.connect(lambda man: self.destination_requested.emit(Destination("participant", man)))
        self.panel.accepted.connect(self._take_step)
        self.panel.closed.connect(lambda: self.receive_button.setVisible(self._may_write))
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.page.page.hide()  # nothing to show before the first answer

    def _lay_out(self) -> None:
        row = FlowLayout()
        for made in (self.receive_button, self.prepare_button, self.keys_button):
            row.addWidget(made)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.SPACE_L)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        column.addLayout(row)
        self.receive_button.setVisible(self._may_write)  # in its place now: before, it would flash up as a window
        for part in (self.message, self.panel, self.received, self.sources, self.empty):
            column.addWidget(part)
        column.addLayout(self._cards)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Groups(), owner=self, done=self._keep_groups)
        self._session.read(Sources(), owner=self, done=self._show_sources)
        if may_read(self._session.person.role, Section.IDENTIFICATION):
            self._session.read(ReceivedMen(), owner=self, done=self.received.show_men)
        self._session.read(Deliveries(), owner=self, done=self._keep_deliveries)
        self._session.read(Packages(), owner=self, done=self._keep_packages)

    def _keep_groups(self, groups: tuple[GroupLine, ...]) -> None:
        self._names = {line.group.id: line.group.name for line in groups}

    def _show_sources(self, sources: tuple[SourceLine, ...]) -> None:
        self.sources.show_sources(sources, self._surroundings.today(), self._surroundings.local)

    def _keep_deliveries(self, deliveries: tuple[Delivery, ...]) -> None:
        self._deliveries = {one.package.id: one for one in deliveries}

    def _keep_packages(self, packages: tuple[KnownPackage, ...]) -> None:
        """The last of the answers: they come in the order in which they were asked."""
        self._packages = packages
        self._show()

    def _show_more(self) -> None:
        first = self._most
        self._most += SHOWN
        self._show()
        self.cards[self._packages[first].id].setFocus()

    def _show(self) -> None:
        shown = self._packages[: self._most]
        for key in self.cards.keys() - {one.id for one in shown}:
            gone = self.cards.pop(key)
            self._cards.removeWidget(gone)
            gone.deleteLater()
        for place, one in enumerate(shown):
            if one.id not in self.cards:
                self.cards[one.id] = card = PackageCard(may_write=self._may_write)
                card.undo_wanted.connect(self._undo)
                card.step_wanted.connect(self._ask_step)
                card.record_wanted.connect(self._show_record)
                self._cards.insertWidget(place, card)
            around = self._surroundings
            delivery = self._deliveries.get(one.id)
            self.cards[one.id].show_package(one, delivery, around.today(), self._names, around.local)
        self.more_button.setVisible(len(shown) < len(self._packages))
        self.empty.setVisible(not self._packages)
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go(self, kind: str) -> None:
        self.destination_requested.emit(Destination(kind))

    def _ask_step(self, step: str, one: Delivery) -> None:
        self._step = (step, one)
        self.message.say("")
        self.receive_button.hide()  # one primary action at a time
        self.panel.ask(
            delivery_parts.TITLES[step],
            delivery_parts.FIELDS[step],
            delivery_parts.TITLES[step],
            words=delivery_parts.WORDS[step],
            answers=delivery_parts.first_answers(step, self._surroundings.today()),
        )

    def _take_step(self, values: Answers) -> None:
        if self._step is not None:
            step, one = self._step
            command = delivery_parts.command_of(step, one, values)
            done = partial(self._step_taken, step)
            self._session.run([command], owner=self, done=done, failed=self.panel.refuse)

    def _step_taken(self, step: str, outcome: Outcome) -> None:
        self.panel.close_panel()
        told = [messages.message(one.code, one.parameters).whole for one in outcome.notices]
        self.message.say(" ".join([delivery_parts.DONE[step], *told]), "good")
        self.page.verticalScrollBar().setValue(0)

    def _show_record(self, delivery_id: UUID, how: tuple[str, ...]) -> None:
        self.destination_requested.emit(Destination("print_delivery", delivery_id, how))

    def _undo(self, one: KnownPackage) -> None:
        self._ask(
            f"¿Deshacer lo que trajo el paquete de {one.service_name}?",
            (UNDO, UNDO_DETAIL, "Quedó deshecho: el cuaderno está como antes de recibirlo."),
            UndoPackage(package_id=one.id),
        )

    def _remove(self, one: SourceLine) -> None:
        self._ask(
            f"¿Quitar de este cuaderno lo que vino de {one.service_name}?",
            (REMOVE, REMOVE_DETAIL, f"Lo que vino de {one.service_name} ya no está en este cuaderno."),
            RemoveSource(book_id=one.book_id),
        )

    def _unite(self, man: ReceivedMan, match: DuplicateMatch) -> None:
        self._ask(
            f"¿{man.full_name} y {match.full_name} son la misma persona?",
            (UNITE, f"{shared_words(match)} {UNITE_DETAIL}", "Quedaron unidos en una sola ficha."),
            UniteReceived(received_id=man.participant_id, into_id=match.id),
        )

    def _ask(self, question: str, words: tuple[str, str, str], command: Command) -> None:
        verb, detail, said = words
        if self._surroundings.dialogs.confirm(self, question, verb, detail=detail, danger=True):

            def done(outcome: Outcome) -> None:
                self.message.say(said, "good")

            self._session.run([command], owner=self, done=done, failed=self._refuse)

    def _refuse(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.verticalScrollBar().setValue(0)
