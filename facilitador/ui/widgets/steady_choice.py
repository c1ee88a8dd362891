"""One of a few where one always holds: there is nothing to take back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from facilitador.domain.registration_forms import Option
from facilitador.ui.widgets.choice_fields import RadioField
from facilitador.ui.widgets.control import Value


class SteadyChoice(RadioField):
    """Radio buttons without «Quitar respuesta»; without an answer the `default` one is chosen."""

    def __init__(
        self, options: Sequence[Option], default: str, *, across: bool = False, parent: QWidget | None = None
    ) -> None:
        self._default = default
        super().__init__(options, across=across, parent=parent)
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.clear.setSizePolicy(policy)
        self.set_value(None)

    def set_value(self, value: Value) -> None:
        super().set_value(value if value in self.radios else self._default)
        self.clear.hide()

    def _choose(self) -> None:
        super()._choose()
        self.clear.hide()
