"""A group goes to who supervises it and is seen there, all by clicks, between two real books."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from facilitador.domain.origins import OWN
from facilitador.domain.taken_packages import PackageWay
from facilitador.ui.screen import Destination
from facilitador.ui.screens.packages.prepare import PrepareScreen
from facilitador.ui.screens.packages.receive import NOTHING_NEWER, TAKEN, TAKEN_ALREADY, UNDONE, ReceiveScreen
from facilitador.ui.screens.packages.screen import REMOVE, UNDO, PackagesScreen
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.package_sending import Pack, PackWish
from facilitador.use_cases.packages import Packages
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.trusted_keys import OwnKey
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.screens.packages.conftest import Desk, words
from tests.use_cases.packing import Pair
from tests.use_cases.scenes import group_of

GROUP = "Grupo Retama"


@pytest.fixture
def group(facilitator: Desk, supervisor: Desk) -> UUID:
    """A group of three men; both trust each other's keys."""
    facilitator.trust(supervisor)
    supervisor.trust(facilitator)
    return group_of(facilitator.book, 3, GROUP)[0]


def prepare(desk: Desk) -> PrepareScreen:
    screen = desk.open(PrepareScreen, folder=lambda: desk.folder)
    desk.until(lambda: screen.form is not None)
    return screen


def receive(desk: Desk) -> ReceiveScreen:
    return desk.open(ReceiveScreen, folder=lambda: desk.folder)


def choose(desk: Desk, screen: ReceiveScreen, path: Path | None) -> None:
    desk.dialogs.answers = [path]
    one = screen.choose_button if screen.choose_button.isVisible() else screen.other_button
    one.click()


def packed(desk: Desk, other: Desk, group: UUID, name: str = "enviado.paquete", **wish: Any) -> Path:
    """A package of the group on the stick, as the page would write it."""
    path = desk.folder / name
    known = PackWish(
        group_ids=(group,), recipients=(other.ask(OwnKey()).identity.fingerprint,), purpose="Supervisión", **wish
    )
    path.write_bytes(desk.ask(Pack(wish=known)).content)
    return path


def taken(desk: Desk, path: Path) -> ReceiveScreen:
    screen = receive(desk)
    choose(desk, screen, path)
    desk.until(screen.take_button.isVisible)
    screen.take_button.click()
    desk.until(lambda: TAKEN in screen.message.text)
    return screen


def test_a_group_is_sent_and_seen_by_who_supervises_it_without_the_names(
    facilitator: Desk, supervisor: Desk, group: UUID
) -> None:
    preparing = prepare(facilitator)
    assert preparing.form is not None
    purpose = preparing.form.rows["purpose"].control
    preparing.look_button.click()  # the purpose is missing
    assert "purpose" in preparing.form.shown
    assert not preparing.weight.isVisible()
    facilitator.until(lambda: not preparing.form.rows["purpose"].control.visibleRegion().isEmpty())
    purpose.set_value("Supervisión de noviembre")
    purpose.changed.emit()
    preparing.look_button.click()
    facilitator.until(preparing.save_button.isVisible)
    assert "Grupos: 1" in words(preparing.weight)
    assert "Nunca van" in words(preparing.weight)
    assert_accessible(preparing)
    path = facilitator.folder / "paquete.paquete"
    facilitator.dialogs.answers = [path]
    preparing.save_button.click()
    facilitator.until(path.exists)
    facilitator.until(lambda: "solo lo abre Rosa" in preparing.message.text)
    assert b"Retama" not in path.read_bytes()

    receiving = receive(supervisor)
    assert_accessible(receiving)
    choose(supervisor, receiving, path)
    supervisor.until(receiving.take_button.isVisible)
    assert "Centro de salud Los Molles" in words(receiving.preview)
    assert "1 grupo, 3 participantes: Grupo Retama" in words(receiving.preview)
    assert supervisor.ask(Groups()) == ()
    receiving.take_button.click()
    supervisor.until(lambda: TAKEN in receiving.message.text)
    receiving.groups_button.click()

    (line,) = supervisor.ask(Groups())
    assert line.group.name == GROUP
    assert supervisor.ask(Groups(origin=OWN)) == ()
    assert supervisor.wished == [Destination("groups")]
    names = {man.full_name for man in supervisor.ask(Participants())}
    assert len(names) == 3
    assert not any("José" in name for name in names)
    assert [one.way for one in facilitator.ask(Packages())] == [PackageWay.SENT]


def test_nothing_is_noted_as_sent_where_no_place_was_chosen(facilitator: Desk, group: UUID) -> None:
    screen = prepare(facilitator)
    assert screen.form is not None
    screen.form.rows["purpose"].control.set_value("Supervisión")
    screen.form.rows["purpose"].control.changed.emit()
    screen.look_button.click()
    facilitator.until(screen.save_button.isVisible)
    facilitator.dialogs.answers = [None]
    screen.save_button.click()

    assert facilitator.ask(Packages()) == ()


def test_a_package_that_could_not_be_written_is_written_elsewhere_and_noted_once(
    facilitator: Desk, group: UUID
) -> None:
    screen = prepare(facilitator)
    assert screen.form is not None
    screen.form.rows["purpose"].control.set_value("Supervisión")
    screen.form.rows["purpose"].control.changed.emit()
    screen.look_button.click()
    facilitator.until(screen.save_button.isVisible)
    facilitator.dialogs.answers = [facilitator.folder / "no-hay" / "a.paquete"]
    screen.save_button.click()
    facilitator.until(lambda: "no se pudo guardar" in screen.message.text)
    facilitator.dialogs.answers = [facilitator.folder / "b.paquete"]
    screen.save_button.click()
    facilitator.until(lambda: "Se guardó «b.paquete»" in screen.message.text)

    assert len(facilitator.ask(Packages())) == 1


