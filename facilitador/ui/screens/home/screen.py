"""Home: what is missing today, one click from what settles it, and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.dates import long_date, weekday_name
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.elsewhere import Elsewhere
from facilitador.domain.groups import GroupsInSight
from facilitador.domain.origins import OWN
from facilitador.domain.records import Draft
from facilitador.domain.roles import Role, Section, may_read, may_write
from facilitador.ui import theme
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.home.elsewhere import ElsewhereCard
from facilitador.ui.screens.home.sections import CARDS_SHOWN, DueCard, GroupActions, GroupCards, Line
from facilitador.ui.second_access import SecondAccessPanel
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import EmptyState, PageScroll
from facilitador.use_cases.backups import LastSecondCopy, SecondCopy
from facilitador.use_cases.drafts import NEW_SUBJECT, OwnDrafts
from facilitador.use_cases.elsewhere import ElsewhereView
from facilitador.use_cases.groups import FirstGroups
from facilitador.use_cases.home import Home

PAGE_WIDTH = 900
RECEIVE = "Recibir un paquete…"
FIRST_GROUP = "due_first_group"  # told by the empty page, which has the button that begins
SECOND_ACCESS = "due_second_access"  # told by the panel above, unless it was put off

_OF_NO_ONE = frozenset({"people", "venues", "directory", "service", "absence_rules"})  # drafts of a whole area
_DRAFTS = {
    "intake": "Ficha sin guardar de un participante nuevo.",
    "participant": "Ficha con cambios sin guardar.",
    "evaluation": "Evaluación inicial sin guardar.",
    "exclusion": "Decisión sobre un participante sin guardar.",
    "group_form": "Datos de un grupo sin guardar.",
    "venues": "Datos de un local sin guardar.",
    "directory": "Datos de una institución sin guardar.",
    "people": "Datos de una persona del equipo sin guardar.",
    "service": "Datos del servicio sin guardar.",
    "sessions": "Plan de sesiones sin guardar.",
    "session": "Bitácora sin guardar.",
    "topics": "Tema propio sin guardar.",
    "absence_rules": "Reglas de inasistencia sin guardar.",
    "handover": "Entrega de cargo a medias.",
    "closure": "Cierre de un grupo sin terminar.",
    "practices": "Buena práctica sin guardar.",
    "referrals": "Derivación sin guardar.",
    "hand_outs": "Plan de un participante sin guardar.",
}


class HomeScreen(Screen):
    """Reads what is due, drafts and groups each time something of them changed, if it is in sight."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Inicio", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._drafts: tuple[Draft, ...] = ()
        self._groups: GroupsInSight | None = None
        self._services: tuple[Elsewhere, ...] = ()
        self._stale = True
        self._build()
        self._session.bus.watch(self, tuple(Topic), self._something_changed)

    def shown_again(self) -> None:
        """Read again if something changed while another screen was in front; the day may be another, too."""
        self.day.setText(day_in_words(self._surroundings.today()))
        self._read_if_stale()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed after it was read and before it came into sight is read too."""
        super().showEvent(event)
        self._read_if_stale()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        role = self._session.person.role
        self._page = page = PageScroll(self, width=PAGE_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        head.addWidget(label("Inicio", "title"))
        self.day = label(day_in_words(self._surroundings.today()), "muted")
        head.addWidget(self.day)
        self.copy_age = label("", "muted")
        self.copy_age.hide()
        head.addWidget(self.copy_age)
        page.column.addLayout(head)
        self.second_access = SecondAccessPanel(self._session)
        self.second_access.destination_requested.connect(self.destination_requested)
        page.column.addWidget(self.second_access)
        self.due, self.elsewhere = DueCard(), ElsewhereCard(self._surroundings)
        for card in (self.due, self.elsewhere):
            card.destination_requested.connect(self.destination_requested)
            page.column.addWidget(card)
        self.empty = self._nothing_yet(role)
        page.column.addWidget(self.empty)
        actions = GroupActions(
            enrol=may_write(role, Section.ENROLMENTS) and may_write(role, Section.IDENTIFICATION),
            print=may_read(role, Section.GROUPS),
        )
        self.groups = GroupCards(actions)
        self.groups.hide()
        self.groups.destination_requested.connect(self.destination_requested)
        page.column.addWidget(self.groups)

    def _nothing_yet(self, role: Role) -> EmptyState:
        empty = EmptyState(
            "groups",
            "Todavía no hay ningún grupo",
            "Forme el primero: su nombre, su local y quiénes lo facilitan. Después podrá inscribir participantes.",
            "Formar un grupo" if may_write(role, Section.GROUPS) else "",
            other=RECEIVE if role is Role.SUPERVISOR else "",  # her groups come from the services that she supervises
        )
        empty.other_requested.connect(lambda: self.destination_requested.emit(Destination("receive_package")))
        empty.action_requested.connect(lambda: self.destination_requested.emit(Destination("group_form")))
        empty.hide()
        return empty

    # -- reading ------------------------------------------------------------------------------------------------------

    def _something_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read_if_stale(self) -> None:
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._session.read(FirstGroups(first=CARDS_SHOWN, origin=OWN), owner=self, done=self._keep_groups)
        self._session.read(OwnDrafts(), owner=self, done=self._keep_drafts)
        self.second_access.read()
        if may_write(self._session.person.role, Section.SERVICE) and not self._session.demo:
            self._session.read(LastSecondCopy(), owner=self, done=self._show_copy_age)
        self._session.read(ElsewhereView(), owner=self, done=self._keep_elsewhere)
        self._session.read(Home(), owner=self, done=self._keep_due)

    def _keep_elsewhere(self, services: tuple[Elsewhere, ...]) -> None:
        self._services = services

    def _keep_groups(self, groups: GroupsInSight) -> None:
        """Made while the book looks for what is due; they come into sight with it."""
        self._groups = groups
        self.groups.show_groups(groups.lines, groups.more)

    def _keep_drafts(self, drafts: tuple[Draft, ...]) -> None:
        self._drafts = drafts

    def _show_copy_age(self, copy: SecondCopy | None) -> None:
        """How old the copy on the stick is stands here always; that there is none, or that it is late, is due below."""
        self.copy_age.setVisible(copy is not None)
        if copy is not None:
            ago = {0: "hoy", 1: "ayer"}.get(copy.days, f"hace {copy.days} días")
            self.copy_age.setText(f"Última copia en el segundo lugar: {ago}.")

    def _keep_due(self, due: tuple[DueItem, ...]) -> None:
        """The last of the answers, which come in the order in which they were asked: all of them are shown at once."""
        with self._page.laid_out_once():
            self._show(due)

    def _show(self, due: Sequence[DueItem]) -> None:
        self.elsewhere.show_services(self._services)
        if self._groups is not None:
            self.groups.setVisible(bool(self._groups.lines))
        no_group = any(item.code == FIRST_GROUP for item in due)
        self.empty.setVisible(no_group and not self._services)  # who supervises may have no group of her own
        elsewhere = {FIRST_GROUP, SECOND_ACCESS} if self.second_access.wanted else {FIRST_GROUP}
        below = [item for item in due if item.code not in elsewhere]
        first = [item for item in below if item.urgency is Urgency.PROTECTION]  # before one's own drafts (5.3.4)
        rest = [item for item in below if item.urgency is not Urgency.PROTECTION]
        self.due.show_lines([*first, *draft_lines(self._drafts), *rest])


def draft_lines(drafts: Sequence[Draft]) -> list[Line]:
    """Drafts that wait, each leading back to where it was typed: its form is named after that destination."""
    lines = []
    for draft in drafts:
        words = _DRAFTS.get(draft.form)
        if words is not None:
            subject = None if draft.form in _OF_NO_ONE or draft.subject_id == NEW_SUBJECT else draft.subject_id
            lines.append(Line(words, "Retomar", Destination(draft.form, subject), Urgency.SOON))
    return lines


def day_in_words(day: date) -> str:
    """`Viernes 20 de noviembre de 2026`."""
    return f"{weekday_name(day).capitalize()} {long_date(day)}"
