"""Review (6.9.1): a supervisor reads closed sessions, fichas and decisions, comments on a line, returns, approves.

Reviewing is apart from editing: here nothing of the thing itself changes. Nobody reviews her own work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from facilitador.db.queries import exclusions as exclusion_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import reviews as queries
from facilitador.db.queries import services as service_queries
from facilitador.db.queries import session_logs as log_queries
from facilitador.db.queries.reviews import QueueFilter, StoredReview
from facilitador.db.tables import records
from facilitador.db.tables.reviews import add_review_entry, begin_review, move_review
from facilitador.db.transaction import Transaction
from facilitador.domain.answers import age_of
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.dates import format_date
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.origins import ALL, Origin
from facilitador.domain.review_readings import decision_lines, ficha_lines, log_lines
from facilitador.domain.reviews import (
    ANCHOR_LIMIT,
    BY_REVIEWER,
    TEXT_LIMIT,
    WITH_WORDS,
    QueueEntry,
    ReviewedSection,
    ReviewEntry,
    ReviewKind,
    ReviewPage,
    ReviewQueueView,
    ReviewStanding,
    ReviewState,
    ReviewStep,
    ReviewSubject,
    check_answered,
    check_reviewer,
    next_state,
    open_comments,
)
from facilitador.domain.roles import Role, Section, may_write
from facilitador.errors import UserFacingError
from facilitador.reference import districts, exclusion_causes
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.log_pages import log_page
from facilitador.use_cases.participants import record
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, as_asked, writes
from facilitador.use_cases.services import form_in_use

PAGE_LIMIT: Final = 200
LINES_ON_HOME: Final = 5
"""More things returned than these are one line on home."""
SOON_AFTER: Final = timedelta(days=7)
"""What waits for a review longer than this comes before what may be done whenever: ours, the directive sets no term."""


class ReviewCommand(Command, kw_only=True):
    """A step of the review of `subject_id`: a closed session, a man whose ficha it is, or a decision.

    `subject_revision`: the revision of the thing that was read; where it has moved on since, the step is refused.
    """

    subject_id: UUID
    subject_revision: int | None = None


class CommentReview(ReviewCommand, kw_only=True):
    """Comment on one part (`anchor`, as the page of the review names it) or on the whole thing (no anchor)."""

    id: UUID | None = None
    anchor: str = ""
    text: str


class ReturnReview(ReviewCommand, kw_only=True):
    """Return it to be completed; the words may be left out where comments say why."""

    text: str = ""


class ApproveReview(ReviewCommand, kw_only=True):
    """Find it in order: from here on it does not change until the review is opened again."""

    text: str = ""


class ReopenReview(ReviewCommand, kw_only=True):
    """Open again what was approved; the reason stays on record."""

    reason: str


class AnswerReview(ReviewCommand, kw_only=True):
    """Answer a comment (`about_id`)."""

    id: UUID | None = None
    about_id: UUID
    text: str


class CompleteReview(ReviewCommand, kw_only=True):
    """Say that what was returned is complete now; it goes back to the queue."""

    text: str = ""


class ReviewQueue(Query[ReviewQueueView], kw_only=True):
    """Things to be reviewed (or returned, or approved), oldest first, with how many there are of each kind.

    `after`: since when the last one of the page before waits, and its key. At most 200 at once.
    """

    state: ReviewState = ReviewState.PENDING
    kind: ReviewKind | None = None
    group_id: UUID | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50
    origin: Origin = ALL


class ReviewOf(Query[ReviewPage], kw_only=True):
    """One thing to be reviewed, to read, with everything said of it. That a man's record was seen is recorded."""

    subject_id: UUID


class ReviewStandingOf(Query[ReviewStanding], kw_only=True):
    """How the review of a thing stands; of something nobody reviews, that nothing was said."""

    subject_id: UUID


# -- reading ----------------------------------------------------------------------------------------------------------


def _queue(tx: Transaction, query: ReviewQueue) -> ReviewQueueView:
    limit = max(0, min(query.limit, PAGE_LIMIT))
    wanted = QueueFilter(query.state, query.kind, query.group_id, query.after, limit)
    of_all_kinds = QueueFilter(query.state, None, query.group_id)
    return ReviewQueueView(queries.queue(tx, wanted), queries.counts(tx, of_all_kinds))


