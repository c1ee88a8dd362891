"""Packages are taken in and out, and groups handed over, by a program that is killed in the middle."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from facilitador.use_cases.deliveries import ConfirmDelivery, Deliveries
from facilitador.use_cases.handing_over import HandoverWish, PackHandover
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import TakeIn
from facilitador.use_cases.packages import RemoveSource
from facilitador.use_cases.requests import Command
from facilitador.use_cases.trusted_keys import OwnKey
from tests.durability.books_at_hand import NAME, asked, is_whole, laid, make, opened
from tests.durability.killing import Say
from tests.use_cases.logs import planned
from tests.use_cases.packing import acquainted

MEN: Final = 12
ACTS: Final = ("take in", "take out", "hand over")


def made(folder: Path) -> Path:
    """A book that gave one group away, took one in, and is about to do what each act does; the acts lie beside it."""
    path, other = make(folder / "here"), make(folder / "there")
    with opened(path) as here, opened(other) as there:
        pair = acquainted(there, here)
        first = planned(there, men=MEN, days=(-7, 0), name="Los Molles")
        second = planned(there, men=MEN, days=(-7, 0), name="Los Ceibos", first=100)
        own = planned(here, men=MEN, days=(-7, 0), name="Los Alisos", first=200)
        pair.take(pair.sent(first.group_id))
        package = pair.sent(second.group_id)
        book_id = there.ask(OwnKey()).result().identity.book_id
        to = (there.ask(OwnKey()).result().identity.fingerprint,)
        wish = HandoverWish(group_ids=(own.group_id,), recipients=to, purpose="Cambio de sede")
        here.ask(PackHandover(wish=wish)).result()
        delivery = here.ask(Deliveries()).result()[0].id
    (path.parent / "package").write_bytes(package)
    (path.parent / "acts.json").write_text(json.dumps([str(book_id), str(delivery)]), "utf-8")
    return path


@dataclass
class Taking:
    """One act after the other, each in its turn: a package is taken in, a source taken out, a group handed over."""

    template: Path
    endless: bool = False
    turn: int = -1
    ends: dict[str, tuple[object, object]] = field(default_factory=dict)

    def prepare(self, folder: Path) -> None:
        self.turn = (self.turn + 1) % len(ACTS)
        laid(self.template, folder)
        if self._act not in self.ends:
            self.ends[self._act] = self._both(folder)

    @property
    def _act(self) -> str:
        return ACTS[self.turn]

    def act(self, folder: Path, say: Say) -> None:
        with opened(folder / NAME) as book:
            say("begun")
            book.submit([self._command(folder)]).result()
            say("done")

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        with opened(folder / NAME) as book:
            left, whole = content(book), is_whole(book)
            door = asked(book, "SELECT * FROM taking_in")
        before, after = self.ends[self._act]
        wrong = {
            "neither": left not in (before, after),
            "lost": "done" in said and left != after,
            "open": bool(door),
            "damaged": not whole,
        }
        return [f"{name} ({self._act})" for name, is_so in wrong.items() if is_so]

    def _command(self, folder: Path) -> Command:
        book_id, delivery = map(UUID, json.loads((folder / "acts.json").read_text("utf-8")))
        if self._act == "take in":
            return TakeIn(content=(folder / "package").read_bytes())
        if self._act == "take out":
            return RemoveSource(book_id=book_id)
        return ConfirmDelivery(delivery_id=delivery)

    def _both(self, folder: Path) -> tuple[object, object]:
        """What the book holds before and after the act."""
        apart = laid(self.template, folder / "aside")
        with opened(apart) as book:
            before = content(book)
            book.submit([self._command(apart.parent)]).result()
            return before, content(book)


def content(book: OpenBook) -> dict[str, list[Any]]:
    """What the book holds of its work and of packages, but for the moments at which it was written."""
    tables = ("groups", "participants", "enrolments", "sessions", "foreign_rows", "package_rows", "package_roots")
    return {table: sorted(asked(book, f'SELECT * FROM "{table}"'), key=repr) for table in tables} | {
        "packages": asked(book, "SELECT id, way, undone_at FROM packages ORDER BY number"),
        "deliveries": asked(book, "SELECT id, delivered_on IS NULL FROM deliveries ORDER BY id"),
    }
