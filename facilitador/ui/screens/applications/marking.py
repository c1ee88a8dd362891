"""Marking what a man answers: read aloud to him, or typed from his paper; typed twice where that is wanted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from facilitador import messages, reference
from facilitador.domain.applications import (
    MODE_LABELS,
    ApplicationRecord,
    ApplicationStatus,
    Mode,
    counts,
    merged,
)
from facilitador.domain.dates import format_date
from facilitador.domain.instruments import Answer
from facilitador.domain.sheet_codes import shown_code
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.screen import Screen
from facilitador.ui.screens.applications import words
from facilitador.ui.screens.applications.answer_pad import AnswerPad
from facilitador.ui.screens.applications.differences import Differences
from facilitador.ui.self_answering.saving import AnswerSaver
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.use_cases.application_records import ApplicationDetails
from facilitador.use_cases.applications import SaveAnswers, SecondEntry
from facilitador.use_cases.requests import Outcome

TITLE = "Marcar respuestas"
PAGE_WIDTH = 1000
READ_FIRST = "Antes de preguntar, léale"
ONCE_MORE = "Segunda vez: digite la hoja de nuevo, sin mirar lo que digitó antes."
KEPT = "Todo está guardado. Puede dejarlo aquí y retomarlo después."

_SHUT = {
    ApplicationStatus.FINISHED: "application_finished",
    ApplicationStatus.VOIDED: "application_voided",
}


class MarkingScreen(Screen):
    """One application that is not finished, question by question; each mark is saved at once.

    The second typing is compared when it is whole; until then it is nowhere but here.
    """

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "what is marked is an application"
        self._session, self._id = surroundings.session, id
        self._record: ApplicationRecord | None = None
        self._twice = False
        self._saver = AnswerSaver(self._session, id, self)
        self.pad: AnswerPad | None = None
        self.differences: Differences | None = None
        self._stack = QStackedLayout(self)
        self.start_page = self._build_start()
        self.pad_page = self._build_page()
        self.differences_page = PageScroll()
        for page in (self.pad_page, self.start_page, self.differences_page):
            self._stack.addWidget(page)
        self._saver.refused.connect(self._refused)
        self._saver.kept.connect(self._show_progress)
        self._read(self._begin)

    # -- building -----------------------------------------------------------------------------------------------------

    def _build_page(self) -> PageScroll:
        page = PageScroll(width=PAGE_WIDTH)
        column = page.column
        column.setSpacing(theme.SPACE_M)
        self.head = label("", "title")
        self.about = label("", "muted")
        self.message = Banner()
        self._pad_place = QVBoxLayout()
        self.progress = label("", "muted")
        self.twice = button("Digitar otra vez y comparar")
        self.leave = button("Dejar para después", "quiet")
        self.finish = button("Terminar", "primary")
        for upper in (self.head, self.about, self.message):
            column.addWidget(upper)
        column.addLayout(self._pad_place)
        column.addWidget(self.progress)
        buttons = FlowLayout()
        for one in (self.finish, self.twice, self.leave):
            buttons.addWidget(one)
            one.hide()
        column.addLayout(buttons)
        column.addStretch(1)
        self.finish.clicked.connect(self._finish)
        self.twice.clicked.connect(self._type_again)
        self.leave.clicked.connect(self.back_requested)
        return page

    def _build_start(self) -> PageScroll:
        page = PageScroll()
        text = reference.answering_text()
        self.introduction = label("")
        column = page.column
        column.addWidget(label(READ_FIRST, "title"))
        for said in (text.promise, text.duty_to_report, text.freedom):  # 6.4.5: never one without the other
            column.addWidget(label(said))
        column.addWidget(self.introduction)
        self.begin_button = button("Ya se lo leí: empezar", "primary")
        self.begin_button.clicked.connect(self._show_pad)
        row = FlowLayout()
        row.addWidget(self.begin_button)
        column.addLayout(row)
        column.addStretch(1)
        return page

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, done: Any, *, again: bool = False) -> None:
        query = ApplicationDetails(application_id=self._id)
        self._session.read(query, owner=self, done=done, failed=self._gone_wrong, again=again)

    def _begin(self, record: ApplicationRecord) -> None:
        self._record = record
        line = record.line
        self.set_title(f"{TITLE}: {line.full_name}")
        self.head.setText(line.full_name)
        code = f" · hoja {shown_code(line.code)}" if line.code else ""
        said = f"{words.asked(line.name, line.purpose)} · {MODE_LABELS[line.mode]} · {format_date(line.applied_on)}"
        self.about.setText(said + code)
        if line.status is not ApplicationStatus.IN_PROGRESS:
            self._gone_wrong(UserFacingError(_SHUT[line.status]))
        elif record.differences:
            self._show_differences(record)
        elif line.mode is Mode.READ_ALOUD and not record.answers:
            self.introduction.setText(record.instrument.introduction)
            self._stack.setCurrentWidget(self.start_page)
            self.begin_button.setFocus()
        else:
            self._show_pad()

    def _show_pad(self) -> None:
        record = self._record
        assert record is not None
        self._put_pad(record)
        for one in (self.finish, self.leave):
            one.show()
        self.twice.setVisible(record.line.mode is Mode.PAPER)
        self._stack.setCurrentWidget(self.pad_page)

    def _put_pad(self, record: ApplicationRecord) -> None:
        if self.pad is not None:
            self._pad_place.removeWidget(self.pad)
            self.pad.hide()
            self.pad.deleteLater()
        self.pad = pad = AnswerPad(record.instrument)
        self._pad_place.addWidget(pad)
        pad.set_answers({} if self._twice else record.answers, "" if self._twice else record.current_item)
        pad.answered.connect(self._marked)
        pad.ended.connect(self.finish.setFocus)
        self._show_progress()
        pad.take_focus()

    def _show_progress(self) -> None:
        if self.pad is None or self._record is None:
            return
        answered, declined = counts(self.pad.answers)
        left = len(self._record.instrument.items) - answered - declined
        said = f"Sin responder: {left}." if left else "Están todas."
        self.progress.setText(said if self._twice else f"{said} {KEPT if self._saver.is_settled else 'Guardando…'}")

    def _gone_wrong(self, error: UserFacingError) -> None:
        self._stack.setCurrentWidget(self.pad_page)
        self.message.say(messages.of_error(error).whole, "problem")

    # -- what the person does -----------------------------------------------------------------------------------------

    def _marked(self, item: str, answer: Answer) -> None:
        self.message.say(ONCE_MORE if self._twice else "")
        if not self._twice:
            self._saver.keep({item: answer}, item)
        self._show_progress()

    def _finish(self) -> None:
        if self.pad is None:
            return
        if self._twice:
            self._compare(SecondEntry(application_id=self._id, answers=dict(self.pad.answers)))
        else:
            self._saver.finish(self._done, self._refused)

    def _type_again(self) -> None:
        if self._record is None:
            return
        self._twice = True
        self.twice.hide()
        self.finish.setText("Comparar")
        self.finish.setAccessibleName("Comparar")
        self.message.say(ONCE_MORE)
        self._put_pad(self._record)

    def _compare(self, *commands: SaveAnswers | SecondEntry) -> None:
        self._saver.flush()  # what is compared is whole
        self._session.run(list(commands), owner=self, done=self._compared, failed=self._refused)

    def _compared(self, outcome: Outcome) -> None:
        if any(notice.code == "entries_differ" for notice in outcome.notices):
            self._read(self._show_differences, again=True)
        else:
            self._done(outcome)

    def _show_differences(self, record: ApplicationRecord) -> None:
        self._record = record
        if self.differences is not None:
            self.differences_page.column.removeWidget(self.differences)
            self.differences.deleteLater()
        self.differences = Differences(record.instrument, record.differences)
        self.differences.settled.connect(self._settle)
        self.differences_page.column.insertWidget(0, self.differences, 0, Qt.AlignmentFlag(0))
        self._stack.setCurrentWidget(self.differences_page)

    def _settle(self, chosen: dict[str, Answer]) -> None:
        """What the paper says is both: the first typing and the second."""
        assert self._record is not None
        second = merged(self._record.second_answers or {}, chosen)
        self._compare(
            SaveAnswers(application_id=self._id, answers=chosen),
            SecondEntry(application_id=self._id, answers=dict(second)),
        )

    def _done(self, outcome: Outcome) -> None:
        self.back_requested.emit()

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
