"""Every verb with its arguments, in one place."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final

from facilitador.cli.copy_options import add_copy_verbs
from facilitador.cli.key_options import add_key_verb
from facilitador.cli.origin_options import add_origin
from facilitador.cli.package_options import add_package_verbs
from facilitador.cli.paper_names import BLANK_PAPERS, PAPERS, PAPERS_HELP
from facilitador.cli.report_options import add_period
from facilitador.cli.reserved_options import add_reserved_options
from facilitador.cli.rights_options import add_rights_verbs
from facilitador.cli.spanish_parser import SpanishParser
from facilitador.cli.view_names import NAMES_HELP, VIEWS, VIEWS_HELP
from facilitador.domain.text import as_sentence
from facilitador.domain.trail import TrailKind

PROGRAM: Final = "facilitador-cli"
DEMO: Final = "\0demo"
"""Stands where the book is named, for the book of example data."""
NO_BOOK: Final = "\0none"
"""Stands where the book is named, for a blank paper."""

EXPORTS: Final = ("ics", "answers", "directory", "indicators", "marks", "anonymised")
PURPOSES: Final = ("entry", "intermediate", "exit", "follow_up")
TRAIL_KINDS: Final = tuple(kind.value for kind in TrailKind)
_VERBS_ON_A_BOOK: Final = frozenset(
    {"info", "check", "audit", "commands", "apply", "show", "import-roster", "import-directory", "print", "export"}
    | {"subject-access"}
)
_WITH_VALUE: Final = frozenset(
    {"--out", "--new-passphrase-file", "--user", "--passphrase-file", "--instrument", "--purpose", "--span", "--day"}
)

_DESCRIPTION: Final = "El cuaderno desde la línea de órdenes. Con --demo en lugar de CUADERNO se usan datos inventados."
_ROSTER_HELP: Final = (
    "FILAS: los números de fila del archivo, por ejemplo 5,7-9. Antes de importar conviene --dry-run.\n" + NAMES_HELP
)
_EXPORTS_HELP: Final = (
    """Qué se puede sacar:
  ics GRUPO        las fechas del grupo para un calendario: solo días y horas, con títulos neutros
  directory        el directorio de instituciones, como lista que se puede volver a traer
  indicators [GRUPO]  los indicadores por periodo (--span), como XLSX o, si el archivo termina así, CSV
  marks [GRUPO]    la asistencia, una fila por registro, sin nombres; con --names, con ellos (queda anotado)
  anonymised       una tabla de conteos sin datos de nadie, con su diccionario, en la carpeta --out (6.9.2)
  answers [GRUPO]  lo respondido a un instrumento, sin nombres: tres tablas CSV en la carpeta --out
"""
    + NAMES_HELP
)


def build_parser() -> SpanishParser:
    """The parser of the whole command line."""
    parser = SpanishParser(prog=PROGRAM, description=_DESCRIPTION)
    _add_output(parser)
    verbs = parser.add_subparsers(title="Órdenes", dest="verb", metavar="ORDEN", required=True)
    _add_new(verbs)
    _add_person(verbs)
    _add_info_and_check(verbs)
    add_copy_verbs(verbs, _action)
    _add_audit(verbs)
    _add_commands_and_apply(verbs)
    _add_show(verbs)
    _add_import_roster(verbs)
    _add_import_directory(verbs)
    _add_print(verbs)
    _add_export(verbs)
    add_rights_verbs(verbs, _action)
    add_key_verb(verbs, _verb, _action)
    add_package_verbs(verbs, _action)
    return parser


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The arguments of one call; raises `UsageError` and `HelpAsked`."""
    parsed: argparse.Namespace = build_parser().parse_args(_with_book(words))
    return parsed


def _with_book(words: Sequence[str]) -> list[str]:
    """The words with a stand-in where `--demo`, or a blank paper, makes naming a book needless."""
    rest = [word for word in words if word != "--demo"]
    verb_at = next((at for at, word in enumerate(rest) if not word.startswith("-")), None)
    if verb_at is None or rest[verb_at] not in _VERBS_ON_A_BOOK:
        return list(words)
    if len(rest) < len(words):
        rest.insert(verb_at + 1, DEMO)
    elif rest[verb_at] == "print" and _arguments(rest[verb_at + 1 :]) in ([paper] for paper in BLANK_PAPERS):
        rest.insert(verb_at + 1, NO_BOOK)
    return rest


