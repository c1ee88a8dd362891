from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.places import District, Places
from facilitador.domain.text import words
from facilitador.reference import districts

SMALL = Places(
    [
        District("150101", "Lima", "Lima", "Lima"),
        District("150132", "Lima", "Lima", "San Juan de Lurigancho"),
        District("010506", "Amazonas", "Luya", "San Juan de Lopecancha"),
        District("211307", "Puno", "Melgar", "Nuñoa"),
        District("010809", "Amazonas", "Rodríguez de Mendoza", "Limabamba"),
        District("140301", "Lambayeque", "Lambayeque", "Ñaupe"),
    ]
)


def found(typed: str, limit: int = 10) -> list[str]:
    return [district.district for district in SMALL.search(typed, limit)]


def test_a_district_reads_from_small_to_large() -> None:
    district = SMALL.get("211307")
    assert district is not None
    assert district.label == "Nuñoa, Melgar, Puno"


def test_accents_and_case_do_not_count() -> None:
    assert found("NUNOA") == found("ñuñoa") == ["Nuñoa"]


def test_every_typed_word_begins_some_word() -> None:
    assert found("san juan lima") == ["San Juan de Lurigancho"]
    assert found("juan mel") == []
    assert found("ima") == []


def test_the_whole_name_comes_first_then_its_beginning_then_the_province() -> None:
    assert found("lima") == ["Lima", "Limabamba", "San Juan de Lurigancho"]
    assert found("l") == ["Lima", "Limabamba", "San Juan de Lopecancha", "San Juan de Lurigancho", "Ñaupe"]


def test_nothing_typed_finds_nothing_and_the_limit_holds() -> None:
    assert found("") == found(" ,. ") == found("lima", 0) == []
    assert len(found("l", 2)) == 2


def test_codes_are_looked_up() -> None:
    assert "150101" in SMALL
    assert SMALL.get("999999") is None
    assert SMALL.by_code["150101"].district == "Lima"


@given(st.sampled_from(list(districts())), st.integers(1, 6), st.booleans())
def test_any_district_of_peru_is_found_by_the_beginnings_of_its_words(
    district: District, letters: int, capitals: bool
) -> None:
    typed = " ".join(word[:letters] for word in words(district.label))
    assert district in districts().search(typed.upper() if capitals else typed, len(districts()))
