"""What is typed into a question of the page and kept as no draft is not lost without being asked."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from facilitador.ui.panel import Panel
from facilitador.ui.surroundings import Surroundings

LOST: Final = "Lo que escribió aquí todavía no está guardado."


def may_drop(surroundings: Surroundings, screen: QWidget, panel: Panel, *, detail: str = "") -> bool:
    """True if nothing unsaved stands in the panel, or the person lets it go; `detail`: why it is kept as no draft."""
    if panel.form is None or not panel.form.is_changed or not surroundings.session.is_open:
        return True
    return surroundings.dialogs.confirm(screen, LOST, "Salir sin guardar", detail=detail, danger=True)
