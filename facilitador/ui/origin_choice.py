"""Whose work a page is over, chosen where work of other services came in; of when their data are stands below."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitador.domain.changes import Topic
from facilitador.domain.elsewhere import ALL_TOGETHER, THIS_SERVICE, about_words, source_of, stale_words
from facilitador.domain.origins import ALL, OWN, Origin, Source, of_book
from facilitador.domain.taken_packages import SourceLine
from facilitador.ui import theme
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.combo_box import ComboBox
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.packages import Sources

_OWN: Final = "own"
_ALL: Final = "all"
WIDTH: Final = 360


class OriginChoice(QWidget):
    """Takes no room in a book where nothing came in. `changed` once another origin is chosen, or comes or goes.

    `detail`: what a destination says of it (`detail_of`); without a word, `default`. `tells`: the day of their data, of
    which a page may speak itself.
    """

    changed = Signal()

    def __init__(
        self, surroundings: Surroundings, default: Origin = OWN, detail: tuple[str, ...] = (), *, tells: bool = True
    ) -> None:
        super().__init__()
        self._tells = tells
        self._session, self._today = surroundings.session, surroundings.today
        self._sources: tuple[Source, ...] = ()
        self._chosen = origin_in(detail, default)
        self.box = ComboBox()
        self.box.setAccessibleName("De qué servicio")
        self.box.setMaximumWidth(theme.scaled(WIDTH))
        self.about, self.stale = label("", "muted"), Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        for part in (self.box, self.about, self.stale):
            column.addWidget(part)
        self.hide()
        self.box.activated.connect(self._choose)
        self._session.bus.watch(self, (Topic.PACKAGES,), self._read)
        self._read()

    @property
    def origin(self) -> Origin:
        """Whose work is meant."""
        return self._chosen

    @property
    def detail(self) -> tuple[str, ...]:
        """How a destination says it."""
        return detail_of(self._chosen)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The other services of which anything is here."""
        return self._sources

    def _read(self) -> None:
        self._session.read(Sources(), owner=self, done=self._offer)

    def _offer(self, lines: tuple[SourceLine, ...]) -> None:
        sources = self._sources = tuple(map(source_of, lines))
        known = (OWN, ALL, *(of_book(one.book_id) for one in sources))
        gone = self._chosen not in known
        if gone:
            self._chosen = OWN
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(THIS_SERVICE, _OWN)
            for one in sources:
                self.box.addItem(one.service_name, str(one.book_id))
            self.box.addItem(ALL_TOGETHER, _ALL)
            self.box.setCurrentIndex(self.box.findData(self.detail[0]))
        self.setVisible(bool(sources))
        self._tell()
        if gone:
            self.changed.emit()

    def _choose(self) -> None:
        self._chosen = origin_in((self.box.currentData(),), OWN)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        about = about_words(self._chosen, self._sources)
        self.about.setText(about)
        self.about.setVisible(self._tells and bool(about))
        self.stale.say(stale_words(self._chosen, self._sources, self._today()), "warning")


def detail_of(origin: Origin) -> tuple[str, ...]:
    """How a destination says whose work is meant."""
    return ({OWN: _OWN, ALL: _ALL}.get(origin) or str(origin.book_id),)


def origin_in(detail: tuple[str, ...], default: Origin) -> Origin:
    """Whose work a destination means: the reverse of `detail_of`, where it says anything."""
    if not detail:
        return default
    return {_OWN: OWN, _ALL: ALL}.get(detail[0]) or of_book(UUID(detail[0]))
