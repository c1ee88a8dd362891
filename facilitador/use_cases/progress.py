"""How a man goes on, gathered from every room that knows of him, as far as the asking role may see (6.9.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from facilitador.db.queries import care as care_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import referrals as referral_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.transaction import Transaction
from facilitador.documents import progress as paper
from facilitador.documents.blocks import Document
from facilitador.domain.application_plans import MissingApplication
from facilitador.domain.applications import ApplicationLine, ApplicationStatus
from facilitador.domain.evaluations import FactorState
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers
from facilitador.domain.participants import without_reasons
from facilitador.domain.progress import EvaluationProgress, ManProgress
from facilitador.domain.roles import Section, may_read
from facilitador.use_cases.application_plans import missing_applications
from facilitador.use_cases.application_records import Applications, lines_of
from facilitador.use_cases.coverage import numbers_of_man
from facilitador.use_cases.evaluations import factor_readings
from facilitador.use_cases.participants import record
from facilitador.use_cases.prints import letterhead, numbered
from facilitador.use_cases.profiles import change_of_man
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.sanctions import route_of

T = TypeVar("T")


class ManProgressOf(Query[ManProgress], kw_only=True):
    """How a man goes on and what remains to complete with him; asking leaves an audit row."""

    participant_id: UUID


class ProgressPrint(Query[Document], kw_only=True):
    """The same on one sheet of paper, numbered."""

    participant_id: UUID


def progress_of(tx: Transaction, participant_id: UUID) -> ManProgress:
    """As the query `ManProgressOf`; refuses with `not_found`."""
    man = participant_queries.stored(tx, participant_id)
    held = record(tx, man)
    groups = numbers_of_man(tx, man.id)
    asked = _if_readable(tx, Section.TESTS, lambda: lines_of(tx, Applications(participant_id=man.id)))
    referrals = _if_readable(tx, Section.SOCIAL, lambda: referral_queries.lines(tx, man.id))
    route = _if_readable(tx, Section.JUSTICE, lambda: route_of(tx, man.id))
    return ManProgress(
        participant_id=man.id,
        full_name=man.full_name,
        on=tx.today,
        missing_fields=len(held.missing),
        consent_missing=held.consent_missing,
        stays=tuple(without_reasons(stay) for stay in reversed(held.stints)),
        groups=groups,
        applications=None if asked is None else tuple(one for one in asked if one.status is not _VOIDED),
        changes=tuple(change_of_man(tx, man.id, key) for key in _instruments(asked or ())),
        missing_questions=_missing(tx, groups) if asked is not None else (),
        evaluation=_if_readable(tx, Section.HEALTH, lambda: _evaluation(tx, man.id)),
        referrals=None
        if referrals is None
        else tuple(one.referral for one in referrals if one.referral.withdrawal is None),
        route_missing=route is not None and route.is_missing,
        cares=_if_readable(tx, Section.HEALTH, lambda: care_queries.cares_of(tx, man.id)),
    )


_VOIDED = ApplicationStatus.VOIDED


def _if_readable(tx: Transaction, section: Section, read: Callable[[], T]) -> T | None:
    return read() if may_read(tx.actor.role, section) else None


def _instruments(lines: Sequence[ApplicationLine]) -> tuple[str, ...]:
    """The instruments that he answered to the end, the one answered last first."""
    finished = (one.instrument_id for one in lines if one.status is ApplicationStatus.FINISHED)
    return tuple(dict.fromkeys(finished))


def _missing(
    tx: Transaction, groups: Sequence[tuple[GroupNumbers, ManNumbers]]
) -> tuple[tuple[UUID, MissingApplication], ...]:
    """What he has not answered in the groups in which he is now."""
    return tuple(
        (group.group_id, one)
        for group, man in groups
        if man.present
        for one in missing_applications(tx, group.group_id)
        if one.participant_id == man.participant_id
    )


def _evaluation(tx: Transaction, participant_id: UUID) -> EvaluationProgress:
    """Factors that the service must not record are left out of the count."""
    asked, of = 0, 0
    again: list[tuple[str, date]] = []
    for reading in factor_readings(tx, participant_id):
        standing = [entry for entry in reading.entries if entry.withdrawal is None]
        off = reading.state is FactorState.NOT_APPLICABLE and not standing
        of += not off
        asked += bool(standing)
        if len(standing) > 1:
            again.append((reading.factor.text, standing[0].assessed_on))
    return EvaluationProgress(asked, of, tuple(again))


def _print(tx: Transaction, query: ProgressPrint) -> Document:
    his = progress_of(tx, query.participant_id)
    number = numbered(tx, "progress", his.participant_id)
    return paper.compose(paper.ProgressSheet(letterhead(service_queries.service(tx)), number, his))


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(
        ManProgressOf,
        lambda tx, query: progress_of(tx, query.participant_id),
        Section.SESSIONS,
        lambda query: query.participant_id,
    ),
    QueryHandler(ProgressPrint, _print, Section.SESSIONS),
)