def _page(tx: Transaction, query: ReviewOf) -> ReviewPage:
    stored, line = _described(tx, query.subject_id)
    subject, sections = _read(tx, line)
    if subject.participant_id is not None:
        records.append_audit(tx, "View", subject.participant_id, {"view": type(query).__name__})
    others = _other_reviewers(tx, subject)
    own = tx.actor.id in subject.authors
    return ReviewPage(
        subject=subject,
        state=stored.state,
        sections=sections,
        entries=queries.entries_of(tx, stored.review_id),
        people=log_queries.names_of_team(tx),
        reviewers=others,
        may_review=may_write(tx.actor.role, Section.REVIEWS) and not own,
        revision=stored.revision,
    )


def _standing(tx: Transaction, query: ReviewStandingOf) -> ReviewStanding:
    kind = queries.kind_of(tx, query.subject_id)
    if kind is None:
        return ReviewStanding(ReviewState.PENDING, 0, reviewed=False)
    stored = queries.review_of(tx, kind, query.subject_id)
    entries = queries.entries_of(tx, stored.review_id)
    return ReviewStanding(stored.state, len(open_comments(entries)), reviewed=stored.review_id is not None)


def _described(tx: Transaction, subject_id: UUID) -> tuple[StoredReview, QueueEntry]:
    kind = queries.kind_of(tx, subject_id)
    if kind is None:
        raise UserFacingError("review_nothing_there", field="subject_id")
    stored = queries.review_of(tx, kind, subject_id)
    return stored, queries.described(tx, kind, subject_id, stored.state)


def _read(tx: Transaction, line: QueueEntry) -> tuple[ReviewSubject, tuple[ReviewedSection, ...]]:
    """The thing and what stands in it, part by part."""
    if line.kind is ReviewKind.SESSION:
        page = log_page(tx, line.subject_id)
        sections = log_lines(page, curriculum_in_use(tx).curriculum)
        return _subject(tx, line, page.session.revision, None), sections
    if line.kind is ReviewKind.FICHA:
        stored = participant_queries.stored(tx, line.subject_id)
        sections = ficha_lines(
            record(tx, stored),
            form_in_use(tx),
            districts(),
            age=age_of(stored.answers, tx.today),
            competent=service_queries.service(tx).criminal_data_competent,
        )
        return _subject(tx, line, stored.revision, stored.id), sections
    decision = exclusion_queries.decision(tx, line.subject_id)
    sections = decision_lines(decision, exclusion_causes(), log_queries.names_of_team(tx))
    return _subject(tx, line, decision.revision, decision.participant_id), sections


def _subject(tx: Transaction, line: QueueEntry, revision: int, participant_id: UUID | None) -> ReviewSubject:
    return ReviewSubject(
        id=line.subject_id,
        kind=line.kind,
        group_id=line.group_id,
        group_name=line.group_name,
        participant_id=participant_id,
        number=line.number,
        full_name=line.full_name,
        day=line.day,
        revision=revision,
        authors=queries.authors(tx, line.kind, [line.subject_id])[line.subject_id],
    )


def _other_reviewers(tx: Transaction, subject: ReviewSubject) -> tuple[str, ...]:
    """Who else supervises in this book and had no part in it."""
    return tuple(
        person.full_name
        for person in people_queries.all_people(tx)
        if person.active
        and person.role is Role.SUPERVISOR
        and person.id not in subject.authors
        and person.id != tx.actor.id
    )


# -- steps ------------------------------------------------------------------------------------------------------------


def _comment(tx: Transaction, command: CommentReview) -> Result:
    return _take(tx, command, ReviewStep.COMMENT, command.text, anchor=command.anchor, key=command.id)


def _return(tx: Transaction, command: ReturnReview) -> Result:
    return _take(tx, command, ReviewStep.RETURN, command.text)


def _approve(tx: Transaction, command: ApproveReview) -> Result:
    return _take(tx, command, ReviewStep.APPROVE, command.text)


def _reopen(tx: Transaction, command: ReopenReview) -> Result:
    return _take(tx, command, ReviewStep.REOPEN, command.reason, field="reason")


def _answer(tx: Transaction, command: AnswerReview) -> Result:
    return _take(tx, command, ReviewStep.REPLY, command.text, about=command.about_id, key=command.id)


def _complete(tx: Transaction, command: CompleteReview) -> Result:
    return _take(tx, command, ReviewStep.COMPLETE, command.text)


