"""Data that leave the book as files: export."""

from __future__ import annotations

import argparse
from pathlib import Path

from facilitador.cli.access import opened
from facilitador.cli.console import Console
from facilitador.cli.names import group_named
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.use_cases.books import Environment
from facilitador.use_cases.session_sheets import ExportCalendar

_FILE_NAMES = {"ics": "reuniones.ics"}


def export(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Write the dates of a group as a calendar file; the place is looked at first, because the export is recorded."""
    target = target_of(Path(args.out), _FILE_NAMES[args.what], overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        file = book.ask(ExportCalendar(group_id=group_named(book, args.subject))).result()
    saved(target, lambda out: out.write(file.content), overwrite=args.overwrite)
    console.answer({"what": args.what, "file": str(target)}, [f"Se guardó {target}."])
