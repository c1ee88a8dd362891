"""The parts of the page that receives: what a package brings, and each row that was changed on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from facilitador.domain.dates import format_date
from facilitador.domain.package_merging import Side
from facilitador.domain.package_words import KINDS, by_part, counted, dropped_words, removal_words
from facilitador.domain.packages import PackageKind
from facilitador.domain.registration_forms import FormDefinition, Option
from facilitador.domain.taken_packages import Conflict, PackagePreview, TableCounts
from facilitador.ui import theme
from facilitador.ui.screens.packages.list_parts import WITH_NAMES, WITHOUT_NAMES
from facilitador.ui.widgets.choice_fields import RadioField
from facilitador.ui.widgets.labels import card, label
from facilitador.ui.widgets.redrawn_card import RedrawnCard
from facilitador.ui.widgets.told_line import told_line
from facilitador.use_cases.package_conflicts import differences, heading

Local = Callable[[datetime], datetime]

MINE, THEIRS = "Dejar lo que hay aquí", "Usar lo del paquete"
_SIDES = (Option(Side.MINE, MINE), Option(Side.THEIRS, THEIRS))


class PreviewCard(RedrawnCard):
    """Who sent it, for what and of when; then what it would bring, part by part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()

    def show_preview(self, preview: PackagePreview, local: Local) -> None:
        """Show this package."""
        title = f"{KINDS[preview.kind]} · {preview.service_name}"
        lines = [told_line(title, said_of(preview, local), role="heading")]
        if not preview.nothing_newer:
            lines.append(label("Qué trae", "label"))
            lines.append(counts_table(list(by_part(preview.tables))))
        self.redraw(lines)
        self.show()


def said_of(preview: PackagePreview, local: Local) -> Iterator[str]:
    """What is known of the package, a line each."""
    yield f"Firmado por {preview.sender_name}. Datos al {format_date(local(preview.made_at).date())}"
    yield f"Para: {preview.purpose}" if preview.purpose else ""
    if preview.kind is not PackageKind.REVIEW:  # comments bring nobody, nor anybody's name
        groups = counted(len(preview.groups), "grupo", "grupos")
        men = counted(preview.men, "participante", "participantes")
        yield f"{groups}, {men}: {', '.join(preview.groups)}" if preview.groups else men
        yield (WITH_NAMES if preview.with_names else WITHOUT_NAMES).capitalize()
    if preview.older and not preview.taken:
        yield f"De {', '.join(preview.older)} ya hay aquí datos más nuevos: quedan como están"
    yield from removal_words(preview)
    yield from dropped_words(preview.dropped)


def counts_table(lines: list[tuple[str, TableCounts]]) -> QWidget:
    """How much is new, changes and goes, a part of the book a line; figures stand under each other."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACE_L)
    grid.setVerticalSpacing(theme.SPACE_XS)
    grid.setColumnStretch(0, 1)
    for across, said in enumerate(("Nuevo", "Cambia", "Se quita"), start=1):
        grid.addWidget(label(said, "help", wrap=False), 0, across)
    for down, (part, counts) in enumerate(lines, start=1):
        grid.addWidget(label(part), down, 0)
        for across, count in enumerate((counts.new, counts.changed, counts.gone), start=1):
            grid.addWidget(label(str(count) if count else "–", wrap=False), down, across)
    return holder


class ConflictCard(QWidget):
    """One row that was changed here and there: each difference side by side, and the choice, which nobody made yet."""

    decided = Signal()

    def __init__(self, conflict: Conflict, form: FormDefinition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = conflict.id
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame, column = card()
        outer.addWidget(frame)
        column.addWidget(label(heading(conflict), "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        for across, said in enumerate(("", "Aquí", "En el paquete")):
            grid.addWidget(label(said, "help"), 0, across)
            grid.setColumnStretch(across, 1)
        for down, one in enumerate(differences(conflict, form), start=1):
            for across, said in enumerate((one.label, one.mine, one.theirs)):
                grid.addWidget(label(said, "muted" if across == 0 else ""), down, across)
        column.addLayout(grid)
        self.choice = RadioField(_SIDES)
        self.choice.name(f"Cuál vale: {heading(conflict)}")
        self.choice.changed.connect(self.decided)
        column.addWidget(self.choice)

    @property
    def side(self) -> Side | None:
        """Which was chosen."""
        chosen = self.choice.value()
        return None if chosen is None else Side(str(chosen))
