"""Papers: what they show is read, filtered by role and numbered in one transaction; writing the PDF comes after, apart.

Every filled print is numbered and logged. Blank papers are neither.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from facilitador.db.queries import enrolments as enrolment_queries
from facilitador.db.queries import participants as participant_queries
from facilitador.db.queries import services as service_queries
from facilitador.db.tables.records import append_audit, insert_print
from facilitador.db.transaction import Transaction
from facilitador.documents import agreements as agreements_paper
from facilitador.documents import attendance_sheets, consents, recovery_sheets, registration_forms, rosters
from facilitador.documents.blocks import Document, Letterhead
from facilitador.documents.confidentiality import Confidentiality
from facilitador.documents.group_headings import GroupHeading
from facilitador.domain.answers import age_of, readable_definition
from facilitador.domain.dates import age_on, weekday_name
from facilitador.domain.enrolments import STATUS_RULES
from facilitador.domain.groups import GroupDetails
from facilitador.domain.participants import StoredParticipant, consent_in_force
from facilitador.domain.registration_forms import FormDefinition
from facilitador.domain.roles import Section, may_read
from facilitador.domain.services import Service
from facilitador.reference import consent_text, districts_by_code
from facilitador.use_cases.enrolments import roster
from facilitador.use_cases.groups import overview
from facilitador.use_cases.participants import record
from facilitador.use_cases.requests import CommandHandler, Query, QueryHandler
from facilitador.use_cases.services import form_in_use


class BlankFichaPrint(Query[Document]):
    """The ficha to be filled by hand, with the service's own fields."""


class FichaPrint(Query[Document]):
    """One man's ficha, numbered; only what the asking role may see."""

    participant_id: UUID


class GroupFichasPrint(Query[Document]):
    """The fichas of everyone who counts in a group, each numbered."""

    group_id: UUID


class RosterPrint(Query[Document]):
    """The group's roster, numbered."""

    group_id: UUID


class AttendanceSheetPrint(Query[Document]):
    """The sheet that goes from hand to hand: names and places to sign, nothing else (6.4.5)."""

    group_id: UUID


class AgreementsPrint(Query[Document]):
    """The group's agreements with places to sign (6.2.4)."""

    group_id: UUID


class ConsentPrint(Query[Document]):
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
