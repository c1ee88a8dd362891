"""argparse that speaks Spanish: its own sentences are English and cannot be translated from outside."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

# What argparse says, by form, and what is said instead. An argument is named by its metavar, which is Spanish already.
_SENTENCES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(form, re.DOTALL), sentence)
    for form, sentence in (
        (r"the following arguments are required: (.*)", r"Falta indicar: \1."),
        (r"unrecognized arguments: (.*)", r"No se reconoce: \1."),
        (r"argument (.*?): expected (?:one|at least one|\d+) arguments?", r"A \1 le falta su valor."),
        (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: \2 no es una de las opciones: \3."),
        (r"argument (.*?): invalid int value: (.*)", r"\1: \2 no es un número entero."),
        (r"argument (.*?): ignored explicit argument (.*)", r"\1 no lleva ningún valor: sobra \2."),
        (r"argument (.*?): not allowed with argument (.*)", r"\1 y \2 no van juntos."),
        (r"one of the arguments (.*) is required", r"Hace falta una de estas opciones: \1."),
    )
)
_OTHERWISE: Final = "No se entiende lo que escribió."


class UsageError(Exception):
    """The line was not written as it should be. `usage` is how it is written, `message` what is wrong."""

    def __init__(self, usage: str, message: str) -> None:
        super().__init__(message)
        self.usage = usage
        self.message = message


class HelpAsked(Exception):
    """The person asked how it is used; carries the text."""


def translated(message: str) -> str:
    """What argparse has to say, in Spanish; never its own words."""
    for form, sentence in _SENTENCES:
        if found := form.fullmatch(message):
            return found.expand(sentence)
    return _OTHERWISE


class _SpanishFormatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Uso: " if prefix is None else prefix)


class _HelpAction(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise HelpAsked(parser.format_help())


class SpanishParser(argparse.ArgumentParser):
    """A parser that raises `UsageError` and `HelpAsked` instead of printing and leaving."""

    def __init__(self, **options: Any) -> None:
        options.update(add_help=False, allow_abbrev=False, formatter_class=_SpanishFormatter)
        super().__init__(**options)
        self._positionals.title = "Argumentos"
        self._optionals.title = "Opciones"
        self.add_argument("-h", "--help", action=_HelpAction, nargs=0, help="muestra esta ayuda")

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` with the Spanish of what argparse says."""
        raise UsageError(self.format_usage().strip(), translated(message))

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """As argparse, with an optional last argument that stands after an option given its value.

        argparse takes an optional argument as left out as soon as an option follows the others.
        """
        parsed, extras = super().parse_known_args(args, namespace)
        trailing = getattr(parsed, "trailing", None)
        if trailing and len(extras) == 1 and not extras[0].startswith("-") and getattr(parsed, trailing) is None:
            setattr(parsed, trailing, extras.pop())
        return parsed, extras
