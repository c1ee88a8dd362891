"""The directory of institutions on the command line: its view, its lists in and out.

`{"directory": [entry + {"kind_text", "nearness", "stale", "verifier"}], "national": [line]}`; `nearness` is `district`,
`province`, `region`, `unplaced` or `elsewhere`. `import-directory` answers `{"added", "dry_run", "ignored", "rows":
[{"row", "state", "name", "kind", "alike", "problems"}]}`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

import msgspec

from facilitador import messages
from facilitador.cli import words
from facilitador.cli.access import opened
from facilitador.cli.console import Console, table
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.directory_lists import DirectoryPreview, ListedEntry, RowState
from facilitador.domain.emergency_contacts import is_stale
from facilitador.domain.phones import display_phone
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import read_spreadsheet
from facilitador.reference import directory, districts
from facilitador.use_cases.books import Environment
from facilitador.use_cases.directory import Directory
from facilitador.use_cases.directory_lists import (
    FILE_NAME,
    ExportDirectory,
    ImportDirectory,
    PreviewDirectoryImport,
    choose_sheet,
)
from facilitador.use_cases.open_book import OpenBook

_STATES: Final = {
    RowState.READY: "se agrega",
    RowState.ALIKE: "se parece a otra",
    RowState.WRONG: "por corregir",
}


def show_directory(book: OpenBook, args: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The institutions, the nearest first, those that a text finds if there is one; and the national lines."""
    lines = book.ask(Directory(text=args.subject or "")).result()
    today = book.circumstances.today()
    national = directory().lines
    document = {
        "directory": [
            {
                **_plain(line.entry),
                "kind_text": line.kind_text,
                "nearness": line.nearness.name.lower(),
                "stale": is_stale(line.entry.verified_on, today),
                "verifier": line.verifier,
            }
            for line in lines
        ],
        "national": _plain(national),
    }
    rows = [_row(line) for line in lines]
    told = (
        table(("Institución", "Qué es", "Teléfonos", "Dónde", "Comprobada el", "Identificador"), rows) if rows else []
    )
    told += [""] if rows else ["El servicio no anotó ninguna institución así.", ""]
    told += [f"{', '.join(line.numbers) or line.how}  {line.name}: {line.purpose}" for line in national]
    return document, told


def import_directory(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Add the institutions of a list, all of them or none; a list with rows to mend is refused with all its rows."""
    sheet = choose_sheet(read_spreadsheet(Path(args.file)))
    with opened(args, console, environment) as book:
        preview = book.ask(PreviewDirectoryImport(sheet=sheet)).result()
        if wrong := preview.count(RowState.WRONG):
            console.tell("\n".join(_told(preview)))
            raise UserFacingError(
                "directory_rows_wrong", count=wrong, rows=[_row_document(row) for row in preview.rows]
            )
        rows = preview.entering(also_alike=args.also_alike)
        book.submit([ImportDirectory(rows=rows)], initiator="import-directory", dry_run=args.dry_run).result()
    document = {
        "added": 0 if args.dry_run else len(rows),
        "dry_run": args.dry_run,
        "ignored": list(preview.ignored),
        "rows": [_row_document(row) for row in preview.rows],
    }
    done = f"Se comprobó todo ({len(rows)}) y no se guardó nada." if args.dry_run else f"Se agregaron {len(rows)}."
    console.answer(document, [*_told(preview), done])


def export_directory(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """The directory as a list that can be brought in again."""
    if args.subject is not None:
        raise UserFacingError("subject_unwanted", field="subject", asked=args.what, subject=args.subject)
    target = target_of(Path(args.out), FILE_NAME, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        file = book.ask(ExportDirectory()).result()
    saved(target, lambda out: out.write(file.content), overwrite=args.overwrite)
    told = [f"Se guardó {target} (instituciones: {file.count})."]
    console.answer({"what": args.what, "file": str(target), "entries": file.count}, told)


def _row(line: DirectoryLine) -> tuple[str, ...]:
    entry = line.entry
    place = districts().get(entry.ubigeo)
    where = ", ".join(filter(None, (entry.address, place.district if place else "")))
    phones = "; ".join(map(display_phone, entry.phones))
    return entry.name, line.kind_text, phones, where, words.day(entry.verified_on), str(entry.id)


def _told(preview: DirectoryPreview) -> list[str]:
    rows = [(str(row.number), _STATES[row.state], row.entry.name, _why(row)) for row in preview.rows]
    lines = table(("Fila", "Qué pasa", "Institución", "Por qué"), rows)
    return lines + ([f"Columnas que no se traen: {'; '.join(preview.ignored)}"] if preview.ignored else [])


def _why(row: ListedEntry) -> str:
    return " ".join(messages.of_problem(problem).text for problem in row.problems) or "; ".join(row.alike)


def _row_document(row: ListedEntry) -> dict[str, Any]:
    return {
        "row": row.number,
        "state": str(row.state),
        "name": row.entry.name,
        "kind": row.entry.kind,
        "alike": list(row.alike),
        "problems": [
            {"field": problem.field, "code": problem.code, "message": messages.of_problem(problem).whole}
            for problem in row.problems
        ],
    }


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value, str_keys=True)
