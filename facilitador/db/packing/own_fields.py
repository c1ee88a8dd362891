"""Fields that a service added to the ficha: they travel with the answers, under a key made of their id.

So two services may have given the same key to different questions; and who gets an answer back finds it under the key
that its own field has there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.packing.rows import Key, Row, columns_of, key_of, place, read_where
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import PackageRows, TableRows
from facilitador.domain.registration_forms import FieldKind
from facilitador.domain.services import OWN_FIELD_KINDS, OwnField

OWN_FIELDS: Final = "own_fields"
_MEN: Final = "participants"
_CHOSEN: Final = frozenset({FieldKind.YES_NO, FieldKind.CHOICE})
"""What is answered in a field of these kinds names nobody; a number may be that of a document."""


def travelling_key(field_id: bytes) -> str:
    """The key of a field, and of the answers to it, on the way and wherever it is of another book."""
    return f"own_{field_id.hex()}"


def answered(tx: Transaction, men: Iterable[Row], *, with_names: bool = True) -> dict[Key, Row]:
    """The fields that these men answered; without names, those that are chosen from a list."""
    keys = sorted({key for man in men for key in _answers(man)})
    kind = place(OWN_FIELDS, "kind")
    return {
        key_of(OWN_FIELDS, row): row
        for row in read_where(tx, OWN_FIELDS, "key", keys)
        if with_names or row[kind] in _CHOSEN
    }


def stay_behind(tx: Transaction, rows: PackageRows) -> bool:
    """True if the men of a package without names answered fields that do not go."""
    men = list(read_where(tx, _MEN, "id", [row[0] for row in rows[_MEN].rows]))
    return len(answered(tx, men)) > len(answered(tx, men, with_names=False))


def under_travelling_keys(fields: Mapping[Key, Row], men: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Fields and men as they are sent."""
    named = place(OWN_FIELDS, "key")
    keys = {str(row[named]): travelling_key(_id(row)) for row in fields.values()}
    return [_keyed(row, keys) for row in fields.values()], [_renamed(man, keys) for man in men]


def under_keys_here(tx: Transaction, rows: PackageRows) -> PackageRows:
    """The rows of a package with the keys that its fields have in this book.

    ValueError where a field is of no known kind or not under the key made of its id, or an answer under that of a field
    that did not come.
    """
    sent = rows[OWN_FIELDS].rows if OWN_FIELDS in rows else ()
    named = place(OWN_FIELDS, "key")
    came = {travelling_key(_id(row)) for row in sent}
    kinds = {row[place(OWN_FIELDS, "kind")] for row in sent}
    if came != {row[named] for row in sent} or not kinds <= set(OWN_FIELD_KINDS):
        raise ValueError("a field under a key that is not its own")
    men = rows[_MEN].rows if _MEN in rows else ()
    others = sorted({key for man in men for key in _answers(man)} - came)
    if next(read_where(tx, OWN_FIELDS, "key", others), None) is not None:
        raise ValueError("an answer to a field of this book")
    here = read_where(tx, OWN_FIELDS, "id", [row[0] for row in sent])
    keys = {travelling_key(_id(row)): str(row[named]) for row in here}
    if not keys:
        return rows
    return {
        **rows,
        OWN_FIELDS: TableRows(rows[OWN_FIELDS].columns, tuple(_keyed(row, keys) for row in sent)),
        _MEN: TableRows(rows[_MEN].columns, tuple(_renamed(man, keys) for man in men)),
    }


def unanswered(tx: Transaction, fields: Collection[Key]) -> list[Key]:
    """Of these fields, those that no man of the book has an answer to."""
    names = {_id(row): str(row[place(OWN_FIELDS, "key")]) for row in read_where(tx, OWN_FIELDS, "id", _ids(fields))}
    text = sa.type_coerce(participants.c.answers, sa.Text)
    found = sa.select(sa.true()).where(sa.func.instr(text, sa.bindparam("name")) > 0).limit(1)
    return [(key,) for key, name in names.items() if not tx.connection.execute(found, {"name": f'"{name}":'}).first()]


def new_own_fields(rows: Mapping[str, Mapping[Key, Row]]) -> Iterator[OwnField]:
    """The fields among rows that a package brings."""
    for row in rows.get(OWN_FIELDS, {}).values():
        said = dict(zip(columns_of(OWN_FIELDS), row, strict=True))
        yield OwnField(
            id=UUID(bytes=_id(row)),
            key=str(said["key"]),
            label=str(said["label"]),
            kind=FieldKind(str(said["kind"])),
            options=msgspec.json.decode(str(said["options"]), type=tuple[str, ...]),
            sensitive=bool(said["sensitive"]),
            retired=bool(said["retired"]),
            revision=0,
            here=False,
        )


def _ids(keys: Collection[Key]) -> list[bytes]:
    return [key for (key,) in keys if isinstance(key, bytes)]


def _id(row: Row) -> bytes:
    key = row[0]
    if not isinstance(key, bytes):
        raise ValueError("a field without a key")
    return key


def _answers(man: Row) -> dict[str, Any]:
    answers: dict[str, Any] = msgspec.json.decode(str(man[place(_MEN, "answers")]))
    return answers


def _renamed(man: Row, keys: Mapping[str, str]) -> Row:
    answers = _answers(man)
    if keys.keys().isdisjoint(answers):
        return man
    renamed = {keys.get(key, key): answer for key, answer in answers.items()}
    spot = place(_MEN, "answers")
    return (*man[:spot], msgspec.json.encode(renamed).decode(), *man[spot + 1 :])


def _keyed(field: Row, keys: Mapping[str, str]) -> Row:
    spot = place(OWN_FIELDS, "key")
    key = str(field[spot])
    return (*field[:spot], keys.get(key, key), *field[spot + 1 :])
