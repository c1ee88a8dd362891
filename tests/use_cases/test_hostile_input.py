"""What anybody can type or paste into any field of any command is kept as typed or refused beside the field.

Commands and their fields are taken from the catalogue, so that one that is added joins by itself. What is kept is
looked for in what goes into the file, not in what a screen shows of it.
"""

from __future__ import annotations

import codecs
import csv
import dataclasses
import enum
import io
import itertools
import json
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

import msgspec
import pypdf
import pytest
import sqlalchemy as sa

from facilitador import messages
from facilitador.db.reserved import ReservedBox
from facilitador.db.transaction import Actor
from facilitador.documents.blocks import Document
from facilitador.documents.fonts import SUBSTITUTE
from facilitador.errors import BookError, InvalidInput, UserFacingError
from facilitador.exchange.workbooks import write_workbook
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.reports import MarksPage, marks_sheet
from facilitador.use_cases.requests import Command, Query
from tests.books import NOW
from tests.use_cases.any_commands import SHORT, fields_of
from tests.use_cases.every_question import EveryQuestion
from tests.use_cases.scenes import ficha, register
from tests.use_cases.worked_books import Done, WorkedBook, worked_book

Path: TypeAlias = tuple[Any, ...]

INERT: Final = "=1+'\"<b>&amp;%_\\../--Ñʼ"
"""Formula, quotes, markup, wildcards, a path, a comment of SQL and two letters of ours: each only text."""
DIRTY: Final = "Ab\x00c\u202ed\ud800e\x1b[2Jf\x85g\u2067h\ufeffi"
HUGE: Final = "palabra " * 131_072  # 1 MiB
LONG: Final = HUGE[: 2**16]
AT_MOST_S: Final = 2.0
STEPS: Final = 300
WAYS: Final = 3  # of asking one question
MANY: Final = 120  # texts in which any words may stand
TRIES: Final = 20
LONGEST: Final = 40_000
"""Of one value in the file; whole forms are one value."""
AS_TYPED: Final = "SaveDraft."
"""What was not saved yet waits as it was typed; what it holds is checked when it is saved."""


class Text(NamedTuple):
    """One text of an accepted command."""

    done: Done
    path: Path

    @property
    def name(self) -> str:
        return f"{type(self.done.command).__name__}.{'.'.join(map(str, self.path))}"

    def with_text(self, text: str) -> Command:
        """The same command with another text there."""
        return _put(self.done.command, self.path, text)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkedBook]:
    """A book with a little of everything."""
    with worked_book(tmp_path_factory.mktemp("hostile")) as book:
        for _ in book.walk(STEPS):
            pass
        book.chance.refresh()
        yield book


@pytest.fixture(scope="module")
def accepted(worked: WorkedBook) -> dict[type[Command], Done]:
    """An accepted command of each kind, as full as it goes."""
    found = {kind: worked.accepted(kind, TRIES) for kind in COMMANDS}
    return {kind: done for kind, done in found.items() if done is not None}


@pytest.fixture(scope="module")
def texts(accepted: dict[type[Command], Done]) -> list[Text]:
    """Every text of them."""
    return [Text(done, path) for done in accepted.values() for path in _paths(done.command)]


def _paths(value: Any) -> Iterator[Path]:
    """Where texts stand in a command, in what it holds, and in its empty fields."""
    if isinstance(value, msgspec.Struct) or dataclasses.is_dataclass(value):
        for name, (hint, _) in fields_of(type(value)).items():
            inner = getattr(value, name)
            if hint is str or name == "answers":
                inner = inner if name == "answers" else str(inner)
            yield from ((name, *path) for path in _paths(inner))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from ((key, *path) for path in _paths(inner))
    elif isinstance(value, tuple):
        last = len(value) - 1  # where two entries are about the same, the later one counts
        yield from ((last, *path) for one in value[-1:] for path in _paths(one))
    elif isinstance(value, str) and not isinstance(value, enum.Enum):
        yield ()


def _put(value: Any, path: Path, text: str) -> Any:
    if not path:
        return text
    first, rest = path[0], path[1:]
    if isinstance(value, dict):
        return value | {first: _put(value[first], rest, text)}
    if isinstance(value, tuple):
        return tuple(_put(one, rest, text) if place == first else one for place, one in enumerate(value))
    new = {first: _put(getattr(value, first), rest, text)}
    return (
        msgspec.structs.replace(value, **new)
        if isinstance(value, msgspec.Struct)
        else dataclasses.replace(value, **new)
    )


