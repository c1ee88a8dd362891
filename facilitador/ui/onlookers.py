"""Whether somebody else than the team reads along: nothing reserved is shown or typed there (6.4.5)."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

_MARK: Final = "of_others"


def mark_for_others(window: QWidget) -> None:
    """This window is in front of somebody else than the team: a man who answers for himself."""
    window.setProperty(_MARK, True)


def others_look_on(page: QWidget) -> bool:
    """True where others would read what is shown: in a marked window, or where the group sees every screen."""
    from facilitador.ui.session_mode.projection import Projection  # only who projects a session pays for it

    active = QApplication.activeWindow()
    if active is not None and active.property(_MARK):
        return True
    projection = Projection.of(page.window())
    return projection is not None and projection.arrangement.team is None
