"""What is counted for the compliance view: whole groups and whole books at once, never a query a group.

Every function takes the group that is looked at, or None for all groups that are not closed. *Men* are those who count
in them now or completed: who waited, moved or left is no longer asked for anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.queries import fichas
from facilitador.db.tables.applications import applications
from facilitador.db.tables.attendance import door_refusals
from facilitador.db.tables.care import care_notes, individual_cares
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.evaluations import evaluation_entries
from facilitador.db.tables.exclusions import exclusion_decisions
from facilitador.db.tables.goals import goals
from facilitador.db.tables.groups import group_facilitators, groups
from facilitador.db.tables.hand_outs import given_materials
from facilitador.db.tables.participants import consents, participants
from facilitador.db.tables.practices import practices
from facilitador.db.tables.protection import protection_matters, protection_steps
from facilitador.db.tables.records import prints
from facilitador.db.tables.referrals import referral_events, referrals, sanction_alternatives
from facilitador.db.tables.reviews import reviews
from facilitador.db.tables.sessions import incidents, session_areas, session_topics, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.care import CareNoteKind
from facilitador.domain.doors import AtRisk
from facilitador.domain.enrolments import COUNTING, EnrolmentStatus
from facilitador.domain.exclusions import Outcome
from facilitador.domain.goals import GoalKind
from facilitador.domain.groups import GroupStatus
from facilitador.domain.referrals import ReferralReason, ReferralState
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.reviews import ReviewState
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import IncidentKind, LogStatus, LogText

_PRESENT: Final = (*COUNTING, EnrolmentStatus.COMPLETED)
_READ_LOG: Final = msgspec.json.Decoder(LogText)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What a group's own record shows. `men`: how many were ever given a place in it."""

    id: UUID
    venue_id: UUID | None
    has_hours: bool
    has_agreements: bool
    facilitator_ids: tuple[UUID, ...]
    men: int


