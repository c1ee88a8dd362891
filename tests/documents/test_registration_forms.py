"""The ficha on paper (6.4.2): the same order as the screen, nothing that was not asked, no name outside its fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitador.documents.numbers import print_number
from facilitador.documents.registration_forms import (
    BlankForm,
    FilledForm,
    compose_blank,
    compose_filled,
    compose_group,
)
from facilitador.domain.answers import readable, readable_definition
from facilitador.domain.roles import Role
from facilitador.errors import UserFacingError
from tests.documents.samples import (
    ANSWERS,
    COMPLETE,
    CONSENT,
    CONSENT_TEXT,
    DISTRICTS,
    FORM,
    INCOMPLETE,
    LETTERHEAD,
    pages,
    papers,
)


def _blank(*, competent: bool = False) -> str:
    return "\n".join(pages(compose_blank(BlankForm(LETTERHEAD, FORM, CONSENT_TEXT, competent))))


def _filled(form: FilledForm) -> str:
    return "\n".join(pages(compose_filled(form, LETTERHEAD, DISTRICTS)))


@pytest.mark.directive("6.4.2")
def test_the_blank_form_asks_every_question_in_the_order_of_the_definition() -> None:
    text = _blank(competent=True)
    places = [text.index(field.label) for field in FORM.fields if not field.retired]
    assert places == sorted(places)
    assert "Pregunta retirada" not in text


@pytest.mark.directive("6.4.2")
def test_the_blank_form_offers_every_option_of_a_list() -> None:
    lines = [line.strip() for line in _blank().splitlines()]
    for field in FORM.fields:
        if not field.retired:
            assert all(option.text in lines for option in field.options)


@pytest.mark.directive("6.4.2", "6.6")
def test_the_blank_form_has_places_for_signature_fingerprint_witness_and_guardian() -> None:
    text = _blank()
    for place in ("Firma del participante", "Huella digital", "Firma de testigo", "Firma de quien responde por él"):
        assert place in text
    assert CONSENT_TEXT.declaration in text
    assert CONSENT_TEXT.guardian_declaration in text


def test_criminal_data_are_asked_only_by_a_competent_service() -> None:
    assert "Número de expediente" in _blank(competent=True)
    assert "Número de expediente" not in _blank()
    assert "Su situación con la justicia" not in _blank()


def test_a_conditional_question_says_when_it_is_asked() -> None:
    assert "Si marcó «DNI» o «Carné de extranjería»" in _blank()
    assert "Si tiene menos de 18 años" in _blank()


def test_the_services_own_field_is_on_both_papers() -> None:
    assert "¿Tiene chacra?" in _blank()
    assert "¿Tiene chacra?\nNo" in _filled(COMPLETE)


@pytest.mark.directive("6.4.2")
def test_the_filled_form_shows_answers_as_people_read_them() -> None:
    text = _filled(COMPLETE)
    for shown in ("09/03/1988", "966 123 456", "Ayacucho, Huamanga, Ayacucho", "Pareja; Hijas o hijos", "Asháninka"):
        assert shown in text
    assert "Por completar" not in text


def test_what_is_missing_is_listed_and_marked_and_what_was_not_asked_is_absent() -> None:
    text = _filled(INCOMPLETE)
    assert "Por completar\nFecha de nacimiento · Consentimiento informado" in text
    assert "Fecha de nacimiento\nPor completar" in text
    assert "Persona a cargo" not in text


def test_a_revoked_consent_says_since_when() -> None:
    revoked = replace(COMPLETE, consent=replace(CONSENT, revoked_on=CONSENT.given_on))
    assert "Retiró su consentimiento\n20/11/2026" in _filled(revoked)


@pytest.mark.directive("6.4.5")
def test_staff_print_identification_and_contact_only() -> None:
    form = FilledForm(
        readable_definition(FORM, Role.STAFF), readable(FORM, ANSWERS, Role.STAFF), frozenset(), 7, with_consent=False
    )
    text = _filled(form)
    assert "966 123 456" in text
    for hidden in ("Su hogar", "Asháninka", "Aprender a escuchar", "¿Tiene chacra?", "Consentimiento", "Firma"):
        assert hidden not in text


def test_every_filled_print_carries_its_number_on_every_page() -> None:
    long = replace(COMPLETE, answers={**COMPLETE.answers, "expects": "palabra " * 600})
    shown = pages(compose_filled(long, LETTERHEAD))
    assert len(shown) > 1
    assert all(print_number(123) in page for page in shown)
    assert sum(page.count("palabra") for page in shown) == 600


@pytest.mark.parametrize("words", range(0, 900, 60))
def test_nobody_signs_a_page_that_does_not_show_the_consent(words: int) -> None:
    long = replace(COMPLETE, answers={**COMPLETE.answers, "expects": "palabra " * words})
    (page,) = [page for page in pages(compose_filled(long, LETTERHEAD)) if "Firma del participante" in page]
    assert "Dio su consentimiento" in page


@pytest.mark.directive("6.4.5")
def test_no_name_of_a_man_is_in_title_subject_or_file_name() -> None:
    for name in ("filled_form", "group_forms"):
        document = papers()[name]
        outside = f"{document.title} {document.subject} {document.file_name} {document.foot}"
        assert not {"Ñahui", "José", "Sãpiʼɨ", "04567891"} & set(outside.replace("-", " ").split())


def test_each_ficha_of_a_group_begins_on_a_new_page() -> None:
    first, second = pages(compose_group((COMPLETE, INCOMPLETE), LETTERHEAD, DISTRICTS))
    assert "Ficha 1 de 2" in first
    assert print_number(123) in first
    assert print_number(124) not in first
    assert "Ficha 2 de 2" in second


def test_a_group_without_fichas_prints_nothing() -> None:
    with pytest.raises(UserFacingError) as refusal:
        compose_group((), LETTERHEAD)
    assert refusal.value.code == "nothing_to_print"
