"""Who may open a book: person add, remove, role, list, passphrase, recovery-code."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from facilitador.cli import words
from facilitador.cli.access import Passphrases, like, opened
from facilitador.cli.console import Console, table
from facilitador.cli.names import given_names_and_surnames
from facilitador.domain.people import Person
from facilitador.domain.roles import Role
from facilitador.domain.text import fold
from facilitador.errors import UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.access import Access
from facilitador.use_cases.access_keys import GivenClave, KeyDesk, NewCode
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess, People

_STAYS_READABLE = (
    "Lo que esa persona podía abrir hasta hoy, y las copias de respaldo anteriores, le siguen siendo legibles.",
    "Código de recuperación nuevo, para el sobre cerrado de la jefatura; no se vuelve a mostrar:",
)
_NEW_CODE = "El código anterior ya no abre el cuaderno. El nuevo, que no se vuelve a mostrar:"


def person(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Give, change and end access, tell who has it, change one's own clave, renew the recovery code."""
    actions: dict[str, Callable[[argparse.Namespace, Console, Environment], None]] = {
        "add": _add,
        "remove": _remove,
        "role": _role,
        "list": _list,
        "passphrase": _passphrase,
        "recovery-code": _recovery_code,
    }
    actions[args.action](args, console, environment)


def person_document(of: Person) -> dict[str, Any]:
    """Someone of the team for a program."""
    return {"id": str(of.id), "name": of.full_name, "role": str(of.role) if of.role else None}


def _add(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    role = Role(args.role)
    with opened(args, console, environment) as book:
        known = _without_access(book, args.name)
        if args.generated:
            given = _generated(KeyDesk(book, environment), known, args, role)
            _tell_generated(given, role, console)
            return
        if known is not None:
            raise UserFacingError("access_needs_generated", name=known.full_name)
        names, surnames = given_names_and_surnames(args.name)
        added = AddPersonWithAccess(
            id=environment.circumstances.new_id(),
            given_names=names,
            surnames=surnames,
            profession=args.profession,
            role=role,
        )
        passphrase = Passphrases(console).new(args.new_passphrase_file, f"Clave temporal para {args.name}")
        key = books.add_person(book, added, passphrase, environment).result()
    name = f"{names} {surnames}".strip()
    console.answer(
        {"person": {"id": str(key), "name": name, "role": str(role)}},
        [f"{name} ya puede abrir el cuaderno ({words.role(role)}). Al entrar cambiará su clave temporal."],
    )


def _generated(desk: KeyDesk, known: Person | None, args: argparse.Namespace, role: Role) -> GivenClave:
    if known is not None:
        return desk.give_access(known.id, role).result()
    names, surnames = given_names_and_surnames(args.name)
    return desk.add_person(names, surnames, args.profession, role).result()


def _tell_generated(given: GivenClave, role: Role, console: Console) -> None:
    console.answer(
        {
            "person": {"id": str(given.person_id), "name": given.name, "role": str(role)},
            "temporary_passphrase": given.clave,
        },
        [
            f"{given.name} ya puede abrir el cuaderno ({words.role(role)}).",
            "Clave temporal, que cambiará al entrar; no se vuelve a mostrar:",
            "",
            f"    {given.clave}",
        ],
    )


def _remove(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with opened(args, console, environment) as book:
        leaving = _with_access(book, args.name)
        done = KeyDesk(book, environment).end_access(leaving.id).result()
    document = {
        "person": {**person_document(leaving), "role": None},
        "copy_before": str(done.backup) if done.backup else None,
    }
    _tell_code(document, [f"{leaving.full_name} ya no puede abrir el cuaderno.", *_STAYS_READABLE], done, console)


def _role(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    role = Role(args.role)
    with opened(args, console, environment) as book:
        changed = _with_access(book, args.name)
        KeyDesk(book, environment).change_role(changed.id, role).result()
    console.answer(
        {"person": {**person_document(changed), "role": str(role)}},
        [f"{changed.full_name}: {words.role(role)}. Vale desde la próxima vez que abra el cuaderno."],
    )


def _list(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with opened(args, console, environment) as book:
        overview = book.ask(Access()).result()
    lines = [
        (
            line.person.full_name,
            words.role(line.person.role),
            f"{line.last_opened.astimezone():%d/%m/%Y %H:%M}" if line.last_opened else "todavía no entró",
            "" if line.person.active else "ya no está en el equipo",
        )
        for line in overview.lines
    ]
    document = {
        "people": [
            {
                **person_document(line.person),
                "active": line.person.active,
                "last_opened": line.last_opened.isoformat() if line.last_opened else None,
            }
            for line in overview.lines
        ],
        "reviewed_on": overview.reviewed_on.isoformat() if overview.reviewed_on else None,
        "review_due": overview.review_due.isoformat(),
        "recovery_keeper": overview.keeper or None,
    }
    keeper = overview.keeper or "no consta"
    told = [
        *table(("Persona", "Rol", "Última entrada", ""), lines),
        "",
        f"Próxima revisión de accesos: {words.day(overview.review_due)}",
        f"Guarda el código de recuperación: {keeper}",
    ]
    console.answer(document, told)


def _passphrase(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    passphrases = Passphrases(console)
    with opened(args, console, environment, to_change=passphrases) as book:
        who = book.person
        books.change_passphrase(book, passphrases.held, passphrases.new(args.new_passphrase_file), environment).result()
    console.answer({"person": person_document(who)}, [f"La clave de {who.full_name} cambió. La anterior ya no sirve."])


def _recovery_code(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with opened(args, console, environment) as book:
        renewed = KeyDesk(book, environment).renew_recovery_code().result()
    _tell_code({}, [_NEW_CODE], renewed, console)


def _tell_code(document: dict[str, Any], lines: Sequence[str], new: NewCode, console: Console) -> None:
    code = "-".join(new.groups)
    console.answer({**document, "recovery_code": code}, [*lines, "", f"    {code}"])


def _with_access(book: OpenBook, name: str) -> Person:
    people = [line.person for line in book.ask(Access()).result().lines]
    found = like(name, people, lambda person: person.full_name)
    if len(found) == 1:
        return found[0]
    told = "; ".join(person.full_name for person in found or people)
    raise UserFacingError("person_ambiguous" if found else "person_unknown", name=name, people=told)


def _without_access(book: OpenBook, name: str) -> Person | None:
    """Someone of the team of exactly that name, who has no access yet."""
    typed = fold(" ".join(given_names_and_surnames(name)))
    found = [one for one in book.ask(People()).result() if fold(one.full_name) == typed and one.role is None]
    return found[0] if len(found) == 1 and found[0].active else None
