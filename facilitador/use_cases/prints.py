"""Papers: what they show is read, filtered by role and numbered in one transaction; writing the PDF comes after, apart.

Every filled print is numbered and logged. Blank papers are neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audit, insert_print
from facilitador.db.transaction import Transaction
from facilitador.documents import agreements as agreements_paper
from facilitador.documents import attendance_sheets, consents, encryption, recovery_sheets, registration_forms, rosters
from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.group_headings import GroupHeading
from facilitador.domain.answers import readable_definition
from facilitador.domain.consent_texts import ConsentText, ServiceIdentity, filled
from facilitador.domain.dates import WEEKDAYS, age_on
from facilitador.domain.enrolments import SEATS, STATUS_RULES
from facilitador.domain.groups import GroupDetails
from facilitador.domain.participants import StoredParticipant, consent_in_force
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roles import Section, may_read
from facilitador.domain.services import Service
from facilitador.reference import consent_text, districts, districts_by_code, proposed_agreements
from facilitador.use_cases.enrolments import roster
from facilitador.use_cases.groups import overview
from facilitador.use_cases.participants import record
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.services import form_in_use


class BlankFichaPrint(Query[Document], kw_only=True):
    """The ficha to be filled by hand, with the service's own fields."""


class FichaPrint(Query[Document], kw_only=True):
    """One man's ficha, numbered; only what the asking role may see."""

    participant_id: UUID


class GroupFichasPrint(Query[Document], kw_only=True):
    """The fichas of everyone who counts in a group, each numbered."""

    group_id: UUID


class RosterPrint(Query[Document], kw_only=True):
    """The group's roster, numbered."""

    group_id: UUID


class AttendanceSheetPrint(Query[Document], kw_only=True):
    """The sheet that goes from hand to hand: names and places to sign, nothing else (6.4.5)."""

    group_id: UUID


class AgreementsPrint(Query[Document], kw_only=True):
    """The group's agreements with places to sign (6.2.4)."""

    group_id: UUID


class ConsentPrint(Query[Document], kw_only=True):
    """The consent to be read aloud and signed, with the limits of confidentiality and the duty to report."""


