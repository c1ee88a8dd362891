"""A log being written: the essential of the night, the whole within the week, an amendment once it is closed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.log_readings import attendance_text
from facilitador.domain.named_men import NamedMan
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_logs import HEADING, LogPage, LogPart, gaps, named_in
from facilitador.domain.sessions import log_due_by
from facilitador.domain.topics import Curriculum
from facilitador.ui import theme
from facilitador.ui.form_editor import FormEditor
from facilitador.ui.form_fields import FormPart
from facilitador.ui.screens.sessions.log_answers import (
    amend_log,
    amendment_answers,
    close_short,
    content_of,
    log_answers,
    save_log,
    short_answers,
)
from facilitador.ui.screens.sessions.log_closing import ClosingCard, gap_text
from facilitador.ui.screens.sessions.log_incidents import IncidentsCard
from facilitador.ui.screens.sessions.log_notes import NotesCard
from facilitador.ui.screens.sessions.log_questions import amendment_parts, asked, log_parts, short_parts
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, SectionHeader
from facilitador.ui.widgets.state_pill import PillState, StatePill
from facilitador.use_cases.requests import Command
from facilitador.use_cases.session_logs import CloseLog

DRAFT_NAME = "session"
JUDGED_AFTER_MS = 300
TONIGHT = "Con esto basta por hoy. Lo demás se completa hasta el {by}."
LATE = "Primero lo esencial. El plazo para lo demás terminó el {by}: complételo en cuanto pueda."
MOST_NUMBERS = 3  # a surname that half the group bears: the list beside the log says more
READY = "No falta nada: ya se puede cerrar."
NOBODY_EXPECTED = "Nadie es esperado en esta fecha."
NAMED = "El texto parece nombrar a participantes: {words}."
NAMED_DETAIL = "Otras personas leen la bitácora. Una vez cerrada, corregirlo será una enmienda y el nombre se conserva."
_SHARED = (LogPart.SUMMARY, LogPart.OWN_TECHNIQUE, LogPart.NARRATIVE, LogPart.FEW_FACILITATORS_REASON)


class Writing(QWidget):
    """A form over a log, which says while it is typed when a shared text seems to name a man.

    `saved`: it is in the book. `stale`: it was refused because the log has moved on.
    """

    saved = Signal()
    stale = Signal()

    def __init__(
        self,
        surroundings: Surroundings,
        page: LogPage,
        parts: tuple[FormPart, ...],
        save_text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._surroundings, self.page = surroundings, page
        self._said: set[str] = set()
        self._frame, self._column = card(self)
        self.editor = FormEditor(
            surroundings,
            DRAFT_NAME,
            parts,
            self.commands,
            save_text=save_text,
            asked=partial(asked, parts),
            parent=self._frame,
        )
        self._pause = QTimer(self, singleShot=True, interval=JUDGED_AFTER_MS)
        self._pause.timeout.connect(self.judge)
        self.editor.form.changed.connect(self._pause.start)
        self.editor.saved.connect(lambda outcome: self.saved.emit())
        self.editor.stale.connect(self.stale)

    def commands(self, values: Answers) -> list[Command]:
        """What saving sends."""
        raise NotImplementedError

    def let_go(self) -> bool:
        """Keep what is being typed; False only while it is being saved."""
        return self.editor.let_go()

    def named(self) -> tuple[NamedMan, ...]:
        """The words of the shared text, as it is typed, that seem to name a man."""
        values = self.editor.form.values()
        return named_in((str(values[name]) for name in self._shared() if name in values), self.page.men)

    def judge(self) -> None:
        """Say beside each shared text whom it seems to name (6.4.5)."""
        values = self.editor.form.values()
        for name in self._shared():
            found = named_in([str(values.get(name, ""))], self.page.men)
            if found:
                self.editor.form.set_notice(name, " ".join(_named_text(one) for one in found))
                self._said.add(name)
            elif name in self._said:
                self.editor.form.set_notice(name, "")
                self._said.discard(name)

    def _shared(self) -> list[str]:
        beginnings = (HEADING, "answers.", "notes.")
        return [name for name in self.editor.form.shown if name in _SHARED or name.startswith(beginnings)]


class ShortBody(Writing):
    """The cierre corto. `whole_wanted`: write the whole log at once; `attendance_wanted`: mark first."""

    whole_wanted = Signal()
    attendance_wanted = Signal()

    def __init__(self, surroundings: Surroundings, page: LogPage, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, page, short_parts(page), "Hacer el cierre corto", parent)
        self._incident_id: UUID = surroundings.new_id()
        self.attendance = Banner(action="Ver la asistencia", parent=self._frame)
        self.attendance.action_requested.connect(self.attendance_wanted)
        self.whole_button = button("Escribir la bitácora completa", "quiet", parent=self._frame)
        self.whole_button.clicked.connect(self.whole_wanted)
        by = log_due_by(page.session.day)
        told = (LATE if by < surroundings.today() else TONIGHT).format(by=format_date(by))
        self._column.addWidget(SectionHeader("Cierre corto", told, parent=self._frame))
        self._column.addWidget(self.attendance)
        self._column.addWidget(self.editor)
        self._column.addWidget(self.whole_button, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        self._tell_attendance(page)
        self.editor.keeper.settled.connect(self._settled)
        self.editor.begin(short_answers(page), subject=page.session.id, revision=page.session.revision)

    def show_page(self, page: LogPage) -> None:
        """The log as it is now."""
        self.page = page
        self._tell_attendance(page)
        self.editor.refresh(short_answers(page), page.session.revision)

    def take_focus(self) -> None:
        """Put the keyboard back in the form, at first in the three lines; an offered draft is answered before."""
        if not self.isVisible() or not self.editor.keeper.is_settled:
            return
        if (former := self._last_asked()) is not None:
            former.setFocus()
        else:
            self.editor.form.go_to("summary")

    def _last_asked(self) -> QWidget | None:
        last: QWidget | None = self.focusWidget()
        return last if last is not None and self.editor.form.isAncestorOf(last) else None

    def _settled(self) -> None:
        if self._last_asked() is None:
            self.take_focus()

    def _tell_attendance(self, page: LogPage) -> None:
        self.attendance.say(attendance_text(page.men) or NOBODY_EXPECTED)

    def commands(self, values: Answers) -> list[Command]:
        return [close_short(self.page, self._incident_id, values)]


class WholeBody(Writing):
    """The whole log with its incidents, notes and closing. `attendance_wanted`: a mark is missing."""

    attendance_wanted = Signal()
    reached = Signal(QWidget)

    def __init__(
        self, surroundings: Surroundings, page: LogPage, curriculum: Curriculum, parent: QWidget | None = None
    ) -> None:
        super().__init__(surroundings, page, log_parts(page, curriculum), "Guardar la bitácora", parent)
        self._curriculum = curriculum
        self._close_reason: str | None = None
        self.pill = StatePill(parent=self)
        self.left = label("", "muted", parent=self)
        self.incidents = IncidentsCard(surroundings, may_write=True, parent=self)
        self.notes = NotesCard(surroundings, self)
        self.closing = ClosingCard(self)
        self._lay_out()
        self.pill.detail_chosen.connect(lambda number: self.go_to(self._gaps[number].field))
        self.closing.gap_chosen.connect(self.go_to)
        self.closing.close_wanted.connect(self.close_log)
        self.editor.keeper.settled.connect(self.judge)
        for below in (self.incidents, self.notes, self.closing):
            below.hide()
            self.editor.form.laid_out.connect(below.show)  # in the first frame nobody sees that far
        for below in (self.incidents, self.notes):
            self.editor.form.laid_out.connect(below.prepare)
        self._show_around(page)
        self.editor.begin(log_answers(page), subject=page.session.id, revision=page.session.revision)
        self.judge()  # so that nothing moves once it is known that no draft waits

    def show_page(self, page: LogPage) -> None:
        """The log as it is now; what is being typed stays."""
        self._show_around(page)
        self.editor.refresh(log_answers(page), page.session.revision)
        self.judge()

    def _show_around(self, page: LogPage) -> None:
        self.page = page
        self.incidents.show_page(page)
        self.notes.show_page(page)

    def let_go(self) -> bool:
        parts = [super().let_go(), self.incidents.let_go(), self.notes.let_go()]
        return all(parts)

    def commands(self, values: Answers) -> list[Command]:
        save = save_log(self.page, values, self.page.session.revision)
        if self._close_reason is None:
            return [save]
        return [save, CloseLog(session_id=self.page.session.id, reason=self._close_reason)]

    def judge(self) -> None:
        super().judge()
        self._gaps = gaps(content_of(self.page, self.editor.form.values()), self._curriculum)
        self.closing.show_gaps(self._gaps)
        state = PillState.INCOMPLETE if self._gaps else PillState.COMPLETE
        self.pill.set_state(state, [gap_text(gap) for gap in self._gaps])
        by = self.page.log.complete_by
        days = (by - self._surroundings.today()).days if by else None
        self.left.setText(_left(days) if self._gaps else READY)

    def go_to(self, field: str) -> None:
        """Bring the field that mends a gap into view, the keyboard in it."""
        if field == "attendance":
            self.attendance_wanted.emit()
        elif field == "incidents":
            self.incidents.open()
            self.reached.emit(self.incidents)
        else:
            name = field if field in self.editor.form.rows else "other_topic"
            self.editor.form.go_to(name)
            self.reached.emit(self.editor.form.rows[name])

    def close_log(self, reason: str) -> None:
        """Save what is typed and close; where a man seems to be named, ask once more."""
        self.judge()
        if self._gaps and not reason.strip():
            self.closing.refuse(messages.message("log_lacks", {"count": len(self._gaps)}).whole)
            return
        named = self.named()
        if named:
            words = ", ".join(f"«{one.word}»" for one in named)
            text, verb = NAMED.format(words=words), "Cerrar de todos modos"
            if not self._surroundings.dialogs.confirm(self, text, verb, detail=NAMED_DETAIL, danger=True):
                return
        self._close_reason = reason
        self.editor.save()
        self._close_reason = None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(self.pill)
        head.addWidget(self.left, 1)
        self._column.addWidget(self.editor)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE_L)
        outer.addLayout(head)
        for part in (self._frame, self.incidents, self.notes, self.closing):
            outer.addWidget(part)


class AmendingBody(Writing):
    """A closed log under an amendment. `left`: back to reading it."""

    left = Signal()

    def __init__(
        self, surroundings: Surroundings, page: LogPage, curriculum: Curriculum, parent: QWidget | None = None
    ) -> None:
        super().__init__(surroundings, page, amendment_parts(page, curriculum), "Guardar la enmienda", parent)
        self.back_button = button("Dejar como está", parent=self.editor)
        self.back_button.clicked.connect(self._leave)
        self.editor.buttons.insertWidget(1, self.back_button)
        words = "Corrija lo que haga falta y escriba el motivo al final. Lo que decía antes se conserva a la vista."
        self._column.addWidget(SectionHeader("Enmendar la bitácora", words, parent=self._frame))
        self._column.addWidget(self.editor)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        self.editor.begin(amendment_answers(page), subject=page.session.id, revision=page.session.revision)

    def show_page(self, page: LogPage) -> None:
        """The log as it is now; what is being typed stays."""
        self.page = page
        self.editor.refresh(amendment_answers(page), page.session.revision)

    def commands(self, values: Answers) -> list[Command]:
        return [amend_log(self.page, values, self.page.session.revision)]

    def _leave(self) -> None:
        self.editor.discard()
        self.left.emit()


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return "Pasó el plazo para completarla."
    if days == 0:
        return "Hoy es el último día para completarla."
    return f"Quedan {days} días para completarla." if days > 1 else "Queda un día para completarla."


def _named_text(one: NamedMan) -> str:
    if not 0 < len(one.numbers) <= MOST_NUMBERS:
        return messages.message("named_man", {"word": one.word}).text
    numbers = " o ".join(map(str, one.numbers))
    return messages.message("named_man_numbered", {"word": one.word, "numbers": numbers}).text
