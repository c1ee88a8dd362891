"""Puts strips on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facilitador.documents.strips import Strip


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and how far its upper edge is from the upper edge of the page's text area, in points."""

    strip: Strip
    down: float


class _Pages:
    def __init__(self, height: float) -> None:
        self.height = height
        self.pages: list[list[Placed]] = [[]]
        self.used = 0.0

    def break_page(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self.used = 0.0

    def room_for(self, height: float) -> bool:
        return self.used + height <= self.height

    def place(self, strip: Strip) -> None:
        if not self.room_for(strip.height):
            self.break_page()
        if not self.pages[-1]:
            if strip.blank:
                return
            for head in strip.heads:
                self._put(head)
        self._put(strip)

    def _put(self, strip: Strip) -> None:
        self.pages[-1].append(Placed(strip, self.used))
        self.used += strip.height


def _chunks(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.joined:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def paginate(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """The strips on pages whose text area is `height` points high; at least one page, none empty but a lone first one.

    Joined strips go to the next page together; a run higher than a whole page is divided between strips.
    """
    pages = _Pages(height)
    for chunk in _chunks(strips):
        if chunk[0].breaks:
            pages.break_page()
            continue
        whole = sum(strip.height for strip in chunk)
        if not pages.room_for(whole) and whole <= height:
            pages.break_page()
        for strip in chunk:
            pages.place(strip)
    *before, last = pages.pages
    return pages.pages if last or not before else before
