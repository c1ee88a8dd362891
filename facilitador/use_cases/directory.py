"""The service's directory of institutions (6.2.7, 6.8.3), and what of it is shown in an emergency."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import directory as queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.directory import directory_entries
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.compliance import ComplianceScope, Evidence, counted, kept_at_home, stated
from facilitador.domain.directory import (
    DirectoryEntry,
    DirectoryLine,
    TypedEntry,
    alike,
    checked_entry,
    emergency_contacts,
    in_order,
    matches,
)
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.emergency_contacts import EmergencyContact, Nearness, is_stale, nearness_of
from facilitador.domain.roles import Section, may_write
from facilitador.errors import UserFacingError
from facilitador.reference import directory, districts, districts_by_code
from facilitador.use_cases.requests import (
    Command,
    CommandHandler,
    Notice,
    Query,
    QueryHandler,
    Result,
    own_only,
    writes,
)

_NEAR: Final = (Nearness.DISTRICT, Nearness.UNPLACED)
_SUPPORT: Final = frozenset({"health", "mental_health", "addictions", "social_support", "legal", "work", "cai"})
_NAMES_SHOWN: Final = 3
_FIELDS: Final = tuple(field.name for field in dataclasses.fields(TypedEntry))


class DirectoryEntryForm(Command, kw_only=True):
    """What is known of an institution.

    `kind`: a code of the reference list `directory`. `phones`: at most five; without one an address or `notice`, how to
    give notice without signal, must be there. `ubigeo`: six digits, INEI. `emergency`: it stands in the emergency
    directory. `verified_on`: when somebody made sure that this is so (None: it stays as it was). A Hogar de Refugio
    (`refuge`) has neither address nor ubigeo.
    """

    kind: str
    name: str
    attends: str = ""
    requirements: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    ubigeo: str = ""
    hours: str = ""
    contact_person: str = ""
    agreement: str = ""
    emergency: bool = False
    notice: str = ""
    verified_on: date | None = None


class AddDirectoryEntry(DirectoryEntryForm, kw_only=True):
    """Add an institution; it says if another one looks like it."""

    id: UUID | None = None


class ChangeDirectoryEntry(DirectoryEntryForm, kw_only=True):
    """Write an institution anew."""

    entry_id: UUID
    revision: int | None = None


class VerifyDirectoryEntry(Command, kw_only=True):
    """Somebody called or went there today and it is as written."""

    entry_id: UUID
    revision: int | None = None


class RetireDirectoryEntry(Command, kw_only=True):
    """No longer offer an institution (or, with `retired` false, again); what was written about it stays."""

    entry_id: UUID
    revision: int | None = None
    retired: bool = True


class Directory(Query[tuple[DirectoryLine, ...]], kw_only=True):
    """The institutions, the nearest first; `text`: beginnings of words; `kind`: of this kind only."""

    text: str = ""
    kind: str = ""
    with_retired: bool = False


class DirectoryEntryDetails(Query[DirectoryLine], kw_only=True):
    """One institution; refuses with `not_found`."""

    entry_id: UUID


class EmergencyDirectory(Query[tuple[EmergencyContact, ...]], kw_only=True):
    """The service's own institutions for an emergency, the nearest first; no person's name is among them."""


def add_entry(tx: Transaction, key: UUID | None, typed: TypedEntry) -> UUID:
    """Keep an institution; `InvalidInput` names every field that does not do."""
    kept = _checked(tx, typed)
    verifier = tx.actor.id if kept.verified_on is not None else None
    return insert_row(tx, directory_entries, key, retired=False, verified_by=verifier, **_values(kept))


def _checked(tx: Transaction, typed: TypedEntry | DirectoryEntryForm) -> TypedEntry:
    fields = {name: getattr(typed, name) for name in _FIELDS}
    return checked_entry(TypedEntry(**fields), directory().codes, districts_by_code(), tx.today)


def _values(kept: TypedEntry) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(kept, name) for name in _FIELDS}
    return values | {"phones": list(kept.phones)}


def _changed(key: UUID) -> tuple[Change, ...]:
    return (Change(Topic.DIRECTORY, key),)


def _add(tx: Transaction, command: AddDirectoryEntry) -> Result:
    kept = _checked(tx, command)
    notices = _alike_notices(kept, queries.all_entries(tx))
    key = add_entry(tx, command.id, kept)
    return Result(key, _changed(key), _FIELDS, notices)


def _change(tx: Transaction, command: ChangeDirectoryEntry) -> Result:
    before = queries.entry(tx, command.entry_id)
    kept = _checked(tx, command)
    values = _values(kept)
    if command.verified_on is None:
        values["verified_on"] = before.verified_on
    elif command.verified_on != before.verified_on:
        values["verified_by"] = tx.actor.id
    update_row(tx, directory_entries, command.entry_id, command.revision, **values)
    others = [entry for entry in queries.all_entries(tx) if entry.id != command.entry_id]
    return Result(command.entry_id, _changed(command.entry_id), _FIELDS, _alike_notices(kept, others))


def _verify(tx: Transaction, command: VerifyDirectoryEntry) -> Result:
    values = {"verified_on": tx.today, "verified_by": tx.actor.id}
    update_row(tx, directory_entries, command.entry_id, command.revision, **values)
    return Result(command.entry_id, _changed(command.entry_id), ("verified_on",))


def _retire(tx: Transaction, command: RetireDirectoryEntry) -> Result:
    update_row(tx, directory_entries, command.entry_id, command.revision, retired=command.retired)
    return Result(command.entry_id, _changed(command.entry_id), ("retired",))


def _alike_notices(kept: TypedEntry, others: Sequence[DirectoryEntry]) -> tuple[Notice, ...]:
    names = [entry.name for entry in alike(kept, others)]
    if not names:
        return ()
    return (Notice("directory_alike", {"names": "; ".join(names[:_NAMES_SHOWN])}),)


def directory_lines(tx: Transaction) -> tuple[DirectoryLine, ...]:
    """Every institution, retired ones too, in the order to show."""
    here = here_of(tx)
    reference = directory()
    names = {person.id: person.full_name for person in people_queries.all_people(tx)}
    lines = (
        DirectoryLine(
            entry,
            reference.kind_text(entry.kind),
            nearness_of(entry.ubigeo, here),
            names.get(entry.verified_by, "") if entry.verified_by is not None else "",
        )
        for entry in queries.all_entries(tx)
    )
    return in_order(lines, reference.kinds)


def here_of(tx: Transaction) -> str:
    """The district of the service; empty where it is not known."""
    try:
        return service_queries.service(tx).ubigeo
    except UserFacingError:
        return ""  # a book that is just being made


def emergency_directory(tx: Transaction) -> tuple[EmergencyContact, ...]:
    """As the query `EmergencyDirectory`."""
    return emergency_contacts(queries.all_entries(tx), directory(), here_of(tx), districts())


def _directory(tx: Transaction, query: Directory) -> tuple[DirectoryLine, ...]:
    places = districts()

    def wanted(line: DirectoryLine) -> bool:
        if (line.entry.retired and not query.with_retired) or query.kind not in ("", line.entry.kind):
            return False
        district = places.get(line.entry.ubigeo)
        return not query.text or matches(line, query.text, district.label if district else "")

    return tuple(filter(wanted, directory_lines(tx)))


def _details(tx: Transaction, query: DirectoryEntryDetails) -> DirectoryLine:
    queries.entry(tx, query.entry_id)
    return next(line for line in directory_lines(tx) if line.entry.id == query.entry_id)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """A directory that lacks the service's own district, and entries to be checked again (6.2.7)."""
    if not may_write(tx.actor.role, Section.DIRECTORY):
        return
    here = here_of(tx)
    entries = [entry for entry in queries.all_entries(tx) if not entry.retired]
    if not any(entry.emergency and nearness_of(entry.ubigeo, here) in _NEAR for entry in entries):
        yield DueItem("due_directory_empty", Urgency.WHENEVER, "directory")
    stale = [entry for entry in entries if is_stale(entry.verified_on, tx.today)]
    if stale:
        yield DueItem("due_directory_stale", Urgency.SOON, "directory", parameters={"count": len(stale)})


