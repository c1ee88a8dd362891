"""What belongs to another service says so above every page, and nothing there offers to write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton

from facilitador.domain.origins import STALE_DAYS, ForeignState, Source
from facilitador.ui import rooms
from facilitador.ui.main_window import MainWindow
from facilitador.ui.origins import OriginBanner, origin_words
from facilitador.ui.screen import Destination
from facilitador.ui.screens.contacts.screen import STAYS_THERE
from facilitador.ui.screens.groups.group import STAYS_HERE
from facilitador.ui.settings import Settings
from facilitador.ui.widgets.state_pill import StatePill
from facilitador.use_cases.deliveries import ConfirmDelivery, Deliveries, UndoDelivery
from facilitador.use_cases.foreign_pages import ForeignPages
from facilitador.use_cases.package_receiving import TakeIn
from facilitador.use_cases.packages import RemoveSource
from tests.books import NOW, TODAY
from tests.ui.gestures import show
from tests.ui.screens.packages.conftest import Desk, words
from tests.use_cases.logs import Planned, planned
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.scenes import consented
from tests.use_cases.test_handing_over import packed

DAYS = (-7, 0, 7)
WRITING = frozenset(
    {
        *("Inscribir por ficha", "Inscribir a alguien ya registrado", "Importar una lista", "Cambiar los datos"),
        *("Anotar un material entregado", "Empezar el grupo", "Editar ficha", "Agregar una sesión", "Derivar"),
        *("Todos asistieron", "No ingresa hoy", "Agregar a alguien", "Anotar un pedido", "Mover de fecha"),
        *("Proponer de nuevo lo que falta", "Anotar un material", "Escribir su plan", "Anotar una atención"),
        *("Anotar lo que se sabe", "Anotar una decisión", "Digitar hojas", "Leerle en voz alta", "Poner una meta"),
        *("Anotar un contacto", "Registrar su consentimiento", "Ir a Equipo", "Completar los datos del grupo"),
    }
)
"""Verbs of buttons by which something of a group or a man is written."""


@dataclass
class Window:
    """A whole window of a book."""

    main: MainWindow
    banner: OriginBanner
    desk: Desk

    def go(self, kind: str, key: UUID | None) -> set[str]:
        """Go there; what can be pressed, once all was read."""
        assert self.main.navigator.go(Destination("home"))
        assert self.main.navigator.go(Destination(kind, key))
        self.desk.until(lambda: not self.desk.surroundings.session._undelivered)
        return self.there()

    def there(self) -> set[str]:
        """What can be pressed on the page in sight."""
        shown = self.main.navigator.screen
        assert shown is not None
        buttons = shown.findChildren(QAbstractButton)
        return {one.text() for one in buttons if one.isVisibleTo(shown) and one.isEnabled()}


@pytest.fixture
def theirs(facilitator: Desk, stranger: Desk) -> Planned:
    """A group of another service, just taken in with its names."""
    made = planned(facilitator.book, men=2, days=DAYS)
    pair: Pair = acquainted(facilitator.book, stranger.book)
    pair.take(pair.sent(made.group_id))
    return made


@pytest.fixture
def window(theirs: Planned, stranger: Desk) -> Window:
    """The window of the book that took it in."""
    return window_of(stranger)


def window_of(desk: Desk) -> Window:
    """A whole window of the book on this desk."""
    around = desk.surroundings
    made = rooms.furnish(around)
    assert made.origin is not None
    main = MainWindow(
        around.session, made.areas, made.routes, made.find, around.dialogs, Settings(), origin=made.origin
    )
    desk.qtbot.addWidget(main)
    main.resize(1300, 900)
    show(main)
    desk.until(lambda: not around.session._undelivered)
    return Window(main, made.origin, desk)


def test_above_every_page_of_theirs_stands_whose_it_is_and_none_above_one_s_own(
    window: Window, theirs: Planned, stranger: Desk
) -> None:
    said = "De Centro de salud Los Molles · datos al 20/11/2026 · solo lectura"
    man, session = theirs.people[0], theirs.sessions[0]
    pages = [("group", theirs.group_id), ("participant", man), ("session", session), ("evaluation", man)]
    for kind, key in (*pages, ("print_roster", theirs.group_id), ("intake", theirs.group_id)):
        window.go(kind, key)
        assert window.banner.isVisible(), kind
        assert window.banner.text == said
    own = planned(stranger.book, men=2, days=DAYS, name="Grupo Molle", first=5)
    for place in (
        Destination("group", own.group_id),
        Destination("participant", own.people[0]),
        Destination("packages"),
    ):
        window.go(place.kind, place.id)
        assert not window.banner.isVisible(), place


OF_A_GROUP = ("group", "sessions", "applications", "goals")
OF_A_MAN = ("participant", "referrals", "rights", "care", "hand_outs", "evaluation", "exclusion")


def test_no_page_of_theirs_offers_to_write_what_one_s_own_offers(
    window: Window, theirs: Planned, stranger: Desk
) -> None:
    own = planned(stranger.book, men=2, days=DAYS, name="Grupo Molle", first=5)
    for kind in (*OF_A_GROUP, *OF_A_MAN, "session"):
        mine, others = (_key(made, kind) for made in (own, theirs))
        assert window.go(kind, mine) & WRITING, kind
        assert window.go(kind, others) & WRITING == set(), kind
    assert window.go("contacts", theirs.people[0]) & WRITING == set()


def test_what_came_without_names_is_not_said_to_lack_anything_and_what_is_reserved_is_not_offered(
    facilitator: Desk, stranger: Desk
) -> None:
    made = planned(facilitator.book, men=1, days=DAYS)
    facilitator.run(consented(made.people[0]))
    pair: Pair = acquainted(facilitator.book, stranger.book)
    pair.take(pair.sent(made.group_id, with_names=False))
    window = window_of(stranger)
    window.go("participant", made.people[0])
    pills = [one for one in window.main.navigator.screen.findChildren(StatePill) if one.isVisible()]  # type: ignore[union-attr]
    assert pills == []
    assert "Abrir entre dos" not in window.go("contacts", made.people[0])
    assert STAYS_THERE in words(window.main)
    window.go("referrals", made.people[0])
    assert "No hay derivaciones" in words(window.main)


def _key(made: Planned, kind: str) -> UUID:
    if kind == "session":
        return made.sessions[0]
    return made.people[0] if kind in OF_A_MAN else made.group_id


def test_the_banner_goes_with_what_it_speaks_of(window: Window, theirs: Planned, stranger: Desk) -> None:
    window.go("group", theirs.group_id)
    (source,) = {one.book_id for one in stranger.ask(ForeignPages()).values()}
    stranger.surroundings.session.run([RemoveSource(book_id=source)], owner=window.main)
    stranger.until(lambda: not window.banner.isVisible())

    assert stranger.ask(ForeignPages()) == {}


@pytest.mark.parametrize(("days", "old"), [(STALE_DAYS, False), (STALE_DAYS + 1, True)])
def test_what_is_older_than_thirty_days_is_asked_for_anew(days: int, old: bool) -> None:
    source = Source(UUID(int=1), "Red Retama", ForeignState.SUPERVISED, NOW - timedelta(days=days))
    assert ("pida un paquete nuevo" in origin_words(source, TODAY, TODAY)) is old


def test_what_was_handed_over_says_to_whom_and_grows_no_older() -> None:
    source = Source(UUID(int=1), "Red Retama", ForeignState.GIVEN, NOW - timedelta(days=400))
    assert origin_words(source, TODAY, TODAY) == "Entregado a Red Retama el 20/11/2026 · solo lectura"


def test_what_two_services_tell_of_names_both_with_the_day_of_each() -> None:
    source = Source(UUID(int=1), "Red Retama", ForeignState.SUPERVISED, NOW)
    said = origin_words(source, TODAY, TODAY, [("Centro de Ayna", TODAY - timedelta(days=9))])
    assert said.endswith("solo lectura. También lo envía Centro de Ayna, con datos al 11/11/2026.")


def test_a_page_that_stands_open_is_made_anew_when_its_group_goes_and_when_it_comes_back(
    facilitator: Desk, stranger: Desk
) -> None:
    own = planned(facilitator.book, men=2, days=DAYS)
    pair: Pair = acquainted(facilitator.book, stranger.book)
    window = window_of(facilitator)
    assert window.go("group", own.group_id) & WRITING
    assert window.main.navigator.go(Destination("packages"))  # the page of the group lies below, on the way back
    packed(pair, own, reserved=False)
    (delivery,) = facilitator.ask(Deliveries())
    facilitator.surroundings.session.run([ConfirmDelivery(delivery_id=delivery.id)], owner=window.main)
    facilitator.until(lambda: window.main.navigator._trail[-2][1]._surroundings.source is not None)
    assert window.main.navigator.back()
    facilitator.until(lambda: not facilitator.surroundings.session._undelivered)
    assert window.there() & WRITING == set()
    assert STAYS_HERE in words(window.main)  # what is reserved stays here too, until somebody decides
    assert "Antes de empezar" not in words(window.main)
    (plazos,) = [one for one in window.main.findChildren(QAbstractButton) if one.text() == "Ver los plazos"]
    plazos.click()
    assert window.main.navigator.place == "retention"
    assert window.main.navigator.back()

    undo = UndoDelivery(delivery_id=delivery.id, reason="Se queda")
    facilitator.surroundings.session.run([undo], owner=window.main)
    facilitator.until(lambda: bool(window.there() & WRITING))
    assert window.main.navigator.way_back


def test_each_page_tells_of_when_its_own_group_was_told(theirs: Planned, facilitator: Desk, stranger: Desk) -> None:
    pair = Pair(facilitator.book, stranger.book)
    stranger.run(TakeIn(content=pair.again(pair.sent(theirs.group_id), later=2)))
    found = stranger.ask(ForeignPages())
    assert found[theirs.group_id].as_of == NOW + timedelta(minutes=2)
    assert found[theirs.sessions[0]].as_of == NOW + timedelta(minutes=2)