def _arguments(words: Sequence[str]) -> list[str]:
    """The words that are neither options nor their values."""
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not word.startswith("-") and before not in _WITH_VALUE
    ]


def _verb(verbs: Any, name: str, help_text: str, **options: Any) -> SpanishParser:
    parser: SpanishParser = verbs.add_parser(name, help=help_text, description=f"{as_sentence(help_text)}.", **options)
    _add_output(parser)
    return parser


def _add_output(parser: SpanishParser) -> None:
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="responde con un solo documento JSON"
    )


def _add_book(parser: SpanishParser, *, optional: bool = False) -> None:
    extent: dict[str, Any] = {"nargs": "?"} if optional else {}
    parser.add_argument("book", metavar="CUADERNO", help="el archivo del cuaderno (o --demo)", **extent)


def _add_access(parser: SpanishParser) -> None:
    parser.add_argument("--user", metavar="NOMBRE", help="quién lo abre; no hace falta si solo una persona tiene clave")
    parser.add_argument(
        "--passphrase-file",
        metavar="ARCHIVO",
        help="archivo cuya primera línea es la clave (-: entrada estándar); si no, se pregunta",
    )


def _add_new_passphrase(parser: SpanishParser) -> None:
    parser.add_argument(
        "--new-passphrase-file", metavar="ARCHIVO", help="lo mismo para la clave nueva; si no, se pregunta dos veces"
    )


def _add_role(parser: SpanishParser) -> None:
    _add_role_choice(parser)
    parser.add_argument("--profession", metavar="CÓDIGO", default="", help="código de su profesión, p. ej. psychology")


def _add_role_choice(parser: SpanishParser) -> None:
    parser.add_argument(
        "--role",
        required=True,
        metavar="ROL",
        choices=("facilitator", "supervisor", "staff"),
        help="facilitator (facilita), supervisor (supervisa) o staff (apoyo administrativo)",
    )


def _add_new(verbs: Any) -> None:
    parser = _verb(verbs, "new", "crea un cuaderno con su primera persona y muestra el código de recuperación")
    parser.add_argument("book", metavar="CUADERNO", help="el archivo que se creará")
    parser.add_argument("--service", required=True, metavar="NOMBRE", help="nombre del servicio")
    parser.add_argument(
        "--user", required=True, metavar="NOMBRE", help="primera persona: «Nombres Apellidos» o «Apellidos, Nombres»"
    )
    _add_role(parser)
    parser.add_argument(
        "--passphrase-file", metavar="ARCHIVO", help="archivo cuya primera línea es su clave (-: entrada estándar)"
    )
    parser.add_argument("--kind", metavar="CÓDIGO", default="", help="código del tipo de servicio, p. ej. municipality")
    parser.add_argument(
        "--binding",
        metavar="VÍNCULO",
        choices=("mimp_body", "bound", "adheres"),
        default="adheres",
        help="mimp_body (es del MIMP), bound (la directiva lo obliga) o adheres (adhiere; si no se dice otra cosa)",
    )
    parser.add_argument("--ubigeo", metavar="DISTRITO", default="", help="seis cifras (INEI) o el nombre del distrito")
    parser.add_argument("--address", metavar="DIRECCIÓN", default="", help="dirección")
    parser.add_argument("--phone", metavar="TELÉFONO", default="", help="teléfono")
    parser.add_argument("--email", metavar="CORREO", default="", help="correo electrónico")
    parser.add_argument("--officer", metavar="NOMBRE", default="", help="persona responsable")
    parser.add_argument(
        "--competent",
        metavar="NORMA",
        default="",
        help="declara que es entidad pública competente para datos penales, según esta norma (Ley 29733, 13.8)",
    )


