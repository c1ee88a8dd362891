"""Keys of the whole window. Never Ctrl+Alt (AltGr on Spanish keyboards) nor Alt with a digit (it types letters)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and what it does, as the list of F1 shows it."""

    keys: str
    does: str


EVERYWHERE: tuple[KeyHint, ...] = (
    KeyHint("Ctrl+K", "Buscar persona o grupo (también Ctrl+F)"),
    KeyHint("Ctrl+L", "Bloquear el cuaderno"),
    KeyHint("Alt+←", "Volver a la pantalla anterior"),
    KeyHint("Ctrl+1 a Ctrl+9", "Ir a un área de la izquierda"),
    KeyHint("Tab, Mayús+Tab", "Ir al campo siguiente o al anterior"),
    KeyHint("Supr", "Quitar la respuesta elegida en una lista"),
    KeyHint("Ctrl+Z, Ctrl+Y", "Deshacer, rehacer"),
    KeyHint("F1", "Mostrar esta lista"),
)


def bind(owner: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Have a key do something while the window of `owner` is in front."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
    return shortcut


def as_text(hints: tuple[KeyHint, ...]) -> str:
    """One line per key."""
    return "\n".join(f"{hint.keys}:  {hint.does}" for hint in hints)
