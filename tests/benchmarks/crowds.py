"""Books for the benchmarks: cheap keys, the real disk, and as many invented men as a figure needs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from uuid_utils.compat import uuid7

from facilitador.db.books import Host
from facilitador.db.keys_file import KdfCost
from facilitador.db.tables.participants import participant_words, participants, search_words, stored_values
from facilitador.db.transaction import Actor, Circumstances, Transaction, Transactions
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.services import DescribeService

PASSPHRASE = "quinua-rio-7-ceibo"
SURNAMES = (
    *("Quispe", "Mamani", "Flores", "Huamán", "Sánchez", "Rojas", "García", "Rodríguez", "Díaz", "Ramos", "Torres"),
    *("Mendoza", "Castillo", "Vásquez", "Chávez", "López", "Pérez", "Cruz", "Martínez", "Ñaupari", "Condori", "Apaza"),
    *("Choque", "Ccori", "Yupanqui", "Huanca", "Tello", "Ríos", "Salas", "Paredes", "Álvarez", "Ñahui", "Peña"),
    *("Cárdenas", "Palomino", "Aguilar", "Soto", "Vargas", "Gutiérrez", "Espinoza", "Medina", "Manco", "Maldonado"),
    *("Marín", "Matos", "Cahuana", "Cutipa", "Ticona", "Zapana", "Shapiama", "Tuesta", "Chumbe", "Ijuma", "Ushiñahua"),
)
GIVEN = (
    *("José", "Luis", "Carlos", "Juan", "Jorge", "Víctor", "César", "Miguel", "Ángel", "Jesús", "Manuel", "Pedro"),
    *("Julio", "Walter", "Raúl", "Edwin", "Percy", "Wilber", "Elías", "Rubén", "Alfredo", "Marcos", "Mario", "Máximo"),
    *(
        "Fredy",
        "Hernán",
        "Óscar",
        "Néstor",
        "Iván",
        "Rolando",
        "Teófilo",
        "Santos",
        "Abel",
        "Adrián",
        "Darwin",
        "Kenyi",
    ),
)


def environment(folder: Path, *, sync: bool = True) -> Environment:
    """Cheap keys and the real clock; `sync` as the window works, with the disk waited for."""
    circumstances = Circumstances(lambda: datetime.now(UTC), date.today, uuid7)
    return Environment(Host(folder, circumstances.clock, sync=sync), circumstances, lambda: KdfCost(8, 1))


def new_book(path: Path, around: Environment) -> OpenBook:
    """A new book of an invented service, open for its facilitator."""
    service = DescribeService(name="Servicio de prueba", binding=Binding.ADHERES, ubigeo="150101")
    new = NewBook(service, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE)
    book, _ = books.create(path, new, around).result()
    return book


def men(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """The identification of `count` invented men; common surnames are common."""
    dice = random.Random(seed)
    weights = [1 / (rank + 3) for rank in range(len(SURNAMES))]
    for number in range(count):
        paternal, maternal = dice.choices(SURNAMES, weights, k=2)
        yield {
            "paternal_surname": paternal,
            "maternal_surname": maternal,
            "given_names": " ".join(dice.sample(GIVEN, 2)),
            "document_kind": "dni",
            "document_number": f"{10_000_000 + number * 7:08}",
            "birth_date": (date(1955, 1, 1) + timedelta(days=dice.randrange(17_000))).isoformat(),
            "phone": f"9{dice.randrange(10**8):08}",
        }


def fill(book: OpenBook, count: int) -> None:
    """Writes `count` men straight into the tables, as the program would store them, in a few large transactions."""
    made = men(count)

    def write(file: Any, runner: Any) -> None:
        actor = Actor(book.person.id, Role.FACILITATOR)
        transactions = Transactions(file.begin, actor, book.circumstances)
        while batch := list(islice(made, 5_000)):
            with transactions.open() as tx:
                _write(tx, batch)

    book.with_book(write).result()


def _write(tx: Transaction, batch: list[dict[str, str]]) -> None:
    stamps = {"created_at": tx.now, "created_by": tx.actor.id, "changed_at": tx.now, "changed_by": tx.actor.id}
    form = {"form_id": "registration_form", "form_edition": "1", "revision": 1}
    keys = [tx.new_id() for _ in batch]
    rows = [{"id": key, **stored_values(answers), **form, **stamps} for key, answers in zip(keys, batch, strict=True)]
    found = [
        {"word": word, "participant_id": key}
        for key, answers in zip(keys, batch, strict=True)
        for word in search_words(answers)
    ]
    tx.connection.execute(participants.insert(), rows)
    tx.connection.execute(participant_words.insert(), found)