def _add_person(verbs: Any) -> None:
    person = _verb(verbs, "person", "personas con clave en el cuaderno")
    actions = person.add_subparsers(title="Órdenes", dest="action", metavar="ORDEN", required=True)
    add = _action(actions, "add", "da acceso a alguien con una clave temporal, que cambiará al entrar")
    add.add_argument("name", metavar="NOMBRE", help="«Nombres Apellidos» o «Apellidos, Nombres»")
    _add_role(add)
    add.add_argument(
        "--generated", action="store_true", help="el programa inventa la clave temporal y la muestra una sola vez"
    )
    _add_new_passphrase(add)
    remove = _action(actions, "remove", "quita el acceso: llaves y código de recuperación nuevos para quienes quedan")
    role = _action(actions, "role", "cambia el rol de alguien")
    for parser in (remove, role):
        parser.add_argument("name", metavar="NOMBRE", help="quién, de las personas con clave")
    _add_role_choice(role)
    _action(actions, "list", "quién tiene clave, con qué rol, y cuándo entró por última vez")
    _add_new_passphrase(_action(actions, "passphrase", "cambia la propia clave"))
    _action(actions, "recovery-code", "hace un código de recuperación nuevo; el anterior deja de servir")


def _action(actions: Any, name: str, help_text: str) -> SpanishParser:
    parser = _verb(actions, name, help_text)
    parser.add_argument("book", metavar="CUADERNO", help="el archivo del cuaderno")
    _add_access(parser)
    return parser


def _add_info_and_check(verbs: Any) -> None:
    info = _verb(verbs, "info", "versión, tamaño y cuánto contiene el cuaderno")
    check = _verb(verbs, "check", "comprueba que el cuaderno esté entero")
    for parser in (info, check):
        _add_book(parser)
        _add_access(parser)
    check.add_argument("--full", action="store_true", help="compara también los índices (tarda mucho más)")


def _add_audit(verbs: Any) -> None:
    parser = _verb(verbs, "audit", "quién hizo qué y cuándo, lo último primero (solo supervisión)")
    _add_book(parser)
    parser.add_argument("--day", metavar="FECHA", default="", help="lo de un día: 20/11/2026, hoy, ayer")
    parser.add_argument("--person", metavar="NOMBRE", default="", help="lo que hizo alguien del equipo")
    parser.add_argument("--kind", metavar="CLASE", choices=TRAIL_KINDS, help="una clase: " + ", ".join(TRAIL_KINDS))
    parser.add_argument("--subject", metavar="PARTICIPANTE", default="", help="lo que se hizo con la ficha de uno")
    parser.add_argument("--limit", metavar="N", type=int, default=100, help="cuántas anotaciones como máximo (100)")
    parser.add_argument("--before", metavar="N", type=int, help="solo las anteriores a este número")
    parser.add_argument("--verify", metavar="CÓDIGO", default="", help="compara el código del pie de un papel impreso")
    _add_access(parser)


def _add_commands_and_apply(verbs: Any) -> None:
    commands = _verb(
        verbs, "commands", "esquema JSON de las órdenes que acepta apply; con CUADERNO, también sus datos propios"
    )
    _add_book(commands, optional=True)
    _add_access(commands)
    commands.set_defaults(trailing="book")
    apply = _verb(verbs, "apply", "ejecuta una lista de órdenes, una por línea: todas o ninguna")
    _add_book(apply)
    apply.add_argument("file", metavar="ARCHIVO", help="una orden JSON por línea (-: entrada estándar)")
    apply.add_argument("--dry-run", action="store_true", help="comprueba todo y no guarda nada")
    _add_access(apply)


def _add_show(verbs: Any) -> None:
    parser = _verb(verbs, "show", "muestra una vista del cuaderno", epilog=VIEWS_HELP)
    _add_book(parser)
    parser.add_argument("view", metavar="VISTA", choices=VIEWS, help="qué mostrar (lista abajo)")
    parser.add_argument("subject", metavar="DE", nargs="?", help="grupo, participante o texto, según la vista")
    parser.add_argument("--limit", metavar="N", type=int, default=100, help="cuántas líneas como máximo (100)")
    add_reserved_options(parser)
    parser.add_argument("--offset", metavar="N", type=int, default=0, help="desde qué línea (0)")
    add_origin(parser)
    _add_instrument(parser)
    _add_purpose(parser)
    add_period(parser)
    parser.set_defaults(trailing="subject")
    _add_access(parser)


def _add_instrument(parser: SpanishParser) -> None:
    parser.add_argument(
        "--instrument", metavar="ID", default="", help="qué instrumento; si no se dice, la prueba de entrada"
    )


