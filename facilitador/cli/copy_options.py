"""The arguments of the verbs on copies of a book: backup, restore, salvage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitador.cli.spanish_parser import SpanishParser


def add_copy_verbs(verbs: Any, action: Callable[[Any, str, str], SpanishParser]) -> None:
    """Add the three; `action` makes a verb that takes a book and a clave."""
    backup = action(verbs, "backup", "guarda una copia de respaldo revisada, y otra en el segundo lugar si lo hay")
    backup.add_argument("--folder", metavar="CARPETA", help="desde ahora las copias van a esta carpeta")
    backup.add_argument(
        "--second-place", metavar="CARPETA", help="desde ahora esta carpeta (una memoria USB) es el segundo lugar"
    )
    restore = action(
        verbs,
        "restore",
        "pone una copia de respaldo en el lugar del cuaderno; lo que había queda con otro nombre",
    )
    restore.add_argument(
        "--from", dest="copy", metavar="COPIA", help="el archivo de la copia; sin esto, dice qué copias hay"
    )
    restore.add_argument(
        "--recovery", action="store_true", help="se da el código de recuperación de entonces en lugar de una clave"
    )
    salvage = action(verbs, "salvage", "rescata en un cuaderno nuevo lo que se pueda leer de uno dañado")
    salvage.add_argument("--out", required=True, metavar="NUEVO", help="el archivo nuevo; nunca se escribe sobre otro")
