"""What leaves the book for analysis: every answer, what it means, and nobody's name."""

from __future__ import annotations

from facilitador.domain.answer_tables import AnswerTables, Table
from facilitador.domain.applications import Purpose
from facilitador.domain.instruments import REFUSED
from facilitador.use_cases.answers_export import AnswersExport
from facilitador.use_cases.open_book import OpenBook
from tests.use_cases.answering import CALM, REST, TIRED, answered, load, started
from tests.use_cases.scenes import ficha, group_of, refused, register


def exported(book: OpenBook, **changes: object) -> AnswerTables:
    return book.ask(AnswersExport(instrument_id=REST, **changes)).result()  # type: ignore[arg-type]


def records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def test_one_row_an_application_and_one_an_answer(book: OpenBook) -> None:
    load(book)
    _, (man,), _ = group_of(book, 1)
    answered(book, man, {"d1": 2, "d2": REFUSED})
    answered(book, man, CALM, purpose=Purpose.EXIT)
    started(book, man, purpose=Purpose.FOLLOW_UP)

    tables = exported(book)

    first, second = records(tables.wide)
    assert [first[name] for name in ("instrumento", "edicion", "orden", "momento", "modo", "mes")] == [
        *(REST, "1", "1", "inicio", "solo", "2026-11")
    ]
    assert [first[name] for name in ("d1", "d2", "d3", "sub_total")] == ["2", "prefiere_no", "", ""]
    assert [second[name] for name in ("orden", "momento", "d1", "sub_total")] == ["2", "salida", "4", "12"]
    assert first["participante"] == second["participante"]
    long = records(tables.long)
    assert len(long) == 6
    assert [(row["pregunta"], row["respuesta"], row["puntos"]) for row in long[3:]] == [
        ("d1", "4", "4"),
        ("d2", "1", "4"),
        ("d3", "1", "4"),
    ]


def test_nothing_that_names_a_man_or_dates_him_leaves(book: OpenBook) -> None:
    load(book)
    group, men, stints = group_of(book, 3)
    for man in men:
        answered(book, man, TIRED)

    tables = exported(book)

    whole = repr(tables)
    for key in (group, *men, *stints):
        assert str(key) not in whole
        assert key.hex not in whole
    for word in ("Mamani", "José", "Los Molles", "2026-11-20", "20/11/2026", "4000000"):
        assert word not in whole
    codes = {row["participante"] for row in records(tables.wide)}
    assert len(codes) == 3
    assert {row["participante"] for row in records(exported(book, group_id=group).wide)} == codes
    assert len({row["grupo"] for row in records(tables.wide)}) == 1


def test_the_codebook_says_what_every_column_holds(book: OpenBook) -> None:
    load(book)
    (man,) = register(book, ficha())
    answered(book, man, CALM)

    tables = exported(book)

    columns = {row["columna"]: row for row in records(tables.codebook)}
    assert set(tables.wide[0]) | set(tables.long[0]) == set(columns)
    assert columns["d2"]["que_es"] == "Me desperté cansado."
    assert columns["d2"]["invertida"] == "si"
    assert columns["d2"]["valores"].startswith("1 = Nada; 2 = Poco")
    assert "suma de d1, d2, d3" in columns["sub_total"]["valores"]
    assert records(tables.wide)[0]["grupo"] == ""


def test_one_edition_at_a_time_and_a_group_apart(book: OpenBook) -> None:
    load(book)
    group, (man,), _ = group_of(book, 1)
    outside = register(book, ficha(9))[0]
    answered(book, man, CALM)
    load(book, "2", first="Dormí bien.")
    answered(book, outside, CALM)

    assert [row["edicion"] for row in records(exported(book).wide)] == ["2"]
    assert [row["edicion"] for row in records(exported(book, edition="1").wide)] == ["1"]
    assert [row["edicion"] for row in records(exported(book, group_id=group).wide)] == ["1"]
    with refused("nothing_to_export"):
        exported(book, group_id=group, edition="2")
    with refused("instrument_unknown"):
        book.ask(AnswersExport(instrument_id="nadie")).result()