@kept_at_home("6.2.7", "6.8.1")
def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """Who is called in an emergency near the service (6.2.7), and where a man can be sent (6.8.1).

    The national lines come with the program and are always there.
    """
    here = here_of(tx)
    entries = [entry for entry in queries.all_entries(tx) if not entry.retired]
    near = [entry for entry in entries if entry.emergency and nearness_of(entry.ubigeo, here) in _NEAR]
    fresh = sum(not is_stale(entry.verified_on, tx.today) for entry in near)
    yield stated("6.2.7", "evidence_national_lines", directory().lines, "directory")
    yield stated("6.2.7", "evidence_emergency_near", near, "directory")
    yield stated("6.2.7", "evidence_cem", any(entry.kind == "cem" for entry in entries), "directory")
    yield counted("6.2.7", "evidence_verified", fresh, len(near), "directory")
    yield stated("6.8.1", "evidence_support_known", any(entry.kind in _SUPPORT for entry in entries), "directory")


COMMANDS = (
    CommandHandler(AddDirectoryEntry, _add, writes(Section.DIRECTORY)),
    CommandHandler(ChangeDirectoryEntry, _change, writes(Section.DIRECTORY)),
    CommandHandler(VerifyDirectoryEntry, _verify, writes(Section.DIRECTORY)),
    CommandHandler(RetireDirectoryEntry, _retire, writes(Section.DIRECTORY)),
)
QUERIES = (
    QueryHandler(Directory, _directory, Section.DIRECTORY, origin=own_only),
    QueryHandler(DirectoryEntryDetails, _details, Section.DIRECTORY),
    QueryHandler(EmergencyDirectory, lambda tx, query: emergency_directory(tx), None, origin=own_only),
)
