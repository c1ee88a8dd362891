from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.duplicates import (
    THRESHOLD,
    Identity,
    MatchKind,
    Reason,
    candidate_keys,
    likely_duplicates,
    name_score,
    similarity,
    surname_start,
)
from facilitador.domain.participants import DuplicateCandidate

BIRTH = date(1985, 3, 9)
NAMES = st.text("abcdeñáí ", max_size=20)
IDENTITIES = st.builds(
    Identity,
    paternal_surname=NAMES,
    maternal_surname=NAMES,
    given_names=NAMES,
    document_number=st.sampled_from(["", "12345678", "87654321"]),
    phone=st.sampled_from(["", "987654321"]),
    birth_date=st.sampled_from([None, BIRTH, date(1990, 1, 1)]),
)


def man(surnames: str, given_names: str, **more: object) -> Identity:
    paternal, _, maternal = surnames.partition("+")
    return Identity(paternal, given_names, maternal, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (man("Quispe+Mamani", "Juan"), man("Quispi+Mamani", "Juan")),
        (man("Quispe+Mamani", "Juan"), man("Mamani+Quispe", "Juan")),
        (man("Quispe+Mamani", "José"), man("QUISPE+MAMANI", "jose")),
        (man("Quispe+Mamani", "Juan"), man("Quispe", "Juan")),
        (man("Quispe+Mamani", "Juan Carlos"), man("Quispe+Mamani", "Carlos Juan")),
        (man("Quispe+Mamani", "Juan Carlos"), man("Quispe+Mamani", "Juan")),
        (man("Ñahui+Álvarez", "Jhon"), man("Nahui+Alvares", "John")),
        (man("De la Cruz+Rojas", "Wilber"), man("Delacruz+Rojas", "Wilbert")),
        (man("Flores+Condori", "Yeferson"), man("Flores+Condori", "Jefferson")),
    ],
)
def test_names_spelled_in_two_ways_are_alike(one: Identity, other: Identity) -> None:
    match = similarity(one, other)
    assert match is not None
    assert match.kind is MatchKind.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (man("Quispe+Mamani", "Juan"), man("Quispe+Huamán", "Juan")),
        (man("Quispe+Quispe", "Juan"), man("Quispe+Mamani", "Juan")),
        (man("Condori+Flores", "Pedro"), man("Condori+Flores", "Pablo")),
        (man("Quispe+Mamani", "Juan Carlos"), man("Quispe+Mamani", "Luis")),
        (man("Flores+Rojas", "Carlos"), man("Flores+Ramos", "Carlos")),
        (man("", ""), man("Quispe+Mamani", "Juan")),
    ],
)
def test_men_who_share_a_surname_or_a_name_are_not_alike(one: Identity, other: Identity) -> None:
    assert similarity(one, other) is None


@given(IDENTITIES, IDENTITIES)
def test_the_order_of_the_two_men_does_not_matter(one: Identity, other: Identity) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= name_score(one, other) <= 100


@given(IDENTITIES)
def test_a_man_is_like_himself(one: Identity) -> None:
    assert name_score(one, one) == 100


def test_the_same_document_is_one_man_whatever_the_name() -> None:
    match = similarity(
        man("Rojas+Díaz", "Luis", document_number="12345678"), man("Cruz", "Ana", document_number="12345678")
    )
    assert match is not None
    assert (match.kind, match.score, match.reasons) == (MatchKind.SAME_DOCUMENT, 100.0, (Reason.DOCUMENT,))


def test_a_birth_date_tips_the_balance_both_ways() -> None:
    one, near = man("Quispe+Mamani", "Juan", birth_date=BIRTH), man("Quispe+Huamán", "Juan", birth_date=BIRTH)
    match = similarity(one, near)
    assert match is not None
    assert match.kind is MatchKind.LIKELY
    assert match.reasons == (Reason.SIMILAR_NAME, Reason.BIRTH_DATE)
    spelled, elder = (
        man("Ñahui+Álvarez", "Jhon", birth_date=BIRTH),
        man("Nahui+Alvares", "John", birth_date=date(1960, 1, 1)),
    )
    assert similarity(spelled, elder) is None


def test_brothers_who_share_a_phone_are_not_one_man() -> None:
    brothers = (
        man("Condori+Flores", "Pedro", phone="987654321"),
        man("Condori+Flores", "Pablo", phone="987654321"),
    )
    assert name_score(*brothers) + 4 < THRESHOLD
    assert similarity(*brothers) is None


@pytest.mark.directive("6.4.2")
def test_a_ficha_being_typed_gives_its_keys() -> None:
    typed = Identity.of_answers(
        {
            "paternal_surname": "Ñahui",
            "maternal_surname": "de la Cruz",
            "given_names": "José",
            "document_kind": "dni",
            "document_number": "12.345.678",
            "phone": "+51 987 654 321",
            "birth_date": "1985-03-09",
        }
    )
    keys = candidate_keys(typed)
    assert (keys.document_number, keys.phone, keys.birth_date) == ("12345678", "987654321", BIRTH)
    assert keys.surname_starts == ("nahu", "de l")


def test_what_cannot_be_read_yet_is_not_known() -> None:
    typed = Identity.of_answers({"document_kind": "dni", "document_number": "123", "phone": "98", "birth_date": "9/3"})
    keys = candidate_keys(typed)
    assert (keys.document_number, keys.phone, keys.birth_date, keys.surname_starts) == ("", "", None, ())


@given(st.text())
def test_a_start_is_short_and_folded(surname: str) -> None:
    assert len(surname_start(surname)) <= 4
    assert surname_start(surname.upper()) == surname_start(surname.upper().lower())


def test_the_likeliest_comes_first_and_the_unlike_are_left_out() -> None:
    candidates = [
        DuplicateCandidate(UUID(int=1), "Quispi Mamani, Juan", "", "", None),
        DuplicateCandidate(UUID(int=2), "Rojas Díaz, Luis", "", "987654321", None),
        DuplicateCandidate(UUID(int=3), "Mamani Quispe, Juan", "", "", BIRTH),
    ]
    matches = likely_duplicates(man("Quispe+Mamani", "Juan", phone="987654321", birth_date=BIRTH), candidates)
    assert [match.id.int for match in matches] == [3, 1]
    assert matches[0].full_name == "Mamani Quispe, Juan"
    assert matches[0].reasons == (Reason.SAME_NAME, Reason.BIRTH_DATE)
