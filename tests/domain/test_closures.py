"""What is kept when a cycle closes, and when it is followed up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.closures import (
    MATTER_LABELS,
    STATE_LABELS,
    ClosureItem,
    ClosureMatter,
    LeftOpen,
    MatterState,
    counted_item,
    left_open,
    proposed_follow_up,
    retention_words,
    to_see_words,
    without_owner,
)


def to_see(matter: ClosureMatter) -> ClosureItem:
    return ClosureItem(matter, MatterState.TO_SEE, 0, to_see_words(matter), "", None)


def test_everything_has_its_words() -> None:
    assert set(MATTER_LABELS) == set(ClosureMatter)
    assert set(STATE_LABELS) == set(MatterState)
    assert all(to_see_words(matter) for matter in ClosureMatter if matter is not ClosureMatter.RETENTION)
    told = [retention_words(years, date(2026, 2, 28)) for years in (None, 1, 10)]
    assert "todavía no dijo" in told[0]
    assert "1 año desde lo último" in told[1]
    assert told[2].endswith("10 años desde lo último que se anota de él: al menos hasta el 28/02/2036.")


@pytest.mark.parametrize(
    ("count", "state", "words"),
    [
        (0, MatterState.DONE, "Todas las sesiones tienen su bitácora cerrada."),
        (1, MatterState.OPEN, "A una sesión le falta cerrar su bitácora."),
        (3, MatterState.OPEN, "A 3 sesiones les falta cerrar su bitácora."),
    ],
)
def test_a_line_says_how_many_are_open(count: int, state: MatterState, words: str) -> None:
    item = counted_item(ClosureMatter.LOGS, count, "sessions", None)
    assert (item.state, item.count, item.words) == (state, count, words)


def test_a_number_of_the_whole_book_says_so() -> None:
    item = counted_item(ClosureMatter.PROTECTION, 2, "", None, of_book=True)
    assert item.words.endswith("El número es de todo el cuaderno.")


@pytest.mark.directive("6.9.1")
def test_what_is_open_or_was_written_about_is_kept() -> None:
    items = (
        counted_item(ClosureMatter.LOGS, 2, "sessions", None),
        counted_item(ClosureMatter.EXIT, 0, "applications", None),
        to_see(ClosureMatter.MATERIALS),
        to_see(ClosureMatter.REPORT),
    )
    kept = left_open(items, {ClosureMatter.MATERIALS: "Los guarda Elena."})
    assert kept == (LeftOpen(ClosureMatter.LOGS, 2, ""), LeftOpen(ClosureMatter.MATERIALS, 0, "Los guarda Elena."))


def test_what_goes_on_after_the_group_needs_somebody() -> None:
    items = (
        counted_item(ClosureMatter.REFERRALS, 1, "referrals", None),
        counted_item(ClosureMatter.PROTECTION, 1, "protection", None),
        counted_item(ClosureMatter.LOGS, 1, "sessions", None),
    )
    assert without_owner(items, {ClosureMatter.REFERRALS: "La sigue Edwin."}) == (ClosureMatter.PROTECTION,)


@pytest.mark.parametrize(
    ("closed", "later"),
    [
        (date(2026, 11, 20), date(2027, 5, 20)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 1), date(2026, 12, 1)),
    ],
)
def test_it_is_followed_up_half_a_year_later(closed: date, later: date) -> None:
    assert proposed_follow_up(closed) == later


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_the_follow_up_is_always_six_calendar_months_later(closed: date) -> None:
    later = proposed_follow_up(closed)
    assert (later.year * 12 + later.month) - (closed.year * 12 + closed.month) == 6
    assert later.day <= closed.day