def test_the_same_package_twice_and_an_older_one_change_nothing(
    facilitator: Desk, supervisor: Desk, group: UUID
) -> None:
    older = packed(facilitator, supervisor, group, "ayer.paquete")
    path = packed(facilitator, supervisor, group)
    path.write_bytes(Pair(facilitator.book, supervisor.book).again(path.read_bytes(), later=1))
    taken(supervisor, path)
    again = receive(supervisor)
    choose(supervisor, again, path)
    supervisor.until(lambda: again.message.text == TAKEN_ALREADY)
    assert not again.take_button.isVisible()
    choose(supervisor, again, older)
    supervisor.until(lambda: again.message.text == NOTHING_NEWER)

    assert len(supervisor.ask(Packages())) == 1


def test_what_was_taken_in_is_undone_at_once_and_also_from_the_list(
    facilitator: Desk, supervisor: Desk, group: UUID
) -> None:
    path = packed(facilitator, supervisor, group)
    receiving = taken(supervisor, path)
    receiving.undo_button.click()
    supervisor.until(lambda: receiving.message.text == UNDONE)
    assert supervisor.ask(Groups()) == ()

    taken(supervisor, packed(facilitator, supervisor, group, "otra.paquete"))
    listed = supervisor.open(PackagesScreen)
    supervisor.until(lambda: any(card.buttons for card in listed.cards.values()))
    assert_accessible(listed)
    (button,) = [card.buttons["undo"] for card in listed.cards.values() if "undo" in card.buttons]
    supervisor.dialogs.answers = [UNDO]
    button.click()
    supervisor.until(lambda: "Deshecho el" in words(listed))
    assert supervisor.ask(Groups()) == ()


def test_a_source_is_taken_out_of_the_book_as_a_whole(facilitator: Desk, supervisor: Desk, group: UUID) -> None:
    taken(supervisor, packed(facilitator, supervisor, group))
    listed = supervisor.open(PackagesScreen)
    supervisor.until(lambda: bool(listed.sources.buttons))
    assert "Grupo Retama · datos al 20/11/2026" in words(listed.sources)
    (button,) = listed.sources.buttons.values()
    supervisor.dialogs.answers = [REMOVE]
    button.click()
    supervisor.until(lambda: "ya no está en este cuaderno" in listed.message.text)
    supervisor.until(lambda: "Se quitó: lo que trajo ya no está" in words(listed))
    assert [card.buttons for card in listed.cards.values()] == [{}]  # nothing is left to undo

    assert supervisor.ask(Groups()) == ()


def test_with_nobody_trusted_the_way_to_the_keys_is_shown(facilitator: Desk) -> None:
    group_of(facilitator.book, 1, GROUP)
    screen = facilitator.open(PrepareScreen)
    facilitator.until(screen.nobody.isVisible)
    assert screen.nobody.action is not None
    screen.nobody.action.click()

    assert facilitator.wished == [Destination("keys")]
    assert screen.form is None


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "no es un paquete"), (b"", "no es un paquete"), (None, "no se puede leer")],
)
def test_the_wrong_file_is_told_calmly_and_nothing_is_stored(
    supervisor: Desk, content: bytes | None, said: str
) -> None:
    path = supervisor.folder / "foto.paquete"
    if content is not None:
        path.write_bytes(content)
    screen = receive(supervisor)
    choose(supervisor, screen, path)
    supervisor.until(lambda: said in screen.message.text)

    assert screen.choose_button.isVisible()
    assert not screen.preview.isVisible()
    assert supervisor.ask(Packages()) == ()


def test_a_package_for_somebody_else_is_told_so(
    facilitator: Desk, supervisor: Desk, stranger: Desk, group: UUID
) -> None:
    stranger.trust(facilitator)
    screen = receive(stranger)
    choose(stranger, screen, packed(facilitator, supervisor, group))
    stranger.until(lambda: "no está dirigido a usted" in screen.message.text)
    assert not screen.keys_button.isVisible()

    assert stranger.ask(Packages()) == ()


def test_a_stranger_with_a_known_name_is_told_by_that_name(
    facilitator: Desk, supervisor: Desk, stranger: Desk, group: UUID
) -> None:
    stranger.trust(supervisor)
    screen = receive(supervisor)
    choose(supervisor, screen, packed(stranger, supervisor, group_of(stranger.book, 1)[0]))
    supervisor.until(lambda: "se presenta como Rosa Mamani Quispe, pero con otra llave" in screen.message.text)
    screen.keys_button.click()
    assert supervisor.wished == [Destination("keys")]

    assert supervisor.ask(Packages()) == ()


def test_what_may_no_longer_be_opened_is_told_with_its_day(facilitator: Desk, supervisor: Desk, group: UUID) -> None:
    path = packed(facilitator, supervisor, group)
    pair = Pair(facilitator.book, supervisor.book)
    path.write_bytes(pair.again(path.read_bytes(), until=TODAY - timedelta(days=1)))
    screen = receive(supervisor)
    choose(supervisor, screen, path)
    supervisor.until(lambda: "podía abrirse hasta el 19/11/2026" in screen.message.text)

    assert supervisor.ask(Packages()) == ()


def test_giving_up_while_it_is_read_leaves_the_page_as_it_was(facilitator: Desk, supervisor: Desk, group: UUID) -> None:
    path = packed(facilitator, supervisor, group)
    screen = receive(supervisor)
    choose(supervisor, screen, path)
    screen.cancel_button.click()
    supervisor.until(lambda: not screen._reading.busy and not supervisor.surroundings.session._undelivered)

    assert screen.choose_button.isVisible()
    assert not screen.preview.isVisible()
    choose(supervisor, screen, path)
    supervisor.until(screen.take_button.isVisible)
