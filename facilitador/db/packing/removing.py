"""Taking what came from another service out of the book, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from facilitador.db.packing.applying import put_but_answered
from facilitador.db.packing.belonging import give_again, ids_of, is_marked
from facilitador.db.packing.gathering import Held, Wanted, rooted_rows
from facilitador.db.packing.guarding import may_be_foreign
from facilitador.db.packing.leaving import as_men, in_other_groups, men_of, rows_of_roots
from facilitador.db.packing.own_fields import OWN_FIELDS
from facilitador.db.packing.roots import Root, parents_of
from facilitador.db.packing.rows import Key, columns_of, in_order, key_of, place, pointers, read_where, stored_key
from facilitador.db.packing.scope import SCOPES
from facilitador.db.packing.taking_in import unmark
from facilitador.db.queries import packages as queries
from facilitador.db.queries.deliveries import given
from facilitador.db.tables import packages as table
from facilitador.db.transaction import Transaction
from facilitador.domain.origins import ForeignState
from facilitador.domain.packages import PackageKind, Value
from facilitador.domain.taken_packages import RootKind

_MEN: Final = "participants"


def remove(tx: Transaction, book_id: UUID, group_ids: Collection[UUID]) -> None:
    """Take groups of another book out of this one, and whoever is in no other group here; of the last, all of it.

    Of a man who stays, for he is in a group of this book or a third, goes with the last group what is marked as of that
    book; what the third told of him too comes back when its package is taken in again. Groups that were handed over
    from here are as they were handed over, only read, with what was told of them since.
    """
    went = given(tx, book_id).intersection(group_ids)
    leaving_groups = [group for group in group_ids if group not in went]
    is_last = not queries.rows_of_book(tx, "groups", book_id) - {one.bytes for one in leaving_groups}
    held = rooted_rows(tx, Wanted(PackageKind.SUPERVISION, tuple(leaving_groups)))
    men = men_of(held)
    staying = in_other_groups(tx, held, men)
    groups = {Root(RootKind.GROUP, one.bytes) for one in leaving_groups}
    out = {name: list(rows) for name, rows in rows_of_roots(held, {*groups, *as_men(men - staying)}).items()}
    if is_last:
        for name, keys in _of_book(tx, rows_of_roots(held, as_men(staying)), book_id).items():
            out[name] = [*out.get(name, ()), *keys]
        _add_mentioned(tx, out, book_id)
    out[OWN_FIELDS] = [(key,) for key in queries.foreign_keys(tx, OWN_FIELDS)]
    put_but_answered(tx, book_id, {}, out)
    for name, keys in out.items():
        unmark(tx, name, keys)
        table.forget_written(tx, name, [stored_key(key) for key in keys])
    if is_last:
        _pass_on(tx, staying, book_id)
    told_of = men_of(rooted_rows(tx, Wanted(PackageKind.SUPERVISION, tuple(went)))) if went else set()
    gone = told_of | (men if is_last else men - staying)
    table.forget_roots(tx, [*group_ids, *(UUID(bytes=man) for man in sorted(gone))])
    give_again(tx, went, book_id)


def _of_book(tx: Transaction, held: Held, book_id: UUID) -> dict[str, list[Key]]:
    """What of these men's records is marked as of that book, with what hangs on it; but not the men themselves."""
    found: dict[str, list[Key]] = {}
    for name in in_order():
        rows = held.get(name, {})
        owners = queries.owners(tx, name, ids_of({name: rows}, name)) if is_marked(name) else {}
        for key, row in rows.items():
            its = isinstance(key[0], bytes) and owners.get(key[0]) == book_id
            above = any((value,) in found.get(target, ()) for target, value in parents_of(name, row))
            if name != _MEN and (its or above):
                found.setdefault(name, []).append(key)
    return found


def _add_mentioned(tx: Transaction, out: dict[str, list[Key]], book_id: UUID) -> None:
    """Its people, places and institutions go too, but those that somebody else's rows point at."""
    for name in reversed(in_order()):
        if name in SCOPES and SCOPES[name].referenced and may_be_foreign(name):
            keys = sorted(queries.rows_of_book(tx, name, book_id))
            needed = {value for child in SCOPES for value in _pointed_at(tx, child, name, keys, out)}
            out[name] = [(key,) for key in keys if key not in needed]


def _pointed_at(
    tx: Transaction, child: str, name: str, keys: Collection[bytes], out: Mapping[str, list[Key]]
) -> Iterator[Value]:
    gone = set(out.get(child, ()))
    for spot, target, _ in pointers(child):
        if target == name:
            rows = read_where(tx, child, columns_of(child)[spot], keys)
            yield from (row[spot] for row in rows if key_of(child, row) not in gone)


def _pass_on(tx: Transaction, men: Collection[bytes], book_id: UUID) -> None:
    """Men who stay are of the book whose group they are in."""
    group, man = place("enrolments", "group_id"), place("enrolments", "participant_id")
    owners = queries.owners(tx, _MEN, men)
    for key in sorted(one for one in men if owners.get(one) == book_id):
        groups = [row[group] for row in read_where(tx, "enrolments", "participant_id", [key]) if row[man] == key]
        books = queries.owners(tx, "groups", [one for one in groups if isinstance(one, bytes)])
        table.unmark_foreign(tx, _MEN, [key])
        for other in sorted(set(books.values()))[:1]:
            table.mark_foreign(tx, _MEN, [key], other, ForeignState.SUPERVISED)
