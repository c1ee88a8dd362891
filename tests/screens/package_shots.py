"""Keys and packages: nobody known yet, a key to confirm, prepared, received, clashing, refused; what is only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from facilitador.domain.origins import OWN
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Role
from facilitador.domain.taken_packages import Conflict
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.packages.keys import KeysScreen
from facilitador.ui.screens.packages.prepare import PrepareScreen
from facilitador.ui.screens.packages.receive import ReceiveScreen
from facilitador.ui.screens.packages.screen import PackagesScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.moving import ManWish, PackMan, RecordMovingConsent
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.package_receiving import TakeIn
from facilitador.use_cases.package_sending import Pack, PackWish
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.trusted_keys import OwnKey, TrustedKeys
from tests.books import PASSPHRASE, SERVICE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.packing import Pair, acquainted
from tests.use_cases.scenes import ficha, group_of, register

OLD = 40
"""Days after which what came is to be asked for anew."""


def alone(stage: Stage) -> None:
    """Rosa's book with a group, before she knows anybody; Elena's key lies beside it as a file."""
    stage.unlock(stage.new_book("paquetes"), PASSPHRASE)
    if not stage.ask(Groups()):
        group_of(_book(stage), 3, "Grupo Molle")
        with _elena(stage) as other:
            _file(stage, "elena.llave").write_text(other.ask(OwnKey()).result().text, encoding="utf-8")


def known(stage: Stage) -> None:
    """Rosa's book once they know each other: an old group of Elena's is here, one of Rosa's was sent to her."""
    stage.unlock(stage.new_book("paquetes-recibidos"), PASSPHRASE)
    if stage.ask(TrustedKeys()):
        return
    book = _book(stage)
    with _elena(stage) as other:
        pair = acquainted(other, book)
        there = group_of(other, 4, "Grupo Retama")[0]
        old = pair.again(pair.sent(there, with_names=False), later=-OLD * 24 * 60)
        book.submit([TakeIn(content=old)]).result()
        (man,) = register(other, ficha(5))
        other.submit([EnrolParticipant(group_id=there, participant_id=man)]).result()
        _file(stage, "nuevo.paquete").write_bytes(pair.sent(there, with_names=False))
        _file(stage, "llega.paquete").write_bytes(_of_a_man(pair, group_of(other, 1, "Grupo Chilca")[1][0]))
        wish = PackWish(
            group_ids=(group_of(book, 3, "Grupo Molle")[0],),
            recipients=(other.ask(OwnKey()).result().identity.fingerprint,),
            purpose="Supervisión de noviembre",
            until=TODAY + timedelta(days=3),
            with_names=False,
        )
        book.ask(Pack(wish=wish)).result()
    stage.close_book()  # so that the window reads whose the group is as it does for everybody: when it opens
    stage.unlock(stage.new_book("paquetes-recibidos"), PASSPHRASE)


def _of_a_man(pair: Pair, man: UUID) -> bytes:
    """A package with somebody whom Rosa's book knows, too, by his document."""
    to = pair.there.ask(OwnKey()).result().identity
    agreed = RecordMovingConsent(
        participant_id=man,
        service_name=to.service_name,
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
    )
    pair.home.submit([agreed]).result()
    wish = ManWish(participant_id=man, recipients=(to.fingerprint,), purpose="Se mudó")
    content: bytes = pair.home.ask(PackMan(wish=wish)).result().content
    return content


@contextmanager
def _elena(stage: Stage) -> Iterator[OpenBook]:
    """The book of another service, open beside the window."""
    path = _file(stage, "huanta") / "huanta.facilitador"
    if path.exists():
        person = books.inspect(path, stage.environment).people[0]
        opened = books.open_with_passphrase(path, person.id, PASSPHRASE, stage.environment).result()
    else:
        path.parent.mkdir()
        service = msgspec.structs.replace(SERVICE, name="Centro de salud Huanta")
        new = NewBook(service, "Elena", "Ríos Apaza", "social_work", Role.FACILITATOR, PASSPHRASE)
        opened, _ = books.create(path, new, stage.environment).result()
    try:
        yield opened
    finally:
        opened.close()


def _book(stage: Stage) -> OpenBook:
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    return book


def _file(stage: Stage, name: str) -> Path:
    return stage.folder / "Documentos" / name


def keys(stage: Stage) -> KeysScreen:
    return stage.go("keys", None, KeysScreen)


def key_to_confirm(stage: Stage) -> None:
    screen = keys(stage)
    stage.dialogs.answers = [_file(stage, "elena.llave")]
    screen.add_button.click()
    stage.until(lambda: screen.panel.form is not None)


def packages(stage: Stage) -> PackagesScreen:
    return stage.go("packages", None, PackagesScreen)


def packages_end(stage: Stage) -> None:
    bar = packages(stage).page.verticalScrollBar()
    bar.setValue(bar.maximum())


def prepare(stage: Stage) -> PrepareScreen:
    return stage.go("prepare_package", None, PrepareScreen)


def prepared(stage: Stage) -> PrepareScreen:
    screen = prepare(stage)
    assert screen.form is not None
    purpose = screen.form.rows["purpose"].control
    purpose.set_value("Supervisión de noviembre")
    purpose.changed.emit()
    screen.look_button.click()
    stage.until(screen.save_button.isVisible)
    return screen