@dataclass(frozen=True, slots=True)
class HeldLog:
    """A session that was held, what its log says in words, and how many of the three areas it tells of."""

    session_id: UUID
    day: date
    status: LogStatus
    text: LogText
    areas: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `last`: the day of the newest that counts; `first`: of which page mends the first lacking."""

    done: int
    of: int
    last: date | None = None
    first: UUID | None = None


def _in_scope(group_id: UUID | None) -> sa.ColumnElement[bool]:
    return groups.c.id == group_id if group_id is not None else groups.c.status != GroupStatus.CLOSED


def _here(column: sa.ColumnElement[UUID], group_id: UUID | None) -> sa.ColumnElement[bool]:
    """The column names a group of the scope: its few rows are found along their index, not among all there are."""
    return column == group_id if group_id is not None else column.in_(sa.select(groups.c.id).where(_in_scope(None)))


def _men(group_id: UUID | None) -> sa.Select[tuple[UUID]]:
    """The men of the scope."""
    return sa.select(enrolments.c.participant_id).where(
        _here(enrolments.c.group_id, group_id), enrolments.c.status.in_(_PRESENT)
    )


def _share(
    tx: Transaction, rows: sa.FromClause, done: sa.ColumnElement[bool], key: Any, *where: Any, day: Any = None
) -> Share:
    """How many rows there are, and of how many `done` is true; `key`: of which page mends a row."""
    first = sa.func.min(sa.case((done, sa.null()), else_=key), type_=key.type)
    yes = sa.func.coalesce(sa.func.sum(sa.case((done, 1), else_=0)), 0)
    last = sa.null() if day is None else sa.func.max(sa.case((done, day)), type_=sa.Date)
    found = tx.connection.execute(sa.select(yes, sa.func.count(), last, first).select_from(rows).where(*where)).one()
    return Share(*found)


# -- groups and men ---------------------------------------------------------------------------------------------------


def group_facts(tx: Transaction, group_id: UUID | None) -> tuple[GroupFacts, ...]:
    """The groups of the scope."""
    placed = sa.select(sa.func.count()).where(
        enrolments.c.group_id == groups.c.id,
        enrolments.c.status.not_in((EnrolmentStatus.WAITING, EnrolmentStatus.WITHDRAWN)),
    )
    statement = sa.select(
        groups.c.id,
        groups.c.venue_id,
        sa.and_(groups.c.weekday.is_not(None), groups.c.starts_at.is_not(None)),
        groups.c.agreements,
        placed.scalar_subquery(),
    ).where(_in_scope(group_id))
    leaders: dict[UUID, list[UUID]] = {}
    leading = sa.select(group_facilitators.c.group_id, group_facilitators.c.person_id)
    for group, person in tx.connection.execute(leading.join(groups).where(_in_scope(group_id))):
        leaders.setdefault(group, []).append(person)
    return tuple(
        GroupFacts(key, venue, hours, bool(agreements), tuple(leaders.get(key, ())), men)
        for key, venue, hours, agreements, men in tx.connection.execute(statement)
    )


def whole_fichas(tx: Transaction, group_id: UUID | None, form: FormDefinition, *, competent: bool) -> Share:
    """The men whose ficha lacks no compulsory answer (6.4.2), of those whose ficha is here."""
    answered = fichas.answered(form, tx.today, competent=competent)
    return _share(tx, participants, answered, participants.c.id, participants.c.id.in_(_men(group_id)), fichas.named())


def any_nameless(tx: Transaction, group_id: UUID | None) -> bool:
    """True if some of the men came in a package without names."""
    nameless = sa.select(sa.true()).where(participants.c.id.in_(_men(group_id)), sa.not_(fichas.named())).limit(1)
    return tx.connection.execute(nameless).first() is not None


def consented(tx: Transaction, group_id: UUID | None) -> Share:
    """The men of whom a consent is in force."""
    standing = sa.exists().where(consents.c.participant_id == participants.c.id, consents.c.revoked_on.is_(None))
    return _share(tx, participants, standing, participants.c.id, participants.c.id.in_(_men(group_id)))


def with_entry(tx: Transaction, group_id: UUID | None, instrument_ids: Iterable[str]) -> Share:
    """The men who finished the entry of one of these instruments (6.4.3)."""
    answered = sa.exists().where(
        applications.c.participant_id == participants.c.id,
        applications.c.instrument_id.in_(tuple(instrument_ids)),
        applications.c.purpose == Purpose.ENTRY,
        applications.c.status == ApplicationStatus.FINISHED,
    )
    his_group = (
        sa.select(sa.func.min(enrolments.c.group_id, type_=enrolments.c.group_id.type))
        .where(
            enrolments.c.participant_id == participants.c.id,
            enrolments.c.status.in_(_PRESENT),
            _here(enrolments.c.group_id, group_id),
        )
        .scalar_subquery()
    )
    return _share(tx, participants, answered, his_group, participants.c.id.in_(_men(group_id)))


def factors_found(tx: Transaction, group_id: UUID | None, factors: Iterable[str]) -> Share:
    """Of each of these factors of each of the men, how many say something (6.6)."""
    asked = tuple(factors)
    men = sa.select(sa.func.count()).select_from(participants).where(participants.c.id.in_(_men(group_id)))
    says = sa.and_(evaluation_entries.c.factor.in_(asked), evaluation_entries.c.withdrawn_on.is_(None))
    found = (
        sa.select(evaluation_entries.c.participant_id, evaluation_entries.c.factor)
        .where(evaluation_entries.c.participant_id.in_(_men(group_id)), says)
        .distinct()
        .subquery()
    )
    done = tx.connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
    his = (
        sa.select(sa.func.count(evaluation_entries.c.factor.distinct()))
        .where(evaluation_entries.c.participant_id == participants.c.id, says)
        .scalar_subquery()
    )
    lacking = sa.select(participants.c.id).where(participants.c.id.in_(_men(group_id)), his < len(asked)).limit(1)
    first = tx.connection.execute(lacking).scalar_one_or_none()
    return Share(done, tx.connection.execute(men).scalar_one() * len(asked), first=first)


# -- sessions ---------------------------------------------------------------------------------------------------------

_HELD: Final = sessions.c.state == SessionState.HELD


def groups_in_scope(tx: Transaction, group_id: UUID | None) -> tuple[UUID, ...]:
    """The groups that are looked at, in the order of their keys."""
    return tuple(
        tx.connection.execute(sa.select(groups.c.id).where(_in_scope(group_id)).order_by(groups.c.id)).scalars()
    )


def held_logs(tx: Transaction, group_ids: Collection[UUID]) -> tuple[HeldLog, ...]:
    """The sessions that these groups held with what their logs say."""
    areas = sa.select(sa.func.count()).where(session_areas.c.session_id == sessions.c.id).scalar_subquery()
    # as text, so that it is read straight into its type: these are the longest texts of a book
    log = sa.cast(sessions.c.log, sa.Text)
    statement = sa.select(sessions.c.id, sessions.c.day, sessions.c.log_status, log, areas).where(
        sessions.c.group_id.in_(group_ids), _HELD
    )
    return tuple(
        HeldLog(key, day, LogStatus(status), _READ_LOG.decode(said), told)
        for key, day, status, said, told in tx.connection.execute(statement).all()
    )


def worked_topics(tx: Transaction, group_id: UUID | None, topic_ids: Iterable[str]) -> Share:
    """Of these topics in each group that held a session, how many were worked in one (6.4.8)."""
    asked = tuple(topic_ids)
    begun = sa.exists().where(sessions.c.group_id == groups.c.id, _HELD)
    counted = sa.select(sa.func.count()).select_from(groups).where(_in_scope(group_id), begun)
    worked = (
        sa.select(sessions.c.group_id, session_topics.c.topic_id)
        .join(sessions, sessions.c.id == session_topics.c.session_id)
        .where(_here(sessions.c.group_id, group_id), _HELD)
        .where(session_topics.c.worked, session_topics.c.topic_id.in_(asked))
        .distinct()
        .subquery()
    )
    done = tx.connection.execute(sa.select(sa.func.count()).select_from(worked)).scalar_one()
    its = (
        sa.select(sa.func.count(session_topics.c.topic_id.distinct()))
        .join(sessions, sessions.c.id == session_topics.c.session_id)
        .where(sessions.c.group_id == groups.c.id, _HELD)
        .where(session_topics.c.worked, session_topics.c.topic_id.in_(asked))
        .scalar_subquery()
    )
    lacking = sa.select(groups.c.id).where(_in_scope(group_id), begun, its < len(asked)).limit(1)
    first = tx.connection.execute(lacking).scalar_one_or_none()
    return Share(done, tx.connection.execute(counted).scalar_one() * len(asked), first=first)


def incidents_answered(tx: Transaction, group_id: UUID | None, kinds: Iterable[IncidentKind]) -> Share:
    """The incidents of these kinds, and those of them that say which measures were taken (6.7.1)."""
    of = incidents.join(sessions, sessions.c.id == incidents.c.session_id)
    wanted = incidents.c.kind.in_(tuple(kinds))
    here = _here(sessions.c.group_id, group_id)
    return _share(tx, of, incidents.c.measures != "", sessions.c.id, here, wanted, day=sessions.c.day)


# -- safety -----------------------------------------------------------------------------------------------------------

_REFUSED: Final = door_refusals.join(sessions, sessions.c.id == door_refusals.c.session_id)


def refusals_described(tx: Transaction, group_id: UUID | None) -> Share:
    """Who was not admitted, and of how many it is written what was seen and how he went home (6.7.2)."""
    told = sa.and_(door_refusals.c.seen != "", door_refusals.c.goes_where != "")
    return _share(tx, _REFUSED, told, sessions.c.id, _here(sessions.c.group_id, group_id), day=sessions.c.day)


def refusals_attended(tx: Transaction, group_id: UUID | None) -> Share:
    """Refusals at the door after which it is known that nobody is in danger, or written what was done (5.3.4)."""
    settled = sa.or_(door_refusals.c.attended_at.is_not(None), door_refusals.c.at_risk == AtRisk.NO)
    return _share(tx, _REFUSED, settled, sessions.c.id, _here(sessions.c.group_id, group_id), day=sessions.c.day)


def matters_with_steps(tx: Transaction) -> Share:
    """Protection matters, and those of them in which something was done. Whose they are is sealed."""
    done = sa.exists().where(
        protection_steps.c.matter_id == protection_matters.c.id, protection_steps.c.done_on.is_not(None)
    )
    return _share(tx, protection_matters, done, protection_matters.c.id, day=protection_matters.c.opened_on)


def decisions_told(tx: Transaction, group_id: UUID | None) -> Share:
    """Decisions that change something for a man, and those that were told him with places that can help (6.7.3)."""
    of = exclusion_decisions.join(enrolments, enrolments.c.id == exclusion_decisions.c.enrolment_id)
    here = _here(enrolments.c.group_id, group_id)
    told = sa.and_(
        exclusion_decisions.c.told_on.is_not(None),
        exclusion_decisions.c.explained != "",
        sa.or_(exclusion_decisions.c.institutions != "", exclusion_decisions.c.directory_ids != []),
    )
    standing = exclusion_decisions.c.withdrawn_on.is_(None)
    matters = exclusion_decisions.c.outcome != Outcome.NOTHING_YET
    return _share(
        tx, of, told, enrolments.c.participant_id, here, standing, matters, day=exclusion_decisions.c.decided_on
    )


# -- what accompanies the sessions ------------------------------------------------------------------------------------


def informed(tx: Transaction, group_id: UUID | None, document: str) -> Share:
    """The men for whom a paper of this kind was printed (6.2.5)."""
    printed = participants.c.id.in_(sa.select(prints.c.subject_id).where(prints.c.document == document))
    return _share(tx, participants, printed, participants.c.id, participants.c.id.in_(_men(group_id)))


def given_something(tx: Transaction, group_id: UUID | None) -> Share:
    """The men who were given some material (6.2.6)."""
    given = sa.exists().where(
        given_materials.c.participant_id == participants.c.id, given_materials.c.withdrawn_on.is_(None)
    )
    return _share(tx, participants, given, participants.c.id, participants.c.id.in_(_men(group_id)))


def sanctions_routed(tx: Transaction, group_id: UUID | None) -> Share:
    """The men who have a sanction to serve, and those referred to a CAI or with what was done instead (6.2.8, 6.11)."""
    referred = sa.exists().where(
        referrals.c.participant_id == participants.c.id,
        referrals.c.reason == ReferralReason.SANCTION,
        referrals.c.withdrawn_on.is_(None),
    )
    instead = sa.exists().where(
        sanction_alternatives.c.participant_id == participants.c.id, sanction_alternatives.c.withdrawn_on.is_(None)
    )
    serves = participants.c.sentence_to_serve == "yes"
    settled, mine = sa.or_(referred, instead), participants.c.id.in_(_men(group_id))
    return _share(tx, participants, settled, participants.c.id, mine, serves)


def referrals_answered(tx: Transaction, group_id: UUID | None) -> Share:
    """The referrals of the men, and those of which it is known what became of them (6.8.3)."""
    known = sa.exists().where(
        referral_events.c.referral_id == referrals.c.id,
        referral_events.c.state.not_in((ReferralState.SENT, ReferralState.NO_ANSWER)),
    )
    mine = referrals.c.participant_id.in_(_men(group_id))
    return _share(tx, referrals, known, referrals.c.id, mine, referrals.c.withdrawn_on.is_(None))


def cares_with_goals(tx: Transaction, group_id: UUID | None) -> Share:
    """The individual care of the men, and that of it with goals agreed with him (6.8.2)."""
    mine = individual_cares.c.participant_id.in_(_men(group_id))
    agreed = individual_cares.c.agreed_on.is_not(None)
    return _share(tx, individual_cares, agreed, individual_cares.c.participant_id, mine)


def cares_fed_back(tx: Transaction, group_id: UUID | None) -> Share:
    """The care of which he agreed that it be told, and that of it with something told in both directions (6.8.4)."""

    def noted(kind: CareNoteKind) -> sa.Exists:
        return sa.exists().where(care_notes.c.care_id == individual_cares.c.id, care_notes.c.kind == kind)

    both = sa.and_(noted(CareNoteKind.FROM_PROVIDER), noted(CareNoteKind.TO_PROVIDER))
    mine = individual_cares.c.participant_id.in_(_men(group_id))
    told = individual_cares.c.tells_on.is_not(None)
    return _share(tx, individual_cares, both, individual_cares.c.participant_id, mine, told)


# -- what is learnt ---------------------------------------------------------------------------------------------------


def kinds_of_goals(tx: Transaction, group_id: UUID | None) -> frozenset[GoalKind]:
    """Which kinds of goals there are for the scope; those of the service are its groups', too (6.9.1)."""
    statement = sa.select(goals.c.kind).distinct()
    if group_id is not None:
        statement = statement.where(sa.or_(goals.c.group_id == group_id, goals.c.group_id.is_(None)))
    return frozenset(GoalKind(kind) for kind in tx.connection.execute(statement).scalars())


def logs_approved(tx: Transaction, group_id: UUID | None) -> Share:
    """The closed logs, and those of them that a supervisor approved (6.9.1)."""
    approved = sa.exists().where(reviews.c.session_id == sessions.c.id, reviews.c.state == ReviewState.APPROVED)
    closed = sessions.c.log_status == LogStatus.CLOSED
    here = _here(sessions.c.group_id, group_id)
    return _share(tx, sessions, approved, sessions.c.id, here, closed, day=sessions.c.day)


def practices_kept(tx: Transaction) -> int:
    """How many good practices and lessons are written down (6.9.3)."""
    kept: int = tx.connection.execute(sa.select(sa.func.count()).select_from(practices)).scalar_one()
    return kept
