"""The ficha that the program ships, on paper: few enough pages to be carried and filled in by hand."""

from __future__ import annotations

from facilitador.documents.registration_forms import BlankForm, FilledForm, compose_blank, compose_filled
from facilitador.domain.consent_texts import ServiceIdentity, filled
from facilitador.domain.registration_forms import Answer, FieldDefinition, FieldKind
from facilitador.reference import consent_text, districts_by_code, registration_form
from tests.documents.samples import CONSENT, LETTERHEAD, pages

SENTENCES = "Prefiere que lo llamen por la tarde; trabaja en construcción. Su hermana puede darle un recado."
TYPED: dict[FieldKind, Answer] = {
    FieldKind.TEXT: "Ñahui Álvarez de la Cruz",
    FieldKind.LONG_TEXT: SENTENCES,
    FieldKind.NUMBER: 3,
    FieldKind.DATE: "1988-03-09",
    FieldKind.UBIGEO: "050101",
    FieldKind.PHONE: "966123456",
    FieldKind.EMAIL: "jose@ejemplo.pe",
    FieldKind.DOCUMENT_NUMBER: "04567891",
}


def _longest_answer(field: FieldDefinition) -> Answer:
    if not field.options:
        return TYPED[field.kind]
    longest = sorted(field.options, key=lambda option: len(option.text))[-3:]
    return [option.code for option in longest] if field.kind is FieldKind.CHOICES else longest[-1].code


def test_the_blank_form_takes_four_pages_with_everything_on_them() -> None:
    form, text = registration_form(), filled(consent_text(), ServiceIdentity("Servicio Los Molles"))
    shown = pages(compose_blank(BlankForm(LETTERHEAD, form, text)))
    assert len(shown) <= 4
    assert "Firma de quien responde por él" in shown[-1]


def test_a_form_with_every_answer_takes_three_pages() -> None:
    form = registration_form()
    answers = {field.id: _longest_answer(field) for field in form.fields}
    document = compose_filled(FilledForm(form, answers, frozenset(), 1, CONSENT), LETTERHEAD, districts_by_code())
    assert len(pages(document)) <= 3


def test_every_word_of_the_shipped_texts_is_in_the_typeface() -> None:
    form, text = registration_form(), filled(consent_text(), ServiceIdentity("Servicio Los Molles"))
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(
        pages(compose_blank(BlankForm(LETTERHEAD, form, text, competent=True)))
    )
