"""Cumplimiento: every numeral of the directive for a group or the service, each one click from what mends it (7.2)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QTabBar, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.compliance import Compliance, StatementKind
from facilitador.domain.compliance_words import HOW_RECKONED, TITLE, about, bound, summary
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.origin_choice import OriginChoice
from facilitador.ui.panel import Panel
from facilitador.ui.reading_line import REVIEWING, ReadingLine
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.compliance import questions
from facilitador.ui.screens.compliance.parts import ComplianceChapter, ComplianceRow
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.use_cases.compliance import ComplianceView
from facilitador.use_cases.requests import Outcome

PAGE_WIDTH = 900
ALL, TO_DO = range(2)
NOTHING_LEFT = "No falta nada de lo que se puede registrar aquí."


class ComplianceScreen(Screen):
    """Reads the view each time something changed while it is in front. A question takes the place of the list."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self.of = OriginChoice(surroundings, detail=detail, tells=False) if id is None else None
        self._may_state = may_write(self._session.person.role, Section.SERVICE)
        self._asked: tuple[ComplianceRow, StatementKind] | None = None
        self.rows: dict[str, ComplianceRow] = {}
        self.chapters: list[ComplianceChapter] = []
        self._build()
        self._connect()
        self._session.bus.watch(self, tuple(Topic), self._something_changed)
        self._read()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.print_button = button("Imprimir para la DATPS", icon="print")
        self.binding = Banner()
        self.message = Banner()
        self.about = label("", "muted")
        self.summary = label("", "label")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Qué numerales se ven")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in ("Todo", "Lo que falta"):
            self.tabs.addTab(name)
        self.nothing_left = label(NOTHING_LEFT, "muted")
        self.reading = ReadingLine(self._session, REVIEWING)
        self.page = PageScroll(width=PAGE_WIDTH)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, HOW_RECKONED, action=self.print_button, role="title"))
        if self.of is not None:
            column.addWidget(self.of)
        column.addWidget(self.message)
        column.addWidget(self.reading)
        for part in (self.about, self.binding, self.summary, self.tabs, self.nothing_left):
            column.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.SPACE_L)
        column.addLayout(self._list)
        column.addStretch(1)
        for unread in (self.page.page, self.about, self.summary, self.tabs, self.nothing_left):
            unread.hide()  # nothing to show before the first answer
        self.question = PageScroll()
        self.panel = Panel(self._surroundings.today)
        self.question.column.addWidget(self.panel)
        self.question.column.addStretch(1)
        self._stack = QStackedLayout(self)
        for one in (self.page, self.question):
            self._stack.addWidget(one)

    def _connect(self) -> None:
        self.reading.appeared.connect(self.page.page.show)
        self.reading.again_requested.connect(self._read)
        self.print_button.clicked.connect(self._go_to_paper)
        if self.of is not None:
            self.of.changed.connect(self._read)
        self.tabs.currentChanged.connect(self._filter)
        self.panel.accepted.connect(self._carry_out)
        self.panel.closed.connect(self._back_to_list)

    def _furnish(self, view: Compliance) -> None:
        """The rows, once: which numerals are asked of a group or of the service never changes."""
        for code, title in view.requirements.chapters.items():
            numerals = [line.requirement.numeral for line in view.lines if line.requirement.chapter == code]
            if numerals:
                rows = {numeral: self._row() for numeral in numerals}
                self.rows |= rows
                self.chapters.append(ComplianceChapter(title, list(rows.values())))
                self._list.addWidget(self.chapters[-1])

    def _row(self) -> ComplianceRow:
        row = ComplianceRow(self._group_id, may_state=self._may_state)
        row.mend_requested.connect(self._go)
        row.statement_requested.connect(partial(self._ask, row))
        return row

    # -- reading ------------------------------------------------------------------------------------------------------

    def shown_again(self) -> None:
        """What mends a numeral is on another page: whoever comes back sees what it did."""
        self._read()

    @property
    def _origin(self) -> Origin:
        return OWN if self.of is None else self.of.origin

    def _something_changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        query = ComplianceView(group_id=self._group_id, origin=self._origin)
        self.reading.ask(query, done=self._show, failed=self._gone_wrong)

    def _show(self, view: Compliance) -> None:
        if not self.rows:
            self._furnish(view)
        self.set_title(f"{TITLE}: {view.group}" if view.group else TITLE)
        self.about.setText(about(view))
        self.binding.say(bound(view))
        self.summary.setText(summary(view))
        for line in view.lines:
            self.rows[line.requirement.numeral].show_line(line, ours=not view.sources)
        self.tabs.setTabText(TO_DO, f"Lo que falta ({len(view.to_mend)})")
        self._filter()
        for read in (self.about, self.summary, self.tabs, self.page.page):
            read.show()

    def _filter(self) -> None:
        to_mend = self.tabs.currentIndex() == TO_DO
        for chapter in self.chapters:
            chapter.show_only(to_mend=to_mend)
        self.nothing_left.setVisible(all(chapter.isHidden() for chapter in self.chapters))

    def _gone_wrong(self, error: UserFacingError) -> None:
        for part in (self.print_button, self.tabs, self.nothing_left):
            part.hide()
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go_to_paper(self) -> None:
        detail = () if self.of is None or self._origin == OWN else self.of.detail
        self._go(Destination("print_compliance", self._group_id, detail))

    def _go(self, destination: Destination) -> None:
        self.destination_requested.emit(destination)

    def _ask(self, row: ComplianceRow, kind: StatementKind) -> None:
        assert row.line is not None
        self._asked = (row, kind)
        asking = questions.ASKING[kind]
        self._stack.setCurrentWidget(self.question)
        self.panel.ask(
            f"{asking.title}: numeral {row.line.requirement.numeral}",
            questions.fields(kind),
            asking.verb,
            words=questions.words(row.line, kind, self._session.person.full_name),
            answers={"on": self._surroundings.today().isoformat()},
        )

    def _carry_out(self, answers: Answers) -> None:
        assert self._asked is not None
        row, kind = self._asked
        assert row.line is not None
        numeral, today = row.line.requirement.numeral, self._surroundings.today()
        signed = questions.command(kind, numeral, self._group_id, answers, today)
        self._session.run([signed], owner=self, done=self._done, failed=self.panel.refuse)

    def _done(self, outcome: Outcome) -> None:
        self.panel.close_panel()

    def _back_to_list(self) -> None:
        self._stack.setCurrentWidget(self.page)
        if self._asked is not None:
            QTimer.singleShot(0, self, partial(self._return_to, self._asked[0]))  # once the list has its place

    def _return_to(self, row: ComplianceRow) -> None:
        self.page.show_widget(row)
        if row.buttons and not row.isHidden():
            row.buttons[-1].setFocus()
