"""The arguments of the verbs on packages: pack, unpack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitador.cli.spanish_parser import SpanishParser
from facilitador.domain.package_merging import Side


def add_package_verbs(verbs: Any, action: Callable[[Any, str, str], SpanishParser]) -> None:
    """Add them; `action` makes one that takes a book and a clave."""
    pack = action(verbs, "pack", "prepara un paquete de grupos para quien supervisa")
    pack.add_argument("groups", nargs="+", metavar="GRUPO", help="el identificador o el nombre del grupo")
    pack.add_argument(
        "--to",
        required=True,
        action="append",
        metavar="HUELLA",
        help="la huella de la llave de quien lo recibe; se puede repetir",
    )
    pack.add_argument("--purpose", required=True, metavar="TEXTO", help="para qué se envía")
    pack.add_argument("--until", metavar="FECHA", help="último día en que se puede abrir: 31/12/2026")
    pack.add_argument("--without-names", action="store_true", help="sin nombres ni textos libres")
    pack.add_argument("--out", required=True, metavar="ARCHIVO", help="el archivo .paquete, o una carpeta")
    pack.add_argument("--overwrite", action="store_true", help="escribe sobre un archivo que ya existe")
    unpack = action(verbs, "unpack", "incorpora un paquete que envió otro cuaderno")
    unpack.add_argument("file", metavar="ARCHIVO", help="el archivo .paquete")
    unpack.add_argument("--dry-run", action="store_true", help="solo dice qué traería; no escribe nada")
    unpack.add_argument(
        "--decide",
        choices=tuple(side.value for side in Side),
        metavar="CUÁL",
        help="donde algo cambió aquí y allá: mine (queda lo de aquí) o theirs (queda lo que llega)",
    )
