"""A book among others: this service's own group, one of a service of this week, and one whose data are old."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from facilitador.domain.origins import ALL, of_book
from facilitador.ui.origin_choice import detail_of
from facilitador.ui.screens.compliance.screen import ComplianceScreen
from facilitador.ui.screens.groups.group import GroupScreen
from facilitador.ui.screens.groups.screen import GroupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.indicators.screen import IndicatorsScreen
from facilitador.ui.screens.participants.screen import ParticipantsScreen
from facilitador.ui.screens.reviews.screen import ReviewsScreen
from facilitador.use_cases.groups import Groups
from tests.books import PASSPHRASE
from tests.screens.package_shots import _book
from tests.screens.stage import Stage
from tests.use_cases.foreign_books import THERE, taken_in
from tests.use_cases.scenes import group_of

OLD = UUID(int=78)


def among_others(stage: Stage) -> None:
    """The book, with what came in."""
    path = stage.new_book("entre-servicios")
    stage.unlock(path, PASSPHRASE)
    if not stage.ask(Groups()):
        book = _book(stage)
        group = group_of(book, 3, "Grupo Molle")[0]
        taken_in(book, group)
        taken_in(book, group, book_id=OLD, service="Centro de Ayna", days_ago=40)
        stage.close_book()  # so that the window reads whose each group is as it does for everybody
        stage.unlock(path, PASSPHRASE)


def home(stage: Stage) -> None:
    screen = stage.go("home", None, HomeScreen)
    stage.until(screen.elsewhere.isVisible)


def groups(stage: Stage) -> None:
    screen = stage.go("groups", None, GroupsScreen)
    stage.until(screen.of.isVisible)


def participants(stage: Stage) -> None:
    screen = stage.go("participants", None, ParticipantsScreen)
    stage.until(screen.of.isVisible)


def reviews(stage: Stage) -> None:
    screen = stage.go("reviews", None, ReviewsScreen)
    stage.until(screen.of.isVisible)


def compliance(stage: Stage) -> None:
    screen = stage.go("compliance", None, ComplianceScreen, detail_of(of_book(THERE)))
    stage.until(lambda: screen.of is not None and screen.of.isVisible())


def indicators(stage: Stage) -> None:
    screen = stage.go("indicators", None, IndicatorsScreen, detail_of(ALL))
    stage.until(lambda: screen.of is not None and screen.of.isVisible())


def old_group(stage: Stage) -> None:
    """A page whose data are old: said above it."""
    source = of_book(OLD)
    (line,) = stage.ask(Groups(origin=source))
    stage.go("group", line.group.id, GroupScreen)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("elsewhere-home", home),
    ("elsewhere-groups", groups),
    ("elsewhere-participants", participants),
    ("elsewhere-reviews", reviews),
    ("elsewhere-compliance", compliance),
    ("elsewhere-indicators", indicators),
    ("elsewhere-old-group", old_group),
)
"""Names of pictures and the steps to each."""
