"""A whole group packed and taken in, against the bare work on the same bytes; two hundred groups one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

from facilitador.domain.packages import Package, PackageRows, TableRows, Value
from facilitador.exchange.packages import seal
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.package_receiving import UndoPackage
from facilitador.use_cases.package_sending import Pack, PackWish
from facilitador.use_cases.trusted_keys import OwnKey
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns, milliseconds
from tests.benchmarks.logging import HELD, _prepared, _whole
from tests.benchmarks.packing_files import bare_open, bare_seal
from tests.use_cases.packing import Pair, acquainted

TURNS: Final = 10
LIMIT_MS: Final = 1_000
GROUPS: Final = 200
SMALL: Final = 8
KEY_BYTES: Final = 16
AROUND: Final = 10
"""So many groups before the tenth and before the last are measured."""


def pack() -> Figures:
    """A group of 15 men and 40 written sessions, from the book to the bytes of the file, noted as sent."""
    with TemporaryDirectory() as folder:
        pair, group = _pair(Path(folder), HELD)
        package = pair.opened(pair.sent(group))
        to = (pair.there.ask(OwnKey()).result().identity.fingerprint,)
        query = Pack(wish=PackWish(group_ids=(group,), recipients=to, purpose="Supervisar"))
        value, floor = by_turns(lambda: pair.home.ask(query).result(), lambda: bare_seal(package.rows), TURNS)
        yield Figure("pack", value, floor, limit=LIMIT_MS, n=TURNS, notes=_size(package))
        _close(pair)


def unpack() -> Figures:
    """The same file to the rows of another book, everything checked and laid beside what is there."""
    with TemporaryDirectory() as folder:
        pair, group = _pair(Path(folder), HELD)
        content = pair.sent(group)
        package = pair.opened(content)
        key, cipher = bare_seal(package.rows)
        spent = []
        for _ in range(TURNS):
            spent.append(milliseconds(lambda: pair.take(content)))
            pair.there.submit([UndoPackage(package_id=package.manifest.package_id)]).result()
        _, floor = by_turns(lambda: None, lambda: bare_open(key, cipher), TURNS)
        looking, _ = by_turns(lambda: pair.preview(content), lambda: None, TURNS)
        notes = _size(package) | {"preview_ms": round(looking, 1)}
        yield Figure("unpack", median(spent), floor, limit=LIMIT_MS, n=TURNS, notes=notes)
        _close(pair)


def take_in() -> Figures:
    """Two hundred groups, each its own package: the last against the tenth."""
    with TemporaryDirectory() as folder:
        pair, group = _pair(Path(folder), SMALL)
        package = pair.opened(pair.sent(group))
        spent = [milliseconds(lambda content=content: pair.take(content)) for content in _many(pair, package)]
        tenth, last = median(spent[AROUND - 5 : AROUND + 5]), median(spent[-AROUND:])
        notes = {"groups": GROUPS, "sessions_each": SMALL}
        yield Figure("take-in", last, tenth, target=1.2, n=AROUND, notes=notes)
        _close(pair)


def _pair(folder: Path, sessions: int) -> tuple[Pair, UUID]:
    home, men, keys = _prepared(folder / "home", sessions)
    for session in keys:
        home.submit(_whole(session, men, home.person.id)).result()
    (folder / "there").mkdir()
    there = crowds.new_book(folder / "there" / "book.cuaderno", crowds.environment(folder / "there"))
    (line,) = home.ask(Groups()).result()
    return acquainted(home, there), line.group.id


def _many(pair: Pair, package: Package) -> Iterator[bytes]:
    """The same group again and again, each time with keys of its own; the people of its team stay who they are."""
    team = {row[0] for row in package.rows["people"].rows} | {
        row[0] for row in package.rows["instrument_editions"].rows
    }
    to = [pair.there.ask(OwnKey()).result().identity]
    for number in range(GROUPS):
        manifest = replace(
            package.manifest,
            package_id=UUID(bytes=_other_key(package.manifest.package_id.bytes, number)),
            subjects=tuple(UUID(bytes=_other_key(one.bytes, number)) for one in package.manifest.subjects),
            counts={},
            hashes={},
        )
        yield seal(manifest, _renamed(package.rows, number, team), to, pair.home.package_keys)


def _renamed(rows: PackageRows, number: int, team: set[Value]) -> PackageRows:
    def other(value: Value) -> Value:
        if isinstance(value, bytes) and len(value) == KEY_BYTES and value not in team:
            return _other_key(value, number)
        return value

    return {
        table: TableRows(held.columns, tuple(tuple(map(other, row)) for row in held.rows))
        for table, held in rows.items()
    }


def _other_key(key: bytes, number: int) -> bytes:
    """A key of another group, made when that group was made: keys begin with their time."""
    return (number + 1).to_bytes(6, "big") + key[6:]


def _size(package: Package) -> dict[str, object]:
    return {"rows": sum(len(held.rows) for held in package.rows.values()), "file_bytes": package.size}


def _close(pair: Pair) -> None:
    pair.home.close()
    pair.there.close()
