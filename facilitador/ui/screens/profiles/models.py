"""Scales, men and the moments they were asked at, as tables show them: in the order given, for nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from facilitador.domain.applications import PURPOSE_LABELS, ApplicationLine, ApplicationStatus, Purpose
from facilitador.domain.change_measures import Change
from facilitador.domain.dates import format_date
from facilitador.domain.item_readings import ItemGroup, ItemReading
from facilitador.domain.profile_words import (
    change_words,
    changes_words,
    difference_words,
    figure,
    n_words,
    signed,
    spread_words,
)
from facilitador.domain.profiles import GroupProfileData, ManChange, SubscaleChange, SubscaleProfile
from facilitador.ui.widgets.table import Column, RowsModel

OF_CHANGE: Final = "Qué se puede decir del cambio:"


@dataclass(frozen=True)
class ManRow:
    """A man in one scale: his value at each moment, and his change from the first to the last."""

    participant_id: UUID
    number: int
    full_name: str
    values: tuple[float | None, ...]
    change: Change | None


@dataclass(frozen=True)
class InstrumentChoice:
    """An instrument that somebody answered, and at which moments."""

    id: str
    name: str
    purposes: tuple[Purpose, ...]


class AnsweredItem(NamedTuple):
    """A question as its group was asked it."""

    group: ItemGroup
    reading: ItemReading


def items_model() -> RowsModel[AnsweredItem]:
    """How each question was answered."""
    return RowsModel(
        [
            Column("N.º", lambda row: str(row.reading.number), right=True),
            Column("Pregunta", lambda row: row.reading.item.text, stretch=True),
            Column("Respuestas", lambda row: "\n".join(row.group.counted(row.reading))),
            Column("Sin respuesta", lambda row: str(row.reading.answers.missing), right=True),
        ],
        lambda row: row.reading.item.id,
    )


def choices(lines: Sequence[ApplicationLine]) -> tuple[InstrumentChoice, ...]:
    """What was answered and finished, what most answered first."""
    finished = [line for line in lines if line.status is ApplicationStatus.FINISHED]
    names = {line.instrument_id: line.name for line in reversed(finished)}
    counted = {key: sum(line.instrument_id == key for line in finished) for key in names}
    moments = {key: {line.purpose for line in finished if line.instrument_id == key} for key in names}
    ordered = sorted(names, key=lambda key: -counted[key])
    return tuple(
        InstrumentChoice(key, names[key], tuple(one for one in Purpose if one in moments[key])) for key in ordered
    )


def man_rows(profile: GroupProfileData, one: SubscaleProfile) -> tuple[ManRow, ...]:
    """Every man who answered, by when he entered the group."""
    return tuple(
        ManRow(man.participant_id, man.number, man.full_name, values, change)
        for man, values, change in zip(profile.men, one.values, one.changes, strict=True)
    )


def subscales_model(purposes: Sequence[Purpose]) -> RowsModel[SubscaleProfile]:
    """The scales of an instrument with the middle and the range at each moment."""

    def at(place: int, one: SubscaleProfile) -> str:
        spread = one.spreads[place]
        return f"{spread_words(spread)}, {n_words(one.n[place])}" if spread else n_words(one.n[place])

    columns = [Column[SubscaleProfile]("Escala", lambda one: one.subscale.title, stretch=True)]
    columns += [
        Column[SubscaleProfile](PURPOSE_LABELS[purpose], partial(at, place), stretch=True)
        for place, purpose in enumerate(purposes)
    ]
    if len(purposes) > 1:
        columns.append(Column("Cambio", _group_change, stretch=True))
    return RowsModel(columns, lambda one: one.subscale.id)


def _group_change(one: SubscaleProfile) -> str:
    told = n_words(one.group.n)
    return f"{difference_words(one.group.difference)}, {told}" if one.group.difference else told


def men_model(purposes: Sequence[Purpose]) -> RowsModel[ManRow]:
    """The men in one scale."""
    columns = [
        Column[ManRow]("N.º", lambda row: str(row.number), right=True),
        Column[ManRow]("Participante", lambda row: row.full_name, stretch=True),
    ]
    columns += [
        Column[ManRow](PURPOSE_LABELS[purpose], partial(_value, place), right=True)
        for place, purpose in enumerate(purposes)
    ]
    if len(purposes) > 1:
        columns.append(Column("Cambio", lambda row: signed(row.change.difference) if row.change else "", right=True))
    return RowsModel(columns, lambda row: row.participant_id)


def reliable_words(changes: Sequence[tuple[str, Change | None]]) -> str:
    """What can be said of each change, by the name of whose or of what it is; once, where it is the same for all."""
    same = changes_words([change for _, change in changes])
    if same:
        return f"{OF_CHANGE} {same}."
    told = [f"{name}: {change_words(change)}." for name, change in changes if change is not None]
    return "\n".join([OF_CHANGE, *told]) if told else ""


def _value(place: int, row: ManRow) -> str:
    return figure(row.values[place])


def change_model(change: ManChange) -> RowsModel[SubscaleChange]:
    """One man's scales, application by application."""
    columns = [Column[SubscaleChange]("Escala", lambda one: one.subscale.title, stretch=True)]
    columns += [
        Column[SubscaleChange](
            f"{PURPOSE_LABELS[one.purpose]}\n{format_date(one.applied_on)}", partial(_subscale_value, place), right=True
        )
        for place, one in enumerate(change.applications)
    ]
    if len(change.applications) > 1:
        columns.append(Column("Cambio", lambda one: signed(one.change.difference) if one.change else "", right=True))
    return RowsModel(columns, lambda one: one.subscale.id)


def _subscale_value(place: int, one: SubscaleChange) -> str:
    return figure(one.values[place])
