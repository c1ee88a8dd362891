"""Preparar un paquete: for what, what, to whom, until when; how large it is, and the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from facilitador import messages
from facilitador.domain.changes import Change, Topic
from facilitador.domain.origins import OWN
from facilitador.domain.package_words import by_part, size_words
from facilitador.domain.packages import PackageKind
from facilitador.domain.participants import ParticipantLine
from facilitador.domain.registration_forms import Answers
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.taken_packages import TableCounts
from facilitador.errors import InvalidInput, Problem, UserFacingError
from facilitador.ui.dialogs import FileKind
from facilitador.ui.folders import documents_folder
from facilitador.ui.forms import Form
from facilitador.ui.papers import replace_file
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.packages import wishes
from facilitador.ui.screens.packages.moving_consent import ConsentOfMan
from facilitador.ui.short_forms import controls, problems_as_typed, refuse_unfinished
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.package_sending import PackageWeight, Packed
from facilitador.use_cases.packages import Sources
from facilitador.use_cases.participants import PAGE_LIMIT, Participants
from facilitador.use_cases.trusted_keys import TrustedKeyLine, TrustedKeys

TITLE: Final = "Preparar un paquete"
EXPLANATION: Final = "Un archivo cifrado para quien usted elija. Nada sale del cuaderno hasta que lo guarde."
PACKAGE: Final = FileKind("Paquete", ("paquete",))
NEVER: Final = (
    "Nunca van: lo que cada quien respondió sobre su cansancio, los borradores, el registro de uso ni las claves."
)
NO_RESERVED: Final = "Tampoco van las notas de protección ni los contactos reservados."
RESERVED_FOR: Final = "Las notas de protección y los contactos reservados van cifrados solo para {names}."
STILL_HERE: Final = "Todavía no está entregado: cuando lo entregue, confírmelo en «Ver los paquetes»."
WEIGHING: Final = "Calculando qué lleva…"
PACKING: Final = "Preparando el paquete…"
_FIELDS: Final = {"group_ids": "groups", "participant_id": "man", "book_id": "source"}


class PrepareScreen(Screen):
    """Asks step by step, shows what would go and how large it is, and saves it where the person says.

    `id` and `detail`: the group or man, and the use, that the page which led here is about; both can be changed.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        detail: tuple[str, ...] = (),
        folder: Callable[[], Path] = documents_folder,
    ) -> None:
        super().__init__(TITLE, parent)
        self._wanted = ("".join(detail[:1]), id)
        self._surroundings, self._session, self._folder = surroundings, surroundings.session, folder
        self._supply = wishes.Supply()
        self._packed: Packed | None = None
        self._asked = 0  # what was asked before something changed is not shown
        self._saved = False
        self.form: Form | None = None
        self._build()
        self._read()

    def may_leave(self) -> bool:
        if self.form is None or not self.form.is_changed or self._saved:
            return True
        return self._surroundings.dialogs.confirm(
            self, "¿Salir sin guardar el paquete?", "Salir sin guardar", detail="Lo que eligió aquí se pierde."
        )

    # -- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.message = Banner()
        self.nobody = EmptyState(
            "key",
            "Todavía no hay a quién enviarlo",
            "Un paquete se cifra con la llave de quien lo recibe. Agregue primero la llave de esa persona.",
            "Ver las llaves",
        )
        self.nothing = EmptyState("groups", "No hay qué enviar", "Se envían grupos de este servicio: forme el primero.")
        self._frame, self._steps = card()
        self.consent = ConsentOfMan(self._surroundings)
        self.weight = RedrawnCard()
        self.look_button = button("Ver qué lleva", "primary")
        self.save_button = button("Guardar el paquete…", "primary", icon="save")
        self.list_button = button("Ver los paquetes", "primary")
        self.waiting = label("", "muted")
        self.cancel_button = button("Cancelar", "quiet")
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.nobody.action_requested.connect(lambda: self.destination_requested.emit(Destination("keys")))
        self.list_button.clicked.connect(lambda: self.destination_requested.emit(Destination("packages")))
        self.look_button.clicked.connect(self._look)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self._forget_weight)
        self.consent.recorded.connect(self._look)
        self.consent.panel.shown.connect(lambda: self.page.show_typing(self.consent))
        self.consent.panel.closed.connect(self._offer)

    def _lay_out(self) -> None:
        row = FlowLayout()
        for made in (self.look_button, self.save_button, self.list_button, self.cancel_button):
            row.addWidget(made)
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        for part in (self.message, self.nobody, self.nothing, self._frame, self.consent, self.weight, self.waiting):
            column.addWidget(part)
            part.hide()
        column.addLayout(row)
        column.addStretch(1)
        self._offer()

    def _offer(self, busy: str = "") -> None:
        """What can be done now. One primary action at a time."""
        ready, weighed = self.form is not None and not busy, self.weight.isVisibleTo(self)
        asking = self.consent.isVisibleTo(self)
        self.waiting.setText(busy)
        self.waiting.setVisible(bool(busy))
        self.look_button.setVisible(ready and not weighed and not asking)
        self.save_button.setVisible(ready and weighed and not self._saved)
        self.list_button.setVisible(self._saved)
        self.cancel_button.setVisible(busy == WEIGHING)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """The answers come in the order in which they are asked; the last one shows the form."""
        self._session.read(Groups(origin=OWN), owner=self, done=lambda groups: self._keep(groups=groups))
        if may_read(self._session.person.role, Section.RESERVED):
            self._read_men()
        else:
            self._read_rest()

    def _read_men(self) -> None:
        """All of them, page after page: whoever is not read could not be chosen."""
        query = Participants(origin=OWN, limit=PAGE_LIMIT, offset=len(self._supply.men))
        self._session.read(query, owner=self, done=self._keep_men)

    def _keep_men(self, men: tuple[ParticipantLine, ...]) -> None:
        self._keep(men=(*self._supply.men, *men))
        if len(men) < PAGE_LIMIT:
            self._read_rest()
        else:
            self._read_men()

    def _read_rest(self) -> None:
        self._session.read(Sources(), owner=self, done=lambda sources: self._keep(sources=sources))
        self._session.read(TrustedKeys(), owner=self, done=self._show)

    def _keep(self, **found: Any) -> None:
        self._supply = replace(self._supply, **found)

    def _show(self, lines: tuple[TrustedKeyLine, ...]) -> None:
        keys = tuple(line.key for line in lines if line.key.withdrawn_on is None)
        self._keep(keys=keys, reviews=may_write(self._session.person.role, Section.REVIEWS))
        self.nobody.setVisible(not keys)
        self.nothing.setVisible(bool(keys) and not self._supply.uses)
        if keys and self._supply.uses:
            self._ask()

    def _ask(self) -> None:
        today = self._surroundings.today
        self._parts = wishes.parts_of(self._supply)
        self.form = Form(self._parts, controls(today), check=self._problems)
        first = wishes.first_answers(self._supply, today())
        self.form.set_values({**first, **wishes.asked_for(self._supply, *self._wanted)})
        self.form.changed.connect(self._forget_weight)
        self.form.changed.connect(self._offer_reserved)
        self._offer_reserved()
        self._steps.addWidget(self.form)
        self._frame.show()
        self._offer()

    def _offer_reserved(self) -> None:
        """What is reserved goes to nobody but those who receive the package."""
        assert self.form is not None
        recipients = wishes.list_in(self.form.values(), "recipients")
        for name in wishes.RESERVED_FIELDS:
            row = self.form.rows.get(name)
            if row is not None and isinstance(row.control, WrappedChoices):
                row.control.offer(recipients)

    def _problems(self, values: Answers) -> tuple[Problem, ...]:
        return problems_as_typed(self._parts, values, self._surroundings.today())

    # -- what it would hold -------------------------------------------------------------------------------------------

    def _answers(self) -> Answers | None:
        """What was answered; None, and said beside the questions, if something is missing."""
        assert self.form is not None  # the button is shown with it
        values = self.form.values()
        try:
            refuse_unfinished(self._parts, values, self._surroundings.today(), self.form.shown)
        except InvalidInput as error:
            self.form.show_problems(error.problems)
            self.page.show_typing(self.form)
            return None
        self.form.clear_problems()
        return values

    def _look(self) -> None:
        values = self._answers()
        if values is None:
            return
        self.message.say("")
        self._asked += 1
        number = self._asked
        self._offer(WEIGHING)
        self._session.read(
            wishes.weighing(values),
            owner=self,
            done=lambda weight: self._show_weight(number, weight),
            failed=self._refuse,
        )

    def _show_weight(self, number: int, weight: PackageWeight) -> None:
        if number != self._asked:
            return
        counts = by_part({name: TableCounts(new=count) for name, count in weight.counts.items()})
        lines = [
            label(f"Ocupa {size_words(weight.size)}", "heading"),
            label("\n".join(f"{part}: {one.new}" for part, one in counts)),
            label(f"Solo lo pueden abrir: {self._recipients()}.", "muted"),
            label(f"{NEVER} {self._reserved_words()}", "muted"),
        ]
        self.weight.redraw(lines)
        self.weight.show()
        self._offer()
        self.save_button.setFocus()
        QTimer.singleShot(0, self, lambda: self.page.show_widget(self.weight))  # once it has its place

    def _reserved_words(self) -> str:
        names = self._named(wishes.reserved_in(self._values()))
        return RESERVED_FOR.format(names=names) if names else NO_RESERVED

    def _recipients(self) -> str:
        return self._named(wishes.list_in(self._values(), "recipients"))

    def _named(self, fingerprints: list[str]) -> str:
        return ", ".join(key.identity.name for key in self._supply.keys if key.identity.fingerprint in fingerprints)

    def _values(self) -> Answers:
        return self.form.values() if self.form is not None else {}

    def _forget_weight(self) -> None:
        """Something is not as it was weighed, or the person gave up waiting."""
        self._asked += 1
        self._packed, self._saved = None, False
        self.weight.hide()
        self.consent.panel.close_panel()
        self._offer()

    # -- the file -----------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        """Where is asked first: what is packed is noted as sent, so nothing is packed in vain."""
        values = self._answers()
        if values is None:
            return
        proposed = self._folder() / f"paquete-{self._surroundings.today():%Y-%m-%d}.paquete"
        path = self._surroundings.dialogs.save_file(self, "Guardar el paquete", PACKAGE, proposed)
        if path is None:
            return
        self.message.say("")
        if self._packed is not None:
            self._write(path, self._packed)
            return
        self._offer(PACKING)
        self._session.read(
            wishes.packing(values),
            owner=self,
            done=lambda packed: self._write(path, packed),
            failed=self._refuse,
        )

    def _write(self, path: Path, packed: Packed) -> None:
        self._packed = packed
        self._session.bus.announce([Change(Topic.PACKAGES, packed.manifest.package_id)])
        try:
            replace_file(path, packed.content)
        except OSError:
            self._refuse(UserFacingError("package_not_saved"))
            return
        self._saved = True
        self._offer()
        who = self._recipients()
        told = f"Se guardó «{path.name}». Llévelo en una memoria USB o envíelo por correo: solo lo abre {who}."
        pending = packed.manifest.kind in (PackageKind.HANDOVER, PackageKind.MAN)
        self.message.say(f"{told} {STILL_HERE}" if pending else told, "good")
        self.page.verticalScrollBar().setValue(0)
        self.list_button.setFocus()

    def _refuse(self, error: UserFacingError) -> None:
        self._offer()
        problems = error.problems if isinstance(error, InvalidInput) else ()
        if not problems and error.field is not None:
            problems = (Problem(error.field, error.code, dict(error.parameters)),)
        if self.form is not None and problems:
            elsewhere = self.form.show_problems([_in_form(one) for one in problems])
            said = " ".join(messages.of_problem(one).whole for one in elsewhere)
            self.page.show_typing(self.form)
        else:
            said = messages.of_error(error).whole
        self.message.say(said, "problem")
        if said:
            self.page.verticalScrollBar().setValue(0)
        if error.code == "moving_consent_needed":
            self._ask_consent(str(error.parameters["service"]))

    def _ask_consent(self, service: str) -> None:
        """Without his written consent nothing of him goes; it is recorded here, and the package is looked at again."""
        self.consent.ask(UUID(str(self._values()["man"])), service)
        self._offer()


def _in_form(problem: Problem) -> Problem:
    """A problem of the wish beside the question that it is answered with."""
    return Problem(_FIELDS.get(problem.field, problem.field), problem.code, problem.parameters)
