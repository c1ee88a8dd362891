"""Packages in words: every table that travels has its part of the book, and what is counted is counted once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from facilitador.db.packing.scope import SCOPES
from facilitador.domain.package_words import KINDS, PARTS, by_part, part_of, size_words, title_of, validity_words
from facilitador.domain.packages import PackageKind
from facilitador.domain.taken_packages import KnownPackage, PackageWay, Recipient, TableCounts

TODAY = date(2026, 11, 20)


def package(way: PackageWay = PackageWay.SENT, until: date | None = None) -> KnownPackage:
    return KnownPackage(
        id=UUID(int=1),
        number=1,
        way=way,
        kind=PackageKind.SUPERVISION,
        book_id=UUID(int=2),
        service_name="Red Retama",
        sender_name="Elena Ríos",
        purpose="",
        made_at=datetime(2026, 11, 20, tzinfo=UTC),
        until=until,
        with_names=False,
        subjects=(),
        recipients=(Recipient("0" * 20, "Rosa Mamani", "Los Molles"),),
        contents={},
        recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
        recorded_by=UUID(int=3),
        undone_at=None,
    )


def test_every_table_that_travels_belongs_to_one_part_of_the_book() -> None:
    named = [table for tables in PARTS.values() for table in tables]
    assert sorted(named) == sorted(SCOPES)
    assert part_of("attendance_marks") == "Asistencia y llamadas"


def test_what_comes_is_added_up_part_by_part_and_empty_parts_are_left_out() -> None:
    tables = {"sessions": TableCounts(2, 1, 0), "session_topics": TableCounts(5, 0, 1), "groups": TableCounts()}
    tables |= {"session_areas": TableCounts(3, 1, 0)}
    assert list(by_part(tables)) == [
        ("Sesiones", TableCounts(2, 1, 0)),
        ("Lo anotado en sus bitácoras", TableCounts(8, 1, 1)),
    ]


def test_what_a_person_counts_herself_is_not_added_to_anything_else() -> None:
    for part, table in (("Grupos", "groups"), ("Fichas de participantes", "participants"), ("Sesiones", "sessions")):
        assert PARTS[part] == (table,)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Venció el 19/11/2026: ya no se puede abrir"),
        (0, "Vence pronto: se puede abrir hasta el 20/11/2026"),
        (7, "Vence pronto: se puede abrir hasta el 27/11/2026"),
        (8, "Se puede abrir hasta el 28/11/2026"),
    ],
)
def test_until_when_a_package_opens_is_said_of_what_was_sent_alone(days: int, said: str) -> None:
    until = TODAY + timedelta(days=days)
    assert validity_words(package(until=until), TODAY) == said
    assert validity_words(package(PackageWay.TAKEN, until), TODAY) == ""
    assert validity_words(package(), TODAY) == ""


def test_a_package_is_named_by_who_it_is_for_or_where_it_came_from() -> None:
    assert title_of(package()) == "Preparado para Rosa Mamani: Supervisión"
    assert title_of(package(PackageWay.TAKEN)) == "Recibido de Red Retama: Supervisión"
    assert set(KINDS) == set(PackageKind)


@pytest.mark.parametrize(("size", "said"), [(1, "1 kB"), (840_400, "840 kB"), (1_440_000, "1,4 MB")])
def test_sizes_are_told_in_few_figures(size: int, said: str) -> None:
    assert size_words(size) == said
