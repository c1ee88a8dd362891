"""What the plan of applications is reckoned from: men, days, what was answered; of many groups only how many alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.fichas import years_before
from facilitador.db.tables.applications import applications
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.application_plans import (
    ASKED,
    Finished,
    MadeApplication,
    MenAlike,
    StayOfMan,
    serves_early,
)
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.dates import age_on
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.registration_forms import Answers
from facilitador.domain.session_plans import SessionState

_PURPOSES: Final = {one.value: one for one in Purpose}  # a look at a table is half of what an enum's call takes
_STINT_STATUSES: Final = {one.value: one for one in EnrolmentStatus}
_HERE: sa.BindParameter[Any] = sa.bindparam("groups", expanding=True)
# only who does not know his birth date may have told his age
_AGE_TOLD = sa.case((participants.c.birth_date.is_(None), participants.c.answers)).label("answers")
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
        _AGE_TOLD,
    )
    .join(participants, participants.c.id == enrolments.c.participant_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
    .order_by(enrolments.c.created_at)
)
_DAYS = (  # a row a group, and no order: so the index alone answers, without the rows that carry the logs
    sa.select(sessions.c.group_id, sa.func.aggregate_strings(sessions.c.day, ","))
    .where(sessions.c.group_id.in_(_HERE), sessions.c.state != SessionState.CANCELLED)
    .group_by(sessions.c.group_id)
)
_MADE = sa.select(
    applications.c.participant_id,
    applications.c.id,
    applications.c.enrolment_id,
    applications.c.instrument_id,
    applications.c.purpose,
    applications.c.status,
    applications.c.applied_on,
).where(
    applications.c.participant_id.in_(
        sa.select(enrolments.c.participant_id).where(enrolments.c.group_id == sa.bindparam("group"))
    ),
    applications.c.status != ApplicationStatus.VOIDED,
)


def _finished_of_stint() -> sa.ScalarSelect[str]:
    """What a man finished of all that may serve his stint, in one text: `prueba/entry/`, with its day if it was early.

    Of an entry it may be any of his stints in the group, or none; `domain.application_plans.serves` says it of one.
    """
    earlier = enrolments.alias("earlier")
    in_group = (
        sa.select(earlier.c.id)
        .where(earlier.c.participant_id == enrolments.c.participant_id, earlier.c.group_id == enrolments.c.group_id)
        .correlate(enrolments)
    )
    made = applications.c
    early = sa.case((made.enrolment_id.is_(None), sa.cast(made.applied_on, sa.String)), else_="")
    of_entry = sa.and_(
        made.purpose == Purpose.ENTRY, sa.or_(made.enrolment_id.is_(None), made.enrolment_id.in_(in_group))
    )
    return (
        sa.select(sa.func.aggregate_strings(made.instrument_id + "/" + made.purpose + "/" + early, " "))
        .where(
            made.participant_id == enrolments.c.participant_id,
            made.status == ApplicationStatus.FINISHED,
            sa.or_(made.enrolment_id == enrolments.c.id, of_entry),
        )
        .scalar_subquery()
    )


_ASKED = (
    sa.select(
        enrolments.c.group_id,
        enrolments.c.status,
        enrolments.c.since,
        enrolments.c.ended_on,
        sa.case((participants.c.birth_date > sa.bindparam("grown", type_=sa.Date), participants.c.birth_date)),
        participants.c.birth_date.is_(None).label("unknown"),
        _AGE_TOLD,
        _finished_of_stint().label("finished"),
    )
    .join(participants, participants.c.id == enrolments.c.participant_id)
    .where(enrolments.c.group_id.in_(_HERE), enrolments.c.status.in_(ASKED))
    .subquery()
)
_ALIKE = sa.select(*_ASKED.c, sa.func.count()).group_by(*_ASKED.c)


def men_of_group(tx: Transaction, group_id: UUID) -> tuple[StayOfMan, ...]:
    """Every stint of the group, oldest first."""
    rows = tx.connection.execute(_MEN, {"group": group_id})
    return tuple(
        StayOfMan(key, group, man, _STINT_STATUSES[status], since, until, name, _age(born, answers, tx.today))
        for key, group, man, status, since, until, name, born, answers in rows
    )


def men_alike(tx: Transaction, group_ids: Collection[UUID], grown: int) -> Mapping[UUID, Sequence[MenAlike]]:
    """By group, its men who are asked anything, those together who are alike; `grown`: from which age all are asked so.

    So a thousand men are few rows, and the database counts them.
    """
    found = defaultdict[UUID, list[MenAlike]](list)
    asked = {"groups": tuple(group_ids), "grown": years_before(tx.today, grown)}
    rows: Iterable[Any] = tx.connection.execute(_ALIKE, asked).all()
    for group, status, since, until, born, unknown, answers, finished, men in rows:
        age = grown if born is None and not unknown else _age(born, answers, tx.today)
        done = frozenset(_serving(finished or "", since))
        found[group].append(MenAlike(group, _STINT_STATUSES[status], since, until, age, done, men))
    return found


def _serving(finished: str, since: date) -> Iterator[Finished]:
    for one in finished.split():
        instrument, purpose, early = one.split("/")
        if not early or serves_early(date.fromisoformat(early), since):
            yield instrument, _PURPOSES[purpose]


def _age(born: date | None, answers: Answers | None, today: date) -> int | None:
    if born is not None:
        return age_on(born, today) if born <= today else None
    return age_of(answers or {}, today)


def days_of_groups(tx: Transaction, group_ids: Collection[UUID]) -> Mapping[UUID, tuple[date, ...]]:
    """The days on which each of these groups met or is to meet, in order."""
    rows = tx.connection.execute(_DAYS, {"groups": tuple(group_ids)}).all()
    return defaultdict(tuple, {key: tuple(map(date.fromisoformat, sorted(days.split(",")))) for key, days in rows})


def made_by_men_of(tx: Transaction, group_id: UUID) -> Mapping[UUID, Sequence[MadeApplication]]:
    """By man, the applications that stand of whoever had a stint in the group."""
    found = defaultdict[UUID, list[MadeApplication]](list)
    for man, key, stint, instrument, purpose, status, on in tx.connection.execute(_MADE, {"group": group_id}):
        found[man].append(MadeApplication(key, stint, instrument, Purpose(purpose), ApplicationStatus(status), on))
    return found