def _add_purpose(parser: SpanishParser) -> None:
    parser.add_argument(
        "--purpose", choices=PURPOSES, default="entry", metavar="MOMENTO", help="entry, intermediate, exit o follow_up"
    )


def _add_import_roster(verbs: Any) -> None:
    parser = _verb(
        verbs,
        "import-roster",
        "importa a un grupo la lista de una hoja de cálculo (CSV o XLSX): toda o nada",
        epilog=_ROSTER_HELP,
    )
    _add_book(parser)
    parser.add_argument("group", metavar="GRUPO", help="a qué grupo")
    parser.add_argument("file", metavar="ARCHIVO", help="la hoja de cálculo")
    parser.add_argument("--waitlist", action="store_true", help="quien no alcanza lugar pasa a la lista de espera")
    parser.add_argument("--dry-run", action="store_true", help="comprueba todo, muestra cada fila y no guarda nada")
    parser.add_argument("--confirm", action="store_true", help="confirma las filas marcadas «por confirmar»")
    parser.add_argument("--leave-blank", action="store_true", help="deja en blanco lo que no se entiende y lo marca")
    parser.add_argument("--sheet", metavar="HOJA", default="", help="qué hoja del archivo, si trae varias")
    parser.add_argument("--since", metavar="FECHA", default="", help="desde cuándo están en el grupo (hoy)")
    parser.add_argument("--skip", metavar="FILAS", default="", help="filas que no entran")
    parser.add_argument(
        "--existing",
        metavar="FILAS",
        default="",
        help="filas de quien ya está en el cuaderno: se inscribe a esa persona",
    )
    parser.add_argument(
        "--another", metavar="FILAS", default="", help="filas de quien se parece a otra persona y no es ella"
    )
    _add_access(parser)


def _add_import_directory(verbs: Any) -> None:
    parser = _verb(
        verbs,
        "import-directory",
        "trae instituciones al directorio desde una hoja de cálculo (CSV o XLSX): toda o nada",
    )
    _add_book(parser)
    parser.add_argument("file", metavar="ARCHIVO", help="la hoja de cálculo, con una columna «Nombre»")
    parser.add_argument("--dry-run", action="store_true", help="comprueba todo, muestra cada fila y no guarda nada")
    parser.add_argument("--also-alike", action="store_true", help="agrega también las que se parecen a otra")
    _add_access(parser)


def _add_print(verbs: Any) -> None:
    parser = _verb(verbs, "print", "prepara un documento en PDF", epilog=PAPERS_HELP)
    _add_book(parser)
    parser.add_argument("document", metavar="DOCUMENTO", choices=PAPERS, help="qué documento (lista abajo)")
    parser.add_argument("subject", metavar="DE", nargs="?", help="grupo o participante, según el documento")
    parser.add_argument("--out", required=True, metavar="ARCHIVO", help="archivo PDF, o carpeta donde dejarlo")
    parser.add_argument("--overwrite", action="store_true", help="reemplaza el archivo si ya existe")
    parser.add_argument("--encrypt", action="store_true", help="con una clave propia, que se pregunta dos veces")
    parser.add_argument("--new-passphrase-file", metavar="ARCHIVO", help="con --encrypt: un archivo con esa clave")
    parser.add_argument("--with-men", action="store_true", help="handover-record: con los nombres de los participantes")
    _add_instrument(parser)
    _add_purpose(parser)
    add_period(parser, day=True)
    parser.set_defaults(trailing="subject")
    _add_access(parser)


def _add_export(verbs: Any) -> None:
    parser = _verb(verbs, "export", "saca datos del cuaderno a un archivo", epilog=_EXPORTS_HELP)
    _add_book(parser)
    parser.add_argument("what", metavar="QUÉ", choices=EXPORTS, help="qué sacar (lista abajo)")
    parser.add_argument("subject", metavar="DE", nargs="?", help="el grupo")
    parser.add_argument("--out", required=True, metavar="ARCHIVO", help="archivo, o carpeta donde dejarlo")
    parser.add_argument("--overwrite", action="store_true", help="reemplaza el archivo si ya existe")
    _add_instrument(parser)
    add_period(parser, names=True)
    parser.add_argument("--edition", metavar="EDICIÓN", default="", help="qué edición del instrumento (la última)")
    parser.set_defaults(trailing="subject")
    _add_access(parser)
