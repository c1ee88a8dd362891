"""Whom to call: from the key to the painted page, before a book is open, over an open one, and once it is locked.

`python -m tests.benchmarks.emergencies BOOK CLAVE` is one process of it and prints one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.figures import Figure, Figures

TURNS = 5
PRESSES = 7
PATIENCE = 60.0
LIMIT = 200.0
INSTITUTIONS = 30


def emergency() -> Figures:
    """The first press in each of the three moments, over processes; and all later ones."""
    from facilitador.use_cases.demo import DEMO_PASSPHRASE  # the measured process does without

    with TemporaryDirectory() as folder:
        book = _book(Path(folder))
        told = [_run(Path(folder), str(book), DEMO_PASSPHRASE) for _ in range(TURNS)]
    for moment in ("before", "open", "locked"):
        first, again = (median(each[f"{moment}_{which}"] for each in told) for which in ("first", "again"))
        yield Figure(
            f"emergency key to painted, {moment}", first, limit=LIMIT, n=TURNS, notes={"later_ms": round(again, 1)}
        )


def _book(folder: Path) -> Path:
    """The example book with a long directory, as a file; its keys cost nothing."""
    from facilitador.domain.directory import TypedEntry
    from facilitador.use_cases import books
    from facilitador.use_cases.demo import DEMO_PASSPHRASE
    from facilitador.use_cases.directory_lists import ImportDirectory
    from tests.benchmarks import crowds, starting

    path = starting.demo_file(folder)
    around = crowds.environment(folder / "app-data", sync=False)
    person = books.inspect(path, around).people[0]
    book = books.open_with_passphrase(path, person.id, DEMO_PASSPHRASE, around).result()
    entries = tuple(
        TypedEntry("police", f"Comisaría número {number}", phones=(f"9{80_000_000 + number}",), emergency=True)
        for number in range(INSTITUTIONS)
    )
    book.submit([ImportDirectory(rows=entries)]).result()
    book.close()
    return path


def _run(folder: Path, *words: str) -> dict[str, float]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_DATA_HOME": str(folder / "data"),
        "LOCALAPPDATA": str(folder / "data"),
    }
    command = [sys.executable, "-m", "tests.benchmarks.emergencies", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE * 3, check=False)
    if not done.stdout.strip():
        raise RuntimeError(f"nothing was said:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measure(book: str, clave: str) -> dict[str, float]:
    """The program with a book: the key pressed on the unlock page, over home, and after locking."""
    from facilitador import __main__ as entry
    from facilitador.paths import app_data_folder
    from facilitador.ui.app import make_application
    from facilitador.ui.dialogs import WindowDialogs
    from facilitador.ui.program import Program
    from facilitador.ui.settings import SettingsFile
    from facilitador.ui.window import Window

    settings = SettingsFile(app_data_folder())
    make_application(sys.argv[:1], settings.current)
    window = Window()
    program = Program(window, settings, WindowDialogs(), entry.load)
    ready: list[bool] = []
    program.ready.connect(lambda: ready.append(True))
    program.start(Path(book))
    _until(lambda: bool(ready))
    figures = _presses(program, "before")
    page = program.opening.page
    assert page is not None
    _until(page.open_button.isEnabled)
    page.clave.edit.setText(clave)
    page.open_button.click()
    _until(lambda: program._desk is not None and program._desk.session is not None)
    figures |= _presses(program, "open")
    program._lock()
    figures |= _presses(program, "locked")
    program.give_up()
    return figures


def _presses(program: object, moment: str) -> dict[str, float]:
    """A person comes to rest, presses the key, reads, closes; several times."""
    rest = time.monotonic() + 1.5
    _until(lambda: time.monotonic() > rest)
    spent = [_press(program) for _ in range(PRESSES)]
    return {f"{moment}_first": spent[0], f"{moment}_again": median(spent[1:])}


def _press(program: object) -> float:
    """Milliseconds from the key to the end of the first painting of the page."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    painted: list[float] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and watched is program.emergency.page:  # type: ignore[attr-defined]
                painted.append(time.perf_counter())
            return False

    app, watch = QApplication.instance(), Watch()
    assert app is not None
    program.window.activateWindow()  # type: ignore[attr-defined]
    _until(lambda: QApplication.focusWindow() is program.window.windowHandle())  # type: ignore[attr-defined]
    app.installEventFilter(watch)
    begun = time.perf_counter()
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_F12)  # type: ignore[attr-defined]
    _until(lambda: bool(painted))
    elapsed = (time.perf_counter() - begun) * 1000
    app.removeEventFilter(watch)
    program.emergency.page.reject()  # type: ignore[attr-defined]
    return elapsed


def _until(true: Callable[[], bool]) -> None:
    """Let the program work until this is so."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise RuntimeError("it did not come")
        QApplication.processEvents()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(*sys.argv[1:])) + "\n")
    sys.stdout.flush()
    os._exit(0)
