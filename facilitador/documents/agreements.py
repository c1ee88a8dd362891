"""The agreements of a group: each man commits himself to share and analyse, and signs (6.2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from facilitador.documents.blocks import (
    Column,
    Document,
    Heading,
    KeepTogether,
    Letterhead,
    NumberedList,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Table,
    Title,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT, notice
from facilitador.documents.group_headings import GroupHeading, group_grid
from facilitador.domain.consent_texts import ConsentText

_COLUMNS = (Column("N.º", 1, numeric=True), Column("Nombre", 7), Column("Fecha", 2.4), Column("Firma o huella", 5))
_ROOM_TO_SIGN = 26.0


@dataclass(frozen=True, slots=True)
class Agreements:
    """What the group agreed, in its own order, who signs, and the text whose promise and duty are printed below."""

    letterhead: Letterhead
    group: GroupHeading
    items: tuple[str, ...]
    names: tuple[str, ...]
    consent_text: ConsentText
    spare_rows: int = 3


def compose(agreements: Agreements) -> Document:
    """The agreements as a paper to be signed by every man and by those who facilitate."""
    rows = tuple((str(number), name, "", "") for number, name in enumerate(agreements.names, start=1))
    facilitators = SignatureRow((SignaturePlace("Firma de quien facilita"), SignaturePlace("Firma de quien facilita")))
    return Document(
        title="Acuerdos del grupo",
        subject="Compromiso de cada participante con el grupo",
        file_name="acuerdos-del-grupo.pdf",
        letterhead=agreements.letterhead,
        parts=(
            Part(
                (
                    Title("Acuerdos del grupo"),
                    group_grid(agreements.group),
                    Heading("Lo que acordamos"),
                    NumberedList(agreements.items),
                    notice(agreements.consent_text),
                    Heading("Nos comprometemos"),
                    Paragraph(
                        "Leímos o escuchamos estos acuerdos, preguntamos lo que quisimos y los hacemos nuestros."
                    ),
                    Table(_COLUMNS, rows, agreements.spare_rows, _ROOM_TO_SIGN),
                    KeepTogether((facilitators,)),
                )
            ),
        ),
        foot=INTERNAL_FOOT,
    )
