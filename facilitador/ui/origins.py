"""Whose work a page is about: said above every page of another service, in one place for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from facilitador.domain.changes import Topic
from facilitador.domain.dates import format_date
from facilitador.domain.origins import ForeignState, Source
from facilitador.domain.text import listed
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.layout import Banner
from facilitador.use_cases.foreign_pages import ForeignPages

if TYPE_CHECKING:
    from datetime import date

    from facilitador.ui.screen import Destination, Screen

READ_ONLY: Final = "solo lectura"
NAMELESS: Final = "Llegó sin nombres ni textos: lo que no se ve aquí puede estar completo allá."
STALE: Final = "Tienen más de 30 días: pida un paquete nuevo."


class Origins(QObject):
    """Knows what of the open book belongs to another service; read at once, and anew as packages come and go."""

    changed = Signal()

    def __init__(self, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = surroundings.session
        self._sources: Mapping[UUID, Source] = {}
        self._session.bus.watch(self, (Topic.PACKAGES,), self._read)
        self._read()

    def of(self, key: UUID | None) -> Source | None:
        """Whose it is; None for what is of this service, and for what has no page."""
        return None if key is None else self._sources.get(key)

    def accompany(self, screen: Screen, key: UUID | None) -> None:
        """Say to a page that it is outdated once what it is about goes to another service, comes from one, or back."""
        if key is not None:
            _Companion(self, screen, key)

    def _read(self) -> None:
        self._session.read(ForeignPages(), owner=self, done=self._keep)

    def _keep(self, sources: Mapping[UUID, Source]) -> None:
        self._sources = sources
        self.changed.emit()


class _Companion(QObject):
    """Lives as long as the page that was made for what stood then."""

    def __init__(self, origins: Origins, screen: Screen, key: UUID) -> None:
        super().__init__(screen)
        self._origins, self._screen, self._key = origins, screen, key
        self._made_for = _rules(origins.of(key))
        origins.changed.connect(self._compare)

    def _compare(self) -> None:
        if _rules(self._origins.of(self._key)) != self._made_for:
            self._origins.changed.disconnect(self._compare)  # once: a page that holds its typing is not asked again
            self._screen.outdated.emit()


def _rules(source: Source | None) -> tuple[ForeignState, bool] | None:
    """What a page takes from whose its thing is: whether it is written here, and what did not come along."""
    return None if source is None else (source.state, source.with_names)


class OriginBanner(Banner):
    """Says whose the page in sight is, if it is another service's; otherwise takes no room."""

    def __init__(self, origins: Origins, surroundings: Surroundings) -> None:
        super().__init__()
        self._origins, self._surroundings = origins, surroundings
        self._destination: Destination | None = None
        origins.changed.connect(self._show)

    def show_for(self, destination: Destination | None) -> None:
        """Say whose this place is."""
        self._destination = destination
        self._show()

    def _show(self) -> None:
        key = None if self._destination is None else self._destination.id
        source = self._origins.of(key)
        if source is None:
            self.say("")
        else:
            today = self._surroundings.today()
            day = self._surroundings.local(source.as_of).date()
            also = [(name, self._surroundings.local(at).date()) for name, at in source.also]
            said = origin_words(source, day, today, also)
            self.say(said, "warning" if source.is_stale(today) else "info")


def origin_words(source: Source, as_of: date, today: date, also: Iterable[tuple[str, date]] = ()) -> str:
    """`De CEM Los Molles · datos al 12/11/2026 · solo lectura`; what is old says so.

    `as_of`: by her calendar. `also`: other services that tell of him, each with the day of its data.
    """
    day = format_date(as_of)
    if source.state is ForeignState.GIVEN:
        return f"Entregado a {source.service_name} el {day} · {READ_ONLY}"
    said = f"De {source.service_name} · datos al {day} · {READ_ONLY}"
    others = listed([f"{name}, con datos al {format_date(on)}" for name, on in also])
    more = (
        f"También lo envía {others}." if others else "",
        STALE if source.is_stale(today) else "",
        "" if source.with_names else NAMELESS,
    )
    return ". ".join(filter(None, (said, " ".join(filter(None, more)))))
