"""Leaving a page while a question in it is half answered: what is asked in a panel is kept as no draft."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from facilitador.ui.panel import Panel
from facilitador.ui.surroundings import Surroundings

LOST: Final = "Lo que escribió aquí todavía no está guardado."
LEAVE: Final = "Salir sin guardar"
GO_ON: Final = "Seguir sin guardar"
RESERVED: Final = "Lo reservado no queda como borrador."


def may_leave(surroundings: Surroundings, screen: QWidget, panel: Panel, verb: str = LEAVE, detail: str = "") -> bool:
    """True if nothing unsaved stands in the panel, or the person lets it go. `verb`: what lets it go; `detail`: why."""
    if panel.form is None or not panel.form.is_changed or not surroundings.session.is_open:
        return True
    return surroundings.dialogs.confirm(screen, LOST, verb, detail=detail, danger=True)
