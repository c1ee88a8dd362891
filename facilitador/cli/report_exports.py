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
from facilitador.exchange.answer_files import csv_of_cells
from facilitador.exchange.workbooks import write_workbook
from facilitador.use_cases.books import Environment
from facilitador.use_cases.reports import IndicatorsExport

_INDICATORS: Final = "indicadores.xlsx"
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
