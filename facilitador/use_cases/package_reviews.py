"""What was said of another service's work goes back to it (6.9.1), and is added where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from facilitador.db.packing.reviewing import rows_said_of, supervised_books, unsent_of
from facilitador.db.queries import packages as package_queries
from facilitador.db.transaction import Transaction
from facilitador.domain.checks import Checks
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.packages import Manifest, PackageKind, PackageRows, PublicIdentity
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.use_cases.package_sending import (
    Errand,
    PackageWeight,
    Packed,
    check_errand,
    manifest_of,
    recipients_of,
    sent,
    weighed,
)
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler


class ReviewsWish(Errand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Comments on the work of another service (`book_id`, as `Sources` tells it), for people of that service."""

    book_id: UUID


class PackReviews(Query[Packed], kw_only=True):
    """A package with what was said here of what came from that service: comments, returns, approvals.

    Refused: InvalidInput (recipients, purpose, until), `source_not_here`, `reviews_to_their_service`,
    `reviews_nothing_said`, `package_keys_needed`, and as `exchange.packages.seal`.
    """

    wish: ReviewsWish


class WeighReviews(Query[PackageWeight], kw_only=True):
    """What that package would weigh; nothing leaves the book. Refused as `PackReviews`."""

    wish: ReviewsWish


def _made(tx: Transaction, wish: ReviewsWish) -> tuple[Manifest, PackageRows, tuple[PublicIdentity, ...]]:
    check_errand(tx, wish, Checks())
    recipients = recipients_of(tx, wish.recipients)
    source = next((one for one in package_queries.sources(tx) if one.book_id == wish.book_id), None)
    if source is None:
        raise UserFacingError("source_not_here", field="book_id")
    if any(one.book_id != wish.book_id for one in recipients):
        raise UserFacingError("reviews_to_their_service", field="recipients", service=source.service_name)
    rows = rows_said_of(tx, wish.book_id)
    if not rows["review_entries"].rows:
        raise UserFacingError("reviews_nothing_said", field="book_id", service=source.service_name)
    subjects = tuple(group.group_id for group in source.groups)
    return manifest_of(tx, PackageKind.REVIEW, wish, subjects), rows, recipients


def due_items(tx: Transaction) -> Iterator[DueItem]:
    """What was said of another service's work and did not go back yet: how much, to whom."""
    if not may_write(tx.actor.role, Section.REVIEWS):
        return
    for book_id, service in supervised_books(tx).items():
        count = unsent_of(tx, book_id)
        if count:
            told: dict[str, object] = {"service": service, "count": count}
            yield DueItem("due_reviews_to_send", Urgency.SOON, "prepare_package", book_id, told)


COMMANDS: Final[tuple[CommandHandler, ...]] = ()
QUERIES: Final = (
    QueryHandler(PackReviews, lambda tx, query: sent(tx, *_made(tx, query.wish)), Section.REVIEWS),
    QueryHandler(WeighReviews, lambda tx, query: weighed(tx, *_made(tx, query.wish)), Section.REVIEWS),
)
