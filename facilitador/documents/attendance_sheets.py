"""The attendance sheet of one session: it goes from hand to hand, so it knows nothing of a man but his name (6.4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from facilitador.documents.blocks import (
    Column,
    Document,
    FieldGrid,
    FieldLine,
    KeepTogether,
    Letterhead,
    Part,
    SignaturePlace,
    SignatureRow,
    Spacer,
    Table,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT
from facilitador.domain.dates import format_date

SPARE_ROWS = 3
_COLUMNS = (Column("N.º", 1, numeric=True), Column("Participante", 7), Column("Hora", 1.8), Column("Firma o huella", 5))
_ROOM_TO_SIGN = 24.5


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The group's neutral name and the names of its men: there is no place here for a document, a phone or a reason.

    An empty `group_name` is a line to write on. `session`, `day` and `starts_at` of the session; what is not given is a
    line to write on. The topic always is: names of men must not stand beside a word that tells what the group is about
    (6.4.5).
    """

    letterhead: Letterhead
    group_name: str
    names: tuple[str, ...]
    session: int | None = None
    day: date | None = None
    starts_at: time | None = None
    spare_rows: int = SPARE_ROWS


def compose(sheet: AttendanceSheet) -> Document:
    """The sheet as a paper, with spare rows for who comes without being on it."""
    session = None if sheet.session is None else str(sheet.session)
    facts = FieldGrid(
        (
            FieldLine("Grupo", sheet.group_name or None, Width.HALF),
            FieldLine("Sesión N.º", session, Width.HALF),
            FieldLine("Fecha", format_date(sheet.day) if sheet.day else None, Width.THIRD, Writing.DATE),
            FieldLine("Empezó a las", f"{sheet.starts_at:%H:%M}" if sheet.starts_at else None, Width.THIRD),
            FieldLine("Terminó a las", None, Width.THIRD),
            FieldLine("Tema", None, Width.FULL),
        )
    )
    rows = tuple((str(number), name, "", "") for number, name in enumerate(sheet.names, start=1))
    signatures = SignatureRow((SignaturePlace("Firma de quien facilita"), SignaturePlace("Firma de quien facilita")))
    return Document(
        title="Lista de asistencia",
        subject="Asistencia a una sesión",
        file_name="lista-de-asistencia.pdf",
        letterhead=sheet.letterhead,
        parts=(
            Part(
                (
                    Title("Lista de asistencia"),
                    facts,
                    Table(_COLUMNS, rows, sheet.spare_rows, _ROOM_TO_SIGN),
                    KeepTogether((Spacer(4), signatures)),
                )
            ),
        ),
        foot=INTERNAL_FOOT,
    )
