"""Books as files: new, info, check, backup."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from facilitador import messages
from facilitador.cli import words
from facilitador.cli.access import Passphrases, opened
from facilitador.cli.audit_verbs import refuse_if_not_whole, trail_document
from facilitador.cli.console import Console, message_document, pairs
from facilitador.cli.names import given_names_and_surnames
from facilitador.cli.person_verbs import person_document
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.errors import UserFacingError
from facilitador.reference import districts
from facilitador.use_cases import book_facts, books
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.services import DescribeService

_DISTRICTS_TOLD = 6


def new(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Make a book and its first person; tell the recovery code."""
    given, surnames = given_names_and_surnames(args.user)
    service = DescribeService(
        name=args.service,
        kind=args.kind,
        binding=Binding(args.binding),
        ubigeo=district_code(args.ubigeo),
        address=args.address,
        phone=args.phone,
        email=args.email,
        responsible_officer=args.officer,
        criminal_data_competent=bool(args.competent),
        competence_basis=args.competent,
    )
    passphrase = Passphrases(console).new(args.passphrase_file, "Clave")
    first = NewBook(service, given, surnames, args.profession, Role(args.role), passphrase)
    book, groups = books.create(Path(args.book), first, environment).result()
    try:
        person, path = book.person, book.opened.path
    finally:
        book.close()
    code = "-".join(groups)
    console.answer(
        {"book": str(path), "person": person_document(person), "recovery_code": code},
        [
            f"Se creó el cuaderno {path}.",
            "Código de recuperación, para el sobre cerrado de la jefatura; no se vuelve a mostrar:",
            "",
            f"    {code}",
            "",
            "Sin una clave ni este código nadie podrá leer el cuaderno.",
        ],
    )


def district_code(text: str) -> str:
    """The ubigeo that was written, or that of the only district of that name.

    Refuses with `district_not_found` or `district_ambiguous`; six digits are left to the service's own check.
    """
    if not text or text.isdigit():
        return text
    found = districts().search(text, _DISTRICTS_TOLD)
    if len(found) == 1:
        return found[0].code
    if found:
        names = "; ".join(district.label for district in found)
        raise UserFacingError("district_ambiguous", field="ubigeo", name=text, names=names)
    raise UserFacingError("district_not_found", field="ubigeo", name=text)


def info(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Tell version, size and how much the book holds."""
    with opened(args, console, environment) as book:
        known = book_facts.facts(book).result()
        head = book.opened
    document: dict[str, Any] = {
        "book": str(head.path),
        "service": head.service_name,
        "demo": head.demo,
        "person": person_document(head.person),
        "version": known.version,
        "size": known.size,
        "people_with_keys": known.people_with_keys,
        "counts": known.counts,
        "warnings": [message_document(code, {}) for code in head.warnings],
    }
    lines = [
        ("Cuaderno", str(head.path)),
        ("Servicio", head.service_name),
        ("Datos", "de ejemplo, inventados" if head.demo else ""),
        ("Abierto por", f"{head.person.full_name} ({words.role(head.person.role)})"),
        ("Versión", str(known.version)),
        ("Tamaño", words.size(known.size)),
        ("Con clave", str(known.people_with_keys)),
        *((words.COUNTED[name], str(count)) for name, count in known.counts.items()),
    ]
    console.answer(document, pairs(lines))


def check(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Say whether the book and its audit are whole; refuses with `book_not_whole` or `trail_not_whole`."""
    with opened(args, console, environment) as book:
        path = book.opened.path
        report = book_facts.check(book, full=args.full).result()
        if not report.whole:
            raise UserFacingError("book_not_whole", **asdict(report))
        trail = refuse_if_not_whole(book)
    console.answer(
        {"book": str(path), "full": args.full, "whole": True, **asdict(report), "trail": trail_document(trail)},
        ["El cuaderno está entero." if args.full else "El cuaderno está entero (sin comparar los índices)."],
    )


def backup(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Copy the book to its places, choosing them first where the call names them; what speaks against one is told."""
    with opened(args, console, environment) as book:
        desk = BackupDesk(book)
        _choose_places(args, console, desk)
        copies = desk.copy().result()
        if copies.backup is None:
            raise copies.refusals[0]
        state = desk.state().result()
    for refusal in copies.refusals:
        console.tell(messages.of_error(refusal).whole)
    made, second = copies.backup, copies.second
    console.answer(
        {
            "backup": str(made.path),
            "made": made.status == "made",
            "second": None if second is None else str(second.path),
            "second_place": None if state.second is None else str(state.second),
            "second_copied_at": None if state.second_copy is None else state.second_copy.at.isoformat(),
            "warnings": [message_document(error.code, error.parameters) for error in copies.refusals],
        },
        pairs(
            [
                ("Copia", f"{made.path}" if made.status == "made" else f"{made.path} (nada cambió desde entonces)"),
                ("Segundo lugar", "" if second is None else str(second.path)),
            ]
        ),
    )


def _choose_places(args: argparse.Namespace, console: Console, desk: BackupDesk) -> None:
    wishes = ((args.folder, False, desk.choose_folder), (args.second_place, True, desk.choose_second))
    for name, second, choose in wishes:
        if name is not None:
            folder = Path(name).absolute()
            for doubt in desk.doubts(folder, second=second).result():
                console.tell(messages.of_error(doubt).whole)
            choose(folder).result()
