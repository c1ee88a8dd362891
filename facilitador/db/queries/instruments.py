"""Editions of instruments as they lie in the book, and what the service decided about each instrument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.applications import applications
from facilitador.db.tables.instruments import instrument_appliers, instrument_editions, instrument_settings
from facilitador.db.tables.packages import foreign_rows
from facilitador.db.tables.people import people
from facilitador.db.transaction import Transaction
from facilitador.domain.applications import ApplicationStatus, Purpose
from facilitador.domain.instrument_settings import UNDECIDED, InstrumentSettings
from facilitador.domain.instruments import Instrument


@dataclass(frozen=True)
class StoredEdition:
    """An edition kept in the book. `shipped`: it came with the program; `sent`: in a package of another service."""

    id: UUID
    instrument: Instrument
    content_hash: str
    shipped: bool
    sent: bool


_SENT = sa.exists().where(
    foreign_rows.c.row_id == instrument_editions.c.id, foreign_rows.c.table_name == instrument_editions.name
)
_ALL = sa.select(instrument_editions, _SENT.label("sent")).order_by(
    instrument_editions.c.at.desc(), instrument_editions.c.id.desc()
)
# who left the team no longer stands for anything: an instrument that asks for named people is off again
_ACTIVE = sa.select(people.c.id).where(people.c.active)
_SETTINGS = sa.select(
    *(column for column in instrument_settings.c if column.name != "responder_id"),
    sa.case((instrument_settings.c.responder_id.in_(_ACTIVE), instrument_settings.c.responder_id)).label(
        "responder_id"
    ),
)
_APPLIERS = (
    sa.select(instrument_appliers.c.settings_id, instrument_appliers.c.person_id)
    .where(instrument_appliers.c.person_id.in_(_ACTIVE))
    .order_by(instrument_appliers.c.position)
)
_COUNTS = (
    sa.select(applications.c.instrument_id, sa.func.count())
    .where(applications.c.status != ApplicationStatus.VOIDED)
    .group_by(applications.c.instrument_id)
)


def editions(tx: Transaction) -> tuple[StoredEdition, ...]:
    """Every edition of every instrument in the book, the one that came last first."""
    return tuple(_edition(row) for row in tx.connection.execute(_ALL).mappings())


def settings(tx: Transaction) -> Mapping[str, InstrumentSettings]:
    """What was decided, by instrument; `UNDECIDED` for those without a row. Named are people of the active team."""
    appliers: dict[UUID, list[UUID]] = defaultdict(list)
    for key, person in tx.connection.execute(_APPLIERS):
        appliers[key].append(person)
    found: dict[str, InstrumentSettings] = defaultdict(lambda: UNDECIDED)
    for row in tx.connection.execute(_SETTINGS).mappings():
        purposes = row["purposes"]
        found[row["instrument_id"]] = InstrumentSettings(
            retired=row["retired"],
            applier_ids=tuple(appliers[row["id"]]),
            responder_id=row["responder_id"],
            purposes=None if purposes is None else tuple(map(Purpose, purposes)),
            revision=row["revision"],
        )
    return found


def application_counts(tx: Transaction) -> Mapping[str, int]:
    """How many applications of each instrument there are that were not voided."""
    return {row[0]: row[1] for row in tx.connection.execute(_COUNTS)}


def _edition(row: sa.RowMapping) -> StoredEdition:
    return StoredEdition(row["id"], _decoded(row["content"]), row["content_hash"], row["shipped"], row["sent"])


@lru_cache(maxsize=64)
def _decoded(content: bytes) -> Instrument:
    """One and the same object for the same content, so that what is reckoned from it once is kept."""
    return msgspec.json.decode(content, type=Instrument)
