"""Who was there: fifteen men without a mouse, one key a man; every mark is saved by itself and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.attendance import ABSENT, AttendanceMark
from facilitador.domain.attendance_lists import AttendanceList, check_markable, tally
from facilitador.domain.changes import Topic
from facilitador.domain.roles import Section
from facilitador.domain.session_plans import SessionState
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.screens.sessions.attendance_aside import AsidePage
from facilitador.ui.screens.sessions.attendance_bar import Legend, counted
from facilitador.ui.screens.sessions.attendance_model import AttendanceModel, MarkColumn, MarkRow, note
from facilitador.ui.screens.sessions.attendance_table import AttendanceTable
from facilitador.ui.screens.sessions.door import DoorPage
from facilitador.ui.screens.sessions.mark_history import Marked, MarkHistory
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.attendance import MarkUnmarked, SessionAttendance
from facilitador.use_cases.requests import Command, Outcome

DOOR_KEY, EVERYBODY_KEY, NEWCOMER_KEY, UNDO_KEY = "F9", "Ctrl+T", "Ctrl+N", "Ctrl+Z"
PENDING = "Alguien no ingresó y falta saber, o anotar, si hay quien corra riesgo en su casa."
NOBODY = "Nadie está inscrito en el grupo ese día."
_WATCHED = (Topic.ATTENDANCE, Topic.SESSIONS, Topic.ENROLMENTS, Topic.PARTICIPANTS)


class AttendancePage(QStackedWidget):
    """The part of a session's page that is its attendance."""

    destination_requested = Signal(Destination)

    def __init__(self, surroundings: Surroundings, session_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings, self._session, self._id = surroundings, surroundings.session, session_id
        self._may_mark = surroundings.may_write(Section.SESSIONS)
        self._may_add = self._may_mark and surroundings.may_write(Section.ENROLMENTS)
        self._initiator = f"attendance {session_id}"
        self._men: AttendanceList | None = None
        self._closed: UserFacingError | None = None
        self.history = MarkHistory(session_id)
        self.model = AttendanceModel()
        self._build()
        self._later = QTimer(self, singleShot=True, interval=0)  # the mark is painted before all that follows from it
        self._connect()
        self._bind_keys()
        self._session.bus.watch(self, _WATCHED, self._read, but_not_from=self._initiator)
        self._read()

    def let_go(self) -> bool:
        """Keep what is typed about the door; False only while it is being saved."""
        return self.door.let_go()

    def take_focus(self) -> None:
        """Stand where the next key marks."""
        if self.currentWidget() is self.list_page:
            self.table.setFocus()

    def show_door(self) -> None:
        """Show who was not let in and what is open of it."""
        self.door.list_only()
        self._read_door()
        self.setCurrentWidget(self.door)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list_page = QScrollArea()
        self.list_page.setWidgetResizable(True)
        self.list_page.setFrameShape(QFrame.Shape.NoFrame)
        self.list_page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.door = DoorPage(self._surroundings, self._id, may_write=self._may_mark)
        self.aside = AsidePage(self._surroundings, self._id)
        for page in (self.list_page, self.door, self.aside):
            self.addWidget(page)
        self.message = Banner()
        self.door_banner = Banner(action="Ver")
        self.tally_words = label("", "label")
        self.legend = Legend()
        self.nobody = label(NOBODY, "muted")
        self.note = label("", "muted")
        self.table = AttendanceTable(self.model, may_mark=self._may_mark)
        ground = QWidget()
        ground.setProperty("ground", "window")
        self.list_page.setWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        for part in (self.message, self.door_banner, self.tally_words, self.legend):
            column.addWidget(part)
        column.addLayout(self._actions())
        column.addWidget(self.nobody)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        for hidden in (self.nobody, self.not_admitted, self.same, self.made_up):
            hidden.hide()

    def _actions(self) -> FlowLayout:
        self.everybody = button("Todos asistieron", "primary", icon="check")
        self.everybody.setToolTip(f"Marca solo a quienes están sin registrar ({EVERYBODY_KEY})")
        self.refuse = button("No ingresa hoy", icon="close")
        self.refuse.setToolTip(f"Bajo alcohol, bajo una droga o con un arma ({DOOR_KEY})")
        self.add = button("Agregar a alguien", icon="plus")
        self.add.setToolTip(f"Alguien que no está en la lista ({NEWCOMER_KEY})")
        self.undo = button("Deshacer", "quiet", icon="undo")
        self.undo.setToolTip(f"Deshacer lo último que marcó ({UNDO_KEY})")
        self.not_admitted = button("Quiénes no ingresaron", "quiet")
        self.ficha = button("Ver su ficha", "quiet", icon="form")
        self.ficha.setToolTip("Ver la ficha de quien está señalado (Intro)")
        self.same = button("Es alguien ya registrado", "quiet")
        self.made_up = button("Recuperó esta sesión", "quiet")
        of_all = (self.everybody, self.refuse, self.add, self.undo, self.not_admitted)
        row = FlowLayout()
        for one in (*of_all, self.ficha, self.same, self.made_up):
            row.addWidget(one)
        return row

    def _connect(self) -> None:
        self.table.marked.connect(self._mark)
        self.table.refused_at_door.connect(self._ask_door)
        self.table.focused.connect(self._show_table)
        self.list_page.verticalScrollBar().rangeChanged.connect(self._show_table)
        self.table.picked.connect(lambda row: self._later.start())
        self._later.timeout.connect(self._show_what_follows)
        self.table.opened.connect(self._open_ficha)
        self.everybody.clicked.connect(self._mark_unmarked)
        self.refuse.clicked.connect(self._ask_door_of_current)
        self.add.clicked.connect(self._ask_newcomer)
        self.undo.clicked.connect(self._undo)
        self.not_admitted.clicked.connect(self.show_door)
        self.ficha.clicked.connect(lambda: self._open_ficha(self.table.current))
        self.same.clicked.connect(self._find_same)
        self.made_up.clicked.connect(self._ask_made_up)
        self.door.closed.connect(self._back_to_list)
        self.door.check_wanted.connect(self._check_causes)
        self.door.refusals_read.connect(self._show_door_state)
        self.aside.closed.connect(self._back_to_list)
        self.aside.done.connect(self._added)
        if self.door_banner.action is not None:
            self.door_banner.action.clicked.connect(self.show_door)

    def _bind_keys(self) -> None:
        for keys, act in (
            (DOOR_KEY, self._ask_door_of_current),
            (EVERYBODY_KEY, self.everybody.click),
            (NEWCOMER_KEY, self.add.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        undo = QShortcut(QKeySequence(UNDO_KEY), self.list_page)  # in a field it takes back letters
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.fit()

    def _show_table(self) -> None:
        """With large text the page scrolls: whoever marks sees the men, once they have their place."""
        QTimer.singleShot(0, self, self._bring_table)

    def _bring_table(self) -> None:
        if self.table.hasFocus():
            self.list_page.ensureWidgetVisible(self.table, 0, 0)
            self.table.scrollTo(self.table.currentIndex())

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        query = SessionAttendance(session_id=self._id)
        self._session.read(query, owner=self, done=self._show, failed=self._gone_wrong)

    def _show(self, men: AttendanceList) -> None:
        first, self._men = self._men is None, men
        underway = {row.enrolment_id: row for row in self.model.rows if row.saving}
        self.model.set_rows(
            [
                MarkRow(line, underway[line.enrolment_id].mark, underway[line.enrolment_id].saving)
                if line.enrolment_id in underway
                else MarkRow(line, line.mark)
                for line in men.lines
            ]
        )
        self._closed = _refusal_of(men, self._surroundings)
        self._show_state()
        self.table.fit()
        if first:
            self.table.go_to_first()
        self._read_door()

    def _show_state(self) -> None:
        assert self._men is not None
        open_for_marks = self._may_mark and self._closed is None
        anybody = bool(self._men.expected)
        if self._closed is not None:
            self.message.say(messages.of_error(self._closed).whole)
        for part in (self.everybody, self.refuse, self.undo, self.legend):
            part.setVisible(open_for_marks and anybody)
        self.add.setVisible(open_for_marks and self._may_add)
        self.nobody.setVisible(not anybody)
        self.table.setVisible(bool(self._men.lines))
        self._show_count()
        self._stand_on(self.table.current)

    def _show_count(self) -> None:
        counts = tally(row.mark for row in self.model.rows if row.line.expected)
        self.tally_words.setText(counted(counts))
        self.tally_words.setVisible(bool(counts.expected))
        self.everybody.setEnabled(bool(counts.unrecorded))
        self.undo.setEnabled(self.history.can_undo)

    def _show_what_follows(self) -> None:
        self._show_count()
        self._stand_on(self.table.current)

    def _gone_wrong(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.legend, self.table, *self.list_page.findChildren(QPushButton)):
            part.hide()

    def _stand_on(self, row: MarkRow | None) -> None:
        writes = self._may_mark and self._men is not None and self._men.session.state is SessionState.HELD
        absent = row is not None and row.mark in ABSENT and row.line.made_up_on is None
        self.note.setText(note(row) if row is not None else "")
        self.note.setVisible(self.table.isColumnHidden(MarkColumn.NOTE) and bool(self.note.text()))
        self.ficha.setVisible(bool(self.model.rows))
        self.ficha.setEnabled(row is not None)
        self.same.setVisible(self._may_add and row is not None and row.line.bare)
        self.made_up.setVisible(writes and absent)

    # -- marking ------------------------------------------------------------------------------------------------------

    def _mark(self, stint: UUID, mark: AttendanceMark | None) -> None:
        row = self._row(stint)
        if row is not None and self._closed is None and row.mark is not mark:
            step = (Marked(stint, row.mark, mark),)
            self.history.note(step)
            self._send(step, self.history.commands(step))

    def _mark_unmarked(self) -> None:
        attended = AttendanceMark.ATTENDED
        step = tuple(
            Marked(row.enrolment_id, None, attended)
            for row in self.model.rows
            if row.line.expected and row.mark is None
        )
        if step and self._closed is None:
            self.history.note(step)
            self._send(step, (MarkUnmarked(session_id=self._id, mark=attended),))
        self.table.setFocus()

    def _undo(self) -> None:
        step = self.history.take_back()
        if step:
            self._send(step, self.history.commands(step))
            self.table.go_to(step[0].enrolment_id)
        self.table.setFocus()

    def _send(self, step: Sequence[Marked], commands: Sequence[Command]) -> None:
        """Paint the marks at once as being saved, and have them saved."""
        self.message.say("")
        for one in step:
            self._paint(one.enrolment_id, one.after, 1)
        self._later.start()
        self._session.run(
            commands,
            owner=self,
            done=partial(self._kept, step),
            failed=partial(self._not_kept, step),
            initiator=self._initiator,
        )

    def _kept(self, step: Sequence[Marked], outcome: Outcome) -> None:
        for one in step:
            row = self._row(one.enrolment_id)
            if row is not None:
                self._paint(one.enrolment_id, row.mark, -1)
        self._later.start()

    def _not_kept(self, step: Sequence[Marked], error: UserFacingError) -> None:
        self.history.forget(step)
        for one in step:
            self._paint(one.enrolment_id, one.before, -1)
        self._show_count()
        self.message.say(messages.of_error(error).whole, "problem")
        self._read()

    def _paint(self, stint: UUID, mark: AttendanceMark | None, saving: int) -> None:
        number = self.model.number_of(stint)
        if number is not None:
            row = self.model.row(number)
            self.model.put(number, MarkRow(row.line, mark, max(row.saving + saving, 0)))

    def _row(self, stint: UUID) -> MarkRow | None:
        number = self.model.number_of(stint)
        return self.model.row(number) if number is not None else None

    # -- beside the list ----------------------------------------------------------------------------------------------

    def _ask_door_of_current(self) -> None:
        row = self.table.current
        self._ask_door(row.enrolment_id if row is not None and row.line.refusal_id is None else None)

    def _ask_door(self, stint: UUID | None) -> None:
        if self._men is None or self._closed is not None or not self._may_mark:
            return
        self._read_door()
        self.setCurrentWidget(self.door)
        self.door.begin(self._men.expected, stint)

    def _read_door(self) -> None:
        if self._men is not None:
            self.door.read({line.enrolment_id: line.full_name for line in self._men.lines})

    def _show_door_state(self) -> None:
        self.door_banner.say(PENDING if self.door.pending else "", "problem")
        self.not_admitted.setVisible(bool(self.door.refused))

    def _ask_newcomer(self) -> None:
        assert self._men is not None
        self.setCurrentWidget(self.aside)
        self.aside.ask_newcomer(inside=[line.stint.participant_id for line in self._men.expected])

    def _find_same(self) -> None:
        row = self.table.current
        if row is not None:
            self.setCurrentWidget(self.aside)
            self.aside.find_same(row.line)

    def _ask_made_up(self) -> None:
        row = self.table.current
        if row is not None:
            self.setCurrentWidget(self.aside)
            self.aside.ask_made_up(row.line)

    def _added(self, words: str) -> None:
        self.history.forget_all()  # what was marked of a merged man stands on another stint now
        self._back_to_list()
        self.message.say(words, "good")

    def _back_to_list(self) -> None:
        self.setCurrentWidget(self.list_page)
        self.table.setFocus()
        self.table.scrollTo(self.table.currentIndex())

    def _open_ficha(self, row: MarkRow | None) -> None:
        if row is not None:
            self._go("participant", row.line.stint.participant_id)

    def _check_causes(self, stint: UUID) -> None:
        lines = self._men.lines if self._men is not None else ()
        man = next((line.stint.participant_id for line in lines if line.enrolment_id == stint), None)
        if man is not None:
            self._go("exclusion", man)

    def _go(self, kind: str, key: UUID) -> None:
        self.destination_requested.emit(Destination(kind, key))


def _refusal_of(men: AttendanceList, surroundings: Surroundings) -> UserFacingError | None:
    """Why nothing can be marked in this session now, in the words of the rule; None if it can."""
    try:
        check_markable(men.session, surroundings.today())
    except UserFacingError as refusal:
        return refusal
    return None
