"""What stands above the men: the running count, and which key does what."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from facilitador.domain.attendance import MARK_LABELS, AttendanceMark
from facilitador.domain.attendance_lists import Tally
from facilitador.ui import icons, theme
from facilitador.ui.screens.sessions.attendance_model import ICONS
from facilitador.ui.screens.sessions.attendance_table import KEYS
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.labels import label


def counted(tally: Tally) -> str:
    """`12 de 15 registrados · 9 asistieron, 1 de ellos con tardanza · 3 inasistencias · 3 sin registrar`."""
    if not tally.expected:
        return "Ese día no se espera a nadie."
    recorded = tally.expected - tally.unrecorded
    parts = [f"{recorded} de {tally.expected} registrados"]
    if tally.attending:
        parts.append(_many(tally.attending, "asistió", "asistieron") + _of_them(tally))
    if tally.absent:
        not_admitted = tally.by_mark[AttendanceMark.NOT_ADMITTED]
        away = tally.absent - not_admitted
        if away:
            parts.append(_many(away, "inasistencia", "inasistencias"))
        if not_admitted:
            parts.append(_many(not_admitted, "no ingresó", "no ingresaron"))
    if tally.unrecorded:
        parts.append(f"{tally.unrecorded} sin registrar")
    return " · ".join(parts)


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _of_them(tally: Tally) -> str:
    late, left = tally.by_mark[AttendanceMark.LATE], tally.by_mark[AttendanceMark.LEFT_EARLY]
    said = [
        text for text in (f"{late} con tardanza" if late else "", f"{left} salió antes" if left == 1 else "") if text
    ]
    if left > 1:
        said.append(f"{left} salieron antes")
    return f" ({', '.join(said)})" if said else ""


class Legend(QFrame):
    """The keys of each mark; as many beside each other as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        flow = FlowLayout(spacing=theme.SPACE_M)
        column.addLayout(flow)
        for mark, keys in KEYS.items():
            flow.addWidget(_entry(f"{keys[0]} o {keys[1]}", MARK_LABELS[mark], mark))
        flow.addWidget(_entry("Supr", MARK_LABELS[None], None))
        self.setAccessibleName(
            "Teclas: " + ", ".join(f"{keys[0]} o {keys[1]}, {MARK_LABELS[mark]}" for mark, keys in KEYS.items())
        )


def _entry(keys: str, words: str, mark: AttendanceMark | None) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_XS)
    row.addWidget(label(keys, "label", wrap=False))
    if mark is not None:
        picture = label("", wrap=False)
        icons.set_icon(picture, *ICONS[mark], 16)
        row.addWidget(picture)
    row.addWidget(label(words, wrap=False))
    return holder
