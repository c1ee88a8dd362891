"""Referrals (6.8.1, 6.2.8, 6.11): to whom, why, what he agrees to share, and what came of it, step by step.

A step is never taken back; what turned out otherwise is the next step. Sessions replace no sanction: whoever has one to
serve goes to a CAI, and where none is within reach it stands what was done instead and who was told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from facilitador.domain.checks import Checks
from facilitador.domain.evaluations import Withdrawal
from facilitador.domain.text import fold

WHY_LIMIT: Final = 2000
NOTE_LIMIT: Final = 1000
LINE_LIMIT: Final = 160
REACH_LIMIT: Final = 300
BRING_LIMIT: Final = 500
ANSWER_BACK: Final = timedelta(days=7)
"""After a step without a rhythm of its own, somebody looks at it again."""

SERVES: Final = "yes"
"""The ficha's answer that opens the route of 6.2.8."""

CAI: Final = "cai"
"""The kind of institution where a sanction is served."""

JUSTICE: Final = "justice"
"""What may be shared of his matters with justice: only by a service that the law lets record them (Ley 29733, 13.8)."""

MINIMUM: Final = frozenset({"identity", "reason"})
"""What a legal basis lets a service tell without his agreement; everything else waits for it."""

_UNSAID: Final = "violencia"


class ReferralReason(StrEnum):
    """What he is referred for."""

    SANCTION = "sanction"
    CARE = "care"
    HEALTH = "health"
    ADDICTION = "addiction"
    LEGAL = "legal"
    SOCIAL = "social"
    OTHER = "other"


REASON_LABELS: Final[Mapping[ReferralReason, str]] = {
    ReferralReason.SANCTION: "Una sentencia o medida que debe cumplir",
    ReferralReason.CARE: "Atención individual",
    ReferralReason.HEALTH: "Salud física o mental",
    ReferralReason.ADDICTION: "Alcohol u otras drogas",
    ReferralReason.LEGAL: "Orientación legal",
    ReferralReason.SOCIAL: "Trabajo, estudio, documentos o apoyo social",
    ReferralReason.OTHER: "Otro motivo",
}


class ReferralUrgency(StrEnum):
    """How soon somebody must see him."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"


URGENCY_LABELS: Final[Mapping[ReferralUrgency, str]] = {
    ReferralUrgency.TODAY: "Hoy mismo",
    ReferralUrgency.WEEK: "Esta semana",
    ReferralUrgency.MONTH: "Este mes",
}


class ReferralState(StrEnum):
    """Where a referral stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    ATTENDED = "attended"
    NOT_ATTENDED = "not_attended"
    CLOSED = "closed"


STATE_LABELS: Final[Mapping[ReferralState, str]] = {
    ReferralState.SENT: "Enviada",
    ReferralState.ACCEPTED: "Lo recibirán",
    ReferralState.DECLINED: "No lo recibirán",
    ReferralState.NO_ANSWER: "Sin respuesta",
    ReferralState.ATTENDED: "Fue atendido",
    ReferralState.NOT_ATTENDED: "No fue",
    ReferralState.CLOSED: "Cerrada",
}

_S = ReferralState
NEXT_STATES: Final[Mapping[ReferralState, tuple[ReferralState, ...]]] = {
    _S.SENT: (_S.ACCEPTED, _S.ATTENDED, _S.NO_ANSWER, _S.NOT_ATTENDED, _S.DECLINED, _S.CLOSED),
    _S.NO_ANSWER: (_S.ACCEPTED, _S.ATTENDED, _S.NO_ANSWER, _S.NOT_ATTENDED, _S.DECLINED, _S.CLOSED),
    _S.ACCEPTED: (_S.ATTENDED, _S.NOT_ATTENDED, _S.DECLINED, _S.CLOSED),
    _S.NOT_ATTENDED: (_S.ATTENDED, _S.ACCEPTED, _S.NOT_ATTENDED, _S.DECLINED, _S.CLOSED),
    _S.ATTENDED: (_S.CLOSED, _S.ATTENDED, _S.NOT_ATTENDED),
    _S.DECLINED: (_S.ACCEPTED, _S.CLOSED),
    _S.CLOSED: (),
}
"""The steps that may follow each, the likeliest first; some may come again, for one insists more than once."""

NEEDS_NOTE: Final = frozenset({_S.DECLINED, _S.CLOSED})
"""Steps that say what happened: why he is not received, what came of it."""

