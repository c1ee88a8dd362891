"""The one handler for what nobody foresaw: one calm dialog, a log without personal data, work goes on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from facilitador import __version__

LOG_NAME = "incidencias.txt"
LOG_BYTES = 256 * 1024
LOG_FILES = 3
_DEEPEST = 40  # frames kept of a runaway recursion

_PACKAGE = Path(__file__).resolve().parent.parent


class UnforeseenHandler(QObject):
    """Catches what slots and threads let through.

    Every kind of failure (type and place) is written down and shown once per run, so that a failure while painting,
    which comes back with every frame, neither floods the log nor buries the person in dialogs. `tell` is called in the
    event loop, never inside the call that failed.
    """

    occurred = Signal(str)

    def __init__(self, log_folder: Path, tell: Callable[[Path], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_folder / LOG_NAME
        self._tell = tell
        self._seen: set[str] = set()
        self._telling = False
        self._guard = threading.Lock()
        self.occurred.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Callable[[], None]:
        """Take over `sys.excepthook` and `threading.excepthook`; returns a call that gives both back."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self.handle
        threading.excepthook = lambda args: self.handle(args.exc_type, args.exc_value, args.exc_traceback)

        def give_back() -> None:
            sys.excepthook, threading.excepthook = before

        return give_back

    def handle(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Write down and announce one failure; safe on any thread."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        description = describe(kind, error, trace)
        with self._guard:
            if description in self._seen:
                return
            self._seen.add(description)
            self._write(description)
        self.occurred.emit(description)

    def _write(self, description: str) -> None:
        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                self._log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True
            )
        except OSError:
            return  # no folder to write to: the dialog still tells
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.handleError = lambda record: None  # type: ignore[method-assign] # a full disk must not fail again
        handler.emit(logging.LogRecord("unforeseen", logging.ERROR, "", 0, description, None, None))
        handler.close()

    def _show(self, description: str) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            self._tell(self._log_file)
        finally:
            self._telling = False


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Type of the failure and where it went through: no message, no value, no folder of the person."""
    lines = [f"Facilitador {__version__} · {kind.__module__}.{kind.__qualname__}"]
    lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in _frames(trace)]
    cause = (error.__cause__ or error.__context__) if error is not None else None
    if cause is not None and cause is not error:
        lines.append(f"  por {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"    {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in _frames(cause.__traceback__)]
    return "\n".join(lines)


def _frames(trace: TracebackType | None) -> list[traceback.FrameSummary]:
    walked = traceback.walk_tb(trace)
    return list(traceback.StackSummary.extract(walked, lookup_lines=False))[-_DEEPEST:]


def _place(filename: str) -> str:
    """The file without what lies above the package: a home folder carries a person's name."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return "/".join(path.parts[-2:]) if "site-packages" in path.parts else path.name
