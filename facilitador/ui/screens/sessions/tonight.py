"""Before the door opens: who is expected and what each missed, who gave notice, what the team has open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.registration_forms import Answers, FieldKind
from facilitador.domain.roles import Section
from facilitador.domain.session_plans import SessionState
from facilitador.domain.tonight import ExpectedMan, MatterKind, OpenMatter, Tonight, matter_line, missed_line
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.screen import Destination
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.attendance import LONGEST_ANNOUNCEMENT, AnnounceAbsence, WithdrawAnnouncement
from facilitador.use_cases.requests import Command, Outcome
from facilitador.use_cases.tonight import TonightPage

PAGE_WIDTH = 960
_WATCHED = (
    Topic.ATTENDANCE,
    Topic.SESSIONS,
    Topic.ENROLMENTS,
    Topic.PARTICIPANTS,
    Topic.GROUPS,
    Topic.VENUES,
    Topic.PROTECTION,
)


class TonightPart(QWidget):
    """The part of a session's page for the minutes before it. `attendance_wanted`, `door_wanted`: go there."""

    destination_requested = Signal(Destination)
    attendance_wanted = Signal()
    door_wanted = Signal()

    def __init__(self, surroundings: Surroundings, session_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, session_id
        self._may_write = surroundings.may_write(Section.SESSIONS)
        self._page: Tonight | None = None
        self._announcing: UUID | None = None
        self.matter_buttons: list[QPushButton] = []
        self._build(surroundings)
        self._connect()
        self._session.bus.watch(self, _WATCHED, self._read)
        self._read()

    def let_go(self) -> bool:
        """Nothing that was typed here is worth more than typing it again."""
        return True

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self, surroundings: Surroundings) -> None:
        self.scroller = PageScroll(self, width=PAGE_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        self.message = Banner()
        self.mark = button("Registrar la asistencia", "primary", icon="check")
        self.door = button("No ingresa hoy", icon="close")
        self.print = button("Imprimir esta página", icon="print")
        self.sign_in = button("Hoja para firmar", icon="print")
        actions = FlowLayout()
        for one in (self.mark, self.door, self.print, self.sign_in):
            actions.addWidget(one)
        self.matters, column = card()
        column.addWidget(label("Pendientes del equipo", "heading"))
        self._matter_rows = QVBoxLayout()
        self._matter_rows.setSpacing(theme.SPACE_XS)
        column.addLayout(self._matter_rows)
        self._model = _men_model()
        self.men = WrappedTable(self._model, "A quiénes se espera")
        self.nobody = label("No se espera a nadie: ese día no hay inscritos en el grupo.", "muted")
        self.expected = SectionHeader("A quiénes se espera")
        self.announce = button("Anotar que avisó")
        self.withdraw = button("Retirar su aviso")
        self.ficha = button("Ver su ficha", icon="form")
        of_one = FlowLayout()
        for one in (self.announce, self.withdraw, self.ficha):
            of_one.addWidget(one)
        self.panel = Panel(surroundings.today)
        page = self.scroller.column
        page.addWidget(self.message)
        page.addLayout(actions)
        for part in (self.matters, self.expected, self.nobody, self.men):
            page.addWidget(part)
        page.addLayout(of_one)
        page.addWidget(self.panel)
        page.addStretch(1)
        self.scroller.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        self.mark.clicked.connect(self.attendance_wanted)
        self.door.clicked.connect(self.door_wanted)
        self.print.clicked.connect(lambda: self._go("print_tonight", self._id))
        self.sign_in.clicked.connect(lambda: self._go("print_sign_in", self._id))
        self.men.picked.connect(self._stand_on)
        self.men.opened.connect(self._open_ficha)
        self.announce.clicked.connect(self._ask_announcement)
        self.withdraw.clicked.connect(self._withdraw)
        self.ficha.clicked.connect(lambda: self._open_ficha(self.men.current))
        self.panel.accepted.connect(self._announce)
        self.panel.shown.connect(partial(self.scroller.show_widget, self.panel))
        self.panel.closed.connect(self._notice_closed)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(TonightPage(session_id=self._id), owner=self, done=self._show, failed=self._gone_wrong)

    def _show(self, page: Tonight) -> None:
        self._page = page
        called_off = page.session.state is SessionState.CANCELLED
        if called_off:
            self.message.say("Esta sesión está cancelada.")
        self._model.set_rows(page.men)
        announced = len(page.announced)
        self.expected.title.setText(_heading(len(page.men), announced))
        for part in (self.men, self.ficha):
            part.setVisible(bool(page.men))
        self.nobody.setVisible(not page.men)
        for one in (self.mark, self.door):
            one.setVisible(self._may_write and not called_off)
        self._show_matters(page.matters)
        if page.men and self.men.current is None:
            self.men.setCurrentIndex(self.men.model().index(0, 1))
        self._stand_on(self.men.current)
        self.scroller.page.show()

    def _show_matters(self, matters: Sequence[OpenMatter]) -> None:
        while (item := self._matter_rows.takeAt(0)) is not None:
            former = item.widget()
            if former is not None:
                former.hide()
                former.deleteLater()
        self.matter_buttons = []
        for number, matter in enumerate(matters):
            if number:
                self._matter_rows.addWidget(rule())
            row = SectionHeader("", action=self._matter_button(matter), role="none")
            row.title.setText(matter_line(matter))
            self._matter_rows.addWidget(row)
        self.matters.setVisible(bool(matters))

    def _matter_button(self, matter: OpenMatter) -> QPushButton:
        made = button("Completar" if matter.kind is MatterKind.NEWCOMER else "Ver", "quiet")
        made.setAccessibleDescription(matter_line(matter))
        made.clicked.connect(partial(self._open_matter, matter))
        self.matter_buttons.append(made)
        return made

    def _open_matter(self, matter: OpenMatter, checked: bool = False) -> None:
        if matter.kind is MatterKind.DOOR_REFUSAL and matter.session_id == self._id:
            self.door_wanted.emit()
        elif matter.participant_id is not None:
            self._go("participant", matter.participant_id)
        elif matter.group_id is not None:
            self._go("group", matter.group_id)
        elif matter.session_id is not None:
            self._go("session", matter.session_id)

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.scroller.page.show()
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.expected, self.men, self.matters, self.nobody, *self.scroller.page.findChildren(QPushButton)):
            part.hide()

    def _stand_on(self, man: ExpectedMan | None) -> None:
        writes = self._may_write and self._page is not None and self._page.session.state is SessionState.PLANNED
        self.announce.setVisible(writes and man is not None and man.line.announced is None)
        self.withdraw.setVisible(self._may_write and man is not None and man.line.announced is not None)
        self.ficha.setEnabled(man is not None)

    # -- giving notice ------------------------------------------------------------------------------------------------

    def _ask_announcement(self) -> None:
        man = self.men.current
        if man is not None:
            self._announcing = man.line.enrolment_id
            self._make_primary(False)
            said = FieldSpec(
                "note",
                "¿Qué dijo?",
                FieldKind.LONG_TEXT,
                help="Si no dijo por qué, déjelo vacío. El aviso no es una inasistencia: se marca el día de la sesión.",
                max_length=LONGEST_ANNOUNCEMENT,
            )
            self.panel.ask(f"{man.line.full_name} avisó que no vendrá", (said,), "Anotar el aviso")

    def _announce(self, answers: Answers) -> None:
        assert self._announcing is not None
        command = AnnounceAbsence(session_id=self._id, enrolment_id=self._announcing, note=text_in(answers, "note"))
        self._session.run([command], owner=self, done=self._announced, failed=self.panel.refuse)

    def _announced(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _notice_closed(self) -> None:
        self._make_primary(True)
        self.men.setFocus()

    def _make_primary(self, primary: bool) -> None:
        """One primary action: while something is asked, it is the one that is asked about."""
        set_kind(self.mark, "primary" if primary else "secondary")

    def _withdraw(self) -> None:
        man = self.men.current
        if man is not None:
            command: Command = WithdrawAnnouncement(session_id=self._id, enrolment_id=man.line.enrolment_id)
            self._session.run([command], owner=self, failed=self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    # -- where to -----------------------------------------------------------------------------------------------------

    def _open_ficha(self, man: ExpectedMan | None) -> None:
        if man is not None:
            self._go("participant", man.line.stint.participant_id)

    def _go(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))


def _heading(expected: int, announced: int) -> str:
    if not expected:
        return "A quiénes se espera"
    notice = "" if not announced else (" · 1 avisó que no vendrá" if announced == 1 else f" · {announced} avisaron")
    return f"A quiénes se espera: {expected}{notice}"


def _men_model() -> RowsModel[ExpectedMan]:
    columns = (
        Column[ExpectedMan]("N.º", lambda man: str(man.line.number), sort=lambda man: man.line.number, right=True),
        Column[ExpectedMan]("Participante", lambda man: f"{man.line.full_name}\n{_notice(man)}".strip(), stretch=True),
        Column[ExpectedMan]("Le falta recuperar", lambda man: missed_line(man.to_make_up) or "Nada", stretch=True),
    )
    return RowsModel(columns, lambda man: man.line.enrolment_id)


def _notice(man: ExpectedMan) -> str:
    said = []
    if man.line.announced is not None:
        said.append(f"Avisó que no vendrá: {man.line.announced}" if man.line.announced else "Avisó que no vendrá")
    if man.line.bare:
        said.append("Ficha por completar")
    return " · ".join(said)
