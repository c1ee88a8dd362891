"""Keys of people by the command line: key export, trust, withdraw, list.

JSON of `export`: `{"key": {"name", "service", "fingerprint", "file"}}`. Of the others, one or all of: `{"id", "name",
"service", "fingerprint", "confirmed_on", "confirmed_by", "how", "withdrawn_on"}`, as `"key"` or `"keys"`; `trust` adds
`"notices": [{"code", …}]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from facilitador import messages
from facilitador.cli.access import open_text, opened
from facilitador.cli.console import Console, table
from facilitador.cli.paper_verbs import saved, target_of
from facilitador.domain.copied_codes import in_groups
from facilitador.domain.dates import format_date
from facilitador.domain.packages import CONFIRMED_WORDS, ConfirmedBy
from facilitador.errors import UserFacingError
from facilitador.exchange.identities import MOST_BYTES
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.trusted_keys import OwnKey, TrustedKeyLine, TrustedKeys, TrustKey, WithdrawKey

_FILE_NAME: Final = "mi-llave.llave"


def key(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    """Give away one's own key; confirm, withdraw and list those of people of other books."""
    actions: dict[str, Callable[[argparse.Namespace, Console, Environment], None]] = {
        "export": _export,
        "trust": _trust,
        "withdraw": _withdraw,
        "list": _list,
    }
    actions[args.action](args, console, environment)


def _export(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    target = target_of(Path(args.out), _FILE_NAME, overwrite=args.overwrite)
    with opened(args, console, environment) as book:
        own = book.ask(OwnKey()).result()
    saved(target, lambda file: file.write(own.text.encode()), overwrite=args.overwrite)
    identity, shown = own.identity, _shown(own.identity.fingerprint)
    told = {"name": identity.name, "service": identity.service_name, "fingerprint": shown, "file": str(target)}
    console.answer({"key": told}, [f"Se guardó {target}.", f"Huella, para leerla por teléfono: {shown}"])


def _trust(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with open_text(args.file) as file:
        text = file.read(MOST_BYTES + 1)
    trusting = TrustKey(
        id=environment.circumstances.new_id(), key=text, fingerprint=args.fingerprint, how=ConfirmedBy(args.how)
    )
    with opened(args, console, environment) as book:
        outcome = book.submit([trusting]).result()
        line = _line(book, str(trusting.id))
    for notice in outcome.notices:
        console.tell(messages.message(notice.code, notice.parameters).whole)
    notices = [{"code": notice.code, **notice.parameters} for notice in outcome.notices]
    identity = line.key.identity
    console.answer(
        {"key": _document(line), "notices": notices},
        [f"La llave de {identity.name}, de {identity.service_name}, es de confianza desde hoy."],
    )


def _withdraw(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with opened(args, console, environment) as book:
        found = _line(book, args.key).key
        book.submit([WithdrawKey(key_id=found.id, revision=found.revision)]).result()
        line = _line(book, str(found.id))
    told = f"La llave de {found.identity.name} se retiró: lo que firme desde ahora no se acepta."
    console.answer({"key": _document(line)}, [told])


def _list(args: argparse.Namespace, console: Console, environment: Environment) -> None:
    with opened(args, console, environment) as book:
        lines = book.ask(TrustedKeys()).result()
    rows = [
        (
            line.key.identity.name,
            line.key.identity.service_name,
            _shown(line.key.identity.fingerprint),
            f"{format_date(line.key.confirmed_on)}, {CONFIRMED_WORDS[line.key.confirmed_how]}, {line.confirmed_by}",
            f"retirada el {format_date(line.key.withdrawn_on)}" if line.key.withdrawn_on else "",
        )
        for line in lines
    ]
    told = table(("Persona", "Servicio", "Huella", "Confirmada", ""), rows) if rows else ["No hay llaves confirmadas."]
    console.answer({"keys": [_document(line) for line in lines]}, told)


def _line(book: OpenBook, named: str) -> TrustedKeyLine:
    """The key of that identifier or fingerprint, one in force before one that was withdrawn."""
    for line in book.ask(TrustedKeys()).result():
        if str(line.key.id) == named.lower() or line.key.identity.has_fingerprint(named):
            return line
    raise UserFacingError("key_unknown", field="key")


def _document(line: TrustedKeyLine) -> dict[str, Any]:
    one = line.key
    return {
        "id": str(one.id),
        "name": one.identity.name,
        "service": one.identity.service_name,
        "fingerprint": _shown(one.identity.fingerprint),
        "confirmed_on": one.confirmed_on.isoformat(),
        "confirmed_by": line.confirmed_by,
        "how": str(one.confirmed_how),
        "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
    }


def _shown(fingerprint: str) -> str:
    return "-".join(in_groups(fingerprint))
