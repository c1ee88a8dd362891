"""The directory on paper: the wall card for an emergency, and the pages of the whole directory (6.2.7).

Both hang where anybody may read them: no name of a person stands on them, and no place of a Hogar de Refugio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from facilitador.documents.blocks import (
    Block,
    Document,
    Heading,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    PhoneLine,
    PhoneList,
    Title,
)
from facilitador.domain.dates import format_date
from facilitador.domain.directory import DirectoryLine
from facilitador.domain.emergency_contacts import EmergencyContact, is_stale
from facilitador.domain.phones import display_phone
from facilitador.domain.places import Places

TO_VERIFY = "Por verificar"
_MOST_ON_CARD = 6
_NUMBERS_ON_CARD = 2
_TO_WRITE = ("Comisaría", "Centro Emergencia Mujer y Familia", "Serenazgo o ronda", "Posta u hospital")
_CARD_FOOT = "Revise los números cada seis meses y cambie esta hoja."


@dataclass(frozen=True, slots=True)
class WallCard:
    """The national lines, the service's own contacts (the nearest first), and the day on which it is judged."""

    letterhead: Letterhead
    national: tuple[EmergencyContact, ...]
    near: tuple[EmergencyContact, ...]
    today: date


@dataclass(frozen=True, slots=True)
class DirectoryPaper:
    """The institutions in the order to print, with the names of districts."""

    letterhead: Letterhead
    lines: tuple[DirectoryLine, ...]
    national: tuple[EmergencyContact, ...]
    places: Places
    today: date


def compose_card(card: WallCard) -> Document:
    """One page to hang on the wall: whom to call, in numbers that are read from across the room.

    Of the near institutions stand there as many as the page holds, the nearest first.
    """
    near = card.near[:_MOST_ON_CARD]
    while len(near) > 1 and not _fits(_card_blocks(card, near)):
        near = near[:-1]
    return Document(
        title="Números de emergencia",
        subject="A quién llamar en una emergencia",
        file_name="numeros-de-emergencia.pdf",
        letterhead=card.letterhead,
        parts=(Part(tuple(_card_blocks(card, near))),),
        foot=_CARD_FOOT,
    )


def _fits(blocks: Sequence[Block]) -> bool:
    """True if these stand on one page."""
    from facilitador.documents import fonts, writer  # reportlab costs start-up time, and only who prints needs it
    from facilitador.documents.layout import strips_of

    fonts.register()
    return sum(strip.height for strip in strips_of(blocks, writer.TEXT_WIDTH)) <= writer.TEXT_HEIGHT


def _card_blocks(card: WallCard, near: Sequence[EmergencyContact]) -> list[Block]:
    first = [contact for contact in card.national if contact.first]
    notices = [contact for contact in near if contact.notice and contact.numbers]
    blocks: list[Block] = [
        Title("¿A quién llamar?", "Si alguien está en peligro, llame ahora. No espere a que termine la reunión."),
        PhoneList(tuple(_card_line(contact, card.today) for contact in first), large=True),
    ]
    if near:
        blocks += [
            Heading("Cerca de aquí"),
            PhoneList(tuple(_card_line(contact, card.today) for contact in near), large=True),
        ]
    else:
        blocks += [
            Heading("Cerca de aquí"),
            PhoneList(tuple(PhoneLine(("",), name) for name in _TO_WRITE), large=True),
        ]
    if notices:
        told = "\n".join(f"{contact.name}: {contact.notice}" for contact in notices)
        blocks.append(Notice("Si no hay señal", told))
    return blocks


def _card_line(contact: EmergencyContact, today: date) -> PhoneLine:
    doubt = TO_VERIFY if is_stale(contact.verified_on, today) else ""
    hours = " · ".join(filter(None, (contact.hours, doubt)))
    details = (contact.purpose, _where(contact.address, contact.place), hours)
    numbers = contact.numbers[:_NUMBERS_ON_CARD]
    return PhoneLine(numbers, contact.name, tuple(filter(None, details)), contact.notice)


def compose_directory(paper: DirectoryPaper) -> Document:
    """The whole directory, kind by kind, and the national lines at its end."""
    blocks: list[Block] = [Title("Directorio de instituciones")]
    if not paper.lines:
        blocks.append(Paragraph("El servicio todavía no anotó ninguna institución.", quiet=True))
    for kind, lines in _by_kind(paper.lines):
        blocks += [Heading(kind), PhoneList(tuple(_line(line, paper) for line in lines))]
    blocks += [
        Heading("Líneas nacionales"),
        PhoneList(tuple(_national_line(contact, paper.today) for contact in paper.national)),
    ]
    return Document(
        title="Directorio de instituciones",
        subject="Instituciones que ayudan, con sus teléfonos",
        file_name="directorio.pdf",
        letterhead=paper.letterhead,
        parts=(Part(tuple(blocks)),),
        foot="Llame antes de derivar a alguien: los números y horarios cambian.",
    )


def _by_kind(lines: Sequence[DirectoryLine]) -> Iterable[tuple[str, list[DirectoryLine]]]:
    kinds = dict.fromkeys(line.kind_text for line in lines)
    return ((kind, [line for line in lines if line.kind_text == kind]) for kind in kinds)


def _line(line: DirectoryLine, paper: DirectoryPaper) -> PhoneLine:
    entry = line.entry
    district = paper.places.get(entry.ubigeo)
    place = f"{district.district}, {district.province}" if district else ""
    told = (
        entry.attends,
        f"Requisitos: {entry.requirements}" if entry.requirements else "",
        _where(entry.address, place),
        entry.hours,
        f"Sin señal: {entry.notice}" if entry.notice else "",
        f"Convenio: {entry.agreement}" if entry.agreement else "",
        _checked(entry.verified_on, paper.today),
    )
    numbers = tuple(map(display_phone, entry.phones))
    return PhoneLine(numbers, entry.name, tuple(filter(None, told)), "Sin teléfono")


def _national_line(contact: EmergencyContact, today: date) -> PhoneLine:
    notice = contact.notice if contact.numbers else ""
    told = (contact.purpose, contact.hours, "" if notice else contact.notice, _checked(contact.verified_on, today))
    return PhoneLine(contact.numbers, contact.name, tuple(filter(None, told)), notice)


def _where(address: str, place: str) -> str:
    return ", ".join(part for part in (address, place) if part)


def _checked(verified_on: date | None, today: date) -> str:
    if verified_on is None:
        return TO_VERIFY
    told = f"comprobado el {format_date(verified_on)}"
    return f"{TO_VERIFY} ({told})" if is_stale(verified_on, today) else told.capitalize()
