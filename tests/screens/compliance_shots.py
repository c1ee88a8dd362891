"""How the service and a group stand with the directive: all, what is missing, a declaration."""

from __future__ import annotations

from collections.abc import Callable

from facilitador.ui.screens.compliance.screen import TO_DO, ComplianceScreen
from tests.screens.stage import Stage


def service(stage: Stage) -> ComplianceScreen:
    """The view of the service."""
    return stage.go("compliance", None, ComplianceScreen)


def to_mend(stage: Stage) -> None:
    service(stage).tabs.setCurrentIndex(TO_DO)


def of_group(stage: Stage) -> None:
    screen = stage.go("compliance", stage.group(lambda line: line.counting > 1), ComplianceScreen)
    screen.page.show_widget(screen.rows["6.4.8"])


def declaring(stage: Stage) -> None:
    screen = service(stage)
    screen.rows["6.3.3"].buttons[-1].click()


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("compliance", service),
    ("compliance-missing", to_mend),
    ("compliance-group", of_group),
    ("compliance-declaring", declaring),
)
"""Names of pictures and the steps to each."""
