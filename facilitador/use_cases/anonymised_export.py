"""Counts for systematisation and research (6.9.2): nobody's row, no text, no identifier, no small number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from uuid import UUID

from facilitador.db.queries import anonymised as queries
from facilitador.db.queries import goals as shared_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.base import delete_row, insert_row
from facilitador.db.tables.goals import shared_fields
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.anonymised_tables import (
    AGE,
    DEPARTMENT,
    ENTRY,
    FIELDS,
    AnonymisedTables,
    CountedField,
    anonymised_tables,
)
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.origins import OWN, Origin
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.roles import Section
from facilitador.domain.services import OwnField
from facilitador.errors import UserFacingError
from facilitador.reference import districts_by_code, registration_form
from facilitador.use_cases.pieces import Pieces
from facilitador.use_cases.requests import (
    Command,
    CommandHandler,
    Query,
    QueryHandler,
    Result,
    as_asked,
    in_pieces,
    writes,
)

CODED: Final = (FieldKind.CHOICE, FieldKind.YES_NO)
"""Kinds of own fields whose answers can be counted; what is written freely never leaves."""

_WHY_LIMIT: Final = 500
_BANDS: Final = {
    "0": "Menos de 18",
    "18": "18 a 29",
    "30": "30 a 39",
    "40": "40 a 49",
    "50": "50 a 59",
    "60": "60 o más",
}


class ShareOwnField(Command, kw_only=True):
    """Declare that an own field, a choice or a yes/no, identifies nobody: it is then counted in the export.

    `why`: up to 500 letters.
    """

    id: UUID | None = None
    own_field_id: UUID
    why: str


class UnshareOwnField(Command, kw_only=True):
    """Take that declaration back."""

    own_field_id: UUID


class SharedOwnFields(Query[frozenset[UUID]], kw_only=True):
    """The own fields that were declared to identify nobody, and are counted in the export."""


class AnonymisedExport(Query[AnonymisedTables], kw_only=True):
    """Counts of men by coded answers, with small cells hidden, and what every code means.

    Asking leaves an audit row, for it leaves the book.
    """

    origin: Origin = OWN


def _share(tx: Transaction, command: ShareOwnField) -> Result:
    field = _own_field(tx, command.own_field_id)
    checks = Checks()
    why = checks.text("why", command.why, _WHY_LIMIT, required=True)
    checks.need("own_field_id", field.kind in CODED, "own_field_not_coded", label=field.label)
    checks.need("own_field_id", field.id not in shared_queries.shared_field_ids(tx), "already_there")
    checks.refuse_if_any()
    insert_row(tx, shared_fields, command.id, own_field_id=field.id, why=why)
    return Result(field.id, (Change(Topic.OWN_FIELDS, field.id),), ("own_field_id", "why"))


def _unshare(tx: Transaction, command: UnshareOwnField) -> Result:
    key = shared_queries.shared_field(tx, command.own_field_id)
    delete_row(tx, shared_fields, key, shared_fields.c.own_field_id)
    return Result(command.own_field_id, (Change(Topic.OWN_FIELDS, command.own_field_id),))


def _own_field(tx: Transaction, own_field_id: UUID) -> OwnField:
    for field in service_queries.all_own_fields(tx):
        if field.id == own_field_id:
            return field
    raise UserFacingError("not_found", field="own_field_id")


def _export(query: AnonymisedExport) -> Pieces[AnonymisedTables]:
    fields = yield from _fields()
    append_audit((yield), "Export", None, {"what": "anonymised"})
    return anonymised_tables(fields)


def _fields() -> Pieces[list[CountedField]]:
    tx = yield
    asked = [*_of_every_book(), *_shared_own_fields(tx)]
    names = [field.id for field in asked]
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in names}
    for portion in queries.portions(tx):
        tx = yield
        for name, some in queries.counted(tx, names, portion).items():
            counts[name].update(some)
    return [replace(field, counts=counts[field.id]) for field in asked]


def _of_every_book() -> Iterable[CountedField]:
    yield CountedField(ENTRY, "Mes de su primer ingreso", {}, {})
    yield CountedField(AGE, "Edad", _BANDS, {})
    departments = {district.code[:2]: district.department for district in districts_by_code().values()}
    yield CountedField(DEPARTMENT, "Departamento donde vive", departments, {})
    form = registration_form()
    for asked in map(form.field, FIELDS):
        yield CountedField(asked.id, asked.label, {option.code: option.text for option in asked.options}, {})


def _shared_own_fields(tx: Transaction) -> Iterable[CountedField]:
    shared = shared_queries.shared_field_ids(tx)
    for own in service_queries.all_own_fields(tx):
        if own.id in shared and own.kind in CODED:
            texts = {f"o{place}": text for place, text in enumerate(own.options, start=1)} | {"yes": "Sí", "no": "No"}
            yield CountedField(own.key, own.label, texts, {}, own=True)


COMMANDS = (
    CommandHandler(ShareOwnField, _share, writes(Section.SERVICE)),
    CommandHandler(UnshareOwnField, _unshare, writes(Section.SERVICE)),
)
QUERIES = (
    in_pieces(AnonymisedExport, _export, Section.SESSIONS, as_asked),
    QueryHandler(SharedOwnFields, lambda tx, query: shared_queries.shared_field_ids(tx), Section.SERVICE),
)