def write_pdf(
    document: Document,
    out: BinaryIO,
    *,
    printed_at: datetime,
    progress: Callable[[int, int], None] = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write a paper as PDF; the number of its pages. `printed_at` is the person's local time."""
    from facilitador.documents import writer  # reportlab costs start-up time, and only who prints needs it

    return writer.write(document, out, printed_at=printed_at, progress=progress, cancelled=cancelled)


def encrypted_pdf(pdf: bytes, clave: str) -> bytes:
    """The same paper, to be opened with this clave only; it is kept nowhere."""
    return encryption.encrypted(pdf, clave)


def blank_ficha(form: FormDefinition, service: Service | None) -> Document:
    """The blank ficha; without a service its head is left to be written by hand."""
    competent = service is not None and service.criminal_data_competent  # Ley 29733, 13.8: off unless declared
    return registration_forms.compose_blank(
        registration_forms.BlankForm(letterhead(service), form, consent_paper(service), competent)
    )


def consent_sheet(service: Service | None) -> Document:
    """The consent to be read aloud and signed; without a service its names are lines to write on."""
    return consents.compose(consent_paper(service), letterhead(service))


def blank_attendance_sheet(service: Service | None) -> Document:
    """The attendance sheet with rows for a whole group and nothing filled in."""
    return attendance_sheets.compose(attendance_sheets.AttendanceSheet(letterhead(service), "", (), spare_rows=SEATS))


def blank_agreements(service: Service | None) -> Document:
    """The agreements that are proposed to a group, to be completed and signed by hand."""
    return agreements_paper.compose(
        agreements_paper.Agreements(
            letterhead=letterhead(service),
            group=GroupHeading(""),
            items=proposed_agreements(),
            names=(),
            consent_text=consent_paper(service),
            spare_rows=SEATS,
        )
    )


def recovery_sheet(service_name: str, place: str, person: str, code_groups: Sequence[str]) -> Document:
    """The recovery code for the sealed envelope of the head of the service."""
    return recovery_sheets.compose(
        recovery_sheets.RecoverySheet(Letterhead(service_name, place), person, tuple(code_groups))
    )


def letterhead(service: Service | None) -> Letterhead:
    """Service and place for the head of every page."""
    if service is None:
        return Letterhead("")
    district = districts_by_code().get(service.ubigeo)
    return Letterhead(service.name, district.label if district else "")


def consent_paper(service: Service | None) -> ConsentText:
    """The consent of today's edition with the service's own names."""
    identity = ServiceIdentity("")
    if service is not None:
        identity = ServiceIdentity(
            service.name, service.address, service.phone, service.email, service.responsible_officer
        )
    public_body = service is not None and service.criminal_data_competent
    return filled(consent_text(), identity, public_body=public_body)


def numbered(tx: Transaction, document: str, subject_id: UUID) -> int:
    """Number a filled print and leave its audit row; the number it got."""
    number = insert_print(tx, tx.new_id(), document, subject_id)
    append_audit(tx, "Print", subject_id, {"document": document, "number": number})
    return number


def _filled_form(tx: Transaction, man: StoredParticipant) -> registration_forms.FilledForm:
    shown = record(tx, man)
    return registration_forms.FilledForm(
        definition=readable_definition(form_in_use(tx), tx.actor.role),
        answers=shown.answers,
        missing=frozenset(field.id for field in shown.missing),
        number=numbered(tx, "ficha", man.id),
        consent=consent_in_force(shown.consents),
        with_consent=may_read(tx.actor.role, Section.SOCIAL),
    )


def _ficha(tx: Transaction, query: FichaPrint) -> Document:
    form = _filled_form(tx, participant_queries.stored(tx, query.participant_id))
    head = letterhead(service_queries.service(tx))
    return registration_forms.compose_filled(form, head, districts())


def _group_fichas(tx: Transaction, query: GroupFichasPrint) -> Document:
    forms = tuple(
        _filled_form(tx, man)
        for stint, man, _ in enrolment_queries.roster(tx, query.group_id)
        if STATUS_RULES[stint.status].counts
    )
    head = letterhead(service_queries.service(tx))
    return registration_forms.compose_group(forms, head, districts())


def _roster(tx: Transaction, query: RosterPrint) -> Document:
    lines = tuple(
        rosters.RosterLine(
            entry.full_name,
            age_on(entry.birth_date, tx.today) if entry.birth_date else None,
            entry.stint.status,
            entry.stint.since,
        )
        for entry in roster(tx, query.group_id)
    )
    heading = group_heading(overview(tx, query.group_id))
    numbered(tx, "roster", query.group_id)
    return rosters.compose(rosters.Roster(letterhead(service_queries.service(tx)), heading, lines))


def _attendance_sheet(tx: Transaction, query: AttendanceSheetPrint) -> Document:
    details = overview(tx, query.group_id)
    names = _counting_names(tx, query.group_id)
    numbered(tx, "attendance-sheet", query.group_id)
    sheet = attendance_sheets.AttendanceSheet(letterhead(service_queries.service(tx)), details.group.name, names)
    return attendance_sheets.compose(sheet)


def _agreements(tx: Transaction, query: AgreementsPrint) -> Document:
    details = overview(tx, query.group_id)
    service = service_queries.service(tx)
    numbered(tx, "agreements", query.group_id)
    return agreements_paper.compose(
        agreements_paper.Agreements(
            letterhead=letterhead(service),
            group=group_heading(details),
            items=details.group.agreements or proposed_agreements(),
            names=_counting_names(tx, query.group_id),
            consent_text=consent_paper(service),
        )
    )


def _counting_names(tx: Transaction, group_id: UUID) -> tuple[str, ...]:
    return tuple(
        man.full_name for stint, man, _ in enrolment_queries.roster(tx, group_id) if STATUS_RULES[stint.status].counts
    )


def group_heading(details: GroupDetails) -> GroupHeading:
    """The lines about a group at the head of its papers."""
    group = details.group
    hours = ""
    if group.weekday is not None:
        hours = WEEKDAYS[group.weekday] + (f", {group.starts_at:%H:%M}" if group.starts_at else "")
    return GroupHeading(
        name=group.name,
        venue=details.venue.name if details.venue else "",
        hours=hours,
        facilitators=tuple(person.full_name for person in details.facilitators),
    )


COMMANDS: tuple[CommandHandler, ...] = ()
QUERIES = (
    QueryHandler(
        BlankFichaPrint, lambda tx, query: blank_ficha(form_in_use(tx), service_queries.service(tx)), Section.SERVICE
    ),
    QueryHandler(ConsentPrint, lambda tx, query: consent_sheet(service_queries.service(tx)), Section.SERVICE),
    QueryHandler(FichaPrint, _ficha, Section.IDENTIFICATION),
    QueryHandler(GroupFichasPrint, _group_fichas, Section.IDENTIFICATION),
    QueryHandler(RosterPrint, _roster, Section.GROUPS),
    QueryHandler(AttendanceSheetPrint, _attendance_sheet, Section.GROUPS),
    QueryHandler(AgreementsPrint, _agreements, Section.GROUPS),
)
