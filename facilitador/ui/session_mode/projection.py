"""A session being projected: what is in sight, the timer, and where names may be. It outlives screens and the book.

It works from what was read at the beginning, so that a book that locks itself changes nothing on the projector.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from facilitador.domain.countdowns import Countdown, TimeLeft, clock_text
from facilitador.domain.displays import Arrangement, arrangement
from facilitador.domain.session_decks import Leaf, SessionSlides, Showing, Slide, SlidePage, deck, leaves
from facilitador.ui.session_mode import words
from facilitador.ui.session_mode.actions import Action
from facilitador.ui.session_mode.curtain import Curtain
from facilitador.ui.session_mode.displays import Displays
from facilitador.ui.session_mode.projector import Projector

TICK_MS: Final = 200
MINUTE: Final = 60.0
USUAL_MINUTES: Final = 10
_WORKING: Final = (SlidePage.ACTIVITY, SlidePage.CLOSING)
_LISTED: Final = (SlidePage.AGREEMENTS,)


class Projection(QObject):
    """Belongs to the window with the book.

    `changed`: what is in sight, or whether names may be; `ticked`: what is left of the time; `ended`: it is over.

    Nothing is shown before `begin`.
    """

    changed = Signal()
    ticked = Signal()
    ended = Signal()

    def __init__(
        self,
        window: QWidget,
        session: SessionSlides,
        displays: Displays,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self.session, self._window, self._displays, self._monotonic = session, window, displays, monotonic
        self.slides = deck(session)
        self.showing = Showing(tuple(Leaf(place, ()) for place in range(len(self.slides))))
        self.countdown = Countdown(USUAL_MINUTES * MINUTE)
        self._moment: int | None = None
        self._cut_open: int | None = None
        self._keys = self._confirmed = self._over = False
        self._ticked = ("", "")
        self._visited: dict[SlidePage, int] = {}
        self._arrangement = Arrangement("")
        self._facts = displays.facts()
        self.projector = Projector()
        self._curtain = Curtain(window, self._is_window_seen, self)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.projector.wished.connect(self.act)
        self.projector.resized.connect(self._lay_out)
        displays.changed.connect(self._screens_changed)
        self.destroyed.connect(self.projector.deleteLater)
        self._other_acts: dict[Action, Callable[[], object]] = {
            Action.STEPS: self._toggle_steps,
            Action.TIMER: self._toggle_time,
            Action.TIMER_AGAIN: self._take_time,
            Action.MORE_TIME: partial(self._lengthen, MINUTE),
            Action.LESS_TIME: partial(self._lengthen, -MINUTE),
            Action.KEYS: self._show_keys,
            Action.FULL_SCREEN: self.projector.toggle_full_screen,
            Action.END: self.end,
        }
        self._take_time()

    @staticmethod
    def of(window: QWidget) -> Projection | None:
        """The one that is going on over this window, if any."""
        found = window.findChildren(Projection, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((one for one in found if not one.is_over), None)

    # -- what is so ---------------------------------------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """Whether it ended."""
        return self._over

    @property
    def arrangement(self) -> Arrangement:
        """Where the page is, and where the team's side may be."""
        return self._arrangement

    @property
    def names_allowed(self) -> bool:
        """Whether names may be shown: the team has a screen apart, and a person of it said that nobody else sees it."""
        return self._confirmed and self._arrangement.team is not None and not self._over

    @property
    def slide(self) -> Slide:
        """The slide in sight."""
        return self.slides[self.showing.leaf.slide]

    @property
    def next_slide(self) -> Slide | None:
        """The slide after it; None at the last."""
        place = self.showing.leaf.slide + 1
        return self.slides[place] if place < len(self.slides) else None

    @property
    def time_title(self) -> str:
        """What the timer counts for."""
        return self.session.moments[self._moment].title if self._moment is not None else "Tiempo"

    @property
    def time_text(self) -> str:
        """What is left of the time, as `7:05`."""
        return clock_text(self.countdown.left(self._monotonic()))

    @property
    def time_left(self) -> TimeLeft:
        """Enough, the last minute, or over."""
        return self.countdown.state(self._monotonic())

    @property
    def beyond_text(self) -> str:
        """How long the time is over, as `1:20`; empty before its end."""
        beyond = self.countdown.beyond(self._monotonic())
        return clock_text(beyond) if beyond else ""

    # -- what the person does -----------------------------------------------------------------------------------------

    def begin(self, *, swapped: bool = False) -> None:
        """Cover the group's screen, and hide the window with the book unless the team has a screen apart."""
        self._facts = self._displays.facts()
        self._arrangement = arrangement(self._facts, self._displays.key_of(self._window), swapped=swapped)
        team = self._arrangement.team
        if team is not None:
            self._displays.bring(self._window, team)
        self._displays.cover(self.projector, self._arrangement.projected)
        self.projector.count_as_presence(team is None)
        if team is None:
            self._curtain.hide_all()
            self.projector.activateWindow()
            self.projector.setFocus()
        else:
            self._curtain.draw()
            self._window.activateWindow()
        self._lay_out()

    def act(self, wish: Action | SlidePage) -> None:
        """Do what a key or a button asks for."""
        if self._over:
            return
        if self._keys and wish is not Action.END:
            self._keys = False
            if wish in (Action.KEYS, Action.FORWARD, Action.BACK):
                self._show()
                return
        if isinstance(wish, SlidePage):
            self._go(wish)
        else:
            self._do(wish)
        if not self._over:
            self._settle()

    def confirm_team_screen(self) -> None:
        """A person said that only the team sees its screen; nothing where there is none."""
        self._confirmed = self._arrangement.team is not None
        self.changed.emit()

    def hide_names(self) -> None:
        """Take that back."""
        self._confirmed = False
        self.changed.emit()

    def end(self) -> None:
        """Give the window with the book back, then take the page away."""
        if self._over:
            return
        self._over, self._confirmed = True, False
        self._timer.stop()
        self._displays.changed.disconnect(self._screens_changed)
        self._curtain.lift()  # first: a program without any window would end
        self.projector.hide()
        self.changed.emit()
        self.ended.emit()
        self.deleteLater()

    # -- within -------------------------------------------------------------------------------------------------------

    def _do(self, action: Action) -> None:
        showing, last = self.showing, len(self.slides) - 1
        moves: dict[Action, Callable[[], Showing]] = {
            Action.FORWARD: showing.forward,
            Action.BACK: showing.back,
            Action.FIRST: partial(showing.at_slide, 0),
            Action.LAST: partial(showing.at_slide, last),
            Action.DARK: showing.darkened,
        }
        if action in moves:
            self.showing = moves[action]()
        else:
            self._other_acts[action]()

    def _go(self, page: SlidePage) -> None:
        if page is SlidePage.TIMER:
            self.showing = self.showing.with_timer()
            return
        places = [place for place, slide in enumerate(self.slides) if slide.page is page]
        if places:  # back to where one was on that page
            self.showing = self.showing.at_slide(self._visited.get(page, places[0]))

    def _toggle_steps(self) -> None:
        if self.slide.moment is not None and self.session.moments[self.slide.moment].steps:
            self.showing = self.showing.with_steps()

    def _show_keys(self) -> None:
        self._keys = True

    def _toggle_time(self) -> None:
        if self.time_left is TimeLeft.OVER and not self.countdown.running:
            self.countdown = self.countdown.again()
        self.countdown = self.countdown.toggled(self._monotonic())

    def _lengthen(self, by: float) -> None:
        self.countdown = self.countdown.lengthened(by, self._monotonic())

    def _settle(self) -> None:
        """After a step: remember the place, take the time of a new moment, cut the leaves anew if need be, show."""
        self._visited[self.slide.page] = self.showing.leaf.slide
        if not self._keeps_time():
            self._take_time()
        if self._opened != self._cut_open:
            self._lay_out()
        else:
            self._show()

    @property
    def _opened(self) -> int | None:
        """The slide whose steps are shown, which is cut otherwise; None if none is."""
        return self.showing.leaf.slide if self.showing.steps else None

    def _keeps_time(self) -> bool:
        """Whether the timer stays with the moment it was set for: it runs, or rests while something is looked up."""
        if self.slide.moment is None or self.slide.moment == self._moment:
            return True
        if self.time_left is TimeLeft.OVER:
            return False
        return self.countdown.running or (self.countdown.begun and self.slide.page not in _WORKING)

    def _take_time(self) -> None:
        """Set the timer to the minutes of the moment in sight."""
        self._moment = self.slide.moment
        minutes = self.session.moments[self._moment].minutes if self._moment is not None else USUAL_MINUTES
        self.countdown = Countdown(minutes * MINUTE)

    def _lay_out(self) -> None:
        """Cut the slides into leaves that fit, staying where one is, and show the one in sight."""
        cut: list[Leaf] = []
        self._cut_open = self._opened
        for place, slide in enumerate(self.slides):
            if place == self._opened and slide.moment is not None:
                steps = self.session.moments[slide.moment].steps
                cut += leaves(place, steps, lambda items: False)  # one at a time
            else:
                heading, listed = words.heading_of(slide, self.session), slide.page in _LISTED
                fits = partial(self.projector.leaf.fits, heading, listed=listed)
                cut += leaves(place, self._lines(slide), fits)
        self.showing = self.showing.relaid(cut)
        self._show()

    def _lines(self, slide: Slide) -> tuple[str, ...]:
        if slide.page is SlidePage.WELCOME:
            return words.welcome_lines(self.session)
        if slide.page is SlidePage.ACTIVITY:
            return words.activity_lines(slide, self.session)
        if slide.page is SlidePage.CLOSING:
            return words.closing_lines(self.session)
        if slide.page is SlidePage.AGREEMENTS:
            return tuple(f"{number}. {text}" for number, text in enumerate(slide.items, start=1))
        return slide.items

    def _show(self) -> None:
        self._count()
        heading = words.heading_of(self.slide, self.session)
        if self.showing.dark:
            self.projector.show_dark()
        elif self._keys:
            self.projector.show_words("", words.PROJECTED_KEYS, listed=True)
        elif self.showing.timer:
            self.projector.show_time_large(self.time_title)
        else:
            listed = self.slide.page in _LISTED
            self.projector.show_words(heading, self.showing.leaf.items, listed=listed)
        self._show_time()
        self.changed.emit()

    def _count(self) -> None:
        if self.countdown.running:
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        now = (self.time_text, self.beyond_text)
        if now != self._ticked:
            self._ticked = now
            self._show_time()
            self.ticked.emit()

    def _show_time(self) -> None:
        strip = self.countdown.begun and not self.showing.timer and not self._keys
        self.projector.show_time(self.time_text, self.time_left, strip=strip)

    # -- screens ------------------------------------------------------------------------------------------------------

    def _is_window_seen(self) -> bool:
        return self._displays.touches(self._window, self._arrangement.projected)

    def _screens_changed(self) -> None:
        """Whatever changed: names go first, and with them the window; the page stays where it is, or where it can."""
        facts = self._displays.facts()
        if facts == self._facts:
            return
        self._facts, self._confirmed = facts, False
        self._curtain.hide_all()
        here = self._displays.key_of(self.projector)
        self._arrangement = Arrangement(here, None, arrangement(facts, here).doubt)
        self.projector.count_as_presence(True)
        self.changed.emit()
        self._displays.cover(self.projector, here)
        self.projector.activateWindow()
        self._lay_out()
