"""The rights of a person by the command line: subject-access, purge.

JSON of `subject-access`: `{"subject_access": {"full_name", "parts": [{"title", "kept": [{…}]}], "not_included"},
"files": […]}`. JSON of `purge`: `{"dry_run", "proposed": [ids], "waiting": [ids], "erased": [ids],
"named": {id: count}, "tidied": bool | null, "copies": [{"file", "made_at", "until"}]}`; the ids are those of the men.
`named`: who is not taken out yet, for so many texts of others name him.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from facilitador.cli.access import opened
from facilitador.cli.console import Console
from facilitador.cli.names import participant_named
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.domain.dates import format_date
from facilitador.domain.retention import PurgeLine
from facilitador.use_cases.books import Environment
from facilitador.use_cases.mentions import NameMentions
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.purges import PurgeDesk, PurgeReport
from facilitador.use_cases.retention import ConfirmPurge, ProposePurge, Retention
from facilitador.use_cases.subject_access import SubjectAccess, SubjectAccessPrint

_PDF, _JSON = "lo-que-se-guarda.pdf", "lo-que-se-guarda.json"


def subject_access(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Write everything kept about a man, for him."""
    out = Path(args.out)
    wanted = [name for name in (_PDF, _JSON) if out.is_dir() or out.suffix.lower() == Path(name).suffix]
    targets = {name: target_of(out, name, overwrite=args.overwrite) for name in wanted or [_PDF]}
    with opened(args, console, environment) as book:
        man = participant_named(book, args.subject)
        document = book.ask(SubjectAccess(participant_id=man)).result().document()
        paper = book.ask(SubjectAccessPrint(participant_id=man)).result() if _PDF in targets else None
    printed_at = environment.circumstances.clock().astimezone()
    writers: dict[str, Callable[[BinaryIO], object]] = {
        _JSON: lambda file: file.write(json.dumps(document, ensure_ascii=False, indent=2).encode())
    }
    if paper is not None:
        writers[_PDF] = lambda file: write_pdf(paper, file, printed_at=printed_at)
    for name, target in targets.items():
        saved(target, writers[name], overwrite=args.overwrite)
    files = [str(target) for target in targets.values()]
    console.answer({"subject_access": document, "files": files}, [f"Se guardó {one}." for one in files])


def purge(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Both steps of a removal, each for whom it may be done now."""
    with opened(args, console, environment) as book:
        lines = book.ask(Retention()).result().lines
        propose = [line for line in lines if line.proposal is None]
        ready = [line for line in lines if line.may_confirm]
        named = {line.participant_id: _places(book, line) for line in ready}
        confirm = [line for line in ready if not named[line.participant_id]]
        commands = [
            *(ProposePurge(participant_id=line.participant_id) for line in propose),
            *(ConfirmPurge(proposal_id=line.proposal.id) for line in confirm if line.proposal is not None),
        ]
        book.submit(commands, dry_run=args.dry_run).result()
        report = PurgeDesk(book).settle().result() if confirm and not args.dry_run else None
    waiting = [line for line in lines if line.proposal is not None and not line.may_confirm]
    document = {
        "dry_run": args.dry_run,
        "proposed": _ids(propose),
        "waiting": _ids(waiting),
        "erased": _ids(confirm),
        "named": {str(man): count for man, count in named.items() if count},
        "tidied": None if report is None else report.tidied,
        "copies": [] if report is None else _copies(report),
    }
    told = [
        f"Propuestos para retirar: {len(propose)}.",
        f"Propuestos que esperan a otra persona o a otro día: {len(waiting)}.",
        f"Retirados: {len(confirm)}.",
    ]
    if len(confirm) < len(ready):
        told.append(f"Su nombre aparece en otros registros: {len(ready) - len(confirm)}. Véalo antes en el programa.")
    if args.dry_run:
        told.append("Es un ensayo: no se hizo nada.")
    if report is not None:
        told += [f"Todavía los guarda hasta cerca del {format_date(one.until)}: {one.path}" for one in report.copies]
    console.answer(document, told)


def _places(book: OpenBook, line: PurgeLine) -> int:
    """How many texts of others name him: what happens to them is decided where they can be seen."""
    return len(book.ask(NameMentions(participant_id=line.participant_id)).result().mentions)


def _ids(lines: list[PurgeLine]) -> list[str]:
    return [str(line.participant_id) for line in lines]


def _copies(report: PurgeReport) -> list[dict[str, str]]:
    return [
        {"file": str(one.path), "made_at": one.made_at.isoformat(), "until": one.until.isoformat()}
        for one in report.copies
    ]
