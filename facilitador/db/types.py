"""Column types: how keys, instants and documents are stored, on SQLite now and on PostgreSQL later."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, SafeUUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_NEW, _SET, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown
_KEY_BYTES: Final = 16


class Guid(TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite, the native type elsewhere."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Bytes on SQLite, `uuid` on PostgreSQL."""
        return dialect.type_descriptor(sa.LargeBinary(16) if dialect.name == "sqlite" else sa.Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """The stored form."""
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """The UUID back."""
        return UUID(bytes=value) if isinstance(value, bytes) else value

    def literal_processor(self, dialect: Dialect) -> Any:
        """How a key stands in the text of a statement, as in that of a view."""
        if dialect.name == "sqlite":
            return lambda value: f"x'{value.hex}'"
        return super().literal_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite in one step: keys are what is read most, and three calls a key showed in every list."""
        return _from_bytes if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=16_384)  # the same keys are read again and again: at most 4 MB against a call for each
def _from_bytes(value: bytes | None) -> UUID | None:
    """A stored key as a UUID, filled as unpickling fills one: great lists read 15,000, at a third of the cost."""
    if value is None:
        return None
    if len(value) != _KEY_BYTES:
        raise ValueError("a stored key has 16 bytes")
    key = _NEW(UUID)
    _SET(key, "int", int.from_bytes(value, "big"))
    _SET(key, "is_safe", _UNKNOWN)
    return key


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC with its zone; naive values are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; ValueError if it carries no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be stored")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant with its zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Json(TypeDecorator[Any]):
    """A JSON document: text on SQLite, `jsonb` on PostgreSQL."""

    impl = sa.Text()
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, `jsonb` on PostgreSQL."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # costs start-up time where it is not needed

            return dialect.type_descriptor(JSONB())
        return dialect.type_descriptor(sa.Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The stored form."""
        return value if value is None or dialect.name == "postgresql" else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The document back."""
        return msgspec.json.decode(value) if isinstance(value, str) else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite in one step, as keys are."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(value: str | None) -> Any:
    return None if value is None else msgspec.json.decode(value)
