"""The plan as rows of a table: number, day and topics, and where each session stands in a word and a shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from facilitador import messages
from facilitador.domain.dates import long_date, weekday_name
from facilitador.domain.session_plans import PlanFindings, PlannedSession, SessionState
from facilitador.domain.sessions import LogStatus, Session
from facilitador.domain.topics import Topic
from facilitador.errors import Problem
from facilitador.ui import icons
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.use_cases.group_plans import PlanView

AnyIndex = QModelIndex | QPersistentModelIndex
NO_TOPIC: Final = "Sin tema"


class Standing(Enum):
    """Where a session stands: words, icon, colour."""

    TODAY = ("Hoy", "calendar", "accent")
    NEXT = ("Siguiente", "calendar", "accent")
    PLANNED = ("En el plan", "pending", "muted")
    PAST = ("Ya pasó: sin registrar", "warning", "warning_text")
    HELD = ("Realizada: por completar", "pending", "warning_text")
    CLOSED = ("Realizada", "check", "good_text")
    CANCELLED = ("Cancelada", "close", "muted")
    PROPOSED = ("Propuesta", "pending", "muted")


class PlanColumn(IntEnum):
    """The columns of the plan."""

    NUMBER = 0
    SESSION = 1
    STATE = 2


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A session as it is shown. `place` in the plan, from 0; `key` names it for good; `doubts`: what to look at.

    `told`: its title and its venue, where it has its own.
    """

    place: int
    key: object
    number: int | None
    when: str
    topics: tuple[str, ...]
    standing: Standing
    extra: bool
    doubts: tuple[str, ...]
    told: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """When it is and where, if not as always; below it each of its topics."""
        extra = " · agregada" if self.extra else ""
        return "\n".join((self.when + extra, *self.told, *(self.topics or (NO_TOPIC,))))

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        words = self.standing.value[0]
        return f"{words}\nRevise el aviso" if self.doubts else words


class PlanModel(RowsModel[PlanRow]):
    """The sessions in their order; the one that comes next stands out."""

    def __init__(self) -> None:
        columns: dict[PlanColumn, Column[PlanRow]] = {
            PlanColumn.NUMBER: Column("N.º", lambda row: str(row.number or "—"), right=True),
            PlanColumn.SESSION: Column("Sesión", lambda row: row.text, stretch=True),
            PlanColumn.STATE: Column("Estado", lambda row: row.state),
        }
        super().__init__([columns[which] for which in PlanColumn], lambda row: row.key)

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """Every row in order."""
        return self._rows

    def data(self, index: AnyIndex, role: int = 0) -> object:
        if index.isValid():
            standing = self._rows[index.row()].standing
            if role == Qt.ItemDataRole.DecorationRole and index.column() == PlanColumn.STATE:
                return icons.pixmap(*standing.value[1:], 16)
            if role == Qt.ItemDataRole.FontRole and standing in (Standing.TODAY, Standing.NEXT):
                font = QFont(QApplication.font())
                font.setBold(True)
                return font
        return super().data(index, role)


def rows_of(view: PlanView) -> tuple[PlanRow, ...]:
    """The plan as it stands."""
    following = view.next_session
    names = topic_names(view.curriculum.curriculum.topics)
    doubts = _by_place(view.findings)
    venues: dict[UUID | None, str] = {venue.id: venue.name for venue in view.venues}
    return tuple(
        PlanRow(
            place=place,
            key=session.id,
            number=session.number,
            when=_when(session.starts, session.ends_at),
            topics=_told(names, view.places[place].topic_ids),
            standing=_standing(session, view.on, following.id if following else None),
            extra=session.extra,
            doubts=doubts.get(place, ()),
            told=tuple(words for words in (session.title, venues.get(session.venue_id, "")) if words),
        )
        for place, session in enumerate(view.sessions)
    )


def rows_of_proposal(
    proposed: Sequence[PlannedSession], held: Sequence[PlannedSession], names: Mapping[str, str], found: PlanFindings
) -> tuple[PlanRow, ...]:
    """A plan that stands nowhere yet; its numbers go on after the sessions that were held."""
    starts = sorted(one.starts for one in (*proposed, *held))
    doubts = _by_place(found)
    return tuple(
        PlanRow(
            place=place,
            key=place,
            number=starts.index(one.starts) + 1,
            when=_when(one.starts, one.ends),
            topics=_told(names, one.topic_ids),
            standing=Standing.PROPOSED,
            extra=one.extra,
            doubts=doubts.get(place, ()),
        )
        for place, one in enumerate(proposed)
    )


def topic_names(topics: Iterable[Topic]) -> Mapping[str, str]:
    """What a topic is called in a list: with its number where it is one of the thirteen (6.4.8)."""
    return {topic.id: f"{topic.number}. {topic.name}" if topic.number else topic.name for topic in topics}


def doubts_of(rows: Sequence[PlanRow], found: PlanFindings) -> tuple[str, ...]:
    """What should be looked at, what is wrong first, each with the session it is about."""
    numbers = {row.place: row.number for row in rows}
    told = []
    for problem in (*found.refusals, *found.warnings):
        place = place_of(problem)
        number = numbers.get(place) if place is not None else None
        whole = messages.of_problem(problem).whole
        told.append(f"Sesión {number}: {whole}" if number is not None else whole)
    return tuple(told)


def place_of(problem: Problem) -> int | None:
    """The place in the plan of which a problem tells; None for one of the whole plan."""
    parts = problem.field.split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def spoken_day(day: date) -> str:
    """`Miércoles 25 de noviembre de 2026`."""
    return f"{weekday_name(day).capitalize()} {long_date(day)}"


def _by_place(found: PlanFindings) -> dict[int, tuple[str, ...]]:
    told: dict[int, tuple[str, ...]] = {}
    for problem in (*found.refusals, *found.warnings):
        place = place_of(problem)
        if place is not None:
            told[place] = (*told.get(place, ()), messages.of_problem(problem).text)
    return told


def _standing(session: Session, on: date, following: UUID | None) -> Standing:
    if session.state is SessionState.CANCELLED:
        return Standing.CANCELLED
    if session.state is SessionState.HELD:
        return Standing.CLOSED if session.log_status is LogStatus.CLOSED else Standing.HELD
    if session.day == on:
        return Standing.TODAY
    if session.day < on:
        return Standing.PAST
    return Standing.NEXT if session.id == following else Standing.PLANNED


def _told(names: Mapping[str, str], topic_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(names.get(topic, topic) for topic in topic_ids)


def _when(starts: datetime, ends: datetime) -> str:
    return f"{spoken_day(starts.date())}, {starts:%H:%M} a {ends:%H:%M}"
