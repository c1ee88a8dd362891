"""The plan of a group: which session is when, on which topics it works, what comes next, and how it is rearranged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.groups import GroupStatus
from facilitador.domain.roles import Section
from facilitador.errors import UserFacingError
from facilitador.ui import shortcuts, theme
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.panel import Panel
from facilitador.ui.papers import save_as
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.sessions.feasts import FeastsCard
from facilitador.ui.screens.sessions.plan_gestures import PlanGestures
from facilitador.ui.screens.sessions.plan_head import PlanHead
from facilitador.ui.screens.sessions.plan_list import Doubts, PlanList
from facilitador.ui.screens.sessions.plan_models import PlanRow, doubts_of, rows_of
from facilitador.ui.screens.sessions.proposal import FORM, ProposalPane
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll
from facilitador.use_cases.drafts import OwnDraft
from facilitador.use_cases.group_plans import GroupPlan, PlanView
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.session_sheets import CalendarFile, ExportCalendar

PAGE_WIDTH = 900
CALENDAR = FileKind("Calendario", ("ics",))
_WATCHED = (Topic.SESSIONS, Topic.CURRICULA, Topic.GROUPS, Topic.VENUES, Topic.ATTENDANCE)


class SessionsScreen(Screen):
    """Reads the plan each time something of it changed. A proposal takes the place of the list until it is saved."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__("Sesiones", parent)
        assert id is not None, "a plan is that of a group"
        self._surroundings, self._session, self._group_id = surroundings, surroundings.session, id
        self._folder = folder
        self._may_change = surroundings.may_write(Section.SESSIONS)
        self._view: PlanView | None = None
        self._wanted: object = None
        self.proposal: ProposalPane | None = None
        self._build()
        self._connect()
        bus = self._session.bus
        bus.watch(self, _WATCHED, self._read)
        bus.watch(self, (Topic.SESSIONS,), self._not_mine, but_not_from=self.gestures.initiator)
        self._read()
        if self._may_change:
            query = OwnDraft(form=FORM, subject_id=id)
            self._session.read(query, owner=self, done=lambda draft: self._propose() if draft else None)

    def may_leave(self) -> bool:
        """A proposal is kept as a draft."""
        return self.proposal is None or self.proposal.let_go()

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self, width=PAGE_WIDTH)
        self.fill_with(self.page)
        today = self._surroundings.today
        self.head = PlanHead(self._may_change)
        self.message = Banner()
        self.undo = Banner("", "good", action="Deshacer")
        self.feasts = FeastsCard(self._session, today, self._may_change)
        self.doubts = Doubts()
        self.panel = Panel(today)
        self.empty = EmptyState(
            "calendar",
            "Este grupo todavía no tiene sesiones",
            "El programa propone las fechas y reparte los trece temas; usted mira, cambia y recién entonces guarda.",
            "Proponer un plan" if self._may_change else "",
        )
        self.list = PlanList(self._may_change)
        self.gestures = PlanGestures(self._session, self._group_id, self.panel, self)
        column = self.page.column
        column.setSpacing(theme.SPACE_L)
        for part in (
            self.head,
            self.message,
            self.undo,
            self.feasts,
            self.doubts,
            self.panel,
            self.empty,
            self.list,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.empty.hide()
        self.page.page.hide()  # nothing to show before the first answer

    def _connect(self) -> None:
        head, wishes, gestures = self.head, self.list, self.gestures
        head.open_requested.connect(self._open_next)
        head.propose_requested.connect(self._propose)
        head.extra_requested.connect(gestures.ask_extra)
        head.feasts_requested.connect(self._open_feasts)
        head.export_requested.connect(self._export)
        head.calendar_requested.connect(lambda: self._go("print_calendar", self._group_id))
        head.topics_requested.connect(lambda: self._go("topics", None))
        self.empty.action_requested.connect(self._propose)
        wishes.opened.connect(lambda row: self._go("session", row.key))
        wishes.print_requested.connect(lambda row: self._go("print_session_plan", row.key))
        wishes.move_requested.connect(gestures.ask_move)
        wishes.cancel_requested.connect(gestures.ask_cancel)
        wishes.topics_requested.connect(gestures.ask_topics)
        wishes.describe_requested.connect(gestures.ask_description)
        wishes.restore_requested.connect(gestures.restore)
        wishes.split_requested.connect(gestures.split)
        wishes.merge_requested.connect(gestures.merge)
        wishes.swap_requested.connect(gestures.swap)
        wishes.topic_moved.connect(gestures.move_topic)
        gestures.changed.connect(self._changed)
        gestures.refused.connect(lambda words: self.message.say(words, "warning"))
        self.undo.action_requested.connect(gestures.undo)
        shortcuts.bind(self.list.table, "Ctrl+Z", gestures.undo)
        self.panel.shown.connect(self._panel_shown)
        self.panel.closed.connect(self._panel_closed)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(GroupPlan(group_id=self._group_id), owner=self, done=self._show, failed=self._gone_wrong)

    def _show(self, view: PlanView) -> None:
        self._view = self.gestures.view = view
        self.set_title(f"Sesiones de {view.group.name}")
        rows = rows_of(view)
        self.head.show_plan(view)
        self.feasts.show_feasts(view.feasts)
        self.list.show_rows(rows)
        self.doubts.say(doubts_of(rows, view.findings) if view.planned else ())
        if self.proposal is not None:
            self.proposal.refresh(view)
        self._show_parts()
        self._stand_where_wanted(rows)
        self.page.page.show()

    def _not_mine(self) -> None:
        """A change that was not made here takes away what could be undone: undoing would take it back with it."""
        if self.gestures.can_undo:
            self.gestures.forget()
            self.undo.say("")

    def _show_parts(self) -> None:
        """The proposal, or the list, or what to do while there is nothing."""
        view = self._view
        assert view is not None
        proposing = self.proposal is not None
        has_plan = bool(view.sessions)
        self.list.setVisible(has_plan and not proposing)
        self.doubts.setVisible(bool(self.doubts.texts) and has_plan and not proposing)
        self.empty.setVisible(not has_plan and not proposing)
        self.head.setVisible(not proposing)
        if not has_plan:
            self.head.extra.hide()  # one thing to do: propose
            if self.empty.action is not None:
                self.empty.action.setVisible(view.group.status is not GroupStatus.CLOSED)

    def _stand_where_wanted(self, rows: tuple[PlanRow, ...]) -> None:
        if self._wanted is not None:
            self.list.table.go_to(self._wanted)
            self._wanted = None
        elif self.list.row is None and self._view is not None and self._view.next_session is not None:
            self.list.table.go_to(self._view.next_session.id)

    def _gone_wrong(self, error: UserFacingError) -> None:
        for part in (self.head, self.doubts, self.list, self.empty):
            part.hide()
        self.page.page.show()
        self.message.say(messages.of_error(error).whole, "problem")

    # -- what the person does -----------------------------------------------------------------------------------------

    def _go(self, kind: str, key: UUID | None) -> None:
        self.destination_requested.emit(Destination(kind, key))

    def _open_next(self) -> None:
        if self._view is not None and self._view.next_session is not None:
            self._go("session", self._view.next_session.id)

    def _open_feasts(self) -> None:
        self.feasts.open()
        self.page.show_widget(self.feasts)

    def _changed(self, words: str, key: object) -> None:
        self._wanted = key
        self.message.say("")
        self.undo.say(words, "good")
        if self.undo.action is not None:
            self.undo.action.setVisible(self.gestures.can_undo)
        self.list.table.setFocus()

    def _panel_shown(self) -> None:
        self.head.make_primary(False)
        self.page.show_widget(self.panel)

    def _panel_closed(self) -> None:
        self.head.make_primary(True)
        (self.list.table if self.list.isVisible() else self.head.open).setFocus()

    def _export(self) -> None:
        query = ExportCalendar(group_id=self._group_id)
        self._session.read(query, owner=self, done=self._save_calendar, failed=self._refused)

    def _save_calendar(self, file: CalendarFile) -> None:
        dialogs, proposed = self._surroundings.dialogs, self._folder() / file.file_name
        path = save_as(
            self, dialogs, "Guardar las fechas", CALENDAR, file.content, proposed, refusal="calendar_not_saved"
        )
        if path is not None:
            self.message.say(f"Se guardó «{path.name}». Solo lleva días y horas, con títulos neutros.", "good")

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "warning")

    # -- proposing ----------------------------------------------------------------------------------------------------

    def _propose(self) -> None:
        if self._view is None or self.proposal is not None or self._view.group.status is GroupStatus.CLOSED:
            return
        self.panel.close_panel()
        for banner in (self.message, self.undo):
            banner.say("")
        self.proposal = ProposalPane(self._surroundings, self._view)
        self.proposal.saved.connect(self._proposal_saved)
        self.proposal.left.connect(self._drop_proposal)
        self.proposal.grown.connect(self._show_proposed)
        self.page.column.insertWidget(self.page.column.indexOf(self.list), self.proposal)
        self._show_parts()

    def _show_proposed(self) -> None:
        if self.proposal is not None:
            shown = self.proposal.list
            QTimer.singleShot(0, shown, lambda: self.page.show_widget(shown))

    def _proposal_saved(self, outcome: Outcome) -> None:
        self._drop_proposal()
        self.gestures.forget()
        self.undo.say("Se guardó el plan.", "good")
        if self.undo.action is not None:
            self.undo.action.hide()

    def _drop_proposal(self) -> None:
        if self.proposal is not None:
            gone, self.proposal = self.proposal, None
            self.page.column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
            self._show_parts()
            self.list.focus()
