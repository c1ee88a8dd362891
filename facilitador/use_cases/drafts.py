"""Drafts: what a person typed and has not saved, kept inside the book so that a crash or a lock loses nothing."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.db.queries import records as queries
from facilitador.db.tables.records import drop_draft, put_draft
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.records import Draft
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

CONTENT_LIMIT: Final = 200
"""A form has no more fields than this; each is capped by its own definition when it is saved."""

SIZE_LIMIT: Final = 1_000_000
"""Letters of a whole draft, far more than any form of ours takes: what is pasted by mistake does not swell the book."""

NEW_SUBJECT: Final = UUID(int=0)
"""Stands for what does not exist yet: a form that will make a new row."""


class SaveDraft(Command, kw_only=True):
    """Keep what was typed into a form, as typed, over revision `base_revision` of `subject_id` (zeros: a new one)."""

    form: str
    subject_id: UUID = NEW_SUBJECT
    base_revision: int = 0
    content: dict[str, Any]


class DiscardDraft(Command, kw_only=True):
    """Forget what was typed into a form."""

    form: str
    subject_id: UUID = NEW_SUBJECT


class OwnDrafts(Query[tuple[Draft, ...]], kw_only=True):
    """Every draft of the person who asks, newest first."""


class OwnDraft(Query[Draft | None], kw_only=True):
    """The draft of the person who asks for one form and subject."""

    form: str
    subject_id: UUID = NEW_SUBJECT


def _save(tx: Transaction, command: SaveDraft) -> Result:
    checks = Checks()
    form = checks.line("form", command.form, 40, required=True)
    checks.need("content", len(command.content) <= CONTENT_LIMIT, "too_many_lines", maximum=CONTENT_LIMIT)
    checks.need("content", len(str(command.content)) <= SIZE_LIMIT, "text_too_long", maximum=SIZE_LIMIT)
    checks.refuse_if_any()
    put_draft(tx, form, command.subject_id, command.base_revision, command.content)
    return Result(command.subject_id, (Change(Topic.DRAFTS, command.subject_id),))


def _discard(tx: Transaction, command: DiscardDraft) -> Result:
    drop_draft(tx, command.form, command.subject_id)
    return Result(command.subject_id, (Change(Topic.DRAFTS, command.subject_id),))


COMMANDS = (
    CommandHandler(SaveDraft, _save, writes(), listed=False, audited=False),
    CommandHandler(DiscardDraft, _discard, writes(), listed=False, audited=False),
)
QUERIES = (
    QueryHandler(OwnDrafts, lambda tx, query: queries.own_drafts(tx), None),
    QueryHandler(OwnDraft, lambda tx, query: queries.own_draft(tx, query.form, query.subject_id), None),
)
