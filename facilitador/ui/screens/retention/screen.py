"""Plazos de conservación: how long each kind is kept, whose data may go, and the two steps in which they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final
from uuid import UUID

import msgspec
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador import messages
from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.mentions import LEFT_LABELS, LeftNamed, NamedElsewhere
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.domain.retention import (
    BASIS_LIMIT,
    COUNTED_FROM,
    GROUND_LABELS,
    KIND_LABELS,
    PurgeLine,
    RetentionKind,
    RetentionPeriod,
    RetentionState,
)
from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.panel import Panel
from facilitador.ui.panel_leaving import may_leave
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.screens.retention import mentions
from facilitador.ui.short_forms import text_in
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.mentions import NameMentions
from facilitador.use_cases.purges import PurgeReport
from facilitador.use_cases.requests import Command
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge, Retention, SetRetention, WithdrawPurge

TITLE: Final = "Plazos de conservación"
EXPLANATION: Final = (
    "Los datos se guardan mientras hacen falta y no más (Ley 29733). La ley no fija años: los decide el servicio según "
    "la norma que le toque, y aquí se escriben. Sin plazo, nada se retira."
)
NOT_SET: Final = "Sin plazo: por verificar con quien asesora al servicio."
WHOSE: Final = "Datos que ya pueden retirarse"
WHOSE_EXPLANATION: Final = (
    "Se hace en dos pasos: alguien lo propone y otra persona lo confirma, o la misma desde el día siguiente. Al "
    "confirmar se retira todo, para siempre; quedan solo cuentas que no dicen de nadie."
)
NOBODY: Final = "Por ahora, de nadie."
SURE: Final = "¿Retirar para siempre todo lo que se guarda de esta persona?"
SURE_DETAIL: Final = "No se puede deshacer. Las copias de respaldo anteriores lo guardan hasta que se renuevan."
FIELDS: Final = (
    FieldSpec("years", "¿Cuántos años?", FieldKind.NUMBER, compulsory=True),
    FieldSpec("basis", "¿Qué norma o acuerdo lo dice?", compulsory=True, max_length=BASIS_LIMIT),
)


LEFT_FIELDS: Final = (
    FieldSpec(
        "left_named",
        "¿Qué se hace con esos textos?",
        FieldKind.CHOICE,
        compulsory=True,
        options=tuple(Option(one.value, text) for one, text in LEFT_LABELS.items()),
    ),
)
_KINDS: Final = {"confirm": "danger", "mentions": "quiet"}


class RetentionScreen(Screen):
    """Reads the state each time something of it changed."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._surroundings, self._session = surroundings, surroundings.session
        self._period: RetentionPeriod | None = None
        self._leaving: ConfirmPurge | None = None
        self._settling = Background(self)
        self.buttons: dict[str, QPushButton] = {}
        self._build()
        topics = (Topic.RETENTION, Topic.RIGHTS, Topic.PARTICIPANTS, Topic.ENROLMENTS)
        self._session.bus.watch(self, topics, self._read)
        self._read()

    def may_leave(self) -> bool:
        """Asks before an unsaved answer is lost, for it is kept as no draft."""
        return may_leave(self._surroundings, self, self.panel)

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.message = Banner()
        self.panel = Panel(self._surroundings.today)
        self.periods, self.lines = RedrawnCard(), RedrawnCard()
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        for part in (self.message, self.panel, self.periods):
            column.addWidget(part)
        column.addWidget(SectionHeader(WHOSE, WHOSE_EXPLANATION))
        column.addWidget(self.lines)
        self.requests_button = acting("Pedidos sobre datos", self._show_requests, "quiet")
        row = FlowLayout()
        row.addWidget(self.requests_button)
        column.addLayout(row)
        column.addStretch(1)
        self.panel.accepted.connect(self._send)
        self.panel.shown.connect(lambda: self.page.show_typing(self.panel))
        self.page.page.hide()  # nothing to show before the first answer

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._session.read(Retention(), owner=self, done=self._show, failed=self._refused)

    def _show(self, state: RetentionState) -> None:
        self.buttons = {}
        self.periods.redraw([widget for one in state.periods for widget in self._period_line(one)][1:])
        told: list[QWidget] = [widget for one in state.lines for widget in self._purge_line(one)][1:]
        erased = f"Personas cuyos datos se retiraron hasta hoy: {state.erased}." if state.erased else ""
        told = told or [label(NOBODY, "muted")]
        self.lines.redraw([*told, *([rule(), label(erased, "muted")] if erased else [])])
        self.page.page.show()

    def _period_line(self, one: RetentionPeriod) -> tuple[QWidget, QWidget]:
        title = KIND_LABELS[one.kind]
        facts = (NOT_SET,)
        if one.years is not None:
            facts = (f"{_years(one.years)} {COUNTED_FROM[one.kind]}. {one.basis}",)
        change = acting("Poner el plazo" if one.years is None else "Cambiar", partial(self._ask, one), about=title)
        self.buttons[one.kind] = change
        return rule(), told_line(title, facts, change)

    def _purge_line(self, one: PurgeLine) -> tuple[QWidget, ...]:
        facts = [f"{GROUND_LABELS[one.ground]}. Lo último que se anotó: {format_date(one.last_day)}."]
        if one.given_to:
            facts.append(f"Su grupo se entregó a {one.given_to}: aquí queda una copia, también de lo reservado.")
        if one.proposal is not None:
            facts.append(f"Propuesto el {format_date(one.proposal.proposed_on)}.")
            if not one.may_confirm:
                facts.append("Falta que otra persona lo confirme, o usted desde el día siguiente.")
        holder = QWidget()
        row = FlowLayout(holder)
        for key, text, act in self._steps(one):
            kind = _KINDS.get(key, "secondary")
            made = self.buttons[f"{key}-{one.participant_id}"] = acting(text, act, kind, about=one.full_name)
            row.addWidget(made)
        return rule(), told_line(one.full_name, facts, role="label"), holder

    def _steps(self, one: PurgeLine) -> Iterable[tuple[str, str, Callable[[], object]]]:
        if one.proposal is None:
            proposing = ProposePurge(participant_id=one.participant_id)
            yield "propose", "Proponer que se retire", partial(self._do, proposing)
        else:
            if one.may_confirm:
                yield "confirm", "Retirar para siempre", partial(self._look_first, one)
            yield "withdraw", "Dejar sin efecto", partial(self._do, WithdrawPurge(proposal_id=one.proposal.id))
        yield "mentions", mentions.TITLE, partial(self._show_mentions, one.participant_id)

    # -- what the person does -----------------------------------------------------------------------------------------

    def _ask(self, one: RetentionPeriod) -> None:
        self._period, self._leaving = one, None
        answers: dict[str, Answer] = {}
        if one.years is not None:
            answers = {"years": one.years, "basis": one.basis}
        self.panel.ask("Plazo de conservación", FIELDS, "Guardar", words=KIND_LABELS[one.kind], answers=answers)

    def _send(self, values: Answers) -> None:
        one = self._period
        if self._leaving is not None:
            left = LeftNamed(text_in(values, "left_named"))
            self._confirm(msgspec.structs.replace(self._leaving, left_named=left))
            return
        if one is None:
            return
        years = values.get("years")
        command = SetRetention(
            kind=RetentionKind(one.kind),
            revision=one.revision,
            years=int(str(years)) if years not in (None, "") else -1,
            basis=text_in(values, "basis"),
        )
        self._session.run([command], owner=self, done=lambda outcome: self._saved(), failed=self.panel.refuse)

    def _saved(self) -> None:
        self.panel.close_panel()
        self.message.say("Quedó anotado.", "good")

    def _do(self, command: Command) -> None:
        self._session.run([command], owner=self, done=lambda outcome: self._saved(), failed=self._refused)

    def _look_first(self, one: PurgeLine) -> None:
        """Before anything goes: where his name stands in texts that stay."""
        query = NameMentions(participant_id=one.participant_id)
        self._session.read(query, owner=self, done=partial(self._decide, one), failed=self._refused)

    def _decide(self, one: PurgeLine, found: NamedElsewhere) -> None:
        assert one.proposal is not None  # it is offered for what was proposed
        self._leaving = ConfirmPurge(proposal_id=one.proposal.id, seen_mentions=len(found.mentions))
        if not found.mentions:
            self._confirm(self._leaving)
            return
        many = "1 lugar" if len(found.mentions) == 1 else f"{len(found.mentions)} lugares"
        words = f"Su nombre aparece en {many} de otros registros, que se quedan. Véalos con «{mentions.TITLE}»."
        self.panel.ask("Antes de retirar sus datos", LEFT_FIELDS, "Seguir", words=words)

    def _confirm(self, command: ConfirmPurge) -> None:
        if self._surroundings.dialogs.confirm(self, SURE, "Retirar", detail=SURE_DETAIL, danger=True):
            self._session.run([command], owner=self, done=lambda outcome: self._settle(), failed=self._refused)

    def _settle(self) -> None:
        self.panel.close_panel()
        self.message.say("Se retiró todo lo que se guardaba de esa persona.", "good")
        desk = self._surroundings.purges
        if desk is not None:
            self._settling.follow(desk.settle(), self._tell_copies, self._refused)

    def _tell_copies(self, report: PurgeReport) -> None:
        """Which copies still hold what went, and until about when."""
        if not report.copies:
            self.message.say("Se retiró todo. No hay copias de respaldo que todavía lo guarden.", "good")
            return
        last = max(one.until for one in report.copies)
        self.message.say(
            f"Se retiró todo del cuaderno. Todavía lo guardan {len(report.copies)} copias de respaldo, hasta cerca del "
            f"{format_date(last)}, y las que estén en una memoria que hoy no está puesta. Si hay que borrarlas antes, "
            "haga primero una copia nueva.",
            "good",
        )

    def _refused(self, error: UserFacingError) -> None:
        self.message.say(messages.of_error(error).whole, "problem")
        self.page.page.show()

    def _show_mentions(self, participant_id: UUID) -> None:
        self.destination_requested.emit(Destination("name_mentions", participant_id))

    def _show_requests(self) -> None:
        self.destination_requested.emit(Destination("rights"))


def _years(years: int) -> str:
    return "1 año" if years == 1 else f"{years} años"
