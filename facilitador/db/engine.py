"""The one SQLAlchemy engine of a book: a single SQLCipher connection that holds the file exclusively."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.util import LRUCache

_STATEMENTS: Final = 500  # as many as SQLAlchemy itself keeps compiled

_SAFETY_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "cache_size = -16384",  # KiB at most: a large book is searched three times faster; a small one never needs it
    "secure_delete = ON",
    "cell_size_check = ON",
    "fullfsync = 1",
    "locking_mode = EXCLUSIVE",
    "journal_mode = TRUNCATE",
)


class RawKey:
    """The data key and the salt as SQLCipher takes them; nothing a person typed reaches it, and no repr shows it."""

    __slots__ = ("_text",)

    def __init__(self, data_key: bytes, salt: bytes) -> None:
        self._text = f"x'{data_key.hex()}{salt.hex()}'"

    def open(self, connection: Any) -> None:
        """Hands the key to a connection that has read nothing yet."""
        connection.set_key(self._text)


def connect(path: Path, key: RawKey, *, writable: bool = True) -> Any:
    """A keyed DB-API connection in autocommit to a file that exists (it is never created); sqlcipher3 errors if not.

    The key is not tried here: the first read of a page does.
    """
    connection = sqlcipher.connect(
        uri_of(path, "rw" if writable else "ro"),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=0,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # a torn page would be told to the terminal, in English
        key.open(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def uri_of(path: Path, mode: str) -> str:
    """SQLite's URI for a file; network paths of Windows keep both slashes after an empty authority."""
    posix = path.absolute().as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(posix)}?mode={mode}"


def header(connection: Any) -> tuple[int, int]:
    """`application_id` and `user_version`; the first read, so sqlcipher3's DatabaseError where the key does not fit."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (user_version,) = connection.execute("PRAGMA user_version").fetchone()
    return application_id, user_version


def hold(connection: Any, *, sync: bool) -> None:
    """Sets every safety pragma and takes SQLite's exclusive lock; OperationalError if another process has it.

    `sync=False` is for tests whose subject is not durability.
    """
    for pragma in _SAFETY_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA synchronous = {'EXTRA' if sync else 'OFF'}")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def hold_to_read(connection: Any) -> None:
    """Sets what makes reading safe on a connection that may not write; nothing is locked for others."""
    for pragma in ("trusted_schema = OFF", "temp_store = MEMORY", "cache_size = -16384", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def engine_on(connection: Any) -> sa.Engine:
    """An engine whose only connection is this one, held already; no other is ever made in its place."""
    held = [connection]

    def creator() -> Any:
        if not held:
            raise RuntimeError("the book's one connection was lost: close the book and open it again")
        return held.pop()

    first = _first()
    pool = QueuePool(creator, pool_size=1, max_overflow=0, dialect=first.dialect)
    # Parameters are data about people: they never reach an error's text, and so never a log.
    engine = sa.Engine(pool, first.dialect, first.url, hide_parameters=True)
    engine.update_execution_options(compiled_cache=statements_of_a_book())
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def statements_of_a_book() -> MutableMapping[Any, Any]:
    """What statements were compiled to, for one book to go on with.

    A compiled statement keeps the values it was first asked with: they end with their book, and none knows another's.
    """
    compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)
    compiled.update(_Invented.compiled)
    return compiled


def in_memory() -> Any:
    """A DB-API connection in autocommit to a file that is nowhere."""
    return sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)


def keep_compiled(engine: sa.Engine) -> None:
    """Let later engines begin with the statements of this one, which knew nothing but invented values."""
    _Invented.compiled = dict(engine.get_execution_options()["compiled_cache"])


class _Invented:
    compiled: Mapping[Any, Any] = {}


@cache
def _first() -> sa.Engine:
    """The engine whose dialect all others speak, so that what is compiled for one serves the next."""
    # `sqlite://`: the SQLCipher dialect's own URL would keep the key in the engine, and its pool crashes in threads.
    made = sa.create_engine("sqlite://", module=sqlcipher, creator=in_memory, poolclass=NullPool)
    made.connect().close()  # the dialect finds out what this SQLite can do
    return made


def _begin_immediate(connection: sa.Connection) -> None:
    # With the driver's own transactions, changes of the schema would not be part of them.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
