"""Good practices and lessons (6.9.3): kept by topic and technique, found again when that topic is planned."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.db.queries import groups as group_queries
from facilitador.db.queries import practices as queries
from facilitador.db.queries.practices import PracticeFilter
from facilitador.db.tables.base import delete_row, insert_row, update_row
from facilitador.db.tables.practices import practices
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.practices import DONE_LIMIT, OUTCOME_LIMIT, TITLE_LIMIT, Practice, search_text
from facilitador.domain.roles import Section
from facilitador.domain.text import words
from facilitador.use_cases.curricula import curriculum_in_use
from facilitador.use_cases.naming import naming_notices
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, as_asked, writes

PAGE_LIMIT: Final = 500


class PracticeForm(Command, kw_only=True):
    """What was done and what came of it: what worked, what did not, or both. No man is named.

    `topic_id` and `technique`: of the curriculum; either may be empty. `group_id`: null for none in particular.
    """

    title: str
    topic_id: str = ""
    technique: str = ""
    done: str
    worked: str = ""
    not_worked: str = ""
    group_id: UUID | None = None


class RecordPractice(PracticeForm, kw_only=True):
    """Keep a good practice or a lesson."""

    id: UUID | None = None


class ChangePractice(PracticeForm, kw_only=True):
    """Rewrite a practice."""

    practice_id: UUID
    revision: int | None = None


class RemovePractice(Command, kw_only=True):
    """Take a practice out: it was written by mistake, or says no more than another."""

    practice_id: UUID


class Practices(Query[tuple[Practice, ...]], kw_only=True):
    """Practices, newest first; with `text`, those that have words starting with each word typed. At most 500."""

    text: str = ""
    topic_ids: tuple[str, ...] = ()
    technique: str = ""
    limit: int = 100
    offset: int = 0
    origin: Origin = OWN


def _found(tx: Transaction, query: Practices) -> tuple[Practice, ...]:
    limit = max(0, min(query.limit, PAGE_LIMIT))
    wanted = PracticeFilter(tuple(words(query.text)), query.topic_ids, query.technique, limit, max(0, query.offset))
    return queries.found(tx, wanted)


def _checked(tx: Transaction, form: PracticeForm) -> dict[str, Any]:
    checks = Checks()
    known = curriculum_in_use(tx)
    techniques = known.curriculum.techniques
    topic_id = checks.known("topic_id", form.topic_id, known.names)
    technique = checks.known("technique", form.technique, techniques.codes)
    title = checks.line("title", form.title, TITLE_LIMIT, required=True)
    done = checks.text("done", form.done, DONE_LIMIT, required=True)
    worked = checks.text("worked", form.worked, OUTCOME_LIMIT)
    not_worked = checks.text("not_worked", form.not_worked, OUTCOME_LIMIT)
    checks.need("worked", bool(worked or not_worked), "practice_says_what_came_of_it")
    checks.refuse_if_any()
    if form.group_id is not None:
        group_queries.group(tx, form.group_id)
    named = (known.names.get(topic_id, ""), techniques.text(technique) if technique else "")
    return {
        "title": title,
        "topic_id": topic_id,
        "technique": technique,
        "done": done,
        "worked": worked,
        "not_worked": not_worked,
        "group_id": form.group_id,
        "search_text": search_text(title, done, worked, not_worked, *named),
    }


def _record(tx: Transaction, command: RecordPractice) -> Result:
    values = _checked(tx, command)
    return _kept(tx, insert_row(tx, practices, command.id, **values), values)


def _change(tx: Transaction, command: ChangePractice) -> Result:
    values = _checked(tx, command)
    update_row(tx, practices, command.practice_id, command.revision, **values)
    return _kept(tx, command.practice_id, values)


def _kept(tx: Transaction, key: UUID, values: dict[str, Any]) -> Result:
    texts = [values[name] for name in ("title", "done", "worked", "not_worked")]
    notices = naming_notices(tx, texts, values["group_id"])
    return Result(key, (Change(Topic.PRACTICES, key),), tuple(values)[:-1], notices)


def _remove(tx: Transaction, command: RemovePractice) -> Result:
    delete_row(tx, practices, command.practice_id, practices.c.id)
    return Result(command.practice_id, (Change(Topic.PRACTICES, command.practice_id),))


COMMANDS = (
    CommandHandler(RecordPractice, _record, writes(Section.SESSIONS)),
    CommandHandler(ChangePractice, _change, writes(Section.SESSIONS)),
    CommandHandler(RemovePractice, _remove, writes(Section.SESSIONS)),
)
QUERIES = (QueryHandler(Practices, _found, Section.SESSIONS, origin=as_asked),)
