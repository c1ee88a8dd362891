"""Informed consent on paper: the text that is read aloud, and the places where it is given."""

from __future__ import annotations

from facilitador.documents.blocks import (
    Block,
    ChoiceBoxes,
    Document,
    FieldGrid,
    FieldLine,
    Heading,
    KeepTogether,
    Letterhead,
    Paragraph,
    Part,
    SignaturePlace,
    SignatureRow,
    Title,
    Width,
    Writing,
)
from facilitador.documents.confidentiality import INTERNAL_FOOT, notice
from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.dates import format_date
from facilitador.domain.participants import Consent, ConsentMark


def compose(text: ConsentText, letterhead: Letterhead) -> Document:
    """The whole text, the service's data filled in, with the places to sign, for an adult or for someone under 18."""
    clauses: list[Block] = []
    for clause in text.clauses:
        if clause.heading:
            clauses.append(Paragraph(clause.heading, strong=True))
        clauses.append(Paragraph(clause.text))
    blocks: tuple[Block, ...] = (
        Title(text.provenance.title),
        Paragraph("Se lee en voz alta, sin apuro. Usted puede preguntar y puede decir que no.", quiet=True),
        *clauses,
        notice(text),
        *places_to_sign(text),
    )
    return Document(
        title=text.provenance.title,
        subject="Consentimiento para participar y para el uso de datos personales",
        file_name="consentimiento.pdf",
        letterhead=letterhead,
        parts=(Part(blocks),),
        foot=INTERNAL_FOOT,
        edition=text.edition,
    )


def places_to_sign(text: ConsentText) -> tuple[Block, ...]:
    """Declaration, signature or fingerprint, witness; and the guardian's own place (6.6)."""
    return (KeepTogether(_of_participant(text)), KeepTogether(_of_guardian(text)))


def _of_participant(text: ConsentText) -> tuple[Block, ...]:
    return (
        Heading("Consentimiento"),
        Paragraph(text.declaration),
        FieldGrid(
            (
                FieldLine("Nombres y apellidos del participante", None, Width.HALF),
                FieldLine("Documento de identidad", None, Width.HALF),
                FieldLine("Fecha", None, Width.THIRD, Writing.DATE),
                ChoiceBoxes("El texto", ("se leyó en voz alta", "lo leyó él mismo"), width=Width.HALF),
            )
        ),
        SignatureRow(
            (
                SignaturePlace("Firma del participante"),
                SignaturePlace("Firma de testigo, si él pone su huella", ("Nombre y documento:",)),
            ),
            fingerprint=True,
        ),
    )


def _of_guardian(text: ConsentText) -> tuple[Block, ...]:
    return (
        Heading("Si tiene menos de 18 años"),
        Paragraph(text.guardian_declaration),
        FieldGrid(
            (
                FieldLine("Madre, padre o quien responde por él", None, Width.HALF),
                FieldLine("Parentesco o relación", None, Width.HALF),
            )
        ),
        SignatureRow(
            (
                SignaturePlace("Firma de quien responde por él", ("Documento:",)),
                SignaturePlace("Firma de quien facilita"),
            ),
            fingerprint=True,
        ),
    )


def given(consent: Consent | None) -> tuple[Block, ...]:
    """What is on record about a consent, or that none is yet."""
    if consent is None:
        return (
            Heading("Consentimiento"),
            FieldGrid((FieldLine("Consentimiento informado", None, Width.FULL, mark="Por completar"),)),
        )
    manner = "con su firma" if consent.mark is ConsentMark.SIGNATURE else "con su huella digital"
    told = (
        ("Dio su consentimiento", f"{format_date(consent.given_on)}, {manner}"),
        ("El texto", "se le leyó en voz alta" if consent.read_aloud else "lo leyó él mismo"),
        ("Edición del texto", consent.text_edition),
        ("Testigo", consent.witness),
        ("Madre, padre o responsable", consent.guardian_name),
        ("Documento de quien responde por él", consent.guardian_document),
        ("Retiró su consentimiento", format_date(consent.revoked_on) if consent.revoked_on else ""),
    )
    cells = tuple(FieldLine(label, value, Width.HALF) for label, value in told if value)
    return (Heading("Consentimiento"), FieldGrid(cells))
