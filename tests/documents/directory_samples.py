"""Invented institutions for the papers of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.directories import DirectoryPaper, WallCard, compose_card, compose_directory
from facilitador.domain.directory import DirectoryEntry, DirectoryLine
from facilitador.domain.emergency_contacts import EmergencyContact, Nearness
from facilitador.domain.places import District, Places

TODAY = date(2026, 11, 20)
NATIONAL = (
    EmergencyContact("Policía Nacional", "Peligro ahora", ("105",), "A toda hora", verified_on=TODAY, first=True),
    EmergencyContact("Línea 100", "Orientación y ayuda", ("100",), "A toda hora", verified_on=TODAY, first=True),
    EmergencyContact("Chat 100", "Orientación por escrito", (), notice="Se escribe por internet."),
)
PLACES = Places([District("050101", "Ayacucho", "Huamanga", "Ayacucho")])


def _entry(number: int, kind: str, name: str, **values: object) -> DirectoryEntry:
    known: dict[str, object] = {
        **dict.fromkeys(("attends", "requirements", "address", "ubigeo", "hours", "agreement", "notice"), ""),
        "contact_person": "Elena Apaza Ríos",
        "phones": (),
        "emergency": True,
        "verified_on": None,
        "verified_by": None,
        "retired": False,
        "revision": 1,
    }
    return DirectoryEntry(id=UUID(int=number), kind=kind, name=name, **(known | values))  # type: ignore[arg-type]


LINES = (
    DirectoryLine(
        _entry(
            *(1, "police", "Comisaría Los Molles"),
            phones=("987654321", "066312345 anexo 4"),
            address="Jr. Los Ceibos 210",
            ubigeo="050101",
            hours="A toda hora",
            verified_on=date(2026, 11, 1),
        ),
        "Comisaría de la PNP",
        Nearness.DISTRICT,
        "Rosa Huamán Quispe",
    ),
    DirectoryLine(
        _entry(2, "ronda", "Ronda de Ñahuimpuquio", notice="Tocar la campana.", verified_on=date(2026, 1, 2)),
        "Ronda campesina",
        Nearness.UNPLACED,
        "",
    ),
    DirectoryLine(
        _entry(3, "work", "Bolsa de trabajo", phones=("987111222",), attends="Empleo.", requirements="DNI."),
        "Empleo y capacitación",
        Nearness.UNPLACED,
        "",
    ),
)
NEAR = (
    EmergencyContact(
        *("Comisaría Los Molles", "Peligro ahora", ("987 654 321",), "A toda hora", "Ayacucho, Huamanga"),
        *("Jr. Los Ceibos 210", "", date(2026, 11, 1), Nearness.DISTRICT),
    ),
    EmergencyContact("Ronda de Ñahuimpuquio", "Auxilio", (), notice="Tocar la campana.", nearness=Nearness.UNPLACED),
    EmergencyContact("Posta", "Salud", ("984 123 456",), notice="Avisar por la radio.", nearness=Nearness.UNPLACED),
)


def directory_papers(letterhead: Letterhead) -> Mapping[str, Document]:
    """One of each, by the name of its golden file."""
    return {
        "wall_card": compose_card(WallCard(letterhead, NATIONAL, NEAR, TODAY)),
        "wall_card_blank": compose_card(WallCard(Letterhead(""), NATIONAL, (), TODAY)),
        "directory": compose_directory(DirectoryPaper(letterhead, LINES, NATIONAL, PLACES, TODAY)),
    }
