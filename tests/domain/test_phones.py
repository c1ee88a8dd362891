from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.phones import check_email, check_phone, check_service_phone, display_phone
from facilitador.errors import Problem


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("987654321", "987654321", "987 654 321"),
        (" 987-654-321 ", "987654321", "987 654 321"),
        ("+51 987 654 321", "987654321", "987 654 321"),
        ("0051987654321", "987654321", "987 654 321"),
        ("01 456 7890", "014567890", "(01) 456 7890"),
        ("(01) 4567890", "014567890", "(01) 456 7890"),
        ("084-233456", "084233456", "(084) 233456"),
        ("84 233456", "084233456", "(084) 233456"),
        ("+51 84 233456", "084233456", "(084) 233456"),
        ("+58 412 1234567", "+584121234567", "+58 412-1234567"),
    ],
)
def test_numbers_are_kept_in_one_form_and_shown_in_groups(typed: str, kept: str, shown: str) -> None:
    assert check_phone(typed) == kept
    assert check_phone(kept) == kept
    assert display_phone(kept) == shown
    assert check_phone(shown) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_empty"),
        ("no tiene", "phone_empty"),
        ("98765432", "phone_mobile_length"),
        ("9876543210", "phone_mobile_length"),
        ("4567890", "phone_area_missing"),
        ("233456", "phone_area_missing"),
        ("987654321 (hermana)", "phone_odd_characters"),
        ("105", "phone_unknown"),
        ("+51 12", "phone_unknown"),
        ("1234567890123456789012", "phone_unknown"),
    ],
)
def test_what_is_no_number_of_a_person_is_refused_kindly(typed: str, code: str) -> None:
    result = check_phone(typed, field="other_phone")
    assert isinstance(result, Problem)
    assert (result.field, result.code) == ("other_phone", code)


@given(st.from_regex(r"9[0-9]{8}", fullmatch=True))
def test_any_peruvian_mobile_is_taken(number: str) -> None:
    assert check_phone(number) == number
    assert display_phone(number).replace(" ", "") == number


@given(st.text(max_size=25))
def test_a_kept_phone_is_kept_as_it_is(text: str) -> None:
    result = check_phone(text)
    if isinstance(result, str):
        assert check_phone(result) == result
    display_phone(text)


@pytest.mark.parametrize("short", ["100", "105", "106", "116", "113", "1810", "1815", "1884"])
@pytest.mark.directive("6.2.7")
def test_services_may_have_short_numbers(short: str) -> None:
    assert check_service_phone(short) == short
    assert display_phone(short) == short


@pytest.mark.parametrize("kept", ["+", "", "no tiene"])
def test_what_is_no_kept_number_is_shown_as_it_is(kept: str) -> None:
    assert display_phone(kept) == kept


def test_services_may_have_extensions() -> None:
    assert check_service_phone("(01) 626-1600 anexo 1234") == "016261600 anexo 1234"
    assert display_phone("016261600 anexo 1234") == "(01) 626 1600 anexo 1234"
    assert isinstance(check_service_phone("anexo 12"), Problem)


def test_mail_keeps_its_name_and_lowers_its_domain() -> None:
    assert check_email(" Juan.Quispe+grupo@Ejemplo.GOB.pe ") == "Juan.Quispe+grupo@ejemplo.gob.pe"


@pytest.mark.parametrize("typed", ["juan", "juan@", "@ejemplo.pe", "ju an@ejemplo.pe", "a..b@c.pe", "a@b", "a@-b.pe"])
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    assert check_email(typed) == Problem("email", "email_odd")


def test_an_address_of_endless_length_is_refused() -> None:
    assert check_email(f"{'a' * 250}@b.pe") == Problem("email", "email_odd")
    assert check_email(" ") == Problem("email", "email_empty")
