"""Reads and validates `resources/reference` into domain types; what is read once is kept.

What changes with time or place (lists, texts, districts) is data with an id and an edition, never code. Nothing here
knows a book or a screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from facilitador.domain.answering_texts import AnsweringText
from facilitador.domain.answers import merge_own_fields
from facilitador.domain.catalogues import Catalogue
from facilitador.domain.compliance import Requirements
from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.directory import DirectoryReference
from facilitador.domain.evaluations import EvaluationFactors
from facilitador.domain.exclusions import ExclusionCauses
from facilitador.domain.holidays import HolidayCalendar
from facilitador.domain.indicators import IndicatorList
from facilitador.domain.instruments import Instrument
from facilitador.domain.places import District, Places
from facilitador.domain.protection import ProtectionSteps
from facilitador.domain.registration_forms import FieldDefinition, FormDefinition
from facilitador.domain.security import SecurityStatement
from facilitador.domain.topics import Curriculum
from facilitador.paths import resource
from facilitador.reference.answering_files import read_answering
from facilitador.reference.compliance_files import read_requirements
from facilitador.reference.decoding import BadReferenceFile
from facilitador.reference.directory_files import check_institutions, read_directory
from facilitador.reference.evaluation_files import read_evaluation_factors, read_exclusion_causes
from facilitador.reference.form_files import read_form
from facilitador.reference.holiday_files import read_holidays
from facilitador.reference.indicator_files import read_indicators
from facilitador.reference.list_files import read_catalogue, read_consent, read_districts
from facilitador.reference.protection_files import read_protection_steps
from facilitador.reference.security_files import read_security
from facilitador.reference.topic_files import read_curriculum

__all__ = [
    "SUBJECTS",
    "BadReferenceFile",
    "answering_text",
    "catalogue",
    "consent_text",
    "curriculum",
    "directory",
    "districts",
    "districts_by_code",
    "evaluation_factors",
    "exclusion_causes",
    "holidays",
    "indicators",
    "instruments",
    "load_all",
    "option_codes",
    "protection_steps",
    "registration_form",
    "requirements",
    "security_statement",
]

SUBJECTS: tuple[str, ...] = (
    "agreements",
    "call_words",
    "languages",
    "more_information",
    "professions",
    "referral_bases",
    "referral_shares",
    "service_kinds",
    "training_kinds",
    "venue_conditions",
)
"""The short lists, by the name of their file."""


@cache
def registration_form(own_fields: tuple[FieldDefinition, ...] = ()) -> FormDefinition:
    """The ficha de registro (6.4.2), with a service's own fields as its last section."""
    if own_fields:
        return merge_own_fields(registration_form(), own_fields)
    return read_form(resource("reference", "registration_form.toml"))


@cache
def districts() -> Places:
    """The districts of Peru (INEI 2025): find them by code or by the beginnings of their words."""
    return read_districts(resource("reference", "ubigeo.csv"))


def districts_by_code() -> Mapping[str, District]:
    """The districts by their six-digit code."""
    return districts().by_code


@cache
def catalogue(subject: str) -> Catalogue:
    """The list of that name, one of `SUBJECTS`; KeyError for any other."""
    if subject not in SUBJECTS:
        raise KeyError(subject)
    return read_catalogue(resource("reference", f"{subject}.toml"))


def option_codes(subject: str) -> frozenset[str]:
    """The codes of a list, one of `SUBJECTS`."""
    return catalogue(subject).codes


def proposed_agreements() -> tuple[str, ...]:
    """What a group is proposed to agree on (6.2.4), in order."""
    return tuple(item.text for item in catalogue("agreements").items)


@cache
def consent_text() -> ConsentText:
    """The informed consent of today's edition, its placeholders not yet filled in."""
    return read_consent(resource("reference", "consent.toml"))


@cache
def answering_text() -> AnsweringText:
    """What is said to a man before he answers (6.4.5)."""
    return read_answering(resource("reference", "answering.toml"))


@cache
def curriculum(own_names: tuple[tuple[str, str], ...] = ()) -> Curriculum:
    """The thirteen topics (6.4.8) with their lists; `own_names`: pairs of a code of `names` and the service's words."""
    return read_curriculum(resource("reference", "topics"), dict(own_names))


@cache
def instruments() -> tuple[Instrument, ...]:
    """The instruments that come with the program, by the name of their file (6.4.3)."""
    # Start-up: nobody asks for an instrument before a group is open.
    from facilitador.reference.instrument_files import read_instruments

    return read_instruments(resource("reference", "instruments"))


@cache
def directory() -> DirectoryReference:
    """The directory that comes with the program (6.2.7): kinds, national lines, institutions to offer."""
    return read_directory(resource("reference", "directory.toml"))


@cache
def holidays() -> HolidayCalendar:
    """The national holidays; a service's own days are added with `with_own`."""
    return read_holidays(resource("reference", "holidays.toml"))


@cache
def indicators() -> IndicatorList:
    """The indicators that the program counts (6.9.1), of today's edition."""
    return read_indicators(resource("reference", "indicators.toml"))


@cache
def protection_steps() -> ProtectionSteps:
    """The steps that protect a person at risk (end of 6.7), of today's edition."""
    return read_protection_steps(resource("reference", "protection_steps.toml"))


@cache
def security_statement() -> SecurityStatement:
    """What is protected, what is not promised, what is kept and who sees it, of today's edition."""
    return read_security(resource("reference", "security.toml"))


@cache
def evaluation_factors() -> EvaluationFactors:
    """The factors of the initial evaluation (6.6), of today's edition."""
    return read_evaluation_factors(resource("reference", "evaluation_factors.toml"))


@cache
def exclusion_causes() -> ExclusionCauses:
    """The causes of exclusion (6.7.1–6.7.3), of today's edition."""
    factors = {factor.code for factor in evaluation_factors().factors}
    return read_exclusion_causes(resource("reference", "exclusion_causes.toml"), factors)


@cache
def requirements() -> Requirements:
    """The numerals of the directive that the compliance view goes through, of today's edition (7.2)."""
    return read_requirements(resource("reference", "compliance.toml"))


def load_all() -> None:
    """Reads every file once, so that a damaged installation shows at the start; BadReferenceFile names the place."""
    registration_form()
    consent_text()
    answering_text()
    check_institutions(directory(), districts())
    holidays()
    indicators()
    protection_steps()
    security_statement()
    exclusion_causes()
    requirements()
    for subject in SUBJECTS:
        catalogue(subject)
    curriculum()
