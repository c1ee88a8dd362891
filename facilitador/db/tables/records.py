"""What the program keeps about its own use: audit entries, numbered prints, drafts.

Every audit entry is chained to the one before it, in the same transaction as what it tells of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.base import metadata, remembered
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.audit_chain import BEGINNING, ChainCode, ChainRow, code_of, link

Done: TypeAlias = tuple[str, UUID | None, dict[str, Any]]
"""What was done: the action, its subject, details without any answer in clear."""

CLOCK_WENT_BACK: Final = "ClockWentBack"
_SMALL_CORRECTION: Final = timedelta(seconds=2)
"""A clock that is set by the network goes back this far without anybody having touched it."""

audit_entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("person_id", Guid, nullable=False),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("subject_id", Guid),
    sa.Column("details", Json, nullable=False),
    sa.Column("chain", sa.LargeBinary(32)),  # empty only in a row that another program wrote
    sa.Index(None, "subject_id"),
    sa.Index(None, "action"),
    sa.Index(None, "person_id", "action"),
    sa.Index(None, "at"),
    sqlite_autoincrement=True,
)

audit_chains = sa.Table(
    "audit_chains",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("key", sa.LargeBinary(32), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

prints = sa.Table(
    "prints",
    metadata,
    sa.Column("id", Guid, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("document", sa.String(40), nullable=False),
    sa.Column("subject_id", Guid),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", Guid, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("person_id", Guid, primary_key=True),
    sa.Column("form", sa.String(40), primary_key=True),
    sa.Column("subject_id", Guid, primary_key=True),
    sa.Column("base_revision", sa.Integer, nullable=False),
    sa.Column("content", Json, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)


class Head(NamedTuple):
    """The newest entry of the chain, and the key that goes on from it."""

    key: bytes
    number: int
    chain: bytes
    at: datetime | None


_HEAD = sa.select(audit_chains.c.key, audit_entries.c.number, audit_entries.c.chain, audit_entries.c.at).select_from(
    audit_chains.outerjoin(
        audit_entries,
        audit_entries.c.number == sa.select(sa.func.max(audit_entries.c.number)).scalar_subquery(),
    )
)
_ADD = audit_entries.insert()


def insert_chain(tx: Transaction, key: bytes) -> None:
    """Begin the chain of a new book with its random key of 32 bytes."""
    tx.connection.execute(audit_chains.insert().values(id=tx.new_id(), key=key, created_at=tx.now))


def append_audit(tx: Transaction, action: str, subject_id: UUID | None, details: dict[str, Any]) -> None:
    """Write what was done, by whom and when; never any answer in clear."""
    append_audits(tx, [(action, subject_id, details)])


def append_audits(tx: Transaction, done: Sequence[Done]) -> None:
    """Write a list of things done, in their order; as `append_audit`.

    Where the clock went back since the newest entry, an entry of its own says so first; numbers tell the order.
    """
    if not done or tx.read_only:  # where nothing can be written, what is seen goes unrecorded; its people are told
        return
    head = _head(tx)
    entries = []
    for action, subject_id, details in _with_clock(tx, head, done):
        head = _next(tx, head, action, subject_id, details)
        entries.append(
            {
                "number": head.number,
                "at": tx.now,
                "person_id": tx.actor.id,
                "action": action,
                "subject_id": subject_id,
                "details": details,
                "chain": head.chain,
            }
        )
    tx.connection.execute(_ADD, entries)
    tx.memory[audit_entries.name] = {"head": head, "wrote": True}


def code_of_newest(tx: Transaction) -> ChainCode | None:
    """The code of the newest entry, if one was written in this transaction."""
    known = tx.memory.get(audit_entries.name, {})
    if not known.get("wrote"):
        return None
    head: Head = known["head"]
    return code_of(head.number, head.chain)


def _head(tx: Transaction) -> Head:
    return remembered(tx, audit_entries, "head", lambda: _read_head(tx))


def _read_head(tx: Transaction) -> Head:
    key, number, chain, at = tx.connection.execute(_HEAD).one()
    return Head(key, number or 0, chain or BEGINNING, at)


def _next(tx: Transaction, head: Head, action: str, subject_id: UUID | None, details: dict[str, Any]) -> Head:
    number = head.number + 1
    stored = ChainRow(
        number,
        stored_instant(tx.now),
        tx.actor.id.bytes,
        action,
        subject_id.bytes if subject_id is not None else None,
        msgspec.json.encode(details).decode(),
        None,
    )
    return Head(head.key, number, link(head.key, head.chain, stored), tx.now)


def _with_clock(tx: Transaction, head: Head, done: Sequence[Done]) -> Iterator[Done]:
    if head.at is not None and tx.now < head.at - _SMALL_CORRECTION:
        yield CLOCK_WENT_BACK, None, {"before": head.at.isoformat()}
    yield from done


def stored_instant(at: datetime) -> str:
    """An instant as SQLite holds it, and as it enters the chain: `2026-11-20 15:30:00.000000`, UTC."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def insert_print(tx: Transaction, print_id: UUID, document: str, subject_id: UUID | None) -> int:
    """Number a filled print (1, 2, 3 … over the whole book); the number it got."""
    number: int = tx.connection.execute(
        prints.insert()
        .values(
            id=print_id,
            number=sa.select(sa.func.coalesce(sa.func.max(prints.c.number), 0) + 1).scalar_subquery(),
            document=document,
            subject_id=subject_id,
            at=tx.now,
            by=tx.actor.id,
        )
        .returning(prints.c.number)
    ).scalar_one()
    return number


def put_draft(tx: Transaction, form: str, subject_id: UUID, base_revision: int, content: dict[str, Any]) -> None:
    """Keep what this person typed into a form, in place of what she kept before."""
    drop_draft(tx, form, subject_id)
    tx.connection.execute(
        drafts.insert().values(
            person_id=tx.actor.id,
            form=form,
            subject_id=subject_id,
            base_revision=base_revision,
            content=content,
            saved_at=tx.now,
        )
    )


def drop_draft(tx: Transaction, form: str, subject_id: UUID) -> None:
    """Forget what this person typed into a form, if anything."""
    tx.connection.execute(
        drafts.delete().where(
            drafts.c.person_id == tx.actor.id, drafts.c.form == form, drafts.c.subject_id == subject_id
        )
    )
