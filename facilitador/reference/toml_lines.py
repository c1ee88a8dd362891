"""Where in a TOML text something stands, so that whoever wrote it is told the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([\w.\- \"']+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"\s*([\w\-]+|\"[^\"]*\"|'[^']*')\s*=")
_FENCE: Final = re.compile(r"\"\"\"|'''")


class TomlLines:
    """The lines (from 1) of tables and keys; `line(("secciones", 0, "preguntas", 3, "texto"))`.

    Reads the plain shape that people write: headers and keys at the beginning of a line. What is written in one line
    with something else has the line of what it stands in.
    """

    def __init__(self, text: str) -> None:
        self._lines = _lines_of(text)

    def line(self, path: Path) -> int | None:
        """The line of that place or of the nearest one around it; None if not even that stands on a line of its own."""
        for length in range(len(path), 0, -1):
            if (found := self._lines.get(path[:length])) is not None:
                return found
        return None


def _lines_of(text: str) -> Mapping[Path, int]:
    found: dict[Path, int] = {}
    tables: Counter[Path] = Counter()
    here: Path = ()
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not fence:
            if header := _HEADER.match(line):
                here = _table(header[2], tables, many=header[1] == "[[")
                found.setdefault(here, number)
            elif key := _KEY.match(line):
                found.setdefault((*here, key[1].strip("\"'")), number)
        fence = _fence_after(line, fence)
    return found


def _table(name: str, tables: Counter[Path], *, many: bool) -> Path:
    """The path of a header: the last element of every list of tables named on the way."""
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path: Path = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in tables:
            path = (*path, tables[path] - 1)
    path = (*path, parts[-1])
    if many:
        tables[path] += 1
        return (*path, tables[path] - 1)
    return path


def _fence_after(line: str, fence: str) -> str:
    """The quotes that a text of several lines is still waiting for at the end of this line; empty if none is open."""
    for quotes in _FENCE.findall(line):
        if not fence:
            fence = quotes
        elif quotes == fence:
            fence = ""
    return fence
