"""Exports of what was counted: indicators and marks as a spreadsheet, and the table without names (6.9.2)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from facilitador.cli.access import opened
from facilitador.cli.console import Console
from facilitador.cli.names import group_named
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.domain.indicators import Span
from facilitador.errors import UserFacingError
from facilitador.exchange.answer_files import csv_of_cells
from facilitador.exchange.workbooks import write_workbook
from facilitador.use_cases.anonymised_export import AnonymisedExport
from facilitador.use_cases.books import Environment
from facilitador.use_cases.reports import IndicatorsExport, MarksPage, marks_sheet

_INDICATORS: Final = "indicadores.xlsx"
_MARKS: Final = "asistencia.xlsx"
_COUNTS, _CODEBOOK = "conteos.csv", "conteos-diccionario.csv"
_CSV: Final = ".csv"


def export_indicators(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """The indicators period by period: XLSX with their definitions, or CSV where the file is named so."""
    target = target_of(Path(args.out), _INDICATORS, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        group = group_named(book, args.subject) if args.subject is not None else None
        tables = book.ask(IndicatorsExport(group_id=group, span=Span(args.span))).result()
    if target.suffix.lower() == _CSV:
        saved(target, lambda out: out.write(csv_of_cells(tables.periods)), overwrite=args.overwrite)
    else:
        saved(target, lambda out: write_workbook(tables.sheets, out), overwrite=args.overwrite)
    console.answer({"what": args.what, "file": str(target)}, [f"Se guardó {target}."])


def export_marks(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Every mark of a group or of all as XLSX, written while it is read."""
    target = target_of(Path(args.out), _MARKS, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        group = group_named(book, args.subject) if args.subject is not None else None
        sheet = marks_sheet(lambda page: book.ask(page).result(), MarksPage(group_id=group, names=args.names))
        count = saved(target, lambda out: write_workbook((sheet,), out), overwrite=args.overwrite)
    console.answer(
        {"what": args.what, "file": str(target), "marks": count}, [f"Se guardó {target}: {count} registros."]
    )


def export_anonymised(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Counts without anybody's data and their codebook, as two CSV files in a folder."""
    folder = Path(args.out)
    if not folder.is_dir():
        raise UserFacingError("folder_needed", field="out", name=folder.name)
    counts = target_of(folder, _COUNTS, overwrite=args.overwrite)
    codebook = target_of(folder, _CODEBOOK, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        tables = book.ask(AnonymisedExport()).result()
    saved(counts, lambda out: out.write(csv_of_cells(tables.counts)), overwrite=args.overwrite)
    saved(codebook, lambda out: out.write(csv_of_cells(tables.codebook)), overwrite=args.overwrite)
    told = [f"Se guardaron {counts} y {codebook}."]
    told += [f"Sin datos que se puedan dar: {label}." for label in tables.left_out]
    files = {"counts": str(counts), "codebook": str(codebook)}
    console.answer({"what": args.what, "files": files, "left_out": list(tables.left_out)}, told)
