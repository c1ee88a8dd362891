"""Whatever is mistyped, the answer is Spanish and the exit code 2."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from facilitador.cli.arguments import DEMO, NO_BOOK, parse
from facilitador.cli.spanish_parser import SpanishParser, UsageError, translated
from tests.cli.conftest import Call

CallMain = Callable[..., Call]
ENGLISH = re.compile(
    r"\b(usage|options|positional|arguments?|show this|help message|required|invalid|choice|choose|expected"
    r"|unrecognized|error|and exit|default)\b:?",
    re.IGNORECASE,
)
VERBS = [
    *("new", "person", "person add", "person passphrase", "info", "check", "commands", "apply", "show", "print"),
    *("audit", "backup", "restore", "salvage", "import-roster", "import-directory", "export", "subject-access"),
    *("purge", "key", "key export", "key trust", "pack", "unpack"),
]


def without_names_of_options(text: str) -> str:
    return re.sub(r"--[a-z-]+", "", text)


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_spanish(call: CallMain, verb: str) -> None:
    shown = call(*verb.split(), "--help")

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("Uso: facilitador-cli")
    assert not ENGLISH.search(without_names_of_options(shown.out)), ENGLISH.search(shown.out)


def test_what_is_written_in_capitals_stays_so_at_the_head_of_the_help(call: CallMain) -> None:
    assert "Esquema JSON de las órdenes" in call("commands", "--help").out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "Falta indicar: ORDEN."),
        ("borrar x", "ORDEN: 'borrar' no es una de las opciones"),
        ("show libro", "Falta indicar: VISTA."),
        ("show libro nada", "VISTA: 'nada' no es una de las opciones"),
        ("show libro groups uno dos", "No se reconoce: dos."),
        ("show libro participants --limit muchos", "--limit: 'muchos' no es un número entero."),
        ("info libro --user", "A --user le falta su valor."),
        ("check libro --full=sí", "--full no lleva ningún valor: sobra 'sí'."),
        ("new libro --service S --user U --role jefe", "--role: 'jefe' no es una de las opciones"),
        ("print libro roster g", "Falta indicar: --out."),
        ("person add --demo Ana --role staff", "Falta indicar: NOMBRE."),
        ("info libro --clave x", "No se reconoce: --clave"),
    ],
)
def test_usage_is_told_in_spanish(call: CallMain, line: str, says: str) -> None:
    refused = call(*line.split(), typed=[])

    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err
    assert refused.err.startswith("Uso: ")
    assert not ENGLISH.search(without_names_of_options(refused.err))


def test_usage_for_a_program_is_one_document(call: CallMain) -> None:
    refused = call("show", "--json", typed=[])

    assert refused.code == 2
    assert refused.document == {"error": "usage", "message": "Falta indicar: CUADERNO, VISTA.", "parameters": {}}


def test_what_no_sentence_fits_is_still_spanish() -> None:
    assert not ENGLISH.search(translated("something argparse will say one day: error"))


def test_every_way_to_be_wrong_that_argparse_knows_has_its_sentence() -> None:
    parser = SpanishParser(prog="x")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--uno", action="store_true")
    either.add_argument("--dos", action="store_true")
    parser.add_argument("--varios", nargs="+")

    said = []
    for words in ([], ["--uno", "--dos"], ["--uno", "--varios"]):
        with pytest.raises(UsageError) as wrong:
            parser.parse_args(words)
        said.append(wrong.value.message)

    assert said == [
        "Hace falta una de estas opciones: --uno --dos.",
        "--dos y --uno no van juntos.",
        "A --varios le falta su valor.",
    ]


@pytest.mark.parametrize(
    ("line", "book", "rest"),
    [
        ("show --demo groups", DEMO, {"view": "groups"}),
        ("--json show --demo group x", DEMO, {"view": "group", "subject": "x"}),
        ("show group x --demo", DEMO, {"view": "group", "subject": "x"}),
        ("commands", None, {}),
        ("commands --json libro", "libro", {}),
        ("print consent --out f", NO_BOOK, {"document": "consent"}),
        ("print --out f consent", NO_BOOK, {"document": "consent"}),
        ("print --out=f blank-ficha", NO_BOOK, {"document": "blank-ficha"}),
        ("print consent roster g --out f", "consent", {"document": "roster", "subject": "g"}),
        ("print libro consent --out f", "libro", {"document": "consent"}),
        ("print --demo consent --out f", DEMO, {"document": "consent"}),
        ("print libro roster --out f g", "libro", {"document": "roster", "subject": "g"}),
        ("show libro participants --limit 3 ñahui", "libro", {"view": "participants", "subject": "ñahui"}),
    ],
)
def test_where_the_book_is_named(line: str, book: str | None, rest: dict[str, str]) -> None:
    parsed = vars(parse(line.split()))

    assert parsed["book"] == book
    assert {name: parsed[name] for name in rest} == rest
