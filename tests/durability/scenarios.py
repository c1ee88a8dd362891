"""The acts that are killed, and what must be true afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from facilitador.db import backup_copying, schema
from facilitador.errors import UserFacingError
from facilitador.use_cases import books, restoring
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.restoring import Identity
from tests import old_books
from tests.books import PASSPHRASE
from tests.durability.books_at_hand import (
    ELENA,
    ELENAS,
    NAME,
    ROSA,
    asked,
    environment,
    gesture,
    is_whole,
    laid,
    make,
    numbers,
    opened,
)
from tests.durability.killing import Say, Scenario
from tests.durability.taking import Taking, made

NEW_CLAVE = "otra-quinua-9-ceibo"
MEN = 40


@dataclass
class Saving:
    """Men are registered, one gesture of two commands after the other, until the kill."""

    template: Path
    endless: bool = True

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        with opened(folder / NAME) as book:
            number = max(numbers(book)[0], default=0)
            while True:
                number += 1
                book.submit(gesture(number)).result()
                say(number)

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        with opened(folder / NAME) as book:
            men, consented = numbers(book)
            whole = is_whole(book)
        confirmed = {int(number) for number in said}
        return told(
            lost=not confirmed <= men,
            half_written=men != consented,
            gap=men != set(range(1, len(men) + 1)),
            damaged=not whole,
        )


@dataclass
class Migrating:
    """A book of an earlier version is opened, and so brought to this one."""

    template: Path
    endless: bool = False

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        with self._opened(folder) as _:
            say("open")

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        with self._opened(folder) as book:
            men = asked(book, "SELECT count(*) FROM participants")
            version = book.with_book(lambda file, runner: file.version()).result()
            whole = is_whole(book)
        return told(lost=men != [(len(old_books.MEN),)], damaged=not whole, old=version != schema.VERSION)

    def _opened(self, folder: Path):  # type: ignore[no-untyped-def]
        path = folder / self.template.name
        person = books.inspect(path, environment(folder)).people[0]
        return opened(path, old_books.PASSPHRASE, person.id)


@dataclass
class BackingUp:
    """A man is registered and the book copied, again and again."""

    template: Path
    endless: bool = True

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        with opened(folder / NAME) as book:
            number = max(numbers(book)[0], default=0)
            while True:
                number += 1
                book.submit(gesture(number)).result()
                copies = BackupDesk(book).copy().result()
                assert copies.backup is not None
                say(number)

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        path = folder / NAME
        copies = backup_copying.numbered(path, folder / "respaldos")
        bad = [copy for copy in copies if not _opens(copy.path, folder)]
        newest: set[int] = set()
        if copies and not bad:
            with opened(_apart(copies[-1].path, folder)) as copied:
                newest = numbers(copied)[0]
        with opened(path) as book:
            men = numbers(book)[0]
            whole = is_whole(book) and BackupDesk(book).copy().result().backup is not None
        confirmed = {int(number) for number in said}
        return told(
            lost=not confirmed <= newest | men, uncopied=not confirmed <= newest, damaged=bool(bad) or not whole
        )


@dataclass
class Restoring:
    """A copy with fewer men is put in the place of the book."""

    template: Path
    endless: bool = False

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        path, around = folder / NAME, environment(folder)
        rosa = Identity(ROSA, PASSPHRASE)
        restoring.put_back(path, restoring.find(path, around)[0], rosa, around)
        say("restored")
        restoring.open_restored(path, rosa, around).result().close()

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        path = folder / NAME
        with opened(path) as book:
            men, whole = len(numbers(book)[0]), is_whole(book)
        kept = [one for one in folder.glob(f"{NAME}.anterior-*") if not one.name.endswith((".keys", "-journal"))]
        with_kept = 0
        if kept and men == MEN:
            with opened(_apart(kept[0], folder)) as before:
                with_kept = len(numbers(before)[0])
        return told(
            neither=men not in (MEN, MEN + 1),
            undone="restored" in said and men != MEN,
            lost=men == MEN and with_kept != MEN + 1,
            damaged=not whole,
        )


@dataclass
class ChangingClave:
    """Rosa changes her clave."""

    template: Path
    endless: bool = False

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        with opened(folder / NAME) as book:
            books.change_passphrase(book, PASSPHRASE, NEW_CLAVE, environment(folder)).result()
            say("changed")

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        opens = [clave for clave in (PASSPHRASE, NEW_CLAVE) if _may_open(folder / NAME, clave)]
        return told(shut=len(opens) != 1, undone=bool(said) and opens != [NEW_CLAVE])


@dataclass
class RemovingPerson:
    """Elena's access ends: the book gets new keys."""

    template: Path
    endless: bool = False

    def prepare(self, folder: Path) -> None:
        laid(self.template, folder)

    def act(self, folder: Path, say: Say) -> None:
        with opened(folder / NAME) as book:
            KeyDesk(book, environment(folder)).end_access(ELENA).result()
            say("removed")

    def judge(self, folder: Path, said: list[str], *, killed: bool) -> list[str]:
        path = folder / NAME
        elena = _may_open(path, ELENAS, ELENA)
        with opened(path) as book:
            men, whole = len(numbers(book)[0]), is_whole(book)
            ((role,),) = asked(book, f"SELECT role FROM people WHERE id = x'{ELENA.hex}'")
        return told(
            lost=men != MEN, damaged=not whole, undone=bool(said) and elena, half_written=elena != (role is not None)
        )


def told(**wrong: bool) -> list[str]:
    """The names of what is wrong."""
    return [name for name, is_so in wrong.items() if is_so]


def _may_open(path: Path, clave: str, person: object = ROSA) -> bool:
    try:
        with opened(path, clave, person):  # type: ignore[arg-type]
            return True
    except UserFacingError:
        return False


def _opens(copy: Path, folder: Path) -> bool:
    try:
        with opened(_apart(copy, folder)) as book:
            return is_whole(book)
    except UserFacingError:
        return False


def _apart(copy: Path, folder: Path) -> Path:
    """A copy of a copy: opening it writes into it."""
    place = folder / "aparte"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    shutil.copy2(copy, place / NAME)
    shutil.copy2(f"{copy}.keys", place / f"{NAME}.keys")
    journal = Path(f"{copy}-journal")
    if journal.exists():
        shutil.copy2(journal, place / f"{NAME}-journal")
    return place / NAME


def _plain(folder: Path) -> Path:
    return make(folder, MEN)


def _with_copy(folder: Path) -> Path:
    path = make(folder, MEN)
    with opened(path) as book:
        BackupDesk(book).copy().result()
        book.submit(gesture(MEN + 1)).result()
    return path


def _with_elena(folder: Path) -> Path:
    return make(folder, MEN, elena=True)


def _old(folder: Path) -> Path:
    version = max(int(one.stem[1:]) for one in old_books.FOLDER.glob("v*.cuaderno") if one.stem != f"v{schema.VERSION}")
    folder.mkdir(parents=True)
    for source in (old_books.path_of(version), Path(f"{old_books.path_of(version)}.keys")):
        shutil.copy(source, folder)
    return folder / old_books.path_of(version).name


SCENARIOS: Final[dict[str, tuple[Callable[[Path], Path], Callable[[Path], Scenario]]]] = {
    "saving": (make, Saving),
    "migrating": (_old, Migrating),
    "backing-up": (_plain, BackingUp),
    "restoring": (_with_copy, Restoring),
    "clave": (_plain, ChangingClave),
    "removing": (_with_elena, RemovingPerson),
    "taking": (made, Taking),
}
"""By name: what makes the book that is laid anew, and what is done to it."""
