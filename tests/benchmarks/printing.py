"""Fifteen fichas as PDF, against the same text, wrapped, and its rules on reportlab's bare canvas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from facilitador.documents import fonts
from facilitador.documents.blocks import Document, FieldGrid, FieldLine
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.prints import GroupFichasPrint, write_pdf
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns

FICHAS = 15
TURNS = 9
WHEN = datetime.fromisoformat("2026-11-20T10:30:00-05:00")
REST = {
    "ubigeo": "150101",
    "address": "Jirón Los Molles 145, segundo piso, frente al mercado",
    "mother_tongue": "quechua",
    "way_of_entry": "own_will",
    "education": "6",
    "occupation": "albañil",
    "health_conditions": "Toma medicación para la presión desde hace dos años, con control cada mes en la posta.",
    "expectations": "Quiere hablar con otros varones de lo que le pasa y aprender a manejar la cólera de otra manera.",
    "sentence_to_serve": "no",
}


def fichas() -> Figures:
    """From the question to the book to the last byte of the PDF."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        book = crowds.new_book(path / "book.cuaderno", crowds.environment(path, sync=False))
        group = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
        rest = {name: answer for name, answer in REST.items() if name != "education"}
        men = book.submit([RegisterParticipant(answers=man | rest) for man in crowds.men(FICHAS)]).result().ids
        book.submit([EnrolParticipant(group_id=group, participant_id=man) for man in men]).result()
        query = GroupFichasPrint(group_id=group)
        document = book.ask(query).result()
        pages = write_pdf(document, BytesIO(), printed_at=WHEN)

        value, floor = by_turns(
            lambda: write_pdf(book.ask(query).result(), BytesIO(), printed_at=WHEN), lambda: bare(document), TURNS
        )
        notes: dict[str, object] = {
            "pages": pages,
            "floor_pages": bare(document),
            "pages_per_second": round(pages / value * 1000, 1),
        }
        yield Figure("15 fichas to PDF", value, floor, target=3, n=TURNS, notes=notes)
        book.close()


def bare(document: Document) -> int:
    """Every text of the paper, wrapped to its width, and a rule under every field; the number of pages."""
    face, size, leading, top, bottom, left, width = str(fonts.Face.REGULAR), 10, 13.5, 770.0, 58.0, 48.0, 499.0
    canvas = Canvas(BytesIO(), pagesize=(595.276, 841.89))
    fonts.register()
    pages = 0
    for part in document.parts:
        y = top
        pages += 1
        canvas.setFont(face, size)
        for text, share, ruled in texts(part.blocks):
            for line in simpleSplit(text, face, size, width * share):
                if y < bottom:
                    canvas.showPage()
                    canvas.setFont(face, size)
                    pages, y = pages + 1, top
                canvas.drawString(left, y, line)
                y -= leading * share  # fields stand side by side as their shares allow
            if ruled:
                canvas.line(left, y + 4, left + width * share, y + 4)
        canvas.showPage()
    canvas.save()
    return pages


def texts(block: Any, share: float = 1.0) -> Iterator[tuple[str, float, bool]]:
    """Every text of a block, the share of the line it has, and whether a rule stands under it."""
    if isinstance(block, str):
        yield block, share, False
    elif isinstance(block, tuple | list | frozenset):
        for each in block:
            yield from texts(each, share)
    elif isinstance(block, FieldGrid):
        for cell in block.cells:
            yield from texts(cell, cell.width.value / 6)
    elif isinstance(block, FieldLine):
        yield block.label, share, False
        yield block.value or " ", share, True
    elif is_dataclass(block):
        for part in fields(block):
            yield from texts(getattr(block, part.name), share)
