"""Books of every version that was given out open in this one, with everything in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitador.db import schema
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.drafts import OwnDraft
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.groups import GroupOverview
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord, Participants
from facilitador.use_cases.people import People
from tests.books import PASSPHRASE, SERVICE
from tests.old_books import FOLDER, GROUP, MEN, answers, path_of
from tests.use_cases.scenes import one_value, rows

S = EnrolmentStatus
VERSIONS = sorted(FOLDER.glob("v*.cuaderno"))
SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"


def test_a_book_of_this_version_is_kept() -> None:
    assert path_of(schema.VERSION) in VERSIONS


@pytest.fixture
def old(request: pytest.FixtureRequest, tmp_path: Path, environment: Environment) -> Iterator[OpenBook]:
    kept: Path = request.param
    path = tmp_path / kept.name
    for name in (kept.name, f"{kept.name}.keys"):
        shutil.copy(kept.with_name(name), path.with_name(name))
    person = books.inspect(path, environment).people[0]
    opened = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()
    yield opened
    opened.close()


each_version = pytest.mark.parametrize("old", VERSIONS, ids=lambda path: path.stem, indirect=True)


@each_version
def test_everything_in_it_is_there(old: OpenBook) -> None:
    details = old.ask(GroupOverview(group_id=GROUP)).result()
    assert (details.group.name, details.counting, details.waiting) == ("Los Molles", 2, 1)
    assert details.venue is not None
    assert details.group.agreements == ("Puntualidad.",)
    statuses = [entry.stint.status for entry in old.ask(Roster(group_id=GROUP)).result()]
    assert statuses == [S.ATTENDING, S.ATTENDING, S.WAITING, S.STOPPED]
    man = old.ask(ParticipantRecord(participant_id=MEN[0])).result()
    assert answers(0).items() <= man.answers.items()
    assert man.consents[0].witness == "Rosa Mamani"
    assert [stay.stint.status for stay in old.ask(ParticipantRecord(participant_id=MEN[1])).result().stints] == [
        S.STOPPED,
        S.ATTENDING,
    ]
    assert [line.full_name for line in old.ask(Participants(text="nahui")).result()] == ["Ñahui Álvarez, José"]
    assert {(person.given_names, person.role) for person in old.ask(People()).result()} == {
        ("Rosa", Role.FACILITATOR),
        ("Elena", None),
    }
    assert old.title == SERVICE.name
    draft = old.ask(OwnDraft(form="group")).result()
    assert draft is not None
    assert draft.content == {"name": "Bor"}
    assert one_value(old, "SELECT count(*) FROM prints") == 1


@each_version
def test_it_has_the_schema_of_a_new_book(old: OpenBook, book: OpenBook) -> None:
    assert one_value(old, "PRAGMA user_version") == schema.VERSION
    names = [row[:2] for row in rows(old, SHAPE)]
    assert names == [row[:2] for row in rows(book, SHAPE)]
    for kind, name in names:
        if kind == "table":
            columns = f"SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo('{name}') ORDER BY name"
            assert rows(old, columns) == rows(book, columns)
