"""Referrals (6.8.1) and the way of a sanction to a CAI (6.2.8, 6.11): opened, followed step by step, closed.

Without his agreement nothing is told but the least, on a legal basis that is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import directory as directory_queries
from facilitador.db.queries import exclusions as exclusion_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import referrals as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.evaluations import STANDING
from facilitador.db.tables.referrals import append_step, referrals
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.dates import format_date, is_minor
from facilitador.domain.directory import REFUGE, DirectoryEntry
from facilitador.domain.due import DueItem, urgency_by
from facilitador.domain.participants import StoredParticipant
from facilitador.domain.phones import display_phone
from facilitador.domain.referrals import (
    BRING_LIMIT,
    CAI,
    JUSTICE,
    LINE_LIMIT,
    NOTE_LIMIT,
    REACH_LIMIT,
    WHY_LIMIT,
    Referral,
    ReferralEvent,
    ReferralLine,
    ReferralReason,
    ReferralState,
    ReferralUrgency,
    Sharing,
    check_sharing,
    check_step,
    finds,
)
from facilitador.domain.roles import Section, may_write
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError
from facilitador.reference import catalogue, directory, option_codes
from facilitador.use_cases.consent_gates import require_since
from facilitador.use_cases.requests import (
    Command,
    CommandHandler,
    Notice,
    Query,
    QueryHandler,
    Result,
    own_unless,
    writes,
)


class OpenReferral(Command, kw_only=True):
    """Refer a man (6.8.1, 6.2.8): to an institution of the directory (`directory_id`) or one written freely.

    `why`: up to 2,000 letters. `share`: codes of what the institution is told, by his agreement of `consented_on` (a
    minor's guardian is named) or, without it, on a `legal_basis`; then only his identity and the reason. Empty: nothing
    is told, he goes with his hand-out. `decision_id`: the decision it follows from. `appointment` and `bring` stand on
    his hand-out. `next_on`: when to look at it again, if not as its urgency says.
    """

    id: UUID | None = None
    participant_id: UUID
    directory_id: UUID | None = None
    institution: str = ""
    reach: str = ""
    reason: ReferralReason
    why: str
    urgency: ReferralUrgency = ReferralUrgency.WEEK
    share: tuple[str, ...] = ()
    consented_on: date | None = None
    guardian_name: str = ""
    legal_basis: str = ""
    decision_id: UUID | None = None
    appointment: str = ""
    bring: str = ""
    neutral_sender: bool = False
    sent_on: date | None = None
    next_on: date | None = None


class RecordReferralStep(Command, kw_only=True):
    """Write down what came next; earlier steps stay. `declined` and `closed` say in `note` why, or what came of it."""

    referral_id: UUID
    state: ReferralState
    on: date | None = None
    note: str = ""
    next_on: date | None = None


class DescribeReferralVisit(Command, kw_only=True):
    """Change what stands on his hand-out, and whether papers are sent without the name of this service outside."""

    referral_id: UUID
    revision: int | None = None
    appointment: str = ""
    bring: str = ""
    neutral_sender: bool = False


class RevokeReferralConsent(Command, kw_only=True):
    """He took his agreement back: from then on no letter is written. What was told before stays in sight."""

    referral_id: UUID
    on: date | None = None


class WithdrawReferral(Command, kw_only=True):
    """Mark a referral as written down by mistake, with a reason; it stays in sight."""

    referral_id: UUID
    revision: int | None = None
    reason: str


class Referrals(Query[tuple[ReferralLine, ...]], kw_only=True):
    """Referrals, the open ones first; of one man if given. `text`: words of a man, an institution or a code."""

    participant_id: UUID | None = None
    text: str = ""
    with_closed: bool = True


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral with the institution as the directory has it now, and the names of the team."""

    line: ReferralLine
    entry: DirectoryEntry | None
    kind_text: str


class ReferralDetails(Query[ReferralView], kw_only=True):
    """One referral with its steps; that it was seen is recorded."""

    referral_id: UUID


def _open(tx: Transaction, command: OpenReferral) -> Result:
    man = participant_queries.stored(tx, command.participant_id)
    entry = directory_queries.entry(tx, command.directory_id) if command.directory_id is not None else None
    sent_on = command.sent_on or tx.today
    checks = Checks()
    checks.need("directory_id", entry is None or entry.kind != REFUGE, "referral_not_to_refuge")
    sharing = _sharing(tx, command, man, checks)
    values = {
        "institution": entry.name
        if entry
        else checks.line("institution", command.institution, LINE_LIMIT, required=True),
        "reach": reach_of(entry) if entry else checks.text("reach", command.reach, REACH_LIMIT),
        "reason": command.reason,
        "why": checks.text("why", command.why, WHY_LIMIT, required=True),
        "urgency": command.urgency,
        **_visit(command, checks),
    }
    checks.recorded_day("sent_on", sent_on, tx.today)
    checks.need("next_on", command.next_on is None or command.next_on >= sent_on, "referral_next_before")
    checks.refuse_if_any()
    if sharing.consented_on is not None:
        require_since(tx, man.id, sharing.consented_on, ConsentUse.REFERRAL, field="consented_on")
    _refuse_twice(tx, man.id, str(values["institution"]), command.reason)
    if command.decision_id is not None:
        _require_own_decision(tx, command.decision_id, man.id)
    key = insert_row(
        tx,
        referrals,
        command.id,
        participant_id=man.id,
        directory_id=command.directory_id,
        decision_id=command.decision_id,
        **_kept(sharing),
        **values,
        **STANDING,
    )
    append_step(tx, key, ReferralEvent(1, ReferralState.SENT, sent_on, "", command.next_on, tx.actor.id))
    return Result(key, changes_of(man.id), (*values, "share"), _notices(command, entry))


def _kept(sharing: Sharing) -> dict[str, object]:
    return {
        "share": list(sharing.items),
        "edition": catalogue("referral_shares").provenance.edition,
        "consented_on": sharing.consented_on,
        "guardian_name": sharing.guardian_name,
        "legal_basis": sharing.legal_basis,
        "revoked_on": sharing.revoked_on,
    }


def _sharing(tx: Transaction, command: OpenReferral, man: StoredParticipant, checks: Checks) -> Sharing:
    competent = service_queries.service(tx).criminal_data_competent
    sharing = Sharing(
        items=tuple(dict.fromkeys(command.share)),
        consented_on=checks.recorded_day("consented_on", command.consented_on, tx.today),
        guardian_name=checks.line("guardian_name", command.guardian_name, LINE_LIMIT),
        legal_basis=checks.known("legal_basis", command.legal_basis, option_codes("referral_bases")),
    )
    codes = option_codes("referral_shares")
    check_sharing(checks, sharing, codes, competent=competent, minor=is_minor(age_of(man.answers, tx.today)))
    if not competent and sharing.legal_basis in option_codes("referral_bases"):
        base = catalogue("referral_bases").item(sharing.legal_basis)
        checks.need("legal_basis", not base.group, "referral_basis_needs_competence")
    return sharing


def _visit(command: OpenReferral | DescribeReferralVisit, checks: Checks) -> dict[str, object]:
    return {
        "appointment": checks.line("appointment", command.appointment, LINE_LIMIT),
        "bring": checks.text("bring", command.bring, BRING_LIMIT),
        "neutral_sender": command.neutral_sender,
    }


def _refuse_twice(tx: Transaction, man: UUID, institution: str, reason: ReferralReason) -> None:
    for line in queries.lines(tx, man):
        one = line.referral
        if one.is_open and one.reason is reason and fold(one.institution) == fold(institution):
            raise UserFacingError(
                "referral_open_already", field="institution", day=format_date(one.events[0].on), code=one.code
            )


def _require_own_decision(tx: Transaction, decision_id: UUID, man: UUID) -> None:
    if exclusion_queries.decision(tx, decision_id).participant_id != man:
        raise UserFacingError("referral_other_man", field="decision_id")


def _notices(command: OpenReferral, entry: DirectoryEntry | None) -> tuple[Notice, ...]:
    notices = []
    if command.reason is ReferralReason.SANCTION and entry is not None and entry.kind != CAI:
        notices.append(Notice("referral_sanction_not_cai", {}))
    if not command.share:
        notices.append(Notice("referral_tells_nothing", {}))
    return tuple(notices)


def _step(tx: Transaction, command: RecordReferralStep) -> Result:
    one = standing(queries.referral(tx, command.referral_id).referral)
    on = command.on or tx.today
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    note = checks.text("note", command.note, NOTE_LIMIT)
    check_step(one.events, command.state, on, note, checks)
    checks.need("next_on", command.next_on is None or command.next_on >= on, "referral_next_before")
    checks.refuse_if_any()
    ends = command.state is ReferralState.CLOSED
    step = ReferralEvent(one.last.number + 1, command.state, on, note, None if ends else command.next_on, tx.actor.id)
    append_step(tx, one.id, step)
    return Result(one.id, changes_of(one.participant_id), ("state", "on", "note"))


def _describe_visit(tx: Transaction, command: DescribeReferralVisit) -> Result:
    one = standing(queries.referral(tx, command.referral_id).referral)
    checks = Checks()
    values = _visit(command, checks)
    checks.refuse_if_any()
    update_row(tx, referrals, one.id, command.revision, **values)
    return Result(one.id, changes_of(one.participant_id), tuple(values))


def _revoke(tx: Transaction, command: RevokeReferralConsent) -> Result:
    one = standing(queries.referral(tx, command.referral_id).referral)
    given, on = one.sharing.consented_on, command.on or tx.today
    if given is None or one.sharing.revoked_on is not None:
        raise UserFacingError("referral_nothing_to_revoke", field="referral_id")
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    checks.need("on", on >= given, "revoked_before_given")
    checks.refuse_if_any()
    update_row(tx, referrals, one.id, None, revoked_on=on)
    return Result(one.id, changes_of(one.participant_id), ("revoked_on",))


def _withdraw(tx: Transaction, command: WithdrawReferral) -> Result:
    one = standing(queries.referral(tx, command.referral_id).referral)
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    values = {"withdrawn_on": tx.today, "withdrawn_by": tx.actor.id, "withdrawn_reason": reason}
    update_row(tx, referrals, one.id, command.revision, **values)
    return Result(one.id, changes_of(one.participant_id), ("reason",))


def standing(one: Referral) -> Referral:
    """The referral, if it was not written by mistake; refuses with `referral_withdrawn`."""
    if one.withdrawal is not None:
        raise UserFacingError("referral_withdrawn", field="referral_id")
    return one


def changes_of(participant_id: UUID) -> tuple[Change, ...]:
    """What changes where something of a man's referrals did."""
    return (Change(Topic.REFERRALS, participant_id),)


def reach_of(entry: DirectoryEntry) -> str:
    """How he gets to an institution: address, phones and hours."""
    phones = " o ".join(map(display_phone, entry.phones))
    return ". ".join(part for part in (entry.address, phones, entry.hours) if part)[:REACH_LIMIT]


def _listed(tx: Transaction, query: Referrals) -> tuple[ReferralLine, ...]:
    found = [
        line
        for line in queries.lines(tx, query.participant_id)
        if (query.with_closed or line.referral.is_open) and finds(line, query.text)
    ]
    return tuple(sorted(found, key=lambda line: line.referral.due_on or date.max))


def _details(tx: Transaction, query: ReferralDetails) -> ReferralView:
    line = queries.referral(tx, query.referral_id)
    key = line.referral.directory_id
    entry = directory_queries.entry(tx, key) if key is not None else None
    return ReferralView(line, entry, directory().kind_text(entry.kind) if entry is not None else "")


_WAITS: Final = {
    ReferralState.SENT: "due_referral_answer",
    ReferralState.NO_ANSWER: "due_referral_answer",
    ReferralState.ACCEPTED: "due_referral_visit",
    ReferralState.NOT_ATTENDED: "due_referral_missed",
    ReferralState.ATTENDED: "due_referral_close",
    ReferralState.DECLINED: "due_referral_declined",
}


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Referrals that somebody must look at, by day, without a name (6.4.5)."""
    if not may_write(tx.actor.role, Section.SOCIAL):
        return
    for one in queries.open_referrals(tx):
        due = one.due_on
        if due is not None:
            urgency = urgency_by(due, tx.today)
            told: dict[str, object] = {"day": format_date(one.events[0].on)}
            yield DueItem(_WAITS[one.last.state], urgency, "referral", one.id, told, due)


def _needed(tx: Transaction, command: OpenReferral) -> frozenset[Section]:
    justice = command.reason is ReferralReason.SANCTION or JUSTICE in command.share
    return frozenset({Section.SOCIAL, Section.JUSTICE} if justice else {Section.SOCIAL})


COMMANDS = (
    CommandHandler(OpenReferral, _open, _needed),
    CommandHandler(RecordReferralStep, _step, writes(Section.SOCIAL)),
    CommandHandler(DescribeReferralVisit, _describe_visit, writes(Section.SOCIAL)),
    CommandHandler(RevokeReferralConsent, _revoke, writes(Section.SOCIAL)),
    CommandHandler(WithdrawReferral, _withdraw, writes(Section.SOCIAL)),
)
QUERIES = (
    QueryHandler(
        Referrals,
        _listed,
        Section.SOCIAL,
        records_view_of=lambda query: query.participant_id,
        origin=own_unless("participant_id"),
    ),
    QueryHandler(ReferralDetails, _details, Section.SOCIAL, records_view_of=lambda query: query.referral_id),
)
