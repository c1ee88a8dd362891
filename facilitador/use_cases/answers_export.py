"""What was answered, for whoever analyses it: one row an answer, one row an application, and what every column means.

No name, no document and no identifier of the book leaves: a man and a group have a code that only this book can make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from facilitador.db.queries import applications as queries
from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.answer_tables import AnswerTables, ExportedApplication, answer_tables
from facilitador.domain.applications import Application, ApplicationStatus
from facilitador.domain.roles import Section
from facilitador.domain.scoring import score
from facilitador.domain.sheet_codes import code_from
from facilitador.errors import UserFacingError
from facilitador.use_cases.application_records import of_group
from facilitador.use_cases.instruments import KnownEdition, edition_by_key, edition_of
from facilitador.use_cases.requests import Query, QueryHandler, own_unless

_DIGEST_BYTES: Final = 16


class AnswersExport(Query[AnswerTables], kw_only=True):
    """The finished applications of one edition of an instrument as tables, of the whole book or of a group.

    `edition` empty: the one answered last. Refuses with `nothing_to_export` where nothing was answered. Asking leaves
    an audit row, for it leaves the book.
    """

    instrument_id: str
    edition: str = ""
    group_id: UUID | None = None


def export(tx: Transaction, query: AnswersExport) -> AnswerTables:
    """As the query `AnswersExport`."""
    edition_of(tx, query.instrument_id)
    found = _found(tx, query)
    editions = {one.edition_id: edition_by_key(tx, one.edition_id) for one in found}
    edition = _wanted(editions, found, query.edition)
    alike = [one for one in found if one.edition_id == edition.key]
    men, groups = _pseudonyms(tx, b"man"), _pseudonyms(tx, b"group")
    stints = _groups_of(tx, alike)
    append_audit(tx, "Export", edition.key, {"what": "answers", "entries": len(alike)})
    return answer_tables(
        edition.instrument,
        [
            ExportedApplication(
                man=men(one.participant_id),
                group=groups(stints[one.enrolment_id]) if one.enrolment_id is not None else "",
                order=order,
                purpose=one.purpose,
                mode=one.mode,
                month=f"{one.applied_on:%Y-%m}",
                answers=one.answers,
                scores=score(edition.instrument, one.answers),
            )
            for one, order in _numbered(alike)
        ],
    )


def _found(tx: Transaction, query: AnswersExport) -> Sequence[Application]:
    """Finished ones, without those of who took his consent back: what rested on it has stopped (Ley 29733)."""
    if query.group_id is None:
        found = queries.finished(tx, query.instrument_id)
    else:
        of_it = of_group(tx, query.group_id)
        finished = (one for one in of_it if one.status is ApplicationStatus.FINISHED)
        found = tuple(one for one in finished if one.instrument_id == query.instrument_id)
    revoked = participant_queries.who_revoked(tx)
    return [one for one in found if one.participant_id not in revoked]


def _wanted(editions: Mapping[UUID, KnownEdition], found: Sequence[Application], edition: str) -> KnownEdition:
    for one in reversed(found):
        if edition in ("", editions[one.edition_id].instrument.edition):
            return editions[one.edition_id]
    raise UserFacingError("nothing_to_export", field="instrument_id")


def _numbered(found: Iterable[Application]) -> list[tuple[Application, int]]:
    """Each application with which of the man's it is, from 1."""
    seen: dict[UUID, int] = {}
    numbered = []
    for one in found:
        seen[one.participant_id] = seen.get(one.participant_id, 0) + 1
        numbered.append((one, seen[one.participant_id]))
    return numbered


def _groups_of(tx: Transaction, found: Iterable[Application]) -> Mapping[UUID, UUID]:
    keys = {one.enrolment_id for one in found if one.enrolment_id is not None}
    return {key: enrolment_queries.stint(tx, key).group_id for key in keys}


def _pseudonyms(tx: Transaction, kind: bytes) -> Callable[[UUID], str]:
    # keyed with the book's random key: an identifier carries the time at which it was made, and could be tried out
    key = service_queries.audit_key(tx)

    def pseudonym(of: UUID) -> str:
        return code_from(hashlib.blake2b(kind + of.bytes, digest_size=_DIGEST_BYTES, key=key).digest())

    return pseudonym


COMMANDS = ()
QUERIES = (QueryHandler(AnswersExport, export, Section.TESTS, origin=own_unless("group_id")),)
