"""Every question to the person goes through one object, so that tests answer by a script. Buttons carry verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitador import messages
from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file in a file dialog: what it is called and its endings, without the dot."""

    name: str
    endings: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """As Qt's file dialog wants it."""
        return f"{self.name} ({' '.join(f'*.{ending}' for ending in self.endings)})"


class Dialogs(Protocol):
    """How screens ask and tell. `parent` is the widget on whose behalf; texts are plain, never markup."""

    def confirm(self, parent: QWidget, text: str, verb: str, *, detail: str = "", danger: bool = False) -> bool:
        """True if the person chose `verb` ("Eliminar sesión"); closing the dialog is a no."""

    def choose(self, parent: QWidget, text: str, verbs: tuple[str, ...], *, detail: str = "") -> str | None:
        """The verb chosen, the first being the one proposed; None if the dialog was closed."""

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:
        """Say something that must be read before going on."""

    def refuse(self, parent: QWidget, error: UserFacingError) -> None:
        """Say what was refused and how to mend it."""

    def open_file(self, parent: QWidget, title: str, kinds: tuple[FileKind, ...], folder: Path) -> Path | None:
        """An existing file, or None."""

    def save_file(self, parent: QWidget, title: str, kind: FileKind, proposed: Path) -> Path | None:
        """Where to write, with an ending of `kind`; the person was asked before an existing file is replaced."""

    def choose_folder(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        """An existing folder, or None."""

    def new_clave(self, parent: QWidget) -> str | None:
        """A clave for one file, typed twice and good enough, or None."""


class WindowDialogs:
    """The real dialogs."""

    def confirm(self, parent: QWidget, text: str, verb: str, *, detail: str = "", danger: bool = False) -> bool:
        dialog = MessageDialog(parent, text, detail, (verb,), danger=danger)
        dialog.exec()
        return dialog.chosen == verb

    def choose(self, parent: QWidget, text: str, verbs: tuple[str, ...], *, detail: str = "") -> str | None:
        dialog = MessageDialog(parent, text, detail, verbs)
        dialog.exec()
        return dialog.chosen

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:
        MessageDialog(parent, text, detail, ("Entendido",), refusable=False).exec()

    def refuse(self, parent: QWidget, error: UserFacingError) -> None:
        message = messages.of_error(error)
        self.tell(parent, message.text, detail=message.remedy)

    def open_file(self, parent: QWidget, title: str, kinds: tuple[FileKind, ...], folder: Path) -> Path | None:
        filters = ";;".join(kind.pattern for kind in kinds)
        path, _ = QFileDialog.getOpenFileName(parent, title, str(folder), filters)
        return Path(path) if path else None

    def save_file(self, parent: QWidget, title: str, kind: FileKind, proposed: Path) -> Path | None:
        dialog = QFileDialog(parent, title, str(proposed.parent), kind.pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind.endings[0])  # before the question about replacing, which must see the final name
        dialog.selectFile(proposed.name)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Guardar")
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        return Path(dialog.selectedFiles()[0])

    def choose_folder(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        path = QFileDialog.getExistingDirectory(parent, title, str(folder))
        return Path(path) if path else None

    def new_clave(self, parent: QWidget) -> str | None:
        from facilitador.ui.clave_dialog import ClaveDialog  # who saves nothing does not wait for its gauge

        dialog = ClaveDialog(parent)
        dialog.exec()
        return dialog.clave or None


class MessageDialog(QDialog):
    """One sentence that matters, perhaps a second that explains, and buttons that say what they do."""

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        detail: str,
        verbs: tuple[str, ...],
        *,
        danger: bool = False,
        refusable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.chosen: str | None = None
        self.setWindowTitle("Facilitador")
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        for words, role in ((text, "heading"), (detail, "")):
            if words:
                column.addWidget(self._words(words, role))
        column.addSpacing(theme.SPACE_S)
        column.addLayout(self._buttons(verbs, danger, refusable))
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)

    def _words(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setMinimumWidth(theme.scaled(380))
        label.setMaximumWidth(theme.scaled(560))
        return label

    def _buttons(self, verbs: tuple[str, ...], danger: bool, refusable: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        if refusable:
            cancel = button("Cancelar")
            cancel.clicked.connect(self.reject)
            row.addWidget(cancel)
            if danger:
                cancel.setDefault(True)  # Enter by habit must not delete
        for verb in reversed(verbs):
            first = verb == verbs[0]
            kind = ("danger" if danger else "primary") if first else "secondary"
            choice = button(verb, kind)
            choice.clicked.connect(lambda checked=False, verb=verb: self._choose(verb))
            row.addWidget(choice)
            if first and not danger:
                choice.setDefault(True)
                choice.setFocus()
        return row

    def _choose(self, verb: str) -> None:
        self.chosen = verb
        self.accept()