def handing_over(stage: Stage) -> None:
    """The group is to go to another service, and its reserved documents with it."""
    screen = prepare(stage)
    assert screen.form is not None
    everybody = screen.form.rows["recipients"].control.value()
    for name, given in (("use", "handover"), ("reserved_for", everybody)):
        screen.form.rows[name].control.set_value(given)
        screen.form.rows[name].control.changed.emit()


def delivered(stage: Stage) -> None:
    """Prepared to be handed over, and about to be confirmed."""
    handing_over(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, PrepareScreen)
    assert screen.form is not None
    screen.form.rows["purpose"].control.set_value("Cambio de equipo")
    screen.form.rows["purpose"].control.changed.emit()
    screen.look_button.click()
    stage.until(screen.save_button.isVisible)
    stage.dialogs.answers = [_file(stage, "entrega.paquete")]
    screen.save_button.click()
    stage.until(screen.list_button.isVisible)
    listed = packages(stage)
    next(card.buttons["confirm"] for card in listed.cards.values() if "confirm" in card.buttons).click()


def given(stage: Stage) -> None:
    """The group is another service's now: what stays here, and where that is decided."""
    listed = stage.main.navigator.screen
    assert isinstance(listed, PackagesScreen)
    listed.panel.verb.click()
    stage.until(lambda: bool(listed.message.text))
    stage.go("group", stage.group(lambda line: line.group.name == "Grupo Molle"), GroupScreen)


def arrived(stage: Stage) -> None:
    """A man came who may be one of those who are here."""
    take(stage, "llega.paquete")
    screen = packages(stage)
    stage.until(lambda: bool(screen.received.unite_buttons))


def saved(stage: Stage) -> None:
    screen = prepared(stage)
    stage.dialogs.answers = [_file(stage, "paquete.paquete")]
    screen.save_button.click()
    stage.until(screen.list_button.isVisible)


def receive(stage: Stage) -> ReceiveScreen:
    return stage.go("receive_package", None, ReceiveScreen)


def previewed(stage: Stage) -> ReceiveScreen:
    screen = receive(stage)
    stage.dialogs.answers = [_file(stage, "nuevo.paquete")]
    screen.choose_button.click()
    stage.until(screen.take_button.isVisible)
    return screen


def clashing(stage: Stage) -> None:
    """Two rows that were changed on both sides, as they are when a group came back from another service."""
    screen = previewed(stage)
    shown = screen._preview
    assert shown is not None
    answers = ({"given_names": "José", "phone": "987654321"}, {"given_names": "José Luis", "phone": "912345678"})
    mine, theirs = ({"answers": msgspec.json.encode(one).decode()} for one in answers)
    clashes = (
        Conflict("a", "participants", mine, theirs, "Quispe, José"),
        Conflict("b", "sessions", {"day": "2026-11-03", "minutes": 90}, {"day": "2026-11-04", "minutes": 120}),
    )
    screen._show(screen._asked, replace(shown, conflicts=clashes))
    stage.settle()
    bar = screen.page.verticalScrollBar()
    bar.setValue(bar.maximum())


def refused(stage: Stage) -> None:
    screen = receive(stage)
    path = _file(stage, "foto.paquete")
    path.write_bytes(b"%PDF-1.7")
    stage.dialogs.answers = [path]
    screen.choose_button.click()
    stage.until(lambda: bool(screen.message.text))


def nothing_newer(stage: Stage) -> None:
    taken(stage)
    screen = receive(stage)
    stage.dialogs.answers = [_file(stage, "nuevo.paquete")]
    screen.choose_button.click()
    stage.until(lambda: bool(screen.message.text))


def taken(stage: Stage) -> None:
    take(stage, "nuevo.paquete")


def take(stage: Stage, name: str) -> None:
    screen = receive(stage)
    stage.dialogs.answers = [_file(stage, name)]
    screen.choose_button.click()
    stage.until(screen.other_button.isVisible)
    if screen.take_button.isVisible():
        screen.take_button.click()
        stage.until(screen.groups_button.isVisible)


def their_group(stage: Stage) -> GroupScreen:
    return stage.go("group", _theirs(stage), GroupScreen)


def their_man(stage: Stage) -> None:
    theirs = {line.id for line in stage.ask(Participants())} - {line.id for line in stage.ask(Participants(origin=OWN))}
    stage.go("participant", min(theirs), ParticipantScreen)


def _theirs(stage: Stage) -> UUID:
    own = {line.group.id for line in stage.ask(Groups(origin=OWN))}
    return stage.group(lambda line: line.group.id not in own)


ALONE: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("keys-nobody", keys),
    ("keys-confirm", key_to_confirm),
    ("packages-none", packages),
    ("prepare-nobody", prepare),
    ("receive", receive),
    ("receive-refused", refused),
)
"""Names of pictures and the steps to each, before anybody is known."""

KNOWN: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("keys", keys),
    ("packages", packages),
    ("packages-end", packages_end),
    ("prepare", prepare),
    ("prepare-weight", prepared),
    ("prepare-saved", saved),
    ("packages-arrived", arrived),
    ("prepare-handover", handing_over),
    ("packages-delivery", delivered),
    ("group-given", given),
    ("group-of-another", their_group),
    ("participant-of-another", their_man),
    ("receive-preview", previewed),
    ("receive-clashing", clashing),
    ("receive-taken", taken),
    ("receive-nothing-newer", nothing_newer),
)
"""The same afterwards, in an order in which each finds what it needs."""
