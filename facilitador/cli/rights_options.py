"""The arguments of the verbs on the rights of a person: subject-access, purge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitador.cli.spanish_parser import SpanishParser


def add_rights_verbs(verbs: Any, action: Callable[[Any, str, str], SpanishParser]) -> None:
    """Add the two; `action` makes a verb that takes a book and a clave."""
    access = action(verbs, "subject-access", "entrega a un participante todo lo que se guarda de él, como PDF y JSON")
    access.add_argument("subject", metavar="PARTICIPANTE", help="su nombre o su identificador")
    access.add_argument(
        "--out",
        required=True,
        metavar="ARCHIVO",
        help="una carpeta recibe los dos; un archivo .pdf o .json, solo ese",
    )
    access.add_argument("--overwrite", action="store_true", help="escribe sobre un archivo que ya existe")
    purge = action(
        verbs,
        "purge",
        "propone retirar los datos cuyo plazo venció y retira los que otra persona u otro día propuso",
    )
    purge.add_argument("--dry-run", action="store_true", help="dice qué haría y no hace nada")
