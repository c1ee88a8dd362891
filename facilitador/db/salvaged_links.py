"""Rows that point at one that could not be salvaged: they no longer name it, or go with it; none is left dangling."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher


def mend(connection: Any) -> tuple[Counter[str], Counter[str]]:
    """By table, how many rows went, and how many no longer name what is lost; foreign keys must not be enforced yet."""
    let_go: Counter[str] = Counter()
    loosened: Counter[str] = Counter()
    while dangling := {(row[0], row[3]) for row in connection.execute("PRAGMA foreign_key_check")}:
        for table, link in sorted(dangling):
            _mend_link(connection, table, link, let_go, loosened)
    return let_go, loosened


def _mend_link(connection: Any, table: str, link: int, let_go: Counter[str], loosened: Counter[str]) -> None:
    pairs, lost = _lost(connection, table, link)
    columns = connection.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    optional = {name for _, name, _, required, _, in_key in columns if not required and not in_key}
    emptied = ", ".join(f"{quoted(own)} = NULL" for own in pairs if own in optional)
    if emptied:
        try:
            statement = f"UPDATE {quoted(table)} SET {emptied} WHERE {lost}"  # noqa: S608 - names of the schema
            loosened[table] += connection.execute(statement).rowcount
        except sqlcipher.IntegrityError:
            emptied = ""  # without what is lost the row means nothing
    if not emptied:
        let_go[table] += connection.execute(f"DELETE FROM {quoted(table)} WHERE {lost}").rowcount  # noqa: S608


def _lost(connection: Any, table: str, link: int) -> tuple[list[str], str]:
    """The columns of a link, and the condition under which what they name is not there."""
    about = [row for row in connection.execute(f"PRAGMA foreign_key_list({quoted(table)})") if row[0] == link]
    parent = about[0][2]
    key = sorted((row[5], row[1]) for row in connection.execute(f"PRAGMA table_info({quoted(parent)})") if row[5])
    pairs = [(own, theirs or key[at][1]) for at, (_, _, _, own, theirs, *_) in enumerate(about)]
    joined = " AND ".join(f"p.{quoted(theirs)} = {quoted(table)}.{quoted(own)}" for own, theirs in pairs)
    named = " AND ".join(f"{quoted(own)} IS NOT NULL" for own, _ in pairs)
    lost = f"{named} AND NOT EXISTS (SELECT 1 FROM {quoted(parent)} p WHERE {joined})"  # noqa: S608
    return [own for own, _ in pairs], lost


def quoted(name: str) -> str:
    """A name of the schema as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'