class Answer(NamedTuple):
    """What became of a command: the fields it was refused for, or every text that would have gone into the file."""

    refused_beside: tuple[str, ...] | None
    kept: list[str]


def _send(worked: WorkedBook, text: Text, typed: str) -> Answer:
    kept = _Kept(worked)
    try:
        with kept:
            worked.run(text.with_text(typed), text.done.actor, dry_run=True)
    except InvalidInput as error:
        return Answer(tuple(problem.field for problem in error.problems), [])
    except UserFacingError as error:
        return Answer((error.field or f"({error.code})",), [])
    return Answer(None, kept.texts)


class _Kept:
    """Listens to what is written while it is entered."""

    def __init__(self, worked: WorkedBook) -> None:
        self.texts: list[str] = []
        self._box = worked.book.with_book(lambda file, _: ReservedBox(file.keys.reserved_key)).result()

    def __enter__(self) -> None:
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", self._see)

    def __exit__(self, *error: object) -> None:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", self._see)

    def _see(self, _c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            for row in parameters if many else [parameters]:
                for value in row:
                    self.texts.extend(self._read(value, row))

    def _read(self, value: Any, row: Any) -> Iterator[str]:
        if isinstance(value, memoryview) and len(value) > 40:
            keys = [UUID(bytes=bytes(one)) for one in row if isinstance(one, bytes | memoryview) and len(one) == 16]
            yield from _strings(_opened(self._box, keys, bytes(value)))
        elif isinstance(value, str):
            yield value
            if value[:1] in '{["':
                yield from _strings(_parsed(value))


def _opened(box: ReservedBox, keys: list[UUID], sealed: bytes) -> Any:
    for key in keys:
        try:
            return box.open(key, sealed)
        except BookError:
            continue
    return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for one in pair for text in _strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _strings(one))


def _beside(text: Text, answer: Answer) -> bool:
    """Whether the refusal names the field, or what it is part of."""
    names = {str(part) for part in text.path if not isinstance(part, int)}
    return any(names & set(field.replace("[", ".").split(".")) for field in answer.refused_beside or ())


@pytest.fixture(scope="module")
def free(worked: WorkedBook, texts: list[Text]) -> list[Text]:
    """Those of them in which any words may stand: not codes, nor what is not asked for there."""
    return [text for text in texts if any(SHORT in kept for kept in _send(worked, text, SHORT).kept)]


def test_texts_are_kept_as_typed_or_refused_beside_the_field(worked: WorkedBook, free: list[Text]) -> None:
    answers = [(text, _send(worked, text, INERT)) for text in free]
    lost = [text.name for text, answer in answers if not _kept_or_refused(text, answer)]

    assert lost == []
    assert len(free) > MANY


def _kept_or_refused(text: Text, answer: Answer) -> bool:
    if answer.refused_beside is not None:
        return _beside(text, answer)
    return any(INERT in kept for kept in answer.kept)


def test_what_no_person_types_never_reaches_the_file(worked: WorkedBook, texts: list[Text], free: list[Text]) -> None:
    """Control characters, marks that turn the reading direction, NUL and halves of a character."""
    wrong = []
    for text in _cleaned(texts):
        answer = _send(worked, text, DIRTY)
        if answer.refused_beside is not None and text in free and not _beside(text, answer):
            wrong.append((text.name, answer.refused_beside))
        wrong += [(text.name, ascii(kept[:60])) for kept in answer.kept if not _is_clean(kept)]

    assert wrong == []


def _cleaned(texts: list[Text]) -> list[Text]:
    return [text for text in texts if not text.name.startswith(AS_TYPED)]


def _is_clean(text: str) -> bool:
    kinds = {unicodedata.category(one) for one in text if one not in "\n\t"}
    return not kinds & {"Cc", "Cs"} and not any("\u202a" <= one <= "\u202e" or one in "\u2067\ufeff" for one in text)


