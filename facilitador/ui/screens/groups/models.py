"""The tables of groups: columns by name, rows are snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, TypeVar

from facilitador.domain.dates import format_date
from facilitador.domain.enrolments import STATUS_RULES, EnrolmentStatus, RosterEntry
from facilitador.domain.groups import GroupLine, GroupStatus
from facilitador.domain.text import list_key
from facilitador.ui.person_words import age, ficha_words
from facilitador.ui.screens.groups import words
from facilitador.ui.widgets.table import Column, RowsModel

Row = TypeVar("Row")

_STATE_ORDER = (GroupStatus.RUNNING, GroupStatus.FORMING, GroupStatus.CLOSED)


class GroupColumn(IntEnum):
    """The columns of the list of groups."""

    NAME = 0
    STATE = 1
    PLACES = 2


class RosterColumn(IntEnum):
    """The columns of a group's roster."""

    NAME = 0
    STATUS = 1
    FICHA = 2


class WaitingColumn(IntEnum):
    """The columns of a waiting list."""

    PLACE = 0
    NAME = 1
    SINCE = 2


class GoneColumn(IntEnum):
    """The columns of those who are no longer in the group."""

    NAME = 0
    STATUS = 1


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who waits, and at which place of the list (1: first)."""

    place: int
    entry: RosterEntry


def waiters(roster: Sequence[RosterEntry]) -> tuple[Waiter, ...]:
    """Who waits, in order."""
    waiting = [entry for entry in roster if entry.stint.status is EnrolmentStatus.WAITING]
    waiting.sort(key=lambda entry: entry.stint.queue_position or 0)
    return tuple(Waiter(place, entry) for place, entry in enumerate(waiting, start=1))


def counting(roster: Sequence[RosterEntry]) -> tuple[RosterEntry, ...]:
    """Who holds one of the places."""
    return tuple(entry for entry in roster if STATUS_RULES[entry.stint.status].counts)


def gone(roster: Sequence[RosterEntry]) -> tuple[RosterEntry, ...]:
    """Stays that ended."""
    return tuple(entry for entry in roster if not STATUS_RULES[entry.stint.status].open)


def groups_model(whose: Callable[[GroupLine], str] = lambda line: "") -> RowsModel[GroupLine]:
    """Groups by name; the lines below each say when and where they meet, and `whose` it is if not ours."""
    columns: dict[GroupColumn, Column[GroupLine]] = {
        GroupColumn.NAME: Column(
            "Grupo", lambda line: _named(line, whose(line)), sort=lambda line: list_key(line.group.name), stretch=True
        ),
        GroupColumn.STATE: Column(
            "Estado",
            lambda line: words.STATES[line.group.status],
            sort=lambda line: _STATE_ORDER.index(line.group.status),
        ),
        GroupColumn.PLACES: Column(
            "Lugares",
            lambda line: "\n".join(filter(None, (words.places(line.counting), words.waiting(line.waiting)))),
            sort=lambda line: line.counting,
        ),
    }
    return RowsModel(_in_order(columns), lambda line: line.group.id)


def roster_model(today: Callable[[], date], *, sent: bool = True) -> RowsModel[RosterEntry]:
    """Who holds a place, by name; the second lines are his age, and since when he is in the group.

    `sent` False: they came without names, so what their fichas hold is not known here.
    """
    columns: dict[RosterColumn, Column[RosterEntry]] = {
        RosterColumn.NAME: Column(
            "Participante",
            lambda entry: f"{entry.full_name}\n{age(entry.birth_date, today(), sent=sent)}",
            sort=lambda entry: list_key(entry.full_name),
            stretch=True,
        ),
        RosterColumn.STATUS: Column(
            "Estado",
            lambda entry: f"{words.short_status(entry.stint.status)}\ndesde {_since(entry)}",
            sort=lambda entry: (words.short_status(entry.stint.status), entry.stint.since),
        ),
        RosterColumn.FICHA: Column("Ficha", lambda entry: ficha_words(entry.complete, sent=sent)),
    }
    return RowsModel(_in_order(columns), lambda entry: entry.stint.id)


def waiting_model() -> RowsModel[Waiter]:
    """Who waits, in order."""
    columns: dict[WaitingColumn, Column[Waiter]] = {
        WaitingColumn.PLACE: Column("Orden", lambda waiter: f"{waiter.place}.º", sort=lambda waiter: waiter.place),
        WaitingColumn.NAME: Column(
            "Nombre",
            lambda waiter: waiter.entry.full_name,
            sort=lambda waiter: list_key(waiter.entry.full_name),
            stretch=True,
        ),
        WaitingColumn.SINCE: Column(
            "Espera desde", lambda waiter: _since(waiter.entry), sort=lambda waiter: waiter.entry.stint.since
        ),
    }
    return RowsModel(_in_order(columns), lambda waiter: waiter.entry.stint.id)


def gone_model() -> RowsModel[RosterEntry]:
    """Stays that ended, by name; the second lines say from when to when, and why."""
    columns: dict[GoneColumn, Column[RosterEntry]] = {
        GoneColumn.NAME: Column(
            "Participante",
            lambda entry: f"{entry.full_name}\n{_since(entry)} – {_ended(entry)}",
            sort=lambda entry: list_key(entry.full_name),
            stretch=True,
        ),
        GoneColumn.STATUS: Column("Cómo terminó", _how_it_ended, sort=lambda entry: list_key(_how_it_ended(entry))),
    }
    return RowsModel(_in_order(columns), lambda entry: entry.stint.id)


def _named(line: GroupLine, whose: str) -> str:
    if whose:
        return f"{line.group.name}\n{whose}"
    when = words.meeting(line.group) or "Sin día ni hora todavía"
    return f"{line.group.name}\n{when}\n{line.venue_name or 'Sin local todavía'}"


def _since(entry: RosterEntry) -> str:
    return format_date(entry.stint.since)


def _ended(entry: RosterEntry) -> str:
    return format_date(entry.stint.ended_on) if entry.stint.ended_on else ""


def _how_it_ended(entry: RosterEntry) -> str:
    return STATUS_RULES[entry.stint.status].label


def _in_order(columns: Mapping[Any, Column[Row]]) -> list[Column[Row]]:
    return [columns[which] for which in sorted(columns)]
