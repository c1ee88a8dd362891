"""Constancias of attendance (6.2.8): the whole one, which says what it does not prove, and the plain one for his work.

The plain one may be read by anybody: no name of a group, and no word that tells why he came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from facilitador.documents.blocks import (
    Block,
    Column,
    Document,
    KeepTogether,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Spacer,
    Table,
    Title,
)
from facilitador.documents.numbers import print_number
from facilitador.domain.constancias import Attended, AttendedDay, hours_words
from facilitador.domain.dates import format_date, long_date
from facilitador.domain.hours import format_time

TITLE: Final = "Constancia de asistencia"
FOOT: Final = "Documento personal. Entréguese solo a quien lo pidió."
PROVES_ONLY: Final = (
    "Esta constancia da cuenta únicamente de la asistencia. No prueba que haya cambiado su conducta ni que no exista "
    "riesgo para otras personas, y no reemplaza ninguna sanción, pena ni medida que le corresponda cumplir (Directiva "
    "General 018-2016-MIMP, numeral 6.2.8)."
)
PLAIN_PROVES_ONLY: Final = (
    "Da cuenta únicamente de la asistencia en los días y horas indicados. Se entrega a pedido de la persona interesada "
    "para presentarla en su centro de trabajo o de estudios; no sirve para otro trámite."
)
IN_PART: Final = "en parte"


@dataclass(frozen=True, slots=True)
class Constancia:
    """What is certified, of whom, on which day; `document` as `DNI 40000001` or empty."""

    letterhead: Letterhead
    number: int
    name: str
    document: str
    attended: Attended
    on: date
    plain: bool


def compose(constancia: Constancia) -> Document:
    """The paper, with places for the signature and the seal."""
    body = _plain(constancia) if constancia.plain else _whole(constancia)
    return Document(
        title=TITLE,
        subject=TITLE,
        file_name="constancia.pdf",
        letterhead=constancia.letterhead,
        parts=(Part((Title(TITLE, number=print_number(constancia.number)), *body, *_end(constancia))),),
        foot=FOOT,
    )


def _whole(constancia: Constancia) -> Iterator[Block]:
    seen = constancia.attended
    first, last = seen.days[0].day, seen.days[-1].day
    came = f"{len(seen.days)} de {_sessions(seen.held)}"
    days = f"el {format_date(first)}" if first == last else f"entre el {format_date(first)} y el {format_date(last)}"
    yield Paragraph(
        f"Se deja constancia de que {_who(constancia)} asistió a {came} que se realizaron mientras estuvo inscrito, "
        f"{days}. Según su horario, las sesiones a las que asistió suman {hours_words(seen.minutes)}.",
        large=True,
    )
    notes = (
        (seen.in_part, "En {count} llegó después de empezada o salió antes de que termine."),
        (seen.made_up, "Además recuperó {count}, en otra fecha y sin el grupo."),
        (seen.unrecorded, "De {count} no se registró si asistió."),
    )
    told = [words.format(count=_sessions(count)) for count, words in notes if count]
    if told:
        yield Paragraph(" ".join(told))
    yield Notice("Lo que esta constancia no dice", PROVES_ONLY)


def _plain(constancia: Constancia) -> Iterator[Block]:
    seen = constancia.attended
    count = len({one.day for one in seen.days})
    times = "un día" if count == 1 else f"{count} días"
    yield Paragraph(
        f"Se deja constancia de que {_who(constancia)} asistió a este servicio {times}, en las fechas y horas que se "
        f"indican. Según el horario, suman {hours_words(seen.minutes)}.",
        large=True,
    )
    rows = tuple(
        (format_date(one.day), f"{_hours(one)}, {IN_PART}" if one.in_part else _hours(one)) for one in seen.days
    )
    yield Table((Column("Fecha", 1), Column("Horas", 3)), rows, row_height=16)
    yield Paragraph(PLAIN_PROVES_ONLY, quiet=True)


def _hours(one: AttendedDay) -> str:
    return f"de {format_time(one.starts_at)} a {format_time(one.ends_at)}"


def _who(constancia: Constancia) -> str:
    return f"{constancia.name}, con {constancia.document}," if constancia.document else constancia.name


def _sessions(count: int) -> str:
    return "1 sesión" if count == 1 else f"{count} sesiones"


def _end(constancia: Constancia) -> Iterator[Block]:
    place = f"{constancia.letterhead.place}, " if constancia.letterhead.place else ""
    signatures = SignatureRow((SignaturePlace("Firma", ("Nombre:", "Cargo:")), SignaturePlace("Sello del servicio")))
    yield KeepTogether((Paragraph(f"{place}{long_date(constancia.on)}"), Spacer(24), signatures))
