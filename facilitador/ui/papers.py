"""From a composed paper to a PDF in memory, off the window's thread, and from there to a printer or a file."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from facilitador.errors import UserFacingError
from facilitador.ui.background import Background
from facilitador.ui.dialogs import Dialogs, FileKind
from facilitador.ui.lifeline import Lifeline
from facilitador.use_cases.prints import encrypted_pdf, write_pdf

if TYPE_CHECKING:
    from facilitador.documents.blocks import Document

PDF = FileKind("Documento PDF", ("pdf",))
OUTSIDE = "El PDF que guarde queda fuera del cuaderno cifrado."
OUTSIDE_DETAIL = (
    "Con una clave propia solo lo abre quien la sabe. Sin ella lo lee cualquiera que use esa computadora o memoria. "
    "Guárdelo solo si hace falta y bórrelo después."
)
WITH_MEN = "with_men"
"""Of a paper that names nobody unless asked: its detail that asks for the names."""
WITH_CLAVE, WITHOUT_CLAVE = "Guardar con clave", "Guardar sin clave"


class PaperWriter(QObject):
    """Writes one paper at a time. `progress(done, of)` in parts; `written(bytes)`; `refused(UserFacingError)`."""

    progress = Signal(int, int)
    written = Signal(object)
    refused = Signal(UserFacingError)

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._background = Background(self)
        self._lifeline = Lifeline(self)
        self._stop = threading.Event()
        stop = self._stop
        self.destroyed.connect(stop.set)

    def write(self, document: Document) -> None:
        """Begin to write; answered by `written` or `refused`."""
        self._stop.clear()
        printed_at = self._now()

        def job() -> bytes:
            out = io.BytesIO()
            write_pdf(document, out, printed_at=printed_at, progress=self._tell, cancelled=self._stop.is_set)
            return out.getvalue()

        self._background.run(job, self.written.emit, self.refused.emit)

    def stop(self) -> None:
        """Leave off at the next part; `refused` says so."""
        self._stop.set()

    def _tell(self, done: int, of: int) -> None:
        """Called on the writing thread."""
        self._lifeline.say(lambda: self.progress.emit(done, of))


def save_pdf(
    parent: QWidget, dialogs: Dialogs, pdf: bytes, file_name: str, folder: Path, *, warn: tuple[str, str] | None
) -> Path | None:
    """Have the person choose where, and write the PDF there; None if she did not, or if it was refused and told.

    `warn`: what to tell before, as sentence and detail, when she is asked whether it is to have a clave of its own;
    None for a paper with nobody's data.
    """
    if warn is not None:
        how = dialogs.choose(parent, warn[0], (WITH_CLAVE, WITHOUT_CLAVE), detail=warn[1])
        clave = dialogs.new_clave(parent) if how == WITH_CLAVE else None
        if how is None or (how == WITH_CLAVE and clave is None):
            return None
        pdf = encrypted_pdf(pdf, clave) if clave is not None else pdf
    return save_as(parent, dialogs, "Guardar PDF", PDF, pdf, folder / file_name)


def save_as(
    parent: QWidget,
    dialogs: Dialogs,
    title: str,
    kind: FileKind,
    content: bytes,
    proposed: Path,
    *,
    refusal: str = "pdf_not_saved",
) -> Path | None:
    """Have the person choose where, and write there; None if she did not, or if it was refused and told."""
    path = dialogs.save_file(parent, title, kind, proposed)
    if path is None:
        return None
    try:
        replace_file(path, content)
    except OSError:
        dialogs.refuse(parent, UserFacingError(refusal))
        return None
    return path


def replace_file(path: Path, content: bytes) -> None:
    """Write beside and rename: a full disk never leaves half a paper, nor takes away the one that was there.

    OSError where it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
