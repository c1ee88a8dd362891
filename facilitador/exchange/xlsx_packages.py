"""An XLSX file as a package of parts (ECMA-376): which sheets it has, its shared texts, which cells are days.

Why not through a library: see the docstring of `facilitador.exchange`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from facilitador.domain.sheets import Sheet, SheetName
from facilitador.errors import UserFacingError
from facilitador.exchange.xlsx_sheets import CellFormat, SheetReader
from facilitador.exchange.xml_events import Listener, listen

MOST_PARTS: Final = 2_000
LARGEST_UNPACKED: Final = 120 * 1024 * 1024
"""Bytes that all parts may take unpacked. A sheet of 10,000 men takes about ten million."""
_LARGEST_RATIO: Final = 150  # unpacked to packed; sheets full of the same cell come to about 60
_RATIO_COUNTS_FROM: Final = 8 * 1024 * 1024

_ENCRYPTED: Final = 0x1
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_BUILT_IN_DAYS: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_BUILT_IN_HOURS: Final = frozenset({*range(18, 22), *range(32, 36), 45, 46, 47})
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ONLY_ZEROS: Final = re.compile(r"0{2,15}")
_DAMAGE: Final = (
    *(KeyError, ValueError, IndexError, EOFError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error, UnicodeError),
)


class Package:
    """The parts of one XLSX file; refuses what is no workbook, is encrypted, or would unpack beyond measure."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._workbook = _Workbook()
        with _as_damage():
            self._check()
            part = self._find_workbook()
            home, name = posixpath.split(part)
            self._relations = self._related(home, f"{home}/_rels/{name}.rels")
            self._listen(part, self._workbook)
        self.names: Final = tuple(SheetName(name, hidden) for name, hidden, _ in self._sheets)
        if not self.names:
            raise UserFacingError("sheet_empty")

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name."""
        part, hidden = next((part, hidden) for known, hidden, part in self._sheets if known == name)
        reader = SheetReader(self._texts, self._formats, from_1904=self._workbook.from_1904)
        with _as_damage():
            self._listen(part, reader)
            rows = reader.rows()
        return Sheet(name, rows, hidden, reader.read_until)

    def _check(self) -> None:
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise UserFacingError("sheet_encrypted")
        if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
            raise UserFacingError("sheet_bomb")
        if unpacked > _RATIO_COUNTS_FROM and unpacked > _LARGEST_RATIO * packed:
            raise UserFacingError("sheet_bomb")

    def _find_workbook(self) -> str:
        names = set(self._archive.namelist())
        if "mimetype" in names and self._archive.read("mimetype").strip() == _OPEN_DOCUMENT:
            raise UserFacingError("sheet_open_document")
        if "xl/workbook.bin" in names:
            raise UserFacingError("sheet_old_format")
        if "_rels/.rels" not in names:
            raise UserFacingError("sheet_not_spreadsheet")
        found = [part for kind, part in self._related("", "_rels/.rels").values() if kind == "officeDocument"]
        if not found or not found[0].endswith(".xml") or not posixpath.basename(found[0]).startswith("workbook"):
            raise UserFacingError("sheet_not_spreadsheet")
        return found[0]

    @cached_property
    def _sheets(self) -> tuple[tuple[str, bool, str], ...]:
        """Name, hidden and part of every sheet that holds cells (not charts), in order."""
        with _as_damage():
            found = ((name, hidden, self._relations[key]) for name, hidden, key in self._workbook.sheets)
            return tuple((name, hidden, part) for name, hidden, (kind, part) in found if kind == "worksheet")

    @cached_property
    def _texts(self) -> list[str]:
        texts = _SharedTexts()
        with _as_damage():
            if part := self._part("sharedStrings"):
                self._listen(part, texts)
        return texts.found

    @cached_property
    def _formats(self) -> list[CellFormat]:
        styles = _Styles()
        with _as_damage():
            if part := self._part("styles"):
                self._listen(part, styles)
        return styles.formats()

    def _part(self, kind: str) -> str:
        return next((part for known, part in self._relations.values() if known == kind), "")

    def _related(self, home: str, part: str) -> dict[str, tuple[str, str]]:
        """Relations by id: the last word of their kind, and the part they lead to."""
        relations = _Relations()
        self._listen(part, relations)
        return {
            key: (kind.rpartition("/")[2], posixpath.normpath(posixpath.join(home, target)).lstrip("/"))
            for key, (kind, target) in relations.found.items()
        }

    def _listen(self, part: str, listener: Listener) -> None:
        with self._archive.open(part) as source:
            listen(source, listener)


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise UserFacingError("sheet_damaged") from error


@dataclass
class _Quiet:
    """A listener to whom characters mean nothing."""

    def end(self, name: str) -> None:
        """Nothing hangs on it."""

    def text(self, text: str) -> None:
        """Nothing hangs on it."""


@dataclass
class _Relations(_Quiet):
    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Notes each relation inside the package."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.found[attributes["Id"]] = (attributes["Type"], attributes["Target"])


@dataclass
class _Workbook(_Quiet):
    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Notes each sheet, and from when days are counted."""
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            key = next(value for label, value in attributes.items() if label.rpartition(":")[2] == "id")
            self.sheets.append((attributes["name"], hidden, key))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")


@dataclass
class _SharedTexts:
    found: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _listening: bool = False
    _reading_aid: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Texts lie in `t`; those in `rPh` only say how a text sounds."""
        if name == "t":
            self._listening = not self._reading_aid
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._reading_aid = True

    def end(self, name: str) -> None:
        """Puts the pieces of a text together."""
        if name == "t":
            self._listening = False
        elif name == "si":
            self.found.append("".join(self._pieces))
        elif name == "rPh":
            self._reading_aid = False

    def text(self, text: str) -> None:
        """A piece of a text."""
        if self._listening:
            self._pieces.append(text)


@dataclass
class _Styles(_Quiet):
    _codes: dict[int, str] = field(default_factory=dict)
    _used: list[int] = field(default_factory=list)
    _in_cells: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Notes number formats, and which one each style of a cell uses."""
        if name == "numFmt":
            self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            self._in_cells = name == "cellXfs"
        elif name == "xf" and self._in_cells:
            self._used.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        """What comes after the styles of cells are styles of something else."""
        if name == "cellXfs":
            self._in_cells = False

    def formats(self) -> list[CellFormat]:
        """How a number is meant, by the number of its style."""
        return [self._format(number) for number in self._used]

    def _format(self, number: int) -> CellFormat:
        if number not in self._codes:
            return CellFormat(day=number in _BUILT_IN_DAYS, hour=number in _BUILT_IN_HOURS)
        code = self._codes[number].partition(";")[0]
        if _ONLY_ZEROS.fullmatch(code):
            return CellFormat(digits=len(code))
        bare = _LITERALS.sub("", code).lower()
        if bare in ("general", "standard", "@"):
            return CellFormat()
        day = "d" in bare or "y" in bare or "mmm" in bare
        return CellFormat(day=day, hour=not day and ("h" in bare or "s" in bare))