def _take(
    tx: Transaction,
    command: ReviewCommand,
    step: ReviewStep,
    typed: str,
    *,
    anchor: str = "",
    about: UUID | None = None,
    key: UUID | None = None,
    field: str = "text",
) -> Result:
    checks = Checks()
    text = checks.text(field, typed, TEXT_LIMIT, required=step in WITH_WORDS)
    checks.refuse_if_any()
    stored, line = _described(tx, command.subject_id)
    subject, sections = _read(tx, line)
    if command.subject_revision not in (None, subject.revision):
        raise UserFacingError("changed_meanwhile")
    if step in BY_REVIEWER:
        check_reviewer(subject, tx.actor.id, _other_reviewers(tx, subject))
    after = next_state(stored.state, step)
    entries = queries.entries_of(tx, stored.review_id)
    check_answered(step, text, entries)
    if anchor and anchor not in {part.anchor for section in sections for part in section.lines}:
        raise UserFacingError("review_place_unknown", field="anchor")
    if about is not None:
        anchor = _commented(entries, about).anchor
    review_id = stored.review_id or begin_review(tx, subject)
    values = {"step": step, "anchor": anchor[:ANCHOR_LIMIT], "text": text, "about_id": about}
    made = add_review_entry(tx, key, review_id, subject_revision=subject.revision, **values)
    move_review(tx, review_id, None, after)
    return Result(made, _changes(subject), (field,))


def _commented(entries: tuple[ReviewEntry, ...], comment_id: UUID) -> ReviewEntry:
    for entry in entries:
        if entry.id == comment_id and entry.step is ReviewStep.COMMENT:
            return entry
    raise UserFacingError("not_found", field="about_id")


def _changes(subject: ReviewSubject) -> tuple[Change, ...]:
    return (Change(Topic.REVIEWS, subject.id),)


# -- home -------------------------------------------------------------------------------------------------------------


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """To the supervisor how much waits; to who writes what was returned. No names (6.4.5)."""
    if may_write(tx.actor.role, Section.REVIEWS):
        waiting = sum(queries.counts(tx, QueueFilter(ReviewState.PENDING)).values())
        oldest = queries.oldest(tx, ReviewState.PENDING)
        if oldest is not None:
            code, since = "due_review" if waiting == 1 else "due_reviews", oldest.date()
            urgency = Urgency.SOON if tx.today - since > SOON_AFTER else Urgency.WHENEVER
            yield DueItem(code, urgency, "reviews", None, {"count": waiting, "since": format_date(since)}, since)
    if may_write(tx.actor.role, Section.SESSIONS):
        yield from _returned(tx)


def _returned(tx: Transaction) -> Iterable[DueItem]:
    found = queries.queue(tx, QueueFilter(ReviewState.RETURNED, limit=LINES_ON_HOME + 1))
    if len(found) > LINES_ON_HOME:
        count = sum(queries.counts(tx, QueueFilter(ReviewState.RETURNED)).values())
        yield DueItem("due_returns", Urgency.SOON, "reviews", None, {"count": count}, found[0].since.date())
        return
    for one in found:
        told: dict[str, object] = {"group": one.group_name or "ningún grupo", "number": one.number or "sin número"}
        yield DueItem(_DUE_CODES[one.kind], Urgency.SOON, "review", one.subject_id, told, one.since.date())


_DUE_CODES: Final = {
    ReviewKind.SESSION: "due_return_session",
    ReviewKind.FICHA: "due_return_ficha",
    ReviewKind.DECISION: "due_return_decision",
}

COMMANDS = (
    CommandHandler(CommentReview, _comment, writes(Section.REVIEWS)),
    CommandHandler(ReturnReview, _return, writes(Section.REVIEWS)),
    CommandHandler(ApproveReview, _approve, writes(Section.REVIEWS)),
    CommandHandler(ReopenReview, _reopen, writes(Section.REVIEWS)),
    CommandHandler(AnswerReview, _answer, writes(Section.SESSIONS)),
    CommandHandler(CompleteReview, _complete, writes(Section.SESSIONS)),
)
QUERIES = (
    QueryHandler(ReviewQueue, _queue, Section.REVIEWS, origin=as_asked),
    QueryHandler(ReviewOf, _page, Section.REVIEWS),
    QueryHandler(ReviewStandingOf, _standing, Section.GROUPS),  # whoever writes must know that it is locked
)
