"""A row that was changed in two books, in the words of the questions: no code, no key, no column's name is read."""

from __future__ import annotations

import re

import msgspec
import pytest

from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.base import metadata
from facilitador.domain.packages import Value
from facilitador.domain.taken_packages import Conflict
from facilitador.reference import registration_form
from facilitador.use_cases.package_conflicts import (
    ANOTHER_CHOICE,
    AS_IT_CAME,
    NOT_THERE,
    NOTHING,
    UNITED_HERE,
    WHOSE,
    differences,
    heading,
)

FORM = registration_form()


def told(table: str, mine: dict[str, Value] | None, theirs: dict[str, Value] | None) -> list[tuple[str, str, str]]:
    found = differences(Conflict("a", table, mine, theirs), FORM)
    return [(one.label, one.mine, one.theirs) for one in found]


def answers(**given: object) -> dict[str, Value]:
    return {"full_name": "Quispe, José", "answers": msgspec.json.encode(given).decode()}


def test_a_ficha_is_compared_question_by_question_in_the_words_of_the_form() -> None:
    mine = answers(given_names="José", birth_date="1988-04-17", way_of_entry="own_will", phone="987654321")
    theirs = answers(given_names="José", birth_date="1988-04-18", mother_tongue="quechua", phone="987654321")
    assert heading(Conflict("a", "participants", mine, theirs, "Quispe, José")) == "Ficha: Quispe, José"
    found = {label: (here, there) for label, here, there in told("participants", mine, theirs)}
    assert ("17/04/1988", "18/04/1988") in found.values()
    assert (NOTHING, "Quechua") in found.values()
    assert len(found) == 3


def test_what_of_a_ficha_stands_in_columns_of_its_own_is_compared_too() -> None:
    mine, theirs = ({"phone": phone, "search_text": phone, "changed_by": b"1"} for phone in ("911111111", "922222222"))
    assert told("participants", mine, theirs) == [("Celular", "911 111 111", "922 222 222")]
    assert told("participants", {"ubigeo": "150101"}, {"ubigeo": ""})[0][1:] == ("Lima, Lima, Lima", NOTHING)


def test_what_hangs_on_a_ficha_that_was_united_here_says_so_and_not_that_nothing_was_answered() -> None:
    mine, theirs = ({"participant_id": bytes([one]) * 16, "revision": one} for one in (1, 2))
    assert told("moving_consents", mine, theirs) == [(WHOSE, UNITED_HERE, AS_IT_CAME)]


def test_a_mark_says_what_it_means_and_a_day_is_written_as_it_is_read() -> None:
    assert told("attendance_marks", {"mark": "attended"}, {"mark": "late"}) == [("Marca", "Asistió", "Tardanza")]
    assert told("sessions", {"day": "2026-11-03"}, {"day": "2026-11-04"}) == [("Fecha", "03/11/2026", "04/11/2026")]


def test_a_row_that_stands_on_one_side_only_is_told_so() -> None:
    assert told("goals", None, {"wording": "Llegar"}) == [("En el cuaderno", NOT_THERE, "Está")]
    assert told("goals", {"wording": "Llegar"}, None) == [("En el cuaderno", "Está", NOT_THERE)]


def test_what_differs_in_nothing_that_is_read_is_told_by_when_it_was_changed() -> None:
    ((label, here, there),) = told(
        "group_facilitators", {"changed_at": "2026-11-03T10:00:00"}, {"changed_at": "2026-11-05T10:00:00"}
    )
    assert label == "Cambiado por última vez"
    assert (here[:10], there[:10]) == ("03/11/2026", "05/11/2026")


@pytest.mark.parametrize("table", sorted(SCOPES))
def test_no_code_and_no_key_is_read_whatever_a_table_holds(table: str) -> None:
    written = {field.id for field in FORM.fields if not field.options} if table == "participants" else set()
    columns = [one.name for one in metadata.tables[table].columns if one.name not in written]  # of a name all is read
    mine: dict[str, Value] = dict.fromkeys(columns, "some_code")
    theirs: dict[str, Value] = dict.fromkeys(columns, b"\x01" * 16)
    for label, here, there in told(table, mine | {"answers": "{}"}, theirs | {"answers": '{"phone":"1"}'}):
        assert not re.search(r"[a-z]_[a-z]|b'", f"{label} {here} {there}")
        assert label
        assert here in (ANOTHER_CHOICE, NOTHING, "Sí", UNITED_HERE)
