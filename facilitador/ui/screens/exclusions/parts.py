"""The parts of the check: the causes with what is recorded of each, and the decisions that people took."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.exclusions import (
    CAUSE_STATE_LABELS,
    FACT_LABELS,
    HELP_LABELS,
    OUTCOME_LABELS,
    CauseReading,
    CauseState,
    ExclusionCauses,
    ExclusionDecision,
    FactKind,
    Outcome,
    RecordedFact,
    Telling,
)
from facilitador.ui import theme
from facilitador.ui.screen import Destination
from facilitador.ui.widgets.buttons import button, set_kind
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard

NOT_TOLD: Final = "Todavía no se le ha comunicado."
NEVER_DECIDED: Final = "Todavía no se ha decidido nada sobre él."
_SIGNS: Final[Mapping[CauseState, str]] = {
    CauseState.FACTS: "●",
    CauseState.NONE: "○",
    CauseState.NO_ANSWER: "○",
    CauseState.NEVER_ASKED: "?",
    CauseState.NOT_APPLICABLE: "–",
}


class CausesPart(QWidget):
    """Every cause under its numeral. `destination_requested`: where a fact stands, or where it can be asked."""

    destination_requested = Signal(Destination)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_L)
        self.cards: dict[str, RedrawnCard] = {}
        self.buttons: dict[UUID | str, QPushButton] = {}

    def show_causes(self, readings: Sequence[CauseReading], participant_id: UUID) -> None:
        """Show them; facts newest first, each with the way to where it stands."""
        self.buttons = {}
        for numeral, of_numeral in groupby(readings, key=lambda reading: reading.cause.numeral):
            lines: list[QWidget] = [label(f"Criterio {numeral}", "heading")]
            for reading in of_numeral:
                lines += [rule(), self._cause(reading, participant_id)]
            if numeral not in self.cards:
                self.cards[numeral] = RedrawnCard()
                self._column.addWidget(self.cards[numeral])
            self.cards[numeral].redraw(lines)

    def _cause(self, reading: CauseReading, man: UUID) -> QWidget:
        holder, column = _column()
        column.addWidget(label(reading.cause.whole_text, "label"))
        known = f"{_SIGNS[reading.state]}  {CAUSE_STATE_LABELS[reading.state]}"
        if reading.state is CauseState.FACTS:
            column.addWidget(label(f"{known}: {len(reading.facts)}", "notice"))
        elif reading.state is CauseState.NEVER_ASKED:
            column.addWidget(self._line(known, "Evaluar", reading.cause.code, Destination("evaluation", man)))
        else:
            column.addWidget(label(known, "muted"))
        for fact in reading.facts:
            column.addWidget(self._line(fact_words(fact), "Ver", fact.source_id, _where(fact, man)))
        return holder

    def _line(self, words: str, verb: str, key: UUID | str, where: Destination) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(label(words, "muted"), 1)
        go = button(verb, "quiet")
        go.setAccessibleDescription(words)
        go.clicked.connect(lambda: self.destination_requested.emit(where))
        self.buttons[key] = go
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return holder


def fact_words(fact: RecordedFact) -> str:
    """`15/11/2026 · Incidente de una sesión: Empujó a un compañero.`"""
    told = f": {fact.text}" if fact.text else ""
    return f"{format_date(fact.on)} · {FACT_LABELS[fact.kind]}{told}"


def _where(fact: RecordedFact, man: UUID) -> Destination:
    """The page on which the fact stands."""
    if fact.kind is FactKind.ANSWER:
        return Destination("application", fact.source_id)
    if fact.session_id is not None:
        return Destination("session", fact.session_id)
    return Destination("evaluation", man)


class DecisionCard(RedrawnCard):
    """One decision. The signals carry its id: he is to be told; it is taken back; its letter; who may be in danger.

    `referral_requested`: he is to be referred to one of the places he was offered.
    """

    tell_requested = Signal(UUID)
    referral_requested = Signal()
    withdrawal_requested = Signal(UUID)
    letter_requested = Signal(UUID)
    safety_requested = Signal(UUID)

    def __init__(self, *, may_decide: bool, may_tell: bool, may_refer: bool) -> None:
        super().__init__()
        self._may_decide, self._may_tell, self._may_refer = may_decide, may_tell, may_refer
        self.buttons: dict[str, QPushButton] = {}

    def show_decision(
        self,
        decision: ExclusionDecision,
        causes: ExclusionCauses,
        people: Mapping[UUID, str],
        places: Mapping[UUID, str],
        *,
        last_told: bool = False,
    ) -> None:
        """Show what was decided, why, and how he was told; `places`: institutions by key.

        `last_told`: of those that he was told, the last, whose places a referral begins from.
        """
        head = f"{OUTCOME_LABELS[decision.outcome]} · {format_date(decision.decided_on)}"
        lines: list[QWidget] = [label(head, "heading")]
        lines += [label(text) for text in _decided(decision, causes, people)]
        if decision.withdrawal is not None:
            gone = decision.withdrawal
            who = people.get(gone.by, "otra persona")
            lines.append(label(f"Retirada el {format_date(gone.on)} por {who}: {gone.reason}", "notice"))
        elif decision.told is not None:
            lines += [rule(), *(label(text) for text in _told(decision.told, people, places))]
        elif decision.pending:
            lines.append(label(NOT_TOLD, "notice"))
        self.buttons = {}
        row = FlowLayout()
        for key, made in self._actions(decision, head, last_told=last_told):
            self.buttons[key] = made
            row.addWidget(made)
        if self.buttons:
            holder = QWidget()
            holder.setLayout(row)
            lines.append(holder)
        self.redraw(lines)

    def make_primary(self, primary: bool) -> None:
        """Telling him is what comes next, or something else is asked now."""
        if "tell" in self.buttons:
            set_kind(self.buttons["tell"], "primary" if primary else "secondary")

    def _actions(
        self, decision: ExclusionDecision, about: str, *, last_told: bool
    ) -> Iterable[tuple[str, QPushButton]]:
        told, standing = decision.told is not None, decision.withdrawal is None
        refer = last_told and self._may_refer and decision.outcome is not Outcome.RETURNS
        offered: tuple[tuple[str, str, bool, Callable[..., object]], ...] = (
            ("tell", "Comunicársela", decision.pending and self._may_tell, self.tell_requested.emit),
            (
                "letter",
                "Ver la carta",
                standing and decision.outcome is not Outcome.NOTHING_YET,
                self.letter_requested.emit,
            ),
            ("refer", "Derivarlo", refer, lambda key: self.referral_requested.emit()),
            ("safety", "Ver quién puede estar en riesgo", told and self._may_tell, self.safety_requested.emit),
            ("withdraw", "Retirar", standing and not told and self._may_decide, self.withdrawal_requested.emit),
        )
        for key, text, shown, act in offered:
            if shown:
                made = button(text, "quiet" if key in ("safety", "withdraw") else "secondary")
                made.setAccessibleDescription(about)
                made.clicked.connect(partial(_without_state, act, decision.id))
                yield key, made


def _without_state(act: Callable[..., object], key: UUID, checked: bool = False) -> None:
    act(key)


def _decided(decision: ExclusionDecision, causes: ExclusionCauses, people: Mapping[UUID, str]) -> Iterable[str]:
    who = [people.get(key, "otra persona") for key in decision.deciders]
    yield f"{'Decidió' if len(who) == 1 else 'Decidieron'}: {'; '.join(who)}."
    for code in decision.causes:
        cause = causes.find(code)
        numeral = f"{cause.numeral}  " if cause is not None else ""
        yield f"{numeral}{causes.text(code)}"
        for fact in decision.facts:
            if fact.cause == code:
                yield f"    {format_date(fact.on)} · {FACT_LABELS[fact.kind]}: {fact.text}".rstrip(": ")
    for helped in decision.help_tried:
        yield f"Se intentó. {HELP_LABELS[helped.kind]}: {helped.what}"
    if decision.why:
        yield f"Por qué: {decision.why}"
    if decision.conditions:
        yield f"Condiciones: {decision.conditions}"
    if decision.review_on is not None:
        yield f"Se revisa el {format_date(decision.review_on)}."


def _told(told: Telling, people: Mapping[UUID, str], places: Mapping[UUID, str]) -> Iterable[str]:
    yield f"Se le comunicó el {format_date(told.on)}. Se lo dijo {people.get(told.by, 'otra persona')}."
    yield f"Cómo se le explicó: {told.explained}"
    offered = [*(places[key] for key in told.directory_ids if key in places), *told.institutions.splitlines()]
    if offered:
        yield f"Se le ofreció: {'; '.join(offered)}"


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_XS)
    return holder, column
