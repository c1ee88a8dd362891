"""A book of invented years: 1,000 groups, about 15,000 men, 20,000 sessions, 300,000 marks; the same for one seed.

Ten groups at different moments are made by the very commands that make real ones; `copying` multiplies their rows. The
book is kept in a temporary folder and made anew when the schema or this recipe changes; who asks gets a copy.

    with TemporaryDirectory() as folder:
        path = big_book(Path(folder))
        book = open_big_book(path)          # as its facilitator; `today` is TODAY, whatever the day is
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.schema import CreateTable

from facilitador.db.books import Host
from facilitador.db.keys_file import KdfCost
from facilitador.db.schema import TRIGGERS, VERSION
from facilitador.db.tables.base import metadata
from facilitador.db.transaction import Circumstances
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.exclusions import Outcome
from facilitador.domain.participants import ConsentMark
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.demo import demo_book
from facilitador.use_cases.demo_applications import applications_in
from facilitador.use_cases.demo_sessions import DemoGroup, sessions_through_time, stays_in
from facilitador.use_cases.demo_timeline import Event, in_order
from facilitador.use_cases.directory import AddDirectoryEntry
from facilitador.use_cases.doors import AttendDoorRefusal, RefuseAtDoor
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.exclusions import RecordExclusionDecision
from facilitador.use_cases.groups import CloseGroup, FormGroup, StartGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants, RecordConsent, RegisterParticipant
from facilitador.use_cases.people import AddTeamMember, DescribeTeamMember, People
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Command
from facilitador.use_cases.services import AddOwnField
from facilitador.use_cases.venues import AddVenue, Venues
from tests.benchmarks import copying, crowds

TODAY: Final = date(2026, 11, 20)
NOW: Final = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
CLAVE: Final = "quinua-rio-7-ceibo"
SEED: Final = "cuaderno grande"
MEN: Final = 15
WEEKS: Final = 23
AGREEMENTS: Final = ("Llegamos a la hora.", "Lo que se dice aquí queda aquí.", "Nadie viene bebido.")
MATTERS, DECISIONS = 40, 30  # open ones of the whole service
CAUSE: Final = "violence_to_participant"


@dataclass(frozen=True)
class Archetype:
    """A group as one may stand today: days since its first and (if it is over) its last session; the rest is said.

    `share`: how many of a thousand groups stand so.
    """

    share: int
    begun: int
    ended: int | None = None
    men: int = MEN
    waiting: int = 0
    incomplete: int = 0
    alarming: bool = False
    tidy: bool = True


ARCHETYPES: Final = (
    *(Archetype(225, begun=161 + ended, ended=ended) for ended in (60, 400, 800, 1500)),
    Archetype(18, begun=161, waiting=2, incomplete=2),
    Archetype(18, begun=162, incomplete=1),
    Archetype(18, begun=163, men=14, waiting=1),
    Archetype(18, begun=164, alarming=True),
    Archetype(18, begun=165, incomplete=4, tidy=False),
    Archetype(10, begun=-20, men=9),
)
"""Of many years most groups are over; a hundred of a thousand go on or are being formed."""


def big_book(folder: Path, groups: int = 1_000) -> Path:
    """A copy, in `folder`, of a closed book of that many groups (ten at least), with its keys beside it."""
    kept = _kept(groups)
    path = folder / "grande.cuaderno"
    for source in kept.iterdir():
        shutil.copyfile(source, folder / source.name)
    return path


def open_big_book(path: Path) -> OpenBook:
    """The book, open for its facilitator on TODAY; without waiting for the disk."""
    around = environment(path.parent / "app-data")
    person = books.inspect(path, around).people[0]
    return books.open_with_passphrase(path, person.id, CLAVE, around).result()


def environment(app_data: Path, new_id: Callable[[], UUID] | None = None) -> Environment:
    """Cheap keys and the day of the book."""
    circumstances = Circumstances(lambda: NOW, lambda: TODAY, new_id or Keys("later").new)
    return Environment(Host(app_data, lambda: NOW, sync=False), circumstances, lambda: KdfCost(8, 1))


class Keys:
    """UUIDv7 keys in the order in which they are asked for; the same ones for the same seed."""

    def __init__(self, seed: str) -> None:
        self._draw, self._number = Random(seed), 0

    def new(self) -> UUID:
        self._number += 1
        milliseconds = int(NOW.timestamp() * 1000) + (self._number >> 12)
        tail = self._draw.getrandbits(62)
        return UUID(int=milliseconds << 80 | 7 << 76 | (self._number & 0xFFF) << 64 | 0b10 << 62 | tail)


def _kept(groups: int) -> Path:
    """The folder of the book of that many groups, made if it is not there."""
    tables = "".join(str(CreateTable(table)) for table in metadata.sorted_tables)
    recipe = b"".join(Path(module).read_bytes() for module in (__file__, copying.__file__))
    stamp = hashlib.sha256(f"{tables}{TRIGGERS}".encode() + recipe).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"facilitador-big-{os.getuid()}" / f"v{VERSION}-{groups}-{stamp}"
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as workshop:
            made = Path(workshop) / "made"
            made.mkdir()
            make(made / "grande.cuaderno", {kind: max(1, round(kind.share * groups / 1_000)) for kind in ARCHETYPES})
            try:
                made.rename(kept)
            except OSError:  # somebody else was quicker
                assert kept.exists()
    return kept


def make(path: Path, counts: Mapping[Archetype, int]) -> None:
    """Writes a new book with so many groups of each kind."""
    keys = Keys(SEED)
    with tempfile.TemporaryDirectory() as app_data:
        book, _ = books.create(path, _of_the_service(keys), environment(Path(app_data), keys.new)).result()
        made = _of_each_kind(book, keys, tuple(counts))
        copies = {group: counts[kind] - 1 for kind, group in made.items()}
        copying.copy_groups(book, copies, keys.new, crowds.men(sum(counts.values()) * MEN * 2))
        book.submit(list(_open_matters(book))).result()
        book.close()


def _of_the_service(keys: Keys) -> NewBook:
    """The service, its own field, team, venues and directory of the example."""
    example = demo_book(TODAY, keys.new)
    kinds = (AddOwnField, AddTeamMember, DescribeTeamMember, AddVenue, AddDirectoryEntry)
    first = tuple(command for command in example.first_commands if isinstance(command, kinds))
    return NewBook(
        service=example.service,
        given_names=example.given_names,
        surnames=example.surnames,
        profession=example.profession,
        role=example.role,
        passphrase=CLAVE,
        person_id=example.person_id,
        first_commands=first,
    )


def _of_each_kind(book: OpenBook, keys: Keys, archetypes: Sequence[Archetype]) -> dict[Archetype, UUID]:
    """One group of each kind, by commands."""
    fichas = _whole_fichas(keys)
    names = crowds.men(len(archetypes) * (MEN + 2) * 2, seed=2)
    team = tuple(person.id for person in book.ask(People()).result()[:2])
    venue = book.ask(Venues()).result()[0].id
    made: dict[Archetype, UUID] = {}
    for number, kind in enumerate(archetypes):
        answers = [{**fichas[at % len(fichas)], **_identity(next(names))} for at in range(kind.men + kind.waiting)]
        writer = _Writer(kind, number, keys, team, venue)
        made[kind] = writer.group
        for commands in writer.work(answers):
            book.submit(commands).result()
    return made


def _whole_fichas(keys: Keys) -> list[dict[str, Any]]:
    """Fichas of grown men of the example to which nothing is lacking."""
    filled = [one.answers for one in demo_book(TODAY, keys.new).first_commands if isinstance(one, RegisterParticipant)]
    return sorted((one for one in filled if one.get("birth_date", "9") < "2000"), key=len)[-8:]


def _identity(man: dict[str, str]) -> dict[str, str]:
    return {field: value for field, value in man.items() if field != "birth_date"}


class _Writer:
    """What was done with one group, as lists of commands, each sent at once."""

    def __init__(self, kind: Archetype, number: int, keys: Keys, team: tuple[UUID, ...], venue: UUID) -> None:
        self._kind, self._number, self._keys, self._team, self._venue = kind, number, keys, team, venue
        self.group = keys.new()
        self._first = TODAY - timedelta(days=kind.begun)
        self._ends = TODAY - timedelta(days=kind.ended) if kind.ended is not None else None

    def work(self, answers: Sequence[dict[str, Any]]) -> Iterator[list[Command]]:
        entering = list(self._entering(answers))
        yield [self._formed(), *entering]
        if self._first > TODAY:
            return
        yield [StartGroup(group_id=self.group, on=self._first, reason="Se empieza así.")]
        events = in_order(self._sessions(entering))
        yield [event.command for event in events]
        ended = list(self._ended(entering))
        yield [*ended, *applications_in([*entering, *ended], {self.group: self._kind.alarming}, self._keys.new, SEED)]
        if self._ends is not None:
            yield [CloseGroup(group_id=self.group, on=self._ends)]
        if self._kind.tidy:
            yield [
                AttendDoorRefusal(refusal_id=one.command.id, done="Está en casa de su hermano; todos están bien.")
                for one in events
                if isinstance(one.command, RefuseAtDoor) and one.command.id and not one.command.goes_where
            ]

    def _formed(self) -> FormGroup:
        return FormGroup(
            id=self.group,
            name=f"Grupo {self._number}",
            venue_id=self._venue,
            language="Castellano",
            weekday=self._first.weekday(),
            starts_at=time(18, 30),
            planned_sessions=WEEKS,
            first_day=self._first,
            last_day=self._first + timedelta(weeks=WEEKS + 1),
            facilitator_ids=self._team,
            agreements=AGREEMENTS,
        )

    def _entering(self, answers: Sequence[dict[str, Any]]) -> Iterator[Command]:
        since = min(self._first, TODAY)
        for at, given in enumerate(answers):
            man, waits = self._keys.new(), at >= self._kind.men
            lacks = "address" if at < self._kind.incomplete else ""
            yield RegisterParticipant(id=man, answers={name: said for name, said in given.items() if name != lacks})
            yield RecordConsent(participant_id=man, given_on=since, mark=ConsentMark.SIGNATURE, read_aloud=True)
            yield EnrolParticipant(
                id=self._keys.new(), group_id=self.group, participant_id=man, since=since, waitlist=waits
            )

    def _sessions(self, entering: Sequence[Command]) -> Iterator[Event]:
        group = DemoGroup(
            id=self.group,
            first=self._first,
            starts_at=time(18, 30),
            sessions=WEEKS + (0 if self._ends else 3),
            facilitators=self._team,
            stays=stays_in(entering)[self.group],
            ends=self._ends,
        )
        for event in sessions_through_time(group, TODAY, self._keys.new, Random(f"{SEED} {self._number}")):
            if isinstance(event.command, RefuseAtDoor) and event.command.id is None:
                event = replace(event, command=msgspec.structs.replace(event.command, id=self._keys.new()))
            yield event

    def _ended(self, entering: Sequence[Command]) -> Iterator[Command]:
        """Those of a group that is over have completed; the waiting ones never came in."""
        for one in entering:
            if self._ends is not None and isinstance(one, EnrolParticipant) and one.id is not None:
                yield ChangeEnrolmentStatus(enrolment_id=one.id, status=EnrolmentStatus.COMPLETED, on=self._ends)


def _open_matters(book: OpenBook) -> Iterator[Command]:
    """What waits for the service as a whole: matters of protection, and decisions that nobody has been told."""
    for number in range(MATTERS):
        yield OpenProtection(sentence=f"Dijo que la buscará al salir ({number}).")
    men = book.ask(Participants(limit=DECISIONS)).result()
    for man in men:
        yield RecordExclusionDecision(
            participant_id=man.id, outcome=Outcome.NOTHING_YET, deciders=(book.person.id,), causes=(CAUSE,)
        )
