"""Invented data for the papers: a small form with every kind of field, a group, a consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from pypdf import PdfReader

from facilitador.documents import (
    agreements,
    attendance_sheets,
    consents,
    handover_records,
    handovers,
    key_cards,
    recovery_sheets,
    registration_forms,
    rosters,
    temporary_claves,
    writer,
)
from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.group_headings import GroupHeading
from facilitador.domain.catalogues import Force, Provenance
from facilitador.domain.consent_texts import Clause, ConsentText
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.participants import Consent, ConsentMark
from facilitador.domain.places import District
from facilitador.domain.registration_forms import (
    YES_NO_OPTIONS,
    Answer,
    Condition,
    FieldDefinition,
    FieldKind,
    FormDefinition,
    FormSection,
    Option,
)
from facilitador.domain.roles import Section
from tests.documents.coverage_samples import coverage_papers
from tests.documents.directory_samples import directory_papers
from tests.documents.evaluation_samples import evaluation_papers
from tests.documents.instrument_samples import instrument_papers
from tests.documents.log_samples import log_papers
from tests.documents.night_samples import night_papers
from tests.documents.progress_samples import progress_papers
from tests.documents.session_samples import session_papers

PRINTED_AT = datetime(2026, 11, 20, 18, 6)  # noqa: DTZ001 - papers carry the person's local time
LETTERHEAD = Letterhead("Servicio Los Molles", "Huamanga, Ayacucho")
GROUP = GroupHeading("Grupo Qantu", "Casa comunal", "miércoles, 19:00", ("Rosa Huamán Quispe", "Carlos Tello Ríos"))
NAMES = ("Ñahui Álvarez, José", "Quispe Mamani, Juan", "Condori Ccori, Efraín")
DISTRICTS = {"050101": District("050101", "Ayacucho", "Huamanga", "Ayacucho")}

CONSENT_TEXT = ConsentText(
    Provenance("consent", "2026-1", "Consentimiento informado", "Ley 29733", "6.4.2", Force.MUST, date(2026, 1, 1)),
    (
        Clause("purpose", "De qué se trata", "Lo invitamos a un grupo de varones.", "", ""),
        Clause(
            "no_replacement",
            "Lo que el grupo no reemplaza",
            "Venir no reemplaza ninguna sanción ni medida de una autoridad.",
            "",
            "6.2.8",
        ),
    ),
    promise="Lo que usted cuente queda en el equipo.",
    duty_to_report="Si alguien corre peligro, la ley nos obliga a dar aviso.",
    declaration="Me leyeron este texto y acepto participar.",
    declaration_public_body="Me leyeron este texto.",
    guardian_declaration="Doy permiso para que participe el adolescente a mi cargo.",
)

_DOCUMENTS = (Option("dni", "DNI"), Option("ce", "Carné de extranjería"), Option("none", "No tiene documento"))
_TONGUES = (Option("quechua", "Quechua"), Option("ashaninka", "Asháninka"), Option("spanish", "Castellano"))
_WITH = (Option("alone", "Solo"), Option("partner", "Pareja"), Option("children", "Hijas o hijos"))


def _field(id_: str, label: str, kind: FieldKind, access: Section, **more: object) -> FieldDefinition:
    return FieldDefinition(id_, label, kind, access, **more)  # type: ignore[arg-type]


_ID, _SOCIAL, _JUSTICE = Section.IDENTIFICATION, Section.SOCIAL, Section.JUSTICE
FORM = FormDefinition(
    "registration_form",
    "2026-1",
    "Ficha de registro",
    date(2026, 1, 1),
    "Directiva General 018-2016-MIMP",
    (
        FormSection(
            "identification",
            "Quién es usted",
            "Empecemos por su nombre.",
            (
                _field("paternal_surname", "Apellido paterno", FieldKind.TEXT, _ID, compulsory=True, max_length=60),
                _field("given_names", "Nombres", FieldKind.TEXT, _ID, compulsory=True, max_length=80),
                _field("document_kind", "Documento", FieldKind.CHOICE, _ID, options=_DOCUMENTS, compulsory=True),
                _field(
                    "document_number",
                    "Número de documento",
                    FieldKind.DOCUMENT_NUMBER,
                    _ID,
                    asked_if=Condition("document_kind", ("dni", "ce")),
                ),
                _field("birth_date", "Fecha de nacimiento", FieldKind.DATE, _ID, compulsory=True),
                _field("guardian_name", "Persona a cargo", FieldKind.TEXT, _ID, minors_only=True),
                _field("phone", "Celular", FieldKind.PHONE, _ID),
                _field("email", "Correo", FieldKind.EMAIL, _ID),
                _field("ubigeo", "Distrito donde vive", FieldKind.UBIGEO, _ID),
            ),
        ),
        FormSection(
            "social",
            "Su hogar y su lengua",
            "Cuénteme un poco más.",
            (
                _field("mother_tongue", "¿Qué lengua aprendió primero?", FieldKind.CHOICE, _SOCIAL, options=_TONGUES),
                _field("lives_with", "¿Con quién vive?", FieldKind.CHOICES, _SOCIAL, options=_WITH),
                _field("children", "¿Cuántas hijas e hijos tiene?", FieldKind.NUMBER, _SOCIAL),
                _field("reads", "¿Lee y escribe?", FieldKind.YES_NO, _SOCIAL, options=YES_NO_OPTIONS),
                _field("expects", "¿Qué espera del grupo?", FieldKind.LONG_TEXT, _SOCIAL, max_length=5000),
                _field("old_question", "Pregunta retirada", FieldKind.TEXT, _SOCIAL, retired=True),
            ),
        ),
        FormSection(
            "justice",
            "Su situación con la justicia",
            "",
            (_field("file_number", "Número de expediente", FieldKind.TEXT, _JUSTICE, competent_only=True),),
        ),
        FormSection(
            "own_fields",
            "Otros datos del servicio",
            "",
            (_field("own_chacra", "¿Tiene chacra?", FieldKind.YES_NO, _SOCIAL, options=YES_NO_OPTIONS, own=True),),
        ),
    ),
)

ANSWERS: dict[str, Answer] = {
    "paternal_surname": "Ñahui",
    "given_names": "José Sãpiʼɨ",
    "document_kind": "dni",
    "document_number": "04567891",
    "phone": "966123456",
    "email": "jose@ejemplo.pe",
    "ubigeo": "050101",
    "mother_tongue": "ashaninka",
    "lives_with": ["partner", "children"],
    "children": 3,
    "reads": "yes",
    "expects": "Aprender a escuchar.\nEstar tranquilo en casa.",
    "own_chacra": "no",
}

CONSENT = Consent(
    UUID(int=1), "2026-1", date(2026, 11, 20), ConsentMark.FINGERPRINT, True, "Rosa Huamán Quispe", "", "", None, ""
)

_LEAVING = handovers.PersonNamed("Carlos Tello Ríos", "Psicología", "Memorando 012-2026")
_RECEIVING = handovers.PersonNamed("Rosa Huamán Quispe", "Trabajo social", "")
HANDOVER = handovers.HandoverActa(
    LETTERHEAD,
    125,
    date(2026, 11, 20),
    _LEAVING,
    _RECEIVING,
    had_access=True,
    groups=(("Grupo Qantu", ("Rosa Huamán Quispe", "Julia Ccahua")), ("Grupo Molle", ())),
    drafts=2,
    copies=("Memoria USB azul, en el archivador.", "Computadora de la oficina, carpeta «respaldos»."),
    pending=("Oficio a la comisaría, sin respuesta.",),
)
HANDOVER_RECORD = handover_records.HandoverRecord(
    LETTERHEAD,
    127,
    giver="Carlos Tello Ríos",
    giving_service="Centro de salud Los Molles",
    receiver="Rosa Huamán Quispe",
    receiving_service="Centro de Huanta",
    purpose="El equipo de Huanta sigue con el grupo.",
    groups=("Grupo Qantu",),
    counts=(("Fichas de participantes", 14), ("Sesiones", 32)),
    reserved=True,
    file_groups=("7K3M", "0Q2Z", "9XVA", "BCDE", "1234"),
    delivered_on=date(2026, 11, 20),
)
MAN_RECORD = replace(
    HANDOVER_RECORD,
    groups=(),
    counts=(("Fichas de participantes", 1),),
    reserved=False,
    delivered_on=None,
    consented_on=date(2026, 11, 18),
    men=("Ñahui Álvarez, José",),
)
BARE_HANDOVER = handovers.HandoverActa(LETTERHEAD, 126, date(2026, 11, 20), _RECEIVING, _LEAVING, False, (), 0, (), ())

COMPLETE = registration_forms.FilledForm(FORM, {**ANSWERS, "birth_date": "1988-03-09"}, frozenset(), 123, CONSENT)
INCOMPLETE = registration_forms.FilledForm(FORM, ANSWERS, frozenset({"birth_date"}), 124)

_STATUSES = (EnrolmentStatus.ATTENDING, EnrolmentStatus.WAITING, EnrolmentStatus.STOPPED)


def papers() -> dict[str, Document]:
    """One of each paper, by the name of its golden file."""
    lines = tuple(
        rosters.RosterLine(name, age, status, date(2026, 3, 9))
        for name, age, status in zip(NAMES, (38, None, 19), _STATUSES, strict=True)
    )
    items = ("Llegar a la hora.", "Hablar de uno mismo y escuchar sin burlas.")
    return {
        "blank_form": registration_forms.compose_blank(
            registration_forms.BlankForm(LETTERHEAD, FORM, CONSENT_TEXT, competent=True)
        ),
        "filled_form": registration_forms.compose_filled(COMPLETE, LETTERHEAD, DISTRICTS),
        "group_forms": registration_forms.compose_group((COMPLETE, INCOMPLETE), LETTERHEAD, DISTRICTS),
        "roster": rosters.compose(rosters.Roster(LETTERHEAD, GROUP, lines)),
        "attendance_sheet": attendance_sheets.compose(attendance_sheets.AttendanceSheet(LETTERHEAD, GROUP.name, NAMES)),
        "agreements": agreements.compose(agreements.Agreements(LETTERHEAD, GROUP, items, NAMES, CONSENT_TEXT)),
        "consent": consents.compose(CONSENT_TEXT, LETTERHEAD),
        "recovery_sheet": recovery_sheets.compose(
            recovery_sheets.RecoverySheet(LETTERHEAD, "Rosa Huamán Quispe", ("K7QD", "M2XP", "9VTA", "HR4W", "C3NE"))
        ),
        "handover": handovers.compose(HANDOVER),
        "handover_bare": handovers.compose(BARE_HANDOVER),
        "handover_record": handover_records.compose(HANDOVER_RECORD),
        "handover_record_of_a_man": handover_records.compose(MAN_RECORD),
        "temporary_clave": temporary_claves.compose(
            temporary_claves.TemporaryClaveSheet(
                LETTERHEAD, "Carlos Tello Ríos", "Personal administrativo", "mecedora-corcho-caracol-muelle-421"
            )
        ),
        "key_card": key_cards.compose(
            key_cards.KeyCard(
                LETTERHEAD,
                12,
                "Rosa Huamán Quispe",
                ("9TP6", "EVSX", "ZC92", "NHYX", "8TN1"),
                ((True, False) * 30,) * 60,
            )
        ),
        **coverage_papers(LETTERHEAD, NAMES),
        **directory_papers(LETTERHEAD),
        **evaluation_papers(LETTERHEAD, NAMES[0]),
        **session_papers(LETTERHEAD, GROUP),
        **night_papers(LETTERHEAD, NAMES),
        **log_papers(LETTERHEAD),
        **progress_papers(LETTERHEAD),
        **instrument_papers(LETTERHEAD, CONSENT_TEXT),
    }


def pdf(document: Document) -> bytes:
    """The finished PDF, printed at `PRINTED_AT`."""
    out = BytesIO()
    writer.write(document, out, printed_at=PRINTED_AT)
    return out.getvalue()


def pages(document: Document) -> list[str]:
    """What a reader gets out of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf(document))).pages]
