"""Reads a spreadsheet that somebody hands over, CSV or XLSX, without trusting it: nothing in it is run or looked up.

What a file is, its first bytes say; its name is not believed. Every refusal is a `UserFacingError` of its own:
sheet_unreadable, sheet_file_too_big, sheet_encrypted, sheet_old_format, sheet_open_document, sheet_not_spreadsheet,
sheet_bomb, sheet_damaged, sheet_too_many_rows, sheet_too_many_columns, sheet_empty, sheet_name_unknown.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from facilitador.domain.sheets import Sheet, SheetName
from facilitador.errors import UserFacingError
from facilitador.exchange.delimited_text import looks_like_text, read_text

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes. A roster of thousands of men takes less than one megabyte."""

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOKS: Final = tuple(name.encode("utf-16-le") + b"\x00\x00" for name in ("Workbook", "Book"))
_OTHER_KINDS: Final = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")


@dataclass(frozen=True)
class Spreadsheet:
    """A file that was accepted: its sheets by name, read when asked for."""

    file_name: str
    names: tuple[SheetName, ...]
    _read: Callable[[str], Sheet]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; refuses with `sheet_name_unknown` and with what is wrong in it."""
        if not any(known.name == name for known in self.names):
            raise UserFacingError("sheet_name_unknown", field="sheet", name=name)
        return self._read(name)


def read_spreadsheet(path: Path) -> Spreadsheet:
    """The spreadsheet in a file. A CSV file has one sheet, named after the file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserFacingError("sheet_file_too_big", maximum=LARGEST_FILE // 1024**2)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserFacingError("sheet_unreadable", name=path.name) from error
    return parse_spreadsheet(content, path.name)


def parse_spreadsheet(content: bytes, file_name: str) -> Spreadsheet:
    """The spreadsheet that these bytes are; as `read_spreadsheet`."""
    if len(content) > LARGEST_FILE:
        raise UserFacingError("sheet_file_too_big", maximum=LARGEST_FILE // 1024**2)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _of_package(content, file_name)
    if content.startswith(_OLE):
        raise UserFacingError(_code_of_ole(content))
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content.strip():
        raise UserFacingError("sheet_empty")
    if content.startswith(_OTHER_KINDS) or start.startswith(_MARKUP) or not looks_like_text(content):
        raise UserFacingError("sheet_not_spreadsheet")
    name = Path(file_name).stem
    return Spreadsheet(file_name, (SheetName(name),), lambda _: read_text(content, name))


def _code_of_ole(content: bytes) -> str:
    """Which refusal an OLE container deserves: Office wraps encrypted files in one, and old files are one."""
    if _ENCRYPTED_PACKAGE in content:
        return "sheet_encrypted"
    return "sheet_old_format" if any(name in content for name in _OLD_BOOKS) else "sheet_not_spreadsheet"


def _of_package(content: bytes, file_name: str) -> Spreadsheet:
    from facilitador.exchange.xlsx_packages import Package  # only who brings an XLSX file pays for it

    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:  # a version of ZIP that never was
        raise UserFacingError("sheet_damaged") from error
    package = Package(archive)
    return Spreadsheet(file_name, package.names, package.sheet)
