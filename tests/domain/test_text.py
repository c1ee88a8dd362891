from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilitador.domain.text import (
    as_sentence,
    clean_line,
    clean_name,
    clean_text,
    fold,
    list_key,
    listed,
    sort_key,
    words,
)

LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd"])


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ñahui Álvarez", "nahui alvarez"),
        ("  D’Angelo\t O'Higgins ", "dangelo ohiggins"),
        ("ɨẽ Tsʼɨ", "ie tsi"),
        ("Güell-Piñón, Ç", "guell pinon c"),
        ("Straße ŁØ", "strasse lo"),
        ("100%_*", "100"),
        ("…", ""),
    ],
)
def test_fold_leaves_what_a_search_compares(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
@example("ſ\u0307İ")
@example("\U0010fffdx")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_holds_letters_digits_and_single_spaces_only(text: str) -> None:
    folded = fold(text)
    assert all(unicodedata.category(character)[0] in "LN" or character == " " for character in folded)
    assert folded == " ".join(folded.split())


@given(st.text(LETTERS))
@example("ĿÀ")
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F)))
def test_the_quick_way_for_latin_letters_gives_what_the_long_way_gives(text: str) -> None:
    assert fold(text) == fold(f"{text} \u0416").removesuffix("ж").rstrip()  # one Cyrillic letter bars the quick way


def test_words_are_the_folded_words() -> None:
    assert words("Ñahui,  Álvarez") == ("nahui", "alvarez")
    assert words(" ") == ()


def test_accents_do_not_count_and_enye_follows_n_in_sorted_names() -> None:
    names = ["Ocaña", "Ñahui", "Nuñez", "Nunura", "Nz", "Ávila", "Avalos", "Azaña", "De la Cruz", "Delgado", "Ñ"]
    expected = ["Avalos", "Ávila", "Azaña", "De la Cruz", "Delgado", "Nunura", "Nuñez", "Nz", "Ñ", "Ñahui", "Ocaña"]
    assert sorted(names, key=sort_key) == expected


@given(st.text(LETTERS), st.text(LETTERS))
def test_enye_sorts_after_whatever_begins_with_n(after_n: str, after_enye: str) -> None:
    assert sort_key(f"n{after_n}") < sort_key(f"ñ{after_enye}") < sort_key(f"o{after_n}") or after_n[:1] == "\u0303"


@given(st.text(), st.text())
def test_keys_compare_alike_as_text_and_as_stored_bytes(one: str, other: str) -> None:
    left, right = sort_key(one), sort_key(other)
    assert (left < right) == (left.encode() < right.encode())


@given(st.text())
def test_case_and_form_of_the_typed_letters_do_not_change_the_key(text: str) -> None:
    assert sort_key(text) == sort_key(unicodedata.normalize("NFD", text))
    assert sort_key("Ángel ÑUÑO") == sort_key("angel n\u0303un\u0303o")


@given(st.text())
def test_a_clean_line_is_one_line_of_visible_text_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_line(text)
    assert clean_line(cleaned) == cleaned
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode("utf-8")


@given(st.text(st.characters(), max_size=60))
@example("a\r\n\r\n\r\n\r\nb")
def test_clean_text_keeps_lines_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\n\n\n" not in cleaned


def test_clean_text_keeps_breaks_and_drops_what_cannot_be_seen() -> None:
    assert clean_text("uno \r\n dos\x00\u202etres\n\n\n\ncuatro\n") == "uno\ndostres\n\ncuatro"
    assert clean_line("uno\x00\tdos\u200f \ud800tres") == "uno dos tres"


def test_a_name_keeps_its_capitals_and_accents() -> None:
    assert clean_name("  de la  CRUZ n\u0303ahui ") == "de la CRUZ ñahui"


def test_a_list_counts_its_figures_as_numbers() -> None:
    names = ["Participante n.º 10", "Participante n.º 2", "Ñusta", "Participante n.º 1", "Grupo 12 B", "Grupo 3 A"]
    assert sorted(names, key=list_key) == [
        *("Grupo 3 A", "Grupo 12 B", "Ñusta", "Participante n.º 1", "Participante n.º 2", "Participante n.º 10"),
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], ""),
        (["Puno"], "Puno"),
        (["Puno", "Cusco"], "Puno y Cusco"),
        (["Ana", "Luz", "Iván"], "Ana, Luz e Iván"),
        (["Rosa", "Hilda"], "Rosa e Hilda"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_a_list_is_read_aloud_as_it_stands(parts: list[str], words: str) -> None:
    assert listed(parts) == words


@pytest.mark.parametrize(("text", "sentence"), [("", ""), ("ñandú", "Ñandú"), ("el CEM de Puno", "El CEM de Puno")])
def test_a_sentence_begins_with_a_capital_and_keeps_those_it_has(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence
