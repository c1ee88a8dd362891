"""From the words of a call to an exit code: the one place that catches what verbs raise."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from facilitador.cli.arguments import parse
from facilitador.cli.console import Console
from facilitador.cli.spanish_parser import HelpAsked, UsageError
from facilitador.errors import BookError, UserFacingError
from facilitador.process_guard import guard_process

if TYPE_CHECKING:
    import argparse

    from facilitador.use_cases.books import Environment

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
BOOK_NOT_OPENED: Final = 3
UNFORESEEN: Final = 70
INTERRUPTED: Final = 130
NOBODY_LISTENS: Final = 141


class RefusedAtLine(Exception):
    """A refusal of one command of a list, with the line (from 1) it stands on."""

    def __init__(self, error: UserFacingError, line: int) -> None:
        super().__init__(error.code)
        self.error = error
        self.line = line


def main(
    argv: Sequence[str] | None = None,
    *,
    environment: Environment | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    ask_secret: Callable[[str], str] | None = None,
) -> int:
    """Carry out one call and return its exit code; what is not given is this process's own."""
    words = list(sys.argv[1:] if argv is None else argv)
    if environment is None:  # a process of its own
        guard_process()
    console = Console(
        _in_utf8(stdin or sys.stdin),
        _in_utf8(stdout or sys.stdout),
        _in_utf8(stderr or sys.stderr),
        ask_secret or ask_without_echo,
        as_json="--json" in words,
    )
    try:
        code = _carried_out(words, console, environment)
        console.flush()
    except BrokenPipeError:
        console.silence()
        return NOBODY_LISTENS
    return code


def ask_without_echo(prompt: str) -> str:
    """A secret typed at the terminal; refuses with `passphrase_cannot_be_asked` where it would be seen."""
    import getpass  # only who is asked pays for it

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError):
            raise UserFacingError("passphrase_cannot_be_asked") from None


def _carried_out(words: Sequence[str], console: Console, environment: Environment | None) -> int:
    try:
        return _verb(parse(words), console, environment)
    except HelpAsked as help_text:
        console.stdout.write(str(help_text))
        return DONE
    except UsageError as error:
        console.fail("usage", error.message, error.usage)
        return USAGE
    except RefusedAtLine as refused:
        console.refuse(refused.error, line=refused.line)
        return REFUSED
    except UserFacingError as error:
        console.refuse(error)
        return BOOK_NOT_OPENED if isinstance(error, BookError) else REFUSED
    except KeyboardInterrupt:
        console.fail("interrupted", "Interrumpido. Lo que ya estaba guardado sigue guardado.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: written down without personal data, told calmly
        console.fail("unforeseen", _unforeseen(error, environment))
        return UNFORESEEN


def _verb(args: argparse.Namespace, console: Console, environment: Environment | None) -> int:
    # the line is understood: from here on books are needed, and their imports
    from facilitador import bootstrap
    from facilitador.cli.verbs import VERBS

    around = environment or bootstrap.environment()
    VERBS[args.verb](args, console, around)
    return DONE


def _unforeseen(error: Exception, environment: Environment | None) -> str:
    from facilitador.paths import app_data_folder  # nothing of this is needed before something fails
    from facilitador.ui.unforeseen import LOG_NAME, UnforeseenHandler

    folder = environment.host.app_data if environment is not None else app_data_folder()
    UnforeseenHandler(folder, lambda log: None).handle(type(error), error, error.__traceback__)
    return (
        "Ocurrió algo que el programa no esperaba y no se pudo terminar. Lo que ya estaba guardado sigue guardado. "
        f"Quedó anotado, sin datos de personas, en {folder / LOG_NAME}."
    )


def _in_utf8(stream: TextIO) -> TextIO:
    """The stream reading and writing UTF-8 whatever the console's own habit, as Windows needs."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream.writable() else None)
    return stream
