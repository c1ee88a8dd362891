"""Screens as a test says they are, and a session worth projecting."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from facilitador import reference
from facilitador.domain.displays import ScreenFacts
from facilitador.domain.session_decks import SessionSlides, SlideMoment
from facilitador.domain.session_moments import session_moments
from facilitador.ui.session_mode.displays import Displays

BOTH = frozenset({"0", "1"})
LAPTOP = ScreenFacts("0", 0, 0, 1366, 768, name="eDP-1", siblings=BOTH)
PROJECTOR = ScreenFacts("1", 1366, 0, 1024, 768, name="HDMI-1", siblings=BOTH)
MIRRORED = ScreenFacts("1", 0, 0, 1024, 768, name="HDMI-1", siblings=BOTH)
ALONE = ScreenFacts("0", 0, 0, 1366, 768, name="eDP-1", siblings=frozenset({"0"}))


class ScreensAtHand(Displays):
    """Windows stand where they are put, on screens that there are not; `size` is that of the covered one."""

    def __init__(self, *screens: ScreenFacts, size: QSize | None = None) -> None:
        super().__init__()
        self.screens, self.size = screens, size or QSize(1024, 768)
        self.places: dict[int, str] = {}
        self.window_touches_projector = False

    def become(self, *screens: ScreenFacts) -> None:
        """The screens are others now, and the system says so."""
        self.screens = screens
        self.changed.emit()

    def facts(self) -> tuple[ScreenFacts, ...]:
        return self.screens

    def key_of(self, widget: QWidget) -> str:
        key = self.places.get(id(widget.window()), "0")
        return key if key in {one.key for one in self.screens} else self.screens[0].key

    def touches(self, widget: QWidget, key: str) -> bool:
        return self.window_touches_projector

    def cover(self, widget: QWidget, key: str) -> None:
        self.places[id(widget)] = key
        widget.setGeometry(QRect(widget.pos(), self.size))
        widget.show()

    def bring(self, widget: QWidget, key: str) -> None:
        self.places[id(widget)] = key


def slides(
    topic_id: str = "power_and_violence", *, minutes: int = 120, agreements: tuple[str, ...] = ()
) -> SessionSlides:
    """A session on one of the thirteen topics, with the agreements that the program proposes."""
    curriculum = reference.curriculum()
    topic = curriculum.topic(topic_id)
    proposed = tuple(item.text for item in reference.catalogue("agreements").items)
    return SessionSlides(
        session_id=UUID(int=4),
        group_name="Los Molles",
        number=4,
        topics=(topic.name,),
        agreements=agreements or proposed,
        agreed=bool(agreements),
        questions=topic.opening_questions,
        moments=tuple(
            SlideMoment(
                moment.kind,
                moment.activity.title if moment.activity else curriculum.moments.text(moment.kind),
                moment.minutes,
                curriculum.groupings.text(moment.activity.grouping) if moment.activity else "",
                moment.activity.steps if moment.activity else (),
                moment.activity.materials if moment.activity else (),
            )
            for moment in session_moments(topic, minutes)
        ),
        notes=topic.notes,
        next_day=date(2026, 12, 1),
        next_hour=time(19),
    )
