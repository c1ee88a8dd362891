"""The parts of referrals: the way of a sanction; what is known of one referral, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.referrals import (
    REASON_LABELS,
    STATE_LABELS,
    URGENCY_LABELS,
    Referral,
    SanctionAlternative,
    SanctionRoute,
    Sharing,
)
from facilitador.reference import catalogue
from facilitador.ui import theme
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line

SET: Final = "Su camino está anotado. Las sesiones no reemplazan ninguna sanción ni medida (6.2.8)."


class SanctionPart(QWidget):
    """What stands on the way of a man with a sanction; out of sight for others.

    `referral_wanted`, `alternative_wanted`: one of them is to be written down; `withdrawal_wanted(alternative)`.
    """

    referral_wanted = Signal()
    alternative_wanted = Signal()
    withdrawal_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.banner = Banner(parent=self)
        self.refer_button = acting("Derivar a un CAI", self.referral_wanted.emit, icon="plus")
        self.alternative_button = acting("No hay un CAI a su alcance", self.alternative_wanted.emit)
        self.card = RedrawnCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.banner)
        row = FlowLayout()
        for one in (self.refer_button, self.alternative_button):
            row.addWidget(one)
            if not may_write:
                one.hide()
        column.addLayout(row)
        column.addWidget(self.card)

    def show_route(self, route: SanctionRoute) -> None:
        """Show it."""
        known = route.serves or bool(route.alternatives)
        self.refer_button.setVisible(self._may_write and not route.is_set)
        self.alternative_button.setVisible(self._may_write and not route.is_set)
        if route.is_set:
            self.banner.say(SET, "info")
        else:
            self.banner.say(messages.message("sentence_note", {}).whole, "warning")
        lines: list[QWidget] = [label("Donde no hay un CAI a su alcance", "heading")]
        for one in route.alternatives:
            lines += [rule(), self._line(one)]
        self.card.redraw(lines)
        self.card.setVisible(bool(route.alternatives))
        self.setVisible(known)

    def _line(self, one: SanctionAlternative) -> QWidget:
        title = f"{format_date(one.noted_on)}: se informó a {one.told_to} el {format_date(one.told_on)}"
        review = f"Se vuelve a mirar el {format_date(one.review_on)}." if one.review_on else ""
        facts = [f"Por qué: {one.why}", f"Qué se hizo: {one.done}", review]
        gone = one.withdrawal
        if gone is not None:
            facts.append(f"Retirado el {format_date(gone.on)}: {gone.reason}")
        action = None
        if self._may_write and gone is None:
            action = acting("Retirar", partial(self.withdrawal_wanted.emit, one), "quiet", about=title)
        return told_line(title, facts, action)


class FactsCard(RedrawnCard):
    """What is known of one referral."""

    def show_referral(self, one: Referral) -> None:
        """Show it."""
        lines = [
            told_line(one.institution, (one.reach, f"Código {one.code}"), role="heading"),
            rule(),
            told_line(REASON_LABELS[one.reason], (one.why, f"{URGENCY_LABELS[one.urgency]}.")),
            rule(),
            told_line("Lo que se comunica", sharing_words(one.sharing)),
            rule(),
            told_line("En su hoja", _visit_words(one)),
        ]
        if one.withdrawal is not None:
            gone = one.withdrawal
            lines += [rule(), label(f"Retirada el {format_date(gone.on)}: {gone.reason}", "notice")]
        self.redraw(lines)


def sharing_words(sharing: Sharing) -> Iterable[str]:
    """What the institution is told, and on what ground."""
    if not sharing.items:
        yield "Nada: va por su cuenta, con su hoja."
        return
    texts = catalogue("referral_shares")
    yield "; ".join(texts.text(code) for code in sharing.items)
    if sharing.consented_on is not None:
        by = f" por {sharing.guardian_name}" if sharing.guardian_name else ""
        yield f"Aceptado{by} el {format_date(sharing.consented_on)}."
    else:
        yield f"Sin su acuerdo: {catalogue('referral_bases').text(sharing.legal_basis)}."
    if sharing.revoked_on is not None:
        yield f"Retiró su acuerdo el {format_date(sharing.revoked_on)}: desde entonces no hay carta."


def _visit_words(one: Referral) -> Iterable[str]:
    yield f"Cita: {one.appointment}" if one.appointment else "Cita: por escribir."
    if one.bring:
        yield f"Qué llevar: {one.bring}"
    if one.neutral_sender:
        yield "Sin el nombre de este servicio."


class StepsCard(RedrawnCard):
    """The steps of a referral, the first one first."""

    def show_steps(self, one: Referral, people: Mapping[UUID, str]) -> None:
        """Show them; `people`: who noted each."""
        lines: list[QWidget] = [label("Pasos", "heading")]
        for step in one.events:
            by = people.get(step.recorded_by, "")
            facts = (step.note, f"Anotó {by}." if by else "")
            lines += [rule(), told_line(f"{format_date(step.on)}: {STATE_LABELS[step.state]}", facts)]
        due = one.due_on
        if due is not None:
            lines += [rule(), label(f"Se vuelve a mirar el {format_date(due)}.", "notice")]
        self.redraw(lines)
