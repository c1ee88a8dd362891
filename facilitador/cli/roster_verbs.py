"""Lists of men from a spreadsheet: import-roster."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from facilitador import messages
from facilitador.cli.access import opened
from facilitador.cli.console import Console, plain, table
from facilitador.cli.names import group_named
from facilitador.domain.dates import parse_typed_date
from facilitador.domain.participants import full_name
from facilitador.domain.roster_imports import (
    Decisions,
    Placing,
    RosterPreview,
    RowDecision,
    RowStatus,
    Settled,
    SettledRow,
    settle,
)
from facilitador.errors import Problem, UserFacingError
from facilitador.exchange.spreadsheets import read_spreadsheet
from facilitador.use_cases.books import Environment
from facilitador.use_cases.requests import Command
from facilitador.use_cases.roster_imports import PreviewRosterImport, choose_sheet, import_commands

_RANGE: Final = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?", re.ASCII)
_MOST_IN_RANGE: Final = 20_000
_STATUSES: Final = {
    RowStatus.READY: "entra",
    RowStatus.FLAGGED: "por confirmar",
    RowStatus.DUPLICATE: "por decidir",
    RowStatus.ERROR: "por corregir",
    RowStatus.LEFT_OUT: "no entra",
}


def import_roster(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Import a list into a group, all of it or nothing; with `--dry-run` say what would happen.

    A list with rows still to be decided is refused with all its rows.
    """
    path = Path(args.file)
    sheet = choose_sheet(read_spreadsheet(path), args.sheet)
    since = parse_typed_date(args.since, environment.circumstances.today()) if args.since else None
    with opened(args, console, environment) as book:
        group = group_named(book, args.group)
        preview = book.ask(
            PreviewRosterImport(group_id=group, sheet=sheet, source=path.name, leave_blank=args.leave_blank)
        ).result()
        decisions = _decisions(args, preview)
        settled = settle(preview, decisions)
        commands = _commands(console, preview, decisions, settled, environment, since=since)
        outcome = book.submit(commands, initiator="import-roster", dry_run=args.dry_run).result()
    done = None if args.dry_run else str(outcome.ids[-1])
    document = {"import": done, "dry_run": args.dry_run, "sheet": sheet.name, **_document(preview, settled)}
    console.answer(document, [*_lines(preview, settled), *_told(settled, args.dry_run, done)])


def _commands(
    console: Console,
    preview: RosterPreview,
    decisions: Decisions,
    settled: Settled,
    environment: Environment,
    **options: Any,
) -> tuple[Command, ...]:
    try:
        return import_commands(preview, decisions, environment.circumstances.new_id, **options)
    except UserFacingError as error:
        # what stands in the way is in the rows: a person reads them above the refusal, a program inside it
        console.tell("\n".join(_lines(preview, settled)))
        error.parameters["preview"] = _document(preview, settled)
        raise


def _decisions(args: argparse.Namespace, preview: RosterPreview) -> Decisions:
    left_out, existing, another = (set(_numbers(text)) for text in (args.skip, args.existing, args.another))
    rows = {
        row.reading.number: RowDecision(
            left_out=row.reading.number in left_out,
            existing=_likeliest(preview, row.reading.number) if row.reading.number in existing else None,
            another=row.reading.number in another,
        )
        for row in preview.rows
        if row.reading.number in left_out | existing | another
    }
    if unknown := sorted((left_out | existing | another) - rows.keys()):
        raise UserFacingError("roster_row_unknown", rows=", ".join(map(str, unknown[:8])))
    return Decisions(waitlist=args.waitlist, confirm_all=args.confirm, rows=rows)


def _likeliest(preview: RosterPreview, number: int) -> UUID:
    matches = next(row.matches for row in preview.rows if row.reading.number == number)
    if not matches:
        raise UserFacingError("roster_row_like_nobody", row=number)
    return matches[0].id


def _numbers(text: str) -> Iterator[int]:
    """The rows in `5,7-9`."""
    for part in filter(None, text.replace(" ", "").split(",")):
        found = _RANGE.fullmatch(part)
        if found is None or int(found[2] or found[1]) - int(found[1]) > _MOST_IN_RANGE:
            raise UserFacingError("roster_rows_malformed", written=part[:20])
        yield from range(int(found[1]), int(found[2] or found[1]) + 1)


def _document(preview: RosterPreview, settled: Settled) -> dict[str, Any]:
    return {
        "group": {"id": str(preview.group_id), "name": preview.group_name},
        "source": preview.source,
        "heading_row": preview.layout.heading_row,
        "columns": [{"heading": one.heading, "target": one.target or None} for one in preview.layout.columns],
        "counts": {str(status): count for status, count in sorted(settled.counts.items())},
        "read_until": preview.read_until,
        "rows": [_row_document(row) for row in settled.rows],
    }


def _row_document(row: SettledRow) -> dict[str, Any]:
    return {
        "row": row.number,
        "status": str(row.status),
        "placing": str(row.placing),
        "existing": str(row.existing) if row.existing else None,
        "matches": [{"id": str(match.id), "kind": str(match.kind)} for match in row.row.matches],
        "answers": plain(row.row.reading.answers),
        "notes": [
            {"field": note.field, "code": note.code, "message": messages.of_problem(note).whole} for note in row.notes
        ],
    }


def _lines(preview: RosterPreview, settled: Settled) -> list[str]:
    shown = [
        (str(row.number), _status(row), full_name(row.row.reading.answers), _text(note))
        for row in settled.rows
        for note in (row.notes or (None,))
    ]
    ignored = [column.heading for column in preview.layout.columns if column.heading and not column.target]
    lines = [f"Grupo: {preview.group_name}", *table(("Fila", "Qué pasa", "Nombre", "Por qué"), shown)]
    if ignored:
        lines.append(f"Columnas que no se importan: {'; '.join(ignored)}")
    if preview.read_until is not None:
        lines.append(f"Después de la fila {preview.read_until} solo se encontraron filas vacías; no se siguió leyendo.")
    return lines


def _text(note: Problem | None) -> str:
    return messages.of_problem(note).text if note is not None else ""


def _status(row: SettledRow) -> str:
    if row.status is RowStatus.READY and row.placing is Placing.WAITING:
        return "entra a la lista de espera"
    return _STATUSES[row.status]


def _told(settled: Settled, dry_run: bool, done: str | None) -> list[str]:
    count = len(settled.entering)
    who = f"{count} participante" if count == 1 else f"{count} participantes"
    if dry_run:
        return [f"Se comprobó todo ({who}) y no se guardó nada."]
    return [f"Se importó la lista: {who}.", f"Identificador de la importación, por si hay que deshacerla: {done}"]
