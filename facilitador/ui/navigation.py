"""Where the person is: areas, each made when first visited, and the screens opened from them, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from facilitador.ui.screen import Destination, Screen


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the program as the sidebar lists it; `make` builds its screen at the first visit."""

    id: str
    title: str
    icon: str
    make: Callable[[], Screen]


class Navigator(QObject):
    """Shows areas and destinations in a stack of screens.

    `routes` makes a screen for each kind of destination that is no area, from its id and details. A screen that does
    not let go (`may_leave`) stays. `moved` is emitted after every change of screen.
    """

    moved = Signal()

    def __init__(
        self,
        stack: QStackedWidget,
        areas: Sequence[Area],
        routes: Mapping[str, Callable[..., Screen]],
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        self._areas = {area.id: area for area in areas}
        self._routes = dict(routes)
        self._made: dict[str, Screen] = {}
        self._trail: list[tuple[Destination, Screen]] = []

    @property
    def area(self) -> str:
        """The id of the area the person is in; empty before the first."""
        return self._trail[0][0].kind if self._trail else ""

    @property
    def place(self) -> str:
        """The kind of destination in sight; empty before the first."""
        return self._trail[-1][0].kind if self._trail else ""

    @property
    def destination(self) -> Destination | None:
        """What is in sight."""
        return self._trail[-1][0] if self._trail else None

    @property
    def screen(self) -> Screen | None:
        """The screen in sight."""
        return self._trail[-1][1] if self._trail else None

    @property
    def way_back(self) -> str:
        """The title of the screen that `back` leads to; empty if the person is in an area itself."""
        return self._trail[-2][1].title if len(self._trail) > 1 else ""

    def go(self, destination: Destination) -> bool:
        """Go there; False if the screen in sight does not let go. KeyError if nobody knows the kind (a defect)."""
        if self._trail and destination == self._trail[-1][0]:
            return True
        if destination.kind in self._areas:
            return self._go_to_area(destination)
        make = self._routes[destination.kind]
        if self.screen is not None and not self.screen.may_leave():
            return False
        screen = make(destination.id, *destination.detail)
        self._adopt(screen)
        self._trail.append((destination, screen))
        self._show()
        return True

    def back(self) -> bool:
        """One screen back; False if there is none or the screen in sight does not let go."""
        if len(self._trail) < 2 or not self._trail[-1][1].may_leave():
            return False
        self._drop_last()
        self._show()
        return True

    def _go_to_area(self, destination: Destination) -> bool:
        if self.screen is not None and not self.screen.may_leave():
            return False
        while len(self._trail) > 1:
            self._drop_last()
        if destination.kind not in self._made:
            screen = self._areas[destination.kind].make()
            self._adopt(screen)
            self._made[destination.kind] = screen
        self._trail = [(destination, self._made[destination.kind])]
        self._show()
        return True

    def _adopt(self, screen: Screen) -> None:
        self._stack.addWidget(screen)
        screen.destination_requested.connect(self.go)
        screen.back_requested.connect(self.back)
        screen.title_changed.connect(lambda title: self.moved.emit())
        screen.outdated.connect(lambda: self._make_anew(screen))

    def _make_anew(self, screen: Screen) -> None:
        """Put a new screen of the same destination in the place of one that is outdated; what is typed in it stays."""
        place = next((place for place, (_, one) in enumerate(self._trail) if one is screen), None)
        if not place or (screen is self.screen and not screen.may_leave()):
            return  # an area is about no one thing, and is never outdated
        destination, _ = self._trail[place]
        fresh = self._routes[destination.kind](destination.id, *destination.detail)
        self._adopt(fresh)
        self._trail[place] = (destination, fresh)
        self._stack.removeWidget(screen)
        screen.deleteLater()
        if fresh is self.screen:
            self._show()

    def _drop_last(self) -> None:
        _, screen = self._trail.pop()
        self._stack.removeWidget(screen)
        screen.deleteLater()

    def _show(self) -> None:
        screen = self._trail[-1][1]
        screen.setAccessibleName(screen.title)
        self._stack.setCurrentWidget(screen)
        screen.setFocus()  # Tab goes on from here, and a screen reader says where one is
        screen.shown_again()
        self.moved.emit()
