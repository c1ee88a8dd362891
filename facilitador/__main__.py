"""The window: `facilitador [--demo] [CUADERNO]`.

Only what the first page needs is imported before it is painted; the rest is imported behind it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from facilitador.ui.dialogs import Dialogs
    from facilitador.ui.outside import Outside
    from facilitador.ui.program import Program
    from facilitador.ui.single_instance import SingleInstance

HELP = """Facilitador: el cuaderno cifrado de quienes facilitan grupos de varones.

Uso: facilitador [CUADERNO]
     facilitador --demo

  CUADERNO    el archivo del cuaderno que se quiere abrir
  --demo      abre un cuaderno de ejemplo, con personas y hechos inventados
  --version   muestra la versión
  --help      muestra esta ayuda

La orden «facilitador-cli» hace lo mismo sin ventana.
"""
DONE, USAGE = 0, 2
_UNLOCKING_IMPORTS = (
    "ui.main_window",
    "ui.rooms",
    "ui.screens.home.screen",
    "ui.change_bus",
    "ui.closing",
    "ui.shown_codes",
    "use_cases.access_keys",
    "use_cases.audit_checks",
    "use_cases.contact_openings",
    "use_cases.purges",
)
"""What is imported between the clave and home, and so is imported while the clave is typed."""


class Arguments(NamedTuple):
    """What the program was started with."""

    book: Path | None = None
    demo: bool = False


class WrongUsage(Exception):
    """The arguments cannot be understood; its text says which."""


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments after the name of the program; `WrongUsage` names what is not understood."""
    unknown = [word for word in argv if word.startswith("-") and word != "--demo"]
    books = [word for word in argv if not word.startswith("-")]
    if unknown:
        raise WrongUsage(f"No se entiende «{unknown[0]}».")
    if len(books) > 1:
        raise WrongUsage("Se puede abrir un solo cuaderno a la vez.")
    if books and "--demo" in argv:
        raise WrongUsage("«--demo» no lleva el nombre de un cuaderno.")
    return Arguments(Path(books[0]).absolute() if books else None, "--demo" in argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; 0, or 2 where the arguments are not understood."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--help" in words or "-h" in words:
        return _say(HELP)
    if "--version" in words:
        from facilitador import __version__

        return _say(f"Facilitador {__version__}\n")
    try:
        arguments = parse(words)
    except WrongUsage as error:
        sys.stderr.write(f"{error}\n\n{HELP}")
        return USAGE
    return _run(arguments)


def _run(arguments: Arguments) -> int:
    gc.disable()  # start-up: nothing becomes garbage while modules are imported; the application takes over from here
    from facilitador.ui.quick_imports import leave_out_feature_search

    leave_out_feature_search()
    from facilitador.paths import app_data_folder
    from facilitador.process_guard import guard_process
    from facilitador.ui.app import make_application
    from facilitador.ui.program import Program
    from facilitador.ui.settings import SettingsFile
    from facilitador.ui.single_instance import SingleInstance
    from facilitador.ui.window import Window

    guard_process()
    folder = app_data_folder()
    settings = SettingsFile(folder)
    app = make_application([sys.argv[0]], settings.current)
    instance = SingleInstance(folder, app)
    if not instance.is_first and instance.raise_first(str(arguments.book or "")):
        return DONE
    window = Window()
    program = Program(window, settings, cast("Dialogs", _DialogsLater()), load)
    program.painted.connect(lambda: _finish_starting(program, instance, folder))
    program.left.connect(app.quit)
    app.commitDataRequest.connect(lambda manager: program.give_up())
    program.start(arguments.book, demo=arguments.demo)
    code = app.exec()
    instance.close()
    return code


class _DialogsLater:
    """The real dialogs, imported when the first of them is asked."""

    def __getattr__(self, name: str) -> Any:
        from facilitador.ui.dialogs import WindowDialogs

        return getattr(WindowDialogs(), name)


def load() -> Outside:
    """Import and wire everything below the window, and what unlocking shows; on a thread behind the first page."""
    from importlib import import_module

    from PySide6.QtCore import Qt

    for module in _UNLOCKING_IMPORTS:
        import_module(f"facilitador.{module}")
    from facilitador import bootstrap, messages, reference

    Qt.WindowType.Window  # noqa: B018 - the first touch makes every enum of Qt, a tenth of a second on an old laptop
    from facilitador.exchange import scratch
    from facilitador.use_cases import demo_folders

    demo_folders.sweep()
    scratch.sweep()
    messages.codes()
    reference.load_all()
    return bootstrap.outside()


def _finish_starting(program: Program, instance: SingleInstance, folder: Path) -> None:
    """What can wait for the first page: the net for the unforeseen, and the ear for later copies."""
    from facilitador.ui import garbage
    from facilitador.ui.unforeseen import UnforeseenHandler

    UnforeseenHandler(folder, program.tell_unforeseen, program).install()
    program.ready.connect(garbage.keep_what_is_loaded)
    if instance.is_first:
        instance.raise_requested.connect(lambda book: _come_forward(program, book))
        instance.listen()


def _come_forward(program: Program, book: str) -> None:
    program.window.raise_to_front()
    if book:
        program.open_book(Path(book))


def _say(text: str) -> int:
    if sys.stdout is not None:  # a windowed start on Windows has none
        sys.stdout.write(text)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
