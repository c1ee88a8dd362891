"""How the command line comes into a book: who, with which clave, or the book of example data."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from facilitador import bootstrap, messages
from facilitador.cli.arguments import DEMO
from facilitador.cli.console import Console
from facilitador.domain.text import fold, words
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, PersonOfTheBook
from facilitador.use_cases.open_book import OpenBook

T = TypeVar("T")

STANDARD_INPUT: Final = "-"


class Passphrases:
    """Reads claves: the first line of a file, the next line of the standard input, or typed without echo.

    `held` is the one that opened the book, which changing it asks for again.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self.held = ""

    def current(self, source: str | None, person: str) -> str:
        """The clave that a person has."""
        self.held = self._from(source) if source is not None else self._console.ask_secret(f"Clave de {person}: ")
        return self.held

    def new(self, source: str | None, question: str = "Clave nueva") -> str:
        """A clave to be, typed twice; refuses with `passphrases_differ`."""
        if source is not None:
            return self._from(source)
        first = self._console.ask_secret(f"{question}: ")
        if self._console.ask_secret("Escríbala otra vez: ") != first:
            raise UserFacingError("passphrases_differ")
        return first

    def _from(self, source: str) -> str:
        if source == STANDARD_INPUT:
            return self._console.stdin.readline().rstrip("\r\n")
        with open_text(source) as file:
            return file.readline().rstrip("\r\n")


@contextmanager
def open_text(name: str) -> Iterator[io.TextIOBase]:
    """A text file of the person; refuses with `file_unreadable` or, where it is not UTF-8, `file_not_text`."""
    path = Path(name)
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield file
    except UnicodeDecodeError:
        raise UserFacingError("file_not_text", name=path.name) from None
    except OSError:
        raise UserFacingError("file_unreadable", name=path.name) from None


@contextmanager
def opened(
    args: argparse.Namespace, console: Console, environment: Environment, *, to_change: Passphrases | None = None
) -> Iterator[OpenBook]:
    """The book that the arguments name, open for whom they name; closed again whatever happens.

    `to_change` reads the clave in order to change it: then a temporary one will do, which otherwise is refused.
    """
    book = _open(args, console, environment, to_change or Passphrases(console))
    try:
        if book.opened.must_change_passphrase and to_change is None:
            raise UserFacingError("passphrase_must_change")
        for code in book.opened.warnings:
            console.tell(messages.message(code, {}).whole)
        yield book
    finally:
        book.close()


def _open(args: argparse.Namespace, console: Console, environment: Environment, passphrases: Passphrases) -> OpenBook:
    if args.book == DEMO:
        return bootstrap.open_demo(environment).result()
    path = Path(args.book)
    on_disk = books.inspect(path, environment)
    if on_disk.refusal is not None:
        raise on_disk.refusal
    if on_disk.cloud is not None:
        console.tell(messages.message("book_in_cloud_folder", {"service": on_disk.cloud}).whole)
    person = choose_person(on_disk.people, args.user)
    passphrase = passphrases.current(args.passphrase_file, person.name)
    return books.open_with_passphrase(path, person.id, passphrase, environment).result()


def choose_person(people: Sequence[PersonOfTheBook], name: str | None) -> PersonOfTheBook:
    """Who opens the book: the one named, whatever case and accents, or the only one there is."""
    told = "; ".join(person.name for person in people)
    if name is None:
        if len(people) == 1:
            return people[0]
        raise UserFacingError("user_needed", field="user", people=told)
    found = like(name, people, lambda person: person.name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UserFacingError("user_ambiguous", field="user", people="; ".join(person.name for person in found))
    raise UserFacingError("user_unknown", field="user", people=told)


def like(name: str, people: Sequence[T], name_of: Callable[[T], str]) -> list[T]:
    """Those of exactly that name, whatever case and accents; else those whose words begin as it does."""
    exact = [person for person in people if fold(name_of(person)) == fold(name)]
    return exact or [person for person in people if _begins(words(name), words(name_of(person)))]


def _begins(typed: Sequence[str], name: Sequence[str]) -> bool:
    return bool(typed) and all(any(word.startswith(start) for word in name) for start in typed)
