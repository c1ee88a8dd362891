"""Everything kept about a man, on paper: the same headings in the same order for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from facilitador.documents.blocks import Block, Document, Heading, Letterhead, Paragraph, Part, Points, Title
from facilitador.documents.confidentiality import SENSITIVE_FOOT
from facilitador.documents.numbers import print_number
from facilitador.domain.dates import format_date
from facilitador.domain.subject_access import NOT_INCLUDED, NOTHING, SubjectRecord

TITLE: Final = "Lo que se guarda de usted"


def compose(record: SubjectRecord, letterhead: Letterhead, *, number: int, on: date) -> Document:
    """The answer to a man who asks what is kept about him."""
    return Document(
        title=TITLE,
        subject="Respuesta a un pedido de acceso",
        file_name="lo-que-se-guarda.pdf",
        letterhead=letterhead,
        parts=(Part(tuple(_blocks(record, number, on))),),
        foot=SENSITIVE_FOOT,
    )


def _blocks(record: SubjectRecord, number: int, on: date) -> Iterator[Block]:
    yield Title(TITLE, subtitle=f"{record.full_name}. Al {format_date(on)}.", number=print_number(number))
    for text in NOT_INCLUDED:
        yield Paragraph(text, quiet=True)
    for part in record.parts:
        yield Heading(part.title)
        if not part.kept:
            yield Paragraph(NOTHING)
            continue
        yield Points(tuple(". ".join(map(_said, kept.lines)) for kept in part.kept), small=True)


def _said(line: tuple[str, str]) -> str:
    label, said = line
    return f"{label} {said}" if label.endswith("?") else f"{label}: {said}"
