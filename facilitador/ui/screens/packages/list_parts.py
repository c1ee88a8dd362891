"""The parts of the page of packages: a card for each that was sent or taken in, and what is here of other services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeAlias
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from facilitador.domain.dates import format_date, format_moment
from facilitador.domain.deliveries import Delivery
from facilitador.domain.origins import ForeignState, Source
from facilitador.domain.package_words import title_of, validity_words
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import KnownPackage, PackageWay, SourceGroup, SourceLine
from facilitador.domain.text import as_sentence
from facilitador.ui.screens.packages import delivery_parts
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import acting, told_line

Local: TypeAlias = Callable[[datetime], datetime]
"""A moment as the clock on the person's wall shows it."""

WITH_NAMES = "con nombres"
WITHOUT_NAMES = "sin nombres"


class PackageCard(RedrawnCard):
    """One package. `undo_wanted(KnownPackage)`: it was taken in, and is to be taken back.

    Of what goes to another service for good: `step_wanted(step, Delivery)`, and `record_wanted(id of the delivery,
    details of its acta)`.
    """

    undo_wanted = Signal(object)
    step_wanted = Signal(str, object)
    record_wanted = Signal(object, tuple)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.buttons: dict[str, QPushButton] = {}

    def show_package(
        self,
        one: KnownPackage,
        delivery: Delivery | None,
        today: date,
        names: Mapping[UUID, str],
        local: Local,
    ) -> None:
        """Show this package; `names`: of the groups that the book holds."""
        self.buttons = {}
        told = [*facts(one, today, names, local), *(() if delivery is None else delivery_parts.facts_of(delivery))]
        lines: list[QWidget] = [told_line(title_of(one), told, role="heading")]
        if self._may_write:
            self._add_buttons(one, delivery, here=not is_gone(one, names))
        if self.buttons:
            lines.append(in_a_row(self.buttons.values()))
        self.redraw(lines)

    def _add_buttons(self, one: KnownPackage, delivery: Delivery | None, *, here: bool) -> None:
        if delivery is not None:
            for step in delivery_parts.steps_of(delivery):
                act = partial(self.step_wanted.emit, step, delivery)
                self.buttons[step] = acting(delivery_parts.VERBS[step], act)
            for name, (text, how) in delivery_parts.RECORDS.items():
                act = partial(self.record_wanted.emit, delivery.id, how)
                self.buttons[name] = acting(text, act, "quiet", icon="print")
        if here and one.way is PackageWay.TAKEN and one.undone_at is None:
            self.buttons["undo"] = acting("Deshacer…", lambda: self.undo_wanted.emit(one), "quiet", icon="undo")


def is_gone(one: KnownPackage, names: Mapping[UUID, str]) -> bool:
    """True of groups that came to be supervised and were taken out since: there is nothing left to undo."""
    came = one.way is PackageWay.TAKEN and one.kind is PackageKind.SUPERVISION and one.undone_at is None
    return came and names.keys().isdisjoint(one.subjects)


def facts(one: KnownPackage, today: date, names: Mapping[UUID, str], local: Local) -> Iterator[str]:
    """What is known of a package, a line each."""
    day = format_date(local(one.made_at).date())
    dated = f"datos al {day}, firmado por {one.sender_name}" if one.way is PackageWay.TAKEN else f"preparado el {day}"
    known = [names[group] for group in one.subjects if group in names]
    yield f"N.º {one.number} · {dated}"
    named = WITH_NAMES if one.with_names else WITHOUT_NAMES
    said = " · ".join(filter(None, (", ".join(known), "" if one.kind is PackageKind.REVIEW else named)))
    yield as_sentence(said)
    yield f"Para: {one.purpose}" if one.purpose else ""
    yield validity_words(one, today)
    if is_gone(one, names):
        yield "Se quitó: lo que trajo ya no está en este cuaderno"
    if one.undone_at is not None:
        yield f"Deshecho el {format_moment(local(one.undone_at))}"


class SourcesCard(RedrawnCard):
    """The services of which something is here to be supervised; `remove_wanted(SourceLine)`."""

    remove_wanted = Signal(object)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.buttons: dict[UUID, QPushButton] = {}
        self.hide()

    def show_sources(self, sources: Sequence[SourceLine], today: date, local: Local) -> None:
        """Show these; without any the card is not there."""
        self.buttons = {}
        lines: list[QWidget] = [label("Lo que hay aquí de otros servicios", "heading")]
        lines += [self._line(one, today, local) for one in sources]
        self.redraw(lines)
        self.setVisible(bool(sources))

    def _line(self, one: SourceLine, today: date, local: Local) -> QWidget:
        made: QPushButton | None = None
        if self._may_write:
            made = acting("Quitar…", lambda: self.remove_wanted.emit(one), "quiet", about=one.service_name)
            self.buttons[one.book_id] = made
        told = [group_words(one, group, today, local) for group in one.groups]
        return told_line(one.service_name, told, made)


def group_words(one: SourceLine, group: SourceGroup, today: date, local: Local) -> str:
    """`Grupo Retama · datos al 12/11/2026`; what is old says so."""
    stale = Source(one.book_id, one.service_name, ForeignState.SUPERVISED, group.as_of).is_stale(today)
    said = f"{group.name} · datos al {format_date(local(group.as_of).date())}"
    return f"{said} · tienen más de 30 días" if stale else said


def in_a_row(buttons: Iterable[QWidget]) -> QWidget:
    """Buttons and words beside each other, as many as fit."""
    holder = QWidget()
    row = FlowLayout(holder)
    for one in buttons:
        row.addWidget(one)
    return holder
