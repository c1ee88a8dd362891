"""Whether the rows of a package are such as the tables could hold: checked before any of them is looked at further."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Final

import sqlalchemy as sa

from facilitador.db.packing.documents import reads
from facilitador.db.packing.rows import columns_of
from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.base import metadata
from facilitador.db.types import Guid, Json, UtcDateTime
from facilitador.domain.packages import Manifest, PackageRows, TableRows, Value
from facilitador.errors import UserFacingError

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(r"\d\d:\d\d:\d\d\.\d{6}")
_INSTANT: Final = re.compile(rf"{_DATE.pattern} {_TIME.pattern}")
_KEY_BYTES: Final = 16
_MOST: Final = 2**63
_Check = Callable[[Value], bool]


def check_rows(manifest: Manifest, rows: PackageRows) -> None:
    """Refuse with `package_damaged_inside` (name) what no book of this version could hold or send in such a package."""
    for table, held in rows.items():
        scope = SCOPES.get(table)
        if scope is None or manifest.kind not in scope.kinds or not fits(table, held):
            raise damaged(manifest)


def has_our_columns(rows: PackageRows) -> bool:
    """True if every table that is known here has the columns that it has here."""
    return all(held.columns == columns_of(table) for table, held in rows.items() if table in metadata.tables)


def damaged(manifest: Manifest) -> UserFacingError:
    """What is said of a package whose inside makes no sense."""
    return UserFacingError("package_damaged_inside", name=manifest.sender.name)


def fits(table: str, held: TableRows) -> bool:
    """True if a table of this version could hold these rows."""
    if held.columns != columns_of(table):
        return False
    checks = _checks(table)
    return all(
        len(row) == len(checks) and all(check(value) for check, value in zip(checks, row, strict=True))
        for row in held.rows
    )


@cache
def _checks(table: str) -> tuple[_Check, ...]:
    return tuple(_check(column) for column in metadata.tables[table].columns)


def _check(column: sa.Column[object]) -> _Check:
    kind = next((key.column.type for key in column.foreign_keys), column.type)
    fits = _of_document(f"{column.table.name}.{column.name}") if isinstance(kind, Json) else _of_kind(kind)
    if column.nullable:
        return lambda value: value is None or fits(value)
    return fits


def _of_kind(kind: sa.types.TypeEngine[object]) -> _Check:
    if isinstance(kind, sa.String) and not isinstance(kind, sa.Text):
        most = kind.length or 0
        return lambda value: isinstance(value, str) and len(value) <= most and "\0" not in value
    return next((check for known, check in _KINDS if isinstance(kind, known)), _is_bytes)


def _reads(value: Value, shape: re.Pattern[str], read: Callable[[str], object]) -> bool:
    if not isinstance(value, str) or not shape.fullmatch(value):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True


def _of_document(column: str) -> _Check:
    return lambda value: isinstance(value, str) and reads(column, value)


def _is_bytes(value: Value) -> bool:
    return isinstance(value, bytes)


def _is_key(value: Value) -> bool:
    return isinstance(value, bytes) and len(value) == _KEY_BYTES


# in this order: an instant is a date for SQLAlchemy too, and truth a number
_KINDS: Final[tuple[tuple[type[object], _Check], ...]] = (
    (Guid, _is_key),
    (UtcDateTime, lambda value: _reads(value, _INSTANT, datetime.fromisoformat)),
    (sa.Date, lambda value: _reads(value, _DATE, date.fromisoformat)),
    (sa.Time, lambda value: _reads(value, _TIME, time.fromisoformat)),
    (sa.Boolean, lambda value: isinstance(value, int) and value in (0, 1)),
    (sa.Integer, lambda value: isinstance(value, int) and -_MOST <= value < _MOST),
)
