"""How the data are protected: for the inventory of data, for who supervises and for an inspection."""

from __future__ import annotations

from typing import Final

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Part,
    Points,
    Table,
    Title,
)
from facilitador.domain.security import ROLE_HEADINGS, KeptData, SecurityStatement, access_rows

TITLE: Final = "Cómo se protegen los datos"
FOOT: Final = "No contiene datos de ninguna persona."
_PROTECTION_COLUMNS: Final = (Column("Si pasa esto", 32), Column("El programa hace esto", 68))
_KEPT_COLUMNS: Final = (Column("Qué se guarda en el cuaderno", 62), Column("Lo ve quien puede ver", 38))
_ROLE_COLUMNS: Final = (Column("Parte", 40), *(Column(heading, 20) for heading in ROLE_HEADINGS.values()))
_ONLY_ITS_AUTHOR: Final = "solo quien los escribió"


def compose(statement: SecurityStatement, letterhead: Letterhead) -> Document:
    """The whole statement as a paper."""
    return Document(
        title=TITLE,
        subject="Seguridad e inventario de datos del programa",
        file_name="seguridad-de-los-datos.pdf",
        letterhead=letterhead,
        parts=(Part(tuple(_blocks(statement))),),
        foot=FOOT,
    )


def _blocks(statement: SecurityStatement) -> list[Block]:
    protections = tuple((one.against, one.how) for one in statement.protections)
    return [
        Title(TITLE, f"Edición {statement.provenance.edition}"),
        Paragraph(statement.introduction),
        Heading("De qué protege"),
        Table(_PROTECTION_COLUMNS, protections),
        Heading("Lo que no se promete"),
        Points(statement.not_promised),
        Heading("Qué datos se guardan"),
        Table(_KEPT_COLUMNS, tuple((one.text, _seen_by(one, statement)) for one in statement.kept)),
        Heading("Qué queda fuera del cuaderno cifrado"),
        Points(statement.outside),
        Heading("Qué puede hacer cada rol"),
        Table(_ROLE_COLUMNS, access_rows(statement)),
        Heading("Revisión de los accesos"),
        Points(statement.review),
        Paragraph(f"Fuente: {statement.provenance.source}.", quiet=True),
    ]


def _seen_by(kept: KeptData, statement: SecurityStatement) -> str:
    return "; ".join(statement.sections[section] for section in kept.sections) or _ONLY_ITS_AUTHOR
