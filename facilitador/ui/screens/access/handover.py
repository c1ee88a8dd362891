"""Entrega de cargo on screen: one step a page, back and forth without losing what was typed, also over a lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador.domain.access import LeavingMatters
from facilitador.domain.people import Person
from facilitador.domain.roles import Section, may_write
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.ui import theme
from facilitador.ui.background import Background
from facilitador.ui.drafts import DraftKeeper, FoundDraft
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.access import handover_pages as pages
from facilitador.ui.screens.access.pages import ActionPage, FormPage
from facilitador.ui.short_forms import text_in
from facilitador.ui.shown_codes import ShownCode
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.layout import EmptyState
from facilitador.use_cases.access import LeftBehind
from facilitador.use_cases.access_keys import KeyDesk, NewCode
from facilitador.use_cases.handovers import HandoverFlow, Step
from facilitador.use_cases.people import People

if TYPE_CHECKING:
    from facilitador.ui.printing import AskForPrinter

StepPage: TypeAlias = ActionPage | RecoverySteps | pages.HandedPage

DRAFT_NAME = "handover"
NOBODY = "No hay nadie más en el equipo"
NOBODY_WHY = "Agregue primero en Equipo a quien continúa: el cargo se entrega a alguien."
NOT_HERS = "De la entrega de cargo se ocupa quien facilita o supervisa"
NOT_HERS_WHY = "Pídaselo a una de esas personas. Con los datos de ejemplo no hay claves que cambiar."
NEW_CODE = (
    "La entrega está hecha y el cuaderno tiene llaves nuevas. Este es su código de recuperación: el de la hoja "
    "anterior ya no abre nada."
)
HANDED = "La entrega está hecha; su acta está más abajo."


class HandoverScreen(Screen):
    """Shows one `HandoverFlow`: the rules of every step are the flow's, never this page's."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        ask_for_printer: AskForPrinter | None = None,
    ) -> None:
        super().__init__("Entrega de cargo", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._ask_for_printer = ask_for_printer
        self._background = Background(self)
        self.flow: HandoverFlow | None = None
        self.page: StepPage | None = None
        self._stack = QStackedWidget(self)
        self.keeper = DraftKeeper(surroundings, DRAFT_NAME, read=self._typed, restore=self._restore, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        offered = QVBoxLayout()
        offered.setContentsMargins(theme.SPACE_XL, 0, theme.SPACE_XL, 0)
        offered.addWidget(self.keeper.offer)
        column.addLayout(offered)
        column.addWidget(self._stack, 1)
        if surroundings.keys is None or not may_write(self._session.person.role, Section.SERVICE):
            self._stack.addWidget(EmptyState("lock", NOT_HERS, NOT_HERS_WHY))
        else:
            self._session.read(People(), owner=self, done=partial(self._begin, surroundings.keys))

    def may_leave(self) -> bool:
        if isinstance(self.page, RecoverySteps):
            leaves = self._surroundings.dialogs.confirm(
                self,
                "El código de recuperación no se vuelve a mostrar.",
                "Salir igual",
                detail="La entrega ya está hecha. Si la hoja no quedó en papel, renueve el código en Accesos.",
            )
            if leaves:
                self._forget_code()
            return leaves
        if isinstance(self.page, ActionPage) and self.page.busy:
            return False
        return self.keeper.let_go()

    def _begin(self, keys: KeyDesk, team: tuple[Person, ...]) -> None:
        self.flow = HandoverFlow(team, self._session.person.id, keys.choose)
        if not self.flow.leavers:
            self._stack.addWidget(EmptyState("team", NOBODY, NOBODY_WHY))
            return
        self.keeper.settled.connect(self._settled)
        self._stack.setEnabled(False)
        self._show_step()
        self.keeper.begin()

    def _settled(self) -> None:
        self._stack.setEnabled(True)
        if self.page is not None:
            self.page.focus_first()

    # -- what is typed ------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any] | None:
        """What was answered so far, as a draft keeps it; None before anybody was chosen and once it is done."""
        flow = self.flow
        if flow is None or flow.person is None or flow.step > Step.WORKING:
            return None
        to = {str(line.group.id): [str(key) for key in flow.assigned(line.group.id)] for line in flow.groups}
        return {"person_id": str(flow.person.id), "to": to, "copies": flow.copies, "pending": flow.pending}

    def _restore(self, found: FoundDraft) -> None:
        person_id = UUID(found.content["person_id"])
        if self.flow is not None and any(one.id == person_id for one in self.flow.leavers):
            query = LeftBehind(person_id=person_id)
            self._session.read(query, owner=self, done=partial(self._take_up, found.content))

    def _take_up(self, content: dict[str, Any], matters: LeavingMatters) -> None:
        flow = self._flow
        flow.leave(UUID(content["person_id"]), matters)
        there = {str(one.id) for one in flow.successors}
        for group_id, to in content["to"].items():
            flow.assign(UUID(group_id), [UUID(key) for key in to if key in there])
        flow.keep_matters(content["copies"], content["pending"])
        self._show_step()

    @property
    def _flow(self) -> HandoverFlow:
        assert self.flow is not None
        return self.flow

    # -- going through the steps --------------------------------------------------------------------------------------

    def _show_step(self) -> None:
        flow, step = self._flow, self._flow.step
        if step is Step.WHO:
            self._show_form(pages.who_page(self._surroundings, flow), self._choose_person)
        elif step is Step.GROUPS:
            self._show_form(pages.groups_page(self._surroundings, flow), self._go_on, self._assign)
        elif step is Step.MATTERS:
            self._show_form(pages.matters_page(self._surroundings, flow), self._go_on, self._keep_matters)
        elif step is Step.CHECK:
            page = pages.check_page(flow)
            page.accepted.connect(self._work)
            page.back_wanted.connect(self._go_back)
            self._show_page(page)
        else:
            self._show_done()

    def _show_form(
        self,
        page: FormPage,
        accept: Callable[[FormPage], None],
        keep: Callable[[FormPage], None] = lambda page: None,
    ) -> None:
        def changed() -> None:
            keep(page)
            self.keeper.touch()

        page.form.changed.connect(changed)
        page.accepted.connect(lambda: accept(page))
        page.back_wanted.connect(self._go_back)
        self._show_page(page)

    def _choose_person(self, page: FormPage) -> None:
        person_id = UUID(text_in(page.values, "person_id"))

        def chosen(matters: LeavingMatters) -> None:
            self._flow.leave(person_id, matters)
            self._go_on(page)
            self.keeper.touch()

        self._session.read(LeftBehind(person_id=person_id), owner=page, done=chosen, failed=page.refuse)

    def _assign(self, page: FormPage) -> None:
        for line in self._flow.groups:
            chosen = page.values.get(str(line.group.id), [])
            keys = chosen if isinstance(chosen, list) else []
            self._flow.assign(line.group.id, [UUID(str(key)) for key in keys])

    def _keep_matters(self, page: FormPage) -> None:
        self._flow.keep_matters(text_in(page.values, "copies"), text_in(page.values, "pending"))

    def _go_on(self, page: FormPage) -> None:
        try:
            self._flow.forward()
        except InvalidInput as error:
            page.refuse(error)
        else:
            self._show_step()

    def _go_back(self) -> None:
        if self._flow.step is Step.WHO:
            self.back_requested.emit()
            return
        self._flow.back()
        self._show_step()

    # -- the work -----------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        keys, page = self._surroundings.keys, self.page
        assert keys is not None
        assert isinstance(page, ActionPage)
        self._flow.forward()
        self.keeper.keep_now()
        page.message.say("")
        page.set_busy(True)
        future = keys.carry_out(self._flow.commands(self._surroundings.new_id))
        self._background.follow(future, self._worked, self._refused)

    def _refused(self, error: UserFacingError) -> None:
        self._flow.refused()
        if isinstance(self.page, ActionPage):
            self.page.refuse(error)

    def _worked(self, code: NewCode) -> None:
        self._session.bus.announce(code.outcome.changes, "")
        self.keeper.discard()
        self._flow.done(code.groups)
        if self._flow.step is Step.DONE:
            self._show_done()
            return
        if self._surroundings.codes is not None:
            self._surroundings.codes.put(ShownCode(code.groups, code.sheet, NEW_CODE, HANDED))
        steps = RecoverySteps(
            self._flow,
            code.sheet,
            self._surroundings.dialogs,
            self._surroundings.now,
            introduction=NEW_CODE,
            ask_for_printer=self._ask_for_printer,
        )
        steps.proved.connect(self._forget_code)
        steps.proved.connect(self._show_done)
        self._show_page(steps)

    def _forget_code(self) -> None:
        if self._surroundings.codes is not None:
            self._surroundings.codes.forget()

    def _show_done(self) -> None:
        flow = self._flow
        assert flow.person is not None
        page = pages.HandedPage(flow.person)
        page.acta_wanted.connect(
            lambda: self.destination_requested.emit(Destination("print_handover", flow.handover_id))
        )
        page.done.connect(self.back_requested)
        self._show_page(page)

    def _show_page(self, page: StepPage) -> None:
        former, self.page = self.page, page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if former is not None:
            self._stack.removeWidget(former)
            former.deleteLater()
        page.focus_first()
