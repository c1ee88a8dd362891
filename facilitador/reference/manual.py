"""The manual: pages of Markdown in `resources/manual`, each of one task, and how a person finds hers.

A page is a file `NN-name.md`; the numbers give the order. It begins with a header, ended by a line of three hyphens:

    id: inscribir
    title: Inscribir con la ficha
    screens: intake, participant
    ---

`screens` are the places of the program that the page belongs to: kinds of destination, or pages before a book is open.
A link names the id of another page: `[las copias](respaldo)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from facilitador.domain.text import words
from facilitador.paths import resource
from facilitador.reference.decoding import BadReferenceFile, check_unique

FIRST_PAGE: Final = "indice"
"""The page that opens where no other belongs."""

_KEYS: Final = {"id", "title", "screens"}
_LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_MARKS: Final = re.compile(r"^\s*(#+|[-*]|\d+\.|>)\s+|[*`|]+", re.MULTILINE)
_WRAPPED: Final = re.compile(r"(?<!\n)\n(?!\n|\s*([-*#|>]|\d+\.)\s?)\s*")
_EXCERPT: Final = 120  # letters


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One task. `screens` are the places it belongs to; `text` is its Markdown without the title."""

    id: str
    title: str
    screens: tuple[str, ...]
    text: str

    @property
    def links(self) -> tuple[str, ...]:
        """The ids of the pages it leads to."""
        return tuple(target for _, target in _LINK.findall(self.text))


@dataclass(frozen=True, slots=True)
class Finding:
    """A page that was found, and the line of it that says why; empty where the title does."""

    page: ManualPage
    excerpt: str


@cache
def manual() -> tuple[ManualPage, ...]:
    """The pages in reading order; BadReferenceFile names what is not as it should be."""
    return read_manual(resource("manual"))


def read_manual(folder: Path) -> tuple[ManualPage, ...]:
    """The pages of a folder, checked: ids and places stand once, links lead somewhere, the first page is there."""
    pages = tuple(_read_page(path) for path in sorted(folder.glob("*.md")))
    ids = [page.id for page in pages]
    check_unique("manual", "id", ids)
    check_unique("manual", "screens", [screen for page in pages for screen in page.screens])
    if FIRST_PAGE not in ids:
        raise BadReferenceFile("manual", "id", f"there is no page {FIRST_PAGE!r}")
    for page in pages:
        for target in page.links:
            if target not in ids:
                raise BadReferenceFile("manual", page.id, f"a link leads to {target!r}, which is no page")
    return pages


def page_of(pages: Iterable[ManualPage], wanted: str) -> ManualPage:
    """The page with that id, or that belongs to that place; the first page for any other."""
    known = tuple(pages)
    named = {page.id: page for page in known}
    placed = {screen: page for page in known for screen in page.screens}
    return placed.get(wanted) or named.get(wanted) or named[FIRST_PAGE]


def find(pages: Iterable[ManualPage], typed: str) -> tuple[Finding, ...]:
    """Pages that have a word beginning with each word typed, those with all of them in the title first.

    Accents and case do not count; nothing typed finds nothing.
    """
    wanted = words(typed)
    if not wanted:
        return ()
    in_title = [Finding(page, "") for page in pages if _has_all(page.title, wanted)]
    known = {finding.page.id for finding in in_title}
    in_text = [
        Finding(page, _excerpt(page, wanted))
        for page in pages
        if page.id not in known and _has_all(f"{page.title}\n{page.text}", wanted)
    ]
    return (*in_title, *in_text)


def _read_page(path: Path) -> ManualPage:
    try:
        header, parted, text = path.read_text(encoding="utf-8").partition("\n---\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadReferenceFile(path.name, "", str(error)) from error
    entries = dict(_entry(path, line) for line in header.splitlines())
    if not parted or set(entries) != _KEYS:
        raise BadReferenceFile(path.name, "header", f"gives {sorted(entries)}, not {sorted(_KEYS)}")
    if not entries["id"] or not entries["title"] or not text.strip():
        raise BadReferenceFile(path.name, "header", "id, title or text is empty")
    screens = tuple(filter(None, (screen.strip() for screen in entries["screens"].split(","))))
    return ManualPage(entries["id"], entries["title"], screens, text.strip() + "\n")


def _entry(path: Path, line: str) -> tuple[str, str]:
    key, parted, value = line.partition(":")
    if not parted:
        raise BadReferenceFile(path.name, "header", f"{line!r} has no colon")
    return key.strip(), value.strip()


def _has_all(text: str, wanted: Iterable[str]) -> bool:
    there = words(text)
    return all(any(word.startswith(start) for word in there) for start in wanted)


def _excerpt(page: ManualPage, wanted: tuple[str, ...]) -> str:
    """The first paragraph with most of what was typed, as it is read, shortened around its end."""
    lines = [line for line in _as_read(page.text).splitlines() if line.strip()]
    best = max(lines, key=lambda line: sum(_has_all(line, (start,)) for start in wanted)).strip()
    return best if len(best) <= _EXCERPT else f"{best[:_EXCERPT].rsplit(' ', 1)[0]}…"


def _as_read(text: str) -> str:
    """Paragraphs and points, each in one line, without marks."""
    return _MARKS.sub("", _LINK.sub(r"\1", _WRAPPED.sub(" ", text)))
