"""What a screen is to the window that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere in the program: an area ("groups") or one thing in it ("group" and its id).

    `detail`: codes of what is meant of it, where the thing alone does not say (a paper of one instrument).
    """

    kind: str
    id: UUID | None = None
    detail: tuple[str, ...] = ()


class Screen(QWidget):
    """A page of the window. It never names another screen's class: it wishes for a destination.

    `title` stands on the button that leads back; a screen about a man uses his name there only inside the window,
    never in the window's title.
    """

    destination_requested = Signal(Destination)
    back_requested = Signal()
    title_changed = Signal(str)
    outdated = Signal()
    """It was made for what is no longer so (its thing came to be another service's): it is to be made anew."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title

    def set_title(self, title: str) -> None:
        """Name the screen anew, once it has read what it is about."""
        self.title = title
        self.title_changed.emit(title)

    def fill_with(self, widget: QWidget) -> None:
        """Make this all that the screen shows, from edge to edge."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(widget)

    def may_leave(self) -> bool:
        """False to stay: the screen holds something unsaved and the person chose to go on with it."""
        return True

    def shown_again(self) -> None:
        """Called each time the screen comes to the front."""
