"""The services whose work came in for supervision: which they are, and how each stood on the day of its data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from facilitador.db.narrowing import narrowed
from facilitador.db.queries import packages as package_queries
from facilitador.db.queries import reviews as review_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries import sessions as session_queries
from facilitador.db.queries.reviews import QueueFilter
from facilitador.db.transaction import Transaction
from facilitador.domain.elsewhere import Elsewhere, day_of, source_of
from facilitador.domain.origins import Source, of_book
from facilitador.domain.reviews import ReviewState
from facilitador.domain.roles import Section, may_read, may_write
from facilitador.domain.sessions import DAYS_TO_COMPLETE
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class ElsewhereView(Query[tuple[Elsewhere, ...]], kw_only=True):
    """What is late in each of them, and what waits for the review of who asks; no name of anybody (6.4.5).

    Nothing for who may not see sessions.
    """


def sources(tx: Transaction) -> tuple[Source, ...]:
    """The other services of which groups are here for supervision, by name; `as_of`: of their oldest group."""
    return tuple(map(source_of, package_queries.sources(tx)))


def _elsewhere(tx: Transaction, query: ElsewhereView) -> tuple[Elsewhere, ...]:
    return tuple(_standing(tx, source) for source in sources(tx)) if may_read(tx.actor.role, Section.SESSIONS) else ()


def _standing(tx: Transaction, source: Source) -> Elsewhere:
    """Reckoned on the day of its data: what was done there since is not known here."""
    day = day_of(source)
    with narrowed(tx, of_book(source.book_id)):
        logs = log_queries.unclosed_logs(tx)
        plans = session_queries.plan_states(tx, day).values()
        waiting = _waiting(tx)
    return Elsewhere(
        source,
        late_logs=sum(log.day + timedelta(days=DAYS_TO_COMPLETE) < day for log in logs),
        unrecorded=sum(plan.past for plan in plans),
        to_review=sum(waiting),
    )


def _waiting(tx: Transaction) -> Iterable[int]:
    if not may_write(tx.actor.role, Section.REVIEWS):
        return ()
    return review_queries.counts(tx, QueueFilter(ReviewState.PENDING)).values()


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (QueryHandler(ElsewhereView, _elsewhere, Section.GROUPS),)
