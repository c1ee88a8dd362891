"""Registro de uso: all of it, one day, who opened a ficha, and what the proof says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from uuid_utils.compat import uuid7

from facilitador.domain.roles import Role
from facilitador.ui.screens.audit.screen import AuditScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.services.screen import ServiceScreen
from facilitador.use_cases import books
from facilitador.use_cases.books import NewBook
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import ParticipantRecord, Participants, RegisterParticipant
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.prints import FichaPrint
from tests.books import PASSPHRASE, SERVICE
from tests.screens.stage import Stage
from tests.use_cases.scenes import ficha

TEMPORARY = "molle-viento-9-jora"


def supervised(stage: Stage) -> None:
    """A book with a little history, open for Elena, who supervises."""
    path = stage.folder / "Documentos" / "supervisado" / f"{SERVICE.name}.facilitador"
    if not path.exists():
        path.parent.mkdir()
        _make(stage, path)
    if stage._open_path == path:
        return
    page = stage.unlock_page(path)
    page.person.setCurrentIndex(page.person.findText("Elena Rosales Apaza"))
    page.clave.edit.setText(PASSPHRASE)
    page.open_button.click()
    assert stage.main is not None
    stage._open_path = path
    stage.settle()


def _make(stage: Stage, path: Path) -> None:
    around = stage.environment
    new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE)
    book, _ = books.create(path, new, around).result()
    men = book.submit([RegisterParticipant(answers=ficha(number)) for number in range(1, 5)]).result().ids
    group = book.submit([FormGroup(name="Molle")]).result().ids[0]
    book.submit([EnrolParticipant(group_id=group, participant_id=man) for man in men]).result()
    for man in men:
        book.ask(ParticipantRecord(participant_id=man)).result()
    book.ask(FichaPrint(participant_id=men[0])).result()
    elena = AddPersonWithAccess(
        id=uuid7(), given_names="Elena", surnames="Rosales Apaza", profession="psychology", role=Role.SUPERVISOR
    )
    books.add_person(book, elena, TEMPORARY, around).result()
    book.close()
    opened = books.open_with_passphrase(path, elena.id, TEMPORARY, around).result()
    books.change_passphrase(opened, TEMPORARY, PASSPHRASE, around).result()
    opened.close()


def whole(stage: Stage) -> AuditScreen:
    screen = stage.go("audit", None, AuditScreen)
    stage.until(lambda: bool(screen.table.shown))
    return screen


def of_a_day(stage: Stage) -> None:
    screen = whole(stage)
    screen.filters.today_button.click()
    stage.until(screen.print_button.isVisible)


def printed(stage: Stage) -> None:
    of_a_day(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, AuditScreen)
    screen.print_button.click()
    stage.settle()
    paper = stage.main.navigator.screen
    assert isinstance(paper, PrintScreen)
    stage.until_painted(paper)


def nothing(stage: Stage) -> None:
    screen = whole(stage)
    screen.filters.yesterday_button.click()
    stage.until(screen.empty.isVisible)


def of_a_man(stage: Stage) -> None:
    man = stage.ask(Participants())[0].id
    screen = stage.go("audit", man, AuditScreen)
    stage.until(lambda: bool(screen.about.text()))


def on_the_record(stage: Stage) -> None:
    stage.go("participant", stage.ask(Participants())[0].id, ParticipantScreen)


def proved(stage: Stage) -> None:
    screen = whole(stage)
    screen.proof.check_button.click()
    stage.until(lambda: "entero" in screen.proof.message.text)
    screen.page.show_widget(screen.proof.message)


def in_the_service(stage: Stage) -> None:
    screen = stage.go("service", None, ServiceScreen)
    stage.until(lambda: bool(screen.trail.readers.text()))
    screen.page.show_widget(screen.trail)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("audit", whole),
    ("audit-day", of_a_day),
    ("audit-printed", printed),
    ("audit-nothing", nothing),
    ("audit-of-a-man", of_a_man),
    ("audit-record", on_the_record),
    ("audit-proved", proved),
    ("audit-service", in_the_service),
)
"""Names of pictures and the steps to each."""
