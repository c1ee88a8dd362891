"""Files that were torn, cut, mixed up or replaced: found, never believed, and saved as far as can be."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facilitador.db import salvaging
from facilitador.db.book_file import PAGE_SIZE
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases import restoring
from facilitador.use_cases.restoring import Identity
from tests.books import PASSPHRASE
from tests.durability.books_at_hand import NAME, ROSA, asked, environment, is_whole, laid, make, opened

Tear = Callable[[bytearray, random.Random, bytes], bytearray]


def _flip(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _blank(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    at, length = chance.randrange(len(content)), chance.choice((16, 512, PAGE_SIZE, 8 * PAGE_SIZE))
    blank = bytes(len(content[at : at + length]))
    if content[at : at + length] == blank:
        return _flip(content, chance, other)
    content[at : at + length] = blank
    return content


def _cut(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    return content[: chance.randrange(len(content))]


def _cut_at_page(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    return content[: PAGE_SIZE * chance.randrange(1, len(content) // PAGE_SIZE)]


def _swap(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    one, two = (PAGE_SIZE * page for page in chance.sample(range(1, len(content) // PAGE_SIZE), 2))
    content[one : one + PAGE_SIZE], content[two : two + PAGE_SIZE] = (
        content[two : two + PAGE_SIZE],
        content[one : one + PAGE_SIZE],
    )
    return content


def _foreign_page(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    at = PAGE_SIZE * chance.randrange(min(len(content), len(other)) // PAGE_SIZE)
    content[at : at + PAGE_SIZE] = other[at : at + PAGE_SIZE]
    return content


def _foreign_file(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    return bytearray(chance.choice((other, b"", b"SQLite format 3\x00" + bytes(8000), chance.randbytes(9000))))


def _longer(content: bytearray, chance: random.Random, other: bytes) -> bytearray:
    return content + chance.randbytes(chance.choice((1, 100, PAGE_SIZE)))


TEARS: tuple[Tear, ...] = (_flip, _blank, _cut, _cut_at_page, _swap, _foreign_page, _foreign_file, _longer)


def damage(count: int, seed: int = 7) -> dict[str, Any]:
    """Tears a book `count` times: how often it was not found, rows that were not its own, books that appeared."""
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="facilitador-") as place:
        template = make(Path(place) / "template", 60)
        other = make(Path(place) / "other", 60).read_bytes()
        true_rows = _rows(template)
        good = template.read_bytes()
        folder = Path(place) / "torn"
        for cycle in range(count):
            shutil.rmtree(folder, ignore_errors=True)
            path = laid(template, folder)
            path.write_bytes(TEARS[cycle % len(TEARS)](bytearray(good), chance, other))
            how = _looked_at(path, true_rows, wrong)
            found[how] += 1
            if how == "nothing":
                wrong[f"not found: {TEARS[cycle % len(TEARS)].__name__}"] += 1
            if [one.name for one in folder.glob("*.facilitador")] != [NAME]:
                wrong["book created"] += 1
    return {"durability": "damage", "files": count, "found": dict(found), "wrong": dict(wrong)}


def _looked_at(path: Path, true_rows: dict[str, set[Any]], wrong: Counter[str]) -> str:
    """How the damage was found: refused before or on opening, while reading, or by the checks."""
    try:
        with opened(path) as book:
            try:
                for table, true in true_rows.items():
                    read = set(asked(book, f'SELECT * FROM "{table}"'))
                    if not read <= true:
                        wrong["rows that are not its own"] += 1
            except UserFacingError:
                return "reading"
            try:
                return "nothing" if is_whole(book) else "checks"
            except BookError:
                return "checks"
    except UserFacingError:
        return "opening"
    except Exception as error:  # noqa: BLE001 - a crash is the figure
        wrong[f"crash: {error!r}"] += 1
        return "crash"


_CHANGED_BY_OPENING = ("audit_", "people", "books")


def _rows(path: Path) -> dict[str, set[Any]]:
    """Every row of the tables that opening does not write, as they are."""
    with opened(path) as book:
        names = [name for (name,) in asked(book, "SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith(("sqlite_", *_CHANGED_BY_OPENING))]
        return {name: set(asked(book, f'SELECT * FROM "{name}"')) for name in kept}


def salvage(count: int, seed: int = 7) -> dict[str, Any]:
    """Tears three pages that hold rows of a large book, `count` times: the least part of all rows that was saved."""
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    parts: list[float] = []
    rosa = Identity(ROSA, PASSPHRASE)
    with tempfile.TemporaryDirectory(prefix="facilitador-") as place:
        template = make(Path(place) / "template", 1500)
        whole = restoring.salvage(template, template.with_name("whole"), rosa, environment(template.parent)).rows
        for one in template.parent.glob("whole*"):
            one.unlink()
        folder = Path(place) / "torn"
        while len(parts) < count:
            shutil.rmtree(folder, ignore_errors=True)
            path = laid(template, folder)
            _tear_rows(path, chance)
            try:
                done = restoring.salvage(path, folder / "saved", rosa, environment(folder))
            except UserFacingError as error:
                wrong[error.code] += 1
                parts.append(0.0)
                continue
            parts.append(done.rows / whole)
            with opened(folder / "saved") as book:
                wrong.update(["not whole"] * (not is_whole(book)))
    wrong.update(["below 99 %"] * sum(part < 0.99 for part in parts))
    return {"durability": "salvage", "books": count, "rows": whole, "least_saved": min(parts), "wrong": dict(wrong)}


def _tear_rows(path: Path, chance: random.Random) -> None:
    """Three pages that hold rows: without each of them alone the tables are known, and few rows are lost."""
    from facilitador.db import engine, keys, keys_file

    document = keys_file.read(keys_file.keys_path(path))
    key = engine.RawKey(keys.unlock(document, ROSA, PASSPHRASE).data_key, document.salt)
    torn = 0
    last = path.stat().st_size // PAGE_SIZE
    while torn < 3:
        page = chance.randrange(2, last)
        _flip_page(path, page)
        if _holds_rows(path, key):
            torn += 1
        else:
            _flip_page(path, page)


def _holds_rows(path: Path, key: Any) -> bool:
    reader = salvaging._Reader(path, key)
    try:
        tables = reader.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        if not tables:
            return False
        torn = 0
        for (table,) in tables:
            rows = reader.rows(f'SELECT count(*), max(rowid) FROM "{table}" NOT INDEXED')
            if rows is None and table != "participant_words":
                edges = [
                    reader.rows(f'SELECT * FROM "{table}" ORDER BY rowid {way} LIMIT 1') for way in ("ASC", "DESC")
                ]
                torn += any(edge is not None for edge in edges)
        return torn > 0
    finally:
        reader.close()


def _flip_page(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_SIZE + 1000)
        byte = file.read(1)[0]
        file.seek((page - 1) * PAGE_SIZE + 1000)
        file.write(bytes([byte ^ 0xFF]))
