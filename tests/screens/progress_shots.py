"""How a man and a group go on, in the example book; and a man of whom nothing is known yet."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.progress.group import GroupProgressScreen
from facilitador.ui.screens.progress.screen import ProgressScreen
from facilitador.ui.widgets.table_behind import TableBehind
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.progress import ManProgressOf
from tests.screens.stage import Stage


def running(stage: Stage) -> UUID:
    """The example group that has met most."""
    return max(stage.ask(Groups()), key=lambda line: line.counting).group.id


def _man(stage: Stage, *, came: bool) -> UUID:
    """Somebody of any group who came to a session, or to none."""
    for line in sorted(stage.ask(Groups()), key=lambda line: -line.counting):
        for entry in stage.ask(Roster(group_id=line.group.id)):
            man = entry.stint.participant_id
            if bool(stage.ask(ManProgressOf(participant_id=man)).attended) is came:
                return man
    raise AssertionError("the example book has men of both kinds")


def man(stage: Stage) -> None:
    stage.go("progress", _man(stage, came=True), ProgressScreen)


def sessions_table(stage: Stage) -> None:
    """His sessions as a table behind the strip."""
    screen = stage.go("progress", _man(stage, came=True), ProgressScreen)
    behind = screen.findChild(TableBehind)
    assert behind is not None
    behind.button.click()
    stage.settle()
    screen.page.ensureWidgetVisible(behind)


def newcomer(stage: Stage) -> None:
    stage.go("progress", _man(stage, came=False), ProgressScreen)


def group(stage: Stage) -> None:
    stage.go("group_progress", running(stage), GroupProgressScreen)


def sheet(stage: Stage) -> None:
    stage.until_painted(stage.go("print_progress", _man(stage, came=True), PrintScreen))


def constancia(stage: Stage) -> None:
    stage.until_painted(stage.go("print_constancia_plain", _man(stage, came=True), PrintScreen))


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("progress", man),
    ("progress-table", sessions_table),
    ("progress-none", newcomer),
    ("group-progress", group),
    ("progress-sheet", sheet),
    ("progress-constancia", constancia),
)
"""Names of pictures and the steps to each."""
