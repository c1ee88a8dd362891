"""What is projected during a session: slides without any personal data, and the place one has come to (6.4.5).

A slide is one thing to look at; what does not fit on a screen goes over several leaves, which only whoever paints can
tell. So `leaves` asks back what fits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import IntEnum
from uuid import UUID

from facilitador.domain.topics import MomentKind


class SlidePage(IntEnum):
    """The pages, by the number key that leads to each."""

    WELCOME = 1
    AGREEMENTS = 2
    QUESTION = 3
    ACTIVITY = 4
    TIMER = 5
    CLOSING = 6


@dataclass(frozen=True, slots=True)
class SlideMoment:
    """A moment of the session in words: what it is, how many minutes it gets, how the men sit, what is done.

    `steps` are written for whoever facilitates; they are projected only if asked for, one at a time.
    """

    kind: MomentKind
    title: str
    minutes: int
    grouping: str = ""
    steps: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionSlides:
    """What may be projected of a session: nothing of any man.

    `group_name` is empty where it tells what the group is about. `agreed`: the agreements are the group's own, not
    those proposed to it. `notes` help the team alongside and are never projected. The next session is the one that
    follows in the plan; None where there is none.
    """

    session_id: UUID
    group_name: str
    number: int | None
    topics: tuple[str, ...]
    agreements: tuple[str, ...]
    agreed: bool
    questions: tuple[str, ...]
    moments: tuple[SlideMoment, ...]
    notes: tuple[str, ...] = ()
    next_day: date | None = None
    next_hour: time | None = None


@dataclass(frozen=True, slots=True)
class Slide:
    """One thing to look at. `moment` is the place (from 0) of the moment whose minutes the timer takes here."""

    page: SlidePage
    items: tuple[str, ...] = ()
    moment: int | None = None
    number: int = 1
    of: int = 1


def deck(session: SessionSlides) -> tuple[Slide, ...]:
    """The slides in the order in which the session goes; what the session does not have is left out.

    The timer is no slide of its own: it is laid over the one in sight.
    """
    kinds = [moment.kind for moment in session.moments]
    opening = kinds.index(MomentKind.OPENING) if MomentKind.OPENING in kinds else None
    closing = kinds.index(MomentKind.CLOSING) if MomentKind.CLOSING in kinds else None
    working = [place for place, kind in enumerate(kinds) if kind is MomentKind.ACTIVITY]
    slides = [Slide(SlidePage.WELCOME, session.topics, opening)]
    if session.agreements:
        slides.append(Slide(SlidePage.AGREEMENTS, session.agreements, opening))
    for number, question in enumerate(session.questions, start=1):
        slides.append(Slide(SlidePage.QUESTION, (question,), opening, number, len(session.questions)))
    for number, place in enumerate(working, start=1):
        slides.append(Slide(SlidePage.ACTIVITY, (), place, number, len(working)))
    slides.append(Slide(SlidePage.CLOSING, (), closing))
    return tuple(slides)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a slide that fits on the screen: its place in the deck, and which of its items (`first` from 0)."""

    slide: int
    items: tuple[str, ...]
    first: int = 0


def leaves(place: int, items: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> tuple[Leaf, ...]:
    """The items of the slide at this place over as many leaves as they need, in order and none left out.

    An item that does not even fit alone gets a leaf of its own; a slide without items is one leaf.
    """
    found: list[Leaf] = []
    begin = 0
    for end in range(1, len(items) + 1):
        if end - begin > 1 and not fits(items[begin:end]):
            found.append(Leaf(place, tuple(items[begin : end - 1]), begin))
            begin = end - 1
    found.append(Leaf(place, tuple(items[begin:]), begin))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Showing:
    """The leaf in sight, and what lies over it: the timer large, the steps of the activity, or nothing but dark.

    `leaves` is never empty; `at` is a place in it.
    """

    leaves: tuple[Leaf, ...]
    at: int = 0
    timer: bool = False
    steps: bool = False
    dark: bool = False

    @property
    def leaf(self) -> Leaf:
        """The leaf in sight, or under what lies over it."""
        return self.leaves[self.at]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.at == len(self.leaves) - 1

    def forward(self) -> Showing:
        """One leaf on; at the last it stays. From the dark only light comes."""
        if self.dark:
            return replace(self, dark=False)
        return self._to(min(self.at + 1, len(self.leaves) - 1))

    def back(self) -> Showing:
        """One leaf back, or only back from what lies over it."""
        if self.dark:
            return replace(self, dark=False)
        return replace(self, timer=False) if self.timer else self._to(max(self.at - 1, 0))

    def at_slide(self, slide: int) -> Showing:
        """At the first leaf of the slide at this place of the deck; stays if there is no such slide."""
        found = next((at for at, leaf in enumerate(self.leaves) if leaf.slide == slide), self.at)
        return replace(self._to(found), dark=False)

    def with_timer(self) -> Showing:
        """The timer large."""
        return replace(self, timer=True, dark=False)

    def with_steps(self) -> Showing:
        """The steps of this activity shown, or hidden again."""
        return replace(self, steps=not self.steps, timer=False, dark=False)

    def darkened(self) -> Showing:
        """Nothing but dark, or light again."""
        return replace(self, dark=not self.dark)

    def relaid(self, into: Sequence[Leaf]) -> Showing:
        """The same slide and item in sight, on leaves cut otherwise."""
        now = self.leaf
        at = max(
            (n for n, leaf in enumerate(into) if (leaf.slide, leaf.first) <= (now.slide, now.first)),
            default=0,
        )
        return replace(self, leaves=tuple(into), at=at)

    def _to(self, at: int) -> Showing:
        moved = self.leaves[at].slide != self.leaf.slide
        return replace(self, at=at, timer=False, steps=self.steps and not moved)
