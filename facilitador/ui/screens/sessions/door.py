"""At the door: one key and a cause save the refusal; then at once where he goes, with whom, who may be in danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain import roles
from facilitador.domain.attendance_lists import AttendanceLine
from facilitador.domain.doors import CAUSE_LABELS, AtRisk, DoorCause, DoorRefusal
from facilitador.domain.people import Person
from facilitador.domain.protection import SENTENCE_LIMIT, ProtectionOrigin
from facilitador.domain.registration_forms import Answers, FieldKind, Option
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.screens.sessions import door_questions as questions
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.choice_fields import ComboField
from facilitador.ui.widgets.field_row import FieldRow
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.doors import AttendDoorRefusal, DoorRefusals, RefuseAtDoor, WithdrawDoorRefusal
from facilitador.use_cases.people import People
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Command, Outcome

DRAFT_NAME = "session_door"
CHECK = "Criterios de exclusión"
SENTENCE = FieldSpec(
    "sentence",
    "¿Quién puede estar en peligro? Una frase basta",
    FieldKind.LONG_TEXT,
    help="Queda reservada y primero en Inicio. No escriba dónde se encuentra la persona en riesgo.",
    compulsory=True,
    max_length=SENTENCE_LIMIT,
)
ACT_NOW = (
    "Hay alguien en riesgo. Avise ahora a quien puede protegerla (comisaría, Línea 100, CEM, serenazgo) y no deje que "
    "él se vaya sin saber a dónde va. Después anote aquí qué se hizo."
)
_KEYS = {Qt.Key.Key_1: DoorCause.ALCOHOL, Qt.Key.Key_2: DoorCause.DRUG, Qt.Key.Key_3: DoorCause.WEAPON}


class CauseCard(QFrame):
    """Who is not let in, and why: one key is enough. `decided(stint, cause)`."""

    decided = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        self._column.setSpacing(theme.SPACE_M)
        self._column.addWidget(label("No ingresa hoy", "heading"))
        self._column.addWidget(
            label(
                "Con la causa basta: queda guardado. No termina su permanencia; podrá volver la próxima vez.",
                "muted",
            )
        )
        self._holder = QVBoxLayout()
        self._column.addLayout(self._holder)
        self._row: FieldRow | None = None
        self.man: ComboField | None = None
        self.causes: dict[DoorCause, QPushButton] = {}
        flow = FlowLayout()
        for key, cause in _KEYS.items():
            choice = button(f"{key.value - Qt.Key.Key_0.value}  {CAUSE_LABELS[cause]}")
            choice.clicked.connect(partial(self._decide, cause))
            self.causes[cause] = choice
            flow.addWidget(choice)
        self._column.addLayout(flow)

    def ask(self, men: Sequence[AttendanceLine], stint: UUID | None) -> None:
        """Ask about one of these, `stint` before the others."""
        if self._row is not None:
            self._holder.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
        self.man = ComboField([Option(str(man.enrolment_id), man.full_name) for man in men], prompt="Elija a quién…")
        self._row = FieldRow("¿Quién?", self.man)
        self._holder.addWidget(self._row)
        self.man.set_value(str(stint) if stint is not None else None)
        self.man.changed.connect(self._row.clear_message)
        if stint is None:
            self.man.focus()
        else:
            self.causes[DoorCause.ALCOHOL].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cause = _KEYS.get(Qt.Key(event.key()))
        if cause is None:
            super().keyPressEvent(event)
        else:
            self._decide(cause)

    def _decide(self, cause: DoorCause, checked: bool = False) -> None:
        chosen = self.man.value() if self.man is not None else None
        if chosen is None and self._row is not None:
            self._row.set_problem("Elija a quién no se deja ingresar.")
            self._row.control.focus()
        else:
            self.decided.emit(UUID(str(chosen)), cause)


class DoorPage(PageScroll):
    """Asks the cause, then what is known of it; lists who was not let in. `closed`: back to the list of men.

    `refusals_read`: how many there are, and how many of them pend, may be other than before. `check_wanted(stint)`:
    what is recorded of the causes of 6.7 about one who was not let in.
    """

    closed = Signal()
    check_wanted = Signal(UUID)
    refusals_read = Signal()

    def __init__(self, surroundings: Surroundings, session_id: UUID, *, may_write: bool) -> None:
        super().__init__()
        self._surroundings, self._session, self._id = surroundings, surroundings.session, session_id
        self._may_write = may_write
        self._may_protect = roles.may_write(self._session.person.role, roles.Section.RESERVED)
        self._may_check = roles.may_read(self._session.person.role, roles.Section.ENROLMENTS)
        self._names: Mapping[UUID, str] = {}
        self._team: tuple[Person, ...] = ()
        self._refusals: tuple[DoorRefusal, ...] = ()
        self._editing: UUID | None = None
        self._settling: UUID | None = None
        self.editor: FormEditor | None = None
        self.row_buttons: list[QPushButton] = []
        self._build()

    @property
    def refused(self) -> int:
        """How many were not let in."""
        return len(self._refusals)

    @property
    def pending(self) -> int:
        """Of how many it is open whether somebody is protected."""
        return sum(one.pending for one in self._refusals)

    # -- what it is asked -------------------------------------------------------------------------------------------

    def begin(self, men: Sequence[AttendanceLine], stint: UUID | None) -> None:
        """Ask who is not let in and why."""
        self._put_editor_away()
        self.message.say("")
        self.causes.show()
        self.causes.ask([man for man in men if man.refusal_id is None], stint)

    def read(self, names: Mapping[UUID, str]) -> None:
        """Read who was not let in; `names` of the men by stint."""
        self._names = names
        self._session.read(People(), owner=self, done=self._keep_team)
        self._session.read(DoorRefusals(session_id=self._id), owner=self, done=self._show)

    def list_only(self) -> None:
        """Show who was not let in, and ask about nobody new."""
        self.causes.hide()
        self._put_editor_away()

    def let_go(self) -> bool:
        """Keep what is typed; False only while it is being saved."""
        return self.editor is None or self.editor.let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Back to the list; what is typed is kept as a draft."""
        if self.let_go():
            self._put_editor_away()
            self.closed.emit()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.back = button("Volver a la lista", "quiet", icon="back")
        self.back.setToolTip("Volver a la lista (Esc)")
        self.message = Banner()
        self.act_now = Banner()
        self.causes = CauseCard()
        self.describe_card, self._describe_column = card()
        self._describe_title = label("", "heading")
        self._describe_column.addWidget(self._describe_title)
        self.settle = Panel(self._surroundings.today)
        self.list_card, column = card()
        column.addWidget(label("Quiénes no ingresaron", "heading"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_M)
        column.addLayout(self._rows)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.message, self.causes, self.act_now, self.describe_card, self.settle, self.list_card):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.describe_card.hide()
        self.list_card.hide()
        self.back.clicked.connect(self.leave)
        self.causes.decided.connect(self._refuse)
        self.settle.accepted.connect(self._settle)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _keep_team(self, team: tuple[Person, ...]) -> None:
        self._team = tuple(person for person in team if person.active)

    def _show(self, refusals: tuple[DoorRefusal, ...]) -> None:
        self._refusals = refusals
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self.row_buttons = []
        for refusal in refusals:
            self._rows.addWidget(self._row_of(refusal))
        self.list_card.setVisible(bool(refusals))
        at_risk = any(one.pending and one.at_risk is AtRisk.YES for one in refusals)
        self.act_now.say(ACT_NOW if at_risk else "", "problem")
        current = next((one for one in refusals if one.id == self._editing), None)
        if current is not None:
            self._edit(current)
        self.refusals_read.emit()

    def _row_of(self, refusal: DoorRefusal) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        name = self._names.get(refusal.enrolment_id, "")
        column.addWidget(label(f"{name} · {CAUSE_LABELS[refusal.cause]}", "label"))
        for words in questions.said(refusal):
            column.addWidget(label(words, "muted"))
        if refusal.pending:
            column.addWidget(label(questions.pending_words(refusal), "problem"))
        if self._may_write:
            column.addLayout(self._row_actions(refusal, name))
        return holder

    def _row_actions(self, refusal: DoorRefusal, name: str) -> FlowLayout:
        flow = FlowLayout()
        actions = [("Completar lo que se sabe", partial(self._open, refusal))]
        if refusal.attended_at is None:
            actions += [("Anotar qué se hizo", partial(self._ask_done, refusal))]
            if self._may_protect:
                actions += [("Abrir un asunto de protección", partial(self._ask_matter, refusal))]
        if self._may_check:
            actions += [(CHECK, partial(self.check_wanted.emit, refusal.enrolment_id))]
        if refusal.attended_at is None:
            actions += [("Retirar: fue una equivocación", partial(self._withdraw, refusal))]
        for text, act in actions:
            one = button(text, "quiet" if text.startswith(("Retirar", CHECK)) else "secondary")
            one.setAccessibleDescription(name)
            one.clicked.connect(lambda checked=False, act=act: act())
            self.row_buttons.append(one)
            flow.addWidget(one)
        return flow

    # -- the cause ----------------------------------------------------------------------------------------------------

    def _refuse(self, stint: UUID, cause: DoorCause) -> None:
        key = self._surroundings.new_id()
        command = RefuseAtDoor(id=key, session_id=self._id, enrolment_id=stint, cause=cause)
        self._run(command, partial(self._refused_entry, key, self._names.get(stint, "")))

    def _refused_entry(self, key: UUID, name: str, outcome: Outcome) -> None:
        self.causes.hide()
        self.message.say(f"Quedó anotado que {name} no ingresa hoy. Antes de que se vaya:", "good")
        self._editing = key
        self._reread()

    # -- what is known of it ------------------------------------------------------------------------------------------

    def _open(self, refusal: DoorRefusal) -> None:
        self.settle.close_panel()
        self.causes.hide()
        self.message.say("")
        self._put_editor_away()
        self._editing = refusal.id
        self._edit(refusal)

    def _edit(self, refusal: DoorRefusal) -> None:
        answers = questions.answers_of(refusal)
        if self.editor is not None:
            self.editor.refresh(answers, refusal.revision)
            return
        self._describe_title.setText(self._names.get(refusal.enrolment_id, ""))
        self.editor = FormEditor(
            self._surroundings,
            DRAFT_NAME,
            questions.parts(self._team),
            partial(self._describing, refusal.id),
            save_text="Guardar",
        )
        self.editor.saved.connect(self._described)
        self.editor.stale.connect(self._reread)
        self._describe_column.addWidget(self.editor)
        self.editor.begin(answers, subject=refusal.id, revision=refusal.revision)
        self.editor.keeper.settled.connect(self._go_to_first_question)
        self.describe_card.show()

    def _go_to_first_question(self) -> None:
        if self.editor is not None:
            self.editor.form.go_to(questions.FIRST)
            self.show_widget(self.editor.form.rows[questions.FIRST])

    def _describing(self, key: UUID, values: Answers) -> Sequence[Command]:
        refusal = next(one for one in self._refusals if one.id == key)
        return (questions.described(refusal, values),)

    def _described(self, outcome: Outcome) -> None:
        self.message.say("Guardado.", "good")
        self._put_editor_away()
        self._reread()
        self.back.setFocus()

    def _put_editor_away(self) -> None:
        self._editing = None
        if self.editor is not None:
            self._describe_column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self.describe_card.hide()

    # -- what was done ------------------------------------------------------------------------------------------------

    def _ask_done(self, refusal: DoorRefusal) -> None:
        self._settling = refusal.id
        spec = FieldSpec(
            "done",
            "¿Qué se hizo para proteger a quien puede estar en riesgo?",
            FieldKind.LONG_TEXT,
            help="A quién se avisó, cuándo y qué respondió.",
            compulsory=True,
            max_length=500,
        )
        self._put_editor_away()
        self.settle.ask(self._names.get(refusal.enrolment_id, ""), (spec,), "Anotar y dejarlo atendido")
        self.show_widget(self.settle)

    def _ask_matter(self, refusal: DoorRefusal) -> None:
        """One sentence opens a protection matter, which settles the refusal; it is reserved and no draft (5.3.4)."""
        self._settling = refusal.id
        self._put_editor_away()
        name = self._names.get(refusal.enrolment_id, "")
        self.settle.ask(name, (SENTENCE,), "Abrir el asunto")
        self.show_widget(self.settle)

    def _settle(self, values: Answers) -> None:
        assert self._settling is not None
        command: Command = AttendDoorRefusal(refusal_id=self._settling, done=text_in(values, "done"))
        if SENTENCE.id in values:
            sentence = text_in(values, SENTENCE.id)
            command = OpenProtection(sentence=sentence, origin=ProtectionOrigin.DOOR, origin_id=self._settling)
        self._session.run([command], owner=self, done=self._settled, failed=self.settle.refuse)

    def _settled(self, outcome: Outcome) -> None:
        self.settle.close_panel()
        self.message.say("Quedó anotado qué se hizo.", "good")
        self._reread()

    def _withdraw(self, refusal: DoorRefusal) -> None:
        self._put_editor_away()
        self._run(WithdrawDoorRefusal(refusal_id=refusal.id), self._withdrawn)

    def _withdrawn(self, outcome: Outcome) -> None:
        self.message.say("Se retiró la anotación: su asistencia queda sin registrar.")
        self._reread()

    # -- shared -------------------------------------------------------------------------------------------------------

    def _run(self, command: Command, done: object) -> None:
        self.message.say("")
        self._session.run([command], owner=self, done=done, failed=self._refused)  # type: ignore[arg-type]

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")

    def _reread(self) -> None:
        self.read(self._names)
