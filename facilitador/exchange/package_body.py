"""The inside of a package: its manifest and rows as one compressed message, read back behind hard bounds."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from facilitador.domain.packages import (
    MOST_PLAIN_BYTES,
    MOST_RATIO,
    PURPOSE_LIMIT,
    Manifest,
    PackageRows,
    TableRows,
    well_formed,
)

_HASH_BYTES: Final = 32
# What any mail carries is only wrapped. Beyond that the quickest level, close to the best: rows repeat keys and words.
_WRAPPED, _QUICKEST = 0, 1
_WORTH_COMPRESSING: Final = 1024 * 1024

_MOST_TABLES: Final = 500
_MOST_COLUMNS: Final = 200
_MOST_ROWS: Final = 1_000_000

_KINDS: Final = frozenset({int, float, str, bytes, type(None)})
_LEAST_INTEGER, _MOST_INTEGER = -(2**63), 2**63 - 1

# Lengths are checked before anything of that length is made.
_Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
_Columns: TypeAlias = Annotated[tuple[_Name, ...], msgspec.Meta(min_length=1, max_length=_MOST_COLUMNS)]
_Row: TypeAlias = Annotated[tuple[Any, ...], msgspec.Meta(min_length=1, max_length=_MOST_COLUMNS)]
_Rows: TypeAlias = Annotated[tuple[_Row, ...], msgspec.Meta(max_length=_MOST_ROWS)]


class _Table(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    columns: _Columns
    rows: _Rows


class _Body(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    manifest: Manifest
    tables: Annotated[dict[_Name, msgspec.Raw], msgspec.Meta(max_length=_MOST_TABLES)]


_ENCODER: Final = msgspec.msgpack.Encoder()
_BODY: Final = msgspec.msgpack.Decoder(_Body)
_TABLE: Final = msgspec.msgpack.Decoder(_Table)


class NotABody(Exception):
    """What was unsealed is not the inside of a package."""


class TooLarge(Exception):
    """More than a package may hold."""


def pack(manifest: Manifest, rows: PackageRows) -> tuple[bytes, int]:
    """The compressed inside and its size before (bytes); the manifest is given its counts and hashes. TooLarge."""
    encoded = {table: _ENCODER.encode(_Table(held.columns, held.rows)) for table, held in rows.items()}
    told = replace(
        manifest,
        counts={table: len(held.rows) for table, held in rows.items()},
        hashes={table: _hash(raw) for table, raw in encoded.items()},
    )
    plain = _ENCODER.encode(_Body(told, {table: msgspec.Raw(raw) for table, raw in encoded.items()}))
    if len(plain) > MOST_PLAIN_BYTES:
        raise TooLarge
    return _folded(plain), len(plain)


def unpack(compressed: bytes, plain_size: int) -> tuple[Manifest, PackageRows]:
    """What was packed; NotABody unless it unfolds to exactly `plain_size` bytes that say what the manifest says."""
    try:
        body = _BODY.decode(_unfolded(compressed, plain_size))
        tables = {table: _rows(body.manifest, table, memoryview(raw)) for table, raw in body.tables.items()}
    except (msgspec.DecodeError, ValueError, RecursionError, OverflowError, MemoryError) as error:
        raise NotABody from error
    if not _fitting(body.manifest, tables):
        raise NotABody
    return body.manifest, tables


def _folded(plain: bytes) -> bytes:
    compressed = zlib.compress(plain, _QUICKEST if len(plain) > _WORTH_COMPRESSING else _WRAPPED)
    # what would unfold suspiciously far is not folded: who receives it refuses that without a look
    return compressed if len(plain) <= MOST_RATIO * len(compressed) else zlib.compress(plain, _WRAPPED)


def _unfolded(compressed: bytes, plain_size: int) -> bytes:
    unfolding = zlib.decompressobj()
    try:
        plain = unfolding.decompress(compressed, plain_size + 1)
    except zlib.error as error:
        raise NotABody from error
    if not unfolding.eof or unfolding.unused_data or len(plain) != plain_size:
        raise NotABody
    return plain


def _rows(manifest: Manifest, table: str, raw: memoryview) -> TableRows:
    if manifest.hashes.get(table) != _hash(raw):
        raise NotABody
    held = _TABLE.decode(raw)
    values = list(zip(*held.rows, strict=True))  # ValueError where a row is longer than another
    fitting = not held.rows or len(values) == len(held.columns)
    if len(set(held.columns)) != len(held.columns) or not fitting or not all(map(_holdable, values)):
        raise NotABody
    return TableRows(held.columns, held.rows)


def _holdable(values: tuple[Any, ...]) -> bool:
    """True if a table of the file can hold every value of a column: nothing nested, no number beyond its range."""
    kinds = set(map(type, values))
    if not kinds <= _KINDS:
        return False
    numbers = _of_kind(int, values, kinds)
    in_range = not numbers or (min(numbers) >= _LEAST_INTEGER and max(numbers) <= _MOST_INTEGER)
    return in_range and all(map(isfinite, _of_kind(float, values, kinds)))


def _of_kind(kind: type, values: Sequence[Any], kinds: set[type]) -> Sequence[Any]:
    """The values of one kind, among values of these kinds; most columns hold one kind, and are not gone through."""
    if kinds == {kind}:
        return values
    return [value for value in values if type(value) is kind] if kind in kinds else ()


def _fitting(manifest: Manifest, tables: Mapping[str, TableRows]) -> bool:
    return (
        manifest.counts == {table: len(held.rows) for table, held in tables.items()}
        and manifest.hashes.keys() == tables.keys()
        and manifest.made_at.tzinfo is not None
        and len(manifest.purpose) <= PURPOSE_LIMIT
        and well_formed(manifest.sender)
    )


def _hash(raw: bytes | memoryview) -> bytes:
    return hashlib.blake2b(raw, digest_size=_HASH_BYTES).digest()
