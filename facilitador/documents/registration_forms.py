"""The ficha de registro on paper (6.4.2), from the definition that drives the screen: blank, filled, and a group's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from facilitador.documents import consents
from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Document,
    FieldGrid,
    FieldLine,
    GridCell,
    Heading,
    KeepTogether,
    Letterhead,
    Notice,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import SENSITIVE_FOOT, notice
from facilitador.documents.numbers import print_number
from facilitador.domain.answer_checks import DistrictLookup
from facilitador.domain.answers import display
from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.participants import Consent
from facilitador.domain.registration_forms import (
    TO_VERIFY,
    Answers,
    Condition,
    FieldDefinition,
    FieldKind,
    FormDefinition,
)
from facilitador.domain.text import as_sentence
from facilitador.errors import UserFacingError

TO_COMPLETE = "Por completar"
_A_WORD_OR_TWO = 80  # characters at most, for a third of a line of handwriting
_A_PHRASE = 120  # … and for half a line
_FEW_OPTIONS = 3
_NAMED_IN_A_HINT = 2

_WIDTHS = {
    FieldKind.DATE: Width.THIRD,
    FieldKind.NUMBER: Width.THIRD,
    FieldKind.PHONE: Width.THIRD,
    FieldKind.DOCUMENT_NUMBER: Width.THIRD,
    FieldKind.UBIGEO: Width.FULL,
    FieldKind.LONG_TEXT: Width.FULL,
    FieldKind.CHOICES: Width.FULL,
}
_RULINGS = {
    FieldKind.DATE: Writing.DATE,
    FieldKind.UBIGEO: Writing.PLACE,
    FieldKind.LONG_TEXT: Writing.LINES,
}


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form to be filled in by hand; `competent`: the service may record criminal data (Ley 29733, 13.8)."""

    letterhead: Letterhead
    definition: FormDefinition
    consent_text: ConsentText
    competent: bool = False


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One man's ficha: definition and answers hold only what the person who prints may see.

    `number` is the number of this print. `missing` are the ids of compulsory fields without an answer. Staff print
    without consent and signatures: `with_consent` False.
    """

    definition: FormDefinition
    answers: Answers
    missing: frozenset[str]
    number: int
    consent: Consent | None = None
    with_consent: bool = True


def compose_blank(form: BlankForm) -> Document:
    """The blank form, in the order of the screen: lines to write on, boxes to tick, places to sign."""
    blocks: list[Block] = [
        Title(form.definition.title),
        Paragraph(
            "Marque con una X. Lo que él no quiera responder queda en blanco. * Hace falta para completar la ficha.",
            quiet=True,
        ),
        FieldGrid(
            (
                FieldLine("Grupo", None, Width.THIRD),
                FieldLine("Llena la ficha", None, Width.THIRD),
                FieldLine("Fecha", None, Width.THIRD, Writing.DATE),
            )
        ),
    ]
    for section in form.definition.sections:
        asked = [
            field for field in section.fields if not field.retired and (form.competent or not field.competent_only)
        ]
        if asked:
            blocks.append(Heading(section.title, section.introduction))
            blocks.append(FieldGrid(tuple(_to_write(field, form.definition) for field in asked)))
    blocks += [notice(form.consent_text), *consents.places_to_sign(form.consent_text)]
    return Document(
        title=form.definition.title,
        subject="Ficha en blanco para llenar a mano",
        file_name="ficha-en-blanco.pdf",
        letterhead=form.letterhead,
        parts=(Part(tuple(blocks)),),
        foot="Una vez llena, contiene datos personales sensibles (Ley 29733). Guárdela bajo llave.",
        edition=form.definition.edition,
    )


def compose_filled(form: FilledForm, letterhead: Letterhead, districts: DistrictLookup | None = None) -> Document:
    """One man's ficha; its title and file name carry the number of the print and never his name."""
    return Document(
        title=f"{form.definition.title} {print_number(form.number)}",
        subject="Ficha de un participante",
        file_name=f"ficha-{form.number:06}.pdf",
        letterhead=letterhead,
        parts=(Part(_filled(form, districts), print_number(form.number)),),
        foot=SENSITIVE_FOOT,
        edition=form.definition.edition,
    )


