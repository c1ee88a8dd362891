"""Attendance and topics of one man on his record: a few lines a group, and the way to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.absence_policies import STEP_TAKEN_LABELS
from facilitador.domain.changes import Topic
from facilitador.domain.coverage import TopicState
from facilitador.domain.dates import format_date
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, rate_words
from facilitador.domain.roles import Section, may_read
from facilitador.ui import theme
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import SectionHeader
from facilitador.ui.widgets.told_line import acting
from facilitador.use_cases.coverage import ManNumbersIn

_WATCHED = (Topic.SESSIONS, Topic.ATTENDANCE, Topic.ABSENCES, Topic.ENROLMENTS, Topic.CURRICULA)


class NumbersPart(QWidget):
    """Reads his numbers in every group; hidden where there are none or the role may not see them.

    `coverage_wanted(group id)`; `progress_wanted`: how he goes on, on one page.
    """

    coverage_wanted = Signal(object)
    progress_wanted = Signal()

    def __init__(self, surroundings: Surroundings, participant_id: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._id = surroundings.session, participant_id
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_M)
        self.progress = acting("Ver su avance", self.progress_wanted.emit)
        self._column.addWidget(SectionHeader("Asistencia y temas", action=self.progress))
        self.cards: list[QWidget] = []
        self.hide()
        if may_read(self._session.person.role, Section.SESSIONS):
            self._session.bus.watch(self, _WATCHED, self._read)
            self._read()

    def _read(self) -> None:
        query = ManNumbersIn(participant_id=self._id)
        # he is looked at on his record, and that is noted already: `again`
        self._session.read(query, owner=self, done=self._show, failed=lambda error: self.hide(), again=True)

    def _show(self, found: Sequence[tuple[GroupNumbers, ManNumbers]]) -> None:
        for former in self.cards:
            self._column.removeWidget(former)
            former.hide()
            former.deleteLater()
        self.cards = [self._card(group, man) for group, man in found if group.sessions]
        for one in self.cards:
            self._column.addWidget(one)
        self.setVisible(bool(self.cards))

    def _card(self, group: GroupNumbers, man: ManNumbers) -> QWidget:
        frame, column = card(self)
        row = QHBoxLayout()
        row.addWidget(label(group.group_name, "label"), 1)
        go = button("Ver la del grupo", "quiet")
        go.setAccessibleName(f"Ver la asistencia y los temas del grupo {group.group_name}")
        go.clicked.connect(lambda: self.coverage_wanted.emit(group.group_id))
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for line in lines_of(man):
            column.addWidget(label(line))
        return frame


def lines_of(man: ManNumbers) -> list[str]:
    """His attendance, his topics, and what was done because of his absences."""
    his = man.figures
    lines = [
        f"Asistió a {rate_words(his.of_held)} de las sesiones realizadas." if his.of_held else "Sin asistencia aún."
    ]
    if his.made_up:
        lines[0] += f" Con lo recuperado: {rate_words(his.with_made_up)}."
    if his.unrecorded:
        lines[0] += f" Sin registrar: {his.unrecorded}."
    told = (
        (man.count(TopicState.COVERED), "trabajados"),
        (man.count(TopicState.PARTIAL), "en parte"),
        (man.count(TopicState.MISSED), "por recuperar"),
        (man.count(TopicState.BEFORE_ENTRY), "de antes de su ingreso"),
        (man.count(TopicState.UNRECORDED), "sin registrar"),
    )
    topics = ", ".join(f"{count} {words}" for count, words in told if count)
    lines.append(f"Temas: {topics or 'ninguno todavía'}, de {len(man.topics)}.")
    lines += [
        f"{format_date(one.on)}: {STEP_TAKEN_LABELS[one.step]}." + (f" {one.note}" if one.note else "")
        for one in man.taken
    ]
    if man.pending is not None:
        lines.append(f"Por considerar: {STEP_TAKEN_LABELS[man.pending.step].lower()}.")
    if man.can_complete is False:
        lines.append("Con la asistencia que pide el servicio ya no puede completar, salvo que recupere sesiones.")
    return lines
