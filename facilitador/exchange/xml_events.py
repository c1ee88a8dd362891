"""XML of a stranger's file as a stream of events: no tree is built, no entity resolved; the reader may stop early."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Final, Protocol
from xml.parsers import expat

_CHUNK: Final = 64 * 1024


class Stop(Exception):
    """Raised by a listener that has read enough."""


class Listener(Protocol):
    """What takes the events of one document. Names come without the prefix of the document's own namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters inside an element; may come in pieces."""


def listen(source: IO[bytes], listener: Listener) -> None:
    """Hand the document to the listener; ValueError where it is no XML or declares a document type.

    A document type is where entities are declared that grow without bound; no spreadsheet program writes one.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _root(parser, listener)
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Stop:
        return
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _root(parser: expat.XMLParserType, listener: Listener) -> Callable[[str, dict[str, str]], None]:
    """Takes the first element, and sets up what takes the others: straight through where its name has no prefix."""

    def begin(name: str, attributes: dict[str, str]) -> None:
        prefix, _, bare = name.rpartition(":")
        if prefix:
            own = f"{prefix}:"
            parser.StartElementHandler = lambda name, found: listener.start(name.removeprefix(own), found)
            parser.EndElementHandler = lambda name: listener.end(name.removeprefix(own))
        else:
            parser.StartElementHandler = listener.start
        listener.start(bare, attributes)

    return begin


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type is declared")
