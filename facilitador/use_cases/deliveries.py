"""What goes to another service for good: prepared, handed over on a day, received there; or taken back with a reason.

Until it is handed over it is written here; from then on the groups are only read, and the stints of a man who moves
have ended.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.packing import belonging
from facilitador.db.packing.gathering import Wanted
from facilitador.db.packing.reserved_parts import matters_along
from facilitador.db.queries import deliveries as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import packages as package_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import protection as protection_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import update_row
from facilitador.db.tables.deliveries import deliveries
from facilitador.db.tables.protection import protection_matters
from facilitador.db.transaction import Transaction
from facilitador.documents import handover_records as acta
from facilitador.documents.blocks import Document
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.deliveries import (
    REASON_LIMIT,
    Delivery,
    DeliveryState,
    may_deliver,
    may_receive,
    may_undo,
)
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.packages import PackageKind
from facilitador.domain.protection import Closing, ProtectionLine
from facilitador.domain.roles import Section, may_write
from facilitador.domain.taken_packages import PackageWay
from facilitador.errors import UserFacingError
from facilitador.use_cases import moving
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, change_status
from facilitador.use_cases.handing_over import content_of
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.requests import Command, CommandHandler, Notice, Query, QueryHandler, Result, writes

_WRITES: Final = writes(Section.GROUPS, Section.ENROLMENTS, Section.RESERVED)
_TOUCHED: Final = (
    *(Topic.PACKAGES, Topic.GROUPS, Topic.PARTICIPANTS, Topic.ENROLMENTS, Topic.SESSIONS, Topic.ATTENDANCE),
    *(Topic.PROTECTION, Topic.REVIEWS),
)
_COUNTED: Final[Mapping[str, str]] = {
    "participants": "Fichas de participantes",
    "enrolments": "Permanencias en el grupo",
    "earlier_stays": "Permanencias anteriores",
    "consents": "Consentimientos",
    "sessions": "Sesiones",
    "attendance_marks": "Marcas de asistencia",
    "evaluation_entries": "Datos de la evaluación inicial",
    "exclusion_decisions": "Decisiones sobre quién continúa",
    "applications": "Cuestionarios respondidos",
    "referrals": "Derivaciones",
    "individual_cares": "Atenciones individuales",
    "reviews": "Revisiones",
}
"""What the acta counts, in its order."""


class ConfirmDelivery(Command, kw_only=True):
    """It was handed over, on a day (today if none is given): what stands here of the groups is only read from now on.

    The stints of a man who moves end. Protection matters that went along are closed here, for they are followed there.
    Refused: `delivery_not_pending`, `delivery_changed_since` where something was written since it was prepared,
    `moving_consent_needed` where he no longer agrees.
    """

    delivery_id: UUID
    on: date | None = None
    revision: int | None = None


class UndoDelivery(Command, kw_only=True):
    """It does not go, or comes back before anybody received it, for a reason: what is here is written here again.

    Stints that ended stay so: he is enrolled again. Refused: `delivery_received` (service), `delivery_undone`.
    """

    delivery_id: UUID
    reason: str
    revision: int | None = None


class RecordReceipt(Command, kw_only=True):
    """The other service says that it took the package in, by the code that its book shows; from then on it stands.

    Refused: `delivery_not_delivered`, `delivery_receipt_differs` (service).
    """

    delivery_id: UUID
    code: str
    revision: int | None = None


class Deliveries(Query[tuple[Delivery, ...]], kw_only=True):
    """Every delivery that was prepared here or taken in, newest first."""


class HandoverRecordPrint(Query[Document], kw_only=True):
    """The acta of a delivery (its key, or that of its package), numbered; with the names of the men if asked."""

    delivery_id: UUID
    with_men: bool = False


def _confirm(tx: Transaction, command: ConfirmDelivery) -> Result:
    found = _sent(tx, command.delivery_id)
    on = command.on or tx.today
    checks = Checks()
    checks.recorded_day("on", on, tx.today)
    checks.need("on", on >= found.package.made_at.date(), "delivery_before_packed")
    checks.refuse_if_any()
    notices: tuple[Notice, ...] = ()
    if found.package.kind is PackageKind.HANDOVER:
        may_deliver(found, content_of(tx, found.package.subjects))
    else:
        (man,) = found.package.subjects
        may_deliver(found, moving.content_of(tx, man))
        moving.check_consent(tx, man, found.service_name)
        notices = _end_stints(tx, man, on, found.service_name)
    if found.reserved:
        _close_matters(tx, found)
    if found.package.kind is PackageKind.HANDOVER:
        belonging.give(tx, found.package.subjects, found.book_id)
    update_row(tx, deliveries, found.id, command.revision, delivered_on=on, delivered_by=tx.actor.id)
    return Result(found.id, _changes(found), ("delivered_on",), notices)


def _sent(tx: Transaction, delivery_id: UUID) -> Delivery:
    found = queries.delivery(tx, delivery_id)
    if found.package.way is not PackageWay.SENT:
        raise UserFacingError("delivery_from_others", field="delivery_id", service=found.service_name)
    return found


def _changes(found: Delivery) -> tuple[Change, ...]:
    return tuple(Change(topic, found.id) for topic in _TOUCHED)


def _end_stints(tx: Transaction, man: UUID, on: date, service: str) -> tuple[Notice, ...]:
    """He is in no group here any more; who waits first for his place is told."""
    told: list[Notice] = []
    for one in enrolment_queries.stints_of_participant(tx, man):
        if one.stint.ended_on is None:
            waits = one.stint.status is EnrolmentStatus.WAITING
            status = EnrolmentStatus.WITHDRAWN if waits else EnrolmentStatus.MOVED
            # beside the words of the state, which say of who moved that he did
            reason = f"Pasó a otro servicio: {service}." if waits else f"Lo recibe {service}."
            step = ChangeEnrolmentStatus(enrolment_id=one.stint.id, status=status, on=on, reason=reason)
            told += change_status(tx, step).notices
    return tuple(told)


def _close_matters(tx: Transaction, found: Delivery) -> None:
    reason = _went_along(found)
    for line in _matters(tx, found):
        if line.is_open:
            _write_matter(tx, line.id, Closing(tx.today, tx.actor.id, reason), closed=True)


def _went_along(found: Delivery) -> str:
    return f"Lo sigue otro servicio: {found.service_name}."


def _matters(tx: Transaction, found: Delivery) -> tuple[ProtectionLine, ...]:
    kind, subjects = found.package.kind, found.package.subjects
    return matters_along(tx, Wanted(kind, (), subjects) if kind is PackageKind.MAN else Wanted(kind, subjects))


def _write_matter(tx: Transaction, matter_id: UUID, closing: Closing, *, closed: bool) -> None:
    before = protection_queries.text_of(tx, matter_id)
    text = dataclasses.replace(before, closings=(*before.closings, closing))
    days = {"closed_on": tx.today, "closed_by": tx.actor.id} if closed else {"closed_on": None, "closed_by": None}
    update_row(tx, protection_matters, matter_id, None, sealed=tx.reserved.seal(matter_id, text), **days)


def _undo(tx: Transaction, command: UndoDelivery) -> Result:
    found = _sent(tx, command.delivery_id)
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    may_undo(found)
    if package_queries.supervised(tx, found.package.subjects):  # who tells of it has it
        raise UserFacingError("delivery_received", field="delivery_id", service=found.service_name)
    if found.state is DeliveryState.DELIVERED:
        if found.package.kind is PackageKind.HANDOVER:
            belonging.take_back(tx, found.package.subjects)
        if found.reserved:
            _reopen_matters(tx, found, reason)
    update_row(
        tx, deliveries, found.id, command.revision, undone_on=tx.today, undone_by=tx.actor.id, undone_reason=reason
    )
    return Result(found.id, _changes(found), ("undone_on", "undone_reason"))


def _reopen_matters(tx: Transaction, found: Delivery, reason: str) -> None:
    """Those that were closed because they went along."""
    told = _went_along(found)
    for line in _matters(tx, found):
        closings = protection_queries.text_of(tx, line.id).closings
        if not line.is_open and closings and closings[-1].reason == told:
            _write_matter(tx, line.id, Closing(tx.today, tx.actor.id, reason, reopened=True), closed=False)


def _receive(tx: Transaction, command: RecordReceipt) -> Result:
    found = _sent(tx, command.delivery_id)
    may_receive(found, command.code)
    update_row(tx, deliveries, found.id, command.revision, received_on=tx.today)
    return Result(found.id, (Change(Topic.PACKAGES, found.id),), ("received_on",))


def _acta(tx: Transaction, query: HandoverRecordPrint) -> Document:
    found = queries.delivery(tx, query.delivery_id)
    package = found.package
    here = letterhead(service_queries.service(tx))
    came = package.way is PackageWay.TAKEN
    receivers = ", ".join(one.name for one in package.recipients)
    return acta.compose(
        acta.HandoverRecord(
            letterhead=here,
            number=numbered(tx, "handover-record", found.id),
            giver=package.sender_name,
            giving_service=package.service_name,
            receiver="" if came else receivers,
            receiving_service=here.service if came else found.service_name,
            purpose=package.purpose,
            groups=_groups(tx, found),
            counts=_counts(found),
            reserved=found.reserved,
            file_groups=tuple(found.file_groups),
            delivered_on=found.delivered_on,
            received_on=found.received_on,
            consented_on=_consented_on(tx, found),
            men=_men(tx, found) if query.with_men else (),
        )
    )


def _groups(tx: Transaction, found: Delivery) -> tuple[str, ...]:
    if found.package.kind is not PackageKind.HANDOVER:
        return ()
    return tuple(group_queries.group(tx, key).name for key in found.package.subjects)


def _counts(found: Delivery) -> tuple[tuple[str, int], ...]:
    contents = found.package.contents
    return tuple((words, contents[table]) for table, words in _COUNTED.items() if contents.get(table))


def _consented_on(tx: Transaction, found: Delivery) -> date | None:
    if found.package.kind is not PackageKind.MAN:
        return None
    consents = queries.moving_consents_of(tx, found.package.subjects[0])
    return next((one.given_on for one in consents if one.revoked_on is None), None)


def _men(tx: Transaction, found: Delivery) -> tuple[str, ...]:
    if found.package.kind is PackageKind.MAN:
        return (participant_queries.stored(tx, found.package.subjects[0]).full_name,)
    rows = (enrolment_queries.roster(tx, group) for group in found.package.subjects)
    return tuple(dict.fromkeys(man.full_name for roster in rows for _, man, _ in roster))


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """What was prepared and not handed over, and what was handed over and nobody said was received."""
    if not may_write(tx.actor.role, Section.GROUPS):
        return
    for one in queries.all_deliveries(tx):
        told: dict[str, object] = {"service": one.service_name}
        if one.package.way is PackageWay.SENT and one.state is DeliveryState.PREPARED:
            yield DueItem("due_delivery_pending", Urgency.SOON, "packages", None, told)
        elif one.package.way is PackageWay.SENT and one.state is DeliveryState.DELIVERED:
            yield DueItem("due_receipt_missing", Urgency.WHENEVER, "packages", None, told)


COMMANDS: Final = (
    CommandHandler(ConfirmDelivery, _confirm, _WRITES, copied_first=True),
    CommandHandler(UndoDelivery, _undo, _WRITES, copied_first=True),
    CommandHandler(RecordReceipt, _receive, writes(Section.GROUPS)),
)
QUERIES: Final = (
    QueryHandler(Deliveries, lambda tx, query: queries.all_deliveries(tx), Section.SESSIONS),
    QueryHandler(HandoverRecordPrint, _acta, Section.RESERVED),
)
