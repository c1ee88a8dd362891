"""Back to a copy of a book, and what can be saved of a damaged one: restore, salvage."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from facilitador.cli.access import Passphrases, choose_person
from facilitador.cli.console import Console, message_document, pairs, table
from facilitador.domain.dates import format_date
from facilitador.errors import UserFacingError
from facilitador.use_cases import books, restoring, salvaged_parts
from facilitador.use_cases.books import Environment
from facilitador.use_cases.restoring import CopyContents, FoundCopy, Identity, ReadCopy


def restore(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Put a copy in the place of the book, or tell which copies there are."""
    path = Path(args.book).absolute()
    if args.copy is None:
        _list(path, args, console, environment)
        return
    copy = restoring.found_at(Path(args.copy).absolute())
    identity = _identity(args, console, [copy])
    damaged = _refusal(path, environment) in restoring.DAMAGED
    done = restoring.put_back(path, copy, identity, environment, damaged=damaged)
    if identity.person_id is not None:
        restoring.open_restored(path, identity, environment).result().close()
    document = {
        "book": str(path),
        "copy": str(copy.path),
        "until": copy.until.isoformat(),
        "kept": None if done.kept is None else str(done.kept),
        "contents": _contents_document(done.contents),
    }
    lines = [
        ("Cuaderno", str(path)),
        ("Lo registrado hasta", f"{copy.until.astimezone():%d/%m/%Y %H:%M}"),
        ("Lo que había antes", "" if done.kept is None else str(done.kept)),
    ]
    console.answer(document, [*pairs(lines), "Las claves y el código de recuperación son los de esa copia."])


def salvage(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Make a new book of what can still be read of a damaged one."""
    path, target = Path(args.book).absolute(), Path(args.out).absolute()
    on_disk = books.inspect(path, environment)
    if not on_disk.people and on_disk.refusal is not None:
        raise on_disk.refusal
    person = choose_person(on_disk.people, args.user)
    identity = Identity(person.id, Passphrases(console).current(args.passphrase_file, person.name))
    done = restoring.salvage(path, target, identity, environment)
    parts = [
        {"table": one.name, "rows": one.rows, "lost": one.lost, "let_go": one.let_go, "loosened": one.loosened}
        for one in done.tables
    ]
    document = {"book": str(target), "rows": done.rows, "whole": not done.incomplete, "tables": parts}
    missing = [
        (part.name, str(part.rows), "no se sabe cuántas" if part.at_least else str(part.lost), str(part.loosened or ""))
        for part in salvaged_parts.parts(done.tables)
    ]
    lines = [*pairs([("Cuaderno nuevo", str(target)), ("Filas rescatadas", str(done.rows))])]
    if missing:
        headings = ("Parte", "Filas rescatadas", "Perdidas", "Rescatadas sin aquello que nombraban")
        lines += ["", *table(headings, missing)]
    else:
        lines.append("Se rescató todo.")
    console.answer(document, lines)


def _list(path: Path, args: argparse.Namespace, console: Console, environment: Environment) -> None:
    copies = restoring.find(path, environment)
    if not copies:
        raise UserFacingError("no_copies_found")
    told: list[ReadCopy] = []
    restoring.read(copies, _identity(args, console, copies), told.append)
    lines = [
        (f"{one.copy.until.astimezone():%d/%m/%Y %H:%M}", _contents(one.contents), str(one.copy.path)) for one in told
    ]
    console.answer(
        {"book": str(path), "copies": [_document(one) for one in told]},
        table(("Lo registrado hasta", "Qué tiene", "Archivo"), lines),
    )


def _identity(args: argparse.Namespace, console: Console, copies: Sequence[FoundCopy]) -> Identity:
    if args.recovery:
        return Identity(None, Passphrases(console).current(args.passphrase_file, "la hoja de recuperación"))
    person = choose_person(restoring.people_of(copies), args.user)
    return Identity(person.id, Passphrases(console).current(args.passphrase_file, person.name))


def _refusal(path: Path, environment: Environment) -> str:
    refusal = books.inspect(path, environment).refusal
    return "" if refusal is None else refusal.code


def _document(one: ReadCopy) -> dict[str, Any]:
    return {
        "copy": str(one.copy.path),
        "until": one.copy.until.isoformat(),
        "size": one.copy.size,
        "own_passphrase": one.own_clave,
        "contents": None if one.contents is None else _contents_document(one.contents),
        "refusal": None if one.refusal is None else message_document(one.refusal.code, one.refusal.parameters),
    }


def _contents(of: CopyContents | None) -> str:
    if of is None:
        return "no sirve"
    if not of.groups and not of.men:
        return "todavía sin grupos"
    told = []
    if of.groups is not None:
        told.append("un grupo" if of.groups == 1 else f"{of.groups} grupos")
    if of.men is not None:
        told.append("un participante en ellos" if of.men == 1 else f"{of.men} participantes en ellos")
    if of.last_session is not None:
        told.append(f"última sesión {format_date(of.last_session)}")
    return ", ".join(told)


def _contents_document(of: CopyContents) -> dict[str, Any]:
    last = None if of.last_session is None else of.last_session.isoformat()
    return {"version": of.version, "groups": of.groups, "men": of.men, "last_session": last}
