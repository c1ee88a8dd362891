"""The attendance sheet of one session: it goes from hand to hand, so it knows nothing of a man but his name (6.4.5)."""

from __future__ import annotations

from dataclasses import dataclass

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

SPARE_ROWS = 3
_COLUMNS = (Column("N.º", 1, numeric=True), Column("Participante", 7), Column("Hora", 1.8), Column("Firma o huella", 5))
_ROOM_TO_SIGN = 24.5


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The group's neutral name and the names of its men: there is no place here for a document, a phone or a reason.

    `session` is the number of the session, or None to write it by hand; so are day and topic.
    """

    letterhead: Letterhead
    group_name: str
    names: tuple[str, ...]
    session: int | None = None
    spare_rows: int = SPARE_ROWS


def compose(sheet: AttendanceSheet) -> Document:
    """The sheet as a paper, with spare rows for who comes without being on it."""
    session = None if sheet.session is None else str(sheet.session)
    facts = FieldGrid(
        (
            FieldLine("Grupo", sheet.group_name, Width.HALF),
            FieldLine("Sesión N.º", session, Width.HALF),
            FieldLine("Fecha", None, Width.THIRD, Writing.DATE),
            FieldLine("Empezó a las", None, Width.THIRD),
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
