"""The files of a new book: keys first, then the book under its name, each whole or absent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeAlias

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from facilitador.db import durable_files, engine, key_copies, keys_file, schema, storage_failures
from facilitador.db.keys import UnlockedKeys
from facilitador.db.keys_file import KeysDocument
from facilitador.errors import BookError

Begin: TypeAlias = Callable[[], AbstractContextManager[sa.Connection]]


def write(
    path: Path, document: KeysDocument, unlocked: UnlockedKeys, fill: Callable[[Begin], None] | None, *, sync: bool
) -> None:
    """Writes book and keys; only for who holds the lock of that place. BookError `book_exists`, `disk_full`; OSError.

    `fill` writes the first rows before the book is seen under its name. A crash at any moment leaves nothing in the
    way of trying again.
    """
    # Keys first: a book without keys would be lost, keys without a book are only set aside next time.
    part = durable_files.new_part(path)
    keys_path = keys_file.keys_path(path)
    try:
        _write_content(part, engine.RawKey(unlocked.data_key, document.salt), fill, sync=sync)
        keys_part = durable_files.new_part(keys_path)
        keys_part.write_bytes(keys_file.encode(document))
        durable_files.sync_file(keys_part)
        key_copies.set_aside(keys_path)
        durable_files.publish(keys_part, keys_path)
        try:
            durable_files.publish(part, path)
        except FileExistsError:
            keys_path.unlink()
            raise BookError("book_exists", name=path.name) from None
    finally:
        durable_files.remove_parts(path)
        durable_files.remove_parts(keys_path)


def _write_content(part: Path, key: engine.RawKey, fill: Callable[[Begin], None] | None, *, sync: bool) -> None:
    connection = engine.connect(part, key)
    try:
        engine.hold(connection, sync=sync)
        filling = engine.engine_on(connection)
        with filling.begin() as first_transaction:
            schema.create(first_transaction)
        if fill is not None:
            fill(filling.begin)
        filling.dispose()
    except (sqlcipher.DatabaseError, sa.exc.DBAPIError) as error:
        refusal = storage_failures.of_sqlite(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        connection.close()
    durable_files.sync_file(part)
