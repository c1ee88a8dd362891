"""Men found by any beginning of their words, accents and case aside, without reading all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.db.queries import participants as queries
from facilitador.domain.text import words
from facilitador.use_cases.enrolments import Roster
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import LikelyDuplicates, ParticipantRecord, Participants
from facilitador.use_cases.requests import Query
from tests.books import book, environment, open_as, template_books
from tests.use_cases.scenes import ficha, group_of, register

__all__ = ["book", "environment", "open_as", "template_books"]

MEN = (
    ("Ñahui", "Álvarez", "José María", "41000001", "987654321"),
    ("Nahuincha", "Alva", "Óscar", "41000002", "987654322"),
    ("D’Ávila", "Ñaupari", "María José", "41000003", "912345678"),
    ("Quispe", "de la Cruz", "Ángel", "00123456", "987111222"),
    ("Quispe", "Mamani", "Wilber", "41000005", "987111223"),
)


def put_in(book: OpenBook) -> None:
    register(
        book,
        *(
            ficha(
                number,
                paternal_surname=father,
                maternal_surname=mother,
                given_names=given,
                document_number=dni,
                phone=tel,
            )
            for number, (father, mother, given, dni, tel) in enumerate(MEN, start=1)
        ),
    )


def found(book: OpenBook, text: str) -> list[str]:
    return [line.full_name for line in book.ask(Participants(text=text)).result()]


@pytest.fixture(params=["by their keys", "by walking"])
def a_book(request: pytest.FixtureRequest, book: OpenBook, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenBook]:
    """A book in which every word is uncommon, or every word is common."""
    monkeypatch.setattr(queries, "UNCOMMON", 2_000 if request.param == "by their keys" else -1)
    queries._counting.cache_clear()
    put_in(book)
    yield book
    queries._counting.cache_clear()


@pytest.mark.parametrize(
    ("text", "surnames"),
    [
        ("nahui alvarez", ["Ñahui"]),
        ("ÑAHUI", ["Nahuincha", "Ñahui"]),
        ("alv nahu", ["Nahuincha", "Ñahui"]),
        ("jose", ["D’Ávila", "Ñahui"]),
        ("davila", ["D’Ávila"]),
        ("cruz quispe", ["Quispe"]),
        ("41000005", ["Quispe"]),
        ("00123", ["Quispe"]),
        ("987111", ["Quispe", "Quispe"]),
        ("quispe 41", ["Quispe"]),
        ("hui", []),
        ("quispe quispe", ["Quispe", "Quispe"]),
        ("%", ["D’Ávila", "Nahuincha", "Ñahui", "Quispe", "Quispe"]),
        ("  ", ["D’Ávila", "Nahuincha", "Ñahui", "Quispe", "Quispe"]),
    ],
)
def test_every_word_typed_begins_a_word_of_his(a_book: OpenBook, text: str, surnames: list[str]) -> None:
    assert [name.split()[0] for name in found(a_book, text)] == surnames


LETTERS = st.text(alphabet="anñáqu 01’", max_size=7)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=LETTERS)
def test_the_answer_is_what_a_plain_look_at_every_man_would_give(a_book: OpenBook, text: str) -> None:
    expected = {
        f"{man[0]} {man[1]}, {man[2]}"
        for man in MEN
        if all(any(own.startswith(word) for own in words(" ".join(man))) for word in words(text))
    }

    assert set(found(a_book, text)) == expected


def test_pages_follow_each_other_without_gap_or_repetition(book: OpenBook) -> None:
    register(book, *(ficha(number) for number in range(1, 24)))

    pages = [book.ask(Participants(limit=10, offset=start)).result() for start in (0, 10, 20, 30)]

    assert [len(page) for page in pages] == [10, 10, 3, 0]
    whole = book.ask(Participants(limit=500)).result()
    assert [line.id for page in pages for line in page] == [line.id for line in whole]
    assert book.ask(Participants(limit=-1)).result() == ()


def test_a_line_names_the_groups_he_is_in_now(book: OpenBook) -> None:
    group_of(book, 1, name="Los Molles")

    (line,) = book.ask(Participants(text="mamani")).result()

    assert line.groups == ("Los Molles",)


def plans(book: OpenBook, query: Query[Any]) -> list[str]:
    """How SQLite carries out every statement of a query, one line a step."""

    def explain(file: Any, runner: Any) -> list[str]:
        said: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
            if statement.startswith(("SELECT", "WITH")) and not statement.startswith("SELECT EXISTS"):
                steps = file.driver_connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
                said.extend(step[3] for step in steps)

        sa.event.listen(file._engine, "before_cursor_execute", note)
        try:
            runner.ask(query)
        finally:
            sa.event.remove(file._engine, "before_cursor_execute", note)
        return said

    return book.with_book(explain).result()


@pytest.mark.parametrize(
    "query_of",
    [
        lambda group_id, man: Home(),
        lambda group_id, man: Roster(group_id=group_id),
        lambda group_id, man: ParticipantRecord(participant_id=man),
        lambda group_id, man: LikelyDuplicates(answers=ficha(1)),
        lambda group_id, man: Participants(text="mamani quispe"),
    ],
)
def test_no_question_reads_every_man(book: OpenBook, query_of: Callable[[Any, Any], Query[Any]]) -> None:
    group_id, men, _ = group_of(book, 2)

    steps = plans(book, query_of(group_id, men[0]))

    assert steps
    whole_reads = [step for step in steps if step.startswith("SCAN") and step.split()[1] in BIG_TABLES]
    assert whole_reads == []


BIG_TABLES = {"participants", "participant_words", "consents", "enrolment_events", "audit_entries"}


def test_the_list_by_name_walks_an_index_and_sorts_nothing(book: OpenBook) -> None:
    put_in(book)

    steps = plans(book, Participants())

    assert any("ix_participants_by_name" in step for step in steps)
    assert not any(step.startswith("SCAN participants") and "INDEX" not in step for step in steps)
