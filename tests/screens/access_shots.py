"""Accesos and entrega de cargo: every page worth looking at, on a book of several people."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.domain.roles import Role
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screens.access.handover import HandoverScreen
from facilitador.ui.screens.access.pages import ActionPage, ClavePage, FormPage
from facilitador.ui.screens.access.screen import AccessScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.use_cases.access import Access
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.handovers import Step
from facilitador.use_cases.people import AddTeamMember
from tests.books import PASSPHRASE
from tests.screens.stage import Stage

LEAVE = "Salir igual"
COPIES = "Memoria USB azul, en el archivador.\nComputadora de la oficina, carpeta «respaldos»."


def several_people(stage: Stage) -> None:
    """Rosa's book: Julia supervises, Abel has no access yet, two groups are Julia's."""
    path = stage.new_book("accesos", Role.SUPERVISOR)
    if stage._open_path != path:
        page = stage.unlock_page(path)
        page.person.setCurrentIndex(page.person.findText("Rosa Mamani Quispe"))
        page.clave.edit.setText(PASSPHRASE)
        page.open_button.click()
        stage._open_path = path
    session = stage.main._session
    if stage.ask(Groups()):
        return
    julia = next(line.person.id for line in stage.ask(Access()).lines if line.person.given_names == "Julia")
    session.run(
        [
            AddTeamMember(given_names="Abel", surnames="Tuesta Ushiñahua", profession="social_work"),
            FormGroup(name="Grupo Qantu", facilitator_ids=(julia, session.person.id)),
            FormGroup(name="Grupo Molle", facilitator_ids=(julia,)),
        ],
        owner=session,
    )
    stage.settle()


def overview(stage: Stage) -> AccessScreen:
    return stage.go("access", None, AccessScreen)


def overview_end(stage: Stage) -> None:
    screen = overview(stage)
    screen.overview.verticalScrollBar().setValue(screen.overview.verticalScrollBar().maximum())


def roles(stage: Stage) -> None:
    screen = overview(stage)
    screen.overview.roles.button.click()
    stage.settle()
    screen.overview.show_widget(screen.overview.roles)


def giving(stage: Stage) -> None:
    screen = overview(stage)
    screen.open_giving()
    page = screen.page
    assert isinstance(page, FormPage)
    page.form.restore_draft({"who": "new", "given_names": "Zoila", "role": "staff"})


def giving_refused(stage: Stage) -> None:
    screen = overview(stage)
    screen.open_giving()
    assert isinstance(screen.page, FormPage)
    screen.page.accept_button.click()


def temporary(stage: Stage) -> None:
    screen = overview(stage)
    screen.open_temporary(_julia(screen))
    assert isinstance(screen.page, ActionPage)
    screen.page.accept_button.click()
    stage.until(lambda: isinstance(screen.page, ClavePage))
    stage.dialogs.answers.append(LEAVE)


def ending(stage: Stage) -> None:
    screen = overview(stage)
    screen.open_ending(_julia(screen))


def renewed(stage: Stage) -> None:
    screen = overview(stage)
    screen.open_renewal()
    assert isinstance(screen.page, ActionPage)
    screen.page.accept_button.click()
    stage.until(lambda: isinstance(screen.page, RecoverySteps))
    stage.dialogs.answers.append(LEAVE)


def proof(stage: Stage) -> None:
    renewed(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, AccessScreen)
    assert isinstance(screen.page, RecoverySteps)
    screen.page.have_button.click()


def keeper(stage: Stage) -> None:
    overview(stage).open_keeper()


def handover_offered(stage: Stage) -> None:
    handover(Step.MATTERS)(stage)
    stage.go("handover", None, HandoverScreen)


def handover(step: Step) -> Callable[[Stage], None]:
    """The flow, gone through up to this step."""

    def steps(stage: Stage) -> None:
        screen = stage.go("handover", None, HandoverScreen)
        if screen.keeper.offer.isVisible():
            screen.keeper.offer.start_over.click()
        stage.settle()
        assert screen.flow is not None
        julia = next(one.id for one in screen.flow.leavers if one.given_names == "Julia")
        while screen.flow.step < step:
            page = screen.page
            assert isinstance(page, ActionPage)
            if isinstance(page, FormPage):
                _answer(page, screen.flow.step, julia)
            before = page
            page.accept_button.click()
            stage.until(lambda: screen.page is not before)  # noqa: B023 - called before it changes
            stage.settle()
        if step is Step.CODE:
            stage.dialogs.answers.append(LEAVE)

    return steps


def acta(stage: Stage) -> None:
    """The paper of what the step before handed over; handed over first where that was left out."""
    if not stage.ask(Access()).handovers:
        handover(Step.CODE)(stage)
    screen = stage.go("print_handover", stage.ask(Access()).handovers[0].id, PrintScreen)
    stage.until_painted(screen)


def _answer(page: FormPage, step: Step, julia: UUID) -> None:
    if step is Step.WHO:
        page.form.restore_draft({"person_id": str(julia)})
    elif step is Step.GROUPS:
        name, row = next(iter(page.form.rows.items()))
        page.form.restore_draft({name: [next(iter(row.control.boxes))]})  # type: ignore[attr-defined]
    else:
        page.form.restore_draft({"copies": COPIES, "pending": "Oficio a la comisaría, sin respuesta."})


def _julia(screen: AccessScreen) -> UUID:
    return next(key for key, shown in screen.overview.cards.items() if shown.end_button.isVisibleTo(screen))


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("access", overview),
    ("access-end", overview_end),
    ("access-roles", roles),
    ("access-give", giving),
    ("access-give-refused", giving_refused),
    ("access-temporary", temporary),
    ("access-end-of-one", ending),
    ("access-code", renewed),
    ("access-proof", proof),
    ("access-keeper", keeper),
    *((f"handover-{step.name.lower()}", handover(step)) for step in (Step.WHO, Step.GROUPS, Step.MATTERS, Step.CHECK)),
    ("handover-draft", handover_offered),
    ("handover-code", handover(Step.CODE)),  # from here on Julia is gone
    ("handover-acta", acta),
)
"""Names of pictures and the steps to each, in an order in which each finds what it needs."""
