"""Importing a list: every page worth looking at, on the book of example data."""

from __future__ import annotations

from pathlib import Path

from facilitador.domain.groups import AgeBand, GroupStatus
from facilitador.domain.roster_imports import RowStatus
from facilitador.ui.screens.roster_imports.history import UNDO
from facilitador.ui.screens.roster_imports.screen import RosterImportScreen
from facilitador.use_cases.participants import Participants
from tests.screens.stage import Stage

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0\0"


def start(stage: Stage) -> RosterImportScreen:
    """Where the file is chosen."""
    forming = stage.group(
        lambda line: line.group.status is GroupStatus.FORMING and line.group.age_band is AgeBand.ADULTS
    )
    return stage.go("import_roster", forming, RosterImportScreen)


def refused(stage: Stage) -> None:
    screen = start(stage)
    _choose(stage, screen, OLD_FORMAT)
    stage.until(screen.start.message.isVisible)


def review(stage: Stage) -> RosterImportScreen:
    """A list with rows of every kind."""
    screen = start(stage)
    known = next(man for man in stage.ask(Participants(limit=50)) if man.document_number)
    alike = next(man for man in stage.ask(Participants(limit=50)) if man.id != known.id)
    rows = [
        "Relación de participantes;;;;;",
        "N°;Apellidos y nombres;DNI;F. Nac.;Celular;Observaciones",
        "1;Quispe Mamani, José Luis;40000001;09/03/1985;987654321;viene los martes",
        "2;Ñahui Álvarez Teófilo Segundo;40000002;1/12/90;;",
        "3;Shapiama, Elías;40000003;31/02/1990;912345678;",
        f"4;{known.full_name};{known.document_number};;;",
        f"5;{alike.full_name};;;;",
        "6;Yupanqui Condori, Abel;123456;05/06/1970;;",
        *(f"{n};Apaza Flores, Juan {n};4000{n:04};01/02/1980;98765{n:04};" for n in range(7, 18)),
        "Total;;;;;",
    ]
    _choose(stage, screen, "\n".join(rows).encode("cp1252"))
    stage.until(screen.review.isVisible)
    return screen


def row(stage: Stage) -> None:
    screen = review(stage)
    laid = screen.reader.now
    assert laid is not None
    wanted = next(one for one in laid.settled.rows if one.status is RowStatus.DUPLICATE)
    screen.review.table.go_to(wanted.number)
    stage.settle()
    screen.review.page.show_widget(screen.review.card)


def columns(stage: Stage) -> None:
    screen = review(stage)
    screen.review.columns.toggle.click()
    stage.settle()
    screen.review.page.show_widget(screen.review.columns)


def unknown(stage: Stage) -> None:
    screen = start(stage)
    _choose(stage, screen, "\n".join(f"{n};valor {n};otro" for n in range(5)).encode())
    stage.until(screen.review.isVisible)


def waiting(stage: Stage) -> None:
    screen = start(stage)
    screen.waiting.say("Leyendo el archivo…")
    screen._stack.setCurrentWidget(screen.waiting)


def done(stage: Stage) -> None:
    """Imported; `undone` follows, so that the book is as before for whoever comes next."""
    screen = start(stage)
    _choose(stage, screen, b"Apellidos y nombres;DNI\nQuispe Mamani, Lucio;40000001\n")
    stage.until(screen.review.bar.import_button.isEnabled)
    screen.review.bar.import_button.click()
    stage.until(lambda: bool(screen.done.past.buttons))


def undone(stage: Stage) -> None:
    """Taken back from among the lists of other days."""
    screen = start(stage)
    stage.dialogs.answers.append(UNDO)
    screen.start.past.buttons[0].click()
    stage.until(screen.start.message.isVisible)


def _choose(stage: Stage, screen: RosterImportScreen, content: bytes) -> None:
    path = Path(stage.folder / "lista de inscritos.csv")
    path.write_bytes(content)
    stage.dialogs.answers.append(path)
    screen.start.choose.click()
