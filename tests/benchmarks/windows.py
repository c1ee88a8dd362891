"""What the window's benchmarks run in processes of their own: `python -m tests.benchmarks.windows KIND [BOOK]`.

Prints one JSON object and ends. Nothing is imported here before it is needed: the start is what is measured.
"""

from __future__ import annotations

import json
import os
import sys
import time

TYPING_MS = 2000  # in which the program may do what it likes: nobody types a clave of twelve characters faster


def tell(**figures: float) -> None:
    """Hands the figures over and ends the process at once."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)


def memory() -> float:
    """Megabytes of this process that lie in memory now."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib would weigh on the floor
        kilobytes = next(line.split()[1] for line in status if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def bare_form() -> None:
    """Three fields and a button, and nothing else: told at its first paint."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QComboBox, QFormLayout, QLineEdit, QPushButton, QWidget

    class Watch(QObject):
        def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
            if happened.type() is QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, lambda: tell(at=time.monotonic()))
            return False

    app = QApplication([])
    window, watch = QWidget(), Watch()
    form = QFormLayout(window)
    book, person, clave = QComboBox(), QComboBox(), QLineEdit()
    clave.setEchoMode(QLineEdit.EchoMode.Password)
    for text, field in (("Cuaderno", book), ("Persona", person), ("Clave", clave), ("", QPushButton("Abrir"))):
        form.addRow(text, field)
    window.installEventFilter(watch)
    window.show()
    app.exec()


def empty_window() -> None:
    """A window with nothing in it: told once it has settled."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    window = QWidget()
    window.resize(1100, 720)
    window.show()
    QTimer.singleShot(1500, lambda: tell(memory=memory()))
    app.exec()


def first_page(book: str) -> None:
    """The program with a book: told when the unlock page is on the screen, before the rest is loaded behind it."""
    import facilitador.__main__ as program

    program._finish_starting = lambda *started: tell(at=time.monotonic())  # type: ignore[assignment]
    program.main([book])


def home(book: str, clave: str) -> None:
    """The program with a book: its clave typed once all is loaded; told when home is painted, and settled."""
    import facilitador.__main__ as program

    finish = program._finish_starting

    def then_unlock(running: object, *rest: object) -> None:
        finish(running, *rest)  # type: ignore[arg-type]
        running.ready.connect(lambda: _unlock(running, clave))  # type: ignore[attr-defined]

    program._finish_starting = then_unlock  # type: ignore[assignment]
    program.main([book])


def _unlock(running: object, clave: str) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from facilitador.ui.screens.home.screen import HomeScreen

    window, opening = running.window, running.opening  # type: ignore[attr-defined]
    begun: list[float] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, happened: QEvent) -> bool:
            if begun and happened.type() is QEvent.Type.Paint and self._is_home_there():
                window.removeEventFilter(self)
                QTimer.singleShot(0, self._painted)
            return False

        def _is_home_there(self) -> bool:
            screen = window.findChild(HomeScreen)
            return screen is not None and screen.groups.isVisible() and bool(screen.due.lines_in_sight)

        def _painted(self) -> None:
            elapsed = (time.monotonic() - begun[0]) * 1000
            QTimer.singleShot(1500, lambda: tell(home=elapsed, memory=memory()))

    def press() -> None:
        page = opening.page
        if page is None or not page.open_button.isEnabled():
            QTimer.singleShot(20, press)
            return
        page.clave.edit.setText(clave)
        begun.append(time.monotonic())
        page.open_button.click()

    watch = Watch(window)
    window.installEventFilter(watch)
    QTimer.singleShot(TYPING_MS, press)


if __name__ == "__main__":
    {"bare-form": bare_form, "empty-window": empty_window, "first-page": first_page, "home": home}[sys.argv[1]](
        *sys.argv[2:]
    )
