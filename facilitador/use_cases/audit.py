"""The trail of what was done in the book, for who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final
from uuid import UUID

from facilitador.db.queries import people as people_queries
from facilitador.db.queries import records as queries
from facilitador.db.queries import trail as trail_queries
from facilitador.db.queries.trail_subjects import ids_about, subjects_of
from facilitador.db.tables.records import append_audit, code_of_newest
from facilitador.db.transaction import Transaction
from facilitador.domain.audit_chain import ChainCode, CodeState, code_of
from facilitador.domain.records import AuditEntry
from facilitador.domain.roles import Section, may_read
from facilitador.domain.trail import KIND_LABELS, Sought, SubjectKind, TrailKind, TrailLine, actions_of, kind_of
from facilitador.exchange.answer_files import csv_of
from facilitador.use_cases.requests import Query, QueryHandler, own_only

PAGE_LIMIT: Final = 1000
EXPORT_LIMIT: Final = 5_000
"""Lines of one export: what is more is taken out day by day."""

_END: Final = 2**62
_HEADINGS: Final = ("Número", "Fecha", "Hora", "Quién", "Qué hizo", "De quién o de qué", "Clase")


class AuditTrail(Query[tuple[AuditEntry, ...]], kw_only=True):
    """The newest entries, newest first; of one subject if given."""

    limit: int = 100
    subject_id: UUID | None = None


class TrailPage(Query[tuple[TrailLine, ...]], kw_only=True):
    """Entries with the names of whom they are about, the highest number first: those below `before`, if given.

    `participant_id`: about this man, in whatever table (what an id of something else finds is about that alone).
    """

    since: datetime | None = None
    until: datetime | None = None
    person_id: UUID | None = None
    kind: TrailKind | None = None
    participant_id: UUID | None = None
    before: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class TrailFile:
    """Entries as a CSV file; `left_out`: there are older ones that it does not hold."""

    content: bytes
    entries: int
    left_out: bool


class TrailExport(Query[TrailFile], kw_only=True):
    """What is looked for as a CSV file with the code of its own entry in the last line; it leaves an entry itself.

    Times stand as `zone_of` has them, an instant of the person's clock with its zone.
    """

    zone_of: datetime
    since: datetime | None = None
    until: datetime | None = None
    person_id: UUID | None = None
    kind: TrailKind | None = None
    participant_id: UUID | None = None


class TrailCode(Query[CodeState], kw_only=True):
    """What the code printed on a paper says of this book: the entry is there as it was, it differs, it is gone."""

    number: int
    code: str


class TrailReaders(Query[tuple[str, ...]], kw_only=True):
    """The names of those who may read the audit; none where nobody supervises."""


def lines(tx: Transaction, sought: Sought, before: int | None, limit: int) -> tuple[TrailLine, ...]:
    """Entries with the names of whom they are about."""
    return _told(tx, _entries(tx, sought, _END if before is None else before, limit))


def _entries(tx: Transaction, sought: Sought, before: int, limit: int) -> tuple[AuditEntry, ...]:
    """By the narrowest way there is: a day, then a man, then what was done or by whom."""
    person = sought.person_id
    actions = actions_of(sought.kind) if sought.kind is not None else None
    subjects = ids_about(tx, sought.participant_id) if sought.participant_id is not None else None
    if sought.since is not None and sought.until is not None:
        return trail_queries.within(
            tx, sought.since, sought.until, before, limit, person_id=person, actions=actions, subjects=subjects
        )
    if subjects is not None:
        return trail_queries.about(tx, subjects, before, limit, person_id=person, actions=actions)
    if actions is None and person is None:
        return trail_queries.newest(tx, before, limit)
    return trail_queries.done(tx, actions or actions_of(None), before, limit, person_id=person)


def _told(tx: Transaction, entries: Sequence[AuditEntry]) -> tuple[TrailLine, ...]:
    team = {person.id: person.full_name for person in people_queries.all_people(tx)}
    subjects = subjects_of(tx, {one.subject_id for one in entries if one.subject_id is not None})
    named = may_read(tx.actor.role, Section.IDENTIFICATION)
    told = []
    for one in entries:
        subject = subjects.get(one.subject_id) if one.subject_id is not None else None
        if subject is not None and subject.kind is SubjectKind.PARTICIPANT and not named:
            subject = replace(subject, name="")
        told.append(
            TrailLine(
                one.number,
                one.at,
                one.person_id,
                team.get(one.person_id, ""),
                one.action,
                kind_of(one.action),
                one.details,
                one.subject_id,
                subject,
            )
        )
    return tuple(told)


def sought_by(query: TrailPage | TrailExport) -> Sought:
    """What a query looks for."""
    return Sought(query.since, query.until, query.person_id, query.kind, query.participant_id)


def _page(tx: Transaction, query: TrailPage) -> tuple[TrailLine, ...]:
    return lines(tx, sought_by(query), query.before, max(0, min(query.limit, PAGE_LIMIT)))


def _export(tx: Transaction, query: TrailExport) -> TrailFile:
    found = lines(tx, sought_by(query), None, EXPORT_LIMIT + 1)
    kept = found[:EXPORT_LIMIT]
    append_audit(tx, "Export", query.participant_id, {"what": "audit", "entries": len(kept)})
    return TrailFile(_csv(kept, query.zone_of.tzinfo, code_of_newest(tx)), len(kept), len(found) > len(kept))


def _csv(kept: Sequence[TrailLine], zone: tzinfo | None, code: ChainCode | None) -> bytes:
    rows: list[tuple[str, ...]] = [_HEADINGS]
    for line in kept:
        at = line.at.astimezone(zone)
        told = (line.person, line.done, line.about, KIND_LABELS[line.kind])
        rows.append((str(line.number), f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", *told))
    return csv_of([*rows, (code.text,)] if code is not None else rows)


def _code(tx: Transaction, query: TrailCode) -> CodeState:
    chain = trail_queries.chain_of(tx, query.number)
    if chain is None:
        return CodeState.GONE
    return CodeState.SAME if code_of(query.number, chain).code == query.code else CodeState.DIFFERENT


def _readers(tx: Transaction) -> tuple[str, ...]:
    return tuple(
        person.full_name
        for person in people_queries.all_people(tx)
        if person.active and person.role is not None and may_read(person.role, Section.AUDIT)
    )


QUERIES = (
    QueryHandler(
        AuditTrail,
        lambda tx, query: queries.audit_tail(tx, max(0, min(query.limit, PAGE_LIMIT)), query.subject_id),
        Section.AUDIT,
    ),
    QueryHandler(TrailPage, _page, Section.AUDIT),
    QueryHandler(TrailExport, _export, Section.AUDIT),
    QueryHandler(TrailCode, _code, Section.AUDIT),
    QueryHandler(TrailReaders, lambda tx, query: _readers(tx), Section.SERVICE, origin=own_only),
)