def test_what_was_pasted_by_mistake_is_refused_beside_the_field_at_once(
    worked: WorkedBook, texts: list[Text], free: list[Text]
) -> None:
    """A megabyte in the first text of each command, and a good deal in every other."""
    wrong = []
    known: set[type[Command]] = set()
    for text in _cleaned(texts):
        pasted = LONG if type(text.done.command) in known else HUGE
        known.add(type(text.done.command))
        begun = time.perf_counter()
        answer = _send(worked, text, pasted)
        if time.perf_counter() - begun > AT_MOST_S:
            wrong.append((text.name, "slow"))
        if answer.refused_beside is None:
            wrong += [(text.name, len(kept)) for kept in answer.kept if len(kept) > LONGEST]
        elif text in free and not _beside(text, answer):
            wrong.append((text.name, answer.refused_beside))

    assert wrong == []


def test_nearly_every_command_was_tried_while_it_was_accepted(accepted: dict[type[Command], Done]) -> None:
    """Otherwise the tests above would look at fewer of them with every change."""
    with_texts = {kind.__name__ for kind in COMMANDS if any(hint is str for hint, _ in fields_of(kind).values())}
    missed = with_texts - {kind.__name__ for kind in accepted}

    assert len(missed) <= len(with_texts) // 3, sorted(missed)


def test_commands_that_are_refused_anyway_are_refused_calmly(
    worked: WorkedBook, accepted: dict[type[Command], Done]
) -> None:
    """An error that is no refusal would come out of here."""
    for kind in set(COMMANDS) - set(accepted):
        command = worked.chance.of(kind, full=True)
        for path in list(_paths(command)):
            command = _put(command, path, DIRTY)
        worked.attempt(command, worked.actors[-1], dry_run=True)


@pytest.fixture(scope="module")
def answers(worked: WorkedBook, free: list[Text]) -> dict[type[Query[Any]], list[Any]]:
    """What every question is answered in a book where each text that can be kept was."""
    commands: dict[type[Command], tuple[Command, Actor]] = {}
    for text in free:
        if _send(worked, text, INERT).refused_beside is None:
            kind = type(text.done.command)
            command, actor = commands.get(kind, (text.done.command, text.done.actor))
            commands[kind] = (_put(command, text.path, INERT), actor)
    for command, actor in commands.values():
        worked.attempt(command, actor)
    asked = EveryQuestion(worked.book, (INERT, DIRTY, "%"))
    return {kind: [_asked(worked.book, one) for one in itertools.islice(asked.of(kind), WAYS)] for kind in QUERIES}


def _asked(book: OpenBook, question: Query[Any]) -> Any:
    try:
        return book.ask(question).result()
    except UserFacingError as refusal:
        return messages.of_error(refusal)


def test_papers_show_it_and_no_markup_is_followed(answers: dict[type[Query[Any]], list[Any]]) -> None:
    shown, wrong = set(), []
    for kind, given in answers.items():
        for paper in [one for one in given if isinstance(one, Document)][:1]:
            text = _text_of(paper)
            if SUBSTITUTE in text or "&amp;amp;" in text:
                wrong.append(kind.__name__)
            if INERT in repr(paper).replace("\\\\", "\\").replace("\\'", "'"):
                (shown.add if INERT in text else wrong.append)(kind.__name__)

    assert wrong == []
    assert len(shown) > 5


def _text_of(paper: Document) -> str:
    out = io.BytesIO()
    write_pdf(paper, out, printed_at=NOW)
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(out).pages)


def test_tables_hold_it_and_no_program_runs_it(worked: WorkedBook, answers: dict[type[Query[Any]], list[Any]]) -> None:
    contents = [getattr(one, "content", b"") for given in answers.values() for one in given]
    marks = marks_sheet(lambda query: worked.book.ask(query).result(), MarksPage(names=True))
    out = io.BytesIO()
    write_workbook([marks], out)
    with zipfile.ZipFile(out) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    tables = [one for one in contents if isinstance(one, bytes) and one.startswith(codecs.BOM_UTF8)]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row]
    assert f"'{INERT}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []


def test_it_is_found_by_search(worked: WorkedBook, answers: dict[type[Query[Any]], list[Any]]) -> None:
    """A name of signs is found by its letters; what stands for anything elsewhere stands for nothing here."""
    man = register(worked.book, ficha(950, given_names="O'Brián %_", paternal_surname="D’Áñez-=1"))[0]

    def found(text: str) -> set[UUID]:
        return {line.id for line in worked.book.ask(Participants(text=text)).result()}

    assert man in found("obrian") & found("O’BRIÁN") & found("dañez 1")
    assert found("danez%") == found("danez_") == found("danez")
    assert man not in found("x%n")
