"""One open transaction: what a handler is given. Handlers never commit; the runner does, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from facilitador.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The person of the book on whose behalf something is done."""

    id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction on the book.

    `now` is UTC and the same for the whole transaction; `today` is the local calendar day of the person.
    `connection` is for `facilitador.db` only; handlers hand the transaction on to functions of `db.tables` and
    `db.queries`.
    """

    connection: sa.Connection = field(repr=False)
    actor: Actor
    now: datetime
    today: date
    new_id: Callable[[], UUID]
