"""Goals, indicators and reports: of a group with numbers, and of a service where nothing is counted yet."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.ui.screens.goals.screen import GoalsScreen
from facilitador.ui.screens.indicators.screen import IndicatorsScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.reports.screen import ReportsScreen
from facilitador.use_cases.goals import Goals
from facilitador.use_cases.groups import Groups
from facilitador.use_cases.pieces import Step
from tests.screens.stage import Stage


def _running(stage: Stage) -> UUID:
    """The example group that has met most."""
    return max(stage.ask(Groups()), key=lambda line: line.counting).group.id


def indicators(stage: Stage) -> None:
    screen = stage.go("indicators", _running(stage), IndicatorsScreen)
    assert screen.table is not None
    screen.table.go_to("attendance")


def behind_the_drawing(stage: Stage) -> None:
    indicators(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, IndicatorsScreen)
    screen.behind.button.click()
    stage.settle()
    screen.page.verticalScrollBar().setValue(screen.page.verticalScrollBar().maximum())


def of_service(stage: Stage) -> None:
    screen = stage.go("indicators", None, IndicatorsScreen)
    screen.span.setCurrentIndex(1)
    screen.span.activated.emit(1)


def counting(stage: Stage) -> None:
    """While it is counted anew, what was counted before stays."""
    indicators(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, IndicatorsScreen)
    screen.reading._show_reading()
    screen.reading._show_step(Step(12, 64))


def broken_off(stage: Stage) -> None:
    """The first counting was broken off: there is nothing to see yet."""
    screen = stage.go("indicators", None, IndicatorsScreen)
    screen.content.hide()
    screen.about.setText("")
    screen.reading._answered = False
    screen.reading._show_reading()
    screen.reading.cancel_button.click()


def counting_to_save(stage: Stage) -> None:
    screen = stage.go("reports", None, ReportsScreen)
    screen._begin("Contando")
    screen.working.say("Contando… 12 de 64", 12, 64)


def goals(stage: Stage) -> None:
    stage.go("goals", _with_goals(stage), GoalsScreen)


def new_goal(stage: Stage) -> None:
    stage.go("goals", _with_goals(stage), GoalsScreen).new_button.click()


def nothing_counted(stage: Stage) -> None:
    stage.go("indicators", None, IndicatorsScreen)


def no_goals(stage: Stage) -> None:
    stage.go("goals", None, GoalsScreen)


def reports(stage: Stage) -> None:
    stage.go("reports", None, ReportsScreen)


def paper(stage: Stage) -> None:
    stage.until_painted(stage.go("print_report", _running(stage), PrintScreen))


def _with_goals(stage: Stage) -> UUID | None:
    for line in stage.ask(Groups()):
        if stage.ask(Goals(group_id=line.group.id)):
            return line.group.id
    return None


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("indicators", indicators),
    ("indicators-table", behind_the_drawing),
    ("indicators-service", of_service),
    ("indicators-counting", counting),
    ("indicators-broken-off", broken_off),
    ("reports-counting", counting_to_save),
    ("goals", goals),
    ("goals-new", new_goal),
    ("reports", reports),
    ("report-paper", paper),
)
"""Names of pictures and the steps to each, in the example book."""

EMPTY: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("indicators-empty", nothing_counted),
    ("goals-empty", no_goals),
)
"""The same where nothing was recorded yet."""
