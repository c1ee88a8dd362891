"""The arguments of the verb on the keys of people: key export, trust, withdraw, list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitador.cli.spanish_parser import SpanishParser
from facilitador.domain.packages import ConfirmedBy


def add_key_verb(
    verbs: Any, verb: Callable[[Any, str, str], SpanishParser], action: Callable[[Any, str, str], SpanishParser]
) -> None:
    """Add it; `verb` makes one of its own, `action` one that takes a book and a clave."""
    key = verb(verbs, "key", "llaves con las que se envían y reciben paquetes")
    actions = key.add_subparsers(title="Órdenes", dest="action", metavar="ORDEN", required=True)
    export = action(actions, "export", "guarda la propia llave en un archivo y dice su huella")
    export.add_argument("--out", required=True, metavar="ARCHIVO", help="el archivo .llave, o una carpeta")
    export.add_argument("--overwrite", action="store_true", help="escribe sobre un archivo que ya existe")
    trust = action(actions, "trust", "confirma la llave de una persona de otro cuaderno")
    trust.add_argument("file", metavar="ARCHIVO", help="el archivo .llave que envió")
    trust.add_argument(
        "--fingerprint", required=True, metavar="HUELLA", help="los cinco grupos que ella leyó de su computadora"
    )
    trust.add_argument(
        "--how",
        choices=tuple(how.value for how in ConfirmedBy),
        default=ConfirmedBy.PHONE.value,
        metavar="CÓMO",
        help="phone (por teléfono), in_person (en persona) o video (por videollamada)",
    )
    withdraw = action(actions, "withdraw", "retira la confianza en una llave; queda en la lista con su fecha")
    withdraw.add_argument("key", metavar="HUELLA", help="la huella de la llave, o su identificador")
    action(actions, "list", "las llaves que se confirmaron, y las que se retiraron")
