"""The arguments of the verbs on packages: pack, unpack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitador.cli.spanish_parser import SpanishParser
from facilitador.domain.package_merging import Side
from facilitador.domain.packages import PackageKind


def add_package_verbs(verbs: Any, action: Callable[[Any, str, str], SpanishParser]) -> None:
    """Add them; `action` makes one that takes a book and a clave."""
    _add_pack(verbs, action)
    unpack = action(verbs, "unpack", "incorpora un paquete que envió otro cuaderno")
    unpack.add_argument("file", metavar="ARCHIVO", help="el archivo .paquete")
    unpack.add_argument("--dry-run", action="store_true", help="solo dice qué traería; no escribe nada")
    unpack.add_argument(
        "--decide",
        choices=tuple(side.value for side in Side),
        metavar="CUÁL",
        help="donde algo cambió aquí y allá: mine (queda lo de aquí) o theirs (queda lo que llega)",
    )


def _add_pack(verbs: Any, action: Callable[[Any, str, str], SpanishParser]) -> None:
    pack = action(verbs, "pack", "prepara un paquete para otro cuaderno")
    pack.add_argument(
        "subjects",
        nargs="+",
        metavar="QUÉ",
        help="los grupos; con --kind man, el participante; con --kind review, el servicio que se revisa",
    )
    pack.add_argument(
        "--kind",
        choices=tuple(kind.value for kind in PackageKind),
        default=PackageKind.SUPERVISION.value,
        metavar="PARA",
        help="supervision (para quien supervisa), handover (el grupo pasa a otro servicio), man (pasa un "
        "participante) o review (los comentarios vuelven)",
    )
    pack.add_argument(
        "--reserved-for",
        action="append",
        default=[],
        metavar="HUELLA",
        help="con handover o man: quién, de los que reciben, puede abrir los documentos reservados",
    )
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
