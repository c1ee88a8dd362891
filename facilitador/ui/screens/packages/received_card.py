"""Men who came from another service and are in no group yet, each with who may be the same man: a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.domain.duplicates import shared_words
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line

if TYPE_CHECKING:
    from facilitador.domain.duplicates import DuplicateMatch
    from facilitador.use_cases.moving import ReceivedMan


class ReceivedCard(RedrawnCard):
    """`man_wanted(id)`: his ficha; `unite_wanted(ReceivedMan, DuplicateMatch)`: they are one."""

    man_wanted = Signal(object)
    unite_wanted = Signal(object, object)

    def __init__(self, *, may_unite: bool) -> None:
        super().__init__()
        self._may_unite = may_unite
        self.unite_buttons: dict[UUID, QPushButton] = {}
        self.hide()

    def show_men(self, men: Sequence[ReceivedMan]) -> None:
        """Show these; without any the card is not there."""
        self.unite_buttons = {}
        lines: list[QWidget] = [label("Llegaron de otro servicio y todavía no están en un grupo", "heading")]
        for man in men:
            lines += [rule()] if man is not men[0] else []
            see = acting(
                "Ver su ficha", partial(self.man_wanted.emit, man.participant_id), "quiet", about=man.full_name
            )
            lines.append(told_line(man.full_name, (f"De {man.service_name}",), see))
            lines += [self._match(man, one) for one in man.matches]
        self.redraw(lines)
        self.setVisible(bool(men))

    def _match(self, man: ReceivedMan, one: DuplicateMatch) -> QWidget:
        made: QPushButton | None = None
        if self._may_unite:
            made = acting("Es la misma persona…", partial(self.unite_wanted.emit, man, one), about=one.full_name)
            self.unite_buttons[one.id] = made
        facts = (f"Ya está registrado aquí. {shared_words(one)}",)
        return told_line(f"Puede ser {one.full_name}", facts, made)
