"""The directory and the emergency page: found, described, a list brought in, read while locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from facilitador.domain.directory import DirectoryLine
from facilitador.ui.emergency.page import EmergencyPage
from facilitador.ui.screen import Destination
from facilitador.ui.screens.directory.screen import DirectoryScreen
from facilitador.use_cases.directory import Directory
from tests.books import TODAY
from tests.screens.stage import Stage

LIST = f"""Tipo;Nombre;Teléfonos;Distrito;Comprobado el;Color
Comisaría;Comisaría de Ñahuimpuquio;900 000 021;Ayacucho;{(TODAY - timedelta(days=9)):%d/%m/%Y};azul
CEM;CEM Los Molles (ejemplo);900 000 013;;;
Serenazgo;Serenazgo sin número;12;Nuncajamás;;
"""


def listed(stage: Stage) -> DirectoryScreen:
    return stage.go("directory", None, DirectoryScreen)


def picked(kind: str) -> Callable[[Stage], None]:
    """An institution of that kind, in its form."""

    def steps(stage: Stage) -> None:
        wanted: DirectoryLine = stage.ask(Directory(kind=kind))[0]
        screen = listed(stage)
        screen.table.go_to(wanted.entry.id)
        pane = screen.pane
        assert pane is not None
        stage.until(lambda: pane.editor.keeper.is_settled)

    return steps


def new(stage: Stage) -> None:
    screen = listed(stage)
    screen.add.click()
    pane = screen.pane
    assert pane is not None
    stage.until(lambda: pane.editor.keeper.is_settled)
    pane.editor.form.restore_draft({"name": "Serenazgo"})
    pane.editor.save_button.click()


def brought(stage: Stage) -> None:
    path = stage.folder / "Documentos" / "instituciones.csv"
    path.write_text(LIST, encoding="utf-8")
    screen = listed(stage)
    stage.dialogs.answers.append(path)
    screen.bring.click()
    stage.until(screen.card.isVisible)


def nothing_found(stage: Stage) -> None:
    screen = listed(stage)
    screen.search.setText("Zzyzx")
    stage.until(screen.nothing.isVisible)


def empty(stage: Stage) -> None:
    stage.go("directory", None, DirectoryScreen)


def emergency(stage: Stage) -> EmergencyPage:
    """The page over home."""
    assert stage.main.navigator.go(Destination("home"))
    stage.settle()
    stage.window.emergency_requested.emit()
    page = stage.program.emergency.page
    assert page is not None
    page.resize(stage.window.size())
    page.move(stage.window.pos())
    stage.settle()
    return page


def emergency_end(stage: Stage) -> None:
    page = emergency(stage)
    bar = page.page.verticalScrollBar()
    bar.setValue(bar.maximum())


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("directory", listed),
    ("directory-entry", picked("cem")),
    ("directory-refuge", picked("refuge")),
    ("directory-new", new),
    ("directory-list", brought),
    ("directory-nothing", nothing_found),
)
OVER: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("emergency", emergency),
    ("emergency-end", emergency_end),
)
"""Names of pictures and the steps to each; what stands over the window has a proof of its own."""
