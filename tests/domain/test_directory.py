"""Institutions that help: what must be known of one, how near it is, when it is to be checked again (6.2.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.directory import (
    MOST_PHONES,
    REFUGE,
    DirectoryEntry,
    TypedEntry,
    alike,
    as_typed,
    checked_entry,
    emergency_contacts,
    look_alike,
    problems_of,
)
from facilitador.domain.emergency_contacts import Nearness, is_stale, national_contacts, nearness_of
from facilitador.errors import InvalidInput
from facilitador.reference import directory, districts

TODAY = date(2026, 11, 20)
KINDS = directory().codes
WHOLE = TypedEntry(kind="police", name="Comisaría de Ñahuimpuquio", phones=("987654321",), ubigeo="050101")
UBIGEO = st.from_regex(r"\d{6}", fullmatch=True)


def codes_of(typed: TypedEntry) -> dict[str, str]:
    """What is wrong with an entry, field by field."""
    return {problem.field: problem.code for problem in problems_of(typed, KINDS, districts().by_code, TODAY)}


def entry(number: int, typed: TypedEntry, **values: object) -> DirectoryEntry:
    kept = {name: getattr(typed, name) for name in TypedEntry.__slots__}
    known = kept | {"id": UUID(int=number), "verified_by": None, "retired": False, "revision": 1} | values
    return DirectoryEntry(**known)  # type: ignore[arg-type]


def test_an_entry_is_kept_as_it_is_read_again() -> None:
    kept = checked_entry(
        replace(WHOLE, name="  Comisaría   de Ñahuimpuquio ", phones=("987-654-321", " ", "105", "987654321")),
        KINDS,
        districts().by_code,
        TODAY,
    )
    assert kept == replace(WHOLE, phones=("987654321", "105"))
    assert checked_entry(kept, KINDS, districts().by_code, TODAY) == kept
    assert as_typed(entry(1, kept)) == kept


@pytest.mark.directive("6.2.7")
@pytest.mark.parametrize(
    "way", [{"phones": ("105",)}, {"address": "Jr. Los Molles 12"}, {"notice": "Tocar la campana."}]
)
def test_one_way_to_reach_it_is_enough_and_none_is_refused(way: dict[str, object]) -> None:
    bare = TypedEntry(kind="ronda", name="Ronda")
    assert codes_of(bare) == {"phones": "directory_unreachable"}
    assert codes_of(replace(bare, **way)) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"kind": ""}, {"kind": "field_required"}),
        ({"kind": "castle"}, {"kind": "option_unknown"}),
        ({"name": " "}, {"name": "field_required"}),
        ({"phones": ("98765432",), "notice": "Tocar la campana"}, {"phones": "phone_mobile_length"}),
        ({"ubigeo": "999999"}, {"ubigeo": "option_unknown"}),
        ({"verified_on": TODAY + timedelta(days=1)}, {"verified_on": "day_in_future"}),
        ({"phones": tuple(f"98765432{last}" for last in range(MOST_PHONES + 1))}, {"phones": "directory_phones_many"}),
    ],
)
def test_what_does_not_do_is_named_by_field(values: dict[str, object], wrong: dict[str, str]) -> None:
    assert codes_of(replace(WHOLE, **values)) == wrong  # type: ignore[arg-type]


@pytest.mark.directive("6.2.7")
@pytest.mark.parametrize("field", ["address", "ubigeo"])
def test_a_refuge_has_no_place(field: str) -> None:
    refuge = TypedEntry(kind=REFUGE, name="Hogar Qantu", phones=("987654321",))
    assert codes_of(refuge) == {}
    assert codes_of(replace(refuge, **{field: "050101"})) == {field: "directory_refuge_place"}  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["name", "attends", "requirements", "hours", "agreement", "notice"])
@pytest.mark.parametrize("text", ["Jr. Los Molles", "av los ceibos 3", "Mz. B", "al lado del n.° 12", "casa # 4"])
def test_no_text_of_a_refuge_tells_where_it_is(field: str, text: str) -> None:
    refuge = TypedEntry(kind=REFUGE, name="Hogar Qantu", phones=("987654321",))
    assert codes_of(replace(refuge, **{field: text})) == {field: "directory_refuge_told"}  # type: ignore[arg-type]
    assert codes_of(replace(WHOLE, **{field: text})) == {}  # type: ignore[arg-type]


def test_an_address_alone_does_not_reach_a_refuge() -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_entry(TypedEntry(kind=REFUGE, name="Hogar", address="Calle 1"), KINDS, {}, TODAY)
    assert {problem.code for problem in refused.value.problems} == {"directory_refuge_place", "directory_unreachable"}


@given(UBIGEO, UBIGEO)
def test_nearness_is_of_both_alike_and_told_by_the_code(one: str, other: str) -> None:
    near = nearness_of(one, other)
    assert near is nearness_of(other, one)
    shared = {Nearness.DISTRICT: 6, Nearness.PROVINCE: 4, Nearness.REGION: 2, Nearness.ELSEWHERE: 0}[near]
    assert one[:shared] == other[:shared]
    assert near is Nearness.DISTRICT or one[: shared + 2] != other[: shared + 2]


@given(UBIGEO)
def test_what_has_no_place_may_be_near(code: str) -> None:
    assert nearness_of("", code) is nearness_of(code, "") is Nearness.UNPLACED


@pytest.mark.directive("6.2.7")
@given(st.integers(0, 1000))
def test_after_180_days_it_is_to_be_checked_again(days: int) -> None:
    assert is_stale(TODAY - timedelta(days=days), TODAY) is (days > 180)
    assert is_stale(None, TODAY)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"name": "comisaria ÑAHUIMPUQUIO de"}, True),
        ({"name": "Otra", "phones": ("987654321", "105")}, True),
        ({"name": "Otra", "phones": ("912345678",)}, False),
        ({"ubigeo": "", "phones": ()}, True),
        ({"ubigeo": "150101", "phones": ()}, False),
    ],
)
def test_the_same_institution_is_known_by_number_or_by_name_and_district(other: dict[str, object], same: bool) -> None:
    one = replace(WHOLE, phones=("987654321",))
    assert look_alike(one, replace(one, **other)) is same  # type: ignore[arg-type]


def test_a_short_number_is_many_institutions_number_and_retired_ones_are_left_alone() -> None:
    one, other = replace(WHOLE, phones=("105",)), replace(WHOLE, name="Otra", phones=("105",))
    assert not look_alike(one, other)
    assert alike(one, [entry(1, one, retired=True), entry(2, one)]) == (entry(2, one),)


@pytest.mark.directive("6.2.7")
def test_the_nearest_stand_first_and_only_those_of_an_emergency() -> None:
    near = replace(WHOLE, emergency=True, contact_person="Elena Apaza")
    entries = [
        entry(1, replace(near, name="Lejos", ubigeo="150101")),
        entry(2, replace(near, name="Región", ubigeo="050201")),
        entry(3, replace(near, name="Provincia", ubigeo="050102")),
        entry(4, replace(near, name="Posta", kind="health")),
        entry(5, replace(near, name="Comisaría")),
        entry(6, replace(near, name="Sin lugar", ubigeo="")),
        entry(7, replace(near, name="Retirada"), retired=True),
        entry(8, replace(near, name="De servicios", emergency=False)),
    ]
    contacts = emergency_contacts(entries, directory(), "050101", districts())
    assert [one.name for one in contacts] == ["Comisaría", "Posta", "Provincia", "Región", "Sin lugar", "Lejos"]
    assert contacts[0].numbers == ("987 654 321",)
    assert contacts[0].place == "Ayacucho, Huamanga"
    assert contacts[0].purpose == "Peligro ahora, denuncias y medidas de protección"
    assert "Apaza" not in repr(contacts)


@pytest.mark.directive("6.2.7")
def test_the_numbers_that_the_directive_names_stand_among_the_national_lines() -> None:
    lines = {line.name: line for line in national_contacts(directory().lines)}
    assert [line.numbers for line in lines.values() if line.first] == [("105",), ("100",), ("106",), ("116",)]
    assert lines["Servicio de Atención Urgente (SAU)"].verified_on is None
    assert not lines["Hogares de Refugio Temporal"].numbers
    assert all(not line.address and not line.place for line in lines.values())
