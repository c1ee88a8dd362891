"""Applications, printed sheets and critical answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.applications import applications, critical_answers, instrument_sheets
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import Application, ApplicationStatus, GivenAnswers, Mode, Purpose
from facilitador.domain.instruments import Refusal
from facilitador.domain.sheet_codes import Sheet
from facilitador.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class StoredCritical:
    """A critical answer as it lies in the book. `attended_at` in UTC, None: pending."""

    id: UUID
    application_id: UUID
    item: str
    value: int
    attended_at: datetime | None
    attended_by: UUID | None
    note: str


_IN_ORDER = (applications.c.applied_on, applications.c.created_at, applications.c.id)
_ALL = sa.select(applications).order_by(*_IN_ORDER)
_BY_ID = sa.select(applications).where(applications.c.id == sa.bindparam("key"))
_OF_MAN = _ALL.where(applications.c.participant_id == sa.bindparam("man"))
_MEN_OF_GROUP = sa.select(enrolments.c.participant_id).where(enrolments.c.group_id == sa.bindparam("group"))
_OF_MEN = _ALL.where(applications.c.participant_id.in_(_MEN_OF_GROUP))
_FINISHED = _ALL.where(
    applications.c.instrument_id == sa.bindparam("instrument"), applications.c.status == ApplicationStatus.FINISHED
)
_CRITICALS = sa.select(critical_answers).order_by(critical_answers.c.created_at, critical_answers.c.id)
_PENDING = (
    sa.select(critical_answers.c.application_id)
    .where(critical_answers.c.attended_at.is_(None))
    .group_by(critical_answers.c.application_id)
    .order_by(sa.func.min(critical_answers.c.created_at), critical_answers.c.application_id)
)
_recorded = sa.exists().where(
    applications.c.code == instrument_sheets.c.code, applications.c.status != ApplicationStatus.VOIDED
)
_SHEETS = (
    sa.select(
        instrument_sheets.c.code,
        instrument_sheets.c.enrolment_id,
        enrolments.c.participant_id,
        participants.c.full_name,
        instrument_sheets.c.edition_id,
        instrument_sheets.c.purpose,
        _recorded.label("recorded"),
    )
    .join(enrolments, enrolments.c.id == instrument_sheets.c.enrolment_id)
    .join(participants, participants.c.id == enrolments.c.participant_id)
    .order_by(participants.c.sort_key, instrument_sheets.c.created_at, instrument_sheets.c.code)
)
_SHEETS_OF_GROUP = _SHEETS.where(enrolments.c.group_id == sa.bindparam("group"))
_SHEET = _SHEETS.where(instrument_sheets.c.code == sa.bindparam("code"))


def application(tx: Transaction, application_id: UUID) -> Application:
    """One application; refuses with `not_found`."""
    row = tx.connection.execute(_BY_ID, {"key": application_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="application_id")
    return _application(row)


def each(tx: Transaction, application_ids: Sequence[UUID]) -> tuple[Application, ...]:
    """These applications, in their order; those that are not there are left out."""
    found = {one.id: one for one in _read(tx, _ALL.where(applications.c.id.in_(tuple(application_ids))), {})}
    return tuple(found[key] for key in application_ids if key in found)


def of_participant(tx: Transaction, participant_id: UUID) -> tuple[Application, ...]:
    """A man's applications, oldest first, voided ones too."""
    return _read(tx, _OF_MAN, {"man": participant_id})


def of_men_of_group(tx: Transaction, group_id: UUID) -> tuple[Application, ...]:
    """Every application of the men who ever had a stint in the group, also those made elsewhere, oldest first."""
    return _read(tx, _OF_MEN, {"group": group_id})


def finished(tx: Transaction, instrument_id: str) -> tuple[Application, ...]:
    """The finished applications of an instrument in the whole book, oldest first."""
    return _read(tx, _FINISHED, {"instrument": instrument_id})


def criticals_of(tx: Transaction, application_ids: Iterable[UUID]) -> Mapping[UUID, tuple[StoredCritical, ...]]:
    """The critical answers of these applications; nothing for those that have none."""
    statement = _CRITICALS.where(critical_answers.c.application_id.in_(tuple(application_ids)))
    found: dict[UUID, tuple[StoredCritical, ...]] = defaultdict(tuple)
    for one in _criticals(tx, statement):
        found[one.application_id] += (one,)
    return found


def with_pending_criticals(tx: Transaction) -> tuple[UUID, ...]:
    """The applications with a critical answer that nobody attended to, the one that waits longest first."""
    return tuple(tx.connection.execute(_PENDING).scalars())


def sheets_of_group(tx: Transaction, group_id: UUID) -> tuple[Sheet, ...]:
    """Every sheet ever printed for the group, by the name of the man, then oldest first."""
    return tuple(_sheet(row) for row in tx.connection.execute(_SHEETS_OF_GROUP, {"group": group_id}))


def sheet(tx: Transaction, code: str) -> Sheet | None:
    """The sheet of that code (in its stored form), or None."""
    row = tx.connection.execute(_SHEET, {"code": code}).first()
    return None if row is None else _sheet(row)


def names(tx: Transaction, participant_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of men, by their keys."""
    statement = sa.select(participants.c.id, participants.c.full_name).where(
        participants.c.id.in_(tuple(participant_ids))
    )
    return {row[0]: row[1] for row in tx.connection.execute(statement)}


def _read(tx: Transaction, statement: sa.Select[Any], parameters: Mapping[str, object]) -> tuple[Application, ...]:
    return tuple(_application(row) for row in tx.connection.execute(statement, dict(parameters)).mappings())


def _application(row: sa.RowMapping) -> Application:
    second = row["second_answers"]
    return Application(
        id=row["id"],
        participant_id=row["participant_id"],
        enrolment_id=row["enrolment_id"],
        edition_id=row["edition_id"],
        instrument_id=row["instrument_id"],
        purpose=Purpose(row["purpose"]),
        mode=Mode(row["mode"]),
        status=ApplicationStatus(row["status"]),
        code=row["code"] or "",
        applied_on=row["applied_on"],
        applier_id=row["applier_id"],
        answers=_answers(row["answers"]),
        current_item=row["current_item"],
        second_answers=None if second is None else _answers(second),
        finished_at=row["finished_at"],
        void_reason=row["void_reason"],
        revision=row["revision"],
    )


def _answers(stored: Mapping[str, int | str]) -> GivenAnswers:
    return {item: Refusal(answer) if isinstance(answer, str) else answer for item, answer in stored.items()}


def _criticals(tx: Transaction, statement: sa.Select[Any]) -> tuple[StoredCritical, ...]:
    return tuple(
        StoredCritical(
            id=row["id"],
            application_id=row["application_id"],
            item=row["item"],
            value=row["value"],
            attended_at=row["attended_at"],
            attended_by=row["attended_by"],
            note=row["note"],
        )
        for row in tx.connection.execute(statement).mappings()
    )


def _sheet(row: Any) -> Sheet:
    code, enrolment_id, participant_id, full_name, edition_id, purpose, recorded = row
    return Sheet(code, enrolment_id, participant_id, full_name, edition_id, Purpose(purpose), recorded)
