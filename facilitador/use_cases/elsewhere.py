"""The services whose work came in for supervision: which they are, and how each stood on the day of its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from facilitador.db.narrowing import narrowed
from facilitador.db.queries import packages as package_queries
from facilitador.db.queries import reviews as review_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.queries.origins import book_of
from facilitador.db.queries.reviews import QueueFilter
from facilitador.db.queries.session_logs import UnclosedLog
from facilitador.db.queries.sessions import PlanState
from facilitador.db.tables.groups import groups
from facilitador.db.transaction import Transaction
from facilitador.documents.blocks import Letterhead
from facilitador.domain.elsewhere import Elsewhere, day_of, meant, source_of
from facilitador.domain.origins import ALL, OWN, Origin, Source, of_book
from facilitador.domain.reviews import ReviewState
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.taken_packages import SourceLine
from facilitador.use_cases.prints import letterhead
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class ElsewhereView(Query[tuple[Elsewhere, ...]], kw_only=True):
    """What is late in each of them, and what waits for the review of who asks; no name of anybody (6.4.5).

    Nothing for who may not see sessions.
    """


def sources(tx: Transaction) -> tuple[Source, ...]:
    """The other services of which groups are here for supervision, by name; `as_of`: of their oldest group."""
    return tuple(map(source_of, package_queries.sources(tx)))


def seen(tx: Transaction, origin: Origin, group_id: UUID | None) -> tuple[Source, ...]:
    """The other services that a view is over: of that origin, or of one group."""
    if group_id is None:
        return meant(origin, sources(tx)) if origin != OWN else ()
    book_id = book_of(tx, groups, group_id)
    return () if book_id is None else meant(of_book(book_id), sources(tx))


def names_of(tx: Transaction, origin: Origin, group_id: UUID | None) -> str:
    """Whose work a view is over: the name of this service, of another one, or of all."""
    others = seen(tx, origin, group_id)
    own = [service_queries.service(tx).name] if not others or (group_id is None and origin == ALL) else []
    return "; ".join([*own, *(one.service_name for one in others)])


def head_of(tx: Transaction, origin: Origin, group_id: UUID | None) -> Letterhead:
    """The head of a paper about it; of another service no more is known than its name."""
    if seen(tx, origin, group_id):
        return Letterhead(names_of(tx, origin, group_id))
    return letterhead(service_queries.service(tx))


def _elsewhere(tx: Transaction, query: ElsewhereView) -> tuple[Elsewhere, ...]:
    if not may_read(tx.actor.role, Section.SESSIONS):
        return ()
    lines = package_queries.sources(tx)
    logs = log_queries.unclosed_logs(tx) if lines else ()  # of all at once: a narrowing for each would cost more
    plans = {day: session_queries.plan_states(tx, day) for day in {day_of(source_of(line)) for line in lines}}
    return tuple(_standing(tx, line, logs, plans) for line in lines)


def _standing(
    tx: Transaction, line: SourceLine, logs: Iterable[UnclosedLog], plans: Mapping[date, Mapping[UUID, PlanState]]
) -> Elsewhere:
    """Reckoned on the day of its data: what was done there since is not known here."""
    source, groups = source_of(line), {group.group_id for group in line.groups}
    day = day_of(source)
    return Elsewhere(
        source,
        late_logs=sum(log.group_id in groups and log.complete_by < day for log in logs),
        unrecorded=sum(plan.past for group_id, plan in plans[day].items() if group_id in groups),
        to_review=_to_review(tx, source) if may_write(tx.actor.role, Section.REVIEWS) else 0,
    )


def _to_review(tx: Transaction, source: Source) -> int:
    with narrowed(tx, of_book(source.book_id)):
        return sum(review_queries.counts(tx, QueueFilter(ReviewState.PENDING)).values())


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(ElsewhereView, _elsewhere, Section.GROUPS),)
