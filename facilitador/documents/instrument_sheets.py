"""The questions of an instrument to be answered by hand: large, with a code in place of a name (6.4.3, 6.4.5).

Nothing on a sheet tells what an answer counts, or whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitador.documents.blocks import Block, Document, Heading, Letterhead, Paragraph, Part, Title
from facilitador.documents.charts.figures import LargeQuestion
from facilitador.documents.confidentiality import notice
from facilitador.domain.answering import REFUSED_KEY, keys_of
from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.instrument_words import REFUSED_WORDS
from facilitador.domain.instruments import Instrument, InstrumentSection
from facilitador.domain.sheet_codes import shown_code

FOOT = "No escriba su nombre: esta hoja lleva un código. Entréguela solo al equipo."


@dataclass(frozen=True, slots=True)
class InstrumentSheets:
    """An instrument, the codes of the sheets as they are stored, and what is told before anybody answers.

    An empty code is a line to write one on.
    """

    letterhead: Letterhead
    instrument: Instrument
    codes: tuple[str, ...]
    consent: ConsentText


def compose(sheets: InstrumentSheets) -> Document:
    """A sheet for each code; each begins on a sheet of its own."""
    body = tuple(_body(sheets))
    count = len(sheets.codes)
    parts = tuple(
        Part(
            (Title(sheets.instrument.title, number=_code(code)), *body),
            number=f"Código {_code(code)}",
            position=f"Hoja {place} de {count}" if count > 1 else "",
        )
        for place, code in enumerate(sheets.codes, start=1)
    )
    return Document(
        title=sheets.instrument.title,
        subject="Preguntas para responder en papel",
        file_name="preguntas.pdf",
        letterhead=sheets.letterhead,
        parts=parts,
        foot=FOOT,
        edition=sheets.instrument.edition,
        both_sides=True,
    )


def _code(code: str) -> str:
    return shown_code(code) if code else "____ ____"


def _body(sheets: InstrumentSheets) -> Iterator[Block]:
    instrument = sheets.instrument
    for text in filter(None, instrument.introduction.split("\n")):
        yield Paragraph(text, large=True)
    yield notice(sheets.consent)
    yield Paragraph(
        "Marque con una X una sola casilla en cada pregunta. Si se equivoca, tache y marque otra.", large=True
    )
    numbers = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    for section in instrument.sections:
        yield Heading(section.title, section.instructions)
        yield from _questions(instrument, section, numbers)


def _questions(instrument: Instrument, section: InstrumentSection, numbers: dict[str, int]) -> Iterator[Block]:
    for item in section.items:
        # the key that is typed in later, the same as on the screen: not the value, which tells what an answer counts
        options = [(key, option.label) for key, option in keys_of(instrument.scale_of(item.id)).items()]
        yield LargeQuestion(numbers[item.id], item.text, (*options, (REFUSED_KEY, REFUSED_WORDS)))
