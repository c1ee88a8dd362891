"""The audit in a real book: what is in it, how it is searched, and how every change behind the program's back shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from facilitador.db import failed_openings, recovery_code
from facilitador.domain.audit_chain import ChainReport, CodeState, FaultKind, parse_code
from facilitador.domain.roles import Role
from facilitador.domain.trail import SubjectKind, TrailKind, TrailLine
from facilitador.errors import BookError
from facilitador.use_cases import audit_checks, books
from facilitador.use_cases.audit import TrailCode, TrailExport, TrailPage, TrailReaders
from facilitador.use_cases.audit_checks import check_trail
from facilitador.use_cases.audit_prints import AuditDayPrint
from facilitador.use_cases.books import Environment
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ParticipantRecord
from facilitador.use_cases.prints import BlankFichaPrint, FichaPrint
from tests.books import NOW, PASSPHRASE, book_path, copy_of
from tests.use_cases.scenes import Acting, ficha, one_value, register, rows

__all__ = ["book_path"]

CUT_TRIGGERS = ("DROP TRIGGER audit_entries_refuses_update", "DROP TRIGGER audit_entries_refuses_delete")
EVERY = TrailPage(limit=1000)


@pytest.fixture
def seen(book: OpenBook) -> UUID:
    """A man whose record was seen and printed, with a little before and after."""
    man, other = register(book, ficha(1), ficha(2))
    for each in (other, man):
        book.ask(ParticipantRecord(participant_id=each)).result()
    book.ask(FichaPrint(participant_id=man)).result()
    return man


def supervised(book: OpenBook) -> Acting:
    return Acting(book, Role.SUPERVISOR)


def actions(lines: tuple[TrailLine, ...]) -> list[str]:
    return [line.name for line in lines]


def report(book: OpenBook) -> ChainReport:
    return check_trail(book).result()[-1]


def faults(book: OpenBook) -> list[tuple[FaultKind, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in report(book).faults]


def tampered(book: OpenBook, *statements: str) -> None:
    """The rows changed by somebody with a clave and other tools, the guards taken away first."""
    for statement in (*CUT_TRIGGERS, *statements):
        rows(book, statement)


# -- the chain ------------------------------------------------------------------------------------------------------


def test_what_the_program_writes_is_whole(book: OpenBook, seen: UUID) -> None:
    assert report(book).whole
    assert report(book).last == one_value(book, "SELECT max(number) FROM audit_entries") > 6


def test_a_chain_longer_than_a_page_is_read_to_its_end(
    book: OpenBook, seen: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_checks, "PAGE", 3)

    pages = check_trail(book).result()

    assert len(pages) == pages[-1].entries // 3 + 1 + (pages[-1].entries % 3 > 0)
    assert pages[-1].entries > 6
    assert pages[-1].whole


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01 00:00:00.000000'"),
        ("person_id", "zeroblob(16)"),
        ("action", "'Open'"),
        ("subject_id", "NULL"),
        ("details", "'{}'"),
        ("chain", "NULL"),
        ("chain", "zeroblob(32)"),
    ],
)
def test_a_changed_column_is_found(book: OpenBook, seen: UUID, column: str, value: str) -> None:
    last = report(book).last
    tampered(book, f"UPDATE audit_entries SET {column} = {value} WHERE number = {last - 1}")

    assert faults(book) == [(FaultKind.UNFITTING, last - 1, last if column == "chain" else last - 1)]


def test_entries_taken_out_are_found(book: OpenBook, seen: UUID) -> None:
    tampered(book, "DELETE FROM audit_entries WHERE number IN (1, 4)")

    assert faults(book) == [(FaultKind.MISSING, 1, 1), (FaultKind.MISSING, 4, 4)]


def test_the_last_entry_taken_out_is_found_by_the_count_that_the_file_keeps(book: OpenBook, seen: UUID) -> None:
    last = report(book).last
    tampered(book, f"DELETE FROM audit_entries WHERE number = {last}")

    assert faults(book) == [(FaultKind.CUT, last, last)]


@pytest.mark.parametrize("at", [1, 4])
def test_an_entry_put_between_is_found(book: OpenBook, seen: UUID, at: int) -> None:
    tampered(
        book,
        f"UPDATE audit_entries SET number = -(number + 1) WHERE number >= {at}",
        "UPDATE audit_entries SET number = -number WHERE number < 0",
        "INSERT INTO audit_entries (number, at, person_id, action, details, chain)"
        f" SELECT {at}, at, person_id, action, details, chain FROM audit_entries WHERE number = {at + 1}",
    )

    assert faults(book)[0][0] is FaultKind.UNFITTING
    assert faults(book)[0][1] in (at, at + 1)


def test_an_entry_put_at_the_end_is_found(book: OpenBook, seen: UUID) -> None:
    last = report(book).last
    tampered(
        book,
        "INSERT INTO audit_entries (at, person_id, action, details, chain)"
        f" SELECT at, person_id, action, details, chain FROM audit_entries WHERE number = {last}",
    )

    assert faults(book) == [(FaultKind.UNFITTING, last + 1, last + 1)]


def test_two_entries_that_changed_places_are_found(book: OpenBook, seen: UUID) -> None:
    tampered(
        book,
        "UPDATE audit_entries SET number = -1 WHERE number = 3",
        "UPDATE audit_entries SET number = 3 WHERE number = 4",
        "UPDATE audit_entries SET number = 4 WHERE number = -1",
    )

    assert faults(book) == [(FaultKind.UNFITTING, 3, 5)]


def test_moved_numbers_and_a_changed_key_are_found(book: OpenBook, seen: UUID) -> None:
    last = report(book).last
    tampered(book, f"UPDATE audit_entries SET number = number + 10 WHERE number = {last}")
    assert faults(book) == [(FaultKind.MISSING, last, last + 9)]

    rows(book, "DROP TRIGGER audit_chains_refuses_update")
    rows(book, "UPDATE audit_chains SET key = zeroblob(32)")
    assert faults(book)[0] == (FaultKind.UNFITTING, 1, last - 1)


def test_a_tail_cut_with_all_its_traces_is_found_by_a_printed_code_only(book: OpenBook, seen: UUID) -> None:
    paper = book.ask(FichaPrint(participant_id=seen)).result()
    code = parse_code(paper.code)
    asked = TrailCode(number=code.number, code=code.code)
    assert supervised(book).ask(asked) is CodeState.SAME

    tampered(
        book,
        f"DELETE FROM audit_entries WHERE number >= {code.number}",
        "UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM audit_entries) WHERE name = 'audit_entries'",
    )

    assert faults(book) == []
    assert supervised(book).ask(asked) is CodeState.GONE
    book.ask(FichaPrint(participant_id=seen)).result()  # the numbers go on, over another history
    register(book, ficha(9))
    assert supervised(book).ask(asked) is CodeState.DIFFERENT


def test_the_database_refuses_to_change_and_to_take_out(book: OpenBook, seen: UUID) -> None:
    for statement in (
        "UPDATE audit_entries SET action = 'Open'",
        "DELETE FROM audit_entries",
        "UPDATE audit_chains SET key = zeroblob(32)",
        "DELETE FROM audit_chains",
        "INSERT OR REPLACE INTO audit_entries (number, at, person_id, action, details) VALUES (1, '', x'', '', '')",
    ):
        with pytest.raises(Exception, match="append-only"):
            rows(book, statement)


def test_blank_papers_carry_no_code(book: OpenBook) -> None:
    assert book.ask(BlankFichaPrint()).result().code == ""


# -- what is in it --------------------------------------------------------------------------------------------------


def entered(path: Path, environment: Environment) -> list[tuple[str, str]]:
    """Actions and details of a closed book, in their order."""
    person = books.inspect(path, environment).people[0]
    book = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()
    try:
        return rows(book, "SELECT action, details FROM audit_entries ORDER BY number")
    finally:
        book.close()


def test_locking_is_told_from_closing(book_path: Path, environment: Environment) -> None:
    person = books.inspect(book_path, environment).people[0]
    for locking in (True, False):
        books.open_with_passphrase(book_path, person.id, PASSPHRASE, environment).result().close(locking=locking)

    written = [action for action, _ in entered(book_path, environment)]
    assert written[-5:] == ["Open", "Lock", "Open", "Close", "Open"]


def test_failed_openings_are_counted_beside_the_book_and_entered_at_the_next_good_one(
    book_path: Path, environment: Environment
) -> None:
    person = books.inspect(book_path, environment).people[0]
    later = replace(environment, host=replace(environment.host, clock=lambda: NOW + timedelta(hours=2)))
    for around, typed in ((environment, "secreta-uno"), (later, "secreta-dos")):
        with pytest.raises(BookError, match="wrong_passphrase"):
            books.open_with_passphrase(book_path, person.id, typed, around).result()
    code = "-".join(recovery_code.groups(recovery_code.generate()))
    with pytest.raises(BookError, match="wrong_recovery_code"):
        books.open_with_recovery(book_path, code, person.id, "quinua-otra-8-rio", environment).result()
    beside = list((environment.host.app_data / failed_openings.FOLDER_NAME).iterdir())
    text, rights = beside[0].read_text(encoding="utf-8"), beside[0].stat().st_mode & 0o077

    written = entered(book_path, environment)

    assert len(beside) == 1
    assert rights == 0
    assert "secreta" not in text
    assert [action for action, _ in written[-3:]] == ["Open", "FailedOpenings", "FailedOpenings"]
    assert '"count":2' in written[-2][1]
    assert (NOW + timedelta(hours=2)).isoformat() in written[-2][1]
    assert '"count":1' in written[-1][1]
    assert not beside[0].exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": {}}', '{"": {"count": "2"}}', '{"": {"count": 1}}'])
def test_a_count_that_is_none_of_ours_keeps_nobody_out(content: str, book_path: Path, environment: Environment) -> None:
    person = books.inspect(book_path, environment).people[0]
    with pytest.raises(BookError):
        books.open_with_passphrase(book_path, person.id, "otra", environment).result()
    (beside,) = (environment.host.app_data / failed_openings.FOLDER_NAME).iterdir()
    beside.write_text(content, encoding="utf-8")

    assert [action for action, _ in entered(book_path, environment)][-1] == "Open"


def test_a_clock_that_went_back_has_an_entry_of_its_own(book_path: Path, environment: Environment) -> None:
    person = books.inspect(book_path, environment).people[0]
    times = iter([NOW - timedelta(days=3)] * 2 + [NOW - timedelta(days=3, seconds=1)] * 2)
    back = replace(environment, circumstances=replace(environment.circumstances, clock=lambda: next(times)))
    books.open_with_passphrase(book_path, person.id, PASSPHRASE, back).result().close()

    written = [action for action, _ in entered(book_path, environment)]
    assert written[-4:] == ["ClockWentBack", "Open", "Close", "Open"]


# -- looking --------------------------------------------------------------------------------------------------------


def test_who_opened_a_mans_record(book: OpenBook, seen: UUID) -> None:
    group = book.submit([FormGroup(name="Molle")]).result().ids[0]
    book.submit([EnrolParticipant(group_id=group, participant_id=seen)]).result()

    found = supervised(book).ask(TrailPage(participant_id=seen))

    assert actions(found) == ["EnrolParticipant", "Print", "View", "RegisterParticipant"]
    assert {line.subject.kind for line in found if line.subject} == {SubjectKind.PARTICIPANT}
    assert {line.about for line in found} == {"Mamani Quispe, José Luis"}
    assert {line.person for line in found} == {"Rosa Mamani Quispe"}
    assert found[2].done == "vio una ficha"


def test_each_filter_by_itself_and_together(book: OpenBook, seen: UUID) -> None:
    reader, rosa = supervised(book), book.person.id
    every = reader.ask(EVERY)

    assert [line.number for line in every] == list(range(len(every), 0, -1))
    assert actions(reader.ask(TrailPage(kind=TrailKind.VIEWS))) == ["View", "View"]
    assert actions(reader.ask(TrailPage(kind=TrailKind.VIEWS, person_id=rosa, participant_id=seen))) == ["View"]
    assert reader.ask(TrailPage(person_id=rosa, limit=1000)) == every
    assert reader.ask(TrailPage(person_id=UUID(int=5))) == ()
    day = TrailPage(since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=1), limit=1000)
    assert reader.ask(day) == every
    assert actions(reader.ask(replace_query(day, kind=TrailKind.PRINTS, participant_id=seen))) == ["Print"]
    assert reader.ask(TrailPage(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))) == ()


def replace_query(query: TrailPage, **changed: object) -> TrailPage:
    return TrailPage(**{field: getattr(query, field) for field in query.__struct_fields__} | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [None, TrailKind.CHANGES])
def test_pages_follow_one_another(book: OpenBook, seen: UUID, kind: TrailKind | None) -> None:
    reader = supervised(book)
    whole = reader.ask(TrailPage(kind=kind, person_id=book.person.id, limit=1000))
    first = reader.ask(TrailPage(kind=kind, person_id=book.person.id, limit=2))
    second = reader.ask(TrailPage(kind=kind, person_id=book.person.id, limit=1000, before=first[-1].number))

    assert len(first) == 2
    assert first + second == whole
    assert reader.ask(TrailPage(limit=-1)) == ()


def test_an_action_of_a_later_version_is_still_shown(book: OpenBook) -> None:
    book.with_book(lambda file, runner: runner.record("FlyToTheMoon", None)).result()

    assert supervised(book).ask(EVERY)[0].done == "FlyToTheMoon"


def test_the_list_leaves_the_book_with_its_own_code_and_leaves_an_entry(book: OpenBook, seen: UUID) -> None:
    reader = supervised(book)

    file = reader.ask(TrailExport(zone_of=NOW, participant_id=seen))

    lines = file.content.decode("utf-8-sig").splitlines()
    assert (file.entries, file.left_out, len(lines)) == (3, False, 5)
    assert "vio una ficha" in lines[2]
    code = parse_code(lines[-1])
    assert reader.ask(TrailCode(number=code.number, code=code.code)) is CodeState.SAME
    assert reader.ask(EVERY)[0].done == "sacó a un archivo el registro de uso"


def test_the_paper_of_a_day_is_numbered_and_in_the_hours_of_the_wall(book: OpenBook, seen: UUID) -> None:
    since = datetime(2026, 11, 20, tzinfo=UTC)

    paper = supervised(book).ask(AuditDayPrint(since=since, until=since + timedelta(days=1)))

    assert paper.title == "Registro de uso"
    assert paper.code.startswith("Registro n.º ")
    assert "Mamani Quispe, José Luis" in str(paper.parts)
    assert "15:30" in str(paper.parts)
    empty = supervised(book).ask(AuditDayPrint(since=since - timedelta(days=9), until=since - timedelta(days=8)))
    assert "no se hizo nada" in str(empty.parts)


def test_who_may_read_it_is_told_to_all(book: OpenBook, open_as: Callable[[Role], OpenBook]) -> None:
    assert book.ask(TrailReaders()).result() == ()
    assert open_as(Role.SUPERVISOR).ask(TrailReaders()).result() == ("Rosa Mamani Quispe",)


@pytest.mark.parametrize("version", [1, 6])
def test_what_older_books_hold_is_chained_as_it_stands(version: int, environment: Environment, tmp_path: Path) -> None:
    from tests.old_books import path_of

    old = path_of(version)
    folder = tmp_path / "old"
    folder.mkdir()
    for file in old.parent.glob(f"{old.name}*"):
        (folder / file.name).write_bytes(file.read_bytes())
    path = folder / old.name
    person = books.inspect(path, environment).people[0]
    book = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()

    assert report(book).whole
    assert report(book).entries == one_value(book, "SELECT count(*) FROM audit_entries") > 5
    tampered(book, "UPDATE audit_entries SET action = 'Forged' WHERE number = 3")
    assert faults(book) == [(FaultKind.UNFITTING, 3, 3)]
    book.close()


def test_books_of_the_same_template_have_keys_of_their_own(
    template_books: dict[Role, Path], environment: Environment, tmp_path: Path
) -> None:
    keys = set()
    for role in (Role.FACILITATOR, Role.SUPERVISOR):
        path = copy_of(template_books[role], tmp_path / f"key-{role}")
        person = books.inspect(path, environment).people[0]
        book = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()
        keys.add(one_value(book, "SELECT key FROM audit_chains"))
        book.close()

    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)
