"""Files that were cut, mixed up or made to do harm, brought in as anybody would: read or refused, nothing half done.

A few in the test command; `--many=N` tries N of each kind.
"""

from __future__ import annotations

import itertools
import resource
import time
from collections.abc import Callable
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest

from facilitador import messages
from facilitador.domain.sheets import Sheet
from facilitador.errors import UserFacingError
from facilitador.exchange.spreadsheets import parse_spreadsheet
from facilitador.paths import resource as shipped
from facilitador.use_cases.batches import read_batch
from facilitador.use_cases.directory_lists import PreviewDirectoryImport
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.instruments import LoadInstrument
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.roster_imports import PreviewRosterImport
from tests.exchange.workbooks import table
from tests.use_cases.scenes import one_value

ROUNDS: Final = 30
SLOWEST_S: Final = 5.0
MOST_MEMORY: Final = 1_536 * 1024  # KiB
ROWS: Final = [
    ["Apellido paterno", "Nombres", "DNI", "Fecha de nacimiento", "Celular"],
    ["Quispe", "José Luis", "40000001", "09/03/1988", "987654321"],
    ["Ñahui", "D’Álvarez", "40000002", "31/12/1990", "912345678"],
]
DIRECTORY: Final = "Clase;Nombre;Teléfono;Distrito\nCEM;CEM Los Molles;014567890;150101\n"
HARM: Final = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\r",
    b";;;;",
    b"=cmd|' /C calc'!A0",
    "\u202e".encode(),
    b"\xed\xa0\x80",
    b"'); DROP",
    b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    b"9" * 5000,
    b"[" * 2000,
    b"\xf0\x9f\x98",
)


def mutated(whole: bytes, chance: Random) -> bytes:
    """The bytes with one to four accidents."""
    content = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(5):
            case 0:
                content = content[:at]
            case 1:
                content[at:at] = chance.choice(HARM)
            case 2:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                content[at:at] = content[max(0, at - 60) : at] * chance.randint(1, 20)
            case _:
                del content[at : at + chance.randint(1, 40)]
    return bytes(content)


class Imports:
    """Each way in which a file reaches the book."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book
        self.group: UUID = book.submit([FormGroup(name="Los Molles")]).result().ids[0]
        text = "\n".join(";".join(row) for row in ROWS).encode()
        batch = b'{"do": "FormGroup", "ref": "g1", "name": "Los Ceibos"}\n{"do": "AddVenue", "name": "Aula 3"}\n'
        instrument = shipped("reference", "instruments", "prueba_de_entrada.toml").read_bytes()
        self.ways: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
            "csv": (text, lambda content: self._roster(content, "lista.csv")),
            "xlsx": (table(ROWS), lambda content: self._roster(content, "lista.xlsx")),
            "directory": (DIRECTORY.encode(), self._directory),
            "batch": (batch, self._batch),
            "instrument": (instrument, self._instrument),
        }

    def _roster(self, content: bytes, name: str) -> None:
        self.book.ask(PreviewRosterImport(group_id=self.group, sheet=_sheet(content, name))).result()

    def _directory(self, content: bytes) -> None:
        self.book.ask(PreviewDirectoryImport(sheet=_sheet(content, "directorio.csv"))).result()

    def _batch(self, content: bytes) -> None:
        numbers = itertools.count(1)
        lines = content.decode("utf-8", "surrogateescape").splitlines()
        commands = read_batch(lines, lambda: UUID(int=next(numbers))).commands
        self.book.submit(commands, dry_run=True).result()

    def _instrument(self, content: bytes) -> None:
        command = LoadInstrument(content=content.decode("utf-8", "replace"))
        self.book.submit([command], dry_run=True).result()


def _sheet(content: bytes, name: str) -> Sheet:
    file = parse_spreadsheet(content, name)
    return file.sheet(file.names[0].name)


@pytest.mark.parametrize("way", ["csv", "xlsx", "directory", "batch", "instrument"])
def test_a_damaged_file_is_read_or_refused_and_leaves_nothing(
    book: OpenBook, way: str, pytestconfig: pytest.Config
) -> None:
    imports, chance = Imports(book), Random(way)
    whole, bring_in = imports.ways[way]
    bring_in(whole)
    before = _rows(book)
    for _ in range(max(ROUNDS, pytestconfig.getoption("many"))):
        content, begun = mutated(whole, chance), time.perf_counter()
        assert refusal_of(bring_in, content) in messages.codes() | {""}
        assert time.perf_counter() - begun < SLOWEST_S
    assert _rows(book) == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MOST_MEMORY


def refusal_of(bring_in: Callable[[bytes], Any], content: bytes) -> str:
    """The code with which the file is refused, or nothing; whatever else is raised fails the test."""
    try:
        bring_in(content)
    except UserFacingError as refusal:
        return refusal.code
    return ""


def _rows(book: OpenBook) -> tuple[int, ...]:
    tables = ("groups", "participants", "directory_entries", "instrument_editions", "roster_imports")
    return tuple(one_value(book, f"SELECT count(*) FROM {name}") for name in tables)
