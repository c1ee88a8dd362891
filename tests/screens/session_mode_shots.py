"""The session on the projector, before it, and the team's side; on screens that there are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from uuid import UUID

from PySide6.QtWidgets import QWidget
from uuid_utils.compat import uuid7

from facilitador.domain.displays import ScreenFacts
from facilitador.domain.groups import GroupStatus
from facilitador.domain.session_decks import SlidePage
from facilitador.domain.session_plans import ChangeReason
from facilitador.ui.screens.session_mode.screen import SessionModeScreen
from facilitador.ui.session_mode.actions import Action
from facilitador.ui.session_mode.projection import Projection
from facilitador.use_cases.session_plans import AddSession, GroupSessions
from tests.books import TODAY
from tests.screens.stage import Stage
from tests.ui.session_mode.screens_at_hand import ALONE, LAPTOP, PROJECTOR, ScreensAtHand

EARLY = time(6)


class OnStage(ScreensAtHand):
    """The covered screen is the place of the window; with two, the group's is elsewhere and not seen here."""

    def __init__(self, window: QWidget, *screens: ScreenFacts) -> None:
        super().__init__(*screens)
        self._window = window

    def cover(self, widget: QWidget, key: str) -> None:
        self.places[id(widget)] = key
        widget.setGeometry(self._window.geometry())
        if len(self.screens) == 1:
            widget.show()
        else:
            widget.ensurePolished()


def a_session(stage: Stage) -> UUID:
    """A session of a running group at an hour at which there is no other; made once, then found again."""
    group = stage.group(lambda line: line.group.status is GroupStatus.RUNNING)
    known = [one.id for one in stage.ask(GroupSessions(group_id=group)) if one.starts_at == EARLY]
    if known:
        return known[0]
    key: UUID = uuid7()
    topics = ("power_and_violence",)
    add = AddSession(
        id=key, group_id=group, day=TODAY, starts_at=EARLY, topic_ids=topics, reason_code=ChangeReason.FEAST
    )
    session = stage.main._session
    session.run([add], owner=session)
    stage.settle()
    return key


def ready(stage: Stage, *screens: ScreenFacts) -> SessionModeScreen:
    """Everything read, nothing projected yet."""
    former = Projection.of(stage.window)
    if former is not None:
        former.end()
    screen = stage.go("session_mode", a_session(stage), SessionModeScreen)
    screen._given = screen._displays = OnStage(stage.window, *screens)
    stage.until(screen.setup.begin_button.isEnabled)
    screen._show_screens()
    return screen


def setup(stage: Stage) -> None:
    ready(stage, ALONE)


def setup_of_two(stage: Stage) -> None:
    ready(stage, LAPTOP, PROJECTOR)


def team(stage: Stage) -> SessionModeScreen:
    screen = ready(stage, LAPTOP, PROJECTOR)
    screen.begin()
    screen._act(Action.TIMER)
    assert screen.projection is not None
    screen.projection.act(SlidePage.ACTIVITY)
    return screen


def names(stage: Stage) -> None:
    screen = team(stage)
    screen.team.show_button.click()
    stage.until(screen.team.names.isVisible)


def ended(stage: Stage) -> None:
    screen = ready(stage, ALONE)
    screen.begin()
    screen._act(Action.END)


def page(*wishes: Action | SlidePage) -> Callable[[Stage], None]:
    """The projector after these keys."""

    def steps(stage: Stage) -> None:
        screen = ready(stage, ALONE)
        screen.begin()
        assert screen.projection is not None
        for wish in wishes:
            screen.projection.act(wish)

    return steps


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("session-mode-team", team),
    ("session-mode-names", names),
    ("session-mode-two-screens", setup_of_two),
    ("session-mode-ended", ended),
    ("session-mode", setup),
)
"""Names of pictures and the steps to each; the last one leaves nothing projected."""

PROJECTED: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("projected-welcome", page()),
    ("projected-agreements", page(SlidePage.AGREEMENTS)),
    ("projected-question", page(SlidePage.QUESTION)),
    ("projected-activity", page(SlidePage.ACTIVITY, Action.TIMER)),
    ("projected-step", page(SlidePage.ACTIVITY, Action.STEPS)),
    ("projected-timer", page(SlidePage.ACTIVITY, SlidePage.TIMER)),
    ("projected-closing", page(SlidePage.CLOSING)),
    ("projected-keys", page(Action.KEYS)),
)
"""What the group sees; it covers the window, which has proofs of its own."""