def compose_group(
    forms: tuple[FilledForm, ...], letterhead: Letterhead, districts: DistrictLookup | None = None
) -> Document:
    """The fichas of a group in one paper, each from a new page with its own page count.

    Refuses with `nothing_to_print` where there is none.
    """
    if not forms:
        raise UserFacingError("nothing_to_print")
    parts = tuple(
        Part(_filled(form, districts), print_number(form.number), f"Ficha {position} de {len(forms)}")
        for position, form in enumerate(forms, start=1)
    )
    editions = sorted({form.definition.edition for form in forms})
    return Document(
        title="Fichas de registro del grupo",
        subject="Fichas de los participantes de un grupo",
        file_name="fichas-del-grupo.pdf",
        letterhead=letterhead,
        parts=parts,
        foot=SENSITIVE_FOOT,
        edition=", ".join(editions),
    )


def _to_write(field: FieldDefinition, definition: FormDefinition) -> GridCell:
    label = f"{field.label} *" if field.compulsory else field.label
    hint = _hint(field, definition)
    if field.options:
        texts = tuple(option.text for option in field.options)
        return ChoiceBoxes(label, texts, width=_width_of_boxes(field), hint=hint)
    ruling = _RULINGS.get(field.kind, Writing.LINE)
    return FieldLine(label, None, _width(field), ruling, hint)


def _width_of_boxes(field: FieldDefinition) -> Width:
    if field.kind is FieldKind.YES_NO:
        return Width.THIRD
    return Width.HALF if field.kind is FieldKind.CHOICE and len(field.options) <= _FEW_OPTIONS else Width.FULL


def _width(field: FieldDefinition) -> Width:
    if field.kind is FieldKind.TEXT:
        if field.max_length <= _A_WORD_OR_TWO:
            return Width.THIRD
        return Width.HALF if field.max_length <= _A_PHRASE else Width.FULL
    return _WIDTHS.get(field.kind, Width.HALF)


def _hint(field: FieldDefinition, definition: FormDefinition) -> str:
    """When the question is asked, and how many boxes may be ticked."""
    hints = []
    if field.minors_only:
        hints.append("si tiene menos de 18 años")
    if field.adults_only:
        hints.append("si tiene 18 años o más")
    if field.asked_if:
        hints.append(_when(field.asked_if, definition))
    if field.kind is FieldKind.CHOICES:
        hints.append("puede marcar varias")
    if field.unverified:
        hints.append(TO_VERIFY.rstrip(".").lower())
    text = "; ".join(hints)
    return as_sentence(text)


def _when(condition: Condition, definition: FormDefinition) -> str:
    """When a question is asked, in few words: the answers that open it, or those that close it, whichever are fewer."""
    options = definition.field(condition.field).options
    opening = [f"«{option.text}»" for option in options if option.code in condition.one_of]
    closing = [f"«{option.text}»" for option in options if option.code not in condition.one_of]
    if len(opening) <= _NAMED_IN_A_HINT:
        return f"si marcó {' o '.join(opening)}"
    if len(closing) <= _NAMED_IN_A_HINT:
        return f"si no marcó {' ni '.join(closing)}"
    return "según lo que marcó antes"


def _filled(form: FilledForm, districts: DistrictLookup | None) -> tuple[Block, ...]:
    blocks: list[Block] = [Title(form.definition.title, number=print_number(form.number))]
    blocks += _summary(form)
    for section in form.definition.sections:
        cells = tuple(_cells(section.fields, form, districts))
        if cells:
            blocks += [Heading(section.title), FieldGrid(cells)]
    blocks.append(Paragraph("Lo que no se preguntó o no se respondió no aparece en esta ficha.", quiet=True))
    if form.with_consent:
        signatures = SignatureRow(
            (SignaturePlace("Firma del participante"), SignaturePlace("Firma de quien facilita")), fingerprint=True
        )
        blocks.append(KeepTogether((*consents.given(form.consent), signatures)))
    return tuple(blocks)


def _summary(form: FilledForm) -> list[Block]:
    """What is still missing, by name, so that nobody has to look for it."""
    labels = [field.label for field in form.definition.fields if field.id in form.missing]
    if form.with_consent and form.consent is None:
        labels.append("Consentimiento informado")
    return [Notice(TO_COMPLETE, " · ".join(labels))] if labels else []


def _cells(
    fields: Iterable[FieldDefinition], form: FilledForm, districts: DistrictLookup | None
) -> Iterable[FieldLine]:
    for field in fields:
        if field.id in form.answers:
            yield FieldLine(field.label, display(field, form.answers[field.id], districts), _width_filled(field))
        elif field.id in form.missing:
            yield FieldLine(field.label, None, _width_filled(field), mark=TO_COMPLETE)


def _width_filled(field: FieldDefinition) -> Width:
    return Width.FULL if field.kind is FieldKind.LONG_TEXT else Width.HALF
