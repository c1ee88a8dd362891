"""Data that leave the book as files: export."""

from __future__ import annotations

import argparse
from pathlib import Path

from facilitador.cli.access import opened
from facilitador.cli.console import Console
from facilitador.cli.directory_verbs import export_directory
from facilitador.cli.instrument_view_verbs import ENTRY_TEST
from facilitador.cli.names import group_named
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.cli.report_exports import export_anonymised, export_indicators, export_marks
from facilitador.errors import UserFacingError
from facilitador.exchange.answer_files import csv_of
from facilitador.use_cases.answers_export import AnswersExport
from facilitador.use_cases.books import Environment
from facilitador.use_cases.session_sheets import ExportCalendar

_CALENDAR = "reuniones.ics"
# no word that says what it is about: file names are seen by others
_TABLES = {"long": "respuestas-largo.csv", "wide": "respuestas-ancho.csv", "codebook": "respuestas-diccionario.csv"}


def export(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Write what was asked for; the place is looked at first, because the export is recorded."""
    _EXPORTS[args.what](args, console, environment)


def _calendar(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """The dates of a group as a calendar file."""
    if args.subject is None:
        raise UserFacingError("subject_needed", field="subject", asked=args.what)
    target = target_of(Path(args.out), _CALENDAR, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        file = book.ask(ExportCalendar(group_id=group_named(book, args.subject))).result()
    saved(target, lambda out: out.write(file.content), overwrite=args.overwrite)
    console.answer({"what": args.what, "file": str(target)}, [f"Se guardó {target}."])


def _answers(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """What was answered to an instrument as three tables in a folder."""
    folder = Path(args.out)
    if not folder.is_dir():
        raise UserFacingError("folder_needed", field="out", name=folder.name)
    targets = {table: target_of(folder, name, overwrite=args.overwrite) for table, name in _TABLES.items()}
    with opened(args, console, environment) as book:
        group = group_named(book, args.subject) if args.subject is not None else None
        query = AnswersExport(instrument_id=args.instrument or ENTRY_TEST, edition=args.edition, group_id=group)
        tables = book.ask(query).result()
    for table, target in targets.items():
        content = csv_of(getattr(tables, table))
        saved(target, lambda out, content=content: out.write(content), overwrite=args.overwrite)  # type: ignore[misc]
    count = len(tables.wide) - 1
    told = [f"Se guardaron {count} aplicaciones, sin nombres:", *(f"  {target}" for target in targets.values())]
    files = {table: str(target) for table, target in targets.items()}
    console.answer({"what": args.what, "files": files, "applications": count}, told)


_EXPORTS = {
    "ics": _calendar,
    "answers": _answers,
    "directory": export_directory,
    "indicators": export_indicators,
    "marks": export_marks,
    "anonymised": export_anonymised,
}
