"""Accesos: the list of who may open the book, and each thing done about it in the same place."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from facilitador.domain.access import AccessOverview
from facilitador.domain.changes import Topic
from facilitador.domain.people import Person
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.form_fields import FormPart
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.access.overview import OverviewPage
from facilitador.ui.screens.access.pages import (
    ActionPage,
    ClavePage,
    FormPage,
    RoleFormPage,
    WarningPage,
    today_typed,
)
from facilitador.ui.screens.access.questions import giving_parts, keeper_parts, person_of, role_field, role_of
from facilitador.ui.short_forms import day_in, text_in
from facilitador.ui.shown_codes import ShownCode
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.access import Access, ConfirmRecoveryCodeKept, ReviewAccess
from facilitador.use_cases.access_keys import GivenClave, KeyDesk, NewCode
from facilitador.use_cases.recovery_proofs import RecoveryProof
from facilitador.use_cases.requests import Outcome

if TYPE_CHECKING:
    from facilitador.ui.printing import AskForPrinter

T = TypeVar("T")
SubPage: TypeAlias = ActionPage | ClavePage | RecoverySteps

DEMO = "Con los datos de ejemplo no se dan ni se quitan claves."
READ_ONLY = "De los accesos se ocupa quien facilita o supervisa."
ENDING = (
    "Primero se hace una copia de respaldo. Después el cuaderno recibe llaves nuevas, que solo abren las claves de "
    "quienes quedan. No hace falta la clave de quien se va, y nadie más tiene que cambiar la suya.",
    "Lo que esa persona podía abrir hasta hoy le sigue siendo legible si guarda una copia: el cuaderno de esta fecha y "
    "las copias de respaldo anteriores. Pídale que las entregue o las borre.",
    "También habrá un código de recuperación nuevo: el de la hoja anterior dejará de servir.",
)
RENEWING = (
    "El código de la hoja anterior dejará de abrir el cuaderno en este momento.",
    "Tenga lista la impresora, o papel para copiarlo: no se vuelve a mostrar.",
)
CODE_AFTER_ENDING = "El cuaderno ya tiene llaves nuevas. Este es su código de recuperación; el anterior no abre nada."
CODE_RENEWED = "Este es el código nuevo; el anterior ya no abre nada. Entréguelo en un sobre cerrado a la jefatura."


class AccessScreen(Screen):
    """Reads who has access each time something of it changed."""

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        ask_for_printer: AskForPrinter | None = None,
    ) -> None:
        super().__init__("Accesos", parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._ask_for_printer = ask_for_printer
        self._background = Background(self)
        self._may_write = may_write(self._session.person.role, Section.SERVICE)
        self._overview: AccessOverview | None = None
        self.page: SubPage | None = None
        self.overview = OverviewPage(
            self._session.person.id,
            surroundings.today,
            may_write=self._may_write,
            has_keys=surroundings.keys is not None,
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.overview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        if not self._may_write:
            self.overview.message.say(READ_ONLY)
        elif surroundings.keys is None:
            self.overview.message.say(DEMO)
        self._session.bus.watch(self, (Topic.ACCESS, Topic.PEOPLE), self._read)
        self._read()
        waiting = surroundings.codes.code if surroundings.codes is not None else None
        if waiting is not None:
            self._show_waiting(waiting)

    def may_leave(self) -> bool:
        if isinstance(self.page, ActionPage) and self.page.busy:
            return False
        return not isinstance(self.page, ClavePage | RecoverySteps) or self._leaves_secret()

    def _leaves_secret(self) -> bool:
        """What is shown once is not lost by a slip: the clave and the code can only be made anew."""
        leaves = self._surroundings.dialogs.confirm(
            self,
            "Esto no se vuelve a mostrar.",
            "Salir igual",
            detail="Si no quedó en papel, habrá que hacer otro nuevo en esta misma página.",
        )
        if leaves and isinstance(self.page, RecoverySteps):
            self._forget_code()
        return leaves

    def _connect(self) -> None:
        wishes: tuple[tuple[object, Callable[..., None]], ...] = (
            (self.overview.give_wanted, self.open_giving),
            (self.overview.role_wanted, self.open_role),
            (self.overview.clave_wanted, self.open_temporary),
            (self.overview.end_wanted, self.open_ending),
            (self.overview.code_wanted, self.open_renewal),
            (self.overview.keeper_wanted, self.open_keeper),
            (self.overview.review_wanted, self._review),
        )
        for wish, answer in wishes:
            wish.connect(answer)  # type: ignore[attr-defined]
        self.overview.handover_wanted.connect(lambda: self.destination_requested.emit(Destination("handover")))
        self.overview.acta_wanted.connect(
            lambda key: self.destination_requested.emit(Destination("print_handover", key))
        )

    # -- what can be done ---------------------------------------------------------------------------------------------

    def open_giving(self) -> None:
        """Let somebody in."""
        without = self._overview.without if self._overview is not None else ()
        page = RoleFormPage(
            self._surroundings,
            "Dar acceso al cuaderno",
            "El programa inventa una clave temporal, que esa persona cambiará al entrar por primera vez.",
            "Dar acceso",
            giving_parts(without),
        )
        self._open(page, lambda: self._give(page))

    def open_role(self, person_id: UUID) -> None:
        """Give somebody another role."""
        person = self._person(person_id)
        page = RoleFormPage(
            self._surroundings,
            f"Rol de {person.full_name}",
            "Vale desde la próxima vez que abra el cuaderno.",
            "Guardar el rol",
            (FormPart("", "", (role_field("¿Qué hace en el cuaderno?"),)),),
        )
        page.form.set_values({"role": str(person.role)})
        page.show_role()
        self._open(page, lambda: self._save_role(page, person))

    def open_temporary(self, person_id: UUID) -> None:
        """Give somebody who forgot hers a new temporary clave."""
        person = self._person(person_id)
        lines = (f"La clave de {person.full_name} deja de servir. El programa inventa una temporal para la entrada.",)
        page = WarningPage("Clave temporal nueva", lines, "Hacer una clave temporal", grave=False)
        self._open(page, lambda: self._work(page, self._keys.renew_temporary(person_id), self._show_clave))

    def open_ending(self, person_id: UUID) -> None:
        """Take somebody's access away."""
        name = self._person(person_id).full_name
        page = WarningPage(f"Quitar el acceso a {name}", ENDING, "Quitar el acceso")
        said = f"{name} ya no puede abrir el cuaderno."
        shown = partial(self._show_code, CODE_AFTER_ENDING, said)
        self._open(page, lambda: self._work(page, self._keys.end_access(person_id), shown))

    def open_renewal(self) -> None:
        """Make a new recovery code."""
        page = WarningPage("Renovar el código de recuperación", RENEWING, "Hacer un código nuevo")
        shown = partial(self._show_code, CODE_RENEWED, "El código de recuperación es nuevo.")
        self._open(page, lambda: self._work(page, self._keys.renew_recovery_code(), shown))

    def open_keeper(self) -> None:
        """Record who keeps the recovery code."""
        page = FormPage(self._surroundings, "Quién guarda el código de recuperación", "", "Guardar", keeper_parts())
        page.form.set_values({"kept_on": today_typed(self._surroundings.today)})
        self._open(page, lambda: self._save_keeper(page))

    def back_to_overview(self, said: str = "") -> None:
        """Show the list again."""
        page, self.page = self.page, None
        self._stack.setCurrentWidget(self.overview)
        if said:
            self.overview.message.say(said, "good")
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self._read()
        self.overview.focus_first()

    @property
    def _keys(self) -> KeyDesk:
        keys = self._surroundings.keys
        assert keys is not None  # without keys no button leads here
        return keys

    def _person(self, person_id: UUID) -> Person:
        assert self._overview is not None
        return next(line.person for line in self._overview.lines if line.person.id == person_id)

    def _give(self, page: RoleFormPage) -> None:
        values = page.values
        role, person_id = role_of(values["role"]), person_of(values.get("who"))
        assert role is not None
        if person_id is not None:
            future = self._keys.give_access(person_id, role)
        else:
            future = self._keys.add_person(
                text_in(values, "given_names"), text_in(values, "surnames"), text_in(values, "profession"), role
            )
        self._work(page, future, self._show_clave)

    def _save_role(self, page: RoleFormPage, person: Person) -> None:
        role = role_of(page.values["role"])
        assert role is not None
        said = f"Cambió el rol de {person.full_name}. Vale desde su próxima entrada."
        self._work(page, self._keys.change_role(person.id, role), partial(self._done, said))

    def _save_keeper(self, page: FormPage) -> None:
        kept_on = day_in(page.values, "kept_on")
        command = ConfirmRecoveryCodeKept(keeper=text_in(page.values, "keeper"), kept_on=kept_on or date.min)
        self._session.run(
            [command],
            owner=page,
            done=lambda outcome: self.back_to_overview("Quedó anotado quién guarda el código."),
            failed=page.refuse,
        )

    def _review(self) -> None:
        said = "Quedó anotado que usted revisó hoy los accesos."
        self._session.run([ReviewAccess()], owner=self, done=lambda outcome: self.overview.message.say(said, "good"))

    # -- working ------------------------------------------------------------------------------------------------------

    def _open(self, page: ActionPage, accept: Callable[[], None]) -> None:
        self.overview.message.say("")
        page.accepted.connect(accept)
        page.back_wanted.connect(self.back_to_overview)
        self._show_page(page)

    def _show_page(self, page: SubPage) -> None:
        former, self.page = self.page, page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if former is not None:
            self._stack.removeWidget(former)
            former.deleteLater()
        page.focus_first()

    def _work(self, page: ActionPage, future: Future[T], done: Callable[[T], None]) -> None:
        page.message.say("")
        page.set_busy(True)

        def refused(error: UserFacingError) -> None:
            page.refuse(error)

        self._background.follow(future, done, refused)

    def _announce(self, outcome: Outcome) -> None:
        self._session.bus.announce(outcome.changes, "")

    def _done(self, said: str, outcome: Outcome) -> None:
        self._announce(outcome)
        self.back_to_overview(said)

    def _show_clave(self, given: GivenClave) -> None:
        self._announce(given.outcome)
        page = ClavePage(given, self._surroundings, self._ask_for_printer)
        page.done.connect(lambda: self.back_to_overview(f"{given.name} ya puede abrir el cuaderno."))
        self._show_page(page)

    def _show_code(self, introduction: str, said: str, code: NewCode) -> None:
        self._announce(code.outcome)
        shown = ShownCode(code.groups, code.sheet, introduction, said)
        if self._surroundings.codes is not None:
            self._surroundings.codes.put(shown)
        self._show_waiting(shown)

    def _show_waiting(self, code: ShownCode) -> None:
        """Show a code that is not on paper yet: just made, or hidden by a lock."""
        proof = RecoveryProof(self._keys.choose)
        proof.show(code.groups)
        page = RecoverySteps(
            proof,
            code.sheet,
            self._surroundings.dialogs,
            self._surroundings.now,
            introduction=code.introduction,
            ask_for_printer=self._ask_for_printer,
        )
        page.proved.connect(lambda: self._proved(code.said))
        self._show_page(page)

    def _proved(self, said: str) -> None:
        self._forget_code()
        self.back_to_overview(f"{said} Anote quién guarda el sobre.")

    def _forget_code(self) -> None:
        if self._surroundings.codes is not None:
            self._surroundings.codes.forget()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Access(), owner=self, done=self._show)

    def _show(self, overview: AccessOverview) -> None:
        self._overview = overview
        self.overview.show_overview(overview)
