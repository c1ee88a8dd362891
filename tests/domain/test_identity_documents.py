from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.pe import cui

from facilitador.domain.identity_documents import DocumentKind, check_document
from facilitador.errors import Problem


def code_of(result: str | Problem) -> str:
    assert isinstance(result, Problem), result
    return result.code


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_dni_keeps_its_eight_digits_with_either_verifier(number: str) -> None:
    assert check_document("dni", number) == number
    for verifier in cui.calc_check_digits(number):
        assert check_document("dni", f" {number}-{verifier.lower()} ") == number


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.sampled_from("0123456789ABCDEFGHIJKLMN"))
def test_a_wrong_verifier_is_noticed(number: str, verifier: str) -> None:
    result = check_document("dni", number + verifier)
    assert result == number if verifier in cui.calc_check_digits(number) else code_of(result) == "dni_verifier_wrong"


def test_lost_leading_zeros_are_suggested_not_added() -> None:
    result = check_document("dni", "1.234.567")
    assert isinstance(result, Problem)
    assert (result.code, result.parameters) == ("dni_zero_missing", {"suggestion": "01234567"})
    assert check_document("dni", "00123456") == "00123456"


@pytest.mark.parametrize("number", ["123", "1234567890", "12345A78", "abcdefgh", "١٢٣٤٥٦٧٨"])
def test_other_texts_are_no_dni(number: str) -> None:
    assert code_of(check_document("dni", number)) == "dni_not_eight_digits"


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("ce", "000 123 456", "000123456"),
        ("passport", "ab-123456", "AB123456"),
        ("ptp", "123456789", "123456789"),
        ("cpp", "b 1234567", "B1234567"),
        ("other", "acta 12/34", "ACTA12/34"),
    ],
)
def test_other_documents_are_taken_loosely(kind: str, number: str, kept: str) -> None:
    assert check_document(kind, number) == kept


def test_odd_and_empty_numbers_are_refused_under_the_field_given() -> None:
    assert check_document("passport", "¿?", field="guardian_document") == Problem(
        "guardian_document", "document_number_odd"
    )
    assert code_of(check_document("ce", " - ")) == "document_number_empty"


def test_who_has_no_document_has_no_number() -> None:
    assert check_document("none", " ") == ""
    assert code_of(check_document("none", "12345678")) == "document_not_expected"


@given(st.sampled_from(DocumentKind), st.text(max_size=30))
def test_a_kept_number_is_kept_as_it_is(kind: DocumentKind, text: str) -> None:
    result = check_document(kind, text)
    if isinstance(result, str):
        assert check_document(kind, result) == result
