"""Spreadsheets made for tests: by a real writer, or part by part where no program would write such a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def written(fill: Callable[[Any, Any], None], name: str = "Lista") -> bytes:
    """A workbook that a writer library makes; `fill` gets the workbook and its first sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        fill(book, book.add_worksheet(name))
    return target.getvalue()


def table(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet of these values."""

    def fill(_: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return written(fill)


def package(sheet_xml: str, *, prefix: str = "", workbook: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose one sheet is this XML, without shared texts or styles. `prefix`: of every element."""
    mark = f"{prefix}:" if prefix else ""
    declared = f'xmlns:{prefix}="{_NAMESPACE}"' if prefix else f'xmlns="{_NAMESPACE}"'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": workbook
        or f'<{mark}workbook {declared} xmlns:r="{_OFFICE}"><{mark}sheets>'
        f'<{mark}sheet name="Lista" sheetId="1" r:id="r1"/></{mark}sheets></{mark}workbook>',
        "xl/worksheets/sheet1.xml": f"<{mark}worksheet {declared}>{sheet_xml}</{mark}worksheet>",
    }
    return zipped({name: text.encode() for name, text in parts.items()} | (extra or {}))


def zipped(parts: dict[str, bytes]) -> bytes:
    """These parts in one compressed archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
