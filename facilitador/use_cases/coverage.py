"""The numbers of a group: rates of attendance, steps that absences call for, and coverage of the topics (6.4.8, 6.4.9).

What is set about absences, and the steps that are taken, is in `use_cases/absence_rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from facilitador.db.queries import absence_rules as rule_queries
from facilitador.db.queries import attendance as attendance_queries
from facilitador.db.queries import coverage as queries
from facilitador.db.queries import evidence as evidence_queries
from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.transaction import Transaction
from facilitador.domain import coverage as rules
from facilitador.domain.absence_policies import StepTaken, pending_step
from facilitador.domain.attendance import ManRecord, SessionFact, can_still_complete, figures
from facilitador.domain.compliance import ComplianceScope, Evidence, counted
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus, Stint
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, NumberedTopic, numbered_topics
from facilitador.domain.groups import Group
from facilitador.domain.missed_sessions import topics_of
from facilitador.domain.roles import Section, may_write
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import Session
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler

_DUE: Final[Mapping[StepTaken, tuple[str, str, Urgency]]] = {
    StepTaken.NOTICE: ("due_absence_notice", "due_absence_notices", Urgency.SOON),
    StepTaken.SUSPENSION: ("due_absence_suspension", "due_absence_suspensions", Urgency.SOON),
    StepTaken.REENTRY_TALK: ("due_reentry_talk", "due_reentry_talks", Urgency.WHENEVER),
    StepTaken.COMPLETION_TALK: ("due_cannot_complete", "due_cannot_completes", Urgency.WHENEVER),
}


class Coverage(Query[GroupNumbers], kw_only=True):
    """A group's topics and sessions, and of each man who ever took part his attendance and his topics."""

    group_id: UUID


class ManNumbersIn(Query[tuple[tuple[GroupNumbers, ManNumbers], ...]], kw_only=True):
    """The numbers of one man in each group in which he took part, the latest first, each beside those of the group."""

    participant_id: UUID


def numbers(tx: Transaction, group_id: UUID) -> GroupNumbers:
    """The numbers of a group; refuses with `not_found`."""
    return _numbers(tx, group_queries.group(tx, group_id))


def _numbers(tx: Transaction, group: Group) -> GroupNumbers:
    sessions = tuple(
        one for one in session_queries.sessions_of_group(tx, group.id) if one.state is not SessionState.CANCELLED
    )
    areas = queries.areas_of_group(tx, group.id)
    facts = tuple(_fact(one, areas) for one in sessions)
    topics = _topics(tx, sessions)
    records = [one for one in attendance_queries.man_records(tx, group.id) if one.periods]
    covered = rules.coverage([topic.id for topic in topics], facts, records)
    policy = rule_queries.policy(tx)
    taken = rule_queries.steps_of_group(tx, group.id)
    stints = _latest_stints(tx, group.id)

    def of_man(record: ManRecord) -> ManNumbers:
        stint, name = stints[record.participant_id]
        his, steps = figures(record, facts), taken.get(record.participant_id, ())
        completes = can_still_complete(his, policy.required)
        open_stint = stint.status in (EnrolmentStatus.ATTENDING, EnrolmentStatus.PAUSED)
        return ManNumbers(
            enrolment_id=stint.id,
            participant_id=record.participant_id,
            full_name=name,
            status=stint.status,
            stint_revision=stint.revision,
            record=record,
            figures=his,
            topics=covered.men[record.participant_id],
            made_up=frozenset(one.session_id for one in record.make_ups if one.session_id is not None),
            taken=steps,
            pending=pending_step(policy, record, facts, steps, can_complete=completes) if open_stint else None,
            can_complete=completes,
        )

    # as the roster has them: by name, who is there no more at the end
    by_name = {man: place for place, man in enumerate(stints)}
    men = sorted(map(of_man, records), key=lambda one: (not one.present, by_name[one.participant_id]))
    return GroupNumbers(group.id, group.name, policy, topics, sessions, covered.group, tuple(men))


def _fact(session: Session, areas: Mapping[UUID, frozenset[str]]) -> SessionFact:
    return SessionFact(
        session.id,
        session.day,
        session.starts_at,
        session.state,
        topics_of(session),
        areas.get(session.id, frozenset()),
        session.phase,
    )


def _topics(tx: Transaction, sessions: Iterable[Session]) -> tuple[NumberedTopic, ...]:
    """The thirteen, and those of the service that this group works or will work."""
    curriculum = curriculum_in_use(tx)
    used = {topic for session in sessions for topic in topics_of(session)}
    own = {one.topic.id: one.topic.name for one in curriculum.own if one.topic.id in used}
    return numbered_topics(curriculum.mandated, own)


def _latest_stints(tx: Transaction, group_id: UUID) -> dict[UUID, tuple[Stint, str]]:
    """The latest stint of each man of a group and his name, by name."""
    found: dict[UUID, tuple[Stint, str]] = {}
    for stint, name in log_queries.men_of_group(tx, group_id):
        known = found.get(stint.participant_id)
        if known is None or stint.since >= known[0].since:
            found[stint.participant_id] = (stint, name)
    return found


def numbers_of_man(tx: Transaction, participant_id: UUID) -> tuple[tuple[GroupNumbers, ManNumbers], ...]:
    """As the query `ManNumbersIn`; refuses with `not_found`."""
    participant_queries.stored(tx, participant_id)  # a man who is not there is refused as such
    found: list[tuple[GroupNumbers, ManNumbers]] = []
    for group_id in queries.groups_of_man(tx, participant_id):
        group = numbers(tx, group_id)
        found += [(group, man) for man in group.men if man.participant_id == participant_id]
    return tuple(found)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A line a group for each kind of step that absences call for, without names (6.4.5); none where no rule is set."""
    if not may_write(tx.actor.role, Section.ENROLMENTS):
        return
    policy = rule_queries.policy(tx)
    if not policy.active:
        return
    for line in group_queries.open_lines(tx):
        pending = [man.pending.step for man in _numbers(tx, line.group).men if man.pending is not None]
        for step, (of_one, of_several, urgency) in _DUE.items():
            count = pending.count(step)
            if count:
                told: dict[str, object] = {"group": line.group.name, "count": count}
                code = of_one if count == 1 else of_several
                yield DueItem(code, urgency, "coverage", line.group.id, told)


def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """The thirteen topics in the groups and, of one group, how its men stand with those it worked (6.4.8)."""
    worked = evidence_queries.worked_topics(tx, scope.group_id, curriculum_in_use(tx).mandated)
    page = scope.page_of("coverage", worked.first, "coverage")
    yield counted("6.4.8", "evidence_topics", worked.done, worked.of, *page)
    if scope.group_id is None:
        return
    group = numbers(tx, scope.group_id)
    held = {topic.topic_id for topic in group.group if topic.parts}
    his = [man.topics[topic].state for man in group.men if man.present for topic in held]
    yield counted("6.4.8", "evidence_topics_of_men", his.count(rules.TopicState.COVERED), len(his), *page)


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(Coverage, lambda tx, query: numbers(tx, query.group_id), Section.SESSIONS),
    QueryHandler(
        ManNumbersIn,
        lambda tx, query: numbers_of_man(tx, query.participant_id),
        Section.SESSIONS,
        lambda query: query.participant_id,
    ),
)
