"""The page on which a ficha is filled in: one column as people talk, sections at hand, what is missing in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.registration_forms import YES, Answer
from facilitador.errors import Problem
from facilitador.ui import theme
from facilitador.ui.forms import Form
from facilitador.ui.screens.participants.consent_part import ConsentPart
from facilitador.ui.screens.participants.questions import Questions
from facilitador.ui.screens.participants.section_rail import WIDTH as RAIL_WIDTH
from facilitador.ui.screens.participants.section_rail import SectionRail
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll
from facilitador.ui.widgets.state_pill import PillState, StatePill

CONSENT = "consent"
CONSENT_TITLE = "Su consentimiento"


class FichaPage(QWidget):
    """The questions, with the consent as last section where it is asked; `buttons` is the row of buttons below.

    `changed`: something was answered otherwise. `dock` holds what must be decided beside the actions.
    """

    changed = Signal()

    def __init__(self, questions: Questions, heading: str, consent: ConsentPart | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.questions, self.consent = questions, consent
        self.form = questions.form(self)
        self._build(heading)
        self._connect()
        self.refresh()

    # -- answers ------------------------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """True if something differs from what is saved."""
        return self.form.is_changed or (self.consent is not None and self.consent.form.is_changed)

    def answers(self) -> dict[str, Answer]:
        """The ficha in the form in which it is kept; what cannot be kept stays as typed."""
        return self.questions.kept(self.form.values())

    def consent_answers(self) -> dict[str, Answer]:
        """What was answered on the consent; nothing where it is not asked."""
        guardian = str(self.form.values().get("guardian_name", ""))
        return self.consent.answers(guardian) if self.consent else {}

    def lacking(self) -> tuple[tuple[str, str], ...]:
        """What keeps the ficha from being complete: the id of each question and its words."""
        fields = [(field.id, field.label) for field in self.questions.missing(self.form.values())]
        if self.consent is not None and self.consent.is_open:
            fields.append((CONSENT, CONSENT_TITLE))
        return tuple(fields)

    # -- going about --------------------------------------------------------------------------------------------------

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong beside each question and go to the first; the rest is said above the actions."""
        self._say_rest(self.form.show_problems(problems))
        self._show_notes()
        self._bring_into_sight(self.form)

    def show_consent_problems(self, problems: Iterable[Problem]) -> None:
        """The same for the questions on the consent."""
        if self.consent is not None:
            self._say_rest(self.consent.form.show_problems(problems))
            self._bring_into_sight(self.consent.form)

    def go_to(self, question: str) -> None:
        """Put the keyboard in a question (or in the consent) and bring it into sight."""
        form = self.form
        if question == CONSENT and self.consent is not None:
            form, question = self.consent.form, "mark"
        if question in form.shown:
            form.go_to(question)
            self.scroller.show_widget(form.rows[question])

    def _bring_into_sight(self, form: Form) -> None:
        first = next((name for name in form.shown if form.rows[name].has_problem), None)
        if first is not None:  # once the message has its place in the layout
            QTimer.singleShot(0, self, lambda: self.scroller.show_widget(form.rows[first]))

    def go_to_section(self, number: int) -> None:
        """Show a section from its heading on, the keyboard in its first question."""
        names = self._names[number]
        form = self.consent.form if self.consent is not None and number == len(self._holders) - 1 else self.form
        first = next((name for name in names if name in form.shown), None)
        if first is not None:
            form.go_to(first)
        self.scroller.verticalScrollBar().setValue(self._top_of(number) - theme.SPACE_S)
        self.rail.stand_on(number)

    def refresh(self) -> None:
        """Show anew what is missing and what hangs on other answers."""
        if self.consent is not None:
            self.consent.refresh()
        lacking = self.lacking()
        state = PillState.INCOMPLETE if lacking else PillState.COMPLETE
        self.pill.set_state(state, tuple(words for _, words in lacking))
        open_ids = {name for name, _ in lacking}
        self.rail.mark([number for number, names in enumerate(self._names) if open_ids.intersection(names)])
        self.undo.setEnabled(self.form.can_undo)
        self._show_notes()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self, heading: str) -> None:
        sections = self.questions.definition.sections
        titles = [section.title for section in sections]
        self._names: list[tuple[str, ...]] = [tuple(field.id for field in section.fields) for section in sections]
        self._holders: list[QWidget] = [self.form.part_with(names[0]) for names in self._names]
        if self.consent is not None:
            titles.append(CONSENT_TITLE)
            self._names.append((CONSENT, "mark"))
            self._holders.append(self.consent)
        self.rail = SectionRail(titles, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head(heading))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._build_column(), 1)
        column.addLayout(body, 1)
        column.addWidget(self._build_foot())

    def _build_head(self, heading: str) -> QWidget:
        head = QWidget(self)
        column = QVBoxLayout(head)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.heading = label(heading, "title")
        self.about = label("", "muted")
        self.about.hide()
        words.addWidget(self.heading)
        words.addWidget(self.about)
        row.addLayout(words, 1)
        self.pill = StatePill(parent=head)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.rail.list)
        return head

    def _build_column(self) -> PageScroll:
        self.scroller = PageScroll(self)
        self.scroller.setAccessibleName("Ficha de registro")
        self.scroller.column.addWidget(self.form)
        if self.consent is not None:
            self.scroller.column.addSpacing(theme.SPACE_S)
            self.scroller.column.addWidget(self.consent)
        return self.scroller

    def _build_foot(self) -> QFrame:
        foot = QFrame(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule(foot))
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL, theme.SPACE_M)
        inner.setSpacing(theme.SPACE_S)
        self.dock = QVBoxLayout()
        self.dock.setSpacing(theme.SPACE_S)
        inner.addLayout(self.dock)
        self.banner = Banner(parent=foot)
        inner.addWidget(self.banner)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.SPACE_S)
        self.undo: QPushButton = button("Deshacer", "quiet", icon="undo")
        self.undo.setToolTip("Deshacer lo último que cambió (Ctrl+Z)")
        self.buttons.addWidget(self.undo)
        self.buttons.addStretch(1)
        inner.addLayout(self.buttons)
        column.addLayout(inner)
        return foot

    def _connect(self) -> None:
        self.form.changed.connect(self._edited)
        self.form.undo_changed.connect(lambda: self.undo.setEnabled(self.form.can_undo))
        if self.consent is not None:
            self.consent.form.changed.connect(self._edited)
        self.undo.clicked.connect(self.form.undo)
        self.rail.wanted.connect(self.go_to_section)
        self.pill.detail_chosen.connect(lambda number: self.go_to(self.lacking()[number][0]))
        self.scroller.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.scroller.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)

    # -- what the person does -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.scaled(theme.PAGE_WIDTH + RAIL_WIDTH)
        self.rail.setVisible(beside)
        self.rail.list.setVisible(not beside)

    def _edited(self) -> None:
        self.banner.say("")
        self.refresh()
        self.changed.emit()

    def _scrolled(self, value: int) -> None:
        reached = value + theme.scaled(120)
        if value == self.scroller.verticalScrollBar().maximum():
            reached += self.scroller.viewport().height()
        tops = [self._top_of(number) for number in range(len(self._holders))]
        passed = [number for number, top in enumerate(tops) if top <= reached and self._is_asked(number)]
        self.rail.stand_on(passed[-1] if passed else 0)

    def _keep_in_sight(self) -> None:
        """What appears below (a man who looks like him) never covers the line that is being typed in."""
        line = QApplication.focusWidget()
        if line is not None and self.scroller.page.isAncestorOf(line):
            self.scroller.ensureWidgetVisible(line, 0, theme.SPACE_L)

    def _top_of(self, number: int) -> int:
        return self._holders[number].mapTo(self.scroller.page, QPoint(0, 0)).y()

    def _is_asked(self, number: int) -> bool:
        return self._holders[number].isVisibleTo(self.scroller.page)

    def _show_notes(self) -> None:
        if "sentence_to_serve" not in self.form.rows:
            return
        serves = self.form.values().get("sentence_to_serve") == YES  # 6.2.8
        self.form.set_notice("sentence_to_serve", messages.message("sentence_note", {}).whole if serves else "")

    def _say_rest(self, problems: Sequence[Problem]) -> None:
        self.banner.say(" ".join(messages.of_problem(problem).whole for problem in problems), "problem")