_ANSWER: Final[Mapping[ReferralUrgency, int]] = {
    ReferralUrgency.TODAY: 1,
    ReferralUrgency.WEEK: 7,
    ReferralUrgency.MONTH: 15,
}
_VISIT: Final[Mapping[ReferralUrgency, int]] = {
    ReferralUrgency.TODAY: 2,
    ReferralUrgency.WEEK: 7,
    ReferralUrgency.MONTH: 30,
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the institution is told, by his agreement (`consented_on`; of a minor, by his guardian) or by law.

    `items`: codes of what is told; empty where he carries nothing but his own hand-out. `legal_basis`: a code, where
    the law asks for it without his agreement. `revoked_on`: since then nothing more is told.
    """

    items: tuple[str, ...]
    consented_on: date | None
    guardian_name: str
    legal_basis: str
    revoked_on: date | None = None

    @property
    def may_be_told(self) -> bool:
        """True while a letter may be written."""
        return bool(self.items) and self.revoked_on is None


@dataclass(frozen=True, slots=True)
class ReferralEvent:
    """One step: `number` counts from 1, `next_on` is the day on which somebody looks at it again, if one was set."""

    number: int
    state: ReferralState
    on: date
    note: str
    next_on: date | None
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class Referral:
    """A man handed to an institution: `directory_id` where it stands in the directory, else only by name.

    `institution` and `reach` are as they were when it was opened. `decision_id`: the decision it follows from.
    `appointment` and `bring` stand on his hand-out. `neutral_sender`: no paper of it names this service on its outside.
    """

    id: UUID
    participant_id: UUID
    directory_id: UUID | None
    institution: str
    reach: str
    reason: ReferralReason
    why: str
    urgency: ReferralUrgency
    sharing: Sharing
    decision_id: UUID | None
    appointment: str
    bring: str
    neutral_sender: bool
    events: tuple[ReferralEvent, ...]
    withdrawal: Withdrawal | None
    revision: int

    @property
    def code(self) -> str:
        """By what an answer finds its referral without a name on it: `7F3A-91C2`."""
        tail = self.id.hex[-8:].upper()
        return f"{tail[:4]}-{tail[4:]}"

    @property
    def last(self) -> ReferralEvent:
        """The step that counts."""
        return self.events[-1]

    @property
    def is_open(self) -> bool:
        """True while somebody must look after it."""
        return self.withdrawal is None and self.last.state is not ReferralState.CLOSED

    @property
    def due_on(self) -> date | None:
        """When somebody looks at it again; None once nobody must."""
        return due_on(self.last, self.urgency) if self.is_open else None


@dataclass(frozen=True, slots=True)
class SanctionAlternative:
    """What was done where no CAI is within reach (6.2.8, 6.11): why none is, what instead, who was told and when."""

    id: UUID
    participant_id: UUID
    noted_on: date
    why: str
    done: str
    told_to: str
    told_on: date
    review_on: date | None
    withdrawal: Withdrawal | None
    revision: int


@dataclass(frozen=True, slots=True)
class SanctionRoute:
    """Where a man stands with a sanction: whether he has one, and whether anything was set on its way."""

    serves: bool
    referrals: tuple[Referral, ...]
    alternatives: tuple[SanctionAlternative, ...]

    @property
    def is_missing(self) -> bool:
        """True where he has one to serve and nothing stands that leads there."""
        return self.serves and not self.is_set

    @property
    def is_set(self) -> bool:
        """True where a referral that was not turned down, or what was done instead, stands."""
        led = any(one.withdrawal is None and one.last.state is not ReferralState.DECLINED for one in self.referrals)
        return led or any(one.withdrawal is None for one in self.alternatives)


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral in a list, with the man's name for whoever may read it."""

    referral: Referral
    full_name: str


def due_on(event: ReferralEvent, urgency: ReferralUrgency) -> date:
    """When somebody looks at it again: the day that was set, else by how soon he must be seen."""
    if event.next_on is not None:
        return event.next_on
    if event.state in (ReferralState.SENT, ReferralState.NO_ANSWER):
        return event.on + timedelta(days=_ANSWER[urgency])
    if event.state in (ReferralState.ACCEPTED, ReferralState.NOT_ATTENDED):
        return event.on + timedelta(days=_VISIT[urgency])
    return event.on + ANSWER_BACK


def check_sharing(checks: Checks, sharing: Sharing, codes: Collection[str], *, competent: bool, minor: bool) -> None:
    """What may be told: everything he agrees to, or without it the least, on a basis that the law names.

    A basis of public competence, and his matters with justice, need a service that declared itself competent.
    """
    checks.need("share", set(sharing.items) <= set(codes), "option_unknown")
    checks.need("share", competent or JUSTICE not in sharing.items, "referral_share_needs_competence")
    if sharing.consented_on is not None:
        checks.need("legal_basis", not sharing.legal_basis, "referral_basis_beside_consent")
        checks.need("guardian_name", bool(sharing.guardian_name) or not minor, "field_required")
        return
    checks.need("consented_on", not sharing.items or bool(sharing.legal_basis), "referral_needs_consent")
    beyond = bool(sharing.legal_basis) and not set(sharing.items) <= MINIMUM
    checks.need("share", not beyond, "referral_share_beyond_law")


def check_step(history: Sequence[ReferralEvent], state: ReferralState, on: date, note: str, checks: Checks) -> None:
    """A step that may follow the last one, not before it, and that says why where somebody will ask."""
    last = history[-1]
    if last.state is ReferralState.CLOSED:
        checks.need("state", False, "referral_is_closed")
        return
    told = {"now": STATE_LABELS[last.state], "then": STATE_LABELS[state]}
    checks.need("state", state in NEXT_STATES[last.state], "referral_step_impossible", **told)
    checks.need("on", on >= last.on, "referral_step_before")
    checks.need("note", bool(note) or state not in NEEDS_NOTE, "field_required")


def safe_outside(text: str, instead: str) -> str:
    """The text as it may stand on the outside of a paper or in a pocket; `instead` where it says what it is about."""
    return instead if _UNSAID in fold(text) else text


def finds(line: ReferralLine, typed: str) -> bool:
    """Whether a referral is meant by words of its man or institution, or by its code."""
    wanted = fold(typed).split()
    there = fold(
        f"{line.full_name} {line.referral.institution} {line.referral.code} {line.referral.code.replace('-', '')}"
    )
    return all(any(word.startswith(start) for word in there.split()) for start in wanted)
