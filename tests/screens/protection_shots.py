"""Protection matters: none, the list, one with its steps; contacts: shut, asked for, open, waiting for a signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from facilitador.domain.protection import Circumstance, PersonAtRisk
from facilitador.domain.roles import Role
from facilitador.ui.screens.contacts.openings import ContactOpeningsScreen
from facilitador.ui.screens.contacts.screen import ContactsScreen
from facilitador.ui.screens.protection.matter import ProtectionMatterScreen
from facilitador.ui.screens.protection.screen import ProtectionScreen
from facilitador.use_cases.contact_openings import ContactDesk
from facilitador.use_cases.contacts import RecordContact
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants, RegisterParticipant
from facilitador.use_cases.protection import (
    DescribeProtection,
    OpenProtection,
    ProtectionMatters,
    RecordProtectionStep,
)
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.scenes import ficha

SENTENCE = "Dijo en la sesión que esta noche irá a buscar a su expareja."


def none_yet(stage: Stage) -> None:
    """A book of its own without any matter."""
    stage.unlock(stage.new_book("sin-asuntos"), PASSPHRASE)


def with_matters(stage: Stage) -> None:
    """A book of its own with a matter that has steps, and one just opened."""
    stage.unlock(stage.new_book("con-asuntos"), PASSPHRASE)
    if stage.ask(ProtectionMatters()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    key = book.submit([OpenProtection(sentence=SENTENCE)]).result().ids[0]
    book.submit(
        [
            DescribeProtection(
                matter_id=key,
                sentence=SENTENCE,
                at_risk=PersonAtRisk.FORMER_PARTNER,
                circumstances=(Circumstance.IMMEDIATE, Circumstance.WEAPON),
                known="Lo dijo delante de dos personas del equipo.",
            ),
            RecordProtectionStep(
                matter_id=key,
                kind="pnp_105",
                who="Comisaría del distrito",
                done_on=TODAY,
                answer="Enviaron una patrulla a las 20:40.",
                next_on=TODAY + timedelta(days=1),
            ),
            OpenProtection(sentence="La madre llamó: teme por su nieta."),
        ]
    ).result()


def _key(stage: Stage) -> UUID:
    return next(line.id for line in stage.ask(ProtectionMatters()) if line.next_on is not None)


def listed(stage: Stage) -> None:
    stage.go("protection", None, ProtectionScreen)


def asked(stage: Stage) -> None:
    stage.go("protection", None, ProtectionScreen).open_button.click()


def matter(stage: Stage) -> ProtectionMatterScreen:
    return stage.go("protection_matter", _key(stage), ProtectionMatterScreen)


def known(stage: Stage) -> None:
    matter(stage).known_button.click()


def step(stage: Stage) -> None:
    matter(stage).proposed_part.buttons["cem"].click()


def unfinished(stage: Stage) -> None:
    """Another step of which nothing is said."""
    screen = matter(stage)
    screen.proposed_part.buttons["other"].click()
    screen.panel.verb.click()


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("protection", listed),
    ("protection-new", asked),
    ("protection-matter", matter),
    ("protection-known", known),
    ("protection-step", step),
    ("protection-unfinished", unfinished),
)
"""Names of pictures and the steps to each."""


def of_two(stage: Stage) -> None:
    """A book of its own that Julia supervises, with a man and a contact of his."""
    path = stage.new_book("contactos", Role.SUPERVISOR)
    if stage._open_path != path:
        page = stage.unlock_page(path)
        page.person.setCurrentIndex(page.person.findText("Rosa Mamani Quispe"))
        page.clave.edit.setText(PASSPHRASE)
        page.open_button.click()
        stage._open_path = path
    if stage.main and not stage.ask(Participants()):
        book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
        man = book.submit([RegisterParticipant(answers=ficha())]).result().ids[0]
        told = {"told": "Cuenta que la sigue al trabajo.", "contradicts": True}
        book.submit([RecordContact(participant_id=man, **(CONTACT | told))]).result()
        ContactDesk(book).open_in_emergency(man, "Amenaza esta noche.").result()
    stage.settle()


def shut(stage: Stage) -> ContactsScreen:
    return stage.go("contacts", stage.ask(Participants())[0].id, ContactsScreen)


def asked_for(stage: Stage) -> None:
    shut(stage).open_button.click()


def new_contact(stage: Stage) -> None:
    screen = shut(stage)
    screen.new_button.click()
    screen.panel.verb.click()
    stage.settle()
    screen.page.ensureVisible(0, 0)


def open_now(stage: Stage) -> None:
    screen = shut(stage)
    assert screen._surroundings.contacts is not None
    assert screen._id is not None
    screen._read(screen._surroundings.contacts.open_in_emergency(screen._id, "Amenaza.").result())


def openings(stage: Stage) -> None:
    stage.go("contact_openings", None, ContactOpeningsScreen)


CONTACTS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("contacts-shut", shut),
    ("contacts-asked", asked_for),
    ("contacts-new", new_contact),
    ("contacts-open", open_now),
    ("contacts-openings", openings),
)
"""Names of pictures and the steps to each, in the book of two."""
