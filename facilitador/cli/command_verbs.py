"""What may be asked of a book, as a schema, and lists of it carried out: commands, apply."""

from __future__ import annotations

import argparse
import json
from typing import Any

from facilitador import messages
from facilitador.cli.access import STANDARD_INPUT, open_text, opened
from facilitador.cli.console import Console, message_document, pairs
from facilitador.cli.program import RefusedAtLine
from facilitador.errors import UserFacingError
from facilitador.reference import registration_form
from facilitador.use_cases.batches import Batch, read_batch
from facilitador.use_cases.books import Environment
from facilitador.use_cases.command_schema import schema
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.services import FormInUse


def commands(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Print the JSON Schema of the commands that `apply` takes; of a book, with the service's own fields."""
    if args.book is None:
        form = registration_form()
    else:
        with opened(args, console, environment) as book:
            form = book.ask(FormInUse()).result()
    document = schema(form)
    console.answer(document, json.dumps(document, ensure_ascii=False, indent=2).splitlines())


def apply(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Carry out a list of commands, all or none; a refusal says its line."""
    with opened(args, console, environment) as book:
        batch = _read(args.file, console, environment)
        outcome = _carried_out(book, batch, dry_run=args.dry_run)
    document: dict[str, Any] = {
        "commands": len(batch.commands),
        "dry_run": args.dry_run,
        "ids": [str(key) for key in outcome.ids],
        "refs": {name: str(key) for name, key in batch.names.items()},
        "notices": [message_document(notice.code, notice.parameters) for notice in outcome.notices],
    }
    console.answer(document, _told(batch, outcome, dry_run=args.dry_run))


def _read(name: str, console: Console, environment: Environment) -> Batch:
    new_id = environment.circumstances.new_id
    if name == STANDARD_INPUT:
        return read_batch(console.stdin, new_id)
    with open_text(name) as file:
        return read_batch(file, new_id)


def _carried_out(book: OpenBook, batch: Batch, *, dry_run: bool) -> Outcome:
    try:
        return book.submit(batch.commands, initiator="apply", dry_run=dry_run).result()
    except UserFacingError as error:
        if error.position is None:
            raise
        raise RefusedAtLine(error, batch.lines[error.position]) from error


def _told(batch: Batch, outcome: Outcome, *, dry_run: bool) -> list[str]:
    count = len(batch.commands)
    done = f"{count} {'orden' if count == 1 else 'órdenes'}"
    head = f"Se comprobó todo ({done}) y no se guardó nada." if dry_run else f"Se guardó todo: {done}."
    notices = [messages.message(notice.code, notice.parameters).whole for notice in outcome.notices]
    names = [] if dry_run else pairs((name, str(key)) for name, key in batch.names.items())
    return [head, *names, *notices]
