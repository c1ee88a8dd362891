"""Lists of institutions brought from a spreadsheet into the directory, and the directory as such a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from facilitador.db.queries import directory as queries
from facilitador.db.tables.records import append_audit
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.directory import TypedEntry, as_typed
from facilitador.domain.directory_lists import (
    DirectoryPreview,
    ListedEntry,
    RowState,
    as_rows,
    compared,
    has_headings,
    read_list,
)
from facilitador.domain.roles import Section
from facilitador.domain.sheets import Sheet
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.exchange.answer_files import csv_of
from facilitador.exchange.spreadsheets import Spreadsheet
from facilitador.reference import directory, districts
from facilitador.use_cases.directory import add_entry, directory_lines, here_of
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

FILE_NAME: Final = "directorio.csv"


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A file to be written outside the book."""

    file_name: str
    content: bytes
    count: int


class PreviewDirectoryImport(Query[DirectoryPreview], kw_only=True):
    """What a list would bring into the directory; nothing is written."""

    sheet: Sheet


class OfferedInstitutions(Query[DirectoryPreview], kw_only=True):
    """The institutions that come with the program and are not in the directory yet."""


class ImportDirectory(Command, kw_only=True):
    """Add the institutions of a list, all or none; what looks like another one is added all the same."""

    rows: tuple[TypedEntry, ...]


class ExportDirectory(Query[DirectoryFile], kw_only=True):
    """The directory as a CSV file that can be brought in again; asking leaves an audit row, for it leaves the book."""


def choose_sheet(spreadsheet: Spreadsheet) -> Sheet:
    """The first visible sheet that has the headings of such a list, else the first with rows.

    Refuses with `sheet_empty` where no visible sheet holds anything.
    """
    filled = [
        sheet for known in spreadsheet.names if not known.hidden and (sheet := spreadsheet.sheet(known.name)).rows
    ]
    if not filled:
        raise UserFacingError("sheet_empty")
    return next((sheet for sheet in filled if has_headings(sheet, directory())), filled[0])


def _preview(tx: Transaction, query: PreviewDirectoryImport) -> DirectoryPreview:
    rows, ignored = read_list(query.sheet, directory(), districts(), here_of(tx), tx.today)
    return DirectoryPreview(compared(rows, queries.all_entries(tx)), ignored)


def _offered(tx: Transaction, query: OfferedInstitutions) -> DirectoryPreview:
    offered = [ListedEntry(number, entry) for number, entry in enumerate(directory().institutions, start=1)]
    rows = compared(offered, queries.all_entries(tx))
    return DirectoryPreview(tuple(row for row in rows if row.state is RowState.READY))


def _import(tx: Transaction, command: ImportDirectory) -> Result:
    if not command.rows:
        raise UserFacingError("directory_nothing_to_add", field="rows")
    keys: list[UUID] = []
    for number, typed in enumerate(command.rows, start=1):
        try:
            keys.append(add_entry(tx, None, typed))
        except InvalidInput as error:
            raise UserFacingError("directory_row_wrong", field="rows", name=typed.name or number, why=error) from error
    return Result(keys[0], tuple(Change(Topic.DIRECTORY, key) for key in keys), ("rows",))


def _export(tx: Transaction, query: ExportDirectory) -> DirectoryFile:
    entries = [as_typed(line.entry) for line in directory_lines(tx) if not line.entry.retired]
    append_audit(tx, "Export", None, {"what": "directory", "entries": len(entries)})
    return DirectoryFile(FILE_NAME, csv_of(as_rows(entries, directory(), districts())), len(entries))


COMMANDS = (CommandHandler(ImportDirectory, _import, writes(Section.DIRECTORY)),)
QUERIES = (
    QueryHandler(PreviewDirectoryImport, _preview, Section.DIRECTORY, origin=own_only),
    QueryHandler(OfferedInstitutions, _offered, Section.DIRECTORY, origin=own_only),
    QueryHandler(ExportDirectory, _export, Section.DIRECTORY, origin=own_only),
)
