"""Many short options, any number of which may be chosen: side by side, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui import theme
from facilitador.ui.widgets.boxes import BoxesControl
from facilitador.ui.widgets.flow import FlowLayout


class FlowingChoices(BoxesControl):
    """Any number of options, all in sight, in lines."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(options, parent)
        flow = FlowLayout(self, spacing=theme.SPACE_XS)
        for box in self.boxes.values():
            flow.addWidget(box)
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def _align(self) -> None:
        """All as wide as the widest, so that they stand in columns."""
        widest = max((box.sizeHint().width() for box in self.boxes.values()), default=0) + theme.SPACE_M
        for box in self.boxes.values():
            box.setMinimumWidth(widest)
