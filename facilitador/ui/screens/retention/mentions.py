"""Dónde aparece su nombre: texts of other records that name a man, one click away; nothing of them is shown here."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QWidget

from facilitador import messages
from facilitador.domain.dates import format_date
from facilitador.domain.mentions import PLACE_LABELS, Mention, NamedElsewhere
from facilitador.errors import UserFacingError
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.labels import label, rule
from facilitador.ui.widgets.layout import Banner, EmptyState, PageScroll, SectionHeader
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line
from facilitador.use_cases.mentions import NameMentions

TITLE: Final = "Dónde aparece su nombre"
EXPLANATION: Final = (
    "Textos de otros registros que lo nombran. Al retirar sus datos, estos textos se quedan: véalos antes y corrija lo "
    "que no deba decir su nombre."
)
LIMITS: Final = (
    "Se busca su nombre escrito: en sus grupos, cualquiera de sus nombres o apellidos; en lo demás, un apellido junto "
    "a otra palabra de su nombre, o un apellido que nadie más tiene. No se encuentra un apodo, un nombre mal escrito "
    "ni lo que habla de él sin nombrarlo, y puede aparecer alguien que se llama igual. No se busca en lo reservado, en "
    "los borradores, en los archivos y papeles que ya salieron ni en las copias de respaldo."
)
MOST: Final = 100


class NameMentionsScreen(Screen):
    """Reads the places each time the page is opened or comes back into sight."""

    def __init__(self, surroundings: Surroundings, id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        assert id is not None, "it is about one man"
        self._session, self._id = surroundings.session, id
        self.buttons: list[QPushButton] = []
        self._build()
        self._read()

    def shown_again(self) -> None:
        """A text may have been mended meanwhile."""
        self._read()

    def _build(self) -> None:
        self.page = PageScroll(self)
        self.fill_with(self.page)
        self.name = label("", "heading")
        self.message = Banner()
        self.empty = EmptyState(
            "search", "Su nombre no aparece en otros registros", "Se buscó como se dice aquí abajo."
        )
        self.places = RedrawnCard()
        column = self.page.column
        column.addWidget(SectionHeader(TITLE, EXPLANATION, role="title"))
        for part in (self.name, self.message, self.empty, self.places, label(LIMITS, "muted")):
            column.addWidget(part)
        column.addStretch(1)
        self.page.page.hide()  # nothing to show before the first answer

    def _read(self) -> None:
        self._session.read(NameMentions(participant_id=self._id), owner=self, done=self._show, failed=self._refuse)

    def _refuse(self, error: UserFacingError) -> None:
        """He is not in the book any more."""
        self.message.say(messages.of_error(error).whole, "problem")
        for part in (self.name, self.empty, self.places):
            part.hide()
        self.page.page.show()

    def _show(self, found: NamedElsewhere) -> None:
        self.name.setText(found.full_name)
        self.buttons = []
        lines = [part for one in found.mentions[:MOST] for part in (rule(), self._line(one))]
        more = len(found.mentions) - MOST
        if more > 0:
            lines += [rule(), label(f"Y {more} más. Corrija estos y vuelva a mirar.", "muted")]
        self.places.redraw(lines[1:])
        self.places.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.page.page.show()

    def _line(self, one: Mention) -> QWidget:
        title = PLACE_LABELS[one.place]
        made = acting("Ver", partial(self._open, one), about=title)
        self.buttons.append(made)
        return told_line(title, (where(one), "Dice " + ", ".join(f"«{word}»" for word in one.words)), made)

    def _open(self, one: Mention) -> None:
        self.destination_requested.emit(Destination(one.opens, one.subject_id))


def where(one: Mention) -> str:
    """The group and the day, as far as the place has them."""
    return ", ".join(filter(None, (one.group, format_date(one.day) if one.day is not None else "")))
