"""What the plan of applications is reckoned from, for one group or for all at once: men, days, what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.applications import applications
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.application_plans import MadeApplication, StayOfMan
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.dates import age_on
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_plans import SessionState

_PURPOSES: Final = {one.value: one for one in Purpose}  # a look at a table is half of what an enum's call takes
_STATUSES: Final = {one.value: one for one in ApplicationStatus}
_STINT_STATUSES: Final = {one.value: one for one in EnrolmentStatus}
_HERE: sa.BindParameter[Any] = sa.bindparam("groups", expanding=True)
_MEN = (
    sa.select(
        enrolments.c.id,
        enrolments.c.group_id,
        enrolments.c.participant_id,
        enrolments.c.status,
        enrolments.c.since,
        enrolments.c.ended_on,
        participants.c.full_name,
        participants.c.birth_date,
        # only who does not know his birth date may have told his age
        sa.case((participants.c.birth_date.is_(None), participants.c.answers)).label("answers"),
    )
    .join(participants, participants.c.id == enrolments.c.participant_id)
    .where(enrolments.c.group_id.in_(_HERE))
    .order_by(enrolments.c.created_at)
)
_DAYS = (  # a row a group, and no order: so the index alone answers, without the rows that carry the logs
    sa.select(sessions.c.group_id, sa.func.aggregate_strings(sessions.c.day, ","))
    .where(sessions.c.group_id.in_(_HERE), sessions.c.state != SessionState.CANCELLED)
    .group_by(sessions.c.group_id)
)
_MADE = sa.select(
    applications.c.id,
    applications.c.participant_id,
    applications.c.enrolment_id,
    applications.c.instrument_id,
    applications.c.purpose,
    applications.c.status,
    applications.c.applied_on,
).where(
    applications.c.participant_id.in_(sa.select(enrolments.c.participant_id).where(enrolments.c.group_id.in_(_HERE))),
    applications.c.status != ApplicationStatus.VOIDED,
)


def men_of_groups(tx: Transaction, group_ids: Collection[UUID]) -> tuple[StayOfMan, ...]:
    """Every stint of these groups, oldest first."""
    rows = tx.connection.execute(_MEN, {"groups": tuple(group_ids)}).all()
    return tuple(
        StayOfMan(key, group, man, _STINT_STATUSES[status], since, until, name, _age(born, answers, tx.today))
        for key, group, man, status, since, until, name, born, answers in rows
    )


def _age(born: date | None, answers: Answers | None, today: date) -> int | None:
    if born is not None:
        return age_on(born, today) if born <= today else None
    return age_of(answers or {}, today)


def days_of_groups(tx: Transaction, group_ids: Collection[UUID]) -> Mapping[UUID, tuple[date, ...]]:
    """The days on which each of these groups met or is to meet, in order."""
    rows = tx.connection.execute(_DAYS, {"groups": tuple(group_ids)})
    return defaultdict(tuple, {key: tuple(map(date.fromisoformat, sorted(days.split(",")))) for key, days in rows})


def made_by_men_of(tx: Transaction, group_ids: Collection[UUID]) -> Mapping[UUID, Sequence[MadeApplication]]:
    """By man, the applications that stand of whoever had a stint in these groups."""
    found: dict[UUID, list[MadeApplication]] = defaultdict(list)
    rows = tx.connection.execute(_MADE, {"groups": tuple(group_ids)}).all()
    for key, man, stint, instrument, purpose, status, on in rows:
        found[man].append(MadeApplication(key, stint, instrument, _PURPOSES[purpose], _STATUSES[status], on))
    return found
